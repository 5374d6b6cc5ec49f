"""A plan: what a block of simulated runners does day by day, and how a cause changes it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.causes.elementwise import Array

Mask = NDArray[np.bool_]

RACK = 4
USUAL_SHOE, OTHER_SHOE, FAST_SHOE, NO_SHOE = range(RACK)


@dataclass(kw_only=True)
class Plan:
    """The days of a block of runners.

    A cause changes them in place, before the history of each run is computed. Arrays of days have
    shape ``(n_runners, n_days)``, arrays of runners ``(n_runners,)``. The shoe rack has shape
    ``(n_runners, 4)``: the usual pair, another pair, a fast pair (flats or spikes), and bare feet;
    ``shoe`` is the place in it. Words are encoded as in the schema. ``weeks_away`` are the weeks
    between the first run and the one before the plan, 0 if there was none; ``incline_pct`` is
    where a treadmill is set.
    """

    runs: Mask
    distance_km: Array
    session_type: Array
    climb_m_per_km: Array
    incline_pct: Array
    relative_speed: Array
    surface: Array
    soft_fraction: Array
    shoe: NDArray[np.intp]
    foot_strike: Array
    overstride: Array
    tilted: Mask
    stride_change: Array
    shoe_change: Array
    other_calf_load: Mask
    cadence_shift: Array
    experience_weeks: Array
    weeks_away: Array
    rack_type: Array
    rack_drop_mm: Array
    rack_distance_km: Array
    usual_distance_km: Array
    runs_per_week: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Number of runners and number of days."""
        n_runners, n_days = self.runs.shape
        return n_runners, n_days

    def some(self, rng: np.random.Generator, share: float | Array) -> Mask:
        """A random share of the runners, shape ``(n_runners,)``."""
        return np.asarray(rng.random(self.shape[0]) < share)

    def spell(self, rng: np.random.Generator, share: float | Array, days: tuple[int, int]) -> Mask:
        """One stretch of days, random in start and length, for a share of the runners.

        ``days`` gives the shortest and the longest stretch; shape ``(n_runners, n_days)``.
        """
        n_runners, n_days = self.shape
        start = rng.integers(0, n_days, n_runners)
        length = rng.integers(days[0], days[1] + 1, n_runners)
        day = np.arange(n_days)
        within = (day >= start[:, None]) & (day < (start + length)[:, None])
        return np.asarray(within & self.some(rng, share)[:, None])

    def days(self, rng: np.random.Generator, share: float | Array) -> Mask:
        """A random share of the runs, each drawn on its own, shape ``(n_runners, n_days)``."""
        return np.asarray(self.runs & (rng.random(self.shape, dtype=np.float32) < share))
