"""How urgent the signs of a session are: one verdict, the most urgent picture first.

Signs are never assumed absent: a verdict names the signs that nobody has answered, and every
answer to a person carries the line of ``seek_help``. Nothing here reads what the model says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from calfcause.answer.picture import (
    AMBULANCE,
    APPOINTMENT,
    EMERGENCY,
    LEVELS,
    SELF_CARE,
    TODAY,
    RedFlag,
    Term,
    all_hold,
)
from calfcause.answer.pictures import LASTING_SORENESS_DAYS, LONG_SORENESS_DAYS, PICTURES
from calfcause.answer.sore import sore_told
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS
from calfcause.texts import capital

Cells = Mapping[str, Any]

SIGN_COLUMNS = tuple(dict.fromkeys(name for picture in PICTURES for name in picture.columns))
"""The columns that can raise a red flag."""

AGE, SIDE = "age_years", "one_leg_only"
WHILE_WAITING = "Tell them on the phone about any other sign."
HEADLINES = {
    AMBULANCE: "Call an ambulance now",
    EMERGENCY: "Go to an emergency department now",
    TODAY: "See a doctor within 24 hours",
    APPOINTMENT: "Have it looked at this week",
    SELF_CARE: "Look after it yourself: no sign that needs a doctor was given",
}

_TODAY_IF = {
    "swelling": "a calf swells or reddens",
    "numbness": "a foot is numb",
    "cold_or_pale_foot": "a foot is cold or pale",
    "dark_urine": "urine is dark",
    "cannot_tiptoe": "you cannot rise onto your toes",
}
_AMBULANCE_FOR = {
    "breathless_or_chest_pain": ("breathlessness", "chest pain", "fainting"),
    "confused_or_collapsed": ("confusion",),
}


@dataclass(frozen=True, kw_only=True)
class Triage:
    """How urgent the signs of a session are."""

    # The most urgent level of its pictures, see LEVELS; self-care where the calves are sore and no
    # picture fits; empty where no soreness and no sign were given
    level: str
    headline: str  # the level as a sentence to the runner; empty where the level is
    reasons: tuple[str, ...]  # the signs that raise the level, the most urgent first
    come_back: str  # when to have it looked at if it has not gone; for self-care only
    # Columns of signs that nobody has answered; they may be there all the same
    not_answered: tuple[str, ...]

    @property
    def is_urgent(self) -> bool:
        """Whether the level is one of the two highest: all else can wait."""
        return self.level in (AMBULANCE, EMERGENCY)


def red_flags(cells: Cells) -> tuple[RedFlag, ...]:
    """Return the red flags of one session, the most urgent first.

    cells : its known cells; a missing cell is no sign

    >>> [flag.name for flag in red_flags({"swelling": 1, "one_leg_only": 1})]
    ['one_leg_swollen']
    >>> red_flags({"distance_km": 5.0})
    ()
    """
    known = cells.keys() & _BY_COLUMN.keys()
    if not known:
        return ()
    raised = {
        place
        for name in known
        for place, terms, unless in _BY_COLUMN[name]
        if all_hold(terms, cells) and not (unless and all_hold(unless, cells))
    }
    return tuple(PICTURES[place].flag for place in sorted(raised))


def triage(
    cells: Cells, flags: tuple[RedFlag, ...] | None = None, *, sore: bool | None = None
) -> Triage:
    """Judge how urgent the signs of one session are.

    cells : its known cells
    flags : its red flags, where they are known already
    sore : whether the run left the calves sore, where a label says so

    >>> triage({"dark_urine": 1}).level
    'emergency department'
    >>> triage({"sore_days": 7, "severity_0_10": 2}).level
    'self-care'
    """
    flags = red_flags(cells) if flags is None else flags
    level = level_of(cells, flags, sore=sore)
    return Triage(
        level=level,
        headline=HEADLINES.get(level, ""),
        reasons=tuple(flag.sign for flag in flags if flag.level == level),
        come_back=_come_back(cells) if level == SELF_CARE else "",
        not_answered=tuple(name for name in ASKED if name not in cells) if level else (),
    )


def level_of(cells: Cells, flags: tuple[RedFlag, ...], *, sore: bool | None = None) -> str:
    """Name the level of a session with these red flags; ``sore`` is what a label says, if any."""
    if flags:
        return flags[0].level
    return SELF_CARE if (sore_told(cells) if sore is None else sore) else ""


def sign_columns(cells: Cells, n_sessions: int) -> dict[str, list[str]]:
    """Return the columns ``red_flags`` and ``triage`` of encoded sessions.

    cells : encoded cells by column; NaN where missing
    n_sessions : how many sessions there are

    Returns names of the red flags joined by ``; ``, and the level; both empty where nothing was
    given.
    """
    names, levels = [""] * n_sessions, [""] * n_sessions
    told = {name: cells[name] for name in JUDGED if name in cells}
    for row in np.flatnonzero(np.broadcast_to(sore_told(told), n_sessions)).tolist():
        levels[row] = SELF_CARE
    for row, flags in flags_by_row(told).items():
        names[row] = "; ".join(flag.name for flag in flags)
        levels[row] = flags[0].level
    return {"red_flags": names, "triage": levels}


def flags_by_row(cells: Cells) -> dict[int, list[RedFlag]]:
    """Find the sessions that have red flags, and these, the most urgent first, by row."""
    found: dict[int, list[RedFlag]] = {}
    for picture in PICTURES:
        for row in np.flatnonzero(picture.fits(cells)).tolist():
            found.setdefault(row, []).append(picture.flag)
    return found


def seek_help(cells: Cells) -> str:
    """Return the line of signs that need a doctor today, but for those that were given.

    Beside a verdict that allows 24 hours it says the same, and beside a more urgent one only what
    is more urgent still.

    >>> seek_help({"fever": 0}).partition(" if")[0]
    'See a doctor today'
    >>> seek_help({"swelling": 1}).partition(",")[0]
    'See a doctor just as soon if a foot is numb'
    """
    flags = red_flags(cells)
    level = flags[0].level if flags else ""
    if level == AMBULANCE:
        return WHILE_WAITING
    soon = "just as soon" if level == TODAY else "today"
    given = {name for name in (*_TODAY_IF, *_AMBULANCE_FOR) if _is_given(cells, name)}
    today = [words for name, words in _TODAY_IF.items() if name not in given and level != EMERGENCY]
    at_once = [
        word for name, words in _AMBULANCE_FOR.items() if name not in given for word in words
    ]
    foot = _either(today).replace("numb, a foot is cold", "numb, cold") if today else ""
    parts = [f"See a doctor {soon} if {foot}"] if today else []
    parts += [f"call an ambulance for {_either(at_once)}"] if at_once else []
    return f"{capital('; '.join(parts))}." if parts else ""


def age_decides(cells: Cells) -> bool:
    """Whether some age of the runner would make the verdict more urgent, where none is known.

    >>> age_decides({"pain_at_night": 1}), age_decides({"pain_at_night": 1, "age_years": 40})
    (True, False)
    """
    if AGE in cells:
        return False
    reached = LEVELS.index(level_of(cells, red_flags(cells)) or SELF_CARE)
    return any(at < reached and all_hold(others, cells) for at, others in _WITH_AGE)


def side_decides(cells: Cells) -> bool:
    """Whether it changes the verdict on a sign that was told if one leg is sore or both.

    >>> side_decides({"swelling": 1}), side_decides({"swelling": 1, "one_leg_only": 0})
    (True, False)
    """
    if SIDE in cells or not any(_is_given(cells, name) for name in ASKED):
        return False
    one, both = ({**cells, SIDE: side} for side in (1, 0))
    return level_of(one, red_flags(one)) != level_of(both, red_flags(both))


def _is_given(cells: Cells, name: str) -> bool:
    found = cells.get(name)
    return found is not None and found == 1


def _either(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _come_back(cells: Cells) -> str:
    days = cells.get("sore_days") or 0.0
    day = LONG_SORENESS_DAYS if days < LONG_SORENESS_DAYS else LASTING_SORENESS_DAYS
    strain = any(_is_given(cells, name) for name in ("sharp_pain", "one_leg_only"))
    first = "Look again in 2 to 3 days. " if strain else ""
    return f"{first}Not gone by day {day}? See a doctor or physiotherapist."


def _by_column() -> dict[str, list[tuple[int, tuple[Term, ...], tuple[Term, ...]]]]:
    """The combinations by their first column: without it known none of them can hold."""
    found: dict[str, list[tuple[int, tuple[Term, ...], tuple[Term, ...]]]] = {}
    for place, picture in enumerate(PICTURES):
        for terms in picture.any_of:
            found.setdefault(terms[0].column, []).append((place, terms, picture.unless))
    return found


_BY_COLUMN = _by_column()
_WITH_AGE = tuple(
    (LEVELS.index(picture.flag.level), tuple(term for term in terms if term.column != AGE))
    for picture in PICTURES
    for terms in picture.any_of
    if any(term.column == AGE for term in terms)
)
ASKED = tuple(
    name for name in AFTERWARDS_COLUMNS if name in SIGN_COLUMNS and COLUMNS[name].kind == "flag"
)
"""The signs, and what makes them worse, that a person can be asked for by yes or no."""
JUDGED = tuple(dict.fromkeys((*SIGN_COLUMNS, *AFTERWARDS_COLUMNS)))
