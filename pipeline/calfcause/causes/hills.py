"""Hills: more climb and descent than the calves are used to.

Mechanism
    Uphill the foot lands flexed upward and the calf pushes the body up. What the article calls
    climbing is in practice climbing and descending: loops come down again, and lengthening under
    load on the way down is what is known to make muscles sore [1]_ [2]_.

Exposure
    The largest of three readings: climb (or descent) above the usual, 1 at 28 m per km more, from
    8, by which a quarter of real runs exceeds the usual; the steepest grade held, beyond 8 %; and,
    where no metres tell it, the terrain in words against the usual terrain, 1 from flat to hilly.
    With no word of what is usual the run is compared with 8 m per km, the median of real diaries,
    or with nearly flat ground. Hills as usual keep half: a load 1.1 times as high (at 12 % grade),
    damaging with its fourth power, is 1.5 times the odds, however well the runner is adapted.

Evidence
    Strong for unaccustomed descent: 30 minutes downhill took whole-leg soreness from 2 to 62 of
    100 [3]_. None for climbing alone: uphill walking left the calves no sorer [1]_, and ankle work
    does not rise up to 12 degrees [4]_. The two come together in runs, so they share one cause.

References
----------
.. [1] Backward downhill walk 2018, PMID 30016189
.. [2] Maeo et al. 2017, 10.1038/s41598-017-06129-8
.. [3] Burnett et al. 2010, Int J Exerc Sci 3:108
.. [4] Roberts & Belliveau 2005, 10.1242/jeb.01555
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
    above,
    code,
    lesser,
    number,
    tell,
    weights,
    words_from,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.units import Units

TYPICAL_CLIMB_M_PER_KM = 8.0
CLEARLY_MORE_M_PER_KM = 20.0
EVERYDAY_M_PER_KM = 8.0
STEEP_FROM_PCT = 8.0
STEP = weights("terrain", flat=0.0, rolling=0.35, hilly=1.0, steep=1.5)
USUAL_STEP = weights("usual_terrain", flat=0.0, rolling=0.35, hilly=0.9, steep=1.4)
TYPICAL_CLIMB = weights("usual_terrain", flat=3.0, rolling=9.0, hilly=20.0, steep=40.0)
HILL_REPEATS = code("session_type", "hill_repeats")
REPEATS_STEP = 1.2
HABIT_KEEPS = 0.5

DOWNHILL_WALK = Reference(
    cite="Larger strength losses of plantar flexors 2018",
    link="https://pubmed.ncbi.nlm.nih.gov/30016189",
)
BURNETT = Reference(cite="Burnett et al. 2010, Int J Exerc Sci 3:108")


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    kilometres = xp.maximum(cells["distance_km"], 0.3)
    climb = xp.fmax(cells["elevation_gain_m"], cells["elevation_loss_m"]) / kilometres
    spoken_climb = xp.lookup(cells["usual_terrain"], TYPICAL_CLIMB)
    usual_climb = xp.or_else(
        cells["usual_climb_m_per_km"], xp.or_else(spoken_climb, TYPICAL_CLIMB_M_PER_KM)
    )
    usual_step = xp.or_else(xp.lookup(cells["usual_terrain"], USUAL_STEP), 0.1)
    measured = xp.known(climb) & xp.known(cells["usual_climb_m_per_km"])
    words = xp.fmax(
        xp.where(measured, nan, xp.lookup(cells["terrain"], STEP)),
        xp.where(cells["session_type"] == HILL_REPEATS, REPEATS_STEP, nan),
    )
    return {
        "climb_above_usual": xp.maximum(
            above(climb, usual_climb + EVERYDAY_M_PER_KM, CLEARLY_MORE_M_PER_KM),
            HABIT_KEEPS * above(climb, TYPICAL_CLIMB_M_PER_KM, CLEARLY_MORE_M_PER_KM),
        ),
        "terrain_above_usual": xp.maximum(words - usual_step, HABIT_KEEPS * words),
        "steep_grade": 0.6 * above(cells["max_grade_pct"], STEEP_FROM_PCT, 8.0),
    }


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    return xp.fmax(
        xp.fmax(signs["climb_above_usual"], signs["terrain_above_usual"]),
        xp.minimum(signs["steep_grade"], 1.5),
    )


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A hilly holiday, a hilly race or route, hill repeats."""
    n_runners, _ = plan.shape
    holiday = plan.spell(rng, 0.15, (3, 12)) | plan.days(rng, 0.01)
    steepness = rng.uniform(14.0, 45.0, (n_runners, 1))
    plan.climb_m_per_km = np.where(
        holiday, np.maximum(plan.climb_m_per_km, steepness), plan.climb_m_per_km
    )
    repeats = plan.days(rng, np.where(plan.some(rng, 0.2), 0.06, 0.003)[:, None])
    plan.session_type[repeats] = HILL_REPEATS
    plan.climb_m_per_km[repeats] = np.maximum(
        plan.climb_m_per_km[repeats], rng.uniform(20.0, 50.0, int(repeats.sum()))
    )


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    hilly = cells["terrain"] >= code("terrain", "hilly")
    words = np.where(hilly, tell(felt, 0.02, SURELY), 0.04)
    return {
        "terrain": words,
        "usual_terrain": 0.25 * words + 0.02,
        "session_type": np.where(
            cells["session_type"] == HILL_REPEATS, tell(felt, 0.15, SURELY), 0.0
        ),
        "elevation_gain_m": np.where(hilly, tell(felt, 0.02, 0.15), 0.02),
        "max_grade_pct": np.where(hilly, tell(felt, 0.0, 0.1), 0.0),
    }


