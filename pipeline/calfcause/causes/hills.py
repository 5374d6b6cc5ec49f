"""Hills: more climb and descent than the calves are used to.

Mechanism
    Uphill the foot lands flexed upward and the calf helps to push the body up. Loops come down
    again, though, so a hilly run is also a run with a lot of descent, and lengthening under load on
    the way down is what is known to make muscles sore [1]_ [2]_.

Exposure
    The largest of four readings. First, descent above the usual: 1 at 28 m per km more, counted
    from 8 m per km, which a quarter of real runs exceeds [3]_. Where it is not known the climb
    stands for it, except on a treadmill. Second, the steepest grade, counted from 8 %. Third, where
    no metres are known, the terrain in words against the usual terrain: from flat to hilly is 1.
    Fourth, going uphill all along, with or without a way down: 1 at a mean grade of 12 %, counted
    from 4 %, or as the treadmill is set. Where the usual is not known, the run is compared with 8 m
    per km, a little below the median of real diaries [3]_, or with nearly flat ground. Hills that
    are as usual keep half of their exposure: a load 1.1 times as high (at 12 % grade), with damage
    growing as its fourth power, gives 1.5 times the odds however well the runner is adapted.

Evidence
    Strong for unaccustomed descent: 30 minutes downhill raised whole-leg soreness from 2 to 62 of
    100 [4]_, and the least accustomed suffer most [5]_. Five easy minutes downhill a week before
    protect [6]_. Weak for climbing alone: walking uphill at 25 % took 6 % of the calves' strength
    and left them hardly sore [1]_, and the ankle does no more work on slopes up to 12 degrees; the
    hip does it [7]_. Yet the ankle gives most of the support uphill [8]_, with the foot bent up.

Limits
    Climb and descent come together in most runs, so they share one cause. Nobody followed calves
    after running uphill only, on a treadmill or to a summit: that 10 % for a whole run clearly
    counts is assumed. No study gives calf soreness by metres climbed: the sizes are assumed.
    Strained calves are strained again in 19 to 31 % [9]_, so after an injury hard climbs wait.

References
----------
.. [1] Girard et al. 2018, Eur J Sport Sci 18:1346, https://pubmed.ncbi.nlm.nih.gov/30016189
.. [2] Maeo et al. 2017, Sci Rep 7:5769, https://doi.org/10.1038/s41598-017-06129-8
.. [3] Running races from Strava, 40,658 runs of 116 runners 2010-2020, Kaggle,
   https://github.com/Ianj751/Running-Stats-Predictor
.. [4] Burnett et al. 2010, Int J Exerc Sci 3:108
.. [5] Bontemps et al. 2020, Sports Med, https://doi.org/10.1007/s40279-020-01355-z
.. [6] Maeo et al. 2017, PLoS ONE, https://doi.org/10.1371/journal.pone.0173909
.. [7] Roberts & Belliveau 2005, J Exp Biol 208:1963, https://doi.org/10.1242/jeb.01555
.. [8] Shih & Ho 2023, J Sports Sci Med 22:111, https://doi.org/10.52082/jssm.2023.111
.. [9] Meek et al. 2022, JBJS Rev 10:e21.00183, https://doi.org/10.2106/JBJS.RVW.21.00183
"""

from math import nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import (
    NOTICEABLE_EXPOSURE,
    Mention,
    above,
    chances,
    code,
    weights,
    words_from,
)
from calfcause.causes.plan import Plan
from calfcause.causes.run import AFTER_INJURY, facts, lesser, measure, number
from calfcause.causes.sources import DIARIES, GIRARD, PRIMING, STRAIN
from calfcause.sessions.units import Units

MAEO = Reference("Maeo et al. 2017, Sci Rep 7:5769", "https://doi.org/10.1038/s41598-017-06129-8")
BURNETT = Reference("Burnett et al. 2010, Int J Exerc Sci 3:108")
BONTEMPS = Reference(
    "Bontemps et al. 2020, Sports Med", "https://doi.org/10.1007/s40279-020-01355-z"
)
ROBERTS = Reference(
    "Roberts & Belliveau 2005, J Exp Biol 208:1963", "https://doi.org/10.1242/jeb.01555"
)

