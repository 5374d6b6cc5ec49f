"""Stage 1: who runs. Distributions and correlations follow real runners, where they are known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate.world import World

Array = NDArray[np.float64]

# Rank correlations between the medians of 110 runners (real diaries, see compare.py): usual
# distance, pace, climb, weekly distance.
BETWEEN_RUNNERS = np.array(
    [
        [1.00, -0.21, 0.34, 0.57],
        [-0.21, 1.00, 0.26, -0.26],
        [0.34, 0.26, 1.00, 0.16],
        [0.57, -0.26, 0.16, 1.00],
    ]
)
# Medians and spreads (standard deviation of the logarithm) between those runners. Their median
# distance of 10 km is shortened to 9, for the many who never upload; assumed.
USUAL_DISTANCE_KM, DISTANCE_SPREAD = 9.0, 0.32
WEEKLY_DISTANCE_KM, WEEKLY_SPREAD = 25.0, 0.50
PACE_MIN_PER_KM, PACE_SPREAD = 5.68, 0.105
CLIMB_M_PER_KM, CLIMB_SPREAD = 9.0, 0.62
RUNS_PER_WEEK = (0.8, 6.5)  # assumed: one in nine days to nearly daily
WEEKS_OFF = (1.2, 6.0)  # a beta distribution: weeks without a run are 17 % at the median runner
YEARS_RUNNING, YEARS_SD = 8.3, 7.8  # Hollander et al. 2018, a gamma distribution
FIRST_WEEKS = 4.0  # assumed: those who just started are the kind "new"
HEIGHT_CM, HEIGHT_SD, HEIGHTS_CM = 173.0, 9.0, (145.0, 210.0)  # 1,401 people of a running clinic
CADENCE_SD_SPM = 8.0  # van Oeveren et al. 2019: 7-10; six real runners: 10
CADENCE_PER_M_PER_S = (4.0, 13.0)  # real runners: 5-21, 13.6 over 46 recordings
SPM_PER_CM, REFERENCE_HEIGHT_CM = 0.5, 178.0  # as expected cadence, see overstriding.py
# New runners and the elite, beside others; assumed, but for the pace (novices 50 s slower).
NEW_WEEKS, NEW_PACE, NEW_DISTANCE = (0.0, 12.0), 1.13, 0.5
ELITE_PACE, ELITE_DISTANCE, ELITE_WEEKLY, ELITE_WEEKS_MORE = 0.78, 1.4, 3.0, 200.0
# Leg pain is 1.47 times as common below 24 km a week (Reinking et al. 2013).
LOW_VOLUME_POWER, LEAST_WEEKLY_KM = 0.25, 5.0
# The usual run of the elite leaves 4 % sore where that of others leaves 6 %; assumed.
ELITE_LOG_ODDS = np.log(0.04 / 0.06)
# Runners who describe a run in words run less than those who upload every run: 6.8 km a run against
# 9 (median of all American runs against that of the diaries); 5 km in public accounts.
TELLERS_SHARE = 0.7
# A low cadence makes a long stride likelier: half of marked overstrides are 8 % below the expected
# cadence. A link assumed, its size a guess: 7 % mild, 2 % marked at the expected cadence.
REACH_PER_SPM, REACH_MILD, REACH_MARKED = 0.09, 2.7, 4.4
TILTED_SHARE, TRAINS_FAST_SHARE = 0.1, 0.45  # assumed
# A calf injury within a year: 12-23 % of runners had a strain; likelier in the prone, assumed.
INJURED_LOG_ODDS, INJURED_PER_SUSCEPTIBILITY = -2.2, 0.5
# Surfaces as runners report (most on asphalt), shoes and drops assumed; strikes as counted beside
# races (Larson et al. 2011: rearfoot 89 %; others 71-94 %).
USUAL_SURFACES = {"road": 0.74, "treadmill": 0.11, "trail": 0.11, "track": 0.01, "grass": 0.03}
USUAL_SHOES = {"standard": 0.90, "zero_drop": 0.05, "minimalist": 0.04, "barefoot": 0.01}
USUAL_DROPS_MM = {"standard": 9.0, "zero_drop": 0.0, "minimalist": 2.0, "barefoot": 0.0}
DROP_SD_MM = 2.5  # assumed within the drops on the market
USUAL_STRIKES = {"rearfoot": 0.85, "midfoot": 0.11, "forefoot": 0.04}


@dataclass(frozen=True, kw_only=True)
class Runners:
    """Facts about a block of runners: arrays ``(n_runners,)``; ``log_effects`` by cause."""

    usual_distance_km: Array
    usual_pace_min_per_km: Array
    usual_climb_m_per_km: Array
    runs_per_week: Array
    weeks_off_share: Array
    experience_weeks: Array
    height_cm: Array
    cadence_offset_spm: Array
    cadence_per_m_per_s: Array
    usual_surface: Array
    usual_shoe: Array
    usual_drop_mm: Array
    usual_strike: Array
    overstride: Array
    tilted: NDArray[np.bool_]
    trains_fast: NDArray[np.bool_]
    injured: Array
    susceptibility: Array
    log_effects: dict[str, Array]

    def __len__(self) -> int:
        return len(self.usual_distance_km)


def draw_runners(
    n_runners: int, world: World, tells: NDArray[np.bool_], rng: np.random.Generator
) -> Runners:
    """Draw the runners of a world.

    tells : who describes runs in words, ``(n_runners,)``
    """
    z = rng.multivariate_normal(np.zeros(4), BETWEEN_RUNNERS, n_runners).T
    trained = np.where(tells, TELLERS_SHARE, 1.0)
    usual_distance = USUAL_DISTANCE_KM * trained * np.exp(DISTANCE_SPREAD * z[0])
    weekly = WEEKLY_DISTANCE_KM * trained * np.exp(WEEKLY_SPREAD * z[3])
    pace = PACE_MIN_PER_KM * np.exp(PACE_SPREAD * z[1])
    shape, scale = (YEARS_RUNNING / YEARS_SD) ** 2, YEARS_SD**2 / YEARS_RUNNING
    experience = rng.gamma(shape, scale, n_runners) * 52.0 + FIRST_WEEKS
    kind = rng.choice(list(world.kinds), n_runners, p=list(world.kinds.values()))
    new, elite = kind == "new", kind == "elite"
    in_first_weeks = rng.uniform(*NEW_WEEKS, n_runners)
    experience = np.where(new, in_first_weeks, experience + ELITE_WEEKS_MORE * elite)
    pace *= np.where(new, NEW_PACE, np.where(elite, ELITE_PACE, 1.0))
    usual_distance *= np.where(new, NEW_DISTANCE, np.where(elite, ELITE_DISTANCE, 1.0))
    weekly *= np.where(elite, ELITE_WEEKLY, 1.0)
    height = rng.normal(HEIGHT_CM, HEIGHT_SD, n_runners)
    offset = rng.normal(0.0, CADENCE_SD_SPM, n_runners)
    slope = rng.uniform(*CADENCE_PER_M_PER_S, n_runners)
    shoe = _words(rng, "shoe_type", USUAL_SHOES, n_runners)
    drop = np.array([USUAL_DROPS_MM.get(word, 0.0) for word in COLUMNS["shoe_type"].choices])
    standard = shoe == COLUMNS["shoe_type"].choices.index("standard")
    drops = drop[shoe.astype(int)] + np.where(standard, rng.normal(0.0, DROP_SD_MM, n_runners), 0.0)
    reach = -REACH_PER_SPM * offset + rng.logistic(0.0, 1.0, n_runners)
    of_volume = -LOW_VOLUME_POWER * np.log(np.maximum(weekly, LEAST_WEEKLY_KM) / WEEKLY_DISTANCE_KM)
    of_training = np.where(elite, ELITE_LOG_ODDS, 0.0)
    proneness = rng.standard_normal(n_runners)
    susceptibility = of_volume + of_training + world.susceptibility_sd * proneness
    streams = streams_of_causes(rng)
    # Who is prone to soreness reacts the more to whatever is unusual: susceptibility alone would
    # raise the base of the prone, and with it the share of soreness that no cause explains.
    power = np.exp(world.effect_power_spread * proneness)
    return Runners(
        usual_distance_km=usual_distance,
        usual_pace_min_per_km=pace,
        usual_climb_m_per_km=CLIMB_M_PER_KM * np.exp(CLIMB_SPREAD * z[2]),
        runs_per_week=np.clip(weekly / usual_distance, *RUNS_PER_WEEK),
        weeks_off_share=rng.beta(*WEEKS_OFF, n_runners),
        experience_weeks=experience,
        height_cm=np.clip(height, *HEIGHTS_CM),
        cadence_offset_spm=offset - SPM_PER_CM * (height - REFERENCE_HEIGHT_CM),
        cadence_per_m_per_s=slope,
        usual_surface=_words(rng, "surface", USUAL_SURFACES, n_runners),
        usual_shoe=shoe,
        usual_drop_mm=np.maximum(drops, 0.0),
        usual_strike=_words(rng, "foot_strike", USUAL_STRIKES, n_runners),
        overstride=np.digitize(reach, [REACH_MILD, REACH_MARKED]).astype(float),
        tilted=rng.random(n_runners) < TILTED_SHARE,
        trains_fast=rng.random(n_runners) < TRAINS_FAST_SHARE,
        injured=(
            rng.logistic(INJURED_LOG_ODDS, 1.0, n_runners)
            + INJURED_PER_SUSCEPTIBILITY * susceptibility
            > 0
        ).astype(float),
        susceptibility=susceptibility,
        log_effects={
            cause.name: world.power(cause.name)
            * power
            * cause.effect.draw_log(streams[cause.name], n_runners)
            for cause in CAUSES
        },
    )


def _words(rng: np.random.Generator, column: str, shares: dict[str, float], size: int) -> Array:
    """Draw words of a column, encoded."""
    choices = COLUMNS[column].choices
    codes = [float(choices.index(word)) for word in shares]
    return np.asarray(rng.choice(codes, size=size, p=list(shares.values())))


def streams_of_causes(rng: np.random.Generator) -> dict[str, np.random.Generator]:
    """One random stream per cause, so that removing a cause leaves the others unchanged."""
    entropy = [int(word) for word in rng.bit_generator.seed_seq.generate_state(2)]
    return {cause.name: np.random.default_rng([*entropy, *cause.name.encode()]) for cause in CAUSES}
