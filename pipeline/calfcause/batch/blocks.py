"""Blocks of sessions: what is read, answered and written at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyarrow as pa

# What a worker answers at once: enough to be quick, and few enough to be in memory many times.
BLOCK_ROWS = 5_000
BLOCK_BYTES = 1 << 20
PACKED = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some consecutive sessions, as they stand in the file.

    Attributes
    ----------
    data : bytes of CSV as UTF-8, or a record batch as a stream of Arrow.
    before : the lines of CSV, or the rows of Parquet, that come before.
    next : where the next block begins: bytes of CSV, as UTF-8, or rows of Parquet.
    next_before : the same in lines or rows.
    """

    data: bytes
    before: int
    next: int
    next_before: int


def name_of(source: str | Path) -> str:
    """What messages call a source."""
    return "<stdin>" if str(source) == "-" else str(source)


def packing_of(path: str | Path) -> str | None:
    """How a file of this name is packed, None if it is not."""
    return next((how for end, how in PACKED.items() if str(path).endswith(end)), None)


def as_stream(batch: pa.RecordBatch, packing: str | None = None) -> bytes:
    """A record batch as bytes, its columns packed or not."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=packing)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return cast(bytes, sink.getvalue().to_pybytes())


def from_stream(data: bytes | pa.NativeFile) -> pa.Table:
    """The table of some bytes that ``as_stream`` made, or of the next ones of a file."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
