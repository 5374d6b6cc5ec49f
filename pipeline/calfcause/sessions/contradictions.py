"""Cells that cannot all be true: the answer names them.

A rule is broken only by more than watches and memories err; a test checks that on simulated and on
real runs. Which cell counts is decided by the causes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import Units, label
from calfcause.texts import capital

BOTH = "Each was used as given."


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Cells that do not go together.

    Attributes
    ----------
    columns : tuple of str
        The columns of the cells.
    text : str
        A sentence that says why, and which of the cells counts.
    """

    columns: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When cells do not go together.

    Attributes
    ----------
    columns : tuple of str
        The columns of the cells, all of which must be known.
    clashes : callable
        Takes the codes of the columns in this order, as floats or as arrays, and says whether they
        clash.
    why, taken : str
        The reason, and which cell the answer uses.
    """

    columns: tuple[str, ...]
    clashes: Callable[..., Any]
    why: str
    taken: str

    def broken_by(self, cells: Mapping[str, Any]) -> Any:
        """Whether cells, given as codes by column, break the rule; False if a column is absent."""
        if not all(name in cells for name in self.columns):
            return False
        return self.clashes(*(cells[name] for name in self.columns))


def contradictions(codes: Mapping[str, float], units: Units) -> tuple[Contradiction, ...]:
    """Find the cells of a session that do not go together.

    Parameters
    ----------
    codes : mapping of str to float
        Codes of the known cells by column.
    units : Units
        The units of the sentences.

    Examples
    --------
    >>> from calfcause.sessions.units import UNITS
    >>> codes = {"distance_km": 12.0, "weekly_distance_km": 5.0}
    >>> (contradiction,) = contradictions(codes, UNITS["km"])
    >>> contradiction.text.partition(":")[0]
    'Weekly distance (5 km) does not go with distance (12 km)'
    """
    return tuple(
        Contradiction(columns=rule.columns, text=_text(rule, codes, units))
        for rule in RULES
        if rule.broken_by(codes)
    )


def _text(rule: Rule, codes: Mapping[str, float], units: Units) -> str:
    first, *others = (
        f"{label(name)} ({units.cell(name, decode(COLUMNS[name], codes[name]))})"
        for name in rule.columns
    )
    return f"{capital(first)} does not go with {' and '.join(others)}: {rule.why}. {rule.taken}"


def _rule(columns: str, clashes: Callable[..., Any], why: str, taken: str) -> Rule:
    return Rule(columns=tuple(columns.split()), clashes=clashes, why=why, taken=taken)


def _place(column: str, word: str) -> float:
    return float(COLUMNS[column].choices.index(word))


# Trails may be either, and some tracks are grass.
HARD = (_place("surface", "road"), _place("surface", "treadmill"))
FIRST_SOFT = _place("surface", "grass")
FLAT = _place("terrain", "flat")
ZERO_DROP, BAREFOOT = _place("shoe_type", "zero_drop"), _place("shoe_type", "barefoot")
# Road races with more climb are called mountain races.
HILLY_M_PER_KM = 40.0
# The record over 1000 m is 2:12 min. A watch that was never stopped makes hours of a short run.
FASTEST_MIN_PER_KM, SLOWEST_MIN_PER_KM = 2.2, 90.0
# Uphill races straight up ski slopes climb 500 m per km, stairs 600 as GPS measures them.
STEEPEST_M_PER_KM = 800.0

# fmt: off
RULES = (
    _rule("surface soft_surface_fraction",
          lambda surface, soft: (
              (((surface == HARD[0]) | (surface == HARD[1])) & (soft > 0.75))
              | ((surface >= FIRST_SOFT) & (soft < 0.2))
          ),
          "one says that most of the run was on soft ground, the other that it was not",
          "The fraction counts."),
    _rule("terrain distance_km elevation_gain_m",
          lambda terrain, km, gain: (terrain == FLAT) & (km >= 2) & (gain > HILLY_M_PER_KM * km),
          "with so much climb it was not flat", "The climb counts."),
    _rule("usual_terrain usual_climb_m_per_km",
          lambda terrain, climb: (terrain == FLAT) & (climb > HILLY_M_PER_KM),
          "with so much climb it is not flat", "The climb counts."),
    _rule("elevation_gain_m distance_km",
          lambda gain, km: (km >= 1) & (gain > STEEPEST_M_PER_KM * km),
          "nobody runs anything so steep", BOTH),
    _rule("duration_min distance_km",
          lambda minutes, km: (km >= 1) & (minutes < FASTEST_MIN_PER_KM * km),
          "nobody ever ran that fast", BOTH),
    _rule("duration_min distance_km",
          lambda minutes, km: (km >= 1) & (minutes > SLOWEST_MIN_PER_KM * km),
          "nobody moves that slowly", BOTH),
    _rule("fastest_pace_min_per_km distance_km duration_min",
          lambda fastest, km, minutes: (km >= 1) & (fastest * km > 1.6 * minutes),
          "that is slower than the mean pace", "The mean pace counts."),
    _rule("weekly_distance_km distance_km",
          lambda week, km: week < 0.75 * km,
          "the week includes this run", BOTH),
    _rule("longest_run_28d_km usual_weekly_distance_km weekly_distance_km",
          lambda longest, usual, week: longest > 1.2 * (4 * usual + week),
          "it is longer than all five weeks together", BOTH),
    _rule("longest_run_28d_km weekly_distance_km distance_km",
          lambda longest, week, km: week > 1.5 * km + 21 * longest,
          "the other runs of the week were longer", BOTH),
    _rule("longest_run_28d_km sore_calf_runs_28d",
          lambda longest, sore: (longest == 0) & (sore >= 1),
          "a run that left the calves sore has a length", BOTH),
    _rule("experience_weeks usual_weekly_distance_km",
          lambda weeks, usual: (weeks < 1) & (usual >= 15),
          "it takes weeks of running to get used to so much", BOTH),
    _rule("shoe_type shoe_drop_mm",
          lambda shoe, drop: ((shoe == ZERO_DROP) | (shoe == BAREFOOT)) & (drop > 3),
          "a shoe of this kind has no drop", "The greater change counts."),
    _rule("severity_0_10 sore_days",
          lambda severity, days: (severity == 0) & (days >= 1),
          "soreness that lasts for days is not zero", BOTH),
)
# fmt: on
"""The rules, in the order of the answer's sentences."""
