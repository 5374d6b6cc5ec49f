"""Move a trained model's heads to somebody's own labels, as far as these carry, into a new folder.

A head's log odds get a base rate and, with twice as many labels, a slope (``recalibration.Move``).
Both are held back by a prior, so that few labels move them little, and a head is moved only if it
passes the test that ``trial`` states; else it stays as it is, to the last bit.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from calfcause.errors import CalfcauseError
from calfcause.folder import write_adapted
from calfcause.own_labels.leaks import warn_of_leaks
from calfcause.own_labels.reading import OwnLabels, read_own_labels, used_labels
from calfcause.own_labels.trial import Trial, count_labels, judged, n_numbers, out_of_fold
from calfcause.own_labels_card import holdout_table, trial_table
from calfcause.predict import ADAPTED_FORMAT, Predictor, model_folder
from calfcause.probabilities import HEADS, given_sore
from calfcause.recalibration import KEY, Move, log_odds, moved, moves_of
from calfcause.simulate.soreness import SIGMA
from calfcause.simulate.world import DEFAULT

Array = NDArray[np.float64]

# Standard deviations of what is believed before any label. Base rate, in log odds: half or double
# the odds is within one, since usual runs leave 3 to 12 % sore where 6 % is assumed. Slope, in its
# logarithm: 0.74 to 1.35 is within one, assumed.
BASE_RATE_SD = float(np.log(2.0))
SLOPE_SD = 0.3
# How alike the runs of one runner are: the share of what is hidden in a run's log load that is the
# runner's own, as simulated.
ALIKE = DEFAULT.susceptibility_sd**2 / (DEFAULT.susceptibility_sd**2 + SIGMA**2)
TRIED = {1: "base rate", 2: "base rate and slope"}


@dataclass(frozen=True, kw_only=True)
class CalibrationReport:
    """What calibration gave: the folder, each head's trial and, if asked, other runs' scores.

    Attributes
    ----------
    folder : the new model folder.
    trials : one for each head, soreness first.
    holdout : trials on the runs of ``--holdout``, on which nothing was learned.
    used : sentences on which labels were used.
    """

    folder: Path
    trials: tuple[Trial, ...]
    holdout: tuple[Trial, ...]
    used: tuple[str, ...]

    def text(self) -> str:
        """All of it, for a terminal."""
        parts = [*self.used, trial_table([trial.to_dict() for trial in self.trials])]
        if self.holdout:
            parts.append(holdout_table([trial.to_dict() for trial in self.holdout]))
        kept = [trial.head for trial in self.trials if trial.kept]
        said = f"moved: {', '.join(kept)}" if kept else "no head is moved, none passed the test"
        return "\n\n".join([*parts, f"Model folder: {self.folder}   {said}"])


def calibrate(
    sessions: Path,
    out: Path,
    *,
    model: str | Path | None = None,
    holdout: Path | None = None,
    others_are_no: bool = False,
) -> CalibrationReport:
    """Adapt a model to labelled runs and write it as a model folder like any other.

    Parameters
    ----------
    sessions : CSV or Parquet of labelled runs; labels may be missing, see ``own_labels``.
    out : folder for graph, description and card.
    model : what to adapt, as in ``Predictor.load``.
    holdout : further labelled runs to score on, of which nothing is learned.
    others_are_no : causes that a row with a ``primary_cause`` leaves empty are meant as no.

    Raises
    ------
    CalfcauseError
        If the labels carry no head; the message says how many are needed.
    SchemaError
        If a file does not fit.
    ModelError
        If the model cannot be loaded.
    """
    source = model_folder(model)
    if out.resolve() == source.resolve():
        raise CalfcauseError(f"{out} is the model to adapt; write the adapted one beside it")
    predictor = Predictor.load(source)
    if KEY in predictor.description:
        raise CalfcauseError(
            f"the model in {source} has learned from own labels already; adapt the one that it was"
            " made from, with all labels in one file"
        )
    own = read_own_labels(sessions, others_are_no=others_are_no)
    kept_apart = read_own_labels(holdout, others_are_no=others_are_no) if holdout else None
    warn_of_leaks(own, [kept_apart] if kept_apart else [])
    moves, trials = fit_moves(own, raw_of(predictor, own))
    scored = score_moves(kept_apart, raw_of(predictor, kept_apart), moves) if kept_apart else ()
    description = _description(predictor.description, own, moves, trials, scored)
    write_adapted(source, out, description)
    return CalibrationReport(
        folder=out, trials=trials, holdout=scored, used=tuple(used_labels(own))
    )


def raw_of(predictor: Predictor, own: OwnLabels) -> Array:
    """What the heads give before they are joined, ``(n_sessions, n_heads)``."""
    p = predictor.predict_cells(own.cells, len(own))
    return np.column_stack([given_sore(p), p[:, -1]])


def fit_moves(own: OwnLabels, raw: Array) -> tuple[dict[str, Move], tuple[Trial, ...]]:
    """The moves that pass the test, by head, and every head's trial, soreness first.

    Parameters
    ----------
    own : the labelled runs.
    raw : what the model's heads give for them, see ``raw_of``.

    Raises
    ------
    CalfcauseError
        If the labels are too few for any head.
    """
    moves: dict[str, Move] = {}
    trials = []
    before, after = raw, raw.copy()
    for head in (HEADS[-1], *HEADS[:-1]):
        trial, place = count_labels(own, head), HEADS.index(head)
        rows = own.known[:, place]
        # The most that the labels carry; if that does not pass, the base rate alone may.
        for size in range(n_numbers(trial), 0, -1):
            tried = after.copy()
            tried[rows, place] = _unseen(own.rows(rows), raw[rows, place], place, size)
            trial = judged(trial, TRIED[size], own, before, tried)
            if trial.kept:
                after = tried
                moves[head] = _fit(own.rows(rows), raw[rows, place], place, size)
                break
        trials.append(trial)
    if not any(trial.tried for trial in trials):
        lacking = "\n  ".join(trial.lacking for trial in trials if trial.n or trial is trials[0])
        raise CalfcauseError(f"{own.file} has too few labels to move any head:\n  {lacking}")
    return moves, tuple(trials)


def _unseen(own: OwnLabels, p: Array, place: int, size: int) -> Array:
    """A head's probabilities, each moved on the runs of other runners."""
    return out_of_fold(
        own.runner,
        lambda learned, answered: _fit(own.rows(learned), p[learned], place, size)(p[answered]),
    )


