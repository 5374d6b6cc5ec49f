"""The answer in short: what was asked in the first line, then what to do, in about 120 words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calfcause.answer.chances import about, chance_of, such_runs
from calfcause.answer.contents import CANNOT_TELL, CauseAnswer, Explanation
from calfcause.answer.course import EASES_ANY, PREVENTION, RELIEF, UNUSUAL
from calfcause.answer.picture import AMBULANCE, APPOINTMENT, EMERGENCY, SELF_CARE, TODAY
from calfcause.answer.questions import SIGN, Question
from calfcause.answer.sentences import (
    close_second,
    length_in_words,
    lower,
    other_work_in_words,
    otherwise_in_words,
    second_of,
    why,
)
from calfcause.answer.sign_questions import GROUPS
from calfcause.texts import wrapped

# Beyond this, what matters least is left out; the signs and what to do never are.
MOST_WORDS, MOST_WORDS_WITH_SIGNS = 120, 150
MOST_WORDS_OF_A_REASON = 16
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
NORMAL = "Usually normal: delayed soreness (DOMS), worst by day 3."
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
    training = CAN_WAIT if verdict.is_urgent else f"As to training only: {lower(why(answer))}"
    lines.append((Line(text=training), 1))
    return f"{do.removesuffix('.')}: {'; '.join(verdict.reasons)}.", lines


def headline_of(answer: Explanation) -> str:
    """Answer what was asked: why calves are sore, or else how likely they are to be."""
    if answer.sore_told:
        return why(answer)
    low, high = f"{answer.p_sore_low:.0%}", f"{answer.p_sore_high:.0%}"
    between = f"{low} in some runners, {high} in others"
    if answer.knows_runner:
        between = f"{low.removesuffix('%')} to {high}, by your earlier runs"
    chance = f"{chance_of('sore calves', answer.p_sore)} ({between})."
    return f"Not sore. Next time: {lower(chance)}" if answer.spared else chance


def _lines(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """What follows the headline where there is no sign, each with how soon it can be left out."""
    if not answer.sore_told:
        yield Line(text=why(answer)), 0
    causes = [answer.causes[0] if answer.enough_known else None, second_of(answer)]
    speaking = [cause for cause in causes if isinstance(cause, CauseAnswer) and cause.speaks]
    if answer.sore_told and length_in_words(answer):
        speaking = []  # none of the causes did as much, and the advice of none is named
    for cause in speaking[:1]:
        yield Line(text=brief(cause.because)), 2
    for cause in speaking[1:]:
        if close_second(answer):
            yield Line(text=brief(cause.because)), 3
        else:
            share = about(cause.p_given_sore)
            yield Line(lead="Next", text=f"{cause.title} ({share}). {brief(cause.because)}"), 5
    if work := other_work_in_words(answer):
        yield Line(text=work), 2
    if answer.sore_told and not length_in_words(answer):
        yield Line(text=f"{such_runs(answer.p_sore)}; yours was one."), 3
    changes = [
        otherwise_in_words(answer, cause) for cause in speaking[: 1 if answer.sore_told else 2]
    ]
    if changes := [change for change in changes if change]:
        yield Line(text=f"The same run {'; '.join(changes)}."), 4
    for contradiction in answer.contradictions[:1]:
        yield Line(text=contradiction.text), 1
    left_out = (one.notes for one in answer.causes if one.state == CANNOT_TELL)
    yield from ((Line(text=note), 3) for notes in left_out for note in notes)
    # Signs that are likelier in this runner come before what is usual and what to do next time.
    first = _signs_first(answer)
    if answer.sore_told and first is None:
        yield Line(text=_is_it_normal(answer)), 0
    elif answer.sore_told:
        unusual = [note.text for note in answer.course if note.kind == UNUSUAL]
        yield from ((Line(text=_first_sentence(text)), 2) for text in unusual[:1])
    to_do = _to_do(answer, speaking)
    if first is None:
        yield from (*to_do, *_to_tell(answer))
    else:
        yield from ((line, 1) for line, _ in to_do if line.lead == NOW)
        yield Line(lead=TELL_FIRST, text=first.asked), 0


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


def _signs_first(answer: Explanation) -> Question | None:
    """The question about signs that are likelier in this runner, if there is one."""
    asked = answer.questions[0] if answer.questions else None
    ordinary = asked is None or asked.kind != SIGN or asked.column in GROUPS[0]
    return None if ordinary else asked


def _to_tell(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """The one answer that would help most; of signs the line at the end tells."""
    asked = answer.questions[0] if answer.questions else None
    sign = asked is not None and asked.kind == SIGN
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
