"""Speed: faster than the body's habit, in races, intervals, sprints, or on spikes.

Mechanism
    Tendon force grows with running speed to the power of about 0.4 [1]_ [2]_, each landing is
    absorbed by a lengthening calf, and push-off lengthens the stride up to 7 m/s [3]_. Spikes and
    sprints force the runner up onto the forefoot; that landing belongs to this cause.

Exposure
    Pace against the usual pace: mean pace, 1 at 22 % faster, from 10 %, by which one run in six of
    real diaries is faster;
    fastest kilometre, 1 at 20 % beyond the tenth by which any run's fastest kilometre exceeds its
    mean. The kind of session adds a third of its weight (sprints 1.3, race 1, intervals 0.8, tempo
    0.6). With no usual pace the kind of session stands for it whole, and a pace counts half
    against 5.6 min/km, the median of real diaries. Spikes add 0.5.

Evidence
    Load: strong. Soreness: moderate; plantar flexors were at 4.9 of 10 on the day after a marathon
    [4]_, and nothing was found on short fast runs.

References
----------
.. [1] Shear wave tensiometry of Achilles tendon loading in running, PMC11096059
.. [2] Effect of speed on Achilles tendon forces and patellofemoral stresses, 3.3 to 5.6 m/s
.. [3] Dorn et al. 2012, 10.1242/jeb.075051
.. [4] Effects of marathon running on aerobic fitness one week later 2017, PMC5613699
"""

from collections.abc import Mapping
from math import nan

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
    above,
    code,
    number,
    tell,
    weights,
    words_from,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import FAST_SHOE, OTHER_SHOE, USUAL_SHOE, Plan
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import Units

TYPICAL_PACE_MIN_PER_KM = 5.6
SHORTEST_KM = 0.1
FASTEST_MEAN_PACE = 1.5
FASTEST_KILOMETRE_EXCESS = 0.10
CLEARLY_FASTER = 0.20
EVERYDAY_SCATTER = 1.10
CLEARLY_FASTER_ON_AVERAGE = 0.12
KIND = weights("session_type", tempo=0.6, intervals=0.8, sprints=1.3, race=1.0)
KIND_BESIDE_PACE = 0.35
SPIKES = weights("shoe_type", track_spikes=0.5)

