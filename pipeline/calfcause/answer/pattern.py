"""Which causes recur in the sore runs of one runner, and how sure that is.

A sore run is because of a cause with the probability that is its excess fraction. Over a runner's
sore runs these add up to an expected number of runs, and their sum has a Poisson-binomial
distribution: exact, by convolution, if the runs are independent given their cells. They are not
quite: what is hidden of a runner, as how strongly the calves react to a slope, is the same in every
run. So the intervals are narrower than they should be. Being of whole numbers they are also wider
than asked for; in simulated runners the two about cancel, and a little too few hold the truth.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.course import sore_told
from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, SORE_LABEL
from calfcause.texts import capital, counted

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

# With fewer, the interval of a cause that explains half of each run holds every number of runs from
# none to all, so nothing could be seen whatever the runs were like.
FEWEST_SORE_RUNS = 5
# What happened once has not recurred.
FEWEST_RECURRENCES = 2
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """One cause over the sore runs of a runner; all numbers count sore runs.

    Attributes
    ----------
    likeliest_in : in how many it was the likeliest cause.
    expected : how many are because of it, in the mean: the sum of its excess fractions.
    low, high : the 5 and 95 % quantiles of that number, see the module for what they assume.
    """

    name: str
    title: str
    likeliest_in: int
    expected: float
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What recurs in the runs of one runner; ``causes`` are all causes, the most expected first."""

    n_runs: int
    n_sore: int
    causes: tuple[Recurring, ...]

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """The causes that recur clearly: likeliest, and with 95 % because of it, at least twice."""
        if self.n_sore < FEWEST_SORE_RUNS:
            return ()
        return tuple(
            one for one in self.causes if min(one.likeliest_in, one.low) >= FEWEST_RECURRENCES
        )

    @property
    def sentence(self) -> str:
        """The pattern for people; it says so where there is none to see.

        >>> Pattern(n_runs=30, n_sore=1, causes=()).sentence
        '1 sore run is too few to see a pattern.'
        """
        if self.n_sore == 0:
            return "No run was told sore."
        if self.n_sore < FEWEST_SORE_RUNS:
            are = "is" if self.n_sore == 1 else "are"
            return f"{counted(self.n_sore, 'sore run')} {are} too few to see a pattern."
        told = [_sentence(one, self.n_sore) for one in self.recurring]
        if told:
            return " ".join(told)
        first = max(self.causes, key=lambda one: one.likeliest_in, default=None)
        if first is None or first.likeliest_in < FEWEST_RECURRENCES:
            return f"No cause recurs in {self.n_sore} sore runs."
        return f"{_sentence(first, self.n_sore)} That is too little to call it a pattern."


def pattern(probabilities: Array, sore: Bools) -> Pattern:
    """The pattern in the runs of one runner.

    Parameters
    ----------
    probabilities : shape ``(n_runs, n_heads)``, columns as ``HEADS``, of ``predict_cells``.
    sore : shape ``(n_runs,)``, whether each run left the calves sore; see ``sore_runs``.

    Raises
    ------
    SchemaError
        If the shapes do not fit, or a probability is unknown or not from 0 to 1.

    Examples
    --------
    >>> runs = np.zeros((9, len(HEADS)))
    >>> runs[:, 1], runs[:, -1] = 0.18, 0.2
    >>> first, *_ = pattern(runs, np.ones(9, dtype=bool)).causes
    >>> first.title, first.likeliest_in, round(first.expected, 1), first.low, first.high
    ('hills', 9, 8.1, 6, 9)
    """
    _check(probabilities, sore)
    sore_ones = probabilities[sore]
    excess = np.clip(given_sore(sore_ones), 0.0, 1.0)
    likeliest = primary_causes(sore_ones)
    found = [
        _recurring(cause.name, cause.title, likeliest.count(cause.name), excess[:, place])
        for place, cause in enumerate(CAUSES)
    ]
    return Pattern(
        n_runs=len(sore),
        n_sore=int(sore.sum()),
        causes=tuple(sorted(found, key=lambda one: -one.expected)),
    )


