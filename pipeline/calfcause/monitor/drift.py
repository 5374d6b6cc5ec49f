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
    """One of the files with its answers."""

    sessions: Sessions
    answers: Answers

    def __len__(self) -> int:
        return len(self.sessions)

    def has(self, column: str) -> bool:
        """Whether any row has this cell."""
        return self.sessions.n_unknown[column] < self.sessions.n_rows

    @property
    def values(self) -> Mapping[str, Array]:
        """Columns, answers and disagreement by name, shape (n_sessions,) each."""
        disagree = self.answers.disagree.astype(np.float64)
        return {**self.sessions.cells, **self.answers.columns, _DISAGREE: disagree}


@dataclass(frozen=True, kw_only=True)
class Family:
    """Everything that is judged at once: the columns, then the answers."""

    # PSI, and its mean over the draws, (n_names,)
    psi: Array
    by_chance: Array
    # Whether it counts; a column that the model does not read changes no answer, (n_names,)
    judged: Bools
    # See p_of_family; 1 if not judged. The last two are for the rise of missing cells and the rise
    # of disagreement, (n_names + 2,)
    p: Array


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both files in the same bins, and draws that show how such files differ by chance."""

    reference: Side
    new: Side
    names: tuple[str, ...]  # the columns that either file has, then the answers
    layout: Layout  # the bins of these names, and at last those of disagreement
    # The bins of the sessions of reference and new file, (n_sessions, n_names + 1)
    places: tuple[Integers, Integers]
    counts: tuple[Array, Array]  # sessions in each bin, of reference and new file, (n_bins,)
    chance: Chance

    @cached_property
    def family(self) -> Family:
        """Everything that is judged at once."""
        return _family_of(self)


def compare(reference: Side, new: Side) -> Comparison:
    """Sort both files into the bins of the reference, and draw runners of the reference."""
    known = [name for name in SESSION_COLUMNS if reference.has(name) or new.has(name)]
    names = (*known, *reference.answers.columns)
    old, fresh = reference.values, new.values
    layout = Layout([_bins(name, old[name]) for name in (*names, _DISAGREE)])
    places = layout.places(old), layout.places(fresh)
    return Comparison(
        reference=reference,
        new=new,
        names=names,
        layout=layout,
        places=places,
        counts=(layout.counts(places[0]), layout.counts(places[1])),
        chance=draw_runners(layout, places[0], reference.sessions.sizes, new.sessions.sizes),
    )


def drifts(comparison: Comparison, limits: Limits) -> tuple[Drift, ...]:
    """Judge every column and answer."""
    family, moves = comparison.family, _moves(comparison)
    old, fresh = comparison.reference.values, comparison.new.values
    rows = []
    for place, name in enumerate(comparison.names):
        bins, judged = comparison.layout.bins[place], bool(family.judged[place])
        beyond = float(family.psi[place] - family.by_chance[place])
        rows.append(
            Drift(
                name=name,
                kind="column" if name in SESSION_COLUMNS else "answer",
                psi=float(family.psi[place]),
                psi_by_chance=float(family.by_chance[place]),
                psi_beyond_chance=beyond,
                p=float(family.p[place]),
                ks=None if bins.words else kolmogorov_smirnov(old[name], fresh[name]),
                unknown_reference=_unknown_share(comparison.reference.sessions, name),
                unknown_new=_unknown_share(comparison.new.sessions, name),
                usual_reference=_usual(bins, old[name]),
                usual_new=_usual(bins, fresh[name]),
                moves=moves[place][0],
                moves_by=moves[place][1],
                judged=judged,
                drifted=bool(judged and family.p[place] <= limits.error and beyond >= limits.psi),
            )
        )
    return tuple(
        sorted(rows, key=lambda row: (-row.drifted, -abs(row.moves_by) * row.drifted, -row.psi))
    )


def rates(comparison: Comparison) -> tuple[Rate, Rate]:
    """Compute the share of missing cells in the model's columns, and of disagreement."""
    unknown, disagreement = comparison.family.p[-2:].tolist()
    exact = [
        sum(_unknown_share(side.sessions, name) for name in MODEL_COLUMNS) / len(MODEL_COLUMNS)
        for side in (comparison.reference, comparison.new)
    ]
    differ = [
        float(side.answers.disagree.mean()) for side in (comparison.reference, comparison.new)
    ]
    return (
        Rate(reference=exact[0], new=exact[1], p=unknown),
        Rate(reference=differ[0], new=differ[1], p=disagreement),
    )


