"""Intervals by resampling runners: the runs of one runner are not so many pieces of evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

INTERVAL = (5, 95)


def estimate(found: float, drawn: Array) -> dict[str, float]:
    """A figure with its interval: the 5th and the 95th percentile of what the draws gave.

    Draws that leave it undefined (NaN), such as an AUC where nobody was sore, do not count.
    """
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, INTERVAL) if len(defined) else (np.nan, np.nan)
    return {"value": float(found), "low": float(low), "high": float(high)}


@dataclass(frozen=True, kw_only=True)
class Resamples:
    """Draws of runners, each of as many as there are, with all their sessions.

    Attributes
    ----------
    runner : place of each session's runner, ``(n_sessions,)``.
    counts : how often each draw holds each runner, ``(n_draws, n_runners)``.
    """

    runner: NDArray[np.intp]
    counts: Array

    def sums(self, found: Array) -> Array:
        """Sums of a figure of each session over each draw, ``(n_draws,)``."""
        return np.asarray(self.counts @ np.bincount(self.runner, found))

    def mean(self, found: Array) -> dict[str, float]:
        """Mean over sessions, with its interval."""
        return self.ratio(found, np.ones(len(self.runner)))

    def ratio(self, over: Array, under: Array) -> dict[str, float]:
        """Sum over sessions of one figure over that of another, with its interval.

        Both are summed over the same draws, so that what they share cancels.
        """
        return estimate(over.sum() / under.sum(), self.sums(over) / self.sums(under))

    def weights(self) -> Iterator[Array]:
        """How often each draw in turn holds each session, ``(n_sessions,)``."""
        return (counts[self.runner] for counts in self.counts)


def resamples(runner: NDArray[np.intp], n_draws: int) -> Resamples:
    """Draws of the runners of these sessions; the same for the same sessions.

    Examples
    --------
    >>> draws = resamples(np.array([3, 3, 5]), 10)
    >>> draws.counts.shape, set(draws.counts.sum(axis=1).tolist())
    ((10, 2), {2.0})
    """
    numbers, places = np.unique(runner, return_inverse=True)
    size = len(numbers)
    rng = np.random.default_rng(0)
    counts = [np.bincount(rng.integers(0, size, size), minlength=size) for _ in range(n_draws)]
    return Resamples(runner=places, counts=np.array(counts, dtype=np.float64))
