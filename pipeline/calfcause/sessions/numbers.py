"""Numbers as people write them: decimal marks, thousands, units and clock times."""

import re
from collections.abc import Iterable
from datetime import time, timedelta
from math import inf, nan

import numpy as np

from calfcause.sessions.names import UNIT_OF_WORD
from calfcause.sessions.schema import Column

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1,150 and 1.150 are 1150 to some people and 1.15 to others; 5,5 and 0,125 are decimals to all.
_TWO_WAYS = re.compile(r"[+-]?([1-9][0-9]{0,2})[.,]([0-9]{3})")
# Thousands that are clear, and those that show which mark is the decimal one.
_SPACES = "[ '’\\xa0\\u2009\\u202f]"
_SPACED = re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?:{_SPACES}[0-9]{{3}})+(?:[.,][0-9]+)?")
_SEPARATED = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,}"
    r"|(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})"
)
# What pandas and Python write for a duration.
_DAYS = re.compile(r"([0-9]+) days?,? ([0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?)")
MINUTES = {"min": 1.0, "min/km": 1.0, "h": 60.0, "days": 1440.0, "weeks": 10_080.0}
_SECONDS = {
    "W": 604_800.0, "D": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0,
    "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12, "fs": 1e-15, "as": 1e-18,
}  # fmt: skip
_MARKED = re.compile(r"[+-]?[0-9]*([.,])[0-9]+")
# No number takes more characters; longer texts would keep the patterns busy.
LONGEST_NUMBER = 100
# No column allows more characters in a cell.
LONGEST_CELL = 1000
_MEASURE = re.compile(r"(.*[0-9.])\s*([^0-9.]*)")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-5][0-9](?:[.,][0-9]+)?)")
# 1h10, 1 h 10 min, 90' and 4'30; 5'4 and 5 ft 4; 8/10 and 8 out of 10.
_HOURS = re.compile(r"([0-9]{1,3})\s*h(?:rs?|ours?)?\s*([0-5]?[0-9])\s*(?:m|mins?|minutes)?")
_QUOTED = re.compile(
    r"([0-9]{1,3})\s*(?:['’\u2032]|ft|foot|feet)\s*([0-9]{0,2})\s*(?:[\"”\u2033]|''|in)?"
)
_METRES = re.compile(r"([0-9]{3,6})\s*(m|met(?:er|re)s?)")
_OUT_OF_TEN = re.compile(r"([0-9]{1,2}(?:[.,]5)?)\s*(?:/|out of)\s*10")
# Moving time for a distance, in min/km: how-to books and races know none beyond (assumed).
FASTEST_RUN, SLOWEST_RUN = 2.0 + 1.0 / 3.0, 15.0
# Without a distance 55:20 is minutes: assumed, nobody writes so many hours without seconds.
FEWEST_MINUTES = 13
# Units of the same quantity. Metres are not listed with miles: "26 m" may be either, and only what
# is more miles than a column allows, as "5000 m" is for a run, can be metres alone.
_SIZES = (
    {"km": 1.0, "mi": 1.609344},
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254},
    {"weeks": 1.0, "years": 52.0, "months": 4.345, "days": 1 / 7, "h": 1 / 168, "min": 1 / 10_080},
)


def number_in(column: Column, text: str, decimal: str) -> float:
    """Return the number that a cell of a column holds, infinity if it is unclear or not a number.

    column : a column of numbers or flags
    text : the cell, stripped and in lower case; it may carry the unit of the column
    decimal : decimal mark of the file, ``.`` or ``,``, empty if not known. The other mark is read
        too, except where it may separate thousands. If the mark is not known, 1,178 is unclear, and
        so is 1.178 where the column also allows 1178

    >>> from calfcause.sessions.schema import COLUMNS
    >>> number_in(COLUMNS["distance_km"], "9,5 km", "."), number_in(COLUMNS["swelling"], "?", ".")
    (9.5, inf)
    """
    number = _parse(column, text, decimal)
    if number == inf and (days := _DAYS.fullmatch(text)):
        minutes = 1440.0 * int(days[1]) + _measured(column, days[2], "min", decimal)
        return minutes / MINUTES[column.unit] if column.unit in MINUTES else inf
    if number == inf:
        digits, unit = _measure(column, text)
        number = _measured(column, digits, unit, decimal) if unit == column.unit else inf
    return number