def patterns(
    runners: Sequence[Hashable] | NDArray[np.generic], probabilities: Array, sore: Bools
) -> dict[Hashable, Pattern]:
    """The pattern of every runner, in the order in which they first stand in ``runners``.

    Rows that do not say whose run it was (``None``, empty or NaN) belong to no pattern.

    Raises
    ------
    SchemaError
        As ``pattern``, or if ``runners`` has another length.

    Examples
    --------
    >>> found = patterns(["b", "a", "b"], np.zeros((3, len(HEADS))), np.zeros(3, dtype=bool))
    >>> {runner: one.n_runs for runner, one in found.items()}
    {'b': 2, 'a': 1}
    """
    _check(probabilities, sore)
    if len(runners) != len(sore):
        ids, runs = counted(len(runners), "runner id"), counted(len(sore), "run")
        raise SchemaError(f"{ids} for {runs}; each run needs one")
    rows: dict[Hashable, list[int]] = {}
    for row, runner in enumerate(runners.tolist() if isinstance(runners, np.ndarray) else runners):
        if runner is not None and runner != "" and runner == runner:
            rows.setdefault(runner, []).append(row)
    return {runner: pattern(probabilities[own], sore[own]) for runner, own in rows.items()}


def sore_runs(cells: Mapping[str, Array], n_sessions: int) -> Bools:
    """Which sessions count as sore, shape ``(n_sessions,)``, by encoded cells.

    The label ``sore_calves`` decides where it is known, else what came afterwards, see
    ``course.sore_told``.

    Examples
    --------
    >>> cells = {"severity_0_10": np.array([1.0, 3.0, np.nan]), "sore_days": np.array([1.0] * 3)}
    >>> sore_runs(cells, 3).tolist()
    [False, True, True]
    """
    columns = {name: cells[name].tolist() for name in AFTERWARDS_COLUMNS if name in cells}
    notes = (
        {name: column[row] for name, column in columns.items() if column[row] == column[row]}
        for row in range(n_sessions)
    )
    told = np.fromiter(map(sore_told, notes), bool, n_sessions)
    label = cells.get(SORE_LABEL, np.full(n_sessions, np.nan))
    return np.where(np.isnan(label), told, label == 1)


def sum_distribution(chances: Array) -> Array:
    """Distribution of how many of independent events happen, shape ``(n_events + 1,)``.

    >>> sum_distribution(np.array([0.5, 0.5]))
    array([0.25, 0.5 , 0.25])
    """
    distribution = np.ones(1)
    for chance in chances.tolist():
        distribution = np.convolve(distribution, [1.0 - chance, chance])
    return distribution


def _recurring(name: str, title: str, likeliest_in: int, excess: Array) -> Recurring:
    cumulated = np.cumsum(sum_distribution(excess))
    # The last is 1 but for rounding, which must not lead beyond it.
    low, high = np.searchsorted(cumulated[:-1], [LOW, HIGH])
    return Recurring(
        name=name,
        title=title,
        likeliest_in=likeliest_in,
        expected=float(excess.sum()),
        low=int(low),
        high=int(high),
    )


def _sentence(one: Recurring, n_sore: int) -> str:
    between = f"{one.low} to {one.high}" if one.low < one.high else f"{one.low}"
    were = "was" if between == "1" else "were"
    return (
        f"{capital(one.title)}: the likeliest cause in {one.likeliest_in} of"
        f" {n_sore} sore runs. Of all {n_sore}, {between} {were} because of it (about 90 %"
        " probability)."
    )


def _check(probabilities: Array, sore: Bools) -> None:
    expected = (len(sore), len(HEADS))
    if probabilities.shape != expected:
        raise SchemaError(
            f"probabilities of {counted(len(sore), 'run')} have to be of shape {expected},"
            f" not {probabilities.shape}"
        )
    if not ((probabilities >= 0.0) & (probabilities <= 1.0)).all():
        raise SchemaError("probabilities have to be known and from 0 to 1")
