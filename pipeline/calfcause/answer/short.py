"""The answer in short: what was asked in the first line, then what to do, in about 120 words."""

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
    Step,
)
from calfcause.answer.course import PREVENTION, RELIEF, UNUSUAL
from calfcause.answer.picture import SELF_CARE
from calfcause.answer.questions import SIGN
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.texts import capital, wrapped

# Beyond this, what matters least is left out; the signs and what to do never are.
MOST_WORDS, MOST_WORDS_WITH_SIGNS = 120, 150
MOST_WORDS_OF_A_REASON = 16
# A second cause of at least this share of the first is as good an answer; the limits are assumed.
CLOSE, LEAST_SECOND = 0.75, 0.15
MOSTLY = 0.5
NOTHING_STANDS_OUT = "None of the causes stands out in this run."
CANNOT_SAY_WHY = "I can't tell why yet"


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

    Attributes
    ----------
    headline : str
        What a sign asks for, if there is any; else the answer to what was asked.
    lines : tuple of Line
        The reasons, what to do, and what to tell next.
    signs : str
        The line of signs that need a doctor, always the last.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> hilly = {"terrain": "steep", "usual_terrain": "flat", "sore_days": 1}
    >>> Predictor.load().explain(hilly).short.headline.partition(" (")[0]
    'Most likely: hills'
    """

    headline: str
    lines: tuple[Line, ...]
    signs: str

    def __str__(self) -> str:
        lines = [self.headline, *map(str, self.lines), self.signs]
        return "\n".join(wrapped(line, hanging="  ") for line in lines if line)


def short_answer(answer: Explanation) -> ShortAnswer:
    """Say in short what an explanation says, the verdict on signs first."""
    verdict, most = answer.triage, MOST_WORDS
    if answer.red_flags:
        most = MOST_WORDS_WITH_SIGNS
        lines = [*_signs(answer)]
        lines += (
            [(Line(text="The training causes can wait."), 0)]
            if verdict.is_urgent
            else [*_training(answer)]
        )
        reasons = "; ".join(verdict.reasons)
        headline = f"{verdict.headline}: {reasons}."
    else:
        headline, lines = headline_of(answer), [*_lines(answer)]
    return ShortAnswer(
        headline=headline,
        lines=tuple(_within(most, headline, lines, answer.seek_help)),
        signs=answer.seek_help,
    )


def _within(most: int, headline: str, lines: list[tuple[Line, int]], signs: str) -> list[Line]:
    """Leave out the lines that matter least (of the highest number) until few words are left."""
    kept = list(lines)
    while (least := max((rank for _, rank in kept), default=0)) > 0:
        words = " ".join([headline, *(str(line) for line, _ in kept), signs]).split()
        if len(words) <= most:
            break
        kept.remove(next(one for one in reversed(kept) if one[1] == least))
    return [line for line, _ in kept]


def _signs(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """Why the most urgent sign matters, what not to do, and the other signs."""
    first = answer.red_flags[0]
    do = first.do.removeprefix(f"{answer.triage.headline}.").strip()
    yield Line(text=" ".join(part for part in (first.why, do, first.avoid) if part)), 0
    if also := [flag.sign for flag in answer.red_flags if flag.level != answer.triage.level]:
        yield Line(lead="Also", text=f"{'; '.join(also)}."), 1


def _training(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """The training cause beside a sign, without a risk and without an exercise."""
    yield Line(lead="The training cause, which does not judge these signs", text=why(answer)), 1


def headline_of(answer: Explanation) -> str:
    """Answer what was asked: why calves are sore, or else how likely they are to be."""
    if answer.sore_told:
        return why(answer)
    between = f"{answer.p_sore_low * 100:.0f} to {answer.p_sore_high:.0%}"
    return f"{chance_of('sore calves', answer.p_sore)} ({between})."


def _lines(answer: Explanation) -> Iterator[tuple[Line, int]]:
    """What follows the headline where there is no sign, each with how soon it can be left out."""
    named = answer.named
    if not answer.sore_told:
        yield Line(text=why(answer)), 0
    speaking = [cause for cause in answer.causes if cause.speaks] if answer.enough_known else []
    for cause in [cause for cause in (named, _close_second(answer)) if cause in speaking]:
        yield Line(text=brief(cause.because)), 0
    if (second := _second(answer)) and not _close_second(answer):
        share = about(second.p_given_sore)
        yield (
            Line(lead="Next likeliest", text=f"{second.title} ({share}). {brief(second.because)}"),
            4,
        )
    if answer.sore_told and (answer.enough_known or not length_in_words(answer)):
        yield Line(text=f"{such_runs(answer.p_sore)}; yours was one."), 2
    if otherwise := _otherwise(answer):
        yield Line(text=f"The same run {otherwise}."), 3
    for contradiction in answer.contradictions[:1]:
        yield Line(text=contradiction.text), 1
    if answer.sore_told:
        yield Line(text=_is_it_normal(answer)), 0
        yield from _now(answer)
    yield from _next_time(answer)
    if answer.questions:
        question = answer.questions[0]
        if question.kind == SIGN:
            yield Line(lead="Tell me first", text="is any of these so?"), 0
        else:
            yield Line(lead="One answer would help most", text=question.asked), 0


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
    if not answer.enough_known:
        return length_in_words(answer) or f"{CANNOT_SAY_WHY}."
    first = answer.causes[0]
    share = about(first.p_given_sore)
    if answer.primary is None:
        if first.p_given_sore < LEAST_EXCESS_FRACTION:
            return NOTHING_STANDS_OUT
        return f"{NOTHING_STANDS_OUT} The likeliest: {first.title} ({share})."
    if first.state in (AGAINST, CANNOT_TELL):
        return f"Nothing you told points to one cause. The best guess: {first.title} ({share})."
    if second := _close_second(answer):
        both = in_words(first.p_given_sore), in_words(second.p_given_sore)
        equal = f"about {both[0]} each" if both[0] == both[1] else f"about {both[0]} and {both[1]}"
        return capital(f"{if_sore}likeliest: {first.title} or {second.title} ({equal}).")
    likely = "most likely" if first.p_given_sore >= MOSTLY else "perhaps"
    return capital(f"{if_sore}{likely}: {first.title} ({share}).")


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


def length_in_words(answer: Explanation | Gist) -> str:
    """Say that the length of a long run did more than any cause; empty if it did not."""
    at_half = answer.p_sore_at_half_length
    if at_half is None or answer.p_sore - at_half <= answer.causes[0].p:
        return ""
    return (
        f"Most likely: the length of the run. It leaves calves sore {about(answer.p_sore)} times,"
        f" half of it {about(at_half)}."
    )


def _otherwise(answer: Explanation | Gist) -> str:
    """How often the run would leave calves sore as usual in the likeliest respect, if less."""
    primary = answer.primary if answer.enough_known else None
    if primary is None or primary.state in (AGAINST, CANNOT_TELL):
        return ""
    now, otherwise = in_words(answer.p_sore), in_words(primary.p_sore_as_usual)
    if primary.p_sore_as_usual >= answer.p_sore or now == otherwise:
        return ""
    return f"{primary.as_usual}: {about(primary.p_sore_as_usual)}"


def risk_in_words(answer: Explanation | Gist) -> str:
    """How often such a run leaves calves sore, and how often as usual in the likeliest respect."""
    parts = []
    if answer.sore_told and (answer.enough_known or not length_in_words(answer)):
        parts.append(f"{such_runs(answer.p_sore)}; yours was one.")
    if otherwise := _otherwise(answer):
        parts.append(f"The same run {otherwise}.")
    return " ".join(parts)


def _is_it_normal(answer: Explanation) -> str:
    """Whether such soreness is normal, and when it should be gone."""
    kinds = {note.kind: note.text for note in reversed(answer.course)}
    come_back = answer.triage.come_back if answer.triage.level == SELF_CARE else ""
    if UNUSUAL in kinds:
        return f"{kinds[UNUSUAL]} {come_back}".strip()
    return f"Usually normal: delayed soreness (DOMS), worst by day 3. {come_back}".strip()


def _now(answer: Explanation) -> Iterator[tuple[Line, int]]:
    notes = [note.text for note in answer.course if note.kind == RELIEF]
    steps = [step.text for step in _advice(answer) if step.now]
    if now := [*steps, *notes][:1]:
        yield Line(lead="Now", text=_first_sentence(now[0])), 0


def _next_time(answer: Explanation) -> Iterator[tuple[Line, int]]:
    notes = [note.text for note in answer.course if note.kind == PREVENTION]
    steps = [step.text for step in _advice(answer) if not step.now]
    if later := [*steps, *notes][:1]:
        yield Line(lead="Next time", text=_first_sentence(later[0])), 0


def _first_sentence(text: str) -> str:
    first, _, rest = text.partition(". ")
    return f"{first}." if rest else first


def _advice(answer: Explanation) -> tuple[Step, ...]:
    """What to do about the cause that is named, if the cells speak for it."""
    named = answer.named
    return named.advice if named is not None and named.speaks else ()
