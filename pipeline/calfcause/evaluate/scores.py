"""Who answers, and how good the answers are: dummy, rules, model and ceiling, head by head."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

from calfcause.answer.predictor import Predictor
from calfcause.errors import ModelError
from calfcause.learn.baselines import DummyHeads, RuleModel
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS

Array = NDArray[np.float64]
Scorer = Callable[[Mapping[str, Array]], Array]

CALIBRATION_BINS = 15
LEAST_P = 1e-7


def scorers_of(predictor: Predictor) -> dict[str, Scorer]:
    """Dummy, rules and model: complete cells in, probabilities ``(n_sessions, n_heads)`` out.

    The dummy states the share of each label in the simulation that trained the model.

    Raises
    ------
    ModelError
        If the model's description does not hold these shares.
    """
    shares = predictor.description.get("label_shares")
    if shares is None:
        raise ModelError("the model's description lacks label_shares: train it again")
    stated = [shares[head] for head in HEADS]
    return _scorers(predictor, lambda cells: np.tile(stated, (_n_sessions(cells), 1)))


def _scorers(predictor: Predictor, dummy: Scorer) -> dict[str, Scorer]:
    return {
        "dummy": dummy,
        "rules": RuleModel().fit().predict_proba,
        "model": lambda cells: predictor.predict_cells(cells, _n_sessions(cells)),
    }


def _n_sessions(cells: Mapping[str, Array]) -> int:
    return len(cells["distance_km"])


def answers_of(scorers: Mapping[str, Scorer], sessions: Labelled) -> dict[str, Array]:
    """What each scorer answers and, where the truth is known, the ceiling."""
    answers = {name: scorer(sessions.cells) for name, scorer in scorers.items()}
    return answers if sessions.truth is None else answers | {"ceiling": sessions.truth}


def score_unseen(
    predictor: Predictor, dummy: DummyHeads, sessions: Labelled
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Scores of dummy, rules, model and, where the truth is known, the ceiling; and the answers."""
    answers = answers_of(_scorers(predictor, dummy.predict_proba), sessions)
    return score_heads(sessions, answers), answers


def score_heads(sessions: Labelled, answers: Mapping[str, Array]) -> pd.DataFrame:
    """Every score of every head and scorer, one row for each of their pairs."""
    rows = [
        {"head": head, "scorer": scorer} | score_head(sessions.labels[:, place], p[:, place])
        for place, head in enumerate(HEADS)
        for scorer, p in answers.items()
    ]
    return pd.DataFrame(rows)


def score_head(labels: NDArray[np.bool_], p: Array) -> dict[str, float]:
    """Log loss, Brier score, ROC AUC, average precision and calibration error of one head.

    AUC and average precision are NaN where only one label occurs.
    """
    p = np.clip(p, LEAST_P, 1 - LEAST_P)
    both = 0 < labels.sum() < len(labels)
    return {
        "log_loss": float(log_loss(labels, p, labels=[False, True])),
        "brier": float(np.mean((p - labels) ** 2)),
        "roc_auc": float(roc_auc_score(labels, p)) if both else float("nan"),
        "average_precision": float(average_precision_score(labels, p)) if both else float("nan"),
        "calibration_error": calibration_error(labels, p),
    }


def log_losses(labels: NDArray[np.bool_], p: Array) -> Array:
    """Log loss of every label by itself, shape as given."""
    p = np.clip(p, LEAST_P, 1 - LEAST_P)
    return np.asarray(-np.log(np.where(labels, p, 1 - p)))


def summed_log_loss(labels: NDArray[np.bool_], p: Array) -> float:
    """Log loss of all heads together, both ``(n_sessions, n_heads)``; a mean over sessions."""
    return float(log_losses(labels, p).sum(axis=1).mean())


def calibration_error(labels: NDArray[np.bool_], p: Array) -> float:
    """Expected calibration error over 15 bins of equally many sessions."""
    gaps = np.bincount(calibration_bins(p), labels - p)
    return float(np.abs(gaps).sum() / len(p))


def calibration_bins(p: Array, n_bins: int = CALIBRATION_BINS) -> NDArray[np.intp]:
    """Number of the bin of each session, from the least probable to the most, ``(n_sessions,)``."""
    bins = np.empty(len(p), dtype=np.intp)
    sizes = [len(part) for part in np.array_split(p, min(n_bins, len(p)))]
    bins[np.argsort(p, kind="stable")] = np.repeat(np.arange(len(sizes)), sizes)
    return bins


def first_is_among(causes: Array, named: NDArray[np.bool_]) -> Array:
    """Whether the first cause of each session is among the named, both ``(n_sessions, n_causes)``.

    Causes on a level share the first place: a scorer that cannot tell seven apart is right about a
    single one to a seventh.
    """
    first = causes == causes.max(axis=1, keepdims=True)
    return np.asarray((first & named).sum(axis=1) / first.sum(axis=1))


def share(right: Array) -> float:
    """The mean; NaN where there is nothing to take it of."""
    return float(right.mean()) if len(right) else float("nan")
