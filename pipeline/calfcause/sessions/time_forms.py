"""What one start time may mean: a reading by the day first, and one by the month first."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from calfcause.sessions.schema import COLUMNS

START_TIME = COLUMNS["start_time"]
# English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian, Swedish,
# and Polish.
_MONTH_NAMES = (
    "january januar janvier enero gennaio janeiro januari stycznia",
    "february februar fevrier febrero febbraio fevereiro februari lutego",
    "march marz mars marzo marco maart marts marca",
    "april avril abril aprile kwietnia",
    "may mai mayo maggio maio mei maj maja",
    "june juni juin junio giugno junho czerwca",
    "july juli juillet julio luglio julho lipca",
    "august aout agosto augustus augusti sierpnia",
    "september septembre septiembre settembre setembro wrzesnia",
    "october oktober octobre octubre ottobre outubro pazdziernika",
    "november novembre noviembre novembro listopada",
    "december dezember decembre diciembre dicembre dezembro desember grudnia",
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
# No date in words is longer.
LONGEST_TEXT = 60


def _months() -> dict[str, int]:
    """Each name, and each beginning of three or more letters that fits one month only."""
    of_beginning: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTH_NAMES, start=1):
        for name in names.split():
            for length in range(3, len(name) + 1):
                of_beginning.setdefault(name[:length], set()).add(number)
    return {text: months.pop() for text, months in of_beginning.items() if len(months) == 1}


_MONTHS = _months()


@dataclass(frozen=True)
class Reading:
    """What a text may mean: by the day first and by the month first, the same where it is clear."""

    day_first: datetime | None
    month_first: datetime | None
    dotted: bool = False


UNREADABLE = Reading(None, None)


def read_time(text: str) -> Reading | None:
    """What a text may mean; None where it says that the time is missing."""
    text = text.strip()
    try:
        time = datetime.fromisoformat(text)
        return Reading(time, time)
    except ValueError:
        pass
    if text.lower() in START_TIME.words:
        return None
    if len(text) > LONGEST_TEXT:
        return UNREADABLE
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if _UNIX.fullmatch(plain):
        seconds = float(plain) / (1000 if len(plain.partition(".")[0]) == 13 else 1)
        time = datetime.fromtimestamp(seconds, UTC)
        return Reading(time, time)
    clock = _CLOCK.search(plain)
    on_the_day = _clock(clock) if clock else (timedelta(0), None)
    if on_the_day is None:
        return UNREADABLE
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


def _dated(date: str, clock: timedelta, zone: timezone | None) -> Reading:
    """The readings of a date in small letters without accents, at this time of the day."""

    def at(year: str, month: int, day: int) -> datetime | None:
        try:
            return datetime(int(year), month, day, tzinfo=zone) + clock
        except (ValueError, OverflowError):
            return None

    if parts := _YEAR_FIRST.fullmatch(date):
        time = at(parts[1], int(parts[3]), int(parts[4]))
        return _reading(time, time)
    if parts := _DAY_OR_MONTH_FIRST.fullmatch(date):
        first, second = int(parts[1]), int(parts[3])
        short = len(parts[4]) == 2
        year = f"20{parts[4]}" if short else parts[4]
        # 25/07/20 may be of 2025 as well: only a month in front shows where the year is.
        day_first = None if short and first > 12 else at(year, second, first)
        month_first = at(year, first, second)
        return _reading(day_first, month_first, dotted=parts[2] == ".")
    time = _in_words(date, at)
    return _reading(time, time)


def _reading(
    day_first: datetime | None, month_first: datetime | None, *, dotted: bool = False
) -> Reading:
    if day_first is None and month_first is None:
        return UNREADABLE
    return Reading(day_first, month_first, dotted)


def _in_words(date: str, at: Callable[[str, int, int], datetime | None]) -> datetime | None:
    """The date of a text with a month's name, a year of four digits and a day; None otherwise."""
    words = date.split()
    years = [word for word in words if re.fullmatch(r"[0-9]{4}", word)]
    days = [ordinal[1] for word in words if (ordinal := _ORDINAL.fullmatch(word))]
    months = {number for word in words if (number := _MONTHS.get(word.strip(".")))}
    if len(months) > 1:
        # "mar." is also a Tuesday in French, Spanish and Italian.
        months.discard(_MONTHS["mar"])
    if len(years) != 1 or len(days) != 1 or len(months) != 1:
        return None
    return at(years[0], months.pop(), int(days[0]))