TENSIOMETRY = Reference(
    cite="Shear wave tensiometry in running",
    link="https://pmc.ncbi.nlm.nih.gov/articles/PMC11096059",
)
MARATHON = Reference(
    cite="Marathon running, one week later 2017",
    link="https://pmc.ncbi.nlm.nih.gov/articles/PMC5613699",
)


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    usual_pace = cells["usual_pace_min_per_km"]
    fastest = cells["fastest_pace_min_per_km"]
    distance, minutes = cells["distance_km"], cells["duration_min"]
    # No time at all tells no pace.
    mean_pace = xp.where(minutes > 0, minutes / xp.maximum(distance, SHORTEST_KM), nan)
    faster = xp.fmax(
        above(usual_pace / fastest, 1.0 + FASTEST_KILOMETRE_EXCESS, CLEARLY_FASTER),
        above(
            usual_pace / xp.maximum(mean_pace, FASTEST_MEAN_PACE),
            EVERYDAY_SCATTER,
            CLEARLY_FASTER_ON_AVERAGE,
        ),
    )
    told_pace = xp.fmin(fastest, mean_pace)
    absolute = 0.5 * above(
        TYPICAL_PACE_MIN_PER_KM / xp.maximum(told_pace, FASTEST_MEAN_PACE),
        1.0 + FASTEST_KILOMETRE_EXCESS,
        CLEARLY_FASTER,
    )
    return {
        "faster_than_usual": xp.minimum(faster, 4.0),
        "fast_for_anyone": xp.where(xp.isnan(usual_pace), absolute, nan),
        "fast_kind": xp.lookup(cells["session_type"], KIND),
        "spikes": xp.lookup(cells["shoe_type"], SPIKES),
    }


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    kind, faster = signs["fast_kind"], signs["faster_than_usual"]
    beside_pace = faster + KIND_BESIDE_PACE * xp.fmax(kind, 0.0)
    pace_or_kind = xp.or_else(beside_pace, xp.fmax(kind, signs["fast_for_anyone"]))
    spikes = signs["spikes"]
    total = xp.fmax(pace_or_kind, 0.0) + xp.fmax(spikes, 0.0)
    return xp.where(xp.known(pace_or_kind) | (spikes > 0), total, nan)


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """Races, a first track session, a spell of hard training; flats or spikes for some of it."""
    shape = plan.shape
    novice_track = plan.days(rng, 0.01)
    word = rng.choice([code("session_type", "intervals"), code("session_type", "sprints")], shape)
    plan.session_type[novice_track] = word[novice_track]
    hard_spell = plan.spell(rng, 0.15, (5, 20)) & (rng.random(shape, dtype=np.float32) < 0.4)
    plan.session_type[hard_spell] = code("session_type", "tempo")
    race = plan.days(rng, 0.03)
    plan.session_type[race] = code("session_type", "race")
    kind = xp.lookup(plan.session_type, KIND)
    keen = rng.lognormal(0.0, 0.35, shape)
    plan.relative_speed = np.where(
        kind > 0, 1.0 + RISE[plan.session_type.astype(int)] * keen, plan.relative_speed
    )
    on_track = np.isin(plan.session_type, TRACK_KINDS) & (
        rng.random(shape, dtype=np.float32) < 0.45
    )
    plan.surface[on_track] = code("surface", "track")
    plan.soft_fraction[on_track] = 0.0
    fast_pair = (kind > 0) & (plan.rack_type[:, FAST_SHOE] > 0)[:, None]
    change = np.isin(plan.shoe, (USUAL_SHOE, OTHER_SHOE)) & (
        rng.random(shape, dtype=np.float32) < 0.7
    )
    plan.shoe[fast_pair & change] = FAST_SHOE


RISE = weights("session_type", tempo=0.10, intervals=0.22, sprints=0.45, race=0.17)
TRACK_KINDS = [code("session_type", "intervals"), code("session_type", "sprints")]


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    fast_kind = xp.lookup(cells["session_type"], KIND) > 0
    spikes = xp.lookup(cells["shoe_type"], SPIKES) > 0
    on_track = cells["surface"] == code("surface", "track")
    return {
        "session_type": np.where(fast_kind, tell(felt, 0.15, SURELY), 0.0),
        "fastest_pace_min_per_km": tell(felt, 0.03, 0.35),
        "usual_pace_min_per_km": tell(felt, 0.02, 0.1),
        "shoe_type": np.where(spikes, tell(felt, 0.5, 0.9), 0.0),
        "surface": np.where(on_track, 0.4, 0.0),
    }


def because(session: Session, units: Units) -> str:
    told = []
    kind = session.get("session_type")
    if kind:
        told.append(f"the session was {NAMES[str(kind)]}")
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    has_pace = (distance or 0.0) >= SHORTEST_KM and (minutes or 0.0) > 0
    if distance is not None and minutes is not None and has_pace:
        told.append(f"the mean pace was {units.pace(minutes / distance)}")
    fastest = number(session, "fastest_pace_min_per_km")
    if fastest is not None:
        told.append(f"the fastest stretch was at {units.pace(fastest)}")
    usual_pace = number(session, "usual_pace_min_per_km")
    if usual_pace is not None:
        told.append(f"the usual pace is {units.pace(usual_pace)}")
    elif fastest is not None or (distance is not None and (minutes or 0.0) > 0):
        typical = units.pace(TYPICAL_PACE_MIN_PER_KM)
        told.append(f"no usual pace is told, so {typical} stands in for it")
    if session.get("shoe_type") == "track_spikes":
        told.append("the shoes were track spikes, which force the runner onto the forefoot")
    return "; ".join(told)


NAMES = {
    "easy": "an easy run",
    "long": "a long run",
    "tempo": "a tempo run",
    "intervals": "intervals",
    "sprints": "sprints",
    "hill_repeats": "hill repeats",
    "race": "a race",
}


