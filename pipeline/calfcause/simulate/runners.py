"""Stage 1: who runs. Marginals and correlations as seen between real runners."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate.world import World

Array = NDArray[np.float64]

# Rank correlations between medians of 110 runners: usual distance, pace, climb, weekly distance.
BETWEEN_RUNNERS = np.array(
    [
        [1.00, -0.21, 0.34, 0.57],
        [-0.21, 1.00, 0.26, -0.26],
        [0.34, 0.26, 1.00, 0.16],
        [0.57, -0.26, 0.16, 1.00],
    ]
)
LOW_VOLUME_POWER = 0.25
# The usual run of the elite leaves 4 % sore where that of others leaves 6 %; assumed.
ELITE_LOG_ODDS = np.log(0.04 / 0.06)
# Whoever tells of a run in words runs less than whoever uploads every run: 6.8 km a run against 9
# (median of all American runs against that of Strava diaries); in public accounts 5 km.
TELLERS_SHARE = 0.7
USUAL_SURFACES = {"road": 0.74, "treadmill": 0.11, "trail": 0.11, "track": 0.01, "grass": 0.03}
USUAL_SHOES = {"standard": 0.90, "zero_drop": 0.05, "minimalist": 0.04, "barefoot": 0.01}
USUAL_DROPS_MM = {"standard": 9.0, "zero_drop": 0.0, "minimalist": 2.0, "barefoot": 0.0}
USUAL_STRIKES = {"rearfoot": 0.85, "midfoot": 0.11, "forefoot": 0.04}


@dataclass(frozen=True, kw_only=True)
class Runners:
    """Facts of a block of runners, arrays of shape ``(n_runners,)``; ``log_effects`` by cause."""

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
    """Draw runners of a world.

    Usual distance, pace, climb and volume follow 110 Strava users (medians 10 km shortened to 9 for
    the many who never upload, 5.68 min/km, 9 m/km, 25 km a week); years of running a gamma of mean
    8.3 and standard deviation 7.8 (Hollander et al. 2018); strikes race-side counts (Larson et al.
    2011); cadence 150 + 6 per m/s - 0.5 per cm (van Oeveren et al. 2019).
    """
    z = rng.multivariate_normal(np.zeros(4), BETWEEN_RUNNERS, n_runners).T
    trained = np.where(tells, TELLERS_SHARE, 1.0)
    usual_distance = 9.0 * trained * np.exp(0.32 * z[0])
    weekly = 25.0 * trained * np.exp(0.50 * z[3])
    pace = 5.68 * np.exp(0.105 * z[1])
    experience = rng.gamma((8.3 / 7.8) ** 2, 7.8**2 / 8.3, n_runners) * 52.0 + 4.0
    kind = rng.choice(list(world.kinds), n_runners, p=list(world.kinds.values()))
    new, elite = kind == "new", kind == "elite"
    experience = np.where(new, rng.uniform(0.0, 12.0, n_runners), experience + 200.0 * elite)
    pace *= np.where(new, 1.13, np.where(elite, 0.78, 1.0))
    usual_distance *= np.where(new, 0.5, np.where(elite, 1.4, 1.0))
    weekly *= np.where(elite, 3.0, 1.0)
    height = rng.normal(173.0, 9.0, n_runners)
    offset = rng.normal(0.0, 8.0, n_runners)
    slope = rng.uniform(4.0, 13.0, n_runners)
    shoe = _words(rng, "shoe_type", USUAL_SHOES, n_runners)
    drop = np.array([USUAL_DROPS_MM.get(word, 0.0) for word in COLUMNS["shoe_type"].choices])
    standard = shoe == COLUMNS["shoe_type"].choices.index("standard")
    drops = drop[shoe.astype(int)] + np.where(standard, rng.normal(0.0, 2.5, n_runners), 0.0)
    # A cadence below the expected makes a long stride likelier: a link assumed, size a guess.
    reach = -0.09 * offset + rng.logistic(0.0, 1.0, n_runners)
    # Leg pain is 1.47 times as common below 24 km a week (Reinking et al. 2013).
    of_volume = -LOW_VOLUME_POWER * np.log(np.maximum(weekly, 5.0) / 25.0)
    of_training = np.where(elite, ELITE_LOG_ODDS, 0.0)
    susceptibility = rng.normal(of_volume + of_training, world.susceptibility_sd, n_runners)
    streams = streams_of_causes(rng)
    power = np.exp(rng.normal(0.0, world.effect_power_spread, n_runners))
    return Runners(
        usual_distance_km=usual_distance,
        usual_pace_min_per_km=pace,
        usual_climb_m_per_km=9.0 * np.exp(0.62 * z[2]),
        runs_per_week=np.clip(weekly / usual_distance, 0.8, 6.5),
        weeks_off_share=rng.beta(1.2, 6.0, n_runners),
        experience_weeks=experience,
        height_cm=np.clip(height, 145.0, 210.0),
        cadence_offset_spm=offset - 0.5 * (height - 178.0),
        cadence_per_m_per_s=slope,
        usual_surface=_words(rng, "surface", USUAL_SURFACES, n_runners),
        usual_shoe=shoe,
        usual_drop_mm=np.maximum(drops, 0.0),
        usual_strike=_words(rng, "foot_strike", USUAL_STRIKES, n_runners),
        overstride=np.digitize(reach, [2.7, 4.4]).astype(float),
        tilted=rng.random(n_runners) < 0.1,
        trains_fast=rng.random(n_runners) < 0.45,
        injured=(rng.logistic(-2.2, 1.0, n_runners) + 0.5 * susceptibility > 0).astype(float),
        susceptibility=susceptibility,
        log_effects={
            cause.name: world.power(cause.name)
            * power
            * cause.effect.draw_log(streams[cause.name], n_runners)
            for cause in CAUSES
        },
    )


def _words(rng: np.random.Generator, column: str, shares: dict[str, float], size: int) -> Array:
    choices = COLUMNS[column].choices
    codes = [float(choices.index(word)) for word in shares]
    return np.asarray(rng.choice(codes, size=size, p=list(shares.values())))


def streams_of_causes(rng: np.random.Generator) -> dict[str, np.random.Generator]:
    """A stream of its own for each cause, so that removing one leaves the others as they were."""
    entropy = [int(word) for word in rng.bit_generator.seed_seq.generate_state(2)]
    return {cause.name: np.random.default_rng([*entropy, *cause.name.encode()]) for cause in CAUSES}
