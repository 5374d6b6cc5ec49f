"""Write columns as text, fast: numbers, quoted cells, joined rows."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.batch.arrays import bytes_of, same, without_nuls
from calfcause.types import Array

# Numbers from this to below 1 are written without an exponent.
LEAST_PLAIN = 1e-4
# Factors that give six digits before the mark, by the number of zeros after it.
SCALES = 10.0 ** np.arange(6, 10)
# Rounding by arithmetic may err this close to the middle between two numbers.
NEAR = 1e-4


def _pieces(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Return texts of at most four bytes as one number each, padded with NUL."""
    return np.array([text.encode() for text in texts], dtype="S4").view(np.uint32)


_DIGITS = [f"{number:03}" for number in range(1000)]
_LAST = [digits.rstrip("0") for digits in _DIGITS]
# A fourth zero or none, then three digits, which trailing digits follow or not.
_MIDDLE_PIECES = _pieces([zero + digits for zero in ("\0", "0") for digits in (*_DIGITS, *_LAST)])
_LAST_PIECES = _pieces(_LAST)


def numbers_as_text(columns: Sequence[Array], separator: str, mark: str = ".") -> pa.Array:
    """Write columns of probabilities side by side, to six digits like ``f"{p:.6g}"``.

    Each number is assembled from pieces in tables, three times as fast as printing it.

    columns : probabilities; NaN is written as an empty cell, ``(n_rows,)``
    separator, mark : the character between cells, and the decimal mark

    >>> numbers_as_text([np.array([0.25, 1 / 3]), np.array([1e-5, np.nan])], ";").to_pylist()
    [b'0.25;1e-05', b'0.333333;']
    """
    pieces = np.zeros((len(columns[0]), len(columns), 4), dtype=np.uint32)
    for place, values in enumerate(columns):
        _write(values, mark, pieces[:, place, :3])
    letters = pieces.view(np.uint8).reshape(len(pieces), 16 * len(columns))
    letters[:, 12:-4:16] = ord(separator)
    return without_nuls(letters)


def _write(values: Array, mark: str, pieces: NDArray[np.uint32]) -> None:
    """Write numbers ``(n,)`` as three pieces each ``(n, 3)``."""
    plain = (values >= LEAST_PLAIN) & (values < 1.0)
    safe = np.where(plain, values, 0.5)
    zeros = np.zeros(len(values), dtype=np.int8)
    for bound in (0.1, 0.01, 0.001):
        zeros += safe < bound
    scaled = safe * SCALES[zeros]
    rounded = np.rint(scaled)
    plain &= (np.abs(scaled - rounded) < 0.5 - NEAR) & (rounded < 1e6)
    digits = np.minimum(rounded, 999_999).astype(np.int32)
    first = digits // 1000
    last = digits - 1000 * first
    pieces[:, 0] = _pieces([f"0{mark}", f"0{mark}0", f"0{mark}00", f"0{mark}00"])[zeros]
    pieces[:, 1] = _MIDDLE_PIECES[first + 1000 * (last == 0) + 2000 * (zeros == 3)]
    pieces[:, 2] = _LAST_PIECES[last]
    others = np.flatnonzero(~plain)
    if len(others):
        written = [
            f"{value:.6g}".replace(".", mark) if value == value else ""
            for value in values[others].tolist()
        ]
        pieces[others] = np.array(written, dtype="S12").view(np.uint32).reshape(-1, 3)


def quoted(texts: pa.Array, delimiter: str) -> pa.Array:
    """Return cells of text, quoted where a CSV file needs it; null becomes empty.

    >>> quoted(pa.array(["plain", 'a "b", c', None]), ",").to_pylist()
    ['plain', '"a ""b"", c"', '']
    """
    texts = pc.fill_null(texts, same(""))
    every = bytes_of(texts)
    found = [mark for mark in (delimiter, '"', "\r", "\n") if mark.encode() in every]
    if not found:
        return texts
    needed = reduce(pc.or_, (pc.match_substring(texts, mark) for mark in found))
    doubled = pc.replace_substring(texts, '"', '""') if '"' in found else texts
    return pc.if_else(
        needed, pc.binary_join_element_wise(same('"'), doubled, same('"'), same("")), texts
    )


def joined(columns: Sequence[Any], separator: bytes) -> pa.Array:
    """Join columns of bytes or text, or single values, row by row."""
    parts = [
        pc.cast(column, pa.binary()) if isinstance(column, pa.Array) else same(column)
        for column in columns
    ]
    return pc.binary_join_element_wise(*parts, same(separator))