def measures(session: Session) -> tuple[Measure, ...]:
    found = []
    if kind := session.get("session_type"):
        found.append(
            Measure(
                column="session_type",
                label="session",
                told=str(kind),
                too_much=words_from("session_type", KIND, CLEAR_EXPOSURE),
            )
        )
    usual_pace = number(session, "usual_pace_min_per_km")
    if (fastest := number(session, "fastest_pace_min_per_km")) is not None:
        clearly = 1.0 + FASTEST_KILOMETRE_EXCESS + CLEARLY_FASTER
        # Without a usual pace it counts half, so it takes twice as much.
        untold = TYPICAL_PACE_MIN_PER_KM / (clearly + CLEARLY_FASTER)
        found.append(
            Measure(
                column="fastest_pace_min_per_km",
                label="fastest pace",
                told=fastest,
                usual=usual_pace,
                too_much=untold if usual_pace is None else usual_pace / clearly,
                fewer_is_harder=True,
            )
        )
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    has_pace = (distance or 0.0) >= SHORTEST_KM and (minutes or 0.0) > 0
    if minutes is not None and usual_pace is not None and has_pace:
        expected = (distance or 0.0) * usual_pace
        clearly = usual_pace / (EVERYDAY_SCATTER + CLEARLY_FASTER_ON_AVERAGE)
        found.append(
            Measure(
                column="duration_min",
                label="moving time",
                told=minutes,
                usual=expected,
                too_much=(distance or 0.0) * clearly if clearly >= FASTEST_MEAN_PACE else None,
                fewer_is_harder=True,
            )
        )
    return tuple(found)


AS_USUAL = "at the usual easy pace"


def usual(session: Session) -> dict[str, object]:
    """The same distance as an easy run at the usual pace, without spikes."""
    changed: dict[str, object] = {}
    if session.get("session_type") in ("tempo", "intervals", "sprints", "race"):
        changed["session_type"] = "easy"
    usual_pace = number(session, "usual_pace_min_per_km") or TYPICAL_PACE_MIN_PER_KM
    fastest = number(session, "fastest_pace_min_per_km")
    if fastest is not None:
        changed["fastest_pace_min_per_km"] = max(
            fastest, usual_pace / (1 + FASTEST_KILOMETRE_EXCESS)
        )
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    if distance is not None and minutes is not None:
        longest = COLUMNS["duration_min"].high
        changed["duration_min"] = min(max(minutes, distance * usual_pace), longest)
    if session.get("shoe_type") == "track_spikes":
        changed["shoe_type"] = "standard"
    return changed


CAUSE = Cause(
    name="speed",
    title="running fast",
    article=(
        "Races and hard workouts are faster than the body's habit. The faster, the harder each"
        " landing, absorbed by the calves as they lengthen; sprinting and spikes shift the landing"
        " onto the forefoot."
    ),
    columns=(
        "session_type",
        "fastest_pace_min_per_km",
        "usual_pace_min_per_km",
        "duration_min",
        "distance_km",
        "shoe_type",
    ),
    effect=Effect(
        low=1.2,
        central=2.1,
        high=4.0,
        source="assumed: odds times exp(2.5 x relative speed) (1.0-4.0), 20 % faster in a race,"
        " times 1.3 (1.0-1.8) for the race",
    ),
    adaptation=0.5,
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That load grows with speed is well measured; calf soreness was followed after"
            " marathons,"
            " not after short fast runs."
        ),
        references=(
            TENSIOMETRY,
            Reference(cite="Dorn et al. 2012", link="https://doi.org/10.1242/jeb.075051"),
            MARATHON,
        ),
    ),
    advice=(
        Advice(
            text="Start with a few fast repetitions some days before a whole fast session.",
            support="small trial: sprints four days earlier protected",
            source=Reference(
                cite="Isokinetics and Exercise Science 28:9",
                link="https://doi.org/10.3233/IES-193130",
            ),
        ),
        Advice(
            text="Warm up well; it takes a little off the soreness.",
            support="randomised trial, small effect",
            source=Reference(
                cite="Law & Herbert 2007", link="https://doi.org/10.1016/s0004-9514(07)70041-7"
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
