"""Stage 2: what they run, day by day; habit and history follow from the simulated days."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.plan import FAST_SHOE, RACK, Plan
from calfcause.schema import COLUMNS
from calfcause.simulate.runners import Runners, streams_of_causes

Array = NDArray[np.float64]

BURN_IN_DAYS = 35
WINDOW_DAYS = 28
TEMPO_FROM = 1.10
RACE_KM = np.array([5.0, 10.0, 21.1, 42.2])
WORDS = {word: float(i) for i, word in enumerate(COLUMNS["session_type"].choices)}
SURFACES = {word: float(i) for i, word in enumerate(COLUMNS["surface"].choices)}
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
        soft_fraction=np.where(surface == SURFACES["trail"], rng.beta(1.0, 6.0, shape), 0.0),
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


def cells_of_days(runners: Runners, plan: Plan, rng: np.random.Generator) -> dict[str, Array]:
    """The true, complete cells of every day, each of shape ``(n_runners, n_days)``.

    Days without a run hold values too; ``plan.runs`` says which days count.
    """
    shape = plan.shape
    distance = np.clip(_distances(plan, rng), 0.4, 120.0)
    climb = np.clip(plan.climb_m_per_km, 0.0, 180.0)
    treadmill = plan.surface == SURFACES["treadmill"]
    climb = np.where(treadmill | (plan.surface == SURFACES["track"]), 0.3, climb)
    # Within a runner pace rises by 0.8 % for each m/km of climb; half of that here, since elapsed
    # times hold pauses.
    longer = np.maximum(distance / plan.usual_distance_km, 0.3)
    pace = (
        runners.usual_pace_min_per_km[:, None]
        / plan.relative_speed
        * np.exp(0.004 * np.minimum(climb, 60.0))
        * longer**0.03
    )
    pace = np.clip(pace, 2.6, 15.0)
    speed = 1000.0 / 60.0 / pace
    session = _session_type(plan)
    fastest_share = np.select(
        [session == WORDS["sprints"], session == WORDS["intervals"], session == WORDS["race"]],
        [0.68, 0.80, 0.95],
        default=0.91,
    )
    kind = np.take_along_axis(plan.rack_type, plan.shoe, axis=1)
    gain = climb * distance
    cells = {
        "experience_weeks": plan.experience_weeks,
        "height_cm": np.repeat(runners.height_cm[:, None], shape[1], axis=1),
        "calf_injury_52w": np.repeat(runners.injured[:, None], shape[1], axis=1),
        "session_type": session,
        "distance_km": distance,
        "duration_min": distance * pace,
        "elevation_gain_m": gain,
        "elevation_loss_m": gain * np.exp(rng.normal(0.0, 0.12, shape)),
        "max_grade_pct": np.clip(0.28 * climb * np.exp(rng.normal(0.0, 0.4, shape)), 0.0, 45.0),
        "terrain": _terrain(climb, rng),
        "surface": plan.surface,
        "soft_surface_fraction": plan.soft_fraction,
        "fastest_pace_min_per_km": np.clip(
            pace * fastest_share * np.exp(rng.normal(0.0, 0.03, shape)), 1.8, 15.0
        ),
        "cadence_spm": np.clip(
            150.0
            + runners.cadence_offset_spm[:, None]
            + 6.0 * 1000.0 / 60.0 / runners.usual_pace_min_per_km[:, None]
            + runners.cadence_per_m_per_s[:, None]
            * (speed - 1000.0 / 60.0 / runners.usual_pace_min_per_km[:, None])
            - 4.0 * plan.overstride
            + plan.cadence_shift,
            120.0,
            225.0,
        ),
        "foot_strike": plan.foot_strike,
        "overstride": plan.overstride,
        "posture": plan.tilted.astype(float),
        "shoe_type": kind,
        "shoe_drop_mm": np.take_along_axis(plan.rack_drop_mm, plan.shoe, axis=1),
    }
    return cells | _history(plan, cells)


def _session_type(plan: Plan) -> Array:
    """An easy or long run that is clearly faster than usual is a tempo run to whoever ran it."""
    called_easy = np.isin(plan.session_type, (WORDS["easy"], WORDS["long"]))
    return np.where(
        called_easy & (plan.relative_speed > TEMPO_FROM), WORDS["tempo"], plan.session_type
    )


def _distances(plan: Plan, rng: np.random.Generator) -> Array:
    """Session distances; a race has a race's distance, sprints and repeats are short."""
    session, distance = plan.session_type, plan.distance_km.copy()
    distance[session == WORDS["sprints"]] *= 0.5
    distance[session == WORDS["hill_repeats"]] *= 0.8
    race = session == WORDS["race"]
    reach = plan.usual_distance_km * plan.runs_per_week[:, None]
    wish = reach[race] * rng.lognormal(-0.9, 0.6, int(race.sum()))
    distance[race] = RACE_KM[np.digitize(wish, [7.0, 15.0, 27.0])]
    return distance


