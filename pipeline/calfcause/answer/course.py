"""The soreness itself: what is typical of it, what is not, and what is known to ease it.

The notes fit any cause. They are about the soreness that sets in after unaccustomed exercise
(delayed-onset muscle soreness). A note needs the cells that it rests on, and cites no others. If
there is a red flag, the only other notes are on what is unusual; if anything is unusual, nothing is
called typical and no relief is named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor, inf

from calfcause.answer import sources
from calfcause.answer.pictures import LONG_SORENESS_DAYS
from calfcause.answer.pictures_urgent import SEVERE_FROM
from calfcause.answer.sign_sources import BONE, DEEP_CLOT, SORENESS
from calfcause.answer.sore import sore_told
from calfcause.answer.triage import red_flags
from calfcause.causes.base import Reference
from calfcause.causes.run import may_load_heavily, number
from calfcause.causes.sources import ARTICLE, FARRIS, GIRARD, LAW, PRIMING, TAKAYAMA
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, SORE_LABEL

Session = Mapping[str, object]
When = Callable[[Session], bool]

TYPICAL, UNUSUAL, RELIEF, PREVENTION = "typical", "unusual", "relief", "prevention"
# Soreness grows over the first day, in most people from 12 hours on. Two limits are assumed: before
# 6 hours it is not plainly that (the 5th percentile in the simulation), and late is a day later.
EARLY_HOURS, USUAL_HOURS, DAY_HOURS, LATE_HOURS = 6.0, 12.0, 24.0, 48.0
# When it peaks, after 24 to 72 hours, is worth saying until then.
PEAK_DAYS = 3.0
# Nearer to a marathon than to half of one.
LIKE_A_MARATHON_KM = 32.0
# From about here on, races and regions are called hilly.
MUCH_DESCENT_M_PER_KM = 20.0
# Assumed, since the article gives no number: calves averaged 4.9 a day after a marathon.
VERY_SORE = 5.0
# Assumed, since the article says "often": three in four weeks is nearly one a week.
FREQUENT_RUNS = 3.0
# The growth plate of the heel is sore mostly from 8 to 15 years of age.
GROWN_YEARS = 16.0
# Without any of these known, no note is made.
OF_SORENESS = frozenset((*AFTERWARDS_COLUMNS, "sore_calf_runs_28d"))


@dataclass(frozen=True, kw_only=True)
class CourseNote:
    """A note on the soreness: its ``kind`` is typical, unusual, relief or prevention."""

    kind: str
    text: str
    support: str
    source: Reference


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a note is made of the known cells of a session.

    cells : columns that the note rests on and its text may cite; all of them have to be known.
    soothes : whether it would make light of anything unusual, which then leaves it out.
    """

    kind: str
    cells: tuple[str, ...]
    when: When
    text: str
    support: str
    source: Reference
    soothes: bool

    def applies(self, session: Session) -> bool:
        """Whether the cells that the note rests on are known, and call for it."""
        return all(session.get(name) is not None for name in self.cells) and self.when(session)

    def note(self, session: Session) -> CourseNote:
        """Write the note in the numbers of the session."""
        cited = {name: _in_words(name, session[name]) for name in self.cells}
        return CourseNote(
            kind=self.kind,
            text=self.text.format(**cited),
            support=self.support,
            source=self.source,
        )


def course_notes(session: Session) -> tuple[CourseNote, ...]:
    """List the notes on a session, given as its known cells: unusual, typical, then advice.

    The label of sore calves may be among the cells.

    >>> course_notes({"onset_hours": 20.0})[0].text
    'It began 20 hours after the run: typical, it usually begins within 12 to 24 hours.'
    >>> [note.kind for note in course_notes({"onset_hours": 0.0})]
    ['unusual']
    >>> course_notes({"distance_km": 5.0})
    ()
    """
    if session.keys().isdisjoint(OF_SORENESS):
        return ()  # no rule applies then; to ask them all would take a tenth of an answer's time
    flagged = bool(red_flags(session))
    rules = [rule for rule in RULES if rule.applies(session)]
    unusual = flagged or any(rule.kind == UNUSUAL for rule in rules)
    return tuple(
        rule.note(session)
        for rule in rules
        if rule.kind == UNUSUAL or not (flagged or (unusual and rule.soothes))
    )


