"""Stage 2: what they run, day by day. Habits and history follow from the simulated days."""

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.laws import SHORTEST_LONGEST_KM
from calfcause.causes.plan import FAST_SHOE, RACK, Plan
from calfcause.causes.soft_surface import MOST_OF_THE_RUN
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.terrain import TERRAIN_FROM_M_PER_KM
from calfcause.simulate.history import Runs, history
from calfcause.simulate.runners import Runners, streams_of_causes

Array = NDArray[np.float64]

# Days before the first recorded one, so that every run has its week and the four weeks before it.
BURN_IN_DAYS = 35
# Within a runner: spread of weeks without breaks, of distances, of paces and of climbs (standard
# deviation of the logarithm). Weeks and distances as real diaries (see compare.py: 0.37-0.69 and
# 0.31-0.83 with everything that causes bring), the pace within the 14 % that hold pauses.
WEEKLY_SPREAD, DISTANCE_SPREAD, PACE_SPREAD, CLIMB_SPREAD = 0.22, 0.33, 0.045, 0.75
CHANCE_OF_RUN = (0.05, 0.97)  # assumed: nobody never runs, nobody always does
# Kinds of session: assumed shares near what runners report (long 14 %, tempo and intervals 9 %).
LONG_SHARE, TEMPO_ABOVE, INTERVALS_ABOVE = 0.12, 0.90, 0.95
LONG_TIMES, OTHER_TIMES = 1.7, 0.95  # assumed: a long run against the usual distance
# Rank correlation of distance and climb within a runner is 0.27; 0.36 leaves room for the causes.
CLIMB_BY_DISTANCE, CLIMB_BY_CHANCE, CLIMB_SHIFT = 0.36, 0.93, -0.1
ON_USUAL_SURFACE = 0.88  # assumed; where else: assumed as well
ELSEWHERE = {"road": 0.55, "trail": 0.3, "treadmill": 0.15}
SOFT_PART_OF_TRAIL = (1.0, 6.0)  # assumed, a beta distribution: a seventh of a trail is soft
WORN_KM = (40.0, 700.0)  # shoes last 500-800 km by convention
CADENCE_SCATTER_SPM = 3.5  # six real runners scatter by 2-8
# Fast pairs, assumed: two runners in five have one, two thirds of these flats; half hardly worn.
FAST_PAIR_SHARE, FLATS_SHARE, WORN_SHARE, WORN_MEAN_KM = 0.4, 0.65, 0.5, 150.0
FLAT_DROP_MM, SPIKE_DROP_MM = 6.0, 2.0  # typical drops, see shoes.py
# Called a tempo run from here on; assumed: 10 % faster, as speed.py counts it.
TEMPO_FROM = 1.10
RACE_KM = np.array([5.0, 10.0, 21.1, 42.2])
# A race is chosen by what the runner covers in a week: log-normal about 0.4 of it; assumed.
RACE_WISH, RACE_STEPS_KM = (-0.9, 0.6), [7.0, 15.0, 27.0]
SPRINTS_TIMES, REPEATS_TIMES = 0.5, 0.8  # assumed: such sessions are short
DISTANCES_KM, CLIMBS_M_PER_KM = (0.4, 120.0), (0.0, 180.0)  # assumed bounds of what is run
INDOOR_M_PER_KM = 0.3  # assumed: nearly flat on a track or a treadmill without incline
M_PER_KM_OF_PCT = 10.0  # a unit
# Within a runner pace rises by 0.8 % (0.3-1.2) for each m/km of climb; half of that here, since
# elapsed times hold pauses. It rises with distance by a power of 0.03 (-0.04 to 0.12).
PACE_PER_M_PER_KM, MOST_SLOWING_M_PER_KM, PACE_DISTANCE_POWER = 0.004, 60.0, 0.03
LEAST_LONGER = 0.3  # assumed: shorter runs are no faster
PACES_MIN_PER_KM, FASTEST_MIN_PER_KM = (2.6, 15.0), (1.8, 15.0)  # world class to walking
# Measured on the same ground: descent scatters about climb, the steepest grade about its mean,
# and words about metres; assumed (standard deviations of the logarithm).
LOSS_SPREAD, GRADE_SPREAD, TERRAIN_SPREAD, FASTEST_SPREAD = 0.12, 0.4, 0.3, 0.03
GRADE_PER_M_PER_KM, STEEPEST_PCT = 0.28, 45.0  # assumed: 20 m/km has stretches of 6 %
# Cadence of a runner: 150 + 6 per m/s at the usual pace (see overstriding.py), 4 less for each
# degree of overstride; assumed.
CADENCE_AT_REST_SPM, SPM_PER_M_PER_S, SPM_OF_OVERSTRIDE = 150.0, 6.0, 4.0
CADENCES_SPM = (120.0, 225.0)
WORDS = {word: float(i) for i, word in enumerate(COLUMNS["session_type"].choices)}
SURFACES = {word: float(i) for i, word in enumerate(COLUMNS["surface"].choices)}
# Pace of the fastest kilometre, or of one repetition, as a share of the mean pace. One fast runner:
# 0.87-0.94, median 0.90; of repetitions assumed.
FASTEST_SHARE = np.full(len(WORDS), 0.91)
FASTEST_SHARE[[int(WORDS[word]) for word in ("sprints", "intervals", "race")]] = 0.68, 0.80, 0.95
# From which multiple of the longest run of four weeks a run is called a little, and much, longer;
# assumed about the middles that beginner.py counts them at, with words as loose as people's.
LONGER_FROM, LONGER_SPREAD = [1.2, 1.7], 0.1
# Times the usual speed from which a run is told as a little or as much faster, and how far people
# are off with it; assumed. Mean pace scatters by 6 % in the diaries.
FASTER_FROM, FASTER_SPREAD = [1.07, 1.2], 0.04
# Share of runs within three days of other hard work for the calves, a beta distribution; assumed:
# one in seventeen, next to none in half of the runners.
OTHER_LOAD = (0.5, 8.0)


