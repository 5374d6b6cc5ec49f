"""How good the stated risks would be if they are right, and how good they were where labels tell.

If ``p_sore`` is calibrated, a run of 0.2 is sore in a fifth of cases; so what log loss, Brier score
and AUC come to on average follows from the probabilities alone. That is an estimate without labels,
known as confidence-based (Guo et al. 2017 call the gap to it miscalibration; Garg et al. 2022 for
shifted data). It cannot see what the assumption rules out: the same cells with another outcome.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from calfcause.texts import counted

Array = NDArray[np.float64]

SCORES = ("sore_share", "log_loss", "brier", "roc_auc", "calibration_error")
INTERVAL_PCT = (5, 95)
DRAWS = 200
CALIBRATION_BINS = 15
LEAST_P = 1e-7
# Fewer runners, or runs of either outcome, do not tell how far chance goes.
LEAST_RUNNERS = 20
LEAST_OUTCOMES = 10
ASSUMES = (
    "Estimates assume that the stated probabilities are calibrated. Drift can break that, and where"
    " the same runs leave calves sore more often than before no cell shows it: only labels do."
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure with its 5 to 95 % interval; None where it is undefined or has none."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Score:
    """One score of the stated risks.

    Attributes
    ----------
    reference : what is expected of the reference.
    expected : what is expected of the new file; its interval is that of outcomes drawn by the
        stated risks, each run for itself.
    realised : by the labels, its interval by resampling runners; None without labels.
    gap : realised less expected, both on the labelled runs, runners resampled.
    p_of_gap : chance of a gap as large, either way, if the risks are right.
    """

    name: str
    reference: float | None
    expected: Figure
    realised: Figure | None
    gap: Figure | None
    p_of_gap: float | None


@dataclass(frozen=True, kw_only=True)
class Performance:
    """All scores, how many runs are labelled, and what stands in the way of judging them."""

    scores: tuple[Score, ...]
    n_labelled: int
    why_not_judged: str
    assumes: str = ASSUMES


def performance(p: Array, sore: Array, sizes: NDArray[np.intp], reference: Array) -> Performance:
    """Expected scores of the stated risks and, for the runs that have one, those by the label.

    Parameters
    ----------
    p, reference : stated risks of the new file and of the reference.
    sore : labels, NaN where not told, ``(n_sessions,)``, runner by runner.
    sizes : how many rows each runner has.
    """
    usual = score(np.sort(reference), np.sort(reference))
    # Even right risks miss a little in so many runs; in how many, chance says and not the formula.
    usual["calibration_error"] = _drawn(reference)["calibration_error"].mean()
    expected, drawn = score(np.sort(p), np.sort(p)), _drawn(p)
    expected["calibration_error"] = drawn["calibration_error"].mean()
    told = ~np.isnan(sore)
    runner = np.repeat(np.arange(len(sizes)), sizes)[told]
    n_sore = int(sore[told].sum())
    outcomes = min(n_sore, int(told.sum()) - n_sore)
    realised, gaps = _realised(p[told], sore[told], runner) if outcomes else ({}, {})
    scores = []
    for name in SCORES:
        gap, draws = gaps.get(name, (np.nan, np.empty(0)))
        with_labels = name in realised
        scores.append(
            Score(
                name=name,
                reference=_plain(usual[name]),
                expected=_figure(expected[name], drawn[name]),
                realised=_figure(*realised[name]) if with_labels else None,
                gap=_figure(gap, draws) if with_labels else None,
                p_of_gap=_p_of_gap(gap, draws) if with_labels else None,
            )
        )
    n_runners = len(np.unique(runner))
    return Performance(
        scores=tuple(scores),
        n_labelled=int(told.sum()),
        why_not_judged=_why_not(int(told.sum()), n_runners, outcomes),
    )


def score(p: Array, y: Array, weight: Array | None = None) -> dict[str, float]:
    """All scores of probabilities in rising order, their outcomes and weights given alike.

    Every score but the calibration error is linear in the outcomes, or nearly so (AUC): with the
    probabilities themselves as outcomes it comes to its expectation.

    Examples
    --------
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
    """Share of pairs of a sore and another run in which the sore one has the higher risk."""
    first = np.flatnonzero(np.diff(p, prepend=-1.0))
    sore, other = np.add.reduceat(positive, first), np.add.reduceat(negative, first)
    pairs = positive.sum() * negative.sum()
    below = np.cumsum(other) - other
    return float((sore * (below + other / 2)).sum() / pairs) if pairs else float("nan")


def _drawn(p: Array) -> dict[str, Array]:
    """Scores of outcomes that are drawn by the probabilities, ``(n_draws,)`` each."""
    rng, p = np.random.default_rng(0), np.sort(p)
    return _stacked(score(p, (rng.random(len(p)) < p).astype(np.float64)) for _ in range(DRAWS))


def _realised(
    p: Array, sore: Array, runner: NDArray[np.intp]
) -> tuple[dict[str, tuple[float, Array]], dict[str, tuple[float, Array]]]:
    """Scores by the labels and their gaps to what is expected of the same runs, with draws."""
    order = np.argsort(p, kind="stable")
    p, sore = p[order], sore[order]
    _, place = np.unique(runner[order], return_inverse=True)
    n_runners = int(place.max()) + 1
    by_chance = _drawn(p)["calibration_error"].mean()

    def both(weight: Array | None) -> tuple[dict[str, float], dict[str, float]]:
        found, expected = score(p, sore, weight), score(p, p, weight)
        expected["calibration_error"] = by_chance
        return found, {name: found[name] - expected[name] for name in SCORES}

    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        of_runner = np.bincount(rng.integers(0, n_runners, n_runners), minlength=n_runners)
        drawn.append(both(of_runner[place].astype(np.float64)))
    at = both(None)
    spread = [_stacked(one[part] for one in drawn) for part in (0, 1)]
    for draws in spread:
        # Runs that are drawn twice look less calibrated than they are: no interval comes of it.
        # Nor of few runners, who say little of how others differ.
        for name in ("calibration_error",) if n_runners >= LEAST_RUNNERS else SCORES:
            draws[name] = np.empty(0)
    first, second = (
        {name: (found[name], draws[name]) for name in SCORES}
        for found, draws in zip(at, spread, strict=True)
    )
    return first, second


def _stacked(scores: Iterator[dict[str, float]]) -> dict[str, Array]:
    found = list(scores)
    return {name: np.array([one[name] for one in found]) for name in SCORES}


def _figure(value: float, drawn: Array) -> Figure:
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, INTERVAL_PCT) if len(defined) else (np.nan, np.nan)
    return Figure(value=_plain(value), low=_plain(low), high=_plain(high))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _p_of_gap(gap: float, drawn: Array) -> float | None:
    """Chance of a gap as large, either way, if its spread over the draws is that of a normal."""
    spread = float(np.nanstd(drawn)) if len(drawn) else 0.0
    if np.isnan(gap) or not spread:
        return None
    return erfc(abs(gap) / spread / sqrt(2.0))


def _why_not(n_labelled: int, n_runners: int, outcomes: int) -> str:
    if not n_labelled:
        return "the new file has no labels (sore_calves)"
    if n_runners < LEAST_RUNNERS:
        runners = counted(n_runners, "runner")
        return f"labelled runs of {runners} are too few; {LEAST_RUNNERS} are needed"
    if outcomes < LEAST_OUTCOMES:
        return f"of either outcome {LEAST_OUTCOMES} labelled runs are needed"
    return ""
