"""Problems as RFC 9457 describes them: what is wrong, where, what was found, what is allowed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from calfcause import errors
from calfcause.errors import ActivityError, CalfcauseError, SchemaError
from calfcause.texts import as_text, printable

UNREAD = {
    RecursionError: "is nested too deeply",
    UnicodeDecodeError: "is not UTF-8",
    ValueError: "holds a number of thousands of digits",
}
NOT_HERE = {
    404: "/openapi.json lists the addresses; a page is at /",
    405: "{} is not taken here; send {}",
}
# What pydantic says in the words of Python.
IN_WORDS = {
    "missing": "has to be given",
    "extra_forbidden": "is no key of this body; /openapi.json lists them",
    "model_attributes_type": "has to be a JSON object",
    "dict_type": "has to be a JSON object",
    "value_error": "has to be a file",
}
MEDIA = "application/problem+json"
TITLES: Mapping[int, tuple[str, str]] = {
    400: ("not-readable", "The request cannot be read"),
    401: ("key-missing", "The API key is missing or wrong"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method", "The address does not take this method"),
    408: ("slow-request", "The request did not arrive in time"),
    413: ("too-large", "The request is too large"),
    415: ("media-type", "The body has another form than this address takes"),
    422: ("not-allowed", "The request holds something that is not allowed"),
    500: ("internal", "The service failed; the fault is not yours"),
    503: ("busy", "The service cannot answer now; try again"),
}
MORE = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "1"}}
LONGEST_FOUND = 200


class Problem(Exception):
    """A refusal that becomes an answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        problems: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.problems, self.headers = status, detail, problems, headers


def response_of(problem: Problem, request_id: str) -> Response:
    """The answer that tells a problem."""
    slug, title = TITLES.get(problem.status, ("other", "The request cannot be answered"))
    content: dict[str, Any] = {
        "type": f"urn:calfcause:problem:{slug}",
        "title": title,
        "status": problem.status,
        "detail": problem.detail,
        "request_id": request_id,
    }
    if problem.problems:
        content["problems"] = problem.problems
    headers = MORE.get(problem.status, {}) | dict(problem.headers)
    return Response(to_json(content), problem.status, headers, MEDIA)


def problem_of(error: Exception, request: Request) -> Problem:
    """Put an error as a problem."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, SchemaError):
        return Problem(422, str(error), [*_problems(error, request)])
    if isinstance(error, ActivityError | CalfcauseError):
        return Problem(422, str(error))
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        # What JSON allows and Python does not read; FastAPI tells neither.
        for kind, reason in UNREAD.items():
            if isinstance(error.__cause__, kind):
                return Problem(error.status_code, f"the body {reason}")
        headers = error.headers or {}
        if error.status_code in NOT_HERE and error.detail == HTTPStatus(error.status_code).phrase:
            detail = NOT_HERE[error.status_code].format(request.method, headers.get("Allow", "GET"))
            return Problem(error.status_code, detail, headers=headers)
        return Problem(error.status_code, as_text(error.detail), headers=headers)
    return Problem(500, "Please report it with the request_id.")


def _problems(error: SchemaError, request: Request) -> Iterator[Mapping[str, Any]]:
    place = getattr(request.state, "place", "session")
    for one in error.problems:
        where = place(one.row or 0) if callable(place) else place
        # A column is wrong for all sessions, and no place in their list is that of all.
        where = where.partition("[")[0] if one.row is None else where
        # The session is row 0, and so is the first of its history.
        row = one.row - 1 if one.row and where.startswith("history[") else one.row
        found = asdict(replace(one, found=_found(one.found), row=row))
        yield {"field": f"{where}.{one.column}", **found}


def _invalid(error: RequestValidationError) -> Problem:
    problems = []
    for one in error.errors()[:20]:
        field = ".".join(printable(as_text(part)) for part in one["loc"] if part != "body")
        if one["type"] == "json_invalid":
            why = one.get("ctx", {}).get("error", "")
            return Problem(400, f"the body is no JSON: {printable(as_text(why))}")
        field, said = field[:LONGEST_FOUND], one["msg"][:1].lower() + one["msg"][1:]
        allowed = IN_WORDS.get(one["type"], said)
        told = errors.Problem(
            column="", found="" if one["type"] == "missing" else _found(_as_sent(one.get("input"))),
            allowed=allowed,
            message=f"{field}: {allowed}" if field else f"the body {allowed}",
        )  # fmt: skip
        problems.append({"field": field, **asdict(told)})
    return Problem(422, problems[0]["message"], problems)


def _as_sent(value: object) -> object:
    """A part of a body as JSON writes it, and text as it is."""
    as_json = value is None or isinstance(value, dict | list | bool)
    return json.dumps(value, default=as_text) if as_json else value


def _found(value: object) -> str:
    text = printable(as_text(value)[: LONGEST_FOUND + 1])
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 1]}…"