def _family_of(comparison: Comparison) -> Family:
    """Judge all columns, all answers and both rates as one question."""
    size = len(comparison.names)
    psi = comparison.layout.psi(comparison.counts[1], comparison.counts[0])[:size]
    drawn = comparison.chance.psi(comparison.layout, comparison.counts[0])[:, :size]
    judged = np.array(
        [name in MODEL_COLUMNS or name not in SESSION_COLUMNS for name in comparison.names]
    )
    old, fresh = (
        _shares(comparison, counts, len(side))
        for counts, side in zip(
            comparison.counts, (comparison.reference, comparison.new), strict=True
        )
    )
    chance = _shares(comparison, comparison.chance.counts, comparison.chance.n_rows[:, None])
    sizes = 1 / len(comparison.reference) + 1 / len(comparison.new)
    met = (comparison.counts[0] + comparison.counts[1] > 0).astype(np.float64)
    # The spread if runs were independent: that of a chi-square, and that of a share.
    degrees = np.maximum(comparison.layout.of_columns(met)[:size] - 1, 1)
    least = np.concatenate([np.sqrt(2 * degrees) * sizes, np.sqrt(old * (1 - old) * sizes)])
    asked = np.flatnonzero([*judged, True, True])
    p = np.ones(size + 2)
    p[asked] = p_of_family(
        np.concatenate([psi, fresh - old])[asked],
        np.hstack([drawn, (chance - old) * np.sqrt(comparison.chance.scale)])[:, asked],
        np.maximum(least[asked], 1e-12),
    )
    return Family(psi=psi, by_chance=drawn.mean(axis=0), judged=judged, p=p)


def _shares(comparison: Comparison, counts: Array, n_rows: Array | int) -> Array:
    """Compute the shares of missing cells and of disagreement, shape (..., 2)."""
    read = [place for place, name in enumerate(comparison.names) if name in MODEL_COLUMNS]
    absent = len(MODEL_COLUMNS) - len(read)
    unknown = counts[..., comparison.layout.unknown[read]].sum(axis=-1, keepdims=True) / n_rows
    differ = counts[..., comparison.layout.starts[-1:] + 1] / n_rows
    return np.concatenate([(unknown + absent) / len(MODEL_COLUMNS), differ], axis=-1)


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
    width = comparison.places[0].shape[1]
    by = []
    for values in answers.values():
        sums = np.bincount(
            comparison.places[0].ravel(), np.repeat(values, width), len(comparison.layout.column)
        )
        met = comparison.counts[0] > 0
        means = np.where(met, sums / np.maximum(comparison.counts[0], 1), values.mean())
        shares = comparison.counts[1] / len(comparison.new) - comparison.counts[0] / len(
            comparison.reference
        )
        by.append(comparison.layout.of_columns(shares * means))
    table, names = np.array(by), list(answers)
    most = np.abs(table).argmax(axis=0)
    return [(names[row], float(table[row, column])) for column, row in enumerate(most.tolist())]


def _unknown_share(sessions: Sessions, name: str) -> float:
    return sessions.n_unknown[name] / sessions.n_rows if name in SESSION_COLUMNS else 0.0


def _usual(bins: Bins, values: Array) -> float | str | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    if not bins.words:
        return float(np.median(known))
    return bins.words[int(np.bincount(known.astype(np.intp)).argmax())]
