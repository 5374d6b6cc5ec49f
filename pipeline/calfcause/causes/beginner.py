"""Beginner: too new to running, or too much too soon.

Mechanism
    Muscle that is not used to lengthening under load is damaged by it, and adapts within days to
    weeks (the repeated-bout effect) [1]_. New runners have no such protection anywhere, and the
    calf does most of the push-off. A runner who goes far beyond the longest recent run, or comes
    back after months without running, is in the same place again.

Exposure
    The largest of four parts, plus a little for the week. First weeks: ``1.6 * exp(-weeks / 6)``,
    so 1 at three weeks and 0 from 30 weeks on. Coming back: ``1.6 * (1 - exp(-(weeks - 2) / 12))``
    with the weeks since the last run, so 1 at 14 weeks; four weeks without a run, told of the
    longest run or the usual week, count as 12. Single long run: 1 at twice the longest run of 28
    days, counted from 10 % above it, where overuse injuries begin to rise [2]_; in words, much
    longer is 1 and a little longer is 0.4, as 1.4 times. Week: 0.1 for each doubling, counted from
    1.5 times the usual week. The week is a weak sign, because two large cohorts found no harm in it
    or the inverse [2]_ [3]_, and in real diaries one run in six ends a week of twice the usual
    distance [4]_. A week as usual therefore tells nothing.

Evidence
    Strong for the principle: one or two weeks of short downhill runs reduced soreness in a trial
    [1]_. Novices are injured 2.3 times as often per hour [5]_, and leg pain is 1.5 times as common
    below three years of running [6]_. A single run more than 10 % beyond the longest of 30 days
    comes with 1.6 times the overuse injuries [2]_. Calves get stronger within 8 to 12 weeks of
    heavy calf raises [7]_.

Limits
    No study gives soreness per run. The odds ratio follows from assumed base rates, 35 % (25-65) of
    runs in the first four weeks against 6 % (3-12) later. That of a single long run is taken from
    injuries, 1.7 times the odds at twice the longest run, and from the load of twice the distance,
    which alone gives 2.5 times in the simulation. How fast a break undoes protection is assumed: it
    was still there after 9 to 12 weeks in other muscles.

References
----------
.. [1] Schwane et al. 1987, training and delayed soreness, https://pubmed.ncbi.nlm.nih.gov/3431375
.. [2] Frandsen et al. 2025, Br J Sports Med 59:1203, https://doi.org/10.1136/bjsports-2024-109380
.. [3] Nakaoka et al. 2021, Sports Med, https://doi.org/10.1007/s40279-021-01483-0
.. [4] Running races from Strava, 40,658 runs of 116 runners 2010-2020, Kaggle,
   https://github.com/Ianj751/Running-Stats-Predictor
.. [5] Videbaek et al. 2015, Sports Med 45:1017, https://doi.org/10.1007/s40279-015-0333-8
.. [6] Reinking et al. 2013, Int J Sports Phys Ther 8:269,
   https://pmc.ncbi.nlm.nih.gov/articles/PMC3679633
.. [7] Geremia et al. 2018, Eur J Appl Physiol 118:1725, https://doi.org/10.1007/s00421-018-3904-1
"""

from functools import lru_cache
from math import log, log2, nan

import numpy as np

from calfcause.causes import elementwise as xp
from calfcause.causes.base import Advice, Cause, Effect, Evidence, Measure, Reference, Session
from calfcause.causes.elementwise import Array, Cells, Columns, Numbers
from calfcause.causes.laws import (
    GONE,
    SHORTEST_LONGEST_KM,
    SPIKE_FROM,
    TIME_CONSTANTS,
    Mention,
    chances,
    code,
    fading,
    known_sum,
    weights,
    words_from,
)
from calfcause.causes.plan import Plan
from calfcause.causes.run import (
    facts,
    may_load_heavily,
    measure,
    number,
    shortened,
    weeks_in_words,
)
from calfcause.causes.sources import DIARIES
from calfcause.sessions.units import Units

