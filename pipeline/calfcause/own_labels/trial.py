"""Decide by cross-validation over runners whether to keep what was learned from own labels.

Runners are split into at most ten folds; heads that learned from the other folds answer the runs of
each fold. The test: on these runs the mean log loss must be lower than before in at least 95 % of
1000 draws of as many runners. ``calibrate``, whose moves are shrunk already, tests once, the sum
over all heads of an answer: eight tests would let chance through eight times, and moving soreness
alone can make the probability of a cause worse. ``train --mix`` tests head by head; a cause must
pass for both numbers that an answer shows, its probability and its probability given soreness.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from calfcause.errors import CalfcauseError
from calfcause.evaluate.resample import estimate, resamples
from calfcause.evaluate.scores import log_losses
from calfcause.learn.probabilities import HEADS, joined
from calfcause.own_labels.reading import OwnLabels, not_used

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

# Ten events for each fitted number: Peduzzi et al. 1996 (10.1016/S0895-4356(96)00236-3).
EVENTS_PER_NUMBER = 10
# Assumed; with five to thirty clusters, draws find gains too often (Cameron, Gelbach & Miller 2008,
# 10.1162/rest.90.3.414), and with ten runners the model of an unbiased coach got worse.
LEAST_RUNNERS = 20
FOLDS = 10
DRAWS = 1000
# As usual for one-sided tests; benchmarks/own_labels.py shows its effect.
SURE = 0.95


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What was tried for a head, and with what result.

    Attributes
    ----------
    head : the name of the head
    n, n_yes, n_runners : how many labels it can use, how many of them are yes, and from how many
        runners
    tried : what was tried, in words; '' if there are too few labels
    before, after, gain : log loss of the head before and after on held-out runners, and their
        difference: ``value``, ``low``, ``high``, 5 to 95 % when runners are resampled. None if
        nothing was tried
    sure : the share of draws in which the log loss is lower than before
    believed : the probability that the head is off, by which its move is shrunk. None if the head
        was fitted, not moved
    kept : whether the model has the change
    lacking : what would be needed, in words, if there are too few labels
    """

    head: str
    n: int
    n_yes: int
    n_runners: int
    tried: str = ""
    before: dict[str, float] | None = None
    after: dict[str, float] | None = None
    gain: dict[str, float] | None = None
    sure: float = 0.0
    believed: float | None = None
    kept: bool = False
    lacking: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return asdict(self)


def count_labels(own: OwnLabels, head: str) -> Trial:
    """Count the labels of a head; ``lacking`` of the trial says what is missing to try anything."""
    place = HEADS.index(head)
    rows = own.known[:, place]
    n, n_yes = int(rows.sum()), int(own.labels[rows, place].sum())
    n_runners = len(np.unique(own.runner[rows]))
    trial = Trial(head=head, n=n, n_yes=n_yes, n_runners=n_runners)
    return replace(trial, lacking=_lacking(trial, own.of))


