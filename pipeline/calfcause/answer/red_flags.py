"""Signs that this is a clinician's question: judged first, by rule, whatever the model thinks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.causes.base import Reference, number
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS

LONG_SORENESS_DAYS = 7
LASTING_SORENESS_DAYS = 10
SEVERE = 8

CLOT = Reference(cite="UCLH, Deep vein thrombosis", link="https://www.uclh.nhs.uk")
STRAIN = Reference(cite="Meek et al. 2022, JBJS Rev 10:e21.00183")
RUPTURE = Reference(cite="Torbay Physiotherapy, Achilles tendon rupture, torbayphysio.com")
PRESSURE = Reference(cite="Deduct MD, Calf pain, deductmd.com")
TIGHTNESS = Reference(cite="Exertional compartment syndrome, physio-fit-india.com")
NERVES = Reference(cite="Murtagh, General Practice: leg pain, mhmedical.com")
MARATHON = Reference(
    cite="Marathon running, one week later 2017",
    link="https://pmc.ncbi.nlm.nih.gov/articles/PMC5613699",
)
COURSE = Reference(
    cite="Wikipedia, Delayed onset muscle soreness",
    link="https://en.wikipedia.org/wiki/Delayed_onset_muscle_soreness",
)


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """A sign, why it matters, what to do, and where that is written."""

    name: str
    sign: str
    why: str
    do: str
    source: Reference


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a flag is raised, on the known cells of one session."""

    raised: Callable[[Mapping[str, object]], bool]
    flag: RedFlag


def red_flags(session: Mapping[str, object]) -> tuple[RedFlag, ...]:
    """All red flags of a session (decoded, known cells only), the most urgent first.

    Examples
    --------
    >>> [flag.name for flag in red_flags({"swelling": 1, "one_leg_only": 1})]
    ['one_leg_swollen']
    >>> red_flags({"distance_km": 5.0})
    ()
    """
    return tuple(rule.flag for rule in RULES if rule.raised(session))


def red_flag_names(cells: Mapping[str, NDArray[np.float64]], n_sessions: int) -> list[str]:
    """Names of the red flags of encoded sessions, joined by ``; ``; empty where there are none."""
    told = {name: cells[name] for name in AFTERWARDS_COLUMNS if name in cells}
    names = [""] * n_sessions
    if not told:
        return names
    table = np.stack(list(told.values()), axis=1)
    rows = np.flatnonzero(~np.isnan(table).all(axis=1))
    # What came afterwards is alike in many sessions: each kind of it is judged once.
    kinds: dict[bytes, str] = {}
    for row, kind in zip(rows.tolist(), map(bytes, table[rows]), strict=True):
        if kind not in kinds:
            kinds[kind] = red_flag_names_of_one(dict(zip(told, table[row].tolist(), strict=True)))
        names[row] = kinds[kind]
    return names


def red_flag_names_of_one(codes: Mapping[str, float]) -> str:
    """The same of one session given as codes."""
    session = {
        name: decode(COLUMNS[name], codes[name])
        for name in AFTERWARDS_COLUMNS
        if name in codes and codes[name] == codes[name]
    }
    return "; ".join(flag.name for flag in red_flags(session)) if session else ""


def _is(session: Mapping[str, object], name: str) -> bool:
    return number(session, name) == 1


def _at_least(session: Mapping[str, object], name: str, least: float) -> bool:
    found = number(session, name)
    return found is not None and found >= least


def _is_severe(session: Mapping[str, object]) -> bool:
    return _at_least(session, "severity_0_10", SEVERE)


RULES = (
    Rule(
        raised=lambda s: _is(s, "swelling") and _is(s, "one_leg_only"),
        flag=RedFlag(
            name="one_leg_swollen",
            sign="one leg only, with swelling, warmth, redness or bruising",
            why="A blood clot in the leg can look like this; so can a torn muscle.",
            do="See a doctor today. With chest pain or breathlessness call an emergency number.",
            source=CLOT,
        ),
    ),
    Rule(
        raised=lambda s: _is_severe(s) and _is(s, "worsening"),
        flag=RedFlag(
            name="severe_and_growing",
            sign=f"pain of {SEVERE} or more out of 10 that keeps growing",
            why="Pressure can build up inside a calf, which is an emergency.",
            do="Go to an emergency department now.",
            source=PRESSURE,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "cannot_tiptoe"),
        flag=RedFlag(
            name="cannot_tiptoe",
            sign="unable to rise onto tiptoe on the sore leg",
            why="A torn Achilles tendon or calf muscle can take that strength away.",
            do="See a doctor today, and do not run until then.",
            source=RUPTURE,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "sharp_pain"),
        flag=RedFlag(
            name="sharp_pain",
            sign="a sharp or sudden pain, or a pop",
            why=(
                "Training soreness comes on slowly; a sudden pain can be a strain or a tendon tear."
            ),
            do="Stop running and have it looked at, at once if you cannot rise onto the toes.",
            source=STRAIN,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "swelling") and not _is(s, "one_leg_only"),
        flag=RedFlag(
            name="swelling",
            sign="swelling, warmth, redness or bruising",
            why="Plain training soreness does not swell, redden or bruise a calf.",
            do="If it is one leg only, see a doctor today; else before the next run.",
            source=CLOT,
        ),
    ),
    Rule(
        raised=lambda s: _is_severe(s) and not _is(s, "worsening"),
        flag=RedFlag(
            name="severe",
            sign=f"soreness of {SEVERE} or more out of 10",
            why="That is rare after running, and severe pain can mean pressure or a tear.",
            do="Do not run on it; have it looked at, today if it is growing.",
            source=MARATHON,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "worsening") and not _is_severe(s),
        flag=RedFlag(
            name="growing",
            sign="pain that keeps growing",
            why="Training soreness grows for one to three days, and then it fades.",
            do="Do not run on it. If it grows for longer have it looked at, if severe today.",
            source=PRESSURE,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "numbness"),
        flag=RedFlag(
            name="numbness",
            sign="numbness, tingling or weakness in calf or foot",
            why="Training soreness does not numb; pressure on a nerve or a poor blood supply can.",
            do="Have it looked at before the next run, today if it does not go away.",
            source=NERVES,
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "tight_at_same_point"),
        flag=RedFlag(
            name="tight_at_same_point",
            sign="tightness at the same point of every run that eases with rest",
            why="That can be pressure in the muscle's own sheath, or a squeezed artery.",
            do="Have a sports doctor look at it before the next hard run.",
            source=TIGHTNESS,
        ),
    ),
    Rule(
        raised=lambda s: _at_least(s, "sore_days", LASTING_SORENESS_DAYS),
        flag=RedFlag(
            name="lasting",
            sign=f"sore for {LASTING_SORENESS_DAYS} days or more",
            why="Training soreness is gone in 5 to 7 days.",
            do="Have a physiotherapist or doctor look at it, and do not run on it until then.",
            source=COURSE,
        ),
    ),
    Rule(
        raised=lambda s: (
            _at_least(s, "sore_days", LONG_SORENESS_DAYS)
            and not _at_least(s, "sore_days", LASTING_SORENESS_DAYS)
        ),
        flag=RedFlag(
            name="overdue",
            sign=f"sore for {LONG_SORENESS_DAYS} days or more",
            why="Training soreness is gone in 5 to 7 days.",
            do=f"Rest it; if it is not gone by day {LASTING_SORENESS_DAYS}, have it looked at.",
            source=COURSE,
        ),
    ),
)
