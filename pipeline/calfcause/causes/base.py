"""What every cause says about itself, and the law from its exposure to its factor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, nan

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import elementwise as xp
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import Units

Array = NDArray[np.float64]
Cells = Mapping[str, Array]
Session = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The odds of soreness at exposure 1 against exposure 0, with the range the literature leaves.

    ``central`` is the median over runners; ``low`` and ``high`` are read as the 5th and 95th
    percentile of how runners differ.
    """

    low: float
    central: float
    high: float
    source: str
    unit: str = "odds ratio at exposure 1"

    def draw_log(self, rng: np.random.Generator, size: int) -> Array:
        """Log odds ratios of runners, shape ``(size,)``: two half-normals, never below 0."""
        z = rng.standard_normal(size)
        below, central, above = np.log([self.low, self.central, self.high])
        spread = np.where(z < 0, central - below, above - central) / 1.645
        return np.asarray(np.maximum(central + z * spread, 0.0))


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Where a statement comes from: a citation and, where one is known, an address."""

    cite: str
    link: str = ""

    def __str__(self) -> str:
        return f"{self.cite}, {self.link}" if self.link else self.cite


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing to do, how well it is supported, and by what; listed best supported first.

    ``when`` says of a session whether the advice fits it.
    """

    text: str
    support: str
    source: Reference
    when: Callable[[Session], bool] = lambda session: True


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A cell that a cause rests on, beside what is usual and what strains.

    Attributes
    ----------
    column, label : where it stands, and what to call it.
    told : the cell, in the units of its column.
    usual : the same for a usual run of this runner; None where it was not told.
    counts_from : from here on it counts for the cause; None where any is a little.
    too_much : clearly too much: by itself an exposure of 1; of words those that speak for the
        cause. None where this alone never is.
    fewer_is_harder : whether smaller numbers strain more.
    """

    column: str
    label: str
    told: float | str
    usual: float | str | None = None
    counts_from: float | None = None
    too_much: float | tuple[str, ...] | None = None
    fewer_is_harder: bool = False

    @property
    def strains(self) -> bool:
        """Whether what was told goes beyond what is usual, or beyond where it begins to count."""
        if isinstance(self.told, str):
            return self.told != self.usual
        bounds = [one for one in (self.counts_from, self.usual) if isinstance(one, float)]
        sign = -1.0 if self.fewer_is_harder else 1.0
        return all(sign * self.told > sign * bound for bound in bounds)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """How strongly the literature backs this cause of calf soreness."""

    strength: str
    sentence: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Everything about one cause; the functions work on columns of shape ``(n_sessions,)``.

    Attributes
    ----------
    name, title : the name in columns, and in a sentence.
    article : what the article behind the product says of it, in other words.
    columns : the schema columns it reads, the most telling first.
    effect : odds of soreness at exposure 1.
    adaptation : share of the effect that one exposure of 1 takes from the next (repeated bout).
    signs : cells to the named measurements its exposure is made of; each is 0 when the run is as
        usual, grows with the strain, and is NaN where the cells do not tell.
    exposure : signs to exposure: 0 as usual, 1 clearly too much, no upper bound, NaN unknown.
    provoke : lets the cause happen in the simulated weeks of some runners.
    telling : how likely a runner who describes the run in words mentions each column, given the
        true cells and what this runner felt of it: its log factor, adaptation off and own
        sensitivity in, over that of three times the odds.
    because : the sentence with the run's own numbers, from the filled cells alone.
    measures : the same as data: told, usual, and clearly too much.
    usual : the cells to change for the same run without the cause.
    as_usual : how that run is called in a sentence: "on the usual ground".
    easier : the cells that a runner can change for the next run, at their easiest; where it is not
        given, those of ``usual``.
    """

    name: str
    title: str
    article: str
    columns: tuple[str, ...]
    effect: Effect
    adaptation: float
    evidence: Evidence
    advice: tuple[Advice, ...]
    signs: Callable[[Mapping[str, Numbers]], dict[str, Numbers]]
    exposure: Callable[[Mapping[str, Numbers]], Numbers]
    provoke: Callable[[Plan, np.random.Generator], None]
    telling: Callable[[Cells, Array], dict[str, Array]]
    because: Callable[[Session, Units], str]
    measures: Callable[[Session], tuple[Measure, ...]]
    usual: Callable[[Session], dict[str, object]]
    as_usual: str
    easier: Callable[[Session], Mapping[str, object]] | None = None
    notes: Callable[[Session], tuple[str, ...]] = field(default=lambda session: ())

    def exposure_of(self, cells: Cells) -> Array:
        """Exposure straight from complete cells, shape ``(n_sessions,)``."""
        return np.asarray(self.exposure(self.signs(cells)))


