"""Numbers as people write them: decimal marks, units and clock times."""

import re
from math import inf

from calfcause.sessions.names import UNIT_OF_WORD
from calfcause.sessions.schema import Column

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1,150 and 1.150 are 1150 to some people and 1.15 to others; 5,5 and 0,125 are decimals to all.
_TWO_WAYS = re.compile(r"[+-]?([1-9][0-9]{0,2})[.,]([0-9]{3})")
# No number takes more characters; longer texts would keep the patterns busy.
LONGEST_NUMBER = 100
_MEASURE = re.compile(r"(.*[0-9.])\s*([^0-9.]*)")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-5][0-9](?:[.,][0-9]+)?)")
# Units of the same quantity. Metres are not listed with miles: "26 m" may be either.
_SIZES = (
    {"km": 1.0, "mi": 1.609344},
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254},
    {"weeks": 1.0, "years": 52.0, "months": 4.345, "days": 1 / 7, "h": 1 / 168, "min": 1 / 10_080},
)


def number_in(column: Column, text: str, decimal: str) -> float:
    """Return the number that a cell of a column holds, infinity if it is unclear or not a number.

    Parameters
    ----------
    column : Column
        A column of numbers or flags.
    text : str
        The cell, stripped and in lower case; it may carry the unit of the column.
    decimal : str
        Decimal mark of the file, ``.`` or ``,``. The other mark is read too, except where it may
        separate thousands.

    Examples
    --------
    >>> from calfcause.sessions.schema import COLUMNS
    >>> number_in(COLUMNS["distance_km"], "9,5 km", "."), number_in(COLUMNS["swelling"], "?", ".")
    (9.5, inf)
    """
    number = _parse(text, decimal)
    if number == inf:
        digits, unit = _measure(column, text)
        number = _measured(digits, unit, decimal) if unit == column.unit else inf
    return number


def _parse(text: str, decimal: str) -> float:
    text = text.replace("\N{MINUS SIGN}", "-")  # pasted from web pages about shoes
    other = "," if decimal == "." else "."
    if other in text and _TWO_WAYS.fullmatch(text):
        return inf
    if text.count(",") + text.count(".") > 1:
        return inf
    text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else inf


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


def _measured(digits: str, unit: str, decimal: str) -> float:
    """Return a number or a clear clock time, infinity if the digits are neither.

    A duration as m:ss is clear only with a fraction of a second, as Garmin writes it: 05:58.2.
    """
    if not (clock := _CLOCK.fullmatch(digits)):
        return _parse(digits, decimal)
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


def converted(column: Column, text: str) -> str | None:
    """Return a cell in another unit converted to that of the column, if clear and allowed."""
    digits, unit = _measure(column, text)
    number = _measured(digits, unit, ".")
    units, wanted = unit.split("/"), column.unit.split("/")
    if unit == column.unit or len(units) != len(wanted):
        return None
    for source, target, power in zip(units, wanted, (1, -1), strict=False):
        sizes = next((sizes for sizes in _SIZES if source in sizes and target in sizes), None)
        if sizes is not None:
            number *= (sizes[source] / sizes[target]) ** power
        elif source != target:
            return None
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if column.low <= float(text) <= column.high else None
