"""Track a comparison in MLflow: figures as metrics, reports as artefacts."""

from collections.abc import Mapping
from dataclasses import asdict

from calfcause.models.store import mlflow_or
from calfcause.monitor.contents import Monitor


def track_monitor(comparison: Monitor, reports: Mapping[str, str], *, experiment: str) -> str:
    """Log a comparison as a run.

    The store is that of ``MLFLOW_TRACKING_URI``, by default ``mlflow.db`` in the working folder.
    """
    with mlflow_or("MLflow cannot track the comparison") as mlflow:
        mlflow.set_experiment(experiment)
        with mlflow.start_run(run_name=f"monitor {comparison.new.name}") as run:
            limits = {f"limit.{name}": limit for name, limit in asdict(comparison.limits).items()}
            files = {"new": comparison.new.name, "reference": comparison.reference.name}
            model = {f"model.{name}": text for name, text in comparison.model.items()}
            mlflow.log_params({**files, **model, **limits})
            mlflow.set_tag("verdict", comparison.verdict)
            mlflow.log_metrics(comparison.metrics())
            for name, text in reports.items():
                mlflow.log_text(text, name)
    return str(run.info.run_id)
