"""Arrow columns from numbers, flags and texts, and back.

``pyarrow.array``, ``scalar`` and ``to_numpy`` would do the same, but they import pandas. That costs
every worker the time of thousands of answers and half as much memory again, and an interruption
during the import is lost.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.types import Array, Bools, Integers


def floats(values: Array) -> pa.Array:
    """Return numbers as a column.

    >>> floats(np.array([0.5, 1.0])).to_pylist()
    [0.5, 1.0]
    """
    held = np.ascontiguousarray(values, dtype=np.float64)
    return pa.Array.from_buffers(pa.float64(), len(held), [None, pa.py_buffer(held)])


def integers(values: Iterable[int]) -> pa.Array:
    """Return integers as a column.

    >>> integers(range(2)).to_pylist()
    [0, 1]
    """
    held = np.fromiter(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(held), [None, pa.py_buffer(held)])


def flags(values: Bools) -> pa.Array:
    """Return booleans as a column.

    >>> flags(np.array([True, False])).to_pylist()
    [True, False]
    """
    bits = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])


def strings(values: Sequence[str]) -> pa.Array:
    """Return texts as a column without nulls.

    >>> strings(["a", "é", ""]).to_pylist()
    ['a', 'é', '']
    """
    text = "".join(values)
    if not text.isascii():
        return _joined([text.encode() for text in values]).view(pa.string())
    return _column([*map(len, values)], text.encode()).view(pa.string())


def without_nuls(lines: NDArray[np.uint8]) -> pa.Array:
    """Return the bytes of each line that are not NUL as a column.

    >>> without_nuls(np.frombuffer(b"a\\0bc\\0\\0", dtype=np.uint8).reshape(2, 3)).to_pylist()
    [b'ab', b'c']
    """
    lengths = np.count_nonzero(lines, axis=1)
    return _column(lengths, lines.tobytes().translate(None, b"\0"))


def as_floats(column: pa.Array) -> Array:
    """Return a column of floats as an array, NaN where null.

    >>> as_floats(pa.nulls(1, pa.float64())), as_floats(floats(np.array([0.5])))
    (array([nan]), array([0.5]))
    """
    return np.asarray(_held(pc.fill_null(column, floats(np.array([np.nan]))[0]), np.float64))


def as_integers(column: pa.Array, null: int) -> NDArray[np.int32]:
    """Return a column of 32-bit integers as an array, with a value for nulls.

    >>> as_integers(pa.nulls(2, pa.int32()), 7)
    array([7, 7], dtype=int32)
    """
    return _held(pc.fill_null(column, integers([null]).cast(pa.int32())[0]), np.int32)


def _held(column: pa.Array, kind: type[np.generic]) -> NDArray[Any]:
    values = column.buffers()[1]
    if not len(column) or values is None:
        return np.zeros(len(column), dtype=kind)
    return np.frombuffer(values, dtype=kind)[column.offset : column.offset + len(column)]


def same(value: bytes | str) -> pa.Scalar:
    """Return a value that Arrow repeats for all rows.

    >>> same("a").as_py()
    'a'
    """
    return strings([value])[0] if isinstance(value, str) else _joined([value])[0]


def pieces(text: bytes, starts: Integers, stops: Integers) -> pa.Array:
    """Return the pieces of a text between starts and stops as a column of bytes.

    >>> pieces(b"a,b\\nc,d\\n", np.array([0, 4]), np.array([3, 7])).to_pylist()
    [b'a,b', b'c,d']
    """
    if not len(starts):
        return _joined([])
    # Pieces and gaps alternate; every second one is kept.
    places = np.stack([starts, stops], axis=1).ravel()
    offsets = np.append(places, places[-1:]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    every = pa.Array.from_buffers(pa.binary(), len(places), buffers)
    return every.take(integers(range(0, len(places), 2)))


def _joined(values: Sequence[bytes]) -> pa.Array:
    return _column([*map(len, values)], b"".join(values))


def _column(lengths: Sequence[int] | Integers, data: bytes) -> pa.Array:
    """Return bytes cut into values of these lengths."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), len(lengths), buffers)


def bytes_of(lines: pa.Array) -> bytes:
    """Return all values of a column of bytes or texts, joined."""
    if not len(lines):
        return b""
    _, offsets, data = lines.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(data.slice(int(places[0]), int(places[-1] - places[0]))) if data else b""
