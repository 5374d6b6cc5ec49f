"""What a cause consists of: its effect, evidence, advice and measures, and the functions it brings.

The laws that several causes share are in ``laws``, the helpers that read one run in ``run``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.units import Units

Session = Mapping[str, object]
"""The known cells of one run, decoded: numbers in the units of their columns, words as text."""

# A normal distribution has 5 % on either side of 1.645 standard deviations.
SDS_TO_5_PCT = 1.645


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The odds ratio of soreness at exposure 1 against exposure 0, and how runners differ in it.

    Attributes
    ----------
    low, central, high : float
        The 5th percentile, the median and the 95th percentile over runners.
    source : str
        Where the numbers come from, or ``assumed: ...``.
    unit : str
        What the numbers are.

    Examples
    --------
    >>> effect = Effect(low=1.5, central=2.0, high=4.0, source="assumed")
    >>> bool((effect.draw_log(np.random.default_rng(1), 100) >= 0).all())
    True
    """

    low: float
    central: float
    high: float
    source: str
    unit: str = "odds ratio at exposure 1"

    def draw_log(self, rng: np.random.Generator, size: int) -> Array:
        """Draw log odds ratios of runners from two half-normal distributions.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where randomness comes from.
        size : int
            How many runners.

        Returns
        -------
        ndarray, shape (size,)
            Never below 0.
        """
        z = rng.standard_normal(size)
        below, central, above = np.log([self.low, self.central, self.high])
        spread = np.where(z < 0, central - below, above - central) / SDS_TO_5_PCT
        return np.asarray(np.maximum(central + z * spread, 0.0))