def duration_in(column: Column, cell: timedelta | time | np.timedelta64) -> float:
    """Return a duration in the unit of a column; NaN if it is NaT, infinity if it cannot be one.

    Months and years have no fixed length, and a bare ``np.timedelta64(45)`` has no unit.

    >>> from calfcause.sessions.schema import COLUMNS
    >>> duration_in(COLUMNS["duration_min"], timedelta(hours=1))
    60.0
    >>> duration_in(COLUMNS["distance_km"], timedelta(hours=1))
    inf
    """
    if isinstance(cell, np.timedelta64):
        unit, count = np.datetime_data(cell.dtype)
        if np.isnat(cell):
            return nan
        seconds = int(cell.astype(np.int64)) * count * _SECONDS.get(unit, inf)
    elif isinstance(cell, timedelta):
        seconds = cell.total_seconds()
    else:
        whole = cell.hour * 3600 + cell.minute * 60 + cell.second
        seconds = whole + cell.microsecond / 1e6 if cell.tzinfo is None else inf
    return seconds / 60 / MINUTES[column.unit] if column.unit in MINUTES else inf


def _parse(column: Column, text: str, decimal: str) -> float:
    text = text.replace("\N{MINUS SIGN}", "-")  # pasted from web pages about shoes
    if _SPACED.fullmatch(text):
        text = re.sub(_SPACES, "", text)
    if is_unclear(column, text, decimal):
        return inf
    if text.count(",") + text.count(".") > 1:
        return inf
    text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else inf


def without_thousands(text: str, decimal: str) -> str:
    """Take the separators of thousands out of a number of a file whose decimal mark is known.

    >>> without_thousands("1,234.5", "."), without_thousands("1.178", ",")
    ('1234.5', '1178')
    """
    other = "." if decimal == "," else ","
    whole = re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:[{other}][0-9]{{3}})+(?:[{decimal}][0-9]*)?", text)
    return text.replace(other, "") if whole and decimal else text


def is_unclear(column: Column, text: str, decimal: str) -> bool:
    """Whether the mark of a number such as 1,178 may separate thousands, see ``number_in``."""
    two = _TWO_WAYS.fullmatch(text)
    if not two:
        return False
    return decimal not in text if decimal else "," in text or float(two[1] + two[2]) <= column.high


def decimal_of(cells: Iterable[tuple[Column, object]]) -> set[str]:
    """Return the decimal marks that cells of number columns show for certain.

    >>> from calfcause.sessions.schema import COLUMNS
    >>> decimal_of([(COLUMNS["distance_km"], "35,2"), (COLUMNS["elevation_gain_m"], "1.178")])
    {','}
    """
    marks = set()
    for column, cell in cells:
        if isinstance(cell, str) and column.kind == "number" and ("," in cell or "." in cell):
            digits, unit = _measure(column, cell.strip().lower().replace("\N{MINUS SIGN}", "-"))
            if _SPACED.fullmatch(digits):
                digits = re.sub(_SPACES, "", digits)
            if _SEPARATED.fullmatch(digits):
                # What comes first separates thousands.
                marks.add("." if "," in digits.partition(".")[0] else ",")
            elif marked := _MARKED.fullmatch(digits):
                two = _TWO_WAYS.fullmatch(digits)
                if not two or (unit == column.unit and not is_unclear(column, digits, "")):
                    marks.add(marked[1])
    return marks


def sniffed_decimal(cells: Iterable[tuple[Column, object]]) -> str:
    """Return the decimal mark that cells show, empty if they show none or both."""
    return only(decimal_of(cells))


def only(marks: set[str]) -> str:
    """Return the decimal mark if there is a single one, else nothing."""
    return next(iter(marks)) if len(marks) == 1 else ""


def _measure(column: Column, text: str) -> tuple[str, str]:
    """Split a cell into its number and its unit; without a unit it has that of the column."""
    if len(text) > LONGEST_NUMBER or not (parts := _MEASURE.fullmatch(text)):
        return text, ""
    units = [
        UNIT_OF_WORD.get(word, word) for word in re.split(r"\s*(?:/|\bper\b)\s*", parts[2].strip())
    ]
    if not units[0]:
        units[0] = column.unit.partition("/")[0] if units[1:] else column.unit
    return parts[1], "/".join(units)


def _measured(column: Column, digits: str, unit: str, decimal: str) -> float:
    """Return a number or a clear clock time, infinity if the digits are neither.

    A duration as m:ss is clear only with a fraction of a second, as Garmin writes it: 05:58.2.
    """
    if not (clock := _CLOCK.fullmatch(digits)):
        return _parse(column, digits, decimal)
    if not unit.startswith("min") or ("/" not in unit and _two_clocks(digits)):
        return inf
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in clock.groups())
    return hours * 60 + minutes + seconds / 60


def _two_clocks(digits: str) -> tuple[int, int] | None:
    """Return the parts of a clock time that may be h:mm as well as m:ss.

    Excel takes a run of 45:30 for hours and exports 45:30:00.
    """
    clock = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9])(:00)?", digits)
    return (
        (int(clock[1]), int(clock[2])) if clock and (not clock[3] or int(clock[1]) > 23) else None
    )


