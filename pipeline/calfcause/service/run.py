"""Run the service: one process, which ends when it has answered what it accepted."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.service.app import service
from calfcause.service.limits import Load
from calfcause.service.logs import log, log_to_stderr
from calfcause.service.notes import warnings_as_notes
from calfcause.service.settings import Settings

MOST_CONNECTIONS = 1_000
KEEP_ALIVE_SECONDS = 5


class Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """HTTP that closes a connection on which the head of a request does not arrive in time."""

    seconds = Settings.seconds
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._late = self.loop.call_later(self.seconds, transport.close)

    def data_received(self, data: bytes) -> None:
        """Read; between two requests the clock of uvicorn runs until the next one begins."""
        super().data_received(data)
        waits = self.cycle is None or self.cycle.response_complete
        if not waits and self._late:
            self._late.cancel()
            self._late = None
        elif waits and not self._late:
            self._late = self.loop.call_later(self.seconds, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        if self._late:
            self._late.cancel()
        super().connection_lost(exc)


class Server(uvicorn.Server):
    """uvicorn, which says that it is about to end before it takes no more connections."""

    def __init__(self, config: uvicorn.Config, load: Load, drain_seconds: float) -> None:
        super().__init__(config)
        self._load, self._drain_seconds = load, drain_seconds

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on the signals of ``kill`` and the interrupt key, as a success."""
        loop = asyncio.get_running_loop()

        def end(number: int, frame: FrameType | None) -> None:
            if self._load.draining or number == signal.SIGINT:
                self.force_exit = self.should_exit
                self.should_exit = True
            self._load.draining = True
            loop.call_soon_threadsafe(loop.call_later, self._drain_seconds, self._end)

        before = {n: signal.signal(n, end) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections; those that were taken have a moment to send their request."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(self._drain_seconds)
        await super().shutdown(sockets)

    def _end(self) -> None:
        self.should_exit = True


def serve(
    predictor: Predictor,
    *,
    host: str,
    port: int,
    settings: Settings,
    seconds_to_end: int = 30,
    begun: Callable[[str], object] = len,
) -> None:
    """Serve until a signal to end comes, and then until all that was accepted is answered.

    begun : called with the address as soon as requests are taken

    Raises CalfcauseError if nothing can listen there.
    """
    log_to_stderr()
    load = Load()
    Protocol.seconds = settings.seconds
    config = uvicorn.Config(
        service(predictor, settings, load),
        http=Protocol, log_config=None, access_log=False, server_header=False, date_header=False,
        lifespan="off", ws="none", timeout_keep_alive=KEEP_ALIVE_SECONDS, proxy_headers=False,
        timeout_graceful_shutdown=seconds_to_end, limit_concurrency=MOST_CONNECTIONS,
    )  # fmt: skip
    with warnings_as_notes(), listening(host, port) as line:
        port = line.getsockname()[1]
        log("start", host=host, port=port)
        begun(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        Server(config, load, settings.drain_seconds).run([line])
        log("end")


def listening(host: str, port: int) -> socket.socket:
    """A socket that connections come to."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        line = socket.create_server((host, port), family=family, backlog=1024)
        # Without it an answer, sent as head and body, waits 40 ms for the caller's acknowledgement.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CalfcauseError(f"{host}, port {port}: nothing can listen there: {reason}") from None
