"""Write answers, as text or as Parquet, so that a job can be continued from any place."""

import os
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from calfcause.batch.blocks import from_stream
from calfcause.batch.job import BATCHES, PartsError
from calfcause.batch.source import open_source
from calfcause.errors import SchemaError
from calfcause.files import ending, is_stream, real
from calfcause.remote import beside, exists, fetched, is_remote, is_same

ENDS = (".csv", ".csv.gz", ".csv.zst", ".parquet")
# Row groups of this size are fast to read and need little memory to write.
GROUP_ROWS, GROUP_BYTES = 100_000, 16 << 20


def check_target(target: str | Path) -> None:
    """Refuse a file whose name does not show its format."""
    if not is_stream(target) and not ending(target, ENDS):
        *others, last = ENDS
        raise SchemaError(f"{target}: answers are written to {', '.join(others)} or {last}")


def side_of(target: str | Path, *, of_csv: bool) -> Path:
    """The side file of a target. It has the format of the source, as bad rows stay unchanged.

    >>> side_of("runs/answers.csv.gz", of_csv=True).name
    'answers.bad.csv.gz'
    >>> side_of("runs/answers.csv.gz", of_csv=False).name
    'answers.bad.parquet'
    """
    if is_stream(target):
        raise SchemaError(f"{target} is not a file, so bad rows cannot go to a side file beside it")
    side = _beside(Path(target), of_csv=of_csv)
    if os.path.isdir(side) or is_stream(side) or real(side) == real(target):
        raise SchemaError(f"the side file {side} would replace something else; move that away")
    return side


def refuse_foreign(side: str) -> None:
    """Refuse to replace a file that is no side file, but has the name of one."""
    if not (exists(side) if is_remote(side) else os.path.exists(side)):
        return
    with fetched(side) as near:
        n_own = 0
        with suppress(SchemaError, OSError), closing(open_source(near)) as opened:
            n_own = opened.n_own
        if not n_own and (os.path.isdir(near) or os.path.getsize(near)):
            raise SchemaError(f"the side file {side} would replace something else; move that away")


def refuse_over_the_rest(source: str | Path, target: str | Path, *, of_csv: bool) -> None:
    """Refuse to replace the answers to the good rows by those to the corrected rows."""
    if is_remote(target):
        side = beside(target, _beside(Path(target), of_csv=of_csv).name)
        over = is_same(source, side) and exists(target)
    else:
        over = _is_side(source, target, of_csv=of_csv)
    if over:
        raise SchemaError(
            f"{target} holds the answers to the rows that are not in {source}; choose another name"
            " for the output"
        )


def _is_side(source: str | Path, target: str | Path, *, of_csv: bool) -> bool:
    """Whether the source is the side file of a target that exists."""
    if is_remote(source) or is_stream(target) or not os.path.exists(target):
        return False
    sides = (_beside(path, of_csv=of_csv) for path in (Path(target), real(target)))
    return real(source) in map(real, sides)


def _beside(target: Path, *, of_csv: bool) -> Path:
    *csv_ends, parquet = ENDS
    end = ending(target.name, ENDS)
    side_end = (end if end in csv_ends else csv_ends[0]) if of_csv else parquet
    return target.with_name(f"{target.name[: len(target.name) - len(end)]}.bad{side_end}")


class Sink(Protocol):
    """A file that answers are written to, block by block."""

    def write(self, data: bytes) -> None:
        """Add the answers of a block."""

    def place(self) -> int:
        """Flush everything to the disk, and return the length so far."""

    def close(self) -> None:
        """Complete the file."""

    def give_up(self) -> None:
        """Close the file, complete or not."""


def _damaged(path: Path) -> PartsError:
    return PartsError(f"{path} is damaged; start again without --resume")


class ByteSink:
    """A file of bytes, such as text; continues after the first ``place`` bytes.

    Raises PartsError if the file is shorter than that.
    """

    def __init__(self, path: Path, place: int | None = None) -> None:
        if place is not None and not (path.is_file() and path.stat().st_size >= place):
            raise _damaged(path)
        self._file = path.open("wb" if place is None else "r+b", buffering=0)
        if place is not None:
            self._file.truncate(place)
            self._file.seek(place)

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:  # a nearly full disk accepts a part, and fails the next time
            left = left[self._file.write(left) :]

    def place(self) -> int:
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    give_up = close


class ParquetSink:
    """A Parquet file, and if ``kept`` its batches once more in a file that can be continued.

    An incomplete Parquet file cannot be read. So to continue from ``place``, the file is written
    again from the kept batches, which takes little time compared with answering. Raises PartsError
    if the kept batches cannot be read.
    """

    def __init__(
        self, path: Path, schema: pa.Schema, place: int | None = None, *, kept: bool
    ) -> None:
        self._tables: list[pa.Table] = []
        with ExitStack() as begun:
            # Opened by Python, which unlike Arrow takes names that are not UTF-8.
            self._file = begun.enter_context(path.open("wb"))
            self._writer = begun.enter_context(pq.ParquetWriter(self._file, schema))
            came = path.with_name(f"{path.name}{BATCHES}") if kept else Path(os.devnull)
            self._came = begun.enter_context(closing(ByteSink(came, place)))
            if place:
                self._read_again(came, place)
            begun.pop_all()

    def write(self, data: bytes) -> None:
        if data:
            self._came.write(data)
            self._add(from_stream(data))

    def place(self) -> int:
        return self._came.place()

    def close(self) -> None:
        self._write_group()
        self._writer.close()
        self._file.close()
        self._came.close()

    def give_up(self) -> None:
        with suppress(OSError, ValueError, pa.ArrowException):
            self._writer.close()
        with suppress(OSError):
            self._file.close()
        self._came.close()

    def _read_again(self, came: Path, place: int) -> None:
        with pa.PythonFile(came.open("rb")) as file:
            while file.tell() < place:
                try:
                    table = from_stream(file)
                except (pa.ArrowException, OSError):
                    raise _damaged(came) from None
                self._add(table)

    def _add(self, table: pa.Table) -> None:
        self._tables.append(table)
        rows = sum(len(table) for table in self._tables)
        if rows >= GROUP_ROWS or sum(table.nbytes for table in self._tables) >= GROUP_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        if self._tables:
            self._writer.write_table(pa.concat_tables(self._tables).combine_chunks())
            self._tables = []


def new_sink(path: Path, schema: Any, place: int | None = None, *, kept: bool) -> Sink:
    """A sink for Parquet with this schema, or for text if there is none."""
    if schema is None:
        return ByteSink(path, place)
    return ParquetSink(path, schema, place, kept=kept)
