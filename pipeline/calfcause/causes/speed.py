"""Speed: faster than the body's habit, in races, intervals, sprints, or on spikes.

Mechanism
    The force on the Achilles tendon grows with running speed to the power of about 0.4 [1]_ [2]_.
    Each landing is absorbed by a calf that lengthens, and up to 7 m/s it is push-off that makes the
    stride longer [3]_. Sprints and spikes move the landing onto the forefoot; that landing counts
    here and not as a change of foot strike.

Exposure
    Pace against the usual pace. Mean pace: 1 at 22 % faster, counted from 10 %, which one run in
    six of real diaries exceeds [4]_, and less what the cadence rose: fewer breaks raise mean pace
    and mean cadence alike, running faster mostly lengthens the stride. Fastest kilometre: 1 at 20 %
    beyond the tenth by which the fastest kilometre of any run exceeds its mean pace. The kind of
    session (sprints 1.3, race 1, intervals 0.8, tempo 0.6) adds a third of its weight. Where the
    usual pace is not known, the kind of session counts whole, a quarter less for intervals and
    tempo of a runner of a year or more; and a pace that is fast for most people counts half against
    5.6 min/km, the median of real diaries [4]_, while a slower one tells nothing. In words, a
    little faster or harder than usual counts 0.5 and much 1, the larger of words and numbers.
    Spikes add 0.25.

Evidence
    Strong for load: tendon force was measured at rising speeds with two independent methods [1]_
    [2]_. Moderate for soreness: plantar flexors were at 4.9 of 10 on the day after a marathon
    [5]_. Sprints four days earlier made the same sprints less painful [6]_, and a warm-up takes a
    little off the soreness of unaccustomed work [7]_.

Limits
    Nobody followed calves after short fast runs, and a marathon is long as well as fast. That odds
    rise with relative speed, and by how much for a race, is assumed. Strained calves are strained
    again in 19 to 31 % [8]_, so after an injury fast runs wait.

References
----------
.. [1] Reiter et al. 2024, Med Sci Sports Exerc, https://pmc.ncbi.nlm.nih.gov/articles/PMC11096059
.. [2] Starbuck et al. 2021, Scand J Med Sci Sports
.. [3] Dorn et al. 2012, J Exp Biol 215:1944, https://doi.org/10.1242/jeb.075051
.. [4] Running races from Strava, 40,658 runs of 116 runners 2010-2020, Kaggle,
   https://github.com/Ianj751/Running-Stats-Predictor
.. [5] Takayama et al. 2017, J Sports Med, https://doi.org/10.1155/2017/9402386
.. [6] Two closely scheduled sprinting exercises 2020, Isokinet Exerc Sci 28:9,
   https://doi.org/10.3233/IES-193130
.. [7] Law & Herbert 2007, Aust J Physiother 53:91, https://doi.org/10.1016/s0004-9514(07)70041-7
.. [8] Meek et al. 2022, JBJS Rev 10:e21.00183, https://doi.org/10.2106/JBJS.RVW.21.00183
"""

from math import inf, nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import Mention, above, chances, code, weights, words_from
from calfcause.causes.plan import FAST_SHOE, OTHER_SHOE, USUAL_SHOE, Plan
from calfcause.causes.run import (
    AFTER_INJURY,
    facts,
    injured_lately,
    measure,
    number,
    weeks_in_words,
)
from calfcause.causes.sources import DIARIES, LAW, STRAIN, TAKAYAMA
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import Units

REITER = Reference(
    "Reiter et al. 2024, Med Sci Sports Exerc", "https://pmc.ncbi.nlm.nih.gov/articles/PMC11096059"
)
STARBUCK = Reference("Starbuck et al. 2021, Scand J Med Sci Sports")
DORN = Reference("Dorn et al. 2012, J Exp Biol 215:1944", "https://doi.org/10.1242/jeb.075051")
SPRINTS = Reference(
    "Two closely scheduled sprinting exercises 2020, Isokinet Exerc Sci 28:9",
    "https://doi.org/10.3233/IES-193130",
)

