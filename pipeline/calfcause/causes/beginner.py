"""Beginner: too new to running, or too much too soon.

Mechanism
    Muscle that is not used to lengthening under load is damaged by it and adapts within days to
    weeks (repeated-bout effect) [1]_. New runners have no such protection anywhere, and the calf
    does most of the push-off. A runner who goes far beyond the longest recent run, or comes back
    after a break of months, is in the same place again.

Exposure
    First weeks: ``1.6 * exp(-experience_weeks / 6)`` (3-12 weeks), so 1 at three weeks and 0 from
    30. Single-run spike: 0.45 for each doubling beyond the longest run of 28 days, counted from
    10 % above it, where overuse injury begins to rise [2]_; with twice the longest run the odds
    are 1.7 times as high, as with a power of 0.8 (0.4-1.3). Weekly jump: 0.1 for each doubling,
    from three times the usual week, weaker because two large cohorts found no harm or the inverse
    [2]_ [3]_, and because in real diaries one run in six ends a week of twice the usual.

Evidence
    Novices are injured 2.3 times as often per hour [4]_; leg pain is 1.5 times as common below
    three years of running [5]_. No study gives soreness per run: the odds ratio follows from the
    assumed base rates, 45 % (25-65) in the first four weeks against 6 % (3-12) later.

References
----------
.. [1] Schwane et al. 1987, PMID 3431375
.. [2] Frandsen et al. 2025, 10.1136/bjsports-2024-109380
.. [3] Nakaoka et al. 2021, 10.1007/s40279-021-01483-0
.. [4] Videbaek et al. 2015, 10.1007/s40279-015-0333-8
.. [5] Reinking et al. 2013, PMC3679633
"""

from collections.abc import Mapping
from math import log, log2

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import (
    GONE,
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
    fading,
    known_sum,
    number,
    shortened,
    tell,
    weeks_in_words,
)
from calfcause.causes.elementwise import Numbers
from calfcause.causes.plan import Plan
from calfcause.sessions.units import Units

ADAPTATION_WEEKS = 6.0
FIRST_RUN = 1.6
# Weeks at which `fading` is down to 1.
WEEKS_CLEARLY_NEW = -ADAPTATION_WEEKS * log((1.0 - GONE) / FIRST_RUN + GONE)
SPIKE_FROM = 1.1
WEEKLY_JUMP_FROM = 3.0

FRANDSEN = Reference(
    cite="Frandsen et al. 2025", link="https://doi.org/10.1136/bjsports-2024-109380"
)
SCHWANE = Reference(cite="Schwane et al. 1987", link="https://pubmed.ncbi.nlm.nih.gov/3431375")


def signs(cells: Mapping[str, Numbers]) -> dict[str, Numbers]:
    spike = cells["distance_km"] / xp.maximum(cells["longest_run_28d_km"], 0.5)
    jump = cells["weekly_distance_km"] / xp.maximum(cells["usual_weekly_distance_km"], 1.0)
    return {
        "first_weeks": fading(FIRST_RUN, cells["experience_weeks"], ADAPTATION_WEEKS),
        "single_run_spike": above(xp.log2(xp.maximum(spike, 1e-3)), log2(SPIKE_FROM), 1.0),
        "weekly_jump": above(xp.log2(xp.maximum(jump, 1e-3)), log2(WEEKLY_JUMP_FROM), 1.0),
    }


def exposure(signs: Mapping[str, Numbers]) -> Numbers:
    return known_sum(
        signs["first_weeks"],
        0.45 * signs["single_run_spike"],
        0.1 * xp.minimum(signs["weekly_jump"], 2.0),
    )


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """One in 17 starts, or comes back after months, within the weeks; others overdo one run."""
    n_runners, n_days = plan.shape
    starts = plan.some(rng, 0.06)
    first_day = np.where(starts, rng.integers(0, n_days, n_runners), 0)[:, None]
    day = np.arange(n_days)
    plan.runs &= day >= first_day
    since = np.maximum(day - first_day, 0) / 7.0
    plan.experience_weeks = np.where(starts[:, None], since, plan.experience_weeks)
    gentle = 0.35 + 0.65 * np.minimum(since / 16.0, 1.0)
    plan.distance_km *= np.where(starts[:, None], gentle, 1.0)
    plan.usual_distance_km = plan.usual_distance_km * np.where(starts[:, None], gentle, 1.0)
    easy = starts[:, None] & (rng.random(plan.shape, dtype=np.float32) < 0.75)
    plan.session_type[easy] = 0.0
    plan.relative_speed[easy] = np.minimum(plan.relative_speed[easy], 1.03)
    plan.distance_km[plan.days(rng, 0.02)] *= rng.uniform(1.4, 2.6)
    plan.distance_km[plan.spell(rng, 0.15, (5, 10))] *= 1.6


def telling(cells: Cells, felt: Array) -> dict[str, Array]:
    weeks = cells["experience_weeks"]
    spiked = signs(cells)["single_run_spike"] > 0.2
    return {
        "experience_weeks": np.where(weeks < 26, tell(felt, 0.7, SURELY), 0.08),
        "longest_run_28d_km": np.where(spiked, tell(felt, 0.2, 0.95), 0.02),
        "usual_weekly_distance_km": np.where(spiked, tell(felt, 0.05, 0.15), 0.04),
    }


