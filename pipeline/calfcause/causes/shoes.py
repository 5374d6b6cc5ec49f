"""Shoes: a kind of shoe, or a lower heel, that the calves are not used to.

Mechanism
    A raised heel keeps the ankle from bending up. Level it, and the calf works over a longer range
    and lengthens under more load at every step: zero-drop and minimalist shoes, racing flats,
    spikes, bare feet. The calf adapts over many runs in them.

Exposure
    How far the shoe is from the usual one, times how new it is. Distance: the kind of shoe
    (minimalist 1.2, barefoot 1.3, zero drop 0.95, spikes 0.9, racing flat 0.6), the drop lost, 1
    at 8 mm and beyond, or 0.4 for any new pair in its first 60 km, whichever is most. Newness:
    ``exp(-shoe_distance_km / 90)``; with the distance unknown, an unusual kind counts as 0.75 new.
    A runner whose usual drop is low has little left to lose. Used to them or not, such a shoe
    keeps 0.35 of its step: a load 1.12 times as high, damaging with its fourth power, is 1.5 times
    the odds.

Evidence
    Moderate to good for barefoot and minimalist shoes: more calf and shin pain in a randomised
    trial [1]_, more soreness after a first barefoot 5 km [2]_, both without sizes. For drop alone,
    tendon force falls 0.5 to 0.7 % per mm of lift [3]_, and injuries do not differ by drop [4]_.

References
----------
.. [1] Ryan et al. 2014, minimalist footwear trial, NCT01334346
.. [2] da Silva et al. 2020, 10.1016/j.gaitpost.2020.02.004
.. [3] Farris et al. 2012, J Appl Biomech 28:511
.. [4] Malisoux et al. 2016, 10.1177/0363546516654690
"""