SCHWANE = Reference(
    "Schwane et al. 1987, training and delayed soreness", "https://pubmed.ncbi.nlm.nih.gov/3431375"
)
FRANDSEN = Reference(
    "Frandsen et al. 2025, Br J Sports Med 59:1203", "https://doi.org/10.1136/bjsports-2024-109380"
)
NAKAOKA = Reference("Nakaoka et al. 2021, Sports Med", "https://doi.org/10.1007/s40279-021-01483-0")
VIDEBAEK = Reference(
    "Videbaek et al. 2015, Sports Med 45:1017", "https://doi.org/10.1007/s40279-015-0333-8"
)
REINKING = Reference(
    "Reinking et al. 2013, Int J Sports Phys Ther 8:269",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC3679633",
)
GEREMIA = Reference(
    "Geremia et al. 2018, Eur J Appl Physiol 118:1725", "https://doi.org/10.1007/s00421-018-3904-1"
)

# Exposure
ADAPTATION_WEEKS = 6.0  # assumed (3-12): protection comes within days to weeks, strength in 8-12
FIRST_RUN = 1.6  # assumed (0.8-3.0): novices' injuries per hour are 2.3 times others' (Videbaek)
# The weeks at which `fading` is down to 1.
WEEKS_CLEARLY_NEW = -ADAPTATION_WEEKS * log((1.0 - GONE) / FIRST_RUN + GONE)
CLEARLY_LONGER = 2.0  # Frandsen: from 2 on 2.28 times the injuries, the highest of the three steps
SPIKE_WEIGHT = 1.0 / log2(CLEARLY_LONGER / SPIKE_FROM)
# In words: the exposure at 1.4 and at 2 times the longest. Assumed; injuries are 1.5 to 1.6 times
# as many from 10 to 100 % beyond it (Frandsen), and "a little" is within.
LONGER = weights("longer_than_usual", little=SPIKE_WEIGHT * log2(1.4 / SPIKE_FROM), much=1.0)
MOST_BY_SPIKE = FIRST_RUN  # assumed: no run is newer than the first
# Protection by earlier runs fades with 12 weeks (6-26, assumed as in soreness.py); a fortnight
# without a run happens to everybody (diaries: one week in six is without).
BREAK_FROM_WEEKS, FORGETTING_WEEKS = 2.0, 12.0
UNTOLD_BREAK_WEEKS = 12.0  # assumed: whoever tells four weeks without a run was away for longer
WEEKS_CLEARLY_AWAY = BREAK_FROM_WEEKS - FORGETTING_WEEKS * log(1.0 - 1.0 / FIRST_RUN)
WEEKLY_JUMP_FROM = 1.5  # diaries: a quarter of runs ends a week of 1.8 times the usual
WEEKLY_WEIGHT, MOST_DOUBLINGS = 0.1, 2.0  # assumed small: cohorts contradict each other
SMALLEST_WEEK_KM = 1.0  # assumed: below it ratios are noise
DAYS_A_WEEK = 7.0

# Simulated weeks. Assumed: a new runner's plan as training plans for beginners have it.
STARTS_SHARE = 0.06
GENTLE_FROM, GENTLE_WEEKS = 0.35, 16.0
EASY_SHARE, EASY_SPEED = 0.75, 1.03
FIRST_SHOES_WORN = 0.15  # assumed, of those of others: new, or from the cupboard
OVERDONE_SHARE, OVERDONE_TIMES = 0.02, (1.4, 2.6)
# Half of the starters come back after 13 weeks or more, when the count of weeks begins again. One
# runner in seventeen takes a shorter break and comes back with shorter runs.
BACK_SHARE, AWAY_WEEKS, AWAY_SPREAD, LEAST_AWAY_WEEKS = 0.5, 26.0, 0.6, 13.0
BREAK_SHARE, BREAK_DAYS, BACK_TIMES = 0.06, (21, 90), 0.75
OVERDONE_SPELL_SHARE, OVERDONE_SPELL_DAYS, OVERDONE_SPELL_TIMES = 0.15, (5, 10), 1.6