def because(session: Session, units: Units) -> str:
    told = []
    weeks = number(session, "experience_weeks")
    if weeks is not None:
        if weeks < 1:
            told.append("this is the first week of regular running")
        else:
            told.append(f"{weeks_in_words(weeks)} of regular running so far")
    distance, longest = number(session, "distance_km"), number(session, "longest_run_28d_km")
    if distance is not None and longest == 0:
        told.append(f"{units.distance(distance)} after four weeks without a run")
    elif distance is not None and longest:
        beside = _beside(distance / longest)
        told.append(f"{units.distance(distance)} is {beside} ({units.distance(longest)})")
    week = number(session, "weekly_distance_km")
    usual = number(session, "usual_weekly_distance_km")
    if week is not None and usual == 0:
        told.append(f"{units.distance(week)} in seven days, after four weeks without a run")
    elif week is not None and usual:
        told.append(f"{units.distance(week)} in seven days, usually {units.distance(usual)} a week")
    return "; ".join(told)


def _beside(times_longest: float) -> str:
    longest = "the longest run of four weeks"
    if times_longest > 100:
        return f"many times {longest}"
    if times_longest >= 1.995:
        return f"{times_longest:.2g} times {longest}"
    if times_longest > 1.005:
        return f"{times_longest - 1:.0%} more than {longest}"
    return f"within {longest}"


def measures(session: Session) -> tuple[Measure, ...]:
    """A single long run counts, but no number of it is called clearly too much.

    By itself it reaches an exposure of 1 only at five times the longest run, and less is not fine.
    """
    found = []
    if (weeks := number(session, "experience_weeks")) is not None:
        found.append(
            Measure(
                column="experience_weeks",
                label="regular running",
                told=weeks,
                counts_from=5.0 * ADAPTATION_WEEKS,
                too_much=WEEKS_CLEARLY_NEW,
                fewer_is_harder=True,
            )
        )
    for column, usual_column, label, least, counts_from in (
        ("distance_km", "longest_run_28d_km", "distance", 0.5, SPIKE_FROM),
        ("weekly_distance_km", "usual_weekly_distance_km", "seven days", 1.0, WEEKLY_JUMP_FROM),
    ):
        told, habit = number(session, column), number(session, usual_column)
        if told is not None and habit is not None:
            found.append(
                Measure(
                    column=column,
                    label=label,
                    told=told,
                    usual=habit,
                    counts_from=counts_from * max(habit, least),
                )
            )
    return tuple(found)


AS_USUAL = "used to such running"


def usual(session: Session) -> dict[str, object]:
    """A seasoned runner's run, no longer than the longest of the last four weeks."""
    changed: dict[str, object] = {}
    if (number(session, "experience_weeks") or 999) < 52 or session.get("experience_weeks") == 0:
        changed["experience_weeks"] = 104.0
    distance, longest = number(session, "distance_km"), number(session, "longest_run_28d_km")
    if distance is not None and longest is not None and distance > longest:
        changed["longest_run_28d_km"] = distance
    week = number(session, "weekly_distance_km")
    mean_week = number(session, "usual_weekly_distance_km")
    if week is not None and mean_week is not None and week > mean_week:
        changed["usual_weekly_distance_km"] = week
    return changed


def easier(session: Session) -> dict[str, float]:
    """The same run at a quarter of its length, of which the steps between are tried."""
    return shortened(session, 0.25)


def notes(session: Session) -> tuple[str, ...]:
    if session.get("foot_strike") in ("midfoot", "forefoot"):
        return (
            "Landing on the mid- or forefoot works the calves more and need not be a fault of"
            " form.",
        )
    return ()


CAUSE = Cause(
    name="beginner",
    title="new to running, or too much too soon",
    article=(
        "New runners get sore in most leg muscles until these have adapted; too much too soon hurts"
        " the calves and can lead to overuse injuries. Calves sorer than the rest need not mean a"
        " fault of form: they do the push-off and share the landing."
    ),
    columns=(
        "experience_weeks",
        "longest_run_28d_km",
        "distance_km",
        "weekly_distance_km",
        "usual_weekly_distance_km",
    ),
    effect=Effect(
        low=3.0,
        central=8.0,
        high=20.0,
        source="from assumed base rates: 45 % (25-65) in the first four weeks, 6 % (3-12) later",
    ),
    adaptation=0.0,
    evidence=Evidence(
        strength="strong",
        sentence=(
            "That unaccustomed running makes muscles sore, and that one or two weeks protect, is"
            " shown in trials; how much for a new runner's calves is an estimate."
        ),
        references=(
            SCHWANE,
            FRANDSEN,
            Reference(
                cite="Videbaek et al. 2015", link="https://doi.org/10.1007/s40279-015-0333-8"
            ),
            Reference(
                cite="Reinking et al. 2013", link="https://pmc.ncbi.nlm.nih.gov/articles/PMC3679633"
            ),
        ),
    ),
    advice=(
        Advice(
            text=(
                "Run short and easy for one or two weeks: a small dose protects from the next one."
            ),
            support="trials",
            source=SCHWANE,
        ),
        Advice(
            text="Keep each run within 10 % of the longest of the last 30 days.",
            support="large cohort, on overuse injury",
            source=FRANDSEN,
        ),
        Advice(
            text=(
                "Strengthen the calves for 8 to 12 weeks, for example with heavy slow calf raises."
            ),
            support="mechanism only: strength rises, an effect on soreness was not shown",
            source=Reference(
                cite="Geremia et al. 2018", link="https://doi.org/10.1007/s00421-018-3904-1"
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
    easier=easier,
    notes=notes,
)
