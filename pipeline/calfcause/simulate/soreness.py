"""Stage 3: whether a run leaves the calves sore, because of what, and how it goes on.

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
from calfcause.causes.base import Effect
from calfcause.causes.laws import SHORTEST_LONGEST_KM, SPIKE_FROM, dose
from calfcause.simulate.history import Runs
from calfcause.simulate.runners import Runners
from calfcause.simulate.world import World

Array = NDArray[np.float64]

SIGMA = 1.7  # a probit of this spread is near enough a logit
# Protection fades with 12 weeks (6-26, assumed: still there after 9-12) and takes six tenths of a
# cause at most: soreness was lower after training, not abolished (Schwane et al. 1987).
FORGETTING_DAYS, LEAST_LEFT = 84.0, 0.4
# Powers of distance: set so that base rates come out as assumed (marathon 70-85 %). That long
# running wears the calf out beyond 90 minutes is measured (Fletcher & MacIntosh 2018).
DISTANCE_POWER_OWN, DISTANCE_POWER, USUAL_KM = 1.15, 0.35, 8.0
TIRING_FROM_KM, TIRING_POWER = 20.0, 2.2
OWN_LOADS = (-1.5, 3.0)  # assumed bounds of the log load against the runner's own distance
# A calf injury within a year raises the odds by a third; assumed, strains recur in 16-38 %.
INJURY_LOG_ODDS = 0.3
# Other hard work for the calves in the three days before: an eighth load, and no cause. Assumed:
# odds times 2.5 (1.3-6); calves are at 3.5 and 1.9 of 10 on the second and third day after a
# marathon, 1.7 before it (Takayama et al. 2017), and a class or stairs is less than that.
OTHER_LOAD = Effect(low=1.3, central=2.5, high=6.0, source="assumed")
# What was never met is felt in full, where earlier bouts of the like spare others about half (30-70
# %, assumed from trials of repeated bouts; Schwane et al. 1987). So every other cause counts twice
# on a first run.
NEVER_MET = 1.0
STRAIN_SHARE = 0.001  # assumed (0.0003-0.002)

# The course of soreness. Onset: median 20 h (16-24), nine in ten within 6-40 h; a share of 15 %
# (10-25) feels it during the run; supported, the share is a guess.
ONSET_HOURS, ONSET_SPREAD, ONSET_MOST, AT_ONCE_SHARE = 20.0, 0.5, 72.0, 0.15
# Severity: median 3 of 10, standard deviation 1.7; anchored on plantar flexors after a marathon
# (Takayama et al. 2017: 4.9). It grows with what was felt; assumed.
SEVERITY, SEVERITY_PER_LOAD, MOST_LOAD, SEVERITY_SD = 2.8, 0.4, 4.0, 1.5
# Days: 0.6 and half a day a point, so 2 to 7; range supported, slope a guess.
DAYS, DAYS_PER_POINT, DAYS_SPREAD, MOST_DAYS = 0.6, 0.5, 0.45, 30.0
# Strains hurt at once and more, for about two weeks (runners' injuries: median 56 days); assumed.
STRAIN_MORE, STRAIN_LEAST, STRAIN_DAYS, STRAIN_SPREAD = 4.0, 5.0, 14.0, 0.6
# Chance of a sign in plain soreness and in a strain. Guesses, ordered as signs for clinicians are:
# one leg only 5-20 % and 95 %, sharp pain 1-3 % and 85-95 %, swelling 1-3 %.
SIGNS = {
    "sharp_pain": (0.02, 0.9),
    "one_leg_only": (0.1, 0.95),
    "swelling": (0.02, 0.3),
    "worsening": (0.02, 0.4),
    "numbness": (0.01, 0.1),
    "tight_at_same_point": (0.01, 0.05),
    "cannot_tiptoe": (0.01, 0.5),
}


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
    ``cause.adaptation`` from what the next one would do, a small one much less.
    """
    n_runners, n_days = runs.shape
    forget = np.exp(-1.0 / FORGETTING_DAYS)
    exposures = {cause.name: np.nan_to_num(cause.exposure_of(cells)) for cause in CAUSES}
    spared = np.ones((n_days, len(CAUSES), n_runners))
    for place, cause in enumerate(CAUSES):
        taught = cause.adaptation * np.minimum(exposures[cause.name], 1.0) ** 2
        spared[runs.day, place, runs.runner] = 1.0 - taught
    left = np.ones((len(CAUSES), n_runners))
    for day in range(n_days):
        # What the run of a day spares makes way for what earlier runs have left for that day.
        spared[day], left = left, 1.0 - (1.0 - left * spared[day]) * forget
    return {
        name: exposure * np.maximum(spared[runs.day, place, runs.runner], LEAST_LEFT)
        for place, (name, exposure) in enumerate(exposures.items())
    }


