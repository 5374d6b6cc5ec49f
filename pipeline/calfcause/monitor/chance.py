"""How far other runners of the reference would differ from it: what chance alone does.

Files of so many runs differ by chance. If every run were a draw of its own, PSI would come to
about (bins - 1) (1/n + 1/m) (Yurdakul 2018, Statistical properties of the population stability
index). But the runs of one runner are alike, height above all, so that 20 runners differ far more
than their 1,000 runs would. So runners are drawn from the reference, as many as the new file has,
each with some consecutive runs, and PSI is taken of them.

Who records with a watch has many runs in a file, who tells of few has few, and both differ in what
they tell. So the runners drawn keep their place by number of runs: the one with the most runs in
the reference gets as many as the one with the most in the new file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.monitor.bins import Codes, Layout

Array = NDArray[np.float64]

DRAWS = 400
# More rows a draw tell chance no better: it goes down with their number, which is allowed for.
MOST_DRAWN_ROWS = 10_000


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What draws of runners of the reference gave.

    Attributes
    ----------
    counts : of each bin, ``(n_draws, n_bins)``.
    n_rows : how many rows each draw has, ``(n_draws,)``.
    scale : what a squared difference of such a draw is multiplied by to be one of the two files:
        their numbers of runners and rows count, and the reference is a draw as well.
    """

    counts: Array
    n_rows: Array
    scale: float

    def psi(self, layout: Layout, reference: Array) -> Array:
        """PSI of each draw and column, ``(n_draws, n_columns)``."""
        return layout.psi(self.counts, reference) * self.scale


def draw_runners(layout: Layout, places: Codes, sizes: Codes, new_sizes: Codes) -> Chance:
    """Draw runners of the reference; the same for the same files.

    Parameters
    ----------
    places : bins of the reference, runner by runner, ``(n_sessions, n_columns)``.
    sizes, new_sizes : how many rows each runner has in the reference and in the new file.
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
    rng: np.random.Generator, sizes: Codes, new_sizes: Codes, n_drawn: int
) -> Iterator[Codes]:
    """Rows of each draw: of a runner consecutive ones from any on, and round again if too few."""
    starts = np.cumsum(sizes) - sizes
    by_size = np.sort(new_sizes)
    for _ in range(DRAWS):
        # Runners of equally many runs are in no order, so chance puts them into one.
        order = np.lexsort((rng.random(len(sizes)), sizes))
        rank = rng.integers(0, len(sizes), n_drawn)
        runner = order[rank]
        wanted = by_size[rank * len(by_size) // len(sizes)]
        first = (rng.random(n_drawn) * sizes[runner]).astype(np.intp)
        number = np.arange(wanted.sum()) - np.repeat(np.cumsum(wanted) - wanted, wanted)
        at = np.repeat(first, wanted) + number
        yield np.repeat(starts[runner], wanted) + at % np.repeat(sizes[runner], wanted)


def p_of_family(found: Array, drawn: Array, least_spread: Array) -> Array:
    """Share of draws in which any figure stands out as much as this one does, ``(n_figures,)``.

    Every figure is measured in the spread that chance gives it, and compared with the largest of
    each draw (Westfall & Young 1993): so many columns, alike or not, count as one question.

    Parameters
    ----------
    found, drawn : ``(n_figures,)`` and ``(n_draws, n_figures)``.
    least_spread : the spread if runs were independent, for figures in which no draw differed.
    """
    usual, spread = drawn.mean(axis=0), np.maximum(drawn.std(axis=0), least_spread)
    largest = ((drawn - usual) / spread).max(axis=1)
    beyond = largest[:, None] >= (found - usual) / spread
    return np.asarray((1 + beyond.sum(axis=0)) / (1 + len(drawn)))
