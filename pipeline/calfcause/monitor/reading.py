"""A file of any length as what monitoring needs of it: exact counts, and whole runners as sample.

The runs of one runner are alike, so what is drawn are runners, by a hash of their ids: the same
file gives the same sample, however it is cut into chunks.
"""

import hashlib
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import BadCell, raise_bad_cells
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.frames import encode_frame
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import COLUMNS, Column, label_columns

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

LABEL = "sore_calves"
TOLD_COLUMNS: Mapping[str, Column] = {
    name: column for name, column in COLUMNS.items() if column.group != "ids"
}
READ_COLUMNS = {**COLUMNS, LABEL: label_columns(())[LABEL]}
_TABLE = (*TOLD_COLUMNS, LABEL)
# Of more rows than this a share of a thousandth is known to a tenth of itself: enough for drift.
MOST_ROWS = 100_000
# Sampling stops before it leaves fewer: of these few the shares would be those of single people.
LEAST_RUNNERS = 200
# A file with this many bad cells is wrong throughout; reading on would only fill the memory.
MOST_BAD_CELLS = 100_000
BATCH_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """What is kept of a file.

    Attributes
    ----------
    name : what messages call it.
    n_rows : how many rows it has.
    n_unknown : unknown cells of each column, counted over all rows.
    cells : codes of the sampled rows, runner by runner, ``(n_sampled,)`` each; NaN is unknown.
    sore : the label of the sampled rows, NaN where it is not told.
    sizes : how many sampled rows each runner has, in the order of the rows.
    knows_runners : whether rows tell their runner; a row that does not counts as its own.
    """

    name: str
    n_rows: int
    n_unknown: Mapping[str, int]
    cells: Mapping[str, Array]
    sore: Array
    sizes: NDArray[np.intp]
    knows_runners: bool

    def __len__(self) -> int:
        return len(self.sore)


@dataclass
class _Sample:
    """Rows whose runner's key is below ``share``; ``share`` halves when they are too many."""

    share: float = 1.0
    closed: bool = False
    tables: list[Array] = field(default_factory=list)
    runners: list[NDArray[np.str_]] = field(default_factory=list)
    keys: list[Array] = field(default_factory=list)

    def add(self, table: Array, runners: NDArray[np.str_], keys: Array) -> None:
        kept = keys < self.share
        self.tables.append(table[kept])
        self.runners.append(runners[kept])
        self.keys.append(keys[kept])
        while not self.closed and sum(map(len, self.keys)) > MOST_ROWS:
            self._halve()

    def _halve(self) -> None:
        table, runners, keys = self.joined()
        kept = keys < self.share / 2
        if len(np.unique(runners[kept])) < LEAST_RUNNERS:
            self.closed = True
            return
        self.share /= 2
        self.tables, self.runners, self.keys = [table[kept]], [runners[kept]], [keys[kept]]

    def joined(self) -> tuple[Array, NDArray[np.str_], Array]:
        return tuple(np.concatenate(one) for one in (self.tables, self.runners, self.keys))  # type: ignore[return-value]


def read_sessions(source: str | Path) -> Sessions:
    """Read a CSV or Parquet file of sessions, or CSV from standard input if it is ``-``.

    Raises
    ------
    SchemaError
        If it is no file of sessions or has cells that are not allowed; the first are listed.
    """
    name = "<stdin>" if str(source) == "-" else str(source)
    anonymous = np.random.default_rng(0)
    sample, bad_cells = _Sample(), list[BadCell]()
    unknown, n_rows, knows_runners = np.zeros(len(_TABLE), dtype=np.intp), 0, False
    for cells, told, bad in _batches(source):
        bad_cells += [replace(one, row=one.row + n_rows) for one in bad]
        if len(bad_cells) >= MOST_BAD_CELLS:
            raise_bad_cells(bad_cells, f"{name}, read up to row {n_rows + len(told)},")
        table = np.full((len(told), len(_TABLE)), np.nan)
        for place, column in enumerate(_TABLE):
            if column in cells:
                table[:, place] = cells[column]
        unknown += np.isnan(table).sum(axis=0)
        keys = _keys(told, anonymous)
        knows_runners = knows_runners or any(told)
        runners = np.array([one or f"\0{n_rows + at}" for at, one in enumerate(told)], dtype=str)
        sample.add(table, runners, keys)
        n_rows += len(told)
    raise_bad_cells(bad_cells, name)
    table, runners, _ = sample.joined()
    _, places, sizes = np.unique(runners, return_inverse=True, return_counts=True)
    ordered = table[np.argsort(places, kind="stable")].T
    return Sessions(
        name=name,
        n_rows=n_rows,
        n_unknown=dict(zip(_TABLE, unknown.tolist(), strict=True)),
        cells=dict(zip(TOLD_COLUMNS, ordered[:-1], strict=True)),
        sore=ordered[-1],
        sizes=sizes,
        knows_runners=knows_runners,
    )


def _keys(runners: Sequence[str], anonymous: np.random.Generator) -> Array:
    """A number from 0 to 1 for each row, the same for all rows of a runner."""
    keys = anonymous.random(len(runners))
    of = {one: _key(one) for one in set(runners) if one}
    for at, one in enumerate(runners):
        if one:
            keys[at] = of[one]
    return keys


def _key(runner: str) -> float:
    digest = hashlib.blake2b(runner.encode(), digest_size=6).digest()
    return float(int.from_bytes(digest, "big") / 2**48)


def _batches(
    source: str | Path,
) -> Iterator[tuple[Mapping[str, Array], list[str], list[BadCell]]]:
    """Codes, runner of each row (empty where unknown) and bad cells, batch by batch."""
    if str(source).endswith(".parquet"):
        yield from _parquet_batches(source)
        return
    stream = sys.stdin.buffer if str(source) == "-" else source
    for chunk in read_csv(stream, columns=READ_COLUMNS, chunk_rows=BATCH_ROWS):
        names = [plain_name(name) for name in chunk.layout.header]
        place = names.index("runner_id") if "runner_id" in names else len(names)
        runners = ["".join(row[place : place + 1]).strip() for row in chunk.rows]
        yield chunk.cells, runners, chunk.bad_cells


def _parquet_batches(
    source: str | Path,
) -> Iterator[tuple[Mapping[str, Array], list[str], list[BadCell]]]:
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as file:
            for number, batch in enumerate(file.iter_batches(BATCH_ROWS)):
                frame = batch.to_pandas()
                with warnings.catch_warnings():
                    if number:  # names are the same in every batch, one warning is enough
                        warnings.simplefilter("ignore")
                    cells, bad = encode_frame(frame, columns=READ_COLUMNS)
                yield cells, _runners(frame), bad
            if not file.metadata.num_rows:
                yield {}, [], []
    except ValueError as error:  # what Arrow raises; its message says what is wrong
        raise SchemaError(f"{source} cannot be read as Parquet: {error}") from None


def _runners(frame: "pd.DataFrame") -> list[str]:
    for at, name in enumerate(frame.columns):
        if plain_name(name) == "runner_id":
            texts = frame.iloc[:, at]
            return [
                "" if gone else str(one).strip()
                for one, gone in zip(texts.tolist(), texts.isna().tolist(), strict=True)
            ]
    return [""] * len(frame)
