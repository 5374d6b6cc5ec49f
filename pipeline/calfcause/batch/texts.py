"""Columns as text, the fast way: numbers, quotes, rows joined; columns in, columns out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.batch.arrays import bytes_of, flags, floats, same, strings

Array = NDArray[np.float64]

DIGITS = 6
# Below this Python writes exponents, and Arrow writes them otherwise.
LEAST_PLAIN = 1e-4
# How near to the middle between two numbers rounding by arithmetic might err.
NEAR = 1e-4


def numbers_as_text(values: Array, mark: str = ".") -> pa.Array:
    """Probabilities to six significant digits, as ``f"{p:.6g}"`` writes them.

    Examples
    --------
    >>> numbers_as_text(np.array([0.25, 1 / 3, 1e-5])).to_pylist()
    ['0.25', '0.333333', '1e-05']
    """
    plain = (values >= LEAST_PLAIN) & (values < 1.0)
    safe = np.where(plain, values, 0.5)
    scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(safe)))
    scaled = safe * scale
    plain &= np.abs(scaled - np.floor(scaled) - 0.5) > NEAR
    texts = pc.cast(floats(np.rint(scaled) / scale), pa.string())
    others = np.flatnonzero(~plain)
    if len(others):
        written = [f"{value:.6g}" for value in values[others].tolist()]
        texts = pc.replace_with_mask(texts, flags(~plain), strings(written))
    return texts if mark == "." else pc.replace_substring(texts, ".", mark)


def quoted(texts: pa.Array, delimiter: str) -> pa.Array:
    """Cells of text, in quotes where a CSV file needs them.

    Examples
    --------
    >>> quoted(pa.array(["plain", 'a "b", c', None]), ",").to_pylist()
    ['plain', '"a ""b"", c"', '']
    """
    texts = pc.fill_null(texts, same(""))
    every = bytes_of(texts)
    if not any(mark in every for mark in (delimiter.encode(), b'"', b"\r", b"\n")):
        return texts
    needed = pc.match_substring_regex(texts, f'[{delimiter}"\\r\\n]')
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(
        needed, pc.binary_join_element_wise(same('"'), doubled, same('"'), same("")), texts
    )


def joined(columns: Sequence[Any], separator: bytes) -> pa.Array:
    """Columns of bytes or text side by side, with the separator in between."""
    parts = [
        pc.cast(one, pa.binary()) if isinstance(one, pa.Array) else same(one) for one in columns
    ]
    return pc.binary_join_element_wise(*parts, same(separator))
