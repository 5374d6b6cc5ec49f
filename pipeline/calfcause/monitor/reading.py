"""Read a file of any length for monitoring: exact counts, and a sample of whole runners.

The runs of one runner are alike, so runners are sampled, by a hash of their ids: the same file
gives the same sample, whatever the size of the chunks.
"""

import hashlib
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import Problem
from calfcause.files import ending
from calfcause.remote import fetched, is_remote, on_disk
from calfcause.sessions.arrow import frame_of
from calfcause.sessions.bad_cells import further_down, raise_bad_cells
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.dates import StartTimes
from calfcause.sessions.frames import encode_frame, texts_of
from calfcause.sessions.names import plain_name, refuse_any_unknown
from calfcause.sessions.parquet import refusing_damage
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS, Column
from calfcause.sessions.whose import Told
from calfcause.types import Array

SESSION_COLUMNS: Mapping[str, Column] = {
    name: column for name, column in COLUMNS.items() if column.group != "ids"
}
_TABLE = (*SESSION_COLUMNS, SORE_LABEL)
# With so many rows, a share of 0.001 has an error of a tenth of itself: enough for drift.
MOST_ROWS = 100_000
# Sampling keeps at least so many: the shares of fewer would be those of single people.
LEAST_RUNNERS = 200
# A file with so many bad cells is wrong throughout; reading on would only fill the memory.
MOST_BAD_CELLS = 100_000
BATCH_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """What is kept of a file: counts of all rows, and sampled rows, runner by runner."""

    name: str  # what messages call it
    n_rows: int
    n_unknown: Mapping[str, int]  # missing cells of each column, in all rows
    cells: Mapping[str, Array]  # of the sampled rows; NaN where missing, (n_sampled,)
    sore: Array  # their labels; NaN where missing, (n_sampled,)
    sizes: NDArray[np.intp]  # how many of them each runner has, (n_runners,)
    knows_runners: bool  # whether any row has a runner_id; without one it is another runner
    told: Told | None = None  # whose and when the sampled rows are; None without start_time

    def __len__(self) -> int:
        return len(self.sore)


# The table, the runners, their keys and the start times of some rows.
_Rows = tuple[Array, NDArray[np.str_], Array, NDArray[np.str_]]


@dataclass
class _Sample:
    """Rows whose runner's key is below ``share``, which halves when there are too many rows."""

    share: float = 1.0
    closed: bool = False
    parts: list[_Rows] = field(default_factory=list)

    def add(self, rows: _Rows) -> None:
        self.parts.append(_below(self.share, rows))
        while not self.closed and sum(len(keys) for _, _, keys, _ in self.parts) > MOST_ROWS:
            halved = _below(self.share / 2, self.joined())
            if len(np.unique(halved[1])) < LEAST_RUNNERS:
                self.closed = True
            else:
                self.share, self.parts = self.share / 2, [halved]

    def joined(self) -> _Rows:
        return tuple(map(np.concatenate, zip(*self.parts, strict=True)))  # type: ignore[return-value]


def _below(share: float, rows: _Rows) -> _Rows:
    """The rows whose key is below a share."""
    kept = rows[2] < share
    return tuple(part[kept] for part in rows)  # type: ignore[return-value]


