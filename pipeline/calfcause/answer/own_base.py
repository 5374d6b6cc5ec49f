"""A runner's own base: how much oftener or less often sore than the model expects of such runs.

People differ more in how often they are sore than runs do. So a run's log odds get a number of the
runner's own, ``b ~ N(0, s**2)`` for a runner not yet known. The model's ``p`` is a mean over
runners, and such a mean lies closer to one half than most runners do, by the factor ``k = sqrt(1 +
pi s**2 / 8)`` of MacKay 1992 (doi:10.1162/neco.1992.4.5.720). A runner's log odds are therefore
``k logit p + b``, and their mean over what ``b`` may be is ``logit P = logit p + m / k`` with ``b ~
N(m, s**2)``: an unknown runner has the model's risk. Each label moves ``m`` and ``s`` by one Newton
step on the probability of that label, as the ratings of chess players are moved (Glickman 1999,
doi:10.1111/1467-9876.00159), and older labels are slowly forgotten. Two numbers are all that is
kept. How likely each cause is once the calves are sore stays as it was; the probability of each
cause follows the risk.

Prior. Of 1,227 marathon trainees 22.4 % of the training days brought pain from running, with a
standard deviation of 22.5 points between people (O'Connor 2008, J Pain 9(4 S2):14): in log odds
0.225 / (0.224 * 0.776) = 1.3. How often calves are sore after ordinary runs is known to a factor of
three either way, taken as 5 to 95 %: ln 3 / 1.645 = 0.67. An unknown runner differs from ``p`` for
both reasons, so ``s`` is 1.46. The second is a matter of who asks, and how, so the runners of one
file share it: what one runner's labels say of it moves the prior of the others, as in a model with
random effects of squad and runner. Neither was fitted to the runs of ``data/real_outcomes.csv``.

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
# Between runners, and between files
RUNNER_SD, FILE_SD = 0.225 / (0.224 * (1.0 - 0.224)), log(3.0) / Z_90
PRIOR_SD = hypot(RUNNER_SD, FILE_SD)
PRIOR_PRECISION = PRIOR_SD**-2
# What is kept of earlier labels at each new one (Feng et al. 2022 forget likewise).
KEPT = 0.97
# No run is surer than that, so that no label can contradict it without end.
LEAST_STATED = 1e-3
# So many others have to have labels before these say anything of a runner; assumed.
LEAST_OTHERS = 5


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
    (0.06, 0.71, True)
    """

    log_odds: float = 0.0  # what labels have added to the log odds of each run
    precision: float = PRIOR_PRECISION  # how surely: one over the variance of the runner's log odds

    @property
    def is_known(self) -> bool:
        """Whether any label has told of the runner, or of others in the file."""
        return self.precision != PRIOR_PRECISION

    def learned(self, p: float, *, sore: bool) -> "OwnBase":
        """What is known after one more label: the run was given ``p`` by the model."""
        if not 0.0 <= p <= 1.0:
            raise CalfcauseError(f"p is {p!r}; it has to be a probability, 0 to 1")
        if sore not in (True, False):
            raise CalfcauseError(f"sore is {sore!r}; it has to be True or False")
        labels = self.precision - PRIOR_PRECISION, self.precision * self.log_odds
        more, weighed = _learned(labels, _logit(p), sore, 0.0, PRIOR_PRECISION)
        precision = PRIOR_PRECISION + more
        return OwnBase(log_odds=weighed / precision, precision=precision)

    def centre(self, p: float) -> float:
        """The runner's most likely log odds on a run that the model gives ``p``."""
        return self.log_odds + _logit(p) * sqrt(1.0 + pi / (8.0 * self.precision))

    def risk(self, p: float) -> Risk:
        """The runner's risk on a run that the model gives ``p``, with its 90 % interval."""
        centre, half = self.centre(p), Z_90 / sqrt(self.precision)
        low, high = _expit(centre - half), _expit(centre + half)
        if not self.is_known:
            return Risk(p=p, low=min(low, p), high=max(high, p))
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
        """Whether any label has told of the runner, or of others in the file."""
        return np.asarray(self.precision != PRIOR_PRECISION)

    def risks(self, p: Array) -> tuple[Array, Array, Array]:
        """The risk of each run that the model gives ``p``, and the ends of its interval."""
        further = np.sqrt(1.0 + pi / (8.0 * self.precision))
        centre = self.log_odds + _logits(p) * further
        half = Z_90 / np.sqrt(self.precision)
        low, high = _expits(centre - half), _expits(centre + half)
        mean = _expits(centre / further)
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


# What labels say of a base, as one measurement of it: its precision, and that times it. A file has
# millions of them, so they are plain pairs.
_Labels = tuple[float, float]
NO_LABELS: _Labels = (0.0, 0.0)


