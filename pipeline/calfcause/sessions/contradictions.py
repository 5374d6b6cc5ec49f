"""Cells that do not go together: the answer names them, and leaves out what cannot be true.

A rule is broken only by more than watches and memories err; a test checks that on simulated and on
real runs. There are two kinds. Cells that are merely odd are used, and which of them counts is
decided by the causes. Cells that cannot be true, such as 9 km in 2730 minutes, count as missing:
the rule lists them as ``unusable``, and guesses the unit that they may be in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import KM_PER_MILE, Units, label
from calfcause.texts import capital

BOTH = "Each was used as given."
NEITHER = "Neither was used."


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Cells that do not go together."""

    columns: tuple[str, ...]
    text: str  # a sentence that says why, and which of the cells counts


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When cells do not go together."""

    columns: tuple[str, ...]  # the columns of the cells, all of which must be known
    # Takes the codes of the columns in this order, as floats or as arrays, and says whether they
    # clash
    clashes: Callable[..., Any]
    # The reason, and which cell the answer uses
    why: str
    taken: str
    # Columns whose cells cannot be true and count as missing; none if the cells are merely odd
    unusable: tuple[str, ...] = ()
    # Columns, other units that their cells may be in, and the factors that convert these
    units: tuple[tuple[str, str, float], ...] = ()
    # Takes codes as clashes does, and says whether a conversion makes sense
    plausible: Callable[..., bool] = lambda *_: False

    def guess(self, codes: Mapping[str, float]) -> tuple[str, str, float] | None:
        """Return the column, unit and converted cell that would make sense, if any."""
        for column, unit, factor in self.units:
            changed = {**codes, column: codes[column] * factor}
            if self.plausible(*(changed[name] for name in self.columns)):
                return column, unit, changed[column]
        return None

    def broken_by(self, cells: Mapping[str, Any]) -> Any:
        """Whether cells, given as codes by column, break the rule; False if a column is absent."""
        if not all(map(cells.__contains__, self.columns)):
            return False
        return self.clashes(*map(cells.__getitem__, self.columns))


def contradictions(codes: Mapping[str, float], units: Units) -> tuple[Contradiction, ...]:
    """Find the cells of a session that do not go together.

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