SHIH = Reference(
    "Shih & Ho 2023, J Sports Sci Med 22:111", "https://doi.org/10.52082/jssm.2023.111"
)

# Exposure
TYPICAL_CLIMB_M_PER_KM = 8.0  # diaries: median 9; assumed a little less, since people upload
EVERYDAY_M_PER_KM = 8.0  # diaries: a quarter of runs is this much above the runner's usual
CLEARLY_MORE_M_PER_KM = 20.0  # assumed: odds rise by 1 with every 20 (10-40)
STEEP_FROM_PCT = 8.0  # assumed: load is unchanged up to 7 % (PMC2808749) and grows from 10 %
STEEP_UNIT_PCT = 8.0  # assumed: with the weight, an exposure of 1 at 21 %
STEEP_WEIGHT = 0.6  # assumed: a short steep stretch counts less than climb all along
MOST_BY_GRADE = 1.5  # assumed: as steep terrain in words
# Uphill all along, as mean grade. Assumed: gentle inclines of treadmills do not count, 10 % clearly
# does, 15 % more; load is unchanged up to 7 % and grows from 10 % (PMC2808749; Roberts: hip alone).
UPHILL_FROM_PCT, UPHILL_UNIT_PCT, MOST_BY_UPHILL = 4.0, 8.0, 1.5
M_PER_KM_OF_PCT = 10.0  # a unit: 1 % is 10 m per km
SHORTEST_KM = 0.3  # assumed: below it metres per km are noise
STEP = weights("terrain", rolling=0.35, hilly=1.0, steep=1.5)  # assumed: flat to hilly is 1
USUAL_STEP = weights("usual_terrain", rolling=0.35, hilly=0.9, steep=1.4)  # assumed: a bit less
UNKNOWN_USUAL_STEP = 0.1  # assumed: nearly flat
# The middle of the bands of hilliness that a directory of races uses (runyourheartout.run: flat
# below 5, rolling to 9.5, hilly from 19, very hilly from 38 m per km).
TYPICAL_CLIMB = weights("usual_terrain", flat=3.0, rolling=9.0, hilly=20.0, steep=40.0)
HILLY, HILL_REPEATS = code("terrain", "hilly"), code("session_type", "hill_repeats")
REPEATS_STEP = 1.2  # assumed: between hilly and steep
HABIT_KEEPS = 0.5  # assumed: 1.1 ** 4 = 1.5 times the odds, half of the central effect's logarithm
USUAL_GRADE_PCT = 4.0  # assumed: a grade that nobody calls steep
MOSTLY = 2.0  # assumed: twice as much of one as of the other is a run up, or down
TREADMILL = code("surface", "treadmill")

# Simulated weeks. Assumed: common enough for a model to learn from.
HOLIDAY_SHARE, HOLIDAY_DAYS, HILLY_DAY_SHARE = 0.15, (3, 12), 0.01
HOLIDAY_M_PER_KM = (14.0, 45.0)  # assumed: hilly to steep, as in sessions/terrain.py
REPEATS_RUNNERS, REPEATS_OF_THEIRS, REPEATS_OF_OTHERS = 0.2, 0.06, 0.003
INCLINED_SHARE, INCLINES_PCT = 0.12, (3.0, 15.0)  # assumed: treadmill runs
REPEATS_M_PER_KM = (20.0, 50.0)  # assumed: up and down the same hill

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "terrain": Mention(0.02, otherwise=0.04),
    "session_type": Mention(0.15),
    "elevation_gain_m": Mention(0.02, 0.15, otherwise=0.02),
    "max_grade_pct": Mention(0.0, 0.1),
}
INCLINE_TOLD = Mention(0.05, 0.8)  # assumed: the display shows it
TITLE = "hills"
USUAL_TERRAIN_SHARE, USUAL_TERRAIN_LEAST = 0.25, 0.02


