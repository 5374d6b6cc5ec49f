"""How far every column and every answer has moved from the reference, beside what chance does."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calfcause.monitor.answers import PRIMARY, PRIMARY_WORDS, Answers
from calfcause.monitor.bins import Bins, Codes, Layout, bins_of, kolmogorov_smirnov, number_bins
from calfcause.monitor.chance import Chance, draw_runners, p_of_family
from calfcause.monitor.contents import Drift, Limits, Rate
from calfcause.monitor.reading import TOLD_COLUMNS, Sessions
from calfcause.sessions.schema import MODEL_COLUMNS

Array = NDArray[np.float64]

_DISAGREE = "rules and model disagree"


@dataclass(frozen=True)
class Side:
    """One of the files with its answers."""

    sessions: Sessions
    answers: Answers

    def __len__(self) -> int:
        return len(self.sessions)

    def tells(self, column: str) -> bool:
        return self.sessions.n_unknown[column] < self.sessions.n_rows

    @property
    def values(self) -> Mapping[str, Array]:
        disagree = self.answers.disagree.astype(np.float64)
        return {**self.sessions.cells, **self.answers.columns, _DISAGREE: disagree}


@dataclass(frozen=True, kw_only=True)
class Family:
    """All that is judged at once; arrays are of the columns and answers, in their order.

    Attributes
    ----------
    judged : whether it counts; columns that the model does not read change no answer.
    p : see ``p_of_family``; 1 if not judged. Two more at the end: of the rise of unknown cells and
        of that of disagreement.
    """

    psi: Array
    by_chance: Array
    judged: NDArray[np.bool_]
    p: Array


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both files in the same bins, and what chance does to such files.

    Attributes
    ----------
    names : the columns that either file tells, then the answers.
    layout : the bins of these, and last of whether rules and model disagree.
    places : bins of the sessions of reference and new file.
    counts : sessions of reference and new file in each bin.
    """

    reference: Side
    new: Side
    names: tuple[str, ...]
    layout: Layout
    places: tuple[Codes, Codes]
    counts: tuple[Array, Array]
    chance: Chance

    @cached_property
    def family(self) -> Family:
        return _family_of(self)


def compare(reference: Side, new: Side) -> Comparison:
    """Sort both files into bins of the reference and draw what chance does."""
    told = [name for name in TOLD_COLUMNS if reference.tells(name) or new.tells(name)]
    names = (*told, *reference.answers.columns)
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


def drifts(found: Comparison, limits: Limits) -> tuple[Drift, ...]:
    """Every column and answer, those that drifted first, by how far they move the answers."""
    family, moves = found.family, _moves(found)
    old, fresh = found.reference.values, found.new.values
    rows = []
    for at, name in enumerate(found.names):
        bins, judged = found.layout.bins[at], bool(family.judged[at])
        beyond = float(family.psi[at] - family.by_chance[at])
        rows.append(
            Drift(
                name=name,
                kind="column" if name in TOLD_COLUMNS else "answer",
                psi=float(family.psi[at]),
                psi_by_chance=float(family.by_chance[at]),
                psi_beyond_chance=beyond,
                p=float(family.p[at]),
                ks=None if bins.words else kolmogorov_smirnov(old[name], fresh[name]),
                unknown_reference=_unknown_share(found.reference.sessions, name),
                unknown_new=_unknown_share(found.new.sessions, name),
                usual_reference=_usual(bins, old[name]),
                usual_new=_usual(bins, fresh[name]),
                moves=moves[at][0],
                moves_by=moves[at][1],
                judged=judged,
                drifted=bool(judged and family.p[at] <= limits.error and beyond >= limits.psi),
            )
        )
    return tuple(
        sorted(rows, key=lambda one: (-one.drifted, -abs(one.moves_by) * one.drifted, -one.psi))
    )


def rates(found: Comparison) -> tuple[Rate, Rate]:
    """Share of unknown cells among the columns that the model reads, and of disagreement."""
    unknown, disagreement = found.family.p[-2:].tolist()
    exact = [
        sum(_unknown_share(side.sessions, name) for name in MODEL_COLUMNS) / len(MODEL_COLUMNS)
        for side in (found.reference, found.new)
    ]
    differ = [float(side.answers.disagree.mean()) for side in (found.reference, found.new)]
    return (
        Rate(reference=exact[0], new=exact[1], p=unknown),
        Rate(reference=differ[0], new=differ[1], p=disagreement),
    )