def log_factors(
    cells: dict[str, Array], fresh: dict[str, Array], runners: Runners, runner: NDArray[np.intp]
) -> dict[str, Array]:
    """Log factor of every cause for each session, by how strongly its runner reacts.

    To a new runner all else is new as well, so that it counts up to twice.
    """
    factors = {
        name: runners.log_effects[name][runner] * dose(exposure) for name, exposure in fresh.items()
    }
    for new in CAUSES:
        if new.newness:
            times = 1.0 + NEVER_MET * np.asarray(new.newness(cells))
            for cause in CAUSES:
                factors[cause.name] *= 1.0 if cause.newness else times
    return factors


def base_log_load(distance_km: Array, usual_distance_km: Array, longest_km: Array) -> Array:
    """Log load of the distance itself: 0 for the usual run of a runner whose usual run is 8 km.

    What goes beyond the longest run of four weeks counts for the cause that reads it, not twice.
    """
    familiar = np.minimum(distance_km, SPIKE_FROM * np.maximum(longest_km, SHORTEST_LONGEST_KM))
    own = DISTANCE_POWER_OWN * np.log(familiar / usual_distance_km)
    tiring = TIRING_POWER * np.log(np.maximum(distance_km / TIRING_FROM_KM, 1.0))
    return np.asarray(
        np.clip(own, *OWN_LOADS) + DISTANCE_POWER * np.log(distance_km / USUAL_KM) + tiring
    )


def draw_soreness(
    base: Array,
    susceptibility: Array,
    factors_by_cause: dict[str, Array],
    world: World,
    rng: np.random.Generator,
) -> Soreness:
    """Draw the tolerance of every day and label the runs, as the module says."""
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
    """Draw the course of the soreness, NaN for runs that left none; a few are strains instead."""
    sore = soreness.sore
    size = len(sore)
    strain = rng.random(size) < STRAIN_SHARE
    hurt = sore | strain
    load = sum(soreness.log_factors.values(), np.zeros(size))
    mean = SEVERITY + SEVERITY_PER_LOAD * np.minimum(load, MOST_LOAD)
    severity = np.clip(rng.normal(mean, SEVERITY_SD), 1.0, 10.0)
    onset = ONSET_HOURS * np.exp(rng.normal(0.0, ONSET_SPREAD, size))
    at_once = strain | (rng.random(size) < AT_ONCE_SHARE)
    onset = np.where(at_once, 0.0, np.clip(onset, 1.0, ONSET_MOST))
    days = (DAYS + DAYS_PER_POINT * severity) * np.exp(rng.normal(0.0, DAYS_SPREAD, size))
    severity = np.where(strain, np.clip(severity + STRAIN_MORE, STRAIN_LEAST, 10.0), severity)
    of_strain = STRAIN_DAYS * np.exp(rng.normal(0.0, STRAIN_SPREAD, size))
    days = np.where(strain, of_strain, np.clip(days, 0.0, MOST_DAYS))

    course = {
        "onset_hours": np.round(onset, 1),
        "sore_days": np.round(days, 1),
        "severity_0_10": np.round(severity),
    } | {
        name: (rng.random(size) < np.where(strain, strained, plain)).astype(float)
        for name, (plain, strained) in SIGNS.items()
    }
    return {name: np.where(hurt, values, np.nan) for name, values in course.items()}
