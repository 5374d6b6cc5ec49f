"""The OpenAPI description: bodies from the models, answers from what the library gives."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from calfcause import errors
from calfcause.answer.columns import ANSWER_COLUMNS
from calfcause.answer.json_schema import described as schemas_of
from calfcause.answer.json_schema import prediction_schema
from calfcause.service.bodies import IS_SESSION
from calfcause.sessions.json_schema import EXAMPLE, session_schema
from calfcause.version import __version__

ABOUT = (
    "Why calves are sore after a run: likely training causes, probabilities, reasons and what to"
    " do. The answers are no diagnosis; show `triage` and `red_flags` before all else."
)
REF = "#/components/schemas/"


def described(app: FastAPI) -> dict[str, Any]:
    """Describe the service; made when it is first asked for."""
    from calfcause.answer.explain import Answer
    from calfcause.answer.next_run import NextRun
    from calfcause.answer.questions import Question
    from calfcause.answer.short import ShortAnswer
    from calfcause.words import Told

    spec = get_openapi(title="calfcause", version=__version__, description=ABOUT, routes=app.routes)
    schemas: dict[str, Any] = spec.setdefault("components", {}).setdefault("schemas", {})
    session = session_schema()
    del session["$schema"], session["not"]  # with a history, ids and label are enough
    schemas["Session"] = session
    for kind in (Answer, NextRun, Question, ShortAnswer, Told):
        schemas |= schemas_of(kind, REF)
    schemas |= _own()
    _refer_to_sessions(spec)
    for path, answer in ANSWERS.items():
        for method in spec["paths"].get(path, {}).values():
            _put(method, answer)
    for path, example in EXAMPLES.items():
        content = spec["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        content["examples"] = {"a run": {"value": example}}
    csv = {"schema": {"type": "string"}, "examples": {"two runs": {"value": CSV}}}
    spec["paths"]["/v1/batch"]["post"]["requestBody"] = {
        "required": True,
        "description": "Rows of runs, as `calfcause predict` reads them.",
        "content": {"text/csv": csv},
    }
    return spec


def _refer_to_sessions(part: Any) -> None:
    """Put the reference to the schema of a session where bodies hold one."""
    if isinstance(part, dict) and part.pop(IS_SESSION, False):
        part |= _ref("Session")
        part.pop("title", None)
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | list):
            _refer_to_sessions(inner)


def _put(method: dict[str, Any], answer: tuple[str, Mapping[str, Any]]) -> None:
    media, schema = answer
    responses = {"200": {"description": "The answer.", "content": {media: {"schema": schema}}}}
    for status in ("400", "401", "408", "413", "415", "422", "500", "503"):
        responses[status] = {
            "description": "What is wrong, as RFC 9457 describes it.",
            "content": {"application/problem+json": {"schema": {"$ref": f"{REF}Problem"}}},
        }
    method["responses"] = responses


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF + name}


def _with(required: Mapping[str, Any]) -> dict[str, Any]:
    properties = {**required, "notes": {"type": "array", "items": {"type": "string"}}}
    properties["model"] = _ref("ModelId")
    return {"type": "object", "properties": properties, "required": [*required, "model"]}


def _own() -> dict[str, Any]:
    text = {"type": "string"}
    prediction = prediction_schema()
    place = {"type": ["integer", "null"]}
    problem = {"field": text} | {
        field.name: place if field.name in ("row", "line") else text
        for field in fields(errors.Problem)
    }
    return {
        "Prediction": {
            "type": "object",
            "properties": {name: prediction["properties"][name] for name in ANSWER_COLUMNS},
            "required": [*ANSWER_COLUMNS],
        },
        "Problem": {
            "type": "object",
            "properties": {
                "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
                "request_id": text,
                "problems": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": problem,
                        "required": [*problem],
                        "additionalProperties": False,
                    },
                },
            },
            "required": ["type", "title", "status", "detail", "request_id"],
        },
    }  # fmt: skip


_RUN = dict(EXAMPLE)
CSV = "distance_km,terrain,usual_terrain\n9,hilly,flat\n5,flat,flat\n"
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "/v1/explain": {
        "session": {**_RUN, "start_time": "2026-07-08T18:05", "sore_calves": 1},
        "history": [{"start_time": "2026-07-05", "distance_km": 6, "sore_calves": 0}],
    },
    "/v1/predict": {"session": _RUN},
    "/v1/questions": {"session": _RUN, "asked": ["longest_run_28d_km"], "n": 2},
    "/v1/next-run": {"session": _RUN, "below": 0.1},
    "/v1/runners/learn": {"session": _RUN, "sore": True},
    "/v1/words": {"text": "easy run, no hills, usually hilly, calves sore next morning"},
}

_JSON = "application/json"
_MANY = {"predictions": {"type": "array", "items": _ref("Prediction")}}
_OBJECT = {"type": "object"}
_OBJECTS = {"type": "array", "items": _OBJECT}
ANSWERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "/v1/explain": (_JSON, {"allOf": [_ref("Answer"), _with({"short": _ref("ShortAnswer")})]}),
    "/v1/predict": (
        _JSON, {"anyOf": [{"allOf": [_ref("Prediction"), _with({})]}, _with(_MANY)]},
    ),
    "/v1/questions": (_JSON, _with({"questions": {"type": "array", "items": _ref("Question")}})),
    "/v1/next-run": (_JSON, {"allOf": [_ref("NextRun"), _with({})]}),
    "/v1/runners/learn": (_JSON, _with({"runner": _ref("RunnerState")})),
    "/v1/words": (_JSON, {"allOf": [_ref("Told"), _with({"session": _OBJECT})]}),
    "/v1/activities": (_JSON, _with({"sessions": _OBJECTS, "report": _OBJECT})),
    "/v1/batch": ("text/csv", {"type": "string"}),
    "/v1/schema": ("application/schema+json", _OBJECT),
}  # fmt: skip
