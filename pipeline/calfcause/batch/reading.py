"""Read a block of sessions: with Arrow where that is safe, with care where it is not."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.batch.arrays import same, strings
from calfcause.batch.blocks import Block, from_stream
from calfcause.batch.fast import read_fast
from calfcause.batch.texts import joined, quoted
from calfcause.errors import Problem
from calfcause.sessions.arrow import frame_of
from calfcause.sessions.cells import Synonyms
from calfcause.sessions.csv_reader import read_rows
from calfcause.sessions.frames import encode_table
from calfcause.sessions.layout import Layout
from calfcause.sessions.schema import Column

Array = NDArray[np.float64]


@dataclass(kw_only=True)
class Rows:
    """The sessions of a block, without the columns that a side file has added in front."""

    cells: Mapping[str, Array]  # codes by column; NaN where missing or bad, (n_rows,)
    n_rows: int  # number of sessions
    bad_cells: list[Problem]  # cells that are not allowed, by row of the block
    places: Sequence[int]  # line in the CSV file or row in the Parquet file of each session
    synonyms: Synonyms  # words that were read as others, by column and word
    # Rows of CSV without their line ends, each with a cell for every column of the header
    texts: Any = None
    end: bytes = b"\n"  # line end of the rows
    table: Any = None  # columns for Parquet
    raw: Any = None  # what the side file gets of bad rows


def read_csv(
    block: Block, layout: Layout, *, as_table: bool, columns: Sequence[int] | None = None
) -> Rows:
    """Read a block of CSV.

    block : whole rows of the file
    layout : how the file is written
    as_table : whether the columns are needed as a table, named by their places
    columns : the places of these columns; by default all

    Raises SchemaError if a quote is not closed, or there is a NUL byte.
    """
    wanted = range(len(layout.header)) if columns is None else columns
    fast = read_fast(block.data, layout, wanted if as_table else ())
    if fast is None:
        return _read_with_care(block, layout)
    cells, texts, end, synonyms, read = fast
    table = read.select([str(at) for at in wanted]) if as_table else None
    return Rows(
        cells=cells, n_rows=len(texts), bad_cells=[], places=range(len(texts)), texts=texts,
        end=end, table=table, raw=texts, synonyms=synonyms,
    )  # fmt: skip


def _read_with_care(block: Block, layout: Layout) -> Rows:
    chunk = read_rows(block.data.decode(), layout, block.before)
    raw = [text.rstrip("\r\n") for text in chunk.texts]
    ends = {text[len(bare) :] for text, bare in zip(chunk.texts, raw, strict=True)} - {""}
    width = len(layout.header)
    fitting = [row if len(row) == width else _fitted(row, width) for row in chunk.rows]
    texts = [
        bare if len(row) == width else _written(fitted, layout.delimiter)
        for bare, row, fitted in zip(raw, chunk.rows, fitting, strict=True)
    ]
    columns = list(zip(*fitting, strict=True)) or [()] * width
    return Rows(
        cells=chunk.cells,
        n_rows=len(chunk),
        bad_cells=chunk.bad_cells,
        places=chunk.lines,
        synonyms=chunk.synonyms,
        texts=strings(texts),
        end=(min(ends) if len(ends) == 1 else layout.end or "\n").encode(),
        table=pa.table(
            [_cells(column) for column in columns],
            names=[str(at) for at in range(width)],
        ),
        raw=strings(raw),
    )


def read_parquet(block: Block, known: Mapping[int, Column], *, as_csv: bool) -> Rows:
    """Read a block of Parquet.

    as_csv : whether the rows are needed as text, for CSV
    """
    table = from_stream(block.data)
    places = [at for at, column in known.items() if column.group != "ids"]
    frame = frame_of(table.select(places))
    columns = {column.name: column for column in known.values()}
    cells, bad_cells, synonyms = encode_table(frame, columns=columns, decimal=block.decimal)
    return Rows(
        cells=cells, n_rows=table.num_rows, bad_cells=bad_cells, synonyms=synonyms,
        places=range(block.before, block.next), table=table, raw=table,
        texts=_rows_as_csv(table) if as_csv else None,
    )  # fmt: skip


def _rows_as_csv(table: pa.Table) -> pa.Array:
    """Return the rows of a table as CSV without line ends."""
    texts = []
    for column in table.columns:
        whole = column.combine_chunks()
        texts.append(quoted(pc.cast(whole, pa.string()), ","))
    return joined(texts, b",")


def _fitted(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _written(cells: Iterable[str], delimiter: str) -> str:
    line = io.StringIO()
    # With LF as the line end, the module would leave a CR inside a cell unquoted.
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue().removesuffix("\r\n")


def _cells(texts: Sequence[str]) -> pa.Array:
    """Return cells as a column, null where empty."""
    column = strings(texts)
    return pc.if_else(pc.equal(column, same("")), pa.nulls(1, pa.string())[0], column)
