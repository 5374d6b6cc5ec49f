"""Stage 3: whether the run leaves the calves sore, because of what, and how it goes on.

A run is sore when the day's tolerance z, standard normal, lies below

    z* = (ln b + u + sum_k ln f_k - tau) / sigma

with the base load b, the runner's susceptibility u and a factor f_k >= 1 per cause. With sigma =
1.7 a factor is an odds ratio, near enough (logistic against probit). A cause is *but-for* when the
run is sore and, with f_k = 1 and the same z, would not be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from calfcause.causes import CAUSES
from calfcause.causes.laws import dose
from calfcause.simulate.history import Runs
from calfcause.simulate.runners import Runners
from calfcause.simulate.world import World

Array = NDArray[np.float64]

SIGMA = 1.7
FORGETTING_DAYS = 84.0
LEAST_LEFT = 0.4
DISTANCE_POWER_OWN = 1.15
DISTANCE_POWER = 0.35
TIRING_FROM_KM = 20.0
TIRING_POWER = 1.7
# A calf injury within a year raises the odds by a third; assumed, strains recur in 16-38 %.
INJURY_LOG_ODDS = 0.3
STRAIN_SHARE = 0.001


@dataclass(frozen=True, kw_only=True)
class Soreness:
    """Labels, the true probabilities and the hidden parts; arrays of shape ``(n_sessions,)``."""

    sore: NDArray[np.bool_]
    because_of: dict[str, NDArray[np.bool_]]
    primary: NDArray[np.intp]
    true_p_sore: Array
    true_p: dict[str, Array]
    log_factors: dict[str, Array]


def fresh_exposures(cells: dict[str, Array], runs: Runs) -> dict[str, Array]:
    """Exposure to every cause in every run, less the protection that earlier runs left.

    Protection is specific to the cause (repeated-bout effect): an exposure of 1 takes
    ``cause.adaptation`` of what the next one would do, a small one much less. It fades with 12
    weeks (6-26) and takes at most six tenths: soreness was lower after training, not abolished.
    """
    n_runners, n_days = runs.shape
    forget = np.exp(-1.0 / FORGETTING_DAYS)
    found = {cause.name: np.nan_to_num(cause.exposure_of(cells)) for cause in CAUSES}
    spared = np.ones((n_days, len(CAUSES), n_runners))
    for place, cause in enumerate(CAUSES):
        taught = cause.adaptation * np.minimum(found[cause.name], 1.0) ** 2
        spared[runs.day, place, runs.runner] = 1.0 - taught
    left = np.ones((len(CAUSES), n_runners))
    for day in range(n_days):
        # A day's place goes from what its run spares to what earlier runs have left for it.
        spared[day], left = left, 1.0 - (1.0 - left * spared[day]) * forget
    return {
        name: exposure * np.maximum(spared[runs.day, place, runs.runner], LEAST_LEFT)
        for place, (name, exposure) in enumerate(found.items())
    }


def log_factors(
    fresh: dict[str, Array], runners: Runners, runner: NDArray[np.intp]
) -> dict[str, Array]:
    """Log factor of every cause for each session, by how strongly its runner reacts."""
    return {name: runners.log_effects[name][runner] * dose(found) for name, found in fresh.items()}


def base_log_load(distance_km: Array, usual_distance_km: Array) -> Array:
    """Log load of the distance itself: 0 for the usual run of a runner whose usual run is 8 km.

    Powers are set so that base rates come out as assumed (marathon 70-85 %); that long running
    wears the calf out beyond 90 minutes is measured (Fletcher & MacIntosh 2018).
    """
    own = DISTANCE_POWER_OWN * np.log(distance_km / usual_distance_km)
    tiring = TIRING_POWER * np.log(np.maximum(distance_km / TIRING_FROM_KM, 1.0))
    return np.asarray(np.clip(own, -1.5, 3.0) + DISTANCE_POWER * np.log(distance_km / 8.0) + tiring)


def draw_soreness(
    base: Array,
    susceptibility: Array,
    factors_by_cause: dict[str, Array],
    world: World,
    rng: np.random.Generator,
) -> Soreness:
    """Draw the day's tolerance and label every run, see the module."""
    names = list(factors_by_cause)
    factors = np.stack(list(factors_by_cause.values())) if names else np.zeros((0, len(base)))
    # The share of sore usual runs is a mean over runners who differ, hence the wider sigma.
    spread = np.hypot(SIGMA, world.susceptibility_sd)
    tau = -ndtri(world.usual_sore_share) * spread
    z0 = (base + susceptibility - tau) / SIGMA
    steps = factors / SIGMA
    z_star = z0 + steps.sum(axis=0)
    z = rng.standard_normal(len(base))
    sore = z <= z_star
    but_for = sore & (z > z_star - steps)
    largest = steps.argmax(axis=0) if names else np.zeros(len(base), dtype=np.intp)
    is_largest = np.arange(len(names))[:, None] == largest
    overdetermined = sore & (z > z0) & ~but_for.any(axis=0)
    labels = but_for | (is_largest & overdetermined)
    labelled = np.where(labels, steps, -1.0)
    none = np.full(len(base), len(names))
    primary = np.where(labels.any(axis=0), labelled.argmax(axis=0), none) if names else none
    p_sore = ndtr(z_star)
    without = ndtr(np.where(is_largest, z0, z_star - steps))
    true_p = np.maximum(p_sore - without, 0.0)
    return Soreness(
        sore=sore,
        because_of=dict(zip(names, labels, strict=True)),
        primary=primary,
        true_p_sore=p_sore,
        true_p=dict(zip(names, true_p, strict=True)),
        log_factors=factors_by_cause,
    )


