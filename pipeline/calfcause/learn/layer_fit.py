"""Fit the layer on accounts: a conditional logit over the causes, and its answers in folds."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from calfcause.errors import CalfcauseError
from calfcause.learn.layer import (
    HIGHEST,
    LOWEST,
    NAMES,
    OF_CAUSES,
    OF_ODDS,
    Layer,
    bounded,
    inputs,
    kept,
    lift,
)
from calfcause.types import Array, Integers

# How strongly weights are drawn to 0, which leaves the heads as they are: the inverse variance of
# a Gaussian prior. Which of them is chosen in folds of the accounts learned from.
PENALTIES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FOLDS, INNER_FOLDS, REPEATS, SEED = 5, 3, 5, 0
FEWEST = 50


def fit_layer(raw: Array, matrix: NDArray[np.float32], primary: Integers) -> tuple[Layer, float]:
    """Fit the layer to the causes blamed most, and give the penalty chosen in folds.

    raw : outputs of the heads, not joined, (n_accounts, n_heads)
    """
    if len(primary) < FEWEST:
        raise CalfcauseError(f"{len(primary)} accounts are too few to learn from; {FEWEST} needed")
    given = inputs(raw, matrix)
    losses = np.zeros(len(PENALTIES))
    with threadpool_limits(1):  # threads wait for each other longer than such matrices take
        for seen, unseen in splits(primary, INNER_FOLDS, SEED):
            for place, penalty in enumerate(PENALTIES):
                weights = _fit([one[seen] for one in given], primary[seen], penalty)
                losses[place] += _loss(weights, [one[unseen] for one in given], primary[unseen])[0]
        penalty = PENALTIES[int(losses.argmin())]
        return Layer(tuple(_fit(given, primary, penalty).tolist())), penalty


def in_folds(raw: Array, matrix: NDArray[np.float32], primary: Integers) -> list[Array]:
    """Move accounts by layers fitted on others; one answer for each repeat, as ``raw``."""
    repeats = []
    for repeat in range(REPEATS):
        moved = np.empty_like(raw)
        for seen, unseen in splits(primary, FOLDS, repeat):
            layer, _ = fit_layer(raw[seen], matrix[seen], primary[seen])
            moved[unseen] = layer(raw[unseen], matrix[unseen])
        repeats.append(moved)
    return repeats


def splits(primary: Integers, folds: int, seed: int) -> Iterator[tuple[Integers, Integers]]:
    """Folds in which every primary cause is as frequent as in all accounts."""
    order = np.random.default_rng(seed).permutation(len(primary))
    order = order[np.argsort(primary[order], kind="stable")]
    for fold in range(folds):
        yield np.sort(np.delete(order, np.s_[fold::folds])), np.sort(order[fold::folds])


def _fit(given: Sequence[Array], primary: Integers, penalty: float) -> Array:
    # The optimizer moves what is bounded, from which the weights follow.
    of_bounded = np.linalg.inv(np.stack([bounded(one) for one in np.eye(len(NAMES))], axis=1))

    def objective(moved: Array) -> tuple[float, Array]:
        weights = of_bounded @ moved
        loss, gradient = _loss(weights, given, primary)
        loss += 0.5 * penalty * float(weights @ weights)
        return loss, (gradient + penalty * weights) @ of_bounded

    bounds = list(zip(LOWEST, HIGHEST, strict=True))
    found = minimize(objective, np.zeros(len(NAMES)), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(of_bounded @ found.x)


def _loss(weights: Array, given: Sequence[Array], primary: Integers) -> tuple[float, Array]:
    """Log loss of the primary cause among all causes, and its gradient by the weights."""
    rows = np.arange(len(primary))
    odds, moving, shown = given
    lifts = lift(weights, shown)
    lifting = lifts.argmax(axis=1)
    stays, lowering = kept(odds, shown), np.maximum(-weights[OF_ODDS], 0.0)
    z = odds + moving @ weights + stays * lowering + lifts[rows, lifting][:, None]
    log_share = -np.logaddexp(0.0, -z)
    log_total = np.logaddexp.reduce(log_share, axis=1)
    of_total = np.exp(log_share - log_total[:, None])
    pull = of_total.copy()
    pull[rows, primary] -= 1.0
    pull *= 1.0 - np.exp(log_share)
    loss = float((log_total - log_share[rows, primary]).sum())
    gradient = np.einsum("nc,ncw->w", pull, moving)
    gradient[OF_ODDS] -= (pull * stays).sum(axis=0) * (lowering > 0.0)
    lifted = np.where(lifts[rows, lifting] > 0.0, shown[rows, lifting] * pull.sum(axis=1), 0.0)
    np.subtract.at(gradient, OF_CAUSES.start + lifting, lifted)
    return loss, gradient