def _family_of(found: Comparison) -> Family:
    """Judge all columns, all answers and both rates as one question."""
    size = len(found.names)
    psi = found.layout.psi(found.counts[1], found.counts[0])[:size]
    drawn = found.chance.psi(found.layout, found.counts[0])[:, :size]
    judged = np.array([name in MODEL_COLUMNS or name not in TOLD_COLUMNS for name in found.names])
    old, fresh = (
        _shares(found, counts, len(side))
        for counts, side in zip(found.counts, (found.reference, found.new), strict=True)
    )
    chance = _shares(found, found.chance.counts, found.chance.n_rows[:, None])
    sizes = 1 / len(found.reference) + 1 / len(found.new)
    met = (found.counts[0] + found.counts[1] > 0).astype(np.float64)
    # As if runs were independent: the spread of a chi-square, and that of a share.
    degrees = np.maximum(found.layout.of_columns(met)[:size] - 1, 1)
    least = np.concatenate([np.sqrt(2 * degrees) * sizes, np.sqrt(old * (1 - old) * sizes)])
    asked = np.flatnonzero([*judged, True, True])
    p = np.ones(size + 2)
    p[asked] = p_of_family(
        np.concatenate([psi, fresh - old])[asked],
        np.hstack([drawn, (chance - old) * np.sqrt(found.chance.scale)])[:, asked],
        np.maximum(least[asked], 1e-12),
    )
    return Family(psi=psi, by_chance=drawn.mean(axis=0), judged=judged, p=p)


def _shares(found: Comparison, counts: Array, n_rows: Array | int) -> Array:
    """Shares of unknown cells and of disagreement, ``(..., 2)``."""
    read = [at for at, name in enumerate(found.names) if name in MODEL_COLUMNS]
    silent = len(MODEL_COLUMNS) - len(read)
    unknown = counts[..., found.layout.unknown[read]].sum(axis=-1, keepdims=True) / n_rows
    differ = counts[..., found.layout.starts[-1:] + 1] / n_rows
    return np.concatenate([(unknown + silent) / len(MODEL_COLUMNS), differ], axis=-1)


def _bins(name: str, reference: Array) -> Bins:
    if name == PRIMARY:
        return Bins(name=name, words=PRIMARY_WORDS)
    if name == _DISAGREE:
        return Bins(name=name, words=("no", "yes"))
    if name in TOLD_COLUMNS:
        return bins_of(TOLD_COLUMNS[name], reference)
    return number_bins(name, reference)


def _moves(found: Comparison) -> list[tuple[str, float]]:
    """The answer that each column moves most, and by how much.

    Shares of bins go from the reference's to those of the new file, every bin with the mean answer
    that it has in the reference: no run is answered anew.
    """
    answers = {
        name: values for name, values in found.reference.answers.columns.items() if name != PRIMARY
    }
    width = found.places[0].shape[1]
    by = []
    for values in answers.values():
        sums = np.bincount(
            found.places[0].ravel(), np.repeat(values, width), len(found.layout.column)
        )
        met = found.counts[0] > 0
        means = np.where(met, sums / np.maximum(found.counts[0], 1), values.mean())
        shares = found.counts[1] / len(found.new) - found.counts[0] / len(found.reference)
        by.append(found.layout.of_columns(shares * means))
    table, names = np.array(by), list(answers)
    most = np.abs(table).argmax(axis=0)
    return [(names[place], float(table[place, at])) for at, place in enumerate(most.tolist())]


def _unknown_share(sessions: Sessions, name: str) -> float:
    return sessions.n_unknown[name] / sessions.n_rows if name in TOLD_COLUMNS else 0.0


def _usual(bins: Bins, values: Array) -> float | str | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    if not bins.words:
        return float(np.median(known))
    return bins.words[int(np.bincount(known.astype(np.intp)).argmax())]