from collections.abc import Mapping
from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import (
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
    above,
    code,
    fading,
    number,
    tell,
    weights,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import NO_SHOE, OTHER_SHOE, Plan
from calfcause.sessions.units import Units

FADING_KM = 90.0
NEW_PAIR_KM = 60.0
NEW_PAIR = 0.4
NEWNESS_UNTOLD = 0.75
HABIT_KEEPS = 0.35
CLEARLY_LOWER_MM = 8.0
STANDARD_DROP_MM = 10.0
KIND = weights(
    "shoe_type", minimalist=1.2, zero_drop=0.95, racing_flat=0.6, track_spikes=0.9, barefoot=1.3
)
TYPICAL_DROP_MM = weights(
    "shoe_type", standard=9.0, minimalist=2.0, racing_flat=6.0, track_spikes=2.0
)
STANDARD = code("shoe_type", "standard")

RYAN = Reference(cite="Ryan et al. 2014", link="https://clinicaltrials.gov/study/NCT01334346")
DA_SILVA = Reference(
    cite="da Silva et al. 2020", link="https://doi.org/10.1016/j.gaitpost.2020.02.004"
)
WARNE = Reference(cite="Warne & Gruber 2017", link="https://doi.org/10.1186/s40798-017-0096-x")


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    usual_drop = xp.or_else(cells["usual_shoe_drop_mm"], STANDARD_DROP_MM)
    left_to_lose = xp.clip(usual_drop / STANDARD_DROP_MM, 0.2, 1.0)
    kind = xp.lookup(cells["shoe_type"], KIND) * left_to_lose
    drop = xp.minimum(above(usual_drop, cells["shoe_drop_mm"], CLEARLY_LOWER_MM), 1.0)
    distance = cells["shoe_distance_km"]
    new_pair = xp.where(xp.isnan(distance), nan, xp.where(distance < NEW_PAIR_KM, NEW_PAIR, 0.0))
    step = xp.fmax(xp.fmax(kind, drop), new_pair)
    untold = xp.where(step > 0.0, NEWNESS_UNTOLD, 0.0)
    newness = xp.or_else(fading(1.0, distance, FADING_KM), untold)
    return {
        "unusual_shoe": step,
        "newness": newness,
        "new_and_unusual": step * xp.maximum(newness, HABIT_KEEPS),
    }


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    return signs["new_and_unusual"]


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A new pair of another kind for all or part of the runs; a first barefoot run."""
    n_runners, n_days = plan.shape
    day = np.arange(n_days)
    buys = plan.some(rng, 0.9)
    kinds = np.array([code("shoe_type", word) for word in BOUGHT])
    kind = rng.choice(kinds, size=n_runners, p=list(BOUGHT.values()))
    lower = np.maximum(plan.rack_drop_mm[:, 0] - rng.uniform(0.0, 8.0, n_runners), 0.0)
    plan.rack_type[:, OTHER_SHOE] = np.where(buys, kind, plan.rack_type[:, OTHER_SHOE])
    bought_drop = np.where(kind == STANDARD, lower, xp.lookup(kind, TYPICAL_DROP_MM))
    plan.rack_drop_mm[:, OTHER_SHOE] = np.where(buys, bought_drop, plan.rack_drop_mm[:, OTHER_SHOE])
    plan.rack_distance_km[:, OTHER_SHOE] = np.where(buys, 0.0, plan.rack_distance_km[:, OTHER_SHOE])
    from_day = rng.integers(0, n_days, n_runners)
    share = rng.uniform(0.2, 1.0, n_runners)
    worn = rng.random(plan.shape, dtype=np.float32) < share[:, None]
    plan.shoe[(day >= from_day[:, None]) & buys[:, None] & worn] = OTHER_SHOE
    careful = (plan.shoe == OTHER_SHOE) & plan.some(rng, 0.4)[:, None]
    plan.distance_km[careful] *= 0.6
    barefoot = plan.days(rng, np.where(plan.some(rng, 0.15), 0.06, 0.003)[:, None])
    plan.shoe[barefoot] = NO_SHOE
    plan.distance_km[barefoot] *= 0.5


BOUGHT = {
    "minimalist": 0.40,
    "zero_drop": 0.15,
    "racing_flat": 0.10,
    "standard": 0.35,
}


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    """A shoe is news while it is new; of ordinary shoes with a lower heel, the drop is the news.

    Who mentions ordinary shoes at all mostly does so because they are new.
    """
    unusual = xp.lookup(cells["shoe_type"], KIND) > 0.0
    fresh = cells["shoe_distance_km"] < 120.0
    lower = ~unusual & (cells["usual_shoe_drop_mm"] - cells["shoe_drop_mm"] > 2.5)
    news = felt * np.exp(cells["shoe_distance_km"] / -FADING_KM)
    return {
        "shoe_type": np.where(unusual, tell(news, 0.01, SURELY), tell(news, 0.03, 0.6)),
        "shoe_distance_km": np.where(fresh, tell(felt, 0.02, 0.42), 0.005),
        "shoe_drop_mm": np.where(lower, tell(felt, 0.01, 0.6), 0.002),
        "usual_shoe_drop_mm": np.where(lower, tell(felt, 0.01, 0.5), 0.001),
    }


def because(session: Session, units: Units) -> str:
    told = []
    kind = session.get("shoe_type")
    barefoot = kind == "barefoot"
    if kind:
        told.append("the run was barefoot" if barefoot else f"the shoes were {NAMES[str(kind)]}")
    distance = number(session, "shoe_distance_km")
    if distance is not None:
        what = "barefoot" if barefoot else "in this kind of shoe"
        told.append(
            f"{units.distance(distance)} run {what} before"
            if distance >= 1
            else f"the first run {what}"
        )
    drop, usual_drop = number(session, "shoe_drop_mm"), number(session, "usual_shoe_drop_mm")
    if drop is not None and not barefoot:
        told.append(f"the heel-to-toe drop was {units.cell('shoe_drop_mm', drop)}")
    if usual_drop is not None:
        told.append(f"the usual drop is {units.cell('shoe_drop_mm', usual_drop)}")
    return "; ".join(told)


NAMES = {
    "standard": "ordinary ones",
    "minimalist": "minimalist",
    "zero_drop": "zero-drop",
    "racing_flat": "racing flats",
    "track_spikes": "track spikes",
}


def measures(session: Session) -> tuple[Measure, ...]:
    found = []
    kind, distance = session.get("shoe_type"), number(session, "shoe_distance_km")
    drop, usual_drop = number(session, "shoe_drop_mm"), number(session, "usual_shoe_drop_mm")
    accustomed = STANDARD_DROP_MM if usual_drop is None else usual_drop
    unusual = bool(kind and KIND[int(code("shoe_type", str(kind)))] > 0)
    if kind:
        found.append(Measure(column="shoe_type", label="shoes", told=str(kind)))
    if distance is not None:
        lower = drop is not None and drop < accustomed
        found.append(
            Measure(
                column="shoe_distance_km",
                label="run in them before",
                told=distance,
                counts_from=5.0 * FADING_KM if unusual or lower else NEW_PAIR_KM,
                fewer_is_harder=True,
            )
        )
    if drop is not None:
        found.append(
            Measure(
                column="shoe_drop_mm",
                label="heel-to-toe drop",
                told=drop,
                usual=usual_drop,
                counts_from=accustomed,
                too_much=accustomed - CLEARLY_LOWER_MM,
                fewer_is_harder=True,
            )
        )
    return tuple(found)


AS_USUAL = "in ordinary shoes, well worn in"


def usual(session: Session) -> dict[str, object]:
    """The same run in ordinary shoes, well worn in, with the usual drop."""
    changed: dict[str, object] = {}
    if session.get("shoe_type") not in (None, "standard"):
        changed["shoe_type"] = "standard"
    if (drop := number(session, "shoe_drop_mm")) is not None:
        usual_drop = number(session, "usual_shoe_drop_mm")
        changed["shoe_drop_mm"] = max(drop, STANDARD_DROP_MM if usual_drop is None else usual_drop)
    if (number(session, "shoe_distance_km") or 0.0) < 300 and "shoe_distance_km" in session:
        changed["shoe_distance_km"] = 300.0
    return changed


CAUSE = Cause(
    name="shoes",
    title="a change of shoes",
    article=(
        "Ordinary running shoes raise the heel, often by about 12 mm; the larger the drop, the less"
        " the calf is stretched and loaded. A switch to zero-drop, minimalist or barefoot-like"
        " shoes"
        " or racing flats makes calves sore at first."
    ),
    columns=("shoe_type", "shoe_distance_km", "shoe_drop_mm", "usual_shoe_drop_mm"),
    effect=Effect(
        low=1.6,
        central=4.5,
        high=10.0,
        source=(
            "assumed: novelty adds 2.0 (0.8-4.0) to the odds, load times 1.12 (1.05-1.25),"
            " damage with its 4th power"
        ),
    ),
    adaptation=0.4,
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "A trial found more calf pain in minimalist shoes and a crossover trial more soreness"
            " after a first barefoot run; for the heel-to-toe drop alone there is no such finding."
        ),
        references=(
            RYAN,
            DA_SILVA,
            Reference(cite="Farris et al. 2012, J Appl Biomech 28:511"),
            Reference(cite="Malisoux et al. 2016", link="https://doi.org/10.1177/0363546516654690"),
        ),
    ),
    advice=(
        Advice(
            text=(
                "Keep the old pair, start with a few kilometres in the new one, and take 10 to 12"
                " weeks."
            ),
            support="pooled studies of changes; even 10 weeks can be too quick",
            source=WARNE,
            when=lambda session: session.get("shoe_type") != "barefoot",
        ),
        Advice(
            text="Start with a few barefoot minutes after a shod run, and take 10 to 12 weeks.",
            support="pooled studies of changes; even 10 weeks can be too quick",
            source=WARNE,
            when=lambda session: session.get("shoe_type") == "barefoot",
        ),
        Advice(
            text="While the calves are sore, wear shoes with a raised heel.",
            support="laboratory: a lift of 18 mm lowers tendon force by 12 %",
            source=Reference(cite="Farris et al. 2012, J Appl Biomech 28:511"),
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
