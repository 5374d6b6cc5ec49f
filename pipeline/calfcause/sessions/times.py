"""Start times of runs (ISO 8601), and the order of runs by start time."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.schema import COLUMNS
from calfcause.texts import counted

START_TIME = COLUMNS["start_time"]


def time_of(text: str) -> datetime | None:
    """Parse a start time, to UTC if it names a time zone; None if it is not a time.

    >>> time_of("2025-06-30T18:05+02:00"), time_of("Monday")
    (datetime.datetime(2025, 6, 30, 16, 5), None)
    """
    try:
        time = datetime.fromisoformat(text.strip())
        # Times without a zone are assumed to be from the same clock.
        return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError):  # the first and the last day of the calendar have no UTC
        return None


def tells_time(text: str) -> bool:
    """Whether a start time is recorded, readable or not.

    >>> tells_time("Monday"), tells_time("n/a")
    (True, False)
    """
    return text.strip().lower() not in START_TIME.words


def in_time(texts: Sequence[str], source: str) -> NDArray[np.intp]:
    """Sort rows by start time.

    texts : start times, ``(n_rows,)``
    source : where they are from, for messages

    Returns positions in order of time; rows with the same time keep their order, ``(n_rows,)``.

    >>> in_time(["2026-11-28T07:00Z", "2026-11-28 07:00:00+02:00"], "runs.csv").tolist()
    [1, 0]
    """
    order = f"{source} must be sorted by start_time"
    if missing := [row for row, text in enumerate(texts) if not tells_time(text)]:
        raise SchemaError(
            f"{order}, which is missing in {len(missing):,} of {counted(len(texts), 'row')}, first"
            f" in row {missing[0] + 1}; fill it in for every row, or remove the column if the rows"
            " are already in order of time"
        )
    times = [time_of(text) for text in texts]
    if bad := [row for row, time in enumerate(times) if time is None]:
        shown = "".join(f"\n  row {row + 1}: {texts[row]!r}" for row in bad[:10])
        more = f"\n  … and {len(bad) - 10:,} more" if len(bad) > 10 else ""
        raise SchemaError(
            f"{order}, but these are not {START_TIME.allowed} (ISO 8601):{shown}{more}"
        )
    return np.argsort(np.array(times, dtype="datetime64[us]"), kind="stable")