def draw_afterwards(soreness: Soreness, rng: np.random.Generator) -> dict[str, Array]:
    """The course of the soreness; NaN for runs that left none. A thousandth are strains instead.

    Onset log-normal with median 20 h, 15 % during the run; severity median 3 (standard deviation
    1.7); days 1.5 + 0.5 a point, scatter 45 %: range supported (plantar flexors after a marathon),
    slope a guess. One leg only 10 %, sharp pain, swelling and growing pain 2 %, other signs 1 % of
    plain soreness: guesses.
    """
    sore = soreness.sore
    size = len(sore)
    strain = rng.random(size) < STRAIN_SHARE
    hurt = sore | strain
    load = sum(soreness.log_factors.values(), np.zeros(size))
    severity = np.clip(rng.normal(2.8 + 0.4 * np.minimum(load, 4.0), 1.5), 1.0, 10.0)
    onset = np.clip(20.0 * np.exp(rng.normal(0.0, 0.5, size)), 1.0, 72.0)
    onset = np.where(strain | (rng.random(size) < 0.15), 0.0, onset)
    days = np.clip((0.5 + 0.5 * severity) * np.exp(rng.normal(0.0, 0.45, size)), 0.0, 30.0)
    severity = np.where(strain, np.clip(severity + 4.0, 5.0, 10.0), severity)
    days = np.where(strain, 14.0 * np.exp(rng.normal(0.0, 0.6, size)), days)

    def sign(plain: float, strained: float) -> Array:
        return (rng.random(size) < np.where(strain, strained, plain)).astype(float)

    course = {
        "onset_hours": np.round(onset, 1),
        "sore_days": np.round(days, 1),
        "severity_0_10": np.round(severity),
        "sharp_pain": sign(0.02, 0.9),
        "one_leg_only": sign(0.1, 0.95),
        "swelling": sign(0.02, 0.3),
        "worsening": sign(0.02, 0.4),
        "numbness": sign(0.01, 0.1),
        "tight_at_same_point": sign(0.01, 0.05),
        "cannot_tiptoe": sign(0.01, 0.5),
    }
    return {name: np.where(hurt, values, np.nan) for name, values in course.items()}
