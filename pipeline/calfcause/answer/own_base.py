"""A runner's own base: how much oftener or less often sore than the model expects of such runs.

People differ more in how often they are sore than runs do. So a run's log odds get a number of the
runner's own, ``logit P = logit p + b``, with a prior for a runner not yet known. Each label moves
it by one Newton step, and older labels are slowly forgotten. Two numbers are all that is kept. How
likely each cause is once the calves are sore stays as it was; the probability of each cause follows
the risk.

The model's ``p`` is a mean over runners, so that the mean of an unknown runner's ``P`` has to be
``p`` again. Such a mean lies closer to one half than most runners do, by the factor
``k = sqrt(1 + pi s**2 / 8)`` of MacKay 1992 (doi:10.1162/neco.1992.4.5.720): the prior is
``b ~ N((k - 1) logit p, s**2)``. Of its mean so much remains, as of every prior's, as the prior has
of the precision: what labels say takes its place.

Prior. Of 1,227 marathon trainees 22.4 % of the training days brought pain from running, with a
standard deviation of 22.5 points between people (O'Connor 2008, J Pain 9(4 S2):14): in log odds
0.225 / (0.224 * 0.776) = 1.3. How often calves are sore after ordinary runs is known to a factor of
three either way, taken as 5 to 95 %: ln 3 / 1.645 = 0.67. An unknown runner differs from ``p`` for
both reasons, so ``s`` is 1.46. It was not fitted to the runs of ``data/real_outcomes.csv``.

References: Feng J et al. 2022, J Am Med Inform Assoc, doi:10.1093/jamia/ocab280 (online Bayesian
recalibration, with forgetting); Ni H et al. 2018, BMC Med Res Methodol,
doi:10.1186/s12874-018-0543-5 (an informative prior for the effect of a new cluster).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, hypot, inf, isfinite, log, pi, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import CalfcauseError
from calfcause.learn.probabilities import given_sore
from calfcause.types import Array, Ints

# The 5 and 95 % points of a normal distribution, in standard deviations.
Z_90 = 1.645
PRIOR_SD = hypot(0.225 / (0.224 * (1.0 - 0.224)), log(3.0) / Z_90)
PRIOR_PRECISION = PRIOR_SD**-2
# By how much, in log odds, an unknown runner is further from one half than the mean of all.
FURTHER = sqrt(1.0 + pi * PRIOR_SD**2 / 8.0) - 1.0
# What is kept of earlier labels at each new one (Feng et al. 2022 forget likewise).
KEPT = 0.97
# No run is surer than that, so that no label can contradict it without end.
LEAST_STATED = 1e-3


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A probability of sore calves."""

    p: float  # the probability, 0 to 1: the mean over what the runner's own base may be
    # The interval that holds the runner's own probability in 90 of 100 cases
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class OwnBase:
    """What is known of a runner's own base; without arguments, of a runner not yet known.

    >>> base = OwnBase()
    >>> for _ in range(5):
    ...     base = base.learned(0.06, sore=True)
    >>> unknown, known = OwnBase().risk(0.06), base.risk(0.06)
    >>> round(unknown.p, 2), round(known.p, 2), unknown.high < known.high
    (0.06, 0.67, True)
    """

    log_odds: float = 0.0  # what labels have added to the log odds of each run
    precision: float = PRIOR_PRECISION  # how surely: one over the variance of the runner's log odds

    @property
    def is_known(self) -> bool:
        """Whether any label has told of the runner."""
        return self.precision != PRIOR_PRECISION

    def learned(self, p: float, *, sore: bool) -> "OwnBase":
        """What is known after one more label: the run was given ``p`` by the model."""
        if not 0.0 <= p <= 1.0:
            raise CalfcauseError(f"p is {p!r}; it has to be a probability, 0 to 1")
        if sore not in (True, False):
            raise CalfcauseError(f"sore is {sore!r}; it has to be True or False")
        # Forgetting takes the same share off everything that labels have added to the prior.
        kept = PRIOR_PRECISION + KEPT * (self.precision - PRIOR_PRECISION)
        log_odds, stated = KEPT * self.precision * self.log_odds / kept, _logit(p)
        further = FURTHER * PRIOR_PRECISION * stated
        expected = _expit(stated + log_odds + further / kept)
        precision = kept + expected * (1.0 - expected)
        # What is less left of the prior's mean is the runner's own from now on.
        log_odds += further / kept - further / precision + (bool(sore) - expected) / precision
        return OwnBase(log_odds=log_odds, precision=precision)

    def centre(self, p: float) -> float:
        """The runner's most likely log odds on a run that the model gives ``p``."""
        return self.log_odds + _logit(p) * (1.0 + FURTHER * PRIOR_PRECISION / self.precision)

    def risk(self, p: float) -> Risk:
        """The runner's risk on a run that the model gives ``p``, with its 90 % interval."""
        centre, half = self.centre(p), Z_90 / sqrt(self.precision)
        low, high = _expit(centre - half), _expit(centre + half)
        if not self.is_known:
            return Risk(p=p, low=min(low, p), high=max(high, p))
        # The mean over a normal distribution, by the same approximation.
        mean = _expit(centre / sqrt(1.0 + pi / (8.0 * self.precision)))
        return Risk(p=min(max(mean, low), high), low=low, high=high)

    def moved(self, probabilities: Array) -> Array:
        """The runner's probabilities for runs that the model gives these, (n_runs, n_heads)."""
        n = len(probabilities)
        return Bases(np.full(n, self.log_odds), np.full(n, self.precision)).moved(probabilities)

    def to_dict(self) -> dict[str, float]:
        """The two numbers, ready for JSON; ``from_dict`` reads them."""
        return {"log_odds": self.log_odds, "precision": self.precision}

    @classmethod
    def from_dict(cls, state: Mapping[str, Any]) -> "OwnBase":
        """Read what ``to_dict`` gave."""
        wanted = {"log_odds": -inf, "precision": 0.0}
        if not isinstance(state, Mapping) or set(state) != set(wanted):
            raise CalfcauseError(
                "the state of a runner is a dict of log_odds and precision, as to_dict gives it"
            )
        for name, least in wanted.items():
            number = state[name]
            plain = isinstance(number, int | float) and not isinstance(number, bool)
            if not plain or not isfinite(number) or number <= least:
                allowed = "a finite number" + (" above 0" if least == 0.0 else "")
                raise CalfcauseError(f"{name} is {number!r}; it has to be {allowed}")
        return cls(log_odds=float(state["log_odds"]), precision=float(state["precision"]))


