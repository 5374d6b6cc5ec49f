"""Draw runners of the reference, to measure how far files differ by chance alone.

If runs were independent, PSI would by chance be about (bins - 1) (1/n + 1/m) (Yurdakul 2018,
Statistical properties of the population stability index). But the runs of one runner are alike,
above all in height, so that 20 runners differ far more than 1,000 independent runs. So runners are
drawn from the reference, as many as in the new file, each with some consecutive runs, and the PSI
of these draws is computed.

Runners with a watch record many runs and many columns, others few. So drawn runners keep their rank
by number of runs: the one with the most runs in the reference gets as many as the one with the most
runs in the new file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from calfcause.monitor.bins import Layout
from calfcause.types import Array, Integers

DRAWS = 400
# More rows in a draw do not measure chance better: it falls with their number, as accounted for.
MOST_DRAWN_ROWS = 10_000


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Draws of runners of the reference."""

    counts: Array  # rows in each bin, (n_draws, n_bins)
    n_rows: Array  # rows in each draw, (n_draws,)
    # The factor from a squared difference in such a draw to one between the two files, which
    # depends on their numbers of runners and rows; the reference is a draw as well
    scale: float

    def psi(self, layout: Layout, reference: Array) -> Array:
        """Compute the PSI of each draw and column, shape (n_draws, n_columns)."""
        return layout.psi(self.counts, reference) * self.scale


def draw_runners(layout: Layout, places: Integers, sizes: Integers, new_sizes: Integers) -> Chance:
    """Draw runners of the reference; the same files get the same draws.

    places : the bins of the reference, runner by runner, (n_sessions, n_columns)
    """
    n_drawn = max(1, min(len(new_sizes), int(MOST_DRAWN_ROWS / new_sizes.mean())))
    drawn = list(_draws(np.random.default_rng(0), sizes, new_sizes, n_drawn))
    n_rows = np.array([len(rows) for rows in drawn], dtype=np.float64)
    runners = n_drawn * (1 / len(new_sizes) + 1 / len(sizes))
    rows = n_rows.mean() * (1 / new_sizes.sum() + 1 / sizes.sum())
    return Chance(
        counts=np.array([layout.counts(places[rows]) for rows in drawn]),
        n_rows=n_rows,
        scale=float(max(runners, rows)),
    )


def _draws(
    rng: np.random.Generator, sizes: Integers, new_sizes: Integers, n_drawn: int
) -> Iterator[Integers]:
    """Give the rows of each draw: consecutive rows of a runner, starting over if they run out."""
    starts = np.cumsum(sizes) - sizes
    by_size = np.sort(new_sizes)
    for _ in range(DRAWS):
        # Runners with equally many runs are put into a random order.
        order = np.lexsort((rng.random(len(sizes)), sizes))
        rank = rng.integers(0, len(sizes), n_drawn)
        runner = order[rank]
        wanted = by_size[rank * len(by_size) // len(sizes)]
        first = (rng.random(n_drawn) * sizes[runner]).astype(np.intp)
        number = np.arange(wanted.sum()) - np.repeat(np.cumsum(wanted) - wanted, wanted)
        at = np.repeat(first, wanted) + number
        yield np.repeat(starts[runner], wanted) + at % np.repeat(sizes[runner], wanted)


def p_of_family(figures: Array, drawn: Array, least_spread: Array) -> Array:
    """Compute the share of draws in which any figure stands out as much as this one.

    Every figure is divided by its spread over the draws, and compared with the largest figure of
    each draw (Westfall & Young 1993): so many columns, alike or not, count as one question.
    """
    usual, spread = drawn.mean(axis=0), np.maximum(drawn.std(axis=0), least_spread)
    largest = ((drawn - usual) / spread).max(axis=1)
    beyond = largest[:, None] >= (figures - usual) / spread
    return np.asarray((1 + beyond.sum(axis=0)) / (1 + len(drawn)))