def signs(cells: Columns) -> dict[str, Numbers]:
    kilometres = xp.maximum(cells["distance_km"], SHORTEST_KM)
    up, down = (cells[f"elevation_{way}_m"] / kilometres for way in ("gain", "loss"))
    on_treadmill = cells["surface"] == TREADMILL
    climb = xp.or_else(down, xp.where(on_treadmill, nan, up))
    set_to = xp.where(on_treadmill, cells["max_grade_pct"], nan)
    uphill = xp.or_else(up / M_PER_KM_OF_PCT, set_to)
    climb_of_word = xp.lookup(cells["usual_terrain"], TYPICAL_CLIMB)
    usual_climb = xp.or_else(
        cells["usual_climb_m_per_km"], xp.or_else(climb_of_word, TYPICAL_CLIMB_M_PER_KM)
    )
    usual_step = xp.or_else(xp.lookup(cells["usual_terrain"], USUAL_STEP), UNKNOWN_USUAL_STEP)
    usual_uphill = xp.or_else(cells["usual_climb_m_per_km"], 0.0) / M_PER_KM_OF_PCT
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
        "uphill": xp.maximum(
            above(uphill, xp.maximum(usual_uphill, UPHILL_FROM_PCT), UPHILL_UNIT_PCT),
            HABIT_KEEPS * above(uphill, UPHILL_FROM_PCT, UPHILL_UNIT_PCT),
        ),
        "steep_grade": STEEP_WEIGHT * above(cells["max_grade_pct"], STEEP_FROM_PCT, STEEP_UNIT_PCT),
    }


def exposure(signs: Columns) -> Numbers:
    return xp.fmax(
        xp.fmax(signs["climb_above_usual"], signs["terrain_above_usual"]),
        xp.fmax(
            xp.minimum(signs["steep_grade"], MOST_BY_GRADE),
            xp.minimum(signs["uphill"], MOST_BY_UPHILL),
        ),
    )


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """A hilly holiday, a hilly race or route, hill repeats, a treadmill set to an incline."""
    n_runners, _ = plan.shape
    hilly = plan.spell(rng, HOLIDAY_SHARE, HOLIDAY_DAYS) | plan.days(rng, HILLY_DAY_SHARE)
    steepness = rng.uniform(*HOLIDAY_M_PER_KM, (n_runners, 1))
    plan.climb_m_per_km = np.where(
        hilly, np.maximum(plan.climb_m_per_km, steepness), plan.climb_m_per_km
    )
    inclined = plan.days(rng, INCLINED_SHARE)
    plan.incline_pct[inclined] = rng.uniform(*INCLINES_PCT, int(inclined.sum()))
    often = plan.some(rng, REPEATS_RUNNERS)
    repeats = plan.days(rng, np.where(often, REPEATS_OF_THEIRS, REPEATS_OF_OTHERS)[:, None])
    plan.session_type[repeats] = HILL_REPEATS
    plan.climb_m_per_km[repeats] = np.maximum(
        plan.climb_m_per_km[repeats], rng.uniform(*REPEATS_M_PER_KM, int(repeats.sum()))
    )


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    hilly = cells["terrain"] >= HILLY
    unusual = {name: hilly for name in ("terrain", "elevation_gain_m", "max_grade_pct")}
    unusual["session_type"] = cells["session_type"] == HILL_REPEATS
    found = chances(MENTIONS, felt, unusual)
    usual_terrain = USUAL_TERRAIN_SHARE * found["terrain"] + USUAL_TERRAIN_LEAST
    inclined = (cells["surface"] == TREADMILL) & (cells["max_grade_pct"] > UPHILL_FROM_PCT)
    told = INCLINE_TOLD.chance(felt, inclined)
    return found | {
        "usual_terrain": usual_terrain,
        "max_grade_pct": np.maximum(found["max_grade_pct"], told),
        "surface": told,
    }


def titled(session: Session) -> str:
    """After the way that the run mostly went: up, down, or both."""
    up, down = (number(session, f"elevation_{way}_m") for way in ("gain", "loss"))
    if session.get("surface") == "treadmill" and not down:
        return "running uphill" if up or number(session, "max_grade_pct") else TITLE
    if down and down >= MOSTLY * (up or 0.0):
        return "running downhill"
    return "running uphill" if up and down is not None and up >= MOSTLY * down else TITLE


