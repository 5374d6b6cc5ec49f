"""Bring the rows of a runner together, so that each is answered with the runner's earlier runs.

The driver decides over all rows whose runs are whose and whether the day or the month comes first,
as for a file; it holds about fifty bytes a row for that. The rows of a runner then go to one
executor, which fills and learns from them as ``predict`` does on one machine.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from calfcause.answer.own_base import FileLabels, labels_of_file
from calfcause.answer.past import Counts, Past, past_of
from calfcause.answer.predictor import Predictor
from calfcause.batch.arrays import bytes_of, integers
from calfcause.batch.blocks import Block, as_stream, from_stream
from calfcause.batch.past_columns import PastColumns, PastRows
from calfcause.batch.reading import read_csv
from calfcause.batch.texts import joined as joined_texts
from calfcause.errors import SchemaError
from calfcause.sessions.dates import StartTimes, numbers_of
from calfcause.sessions.history import SHOE
from calfcause.sessions.layout import Layout
from calfcause.sessions.schema import SORE_LABEL
from calfcause.sessions.whose import followed, unread_labels
from calfcause.spark.csv_files import Batches
from calfcause.texts import joined
from calfcause.types import Ints

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

WHOSE = "whose"
ALIKE = "make the files alike, or answer each run alone (--no-history, in Python history=False)"
# A row of CSV on its way to the other rows of its runner, in their order.
LINES = f"{WHOSE} string, path string, row bigint, line binary"


@dataclass(frozen=True, kw_only=True)
class History:
    """What was decided of all rows together."""

    columns: PastColumns
    alone: bool = False  # whether all rows are of one runner
    order: int | None = None  # which of day and month comes first; None if no run can be used
    left_out: frozenset[str] = frozenset()  # ids of too many rows for a runner
    file: FileLabels | None = None  # what all labels say; None without any
    decimal: str = ""  # decimal mark of CSV, empty if not known
    note: str = ""  # what was decided, in words, and what of it a caller has to see
    warning: str = ""

    def past(self, predictor: Predictor, block: Block) -> tuple[Past, Counts]:
        """What earlier runs add to a block of whole runners."""
        told = self._told(self.columns.read(block))
        past = past_of(predictor, **told, file=self.file)
        return past, past.counts(told["runner"])

    def labels(self, predictor: Predictor, block: Block) -> bytes:
        """The labels of whole runners with what the model gives their runs, pickled."""
        read = self.columns.read(block)
        told = self._told(read)
        past = past_of(predictor, **told, with_bases=False)
        if past.stated is None:
            return pickle.dumps(([], *[np.zeros(0)] * 4))
        rows = np.flatnonzero(~np.isnan(past.stated[:, -1]))
        names, places = read.of("runner_id")
        times = told["times"]
        return pickle.dumps(
            (
                [names[place] for place in places[rows].tolist()],
                times.moment[rows].astype("datetime64[s]").astype(np.int64),
                times.day[rows].astype("datetime64[D]").astype(np.int64),
                past.stated[rows, -1],
                told["sore"][rows],
            )
        )

    def _told(self, read: PastRows) -> dict[str, Any]:
        """What ``past_of`` takes."""
        runner, shoe = self._runners(read), None
        if SHOE in read.texts:
            names, places = read.of(SHOE)
            shoe = [names[place] for place in places.tolist()]
        cells = dict(read.cells)
        sore = cells.pop(SORE_LABEL, np.full(len(runner), np.nan))
        assert self.order is not None
        times = read.starts.read(self.order)
        return {"cells": cells, "runner": runner, "times": times, "sore": sore, "shoe": shoe}

    def _runners(self, read: PastRows) -> Ints:
        names, places = read.of("runner_id")
        if self.alone:
            return np.zeros_like(places)
        return self._numbers(names)[places]

    def _numbers(self, names: Sequence[str]) -> Ints:
        return numbers_of(["" if name in self.left_out else name for name in names], {})

    def keyed(self, layout: Layout | None, block: Block) -> pa.Table:
        """The rows of a block with the name of their runner, null if they are answered alone."""
        names, places = replace(self.columns, known={}, layout=layout).read(block).of("runner_id")
        if self.alone:
            keys: list[str | None] = ["" for _ in names]
        else:
            numbers = self._numbers(names).tolist()
            keys = [name if at >= 0 else None for name, at in zip(names, numbers, strict=True)]
        whose = pa.array(keys, pa.string()).take(integers(places))
        if layout is None:
            return from_stream(block.data).append_column(WHOSE, whose)
        rows = read_csv(block, layout, as_table=False)
        lines = joined_texts([rows.raw, rows.end], b"")
        path = pa.array([layout.name] * rows.n_rows, pa.string())
        at = integers(range(block.before, block.before + rows.n_rows))
        return pa.table([whose, path, at, lines], ["whose", "path", "row", "line"])


def starts_in(columns: PastColumns, blocks: Iterator[tuple[Layout | None, Block]]) -> Batches:
    """Yield what has to be known of all rows: whose they are and when they began, pickled."""
    label = {at: column for at, column in columns.known.items() if column.name == SORE_LABEL}
    for layout, block in blocks:
        read = replace(columns, known=label, layout=layout).read(block)
        decimal = layout.decimal if layout else ""
        told = pickle.dumps((read.of("runner_id"), read.starts, read.n_unread, decimal))
        yield pa.RecordBatch.from_arrays([pa.array([told], pa.binary())], ["starts"])


def decided(columns: PastColumns, parts: Sequence[Any], source: str) -> History:
    """Decide over all rows.

    parts : what ``starts_in`` yields

    Raises SchemaError if the times leave the order of day and month open.
    """
    number: dict[object, int] = {}
    runner = [numbers_of(names, number)[places] for (names, places), *_ in parts]
    if not parts:
        return History(columns=columns)
    starts, unread, decimals = zip(*(rest for _, *rest in parts), strict=True)
    told = np.concatenate(runner)
    runs = followed(told, StartTimes.joined(starts), source)
    labels, kept = unread_labels(sum(unread)), set(runs.runner.tolist())
    marks = {decimal for decimal in decimals if decimal}
    if runs.times is not None and len(marks) > 1:
        raise SchemaError(f"the files of {source} have different decimal marks; {ALIKE}")
    return History(
        columns=columns,
        alone=bool((told < 0).all()),
        order=None if runs.times is None else runs.times.order,
        left_out=frozenset(str(name) for name, at in number.items() if at not in kept),
        decimal="".join(marks) if len(marks) == 1 else "",
        note=joined(runs.note, labels),
        warning=joined(runs.warning, labels),
    )


def labels_in(parts: Sequence[bytes]) -> FileLabels | None:
    """What the labels of all rows say; None if there are none.

    parts : what ``History.labels`` gives
    """
    number: dict[str, int] = {}
    read = [pickle.loads(part) for part in parts]
    names = [name for (names, *_) in read for name in names]
    if not names:
        return None
    runner = np.array([number.setdefault(name, len(number)) for name in names], np.int64)
    moment, day, p, sore = map(np.concatenate, [*zip(*read, strict=True)][1:])
    return labels_of_file(runner, moment.astype(np.int64), day.astype(np.int64), p, sore)


def by_runner(keyed: "DataFrame", columns: Sequence[str]) -> "DataFrame":
    """The rows sorted by runner; those that are answered alone are spread by these columns."""
    from pyspark.sql.functions import coalesce, concat, lit, xxhash64

    alone = concat(lit("\0"), xxhash64(*columns).cast("string"))
    whose = keyed.withColumn(WHOSE, coalesce(keyed[WHOSE], alone))
    order = [name for name in (WHOSE, "path", "row") if name in keyed.columns]
    return whose.repartition(WHOSE).sortWithinPartitions(*order)


def whole_runners(batches: Batches, names: Sequence[str] | None) -> Iterator[Block]:
    """Cut sorted rows into blocks of whole runners.

    names : the true names of the columns; None for rows of CSV
    """
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        whose = batch.column(WHOSE)
        last = pc.index(whose, whose[-1]).as_py()
        if held and (last or held[-1].column(WHOSE)[-1] != whose[-1]):
            yield _block([*held, batch.slice(0, last)], names)
            held = []
        elif last:
            yield _block([batch.slice(0, last)], names)
        held.append(batch.slice(last))
    if held:
        yield _block(held, names)


def _block(batches: Sequence[pa.RecordBatch], names: Sequence[str] | None) -> Block:
    rows = pa.Table.from_batches(batches).combine_chunks()
    end: dict[str, Any] = {"before": 0, "next": rows.num_rows, "next_before": rows.num_rows}
    if names is None:
        return Block(data=bytes_of(rows.column("line").combine_chunks()), **end)
    given = rows.drop_columns([WHOSE]).rename_columns(list(names))
    return Block(data=as_stream(given.to_batches()[0]), **end)