def _fit(own: OwnLabels, p: Array, place: int, size: int) -> Move:
    return fit_move(own.labels[:, place], p, size, runner_weights(own.runner))


def runner_weights(runner: NDArray[Any]) -> Array:
    """What a run counts, ``(n_rows,)``: the runs of one runner are not so many pieces of evidence.

    Of a runner's m runs each counts 1 / (1 + (m - 1) r), the design effect of Kish 1965.

    >>> runner_weights(np.array(["ann", "ben"])).tolist()
    [1.0, 1.0]
    """
    _, places, runs = np.unique(runner, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (1.0 + (runs[places] - 1.0) * ALIKE))


def fit_move(labels: Array, p: Array, size: int, weights: Array | None = None) -> Move:
    """The likeliest move under the prior: of the base rate, with ``size`` 2 of the slope as well.

    The slope turns about the mean log odds of these rows, so that it leaves the base rate alone.
    """
    x = log_odds(p)
    counted = np.ones_like(x) if weights is None else weights
    middle = np.average(x, weights=counted)

    def held_back(numbers: Array) -> tuple[float, Array]:
        shift, log_b = numbers[0], numbers[1] if size > 1 else 0.0
        turned = np.exp(log_b) * (x - middle)
        z = middle + shift + turned
        loss = np.sum(counted * (np.logaddexp(0.0, z) - labels * z))
        loss += (shift / BASE_RATE_SD) ** 2 / 2 + (log_b / SLOPE_SD) ** 2 / 2
        gap = counted * (expit(z) - labels)
        slope = np.sum(gap * turned) + log_b / SLOPE_SD**2
        return float(loss), np.array([gap.sum() + shift / BASE_RATE_SD**2, slope])[:size]

    found = minimize(held_back, np.zeros(size), jac=True, method="BFGS").x
    b = float(np.exp(found[1])) if size > 1 else 1.0
    return Move(a=float(middle * (1.0 - b) + found[0]), b=b)


def score_moves(own: OwnLabels, raw: Array, moves: Mapping[str, Move]) -> tuple[Trial, ...]:
    """Log loss of each head before and after on runs that nothing was learned from."""
    after = moved(raw, {HEADS.index(head): move for head, move in moves.items()})
    return tuple(
        replace(judged(count_labels(own, head), "", own, raw, after), lacking="")
        for head in (HEADS[-1], *HEADS[:-1])
        if own.known[:, HEADS.index(head)].any()
    )


def _description(
    trained: Mapping[str, Any],
    own: OwnLabels,
    moves: Mapping[str, Move],
    trials: tuple[Trial, ...],
    holdout: tuple[Trial, ...],
) -> dict[str, Any]:
    """The description of the trained model, with what was learned from the labels.

    What ``benchmarks/quality.py`` measured is left out: it is of the model before.
    """
    learned = {
        "how": "calibrate",
        "sessions_file": own.file,
        "data_sha256": own.digest(),
        "n_sessions": len(own),
        "n_runners": len(np.unique(own.runner)),
        "used": used_labels(own),
        "prior": {"base_rate_sd": BASE_RATE_SD, "slope_sd": SLOPE_SD},
        "moves": {head: asdict(move) for head, move in moves.items()},
        "trials": [trial.to_dict() for trial in trials],
        "holdout": [trial.to_dict() for trial in holdout],
    }
    described = {name: found for name, found in trained.items() if name != "quality"}
    described |= {"format": ADAPTED_FORMAT, KEY: learned}
    moves_of(described)
    return described
