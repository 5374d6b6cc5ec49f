"""How a cell becomes a number, and what is said of one that does not.

A cell is a float inside the package: a number as it stands, a flag as 0.0 or 1.0, a choice as the
place of its word in ``Column.choices``; unknown is NaN.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.names import (
    UNIT_OF_WORD,
    lacks_columns,
    plain_name,
    refuse_unknown,
    warn_of_near_miss,
)
from calfcause.sessions.schema import COLUMNS, Column

_UNKNOWN_OF_PANDAS = ("NAType", "NaTType")


@dataclass(frozen=True)
class BadCell:
    """A cell that its column does not allow.

    ``row`` counts sessions from 0, ``line`` counts the lines of the file from 1, as an editor does.
    """

    row: int
    column: str
    found: str
    allowed: str
    line: int | None = None
    nearest: str | None = None
    note: str = ""

    @classmethod
    def of(cls, column: Column, row: int, found: object, line: int | None = None) -> "BadCell":
        """Describe what was found in the column, with the nearest cell that would be allowed."""
        try:
            text = str(found)
        except ValueError:  # an integer of more digits than Python writes
            text = "a number of thousands of digits"
        nearest, allowed, note = None, column.allowed, ""
        if column.kind == "choice":
            near = difflib.get_close_matches(plain_name(text), column.choices, n=1)
            nearest = next(iter(near), None)
        elif column.kind == "number":
            allowed += _readings(column, text.strip().lower())
            if nearest := _converted(column, text.strip().lower()):
                note = f" ({text.strip()} in {column.unit})"
        return cls(row, column.name, text, allowed, line, nearest, note)

    @property
    def complaint(self) -> str:
        """What is wrong and what would be right, without the place in the file."""
        found = self.found if len(self.found) <= 40 else self.found[:39] + "…"
        hint = f". Did you mean {self.nearest!r}{self.note}?" if self.nearest else ""
        if not self.column:
            return f"{found}; {self.allowed}{hint}"
        return f"column {self.column}: {found!r} is not allowed; {self.allowed}{hint}"

    def __str__(self) -> str:
        place = f"row {self.row}" if self.line is None else f"line {self.line}"
        return f"{place}, {self.complaint}"


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1,150 and 1.150 are 1150 to some people and 1.15 to others; 5,5 and 0,125 are decimals to all.
_TWO_WAYS = re.compile(r"[+-]?([1-9][0-9]{0,2})[.,]([0-9]{3})")
# No number takes more; what does would take the patterns long.
LONGEST_NUMBER = 100
_MEASURE = re.compile(r"(.*[0-9.])\s*([^0-9.]*)")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-5][0-9](?:[.,][0-9]+)?)")
# Units that are certain to measure the same. Metres are not among miles: "26 m" may be either.
_SIZES = (
    {"km": 1.0, "mi": 1.609344},
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254},
    {"weeks": 1.0, "years": 52.0, "months": 4.345, "days": 1 / 7, "h": 1 / 168, "min": 1 / 10_080},
)


def _measure(column: Column, text: str) -> tuple[str, str]:
    """Split a cell into its number and its unit, which is the column's if it names none."""
    if len(text) > LONGEST_NUMBER or not (parts := _MEASURE.fullmatch(text)):
        return text, ""
    over = [
        UNIT_OF_WORD.get(word, word) for word in re.split(r"\s*(?:/|\bper\b)\s*", parts[2].strip())
    ]
    if not over[0]:
        over[0] = column.unit.partition("/")[0] if over[1:] else column.unit
    return parts[1], "/".join(over)


def _measured(written: str, unit: str, decimal: str) -> float:
    """Return a number or a clear clock time, infinity if it is neither.

    Of a duration m:ss is clear only with a fraction of a second, as Garmin writes it: 05:58.2.
    """
    if not (clock := _CLOCK.fullmatch(written)):
        return _parse(written, decimal)
    if not unit.startswith("min") or ("/" not in unit and _two_clocks(written)):
        return inf
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in clock.groups())
    return hours * 60 + minutes + seconds / 60


def _two_clocks(written: str) -> tuple[int, int] | None:
    """Return the parts of a clock time that may be h:mm as well as m:ss.

    Excel takes a run of 45:30 for hours and exports 45:30:00.
    """
    clock = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9])(:00)?", written)
    return (
        (int(clock[1]), int(clock[2])) if clock and (not clock[3] or int(clock[1]) > 23) else None
    )


