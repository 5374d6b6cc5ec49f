"""The service as an ASGI app."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.service.answers import answer_routes
from calfcause.service.batches import batch_routes
from calfcause.service.frame import Frame
from calfcause.service.limits import Limits, Load
from calfcause.service.measures import Measures
from calfcause.service.openapi import described
from calfcause.service.problems import Problem, problem_of, response_of
from calfcause.service.settings import Settings
from calfcause.service.uploads import upload_routes

PAGE = Path(__file__).parent / "page"


def service(
    predictor: Predictor, settings: Settings | None = None, load: Load | None = None
) -> ASGIApp:
    """The app that answers with a predictor, for uvicorn or any other ASGI server."""
    settings, load, model = settings or Settings(), load or Load(), asdict(predictor.id)
    measures = Measures(model)
    # Its own pages of documentation would load scripts from elsewhere.
    app = FastAPI(docs_url=None, redoc_url=None, redirect_slashes=False)
    app.include_router(answer_routes(predictor, settings))
    app.include_router(upload_routes(settings, model))
    app.include_router(batch_routes(predictor, settings, model))

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        status = "ending" if load.draining else "ready"
        return JSONResponse({"status": status, "model": model}, 503 if load.draining else 200)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return measures.response()

    def refused_by(problem: Problem, request: Request) -> Response:
        return response_of(problem, request.state.request_id)

    async def refused(request: Request, error: Exception) -> Response:
        return refused_by(problem_of(error, request), request)

    # Whoever has gone reads no answer, and it is no fault of the service.
    async def gone(request: Request, error: Exception) -> Response:
        return refused_by(Problem(400, "the request ended before its body did"), request)

    app.add_exception_handler(ClientDisconnect, gone)
    for kind in (Problem, CalfcauseError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, refused)
    if PAGE.is_dir():
        files = StaticFiles(directory=PAGE, html=True)

        async def page(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"].startswith("/v1/"):
                raise HTTPException(404)
            await files(scope, receive, send)

        # Behind all routes and not mounted: there a wrong method has to be refused as one.
        app.router.default = page

    description: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not description:
            description.update(described(app))
        return description

    app.openapi = openapi  # type: ignore[method-assign]
    inner: ASGIApp = Limits(app, settings, load)
    if settings.cors:
        inner = CORSMiddleware(
            inner, allow_origins=settings.cors, allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-API-Key", "X-Request-ID"],
            expose_headers=[
                "X-Request-ID", "Retry-After", "X-Notes", "X-Model-Version", "X-Model-Hash",
            ],
        )  # fmt: skip
    return Frame(inner, measures)
