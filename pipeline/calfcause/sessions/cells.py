"""Encode cells as numbers, and decode them.

Inside the package a cell is a float: a number as it is, a flag as 0.0 or 1.0, a choice as the
position of its word in ``Column.choices``; a missing cell is NaN.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import Problem, SchemaError
from calfcause.sessions.bad_cells import bad_cell, is_slip
from calfcause.sessions.kind_of_run import kind_in
from calfcause.sessions.names import (
    appears_twice,
    is_known,
    lacks_columns,
    plain_name,
    refuse_unknown,
    unknown,
    warn_caller,
    warn_of_near_miss,
)
from calfcause.sessions.numbers import (
    LONGEST_CELL,
    clock_in,
    converted,
    decimal_of,
    duration_in,
    number_in,
    only,
)
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.texts import a_or_an
from calfcause.types import Array

_MISSING_OF_PANDAS = ("NAType", "NaTType")
_MOST_COMPLAINTS, _MOST_SYNONYMS = 10, 10
_DISTANCE, _DURATION, _KIND = "distance_km", "duration_min", "session_type"

# Words that were read as others, by column and by word as it was written.
Synonyms = dict[tuple[str, str], str]


def encode_session(session: Mapping[str, object], *, strict: bool = False) -> dict[str, float]:
    """Return the codes of the known cells of a session.

    session : cells by column. Keys are read like the header of a file: in any case, with spaces or
        hyphens. Keys that are not columns are ignored, with a warning if they look like one
    strict : whether such keys are refused instead

    Returns codes by column; synonyms are read with a warning. Ids are left out, and so are missing
    cells: ``None``, NaN, ``pandas.NA``, empty texts and words such as ``n/a``. Raises SchemaError
    if cells are not allowed, a column appears twice, or there are keys and none is a column.

    >>> encode_session({"distance_km": "9.5", "Terrain": "Hilly", "height_cm": None})
    {'distance_km': 9.5, 'terrain': 2.0}
    """
    if lacks_columns(session) and session:
        refuse_unknown(list(session), COLUMNS, "the session")
    synonyms: Synonyms = {}
    codes = _encode_row(session, set(), synonyms, strict=strict)
    warn_of_synonyms(synonyms)
    return codes


def encode_sessions(
    sessions: Sequence[Mapping[str, object]], *, strict: bool = False
) -> tuple[dict[str, Array], int]:
    """Encode sessions given as dicts.

    sessions, strict : as for ``encode_session``

    Returns the codes by column, NaN where missing, and the number of sessions.

    >>> encode_sessions([{"distance_km": 9}, {}])
    ({'distance_km': array([ 9., nan])}, 2)
    """
    if isinstance(sessions, Mapping):
        raise SchemaError(
            "predict_many takes a list of sessions; pass a single session to predict_one"
        )
    if not isinstance(sessions, Sequence):
        found = a_or_an(type(sessions).__name__)
        raise SchemaError(f"predict_many takes a list of sessions, not {found}")
    if all(map(lacks_columns, sessions)) and any(sessions):
        names = dict.fromkeys(name for session in sessions for name in session)
        refuse_unknown(list(names), COLUMNS, "the sessions")
    cells: dict[str, Array] = {}
    complaints, bad_cells = [], list[Problem]()
    synonyms: Synonyms = {}
    marks = decimal_of(pair for session in sessions for pair in _number_texts(session))
    for row, session in enumerate(sessions):
        try:
            codes = _encode_row(session, marks, synonyms, strict=strict)
        except SchemaError as error:
            complaints.append(f"session {row}: {error}")
            bad_cells += (replace(one, row=row) for one in error.problems)
            continue
        for name, code in codes.items():
            if name not in cells:
                cells[name] = np.full(len(sessions), np.nan)
            cells[name][row] = code
    if complaints:
        more = len(complaints) - _MOST_COMPLAINTS
        ending = [f"… and {more:,} more sessions"] if more > 0 else []
        raise SchemaError("\n".join([*complaints[:_MOST_COMPLAINTS], *ending]), bad_cells)
    warn_of_synonyms(synonyms)
    return cells, len(sessions)


def _number_texts(session: Mapping[str, object]) -> Iterator[tuple[Column, str]]:
    """Yield the cells of a session that may show its decimal mark."""
    if isinstance(session, Mapping):
        for name, cell in session.items():
            if type(cell) is str and ("," in cell or "." in cell):
                column = COLUMNS.get(name) or COLUMNS.get(plain_name(name))
                if column:
                    yield column, cell


def _encode_row(
    session: Mapping[str, object], marks: set[str], synonyms: Synonyms, *, strict: bool
) -> dict[str, float]:
    """Encode one of many sessions, which together show some decimal marks.

    It need not have a known key. Words that are read as others are added to the synonyms.
    """
    if not isinstance(session, Mapping):
        raise SchemaError(f"a session is a dict of cells, not {a_or_an(type(session).__name__)}")
    decimal = only(decimal_of(_number_texts(session)) or marks)
    codes: dict[str, float] = {}
    bad_cells: list[Problem] = []
    for name, cell in session.items():
        column = COLUMNS.get(name)
        if column is None:
            column = COLUMNS.get(plain_name(name))
            if column and (column.name in session or column.name in codes):
                raise SchemaError(str(twice := appears_twice(column)), [twice])
        if column is None:
            if not strict:
                warn_of_near_miss(name, session)
            elif not is_known(name):
                bad_cells.append(unknown(name, 0))
        elif column.group != "ids":
            code = _code(column, cell, decimal, synonyms)
            if code == inf:
                bad_cells.append(bad_cell(column, 0, cell))
            elif code == code:
                codes[column.name] = code
    if _KIND in codes and _DISTANCE not in codes:
        cell = next(cell for name, cell in session.items() if plain_name(name) == _KIND)
        for word, km in lengths_in([(_KIND, str(cell).strip())]).items():
            codes[_DISTANCE] = km
            _note_length(synonyms, word, km)
    bad_cells = [cell for cell in bad_cells if not _read_as_clock(cell, codes, synonyms)]
    if bad_cells:
        raise SchemaError("\n".join(cell.message for cell in bad_cells), bad_cells)
    return codes


def lengths_in(synonyms: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The words of a kind of session that tell its length, and that in kilometres.

    >>> lengths_in([("session_type", "Half-Marathon"), ("session_type", "10k race")])
    {'Half-Marathon': 21.1, '10k race': 10.0}
    """
    lengths = ((word, kind_in(word)[1]) for name, word in synonyms if name == _KIND)
    return {word: km for word, km in lengths if km == km}