@dataclass(frozen=True)
class Reference:
    """A published source.

    Attributes
    ----------
    cite : str
        ``Author et al. Year, Journal``; the title in place of authors who are not known.
    link : str
        The DOI or the page at PubMed or PMC; empty where none is known.

    Examples
    --------
    >>> print(Reference("Farris et al. 2012, J Appl Biomech 28:511"))
    Farris et al. 2012, J Appl Biomech 28:511
    """

    cite: str
    link: str = ""

    def __str__(self) -> str:
        return f"{self.cite}, {self.link}" if self.link else self.cite


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing to do; a cause lists the best supported first.

    Attributes
    ----------
    text : str
        The advice, one sentence to the runner.
    support : str
        How well it is supported.
    source : Reference
        What supports it.
    when : callable
        Takes the known cells of a run and says whether the advice fits it.
    now : bool
        Whether it eases calves that are sore now; else it is for the next run.
    in_numbers : callable, optional
        Takes the known cells and the units, and gives the advice in the numbers of the run.
    """

    text: str
    support: str
    source: Reference
    when: Callable[[Session], bool] = lambda session: True
    now: bool = False
    in_numbers: Callable[[Session, Units], str] | None = None

    def said(self, session: Session, units: Units) -> str:
        """The advice for a run, in its numbers where there are any."""
        return self.in_numbers(session, units) if self.in_numbers else self.text


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A cell that a cause rests on, beside what is usual and what is too much.

    Attributes
    ----------
    column, label : str
        The column, and what to call it in a sentence.
    told : float or str
        The cell, in the units of its column.
    usual : float or str, optional
        The same for a usual run of this runner; None where it is not known.
    counts_from : float, optional
        The number from which the cell counts for the cause; None where any number does.
    too_much : float or tuple of str, optional
        The number that is clearly too much, an exposure of 1 by itself; of a column of words, the
        words that speak for the cause. None where this cell alone never is too much.
    fewer_is_harder : bool
        Whether smaller numbers strain more.
    over_km : float, optional
        Of a time: the distance that it was run over, which makes it a pace.
    """

    column: str
    label: str
    told: float | str
    usual: float | str | None = None
    counts_from: float | None = None
    too_much: float | tuple[str, ...] | None = None
    fewer_is_harder: bool = False
    over_km: float | None = None

    @property
    def strains(self) -> bool:
        """Whether the cell exceeds both what is usual and the number from which it counts."""
        if isinstance(self.told, str):
            return self.told != self.usual
        bounds = [bound for bound in (self.counts_from, self.usual) if isinstance(bound, float)]
        sign = -1.0 if self.fewer_is_harder else 1.0
        return all(sign * self.told > sign * bound for bound in bounds)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """How strongly the literature supports a cause of calf soreness.

    Attributes
    ----------
    strength : str
        ``strong``, ``moderate`` or ``weak``.
    sentence : str
        What was shown and what was not.
    references : tuple of Reference
        What the sentence rests on.
    """

    strength: str
    sentence: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Everything about one cause of calf soreness.

    Functions of columns take arrays of shape ``(n_sessions,)`` or the floats of one session;
    functions of a session take its known cells, decoded.

    Attributes
    ----------
    name, title : str
        The name in columns, and in a sentence about no run in particular.
    article : str
        What the article behind the product says about the cause, in other words.
    columns : tuple of str
        The columns of the schema that it reads, the most informative first.
    effect : Effect
        The odds ratio of soreness at exposure 1.
    adaptation : float
        Share of the effect that one exposure of 1 takes from the next one (repeated-bout effect).
    evidence : Evidence
        How strongly the literature supports it.
    advice : tuple of Advice
        What to do, the best supported first.
    references : tuple of Reference
        Every source of the file, in the order of the numbers in its docstring.
    signs : callable
        Cells to the named measurements that the exposure is made of. Each is 0 for a usual run,
        grows with the strain, and is NaN where too little is known.
    exposure : callable
        Signs to exposure: 0 for a usual run, 1 for clearly too much, no upper bound, NaN if
        missing.
    provoke : callable
        Lets the cause happen in the simulated weeks of some runners.
    mentions : callable
        The chance, by column, that a runner who describes the run in words mentions it. Takes the
        true cells and what the runner felt of the cause: its log factor over that of three times
        the odds, with adaptation and the runner's own sensitivity counted in.
    because : callable
        The sentence with the run's own numbers, from the filled cells alone.
    measures : callable
        The same as data: the cells beside what is usual and what is too much.
    usual : callable
        The cells that would be different in the same run without the cause.
    as_usual : str
        What that run is called in a sentence, such as "on the usual ground".
    easier : callable, optional
        The cells that a runner can change in the next run, at their easiest; ``usual`` if None.
    later : callable, optional
        The cells after some weeks of training, where these help more than another next run.
    notes : callable
        Further remarks on a run.
    titled : callable, optional
        What a sentence calls the cause in a run of which these cells are known; ``title`` if None.
    newness : callable, optional
        Cells to how little the runner met any other cause before, 0 to 1: these act the stronger.
    """

    name: str
    title: str
    article: str
    columns: tuple[str, ...]
    effect: Effect
    adaptation: float
    evidence: Evidence
    advice: tuple[Advice, ...]
    references: tuple[Reference, ...]
    signs: Callable[[Columns], dict[str, Numbers]]
    exposure: Callable[[Columns], Numbers]
    provoke: Callable[[Plan, np.random.Generator], None]
    mentions: Callable[[Cells, Array], dict[str, Array]]
    because: Callable[[Session, Units], str]
    measures: Callable[[Session], tuple[Measure, ...]]
    usual: Callable[[Session], dict[str, object]]
    as_usual: str
    easier: Callable[[Session], Mapping[str, object]] | None = None
    later: Callable[[Session], Mapping[str, object]] = lambda session: {}
    notes: Callable[[Session], tuple[str, ...]] = lambda session: ()
    titled: Callable[[Session], str] | None = None
    newness: Callable[[Columns], Numbers] | None = None

    def title_of(self, session: Session) -> str:
        """What a sentence calls the cause in this run."""
        return self.titled(session) if self.titled else self.title

    def exposure_of(self, cells: Cells) -> Array:
        """Compute the exposure straight from cells.

        Parameters
        ----------
        cells : mapping of str to ndarray, shape (n_sessions,)
            Every column of the schema that a model reads, encoded, NaN where missing.

        Returns
        -------
        ndarray, shape (n_sessions,)
            The exposure; NaN where too little is known.
        """
        return np.asarray(self.exposure(self.signs(cells)))
