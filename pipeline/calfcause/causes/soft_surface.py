"""Soft surface: grass, sand, mud or snow under feet that are used to firm ground.

Mechanism
    The foot sinks in, the ankle moves further, and the calf steadies it and pushes off from ground
    that gives way. On sand a runner does 1.15 times the mechanical work for 1.6 times the energy
    [1]_.

Exposure
    Softness (sand 1, mud and snow 0.7, grass 0.45) times the fraction of the run on it, less half
    the softness of the usual surface. A soft surface named with no fraction counts as nine tenths
    of the run. A runner used to it keeps a tenth.

Evidence
    The weakest cause. Work on sand is higher; that calves take it is not shown, and intervals [2]_
    and jumps [3]_ on sand left muscles no sorer, or less sore, than on firm ground. Nothing was
    found on grass. It is here because the article and many runners name it, and it is kept small.

References
----------
.. [1] Lejeune et al. 1998, J Exp Biol 201:2071
.. [2] Brown et al. 2017, 10.1080/17461391.2017.1304998
.. [3] Arazi et al. 2016, 10.3390/sports4010015
"""

from collections.abc import Mapping
from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import (
    CLEAR_EXPOSURE,
    NOTICEABLE_EXPOSURE,
    SURELY,
    Advice,
    Array,
    Cause,
    Cells,
    Effect,
    Evidence,
    Measure,
    Reference,
    Session,
    code,
    number,
    tell,
    weights,
    words_from,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import NO_SHOE, Plan
from calfcause.sessions.units import Units

SOFTNESS = weights("surface", sand=1.0, mud=0.7, snow=0.7, grass=0.45)
UNNAMED_SOFTNESS = 0.5
MOST_OF_THE_RUN = 0.9

LEJEUNE = Reference(cite="Lejeune et al. 1998, J Exp Biol 201:2071")
BROWN = Reference(cite="Brown et al. 2017", link="https://doi.org/10.1080/17461391.2017.1304998")


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    named = xp.lookup(cells["surface"], SOFTNESS)
    fraction = xp.or_else(cells["soft_surface_fraction"], xp.where(named > 0, MOST_OF_THE_RUN, nan))
    softness = xp.where(named > 0, named, UNNAMED_SOFTNESS) * fraction
    softness = xp.where(xp.isnan(fraction) & (named == 0), 0.0, softness)
    usual = xp.or_else(xp.lookup(cells["usual_surface"], SOFTNESS), 0.0)
    return {"softer_than_usual": xp.maximum(softness - 0.8 * usual, 0.1 * softness)}


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    return signs["softer_than_usual"]


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A beach holiday, a season of grass, mud or snow; on sand shoes often come off."""
    shape = plan.shape
    for word, share, days, every in (
        ("sand", 0.25, (3, 14), 0.015),
        ("grass", 0.15, (10, 40), 0.02),
        ("mud", 0.10, (5, 25), 0.01),
        ("snow", 0.12, (5, 25), 0.006),
    ):
        spell = plan.spell(rng, share, days) & (rng.random(shape, dtype=np.float32) < 0.7)
        there = plan.runs & (spell | plan.days(rng, every))
        plan.surface[there] = code("surface", word)
        plan.soft_fraction[there] = rng.uniform(0.5, 1.0, int(there.sum()))
    on_sand = plan.surface == code("surface", "sand")
    plan.relative_speed[on_sand] *= 0.88
    plan.climb_m_per_km[on_sand] *= 0.2
    plan.shoe[on_sand & (rng.random(shape, dtype=np.float32) < 0.35)] = NO_SHOE


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    soft = xp.lookup(cells["surface"], SOFTNESS) > 0
    nearly_all = soft & (cells["soft_surface_fraction"] > 0.85)
    return {
        "surface": np.where(soft, tell(felt, 0.03, SURELY), 0.0),
        "soft_surface_fraction": np.where(nearly_all, tell(felt, 0.1, 0.6), 0.0),
        "usual_surface": tell(felt, 0.01, 0.1),
    }


def because(session: Session, units: Units) -> str:
    told = []
    surface, fraction = session.get("surface"), number(session, "soft_surface_fraction")
    if surface:
        told.append(f"most of the run was on {PLACES[str(surface)]}")
    if fraction is not None:
        told.append(f"{fraction:.0%} of the run was on soft ground")
    if usual_surface := session.get("usual_surface"):
        told.append(f"most runs are on {PLACES[str(usual_surface)]}")
    if _kept_by_habit(session):
        told.append("habit takes away only part of it")
    return "; ".join(told)


def _kept_by_habit(session: Session) -> bool:
    """Whether the ground is no softer than usual, as told, and counts all the same."""
    surface, usual_surface = session.get("surface"), session.get("usual_surface")
    if not surface or not usual_surface:
        return False
    named, usual = _softness(str(surface)), _softness(str(usual_surface))
    fraction = number(session, "soft_surface_fraction")
    softness = named * (MOST_OF_THE_RUN if fraction is None else fraction)
    kept = max(softness - 0.8 * usual, 0.1 * softness)
    return 0.0 < named <= usual and kept >= NOTICEABLE_EXPOSURE


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


def measures(session: Session) -> tuple[Measure, ...]:
    found = []
    surface, usual_surface = session.get("surface"), session.get("usual_surface")
    accustomed = 0.8 * _softness(str(usual_surface)) if usual_surface else 0.0
    if surface:
        strain = np.maximum(MOST_OF_THE_RUN * SOFTNESS - accustomed, 0.1 * SOFTNESS)
        found.append(
            Measure(
                column="surface",
                label="surface",
                told=str(surface),
                usual=None if usual_surface is None else str(usual_surface),
                too_much=words_from("surface", strain, CLEAR_EXPOSURE),
            )
        )
    if (fraction := number(session, "soft_surface_fraction")) is not None:
        softness = _softness(str(surface)) if surface else 0.0
        whole = (1.0 + accustomed) / (softness or UNNAMED_SOFTNESS)
        found.append(
            Measure(
                column="soft_surface_fraction",
                label="soft ground",
                told=fraction,
                too_much=whole if whole <= 1.0 else None,
            )
        )
    return tuple(found)


AS_USUAL = "on the usual surface"


def usual(session: Session) -> dict[str, object]:
    """The same run on the usual surface: the road, where nothing is known of it."""
    changed: dict[str, object] = {}
    surface = session.get("surface")
    usual_surface = str(session.get("usual_surface") or "road")
    if surface and _softness(str(surface)) > _softness(usual_surface):
        changed["surface"] = usual_surface
    if session.get("soft_surface_fraction") is not None:
        changed["soft_surface_fraction"] = 0.0
    return changed


def _softness(surface: str) -> float:
    return float(SOFTNESS[int(code("surface", surface))])


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
    adaptation=0.4,
    evidence=Evidence(
        strength="weak",
        sentence=(
            "Running on sand takes more work, but three studies found no more soreness, or less,"
            " after exercise on sand; on grass nothing was found."
        ),
        references=(
            LEJEUNE,
            BROWN,
            Reference(cite="Arazi et al. 2016", link="https://doi.org/10.3390/sports4010015"),
        ),
    ),
    advice=(
        Advice(
            text=(
                "Mix short soft stretches into runs on firm ground before a whole run on soft"
                " ground."
            ),
            support="by analogy with other small first exposures; no trial",
            source=Reference(
                cite="Maeo et al. 2017, PLoS ONE",
                link="https://doi.org/10.1371/journal.pone.0173909",
            ),
        ),
    ),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    telling=telling,
    because=because,
    measures=measures,
    usual=usual,
    as_usual=AS_USUAL,
)
