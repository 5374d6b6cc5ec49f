"""The earlier runs of each run's runner: which they are, and sums and habits over them.

Rows are sorted by runner and moment, so that the earlier runs of a span of days are neighbours: a
window is a first and a last place. Each window is summed by itself, not as a difference of running
totals: what stands outside a window cannot change its sum, not even in the last digit.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calfcause.types import Array, Bools, Ints

DAY = 86_400
# A runner of so many runs in 35 days is a squad without runner_id, and nobody's habit.
MOST_RUNS = 250


@dataclass(frozen=True, kw_only=True)
class Window:
    """Places of consecutive rows for each row, from ``first`` to before ``end``."""

    # End equals first where the window holds no row, (n_rows,)
    first: Ints
    end: Ints

    def sum(self, values: Array) -> Array:
        """Sum values over the rows of each window, 0 where there is none."""
        return self._reduced(np.add, values)

    def largest(self, values: Array) -> Array:
        """Take the largest value in each window, 0 where there is none."""
        return self._reduced(np.maximum, values)

    def _reduced(self, operation: np.ufunc, values: Array) -> Array:
        # What reduceat gives between two windows is left out; the last place may be one too far.
        found = operation.reduceat(np.append(values, 0.0), self._places)[::2]
        found[self._empty] = 0.0
        return found

    @cached_property
    def _places(self) -> Ints:
        return np.column_stack((self.first, self.end)).ravel()

    @cached_property
    def _empty(self) -> Bools:
        return np.asarray(self.end == self.first)

    def most_frequent(self, codes: Array, counted: Bools) -> Array:
        """Find the most frequent code of the counted rows; the smallest of equals, or NaN."""
        known = counted & ~np.isnan(codes)
        distinct = np.unique(codes[known])
        if len(distinct) == 0:
            return np.full(len(codes), np.nan)
        counts = np.stack([self.sum((known & (codes == code)).astype(float)) for code in distinct])
        return np.where(counts.max(axis=0) > 0, distinct[counts.argmax(axis=0)], np.nan)


@dataclass(frozen=True, kw_only=True)
class Windows:
    """The windows of rows that are sorted by runner and moment."""

    month: Window  # the runs in the 28 days before each run; none at the same moment
    week: Window  # the runs in the 7 days that end with each run, itself left out
    usual: Window  # the runs in the 28 days before those 7 days
    # The runs of month from earlier calendar days. Whether a run left the calves sore shows on the
    # next day, so that a run of the same day must not count it
    labelled: Window
    # Rows with more than 250 runs in the 35 days before; their windows are empty, (n_rows,)
    crowded: Bools


def windows_of(runner: Ints, moment: Ints, day: Ints) -> Windows:
    """Find the windows of rows.

    runner, moment, day : number of the runner, seconds and days since 1970; sorted by runner, then
        by moment, ``(n_rows,)``
    """
    start = moment - moment.min(initial=0)
    # Runners stand farther apart than any window reaches.
    key = runner * (start.max(initial=0) + 40 * DAY) + start
    own = np.searchsorted(key, key, "left")
    month = np.searchsorted(key, key - 28 * DAY, "left")
    week = np.searchsorted(key, key - 7 * DAY, "right")
    usual = np.searchsorted(key, key - 35 * DAY, "right")
    day_key = runner * (day.max(initial=0) - day.min(initial=0) + 2) + _days(runner, day)
    before_day = np.minimum(np.searchsorted(day_key, day_key, "left"), own)
    crowded = own - usual > MOST_RUNS

    def window(first: Ints, end: Ints) -> Window:
        return Window(first=first, end=np.where(crowded, first, np.maximum(first, end)))

    return Windows(
        month=window(month, own),
        week=window(week, own),
        usual=window(usual, week),
        labelled=window(month, before_day),
        crowded=crowded,
    )


def _days(runner: Ints, day: Ints) -> Ints:
    """Calendar days from the first of all, never falling: a flight may begin a day once more."""
    days = day - day.min(initial=0)
    offset = runner * (days.max(initial=0) + 1)
    return np.asarray(np.maximum.accumulate(days + offset) - offset)
