"""Whether what was learned from own labels is kept: by runners that it was not learned from.

Runners are split into at most ten folds; each fold's runs are answered by heads that learned from
the other folds. The stated test: on these runs the mean log loss has to be lower than before in at
least 95 % of 1000 draws of as many runners. ``calibrate``, whose moves are held back already, asks
it once, of the sum over all heads of what is answered: eight tests would let chance through eight
times, and soreness moved alone can make the probability of a cause worse. ``train --mix`` asks it
head by head; there a cause has to pass for both numbers that an answer shows, its probability and
that once the calves are sore.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from calfcause.evaluate.resample import estimate, resamples
from calfcause.evaluate.scores import log_losses
from calfcause.learn.probabilities import HEADS, joined
from calfcause.own_labels.reading import OwnLabels

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

# Ten events for each number that is fitted: Peduzzi et al. 1996 (10.1016/S0895-4356(96)00236-3).
EVENTS_PER_NUMBER = 10
# Assumed; draws of five to thirty clusters find gains too often (Cameron, Gelbach & Miller 2008,
# 10.1162/rest.90.3.414), and with ten runners an unbiased coach's model got worse.
LEAST_RUNNERS = 20
FOLDS = 10
DRAWS = 1000
# As usual for one-sided tests; benchmarks/own_labels.py shows what it does.
SURE = 0.95


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a head was tried on, and what came of it.

    Attributes
    ----------
    head : its name.
    n, n_yes, n_runners : labels that it can use, how many say yes, and of how many runners.
    tried : what was tried, in words; '' where the labels are too few.
    before, after, gain : log loss of the head as it was, of the moved one on runners that it has
        not seen, and their difference; ``value``, ``low``, ``high`` each, 5 to 95 % when runners
        are resampled. Empty where nothing was tried.
    sure : share of the draws in which the log loss is lower than before.
    believed : probability that the labels are not as the head says; a move is held back by it. None
        where the head was not moved but fitted.
    kept : whether the model has it now.
    lacking : what would be needed, in words, where the labels are too few.
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
        """Plain data, fit for JSON."""
        return asdict(self)


def count_labels(own: OwnLabels, head: str) -> Trial:
    """The labels of a head, not yet tried; ``lacking`` says what is missing to try anything."""
    place = HEADS.index(head)
    rows = own.known[:, place]
    n, n_yes = int(rows.sum()), int(own.labels[rows, place].sum())
    n_runners = len(np.unique(own.runner[rows]))
    found = Trial(head=head, n=n, n_yes=n_yes, n_runners=n_runners)
    return replace(found, lacking=_lacking(found, own.of))


def n_numbers(trial: Trial) -> int:
    """How many numbers of a head its labels carry: none, the base rate, or the slope as well."""
    if trial.n_runners < LEAST_RUNNERS:
        return 0
    return min(min(trial.n_yes, trial.n - trial.n_yes) // EVENTS_PER_NUMBER, 2)


def _lacking(trial: Trial, of: str) -> str:
    if n_numbers(trial):
        return ""
    n_no = trial.n - trial.n_yes
    among = "runs" if trial.head == HEADS[-1] else "sore runs that answer it"
    needed = (
        f"{trial.head} needs {EVENTS_PER_NUMBER} yes and {EVENTS_PER_NUMBER} no among {among} of at"
        f" least {LEAST_RUNNERS} {of}; there are {trial.n_yes} yes and {n_no} no of"
        f" {trial.n_runners}"
    )
    rarer = min(trial.n_yes, n_no)
    if rarer and rarer < EVENTS_PER_NUMBER:
        about = -(-trial.n * EVENTS_PER_NUMBER // rarer)
        needed += f". With as many of each as now that takes about {about} {among}"
    return needed


def folds(runner: NDArray[Any], most: int = FOLDS) -> Iterator[tuple[Rows, Rows]]:
    """Rows to move a head on and rows of other runners to answer; every row is answered once."""
    split = GroupKFold(min(most, len(np.unique(runner))))
    yield from split.split(runner, groups=runner)


def out_of_fold(
    runner: NDArray[Any], answer: Callable[[Rows, Rows], Array], most: int = FOLDS
) -> Array:
    """Each row's probability from a head that saw none of its runner's rows.

    Parameters
    ----------
    runner : whose row it is, ``(n_rows,)``.
    answer : given rows to learn from and rows to answer, the probabilities of the latter.
    most : how many folds at most.
    """
    found = np.full(len(runner), np.nan)
    for learned, answered in folds(runner, most):
        found[answered] = answer(learned, answered)
    return found


def judged(trial: Trial, tried: str, own: OwnLabels, before: Array, after: Array) -> Trial:
    """The trial of a head with its figures.

    Parameters
    ----------
    trial : the head's labels, counted.
    tried : what was tried, in words.
    own : the labelled runs.
    before, after : what all heads give for them before they are joined, ``(n_sessions, n_heads)``.
    """
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
    """As ``judged``, and whether the head passes alone; a cause has to for both of its numbers."""
    found, place = judged(trial, tried, own, before, after), HEADS.index(trial.head)
    if place < len(HEADS) - 1:
        given_sore = _sure_given_sore(own, before[:, place], after[:, place], place)
        found = replace(found, sure=min(found.sure, given_sore))
    return replace(found, kept=found.sure >= SURE)


def judged_together(own: OwnLabels, before: Array, after: Array) -> dict[str, float]:
    """By how much the log loss falls, summed over all heads that have labels, and how surely.

    Returns ``value``, ``low``, ``high`` as of a head's gain, and ``sure``.
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
    """What a head's stated probability is held against, and what each row counts in that.

    Of a cause that is whether the run left the calves sore because of it: no where they are not
    sore, and where they are whatever was put down. Sore runs that answer it stand for those that do
    not, else no would seem likelier than it is; where nothing is known a row counts 0.
    """
    labels, known = own.labels[:, place], own.known[:, place]
    if place == len(HEADS) - 1:
        return labels, known.astype(float)
    sore = own.labels[:, -1] == 1
    labels = np.where(own.labels[:, -1] == 0, 0.0, labels)
    return labels, np.where(sore, known * (sore.sum() / max(known.sum(), 1)), ~np.isnan(labels))
