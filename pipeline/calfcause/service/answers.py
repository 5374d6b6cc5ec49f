"""What the routes for sessions answer: all of it by the predictor."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from pydantic_core import to_json
from starlette.responses import Response

from calfcause.answer.columns import rows_of
from calfcause.answer.given import cells_of_many
from calfcause.answer.json_schema import contract
from calfcause.answer.next_run import next_run
from calfcause.answer.own_base import OwnBase
from calfcause.answer.predictor import Predictor
from calfcause.answer.questions import next_questions
from calfcause.answer.with_past import told_cells, with_past
from calfcause.service import bodies
from calfcause.service.notes import noted
from calfcause.service.problems import Problem
from calfcause.service.reading import Route
from calfcause.service.settings import Settings
from calfcause.sessions.units import UNITS
from calfcause.words import read_words

# So few sessions take less time than handing them to a thread.
FEW = 4


def answer_routes(predictor: Predictor, settings: Settings) -> APIRouter:
    """The routes that answer sessions."""
    routes = APIRouter(prefix="/v1", route_class=Route)
    model = asdict(predictor.id)

    async def answered(
        request: Request, n_sessions: int, work: Callable[[], dict[str, Any]]
    ) -> Response:
        if n_sessions > settings.most_sessions:
            raise Problem(
                413,
                f"the request holds {n_sessions:,} sessions; at most {settings.most_sessions:,} are"
                " allowed. Send a file to /v1/batch",
            )
        with noted() as notes:
            found = work() if n_sessions <= FEW else await run_sync(work)
        return Response(
            to_json({**found, "notes": notes, "model": model}), media_type="application/json"
        )

    @routes.post("/explain", summary="Say why a run left the calves sore, or may")
    async def explain(request: Request, body: bodies.Explain) -> Response:
        request.state.place = _place

        def work() -> dict[str, Any]:
            base = OwnBase.from_dict(body.runner.model_dump()) if body.runner else None
            one = with_past(predictor, body.session, body.history, base, strict=body.strict)
            found = one.explained(predictor, UNITS[body.units]).to_dict()
            return {"session": str(body.session.get("session_id") or ""), **found}

        return await answered(request, 1 + len(body.history), work)

    @routes.post("/predict", summary="Give the probabilities of a run, or of many")
    async def predict(request: Request, body: bodies.Predict) -> Response:
        if len(body.model_fields_set - {"strict"}) != 1:
            raise Problem(422, "give either session or sessions")
        if "session" in body.model_fields_set:
            return await answered(
                request, 1, lambda: predictor.predict_one(body.session, strict=body.strict)
            )
        many = body.sessions
        request.state.place = "sessions[{}]".format

        def work() -> dict[str, Any]:
            cells = cells_of_many(many, strict=body.strict)
            return {"predictions": rows_of(predictor.predict_columns(*cells))}

        return await answered(request, len(many), work)

    @routes.post("/questions", summary="Find what to ask next, signs first")
    async def questions(request: Request, body: bodies.Ask) -> Response:
        request.state.place = _place

        def work() -> dict[str, Any]:
            one = with_past(predictor, body.session, body.history, strict=body.strict)
            found = next_questions(
                predictor, one.codes, body.n,
                units=UNITS[body.units], sore=one.sore, asked=body.asked,
            )  # fmt: skip
            return {"questions": [question.to_dict() for question in found]}

        return await answered(request, 1 + len(body.history), work)

    @routes.post("/next-run", summary="Find what to change in a plan so that its risk falls")
    async def plan(request: Request, body: bodies.Plan) -> Response:
        request.state.place = _place

        def work() -> dict[str, Any]:
            one = with_past(predictor, body.session, body.history, strict=body.strict)
            return next_run(
                predictor, one.codes, below=body.below, units=UNITS[body.units]
            ).to_dict()

        return await answered(request, 1 + len(body.history), work)

    @routes.post("/runners/learn", summary="Learn whether a run left a runner's calves sore")
    async def learn(request: Request, body: bodies.Learn) -> Response:
        def work() -> dict[str, Any]:
            runner = predictor.runner(body.runner.model_dump() if body.runner else None)
            runner.learn(told_cells(body.session), sore=body.sore, strict=body.strict)
            return {"runner": runner.to_dict()}

        return await answered(request, 1, work)

    @routes.post("/words", summary="Read a sentence about a run as cells")
    async def words(request: Request, body: bodies.Words) -> Response:
        found = await run_sync(lambda: read_words(body.text, body.language).to_dict())
        return await answered(request, 0, lambda: found)

    @routes.get("/schema", summary="The JSON Schema of a session, a prediction or an answer")
    async def schema(of: Literal["session", "prediction", "answer"] = "session") -> Response:
        return Response(to_json(contract()[of]), media_type="application/schema+json")

    return routes


def _place(row: int) -> str:
    """Where a bad cell is, as ``with_past`` counts."""
    return f"history[{row - 1}]" if row else "session"
