"""The answer in short: what was asked in the first line, then what to do, in about 120 words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calfcause.answer.chances import about, chance_of, in_words, such_runs
from calfcause.answer.contents import (
    AGAINST,
    CANNOT_TELL,
    CauseAnswer,
    CauseGist,
    Explanation,
    Gist,
)
from calfcause.answer.course import EASES_ANY, PREVENTION, RELIEF, UNUSUAL
from calfcause.answer.picture import AMBULANCE, APPOINTMENT, EMERGENCY, SELF_CARE, TODAY
from calfcause.answer.questions import SIGN
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.answer.sign_questions import GROUPS
from calfcause.texts import capital, wrapped

# Beyond this, what matters least is left out; the signs and what to do never are.
MOST_WORDS, MOST_WORDS_WITH_SIGNS = 120, 150
MOST_WORDS_OF_A_REASON = 16
# A second cause of at least this share of the first is as good an answer; the limits are assumed.
CLOSE, LEAST_SECOND = 0.75, 0.15
MOSTLY = 0.45  # from where on a share is called 1 in 2
NOW, NEXT_TIME, WHAT_HELPS = "Now", "Next time", "What helps"
TELL_FIRST, TELL, ONE_ANSWER = "Tell me first", "Tell me next", "One answer would help most"
STEPS = (NOW, NEXT_TIME, WHAT_HELPS, TELL_FIRST, TELL, ONE_ANSWER)
"""The leads of the lines that say what to do, or what to tell."""
# How the first thing to do says how soon; where it does not, the level is said before it.
URGENCY = {
    AMBULANCE: "ambulance", EMERGENCY: "emergency department", TODAY: "24 hours",
    APPOINTMENT: "this week",
}  # fmt: skip
ANY_BELOW = "Before all this: any sign below?"
CAN_WAIT = "The training causes can wait."
NOTHING_STANDS_OUT = "No single cause stands out"
NORMAL = "Usually normal: delayed soreness (DOMS), worst by day 3."
CANNOT_SAY_WHY = "I can't tell why yet"
# A reason that is none of the causes; said in their place where none of them is named.
OTHER_WORK = "You told of other hard work for your calves in the three days before"
DIFFERENT = (
    "What was different from your usual run: the ground, the shoes, the pace, the length, or"
    " nothing?"
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph of the answer in short; ``lead`` is said in bold before it, or is empty."""

    text: str
    lead: str = ""

    def __str__(self) -> str:
        return f"{self.lead}: {self.text}" if self.lead else self.text


@dataclass(frozen=True, kw_only=True)
class ShortAnswer:
    """The answer in short, as plain data; ``print`` shows it as text.

    >>> from calfcause import Predictor
    >>> hilly = {"terrain": "steep", "usual_terrain": "flat", "sore_days": 1}
    >>> Predictor.load().explain(hilly).short.headline.partition(" (")[0]
    'The most likely cause is hills'
    """

    headline: str  # what a sign asks for, if there is any; else the answer to what was asked
    lines: tuple[Line, ...]  # the reasons, what to do, and what to tell next
    signs: str  # the line of signs that need a doctor, always the last

    def __str__(self) -> str:
        lines = [self.headline, *map(str, self.lines), self.signs]
        return "\n".join(wrapped(line, hanging="  ") for line in lines if line)


def short_answer(answer: Explanation) -> ShortAnswer:
    """Say in short what an explanation says, the verdict on signs first."""
    if answer.red_flags:
        headline, lines, most = *_verdict(answer), MOST_WORDS_WITH_SIGNS
    else:
        headline, lines, most = headline_of(answer), [*_lines(answer)], MOST_WORDS
    kept = _within(most, headline, lines, answer.seek_help)
    return ShortAnswer(headline=headline, lines=tuple(kept), signs=answer.seek_help)