# Exposure
TYPICAL_PACE_MIN_PER_KM = 5.6  # diaries: median
SHORTEST_KM = 0.1  # assumed: below it a pace is noise
FASTEST_MEAN_PACE = 1.5  # assumed: faster than any world record, so a fault of the recording
FASTEST_KILOMETRE_EXCESS = 0.10  # one fast runner's 33 runs (trackeR): median 0.90 of the mean pace
CLEARLY_FASTER = 0.20  # assumed: odds times 1.65 (1.2-2.2) at 20 % faster
EVERYDAY_SCATTER = 1.10  # diaries: 17 % of runs are more than 10 % faster than usual
CLEARLY_FASTER_ON_AVERAGE = 0.12  # assumed: less than for one kilometre, since it lasts
MOST_FASTER = 4.0  # assumed: beyond it the recording is at fault
KIND = weights("session_type", tempo=0.6, intervals=0.8, sprints=1.3, race=1.0)  # assumed: the
# order of the kinds follows their speed (RISE), and that of a race its length as well
KIND_BESIDE_PACE = 0.35  # assumed: odds times 1.3 (1.0-1.8) for a race after its pace is counted
# Assumed: in a year track sessions become a habit; of those who tell them nearly half train fast.
HABITUAL, HABIT_WEEKS = weights("session_type", tempo=0.25, intervals=0.25), 52.0
FASTER = weights("faster_than_usual", little=0.5, much=1.0)  # assumed: 16 and 22 % faster
MORE_CADENCE = 1.03  # assumed: a pace 20 % faster brings 2 % (6 steps a minute for each m/s)
UNKNOWN_USUAL_WEIGHT = 0.5  # assumed: runners' own median paces range from 4.8 to 6.7 min/km
# Assumed: load times 1.15 (1.05-1.30), of which half is the shoe and counts there.
SPIKES = weights("shoe_type", track_spikes=0.25)
FAST_KINDS = ("tempo", "intervals", "sprints", "race")

# Simulated weeks. Assumed, but for the shares of kinds, which follow what runners report.
NOVICE_TRACK_SHARE, RACE_SHARE = 0.01, 0.03
HARD_SPELL_SHARE, HARD_SPELL_DAYS, HARD_DAYS = 0.15, (5, 20), 0.4
RISE = weights("session_type", tempo=0.10, intervals=0.22, sprints=0.45, race=0.17)
KEENNESS_SD = 0.35
TRACK_KINDS = [code("session_type", "intervals"), code("session_type", "sprints")]
ON_TRACK_SHARE, FAST_PAIR_SHARE = 0.45, 0.7

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "session_type": Mention(0.15),
    "fastest_pace_min_per_km": Mention(0.03, 0.35),
    "usual_pace_min_per_km": Mention(0.02, 0.1),
    "faster_than_usual": Mention(0.05, 0.4, otherwise=0.02),
    "shoe_type": Mention(0.3, 0.6),
    "surface": Mention(0.4, 0.4),
}

FASTER_IN_WORDS = {
    "no": "the run was no faster or harder than you are used to",
    "little": "the run was a little faster or harder than you are used to",
    "much": "the run was much faster or harder than you are used to",
}
NAMES = {
    "easy": "an easy run",
    "long": "a long run",
    "tempo": "a tempo run",
    "intervals": "intervals",
    "sprints": "sprints",
    "hill_repeats": "hill repeats",
    "race": "a race",
}


def signs(cells: Columns) -> dict[str, Numbers]:
    usual_pace = cells["usual_pace_min_per_km"]
    fastest = cells["fastest_pace_min_per_km"]
    distance, minutes = cells["distance_km"], cells["duration_min"]
    # A duration of 0 says nothing about the pace.
    mean_pace = xp.where(minutes > 0, minutes / xp.maximum(distance, SHORTEST_KM), nan)
    fewer_breaks = xp.fmax(cells["cadence_spm"] / cells["usual_cadence_spm"], 1.0)
    faster = xp.fmax(
        above(usual_pace / fastest, 1.0 + FASTEST_KILOMETRE_EXCESS, CLEARLY_FASTER),
        above(
            usual_pace / xp.maximum(mean_pace, FASTEST_MEAN_PACE) / fewer_breaks,
            EVERYDAY_SCATTER,
            CLEARLY_FASTER_ON_AVERAGE,
        ),
    )
    known_pace = xp.fmin(fastest, mean_pace)
    absolute = UNKNOWN_USUAL_WEIGHT * above(
        TYPICAL_PACE_MIN_PER_KM / xp.maximum(known_pace, FASTEST_MEAN_PACE),
        1.0 + FASTEST_KILOMETRE_EXCESS,
        CLEARLY_FASTER,
    )
    untold = xp.isnan(usual_pace)
    seasoned = xp.or_else(xp.minimum(cells["experience_weeks"] / HABIT_WEEKS, 1.0), 0.0)
    habit = xp.where(untold, seasoned * xp.lookup(cells["session_type"], HABITUAL), 0.0)
    return {
        "faster_than_usual": xp.minimum(faster, MOST_FASTER),
        "faster_in_words": xp.lookup(cells["faster_than_usual"], FASTER),
        "fast_for_anyone": xp.where(untold & (absolute > 0.0), absolute, nan),
        "fast_kind": xp.lookup(cells["session_type"], KIND) * (1.0 - habit),
        "spikes": xp.lookup(cells["shoe_type"], SPIKES),
    }


