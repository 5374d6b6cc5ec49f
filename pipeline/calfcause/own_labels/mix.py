"""Fit heads on simulated runs together with a user's own labelled runs, at a given weight.

Of a head's total weight, n own labels get the share n / (n + 10 000), and never more than ``mix``:
with few labels, each would weigh too much, so the head relies on the simulation. The test of
``trial`` decides which heads are fitted so; a head that fails it stays as simulated.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.learn.features import make_features
from calfcause.learn.heads import CauseHeads
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS, given_sore
from calfcause.own_labels.reading import OwnLabels, used_labels
from calfcause.own_labels.trial import (
    Trial,
    count_labels,
    judged_alone,
    n_numbers,
    out_of_fold,
    too_few,
)

Array = NDArray[np.float64]

# How many labels weigh as much as the simulation. Chosen from 100, 300, 1000, 3000 and 10 000: with
# 100 to 1000 labels of a biased coach, smaller numbers raised the log loss of that coach's next
# runs, since trees mistake the noise of a few heavy rows for a rule.
SIMULATED_WORTH = 10_000
# Half as many as for a calibration: each fold fits the trees of the head again.
FOLDS = 5
TRIED = "fitted with simulated runs"


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Heads fitted on simulated runs and own labels.

    Attributes
    ----------
    heads : the fitted heads
    shares : the share of the weight that own labels got, by head; only of heads that passed the
        test
    trials : one for each head, soreness first
    """

    heads: CauseHeads
    shares: dict[str, float]
    trials: tuple[Trial, ...]

    def parameters(self) -> dict[str, float]:
        """Give the shares of all heads, for MLflow; 0 for heads without own labels."""
        return {f"own_share.{head}": self.shares.get(head, 0.0) for head in HEADS}

    def to_dict(self, own: OwnLabels, mix: float) -> dict[str, Any]:
        """Describe the fit for ``model.json``."""
        return {
            "how": "mix",
            "mix": mix,
            "simulated_worth": SIMULATED_WORTH,
            "shares": self.shares,
            "sessions_file": own.file,
            "data_sha256": own.digest(),
            "n_sessions": len(own),
            "n_runners": len(np.unique(own.runner)),
            "used": used_labels(own),
            "trials": [trial.to_dict() for trial in self.trials],
        }


def refuse_too_few(own: OwnLabels) -> None:
    """Refuse labels that are too few for every head.

    Raises
    ------
    CalfcauseError
        If no head has enough labels; the message says how many are needed.
    """
    trials = [count_labels(own, head) for head in (HEADS[-1], *HEADS[:-1])]
    if not any(n_numbers(trial) for trial in trials):
        raise too_few(own, trials, "to learn from")


def share_of(n_labels: int, mix: float) -> float:
    """Compute the share of a head's weight that own labels get.

    >>> share_of(0, 0.3), share_of(2500, 0.3), share_of(10_000, 0.3)
    (0.0, 0.2, 0.3)
    """
    return min(mix, n_labels / (n_labels + SIMULATED_WORTH))


def mix_heads(
    heads: CauseHeads,
    seen: Labelled,
    own: OwnLabels,
    mix: float,
    progress: Callable[[str], None] = lambda message: None,
) -> Mix:
    """Refit with own labels those heads that improve by it.

    Parameters
    ----------
    heads : heads fitted on ``seen`` alone
    mix : the largest share of a head's weight that they may get, between 0 and 1
    progress : called with a sentence on each head that is tried
    """
    sessions = (make_features(seen.cells), seen.labels, seen.runner)
    own_matrix = make_features(own.cells)
    p = heads.predict_proba(own_matrix)
    before = np.column_stack([given_sore(p), p[:, -1]])
    after, refitted, shares, trials = before.copy(), heads, {}, []
    for head in (HEADS[-1], *HEADS[:-1]):
        trial, place = count_labels(own, head), HEADS.index(head)
        rows = own.known[:, place]
        if n_numbers(trial):
            progress(f"trying {head} with {trial.n:,} own labels")
            fitted = _Beside(
                heads, place, sessions, own_matrix[rows], own.labels[rows, place] == 1, mix
            )
            tried = after.copy()
            tried[rows, place] = out_of_fold(own.runner[rows], fitted.answer, FOLDS)
            trial = judged_alone(trial, TRIED, own, before, tried)
            if trial.kept:
                after, shares[head] = tried, share_of(trial.n, mix)
                refitted = _with(refitted, place, fitted.head(np.arange(trial.n)))
        trials.append(trial)
    return Mix(heads=refitted, shares=shares, trials=tuple(trials))


def _with(heads: CauseHeads, place: int, head: Any) -> CauseHeads:
    changed = copy(heads)
    changed.heads_ = [*heads.heads_[:place], head, *heads.heads_[place + 1 :]]
    return changed


@dataclass(frozen=True)
class _Beside:
    """Simulated sessions and the own labels of one head."""

    heads: CauseHeads
    place: int
    sessions: tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.intp]]
    matrix: NDArray[np.float32]
    labels: NDArray[np.bool_]
    mix: float

    def head(self, learned: NDArray[np.intp]) -> Any:
        """Fit the head on the simulated sessions and on these own labels."""
        own = (self.matrix[learned], self.labels[learned])
        share = share_of(len(learned), self.mix)
        return self.heads.fit_beside(self.place, self.sessions, own, share)

    def answer(self, learned: NDArray[np.intp], rows: NDArray[np.intp]) -> Array:
        """Answer other rows with such a head."""
        columns = self.heads.columns_[self.place]
        p = self.head(learned).predict_proba(self.matrix[rows][:, columns])
        return np.asarray(p[:, 1], dtype=float)
