"""Score the predicted risks: as expected if they are calibrated, and by the labels there are.

If ``p_sore`` is calibrated, a run of 0.2 is sore in a fifth of cases; so the expected log loss,
Brier score and AUC follow from the probabilities alone. Such an estimate without labels is called
confidence-based (Guo et al. 2017 call the gap to it miscalibration; Garg et al. 2022 for shifted
data). It cannot see what the assumption rules out: the same cells with another outcome.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any

import numpy as np

from calfcause.learn.probabilities import LEAST_P
from calfcause.types import Array, Integers

SCORES = ("sore_share", "log_loss", "brier", "roc_auc", "calibration_error")
INTERVAL_PCT = (5, 95)
DRAWS = 200
CALIBRATION_BINS = 15
# With fewer runners, or fewer runs of either outcome, chance cannot be measured.
LEAST_RUNNERS = 20
LEAST_OUTCOMES = 10
ASSUMES = (
    "Estimates assume that the predicted probabilities are calibrated. Drift can break that, and if"
    " the same runs leave calves sore more often than before, no cell shows it: only labels do."
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure with its interval, 5 to 95 %; None where undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Score:
    """One score of the predicted risks; without labels the last three are None."""

    name: str  # one of SCORES
    reference: float | None  # the expected score of the reference
    # The expected score of the new file; its interval comes from outcomes drawn by the predicted
    # risks, each run independently
    expected: Figure
    realised: Figure | None = None  # the score by the labels, its interval by resampling runners
    # Realised minus expected, both on the labelled runs; its interval by resampling runners
    gap: Figure | None = None
    p_of_gap: float | None = (
        None  # the chance of a gap as large, either way, if the risks are right
    )


@dataclass(frozen=True, kw_only=True)
class Performance:
    """All scores of the predicted risks, in the order of ``SCORES``."""

    scores: tuple[Score, ...]
    n_labelled: int  # how many runs of the new file have a label
    why_not_judged: str  # why scores by the labels raise no alarm; empty if they may
    assumes: str = ASSUMES  # what the expected scores assume, in words


def performance(p: Array, sore: Array, sizes: Integers, reference: Array) -> Performance:
    """Score the predicted risks of a new file, as expected and by its labels, runner by runner."""
    usual, _ = _expected(reference)
    expected, drawn = _expected(p)
    labelled = ~np.isnan(sore)
    runner = np.repeat(np.arange(len(sizes)), sizes)[labelled]
    n_sore = int(sore[labelled].sum())
    outcomes = min(n_sore, int(labelled.sum()) - n_sore)
    by_labels = _by_labels(p[labelled], sore[labelled], runner) if outcomes else {}
    return Performance(
        scores=tuple(
            Score(
                name=name,
                reference=_plain(usual[name]),
                expected=_figure(expected[name], drawn[name]),
                **by_labels.get(name, {}),
            )
            for name in SCORES
        ),
        n_labelled=int(labelled.sum()),
        why_not_judged=_why_not(int(labelled.sum()), len(np.unique(runner)), outcomes),
    )


def score(p: Array, y: Array, weight: Array | None = None) -> dict[str, float]:
    """Compute all scores of probabilities.

    Every score but the calibration error is linear in the outcomes, or nearly so (AUC): with the
    probabilities themselves as outcomes it equals its expectation.

    p : probabilities in ascending order, (n_sessions,)
    y : outcomes, between 0 and 1, (n_sessions,)
    weight : weights; 1 by default, (n_sessions,)

    >>> round(score(np.array([0.5, 0.5]), np.array([0.5, 0.5]))["log_loss"], 3)
    0.693
    """
    w = np.ones(len(p)) if weight is None else weight
    q = np.clip(p, LEAST_P, 1 - LEAST_P)
    total = w.sum()
    logs = -(y * np.log(q) + (1 - y) * np.log(1 - q))
    squares = y * (1 - p) ** 2 + (1 - y) * p**2
    starts = np.unique(np.arange(CALIBRATION_BINS) * len(p) // CALIBRATION_BINS)
    bins = np.add.reduceat(w * (y - p), starts)
    return {
        "sore_share": float((w * y).sum() / total),
        "log_loss": float((w * logs).sum() / total),
        "brier": float((w * squares).sum() / total),
        "roc_auc": _auc(p, w * y, w * (1 - y)),
        "calibration_error": float(np.abs(bins).sum() / total),
    }


def _auc(p: Array, positive: Array, negative: Array) -> float:
    """Compute the share of pairs of a sore and another run in which the sore one has more risk."""
    first = np.flatnonzero(np.diff(p, prepend=-1.0))
    sore, other = np.add.reduceat(positive, first), np.add.reduceat(negative, first)
    pairs = positive.sum() * negative.sum()
    below = np.cumsum(other) - other
    return float((sore * (below + other / 2)).sum() / pairs) if pairs else float("nan")


def _expected(p: Array) -> tuple[dict[str, float], dict[str, Array]]:
    """Score as expected, and outcomes drawn by the probabilities, shape (n_draws,) each.

    Even right risks have a calibration error, by chance: no formula gives it, but draws do.
    """
    rng, p = np.random.default_rng(0), np.sort(p)
    drawn = _stacked(score(p, (rng.random(len(p)) < p).astype(np.float64)) for _ in range(DRAWS))
    return score(p, p) | {"calibration_error": drawn["calibration_error"].mean()}, drawn


def _by_labels(p: Array, sore: Array, runner: Integers) -> dict[str, dict[str, Any]]:
    """The fields of each score that labels tell."""
    order = np.argsort(p, kind="stable")
    p, sore = p[order], sore[order]
    _, place = np.unique(runner[order], return_inverse=True)
    n_runners = int(place.max()) + 1
    by_chance = _expected(p)[0]["calibration_error"]

    def both(weight: Array | None) -> tuple[dict[str, float], dict[str, float]]:
        realised = score(p, sore, weight)
        expected = score(p, p, weight) | {"calibration_error": by_chance}
        return realised, {name: realised[name] - expected[name] for name in SCORES}

    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        of_runner = np.bincount(rng.integers(0, n_runners, n_runners), minlength=n_runners)
        drawn.append(both(of_runner[place].astype(np.float64)))
    realised, gaps = both(None)
    drawn_realised, drawn_gaps = (_stacked(pair[part] for pair in drawn) for part in (0, 1))
    # Runs that are drawn twice look less calibrated than they are, so this gives no interval.
    # Neither do few runners, who say little about how others differ.
    for name in ("calibration_error",) if n_runners >= LEAST_RUNNERS else SCORES:
        drawn_realised[name] = drawn_gaps[name] = np.empty(0)
    return {
        name: {
            "realised": _figure(realised[name], drawn_realised[name]),
            "gap": _figure(gaps[name], drawn_gaps[name]),
            "p_of_gap": _p_of_gap(gaps[name], drawn_gaps[name]),
        }
        for name in SCORES
    }


def _stacked(scores: Iterator[dict[str, float]]) -> dict[str, Array]:
    draws = list(scores)
    return {name: np.array([draw[name] for draw in draws]) for name in SCORES}


def _figure(value: float, drawn: Array) -> Figure:
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, INTERVAL_PCT) if len(defined) else (np.nan, np.nan)
    return Figure(value=_plain(value), low=_plain(low), high=_plain(high))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _p_of_gap(gap: float, drawn: Array) -> float | None:
    """Compute the chance of a gap as large, either way, if gaps are normal as the draws spread."""
    spread = float(np.nanstd(drawn)) if len(drawn) else 0.0
    if np.isnan(gap) or not spread:
        return None
    return erfc(abs(gap) / spread / sqrt(2.0))


def _why_not(n_labelled: int, n_runners: int, outcomes: int) -> str:
    if not n_labelled:
        return "the new file has no label in sore_calves"
    if n_runners < LEAST_RUNNERS:
        return f"its labelled runs are of too few runners: {n_runners}; {LEAST_RUNNERS} are needed"
    if outcomes < LEAST_OUTCOMES:
        return f"{LEAST_OUTCOMES} labelled runs of either outcome are needed"
    return ""