# Chances of a mention. Assumed: set until simulated accounts held what real ones hold.
MENTIONS = {
    "experience_weeks": Mention(0.7, otherwise=0.08),
    "longest_run_28d_km": Mention(0.15, 0.6, otherwise=0.02),
    "longer_than_usual": Mention(0.08, 0.35, otherwise=0.02),
    "usual_weekly_distance_km": Mention(0.05, 0.15, otherwise=0.04),
    "weeks_since_last_run": Mention(0.3, 0.9, otherwise=0.005),
}
NEW_WEEKS, NEWS_OF_SPIKE = 26, 0.2  # assumed: half a year; 15 % beyond SPIKE_FROM
NEWS_OF_BREAK_WEEKS = 4.0  # assumed: a month is called a break

# The run of a seasoned runner, for `usual`. Assumed: protection is complete well before a year.
SEASONED_WEEKS, TWO_YEARS = 52, 104.0
TRAINED_WEEKS = 8.0  # assumed: as long as it takes calves to get stronger (Geremia)
USUAL_GAP_WEEKS = 0.5  # assumed: two runs a week
# Stands in for a habit of 0 where the run itself gives no number: medians of real diaries.
TYPICAL_KM = {"longest_run_28d_km": 18.0, "usual_weekly_distance_km": 31.0}
EASIEST_SHARE = 0.25  # assumed: the shortest run that anybody goes out for

COLUMNS_READ = (
    "experience_weeks",
    "longer_than_usual",
    "weeks_since_last_run",
    "longest_run_28d_km",
    "distance_km",
    "weekly_distance_km",
    "usual_weekly_distance_km",
)

# What a sentence calls it: of no run in particular, and after the largest part of the exposure.
TITLE = "being new to running, or too much too soon"
TITLES = (
    "being new to running",
    "coming back after a break",
    "a longer run than you are used to",
    "more running in a week than usual",
)

LONGER_IN_WORDS = {
    "no": "the run was no longer than you are used to",
    "little": "the run was a little longer than you are trained for",
    "much": "the run was much longer than you are trained for",
}
# In sentences, as the ratio is rounded there: 2 to one digit, 1 % in whole percents (assumed).
MANY_TIMES, TWICE, MORE = 100, 1.995, 1.005


def signs(cells: Columns) -> dict[str, Numbers]:
    longest, usual_week = cells["longest_run_28d_km"], cells["usual_weekly_distance_km"]
    spike = cells["distance_km"] / xp.maximum(longest, SHORTEST_LONGEST_KM)
    jump = cells["weekly_distance_km"] / xp.maximum(usual_week, SMALLEST_WEEK_KM)
    untold = xp.where((longest == 0.0) | (usual_week == 0.0), UNTOLD_BREAK_WEEKS, nan)
    away = xp.or_else(cells["weeks_since_last_run"], untold)
    forgotten = 1.0 - xp.exp(xp.maximum(away - BREAK_FROM_WEEKS, 0.0) / -FORGETTING_WEEKS)
    return {
        "first_weeks": fading(FIRST_RUN, cells["experience_weeks"], ADAPTATION_WEEKS),
        "break": FIRST_RUN * forgotten,
        "single_run_spike": _doublings(spike, SPIKE_FROM),
        "longer_in_words": xp.lookup(cells["longer_than_usual"], LONGER),
        "weekly_jump": _doublings(jump, WEEKLY_JUMP_FROM),
    }


def _doublings(ratio: Numbers, beyond: float) -> Numbers:
    """How many times a ratio doubled beyond another; plainly 0 up to there by any logarithm."""
    return xp.log2(xp.maximum(ratio / beyond, 1.0))


def exposure(signs: Columns) -> Numbers:
    first_weeks, back, spike, week = _parts(signs)
    return known_sum(xp.fmax(xp.fmax(first_weeks, back), spike), week)