def _learned(labels: _Labels, stated: float, sore: bool, mean: float, prior: float) -> _Labels:
    """What labels say with one more, on a run to which the model gave these log odds.

    mean, prior : mean and precision of the base before any label of the runner's own
    """
    precision, weighed = labels
    # Forgetting takes the same share off everything that labels have added to the prior.
    kept = prior + KEPT * precision
    base = (prior * mean + KEPT * weighed) / kept
    k = sqrt(1.0 + pi / (8.0 * kept))
    expected = _expit(stated + base / k)
    precision = kept / (1.0 - expected * (1.0 - expected) / (k**2 * kept))
    base += (sore - expected) / (k * kept)
    return precision - prior, precision * base - prior * mean


def _of_file(labels: _Labels) -> _Labels:
    """What a runner's labels say of the runners of the file in general."""
    precision, weighed = labels
    of_file = 1.0 / (RUNNER_SD**2 + 1.0 / precision)
    return of_file, of_file * weighed / precision


class FileLabels(NamedTuple):
    """What all labels of a file say of its runners in general before each day, ``(n_days,)``."""

    day: Ints
    precision: Array
    weighed: Array
    n_runners: Ints  # how many have labels by then

    def before(self, day: float) -> tuple[_Labels, int]:
        """What they say, and how many runners have labels."""
        at = int(np.searchsorted(self.day, day, "right")) - 1
        if at < 0:
            return NO_LABELS, 0
        said = float(self.precision[at]), float(self.weighed[at])
        return said, int(self.n_runners[at])


def bases_before(
    runner: Ints,
    moment: Ints,
    day: Ints,
    p: Array,
    sore: Array,
    *,
    with_others: bool = True,
    file: FileLabels | None = None,
) -> Bases:
    """The base before each run, from the labels of earlier days: the runner's own, and others'.

    runner, moment, day : number of the runner, seconds and days since 1970
    p, sore : what the model gives each run that has a label; the label, NaN where none counts
    file : what all labels of the file say, if these are not all runs of it
    """
    if np.isnan(sore).all() and file is None:
        return Bases.unknown(len(p))
    return _followed(runner, moment, day, p, sore, with_others=with_others, file=file)[0]


def labels_of_file(runner: Ints, moment: Ints, day: Ints, p: Array, sore: Array) -> FileLabels:
    """What the labels of a file say of its runners in general; see ``bases_before``."""
    return _followed(runner, moment, day, p, sore, with_others=True, file=None)[1]


def _followed(
    runner: Ints,
    moment: Ints,
    day: Ints,
    p: Array,
    sore: Array,
    *,
    with_others: bool,
    file: FileLabels | None,
) -> tuple[Bases, FileLabels]:
    own, of_file = dict[int, _Labels](), dict[int, _Labels]()
    every, n_known = NO_LABELS, 0
    days = list[tuple[int, float, float, int]]()
    waiting, today = list[tuple[int, float, bool]](), -inf
    found = list[tuple[float, float]]()

    def prior(one: int) -> tuple[float, float]:
        """Mean and precision of a runner's base, by what the labels of all others say."""
        mine = of_file.get(one)
        if not with_others or n_known - (mine is not None) < LEAST_OTHERS:
            return 0.0, PRIOR_PRECISION
        precision, weighed = every
        if mine is not None:
            precision, weighed = precision - mine[0], weighed - mine[1]
        general = FILE_SD**-2 + precision
        return weighed / general, 1.0 / (RUNNER_SD**2 + 1.0 / general)

    # Labels of one moment are learned in the order of their numbers, not in that of the file.
    order = np.lexsort((sore, p, moment, day))
    columns = (runner, day, _logits(p), sore)
    rows = zip(*(column[order].tolist() for column in columns), strict=True)
    for whose, date, stated, label in rows:
        if date > today:
            # All labels of a day are learned before any tells of the file, so that none is first.
            for one, given, was_sore in waiting:
                own[one] = _learned(own.get(one, NO_LABELS), given, was_sore, *prior(one))
            for one in {one for one, *_ in waiting}:
                old, new = of_file.get(one, NO_LABELS), _of_file(own[one])
                of_file[one] = new
                every = every[0] - old[0] + new[0], every[1] - old[1] + new[1]
            waiting, today = [], date
            every, n_known = file.before(date) if file else (every, len(of_file))
            days.append((date, *every, n_known))
        (mean, before), (precision, weighed) = prior(whose), own.get(whose, NO_LABELS)
        precision += before
        found.append(((before * mean + weighed) / precision, precision))
        if label == label:
            waiting.append((whose, stated, label == 1.0))
    bases = Bases.unknown(len(p))
    if found:
        bases.log_odds[order], bases.precision[order] = np.array(found).T
    by_day = [np.array(column) for column in zip(*days, strict=True)] or [np.zeros(0)] * 4
    return bases, FileLabels(*by_day)


def _logits(p: Array) -> Array:
    stated = np.clip(p, LEAST_STATED, 1.0 - LEAST_STATED)
    return np.asarray(np.log(stated / (1.0 - stated)))


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
