"""Start times in any common form; whether the day or the month comes first is one choice a file.

ISO 8601, ``14.07.2026, 10:36:55``, ``7/14/2026 10:36 PM``, ``Jul 14, 2026, 10:36:55 PM``,
``14 de jul. de 2026`` and Unix times are read. ``7/4/2026`` has two readings. Which one holds is
decided from all rows together and reported in ``Times.note``; if the rows leave it open, the file
is refused, because a guess would put runs in the wrong order without anybody noticing.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.time_forms import UNREADABLE, Reading, read_time

_FORMS = "2026-07-14T22:36, 14.07.2026 22:36 or Jul 14, 2026, 10:36 PM"
# Fewer rows in time order may be so by chance.
FEWEST_ROWS_IN_ORDER = 4


@dataclass(frozen=True, kw_only=True)
class Times:
    """Start times of runs.

    Attributes
    ----------
    moment : in UTC where the zone is given, or else as written; NaT where missing, ``(n_rows,)``
    day : the calendar day as written, so that of the runner; NaT where missing, ``(n_rows,)``
    note : which of day and month was read as the first and why; empty where no row leaves a doubt
    """

    moment: NDArray[np.datetime64]
    day: NDArray[np.datetime64]
    note: str = ""


def times_of(texts: Sequence[str], runner: Sequence[Hashable], source: str) -> Times:
    """Read the start times of a file.

    Parameters
    ----------
    texts : the cells in the order of the file; empty or a word for missing where there is none
    runner : whose run each row is. Where no date shows which number is the day, the file counts as
        read rightly if that puts the rows of every runner in order and closer together
    source : what to call the file in messages

    Returns
    -------
    One moment and one day a row.

    Raises
    ------
    SchemaError
        If a cell is no time, or the dates leave open whether the day or the month comes first.

    Examples
    --------
    >>> times = times_of(["7/4/2026 15:36", "7/14/2026 15:36"], ["ada", "ada"], "runs.csv")
    >>> times.day.astype(str).tolist()
    ['2026-07-04', '2026-07-14']
    >>> times.note
    "start_time is read month first, since '7/14/2026 15:36' (row 2) allows nothing else"
    """
    place_of = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    distinct = [read_time(text) for text in place_of]
    places = np.fromiter(map(place_of.__getitem__, texts), np.intp, len(texts))
    readings = [distinct[place] for place in places.tolist()]
    bad = [row for row, reading in enumerate(readings) if reading is UNREADABLE]
    if bad:
        shown = "".join(f"\n  row {row + 1}: {texts[row][:40]!r}" for row in bad[:10])
        more = f"\n  … and {len(bad) - 10:,} more" if len(bad) > 10 else ""
        raise SchemaError(
            f"{source} has start times that cannot be read; write them as {_FORMS}:{shown}{more}"
        )
    month_first, note = _order(texts, readings, runner, source)
    chosen = [
        None if reading is None else reading.month_first if month_first else reading.day_first
        for reading in distinct
    ]
    moments = np.array([time and _in_utc(time) for time in chosen], dtype="datetime64[s]")
    days = np.array([time and time.date() for time in chosen], dtype="datetime64[D]")
    return Times(moment=moments[places], day=days[places], note=note)


def _in_utc(time: datetime) -> datetime:
    if time.tzinfo is None:
        return time
    try:
        return time.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last day of the calendar
        return time.replace(tzinfo=None)


def _order(
    texts: Sequence[str],
    readings: Sequence[Reading | None],
    runner: Sequence[Hashable],
    source: str,
) -> tuple[bool, str]:
    """Whether the month comes first in the numeric dates of a file, and the reason in words."""
    known = [(row, reading) for row, reading in enumerate(readings) if reading]
    only_day = next((row for row, one in known if one.month_first is None), None)
    only_month = next((row for row, one in known if one.day_first is None), None)
    if only_day is not None and only_month is not None:
        raise SchemaError(
            f"{source}: {texts[only_day]!r} (row {only_day + 1}) has the day first and"
            f" {texts[only_month]!r} (row {only_month + 1}) the month; write all start times in one"
            " order, best as 2026-07-14T22:36"
        )
    for row, first in ((only_month, "month"), (only_day, "day")):
        if row is not None:
            why = f"since {texts[row]!r} (row {row + 1}) allows nothing else"
            return first == "month", f"start_time is read {first} first, {why}"
    unclear = [row for row, one in known if one.day_first != one.month_first]
    if not unclear:
        return False, ""
    if all(readings[row].dotted for row in unclear):  # type: ignore[union-attr]
        return False, "start_time is read day first, as dates with dots are"
    by_day = _spread([one.day_first if one else None for one in readings], runner)
    by_month = _spread([one.month_first if one else None for one in readings], runner)
    for this, other, first in ((by_month, by_day, "month"), (by_day, by_month, "day")):
        if this.in_order and not other.in_order and this.days < other.days:
            why = "since only so are the rows in the order of time"
            return first == "month", f"start_time is read {first} first, {why}"
    raise SchemaError(
        f"{source}: {texts[unclear[0]]!r} (row {unclear[0] + 1}) may have the day or the month"
        " first, and no other row shows which; write the start times as 2026-07-14T22:36"
    )


@dataclass(frozen=True)
class _Spread:
    """Whether the rows of every runner are in time order, and how many days they span in all."""

    in_order: bool
    days: float


def _spread(times: Sequence[datetime | None], runner: Sequence[Hashable]) -> _Spread:
    of_runner: dict[Hashable, list[datetime]] = {}
    for time, name in zip(times, runner, strict=True):
        if time is not None:
            of_runner.setdefault(name, []).append(_in_utc(time))
    steps = [
        (later - earlier).total_seconds()
        for runs in of_runner.values()
        for earlier, later in pairwise(runs)
    ]
    enough = len(steps) >= FEWEST_ROWS_IN_ORDER - 1
    spans = (max(runs) - min(runs) for runs in of_runner.values())
    return _Spread(
        in_order=enough and (min(steps) >= 0 or max(steps) <= 0),
        days=sum(span.total_seconds() for span in spans) / 86_400,
    )
