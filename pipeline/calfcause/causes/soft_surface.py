"""Soft surface: grass, sand, mud or snow under feet that are used to firm ground.

Mechanism
    The foot sinks in, the ankle moves further, and the calf has to steady it and to push off from
    ground that gives way. On sand a runner does 1.15 times the mechanical work for 1.6 times the
    energy [1]_.

Exposure
    Softness (sand 1, mud and snow 0.7, grass 0.45) times the fraction of the run on it, less 0.8 of
    the softness of the usual surface. A soft surface named without a fraction counts as nine tenths
    of the run. A runner used to the surface keeps a tenth.

Evidence
    Weak: work and energy on sand are higher [1]_, but intervals [2]_ and jumps [3]_ on sand left
    muscles no sorer, or less sore, than on firm ground. Small first exposures protect from other
    unaccustomed work [4]_; on soft ground nobody tried.

Limits
    The weakest cause. How much of the extra work the calves do was not measured, and nothing at all
    was found on soreness after running on grass, mud or snow. The cause is here because the article
    and many runners name it, and it is kept small.

References
----------
.. [1] Lejeune et al. 1998, J Exp Biol 201:2071
.. [2] Brown et al. 2017, Eur J Sport Sci 17:741, https://doi.org/10.1080/17461391.2017.1304998
.. [3] Arazi et al. 2016, Sports 4:15, https://doi.org/10.3390/sports4010015
.. [4] Maeo et al. 2017, PLoS ONE, https://doi.org/10.1371/journal.pone.0173909
"""

from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import (
    NOTICEABLE_EXPOSURE,
    Mention,
    chances,
    code,
    weights,
    words_from,
)
from calfcause.causes.plan import NO_SHOE, Plan
from calfcause.causes.run import facts, measure, number
from calfcause.causes.sources import PRIMING
from calfcause.sessions.units import Units

LEJEUNE = Reference("Lejeune et al. 1998, J Exp Biol 201:2071")
BROWN = Reference(
    "Brown et al. 2017, Eur J Sport Sci 17:741", "https://doi.org/10.1080/17461391.2017.1304998"
)
ARAZI = Reference("Arazi et al. 2016, Sports 4:15", "https://doi.org/10.3390/sports4010015")

# Exposure
# Assumed: sand is the softest; grass adds a third of what sand adds to the odds (0.25 against 0.7),
# and more here, since short grass on soft ground is called grass too.
SOFTNESS = weights("surface", sand=1.0, mud=0.7, snow=0.7, grass=0.45)
UNNAMED_SOFTNESS = 0.5  # assumed: near grass, the commonest soft ground
MOST_OF_THE_RUN = 0.9  # assumed: who names a surface ran nearly all on it
HABIT_TAKES, HABIT_KEEPS = 0.8, 0.1  # assumed: used to it, a runner feels next to nothing
FIRM = 0.0

# Simulated weeks: surface, share of runners with a spell, its days, share of other runs. Assumed.
SPELLS = (
    ("sand", 0.25, (3, 14), 0.015),
    ("grass", 0.15, (10, 40), 0.02),
    ("mud", 0.10, (5, 25), 0.01),
    ("snow", 0.12, (5, 25), 0.006),
)
SPELL_RUNS, SOFT_FRACTIONS = 0.7, (0.5, 1.0)
SAND_SPEED = 0.88  # assumed (0.70-0.95): runners are slower on sand (Jafarnezhadgero et al. 2022)
SAND_CLIMB, SAND_BAREFOOT = 0.2, 0.35  # assumed: beaches are flat, and shoes often come off

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "surface": Mention(0.03),
    "soft_surface_fraction": Mention(0.1, 0.6),
    "usual_surface": Mention(0.01, 0.1),
}
NEARLY_ALL = 0.85

PLACES = {
    "road": "the road",
    "track": "the track",
    "treadmill": "a treadmill",
    "trail": "trails",
    "grass": "grass",
    "sand": "sand",
    "mud": "mud",
    "snow": "snow",
}


def signs(cells: Columns) -> dict[str, Numbers]:
    named = xp.lookup(cells["surface"], SOFTNESS)
    fraction = xp.or_else(cells["soft_surface_fraction"], xp.where(named > 0, MOST_OF_THE_RUN, nan))
    softness = xp.where(named > 0, named, UNNAMED_SOFTNESS) * fraction
    softness = xp.where(xp.isnan(fraction) & (named == 0), FIRM, softness)
    usual = xp.or_else(xp.lookup(cells["usual_surface"], SOFTNESS), FIRM)
    return {"softer_than_usual": _left_by_habit(softness, usual)}


def _left_by_habit(softness: Numbers, usual: Numbers) -> Numbers:
    return xp.maximum(softness - HABIT_TAKES * usual, HABIT_KEEPS * softness)


