"""Columns as shares of bins, unknown being a bin of its own, and how far two files differ in them.

Missing is information here: people tell what was odd and leave out what was normal. So a column
that falls silent, or starts to talk, has drifted like one whose numbers have moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calfcause.sessions.schema import Column

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

UNKNOWN = "unknown"
N_QUANTILES = 10
# Added to every count: a bin that one file has not met would else make its logarithm infinite.
HALF_A_ROW = 0.5


@dataclass(frozen=True, kw_only=True)
class Bins:
    """The bins of one column: words, or ranges of numbers, and last of all unknown.

    Attributes
    ----------
    words : of a choice or flag; empty of a number.
    edges : where a range begins, the first being open below; empty of words.
    """

    name: str
    words: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    def __len__(self) -> int:
        return (len(self.words) or len(self.edges) + 1) + 1

    def places(self, values: Array) -> Codes:
        """The bin of every cell, ``(n_sessions,)``; the last one where it is unknown."""
        known = np.nan_to_num(values)
        found = known if self.words else np.searchsorted(self.edges, known, side="right")
        return np.where(np.isnan(values), len(self) - 1, found).astype(np.intp)


def bins_of(column: Column, reference: Array) -> Bins:
    """The bins of a column of the schema, those of a number from its reference.

    Examples
    --------
    >>> from calfcause.sessions.schema import COLUMNS
    >>> bins_of(COLUMNS["posture"], np.array([])).places(np.array([1.0, np.nan]))
    array([1, 2])
    """
    if column.kind == "number":
        return number_bins(column.name, reference)
    return Bins(name=column.name, words=column.choices or ("0", "1"))


def number_bins(name: str, reference: Array) -> Bins:
    """Tenths of the known numbers of the reference; a number that is often met is its own bin.

    Examples
    --------
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
    """Many columns of bins side by side, so that one count serves them all."""

    bins: Sequence[Bins]

    @cached_property
    def starts(self) -> Codes:
        """Where the bins of each column begin."""
        return np.cumsum([0, *map(len, self.bins)])[:-1]

    @cached_property
    def column(self) -> Codes:
        """The column of each bin."""
        return np.repeat(np.arange(len(self.bins)), [len(one) for one in self.bins])

    @cached_property
    def unknown(self) -> Codes:
        """The places of the unknown bins."""
        return np.cumsum([len(one) for one in self.bins]) - 1

    def places(self, values: Mapping[str, Array]) -> Codes:
        """The bins of every session, ``(n_sessions, n_columns)``."""
        return np.column_stack(
            [
                start + one.places(values[one.name])
                for start, one in zip(self.starts, self.bins, strict=True)
            ]
        )

    def counts(self, places: Codes) -> Array:
        """How many of these sessions fall into each bin, ``(n_bins,)``."""
        return np.bincount(places.ravel(), minlength=len(self.column)).astype(np.float64)

    def shares(self, counts: Array) -> Array:
        """Share of each bin in its column, half a row added to each, shape as given."""
        more = counts + HALF_A_ROW
        return np.asarray(more / self.of_columns(more)[..., self.column])

    def of_columns(self, found: Array) -> Array:
        """Sums over the bins of each column, ``(..., n_columns)``."""
        return np.asarray(np.add.reduceat(found, self.starts, axis=-1))

    def psi(self, counts: Array, reference: Array) -> Array:
        """Population stability index of each column, ``(..., n_columns)``; 0 is no difference.

        The sum over bins of the difference of shares times the difference of their logarithms.
        """
        new, old = self.shares(counts), self.shares(reference)
        return self.of_columns((new - old) * np.log(new / old))


def kolmogorov_smirnov(one: Array, other: Array) -> float | None:
    """Largest gap between the shares of known numbers up to any value, None without numbers.

    Examples
    --------
    >>> kolmogorov_smirnov(np.array([1.0, 2.0]), np.array([3.0, np.nan]))
    1.0
    """
    first, second = (np.sort(values[~np.isnan(values)]) for values in (one, other))
    if not len(first) or not len(second):
        return None
    at = np.concatenate([first, second])
    gaps = np.searchsorted(first, at, "right") / len(first) - np.searchsorted(
        second, at, "right"
    ) / len(second)
    return float(np.abs(gaps).max())
