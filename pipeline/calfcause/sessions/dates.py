"""Start times in any common form; whether the day or the month comes first is one choice a file.

ISO 8601, ``14.07.2026, 10:36:55``, ``7/14/2026 10:36 PM``, ``Jul 14, 2026, 10:36:55 PM``,
``14 de jul. de 2026`` and Unix times are read. ``7/4/2026`` has two readings. Which one holds is
decided from all rows together and reported in ``Times.note``; if the rows leave it open, the file
is refused, because a guess would put runs in the wrong order without anybody noticing.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.schema import COLUMNS

START_TIME = COLUMNS["start_time"]
# English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian and Swedish.
_MONTH_NAMES = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar fevrier febrero febbraio fevereiro februari",
    "march marz mars marzo marco maart marts",
    "april avril abril aprile",
    "may mai mayo maggio maio mei maj",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus augusti",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro desember",
)
_CLOCK = re.compile(
    r"(?<![0-9:.])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
    r"(?:\s*([ap])\.?\s?m\b\.?)?"
    r"(?:\s*(z|utc|gmt)?\b\s*([+-][0-9]{2}:?[0-9]{2}\b)?)?"
)
_DAY_OR_MONTH_FIRST = re.compile(
    r"([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{2})"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_UNIX = re.compile(r"1[0-9]{9}(?:[0-9]{3})?(?:\.[0-9]+)?")
# What may stand before or between date and time, in words.
_JOINING = re.compile(r"[\s,]+|\b(?:at|um|kl|a|t|of|de|del|den|the)\b\.?")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er)?\.?")
_FORMS = "2026-07-14T22:36, 14.07.2026 22:36 or Jul 14, 2026, 10:36 PM"
# No date in words is longer.
LONGEST_TEXT = 60
# Fewer rows in time order may be so by chance.
FEWEST_ROWS_IN_ORDER = 4


def _months() -> dict[str, int]:
    """Each name, and each beginning of three or more letters that fits one month only."""
    of_beginning: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTH_NAMES, start=1):
        for name in names.split():
            for length in range(3, len(name) + 1):
                of_beginning.setdefault(name[:length], set()).add(number)
    return {text: months.pop() for text, months in of_beginning.items() if len(months) == 1}


_MONTHS = _months()


@dataclass(frozen=True, kw_only=True)
class Times:
    """Start times of runs.

    Attributes
    ----------
    moment : ndarray of datetime64[s], shape (n_rows,)
        In UTC where the zone is given, or else as written; NaT where missing.
    day : ndarray of datetime64[D], shape (n_rows,)
        The calendar day as written, so that of the runner; NaT where missing.
    note : str
        Which of day and month was read as the first and why; empty where no row leaves a doubt.
    """

    moment: NDArray[np.datetime64]
    day: NDArray[np.datetime64]
    note: str = ""


@dataclass(frozen=True)
class _Reading:
    """What a text may mean: by the day first and by the month first, the same where it is clear."""

    day_first: datetime | None
    month_first: datetime | None
    dotted: bool = False


_UNREADABLE = _Reading(None, None)


def times_of(texts: Sequence[str], runner: Sequence[Hashable], source: str) -> Times:
    """Read the start times of a file.

    Parameters
    ----------
    texts : sequence of str, length n_rows
        The cells in the order of the file; empty or a word for missing where there is none.
    runner : sequence of hashable, length n_rows
        Whose run each row is. Where no date shows which number is the day, the file counts as read
        rightly if that puts the rows of every runner in order and closer together.
    source : str
        What to call the file in messages.

    Returns
    -------
    Times
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
    distinct = [_read(text) for text in place_of]
    places = np.fromiter(map(place_of.__getitem__, texts), np.intp, len(texts))
    readings = [distinct[place] for place in places.tolist()]
    bad = [row for row, reading in enumerate(readings) if reading is _UNREADABLE]
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
    readings: Sequence[_Reading | None],
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


def _read(text: str) -> _Reading | None:
    """What a text may mean; None where it says that the time is missing."""
    text = text.strip()
    try:
        time = datetime.fromisoformat(text)
        return _Reading(time, time)
    except ValueError:
        pass
    if text.lower() in START_TIME.words:
        return None
    if len(text) > LONGEST_TEXT:
        return _UNREADABLE
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if _UNIX.fullmatch(plain):
        seconds = float(plain) / (1000 if len(plain.partition(".")[0]) == 13 else 1)
        time = datetime.fromtimestamp(seconds, UTC)
        return _Reading(time, time)
    clock = _CLOCK.search(plain)
    on_the_day = _clock(clock) if clock else (timedelta(0), None)
    if on_the_day is None:
        return _UNREADABLE
    if clock:
        plain = f"{re.sub('(?<=[0-9])t$', '', plain[: clock.start()])} {plain[clock.end() :]}"
    return _dated(_JOINING.sub(" ", plain).strip(), *on_the_day)


def _clock(clock: re.Match[str]) -> tuple[timedelta, timezone | None] | None:
    hours, minutes, seconds = (int(clock[part] or 0) for part in (1, 2, 3))
    half = clock[5]
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    zone = UTC if clock[6] else None
    if offset := clock[7]:
        size = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        if size >= timedelta(hours=24):
            return None
        zone = timezone(-size if offset[0] == "-" else size)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds), zone


def _dated(date: str, clock: timedelta, zone: timezone | None) -> _Reading:
    """The readings of a date in small letters without accents, at this time of the day."""

    def at(year: str, month: int, day: int) -> datetime | None:
        try:
            return datetime(int(year), month, day, tzinfo=zone) + clock
        except (ValueError, OverflowError):
            return None

    if found := _YEAR_FIRST.fullmatch(date):
        time = at(found[1], int(found[3]), int(found[4]))
        return _reading(time, time)
    if found := _DAY_OR_MONTH_FIRST.fullmatch(date):
        first, second = int(found[1]), int(found[3])
        short = len(found[4]) == 2
        year = f"20{found[4]}" if short else found[4]
        # 25/07/20 may be of 2025 as well: only a month in front shows where the year is.
        day_first = None if short and first > 12 else at(year, second, first)
        month_first = at(year, first, second)
        return _reading(day_first, month_first, dotted=found[2] == ".")
    time = _in_words(date, at)
    return _reading(time, time)


def _reading(
    day_first: datetime | None, month_first: datetime | None, *, dotted: bool = False
) -> _Reading:
    if day_first is None and month_first is None:
        return _UNREADABLE
    return _Reading(day_first, month_first, dotted)


def _in_words(date: str, at: Callable[[str, int, int], datetime | None]) -> datetime | None:
    """The date of a text with a month's name, a year of four digits and a day; None otherwise."""
    words = date.split()
    years = [word for word in words if re.fullmatch(r"[0-9]{4}", word)]
    days = [found[1] for word in words if (found := _ORDINAL.fullmatch(word))]
    months = {number for word in words if (number := _MONTHS.get(word.strip(".")))}
    if len(months) > 1:
        # "mar." is also a Tuesday in French, Spanish and Italian.
        months.discard(_MONTHS["mar"])
    if len(years) != 1 or len(days) != 1 or len(months) != 1:
        return None
    return at(years[0], months.pop(), int(days[0]))