def because(session: Session, units: Units) -> str:
    distance = number(session, "distance_km")
    ways = (("elevation_gain_m", "climb"), ("elevation_loss_m", "descent"))
    told = [(metres, way) for name, way in ways if (metres := number(session, name)) is not None]
    climbs = []
    for metres, way in sorted(told, reverse=True):
        climbs.append(f"{units.climb(metres)} of {way}")
        if distance:
            rate = units.climb_rate(metres / distance)
            climbs[-1] += f" over {units.distance(distance)} is {rate}"
    usual_climb, grade = number(session, "usual_climb_m_per_km"), number(session, "max_grade_pct")
    terrain, usual_terrain = session.get("terrain"), session.get("usual_terrain")
    return facts(
        *climbs,
        usual_climb is not None and f"your usual climb is {units.climb_rate(usual_climb)}",
        grade is not None
        and (
            f"your treadmill was set to {grade:.0f}%"
            if session.get("surface") == "treadmill"
            else f"your steepest stretch was {grade:.0f}%"
        ),
        terrain and f"you ran on {terrain} ground",
        usual_terrain and f"your usual ground is {usual_terrain}",
        _kept_by_habit(session) and "habit takes away only part of it",
        session.get("session_type") == "hill_repeats" and "you ran hill repeats",
    )


def _kept_by_habit(session: Session) -> bool:
    """Whether the hills are known to be no more than usual and count all the same."""
    terrain, usual_terrain = session.get("terrain"), session.get("usual_terrain")
    up, down = (number(session, f"elevation_{way}_m") for way in ("gain", "loss"))
    metres = up if down is None and session.get("surface") != "treadmill" else down
    distance, usual_climb = number(session, "distance_km"), number(session, "usual_climb_m_per_km")
    if metres is not None and distance is not None and usual_climb is not None:
        climb = metres / max(distance, SHORTEST_KM)
        kept = HABIT_KEEPS * (climb - TYPICAL_CLIMB_M_PER_KM) / CLEARLY_MORE_M_PER_KM
        return climb <= usual_climb and kept >= NOTICEABLE_EXPOSURE
    if not terrain or not usual_terrain:
        return False
    place = code("terrain", str(terrain))
    as_usual = place <= code("usual_terrain", str(usual_terrain))
    return as_usual and bool(HABIT_KEEPS * STEP[int(place)] >= NOTICEABLE_EXPOSURE)


def _is_uphill_alone(session: Session) -> bool:
    """Whether its climb says nothing of descent."""
    descent_known = number(session, "elevation_loss_m") is not None
    return descent_known or session.get("surface") == "treadmill"


def measures(session: Session) -> tuple[Measure, ...]:
    usual_uphill = (number(session, "usual_climb_m_per_km") or 0.0) / M_PER_KM_OF_PCT
    uphill = min(
        max(usual_uphill, UPHILL_FROM_PCT) + UPHILL_UNIT_PCT,
        UPHILL_FROM_PCT + UPHILL_UNIT_PCT / HABIT_KEEPS,
    )
    is_set = session.get("surface") == "treadmill" and not number(session, "elevation_gain_m")
    distance, usual_terrain = number(session, "distance_km"), session.get("usual_terrain")
    climbs: tuple[Measure, ...] = ()
    if distance is not None:
        usual_known = usual_terrain or session.get("usual_climb_m_per_km") is not None
        usual_climb, kilometres = _usual_climb_m_per_km(session), max(distance, SHORTEST_KM)
        clearly = min(
            usual_climb + EVERYDAY_M_PER_KM + CLEARLY_MORE_M_PER_KM,
            TYPICAL_CLIMB_M_PER_KM + CLEARLY_MORE_M_PER_KM / HABIT_KEEPS,
        )
        alone = _is_uphill_alone(session)
        for column, label, too_much in (
            ("elevation_gain_m", "climb", M_PER_KM_OF_PCT * uphill if alone else clearly),
            ("elevation_loss_m", "descent", clearly),
        ):
            climbs += measure(
                session,
                column,
                label,
                usual=usual_climb * kilometres if usual_known else None,
                too_much=too_much * kilometres,
            )
    place = int(code("terrain", str(usual_terrain))) if usual_terrain else None
    usual_step = UNKNOWN_USUAL_STEP if place is None else USUAL_STEP[place]
    strain = np.maximum(STEP - usual_step, HABIT_KEEPS * STEP)
    return (
        *climbs,
        *measure(
            session,
            "max_grade_pct",
            "incline" if is_set else "steepest stretch",
            counts_from=UPHILL_FROM_PCT if is_set else STEEP_FROM_PCT,
            too_much=uphill if is_set else STEEP_FROM_PCT + STEEP_UNIT_PCT / STEEP_WEIGHT,
        ),
        *measure(
            session,
            "terrain",
            "terrain",
            usual=usual_terrain,
            too_much=words_from("terrain", strain),
        ),
    )


