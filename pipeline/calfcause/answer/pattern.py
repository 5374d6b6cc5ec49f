"""Which causes recur in the sore runs of one runner, and how sure that is.

The probability that a sore run is because of a cause is the excess fraction of that cause. Over the
sore runs of a runner these add up to an expected number of runs, and their sum has a
Poisson-binomial distribution, computed exactly by convolution. That takes the runs as independent
given their cells, which they are not quite: hidden traits of a runner, such as how strongly the
calves react to slopes, are the same in every run. So the intervals are too narrow; being of whole
numbers, they are also too wide. In simulated runners the two nearly cancel out, and slightly too
few intervals hold the truth.

The fewer runs, the wider the interval: a cause that recurs in few is told with it, and as what may
be chance. Beside it stands how often the runs that the cause may explain were sore, and the others.
That is told, and not counted as evidence: in simulated runners whose runs with a cause were sorer
than expected, and than the others, soreness was because of it no oftener.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.texts import capital, counted

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Once is not a pattern.
FEWEST_RECURRENCES = 2
# A runner who has kept running for this long since a red flag comes after newer ones; assumed.
RECENT_WEEKS = 4
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """One cause over the runs of a runner.

    likeliest_in : in how many sore runs it was the likeliest cause.
    expected : how many are because of it on average: the sum of its excess fractions.
    low, high : the 5 and 95 % quantiles of that number, if runs are independent given their cells.
    runs_with, sore_with : the runs that it may explain, and those of them that were sore.
    """

    name: str
    title: str
    likeliest_in: int
    expected: float
    low: int
    high: int
    runs_with: int
    sore_with: int


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What recurs in the runs of one runner; the causes with the most expected runs come first."""

    n_runs: int
    n_sore: int
    causes: tuple[Recurring, ...]

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """The causes that clearly recur: at least twice, by ``likeliest_in`` and by ``low``."""
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
        if self.n_sore < FEWEST_RECURRENCES:
            return f"{counted(self.n_sore, 'sore run')} is too few to see a pattern."
        if self.recurring:
            return " ".join(_sentence(cause, self) for cause in self.recurring)
        first = max(self.causes, key=lambda cause: cause.likeliest_in, default=None)
        if first is None or first.likeliest_in < FEWEST_RECURRENCES:
            return f"No cause recurs in {self.n_sore} sore runs."
        return f"{_sentence(first, self)} It may be chance."


def pattern(probabilities: Array, sore: Bools) -> Pattern:
    """Find the pattern in the runs of one runner.

    probabilities : what ``Predictor.predict_cells`` gives, (n_runs, n_heads)
    sore : whether each run left the calves sore, see ``sore.counts_as_sore``

    Raises
    ------
    SchemaError
        If the shapes do not match, or a probability is missing or not from 0 to 1.

    >>> runs = np.zeros((9, len(HEADS)))
    >>> runs[:, 1], runs[:, -1] = 0.18, 0.2
    >>> first, *_ = pattern(runs, np.ones(9, dtype=bool)).causes
    >>> first.title, first.likeliest_in, round(first.expected, 1), first.low, first.high
    ('hills', 9, 8.1, 6, 9)
    """
    _check(probabilities, sore)
    excess = np.clip(given_sore(probabilities), 0.0, 1.0)
    likeliest = primary_causes(probabilities[sore])
    causes = []
    for place, cause in enumerate(CAUSES):
        low, high = _quantiles(excess[sore, place])
        having = excess[:, place] >= LEAST_EXCESS_FRACTION
        causes.append(
            Recurring(
                name=cause.name,
                title=cause.title,
                likeliest_in=likeliest.count(cause.name),
                expected=float(excess[sore, place].sum()),
                low=low,
                high=high,
                runs_with=int(having.sum()),
                sore_with=int(sore[having].sum()),
            )
        )
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


def _quantiles(excess: Array) -> tuple[int, int]:
    cumulated = np.cumsum(sum_distribution(excess))
    # The last is 1 but for rounding, which must not lead past the end.
    low, high = np.searchsorted(cumulated[:-1], [LOW, HIGH])
    return int(low), int(high)


def _sentence(cause: Recurring, found: Pattern) -> str:
    between = f"{cause.low} to {cause.high}" if cause.low < cause.high else f"{cause.low}"
    were = "was" if between == "1" else "were"
    n_others = found.n_runs - cause.runs_with
    others = (
        f", and after {found.n_sore - cause.sore_with} of {n_others} others" if n_others else ""
    )
    return (
        f"{capital(cause.title)}: the likeliest cause in {cause.likeliest_in} of"
        f" {found.n_sore} sore runs. Of all {found.n_sore}, {between} {were} because of it (about"
        f" 90 % probability). Sore after {cause.sore_with} of {cause.runs_with} runs that it may"
        f" explain{others}."
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