def _terrain(climb_m_per_km: Array, rng: np.random.Generator) -> Array:
    """What a runner would call it: bands of climb, with words as loose as people's."""
    said = climb_m_per_km * np.exp(rng.normal(0.0, 0.3, climb_m_per_km.shape))
    return np.digitize(said, TERRAIN_FROM_M_PER_KM).astype(float)


def _history(plan: Plan, cells: dict[str, Array]) -> dict[str, Array]:
    """What the runner is used to, from the days before; NaN where 28 days hold no run."""
    runs = plan.runs
    distance = np.where(runs, cells["distance_km"], 0.0)
    n_runs = _before(runs.astype(float))

    def mean_log(values: Array) -> Array:
        total = _before(np.where(runs, np.log(np.maximum(values, 0.1)), 0.0))
        return np.exp(total / np.where(n_runs > 0, n_runs, np.nan))

    def most_frequent(codes: NDArray[Any], n_codes: int) -> Array:
        counts = np.stack([_before(runs & (codes == code)) for code in range(n_codes)])
        return np.where(n_runs > 0, counts.argmax(axis=0).astype(float), np.nan)

    usual_shoe = most_frequent(plan.shoe, RACK)
    shoe_distance = np.zeros(plan.shape)
    for place in range(RACK):
        alike = (plan.rack_type == plan.rack_type[:, place, None]) & (
            plan.rack_drop_mm == plan.rack_drop_mm[:, place, None]
        )
        in_kind = np.where(np.take_along_axis(alike, plan.shoe, axis=1), distance, 0.0)
        worn_before = np.where(alike, plan.rack_distance_km, 0.0).max(axis=1)
        before = worn_before[:, None] + np.cumsum(in_kind, axis=1) - in_kind
        shoe_distance = np.where(plan.shoe == place, before, shoe_distance)
    longest = _sliding(distance).max(axis=-1)
    places = np.nan_to_num(usual_shoe).astype(np.intp)
    return {
        "weekly_distance_km": _window(distance, 7, 0),
        "usual_weekly_distance_km": np.where(
            _window(runs.astype(float), 28, 7) > 0, _window(distance, 28, 7) / 4.0, np.nan
        ),
        "longest_run_28d_km": np.where(longest > 0, longest, np.nan),
        "usual_pace_min_per_km": mean_log(cells["duration_min"] / cells["distance_km"]),
        "usual_climb_m_per_km": mean_log(cells["elevation_gain_m"] / cells["distance_km"]),
        "usual_terrain": most_frequent(cells["terrain"], 4),
        "usual_surface": most_frequent(cells["surface"], len(SURFACES)),
        "usual_cadence_spm": mean_log(cells["cadence_spm"]),
        "usual_foot_strike": most_frequent(cells["foot_strike"], 3),
        "usual_shoe_drop_mm": np.where(
            n_runs > 0, np.take_along_axis(plan.rack_drop_mm, places, axis=1), np.nan
        ),
        "shoe_distance_km": shoe_distance,
    }


def _window(values: Array, n_days: int, lag: int) -> Array:
    """Sum over the ``n_days`` days that end ``lag`` days before each day (0: the day itself)."""
    total = np.cumsum(values, axis=1)
    size = values.shape[1]
    until = np.pad(total, ((0, 0), (lag, 0)))[:, :size]
    before = np.pad(total, ((0, 0), (lag + n_days, 0)))[:, :size]
    return np.asarray(np.maximum(until - before, 0.0))


def _before(values: NDArray[np.bool_] | Array) -> Array:
    """Sum over the 28 days before each day."""
    return _window(np.asarray(values, dtype=float), WINDOW_DAYS, 1)


def _sliding(values: Array) -> Array:
    """The 28 days before each day as a last axis, shape ``(n_runners, n_days, 28)``."""
    padded = np.pad(values, ((0, 0), (WINDOW_DAYS, 0)))[:, :-1]
    return np.lib.stride_tricks.sliding_window_view(padded, WINDOW_DAYS, axis=1)
