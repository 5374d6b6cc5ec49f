"""Intervals by resampling runners: the runs of one runner are not independent evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from calfcause.types import Array, Integers

INTERVAL = (5, 95)


def estimate(value: float, drawn: Array) -> dict[str, float]:
    """Give a figure with its interval: the 5th and the 95th percentile of the draws.

    drawn : the same figure in each draw; NaN, as for an AUC without a sore run, is left out,
        ``(n_draws,)``
    """
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, INTERVAL) if len(defined) else (np.nan, np.nan)
    return {"value": float(value), "low": float(low), "high": float(high)}


@dataclass(frozen=True, kw_only=True)
class Resamples:
    """Draws of runners with replacement, each runner with all of their sessions."""

    runner: Integers  # the place of each session's runner, (n_sessions,)
    counts: Array  # how often each draw includes each runner, (n_draws, n_runners)

    def sums(self, figures: Array) -> Array:
        """Sum figures of sessions over each draw: shape (n_sessions,) in, (n_draws,) out."""
        return np.asarray(self.counts @ np.bincount(self.runner, figures))

    def mean(self, figures: Array) -> dict[str, float]:
        """Average figures of sessions, shape (n_sessions,); with the interval."""
        return self.ratio(figures, np.ones(len(self.runner)))

    def ratio(self, over: Array, under: Array) -> dict[str, float]:
        """Divide the sums of two figures of sessions, shape (n_sessions,) each; with the interval.

        Both are summed over the same draws, so that the noise they share cancels.
        """
        below = self.sums(under)
        drawn = np.divide(self.sums(over), below, out=np.full(len(below), np.nan), where=below > 0)
        return estimate(over.sum() / under.sum(), drawn)

    def weights(self) -> Iterator[Array]:
        """Give for each draw how often it includes each session, shape (n_sessions,)."""
        return (counts[self.runner] for counts in self.counts)


def resamples(runner: Integers, n_draws: int) -> Resamples:
    """Draw runners with replacement; the same sessions get the same draws.

    >>> draws = resamples(np.array([3, 3, 5]), 10)
    >>> draws.counts.shape, set(draws.counts.sum(axis=1).tolist())
    ((10, 2), {2.0})
    """
    numbers, places = np.unique(runner, return_inverse=True)
    size = len(numbers)
    rng = np.random.default_rng(0)
    counts = [np.bincount(rng.integers(0, size, size), minlength=size) for _ in range(n_draws)]
    return Resamples(runner=places, counts=np.array(counts, dtype=np.float64))
