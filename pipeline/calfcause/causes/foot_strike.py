"""Foot strike: landing further forward on the foot than the calves are used to.

Mechanism
    The nearer the forefoot one lands, the more the calf works: it brakes the heel's fall at every
    step, and the load moves from the knee to the ankle. Forefoot landing switches the plantar
    flexors on 11 % earlier and 10 % longer [1]_ and raises tendon impulse by 11 % a step [2]_.

Exposure
    The step forward from the usual strike: one class 0.75, from heel to forefoot 1.2. With no
    usual strike told, a forefoot landing counts 0.85 and a midfoot landing 0.5, since people tell
    their strike when they have changed it. Always on the toes keeps 0.5, always on the midfoot
    0.3: loads 1.12 and 1.06 times as high, damaging with their fourth power, are 1.6 and 1.3 times
    the odds. Landings that spikes or sprints force belong to another cause and count a third.
    A change fades over 4 to 12 weeks, so one run takes less from the next than elsewhere.

Evidence
    Strong for load. For soreness: heel strikers who change get sore calves at first, reported in
    words in two studies [3]_, and one runner's strains ended with a return to the heel [4]_.

References
----------
.. [1] Ahn et al. 2014, J Sport Health Sci 3:102
.. [2] Almonroeder et al. 2013, 10.1007/s10439-013-0819-1
.. [3] Yong et al. 2020, 10.1038/s41598-020-62464-3
.. [4] Baquet et al. 2020, Phys Ther Sport
.. [5] Front Physiol 2021, 10.3389/fphys.2021.686259
"""

from collections.abc import Mapping

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import (
    CLEAR_EXPOSURE,
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
    lesser,
    tell,
    weights,
    words_from,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.units import Units

FORWARD = np.array([0.0, 0.75, 1.2])
UNTOLD_USUAL = weights("foot_strike", midfoot=0.5, forefoot=0.85)
HABITUAL = weights("foot_strike", midfoot=0.3, forefoot=0.5)
FORCED_SHARE = 1.0 / 3.0
SPIKES = code("shoe_type", "track_spikes")
SPRINTS = code("session_type", "sprints")
LOW_SHOES = [code("shoe_type", word) for word in ("minimalist", "zero_drop", "barefoot")]

YONG = Reference(cite="Yong et al. 2020", link="https://doi.org/10.1038/s41598-020-62464-3")
ALMONROEDER = Reference(
    cite="Almonroeder et al. 2013", link="https://doi.org/10.1007/s10439-013-0819-1"
)


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    strike = cells["foot_strike"]
    moved = xp.lookup(xp.maximum(strike - cells["usual_foot_strike"], 0.0), FORWARD)
    moved = xp.or_else(moved, xp.lookup(strike, UNTOLD_USUAL))
    forward = xp.maximum(moved, xp.lookup(strike, HABITUAL))
    forced = (cells["shoe_type"] == SPIKES) | (cells["session_type"] == SPRINTS)
    return {"further_forward": forward * xp.where(forced, FORCED_SHARE, 1.0)}


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    return signs["further_forward"]


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A change of landing on purpose; a landing that low shoes, spikes or sprints bring.

    Going from 2.5 to 5 m/s 77 % of runners kept their landing [5]_, hence a third in spikes and
    sprints; that a quarter land further forward in low shoes is a guess.
    """
    purpose = plan.spell(rng, 0.33, (7, 60))
    by = np.where(plan.some(rng, 0.65), 2.0, 1.0)[:, None]
    low = np.isin(_kind_worn(plan), LOW_SHOES) & plan.some(rng, 0.25)[:, None]
    forced = (_kind_worn(plan) == SPIKES) | (plan.session_type == SPRINTS)
    shift = np.maximum(np.where(purpose, by, 0.0), np.where(low, by, 0.0))
    shift = np.where(forced & (rng.random(plan.shape, dtype=np.float32) < 0.35), 2.0, shift)
    plan.foot_strike = np.minimum(plan.foot_strike + shift, code("foot_strike", "forefoot"))


def _kind_worn(plan: Plan) -> Array:
    return np.asarray(np.take_along_axis(plan.rack_type, plan.shoe, axis=1))


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    forward = xp.lookup(cells["foot_strike"], HABITUAL) > 0
    return {
        "foot_strike": np.where(forward, tell(felt, 0.02, SURELY), 0.01),
        "usual_foot_strike": np.where(forward, tell(felt, 0.02, 0.8), 0.005),
    }


def because(session: Session, units: Units) -> str:
    told = []
    if strike := session.get("foot_strike"):
        told.append(f"the {PLACES[str(strike)]} lands first")
    if usual_strike := session.get("usual_foot_strike"):
        told.append(f"until now it was the {PLACES[str(usual_strike)]}")
    return "; ".join(told)


PLACES = {"rearfoot": "heel", "midfoot": "midfoot", "forefoot": "forefoot"}


def measures(session: Session) -> tuple[Measure, ...]:
    strike, usual_strike = session.get("foot_strike"), session.get("usual_foot_strike")
    if not strike:
        return ()
    moved = UNTOLD_USUAL
    if usual_strike:
        forward = np.arange(len(FORWARD)) - int(code("foot_strike", str(usual_strike)))
        moved = FORWARD[np.maximum(forward, 0)]
    return (
        Measure(
            column="foot_strike",
            label="landing",
            told=str(strike),
            usual=None if usual_strike is None else str(usual_strike),
            too_much=words_from("foot_strike", np.maximum(moved, HABITUAL), CLEAR_EXPOSURE),
        ),
    )


AS_USUAL = "with the landing used until now"


def usual(session: Session) -> dict[str, object]:
    """The same run with the landing used until now: on the heel, where nothing is known of it."""
    if session.get("foot_strike") in ("midfoot", "forefoot"):
        usual_strike = session.get("usual_foot_strike")
        return {
            "foot_strike": lesser("foot_strike", session["foot_strike"], usual_strike, "rearfoot")
        }
    return {}


CAUSE = Cause(
    name="foot_strike",
    title="landing further forward on the foot",
    article=(
        "The nearer the forefoot one lands, the more the calves work. The article holds mid- and"
        " forefoot landing to be good form all the same."
    ),
    columns=("foot_strike", "usual_foot_strike", "shoe_type", "session_type"),
    effect=Effect(
        low=1.5,
        central=3.2,
        high=6.0,
        source=(
            "assumed: a change forward times 2.5 (1.5-5) on the odds, load times 1.12 (1.08-1.25),"
            " damage with its 4th power"
        ),
    ),
    adaptation=0.25,
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That forefoot landing loads the calves more is well measured; sore calves after a"
            " change are reported, without numbers."
        ),
        references=(
            YONG,
            ALMONROEDER,
            Reference(cite="Ahn et al. 2014, J Sport Health Sci 3:102"),
        ),
    ),
    advice=(
        Advice(
            text="Go back to the old landing while sore, then change over 4 to 12 weeks.",
            support="reported in studies and one case; the time is an estimate",
            source=YONG,
            when=lambda session: session.get("foot_strike") != session.get("usual_foot_strike"),
        ),
        Advice(
            text="If strains return, landing on the heel again may end them.",
            support="a single case",
            source=Reference(cite="Baquet et al. 2020, Phys Ther Sport, pp. 64-70"),
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
