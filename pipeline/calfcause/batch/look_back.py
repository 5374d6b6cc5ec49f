"""Look through a file for earlier runs before it is answered, whatever the order of its rows.

The columns that a history is made of go to an unnamed temporary file, and so does what earlier runs
add to each row; in memory are some hundred bytes a row at most. Runners are looked at some at a
time, in threads. Standard input is kept in a temporary file too, since it can be read only once.
"""

import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

import numpy as np

from calfcause.answer.own_base import Bases
from calfcause.answer.past import Counts, Past, bases_of, past_of
from calfcause.answer.predictor import Predictor
from calfcause.batch.blocks import Block
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.past_columns import PastColumns, PastRows
from calfcause.batch.source import Source, open_source
from calfcause.files import refusing_if_full, temporary_file
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.dates import StartTimes, Times, numbers_of
from calfcause.sessions.history import SHOE
from calfcause.sessions.schema import SORE_LABEL
from calfcause.sessions.whose import followed, unread_labels
from calfcause.texts import joined
from calfcause.types import Array, Ints

# Runners of so many rows are looked at together.
PART_ROWS = 20_000


@dataclass(kw_only=True)
class FilePast:
    """What earlier runs add to the rows of a file."""

    note: str  # what was decided of the file and done, in words
    whose: Ints  # number of each row's runner, negative if there is none, (n_rows,)
    times: Times | None  # when each run began; None if no earlier run could be used
    # By where the next block begins, the first row of a block and the one after its last
    ends: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    past: Past | None = None  # of all rows, on disk; None if no earlier run could be used
    spool: mmap | None = None

    def followed(self, row: int) -> bool:
        """Whether the runner of a row is one whose runs can be followed."""
        return self.times is not None and bool(self.whose[row] >= 0)

    def when(self, row: int) -> datetime | None:
        """When the run of a row began; None if that is missing, or no earlier run could be used."""
        return None if self.times is None else self.times.moment[row].item()

    def attached(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """The blocks with what earlier runs add to their rows."""
        for block in self._kept() if self.spool else blocks:
            past = self.past and self.past.rows(slice(*self.ends[block.next]))
            yield replace(block, past=past)

    def _kept(self) -> Iterator[Block]:
        assert self.spool is not None
        self.spool.seek(0)
        for _ in self.ends:
            yield pickle.load(self.spool)


def look_back(
    source: str | Path, predictor: Predictor, *, opened: Source | None = None, workers: int = 1
) -> FilePast | None:
    """Find what earlier runs add to the rows of a file; None without ``start_time``.

    opened : the source, if it is standard input. Its blocks are read here, and ``attached`` gives
        them again.

    Raises SchemaError if the times leave the order of day and month open.
    """
    with refusing_if_full(f"temporary files in {tempfile.gettempdir()}"):
        if opened is not None:
            return _looked(opened, predictor, workers, keep=isinstance(opened, CsvSource))
        with closing(open_source(source)) as again:
            return _looked(again, predictor, workers, keep=False)


def _looked(opened: Source, predictor: Predictor, workers: int, *, keep: bool) -> FilePast | None:
    if isinstance(opened, CsvSource):
        columns = PastColumns.of(opened.layout.header, opened.layout)
    else:
        columns = PastColumns.of(opened.schema.names, None)
    if columns is None:
        return None
    with temporary_file() as table, temporary_file() as spool:
        told = _Told(
            names=[column.name for column in columns.known.values()],
            places=columns.places,
            file=table,
            spool=spool if keep else None,
        )
        for block, read in _ahead(columns.read, opened, workers):
            told.add(block, read)
        return told.past(opened.name, predictor, workers)


def _ahead(
    read: Callable[[Block], PastRows], opened: Source, workers: int
) -> Iterator[tuple[Block, PastRows]]:
    """The blocks in order with what is read in them, a few at a time in threads."""
    with ThreadPoolExecutor(workers) as pool:
        under_way: deque[tuple[Block, Future[PastRows]]] = deque()
        for block in opened.blocks():
            under_way.append((block, pool.submit(read, block)))
            if len(under_way) > workers:
                first, future = under_way.popleft()
                yield first, future.result()
        for first, future in under_way:
            yield first, future.result()


@dataclass(kw_only=True)
class _Told:
    """What is kept of the rows of a file, block by block."""

    names: list[str]
    places: Mapping[str, int]
    file: IO[bytes]
    spool: IO[bytes] | None
    number: dict[object, int] = field(default_factory=dict)
    shoes: dict[str, int] = field(default_factory=dict)
    runner: list[Ints] = field(default_factory=list)
    shoe: list[Ints] = field(default_factory=list)
    starts: list[StartTimes] = field(default_factory=list)
    ends: dict[int, tuple[int, int]] = field(default_factory=dict)
    n_rows: int = 0
    n_unread: int = 0

    def add(self, block: Block, read: PastRows) -> None:
        self.n_unread += read.n_unread
        starts = read.starts
        n = len(starts)
        first, self.n_rows = self.n_rows, self.n_rows + n
        self.ends[block.next] = first, self.n_rows
        table = np.full((n, len(self.names)), np.nan)
        for place, name in enumerate(self.names):
            table[:, place] = read.cells[name]
        self.file.write(table.tobytes())
        self.starts.append(starts)
        names, runner = read.of("runner_id")
        self.runner.append(numbers_of(names, self.number)[runner])
        if SHOE in self.places:
            names, shoe = read.of(SHOE)
            own = [self.shoes.setdefault(name, len(self.shoes)) for name in names]
            self.shoe.append(np.array(own, np.int64)[shoe])
        if self.spool:
            pickle.dump(block, self.spool)

    def past(self, source: str, predictor: Predictor, workers: int) -> FilePast:
        """What earlier runs add to the rows."""
        if not self.n_rows:
            return FilePast(note="", whose=np.zeros(0, np.int64), times=None)
        spool = None
        if self.spool:
            self.spool.flush()
            spool = mmap(self.spool.fileno(), 0, access=ACCESS_READ)
        runs = followed(np.concatenate(self.runner), StartTimes.joined(self.starts), source)
        self.starts.clear()
        note = joined(runs.note, unread_labels(self.n_unread))
        found = FilePast(
            note=note, whose=runs.runner, times=runs.times, ends=self.ends, spool=spool
        )
        if runs.times is not None:
            self._look(found, runs.times, predictor, workers)
        return found

    def _look(self, found: FilePast, times: Times, predictor: Predictor, workers: int) -> None:
        runner, names = found.whose, [*self.shoes]
        shoe = np.concatenate(self.shoe) if self.shoe else None
        self.file.flush()
        shape = (self.n_rows, len(self.names))
        table = np.memmap(self.file, float, "r", shape=shape) if self.names else np.empty(shape)
        n_runs, bases = _column(self.n_rows, 0.0), Bases.unknown(self.n_rows)
        added, stated, done = dict[str, Array](), None, Counts()

        def look(rows: Ints) -> tuple[Ints, Past]:
            cells = dict(zip(self.names, np.array(table[rows]).T, strict=True))
            return rows, past_of(
                predictor, cells, runner[rows],
                Times(moment=times.moment[rows], day=times.day[rows]),
                sore=cells.pop(SORE_LABEL, np.full(len(rows), np.nan)), with_bases=False,
                shoe=None if shoe is None else [names[at] for at in shoe[rows].tolist()],
            )  # fmt: skip

        with ThreadPoolExecutor(workers) as pool:
            for rows, past in pool.map(look, _parts(runner, times)):
                for name, column in past.added.items():
                    if name not in added:
                        added[name] = _column(self.n_rows, np.nan)
                    added[name][rows] = column
                n_runs[rows] = past.n_runs
                if past.stated is not None:
                    if stated is None:
                        stated = _column(self.n_rows, np.nan, len(HEADS))
                    stated[rows] = past.stated
                done = done.plus(past.counts(runner[rows]))
        if stated is not None:
            sore = np.array(table[:, self.names.index(SORE_LABEL)])
            bases = bases_of(runner, times, stated[:, -1], sore)
            done = done._replace(moved_rows=int(bases.known.sum()))
        found.past = Past(added=added, n_runs=n_runs, bases=bases, stated=stated)
        found.note = joined(found.note, str(done))


def _column(n_rows: int, value: float, *width: int) -> Array:
    """A column on disk, or several side by side."""
    with temporary_file() as file:
        column = np.memmap(file, float, "w+", shape=(n_rows, *width))
    column[:] = value
    return column


def _parts(runner: Ints, times: Times) -> Iterator[Ints]:
    """The rows that have a runner and a time, some whole runners at a time."""
    rows = np.flatnonzero((runner >= 0) & ~np.isnat(times.moment))
    rows = rows[np.argsort(runner[rows], kind="stable")]
    own = runner[rows]
    begins = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
    first = 0
    while first < len(rows):
        last = begins[np.searchsorted(begins, first + PART_ROWS, "left") :]
        end = int(last[0]) if len(last) else len(rows)
        yield rows[first:end]
        first = end