class Bases(NamedTuple):
    """The bases of the runners of many runs, (n_runs,) each: what ``OwnBase`` does, in columns."""

    log_odds: Array
    precision: Array

    @classmethod
    def unknown(cls, n_runs: int) -> "Bases":
        """Those of runners without labels."""
        return cls(np.zeros(n_runs), np.full(n_runs, PRIOR_PRECISION))

    def at(self, rows: Any) -> "Bases":
        """Those of some runs, by their places, a mask or a slice."""
        return Bases(self.log_odds[rows], self.precision[rows])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether any label has told of the runner."""
        return np.asarray(self.precision != PRIOR_PRECISION)

    def risks(self, p: Array) -> tuple[Array, Array, Array]:
        """The risk of each run that the model gives ``p``, and the ends of its interval."""
        stated = np.clip(p, LEAST_STATED, 1.0 - LEAST_STATED)
        further = 1.0 + FURTHER * PRIOR_PRECISION / self.precision
        centre = self.log_odds + np.log(stated / (1.0 - stated)) * further
        half = Z_90 / np.sqrt(self.precision)
        low, high = _expits(centre - half), _expits(centre + half)
        mean = _expits(centre / np.sqrt(1.0 + pi / (8.0 * self.precision)))
        risk = np.where(self.known, np.clip(mean, low, high), p)
        return risk, np.minimum(low, risk), np.maximum(high, risk)

    def moved(self, probabilities: Array) -> Array:
        """The runners' probabilities for runs that the model gives these, (n_runs, n_heads)."""
        known = self.known
        if not known.any():
            return probabilities
        sore = self.risks(probabilities[:, -1])[0][:, None]
        shares = np.minimum(given_sore(probabilities), 1.0)
        return np.where(known[:, None], np.hstack((shares * sore, sore)), probabilities)


def bases_before(runner: Ints, moment: Ints, day: Ints, p: Array, sore: Array) -> Bases:
    """The base before each run, from the labels of the runner's earlier days.

    runner, moment, day : number of the runner, seconds and days since 1970
    p : what the model gives each run that has a label
    sore : 1 or 0 where a label counts, else NaN
    """
    bases = Bases.unknown(len(p))
    # Labels of one moment are learned in the order of their numbers, not in that of the file.
    order = np.lexsort((sore, p, moment, runner))
    if np.isnan(sore).all():
        return bases
    base, waiting = OwnBase(), list[tuple[float, bool]]()
    mine = latest = None
    columns = (runner, day, p, sore)
    rows = zip(order.tolist(), *(column[order].tolist() for column in columns), strict=True)
    for place, whose, today, stated, label in rows:
        if whose != mine:
            base, waiting, mine, latest = OwnBase(), [], whose, today
        # A flight may begin a day once more.
        if today > latest:
            for one, was_sore in waiting:
                base = base.learned(one, sore=was_sore)
            waiting, latest = [], today
        bases.log_odds[place], bases.precision[place] = base.log_odds, base.precision
        if label == label:
            waiting.append((stated, label == 1.0))
    return bases


def _expits(log_odds: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(-log_odds, -700.0, 700.0))))


def _expit(log_odds: float) -> float:
    # The exponent of a positive number may be too large for a float.
    if log_odds < 0.0:
        power = exp(max(log_odds, -700.0))
        return power / (1.0 + power)
    return 1.0 / (1.0 + exp(-min(log_odds, 700.0)))


def _logit(p: float) -> float:
    p = min(max(p, LEAST_STATED), 1.0 - LEAST_STATED)
    return log(p / (1.0 - p))
