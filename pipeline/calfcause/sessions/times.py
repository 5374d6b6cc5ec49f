"""When a run started, as it is written (ISO 8601), and the order of runs by it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.schema import COLUMNS
from calfcause.texts import counted

START_TIME = COLUMNS["start_time"]


def time_of(text: str) -> datetime | None:
    """A start time, in UTC where it tells its zone; None where the text is none.

    >>> time_of("2025-06-30T18:05+02:00"), time_of("Monday")
    (datetime.datetime(2025, 6, 30, 16, 5), None)
    """
    try:
        found = datetime.fromisoformat(text.strip())
        # Of a time without a zone nothing better is known than that it was the same clock's.
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):  # the first and the last day of the calendar have no UTC
        return None


def tells_time(text: str) -> bool:
    """Whether a cell of start times tells anything, readable or not.

    >>> tells_time("Monday"), tells_time("n/a")
    (True, False)
    """
    return text.strip().lower() not in START_TIME.words


def in_time(texts: Sequence[str], source: str) -> NDArray[np.intp]:
    """The rows in the order of their start times, shape ``(n_rows,)``; equal ones as they stand.

    Raises
    ------
    SchemaError
        If a row has no start time, or one in another form than ISO 8601.

    Examples
    --------
    >>> in_time(["2026-11-28T07:00Z", "2026-11-28 07:00:00+02:00"], "runs.csv").tolist()
    [1, 0]
    """
    order = f"{source} has to be put in order by start_time"
    if untold := [row for row, text in enumerate(texts) if not tells_time(text)]:
        raise SchemaError(
            f"{order}, which {len(untold):,} of {counted(len(texts), 'row')} lack, the first being"
            f" row {untold[0] + 1}; fill it in every row, or leave it out of all if they stand in"
            " the order of time"
        )
    times = [time_of(text) for text in texts]
    if bad := [row for row, time in enumerate(times) if time is None]:
        shown = "".join(f"\n  row {row + 1}: {texts[row]!r}" for row in bad[:10])
        more = f"\n  … and {len(bad) - 10:,} more" if len(bad) > 10 else ""
        raise SchemaError(
            f"{order}; allowed is {START_TIME.allowed} (ISO 8601), but there is:{shown}{more}"
        )
    return np.argsort(np.array(times, dtype="datetime64[us]"), kind="stable")
