"""Rows of runners in the order of time, and what of earlier rows they carry with them.

A row carries when its runner's diary and the present stretch of regular running began, and how many
weeks of experience were known by then. So only the runs of the last weeks have to be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.windows import DAY, MOST_RUNS, Array, Bools, Ints, Windows, windows_of

WEEK = 7 * DAY
LEAST_RUNS = 4
BREAK = 13 * WEEK
KEPT = 35 * DAY


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of runners, shape ``(n_rows,)`` each.

    Attributes
    ----------
    runner, moment, day : number of the runner, seconds and days since 1970
    row : place in the present block; -1 for rows kept from earlier blocks
    values : encoded cells by column and the label ``sore_calves``; NaN where missing
    began, since : moment of the first row of the runner, and of the first after the last break of
        13 weeks
    restarted : whether that break was one in running: the diary was kept regularly until then
    base : known weeks of experience at an earlier row of this stretch, less the weeks since 1970
    """

    runner: Ints
    moment: Ints
    day: Ints
    row: Ints
    values: dict[str, Array]
    began: Ints
    since: Ints
    restarted: Bools
    base: Array

    def __len__(self) -> int:
        return len(self.runner)

    @property
    def new(self) -> Bools:
        """Which rows belong to the present block."""
        return self.row >= 0

    def at(self, places: NDArray[Any]) -> "Rows":
        """Take rows by their places or by a mask."""
        return _merged(lambda mine: mine[places], self)

    def followed_by(self, later: "Rows") -> "Rows":
        """Join two sets of rows, not in order."""
        return _merged(lambda *both: np.concatenate(both), self, later)


def _merged(change: Callable[..., NDArray[Any]], *sets: Rows) -> Rows:
    """Rows of which each column is made of the same column of others."""
    parts = {
        field.name: change(*(getattr(rows, field.name) for rows in sets))
        for field in fields(Rows)
        if field.name != "values"
    }
    values = {name: change(*(rows.values[name] for rows in sets)) for name in sets[0].values}
    return Rows(values=values, **parts)


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Rows in the order of runner and moment, with their windows.

    Attributes
    ----------
    rows : the rows; what they carry is filled in
    windows : the earlier runs of each row
    once : false for a row that is the same run as the row before, ``(n_rows,)``
    n_runs : runs in the 28 days before, ``(n_rows,)``
    """

    rows: Rows
    windows: Windows
    once: Bools
    n_runs: Array


def diary_of(rows: Rows) -> Diary:
    """Put rows in order and find what they carry.

    Raises
    ------
    SchemaError
        If a new row is earlier than a kept one of the same runner.
    """
    rows = rows.at(np.lexsort((rows.moment, rows.runner)))
    if _same_as_before(rows.runner, rows.moment).any():
        # Rows of one moment are ordered by their cells: the order of the file must not matter.
        of_run = [rows.values[name] for name in ("duration_min", "distance_km")]
        keys = (rows.new, *rows.values.values(), *of_run, rows.moment, rows.runner)
        rows = rows.at(np.lexsort(keys))
    _refuse_late(rows)
    distance, duration = rows.values["distance_km"], rows.values["duration_min"]
    same_duration = _same_as_before(np.nan_to_num(duration, nan=-1.0))
    again = _same_as_before(rows.runner, rows.moment, distance) & same_duration
    windows = windows_of(rows.runner, rows.moment, rows.day)
    n_runs = windows.month.sum((~again).astype(float))
    return Diary(rows=_carrying(rows, n_runs), windows=windows, once=~again, n_runs=n_runs)


def _same_as_before(*columns: NDArray[Any]) -> Bools:
    """Whether a row equals the one before it in these columns; NaN equals nothing."""
    same = np.ones(len(columns[0]), bool)
    same[:1] = False
    for column in columns:
        same[1:] &= column[1:] == column[:-1]
    return same


def _refuse_late(rows: Rows) -> None:
    late = _same_as_before(rows.runner) & ~rows.new
    late[1:] &= rows.new[:-1] & (rows.moment[1:] > rows.moment[:-1])
    if late.any():
        time = np.datetime64(int(rows.moment[np.flatnonzero(late)[0] - 1]), "s")
        raise SchemaError(
            f"a run of {time} comes after later runs of the same runner; give the runs of a runner"
            " in the order of time, or all in one block"
        )


def _carrying(rows: Rows, n_runs: Array) -> Rows:
    """The rows with what they carry from earlier ones filled in."""
    places, moment = np.arange(len(rows)), rows.moment
    earlier = _same_as_before(rows.runner)
    first = _last_place(~earlier)
    pause = np.zeros(len(rows), bool)
    pause[1:] = earlier[1:] & (moment[1:] - moment[:-1] >= BREAK)
    start = _last_place(~earlier | pause)
    regular = np.zeros(len(rows), bool)
    regular[1:] = n_runs[:-1] >= LEAST_RUNS
    kept = ~rows.new
    weeks = rows.values["experience_weeks"]
    base = weeks - moment / WEEK
    # The last row with known experience, among those of an earlier moment.
    own = places.copy()
    own[_same_as_before(rows.runner, moment)] = 0
    own = np.maximum.accumulate(own)
    known = np.maximum.accumulate(np.where(np.isnan(weeks), -1, places))
    known = np.where(own > 0, known[own - 1], -1)
    carried = np.where(kept[start], rows.base[start], np.nan)
    return Rows(
        runner=rows.runner, moment=moment, day=rows.day, row=rows.row, values=rows.values,
        began=np.where(kept[first], rows.began[first], moment[first]),
        since=np.where(kept[start], rows.since[start], moment[start]),
        restarted=np.where(kept[start], rows.restarted[start], pause[start] & regular[start]),
        base=np.where(known >= start, base[known], carried),
    )  # fmt: skip


def _last_place(marked: Bools) -> Ints:
    """The place of the last marked row up to each row."""
    return np.maximum.accumulate(np.where(marked, np.arange(len(marked)), 0))


def still_needed(diary: Diary) -> Rows:
    """The rows that later runs may look back on."""
    rows = diary.rows
    end = np.append(rows.runner[1:] != rows.runner[:-1], True) if len(rows) else np.zeros(0, bool)
    last = np.flatnonzero(end)[np.cumsum(end) - end] if len(rows) else np.zeros(0, np.int64)
    recent = rows.moment > rows.moment[last] - KEPT
    from_end = last - np.arange(len(rows))
    kept = rows.at(recent & (from_end < MOST_RUNS + 2))
    return replace(kept, row=np.full(len(kept), -1))
