"""One hierarchical model of own labels: runner within squad within the model.

A squad shifts the log odds of a head and, with more labels, changes their slope
(``recalibration.Move``); each of its runners shifts them further, normally distributed, by a spread
that the labels tell as well. The runners are integrated out, so that the move is what they have in
common: what remains of a runner is learned later by ``answer.own_base``. Everything is pooled
towards the model. The move is the mean of three: the head is right, its base rate is off, or its
slope as well, weighted by how well each predicts the labels (Hoeting et al. 1999,
10.1214/ss/1009212519). So few labels move a head little, and labels that agree with it hardly.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from calfcause.answer.own_base import PRIOR_SD
from calfcause.learn.recalibration import Move, log_odds
from calfcause.types import Array

# Probability that a head is off before any label. Of 0.05, 0.1, 0.2 and 0.5 the largest that did
# not harm an unbiased coach's model by more than 0.0001, see benchmarks/own_labels.py.
OFF = 0.05
# Standard deviations of the priors. Base rate, in log odds: 5 to 95 % are a factor of three either
# way, since usual runs leave 2 to 24 % sore where 6 % is assumed. Slope and spread, in logarithms:
# one deviation is 0.74 to 1.35 and 0.6 to 1.6, assumed.
BASE_RATE_SD, SLOPE_SD, SPREAD_SD = np.log(3.0) / 1.645, 0.3, 0.5
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
_LOG_WEIGHTS = np.log(_WEIGHTS / _WEIGHTS.sum())


def fit_move(
    labels: Array, p: Array, runner: NDArray[np.str_], size: int, *, of_one: bool = False
) -> tuple[Move, float]:
    """Fit the mean move of a head, and the probability that the head is off.

    labels, p, runner : 0 or 1, what the head says, and whose run it is, (n_rows,)
    size : 1 to try the base rate, 2 to try the slope too
    of_one : all rows are of one runner, who takes the place of the squad and surely differs
    """
    if not len(labels):
        return Move(), 0.0
    order = np.argsort(runner, kind="stable")
    labels, x = labels[order], log_odds(p[order])
    starts = np.unique(runner[order], return_index=True)[1]
    middle = float(x.mean())
    sds = np.array([SPREAD_SD, PRIOR_SD if of_one else BASE_RATE_SD, SLOPE_SD])
    nodes = np.zeros(1) if of_one else _POINTS
    log_weights = np.zeros(1) if of_one else _LOG_WEIGHTS
    sign = np.where(labels == 1, 1.0, -1.0)[:, None]

    def lost(numbers: Array) -> float:
        """Minus the log posterior; numbers in standard deviations of their priors."""
        spread, shift, log_slope = np.pad(numbers, (0, 3 - len(numbers))) * sds
        apart = PRIOR_SD * np.exp(spread)
        # A mean over runners lies closer to one half than they do (MacKay 1992).
        further = 1.0 if of_one else np.sqrt(1.0 + np.pi * apart**2 / 8.0)
        z = further * (middle + shift + np.exp(log_slope) * (x - middle))
        told = -np.logaddexp(0.0, -sign * (z[:, None] + apart * nodes))
        of_runners = logsumexp(np.add.reduceat(told, starts) + log_weights, axis=1)
        return float(numbers @ numbers / 2.0 - of_runners.sum())

    fits = [minimize(lost, np.zeros(1 + n), method="BFGS") for n in range(size + 1)]
    # Laplace's approximation of how well each model predicts the labels.
    evidence = [-fit.fun + np.linalg.slogdet(fit.hess_inv)[1] / 2.0 for fit in fits]
    off = 0.999 if of_one else OFF
    shares = softmax(evidence + np.log([1.0 - off, *[off / size] * size]))
    numbers = np.array([np.pad(fit.x, (0, 2 - n)) for n, fit in enumerate(fits)])
    _, shift, log_slope = shares @ numbers * sds
    b = float(np.exp(log_slope))
    return Move(a=float(middle * (1.0 - b) + shift), b=b), float(1.0 - shares[0])
