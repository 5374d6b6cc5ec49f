"""What the service allows; every number here is assumed, and an option or argument changes it."""

from dataclasses import dataclass, fields, replace
from typing import Any

from calfcause.errors import CalfcauseError

MEGABYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Limits and doors of a service; those by default let in this machine alone."""

    api_keys: tuple[str, ...] = ()  # any of these opens it; none: everybody may ask
    cors: tuple[str, ...] = ()  # origins of other pages that may ask
    most_body: int = MEGABYTE  # bytes of a body of JSON
    most_upload: int = 32 * MEGABYTE  # bytes of an upload of recordings, or of a CSV
    most_sessions: int = 1_000  # sessions in one request, history included
    most_rows: int = 200_000  # lines of a CSV
    most_files: int = 50  # files of one upload
    most_runs: int = 5_000  # runs in one upload
    seconds: float = 10.0  # for a request
    upload_seconds: float = 60.0  # for an upload
    batch_seconds: float = 300.0  # for a CSV
    at_once: int = 128  # requests that are worked on
    heavy_at_once: int = 2  # of these, uploads and CSVs
    worker_seconds: int = 30  # for reading an upload
    worker_memory: int = 1024 * MEGABYTE  # address space of the process that reads it
    drain_seconds: float = 0.5  # from the signal to end until no new connection is taken

    def limited(self, name: str, number: str) -> "Settings":
        """The same with another limit, given as text.

        >>> Settings().limited("seconds", "2").seconds
        2.0
        """
        kinds = {one.name: one.type for one in fields(self) if one.type in (int, float)}
        if name not in kinds:
            raise CalfcauseError(f"{name!r} is no limit; these are {', '.join(kinds)}")
        try:
            value = float(number) if kinds[name] is float else int(number)
        except ValueError:
            value = 0
        if not 0 < value < float("inf"):
            raise CalfcauseError(f"{name} is {number!r}; it has to be a number above 0")
        changed: Any = {name: value}
        return replace(self, **changed)