def plan_weeks(runners: Runners, n_days: int, rng: np.random.Generator) -> Plan:
    """Make a habitual plan for every runner, then let each cause change it."""
    plan = _habitual_plan(runners, n_days, rng)
    streams = streams_of_causes(rng)
    for cause in CAUSES:
        cause.provoke(plan, streams[cause.name])
    return plan


def _habitual_plan(runners: Runners, n_days: int, rng: np.random.Generator) -> Plan:
    n_runners = len(runners)
    shape = (n_runners, n_days)
    n_weeks = -(-n_days // 7)
    week = np.arange(n_days) // 7
    off = rng.random((n_runners, n_weeks)) < runners.weeks_off_share[:, None]
    load = rng.lognormal(0.0, WEEKLY_SPREAD, (n_runners, n_weeks))
    chance = np.clip(runners.runs_per_week[:, None] / 7.0 * load, *CHANCE_OF_RUN)
    runs = (rng.random(shape) < chance[:, week]) & ~off[:, week]
    kind = rng.random(shape)
    session = np.zeros(shape)
    session[kind < LONG_SHARE] = WORDS["long"]
    fast = runners.trains_fast[:, None]
    session[(kind > TEMPO_ABOVE) & fast] = WORDS["tempo"]
    session[(kind > INTERVALS_ABOVE) & fast] = WORDS["intervals"]
    wish = rng.standard_normal(shape)
    slope = CLIMB_BY_DISTANCE * wish + CLIMB_BY_CHANCE * rng.standard_normal(shape)
    surface = np.where(
        rng.random(shape) < ON_USUAL_SURFACE,
        runners.usual_surface[:, None],
        rng.choice(
            [SURFACES[word] for word in ELSEWHERE],
            size=shape,
            p=list(ELSEWHERE.values()),
        ),
    )
    rack_type = np.repeat(runners.usual_shoe[:, None], RACK, axis=1)
    rack_drop = np.repeat(runners.usual_drop_mm[:, None], RACK, axis=1)
    rack_distance = np.repeat(rng.uniform(*WORN_KM, n_runners)[:, None], RACK, axis=1)
    _fill_rack(rack_type, rack_drop, rack_distance, rng)
    return Plan(
        runs=runs,
        distance_km=runners.usual_distance_km[:, None]
        * np.exp(DISTANCE_SPREAD * wish)
        * np.where(session == WORDS["long"], LONG_TIMES, OTHER_TIMES),
        session_type=session,
        climb_m_per_km=runners.usual_climb_m_per_km[:, None]
        * np.exp(CLIMB_SPREAD * slope + CLIMB_SHIFT),
        incline_pct=np.zeros(shape),
        relative_speed=np.exp(rng.normal(0.0, PACE_SPREAD, shape)),
        surface=surface,
        soft_fraction=np.where(
            surface == SURFACES["trail"],
            rng.beta(*SOFT_PART_OF_TRAIL, shape),
            np.where(surface == SURFACES["grass"], MOST_OF_THE_RUN, 0.0),
        ),
        shoe=np.zeros(shape, dtype=np.intp),
        foot_strike=np.repeat(runners.usual_strike[:, None], n_days, axis=1),
        overstride=np.repeat(runners.overstride[:, None], n_days, axis=1),
        tilted=np.repeat(runners.tilted[:, None], n_days, axis=1),
        stride_change=np.zeros(shape),
        shoe_change=np.zeros(shape),
        other_calf_load=rng.random(shape) < rng.beta(*OTHER_LOAD, (n_runners, 1)),
        cadence_shift=rng.normal(0.0, CADENCE_SCATTER_SPM, shape),
        experience_weeks=runners.experience_weeks[:, None] + np.arange(n_days) / 7.0,
        weeks_away=np.zeros(n_runners),
        rack_type=rack_type,
        rack_drop_mm=rack_drop,
        rack_distance_km=rack_distance,
        usual_distance_km=np.repeat(runners.usual_distance_km[:, None], n_days, axis=1),
        runs_per_week=runners.runs_per_week,
    )


def _fill_rack(kinds: Array, drops: Array, distances: Array, rng: np.random.Generator) -> None:
    """Fast shoes for two runners in five, half of them hardly worn; bare feet for all."""
    n_runners = len(kinds)
    shoes = COLUMNS["shoe_type"].choices
    flats, spikes = float(shoes.index("racing_flat")), float(shoes.index("track_spikes"))
    fast = np.where(rng.random(n_runners) < FLATS_SHARE, flats, spikes)
    owns = rng.random(n_runners) < FAST_PAIR_SHARE
    kinds[:, FAST_SHOE] = np.where(owns, fast, 0.0)
    drops[:, FAST_SHOE] = np.where(
        owns, np.where(fast == flats, FLAT_DROP_MM, SPIKE_DROP_MM), drops[:, 0]
    )
    is_worn = rng.random(n_runners) < WORN_SHARE
    worn = np.where(is_worn, rng.exponential(WORN_MEAN_KM, n_runners), 0.0)
    distances[:, FAST_SHOE] = np.where(owns, worn, distances[:, 0])
    usually_barefoot = kinds[:, 0] == shoes.index("barefoot")
    kinds[:, -1], drops[:, -1] = float(shoes.index("barefoot")), 0.0
    distances[:, -1] = np.where(usually_barefoot, distances[:, 0], 0.0)


def cells_of_runs(
    runners: Runners, plan: Plan, runs: Runs, rng: np.random.Generator
) -> dict[str, Array]:
    """The true, complete cells of every run, each of shape ``(n_runs,)``."""

    def scatter(spread: float) -> Array:
        return np.asarray(np.exp(runs.of(rng.normal(0.0, spread, plan.shape))))

    runner = runs.runner
    usual_pace = runners.usual_pace_min_per_km[runner]
    surface, session = runs.of(plan.surface), _session_type(plan, runs)
    distance = np.clip(_distances(plan, runs, rng), *DISTANCES_KM)
    climb = np.clip(runs.of(plan.climb_m_per_km), *CLIMBS_M_PER_KM)
    on_treadmill = surface == SURFACES["treadmill"]
    incline = np.where(on_treadmill, runs.of(plan.incline_pct), 0.0)
    climb = np.where(on_treadmill | (surface == SURFACES["track"]), INDOOR_M_PER_KM, climb)
    climb = np.maximum(climb, M_PER_KM_OF_PCT * incline)
    longer = np.maximum(distance / runs.of(plan.usual_distance_km), LEAST_LONGER)
    pace = (
        usual_pace
        / runs.of(plan.relative_speed)
        * np.exp(PACE_PER_M_PER_KM * np.minimum(climb, MOST_SLOWING_M_PER_KM))
        * longer**PACE_DISTANCE_POWER
    )
    pace = np.clip(pace, *PACES_MIN_PER_KM)
    usual_speed = 1000.0 / 60.0 / usual_pace
    overstride = runs.of(plan.overstride)
    rack_place = (runner, runs.of(plan.shoe))
    gain = climb * distance
    cells = {
        "experience_weeks": runs.of(plan.experience_weeks),
        "height_cm": runners.height_cm[runner],
        "calf_injury_52w": runners.injured[runner],
        "session_type": session,
        "distance_km": distance,
        "duration_min": distance * pace,
        "elevation_gain_m": gain,
        "elevation_loss_m": np.where(on_treadmill, 0.0, gain * scatter(LOSS_SPREAD)),
        "max_grade_pct": np.where(
            on_treadmill,
            incline,
            np.clip(GRADE_PER_M_PER_KM * climb * scatter(GRADE_SPREAD), 0.0, STEEPEST_PCT),
        ),
        "terrain": np.digitize(
            np.where(on_treadmill, 0.0, climb * scatter(TERRAIN_SPREAD)), TERRAIN_FROM_M_PER_KM
        ).astype(float),
        "surface": surface,
        "soft_surface_fraction": runs.of(plan.soft_fraction),
        "fastest_pace_min_per_km": np.clip(
            pace * FASTEST_SHARE[session.astype(np.intp)] * scatter(FASTEST_SPREAD),
            *FASTEST_MIN_PER_KM,
        ),
        "cadence_spm": np.clip(
            CADENCE_AT_REST_SPM
            + runners.cadence_offset_spm[runner]
            + SPM_PER_M_PER_S * 1000.0 / 60.0 / usual_pace
            + runners.cadence_per_m_per_s[runner] * (1000.0 / 60.0 / pace - usual_speed)
            - SPM_OF_OVERSTRIDE * overstride
            + runs.of(plan.cadence_shift),
            *CADENCES_SPM,
        ),
        "foot_strike": runs.of(plan.foot_strike),
        "overstride": overstride,
        "posture": runs.of(plan.tilted).astype(float),
        "shoe_type": plan.rack_type[rack_place],
        "shoe_drop_mm": plan.rack_drop_mm[rack_place],
        "stride_change": runs.of(plan.stride_change),
        "shoe_change": runs.of(plan.shoe_change),
        "other_calf_load": runs.of(plan.other_calf_load).astype(float),
    }
    cells |= history(plan, runs, cells)
    longest = np.maximum(cells["longest_run_28d_km"], SHORTEST_LONGEST_KM)
    longer = distance / longest * scatter(LONGER_SPREAD)
    faster = runs.of(plan.relative_speed) * scatter(FASTER_SPREAD)
    return cells | {
        "longer_than_usual": np.digitize(longer, LONGER_FROM).astype(float),
        "faster_than_usual": np.digitize(faster, FASTER_FROM).astype(float),
    }


def _session_type(plan: Plan, runs: Runs) -> Array:
    """The kind of session; runners call a clearly faster easy or long run a tempo run."""
    session = runs.of(plan.session_type)
    called_easy = (session == WORDS["easy"]) | (session == WORDS["long"])
    fast = runs.of(plan.relative_speed) > TEMPO_FROM
    return np.where(called_easy & fast, WORDS["tempo"], session)


def _distances(plan: Plan, runs: Runs, rng: np.random.Generator) -> Array:
    """Distances of runs; a race has a race's distance, sprints and repeats are short."""
    session, distance = runs.of(plan.session_type), runs.of(plan.distance_km)
    distance[session == WORDS["sprints"]] *= SPRINTS_TIMES
    distance[session == WORDS["hill_repeats"]] *= REPEATS_TIMES
    race = session == WORDS["race"]
    reach = runs.of(plan.usual_distance_km) * plan.runs_per_week[runs.runner]
    wish = reach[race] * rng.lognormal(*RACE_WISH, int(race.sum()))
    distance[race] = RACE_KM[np.digitize(wish, RACE_STEPS_KM)]
    return distance