def usable(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return cells without those that cannot be true.

    cells : codes by column, of one session or of many; not changed, ``(n_sessions,)``

    Columns whose cells cannot be true are left out of one session, and NaN in many.

    >>> usable({"duration_min": 2730.0, "distance_km": 9.0, "terrain": 0.0})
    {'terrain': 0.0}
    """
    for rule in STRICT_RULES:
        broken = rule.broken_by(cells)
        # Of one session it is a plain bool, which NumPy need not be asked about.
        if broken is not False and np.any(broken):
            if isinstance(broken, bool | np.bool_):
                cells = {name: cells[name] for name in cells if name not in rule.unusable}
            else:
                masked = {name: np.where(broken, np.nan, cells[name]) for name in rule.unusable}
                cells = {**cells, **masked}
    return cells


def with_added(
    cells: Mapping[str, Any], added: Mapping[str, Any], n_sessions: int
) -> dict[str, Any]:
    """Return cells, and where they are missing those of ``added`` that go together with them.

    >>> nan = np.nan
    >>> cells = {"usual_climb_m_per_km": np.array([nan, 60.0])}
    >>> with_added(cells, {"usual_terrain": np.array([0.0, 0.0])}, 2)["usual_terrain"].tolist()
    [0.0, nan]
    """
    whole = dict(cells)
    for name, values in added.items():
        told = cells.get(name)
        whole[name] = values if told is None else np.where(np.isnan(told), values, told)
    for rule in RULES:
        ours = [name for name in rule.columns if name in added]
        broken = rule.broken_by(whole) if ours else False
        if np.any(broken):
            for name in ours:
                told = cells.get(name, np.full(n_sessions, np.nan))
                whole[name] = np.where(broken, told, whole[name])
    return whole


def impossible(cells: Mapping[str, Any], n_sessions: int) -> dict[int, str]:
    """Find the sessions with cells that cannot be true.

    Returns by row the cells, with a guess of the unit where one makes sense.

    >>> cells = {"duration_min": np.array([45.5, 2730.0]), "distance_km": np.array([9.0, 9.0])}
    >>> impossible(cells, 2)
    {1: 'duration_min 2730 with distance_km 9, duration_min perhaps in seconds (45.5)'}
    """
    rows: dict[int, str] = {}
    for rule in STRICT_RULES:
        broken = rule.broken_by(cells)
        for row in np.flatnonzero(np.broadcast_to(broken, n_sessions)).tolist():
            codes = {name: float(cells[name][row]) for name in rule.columns}
            shown = " with ".join(f"{name} {code:g}" for name, code in codes.items())
            guess = rule.guess(codes)
            unit = f", {guess[0]} perhaps in {guess[1]} ({round(guess[2], 2):g})" if guess else ""
            rows.setdefault(row, f"{shown}{unit}")
    return dict(sorted(rows.items()))


def _text(rule: Rule, codes: Mapping[str, float], units: Units) -> str:
    guess = rule.guess(codes)

    def shown(name: str) -> str:
        cell = units.cell(name, decode(COLUMNS[name], codes[name]))
        if guess and guess[0] == name:
            cell += f", or {units.cell(name, guess[2])} if it is in {guess[1]}"
        return f"{label(name)} ({cell})"

    first, *others = map(shown, rule.columns)
    return f"{capital(first)} does not go with {' and '.join(others)}: {rule.why}. {rule.taken}"


def _rule(
    columns: str,
    clashes: Callable[..., Any],
    why: str,
    taken: str,
    unusable: str = "",
    **guess: Any,
) -> Rule:
    return Rule(
        columns=tuple(columns.split()), clashes=clashes, why=why, taken=taken,
        unusable=tuple(unusable.split()), **guess,
    )  # fmt: skip


def _is_running_pace(minutes: float, km: float) -> bool:
    return km >= 0.1 and 2.5 * km <= minutes <= 20 * km


def _place(column: str, word: str) -> float:
    return float(COLUMNS[column].choices.index(word))


# Trails may be either, and some tracks are grass.
HARD = (_place("surface", "road"), _place("surface", "treadmill"))
FIRST_SOFT = _place("surface", "grass")
FLAT = _place("terrain", "flat")
ZERO_DROP, BAREFOOT = _place("shoe_type", "zero_drop"), _place("shoe_type", "barefoot")
# Road races with more climb are called mountain races.
HILLY_M_PER_KM = 40.0
# The record over 1000 m is 2:12 min. A watch that was never stopped makes hours of a short run, up
# to 160 min/km in real diaries; seconds taken for minutes make more than 180.
FASTEST_MIN_PER_KM, SLOWEST_MIN_PER_KM = 2.2, 90.0
NO_PACE_MIN_PER_KM = 180.0
# The record over 100 m makes 1.6 min/km.
FASTEST_SPRINT_MIN_PER_KM = 1.4
# A watch that is stopped late, or indoors without a sensor.
LATE_MIN = 10.0
# Treadmills go up to 15 %, and read no climb; 100 m at 20 % climb 20 m.
STEEP_PCT = 20.0
DURATIONS = (
    ("distance_km", "metres", 0.001),
    ("duration_min", "hours", 60.0),
    ("duration_min", "days", 1440.0),
)
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
    _rule("terrain distance_km elevation_loss_m",
          lambda terrain, km, loss: (terrain == FLAT) & (km >= 2) & (loss > HILLY_M_PER_KM * km)
          & (loss <= STEEPEST_M_PER_KM * km),
          "with so much descent it was not flat", "The descent counts."),
    _rule("elevation_gain_m distance_km",
          lambda gain, km: (km >= 1) & (gain > STEEPEST_M_PER_KM * km),
          "nobody runs anything so steep", NEITHER, "elevation_gain_m distance_km",
          units=(("elevation_gain_m", "feet", 0.3048), ("elevation_gain_m", "centimetres", 0.01)),
          plausible=lambda gain, km: gain <= 2 * HILLY_M_PER_KM * km),
    _rule("elevation_loss_m distance_km",
          lambda loss, km: (km >= 1) & (loss > STEEPEST_M_PER_KM * km),
          "nobody runs down anything so steep", NEITHER, "elevation_loss_m distance_km",
          units=(("elevation_loss_m", "feet", 0.3048), ("elevation_loss_m", "centimetres", 0.01)),
          plausible=lambda loss, km: loss <= 2 * HILLY_M_PER_KM * km),
    _rule("max_grade_pct elevation_gain_m",
          lambda grade, gain: (grade > STEEP_PCT) & (gain < 0.5 * grade),
          "100 m of such a grade climb more", NEITHER, "max_grade_pct elevation_gain_m"),
    _rule("duration_min distance_km",
          lambda minutes, km: ((km >= 1) & (minutes < FASTEST_MIN_PER_KM * km))
          | ((km >= 0.1) & (minutes < FASTEST_SPRINT_MIN_PER_KM * km)),
          "nobody ever ran that fast", NEITHER, "duration_min distance_km",
          units=DURATIONS, plausible=_is_running_pace),
    _rule("duration_min distance_km",
          lambda minutes, km: (km >= 1) & (minutes > SLOWEST_MIN_PER_KM * km)
          & (minutes <= NO_PACE_MIN_PER_KM * km),
          "nobody moves that slowly", BOTH),
    _rule("duration_min distance_km",
          lambda minutes, km: (minutes > LATE_MIN) & (minutes > NO_PACE_MIN_PER_KM * km),
          "nobody moves that slowly", NEITHER, "duration_min distance_km",
          units=(("duration_min", "seconds", 1 / 60),), plausible=_is_running_pace),
    _rule("fastest_pace_min_per_km distance_km duration_min",
          lambda fastest, km, minutes: (km >= 1) & (fastest * km > 1.6 * minutes),
          "that is slower than the mean pace", "The mean pace counts.", "fastest_pace_min_per_km",
          units=(("fastest_pace_min_per_km", "minutes per mile", 1 / KM_PER_MILE),),
          plausible=lambda fastest, km, minutes: 0.5 * minutes <= fastest * km <= minutes),
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

STRICT_RULES = tuple(rule for rule in RULES if rule.unusable)
"""Those that name cells which cannot be true."""