def n_numbers(trial: Trial) -> int:
    """Count the numbers that a head's labels support: none, the base rate, or the slope as well."""
    if trial.n_runners < LEAST_RUNNERS:
        return 0
    return min(min(trial.n_yes, trial.n - trial.n_yes) // EVENTS_PER_NUMBER, 2)


def too_few(own: OwnLabels, trials: Iterable[Trial], purpose: str) -> CalfcauseError:
    """Make the error for labels that are too few for every head."""
    needed = [trial.lacking for trial in trials if trial.n or trial.head == HEADS[-1]]
    lines = "\n  ".join(needed + not_used(own))
    return CalfcauseError(f"{own.file} has too few labels {purpose}:\n  {lines}")


def _lacking(trial: Trial, of: str) -> str:
    if n_numbers(trial):
        return ""
    n_no = trial.n - trial.n_yes
    among = "runs" if trial.head == HEADS[-1] else "sore runs with this label"
    needed = (
        f"{trial.head} needs {EVENTS_PER_NUMBER} yes and {EVENTS_PER_NUMBER} no among {among} of at"
        f" least {LEAST_RUNNERS} {of}; there are {trial.n_yes} yes and {n_no} no from"
        f" {trial.n_runners}"
    )
    rarer = min(trial.n_yes, n_no)
    if rarer and rarer < EVENTS_PER_NUMBER:
        about = -(-trial.n * EVENTS_PER_NUMBER // rarer)
        needed += f". At the present shares that takes about {about} {among}"
    return needed


def folds(runner: NDArray[Any], most: int = FOLDS) -> Iterator[tuple[Rows, Rows]]:
    """Split rows by runner into rows to learn from and rows to answer; each is answered once."""
    split = GroupKFold(min(most, len(np.unique(runner))))
    yield from split.split(runner, groups=runner)


def out_of_fold(
    runner: NDArray[Any], answer: Callable[[Rows, Rows], Array], most: int = FOLDS
) -> Array:
    """Answer each row with a head that did not learn from the same runner.

    runner : the runner of each row, (n_rows,)
    """
    p = np.full(len(runner), np.nan)
    for learned, answered in folds(runner, most):
        p[answered] = answer(learned, answered)
    return p


def judged(trial: Trial, tried: str, own: OwnLabels, before: Array, after: Array) -> Trial:
    """Add its figures to the trial of a head."""
    place = HEADS.index(trial.head)
    labels, counted = stated(own, place)
    rows = counted > 0
    losses = [
        counted[rows] * log_losses(labels[rows] == 1, joined(raw)[rows, place])
        for raw in (before, after)
    ]
    draws = resamples(_numbers(own.runner[rows]), DRAWS)
    gain = losses[0] - losses[1]
    return replace(
        trial,
        tried=tried,
        before=draws.ratio(losses[0], counted[rows]),
        after=draws.ratio(losses[1], counted[rows]),
        gain=draws.ratio(gain, counted[rows]),
        sure=float((draws.sums(gain) > 0).mean()),
    )


def judged_alone(trial: Trial, tried: str, own: OwnLabels, before: Array, after: Array) -> Trial:
    """As ``judged``, and decide on this head alone; a cause must pass for both of its numbers."""
    trial, place = judged(trial, tried, own, before, after), HEADS.index(trial.head)
    if place < len(HEADS) - 1:
        given_sore = _sure_given_sore(own, before[:, place], after[:, place], place)
        trial = replace(trial, sure=min(trial.sure, given_sore))
    return replace(trial, kept=trial.sure >= SURE)


def judged_together(own: OwnLabels, before: Array, after: Array) -> dict[str, float]:
    """Measure by how much the log loss falls, summed over all heads that have labels.

    before, after : as in ``judged``, (n_sessions, n_heads)
    """
    draws = resamples(_numbers(own.runner), DRAWS)
    value, drawn = 0.0, np.zeros(DRAWS)
    for place in np.flatnonzero(own.known.any(axis=0)).tolist():
        labels, counted = stated(own, place)
        losses = [log_losses(labels == 1, joined(raw)[:, place]) for raw in (before, after)]
        gain = counted * (losses[0] - losses[1])
        value += gain.sum() / counted.sum()
        drawn += draws.sums(gain) / draws.sums(counted)
    return estimate(value, drawn) | {"sure": float((drawn > 0).mean())}


def _sure_given_sore(own: OwnLabels, before: Array, after: Array, place: int) -> float:
    rows = own.known[:, place]
    labels = own.labels[rows, place] == 1
    gain = log_losses(labels, before[rows]) - log_losses(labels, after[rows])
    return float((resamples(_numbers(own.runner[rows]), DRAWS).sums(gain) > 0).mean())


def _numbers(runner: NDArray[np.str_]) -> Rows:
    return np.unique(runner, return_inverse=True)[1]


def stated(own: OwnLabels, place: int) -> tuple[Array, Array]:
    """Give the labels that a head's probability is compared with, and the weight of each row.

    The label of a cause is whether the run left the calves sore because of it: no without soreness,
    and as recorded with it. Sore runs with a record represent those without one; otherwise no would
    look too likely. A row without any label has the weight 0.
    """
    labels, known = own.labels[:, place], own.known[:, place]
    if place == len(HEADS) - 1:
        return labels, known.astype(float)
    sore = own.labels[:, -1] == 1
    labels = np.where(own.labels[:, -1] == 0, 0.0, labels)
    return labels, np.where(sore, known * (sore.sum() / max(known.sum(), 1)), ~np.isnan(labels))
