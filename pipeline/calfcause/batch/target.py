"""Where answers go: to a file that appears when it is complete, or on to whoever reads them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from calfcause.atomic import is_stream
from calfcause.batch.blocks import from_stream
from calfcause.errors import SchemaError

ENDS = (".csv", ".csv.gz", ".csv.zst", ".parquet")
# Row groups as large as this are read fast and written in little memory.
GROUP_ROWS, GROUP_BYTES = 100_000, 16 << 20


def check_target(target: str | Path) -> None:
    """Refuse a file whose name says nothing of its form.

    Raises
    ------
    SchemaError
        If it ends in none of ``ENDS``.
    """
    if not is_stream(target) and not str(target).endswith(ENDS):
        *others, last = ENDS
        raise SchemaError(f"{target}: answers are written to {', '.join(others)} or {last}")


def side_of(target: str | Path, *, of_csv: bool) -> Path:
    """The file of bad rows beside a target; they go whole, so in the form in which they came.

    Raises
    ------
    SchemaError
        If the target is no file.

    Examples
    --------
    >>> side_of("runs/answers.csv.gz", of_csv=True).name
    'answers.bad.csv.gz'
    >>> side_of("runs/answers.csv.gz", of_csv=False).name
    'answers.bad.parquet'
    """
    if is_stream(target):
        raise SchemaError(f"{target} is no file that a file of bad rows could lie beside")
    path = Path(target)
    *csv_ends, parquet = ENDS
    end = next(end for end in ENDS if path.name.endswith(end))
    side_end = (end if end in csv_ends else csv_ends[0]) if of_csv else parquet
    return path.with_name(f"{path.name.removesuffix(end)}.bad{side_end}")


class Sink(Protocol):
    """What answers are written to, block by block."""

    def write(self, data: bytes) -> None:
        """Add the answers of a block."""

    def place(self) -> int:
        """Make sure that all of it is on the disk, and say where it ends."""

    def close(self) -> None:
        """End it."""

    def give_up(self) -> None:
        """Let go of its files, whatever they hold."""


class CsvSink:
    """Text, packed or not, in one file; goes on behind what is there up to ``place``."""

    def __init__(self, path: Path, place: int | None = None) -> None:
        self._file = path.open("wb" if place is None else "r+b", buffering=0)
        if place is not None:
            self._file.truncate(place)
            self._file.seek(place)

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:  # a nearly full disk takes a part and tells the next time
            left = left[self._file.write(left) :]

    def place(self) -> int:
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    give_up = close


class ParquetSink:
    """Record batches in row groups of one file; in as many files as ``place`` is asked for."""

    def __init__(self, path: Path, schema: pa.Schema, place: int | None = None) -> None:
        self._path, self._schema = path, schema
        self._parts = place or 0
        self._tables: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def write(self, data: bytes) -> None:
        if not data:
            return
        self._tables.append(from_stream(data))
        rows = sum(len(table) for table in self._tables)
        if rows >= GROUP_ROWS or sum(table.nbytes for table in self._tables) >= GROUP_BYTES:
            self._write_group()

    def place(self) -> int:
        self._write_group()
        if self._writer is not None:
            self._end()
            os.replace(self._path, self._part(self._parts))
            self._parts += 1
        return self._parts

    def close(self) -> None:
        if not self._parts:
            self._write_group(even_if_empty=self._writer is None)
            self._end()
            return
        self.place()
        self._parts, parts = 0, self._parts
        for number in range(parts):
            with pq.ParquetFile(self._part(number)) as file:
                for group in range(file.metadata.num_row_groups):
                    self._write(file.read_row_group(group))
        self._end()

    def give_up(self) -> None:
        with suppress(OSError, pa.ArrowException):
            self._end()

    def _part(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

    def _write_group(self, *, even_if_empty: bool = False) -> None:
        if self._tables or even_if_empty:
            tables, self._tables = self._tables, []
            self._write(pa.concat_tables([self._schema.empty_table(), *tables]).combine_chunks())

    def _write(self, table: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, self._schema)
        self._writer.write_table(table)

    def _end(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()


def new_sink(path: Path, schema: Any, place: int | None = None) -> Sink:
    """A sink for Parquet of a schema, or for text where there is none."""
    return CsvSink(path, place) if schema is None else ParquetSink(path, schema, place)