def _note_length(synonyms: Synonyms, word: str, km: float) -> None:
    synonyms[_DISTANCE, word] = f"{km:g} km, where no distance is given"


def _fill_lengths(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]],
    cells: dict[str, Array],
    bad: Mapping[tuple[int, str], object],
    synonyms: Synonyms,
) -> None:
    """Where no distance is given, take it from the kind of run, such as marathon or 10 km race."""
    if not (lengths := lengths_in(synonyms)):
        return
    given = cells.setdefault(_DISTANCE, np.full(len(columns[_KIND]), nan))
    for row in np.flatnonzero(np.isnan(given)).tolist():
        cell = columns[_KIND][row]
        word = cell.strip() if isinstance(cell, str) else ""
        if word in lengths and (row, _DISTANCE) not in bad:
            given[row] = lengths[word]
            _note_length(synonyms, word, lengths[word])


def _read_as_clock(bad: Problem, codes: dict[str, float], synonyms: Synonyms) -> bool:
    """Whether a moving time such as 55:20 is clear beside the distance; if so, add its code."""
    if bad.column != _DURATION:
        return False
    minutes = clock_in(COLUMNS[_DURATION], bad.found, codes.get(_DISTANCE, nan))
    if minutes == inf:
        return False
    codes[_DURATION] = minutes
    synonyms[_DURATION, bad.found] = f"{minutes:g} min"
    return True


