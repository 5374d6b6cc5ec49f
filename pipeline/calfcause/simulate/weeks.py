"""Stage 2: what they run, day by day; habit and history follow from the simulated days."""

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.plan import FAST_SHOE, RACK, Plan
from calfcause.causes.soft_surface import MOST_OF_THE_RUN
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate.history import Runs, history
from calfcause.simulate.runners import Runners, streams_of_causes

Array = NDArray[np.float64]

BURN_IN_DAYS = 35
TEMPO_FROM = 1.10
RACE_KM = np.array([5.0, 10.0, 21.1, 42.2])
WORDS = {word: float(i) for i, word in enumerate(COLUMNS["session_type"].choices)}
SURFACES = {word: float(i) for i, word in enumerate(COLUMNS["surface"].choices)}
# Pace of the fastest kilometre, or of one repetition, as a share of the mean pace.
FASTEST_SHARE = np.full(len(WORDS), 0.91)
FASTEST_SHARE[[int(WORDS[word]) for word in ("sprints", "intervals", "race")]] = 0.68, 0.80, 0.95
# What a runner would call it: bands of climb, with words as loose as people's.
TERRAIN_FROM_M_PER_KM = np.array([6.0, 14.0, 45.0])


def plan_weeks(runners: Runners, n_days: int, rng: np.random.Generator) -> Plan:
    """A habitual plan for every runner, then what each cause lets happen in it."""
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
    load = rng.lognormal(0.0, 0.22, (n_runners, n_weeks))
    chance = np.clip(runners.runs_per_week[:, None] / 7.0 * load, 0.05, 0.97)
    runs = (rng.random(shape) < chance[:, week]) & ~off[:, week]
    kind = rng.random(shape)
    session = np.zeros(shape)
    session[kind < 0.12] = WORDS["long"]
    fast = runners.trains_fast[:, None]
    session[(kind > 0.90) & fast] = WORDS["tempo"]
    session[(kind > 0.95) & fast] = WORDS["intervals"]
    wish = rng.standard_normal(shape)
    # Real climbs of one runner are uneven, and longer runs are hillier (rank correlation 0.27).
    slope = 0.36 * wish + 0.93 * rng.standard_normal(shape)
    surface = np.where(
        rng.random(shape) < 0.88,
        runners.usual_surface[:, None],
        rng.choice(
            [SURFACES["road"], SURFACES["trail"], SURFACES["treadmill"]],
            size=shape,
            p=[0.55, 0.3, 0.15],
        ),
    )
    rack_type = np.repeat(runners.usual_shoe[:, None], RACK, axis=1)
    rack_drop = np.repeat(runners.usual_drop_mm[:, None], RACK, axis=1)
    rack_distance = np.repeat(rng.uniform(40.0, 700.0, n_runners)[:, None], RACK, axis=1)
    _fill_rack(rack_type, rack_drop, rack_distance, rng)
    return Plan(
        runs=runs,
        distance_km=runners.usual_distance_km[:, None]
        * np.exp(0.33 * wish)
        * np.where(session == WORDS["long"], 1.7, 0.95),
        session_type=session,
        climb_m_per_km=runners.usual_climb_m_per_km[:, None] * np.exp(0.75 * slope - 0.1),
        relative_speed=np.exp(rng.normal(0.0, 0.045, shape)),
        surface=surface,
        # Of a trail some is soft, of grass that is the usual ground nearly all.
        soft_fraction=np.where(
            surface == SURFACES["trail"],
            rng.beta(1.0, 6.0, shape),
            np.where(surface == SURFACES["grass"], MOST_OF_THE_RUN, 0.0),
        ),
        shoe=np.zeros(shape, dtype=np.intp),
        foot_strike=np.repeat(runners.usual_strike[:, None], n_days, axis=1),
        overstride=np.repeat(runners.overstride[:, None], n_days, axis=1),
        tilted=np.repeat(runners.tilted[:, None], n_days, axis=1),
        cadence_shift=rng.normal(0.0, 3.5, shape),
        experience_weeks=runners.experience_weeks[:, None] + np.arange(n_days) / 7.0,
        rack_type=rack_type,
        rack_drop_mm=rack_drop,
        rack_distance_km=rack_distance,
        usual_distance_km=np.repeat(runners.usual_distance_km[:, None], n_days, axis=1),
        runs_per_week=runners.runs_per_week,
    )