def because(session: Session, units: Units) -> str:
    told = []
    distance = number(session, "distance_km")
    gain, loss = number(session, "elevation_gain_m"), number(session, "elevation_loss_m")
    for metres, verb in ((gain, "climb"), (loss, "descent")):
        if metres is not None and distance:
            told.append(
                f"{units.climb(metres)} of {verb} over {units.distance(distance)} is"
                f" {units.climb_rate(metres / distance)}"
            )
        elif metres is not None:
            told.append(f"{units.climb(metres)} of {verb}")
    usual_climb = number(session, "usual_climb_m_per_km")
    if usual_climb is not None:
        told.append(f"the usual climb is {units.climb_rate(usual_climb)}")
    if (grade := number(session, "max_grade_pct")) is not None:
        told.append(f"the steepest stretch was {grade:.0f} %")
    if terrain := session.get("terrain"):
        told.append(f"the terrain was {terrain}")
    if usual_terrain := session.get("usual_terrain"):
        told.append(f"the usual terrain is {usual_terrain}")
    if _kept_by_habit(session):
        told.append("habit takes away only part of it")
    if session.get("session_type") == "hill_repeats":
        told.append("the session was hill repeats")
    return "; ".join(told)


def _kept_by_habit(session: Session) -> bool:
    """Whether it is no more than usual, as told, and counts all the same."""
    terrain, usual_terrain = session.get("terrain"), session.get("usual_terrain")
    climbs = [number(session, name) for name in ("elevation_gain_m", "elevation_loss_m")]
    metres = max((one for one in climbs if one is not None), default=None)
    distance, usual_climb = number(session, "distance_km"), number(session, "usual_climb_m_per_km")
    if metres is not None and distance is not None and usual_climb is not None:
        climb = metres / max(distance, 0.3)
        kept = HABIT_KEEPS * (climb - TYPICAL_CLIMB_M_PER_KM) / CLEARLY_MORE_M_PER_KM
        return climb <= usual_climb and kept >= NOTICEABLE_EXPOSURE
    if not terrain or not usual_terrain:
        return False
    place = code("terrain", str(terrain))
    as_usual = place <= code("usual_terrain", str(usual_terrain))
    return as_usual and bool(HABIT_KEEPS * STEP[int(place)] >= NOTICEABLE_EXPOSURE)