def _code(column: Column, cell: object, decimal: str, synonyms: Synonyms) -> float:
    """Return the code of a cell, NaN if missing, infinity (which no column allows) if bad.

    A text that is read as another is added to the synonyms.
    """
    # Most cells of a dict are plain numbers, which need no further checks.
    if (
        (type(cell) is float or type(cell) is int)
        and column.kind == "number"
        and column.low <= cell <= column.high
    ):
        return float(cell)
    if isinstance(cell, str):
        code = column.words.get(cell)
        if code is not None and cell not in column.synonyms:
            return code
        return _code_of_text(column, cell, decimal, synonyms) if len(cell) <= LONGEST_CELL else inf
    if cell is None or type(cell).__name__ in _MISSING_OF_PANDAS:
        return nan
    if isinstance(cell, bool | np.bool_):
        return float(cell) if column.kind == "flag" else inf
    if isinstance(cell, timedelta | time | np.timedelta64):
        duration = duration_in(column, cell)
        return duration if duration != duration else _checked(column, duration)
    if isinstance(cell, int | float | np.integer | np.floating | Decimal):
        try:
            number = float(cell)
        except (OverflowError, ValueError):
            return inf
        return nan if number != number else inf if column.choices else _checked(column, number)
    return inf


def _checked(column: Column, number: float) -> float:
    if column.kind == "flag":
        return number if number in (0.0, 1.0) else inf
    return number if column.low <= number <= column.high else inf


def _code_of_text(column: Column, text: str, decimal: str, synonyms: Synonyms) -> float:
    written = text.strip()
    cleaned = written.lower()
    plain = plain_name(cleaned)
    # A text that is too long for a word has no plain name.
    code = column.words.get(cleaned, column.words.get(plain) if plain else None)
    if code is not None:
        if plain in column.synonyms:
            synonyms[column.name, written] = f"{column.synonyms[plain]} {column.unit}".strip()
        return code
    if column.kind == "choice":
        if column.name == _KIND and (kind := kind_in(cleaned)[0]) == kind:
            synonyms[_KIND, written] = column.choices[int(kind)]
            return kind
        if not (column.names_things and _is_name(plain, column)):
            return inf
        synonyms[column.name, written] = "unknown"
        return nan
    number = _checked(column, number_in(column, cleaned, decimal))
    if number == inf and (other := converted(column, cleaned)):
        synonyms[column.name, written] = f"{other} {column.unit}".strip()
        return float(other)
    return number


def _is_name(plain: str, column: Column) -> bool:
    """Whether a text may be a name, and is not one of the words with a letter wrong."""
    return any(map(str.isalpha, plain)) and not any(
        is_slip(plain, word) for word in (*column.choices, *column.synonyms)
    )


class _Codes(dict[str, float]):
    """The codes of texts, each computed once: the cells of a column repeat."""

    def __init__(self, column: Column, decimal: str, synonyms: Synonyms) -> None:
        self._column, self._decimal, self._synonyms = column, decimal, synonyms

    def __missing__(self, text: str) -> float:
        code = self[text] = _code(self._column, text, self._decimal, self._synonyms)
        return code


def warn_of_synonyms(synonyms: Synonyms) -> None:
    """Warn, for each column, of the words that were read as others."""
    for column in dict.fromkeys(column for column, _ in synonyms):
        words = sorted(
            (word, choice) for (name, word), choice in synonyms.items() if name == column
        )
        shown = ", ".join(f"{word!r} as {choice}" for word, choice in words[:_MOST_SYNONYMS])
        more = f" and {len(words) - _MOST_SYNONYMS} more" if len(words) > _MOST_SYNONYMS else ""
        warn_caller(f"column {column}: read {shown}{more}")


def encode_columns(
    columns: Sequence[tuple[Column, Sequence[Any] | NDArray[Any]]], decimal: str
) -> tuple[dict[str, Array], list[tuple[int, Column, object]], Synonyms]:
    """Encode columns of the same sessions.

    columns : columns and their cells, shape ``(n_sessions,)`` each
    decimal : decimal mark of the sessions' texts, empty if not known. A row that shows another mark
        is read by that

    Returns the codes by column, NaN where missing or bad; row, column and content of each cell that
    is not allowed; and the words that were read as others.
    """
    cells: dict[str, Array] = {}
    bad: dict[tuple[int, str], tuple[int, Column, object]] = {}
    synonyms: Synonyms = {}
    for column, values in columns:
        cells[column.name], rows = encode_column(column, values, decimal=decimal, synonyms=synonyms)
        bad |= {(row, column.name): (row, column, values[row]) for row in rows}
    numbers = [(column, values) for column, values in columns if column.kind == "number"]
    for row in _rows_to_judge(numbers, decimal, bad):
        marks = decimal_of((column, values[row]) for column, values in numbers)
        if marks - {decimal}:
            for column, values in numbers:
                codes, is_bad = encode_column(
                    column, [values[row]], decimal=only(marks), synonyms=synonyms
                )
                cells[column.name][row] = codes[0]
                bad.pop((row, column.name), None)
                if is_bad:
                    bad[row, column.name] = (row, column, values[row])
    _fill_lengths({column.name: values for column, values in columns}, cells, bad, synonyms)
    _read_clocks(cells, bad, synonyms)
    return cells, list(bad.values()), synonyms