def _fill_rack(kinds: Array, drops: Array, distances: Array, rng: np.random.Generator) -> None:
    """Fast shoes for a third of the runners, half of them hardly worn; and bare feet for all."""
    n_runners = len(kinds)
    shoes = COLUMNS["shoe_type"].choices
    flats, spikes = float(shoes.index("racing_flat")), float(shoes.index("track_spikes"))
    fast = np.where(rng.random(n_runners) < 0.65, flats, spikes)
    owns = rng.random(n_runners) < 0.4
    kinds[:, FAST_SHOE] = np.where(owns, fast, 0.0)
    drops[:, FAST_SHOE] = np.where(owns, np.where(fast == flats, 6.0, 2.0), drops[:, 0])
    worn = np.where(rng.random(n_runners) < 0.5, rng.exponential(150.0, n_runners), 0.0)
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
    distance = np.clip(_distances(plan, runs, rng), 0.4, 120.0)
    climb = np.clip(runs.of(plan.climb_m_per_km), 0.0, 180.0)
    climb = np.where(
        (surface == SURFACES["treadmill"]) | (surface == SURFACES["track"]), 0.3, climb
    )
    # Within a runner pace rises by 0.8 % for each m/km of climb; half of that here, since elapsed
    # times hold pauses.
    longer = np.maximum(distance / runs.of(plan.usual_distance_km), 0.3)
    pace = (
        usual_pace
        / runs.of(plan.relative_speed)
        * np.exp(0.004 * np.minimum(climb, 60.0))
        * longer**0.03
    )
    pace = np.clip(pace, 2.6, 15.0)
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
        "elevation_loss_m": gain * scatter(0.12),
        "max_grade_pct": np.clip(0.28 * climb * scatter(0.4), 0.0, 45.0),
        "terrain": np.digitize(climb * scatter(0.3), TERRAIN_FROM_M_PER_KM).astype(float),
        "surface": surface,
        "soft_surface_fraction": runs.of(plan.soft_fraction),
        "fastest_pace_min_per_km": np.clip(
            pace * FASTEST_SHARE[session.astype(np.intp)] * scatter(0.03), 1.8, 15.0
        ),
        "cadence_spm": np.clip(
            150.0
            + runners.cadence_offset_spm[runner]
            + 6.0 * 1000.0 / 60.0 / usual_pace
            + runners.cadence_per_m_per_s[runner] * (1000.0 / 60.0 / pace - usual_speed)
            - 4.0 * overstride
            + runs.of(plan.cadence_shift),
            120.0,
            225.0,
        ),
        "foot_strike": runs.of(plan.foot_strike),
        "overstride": overstride,
        "posture": runs.of(plan.tilted).astype(float),
        "shoe_type": plan.rack_type[rack_place],
        "shoe_drop_mm": plan.rack_drop_mm[rack_place],
    }
    return cells | history(plan, runs, cells)


def _session_type(plan: Plan, runs: Runs) -> Array:
    """An easy or long run that is clearly faster than usual is a tempo run to whoever ran it."""
    session = runs.of(plan.session_type)
    called_easy = (session == WORDS["easy"]) | (session == WORDS["long"])
    fast = runs.of(plan.relative_speed) > TEMPO_FROM
    return np.where(called_easy & fast, WORDS["tempo"], session)


def _distances(plan: Plan, runs: Runs, rng: np.random.Generator) -> Array:
    """Distances of runs; a race has a race's distance, sprints and repeats are short."""
    session, distance = runs.of(plan.session_type), runs.of(plan.distance_km)
    distance[session == WORDS["sprints"]] *= 0.5
    distance[session == WORDS["hill_repeats"]] *= 0.8
    race = session == WORDS["race"]
    reach = runs.of(plan.usual_distance_km) * plan.runs_per_week[runs.runner]
    wish = reach[race] * rng.lognormal(-0.9, 0.6, int(race.sum()))
    distance[race] = RACE_KM[np.digitize(wish, [7.0, 15.0, 27.0])]
    return distance
