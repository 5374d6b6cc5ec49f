"""CSV files that Spark has read as whole bytes, cut into blocks by the package's own reader.

Which lines end rows is known only from the start of a file, because quoted cells may contain line
ends. So one worker cuts a file, which is fast, and all workers answer its blocks.
"""

import pickle
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from calfcause.batch.blocks import Block
from calfcause.batch.csv_source import CsvSource
from calfcause.errors import SchemaError
from calfcause.sessions.layout import Layout

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Batches = Iterator[pa.RecordBatch]

# Bytes that a worker answers at a time: some seconds' work.
PART_BYTES = 16 << 20
# A block, or the error of a file, and the part that it belongs to.
BLOCKS = pa.schema(
    {
        "part": pa.int32(),
        "path": pa.string(),
        "next": pa.int64(),
        "before": pa.int64(),
        "next_before": pa.int64(),
        "data": pa.binary(),
        "layout": pa.binary(),
        "error": pa.string(),
    }
)


def in_blocks(files: "DataFrame", first: Layout, *, alike: str) -> "DataFrame":
    """Cut files into blocks, in parts that keep the order of the files and their rows.

    files : files as Spark reads them as ``binaryFile``
    first : how the first file is written; the others must have its header
    alike : what to do if the others have another delimiter or decimal mark; empty if they may
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    lengths = sorted(
        (file["path"], file["length"]) for file in files.select("path", "length").collect()
    )
    *begins, size = accumulate((length for _, length in lengths), initial=0)
    begin_of = dict(zip((path for path, _ in lengths), begins, strict=True))
    part_bytes = PART_BYTES

    def cut(batches: Batches) -> Batches:
        for path, content in _files_of(batches):
            for begin, row in _rows_of(path, content, first, alike):
                row["part"] = (begin_of[path] + begin) // part_bytes
                yield pa.RecordBatch.from_pylist([row], BLOCKS)

    blocks = files.select("path", "content").mapInArrow(cut, from_arrow_schema(BLOCKS))
    parts = blocks.repartitionById(size // part_bytes + 1, "part")
    return parts.sortWithinPartitions("path", "next")


def _rows_of(
    path: str, content: pa.Buffer, first: Layout, alike: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the blocks of a file, each with the bytes read so far; or the error of the file."""
    row: dict[str, Any] = {"path": path, "next": 0}
    try:
        with _opened(plain_path(path), content) as file:
            layout = replace(file.layout, name=plain_path(path))
            _check(layout, first, alike)
            row["layout"] = pickle.dumps(layout)
            for block in file.blocks():
                row |= vars(block)
                yield int((file.share or 0) * len(content)), row
    except SchemaError as error:
        yield len(content), {"path": path, "next": row["next"] + 1, "error": str(error)}


def blocks_in(batches: Batches) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of batches as dicts, see ``BLOCKS``."""
    for batch in batches:
        for at in range(batch.num_rows):
            yield batch.slice(at, 1).to_pylist()[0]


def unpacked(row: Mapping[str, Any]) -> tuple[Layout, Block]:
    """Return the layout of a file and a block of it from a row of ``BLOCKS``."""
    if row["error"] is not None:
        raise SchemaError(row["error"])
    names = ("data", "before", "next", "next_before")
    return pickle.loads(row["layout"]), Block(**{name: row[name] for name in names})


def layouts(batches: Batches) -> Batches:
    """Yield the layout of each file, pickled, so that the driver need not hold the files."""
    for path, content in _files_of(batches):
        with _opened(plain_path(path), content) as file:
            layout = pickle.dumps(replace(file.layout, name=plain_path(path)))
        yield pa.RecordBatch.from_arrays([pa.array([layout], pa.binary())], ["layout"])


def _files_of(batches: Batches) -> Iterator[tuple[str, pa.Buffer]]:
    """Yield path and content of each file."""
    for batch in batches:
        paths, contents = batch.column("path"), batch.column("content")
        for path, content in zip(paths, contents, strict=True):
            yield path.as_py(), content.as_buffer()


@contextmanager
def _opened(path: str, content: pa.Buffer) -> Iterator[CsvSource]:
    """Open a CSV file that came as bytes."""
    with tempfile.TemporaryDirectory(prefix="calfcause-") as folder:
        copy = Path(folder, path.rpartition("/")[2])
        copy.write_bytes(content)
        try:
            with closing(CsvSource(copy)) as file:
                yield file
        except SchemaError as error:
            # The reader names the copy.
            raise SchemaError(str(error).replace(str(copy), path)) from None


def _check(layout: Layout, first: Layout, alike: str) -> None:
    if layout.header != first.header:
        beyond = [name for name in layout.header if name not in first.header]
        lacking = [name for name in first.header if name not in layout.header]
        raise SchemaError(
            f"{layout.name} has other columns than {first.name}, or another order: missing"
            f" {', '.join(lacking) or 'none'}, additional {', '.join(beyond) or 'none'};"
            " files that are answered together need the same header"
        )
    marks = (layout.delimiter, layout.mark), (first.delimiter, first.mark)
    if alike and marks[0] != marks[1]:
        raise SchemaError(
            f"{layout.name} has another delimiter or decimal mark than {first.name}, {marks[0]}"
            f" instead of {marks[1]}; {alike}"
        )


def plain_path(path: str) -> str:
    """Return a local path without its scheme, others unchanged.

    >>> plain_path("file:///runs/a.csv"), plain_path("file:/runs/a.csv"), plain_path("s3a://b/a")
    ('/runs/a.csv', '/runs/a.csv', 's3a://b/a')
    """
    return "/" + path[5:].lstrip("/") if path.startswith("file:") else path