def exposure(signs: Columns) -> Numbers:
    return signs["softer_than_usual"]


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A beach holiday, a season of grass, mud or snow; on sand shoes often come off."""
    shape = plan.shape
    for word, share, days, every in SPELLS:
        spell = plan.spell(rng, share, days) & (rng.random(shape, dtype=np.float32) < SPELL_RUNS)
        there = plan.runs & (spell | plan.days(rng, every))
        plan.surface[there] = code("surface", word)
        plan.soft_fraction[there] = rng.uniform(*SOFT_FRACTIONS, int(there.sum()))
    on_sand = plan.surface == code("surface", "sand")
    plan.relative_speed[on_sand] *= SAND_SPEED
    plan.climb_m_per_km[on_sand] *= SAND_CLIMB
    plan.shoe[on_sand & (rng.random(shape, dtype=np.float32) < SAND_BAREFOOT)] = NO_SHOE


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    soft = np.asarray(xp.lookup(cells["surface"], SOFTNESS) > 0)
    nearly_all = soft & (cells["soft_surface_fraction"] > NEARLY_ALL)
    return chances(MENTIONS, felt, {"surface": soft, "soft_surface_fraction": nearly_all})


def because(session: Session, units: Units) -> str:
    surface, usual_surface = session.get("surface"), session.get("usual_surface")
    fraction = number(session, "soft_surface_fraction")
    return facts(
        surface and f"you ran mostly on {PLACES[str(surface)]}",
        fraction is not None and f"{fraction:.0%} of the run was on soft ground",
        usual_surface and f"you usually run on {PLACES[str(usual_surface)]}",
        _kept_by_habit(session) and "habit takes away only part of it",
    )


def _kept_by_habit(session: Session) -> bool:
    """Whether the ground is known to be no softer than usual and counts all the same."""
    if not session.get("surface") or not session.get("usual_surface"):
        return False
    named, usual = _softness(session.get("surface")), _softness(session.get("usual_surface"))
    fraction = number(session, "soft_surface_fraction")
    softness = named * (MOST_OF_THE_RUN if fraction is None else fraction)
    kept = max(softness - HABIT_TAKES * usual, HABIT_KEEPS * softness)
    return 0.0 < named <= usual and kept >= NOTICEABLE_EXPOSURE


def _softness(surface: object) -> float:
    """The softness of a surface in words; firm where it is missing."""
    return float(SOFTNESS[int(code("surface", str(surface)))]) if surface else FIRM


def measures(session: Session) -> tuple[Measure, ...]:
    surface, usual_surface = session.get("surface"), session.get("usual_surface")
    usual = _softness(usual_surface)
    strain = np.asarray(_left_by_habit(MOST_OF_THE_RUN * SOFTNESS, usual))
    whole = (1.0 + HABIT_TAKES * usual) / (_softness(surface) or UNNAMED_SOFTNESS)
    return (
        *measure(
            session,
            "surface",
            "surface",
            usual=usual_surface,
            too_much=words_from("surface", strain),
        ),
        *measure(
            session,
            "soft_surface_fraction",
            "soft ground",
            too_much=whole if whole <= 1.0 else None,
        ),
    )


def usual(session: Session) -> dict[str, object]:
    """The same run on the usual surface; on the road where the usual is not known."""
    changed: dict[str, object] = {}
    usual_surface = str(session.get("usual_surface") or "road")
    if _softness(session.get("surface")) > _softness(usual_surface):
        changed["surface"] = usual_surface
    if session.get("soft_surface_fraction") is not None:
        changed["soft_surface_fraction"] = 0.0
    return changed


def _is_used_to_it(session: Session) -> bool:
    """Whether the usual surface is known to be no firmer."""
    usual_surface = _softness(session.get("usual_surface"))
    return usual_surface > 0 and usual_surface >= _softness(session.get("surface"))


CAUSE = Cause(
    name="soft_surface",
    title="a soft surface",
    article=(
        "On grass and sand the foot sinks in and the ankle moves further; the calves must steady it"
        " and contract harder at landing and at push-off."
    ),
    columns=("surface", "soft_surface_fraction", "usual_surface"),
    effect=Effect(
        low=1.1,
        central=3.0,
        high=7.0,
        source=(
            "assumed: novelty adds 0.7 (0-2.0) to the odds on sand, load times 1.15"
            " (1.0-1.5), damage with its 4th power"
        ),
    ),
    adaptation=0.4,  # assumed: repeated bouts protect by 30-70 %
    evidence=Evidence(
        strength="weak",
        sentence=(
            "Running on sand takes more work, but three studies found no more soreness, or less,"
            " after exercise on sand; on grass nothing was found."
        ),
        references=(LEJEUNE, BROWN, ARAZI),
    ),
    advice=(
        Advice(
            text=(
                "Mix short soft stretches into runs on firm ground before a whole run on soft"
                " ground."
            ),
            support="by analogy with other small first exposures; no trial",
            source=PRIMING,
            when=lambda session: not _is_used_to_it(session),
        ),
        Advice(
            text="Run your longest runs on firm ground.",
            support="by the work that soft ground takes; no trial",
            source=LEJEUNE,
            when=_is_used_to_it,
        ),
    ),
    references=(LEJEUNE, BROWN, ARAZI, PRIMING),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="on your usual surface",
)
