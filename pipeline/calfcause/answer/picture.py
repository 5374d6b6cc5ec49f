"""What a picture of signs is: when it fits, how urgent it is, what to do, where that is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import inf, nextafter
from operator import or_
from typing import Any, NamedTuple

from calfcause.causes.base import Reference

AMBULANCE, EMERGENCY, TODAY, APPOINTMENT, SELF_CARE = (
    "ambulance",
    "emergency department",
    "doctor within 24 hours",
    "appointment",
    "self-care",
)
LEVELS = (AMBULANCE, EMERGENCY, TODAY, APPOINTMENT, SELF_CARE)
"""The five levels, the most urgent first."""
NOT_JUDGED = "could not be judged"
"""What stands for a level where cells of signs, or a whole row, cannot be read."""

_TERM = re.compile(r"(?P<column>\w+?)((?P<sign>>=|<=|=|<|>)(?P<bound>[\d.]+))?")


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """A picture of signs that needs a clinician.

    Attributes
    ----------
    name : str
        Its name, as in the column ``red_flags``.
    level : str
        How urgent it is: one of ``LEVELS`` but the last.
    sign : str
        The signs in words.
    why : str
        What they may mean.
    do, avoid : str
        What to do, and what not to do.
    source : Reference
        Where that is written.
    confidence : str
        ``high`` where a guideline or an official page says it, ``medium`` where a review does or
        the level is a judgement from a clear source, ``low`` where cases do.
    more : tuple of Reference
        Further sources, for what the first does not say.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> Predictor.load().explain({"cannot_tiptoe": 1}).red_flags[0].do
    'See a doctor within 24 hours, and do not run until then.'
    """

    name: str
    level: str
    sign: str
    why: str
    do: str
    avoid: str
    source: Reference
    confidence: str
    more: tuple[Reference, ...] = ()


class Term(NamedTuple):
    """A cell within bounds; a missing cell is in none."""

    column: str
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Picture:
    """When a red flag is raised: by any of these combinations of cells, unless all is calm."""

    flag: RedFlag  # what is said
    any_of: tuple[tuple[Term, ...], ...]  # the combinations; in one all terms must hold
    # If all of these hold, nothing is raised. Only appointments and doctors have them: a reassuring
    # sign never cancels one of the two highest levels.
    unless: tuple[Term, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that can raise it."""
        return tuple(dict.fromkeys(term.column for terms in self.any_of for term in terms))

    def fits(self, cells: Mapping[str, Any]) -> Any:
        """Whether it is raised, for one session (bool) or for columns of cells (array of bool).

        >>> picture = Picture(flag=None, any_of=combinations("swelling & severity_0_10>=8"))
        >>> picture.fits({"swelling": 1.0, "severity_0_10": 8.0})
        True
        >>> picture.fits({"swelling": 1.0})
        False
        """
        raised = reduce(or_, (all_hold(terms, cells) for terms in self.any_of))
        if self.unless:
            return raised & (all_hold(self.unless, cells) ^ True)
        return raised


def combinations(*texts: str) -> tuple[tuple[Term, ...], ...]:
    """Combinations of terms as they are written in the tables of pictures.

    >>> combinations("swelling & sore_days<3")[0][0]
    Term(column='swelling', low=1.0, high=inf)
    """
    return tuple(tuple(map(_term, text.split(" & "))) for text in texts)


def _term(text: str) -> Term:
    parts = _TERM.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text!r} is no term of a picture")
    column, sign, bound = parts["column"], parts["sign"] or ">=", float(parts["bound"] or 1)
    low, high = {
        ">=": (bound, inf),
        "<=": (-inf, bound),
        "=": (bound, bound),
        "<": (-inf, nextafter(bound, -inf)),
        ">": (nextafter(bound, inf), inf),
    }[sign]
    return Term(column, low, high)


def all_hold(terms: tuple[Term, ...], cells: Mapping[str, Any]) -> Any:
    """Whether all terms hold, for one session or for columns of cells; NaN and None never do."""
    held: Any = True
    for column, low, high in terms:
        value = cells.get(column)
        if value is None or held is False:
            return False
        held = held & ((value >= low) & (value <= high))
    return held
