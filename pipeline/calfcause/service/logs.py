"""Logs as lines of JSON: which route, how long, what came of it; never a cell or an address."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from calfcause.texts import as_text

LOGGER = logging.getLogger("calfcause.service")


class Lines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; what an error says is left out, since it may cite a cell."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if record.name == LOGGER.name else "server",
        }
        line |= getattr(record, "fields", {})
        if record.name != LOGGER.name:
            line["logger"] = record.name
        # What other libraries say may cite what somebody sent.
        if record.name.startswith("uvicorn"):
            line["message"] = as_text(record.msg)
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)[-5:]
            line["error"] = type(error).__name__
            line["at"] = [f"{frame.name}:{frame.lineno}" for frame in frames]
        return json.dumps(line)


def log(
    event: str, level: int = logging.INFO, error: Exception | None = None, **fields: Any
) -> None:
    """Write one line."""
    LOGGER.log(level, event, extra={"fields": fields}, exc_info=error)


def log_to_stderr() -> None:
    """Send the lines of the service, and the warnings of all libraries, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
