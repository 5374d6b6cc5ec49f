"""What is usual for a runner, from the runner's own earlier runs: fills cells that are missing.

A known cell always wins. What a row says of itself never enters its own history, except that the
week of ``weekly_distance_km`` ends with the run itself. Spans are counted in hours: 28 days are
28 times 24 hours before the start of the run. A baseline needs enough runs:

- ``usual_*`` and ``sore_calf_runs_28d``: four earlier runs in 28 days with the cell it is made of,
  which have to be at least half of all runs in these days.
- ``usual_weekly_distance_km``: four runs, each with its distance, in the 28 days before the week of
  the run. A diary that begins within these days has to cover 14 of them.
- ``weekly_distance_km``: a diary that begins 7 days before, and the distance of each run since.
- ``longest_run_28d_km``: four runs in 28 days, each with its distance, and a diary that begins 14
  days before.
- ``experience_weeks``: an earlier known cell, counted on; or a break of 13 weeks in a diary that
  was kept regularly until then, which restarts the count; or 26 weeks of diary, as a lower bound,
  since from there on nobody is new to running.
- ``weeks_since_last_run``: the time since the last earlier run, where the diary was kept regularly
  until then: four runs in the 28 days before that one.
- ``shoe_distance_km``: by the name of the shoe; known for shoes with an earlier known cell and for
  those that first appear 28 days into a regular diary; a lower bound from 200 km on.

Two rows of one runner with the same moment, distance and duration are one run exported twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calfcause.sessions.baselines import MADE_FROM, baselines
from calfcause.sessions.dates import Times
from calfcause.sessions.diary import LEAST_RUNS, Diary, Rows, diary_of
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.windows import DAY
from calfcause.types import Array, Bools, Ints

# In a pair of more kilometres the causes read no newness any more.
WORN_IN_KM = 200.0
LEAST_DAYS_BEFORE_NEW_SHOES = 28
SHOE = "shoe"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Sessions with their history."""

    cells: dict[str, Array]  # all cells given and those filled; NaN where missing, (n_sessions,)
    # Which cells of a column come from earlier runs; columns without any are absent, (n_sessions,)
    added: dict[str, Bools]
    n_runs: Ints  # how many runs of the runner are known in the 28 days before, (n_sessions,)
    # Which sessions are the same run as another one, exported once more, (n_sessions,)
    again: Bools


@dataclass(kw_only=True)
class _Pair:
    """The distance of a pair of shoes before and at a moment, and whether all of it is known."""

    moment: int
    all_known: bool
    km: float = 0.0
    km_at_moment: float = 0.0


def fill(
    cells: Mapping[str, Array],
    runner: Ints,
    times: Times,
    *,
    sore: Array | None = None,
    shoe: Sequence[str] | None = None,
) -> Filled:
    """Fill what is missing in sessions, which may stand in any order.

    cells : encoded cells by column; NaN where missing. Absent columns count as missing,
        ``(n_sessions,)``
    runner : number of the runner. Rows with a negative one are left as they are, ``(n_sessions,)``
    times : when each run started. Rows without a time are left as they are
    sore : 1 where the run left the calves sore, 0 where it did not, NaN where that is not known,
        ``(n_sessions,)``
    shoe : the name of the shoes; "" where it is missing

    >>> from calfcause.sessions.dates import times_of
    >>> starts = [f"2026-07-{day:02d}T18:00" for day in (1, 5, 9, 13, 17, 21)]
    >>> cells, ada = {"distance_km": np.array([8.0, 12.0, 8.0, 9.0, 24.0, 7.0])}, np.zeros(6, int)
    >>> filled = fill(cells, ada, times_of(starts, ada, "runs.csv"))
    >>> filled.cells["longest_run_28d_km"].tolist(), filled.n_runs.tolist()
    ([nan, nan, nan, nan, 12.0, 24.0], [0, 1, 2, 3, 4, 5])
    """
    n = len(runner)
    labelled = dict(cells) if sore is None else {**cells, SORE_LABEL: sore}
    diary = diary_of(_rows(labelled, runner, times))
    found = baselines(diary)
    if shoe is not None:
        found["shoe_distance_km"] = _shoe_distances(diary, shoe)
    place = diary.rows.row
    filled = {name: np.array(column, dtype=float) for name, column in cells.items()}
    added = {}
    for name, baseline in found.items():
        column = COLUMNS[name]
        mine = filled.get(name, np.full(n, np.nan))
        value = np.full(n, np.nan)
        value[place] = baseline
        fits = np.isnan(mine) & (value >= column.low) & (value <= column.high)
        if fits.any():
            filled[name], added[name] = np.where(fits, value, mine), fits
    n_runs, again = np.zeros(n, np.int64), np.zeros(n, bool)
    n_runs[place], again[place] = diary.n_runs.astype(np.int64), ~diary.once
    return Filled(cells=filled, added=added, n_runs=n_runs, again=again)


def _rows(cells: Mapping[str, Array], runner: Ints, times: Times) -> Rows:
    """The sessions that have a runner and a time."""
    row = np.flatnonzero((runner >= 0) & ~np.isnat(times.moment))
    missing = np.full(len(row), np.nan)
    return Rows(
        runner=np.asarray(runner, dtype=np.int64)[row],
        moment=times.moment[row].astype("datetime64[s]").astype(np.int64),
        day=times.day[row].astype("datetime64[D]").astype(np.int64),
        row=row,
        values={
            name: np.asarray(cells[name], dtype=float)[row] if name in cells else missing
            for name in MADE_FROM
        },
    )


def _shoe_distances(diary: Diary, shoe: Sequence[str]) -> Array:
    """How far the named pair had gone before each run; NaN where that is not known."""
    rows, pairs = diary.rows, dict[tuple[int, str], _Pair]()
    found = np.full(len(rows), np.nan)
    known, distance = rows.values["shoe_distance_km"], rows.values["distance_km"]
    old_diary = rows.moment - diary.began >= LEAST_DAYS_BEFORE_NEW_SHOES * DAY
    is_new_pair = old_diary & (diary.n_runs >= LEAST_RUNS)
    for place, row in enumerate(rows.row.tolist()):
        name = " ".join(shoe[row].casefold().split())
        if not name:
            continue
        moment = int(rows.moment[place])
        first = _Pair(moment=moment, all_known=bool(is_new_pair[place]))
        pair = pairs.setdefault((int(rows.runner[place]), name), first)
        # Runs of one moment do not come before one another.
        if moment > pair.moment:
            pair.km, pair.km_at_moment, pair.moment = pair.km + pair.km_at_moment, 0.0, moment
        if pair.all_known or pair.km >= WORN_IN_KM:
            found[place] = pair.km
        if not np.isnan(known[place]):
            pair.km, pair.all_known = float(known[place]), True
        if np.isnan(distance[place]):
            pair.all_known = False
        elif diary.once[place]:
            pair.km_at_moment += float(distance[place])
    return found
