"""Shoes: a kind of shoe, or a lower heel, that the calves are not used to.

Mechanism
    A raised heel keeps the ankle from bending up. Level it, and the calf works over a longer range
    and lengthens under more load at every step: in zero-drop and minimalist shoes, racing flats,
    spikes and bare feet. The calf adapts over many runs in them.

Exposure
    How far the shoe is from the usual one, times how new it is. How far: the kind of shoe
    (minimalist 1.2, barefoot 1.3, zero drop 0.95, spikes 0.9, racing flat 0.6), the drop lost (1 at
    8 mm and beyond), or 0.4 for any new pair in its first 60 km (0.2 where both drops are known and
    alike), whichever is most. How new: ``exp(-shoe_distance_km / 90)``; where the distance is not
    known, an unusual kind counts as 0.75 new. A runner whose usual drop is low has little left to
    lose, once running long enough to be used to it. Familiar or not, such a shoe keeps 0.35 of its
    exposure: a load 1.12 times as high, with damage growing as its fourth power, gives 1.5 times
    the odds. Ordinary shoes that are different count by themselves: another model 0.5, worn out or
    with inserts 0.4, the same model new 0.2. Barefoot on soft ground counts as zero drop, since
    only 20 % land further forward there, against 65 % on hard ground [7]_.

Evidence
    Moderate to good for barefoot and minimalist shoes: more calf and shin pain in a randomised
    trial [1]_, and more soreness after a first barefoot 5 km [2]_, both without sizes. Tendon force
    falls by 0.5 to 0.7 % per mm of heel lift, 12 % at 18 mm [3]_. Pooled studies of changes to
    minimal shoes found 17.9 against 13.4 injuries in 100 runners [4]_.

Limits
    For the drop alone no study shows soreness, and injuries did not differ between drops of 10, 6
    and 0 mm [5]_. Of ordinary shoes that are other, worn out or with inserts only this is known:
    calves, the most frequent injury of 258 runners, were hurt more in those who changed shoes every
    three months or sooner [8]_, and a heel lift lowers tendon force [3]_. What runners call a
    minimalist shoe differs, and stated drops are often wrong. The sizes are assumed. That a few
    short runs in a new pair protect is an analogy with other small first exposures [6]_.

References
----------
.. [1] Ryan et al. 2014, Br J Sports Med, https://doi.org/10.1136/bjsports-2012-092061
.. [2] da Silva et al. 2020, Gait Posture 77:231, https://doi.org/10.1016/j.gaitpost.2020.02.004
.. [3] Farris et al. 2012, J Appl Biomech 28:511
.. [4] Warne & Gruber 2017, Sports Med Open 3:33, https://doi.org/10.1186/s40798-017-0096-x
.. [5] Malisoux et al. 2016, Am J Sports Med 44:2933, https://doi.org/10.1177/0363546516654690
.. [6] Maeo et al. 2017, PLoS ONE, https://doi.org/10.1371/journal.pone.0173909
.. [7] Gruber et al. 2013, Footwear Sci 5:39, https://doi.org/10.1080/19424280.2012.742141
.. [8] Dillon et al. 2023, Sports Med Open, https://doi.org/10.1186/s40798-023-00589-1
"""

from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import (
    TIME_CONSTANTS,
    Mention,
    above,
    chances,
    code,
    fading,
    unformed,
    weights,
    words_from,
)
from calfcause.causes.plan import NO_SHOE, OTHER_SHOE, USUAL_SHOE, Plan
from calfcause.causes.run import facts, measure, number
from calfcause.causes.sources import FARRIS, PRIMING
from calfcause.sessions.units import Units

GRUBER = Reference(
    "Gruber et al. 2013, Footwear Sci 5:39", "https://doi.org/10.1080/19424280.2012.742141"
)
DILLON = Reference(
    "Dillon et al. 2023, Sports Med Open", "https://doi.org/10.1186/s40798-023-00589-1"
)
RYAN = Reference(
    "Ryan et al. 2014, Br J Sports Med", "https://doi.org/10.1136/bjsports-2012-092061"
)
DA_SILVA = Reference(
    "da Silva et al. 2020, Gait Posture 77:231", "https://doi.org/10.1016/j.gaitpost.2020.02.004"
)
WARNE = Reference(
    "Warne & Gruber 2017, Sports Med Open 3:33", "https://doi.org/10.1186/s40798-017-0096-x"
)
MALISOUX = Reference(
    "Malisoux et al. 2016, Am J Sports Med 44:2933", "https://doi.org/10.1177/0363546516654690"
)

