"""Signs that a clinician has to look at: judged first and by rule, whatever the model predicts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.answer import sources
from calfcause.answer.kinds import once_for_each_kind
from calfcause.causes.base import Reference
from calfcause.causes.run import number
from calfcause.causes.sources import TAKAYAMA
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS

LONG_SORENESS_DAYS = 7
LASTING_SORENESS_DAYS = 10
SEVERE = 8


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """A sign that a clinician has to look at.

    Attributes
    ----------
    name : str
        Name in the column ``red_flags``.
    sign : str
        The sign, as part of a sentence.
    why : str
        Why it matters.
    do : str
        What to do, and how soon.
    source : Reference
        Where that is published.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> Predictor.load().explain({"cannot_tiptoe": 1}).red_flags[0].do
    'See a doctor today, and do not run until then.'
    """

    name: str
    sign: str
    why: str
    do: str
    source: Reference


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A flag, and the function of a session's known cells that raises it."""

    raised: Callable[[Mapping[str, object]], bool]
    flag: RedFlag


def red_flags(session: Mapping[str, object]) -> tuple[RedFlag, ...]:
    """List the red flags of a session, given as its known cells; the most urgent first.

    >>> [flag.name for flag in red_flags({"swelling": 1, "one_leg_only": 1})]
    ['one_leg_swollen']
    >>> red_flags({"distance_km": 5.0})
    ()
    """
    if session.keys().isdisjoint(AFTERWARDS_COLUMNS):
        return ()
    return tuple(rule.flag for rule in RULES if rule.raised(session))


def of_each(
    cells: Mapping[str, NDArray[np.float64]],
    n_sessions: int,
    words: Callable[[tuple[RedFlag, ...]], str],
) -> list[str]:
    """Put the red flags of each encoded session into words; empty text if it has none."""
    afterwards = {name: cells[name] for name in AFTERWARDS_COLUMNS if name in cells}
    any_known = np.zeros(n_sessions, dtype=bool)
    for codes in afterwards.values():
        any_known |= ~np.isnan(codes)
    return once_for_each_kind(afterwards, any_known, lambda known: words(red_flags(known)), "")


def red_flag_names(cells: Mapping[str, NDArray[np.float64]], n_sessions: int) -> list[str]:
    """Name the red flags of each encoded session, joined by ``; ``; empty text if it has none.

    >>> red_flag_names({"swelling": np.array([1.0, np.nan])}, 2)
    ['swelling', '']
    """
    return of_each(cells, n_sessions, _names)


def red_flag_names_of_one(codes: Mapping[str, float]) -> str:
    """Name the red flags of one session, given as its known codes."""
    afterwards = {
        name: decode(COLUMNS[name], codes[name]) for name in AFTERWARDS_COLUMNS if name in codes
    }
    return _names(red_flags(afterwards)) if afterwards else ""


def _names(flags: tuple[RedFlag, ...]) -> str:
    return "; ".join(flag.name for flag in flags)


def _is(session: Mapping[str, object], name: str) -> bool:
    return number(session, name) == 1


def _at_least(session: Mapping[str, object], name: str, least: float) -> bool:
    value = number(session, name)
    return value is not None and value >= least


def _is_severe(session: Mapping[str, object]) -> bool:
    return _at_least(session, "severity_0_10", SEVERE)


def _rule(
    raised: Callable[[Mapping[str, object]], bool],
    name: str, sign: str, why: str, do: str, source: Reference,
) -> Rule:  # fmt: skip
    flag = RedFlag(name=name, sign=sign, why=why, do=do, source=source)
    return Rule(raised=raised, flag=flag)


# fmt: off
RULES = (
    _rule(lambda s: _is(s, "swelling") and _is(s, "one_leg_only"),
          "one_leg_swollen", "one leg only, with swelling, warmth, redness or bruising",
          "A blood clot in the leg can look like this; so can a torn muscle.",
          "See a doctor today. With chest pain or breathlessness call an emergency number.",
          sources.CLOT),
    _rule(lambda s: _is_severe(s) and _is(s, "worsening"),
          "severe_and_growing", f"pain of {SEVERE} or more out of 10 that keeps growing",
          "Pressure can build up inside a calf, which is an emergency.",
          "Go to an emergency department now.", sources.PRESSURE),
    _rule(lambda s: _is(s, "cannot_tiptoe"),
          "cannot_tiptoe", "unable to rise onto tiptoe on the sore leg",
          "A torn Achilles tendon or calf muscle can take that strength away.",
          "See a doctor today, and do not run until then.", sources.RUPTURE),
    _rule(lambda s: _is(s, "sharp_pain"),
          "sharp_pain", "a sharp or sudden pain, or a pop",
          "Training soreness comes on slowly; a sudden pain can be a strain or a tendon tear.",
          "Stop running and have it looked at, at once if you cannot rise onto the toes.",
          sources.STRAIN),
    _rule(lambda s: _is(s, "swelling") and not _is(s, "one_leg_only"),
          "swelling", "swelling, warmth, redness or bruising",
          "Plain training soreness does not swell, redden or bruise a calf.",
          "If it is one leg only, see a doctor today; else before the next run.", sources.CLOT),
    _rule(lambda s: _is_severe(s) and not _is(s, "worsening"),
          "severe", f"soreness of {SEVERE} or more out of 10",
          "That is rare after running, and severe pain can mean pressure or a tear.",
          "Do not run on it; have it looked at, today if it is growing.",
          TAKAYAMA),
    _rule(lambda s: _is(s, "worsening") and not _is_severe(s),
          "growing", "pain that keeps growing",
          "Training soreness grows for one to three days, and then it fades.",
          "Do not run on it. If it grows for longer have it looked at, if severe today.",
          sources.PRESSURE),
    _rule(lambda s: _is(s, "numbness"),
          "numbness", "numbness, tingling or weakness in calf or foot",
          "Training soreness does not numb; pressure on a nerve or a poor blood supply can.",
          "Have it looked at before the next run, today if it does not go away.", sources.NERVES),
    _rule(lambda s: _is(s, "tight_at_same_point"),
          "tight_at_same_point", "tightness at the same point of every run that eases with rest",
          "That can be pressure in the muscle's own sheath, or a squeezed artery.",
          "Have a sports doctor look at it before the next hard run.", sources.TIGHTNESS),
    _rule(lambda s: _at_least(s, "sore_days", LASTING_SORENESS_DAYS),
          "lasting", f"sore for {LASTING_SORENESS_DAYS} days or more",
          "Training soreness is gone in 5 to 7 days.",
          "Have a physiotherapist or doctor look at it, and do not run on it until then.",
          sources.COURSE),
    _rule(lambda s: (_at_least(s, "sore_days", LONG_SORENESS_DAYS)
                     and not _at_least(s, "sore_days", LASTING_SORENESS_DAYS)),
          "overdue", f"sore for {LONG_SORENESS_DAYS} days or more",
          "Training soreness is gone in 5 to 7 days.",
          f"Rest it; if it is not gone by day {LASTING_SORENESS_DAYS}, have it looked at.",
          sources.COURSE),
)
# fmt: on
