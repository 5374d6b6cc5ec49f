"""Before every answer: whose request it is, how large, how long, and how many at once."""

import asyncio
import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calfcause.service.problems import Problem, response_of
from calfcause.service.settings import Settings

ALWAYS = ("/healthz", "/readyz")
POUR_SECONDS = 1.0
HEAVY = ("/v1/activities", "/v1/batch")


@dataclass
class Load:
    """How many requests are under way, and whether the service is about to end."""

    all: int = 0
    heavy: int = 0
    draining: bool = False


class Limits:
    """ASGI middleware that refuses what is too much."""

    def __init__(self, app: ASGIApp, settings: Settings, load: Load) -> None:
        self._app, self._settings, self._load = app, settings, load
        self._keys = [_digest(key.encode()) for key in settings.api_keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
            return
        heavy = scope["path"] in HEAVY
        try:
            self._check(scope, heavy)
        except Problem as problem:
            await self._refuse(problem, scope, receive, send)
            return
        self._load.all += 1
        self._load.heavy += heavy
        try:
            await self._bounded(scope, receive, send, heavy)
        finally:
            self._load.all -= 1
            self._load.heavy -= heavy

    def _check(self, scope: Scope, heavy: bool) -> None:
        headers = dict(scope["headers"])
        if self._keys and _needs_key(scope["path"]) and not self._opens(headers):
            raise Problem(401, "send the API key as X-API-Key, or as Authorization: Bearer")
        # Whoever measures the service wants to know above all when it is busy.
        busy = self._load.all >= self._settings.at_once and scope["path"] != "/metrics"
        if busy or (heavy and self._load.heavy >= self._settings.heavy_at_once):
            raise Problem(503, "too many requests are under way; try again in a second")
        if headers.get(b"content-encoding", b"identity").lower() not in (b"", b"identity"):
            raise Problem(
                415, "the body is compressed, as Content-Encoding says; send it as it is",
                headers={"Accept-Encoding": "identity"},
            )  # fmt: skip
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._most(heavy):
            raise _too_large(self._most(heavy))

    def _opens(self, headers: dict[bytes, bytes]) -> bool:
        given = headers.get(b"x-api-key", b"")
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        if not given and scheme.lower() == b"bearer":
            given = token.strip()
        # All are compared, each in constant time.
        return any([hmac.compare_digest(_digest(given), key) for key in self._keys])

    def _most(self, heavy: bool) -> int:
        return self._settings.most_upload if heavy else self._settings.most_body

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, heavy: bool) -> None:
        most, taken, complete, started = self._most(heavy), 0, False, False

        async def counted() -> Message:
            nonlocal taken, complete
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                complete = not message.get("more_body", False)
                if taken > most:
                    return {"type": "http.disconnect"}
            return message

        async def sending(message: Message) -> None:
            nonlocal started
            if taken <= most:
                started = True
                if self._load.draining and message["type"] == "http.response.start":
                    MutableHeaders(scope=message)["Connection"] = "close"
                await send(message)

        seconds = self._settings.seconds
        if heavy:
            batch = scope["path"] == "/v1/batch"
            seconds = self._settings.batch_seconds if batch else self._settings.upload_seconds
        problem: Problem | None = None
        try:
            async with asyncio.timeout(seconds):
                await self._app(scope, counted, sending)
        except TimeoutError:
            if started:
                raise
            late = f"it took longer than {seconds:g} seconds"
            problem = Problem(503, late) if complete else Problem(408, late)
        except Exception:
            if taken <= most:
                raise
        if taken > most:
            problem = _too_large(most)
        if problem:
            await self._refuse(problem, scope, receive, send)

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        if problem.status != 408:
            await self._pour_out(receive)
        response = response_of(problem, scope["state"]["request_id"])
        # The rest of a body that nobody reads must not be taken for the next request.
        response.headers["Connection"] = "close"
        await response(scope, receive, send)

    async def _pour_out(self, receive: Receive) -> None:
        """Read on for a moment: whoever is still sending would not see the answer."""
        left = 2 * self._settings.most_upload
        with suppress(TimeoutError):
            async with asyncio.timeout(POUR_SECONDS):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        break


def _needs_key(path: str) -> bool:
    return path.startswith("/v1/") or path == "/metrics"


def _too_large(most: int) -> Problem:
    return Problem(413, f"the body has more than {most:,} bytes, which is the most allowed")


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()