def _read_clocks(
    cells: dict[str, Array],
    bad: dict[tuple[int, str], tuple[int, Column, object]],
    synonyms: Synonyms,
) -> None:
    """Take moving times such as 55:20 from the bad cells that are clear beside their distance."""
    for row, name in [place for place in bad if place[1] == _DURATION]:
        _, column, cell = bad[row, name]
        known = {_DISTANCE: float(cells[_DISTANCE][row])} if _DISTANCE in cells else {}
        if _read_as_clock(bad_cell(column, row, cell), known, synonyms):
            cells[name][row] = known[name]
            del bad[row, name]


def _rows_to_judge(
    numbers: Sequence[tuple[Column, Sequence[Any] | NDArray[Any]]],
    decimal: str,
    bad: Mapping[tuple[int, str], object],
) -> list[int]:
    """Return the rows that may show another decimal mark than their file."""
    if not decimal:
        return sorted({row for row, _ in bad})
    other = "," if decimal == "." else "."
    return sorted(
        {
            row
            for _, values in numbers
            if not isinstance(values, np.ndarray) or values.dtype == object
            for row, cell in enumerate(values)
            if isinstance(cell, str) and other in cell
        }
    )


def encode_column(
    column: Column,
    values: Sequence[Any] | NDArray[Any],
    *,
    decimal: str = ".",
    synonyms: Synonyms | None = None,
) -> tuple[Array, list[int]]:
    """Encode the cells of a column.

    values : its cells, of any types, ``(n_sessions,)``
    decimal : decimal mark of the file that texts are from, empty if not known, see ``number_in``
    synonyms : where to add the words that are read as others

    Returns the codes, NaN where a cell is missing or bad, and the positions of those not allowed.

    >>> encode_column(COLUMNS["terrain"], ["flat", "", "hily"])
    (array([ 0., nan, nan]), [2])
    """
    codes = _encode_plain_numbers(column, values, decimal) if column.kind != "choice" else None
    if codes is None:
        notes = {} if synonyms is None else synonyms
        by_text = _Codes(column, decimal, notes)
        each: Iterator[float]
        # 1 and True are the same key of a dict but not the same cell: only texts are cached.
        if set(map(type, values)) == {str}:
            each = map(by_text.__getitem__, values)
        else:
            each = (
                by_text[v] if type(v) is str else _code(column, v, decimal, notes) for v in values
            )
        codes = np.fromiter(each, np.float64, len(values))
    bad = np.flatnonzero(np.isinf(codes))
    codes[bad] = nan
    return codes, bad.tolist()


def _encode_plain_numbers(
    column: Column, values: Sequence[Any] | NDArray[Any], decimal: str
) -> Array | None:
    """Return the codes if all cells are numbers or texts of plain numbers: much faster."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        codes = values.astype(np.float64)
    else:
        try:
            joined = "".join(values)
            # float() also reads nan, inf, 1_000 and Eastern digits, and knows no thousands.
            signs = "_nN" if decimal == "." or (not decimal and column.high < 1000) else "_nN."
            if not joined.isascii() or any(sign in joined for sign in signs):
                return None
            texts = [text.replace(",", ".") for text in values] if decimal == "," else values
            codes = np.array([float(text) if text else nan for text in texts], dtype=np.float64)
        except (TypeError, ValueError):
            return None
    codes[(codes < column.low) | (codes > column.high)] = inf
    if column.kind == "flag":
        codes[(codes > 0.0) & (codes < 1.0)] = inf
    return codes


def decode(column: Column, code: float) -> str | float | int | None:
    """Return the cell that a person would write for a code, None if it is NaN.

    >>> decode(COLUMNS["terrain"], 2.0)
    'hilly'
    """
    if code != code:
        return None
    if column.kind == "choice":
        return column.choices[int(code)]
    return int(code) if column.kind == "flag" else float(code)
