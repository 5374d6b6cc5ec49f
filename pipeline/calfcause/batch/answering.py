"""Answer one block of sessions: the work of every process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from calfcause.answer.columns import (
    ANSWER_COLUMNS,
    INTERVAL_COLUMNS,
    MODEL_COLUMNS,
    REASON_COLUMNS,
    is_number,
)
from calfcause.answer.past import Past
from calfcause.answer.picture import NOT_JUDGED, SELF_CARE
from calfcause.answer.predictor import Predictor
from calfcause.answer.reasons import reasons
from calfcause.answer.triage import flags_by_row
from calfcause.batch.arrays import bytes_of, flags, floats, integers, strings
from calfcause.batch.blocks import Block, as_stream
from calfcause.batch.reading import Rows, read_csv, read_parquet
from calfcause.batch.texts import joined, numbers_as_text, quoted
from calfcause.errors import Problem
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.bad_cells import hides_signs
from calfcause.sessions.cells import Synonyms
from calfcause.sessions.contradictions import impossible
from calfcause.sessions.layout import Layout, side_names
from calfcause.sessions.schema import Column
from calfcause.sessions.units import Units

Array = NDArray[np.float64]
OnBadRows = Literal["stop", "flag", "side-file"]
# The columns that rows with bad cells get, too.
TOLD_ANYWAY = ("error", "red_flags", "triage")


@dataclass(kw_only=True)
class Answered:
    """The result of a block."""

    # What to append to the file of answers and to the side file, compressed as these are
    answers: bytes = b""
    side: bytes = b""
    # Number of sessions, of those with bad cells, and of those with red flags
    rows: int = 0
    bad_rows: int = 0
    red_flagged_rows: int = 0
    expected_sore: float = 0.0  # sum of p_sore over the sessions without bad cells
    # Number of sessions in which a bad cell hides signs that need a clinician
    unjudged_rows: int = 0
    # By row of the block: cells that cannot be true, of sessions without bad cells
    impossible: dict[int, str] = field(default_factory=dict)
    # Words that were read as others, by column and word
    synonyms: Synonyms = field(default_factory=dict)
    # If bad cells stop the job: the cells, by row of the block
    bad_cells: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Answering:
    """How to answer the blocks of a file; sent to every worker."""

    predictor: Predictor  # answers the sessions
    layout: Layout | None  # how the CSV file is written; None for Parquet
    known: Mapping[int, Column]  # the known columns by their position in the file
    names: Sequence[str]  # the columns of the file that the answers keep
    called: Sequence[str]  # names of the added columns, in order
    explain: bool  # whether to add the reasons, in columns of text
    on_bad_rows: OnBadRows  # what to do with rows that have bad cells
    units: Units  # the units of the reasons
    intervals: bool  # whether to add the interval of the risk
    to_parquet: bool  # whether the answers are written as Parquet
    # Compression of the answers and of the side file (of each batch for Parquet)
    packing: str | None
    side_packing: str | None
    name_model: bool = False  # whether to add the columns that name the model

    def __call__(self, block: Block) -> Answered:
        """Answer a block.

        Raises SchemaError if the quotes of a row are not balanced, or a byte is not text.
        """
        rows = self._read(block)
        bad = {
            row: list(cells) for row, cells in groupby(rows.bad_cells, lambda cell: cell.row or 0)
        }
        found = Answered(rows=rows.n_rows, bad_rows=len(bad), synonyms=rows.synonyms)
        found.unjudged_rows = sum(any(hides_signs(cell) for cell in bad[row]) for row in bad)
        odd = impossible(rows.cells, rows.n_rows)
        found.impossible = {row: odd[row] for row in odd if row not in bad}
        if bad and self.on_bad_rows == "stop":
            found.red_flagged_rows = len(flags_by_row(rows.cells))
            found.bad_cells = rows.bad_cells
            return found
        is_bad = np.zeros(rows.n_rows, dtype=bool)
        is_bad[list(bad)] = True
        columns = self._columns(rows, bad, block.past)
        found.red_flagged_rows = sum(map(bool, columns["red_flags"]))
        found.expected_sore = float(columns["p_sore"][~is_bad].sum())
        if bad and self.on_bad_rows == "side-file":
            found.side = self._side(rows, bad, columns)
        if self.to_parquet:
            found.answers = self._as_parquet(rows, columns, is_bad)
        else:
            found.answers = packed(self._as_csv(rows, columns, is_bad), self.packing)
        return found

    def _read(self, block: Block) -> Rows:
        if self.layout is None:
            return read_parquet(block, self.known, as_csv=not self.to_parquet)
        return read_csv(block, self.layout, as_table=self.to_parquet)

    def _columns(
        self, rows: Rows, bad: Mapping[int, list[Problem]], past: Past | None
    ) -> dict[str, Any]:
        """The answers by column: arrays of probabilities, lists of text."""
        columns: dict[str, Any] = self.predictor.predict_columns(
            rows.cells, rows.n_rows, past, intervals=self.intervals, name_model=self.name_model
        )
        if self.explain:
            chances = np.stack([columns[f"p_{head}"] for head in HEADS], axis=1)
            columns |= reasons(self.predictor, rows.cells, chances, units=self.units, past=past)
        columns["error"] = [""] * rows.n_rows
        for row, cells in bad.items():
            columns["error"][row] = " | ".join(cell.message for cell in cells)
            if columns["triage"][row] in ("", SELF_CARE) and any(hides_signs(c) for c in cells):
                columns["triage"][row] = NOT_JUDGED
        return columns

    def _as_csv(self, rows: Rows, columns: Mapping[str, Any], is_bad: NDArray[np.bool_]) -> bytes:
        layout = self.layout
        delimiter, mark = (layout.delimiter, layout.mark) if layout else (",", ".")
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
            column = (
                _hidden(floats(columns[name]), is_bad)
                if is_number(name)
                else _texts(columns, name, is_bad)
            )
            table = table.append_column(called, column)
        if self.on_bad_rows == "side-file":
            table = table.filter(flags(~is_bad))
        return as_stream(_one_batch(table), self.packing)

    def _names(self) -> list[str]:
        return answer_names(self.explain, self.on_bad_rows, self.intervals, self.name_model)

    def _side(
        self, rows: Rows, bad: Mapping[int, list[Problem]], columns: Mapping[str, Any]
    ) -> bytes:
        """The bad rows unchanged, preceded by their place, what is wrong, and what of signs."""
        places = [rows.places[row] for row in bad]
        told = [[columns[name][row] for row in bad] for name in ("error", "red_flags", "triage")]
        taken = rows.raw.take(integers(list(bad)))
        if self.layout is None:
            before = (integers(places), *map(strings, told))
            names = side_names(of_csv=False)
            for place, (name, column) in enumerate(zip(names, before, strict=True)):
                taken = taken.add_column(place, name, column)
            return as_stream(_one_batch(taken), self.side_packing)
        texts = [quoted(strings(column), self.layout.delimiter) for column in told]
        numbers = pc.cast(integers(places), pa.string())
        lines = joined([numbers, *texts, taken], self.layout.delimiter.encode())
        return packed(bytes_of(joined([lines, rows.end], b"")), self.side_packing)


def answer_names(
    explain: bool, on_bad_rows: OnBadRows, intervals: bool = False, name_model: bool = False
) -> list[str]:
    """The columns that are added to a file, in order."""
    interval = INTERVAL_COLUMNS if intervals else ()
    model = MODEL_COLUMNS if name_model else ()
    reasons = REASON_COLUMNS if explain else ()
    error = ("error",) if on_bad_rows == "flag" else ()
    return [*ANSWER_COLUMNS, *interval, *model, *reasons, *error]


def packed(text: bytes, how: str | None) -> bytes:
    """The text, compressed if asked for; compressed pieces may be appended to one another."""
    if not how or not text:
        return text
    return pa.compress(text, codec=how, asbytes=True)  # type: ignore[no-any-return]


def _texts(columns: Mapping[str, Any], name: str, is_bad: NDArray[np.bool_]) -> pa.Array:
    """A column of text; rows with bad cells get their red flags and errors only."""
    column = strings(columns[name])
    return column if name in TOLD_ANYWAY else _hidden(column, is_bad)


def _hidden(column: pa.Array, is_bad: NDArray[np.bool_]) -> pa.Array:
    """The column with null in the rows that have bad cells."""
    if not is_bad.any():
        return column
    return pc.if_else(flags(is_bad), pa.nulls(1, column.type)[0], column)


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)
