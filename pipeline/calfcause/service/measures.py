"""What Prometheus reads: how many requests, how long, and why some were refused."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Measures:
    """The figures of one service."""

    def __init__(self, model: dict[str, str]) -> None:
        self.registry = CollectorRegistry()
        labels = ("route", "method", "status")
        self.requests = Counter(
            "calfcause_requests", "Requests answered.", labels, registry=self.registry
        )
        self.seconds = Histogram(
            "calfcause_request_seconds", "Time to the end of the answer.", ("route",),
            buckets=SECONDS, registry=self.registry,
        )  # fmt: skip
        self.under_way = Gauge(
            "calfcause_requests_under_way", "Requests being answered.", registry=self.registry
        )
        info = Info("calfcause_model", "The model that answers.", registry=self.registry)
        info.info(model)

    def counted(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.requests.labels(route, method, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def response(self) -> Response:
        """All figures, in Prometheus's text."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)