def _within(most: int, headline: str, lines: list[tuple[Line, int]], signs: str) -> list[Line]:
    """Leave out the lines that matter least (of the highest number) until few words are left."""
    kept = list(lines)
    while (least := max((rank for _, rank in kept), default=0)) > 0:
        words = " ".join([headline, *(str(line) for line, _ in kept), signs]).split()
        if len(words) <= most:
            break
        kept.remove(next(one for one in reversed(kept) if one[1] == least))
    return [line for line, _ in kept]


def _verdict(answer: Explanation) -> tuple[str, list[tuple[Line, int]]]:
    """What the most urgent sign asks for, why, what not to do, and the other signs."""
    verdict, first = answer.triage, answer.red_flags[0]
    do, _, more = first.do.partition(". ")
    if URGENCY[verdict.level] not in do.lower():
        do, more = verdict.headline, first.do
    why_it_matters = " ".join(part for part in (first.why, more, first.avoid) if part)
    lines = [(Line(text=why_it_matters), 0)]
    if also := [flag.sign for flag in answer.red_flags if flag.level != verdict.level]:
        lines.append((Line(lead="Also", text=f"{'; '.join(also)}."), 1))
    training = CAN_WAIT if verdict.is_urgent else f"As to training only: {_lower(why(answer))}"
    lines.append((Line(text=training), 1))
    return f"{do.removesuffix('.')}: {'; '.join(verdict.reasons)}.", lines


def _lower(text: str) -> str:
    """The text within a sentence; *I* stays."""
    return text if text.startswith("I ") else f"{text[:1].lower()}{text[1:]}"


def headline_of(answer: Explanation) -> str:
    """Answer what was asked: why calves are sore, or else how likely they are to be."""
    if answer.sore_told:
        return why(answer)
    between = f"{answer.p_sore_low * 100:.0f} to {answer.p_sore_high:.0%}"
    since = "by your earlier runs" if answer.knows_runner else "as runners differ"
    return f"{chance_of('sore calves', answer.p_sore)} ({between}, {since})."


