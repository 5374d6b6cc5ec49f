"""A block of sessions read: by Arrow where that is safe, with care where it is not."""

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
from calfcause.batch.fast import parsed, read_fast
from calfcause.batch.texts import joined, quoted
from calfcause.sessions.cells import BadCell
from calfcause.sessions.csv_reader import Layout, read_rows
from calfcause.sessions.frames import encode_frame
from calfcause.sessions.schema import Column

Array = NDArray[np.float64]


@dataclass(kw_only=True)
class Rows:
    """The sessions of a block: their codes, and how they stand in the file.

    ``texts`` are rows of CSV without the ``end`` of their lines, ``table`` are columns for Parquet;
    ``raw`` is what the side file gets of a bad row.
    """

    cells: Mapping[str, Array]
    n_rows: int
    bad_cells: list[BadCell]
    places: Sequence[int]
    texts: Any = None
    end: bytes = b"\n"
    table: Any = None
    raw: Any = None


def read_csv(block: Block, layout: Layout, *, as_table: bool) -> Rows:
    """Read a block of CSV; as a table too if it is to become Parquet.

    Raises
    ------
    SchemaError
        If the quotes of a row do not pair, or a byte is no text.
    """
    fast = read_fast(block.data, layout)
    table = parsed(block.data, layout, range(len(layout.header))) if fast and as_table else None
    if fast is None or (as_table and table is None):
        return _read_with_care(block, layout)
    cells, texts, end = fast
    return Rows(
        cells=cells, n_rows=len(texts), bad_cells=[], places=range(len(texts)), texts=texts,
        end=end, table=table, raw=texts,
    )  # fmt: skip


def _read_with_care(block: Block, layout: Layout) -> Rows:
    chunk = read_rows(block.data.decode(), layout, block.before)
    raw = [one.rstrip("\r\n") for one in chunk.texts]
    ends = {one[len(bare) :] for one, bare in zip(chunk.texts, raw, strict=True)} - {""}
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
        texts=strings(texts),
        end=(min(ends) if len(ends) == 1 else layout.end or "\n").encode(),
        table=pa.table(
            [_cells(column) for column in columns],
            names=[str(at) for at in range(width)],
        ),
        raw=strings(raw),
    )


def read_parquet(block: Block, known: Mapping[int, Column], *, as_csv: bool) -> Rows:
    """Read a block of Parquet; as lines too if it is to become CSV."""
    table = from_stream(block.data)
    places = [at for at, column in known.items() if column.group != "ids"]
    cells, bad_cells = encode_frame(table.select(places).to_pandas(ignore_metadata=True))
    return Rows(
        cells=cells, n_rows=table.num_rows, bad_cells=bad_cells,
        places=range(block.before, block.next), table=table, raw=table,
        texts=_rows_as_csv(table) if as_csv else None,
    )  # fmt: skip


def _rows_as_csv(table: pa.Table) -> pa.Array:
    """The rows of a table as lines of CSV without their ends."""
    texts = []
    for column in table.columns:
        whole = column.combine_chunks()
        texts.append(quoted(pc.cast(whole, pa.string()), ","))
    return joined(texts, b",")


def _fitted(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _written(cells: Iterable[str], delimiter: str) -> str:
    line = io.StringIO()
    # Asked for LF, the module would leave a CR inside a cell unquoted.
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue().removesuffix("\r\n")


def _cells(texts: Sequence[str]) -> pa.Array:
    """Cells as a column, null where empty."""
    column = strings(texts)
    return pc.if_else(pc.equal(column, same("")), pa.nulls(1, pa.string())[0], column)
