"""Which causes recur in the sore runs of one runner, and how sure that is.

The probability that a sore run is because of a cause is the excess fraction of that cause. Over the
sore runs of a runner these add up to an expected number of runs, and their sum has a
Poisson-binomial distribution, computed exactly by convolution. That takes the runs as independent
given their cells, which they are not quite: hidden traits of a runner, such as how strongly the
calves react to slopes, are the same in every run. So the intervals are too narrow; being of whole
numbers, they are also too wide. In simulated runners the two nearly cancel out, and slightly too
few intervals hold the truth.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.texts import capital, counted

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

# With fewer, the interval of a cause that explains half of each run goes from no run to all runs:
# no pattern could show.
FEWEST_SORE_RUNS = 5
# Once is not a pattern.
FEWEST_RECURRENCES = 2
# A runner who has kept running for this long since a red flag comes after newer ones; assumed.
RECENT_WEEKS = 4
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """One cause over the sore runs of a runner; all numbers count sore runs.

    likeliest_in : in how many it was the likeliest cause.
    expected : how many are because of it on average: the sum of its excess fractions.
    low, high : the 5 and 95 % quantiles of that number, if runs are independent given their cells.
    """

    name: str
    title: str
    likeliest_in: int
    expected: float
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What recurs in the runs of one runner; the causes with the most expected runs come first."""

    n_runs: int
    n_sore: int
    causes: tuple[Recurring, ...]

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """The causes that clearly recur: at least twice, by ``likeliest_in`` and by ``low``."""
        if self.n_sore < FEWEST_SORE_RUNS:
            return ()
        return tuple(
            cause
            for cause in self.causes
            if min(cause.likeliest_in, cause.low) >= FEWEST_RECURRENCES
        )

    @property
    def sentence(self) -> str:
        """The pattern as a sentence, which also says if there is none to see.

        >>> Pattern(n_runs=30, n_sore=1, causes=()).sentence
        '1 sore run is too few to see a pattern.'
        """
        if self.n_sore == 0:
            return "No run was told sore."
        if self.n_sore < FEWEST_SORE_RUNS:
            are = "is" if self.n_sore == 1 else "are"
            return f"{counted(self.n_sore, 'sore run')} {are} too few to see a pattern."
        if self.recurring:
            return " ".join(_sentence(cause, self.n_sore) for cause in self.recurring)
        first = max(self.causes, key=lambda cause: cause.likeliest_in, default=None)
        if first is None or first.likeliest_in < FEWEST_RECURRENCES:
            return f"No cause recurs in {self.n_sore} sore runs."
        return f"{_sentence(first, self.n_sore)} That is too little to call it a pattern."


def pattern(probabilities: Array, sore: Bools) -> Pattern:
    """Find the pattern in the runs of one runner.

    Parameters
    ----------
    probabilities : ndarray, shape (n_runs, n_heads)
        What ``Predictor.predict_cells`` gives: a column for each cause, then ``sore``.
    sore : ndarray of bool, shape (n_runs,)
        Whether each run left the calves sore; ``sore.sore_runs`` decides that by the cells.

    Returns
    -------
    Pattern
        Every cause with its number of sore runs.

    Raises
    ------
    SchemaError
        If the shapes do not match, or a probability is missing or not from 0 to 1.

    Examples
    --------
    >>> runs = np.zeros((9, len(HEADS)))
    >>> runs[:, 1], runs[:, -1] = 0.18, 0.2
    >>> first, *_ = pattern(runs, np.ones(9, dtype=bool)).causes
    >>> first.title, first.likeliest_in, round(first.expected, 1), first.low, first.high
    ('hills', 9, 8.1, 6, 9)
    """
    _check(probabilities, sore)
    of_sore = probabilities[sore]
    excess = np.clip(given_sore(of_sore), 0.0, 1.0)
    likeliest = primary_causes(of_sore)
    causes = [
        _recurring(cause.name, cause.title, likeliest.count(cause.name), excess[:, place])
        for place, cause in enumerate(CAUSES)
    ]
    return Pattern(
        n_runs=len(sore),
        n_sore=int(sore.sum()),
        causes=tuple(sorted(causes, key=lambda cause: -cause.expected)),
    )


def sum_distribution(chances: Array) -> Array:
    """Give the distribution of how many independent events happen, shape ``(n_events + 1,)``.

    >>> sum_distribution(np.array([0.5, 0.5]))
    array([0.25, 0.5 , 0.25])
    """
    distribution = np.ones(1)
    for chance in chances.tolist():
        distribution = np.convolve(distribution, [1.0 - chance, chance])
    return distribution


def _recurring(name: str, title: str, likeliest_in: int, excess: Array) -> Recurring:
    cumulated = np.cumsum(sum_distribution(excess))
    # The last is 1 but for rounding, which must not lead past the end.
    low, high = np.searchsorted(cumulated[:-1], [LOW, HIGH])
    return Recurring(
        name=name,
        title=title,
        likeliest_in=likeliest_in,
        expected=float(excess.sum()),
        low=int(low),
        high=int(high),
    )


def _sentence(cause: Recurring, n_sore: int) -> str:
    between = f"{cause.low} to {cause.high}" if cause.low < cause.high else f"{cause.low}"
    were = "was" if between == "1" else "were"
    return (
        f"{capital(cause.title)}: the likeliest cause in {cause.likeliest_in} of"
        f" {n_sore} sore runs. Of all {n_sore}, {between} {were} because of it (about 90 %"
        " probability)."
    )


def _check(probabilities: Array, sore: Bools) -> None:
    expected = (len(sore), len(HEADS))
    if probabilities.shape != expected:
        raise SchemaError(
            f"the probabilities of {counted(len(sore), 'run')} have shape {probabilities.shape};"
            f" they need {expected}"
        )
    if not ((probabilities >= 0.0) & (probabilities <= 1.0)).all():
        raise SchemaError("a probability is missing or not from 0 to 1")
