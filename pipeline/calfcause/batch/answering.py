"""One block of sessions in, its rows with their answers out: what every worker does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.answer.columns import ANSWER_COLUMNS, REASON_COLUMNS, is_number
from calfcause.answer.predictor import Predictor
from calfcause.answer.reasons import reasons
from calfcause.batch.arrays import bytes_of, flags, floats, integers, strings
from calfcause.batch.blocks import Block, as_stream
from calfcause.batch.reading import Rows, read_csv, read_parquet
from calfcause.batch.texts import joined, numbers_as_text, quoted
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.bad_cells import BadCell
from calfcause.sessions.layout import Layout, side_names
from calfcause.sessions.schema import Column
from calfcause.sessions.units import Units

Array = NDArray[np.float64]
OnBadRows = Literal["stop", "flag", "side-file"]
# What is told of bad rows too.
TOLD_ANYWAY = ("error", "red_flags")


@dataclass(kw_only=True)
class Answered:
    """What became of a block.

    Attributes
    ----------
    answers, side : what goes to the file of answers and to the one of bad rows, packed.
    bad_cells : with their lines, or of Parquet with rows that count from the file's first.
    """

    answers: bytes = b""
    side: bytes = b""
    rows: int = 0
    bad_rows: int = 0
    red_flagged_rows: int = 0
    expected_sore: float = 0.0
    bad_cells: list[BadCell] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Answering:
    """How blocks of a file are answered; goes to every worker.

    Attributes
    ----------
    layout : of a CSV file; None of Parquet.
    known : the known columns of the file by place.
    names : of the columns of the file that the answers keep.
    called : what the answers' columns are called, in order.
    to_parquet : whether the answers go to Parquet.
    packing : how CSV, or a batch of Parquet, is packed, None if it is not.
    side_packing : the same of the side file.
    """

    predictor: Predictor
    layout: Layout | None
    known: Mapping[int, Column]
    names: Sequence[str]
    called: Sequence[str]
    explain: bool
    on_bad_rows: OnBadRows
    units: Units
    to_parquet: bool
    packing: str | None
    side_packing: str | None

    def __call__(self, block: Block) -> Answered:
        """Answer a block.

        Raises
        ------
        SchemaError
            If the quotes of a row do not pair, or a byte is no text.
        """
        rows = self._read(block)
        bad = {row: list(cells) for row, cells in groupby(rows.bad_cells, lambda cell: cell.row)}
        found = Answered(rows=rows.n_rows, bad_rows=len(bad))
        if bad and self.on_bad_rows == "stop":
            first = block.before if self.layout is None else 0
            found.bad_cells = [replace(cell, row=first + cell.row) for cell in rows.bad_cells]
            return found
        is_bad = np.zeros(rows.n_rows, dtype=bool)
        is_bad[list(bad)] = True
        columns = self._columns(rows, bad)
        found.red_flagged_rows = sum(map(bool, columns["red_flags"]))
        found.expected_sore = float(columns["p_sore"][~is_bad].sum())
        if bad and self.on_bad_rows == "side-file":
            found.side = self._side(rows, bad, columns["red_flags"])
        if self.to_parquet:
            found.answers = self._as_parquet(rows, columns, is_bad)
        else:
            found.answers = packed(self._as_csv(rows, columns, is_bad), self.packing)
        return found

    def _read(self, block: Block) -> Rows:
        if self.layout is None:
            return read_parquet(block, self.known, as_csv=not self.to_parquet)
        return read_csv(block, self.layout, as_table=self.to_parquet)

    def _columns(self, rows: Rows, bad: Mapping[int, list[BadCell]]) -> dict[str, Any]:
        """The answers by column: probabilities as numbers, the rest as lists of texts."""
        columns: dict[str, Any] = self.predictor.predict_columns(rows.cells, rows.n_rows)
        if self.explain:
            chances = np.stack([columns[f"p_{head}"] for head in HEADS], axis=1)
            columns |= reasons(self.predictor, rows.cells, chances, units=self.units)
        columns["error"] = [""] * rows.n_rows
        for row, cells in bad.items():
            columns["error"][row] = " | ".join(cell.complaint for cell in cells)
        return columns

    def _as_csv(self, rows: Rows, columns: Mapping[str, Any], is_bad: NDArray[np.bool_]) -> bytes:
        layout = self.layout
        delimiter, mark = (layout.delimiter, layout.decimal) if layout else (",", ".")
        mark = mark if delimiter != "," else "."
        cells: list[Any] = [rows.texts]
        for are_numbers, names in groupby(self._names(), is_number):
            if are_numbers:
                numbers = [np.where(is_bad, np.nan, columns[name]) for name in names]
                cells.append(numbers_as_text(numbers, delimiter, mark))
            else:
                cells += [quoted(_texts(columns, name, is_bad), delimiter) for name in names]
        lines = joined(cells, delimiter.encode())
        if self.on_bad_rows == "side-file" and is_bad.any():
            lines = lines.filter(flags(~is_bad))
        return bytes_of(joined([lines, rows.end], b""))

    def _as_parquet(
        self, rows: Rows, columns: Mapping[str, Any], is_bad: NDArray[np.bool_]
    ) -> bytes:
        table = rows.table.rename_columns(list(self.names))
        for called, name in zip(self.called, self._names(), strict=True):
            given = (
                _hidden(floats(columns[name]), is_bad)
                if is_number(name)
                else _texts(columns, name, is_bad)
            )
            table = table.append_column(called, given)
        if self.on_bad_rows == "side-file":
            table = table.filter(flags(~is_bad))
        return as_stream(_one_batch(table), self.packing)

    def _names(self) -> list[str]:
        return answer_names(self.explain, self.on_bad_rows)

    def _side(
        self, rows: Rows, bad: Mapping[int, list[BadCell]], red_flags: Sequence[str]
    ) -> bytes:
        """Bad rows as they came, behind where they stood, what is wrong, and their red flags."""
        found = list(bad)
        places = [rows.places[row] for row in found]
        errors = [" | ".join(cell.complaint for cell in bad[row]) for row in found]
        signs = [red_flags[row] for row in found]
        taken = rows.raw.take(integers(found))
        if self.layout is None:
            before = (integers(places), strings(errors), strings(signs))
            names = side_names(of_csv=False)
            for place, (name, column) in enumerate(zip(names, before, strict=True)):
                taken = taken.add_column(place, name, column)
            return as_stream(_one_batch(taken), self.side_packing)
        texts = [quoted(strings(one), self.layout.delimiter) for one in (errors, signs)]
        numbers = pc.cast(integers(places), pa.string())
        lines = joined([numbers, *texts, taken], self.layout.delimiter.encode())
        return packed(bytes_of(joined([lines, rows.end], b"")), self.side_packing)


def answer_names(explain: bool, on_bad_rows: OnBadRows) -> list[str]:
    """The columns that answers have, in order."""
    told = REASON_COLUMNS if explain else ()
    return [*ANSWER_COLUMNS, *told, *(("error",) if on_bad_rows == "flag" else ())]


def packed(text: bytes, how: str | None) -> bytes:
    """Some text of a file, packed so that what is packed can be strung together."""
    if not how or not text:
        return text
    return pa.compress(text, codec=how, asbytes=True)  # type: ignore[no-any-return]


def _texts(columns: Mapping[str, Any], name: str, is_bad: NDArray[np.bool_]) -> pa.Array:
    """A column of texts; of bad rows only red flags and what is wrong are told."""
    given = strings(columns[name])
    return given if name in TOLD_ANYWAY else _hidden(given, is_bad)


def _hidden(column: pa.Array, is_bad: NDArray[np.bool_]) -> pa.Array:
    """A column that is null in bad rows."""
    if not is_bad.any():
        return column
    return pc.if_else(flags(is_bad), pa.nulls(1, column.type)[0], column)


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
