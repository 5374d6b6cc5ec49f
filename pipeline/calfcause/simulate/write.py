"""Write simulated sessions to files block by block, so that memory stays flat."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.errors import CalfcauseError, SchemaError
from calfcause.files import atomic_path, ending, opened
from calfcause.parts import held_part, sweep
from calfcause.remote import here
from calfcause.simulate.frame import in_plain_text, to_table
from calfcause.simulate.generate import BLOCK_RUNNERS, Simulated

if TYPE_CHECKING:
    import pyarrow as pa

# A row group of a Parquet file is kept in memory until it is written, and its footer until the end
# of the file: few groups are cheap to read, many to write.
ROW_GROUP_SESSIONS = 100_000


def write_sessions(blocks: Iterable[Simulated], path: str | Path, *, truth: bool = False) -> int:
    """Write blocks of sessions to a CSV or Parquet file, in numbers that read back exactly."""
    end = ending(path, (".csv", ".csv.gz", ".parquet"))
    if not end:
        raise SchemaError(f"{path}: sessions can be written to .csv, .csv.gz or .parquet")
    tables = (to_table(block, truth=truth) for block in blocks)
    with atomic_path(path) as part:
        if end == ".parquet":
            return _write_parquet(tables, part)
        return _write_csv(tables, part, packed=end == ".csv.gz")


def write_parts(
    blocks: Iterator[Simulated], folder: Path, *, n_blocks: int, n_parts: int, truth: bool = False
) -> int:
    """Write blocks of sessions into Parquet files in a new folder, whole blocks in each.

    Read in order, the parts hold the same sessions whatever their number. The folder appears when
    all of them are complete.
    """
    if n_parts > n_blocks:
        raise CalfcauseError(
            f"{n_parts} parts are too many: each holds whole blocks of {BLOCK_RUNNERS} runners, and"
            f" there are {n_blocks}"
        )
    # What a killed process has left in the folder, or beside it, does not count.
    folder = here(folder)
    places = folder / "sessions", folder
    for place in places:
        sweep(place)
    if folder.exists() and any(folder.iterdir()):
        raise CalfcauseError(f"{folder} is not empty; choose a new folder for the parts")
    # A link or the root of a volume cannot be replaced, nor can what lies in a read-only folder.
    stays = folder.is_symlink() or folder.is_mount() or not os.access(folder.parent, os.W_OK)
    n_sessions = 0
    with held_part(places[0] if stays else folder, folder=True) as whole:
        for number in range(n_parts):
            size = (number + 1) * n_blocks // n_parts - number * n_blocks // n_parts
            name = f"part-{number + 1:04d}-of-{n_parts:04d}.parquet"
            n_sessions += write_sessions(islice(blocks, size), whole / name, truth=truth)
        if stays:
            for part in sorted(whole.iterdir()):
                part.rename(folder / part.name)
        else:
            if folder.exists():
                folder.rmdir()
            whole.rename(folder)
    return n_sessions


def _write_parquet(tables: Iterator["pa.Table"], part: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = next(tables)
    # Numbers hardly repeat, so a dictionary of them costs time and space. Without Arrow's own
    # schema in the file the words read back as text.
    repeated = [
        field.name
        for field in first.schema
        if pa.types.is_dictionary(field.type) or field.name in ("runner_id", "start_time")
    ]
    n_sessions = 0
    with pq.ParquetWriter(
        part, first.schema, use_dictionary=repeated, store_schema=False
    ) as writer:
        for group in _groups(chain([first], tables)):
            writer.write_table(group)
            n_sessions += len(group)
    return n_sessions


def _groups(tables: Iterable["pa.Table"]) -> Iterator["pa.Table"]:
    """Join tables until they are large enough for a row group."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(map(len, waiting)) >= ROW_GROUP_SESSIONS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _write_csv(tables: Iterable["pa.Table"], part: Path, *, packed: bool) -> int:
    from pyarrow import csv

    # No cell of a simulated session holds a comma or a quote.
    form = csv.WriteOptions(include_header=False, quoting_style="none")
    n_sessions = 0
    with opened(part, packed=packed) as stream:
        for number, table in enumerate(tables):
            if number == 0:
                stream.write(",".join(table.column_names).encode() + b"\n")
            csv.write_csv(in_plain_text(table), stream, form)
            n_sessions += len(table)
    return n_sessions