# Exposure
FADING_KM = 90.0  # assumed (40-200): changes take 10 to 12 weeks, and that can be too quick (Warne)
NEW_PAIR_KM, NEW_PAIR = 60.0, 0.4  # assumed: any new pair differs a little for a few runs
ALIKE_PAIR, ALIKE_MM = 0.2, 1.0  # assumed: half of it if the drop is the usual one
UNKNOWN_NEWNESS = 0.75  # assumed: who mentions an unusual shoe mostly means a new one
HABIT_KEEPS = 0.35  # assumed: 1.12 ** 4 = 1.5 times the odds, where the central effect is 4.5
CLEARLY_LOWER_MM = 8.0  # assumed: from a standard shoe to almost level
STANDARD_DROP_MM = 10.0  # the commonest drop of more than 350 shoes (RunRepeat)
LEAST_LEFT_TO_LOSE = 0.2  # assumed: a zero-drop runner still feels a first barefoot run
# Assumed in this order by how much calf load rises: barefoot and minimalist 1.12 (1.05-1.25) times,
# spikes 1.15 (1.05-1.30), zero drop 1.06 (1.02-1.12), flats 1.04 (1.00-1.10). Spikes are below
# minimalist shoes, since landing on the forefoot in them counts for speed.
KIND = weights(
    "shoe_type", minimalist=1.2, zero_drop=0.95, racing_flat=0.6, track_spikes=0.9, barefoot=1.3
)
# Assumed within the range of shoes on the market, 0 to 15 mm (RunRepeat).
TYPICAL_DROP_MM = weights(
    "shoe_type", standard=9.0, minimalist=2.0, racing_flat=6.0, track_spikes=2.0
)
# Barefoot on soft ground only 20 % land on mid- or forefoot, on hard ground 65 % (Gruber et al.),
# so that little more than the level heel is left there.
BAREFOOT, BAREFOOT_ON_SOFT = code("shoe_type", "barefoot"), 0.95
FIRST_SOFT = code("surface", "grass")
# Ordinary shoes that are different. Assumed, as no study tells it of soreness: another model as a
# drop lower by 4 mm, the middle of what is bought (LOWER_BY_MM); worn out or with inserts as any
# new pair; the same model new as a pair of the same drop. What is worn out does not wear in.
CHANGED = weights(
    "shoe_change", same_model_new=ALIKE_PAIR, other_model=0.5, worn_out=NEW_PAIR, inserts=NEW_PAIR
)
IS_PAIR = weights("shoe_change", same_model_new=1.0, other_model=1.0)
STANDARD = code("shoe_type", "standard")
WORN_IN_KM = 300.0  # assumed: half the life of a shoe (500-800 km by convention)

# Simulated weeks. Assumed: common enough for a model to learn from.
BUYERS_SHARE = 0.9
BOUGHT = {"minimalist": 0.40, "zero_drop": 0.15, "racing_flat": 0.10, "standard": 0.35}
LOWER_BY_MM = (0.0, 8.0)  # assumed: new models have lower drops, for example 12, 8, then 4 mm
WORN_SHARE, CAREFUL_SHARE, CAREFUL_TIMES = (0.2, 1.0), 0.4, 0.6
FRESH_DAYS = (10, 60)
REPLACED_SHARE, WORN_OUT_SHARE, INSERTS_SHARE = 0.30, 0.20, 0.12
BAREFOOT_RUNNERS, BAREFOOT_OF_THEIRS, BAREFOOT_OF_OTHERS, BAREFOOT_TIMES = 0.15, 0.06, 0.003, 0.5

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
UNUSUAL_SHOE, ORDINARY_SHOE = Mention(0.01), Mention(0.03, 0.6)
MENTIONS = {
    "shoe_distance_km": Mention(0.02, 0.42, otherwise=0.005),
    "shoe_drop_mm": Mention(0.01, 0.6, otherwise=0.002),
    "usual_shoe_drop_mm": Mention(0.01, 0.5, otherwise=0.001),
    "shoe_change": Mention(0.05, 0.9, otherwise=0.01),
}
FRESH_KM, LOWER_MM = 120.0, 2.5