def _readings(column: Column, text: str) -> str:
    """Say what a cell may mean that can be read in two ways."""
    written, unit = _measure(column, text)
    if unit != column.unit:
        return ""
    if two := _TWO_WAYS.fullmatch(written):
        readings = (float(two[1] + two[2]), float(f"{two[1]}.{two[2]}"))
        if any(column.low <= reading <= column.high for reading in readings):
            return (
                f"; it may be {readings[0]:g} or {readings[1]:g}, so write no thousands "
                "separators and one decimal mark throughout"
            )
    if unit == "min" and (clock := _two_clocks(written)):
        first, second = clock
        return (
            f"; it may be {first * 60 + second} ({first} h {second} min) or "
            f"{first + second / 60:.2f} ({first} min {second} s), so write minutes or h:mm:ss"
        )
    return ""


def _converted(column: Column, text: str) -> str | None:
    """Return a cell of another unit in the unit of the column, if that is certain and allowed."""
    written, unit = _measure(column, text)
    number = _measured(written, unit, ".")
    units, wanted = unit.split("/"), column.unit.split("/")
    if unit == column.unit or len(units) != len(wanted):
        return None
    for one, other, power in zip(units, wanted, (1, -1), strict=False):
        size = next((size for size in _SIZES if one in size and other in size), {one: 1.0})
        if other not in size:
            return None
        number *= (size[one] / size[other]) ** power
    converted = f"{number:.2f}".rstrip("0").rstrip(".")
    return converted if column.low <= float(converted) <= column.high else None


def _code(column: Column, found: object, decimal: str = ".") -> float:
    """Return the code of a cell, NaN if unknown, infinity (which no column allows) if bad."""
    # Most cells of a dict are plain numbers, and need not be asked what else they may be.
    if (
        (type(found) is float or type(found) is int)
        and column.kind == "number"
        and column.low <= found <= column.high
    ):
        return float(found)
    if isinstance(found, str):
        code = column.words.get(found)
        if code is None:
            cleaned = found.strip().lower()
            code = column.words.get(cleaned)
        if code is not None:
            return code
        if column.kind == "choice":
            return column.words.get(plain_name(cleaned), inf)
        number = _parse(cleaned, decimal)
        if number == inf:
            written, unit = _measure(column, cleaned)
            number = _measured(written, unit, decimal) if unit == column.unit else inf
        return _checked(column, number)
    if found is None or type(found).__name__ in _UNKNOWN_OF_PANDAS:
        return nan
    if isinstance(found, bool | np.bool_):
        return float(found) if column.kind == "flag" else inf
    if isinstance(found, int | float | np.integer | np.floating | Decimal):
        try:
            number = float(found)
        except (OverflowError, ValueError):
            return inf
        return nan if number != number else inf if column.choices else _checked(column, number)
    return inf


def _checked(column: Column, number: float) -> float:
    if column.kind == "flag":
        return number if number in (0.0, 1.0) else inf
    return number if column.low <= number <= column.high else inf


def _parse(text: str, decimal: str) -> float:
    text = text.replace("\N{MINUS SIGN}", "-")  # pasted from web pages about shoes
    other = "," if decimal == "." else "."
    if other in text and _TWO_WAYS.fullmatch(text):
        return inf
    if text.count(",") + text.count(".") > 1:
        return inf
    text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else inf


def encode_session(session: Mapping[str, object]) -> dict[str, float]:
    """Return the codes of the known cells of one session, given as a dict.

    ``None``, NaN, ``pandas.NA`` and words for unknown are left out, and so are ids. Keys are read
    like the header of a file: in any case, with spaces or hyphens. A key that is no column is left
    out too, with a warning if it looks like one.

    Raises
    ------
    SchemaError
        Naming every cell that its column does not allow, or a column that stands twice; or if there
        are keys and none is a column.

    Examples
    --------
    >>> encode_session({"distance_km": "9.5", "Terrain": "Hilly", "height_cm": None})
    {'distance_km': 9.5, 'terrain': 2.0}
    """
    if session and lacks_columns(session):
        refuse_unknown(list(session), COLUMNS, "the session")
    return encode_row(session)


def encode_row(session: Mapping[str, object]) -> dict[str, float]:
    """The same for one of many sessions, of which not every one has to have a known key."""
    if not isinstance(session, Mapping):
        raise SchemaError(f"a session is a dict of cells, not a {type(session).__name__}")
    codes: dict[str, float] = {}
    bad_cells: list[BadCell] = []
    for name, found in session.items():
        column = COLUMNS.get(name)
        if column is None:
            column = COLUMNS.get(plain_name(name))
            if column and (column.name in session or column.name in codes):
                raise SchemaError(f"column {column.name} stands twice; remove one")
        if column is None:
            warn_of_near_miss(name, session)
        elif column.group != "ids":
            code = _code(column, found)
            if code == inf:
                bad_cells.append(BadCell.of(column, 0, found))
            elif code == code:
                codes[column.name] = code
    if bad_cells:
        raise SchemaError("\n".join(cell.complaint for cell in bad_cells))
    return codes


