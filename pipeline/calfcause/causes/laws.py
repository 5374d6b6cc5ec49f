"""The laws that causes share: how strain adds up, fades and is felt, and numbers behind words."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, nan

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import elementwise as xp
from calfcause.causes.elementwise import Array, Numbers
from calfcause.sessions.schema import COLUMNS

# At 1 an exposure is clearly too much. A quarter is allowed for: an unusual value is less of a
# change if the runner is used to it, and speaks for the cause all the same. Assumed.
CLEAR_EXPOSURE = 0.75
# From here on a sentence mentions an exposure. Assumed: a dose of 0.02 ** 1.5 changes no answer.
NOTICEABLE_EXPOSURE = 0.02
# Fading ends after five time constants (convention), when this share is left.
TIME_CONSTANTS = 5.0
GONE = exp(-TIME_CONSTANTS)
# Damage grows faster than load: that tendon load summed over a kilometre rises with speed, although
# steps get fewer, asks for a power of force of 2.5 or more (from Starbuck et al. 2021, as cited in
# speed.py). The power of 1.5 on exposures, which are not forces, is assumed.
DOSE_POWER = 1.5
# A felt dose of 1 is three times the odds. Chances of a mention are least up to 0.1 and rise over
# the next 0.2 to the most; assumed.
HARDLY_FELT, FELT_RANGE = 0.1, 0.2
# Overuse injuries rise from 10 % beyond the longest run of 30 days (Frandsen et al. 2025). What
# exceeds that is strange to the calves. Assumed: beside a shorter longest run ratios are noise.
SPIKE_FROM, SHORTEST_LONGEST_KM = 1.1, 3.0
HABIT_WEEKS = 6.0
# The chance that an account mentions what it blames. Not 1, so that silence speaks against a cause
# without ruling it out; assumed.
SURELY = 0.995


def dose(exposure: Numbers) -> Numbers:
    """Turn an exposure into a dose: convex up to 1, logarithmic beyond.

    So what is a little unusual, as something is in most runs, does next to nothing, and no run is
    endlessly bad. The flattening is assumed. The only dose-response seen, injury after a single
    long run, is flat from 10 to 100 % above the longest run (Frandsen et al. 2025, in beginner.py).

    exposure : NaN where missing, ``(n_sessions,)``

    Returns 0 at exposure 0, 1 at exposure 1; NaN where missing, ``(n_sessions,)``.

    >>> dose(0.0), dose(1.0)
    (0.0, 1.0)
    """
    return xp.where(
        exposure > 1.0,
        1.0 + xp.log(xp.maximum(exposure, 1.0)),
        xp.maximum(exposure, 0.0) ** DOSE_POWER,
    )


def known_sum(*signs: Numbers) -> Numbers:
    """Sum of the known signs; NaN only where none is known. Signs are never negative."""
    total, known = xp.fmax(signs[0], 0.0), xp.known(signs[0])
    for sign in signs[1:]:
        total = total + xp.fmax(sign, 0.0)
        known = known | xp.known(sign)
    return xp.where(known, total, nan)


def above(values: Numbers, threshold: Numbers, unit: float) -> Numbers:
    """How many units the values lie above the threshold; never negative, NaN where missing."""
    return xp.maximum((values - threshold) / unit, 0.0)


def fading(first: float, since: Numbers, by: float) -> Numbers:
    """``first`` at 0, falling exponentially with time constant ``by``; 0 from five of them on.

    It ends so that a habit of long standing is plainly usual.
    """
    return first * xp.maximum(xp.exp(since / -by) - GONE, 0.0) / (1.0 - GONE)


def unformed(experience_weeks: Numbers) -> Numbers:
    """How far a habit is missing: 1 on the first run, a third at six weeks, 0 where not told.

    Calves get used to a demand within 4 to 12 weeks (see beginner.py and foot_strike.py; assumed).
    """
    return xp.or_else(xp.exp(experience_weeks / -HABIT_WEEKS), 0.0)


@dataclass(frozen=True)
class Mention:
    """The chances that an account in words mentions a column."""

    # The chance where the cause is hardly felt, and where it is plainly felt
    least: float
    most: float = SURELY
    otherwise: float = 0.0  # the chance in runs where the column says nothing unusual

    def chance(self, felt: Array, unusual: NDArray[np.bool_] | bool = True) -> Array:
        """The chance by session, ``(n_sessions,)``, for what was felt of the cause."""
        share = np.clip((felt - HARDLY_FELT) / FELT_RANGE, 0.0, 1.0)
        return np.where(unusual, self.least + (self.most - self.least) * share, self.otherwise)


def chances(
    mentions: Mapping[str, Mention], felt: Array, unusual: Mapping[str, NDArray[np.bool_]]
) -> dict[str, Array]:
    """The chances of all mentions; a column that is not in ``unusual`` counts in every run."""
    return {
        column: mention.chance(felt, unusual.get(column, True))
        for column, mention in mentions.items()
    }


def code(column: str, word: str) -> float:
    """The code of a word of a choice column."""
    return float(COLUMNS[column].choices.index(word))


def weights(column: str, **by_word: float) -> Array:
    """A table over the words of a choice column, for ``lookup``; words not named weigh 0."""
    choices = COLUMNS[column].choices
    if unknown := set(by_word) - set(choices):
        raise ValueError(f"{column} has no words {sorted(unknown)}; allowed: {', '.join(choices)}")
    return np.array([by_word.get(word, 0.0) for word in choices])


def words_from(column: str, table: Array, least: float = CLEAR_EXPOSURE) -> tuple[str, ...]:
    """The words of a choice column whose value in the table is ``least`` or more."""
    by_word = zip(COLUMNS[column].choices, table.tolist(), strict=True)
    return tuple(word for word, weight in by_word if weight >= least)