def readings_of(column: Column, text: str) -> str:
    """Return the part of a message that lists both readings of an ambiguous cell, or nothing."""
    digits, unit = _measure(column, text)
    if unit != column.unit:
        return ""
    if _SEPARATED.fullmatch(digits):
        return ", so write no thousands separators"
    if two := _TWO_WAYS.fullmatch(digits):
        readings = (float(two[1] + two[2]), float(f"{two[1]}.{two[2]}"))
        if any(column.low <= reading <= column.high for reading in readings):
            return (
                f"; it may be {readings[0]:g} or {readings[1]:g}, so write no thousands "
                "separators and one decimal mark throughout"
            )
    if unit == "min" and (clock := _two_clocks(digits)):
        first, second = clock
        return (
            f"; it may be {first * 60 + second} ({first} h {second} min) or "
            f"{first + second / 60:.2f} ({first} min {second} s), so write minutes or h:mm:ss"
        )
    return ""


def clock_in(column: Column, text: str, distance_km: float) -> float:
    """Return the minutes of a moving time that may be h:mm or m:ss; infinity if both fit, or none.

    Beside a distance that reading is right with which it was run; without one, m:ss from 13:00 on.

    >>> from calfcause.sessions.schema import COLUMNS
    >>> [clock_in(COLUMNS["duration_min"], "1:45", km) for km in (21.1, nan)]
    [105.0, inf]
    """
    digits, unit = _measure(column, text.strip().lower())
    parts = _two_clocks(digits) if unit == column.unit else None
    if parts is None:
        return inf
    readings = (60.0 * parts[0] + parts[1], parts[0] + parts[1] / 60.0)
    if distance_km > 0.0:
        fit = [one for one in readings if FASTEST_RUN <= one / distance_km <= SLOWEST_RUN]
    else:
        fit = [readings[1]] if parts[0] >= FEWEST_MINUTES else []
    return fit[0] if len(fit) == 1 else inf


def converted(column: Column, text: str) -> str | None:
    """Return a cell in another unit, or written otherwise, in that of the column, if it is clear.

    >>> from calfcause.sessions.schema import COLUMNS
    >>> converted(COLUMNS["distance_km"], "7 mi"), converted(COLUMNS["duration_min"], "1h10")
    ('11.27', '70')
    """
    if len(text) > LONGEST_NUMBER or column.kind != "number":
        return None
    number = _otherwise(column, text)
    if number == inf:
        digits, unit = _measure(column, text)
        # 1,178 feet and 1.178 feet are unclear even where 1178 m are not allowed.
        number = inf if _TWO_WAYS.fullmatch(digits) else _measured(column, digits, unit, ".")
        number *= _size(unit, column.unit)
    if number != number or number == inf:
        return None
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if column.low <= float(text) <= column.high else None


def _otherwise(column: Column, text: str) -> float:
    """Return what a time, a height, a speed or a share of ten means; infinity if it is none."""
    if column.unit == "min" and (hours := _HOURS.fullmatch(text)):
        return 60.0 * float(hours[1]) + float(hours[2])
    if quoted := _QUOTED.fullmatch(text):
        whole, rest = float(quoted[1]), float(quoted[2] or 0)
        if column.unit == "cm" and rest < 12:
            return 30.48 * whole + 2.54 * rest
        seconds = column.unit in MINUTES and "f" not in text and rest < 60 and len(quoted[2]) != 1
        return whole + rest / 60.0 if seconds and column.unit.startswith("min") else inf
    if column.unit == "km" and (metres := _METRES.fullmatch(text)):
        can_be_miles = metres[2] == "m" and 1.609344 * float(metres[1]) <= column.high
        return inf if can_be_miles else float(metres[1]) / 1000.0
    if column.name.endswith("_0_10") and (share := _OUT_OF_TEN.fullmatch(text)):
        return float(share[1].replace(",", "."))
    if column.unit == "min/km":
        digits, unit = _measure(column, text)
        speed = {"km/h": 1.0, "kph": 1.0, "mi/h": 1.609344, "mph": 1.609344}.get(unit)
        number = _parse(column, digits, ".") if speed else 0.0
        return 60.0 / (number * speed) if speed and 0.0 < number < inf else inf
    return inf


def _size(unit: str, wanted: str) -> float:
    """How much of the wanted unit one of another is; infinity where they do not compare."""
    size = 1.0
    parts = unit.split("/"), wanted.split("/")
    if unit == wanted or len(parts[0]) != len(parts[1]):
        return inf
    for source, target, power in zip(*parts, (1, -1), strict=False):
        sizes = next((sizes for sizes in _SIZES if source in sizes and target in sizes), None)
        if sizes is not None:
            size *= (sizes[source] / sizes[target]) ** power
        elif source != target:
            return inf
    return size