def _parts(signs: Columns) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The exposure by first weeks, a break, a single long run, and the week if it was more."""
    week = WEEKLY_WEIGHT * xp.minimum(signs["weekly_jump"], MOST_DOUBLINGS)
    return (
        signs["first_weeks"],
        signs["break"],
        xp.fmax(
            xp.minimum(SPIKE_WEIGHT * signs["single_run_spike"], MOST_BY_SPIKE),
            signs["longer_in_words"],
        ),
        xp.where(week > 0.0, week, nan),
    )


def newness(cells: Columns) -> Numbers:
    """How far the runner is from a seasoned one: 1 on the first run, 0 where nothing says so."""
    found = signs(cells)
    return xp.fmax(xp.fmax(found["first_weeks"], found["break"]), 0.0) / FIRST_RUN


def provoke(plan: Plan, rng: np.random.Generator) -> None:
    """One in 17 starts, or comes back after months, within the weeks; others overdo one run.

    Another one in 17 pauses for weeks.
    """
    n_runners, n_days = plan.shape
    starts = plan.some(rng, STARTS_SHARE)
    first_day = np.where(starts, rng.integers(0, n_days, n_runners), 0)[:, None]
    day = np.arange(n_days)
    plan.runs &= day >= first_day
    since = np.maximum(day - first_day, 0) / DAYS_A_WEEK
    plan.experience_weeks = np.where(starts[:, None], since, plan.experience_weeks)
    gentle = GENTLE_FROM + (1.0 - GENTLE_FROM) * np.minimum(since / GENTLE_WEEKS, 1.0)
    plan.distance_km *= np.where(starts[:, None], gentle, 1.0)
    plan.usual_distance_km = plan.usual_distance_km * np.where(starts[:, None], gentle, 1.0)
    easy = starts[:, None] & (rng.random(plan.shape, dtype=np.float32) < EASY_SHARE)
    plan.session_type[easy] = 0.0
    plan.relative_speed[easy] = np.minimum(plan.relative_speed[easy], EASY_SPEED)
    away = AWAY_WEEKS * rng.lognormal(0.0, AWAY_SPREAD, n_runners)
    back = starts & plan.some(rng, BACK_SHARE)
    plan.rack_distance_km[starts & ~back] *= FIRST_SHOES_WORN
    plan.weeks_away = np.where(back, np.maximum(away, LEAST_AWAY_WEEKS), plan.weeks_away)
    pause = plan.spell(rng, BREAK_SHARE, BREAK_DAYS)
    plan.runs &= ~pause
    plan.distance_km[np.maximum.accumulate(pause, axis=1)] *= BACK_TIMES
    plan.distance_km[plan.days(rng, OVERDONE_SHARE)] *= rng.uniform(*OVERDONE_TIMES)
    overdone = plan.spell(rng, OVERDONE_SPELL_SHARE, OVERDONE_SPELL_DAYS)
    plan.distance_km[overdone] *= OVERDONE_SPELL_TIMES


def mentions(cells: Cells, felt: Array) -> dict[str, Array]:
    spiked = np.asarray(signs(cells)["single_run_spike"] > NEWS_OF_SPIKE)
    unusual = dict.fromkeys(MENTIONS, spiked) | {
        "experience_weeks": cells["experience_weeks"] < NEW_WEEKS,
        "weeks_since_last_run": cells["weeks_since_last_run"] >= NEWS_OF_BREAK_WEEKS,
    }
    return chances(MENTIONS, felt, unusual)


def titled(session: Session) -> str:
    """After the largest part of the exposure."""
    parts = _parts_of(*map(session.get, COLUMNS_READ))
    largest = max(parts)
    return TITLES[parts.index(largest)] if largest > 0.0 else TITLE


@lru_cache(maxsize=1)  # title and sentence of a run ask for the same
def _parts_of(*cells: object) -> tuple[float, ...]:
    """The parts of the exposure of one run; 0 where nothing is known of them."""
    run = dict(zip(COLUMNS_READ, cells, strict=True))
    codes = {name: nan if (cell := number(run, name)) is None else cell for name in run}
    if longer := run["longer_than_usual"]:
        codes["longer_than_usual"] = code("longer_than_usual", str(longer))
    first_weeks, back, single, week = (float(xp.fmax(part, 0.0)) for part in _parts(signs(codes)))
    if run["longest_run_28d_km"] == 0.0 and not longer:
        single = 0.0  # longer than nothing is a comeback
    return first_weeks, back, single, week


def because(session: Session, units: Units) -> str:
    """What counts most comes first."""
    weeks, away = number(session, "experience_weeks"), number(session, "weeks_since_last_run")
    distance, longest = number(session, "distance_km"), number(session, "longest_run_28d_km")
    week, usual_week = (number(session, f"{of}weekly_distance_km") for of in ("", "usual_"))
    every = (
        _experience(weeks),
        _break(away, distance, units, untold=0.0 in (longest, usual_week)),
        _single_run(distance, longest, session.get("longer_than_usual"), units),
        week is not None
        and usual_week
        and f"{units.distance(week)} in seven days;"
        f" you usually run {units.distance(usual_week)} a week",
    )
    told = [place for place, fact in enumerate(every) if fact]
    if len(told) > 1:
        parts = _parts_of(*map(session.get, COLUMNS_READ))
        told.sort(key=lambda place: -parts[place])
    return facts(*(every[place] for place in told))


def _experience(weeks: float | None) -> str:
    if weeks is None:
        return ""
    if weeks < 1:
        return "this is your first week of regular running"
    return f"{weeks_in_words(weeks)} of regular running so far"


def _break(weeks: float | None, distance: float | None, units: Units, *, untold: bool) -> str:
    """The weeks since the last run; ``untold`` if a habit of nothing alone tells of a break."""
    if weeks is None and not untold:
        return ""
    if weeks is not None and weeks < BREAK_FROM_WEEKS:
        return "your last run was less than two weeks before"
    away = f"{'four weeks' if weeks is None else weeks_in_words(weeks)} without a run"
    return (
        f"{away} before this one"
        if distance is None
        else f"{units.distance(distance)} after {away}"
    )


def _single_run(distance: float | None, longest: float | None, longer: object, units: Units) -> str:
    in_words = LONGER_IN_WORDS.get(str(longer), "")
    if distance is None or not longest:
        return in_words
    beside = _beside_longest(distance / longest)
    return facts(f"{units.distance(distance)} is {beside} ({units.distance(longest)})", in_words)


def _beside_longest(ratio: float) -> str:
    longest = "your longest run of four weeks"
    if ratio > MANY_TIMES:
        return f"many times {longest}"
    if ratio >= TWICE:
        times = f"{ratio:.2g}"
        return f"twice {longest}" if times == "2" else f"{times} times {longest}"
    if ratio > MORE:
        return f"{ratio - 1:.0%} more than {longest}"
    return f"within {longest}"


def measures(session: Session) -> tuple[Measure, ...]:
    found = measure(
        session,
        "experience_weeks",
        "regular running",
        counts_from=TIME_CONSTANTS * ADAPTATION_WEEKS,
        too_much=WEEKS_CLEARLY_NEW,
        fewer_is_harder=True,
    )
    found += measure(
        session,
        "weeks_since_last_run",
        "time since the last run",
        counts_from=BREAK_FROM_WEEKS,
        too_much=WEEKS_CLEARLY_AWAY,
    )
    if (longest := number(session, "longest_run_28d_km")) is not None:
        at_least = max(longest, SHORTEST_LONGEST_KM)
        found += measure(
            session,
            "distance_km",
            "distance",
            usual=longest,
            counts_from=SPIKE_FROM * at_least,
            too_much=CLEARLY_LONGER * at_least,
        )
    found += measure(
        session,
        "longer_than_usual",
        "length",
        too_much=words_from("longer_than_usual", LONGER),
    )
    if (usual_week := number(session, "usual_weekly_distance_km")) is not None:
        from_here = WEEKLY_JUMP_FROM * max(usual_week, SMALLEST_WEEK_KM)
        found += measure(
            session, "weekly_distance_km", "seven days", usual=usual_week, counts_from=from_here
        )
    return found


def usual(session: Session) -> dict[str, object]:
    """A seasoned runner's run, no longer than the longest of the last four weeks."""
    changed: dict[str, object] = {}
    weeks = number(session, "experience_weeks")
    if weeks is not None and weeks < SEASONED_WEEKS:
        changed["experience_weeks"] = TWO_YEARS
    if (away := number(session, "weeks_since_last_run")) is not None:
        changed["weeks_since_last_run"] = min(away, USUAL_GAP_WEEKS)
    if session.get("longer_than_usual"):
        changed["longer_than_usual"] = "no"
    for column, usual_column in (
        ("distance_km", "longest_run_28d_km"),
        ("weekly_distance_km", "usual_weekly_distance_km"),
    ):
        cell, habit = number(session, column), number(session, usual_column)
        if (habit is not None and (cell or 0.0) > habit) or habit == 0.0:
            changed[usual_column] = cell or TYPICAL_KM[usual_column]
    return changed


