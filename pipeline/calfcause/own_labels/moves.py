"""How far labels move a head: as far as they show that it is off by more than chance.

A move shifts the log odds of a head and, with twice as many labels, changes their slope
(``recalibration.Move``). It is the mean of three models, weighted by how well each predicts the
labels (Hoeting et al. 1999, 10.1214/ss/1009212519): the head is right, its base rate is off, or its
slope is off as well. Before any label, the first has a probability of nine in ten. So few labels
move a head little, and labels that agree with it hardly at all.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax

from calfcause.learn.recalibration import Move, log_odds
from calfcause.simulate.soreness import SIGMA
from calfcause.simulate.world import DEFAULT

Array = NDArray[np.float64]

# Prior probability that a head is off. Of 0.05, 0.1 and 0.2 it gained most for a biased coach and
# did not harm the model of an unbiased one, both as in benchmarks/own_labels.py.
OFF = 0.1
# How far off, as standard deviations of the prior. Base rate, in log odds: one is half or double
# the odds, since usual runs leave 3 to 12 % sore where 6 % is assumed. Slope, in its logarithm: one
# is 0.74 to 1.35, assumed.
BASE_RATE_SD = float(np.log(2.0))
SLOPE_SD = 0.3
# The correlation between runs of one runner: the share of the hidden variance of a run's log load
# that is the runner's own, as simulated.
ALIKE = DEFAULT.susceptibility_sd**2 / (DEFAULT.susceptibility_sd**2 + SIGMA**2)


def runner_weights(runner: NDArray[Any]) -> Array:
    """Weigh runs: the runs of one runner are not independent evidence.

    Each of a runner's m runs gets the weight 1 / (1 + (m - 1) r), the design effect of Kish 1965.

    runner : the runner of each row, (n_rows,)
    """
    _, places, runs = np.unique(runner, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (1.0 + (runs[places] - 1.0) * ALIKE))


def fit_move(
    labels: Array, p: Array, size: int, weights: Array | None = None
) -> tuple[Move, float]:
    """Fit the mean move of a head.

    labels : 0 or 1, (n_rows,)
    p : the head's probabilities, (n_rows,)
    weights : the weights of the rows; 1 by default, (n_rows,)
    """
    x = log_odds(p)
    counted = np.ones_like(x) if weights is None else weights
    middle = np.average(x, weights=counted)
    beliefs = [_likeliest(labels, x - middle, counted, middle, n) for n in range(1, size + 1)]
    odds = [np.log1p(-OFF), *(np.log(OFF / size) + evidence for _, evidence in beliefs)]
    shares = softmax(odds)[1:]
    shift, log_b = shares @ np.array([numbers for numbers, _ in beliefs])
    b = float(np.exp(log_b))
    return Move(a=float(middle * (1.0 - b) + shift), b=b), float(shares.sum())


def _likeliest(
    labels: Array, x: Array, counted: Array, middle: float, size: int
) -> tuple[Array, float]:
    """Fit base rate and logarithm of the slope; gives them and their log Bayes factor.

    The factor compares them, over the whole prior by Laplace's approximation (Kass & Raftery 1995,
    10.1080/01621459.1995.10476572), with the unchanged head.
    """
    sds = np.array([BASE_RATE_SD, SLOPE_SD])[:size]

    def loss(z: Array) -> float:
        return float(np.sum(counted * (np.logaddexp(0.0, z) - labels * z)))

    def turned(numbers: Array) -> Array:
        return np.asarray(np.exp(numbers[1]) * x if size > 1 else x)

    def penalised(numbers: Array) -> tuple[float, Array]:
        t = turned(numbers)
        z = middle + numbers[0] + t
        gap = counted * (expit(z) - labels)
        slopes = np.array([gap.sum(), gap @ t])[:size] + numbers / sds**2
        return loss(z) + float(np.sum((numbers / sds) ** 2)) / 2, slopes

    fit = minimize(penalised, np.zeros(size), jac=True, method="BFGS")
    t = turned(fit.x)
    p = expit(middle + fit.x[0] + t)
    by = np.column_stack([np.ones_like(t), t])[:, :size]
    curved = (by * (counted * p * (1.0 - p))[:, None]).T @ by * np.outer(sds, sds) + np.eye(size)
    evidence = loss(middle + x) - fit.fun - np.linalg.slogdet(curved)[1] / 2
    return np.pad(fit.x, (0, 2 - size)), float(evidence)
