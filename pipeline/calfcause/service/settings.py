"""What the service allows; every number here is assumed, and an option or argument changes it."""

from dataclasses import dataclass

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
