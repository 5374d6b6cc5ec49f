"""The sentences that an answer in short, one at full length and a cell of a file have in common."""

from collections.abc import Iterable

from calfcause.answer.chances import about, chance_of, in_words, such_runs
from calfcause.answer.contents import (
    AGAINST,
    CANNOT_TELL,
    CauseAnswer,
    Explanation,
)
from calfcause.answer.kinds import CauseGist, Gist
from calfcause.answer.picture import RedFlag
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.causes.base import Measure
from calfcause.causes.run import weeks_in_words
from calfcause.sessions.contradictions import Contradiction
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import Units
from calfcause.texts import capital

# A second cause of at least this share of the first is as good an answer; the limits are assumed.
CLOSE, LEAST_SECOND = 0.75, 0.15
MOSTLY = 0.45  # from where on a share is called 1 in 2
NOTHING_STANDS_OUT = "No single cause stands out"
CANNOT_SAY_WHY = "I can't tell why yet"
# A reason that is none of the causes; said in their place where none of them is named.
OTHER_WORK = "You told of other hard work for your calves in the three days before"


def signs_in_short(flags: Iterable[RedFlag]) -> str:
    """Write the signs for a clinician that come before an answer in short."""
    return "".join(f"{capital(flag.level)}: {flag.sign}. {flag.do} " for flag in flags)


def odd_in_short(contradictions: Iterable[Contradiction]) -> str:
    """Write the contradictions that come before an answer in short."""
    return "".join(f"{contradiction.text} " for contradiction in contradictions)


def in_short(answer: Explanation | Gist) -> str:
    """Give the answer in two or three sentences, without red flags, which come first elsewhere."""
    first = [] if answer.sore_told else [f"{chance_of('sore calves', answer.p_sore)}."]
    named = answer.primary if answer.enough_known else None
    speaks = named is not None and named.state not in (AGAINST, CANNOT_TELL)
    because = [named.because] if named is not None and speaks else []
    because.append(other_work_in_words(answer))
    return " ".join(filter(None, [*first, why(answer), *because, risk_in_words(answer)]))


def why(answer: Explanation | Gist) -> str:
    """Name the cause in one sentence, as sure as its share; or say why none is named."""
    if_sore = "" if answer.sore_told else "If your calves get sore, "
    if length := length_in_words(answer):
        return length
    if answer.other_work_told and (answer.primary is None or not answer.enough_known):
        soreness = "the soreness may be" if answer.sore_told else "soreness may be"
        return f"{OTHER_WORK}; {soreness} from that."
    if not answer.enough_known:
        return f"{CANNOT_SAY_WHY}."
    first = answer.causes[0]
    share = about(first.p_given_sore)
    if answer.primary is None:
        if first.p_given_sore < LEAST_EXCESS_FRACTION:
            return f"{NOTHING_STANDS_OUT}."
        return f"{NOTHING_STANDS_OUT}; the likeliest is {first.title} ({share})."
    if first.state in (AGAINST, CANNOT_TELL):
        return f"Nothing you told points to one cause. My best guess is {first.title} ({share})."
    likely = "the most likely cause is" if first.p_given_sore >= MOSTLY else "perhaps the cause is"
    which, second = first.title, close_second(answer)
    if second is not None:
        which, of_second = f"{first.title} or {second.title}", in_words(second.p_given_sore)
        share = f"{share} {'each' if share.endswith(f' {of_second}') else f'and {of_second}'}"
    return capital(f"{if_sore}{likely} {which} ({share}).")


def second_of(answer: Explanation | Gist) -> CauseAnswer | CauseGist | None:
    """The second cause, if the cells speak for it as well and it explains something."""
    if answer.primary is None or not answer.enough_known or len(answer.causes) < 2:
        return None
    second = answer.causes[1]
    worth = second.p_given_sore >= LEAST_SECOND and second.state not in (AGAINST, CANNOT_TELL)
    return second if worth else None


def close_second(answer: Explanation | Gist) -> CauseAnswer | CauseGist | None:
    """The second cause, if it is about as likely as the first."""
    second = second_of(answer)
    close = second is not None and second.p_given_sore >= CLOSE * answer.causes[0].p_given_sore
    return second if close else None


def other_work_in_words(answer: Explanation | Gist) -> str:
    """Say that other work may have its part beside the cause that is named; empty if not told."""
    beside = answer.other_work_told and answer.enough_known and answer.primary is not None
    return f"{OTHER_WORK}; part of it may be from that." if beside else ""


def length_in_words(answer: Explanation | Gist) -> str:
    """Say that the length of a long run did more than any cause; empty if it did not.

    A cause that is named comes before it.
    """
    at_half = answer.p_sore_at_half_length
    if answer.enough_known and answer.primary is not None:
        return ""
    if at_half is None or answer.p_sore - at_half <= answer.causes[0].p:
        return ""
    return (
        f"Most likely the length of the run: {lower(such_runs(answer.p_sore))}, but"
        f" {about(at_half)} at half the length."
    )


def otherwise_in_words(answer: Explanation | Gist, cause: CauseAnswer | CauseGist | None) -> str:
    """How often the run would leave calves sore as usual in one respect, if less."""
    if cause is None or cause.state in (AGAINST, CANNOT_TELL):
        return ""
    now, otherwise = in_words(answer.p_sore), in_words(cause.p_sore_as_usual)
    if cause.p_sore_as_usual >= answer.p_sore or now == otherwise:
        return ""
    return f"{cause.as_usual}: {about(cause.p_sore_as_usual)}"


def risk_in_words(answer: Explanation | Gist) -> str:
    """How often such a run leaves calves sore, and how often as usual in the likeliest respect."""
    parts = []
    if answer.sore_told and not length_in_words(answer):
        parts.append(f"{such_runs(answer.p_sore)}; yours was one.")
    if answer.enough_known and (otherwise := otherwise_in_words(answer, answer.primary)):
        parts.append(f"The same run {otherwise}.")
    return " ".join(parts)


def lower(text: str) -> str:
    """The text within a sentence; *I* stays."""
    return text if text.startswith("I ") else f"{text[:1].lower()}{text[1:]}"


def limits_in_words(measures: tuple[Measure, ...], units: Units) -> str:
    """Say from where on each strain would clearly be too much for this runner; empty if none is."""
    limits = []
    for measure in measures:
        if not measure.strains or not measure.too_much:
            continue
        if isinstance(measure.too_much, tuple):
            words = " or ".join(units.cell(measure.column, word) for word in measure.too_much)
            limits.append(f"{measure.label} {words}")
        elif measure.fewer_is_harder:
            limits.append(_at_most(measure, measure.too_much, units))
        else:
            limit = units.cell(measure.column, measure.too_much)
            limits.append(f"{measure.label} of {limit} or more")
    return ", ".join(limits)


def _at_most(measure: Measure, most: float, units: Units) -> str:
    unit = COLUMNS[measure.column].unit
    if unit == "weeks":
        return f"fewer than about {weeks_in_words(most)} of {measure.label}"
    if measure.over_km:
        return f"faster than {units.pace(most / measure.over_km)} on average"
    limit = units.cell(measure.column, most)
    if unit == "min/km":
        return f"a stretch faster than {limit}"
    return f"{measure.label} below {limit}"
