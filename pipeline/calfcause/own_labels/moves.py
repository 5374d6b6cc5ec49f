"""How far a head is moved by labels: as far as it is likelier to be off than chance explains.

A head's log odds get a base rate and, with twice as many labels, a slope (``recalibration.Move``).
It gets the mean of three beliefs, weighed by how well each foretells the labels (Hoeting et al.
1999, 10.1214/ss/1009212519): that the head is right as it is, that its base rate is off, and that
its slope is off as well. Before any label the first has nine parts in ten. So few labels move a
head little, and labels that are as it says hardly at all.
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

# That a head is off, believed before any label: of 0.05, 0.1 and 0.2 the one that gained most for a
# biased coach and did not harm the model of one without bias, both as in benchmarks/own_labels.py.
OFF = 0.1
# How far it then is, as standard deviations. Base rate, in log odds: half or double the odds is
# within one, since usual runs leave 3 to 12 % sore where 6 % is assumed. Slope, in its logarithm:
# 0.74 to 1.35 is within one, assumed.
BASE_RATE_SD = float(np.log(2.0))
SLOPE_SD = 0.3
# How alike the runs of one runner are: the share of what is hidden in a run's log load that is the
# runner's own, as simulated.
ALIKE = DEFAULT.susceptibility_sd**2 / (DEFAULT.susceptibility_sd**2 + SIGMA**2)


def runner_weights(runner: NDArray[Any]) -> Array:
    """What a run counts, ``(n_rows,)``: the runs of one runner are not so many pieces of evidence.

    Of a runner's m runs each counts 1 / (1 + (m - 1) r), the design effect of Kish 1965.

    >>> runner_weights(np.array(["ann", "ben"])).tolist()
    [1.0, 1.0]
    """
    _, places, runs = np.unique(runner, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (1.0 + (runs[places] - 1.0) * ALIKE))


def fit_move(
    labels: Array, p: Array, size: int, weights: Array | None = None
) -> tuple[Move, float]:
    """The mean move of the base rate, with ``size`` 2 of the slope as well, and how far believed.

    The slope turns about the mean log odds of these rows, so that it leaves the base rate alone.
    Returns the move, and the probability that there is any.
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
    """Base rate and logarithm of the slope, and how much likelier they make the labels, in logs.

    That is over the whole prior, by Laplace's approximation (Kass & Raftery 1995,
    10.1080/01621459.1995.10476572), against the head as it is.
    """
    sds = np.array([BASE_RATE_SD, SLOPE_SD])[:size]

    def loss(z: Array) -> float:
        return float(np.sum(counted * (np.logaddexp(0.0, z) - labels * z)))

    def turned(numbers: Array) -> Array:
        return np.asarray(np.exp(numbers[1]) * x if size > 1 else x)

    def held_back(numbers: Array) -> tuple[float, Array]:
        t = turned(numbers)
        z = middle + numbers[0] + t
        gap = counted * (expit(z) - labels)
        slopes = np.array([gap.sum(), gap @ t])[:size] + numbers / sds**2
        return loss(z) + float(np.sum((numbers / sds) ** 2)) / 2, slopes

    found = minimize(held_back, np.zeros(size), jac=True, method="BFGS")
    t = turned(found.x)
    p = expit(middle + found.x[0] + t)
    by = np.column_stack([np.ones_like(t), t])[:, :size]
    curved = (by * (counted * p * (1.0 - p))[:, None]).T @ by * np.outer(sds, sds) + np.eye(size)
    evidence = loss(middle + x) - found.fun - np.linalg.slogdet(curved)[1] / 2
    return np.pad(found.x, (0, 2 - size)), float(evidence)
