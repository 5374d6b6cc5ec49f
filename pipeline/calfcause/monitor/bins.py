"""Sort columns into bins, missing being a bin of its own, and measure how two files differ.

A missing cell is information: people mention what was odd and leave out what was normal. So a
column that is recorded less often, or more often, has drifted like one whose numbers have moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calfcause.sessions.schema import Column
from calfcause.types import Array, Integers

UNKNOWN = "unknown"
N_QUANTILES = 10
# Added to every count: the logarithm of a bin that is empty in one file would be infinite.
HALF_A_ROW = 0.5


@dataclass(frozen=True, kw_only=True)
class Bins:
    """The bins of one column: words, or ranges of numbers; the last one is for missing cells."""

    name: str
    words: tuple[str, ...] = ()  # the words of a choice or flag; empty for numbers
    # Where the ranges of numbers begin, the first one being open below; empty for words
    edges: tuple[float, ...] = ()

    def __len__(self) -> int:
        return (len(self.words) or len(self.edges) + 1) + 1

    def places(self, values: Array) -> Integers:
        """Give the bin of every cell, shape (n_sessions,)."""
        known = np.nan_to_num(values)
        places = known if self.words else np.searchsorted(self.edges, known, side="right")
        return np.where(np.isnan(values), len(self) - 1, places).astype(np.intp)


def bins_of(column: Column, reference: Array) -> Bins:
    """Make the bins of a column of the schema.

    reference : its cells in the reference, which decide the bins of numbers, (n_sessions,)

    >>> from calfcause.sessions.schema import COLUMNS
    >>> bins_of(COLUMNS["posture"], np.array([])).places(np.array([1.0, np.nan]))
    array([1, 2])
    """
    if column.kind == "number":
        return number_bins(column.name, reference)
    return Bins(name=column.name, words=column.choices or ("0", "1"))


def number_bins(name: str, reference: Array) -> Bins:
    """Split numbers into tenths of the reference; a frequent number gets a bin of its own.

    reference : its numbers in the reference; NaN where missing, (n_sessions,)

    >>> number_bins("runs", np.array([0.0] * 9 + [1.0, 5.0])).places(np.array([0.0, 1.0, 9.0]))
    array([1, 3, 6])
    """
    known = reference[~np.isnan(reference)]
    distinct = np.unique(known)
    if len(distinct) <= N_QUANTILES:
        edges = [*distinct, *np.nextafter(distinct, np.inf)]
    else:
        tenths = np.quantile(known, np.arange(1, N_QUANTILES) / N_QUANTILES, method="lower")
        often = tenths[1:][np.diff(tenths) == 0]
        edges = [*tenths, *np.nextafter(often, np.inf)]
    return Bins(name=name, edges=tuple(np.unique(edges).tolist()))


@dataclass(frozen=True)
class Layout:
    """The bins of many columns side by side, so that one count serves them all."""

    bins: Sequence[Bins]

    @cached_property
    def starts(self) -> Integers:
        """Where the bins of each column begin."""
        return np.cumsum([0, *map(len, self.bins)])[:-1]

    @cached_property
    def column(self) -> Integers:
        """The column of each bin."""
        return np.repeat(np.arange(len(self.bins)), list(map(len, self.bins)))

    @cached_property
    def unknown(self) -> Integers:
        """The places of the bins for missing cells."""
        return np.cumsum(list(map(len, self.bins))) - 1

    def places(self, values: Mapping[str, Array]) -> Integers:
        """Give the bins of every session, shape (n_sessions, n_columns)."""
        return np.column_stack(
            [
                start + bins.places(values[bins.name])
                for start, bins in zip(self.starts, self.bins, strict=True)
            ]
        )

    def counts(self, places: Integers) -> Array:
        """Count the sessions in each bin, shape (n_bins,)."""
        return np.bincount(places.ravel(), minlength=len(self.column)).astype(np.float64)

    def shares(self, counts: Array) -> Array:
        """Compute the share of each bin in its column, half a row added to each; shape as given."""
        more = counts + HALF_A_ROW
        return np.asarray(more / self.of_columns(more)[..., self.column])

    def of_columns(self, figures: Array) -> Array:
        """Sum figures of bins over each column, shape (..., n_columns)."""
        return np.asarray(np.add.reduceat(figures, self.starts, axis=-1))

    def psi(self, counts: Array, reference: Array) -> Array:
        """Compute the population stability index of each column; 0 is no difference.

        It sums over bins the difference of shares times the difference of their logarithms.
        """
        new, old = self.shares(counts), self.shares(reference)
        return self.of_columns((new - old) * np.log(new / old))


def kolmogorov_smirnov(numbers: Array, others: Array) -> float | None:
    """Compute the largest gap between the shares of numbers up to any value.

    >>> kolmogorov_smirnov(np.array([1.0, 2.0]), np.array([3.0, np.nan]))
    1.0
    """
    first, second = (np.sort(values[~np.isnan(values)]) for values in (numbers, others))
    if not len(first) or not len(second):
        return None
    at = np.concatenate([first, second])
    gaps = np.searchsorted(first, at, "right") / len(first) - np.searchsorted(
        second, at, "right"
    ) / len(second)
    return float(np.abs(gaps).max())
