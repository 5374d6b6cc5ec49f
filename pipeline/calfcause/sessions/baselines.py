"""What earlier runs say of each run: how long, how far, how fast, on what, and how often sore."""

import numpy as np

from calfcause.sessions.diary import LEAST_RUNS, WEEK, Diary
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.windows import DAY, Window
from calfcause.types import Array, Bools

LEAST_SHARE = 0.5
LEAST_DAYS = 14
# In so many weeks the causes read no newness of a runner any more.
SURELY_NOT_NEW_WEEKS = 26
# Pace, climb and cadence are averaged by their logarithms and from 0.1 on, as in the simulation.
LEAST_LOGGED = 0.1

MOST_FREQUENT = {
    "usual_terrain": "terrain",
    "usual_surface": "surface",
    "usual_foot_strike": "foot_strike",
    "usual_shoe_drop_mm": "shoe_drop_mm",
}
FILLED = (
    "weekly_distance_km",
    "usual_weekly_distance_km",
    "longest_run_28d_km",
    "usual_pace_min_per_km",
    "usual_climb_m_per_km",
    "usual_cadence_spm",
    *MOST_FREQUENT,
    "sore_calf_runs_28d",
    "experience_weeks",
    "weeks_since_last_run",
    "shoe_distance_km",
)
"""The columns that may be filled."""
MADE_FROM = (
    "distance_km",
    "duration_min",
    "elevation_gain_m",
    "cadence_spm",
    *MOST_FREQUENT.values(),
    "experience_weeks",
    "shoe_distance_km",
    SORE_LABEL,
)
"""The columns that baselines are made from."""


def baselines(diary: Diary) -> dict[str, Array]:
    """Every baseline of every row, by the column that it may fill; NaN where too few runs tell.

    ``history`` lists the rules. ``diary`` is in order, with the columns of ``MADE_FROM``.
    """
    values, windows = diary.rows.values, diary.windows
    distance, month = values["distance_km"], windows.month
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = values["duration_min"] / distance
        climb = values["elevation_gain_m"] / distance
    found = {
        **_distances(diary),
        "experience_weeks": _experience(diary),
        "weeks_since_last_run": diary.pause,
        "usual_pace_min_per_km": _mean_log(diary, "usual_pace_min_per_km", pace),
        "usual_climb_m_per_km": _mean_log(diary, "usual_climb_m_per_km", climb),
        "usual_cadence_spm": _mean_log(diary, "usual_cadence_spm", values["cadence_spm"]),
        "sore_calf_runs_28d": _where_known(
            diary,
            windows.labelled,
            values[SORE_LABEL],
            windows.labelled.sum(np.where(diary.once, np.nan_to_num(values[SORE_LABEL]), 0.0)),
        ),
    }
    for name, made_from in MOST_FREQUENT.items():
        # Half a millimetre of drop is no other shoe.
        codes = np.round(values[made_from] * 2.0) / 2.0
        frequent = month.most_frequent(codes, diary.once)
        found[name] = _where_known(diary, month, codes, frequent)
    return {name: np.where(windows.crowded, np.nan, column) for name, column in found.items()}


def _where_known(diary: Diary, window: Window, cells: Array, baseline: Array) -> Array:
    """A baseline where at least four runs of a window, and half of them, have the cell."""
    n_known = window.sum((diary.once & ~np.isnan(cells)).astype(float))
    n_runs = window.sum(diary.once.astype(float))
    enough = (n_known >= LEAST_RUNS) & (n_known >= LEAST_SHARE * n_runs)
    return np.where(enough, baseline, np.nan)


def _mean_log(diary: Diary, name: str, values: Array) -> Array:
    """The geometric mean over 28 days of values that the column allows."""
    column, month = COLUMNS[name], diary.windows.month
    allowed = np.where((values >= column.low) & (values <= column.high), values, np.nan)
    counted = diary.once & ~np.isnan(allowed)
    logs = np.where(counted, np.log(np.maximum(np.nan_to_num(allowed), LEAST_LOGGED)), 0.0)
    mean = month.sum(logs) / np.maximum(month.sum(counted.astype(float)), 1.0)
    return _where_known(diary, month, allowed, np.exp(mean))


def _distances(diary: Diary) -> dict[str, Array]:
    rows, windows = diary.rows, diary.windows
    moment, own = rows.moment, rows.values["distance_km"]
    distance = np.where(diary.once, np.nan_to_num(own), 0.0)
    unknown = (diary.once & np.isnan(own)).astype(float)
    usual, month = windows.usual, windows.month
    n_usual = usual.sum(diary.once.astype(float))
    # In a diary that begins within the four weeks the first run is not counted: with it, there
    # would be a run more than there are spans between runs.
    young = diary.began > moment - 5 * WEEK
    counted = usual.sum(np.where(moment == diary.began, 0.0, distance))
    weeks = np.where(young, (moment - WEEK - diary.began) / WEEK, 4.0)
    usual_known = (usual.sum(unknown) == 0) & (n_usual >= LEAST_RUNS)
    usual_known &= weeks >= LEAST_DAYS * DAY / WEEK
    longest_known = (month.sum(unknown) == 0) & (diary.n_runs >= LEAST_RUNS)
    longest_known &= diary.began <= moment - LEAST_DAYS * DAY
    week_known: Bools = (windows.week.sum(unknown) == 0) & (diary.began <= moment - WEEK)
    return {
        "weekly_distance_km": np.where(week_known, windows.week.sum(distance) + own, np.nan),
        "usual_weekly_distance_km": np.where(
            usual_known,
            np.where(young, counted, usual.sum(distance)) / np.maximum(weeks, 1.0),
            np.nan,
        ),
        "longest_run_28d_km": np.where(longest_known, month.largest(distance), np.nan),
    }


def _experience(diary: Diary) -> Array:
    rows = diary.rows
    counted_on = diary.base + rows.moment / WEEK
    since = (rows.moment - diary.since) / WEEK
    from_diary = np.where(diary.restarted | (since >= SURELY_NOT_NEW_WEEKS), since, np.nan)
    return np.where(np.isnan(counted_on), from_diary, counted_on)