SLOW_CHANGE = "pooled studies of changes; even 10 weeks can be too quick"

NAMES = {
    "standard": "ordinary shoes",
    "minimalist": "minimalist shoes",
    "zero_drop": "zero-drop shoes",
    "racing_flat": "racing flats",
    "track_spikes": "track spikes",
}


CHANGES = {
    "none": "nothing was new about your shoes",
    "same_model_new": "your shoes were a new pair of the same model",
    "other_model": "your shoes were another model than before",
    "worn_out": "your shoes were worn out",
    "inserts": "you had inserts or a lift in your shoes",
}


def signs(cells: Columns) -> dict[str, Numbers]:
    told = xp.or_else(cells["usual_shoe_drop_mm"], STANDARD_DROP_MM)
    lacking = xp.maximum(STANDARD_DROP_MM - told, 0.0)
    usual_drop = told + lacking * unformed(cells["experience_weeks"])
    left_to_lose = xp.clip(usual_drop / STANDARD_DROP_MM, LEAST_LEFT_TO_LOSE, 1.0)
    on_soft = (cells["shoe_type"] == BAREFOOT) & (cells["surface"] >= FIRST_SOFT)
    kind = xp.where(on_soft, BAREFOOT_ON_SOFT, xp.lookup(cells["shoe_type"], KIND)) * left_to_lose
    drop = xp.minimum(above(usual_drop, cells["shoe_drop_mm"], CLEARLY_LOWER_MM), 1.0)
    distance = cells["shoe_distance_km"]
    alike = cells["shoe_drop_mm"] >= cells["usual_shoe_drop_mm"] - ALIKE_MM
    if_new = xp.where(alike, ALIKE_PAIR, NEW_PAIR)
    new_pair = xp.where(xp.isnan(distance), nan, xp.where(distance < NEW_PAIR_KM, if_new, 0.0))
    step = xp.fmax(xp.fmax(kind, drop), new_pair)
    if_unknown = xp.where(step > 0.0, UNKNOWN_NEWNESS, 0.0)
    newness = xp.or_else(fading(1.0, distance, FADING_KM), if_unknown)
    pair_newness = xp.where(
        xp.lookup(cells["shoe_change"], IS_PAIR) > 0.0,
        xp.or_else(fading(1.0, distance, FADING_KM), 1.0),
        1.0,
    )
    changed = xp.lookup(cells["shoe_change"], CHANGED) * pair_newness
    return {
        "unusual_shoe": step,
        "newness": newness,
        "new_and_unusual": step * xp.maximum(newness, HABIT_KEEPS),
        "changed": changed,
    }