def exposure(signs: Columns) -> Numbers:
    kind, in_words = signs["fast_kind"], signs["faster_in_words"]
    beside = KIND_BESIDE_PACE * xp.fmax(kind, 0.0)
    untold = xp.where(in_words == 0.0, beside, xp.fmax(kind, signs["fast_for_anyone"]))
    pace_or_kind = xp.or_else(signs["faster_than_usual"] + beside, untold)
    pace_or_kind = xp.fmax(pace_or_kind, in_words + beside)
    spikes = signs["spikes"]
    total = xp.fmax(pace_or_kind, 0.0) + xp.fmax(spikes, 0.0)
    return xp.where(xp.known(pace_or_kind) | (spikes > 0), total, nan)


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """Races, a first track session, a spell of hard training; flats or spikes for some of it."""
    shape = plan.shape
    novice_track = plan.days(rng, NOVICE_TRACK_SHARE)
    word = rng.choice(TRACK_KINDS, shape)
    plan.session_type[novice_track] = word[novice_track]
    spell = plan.spell(rng, HARD_SPELL_SHARE, HARD_SPELL_DAYS)
    hard = spell & (rng.random(shape, dtype=np.float32) < HARD_DAYS)
    plan.session_type[hard] = code("session_type", "tempo")
    race = plan.days(rng, RACE_SHARE)
    plan.session_type[race] = code("session_type", "race")
    kind = xp.lookup(plan.session_type, KIND)
    keen = rng.lognormal(0.0, KEENNESS_SD, shape)
    plan.relative_speed = np.where(
        kind > 0, 1.0 + RISE[plan.session_type.astype(int)] * keen, plan.relative_speed
    )
    on_track = np.isin(plan.session_type, TRACK_KINDS) & (
        rng.random(shape, dtype=np.float32) < ON_TRACK_SHARE
    )
    plan.surface[on_track] = code("surface", "track")
    plan.soft_fraction[on_track] = 0.0
    fast_pair = (kind > 0) & (plan.rack_type[:, FAST_SHOE] > 0)[:, None]
    change = np.isin(plan.shoe, (USUAL_SHOE, OTHER_SHOE)) & (
        rng.random(shape, dtype=np.float32) < FAST_PAIR_SHARE
    )
    plan.shoe[fast_pair & change] = FAST_SHOE


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    unusual = {
        "session_type": np.asarray(xp.lookup(cells["session_type"], KIND) > 0),
        "shoe_type": np.asarray(xp.lookup(cells["shoe_type"], SPIKES) > 0),
        "surface": cells["surface"] == code("surface", "track"),
        "faster_than_usual": cells["faster_than_usual"] > 0,
    }
    return chances(MENTIONS, felt, unusual)


def because(session: Session, units: Units) -> str:
    kind, mean_pace = session.get("session_type"), _mean_pace(session)
    fastest = number(session, "fastest_pace_min_per_km")
    usual_pace = number(session, "usual_pace_min_per_km")
    pace = min(fastest or inf, mean_pace or inf)
    is_fast = usual_pace is None and pace * (1 + FASTEST_KILOMETRE_EXCESS) < TYPICAL_PACE_MIN_PER_KM
    weeks = number(session, "experience_weeks") if usual_pace is None else None
    return facts(
        kind and f"you ran {NAMES[str(kind)]}",
        mean_pace is not None and f"your mean pace was {units.pace(mean_pace)}",
        fastest is not None and f"your fastest stretch was at {units.pace(fastest)}",
        usual_pace is not None and f"your usual pace is {units.pace(usual_pace)}",
        FASTER_IN_WORDS.get(str(session.get("faster_than_usual"))),
        usual_pace is not None and mean_pace is not None and _cadence_rose(session),
        is_fast
        and "you told no usual pace, so it is compared with about "
        + units.pace(TYPICAL_PACE_MIN_PER_KM),
        weeks is not None
        and kind
        and HABITUAL[int(code("session_type", str(kind)))] > 0
        and f"{weeks_in_words(weeks)} of regular running"
        + (", long enough to be used to it" if weeks >= HABIT_WEEKS else ""),
        session.get("shoe_type") == "track_spikes"
        and "you wore track spikes, which put you on your forefoot",
    )