def _usual_climb_m_per_km(session: Session) -> float:
    """The usual climb: in numbers, else of the usual terrain in words, else the typical one."""
    climb, usual_terrain = number(session, "usual_climb_m_per_km"), session.get("usual_terrain")
    if climb is not None:
        return climb
    if usual_terrain:
        return float(TYPICAL_CLIMB[int(code("terrain", str(usual_terrain)))])
    return TYPICAL_CLIMB_M_PER_KM


def usual(session: Session) -> dict[str, object]:
    """The same run on the usual ground; on flat ground where the usual is not known."""
    changed: dict[str, object] = {}
    if session.get("terrain"):
        changed["terrain"] = lesser(
            "terrain", session["terrain"], session.get("usual_terrain"), "flat"
        )
    climb, distance = _usual_climb_m_per_km(session), number(session, "distance_km")
    for column in ("elevation_gain_m", "elevation_loss_m"):
        if (metres := number(session, column)) is not None:
            changed[column] = min(metres, climb * distance) if distance else 0.0
    if (grade := number(session, "max_grade_pct")) is not None:
        changed["max_grade_pct"] = min(grade, USUAL_GRADE_PCT)
    if session.get("session_type") == "hill_repeats":
        changed["session_type"] = "easy"
    return changed


def _is_treadmill(session: Session) -> bool:
    return session.get("surface") == "treadmill"


def _is_used_to_hills(session: Session) -> bool:
    return session.get("usual_terrain") in ("hilly", "steep")


CAUSE = Cause(
    name="hills",
    title=TITLE,
    article=(
        "Running uphill loads the calf muscles more, since they point the foot and bend the knee;"
        " after a hilly run or hill repeats sore calves, and a sore lower back, are likely. As the"
        " calves get stronger, the same hill asks less of them and the soreness fades."
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
        "surface",
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
    adaptation=0.5,  # assumed: repeated bouts protect by 30-70 %
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That unaccustomed running downhill makes legs sore is well shown, and most hills have"
            " a way down; climbing alone was not shown to make calves sore."
        ),
        references=(GIRARD, BURNETT, MAEO, ROBERTS),
    ),
    advice=(
        AFTER_INJURY,
        Advice(
            text="Do one short hilly run, downhill included, a week before a long one.",
            support="trials of downhill exposure",
            source=PRIMING,
            when=lambda session: not _is_used_to_hills(session) and not _is_treadmill(session),
        ),
        Advice(
            text="Add climb and descent in small steps from week to week.",
            support="review",
            source=BONTEMPS,
            when=lambda session: not _is_treadmill(session),
        ),
        Advice(
            text="Raise the incline in small steps from week to week.",
            support="by analogy with hills; no trial on a treadmill",
            source=BONTEMPS,
            when=_is_treadmill,
        ),
    ),
    references=(GIRARD, MAEO, DIARIES, BURNETT, BONTEMPS, PRIMING, ROBERTS, SHIH, STRAIN),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="on your usual ground",
    titled=titled,
)