def _lines(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """What follows the headline where there is no sign, each with how soon it can be left out."""
    if not answer.sore_told:
        yield Line(text=why(answer)), 0
    causes = [answer.causes[0] if answer.enough_known else None, _second(answer)]
    speaking = [cause for cause in causes if isinstance(cause, CauseAnswer) and cause.speaks]
    for cause in speaking[:1]:
        yield Line(text=brief(cause.because)), 2
    for cause in speaking[1:]:
        if _close_second(answer):
            yield Line(text=brief(cause.because)), 3
        else:
            share = about(cause.p_given_sore)
            yield Line(lead="Next", text=f"{cause.title} ({share}). {brief(cause.because)}"), 5
    if work := other_work_in_words(answer):
        yield Line(text=work), 2
    if answer.sore_told and not length_in_words(answer):
        yield Line(text=f"{such_runs(answer.p_sore)}; yours was one."), 3
    changes = [_otherwise(answer, cause) for cause in speaking[: 1 if answer.sore_told else 2]]
    if changes := [change for change in changes if change]:
        yield Line(text=f"The same run {'; '.join(changes)}."), 4
    for contradiction in answer.contradictions[:1]:
        yield Line(text=contradiction.text), 1
    to_tell = [*_to_tell(answer)]
    # Signs that are likelier in this runner come before what is usual and what to do next time.
    signs_first = any(line.lead == TELL_FIRST for line, _ in to_tell)
    if answer.sore_told and not signs_first:
        yield Line(text=_is_it_normal(answer)), 0
    to_do = _to_do(answer, speaking)
    yield from ((line, 1) for line, _ in to_do if line.lead == NOW) if signs_first else to_do
    yield from to_tell


def _to_do(answer: Explanation, speaking: list[CauseAnswer]) -> Iterator[tuple[Line, int]]:
    """What eases it now, and what to do for the next time: what fits best of each."""
    later = _best(answer, PREVENTION, speaking)
    if not answer.sore_told:
        for lead, rank, text in zip((WHAT_HELPS, "Also"), (0, 3), later, strict=False):
            yield Line(lead=lead, text=text), rank
        return
    if now := _best(answer, RELIEF, speaking):
        yield Line(lead=NOW, text=now[0]), 0
    if later:
        yield Line(lead=NEXT_TIME, text=later[0]), 1


def _best(answer: Explanation, kind: str, speaking: list[CauseAnswer]) -> list[str]:
    """What fits this soreness, then the causes in turn, then any soreness."""
    notes = [note for note in answer.course if note.kind == kind]
    texts = [note.text for note in notes if note not in EASES_ANY]
    for cause in speaking:
        texts += [step.text for step in cause.advice if step.now == (kind == RELIEF)][:1]
    # Calves that are only said to be sore have no course to go by.
    general = EASES_ANY if answer.sore_told and not answer.course else notes
    texts += [note.text for note in general if note in EASES_ANY and note.kind == kind]
    return [_first_sentence(text) for text in dict.fromkeys(texts)]


def _to_tell(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """The one answer that would help most; of signs the line at the end tells, unless some are
    likelier in this runner."""
    asked = answer.questions[0] if answer.questions else None
    sign = asked is not None and asked.kind == SIGN
    if asked is not None and sign and asked.column not in GROUPS[0].signs:
        yield Line(lead=TELL_FIRST, text=asked.asked), 0
        return
    if asked is not None and not sign:
        # What the question explains in brackets stands with the question, not here.
        yield Line(lead=ONE_ANSWER, text=re.sub(r" \([^()]*\)(?=\?)", "", asked.asked)), 0
    elif not answer.enough_known and not length_in_words(answer):
        yield Line(lead=TELL, text=DIFFERENT), 0
    if sign:
        yield Line(text=ANY_BELOW), 1


def brief(because: str) -> str:
    """The first facts of a reason, which tell most."""
    first, *more = because.removesuffix(".").split("; ")
    for fact in more:
        if len(f"{first} {fact}".split()) > MOST_WORDS_OF_A_REASON:
            break
        first = f"{first}; {fact}"
    return f"{first}."


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
    which, second = first.title, _close_second(answer)
    if second is not None:
        which, of_second = f"{first.title} or {second.title}", in_words(second.p_given_sore)
        share = f"{share} {'each' if share.endswith(f' {of_second}') else f'and {of_second}'}"
    return capital(f"{if_sore}{likely} {which} ({share}).")


def _second(answer: Explanation | Gist) -> CauseAnswer | CauseGist | None:
    """The second cause, if the cells speak for it as well and it explains something."""
    if answer.primary is None or not answer.enough_known or len(answer.causes) < 2:
        return None
    second = answer.causes[1]
    worth = second.p_given_sore >= LEAST_SECOND and second.state not in (AGAINST, CANNOT_TELL)
    return second if worth else None


def _close_second(answer: Explanation | Gist) -> CauseAnswer | CauseGist | None:
    """The second cause, if it is about as likely as the first."""
    second = _second(answer)
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
        f"Most likely the length of the run: {_lower(such_runs(answer.p_sore))}, but"
        f" {about(at_half)} at half the length."
    )


def _otherwise(answer: Explanation | Gist, cause: CauseAnswer | CauseGist | None) -> str:
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
    if answer.enough_known and (otherwise := _otherwise(answer, answer.primary)):
        parts.append(f"The same run {otherwise}.")
    return " ".join(parts)


def _is_it_normal(answer: Explanation) -> str:
    """Whether such soreness is normal, and when it should be gone."""
    kinds = {note.kind: note.text for note in reversed(answer.course)}
    come_back = answer.triage.come_back if answer.triage.level == SELF_CARE else ""
    if UNUSUAL in kinds:
        return f"{_first_sentence(kinds[UNUSUAL])} {come_back}".strip()
    return f"{NORMAL} {come_back}".strip()


def _first_sentence(text: str) -> str:
    first, _, rest = text.partition(". ")
    return f"{first}." if rest else first
