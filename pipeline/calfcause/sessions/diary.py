"""Rows of runners in the order of time, and what of earlier rows each carries with it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.sessions.windows import DAY, Windows, windows_of
from calfcause.types import Array, Bools, Ints

WEEK = 7 * DAY
LEAST_RUNS = 4
BREAK = 13 * WEEK


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of runners, shape ``(n_rows,)`` each."""

    # Number of the runner, seconds and days since 1970
    runner: Ints
    moment: Ints
    day: Ints
    row: Ints  # place among the sessions
    values: dict[str, Array]  # encoded cells by column and the label sore_calves; NaN where missing

    def __len__(self) -> int:
        return len(self.runner)

    def at(self, places: NDArray[Any]) -> "Rows":
        """Take rows by their places."""
        return Rows(
            runner=self.runner[places],
            moment=self.moment[places],
            day=self.day[places],
            row=self.row[places],
            values={name: column[places] for name, column in self.values.items()},
        )


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Rows in the order of runner and moment, with their windows, shape ``(n_rows,)`` each."""

    rows: Rows  # the rows
    windows: Windows  # the earlier runs of each row
    once: Bools  # false for a row that is the same run as the row before
    n_runs: Array  # runs in the 28 days before
    # Moment of the first row of the runner, and of the first after the last break of 13 weeks
    began: Ints
    since: Ints
    # Whether that break was one in running: the diary was kept regularly until then
    restarted: Bools
    # Known weeks of experience at an earlier row of this stretch, less the weeks since 1970
    base: Array
    # Weeks since the last earlier run; NaN where the diary was not kept regularly until then
    pause: Array


def diary_of(rows: Rows) -> Diary:
    """Put rows in order and find what they carry."""
    rows = rows.at(np.lexsort((rows.moment, rows.runner)))
    if same_as_before(rows.runner, rows.moment).any():
        # Rows of one moment are ordered by their cells: the order of the file must not matter.
        of_run = [rows.values[name] for name in ("duration_min", "distance_km")]
        rows = rows.at(np.lexsort((*rows.values.values(), *of_run, rows.moment, rows.runner)))
    runner, moment = rows.runner, rows.moment
    distance, duration = rows.values["distance_km"], rows.values["duration_min"]
    same_duration = same_as_before(np.nan_to_num(duration, nan=-1.0))
    again = same_as_before(runner, moment, distance) & same_duration
    windows = windows_of(runner, moment, rows.day)
    n_runs = windows.month.sum((~again).astype(float))

    places = np.arange(len(rows))
    first = _last_place(~same_as_before(runner))
    # The last row of an earlier moment, -1 if that is of another runner.
    before = _last_place(~same_as_before(runner, moment)) - 1
    before[before < first] = -1
    pause = np.where(before >= 0, moment - moment[before], 0)
    regular = (before >= 0) & (n_runs[before] >= LEAST_RUNS)
    start = _last_place((first == places) | ((pause >= BREAK) & (before == places - 1)))
    return Diary(
        rows=rows, windows=windows, once=~again, n_runs=n_runs,
        began=moment[first], since=moment[start],
        restarted=(pause[start] >= BREAK) & regular[start],
        base=_known_before(rows, before, start),
        pause=np.where(regular, pause / WEEK, np.nan),
    )  # fmt: skip


def same_as_before(*columns: NDArray[Any]) -> Bools:
    """Whether a row equals the one before it in these columns; NaN equals nothing."""
    same = np.ones(len(columns[0]), bool)
    same[:1] = False
    for column in columns:
        same[1:] &= column[1:] == column[:-1]
    return same


def _known_before(rows: Rows, before: Ints, start: Ints) -> Array:
    """Weeks of experience, less those since 1970, at the last earlier row that knows them."""
    weeks = rows.values["experience_weeks"]
    known = np.maximum.accumulate(np.where(np.isnan(weeks), -1, np.arange(len(rows))))
    known = np.where(before >= 0, known[before], -1)
    base = weeks - rows.moment / WEEK
    return np.where(known >= start, base[known], np.nan)


def _last_place(marked: Bools) -> Ints:
    """The place of the last marked row up to each row."""
    return np.maximum.accumulate(np.where(marked, np.arange(len(marked)), 0))
