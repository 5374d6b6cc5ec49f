"""How many of a runner's next runs will leave the calves sore: an interval of 90 %."""

import numpy as np

from calfcause.answer.own_base import OwnBase
from calfcause.types import Array

# Points and weights of a mean over a normal distribution.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(61)


def interval_of_count(base: OwnBase, p: Array) -> tuple[int, int, float]:
    """The 5 and 95 % quantiles of the number of sore runs among runs, and what they hold.

    The runs share the runner's base, so that their number varies more than by chance alone.
    """
    centres = np.array([[base.centre(one)] for one in p.tolist()])
    risks = 1.0 / (1.0 + np.exp(-(centres + _NODES / np.sqrt(base.precision))))
    number = np.zeros((len(p) + 1, len(_NODES)))
    number[0] = 1.0
    for risk in risks:
        number[1:] = number[1:] * (1.0 - risk) + number[:-1] * risk
        number[0] *= 1.0 - risk
    weights = _WEIGHTS / _WEIGHTS.sum()
    shares = number @ weights
    low, high = np.searchsorted(np.cumsum(shares), [0.05, 0.95])
    return int(low), int(high), float(shares[low : high + 1].sum())
