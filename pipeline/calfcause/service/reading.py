"""How requests are read: nothing in one is dropped or read as something else without a word."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.responses import Response

from calfcause.service.problems import Problem
from calfcause.texts import as_text, printable

LONGEST_NAME = 100
# Assumed: several times the columns that there are. Each other name is compared with all of these.
MOST_NAMES = 1_000


class Read(Request):
    """A request whose body names every key once, in text that can be written."""

    async def json(self) -> Any:
        """Read the body."""
        names = set[str]()

        def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            names.update(name for name, _ in pairs)
            if len(names) > MOST_NAMES:
                raise HTTPException(413, f"the body has more than {MOST_NAMES:,} different keys")
            return _object(pairs)

        return json.loads(await self.body(), object_pairs_hook=read)


class Route(APIRoute):
    """A route that reads requests so, and refuses parameters that it does not know."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give what answers a request."""
        answer = super().get_route_handler()
        known = [parameter.alias for parameter in self.dependant.query_params]
        body = self.body_field and self.body_field.field_info
        form = "multipart/form-data" if isinstance(body, Form) else ""
        taken = form or (body and "application/json")

        async def read(request: Request) -> Response:
            given = [name for name, _ in request.query_params.multi_items()]
            for name in given:
                if name not in known or given.count(name) > 1:
                    others = (
                        f"is none of {', '.join(known)}" if known else "goes in the body, if at all"
                    )
                    why = "stands twice" if name in known else others
                    raise Problem(422, f"the parameter {_shown(name)} {why}")
            media = request.headers.get("content-type", "")
            kind = media.partition(";")[0].strip().lower()
            as_json = not form and kind.startswith("application/") and kind.endswith("+json")
            if taken and kind != taken and not as_json:
                told = f"is {_shown(media)}" if media else "is missing"
                raise Problem(415, f"the header Content-Type {told}; this address takes {taken}")
            return await answer(Read(request.scope, request.receive))

        return read


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            # Which of the two is meant nobody knows, and one may be a sign.
            raise HTTPException(422, f"the key {_shown(name)} stands twice in the body; remove one")
        if not (_writable(name) and _writable(value)):
            raise HTTPException(422, f"{_shown(name)}: the text holds a lone surrogate")
        read[name] = value
    return read


def _writable(value: object) -> bool:
    """Whether a text can be written; what is nested in objects has been checked before."""
    if isinstance(value, list):
        return all(map(_writable, value))
    return not isinstance(value, str) or not any("\ud800" <= one <= "\udfff" for one in value)


def _shown(name: str) -> str:
    return printable(as_text(name))[:LONGEST_NAME]
