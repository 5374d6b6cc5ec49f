"""Score every head on held-out runners, with intervals over runners."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from calfcause.evaluate.resample import Resamples, estimate, resamples
from calfcause.evaluate.scores import calibration_bins, calibration_error
from calfcause.evaluate.tables import pivoted, plain
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS, LEAST_P, log_losses
from calfcause.types import Array, Bools

DRAWS = 200
RANK_DRAWS = 100


@dataclass(frozen=True, kw_only=True)
class UnseenReport:
    """Scores on held-out simulated runners; intervals are 5 to 95 % when runners are resampled."""

    n_sessions: int
    n_runners: int
    heads: pd.DataFrame  # rows of head, scorer, score, value, low, high
    sums: pd.DataFrame  # rows of scorer, value, low, high: the log losses of all heads together

    def text(self) -> str:
        """Lay out the tables for a terminal."""
        sums = self.sums.assign(score="summed log loss")
        parts = [
            f"Unseen simulated runners: {self.n_sessions:,} sessions of {self.n_runners:,} runners",
            pivoted(sums, "scorer", "score", 4).to_string(),
        ]
        for score, figures in self.heads.groupby("score", sort=False):
            title = str(score).replace("_", " ")
            parts += [f"{title}:", pivoted(figures, "head", "scorer", 4).to_string()]
        return "\n\n".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return plain(self)


def report_unseen(sessions: Labelled, answers: Mapping[str, Array]) -> UnseenReport:
    """Score answers to sessions of held-out runners.

    Log loss, Brier score and calibration error are sums over runners, so that a draw costs little;
    AUC and average precision rank all sessions again and get fewer draws. A resampled calibration
    error is larger than the error itself if that is no more than chance.
    """
    draws = resamples(sessions.runner, DRAWS)
    rows = [
        {"head": head, "scorer": scorer, "score": score} | figure
        for place, head in enumerate(HEADS)
        for scorer, p in answers.items()
        for score, figure in _figures(sessions.labels[:, place], p[:, place], draws).items()
    ]
    sums = [
        {"scorer": scorer} | draws.mean(log_losses(sessions.labels, p).sum(axis=1))
        for scorer, p in answers.items()
    ]
    return UnseenReport(
        n_sessions=len(sessions),
        n_runners=draws.counts.shape[1],
        heads=pd.DataFrame(rows),
        sums=pd.DataFrame(sums),
    )


def _figures(labels: Bools, p: Array, draws: Resamples) -> dict[str, dict[str, float]]:
    p = np.clip(p, LEAST_P, 1 - LEAST_P)  # as score_head does
    ((auc, precision),) = ranked(labels, p, [np.ones(len(p))])
    drawn_ranks = np.array(ranked(labels, p, islice(draws.weights(), RANK_DRAWS)))
    return {
        "log_loss": draws.mean(log_losses(labels, p)),
        "brier": draws.mean((p - labels) ** 2),
        "roc_auc": estimate(auc, drawn_ranks[:, 0]),
        "average_precision": estimate(precision, drawn_ranks[:, 1]),
        "calibration_error": estimate(
            calibration_error(labels, p), drawn_calibration_errors(labels, p, draws)
        ),
    }


def drawn_calibration_errors(labels: Bools, p: Array, draws: Resamples) -> Array:
    """Compute the calibration error of each draw, in the bins of all sessions."""
    bins = calibration_bins(p)
    gaps = (np.where(bins == place, labels - p, 0.0) for place in range(bins.max() + 1))
    in_bins = np.array([np.abs(draws.sums(gap)) for gap in gaps])
    return np.asarray(in_bins.sum(axis=0) / draws.sums(np.ones(len(p))))


def ranked(labels: Bools, p: Array, weights: Iterable[Array]) -> list[tuple[float, float]]:
    """Compute ROC AUC and average precision for many weightings, sorting the sessions once.

    The results equal those of scikit-learn, which sorts at every call.
    """
    order = np.argsort(-p, kind="stable")
    # Ties come together: the curves have a point only where a run of ties ends.
    ends = np.flatnonzero(np.diff(p[order], append=np.nan))
    labels = labels[order]
    scores = []
    for weight in weights:
        weight = weight[order]
        hits = np.cumsum(weight * labels)[ends]
        alarms = np.cumsum(weight)[ends] - hits
        with np.errstate(invalid="ignore", divide="ignore"):
            # The curve begins at the origin and rises straight to the first end.
            area = np.trapezoid(hits, alarms) + hits[0] * alarms[0] / 2.0
            auc = area / (hits[-1] * alarms[-1])
            precision = np.nan_to_num(hits / (hits + alarms))
            gained = np.diff(hits, prepend=0.0) / hits[-1]
        scores.append((float(auc), float(np.sum(gained * precision))))
    return scores
