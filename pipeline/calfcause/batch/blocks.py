"""Blocks of sessions, each of which is read, answered and written at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyarrow as pa

from calfcause.answer.past import Past
from calfcause.files import ending
from calfcause.texts import printable

# Enough for a worker to be fast, and few enough to be in memory several times.
BLOCK_ROWS = 5_000
BLOCK_BYTES = 1 << 20
PACKED = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some consecutive sessions as they are in the file."""

    data: bytes  # CSV as UTF-8, or a record batch as an Arrow stream
    before: int  # number of lines of CSV, or rows of Parquet, before the block
    next: int  # where the next block begins: bytes of CSV as UTF-8, or rows of Parquet
    next_before: int  # the same in lines of CSV or rows of Parquet
    decimal: str = ""  # decimal mark of texts in Parquet, empty if not known
    past: Past | None = None  # what earlier runs add to the rows


def name_of(source: str | Path) -> str:
    """Return the name of a source for messages."""
    return "<stdin>" if str(source) == "-" else printable(str(source))


def packing_of(path: str | Path) -> str | None:
    """Return how a file of this name is compressed, None if it is not."""
    return PACKED.get(ending(path, PACKED))


def as_stream(batch: pa.RecordBatch, packing: str | None = None) -> bytes:
    """Return a record batch as an Arrow stream, compressed as ``packing`` says."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=packing)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return cast(bytes, sink.getvalue().to_pybytes())


def from_stream(data: bytes | pa.NativeFile) -> pa.Table:
    """Return the table in an Arrow stream: bytes, or the next ones of a file."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
