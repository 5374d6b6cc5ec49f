"""Around every answer: a request id, security headers, one line in the log, and the figures."""

import re
import time
from logging import ERROR, INFO
from typing import Any
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calfcause.service.logs import log
from calfcause.service.measures import Measures
from calfcause.service.problems import Problem, response_of

# Only what cannot be a name is taken over from a caller.
_ID = re.compile(r"[0-9a-f-]{16,64}")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Frame:
    """ASGI middleware, the outermost."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app, self._measures = app, measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, sent = time.perf_counter(), 0, 0
        request_id = _id_of(scope)
        scope.setdefault("state", {})["request_id"] = request_id

        async def framed(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in HEADERS.items():
                    headers[name] = value
                # Files of the page have a tag, by which a browser asks whether its copy is fresh.
                headers.setdefault("Cache-Control", "no-cache" if "ETag" in headers else "no-store")
            else:
                sent += len(message.get("body", b""))
            await send(message)

        # Whoever answers GET answers HEAD; the server leaves out the body.
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        self._measures.under_way.inc()
        failed: Exception | None = None
        try:
            await self._app(asked, receive, framed)
        except Exception as error:
            failed = error
            if not status:
                problem = Problem(500, "Please report it with the request_id.")
                await response_of(problem, request_id)(scope, receive, framed)
        finally:
            seconds = time.perf_counter() - began
            route, method = _route_of(asked), _method_of(scope)
            self._measures.under_way.dec()
            self._measures.counted(route, method, status, seconds)
            fields: dict[str, Any] = {
                "request_id": request_id, "route": route, "method": method, "status": status,
                "ms": round(1000 * seconds, 1), "bytes": sent,
            }  # fmt: skip
            log("request", ERROR if failed else INFO, failed, **fields)


def _id_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            return given if _ID.fullmatch(given) else str(uuid4())
    return str(uuid4())


def _route_of(scope: Scope) -> str:
    """The route by its pattern: a path could hold anything."""
    route = getattr(scope.get("route"), "path", None)
    return route if isinstance(route, str) and route else "other"


def _method_of(scope: Scope) -> str:
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"
