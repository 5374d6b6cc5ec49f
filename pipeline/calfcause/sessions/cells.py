"""Encode cells as numbers, and decode them.

Inside the package a cell is a float: a number as it is, a flag as 0.0 or 1.0, a choice as the
position of its word in ``Column.choices``; a missing cell is NaN.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import BadCell
from calfcause.sessions.names import lacks_columns, plain_name, refuse_unknown, warn_of_near_miss
from calfcause.sessions.numbers import number_in
from calfcause.sessions.schema import COLUMNS, Column

_MISSING_OF_PANDAS = ("NAType", "NaTType")


def encode_session(session: Mapping[str, object]) -> dict[str, float]:
    """Return the codes of the known cells of a session.

    Parameters
    ----------
    session : mapping of str to object
        Cells by column. Keys are read like the header of a file: in any case, with spaces or
        hyphens. Keys that are not columns are ignored, with a warning if they look like one.

    Returns
    -------
    dict of str to float
        Codes by column. Ids are left out, and so are missing cells: ``None``, NaN, ``pandas.NA``,
        empty texts and words such as ``n/a``.

    Raises
    ------
    SchemaError
        If cells are not allowed, a column appears twice, or there are keys and none is a column.

    Examples
    --------
    >>> encode_session({"distance_km": "9.5", "Terrain": "Hilly", "height_cm": None})
    {'distance_km': 9.5, 'terrain': 2.0}
    """
    if lacks_columns(session) and session:
        refuse_unknown(list(session), COLUMNS, "the session")
    return _encode_row(session)


def encode_sessions(
    sessions: Sequence[Mapping[str, object]],
) -> tuple[dict[str, NDArray[np.float64]], int]:
    """Encode sessions given as dicts.

    Parameters
    ----------
    sessions : sequence of mappings
        Cells by column, as for ``encode_session``.

    Returns
    -------
    cells : dict of str to ndarray, shape (n_sessions,)
        Codes by column; NaN where missing.
    n_sessions : int
        Number of sessions.

    Raises
    ------
    SchemaError
        If cells are not allowed, with sessions counted from 0; or if there are keys and none is a
        column.

    Examples
    --------
    >>> encode_sessions([{"distance_km": 9}, {}])
    ({'distance_km': array([ 9., nan])}, 2)
    """
    if isinstance(sessions, Mapping):
        raise SchemaError(
            "predict_many takes a list of sessions; pass a single session to predict_one"
        )
    if not isinstance(sessions, Sequence):
        raise SchemaError(f"predict_many takes a list of sessions, not a {type(sessions).__name__}")
    if all(map(lacks_columns, sessions)) and any(sessions):
        names = dict.fromkeys(name for session in sessions for name in session)
        refuse_unknown(list(names), COLUMNS, "the sessions")
    cells: dict[str, NDArray[np.float64]] = {}
    complaints = []
    for row, session in enumerate(sessions):
        try:
            codes = _encode_row(session)
        except SchemaError as error:
            complaints.append(f"session {row}: {error}")
            continue
        for name, code in codes.items():
            if name not in cells:
                cells[name] = np.full(len(sessions), np.nan)
            cells[name][row] = code
    if complaints:
        raise SchemaError("\n".join(complaints))
    return cells, len(sessions)


def _encode_row(session: Mapping[str, object]) -> dict[str, float]:
    """Encode one of many sessions, which need not have a known key each."""
    if not isinstance(session, Mapping):
        raise SchemaError(f"a session is a dict of cells, not a {type(session).__name__}")
    codes: dict[str, float] = {}
    bad_cells: list[BadCell] = []
    for name, cell in session.items():
        column = COLUMNS.get(name)
        if column is None:
            column = COLUMNS.get(plain_name(name))
            if column and (column.name in session or column.name in codes):
                raise SchemaError(f"column {column.name} appears twice; remove one")
        if column is None:
            warn_of_near_miss(name, session)
        elif column.group != "ids":
            code = _code(column, cell)
            if code == inf:
                bad_cells.append(BadCell.of(column, 0, cell))
            elif code == code:
                codes[column.name] = code
    if bad_cells:
        raise SchemaError("\n".join(cell.complaint for cell in bad_cells))
    return codes


def _code(column: Column, cell: object, decimal: str = ".") -> float:
    """Return the code of a cell, NaN if missing, infinity (which no column allows) if bad."""
    # Most cells of a dict are plain numbers, which need no further checks.
    if (
        (type(cell) is float or type(cell) is int)
        and column.kind == "number"
        and column.low <= cell <= column.high
    ):
        return float(cell)
    if isinstance(cell, str):
        code = column.words.get(cell)
        if code is None:
            cleaned = cell.strip().lower()
            code = column.words.get(cleaned)
        if code is not None:
            return code
        if column.kind == "choice":
            return column.words.get(plain_name(cleaned), inf)
        return _checked(column, number_in(column, cleaned, decimal))
    if cell is None or type(cell).__name__ in _MISSING_OF_PANDAS:
        return nan
    if isinstance(cell, bool | np.bool_):
        return float(cell) if column.kind == "flag" else inf
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


class _Codes(dict[str, float]):
    """The codes of texts, each computed once: the cells of a column repeat."""

    def __init__(self, column: Column, decimal: str) -> None:
        self._column, self._decimal = column, decimal

    def __missing__(self, text: str) -> float:
        code = self[text] = _code(self._column, text, self._decimal)
        return code


def encode_column(
    column: Column, values: Sequence[Any] | NDArray[Any], *, decimal: str = "."
) -> tuple[NDArray[np.float64], list[int]]:
    """Encode the cells of a column.

    Parameters
    ----------
    column : Column
        The column.
    values : sequence, shape (n_sessions,)
        Its cells, of any types.
    decimal : str
        Decimal mark of the file that texts are from. The other mark is read too, except where it
        may separate thousands.

    Returns
    -------
    codes : ndarray, shape (n_sessions,)
        NaN where a cell is missing or bad.
    bad : list of int
        Positions of the cells that are not allowed.

    Examples
    --------
    >>> encode_column(COLUMNS["terrain"], ["flat", "", "hily"])
    (array([ 0., nan, nan]), [2])
    """
    codes = _encode_plain_numbers(column, values, decimal) if column.kind != "choice" else None
    if codes is None:
        by_text = _Codes(column, decimal)
        each: Iterator[float]
        # 1 and True are the same key of a dict but not the same cell: only texts are cached.
        if set(map(type, values)) == {str}:
            each = map(by_text.__getitem__, values)
        else:
            each = (by_text[v] if type(v) is str else _code(column, v, decimal) for v in values)
        codes = np.fromiter(each, np.float64, len(values))
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
    """Return the cell that a person would write for a code, None if it is NaN.

    Examples
    --------
    >>> decode(COLUMNS["terrain"], 2.0)
    'hilly'
    """
    if code != code:
        return None
    if column.kind == "choice":
        return column.choices[int(code)]
    return int(code) if column.kind == "flag" else float(code)
