"""Measure how far every column and answer has moved from the reference, and how far by chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calfcause.monitor.answers import PRIMARY, PRIMARY_WORDS, Answers
from calfcause.monitor.bins import Bins, Layout, bins_of, kolmogorov_smirnov, number_bins
from calfcause.monitor.chance import Chance, draw_runners, p_of_family
from calfcause.monitor.contents import Drift, Limits, Rate
from calfcause.monitor.reading import SESSION_COLUMNS, Sessions
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.types import Array, Bools, Integers

_DISAGREE = "rules and model disagree"


@dataclass(frozen=True)
class Side:
    """One of the files: the sampled rows, and the answers to them."""

    sessions: Sessions
    answers: Answers

    def __len__(self) -> int:
        return len(self.sessions)

    def share_missing(self, name: str) -> float:
        """The share of missing cells over all rows of the file; no answer is missing."""
        return self.sessions.n_unknown.get(name, 0) / self.sessions.n_rows

    @cached_property
    def values(self) -> Mapping[str, Array]:
        """Columns, answers and disagreement by name, shape (n_sessions,) each."""
        disagree = self.answers.disagree.astype(np.float64)
        return {**self.sessions.cells, **self.answers.columns, _DISAGREE: disagree}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both files in the same bins, and draws that show how such files differ by chance.

    All columns, all answers and both rates are judged as one question.
    """

    reference: Side
    new: Side
    names: tuple[str, ...]  # the columns that either file has, then the answers
    layout: Layout  # the bins of these names, and at last those of disagreement
    # The bins of the sessions of the reference, (n_sessions, n_names + 1)
    places: Integers
    counts: tuple[Array, Array]  # sessions in each bin, of reference and new file, (n_bins,)
    chance: Chance

    @cached_property
    def psi(self) -> Array:
        """PSI of each name, shape (n_names,)."""
        return self.layout.psi(self.counts[1], self.counts[0])[: len(self.names)]

    @cached_property
    def drawn_psi(self) -> Array:
        """The same of each draw, shape (n_draws, n_names)."""
        return self.chance.psi(self.layout, self.counts[0])[:, : len(self.names)]

    @cached_property
    def judged(self) -> Bools:
        """Which names count: a column that the model does not read changes no answer."""
        return np.array([n in MODEL_COLUMNS or n not in SESSION_COLUMNS for n in self.names])

    @cached_property
    def p(self) -> Array:
        """See ``p_of_family``; 1 if not judged, shape (n_names + 2,).

        The last two are for the rise of missing cells and the rise of disagreement.
        """
        size = len(self.names)
        old, fresh = (
            self._rates(counts, len(side))
            for counts, side in zip(self.counts, (self.reference, self.new), strict=True)
        )
        by_chance = self._rates(self.chance.counts, self.chance.n_rows[:, None])
        sizes = 1 / len(self.reference) + 1 / len(self.new)
        met = (self.counts[0] + self.counts[1] > 0).astype(np.float64)
        # The spread if runs were independent: that of a chi-square, and that of a share.
        degrees = np.maximum(self.layout.of_columns(met)[:size] - 1, 1)
        least = np.concatenate([np.sqrt(2 * degrees) * sizes, np.sqrt(old * (1 - old) * sizes)])
        asked = np.flatnonzero([*self.judged, True, True])
        p = np.ones(size + 2)
        p[asked] = p_of_family(
            np.concatenate([self.psi, fresh - old])[asked],
            np.hstack([self.drawn_psi, (by_chance - old) * np.sqrt(self.chance.scale)])[:, asked],
            np.maximum(least[asked], 1e-12),
        )
        return p

    def _rates(self, counts: Array, n_rows: Array | int) -> Array:
        """Compute the shares of missing cells and of disagreement, shape (..., 2)."""
        read = [place for place, name in enumerate(self.names) if name in MODEL_COLUMNS]
        absent = len(MODEL_COLUMNS) - len(read)
        unknown = counts[..., self.layout.unknown[read]].sum(axis=-1, keepdims=True) / n_rows
        differ = counts[..., self.layout.starts[-1:] + 1] / n_rows
        return np.concatenate([(unknown + absent) / len(MODEL_COLUMNS), differ], axis=-1)