class _Codes(dict[str, float]):
    """The codes of texts, each worked out once: columns of a file repeat themselves."""

    def __init__(self, column: Column, decimal: str) -> None:
        self._column, self._decimal = column, decimal

    def __missing__(self, text: str) -> float:
        code = self[text] = _code(self._column, text, self._decimal)
        return code


def encode_column(
    column: Column, values: Sequence[Any] | NDArray[Any], *, decimal: str = "."
) -> tuple[NDArray[np.float64], list[int]]:
    """Return the codes of a column's cells, shape ``(n_sessions,)``, and where the bad ones are.

    Unknown and bad cells are NaN. ``decimal`` is the decimal mark of the file the texts are from:
    the other mark is understood too, except where it could separate thousands.

    Examples
    --------
    >>> encode_column(COLUMNS["terrain"], ["flat", "", "hily"])
    (array([ 0., nan, nan]), [2])
    """
    codes = _encode_plain_numbers(column, values, decimal) if column.kind != "choice" else None
    if codes is None:
        by_text = _Codes(column, decimal)
        found: Iterator[float]
        # 1 and True are one key of a dict and not one cell: only texts are remembered.
        if set(map(type, values)) == {str}:
            found = map(by_text.__getitem__, values)
        else:
            found = (by_text[v] if type(v) is str else _code(column, v, decimal) for v in values)
        codes = np.fromiter(found, np.float64, len(values))
    bad = np.flatnonzero(np.isinf(codes))
    codes[bad] = nan
    return codes, bad.tolist()


def _encode_plain_numbers(
    column: Column, values: Sequence[Any] | NDArray[Any], decimal: str
) -> NDArray[np.float64] | None:
    """Return the codes if all cells are numbers or texts of plain numbers: much faster."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        codes = values.astype(np.float64)
    else:
        try:
            joined = "".join(values)
            # float() also reads nan, inf, 1_000 and Eastern digits, and knows no thousands.
            signs = "_nN." if decimal == "," else "_nN"
            if not joined.isascii() or any(sign in joined for sign in signs):
                return None
            texts = values if decimal == "." else [text.replace(",", ".") for text in values]
            codes = np.array([float(text) if text else nan for text in texts], dtype=np.float64)
        except (TypeError, ValueError):
            return None
    codes[(codes < column.low) | (codes > column.high)] = inf
    if column.kind == "flag":
        codes[(codes > 0.0) & (codes < 1.0)] = inf
    return codes


def decode(column: Column, code: float) -> str | float | int | None:
    """Return what a person would write for a code, or None if it is unknown.

    >>> decode(COLUMNS["terrain"], 2.0)
    'hilly'
    """
    if code != code:
        return None
    if column.kind == "choice":
        return column.choices[int(code)]
    return int(code) if column.kind == "flag" else float(code)


def raise_bad_cells(bad_cells: Sequence[BadCell], source: str) -> None:
    """If there are bad cells, raise a SchemaError that lists the first ten and counts the rest."""
    if bad_cells:
        shown = "".join(f"\n  {cell}" for cell in bad_cells[:10])
        more = f"\n  … and {len(bad_cells) - 10} more" if len(bad_cells) > 10 else ""
        raise SchemaError(f"{source} has cells that are not allowed:{shown}{more}")


def encode_sessions(
    sessions: Sequence[Mapping[str, object]],
) -> tuple[dict[str, NDArray[np.float64]], int]:
    """Cells of sessions given as dicts, and how many sessions there are.

    Raises
    ------
    SchemaError
        If a cell does not fit the schema, with sessions counted from 0; or if there are keys and
        none is a column.
    """
    if isinstance(sessions, Mapping):
        raise SchemaError("predict_many takes a list of sessions; one goes to predict_one")
    if not isinstance(sessions, Sequence):
        raise SchemaError(f"predict_many takes a list of sessions, not a {type(sessions).__name__}")
    if all(map(lacks_columns, sessions)) and any(sessions):
        names = dict.fromkeys(name for session in sessions for name in session)
        refuse_unknown(list(names), COLUMNS, "the sessions")
    cells: dict[str, NDArray[np.float64]] = {}
    complaints = []
    for row, session in enumerate(sessions):
        try:
            known = encode_row(session)
        except SchemaError as error:
            complaints.append(f"session {row}: {error}")
            continue
        for name, found in known.items():
            if name not in cells:
                cells[name] = np.full(len(sessions), np.nan)
            cells[name][row] = found
    if complaints:
        raise SchemaError("\n".join(complaints))
    return cells, len(sessions)