def _in_words(name: str, cell: object) -> str:
    """A cell with its unit; numbers are cut to a tenth, so that 6.99 days are never 7."""
    if not isinstance(cell, int | float):
        return str(cell)
    shown = f"{floor(cell * 10 + 1e-6) / 10:.10g}"
    unit = {"h": "hours"}.get(COLUMNS[name].unit, COLUMNS[name].unit)
    return f"{shown} {unit.removesuffix('s') if shown == '1' else unit}".strip()


def _from(name: str, least: float, below: float = inf) -> When:
    """Whether a cell is known, at least ``least`` and less than ``below``."""

    def holds(session: Session) -> bool:
        value = number(session, name)
        return value is not None and least <= value < below

    return holds


def _per_km(session: Session, name: str) -> float:
    metres, distance = number(session, name), number(session, "distance_km")
    return metres / distance if metres and distance else 0.0


_frequent = _from("sore_calf_runs_28d", FREQUENT_RUNS)


def _concerned(session: Session) -> bool:
    return sore_told(session) or _frequent(session)


def _growing(session: Session) -> bool:
    return _from("age_years", 0.0, GROWN_YEARS)(session) and (
        session.get(SORE_LABEL) in (True, 1.0) or sore_told(session)
    )


def _peak_column(session: Session) -> str:
    """The first column that says when soreness peaks; empty if none does."""
    if (number(session, "distance_km") or 0.0) >= LIKE_A_MARATHON_KM:
        return "distance_km"
    if _per_km(session, "elevation_loss_m") >= MUCH_DESCENT_M_PER_KM:
        return "elevation_loss_m"
    return "terrain" if session.get("terrain") in ("hilly", "steep") else ""


def _peak(by: str) -> When:
    """Whether the soreness may not have peaked yet, and this column says when it does."""
    return lambda s: (
        sore_told(s) and (number(s, "sore_days") or 0.0) <= PEAK_DAYS and _peak_column(s) == by
    )


def _rule(
    kind: str, cells: str, when: When, text: str, support: str, source: Reference,
    soothes: bool = False,
) -> Rule:  # fmt: skip
    return Rule(
        kind=kind, cells=tuple(cells.split()), when=when, text=text, support=support,
        source=source, soothes=soothes or kind == TYPICAL,
    )  # fmt: skip


