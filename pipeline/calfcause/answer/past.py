"""What a runner's earlier runs add to each session: cells that were missing, and the own base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calfcause.answer.contents import EarlierRuns
from calfcause.answer.own_base import Bases, FileLabels, OwnBase, bases_before
from calfcause.learn.probabilities import HEADS
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.contradictions import usable, with_added
from calfcause.sessions.dates import Times
from calfcause.sessions.history import fill
from calfcause.sessions.names import warn_caller
from calfcause.sessions.whose import followed, unread_labels
from calfcause.texts import counted, joined
from calfcause.types import Array, Bools, Ints

if TYPE_CHECKING:
    import pandas as pd


class Counts(NamedTuple):
    """What was done with earlier runs."""

    filled_cells: int = 0
    filled_runners: int = 0
    moved_rows: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """What was done in these rows and others."""
        return Counts(*map(sum, zip(self, other, strict=True)))

    def __str__(self) -> str:
        runs = f"earlier runs of {counted(self.filled_runners, 'runner')}"
        cells = f"{counted(self.filled_cells, 'missing cell')} filled in from {runs}"
        risks = counted(self.moved_rows, "risk")
        moved = f"{risks} adjusted to how often runners were sore before"
        return ", ".join([cells] * bool(self.filled_cells) + [moved] * bool(self.moved_rows))


@dataclass(frozen=True, kw_only=True)
class Past:
    """What earlier runs add to sessions, ``(n_sessions,)`` each."""

    added: Mapping[str, Array]  # by column, the cells from earlier runs; NaN where there is none
    n_runs: Array  # how many runs of the runner are known in the 28 days before
    bases: Bases  # what is known of each runner's own base by then
    # What the model gives the labelled runs, NaN for others, (n_sessions, n_heads); None without
    # labels
    stated: Array | None = None

    def predicted(self, model: LoadedModel, cells: Mapping[str, Array]) -> Array:
        """What the model gives sessions with their earlier runs, ``(n_sessions, n_heads)``."""
        n, whole = len(self.n_runs), self.filled(cells)
        if self.stated is None:
            return model.predict_cells(whole, n)
        found, rest = self.stated.copy(), np.flatnonzero(np.isnan(self.stated[:, -1]))
        if len(rest):
            others = {name: column[rest] for name, column in whole.items()}
            found[rest] = model.predict_cells(others, len(rest))
        return found

    def filled(self, cells: Mapping[str, Array]) -> dict[str, Array]:
        """The cells, and where they are missing those from earlier runs.

        A cell from earlier runs that does not go together with what is told is left out.
        """
        return with_added(cells, self.added, len(self.n_runs))

    def came(self, told: Mapping[str, Array], whole: Mapping[str, Array]) -> dict[str, Bools]:
        """Which cells of ``filled`` came from earlier runs, by column, ``(n_sessions,)``."""
        missing = np.full(len(self.n_runs), np.nan)
        return {
            name: np.isnan(told.get(name, missing)) & ~np.isnan(whole[name]) for name in self.added
        }

    def rows(self, rows: slice) -> "Past":
        """The part of some rows, in memory."""
        added = {name: np.array(column[rows]) for name, column in self.added.items()}
        return Past(
            added={name: column for name, column in added.items() if not np.isnan(column).all()},
            n_runs=np.array(self.n_runs[rows]),
            bases=self.bases.at(rows),
            stated=None if self.stated is None else np.array(self.stated[rows]),
        )

    def counts(self, runner: Ints) -> Counts:
        """What was done in the rows of these runners."""
        filled = {name: ~np.isnan(column) for name, column in self.added.items()}
        came = np.any([*filled.values(), np.zeros(len(runner), bool)], axis=0)
        return Counts(
            filled_cells=sum(int(mask.sum()) for mask in filled.values()),
            filled_runners=len(np.unique(runner[came])),
            moved_rows=int(self.bases.known.sum()),
        )

    def of_one(
        self, row: int, codes: Mapping[str, float]
    ) -> tuple[dict[str, float], EarlierRuns | None, OwnBase]:
        """The codes of one session filled, which of them are from earlier runs, and the base."""
        cells = {name: np.array([code]) for name, code in codes.items()}
        filled = {
            name: float(column[0])
            for name, column in self.rows(slice(row, row + 1)).filled(cells).items()
            if not np.isnan(column[0])
        }
        columns = tuple(name for name in filled if name not in codes)
        earlier = EarlierRuns(columns=columns, n_runs=int(self.n_runs[row])) if columns else None
        log_odds, precision = (float(column[row]) for column in self.bases)
        return filled, earlier, OwnBase(log_odds=log_odds, precision=precision)


def past_of(
    model: LoadedModel,
    cells: Mapping[str, Array],
    runner: Ints,
    times: Times,
    *,
    sore: Array,
    shoe: Sequence[str] | None = None,
    with_bases: bool = True,
    with_others: bool = True,
    file: FileLabels | None = None,
) -> Past:
    """What earlier runs add to encoded sessions in any order, ``(n_sessions,)`` each.

    A label counts from the day after its run, for its runner and as far as it tells of the whole
    file, unless not ``with_others``, for all runners. Not ``with_bases``, labels move no risk yet:
    the rest a runner's runs add whoever else is in the file.

    file : what all labels of the file say, if these are not all sessions of it
    """
    found = fill(usable(cells), runner, times, sore=sore, shoe=shoe)
    past = Past(
        added={
            name: np.where(mask, found.cells[name], np.nan) for name, mask in found.added.items()
        },
        n_runs=found.n_runs.astype(float),
        bases=Bases.unknown(len(runner)),
    )
    teaches = np.flatnonzero(
        (runner >= 0) & ~np.isnat(times.moment) & ~np.isnan(sore) & ~found.again
    )
    stated = np.full((len(runner), len(HEADS)), np.nan)
    if len(teaches):
        known = {name: column[teaches] for name, column in past.filled(cells).items()}
        stated[teaches] = model.predict_cells(known, len(teaches))
        past = replace(past, stated=stated)
    if not with_bases or (past.stated is None and file is None):
        return past
    bases = bases_of(runner, times, stated[:, -1], sore, with_others=with_others, file=file)
    return replace(past, bases=bases)


def bases_of(
    runner: Ints,
    times: Times,
    stated: Array,
    sore: Array,
    *,
    with_others: bool = True,
    file: FileLabels | None = None,
) -> Bases:
    """What is known of the base of each run's runner, by the labels of the file's earlier days.

    stated : what the model gives the labelled runs, NaN for others
    """
    bases = Bases.unknown(len(runner))
    followed = np.flatnonzero((runner >= 0) & ~np.isnat(times.moment))
    before = bases_before(
        runner[followed],
        times.moment[followed].astype("datetime64[s]").astype(np.int64),
        times.day[followed].astype("datetime64[D]").astype(np.int64),
        stated[followed],
        np.where(np.isnan(stated), np.nan, sore)[followed],
        with_others=with_others,
        file=file,
    )
    for mine, column in zip(bases, before, strict=True):
        mine[followed] = column
    return bases


def past_of_frame(
    model: LoadedModel, frame: "pd.DataFrame", cells: Mapping[str, Array]
) -> Past | None:
    """What earlier runs add to a frame of sessions with these cells; None if there are none.

    Raises SchemaError if the times leave the order of day and month open.
    """
    from calfcause.sessions.history_frame import FRAME, told_of_frame

    told = told_of_frame(frame)
    if told is None:
        return None
    runs = followed(told.runner, told.starts, FRAME)
    if said := joined(runs.warning, unread_labels(told.n_unread)):
        warn_caller(said)
    if runs.times is None:
        return None
    return past_of(model, cells, runs.runner, runs.times, sore=told.sore, shoe=told.shoe)