def easier(session: Session) -> dict[str, object]:
    """The same run at a quarter of its length; lengths between are tried as well."""
    changed: dict[str, object] = {**shortened(session, EASIEST_SHARE)}
    if session.get("longer_than_usual"):
        changed["longer_than_usual"] = "no"
    return changed


def later(session: Session) -> dict[str, object]:
    """The same run after some weeks of regular running, for whoever is new to it."""
    weeks = number(session, "experience_weeks")
    is_new = weeks is not None and weeks < TRAINED_WEEKS / 2
    return {"experience_weeks": TRAINED_WEEKS} if is_new else {}


def _has_a_longest(session: Session) -> bool:
    """Whether there may be a longest run to keep to; not on a first run or after a break."""
    return 0 not in (number(session, "longest_run_28d_km"), number(session, "experience_weeks"))


def _is_new(session: Session) -> bool:
    """Whether the runner may be new or coming back; no single long run makes a runner new."""
    weeks, longest = (number(session, name) for name in ("experience_weeks", "longest_run_28d_km"))
    if weeks is None:
        return not longest
    return weeks < NEW_WEEKS or longest == 0


def _at_most(session: Session, units: Units) -> str:
    longest = number(session, "longest_run_28d_km")
    now = f": {units.distance(SPIKE_FROM * longest)} now" if longest else ""
    return f"Keep each run within 10% of your longest of the last 30 days{now}."