# fmt: off
RULES = (
    # With a swelling the red flag says it, and more urgently.
    _rule(UNUSUAL, "one_leg_only",
          lambda s: number(s, "one_leg_only") == 1 and number(s, "swelling") != 1,
          "One calf only is not typical: after a run usually both ache. If it swells, feels warm "
          "or reddens, see a doctor today.",
          "guideline on blood clots", DEEP_CLOT),
    _rule(UNUSUAL, "pain_at_night", lambda s: number(s, "pain_at_night") == 1,
          "Pain that wakes you at night is not typical of soreness: it can come from a bone. See a "
          "doctor this week if it does so again.",
          "review of bone stress injuries", BONE),
    _rule(UNUSUAL, "onset_hours", lambda s: number(s, "onset_hours") == 0,
          "It began during the run: not typical, it usually begins 12 to 24 hours later.",
          "general text", sources.SPORTS_MEDICINE),
    _rule(UNUSUAL, "onset_hours", _from("onset_hours", LATE_HOURS),
          "It began {onset_hours} after the run: not typical, it usually begins within a day. "
          "Something since then may have done it.",
          "general text", sources.SPORTS_MEDICINE),
    _rule(UNUSUAL, "sore_days", _from("sore_days", LONG_SORENESS_DAYS),
          "It has lasted {sore_days}: by now it is usually gone, most often within 5 to 7 days.",
          "general text", SORENESS),
    _rule(UNUSUAL, "severity_0_10", _from("severity_0_10", SEVERE_FROM),
          "{severity_0_10} out of 10 is not typical: a day after a marathon, calves averaged 4.9.",
          "11 runners; their scale is read as 0 to 10", TAKAYAMA),

    _rule(UNUSUAL, "age_years", _growing,
          "At {age_years} of age, pain at the back of the heel is often its growth plate "
          "(Sever's): rest from running and jumping. What is said of causes rests on studies of "
          "adults.",
          "general text", sources.GROWTH_PLATE),

    _rule(TYPICAL, "onset_hours", _from("onset_hours", EARLY_HOURS, USUAL_HOURS),
          "It began {onset_hours} after the run: typical, it usually grows over the first day.",
          "general text", SORENESS),
    _rule(TYPICAL, "onset_hours", _from("onset_hours", USUAL_HOURS, DAY_HOURS + 0.05),
          "It began {onset_hours} after the run: typical, it usually begins within 12 to 24 hours.",
          "general text", sources.SPORTS_MEDICINE),
    _rule(TYPICAL, "distance_km", _peak("distance_km"),
          "After a run as long as this, calves are usually sorest on the first day. By the third "
          "they are much better.",
          "11 runners after a marathon", TAKAYAMA),
    _rule(TYPICAL, "elevation_loss_m", _peak("elevation_loss_m"),
          "After so much descent it usually peaks about 48 hours after the run.",
          "trial of walking backward downhill", GIRARD),
    _rule(TYPICAL, "terrain", _peak("terrain"),
          "On {terrain} ground the way down makes legs sore; that usually peaks after about 48 "
          "hours.",
          "trial of walking backward downhill", GIRARD),
    _rule(TYPICAL, "", _peak(""),
          "It usually peaks 24 to 72 hours after the run.",
          "general text", sources.SPORTS_MEDICINE),
    _rule(TYPICAL, "sore_days", _from("sore_days", 0.5, LONG_SORENESS_DAYS),
          "It has lasted {sore_days}: typical, it is usually gone within 5 to 7 days.",
          "general text", SORENESS),
    _rule(TYPICAL, "severity_0_10", _from("severity_0_10", VERY_SORE, SEVERE_FROM),
          "{severity_0_10} out of 10 can feel like an injury without being one.",
          "the article says so", ARTICLE),

    _rule(RELIEF, "severity_0_10", _from("severity_0_10", VERY_SORE, SEVERE_FROM),
          "Do not run until it eases: at {severity_0_10} out of 10 that may strain the calf. No "
          "study was found that shows it.",
          "the article; a review supposes it (Cheung et al. 2003)",
          ARTICLE),
    _rule(RELIEF, "", _concerned,
          "Walk; run short and easy once walking does not hurt. Moving eases sore muscles, if only "
          "for a while.",
          "review", SORENESS, soothes=True),
    _rule(RELIEF, "", _concerned,
          "Rolling sore calves on a foam roller may ease them, by a small to moderate amount.",
          "review of 16 trials", sources.ZHOU, soothes=True),
    _rule(RELIEF, "", _concerned,
          "A heel lift of 18 mm took 12% off the pull of the calf. Whether it eases soreness was "
          "not tested.",
          "laboratory, 10 women", FARRIS, soothes=True),

    _rule(PREVENTION, "sore_calf_runs_28d", _frequent,
          "{sore_calf_runs_28d} in 4 weeks left your calves sore: strengthen them, and have your "
          "running form looked at.",
          "the article says so", ARTICLE),
    _rule(PREVENTION, "sore_calf_runs_28d", lambda s: _frequent(s) and may_load_heavily(s),
          "Adults can do heavy, slow calf raises once they no longer hurt: 8 weeks made calves a "
          "fifth stronger. Whether that makes them less sore was not shown.",
          "training study of 10 men", sources.URLANDO),
    _rule(PREVENTION, "other_calf_load",
          lambda s: _concerned(s) and number(s, "other_calf_load") == 1,
          "Leave about three days between such other work and a hard run. After a marathon calves "
          "were near their usual by the third day.",
          "11 runners after a marathon; for other work by analogy", TAKAYAMA),
    _rule(PREVENTION, "", _concerned,
          "A week before an unusual run, do a few minutes of the same. Nothing else lowered "
          "soreness as clearly in trials.",
          "trials, most of them of going downhill", PRIMING, soothes=True),
    _rule(PREVENTION, "", _concerned,
          "Warm up before an unusual run. In a trial soreness was lower by 13 of "
          "100 points two days later.",
          "randomised trial; a small gain", LAW, soothes=True),
    _rule(PREVENTION, "", _concerned,
          "Stretching before or after a run hardly changes soreness.",
          "Cochrane review", sources.HERBERT, soothes=True),
    _rule(PREVENTION, "", _concerned,
          "Cooling down with easy exercise made no difference to soreness.",
          "randomised trial", LAW, soothes=True),
)
# fmt: on
EASES_ANY = tuple(
    note for note in course_notes({"sore_days": 1.0}) if note.kind in (RELIEF, PREVENTION)
)
"""The advice that fits any sore calves."""