# At 1 an exposure is clearly too much; an unusual value with nothing told of the usual is taken a
# quarter off, and speaks for the cause all the same.
CLEAR_EXPOSURE = 0.75
NOTICEABLE_EXPOSURE = 0.02
# What is left after five time constants.
GONE = exp(-5.0)


def dose(exposure: Numbers) -> Numbers:
    """Exposure to dose: convex up to 1, logarithmic beyond, so that no run is endlessly bad.

    Damage grows faster than load: that tendon load summed over a kilometre rises with speed, though
    steps get fewer, asks for a power of 2.5 at least. So what is a little unusual, as something is
    in most runs, does next to nothing. The power of 1.5 on exposures is assumed. So is the
    flattening; the only dose-response seen (injury after single-run spikes) is flat from 10 to
    100 % above the longest run (Frandsen et al. 2025).
    """
    return xp.where(
        exposure > 1.0,
        1.0 + xp.log(xp.maximum(exposure, 1.0)),
        xp.maximum(exposure, 0.0) ** 1.5,
    )


def known_sum(*signs: Numbers) -> Numbers:
    """Sum of the known signs; NaN only where none is known. Signs are never negative."""
    total, known = xp.fmax(signs[0], 0.0), xp.known(signs[0])
    for sign in signs[1:]:
        total = total + xp.fmax(sign, 0.0)
        known = known | xp.known(sign)
    return xp.where(known, total, nan)


def above(values: Numbers, threshold: Numbers, unit: float) -> Numbers:
    """How many ``unit`` lie above ``threshold``, never negative, NaN where unknown."""
    return xp.maximum((values - threshold) / unit, 0.0)


def fading(first: float, since: Numbers, by: float) -> Numbers:
    """``first`` at 0, falling exponentially with time constant ``by``; 0 from five of them on.

    That it ends makes a habit of long standing plainly *as usual*.
    """
    return first * xp.maximum(xp.exp(since / -by) - GONE, 0.0) / (1.0 - GONE)


# What an account blames it tells, or nobody could have blamed it: silence speaks against a cause.
SURELY = 0.995


def tell(felt: Array, least: float, most: float) -> Array:
    """Chance that something is told: ``least`` up to a felt dose of 0.1, ``most`` from 0.3 on."""
    return np.asarray(least + (most - least) * np.clip((felt - 0.1) / 0.2, 0.0, 1.0))


def weeks_in_words(weeks: float) -> str:
    """A number of weeks as people say it.

    >>> weeks_in_words(1.2), weeks_in_words(200)
    ('1 week', '200 weeks')
    """
    return "1 week" if round(weeks) == 1 else f"{weeks:.0f} weeks"


def number(session: Session, name: str) -> float | None:
    """The number in a cell of a decoded session, or None where it is unknown."""
    found = session.get(name)
    return float(found) if isinstance(found, int | float) else None


def code(column: str, word: str) -> float:
    """The code of a word of a choice column."""
    return float(COLUMNS[column].choices.index(word))


def shortened(run: Session, share: float) -> dict[str, float]:
    """What is told otherwise of a share of the run, at the same pace and climb per kilometre."""
    distance = number(run, "distance_km")
    if not distance:
        return {}
    whole = ("distance_km", "duration_min", "elevation_gain_m", "elevation_loss_m")
    parts = {name: number(run, name) for name in whole}
    changed = {name: share * found for name, found in parts.items() if found is not None}
    if (week := number(run, "weekly_distance_km")) is not None:
        changed["weekly_distance_km"] = max(week - (1.0 - share) * distance, 0.0)
    return changed


def words_from(column: str, table: NDArray[np.float64], least: float) -> tuple[str, ...]:
    """The words of a choice column whose value in the table is ``least`` or more."""
    by_word = zip(COLUMNS[column].choices, table, strict=True)
    return tuple(word for word, held in by_word if held >= least)


def lesser(column: str, told: object, usual: object, untold: str) -> str:
    """Of a told word and the usual one the lesser; with no usual word told, ``untold``."""
    return min(str(told), str(usual or untold), key=lambda word: code(column, word))


def weights(column: str, **by_word: float) -> NDArray[np.float64]:
    """A table over the words of a choice column, for ``lookup``; words not named weigh 0."""
    choices = COLUMNS[column].choices
    unknown = set(by_word) - set(choices)
    if unknown:
        raise ValueError(f"{sorted(unknown)} are no words of {column}")
    return np.array([by_word.get(word, 0.0) for word in choices])
