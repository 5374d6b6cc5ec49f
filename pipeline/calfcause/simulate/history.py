"""What came before each run, and what its runner is used to.

Only runs are computed, not the days between them. Sums over windows of days are differences of
running totals, so that the length of a window costs nothing.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes.plan import RACK, Mask, Plan
from calfcause.sessions.schema import COLUMNS

Array = NDArray[np.float64]
Places = NDArray[np.intp]

WINDOW_DAYS, DAYS_A_WEEK = 28, 7.0


class Runs:
    """The runs among the days of a block of runners, one below the other.

    >>> runs = Runs(np.array([[True, False, True], [False, True, True]]))
    >>> runs.runner.tolist(), runs.day.tolist()
    ([0, 0, 1, 1], [0, 2, 1, 2])
    >>> runs.sum_before(np.array([5.0, 6.0, 7.0, 8.0])).tolist()
    [0.0, 5.0, 0.0, 7.0]

    shape : number of runners and number of days
    runner, day : runner and day of each run; runs of one runner are together and in time order,
        ``(n_runs,)``
    first_of_window : place of the runner's first run in the 28 days before each run, or else its
        own place, ``(n_runs,)``
    """

    def __init__(self, runs: Mask) -> None:
        self.shape: tuple[int, int] = (runs.shape[0], runs.shape[1])
        self._places = np.flatnonzero(runs)
        self.runner, self.day = np.divmod(self._places, self.shape[1])
        self._n_before: Places = np.cumsum(runs) - runs.ravel()
        self.first_of_window = self.first_since(WINDOW_DAYS)

    def __len__(self) -> int:
        return len(self._places)

    def of(self, days: NDArray[Any]) -> NDArray[Any]:
        """The values of the runs in an array of days, ``(n_runs,)``."""
        return np.take(days, self._places)

    def first_since(self, n_days: int) -> Places:
        """Place of the first run of the same runner in the ``n_days`` before, or else its own."""
        return np.asarray(self._n_before[self._places - np.minimum(self.day, n_days)])

    def days_since(self) -> Array:
        """Days since the run before, NaN for the first of a runner."""
        since = np.diff(self.day, prepend=0).astype(float)
        return np.where(np.diff(self.runner, prepend=-1) > 0, np.nan, since)

    def sum_before(self, values: Array) -> Array:
        """Sum over all earlier runs of the same runner."""
        # One column more than days: the place of a day holds the sum up to the day before.
        days = np.zeros((self.shape[0], self.shape[1] + 1))
        places = self._places + self.runner
        days.ravel()[places + 1] = values
        return np.take(np.cumsum(days, axis=1), places)

    def count_in_window(self, counted: Mask) -> Places:
        """How many of the runs in the 28 days before are counted."""
        n_before: Places = np.cumsum(counted) - counted
        return n_before - n_before[self.first_of_window]

    def max_in_window(self, values: Array) -> Array:
        """The largest value in the 28 days before, 0 without a run in them."""
        n_runners, n_days = self.shape
        longest = np.zeros((n_runners, WINDOW_DAYS + n_days))
        longest[self.runner, WINDOW_DAYS + self.day] = values
        # Maxima of 2, 4, 8 and 16 days, each of two of those before; 12 more days make 28.
        for later in (1, 2, 4, 8, WINDOW_DAYS - 16):
            longest = np.maximum(longest[:, :-later], longest[:, later:])
        return np.asarray(longest[self.runner, self.day])


def history(plan: Plan, runs: Runs, cells: dict[str, Array]) -> dict[str, Array]:
    """Compute what the runner is used to, from the days before; NaN where 28 days hold no run.

    Distances are 0 there.
    """
    distance, shoe = cells["distance_km"], runs.of(plan.shoe)
    window = runs.first_of_window
    n_runs = np.arange(len(runs)) - window
    # The week ends with the day of the run; the four usual weeks end where it begins.
    this_week, usual_weeks = runs.first_since(6), runs.first_since(34)
    total = runs.sum_before(distance)
    usual_distance = np.maximum(total[this_week] - total[usual_weeks], 0.0) / 4.0

    def mean_log(values: Array) -> Array:
        logs = runs.sum_before(np.log(np.maximum(values, 0.1)))
        within = np.maximum(logs - logs[window], 0.0)
        return np.asarray(np.exp(within / np.where(n_runs > 0, n_runs, np.nan)))

    def most_frequent(codes: NDArray[Any], n_codes: int) -> Array:
        counts = np.stack([runs.count_in_window(codes == code) for code in range(n_codes)])
        return np.where(n_runs > 0, counts.argmax(axis=0).astype(float), np.nan)

    usual_shoe = most_frequent(shoe, RACK)
    longest, since = runs.max_in_window(distance), runs.days_since()
    away = plan.weeks_away[runs.runner]
    places = np.nan_to_num(usual_shoe).astype(np.intp)
    return {
        "weekly_distance_km": np.maximum(total + distance - total[this_week], 0.0),
        "usual_weekly_distance_km": np.where(this_week > usual_weeks, usual_distance, 0.0),
        "weeks_since_last_run": np.where(np.isnan(since) & (away > 0.0), away, since / DAYS_A_WEEK),
        "longest_run_28d_km": longest,
        "usual_pace_min_per_km": mean_log(cells["duration_min"] / distance),
        "usual_climb_m_per_km": mean_log(cells["elevation_gain_m"] / distance),
        "usual_terrain": most_frequent(cells["terrain"], len(COLUMNS["terrain"].choices)),
        "usual_surface": most_frequent(cells["surface"], len(COLUMNS["surface"].choices)),
        "usual_cadence_spm": mean_log(cells["cadence_spm"]),
        "usual_foot_strike": most_frequent(
            cells["foot_strike"], len(COLUMNS["foot_strike"].choices)
        ),
        "usual_shoe_drop_mm": np.where(n_runs > 0, plan.rack_drop_mm[runs.runner, places], np.nan),
        "shoe_distance_km": _shoe_distance(plan, runs, shoe, distance),
    }


def _shoe_distance(plan: Plan, runs: Runs, shoe: Places, distance_km: Array) -> Array:
    """Distance in the kind of shoe before each run; pairs of one kind and drop count as one."""
    before = np.zeros(len(runs))
    for place in range(RACK):
        alike = (plan.rack_type == plan.rack_type[:, place, None]) & (
            plan.rack_drop_mm == plan.rack_drop_mm[:, place, None]
        )
        in_kind = np.where(alike[runs.runner, shoe], distance_km, 0.0)
        at_first = np.where(alike, plan.rack_distance_km, 0.0).max(axis=1)
        # The run is added and subtracted again: the last bit of released data depends on it.
        gone = at_first[runs.runner] + (runs.sum_before(in_kind) + in_kind) - in_kind
        before = np.where(shoe == place, gone, before)
    return before