def read_sessions(source: str | Path, *, strict: bool = False) -> Sessions:
    """Read a file of sessions; raises SchemaError if it is none, or has cells not allowed.

    ``strict`` refuses columns that are not known, too.
    """
    if is_remote(source):
        with fetched(source) as copied:
            return read_sessions(copied, strict=strict)
    source = on_disk(source)
    name = "<stdin>" if str(source) == "-" else str(source)
    anonymous = np.random.default_rng(0)
    sample, bad_cells = _Sample(), list[Problem]()
    unknown, n_rows, knows_runners = np.zeros(len(_TABLE), dtype=np.intp), 0, False
    for cells, runner_ids, starts, bad in _batches(source, strict):
        bad_cells += further_down(bad, n_rows)
        if len(bad_cells) >= MOST_BAD_CELLS:
            raise_bad_cells(bad_cells, f"{name}, read up to row {n_rows + len(runner_ids)},")
        table = np.full((len(runner_ids), len(_TABLE)), np.nan)
        for place, column in enumerate(_TABLE):
            if column in cells:
                table[:, place] = cells[column]
        unknown += np.isnan(table).sum(axis=0)
        keys = _keys(runner_ids, anonymous)
        knows_runners = knows_runners or any(runner_ids)
        names = [runner or f"\0{n_rows + row}" for row, runner in enumerate(runner_ids)]
        sample.add((table, np.array(names, dtype=str), keys, np.array(starts, dtype=str)))
        n_rows += len(runner_ids)
    raise_bad_cells(bad_cells, name)
    table, runners, _, begun = sample.joined()
    _, places, sizes = np.unique(runners, return_inverse=True, return_counts=True)
    order = np.argsort(places, kind="stable")
    ordered = table[order].T
    # NumPy's own functions on text drop the mark of a row without a runner.
    unnamed = [name.startswith("\0") for name in runners[order].tolist()]
    told = Told(
        runner=np.where(unnamed, -1, places[order]),
        starts=StartTimes.of(begun[order].tolist()),
        sore=ordered[-1],
    )
    return Sessions(
        name=name,
        n_rows=n_rows,
        n_unknown=dict(zip(_TABLE, unknown.tolist(), strict=True)),
        cells=dict(zip(SESSION_COLUMNS, ordered[:-1], strict=True)),
        sore=ordered[-1],
        sizes=sizes,
        knows_runners=knows_runners,
        told=told if told.starts.known.any() else None,
    )


def _keys(runners: Sequence[str], anonymous: np.random.Generator) -> Array:
    """Give each row a number between 0 and 1, the same for all rows of a runner."""
    key_of = {runner: _key(runner) for runner in set(runners)}
    named = np.array([bool(runner) for runner in runners], dtype=bool)
    keys = np.array([key_of[runner] for runner in runners])
    return np.where(named, keys, anonymous.random(len(runners)))


def _key(runner: str) -> float:
    digest = hashlib.blake2b(runner.encode(), digest_size=6).digest()
    return float(int.from_bytes(digest, "big") / 2**48)


def _batches(
    source: str | Path, strict: bool
) -> Iterator[tuple[Mapping[str, Array], list[str], list[str], list[Problem]]]:
    """Read by batches: cells, runner and start of each row (empty if missing), and bad cells."""
    if ending(source, [".parquet"]):
        yield from _parquet_batches(source, strict)
        return
    stream = sys.stdin.buffer if str(source) == "-" else source
    chunks = read_csv(stream, columns=TOLD_COLUMNS, chunk_rows=BATCH_ROWS, strict=strict)
    for chunk in chunks:
        names = [plain_name(name) for name in chunk.layout.header]
        runners, starts = (
            ["".join(row[place : place + 1]).strip() for row in chunk.rows]
            for place in (
                names.index(name) if name in names else len(names)
                for name in ("runner_id", "start_time")
            )
        )
        yield chunk.cells, runners, starts, chunk.bad_cells


def _parquet_batches(
    source: str | Path, strict: bool
) -> Iterator[tuple[Mapping[str, Array], list[str], list[str], list[Problem]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with refusing_damage(source), pq.ParquetFile(source) as file:
        for number, batch in enumerate(file.iter_batches(BATCH_ROWS)):
            frame = frame_of(pa.Table.from_batches([batch]))
            if strict:
                refuse_any_unknown(list(frame.columns), str(source))
            with warnings.catch_warnings():
                if number:  # the names are the same in every batch: one warning is enough
                    warnings.simplefilter("ignore")
                cells, bad = encode_frame(frame, columns=TOLD_COLUMNS)
            yield cells, texts_of(frame, "runner_id"), texts_of(frame, "start_time"), bad
        if not file.metadata.num_rows:
            yield {}, [], [], []
