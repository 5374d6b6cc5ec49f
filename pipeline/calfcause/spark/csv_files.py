"""CSV files as Spark brings them, whole and as bytes, opened by the package's own reader."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from calfcause.batch.csv_source import CsvSource
from calfcause.errors import SchemaError

Batches = Iterator[pa.RecordBatch]


def files_of(batches: Batches) -> Iterator[tuple[str, pa.Buffer]]:
    """Where each file lies and what is in it."""
    for batch in batches:
        paths, contents = batch.column("path"), batch.column("content")
        for path, content in zip(paths, contents, strict=True):
            yield plain_path(path.as_py()), content.as_buffer()


@contextmanager
def opened(path: str, content: pa.Buffer) -> Iterator[CsvSource]:
    """Open a CSV file that came as bytes.

    Raises
    ------
    SchemaError
        If it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="calfcause-") as folder:
        copy = Path(folder, path.rpartition("/")[2])
        copy.write_bytes(content)
        try:
            with closing(CsvSource(copy)) as file:
                yield file
        except SchemaError as error:
            # The reader knows the copy alone.
            raise SchemaError(str(error).replace(str(copy), path)) from None


def layouts(batches: Batches) -> Iterator[pa.RecordBatch]:
    """How each file is written, pickled: a driver need not hold a file to know."""
    for path, content in files_of(batches):
        with opened(path, content) as file:
            layout = pickle.dumps(replace(file.layout, name=path))
        yield pa.RecordBatch.from_arrays([pa.array([layout], pa.binary())], ["layout"])


def plain_path(path: str) -> str:
    """A path of this machine as people write it, others as they are.

    >>> plain_path("file:///runs/a.csv"), plain_path("file:/runs/a.csv"), plain_path("s3a://b/a")
    ('/runs/a.csv', '/runs/a.csv', 's3a://b/a')
    """
    return "/" + path[5:].lstrip("/") if path.startswith("file:") else path