def notes(session: Session) -> tuple[str, ...]:
    if session.get("foot_strike") not in ("midfoot", "forefoot"):
        return ()
    return (
        "Landing on the mid- or forefoot works the calves more and need not be a fault of form.",
    )


CAUSE = Cause(
    name="beginner",
    title=TITLE,
    article=(
        "New runners get sore in most leg muscles until these have adapted; too much too soon hurts"
        " the calves, and can bring cramps and overuse injuries. Calves sorer than the rest need"
        " not mean a fault of form: they do the push-off and share the landing. It can even come"
        " from landing on the mid- or forefoot, which the article holds to be good form."
    ),
    columns=COLUMNS_READ,
    effect=Effect(
        low=1.8,
        central=4.2,
        high=9.0,
        source=(
            "from assumed base rates: 35 % (25-65) in the first four weeks, 6 % (3-12) later;"
            " injuries per hour are 2.3 times as many in novices"
        ),
    ),
    adaptation=0.0,  # weeks of running are in the exposure itself
    evidence=Evidence(
        strength="strong",
        sentence=(
            "That unaccustomed running makes muscles sore, and that one or two weeks protect, is"
            " shown in trials; how much for a new runner's calves is an estimate."
        ),
        references=(SCHWANE, FRANDSEN, VIDEBAEK, REINKING),
    ),
    advice=(
        Advice(
            text="Run short and easy for one or two weeks. A small dose protects from the next.",
            support="trials",
            source=SCHWANE,
            when=_is_new,
        ),
        Advice(
            text="Keep each run within 10% of your longest of the last 30 days.",
            support="large cohort, on overuse injury",
            source=FRANDSEN,
            when=_has_a_longest,
            in_numbers=_at_most,
        ),
        Advice(
            text=(
                "Adults can strengthen their calves for 8 to 12 weeks, for example with heavy, slow"
                " calf raises."
            ),
            support="mechanism only: strength rises, an effect on soreness was not shown",
            source=GEREMIA,
            when=may_load_heavily,
        ),
    ),
    references=(SCHWANE, FRANDSEN, NAKAOKA, DIARIES, VIDEBAEK, REINKING, GEREMIA),
    signs=signs,
    exposure=exposure,
    provoke=provoke,
    mentions=mentions,
    because=because,
    measures=measures,
    usual=usual,
    as_usual="once you are used to such running",
    newness=newness,
    easier=easier,
    later=later,
    notes=notes,
    titled=titled,
)
