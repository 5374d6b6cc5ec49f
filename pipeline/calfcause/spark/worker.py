"""The work of an executor: load the model once, and answer batch by batch.

Nothing here imports PySpark or reads files of the driver: the model is sent as bytes.
"""

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from calfcause.answer.past import Counts
from calfcause.answer.predictor import Predictor
from calfcause.batch.answering import Answered, Answering
from calfcause.batch.arrays import floats, integers, strings
from calfcause.batch.blocks import BLOCK_ROWS, Block, as_stream, from_stream
from calfcause.batch.past_columns import PastColumns
from calfcause.batch.reading import read_csv, read_parquet
from calfcause.errors import ModelError, SchemaError
from calfcause.sessions.bad_cells import further_down, raise_bad_cells
from calfcause.sessions.layout import Layout
from calfcause.sessions.names import plain_name
from calfcause.spark.csv_files import Batches, blocks_in, unpacked
from calfcause.spark.history import WHOSE, History, starts_in, whole_runners
from calfcause.version import __version__

# Every partition reports as many complaints as a message shows; which come first is known later.
SHOWN = 10
COMPLAINTS = "place string, complaint string, cells bigint"
# The counts of a block, summed up where answers are written.
COUNTS = {
    "rows": "long",
    "bad_rows": "long",
    "red_flagged_rows": "long",
    "unjudged_rows": "long",
    "impossible_rows": "long",
    "expected_sore": "double",
} | dict.fromkeys(Counts._fields, "long")


@dataclass(frozen=True)
class Shipped:
    """A model as sent to executors: graph, description as JSON, and version of the driver."""

    graph: bytes
    description: str
    version: str

    @classmethod
    def of(cls, predictor: Predictor) -> "Shipped":
        """The model of a predictor, without its folder."""
        _, (graph, description, _) = predictor.__reduce__()
        return cls(graph, json.dumps(description), __version__)


@lru_cache(maxsize=4)
def loaded(model: Shipped) -> Predictor:
    """The predictor of a shipped model; loaded once per process."""
    if model.version != __version__:
        raise ModelError(
            f"an executor has calfcause {__version__} and the driver {model.version};"
            " install the same version on both"
        )
    # Spark runs one worker per processor.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    return Predictor(model.graph, json.loads(model.description))