def measures(session: Session) -> tuple[Measure, ...]:
    found = []
    distance, usual_terrain = number(session, "distance_km"), session.get("usual_terrain")
    told_usual = usual_terrain or session.get("usual_climb_m_per_km") is not None
    for column, label in (("elevation_gain_m", "climb"), ("elevation_loss_m", "descent")):
        metres = number(session, column)
        if metres is not None and distance is not None:
            climb, kilometres = _usual_climb_m_per_km(session), max(distance, 0.3)
            clearly = min(
                climb + EVERYDAY_M_PER_KM + CLEARLY_MORE_M_PER_KM,
                TYPICAL_CLIMB_M_PER_KM + CLEARLY_MORE_M_PER_KM / HABIT_KEEPS,
            )
            found.append(
                Measure(
                    column=column,
                    label=label,
                    told=metres,
                    usual=climb * kilometres if told_usual else None,
                    too_much=clearly * kilometres,
                )
            )
    if (grade := number(session, "max_grade_pct")) is not None:
        found.append(
            Measure(
                column="max_grade_pct",
                label="steepest stretch",
                told=grade,
                counts_from=STEEP_FROM_PCT,
                too_much=STEEP_FROM_PCT + 8.0 / 0.6,
            )
        )
    if terrain := session.get("terrain"):
        step = USUAL_STEP[int(code("terrain", str(usual_terrain)))] if usual_terrain else 0.1
        strain = np.maximum(STEP - step, HABIT_KEEPS * STEP)
        found.append(
            Measure(
                column="terrain",
                label="terrain",
                told=str(terrain),
                usual=None if usual_terrain is None else str(usual_terrain),
                too_much=words_from("terrain", strain, CLEAR_EXPOSURE),
            )
        )
    return tuple(found)


def _usual_climb_m_per_km(session: Session) -> float:
    """What is usual: as told in numbers, as told in words, or what is typical."""
    climb, usual_terrain = number(session, "usual_climb_m_per_km"), session.get("usual_terrain")
    if climb is not None:
        return climb
    if usual_terrain:
        return float(TYPICAL_CLIMB[int(code("terrain", str(usual_terrain)))])
    return TYPICAL_CLIMB_M_PER_KM


AS_USUAL = "on the usual ground"


def usual(session: Session) -> dict[str, object]:
    """The same run on the usual ground: flat, where nothing is known of it."""
    usual_terrain = session.get("usual_terrain")
    changed: dict[str, object] = {}
    if session.get("terrain"):
        changed["terrain"] = lesser("terrain", session["terrain"], usual_terrain, "flat")
    climb = _usual_climb_m_per_km(session)
    distance = number(session, "distance_km")
    for name in ("elevation_gain_m", "elevation_loss_m"):
        metres = number(session, name)
        if metres is not None:
            changed[name] = min(metres, climb * distance) if distance else 0.0
    if session.get("max_grade_pct") is not None:
        changed["max_grade_pct"] = min(number(session, "max_grade_pct") or 0.0, 5.0)
    if session.get("session_type") == "hill_repeats":
        changed["session_type"] = "easy"
    return changed


CAUSE = Cause(
    name="hills",
    title="hills",
    article=(
        "Uphill running loads the calf muscles more, since they point the foot and bend the knee;"
        " after a hilly run or hill repeats sore calves are likely. With time the same hill asks"
        " less."
    ),
    columns=(
        "terrain",
        "usual_terrain",
        "elevation_gain_m",
        "distance_km",
        "usual_climb_m_per_km",
        "elevation_loss_m",
        "max_grade_pct",
        "session_type",
    ),
    effect=Effect(
        low=1.3,
        central=2.4,
        high=5.0,
        source=(
            "assumed: odds rise by 1 with every 20 m per km (10-40) more than usual, counted here"
            " at 28, to at most 3 or 4; times 1.6 (1.2-2.5) when steep"
        ),
    ),
    adaptation=0.5,
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That unaccustomed running downhill makes legs sore is well shown, and every hill has a"
            " way down; climbing alone was not shown to make calves sore."
        ),
        references=(
            DOWNHILL_WALK,
            BURNETT,
            Reference(
                cite="Maeo et al. 2017, Sci Rep", link="https://doi.org/10.1038/s41598-017-06129-8"
            ),
            Reference(cite="Roberts & Belliveau 2005", link="https://doi.org/10.1242/jeb.01555"),
        ),
    ),
    advice=(
        Advice(
            text="Do one short hilly run, descent included, about a week before a long hilly one.",
            support="trials of downhill exposure",
            source=Reference(
                cite="Maeo et al. 2017, PLoS ONE",
                link="https://doi.org/10.1371/journal.pone.0173909",
            ),
        ),
        Advice(
            text="Add climb and descent in small steps from week to week.",
            support="review",
            source=Reference(
                cite="Bontemps et al. 2020", link="https://doi.org/10.1007/s40279-020-01355-z"
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