def exposure(signs: Columns) -> Numbers:
    return xp.fmax(signs["new_and_unusual"], signs["changed"])


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A new pair of another kind for all or part of the runs; a first barefoot run."""
    n_runners, n_days = plan.shape
    buys = plan.some(rng, BUYERS_SHARE)
    kinds = np.array([code("shoe_type", word) for word in BOUGHT])
    kind = rng.choice(kinds, size=n_runners, p=list(BOUGHT.values()))
    lower = np.maximum(plan.rack_drop_mm[:, 0] - rng.uniform(*LOWER_BY_MM, n_runners), 0.0)
    drop = np.where(kind == STANDARD, lower, xp.lookup(kind, TYPICAL_DROP_MM))
    for rack, bought in (
        (plan.rack_type, kind),
        (plan.rack_drop_mm, drop),
        (plan.rack_distance_km, 0.0),
    ):
        rack[:, OTHER_SHOE] = np.where(buys, bought, rack[:, OTHER_SHOE])
    from_day = rng.integers(0, n_days, n_runners)
    share = rng.uniform(*WORN_SHARE, n_runners)
    worn = rng.random(plan.shape, dtype=np.float32) < share[:, None]
    since = np.arange(n_days) >= from_day[:, None]
    plan.shoe[since & buys[:, None] & worn] = OTHER_SHOE
    careful = (plan.shoe == OTHER_SHOE) & plan.some(rng, CAREFUL_SHARE)[:, None]
    plan.distance_km[careful] *= CAREFUL_TIMES
    for word, change_share, where in (
        ("worn_out", WORN_OUT_SHARE, USUAL_SHOE),
        ("same_model_new", REPLACED_SHARE, USUAL_SHOE),
        ("inserts", INSERTS_SHARE, USUAL_SHOE),
        ("other_model", BUYERS_SHARE, OTHER_SHOE),
    ):
        begins = from_day if where == OTHER_SHOE else rng.integers(0, n_days, n_runners)
        ends = begins + rng.integers(*FRESH_DAYS, n_runners)
        days = np.arange(n_days)
        fresh = (days >= begins[:, None]) & (days < ends[:, None])
        there = fresh & plan.some(rng, change_share)[:, None] & (plan.shoe == where)
        plan.shoe_change[there] = code("shoe_change", word)
    often = plan.some(rng, BAREFOOT_RUNNERS)
    barefoot = plan.days(rng, np.where(often, BAREFOOT_OF_THEIRS, BAREFOOT_OF_OTHERS)[:, None])
    plan.shoe[barefoot] = NO_SHOE
    plan.shoe_change[barefoot] = 0.0
    plan.distance_km[barefoot] *= BAREFOOT_TIMES


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    """A shoe is worth mentioning while it is new; an ordinary one with a lower heel, for its drop.

    Those who mention ordinary shoes at all mostly do so because they are new.
    """
    distance = cells["shoe_distance_km"]
    unusual = np.asarray(xp.lookup(cells["shoe_type"], KIND) > 0.0)
    lower = ~unusual & (cells["usual_shoe_drop_mm"] - cells["shoe_drop_mm"] > LOWER_MM)
    news = felt * np.exp(distance / -FADING_KM)
    of_type = np.where(unusual, UNUSUAL_SHOE.chance(news), ORDINARY_SHOE.chance(news))
    worth = dict.fromkeys(MENTIONS, lower) | {
        "shoe_distance_km": distance < FRESH_KM,
        "shoe_change": np.asarray(cells["shoe_change"] > 0.0),
    }
    return {"shoe_type": of_type} | chances(MENTIONS, felt, worth)


def because(session: Session, units: Units) -> str:
    kind, distance = session.get("shoe_type"), number(session, "shoe_distance_km")
    drop, usual_drop = number(session, "shoe_drop_mm"), number(session, "usual_shoe_drop_mm")
    barefoot = kind == "barefoot"
    what = "barefoot" if barefoot else "in this kind of shoe"
    worn = ""
    if distance is not None:
        far = f"you had run {units.distance(distance)} {what} before"
        worn = far if distance >= 1 else f"it was your first run {what}"
    if barefoot and distance is not None and distance < 1:
        kind, worn = None, "you ran barefoot for the first time"
    return facts(
        kind and ("you ran barefoot" if barefoot else f"you wore {NAMES[str(kind)]}"),
        worn,
        drop is not None
        and not barefoot
        and f"the heel-to-toe drop of your shoes was {units.cell('shoe_drop_mm', drop)}",
        usual_drop is not None and f"your usual drop is {units.cell('shoe_drop_mm', usual_drop)}",
        CHANGES.get(str(session.get("shoe_change")), ""),
    )


def measures(session: Session) -> tuple[Measure, ...]:
    kind = session.get("shoe_type")
    drop, usual_drop = number(session, "shoe_drop_mm"), number(session, "usual_shoe_drop_mm")
    accustomed = STANDARD_DROP_MM if usual_drop is None else usual_drop
    unusual = bool(kind and KIND[int(code("shoe_type", str(kind)))] > 0)
    lower = drop is not None and drop < accustomed
    return (
        *measure(session, "shoe_type", "shoes"),
        *measure(
            session,
            "shoe_change",
            "change of shoes",
            too_much=words_from("shoe_change", CHANGED),
        ),
        *measure(
            session,
            "shoe_distance_km",
            "run in them before",
            counts_from=TIME_CONSTANTS * FADING_KM if unusual or lower else NEW_PAIR_KM,
            fewer_is_harder=True,
        ),
        *measure(
            session,
            "shoe_drop_mm",
            "heel-to-toe drop",
            usual=usual_drop,
            counts_from=accustomed,
            too_much=accustomed - CLEARLY_LOWER_MM,
            fewer_is_harder=True,
        ),
    )


def usual(session: Session) -> dict[str, object]:
    """The same run in ordinary shoes, well worn in, with the usual drop."""
    changed: dict[str, object] = {}
    if session.get("shoe_type") not in (None, "standard"):
        changed["shoe_type"] = "standard"
    if session.get("shoe_change"):
        changed["shoe_change"] = "none"
    if (drop := number(session, "shoe_drop_mm")) is not None:
        usual_drop = number(session, "usual_shoe_drop_mm")
        changed["shoe_drop_mm"] = max(drop, STANDARD_DROP_MM if usual_drop is None else usual_drop)
    if (number(session, "shoe_distance_km") or 0.0) < WORN_IN_KM and "shoe_distance_km" in session:
        changed["shoe_distance_km"] = WORN_IN_KM
    return changed


def easier(session: Session) -> dict[str, object]:
    """As ``usual``; only on a first run there is no older pair to wear."""
    changed = usual(session)
    if number(session, "experience_weeks") == 0:
        changed.pop("shoe_distance_km", None)
    return changed


def _change(session: Session) -> str:
    """What is new: ``barefoot``, ``track_spikes``, other ``shoes``, a ``pair``, or nothing."""
    kind, worn = session.get("shoe_type"), number(session, "shoe_distance_km")
    if worn is not None and worn >= WORN_IN_KM:
        return ""
    if kind in ("barefoot", "track_spikes"):
        return str(kind)
    drop, usual_drop = number(session, "shoe_drop_mm"), number(session, "usual_shoe_drop_mm")
    accustomed = STANDARD_DROP_MM if usual_drop is None else usual_drop
    lower = drop is not None and accustomed - drop > LOWER_MM
    return "pair" if kind in (None, "standard") and not lower else "shoes"


CAUSE = Cause(
    name="shoes",
    title="a change of shoes",
    article=(
        "Ordinary running shoes raise the heel, often by about 12 mm; the larger the drop, the less"
        " the calf is stretched and loaded at landing. A switch to zero-drop, minimalist or"
        " barefoot-like shoes or racing flats makes calves sore at first. Shoes should feel good."
    ),
    columns=(
        "shoe_type",
        "shoe_change",
        "shoe_distance_km",
        "shoe_drop_mm",
        "usual_shoe_drop_mm",
        "surface",
        "experience_weeks",
    ),
    effect=Effect(
        low=1.6,
        central=4.5,
        high=10.0,
        source=(
            "assumed: novelty adds 2.0 (0.8-4.0) to the odds, load times 1.12 (1.05-1.25),"
            " damage with its 4th power"
        ),
    ),
    adaptation=0.4,  # assumed below 30-70 %: newness already fades with the distance in the shoe
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "A trial found more calf pain in minimalist shoes and a crossover trial more soreness"
            " after a first barefoot run; for the heel-to-toe drop alone there is no such finding."
        ),
        references=(RYAN, DA_SILVA, FARRIS, MALISOUX),
    ),
    advice=(
        Advice(
            text="Start with a few kilometres in such shoes, and take 10 to 12 weeks.",
            support=SLOW_CHANGE,
            source=WARNE,
            when=lambda session: _change(session) == "shoes",
        ),
        Advice(
            text="Start with a few barefoot minutes after a run in shoes; take 10 to 12 weeks.",
            support=SLOW_CHANGE,
            source=WARNE,
            when=lambda session: _change(session) == "barefoot",
        ),
        Advice(
            text="Wear spikes for part of a session, and your usual shoes for the rest.",
            support="by analogy with other changes; no trial of spikes",
            source=WARNE,
            when=lambda session: _change(session) == "track_spikes",
        ),
        Advice(
            text="Wear a new pair on a few short runs first.",
            support="by analogy with other small first exposures; no trial",
            source=PRIMING,
            when=lambda session: _change(session) == "pair",
        ),
        Advice(
            text="Wear shoes with a raised heel until it eases.",
            support="laboratory: a lift of 18 mm lowers tendon force by 12%",
            source=FARRIS,
            now=True,
        ),
    ),
    references=(RYAN, DA_SILVA, FARRIS, WARNE, MALISOUX, PRIMING, GRUBER, DILLON),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="in ordinary shoes, well worn in",
    easier=easier,
)