def compare(reference: Side, new: Side) -> Comparison:
    """Sort both files into the bins of the reference, and draw runners of the reference."""
    known = [
        name
        for name in SESSION_COLUMNS
        if any(side.sessions.n_unknown[name] < side.sessions.n_rows for side in (reference, new))
    ]
    names = (*known, *reference.answers.columns)
    layout = Layout([_bins(name, reference.values[name]) for name in (*names, _DISAGREE)])
    places = layout.places(reference.values)
    return Comparison(
        reference=reference,
        new=new,
        names=names,
        layout=layout,
        places=places,
        counts=(layout.counts(places), layout.counts(layout.places(new.values))),
        chance=draw_runners(layout, places, reference.sessions.sizes, new.sessions.sizes),
    )


def drifts(comparison: Comparison, limits: Limits) -> tuple[Drift, ...]:
    """Judge every column and answer."""
    old, new = comparison.reference, comparison.new
    moves = _moves(comparison)
    by_chance = comparison.drawn_psi.mean(axis=0)
    rows = []
    for place, name in enumerate(comparison.names):
        bins, judged = comparison.layout.bins[place], bool(comparison.judged[place])
        p, beyond = comparison.p[place], comparison.psi[place] - by_chance[place]
        rows.append(
            Drift(
                name=name,
                kind="column" if name in SESSION_COLUMNS else "answer",
                psi=float(comparison.psi[place]),
                psi_by_chance=float(by_chance[place]),
                psi_beyond_chance=float(beyond),
                p=float(p),
                ks=None if bins.words else kolmogorov_smirnov(old.values[name], new.values[name]),
                unknown_reference=old.share_missing(name),
                unknown_new=new.share_missing(name),
                usual_reference=_usual(bins, old.values[name]),
                usual_new=_usual(bins, new.values[name]),
                moves=moves[place][0],
                moves_by=moves[place][1],
                judged=judged,
                drifted=bool(judged and p <= limits.error and beyond >= limits.psi),
            )
        )
    return tuple(
        sorted(rows, key=lambda row: (-row.drifted, -abs(row.moves_by) * row.drifted, -row.psi))
    )


def rates(comparison: Comparison) -> tuple[Rate, Rate]:
    """Compute the share of missing cells in the model's columns, and of disagreement."""
    missing, differ = [], []
    for side in (comparison.reference, comparison.new):
        missing.append(sum(map(side.share_missing, MODEL_COLUMNS)) / len(MODEL_COLUMNS))
        differ.append(float(side.answers.disagree.mean()))
    p_missing, p_differ = comparison.p[-2:].tolist()
    return (
        Rate(reference=missing[0], new=missing[1], p=p_missing),
        Rate(reference=differ[0], new=differ[1], p=p_differ),
    )


def _bins(name: str, reference: Array) -> Bins:
    if name == PRIMARY:
        return Bins(name=name, words=PRIMARY_WORDS)
    if name == _DISAGREE:
        return Bins(name=name, words=("no", "yes"))
    if name in SESSION_COLUMNS:
        return bins_of(SESSION_COLUMNS[name], reference)
    return number_bins(name, reference)


def _moves(comparison: Comparison) -> list[tuple[str, float]]:
    """Find the answer that each column moves most, and by how much.

    The shares of bins change from the reference's to the new file's, while every bin keeps its mean
    answer in the reference: no run is answered again.
    """
    answers = {
        name: values
        for name, values in comparison.reference.answers.columns.items()
        if name != PRIMARY
    }
    old, new = comparison.counts
    shares = new / len(comparison.new) - old / len(comparison.reference)
    width = comparison.places.shape[1]
    by = []
    for values in answers.values():
        sums = np.bincount(comparison.places.ravel(), np.repeat(values, width), len(old))
        means = np.where(old > 0, sums / np.maximum(old, 1), values.mean())
        by.append(comparison.layout.of_columns(shares * means))
    table, names = np.array(by), list(answers)
    most = np.abs(table).argmax(axis=0)
    return [(names[row], float(table[row, column])) for column, row in enumerate(most.tolist())]


def _usual(bins: Bins, values: Array) -> float | str | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    if not bins.words:
        return float(np.median(known))
    return bins.words[int(np.bincount(known.astype(np.intp)).argmax())]
