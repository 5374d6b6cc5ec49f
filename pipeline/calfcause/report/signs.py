"""The sentences on signs for a clinician, and on rows in which they may be hidden."""

from collections.abc import Iterable, Sequence

from calfcause.answer.pattern import RECENT_WEEKS
from calfcause.answer.picture import NOT_JUDGED, RedFlag
from calfcause.answer.triage import Triage
from calfcause.report.contents import Report, Signs
from calfcause.report.told import ToldRun
from calfcause.texts import counted

CAN_WAIT = "What follows is about training only and does not judge these signs."
MOST_UNREAD = 20
EARLIER = f"Earlier is more than {RECENT_WEEKS} weeks before the latest run of the same runner."
RED_FLAGS_FIRST = "These signs come first, by rule. Everything below is about training only."


def red_flags_first(report: Report) -> str:
    """The sentence above the red flags."""
    earlier = not all(one.recent for one in report.signs)
    return f"{RED_FLAGS_FIRST} {EARLIER}" if earlier else RED_FLAGS_FIRST


def unread_in_words(report: Report) -> str:
    """How many rows have no answer, and what that means for their signs."""
    rows = counted(len(report.unread), "row has", "rows have")
    more = len(report.unread) - MOST_UNREAD
    shown = f" The first {MOST_UNREAD} are shown." if more > 0 else ""
    return (
        f"{rows} cells that are not allowed, and no answer. The signs in the cells that could be"
        f" read were judged all the same.{shown}"
    )


def complaint(row: ToldRun) -> str:
    """What is wrong with a row, and whether that hides signs."""
    text = "; ".join(row.complaints)
    hidden = row.hides_signs and NOT_JUDGED not in text
    end = "" if text.endswith("?") else "."
    return f"{text}{end} Signs {NOT_JUDGED} in this row." if hidden else f"{text}{end}"


def alike(signs: Iterable[Signs]) -> list[list[Signs]]:
    """Signs for which the same is said, together."""
    groups: dict[tuple[str, ...], list[Signs]] = {}
    for found in signs:
        step = what_to_do(found.flags, found.triage)
        said = (found.triage.headline, *found.triage.reasons, also(found), step)
        groups.setdefault(said, []).append(found)
    return list(groups.values())


def what_to_do(flags: Sequence[RedFlag], triage: Triage) -> str:
    """What the most urgent signs ask for, without repeating the verdict; empty without signs."""
    return flags[0].do.removeprefix(f"{triage.headline}.").strip() if flags else ""


def also(signs: Signs) -> str:
    """The less urgent signs, with the level of each; empty if there are none."""
    others = [flag for flag in signs.flags if flag.level != signs.triage.level]
    return "; ".join(f"{flag.sign} ({flag.level})" for flag in others)