@dataclass(frozen=True, kw_only=True)
class Job(Answering):
    """How to answer sessions; sent to every executor, which loads its predictor once.

    layout : for CSV, how the first file is written; the others must have the same header
    """

    source: str  # name of the sessions in messages
    history: History | None = None  # how earlier runs are found; None to answer each run alone

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"predictor": Shipped.of(self.predictor)}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        vars(self).update(state, predictor=loaded(state["predictor"]))

    def answers(self, batches: Batches) -> Iterator[tuple[Answered, Counts]]:
        """Answer sessions, blocks of CSV if there is a layout, or either sorted by runner.

        Raises SchemaError if cells are not allowed and ``on_bad_rows`` is ``stop``, or a file
        cannot be read.
        """
        if self.history is None:
            for layout, block in self._blocks(batches):
                yield replace(self, layout=layout)._answered(block), Counts()
            return
        for block in whole_runners(batches, None if self.layout else self.names):
            past, counts = self.history.past(self.predictor, block)
            yield self._answered(replace(block, past=past)), counts

    def _blocks(self, batches: Batches) -> Iterator[tuple[Layout | None, Block]]:
        """The sessions of a partition in blocks, each with its layout if it is CSV."""
        if self.layout is not None:
            yield from map(unpacked, blocks_in(batches))
            return
        row = 0
        for batch in batches:
            named = batch.rename_columns(list(self.names))
            for start in range(0, batch.num_rows, BLOCK_ROWS):
                part = named.slice(start, BLOCK_ROWS)
                end = row + part.num_rows
                yield None, Block(data=as_stream(part), before=row, next=end, next_before=end)
                row = end

    def _answered(self, block: Block) -> Answered:
        with _without_collecting():
            answered = self(block)
        before = block.before if self.layout is None else 0
        raise_bad_cells(further_down(answered.bad_cells, before), self.source)
        return answered

    # Spark calls these with the batches of a partition.

    def as_columns(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """The sessions with their answers."""
        for answered, _ in self.answers(batches):
            for batch in from_stream(answered.answers).to_batches():
                yield batch.rename_columns(places(batch.num_columns))

    def as_counted(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """The sessions with their answers, and in the first of each block its counts."""
        for answered, done in self.answers(batches):
            for batch in from_stream(answered.answers).to_batches():
                named = batch.rename_columns(places(batch.num_columns))
                for name, counts in _counts(answered, done, batch.num_rows).items():
                    named = named.append_column(name, counts)
                yield named

    def as_lines(self, header: str, batches: Batches) -> Iterator[pa.RecordBatch]:
        """The lines of a CSV file below its header, many at once, with their counts."""
        yield _lines(header, Answered(), Counts())
        for answered, done in self.answers(batches):
            if answered.answers:
                yield _lines(answered.answers.decode().removesuffix("\n"), answered, done)

    def starts(self, columns: PastColumns, batches: Batches) -> Batches:
        """What has to be known of all rows before earlier runs can be used."""
        return starts_in(columns, self._blocks(batches))

    def labels(self, batches: Batches) -> Batches:
        """The labels of sessions sorted by runner, with what the model gives their runs."""
        assert self.history is not None
        for block in whole_runners(batches, None if self.layout else self.names):
            told = self.history.labels(self.predictor, block)
            yield pa.RecordBatch.from_arrays([pa.array([told], pa.binary())], ["labels"])

    def keyed(self, history: History, batches: Batches) -> Batches:
        """The sessions, or lines of CSV, each with the name of its runner."""
        for layout, block in self._blocks(batches):
            table = history.keyed(layout, block)
            if layout is None:
                table = table.rename_columns([*places(len(self.names)), WHOSE])
            yield from table.to_batches()

    def complaints(self, partition: int, batches: Batches) -> Iterator[pa.RecordBatch]:
        """The first bad cells of a partition with their places, and how many there are."""
        bad = self._bad(partition, batches)
        first = list(islice(bad, SHOWN))
        n_bad = len(first) + sum(1 for _ in bad)
        if n_bad:
            counts = [n_bad, *[0] * (len(first) - 1)]
            where, texts = zip(*first, strict=True)
            columns = [strings(where), strings(texts), integers(counts)]
            yield pa.RecordBatch.from_arrays(columns, ["place", "complaint", "cells"])

    def _bad(self, partition: int, batches: Batches) -> Iterator[tuple[str, str]]:
        if self.layout is None:
            for _, block in self._blocks(batches):
                rows = read_parquet(block, self.known, as_csv=False)
                ids = self._ids(rows.table) if rows.bad_cells else None
                for cell in rows.bad_cells:
                    named = ids[cell.row or 0].as_py() if ids is not None else None
                    row = f"partition {partition}, row {block.before + (cell.row or 0)}"
                    yield row if named is None else f"session {named}", cell.message
            return
        for packed in blocks_in(batches):
            try:
                layout, block = unpacked(packed)
                for cell in read_csv(block, layout, as_table=False).bad_cells:
                    yield f"{layout.name}, line {cell.line}", cell.message
            except SchemaError as error:
                yield "", str(error)

    def _ids(self, table: pa.Table) -> pa.ChunkedArray | None:
        plain = [plain_name(name) for name in self.names]
        return table.column(plain.index("session_id")) if "session_id" in plain else None


def places(n_columns: int) -> list[str]:
    """Column names for transport: Spark passes neither names with dots nor duplicates."""
    return [f"c{at}" for at in range(n_columns)]


def _lines(text: str, answered: Answered, done: Counts) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"lines": strings([text])} | _counts(answered, done, 1))


def _counts(answered: Answered, done: Counts, n_rows: int) -> dict[str, pa.Array]:
    """The counts of a block, all in the first of so many rows."""
    counts = {**vars(answered), "impossible_rows": len(answered.impossible), **done._asdict()}
    return {
        name: (floats if kind == "double" else integers)(np.eye(1, n_rows)[0] * counts[name])
        for name, kind in COUNTS.items()
    }


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Answers hold no reference cycles, yet searching for some would take half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
