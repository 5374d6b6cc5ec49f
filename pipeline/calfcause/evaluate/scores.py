"""Scorers (dummy, rules, model, ceiling) and the scores of their answers, head by head.

Labels and probabilities have the shape (n_sessions, n_heads), those of one head (n_sessions,).
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

from calfcause.answer.predictor import Predictor
from calfcause.errors import ModelError
from calfcause.learn.baselines import DummyHeads, RuleModel
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS, LEAST_P
from calfcause.types import Array, Bools, Integers

Scorer = Callable[[Mapping[str, Array]], Array]

CALIBRATION_BINS = 15


def scorers_of(predictor: Predictor) -> dict[str, Scorer]:
    """Make the scorers dummy, rules and model.

    The dummy always predicts the share of each label in the model's training set. Each scorer takes
    complete cells by column, shape (n_sessions,), and gives probabilities (n_sessions, n_heads).
    """
    shares = predictor.description.get("label_shares")
    if shares is None:
        raise ModelError("the model's description has no label_shares: train it again")
    constant = [shares[head] for head in HEADS]
    return _scorers(predictor, lambda cells: np.tile(constant, (_n_sessions(cells), 1)))


def _scorers(predictor: Predictor, dummy: Scorer) -> dict[str, Scorer]:
    return {
        "dummy": dummy,
        "rules": RuleModel().fit().predict_proba,
        "model": lambda cells: predictor.predict_cells(cells, _n_sessions(cells)),
    }


def _n_sessions(cells: Mapping[str, Array]) -> int:
    return len(cells["distance_km"])


def answers_of(scorers: Mapping[str, Scorer], sessions: Labelled) -> dict[str, Array]:
    """Collect the answers of each scorer and, where the truth is known, the ceiling."""
    answers = {name: scorer(sessions.cells) for name, scorer in scorers.items()}
    return answers if sessions.truth is None else answers | {"ceiling": sessions.truth}


def score_unseen(
    predictor: Predictor, dummy: DummyHeads, sessions: Labelled
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Score a model just trained beside dummy, rules and, where the truth is known, the ceiling.

    Returns the scores, as in ``score_heads``, and the probabilities by scorer.
    """
    answers = answers_of(_scorers(predictor, dummy.predict_proba), sessions)
    return score_heads(sessions, answers), answers


def score_heads(sessions: Labelled, answers: Mapping[str, Array]) -> pd.DataFrame:
    """Compute every score of every head and scorer."""
    rows = [
        {"head": head, "scorer": scorer} | score_head(sessions.labels[:, place], p[:, place])
        for place, head in enumerate(HEADS)
        for scorer, p in answers.items()
    ]
    return pd.DataFrame(rows)


def score_head(labels: Bools, p: Array) -> dict[str, float]:
    """Compute log loss, Brier score, ROC AUC, average precision and calibration error of a head."""
    p = np.clip(p, LEAST_P, 1 - LEAST_P)
    both = 0 < labels.sum() < len(labels)
    return {
        "log_loss": float(log_loss(labels, p, labels=[False, True])),
        "brier": float(np.mean((p - labels) ** 2)),
        "roc_auc": float(roc_auc_score(labels, p)) if both else float("nan"),
        "average_precision": float(average_precision_score(labels, p)) if both else float("nan"),
        "calibration_error": calibration_error(labels, p),
    }


def calibration_error(labels: Bools, p: Array) -> float:
    """Compute the expected calibration error over 15 bins of equally many sessions."""
    gaps = np.bincount(calibration_bins(p), labels - p)
    return float(np.abs(gaps).sum() / len(p))


def calibration_bins(p: Array, n_bins: int = CALIBRATION_BINS) -> Integers:
    """Sort sessions into bins of equal size by probability; gives their numbers, (n_sessions,)."""
    bins = np.empty(len(p), dtype=np.intp)
    sizes = [len(part) for part in np.array_split(p, min(n_bins, len(p)))]
    bins[np.argsort(p, kind="stable")] = np.repeat(np.arange(len(sizes)), sizes)
    return bins


def first_is_among(causes: Array, named: Bools) -> Array:
    """Whether the first cause of each session is among the named ones, ``(n_sessions, n_causes)``.

    Tied causes share the first rank: a scorer that ties all seven is right to a seventh.
    """
    first = causes == causes.max(axis=1, keepdims=True)
    return np.asarray((first & named).sum(axis=1) / first.sum(axis=1))


def share(right: Array) -> float:
    """Compute the mean; NaN if there is nothing to average."""
    return float(right.mean()) if len(right) else float("nan")