def _cadence_rose(session: Session) -> str:
    cadence, usual_cadence = number(session, "cadence_spm"), number(session, "usual_cadence_spm")
    ratio = (cadence or 0.0) / (usual_cadence or nan)
    if not ratio >= MORE_CADENCE:  # or a cadence is not known
        return ""
    return f"your cadence was {ratio - 1:.0%} higher, as in a run with fewer breaks"


def _mean_pace(session: Session) -> float | None:
    """Mean pace in min/km; None for a run without a time, or too short for a pace."""
    distance, minutes = number(session, "distance_km"), number(session, "duration_min")
    if distance is None or distance < SHORTEST_KM or minutes is None or minutes <= 0:
        return None
    return minutes / distance


def measures(session: Session) -> tuple[Measure, ...]:
    usual_pace = number(session, "usual_pace_min_per_km")
    clearly = 1.0 + FASTEST_KILOMETRE_EXCESS + CLEARLY_FASTER
    weeks = number(session, "experience_weeks") if usual_pace is None else None
    kinds = KIND * (1.0 - HABITUAL * min((weeks or 0.0) / HABIT_WEEKS, 1.0))
    # Without a usual pace it counts half, so it takes twice as much.
    for_anyone = TYPICAL_PACE_MIN_PER_KM / (clearly + CLEARLY_FASTER)
    found = (
        *measure(session, "session_type", "session", too_much=words_from("session_type", kinds)),
        *measure(
            session, "faster_than_usual", "pace", too_much=words_from("faster_than_usual", FASTER)
        ),
        *measure(
            session,
            "fastest_pace_min_per_km",
            "fastest pace",
            usual=usual_pace,
            too_much=for_anyone if usual_pace is None else usual_pace / clearly,
            fewer_is_harder=True,
        ),
    )
    if usual_pace is None or _mean_pace(session) is None:
        return found
    distance = number(session, "distance_km") or 0.0
    clearly = usual_pace / (EVERYDAY_SCATTER + CLEARLY_FASTER_ON_AVERAGE)
    return found + measure(
        session,
        "duration_min",
        "moving time",
        usual=distance * usual_pace,
        too_much=distance * clearly if clearly >= FASTEST_MEAN_PACE else None,
        fewer_is_harder=True,
        over_km=distance,
    )


def usual(session: Session) -> dict[str, object]:
    """The same distance as an easy run at the usual pace, without spikes."""
    changed: dict[str, object] = {}
    if session.get("session_type") in FAST_KINDS:
        changed["session_type"] = "easy"
    if session.get("faster_than_usual"):
        changed["faster_than_usual"] = "no"
    usual_pace = number(session, "usual_pace_min_per_km") or TYPICAL_PACE_MIN_PER_KM
    if (fastest := number(session, "fastest_pace_min_per_km")) is not None:
        as_usual = usual_pace / (1 + FASTEST_KILOMETRE_EXCESS)
        changed["fastest_pace_min_per_km"] = max(fastest, as_usual)
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
        "Races and hard workouts are faster than the body's habit. Speed comes from a longer stride"
        " up to a point, then from a higher cadence, and both work the calves. The faster, the"
        " harder each landing, which the calves absorb as they lengthen; sprinting and spikes shift"
        " the landing onto the forefoot."
    ),
    columns=(
        "session_type",
        "faster_than_usual",
        "fastest_pace_min_per_km",
        "usual_pace_min_per_km",
        "duration_min",
        "distance_km",
        "shoe_type",
        "experience_weeks",
        "cadence_spm",
        "usual_cadence_spm",
    ),
    effect=Effect(
        low=1.2,
        central=2.1,
        high=4.0,
        source=(
            "assumed: odds times exp(2.5 x relative speed) (1.0-4.0), 20 % faster in a race,"
            " times 1.3 (1.0-1.8) for the race"
        ),
    ),
    adaptation=0.5,  # assumed: repeated bouts protect by 30-70 %
    evidence=Evidence(
        strength="moderate",
        sentence=(
            "That load grows with speed is well measured; calf soreness was followed after"
            " marathons, not after short fast runs."
        ),
        references=(REITER, DORN, TAKAYAMA),
    ),
    advice=(
        AFTER_INJURY,
        Advice(
            text="Start with a few fast repetitions some days before a whole fast session.",
            support="small trial: sprints four days earlier protected",
            source=SPRINTS,
            when=lambda session: not injured_lately(session),
        ),
        Advice(
            text="Warm up well; it takes a little off the soreness.",
            support="randomised trial, small effect",
            source=LAW,
        ),
    ),
    references=(REITER, STARBUCK, DORN, DIARIES, TAKAYAMA, SPRINTS, LAW, STRAIN),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="at your usual easy pace",
)
