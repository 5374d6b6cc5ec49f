"""An answer at full length: text for a terminal; and the short texts that a file holds."""

from collections.abc import Iterator, Sequence

from calfcause.answer.chances import about, in_words
from calfcause.answer.contents import (
    A_LITTLE,
    AGAINST,
    CANNOT_TELL,
    FOR,
    CauseAnswer,
    Explanation,
)
from calfcause.answer.course import UNUSUAL
from calfcause.answer.glossary import terms_in
from calfcause.answer.picture import SELF_CARE
from calfcause.answer.questions import SIGN, Question
from calfcause.answer.sentences import (
    limits_in_words,
    other_work_in_words,
    risk_in_words,
    why,
)
from calfcause.answer.short import NORMAL, headline_of
from calfcause.causes.base import Reference
from calfcause.causes.sources import ARTICLE
from calfcause.sessions.units import UNITS
from calfcause.texts import capital, wrapped

# A cause that speaks only a little for itself, and explains less, gets no more than its sentence.
LEAST_WORTH_SHOWING = 0.05
COURSE_TITLES = {
    "unusual": "Not typical of such soreness",
    "typical": "Typical of such soreness",
    "relief": "What eases it now",
    "prevention": "What helps next time",
}
IN_WORDS = {
    FOR: "your run points to it",
    A_LITTLE: "your run points to it a little",
    AGAINST: "your run does not point to it",
    CANNOT_TELL: "you told nothing about it",
}
"""What a state is called in a text."""
ARTICLE_SAYS = "Amber Sayer's article on sore calves says"
SHARES = "The causes, each with its share of such sore calves:"
# If the risk as usual differs by more than this from what the share of a cause suggests, say why.
UNLIKE = 0.10
UNLIKE_SHARES = "A share and its what-if can differ: the second run is described more fully."
CAN_WAIT = "Training causes, which can wait:"
CLOSING = "These are likely training causes, not a diagnosis."


class _Sources(dict[Reference, str]):
    """Number sources in the order in which they are cited."""

    def __missing__(self, source: Reference) -> str:
        self[source] = f"[{len(self) + 1}]"
        return self[source]


def as_text(answer: Explanation) -> str:
    """Write the answer as text for a terminal, in lines of at most 96 characters.

    Web addresses stay whole.
    """
    cite = _Sources()
    if answer.triage.is_urgent:
        lines = [*_signs(answer, cite), *_causes_that_can_wait(answer)]
    else:
        lines = [*_signs(answer, cite), *_causes(answer, cite)]
    lines += ["", answer.seek_help] if answer.seek_help else []
    lines += ["", CLOSING]
    terms = [f"  {term}: {meaning}" for term, meaning in terms_in("\n".join(lines)).items()]
    lines += ["", "Words:", *terms] if terms else []
    listed = [f"  {number} {source}" for source, number in cite.items()]
    lines += ["", "Sources:", *listed] if listed else []
    return "\n".join(_wrapped(line) for line in lines)


def _causes(answer: Explanation, cite: _Sources) -> list[str]:
    """The training causes at full length, with what is known of such soreness."""
    lines = list(_in_few_lines(answer))
    shown = [cause for cause in answer.causes if cause.state == FOR or matters(cause)]
    others = [cause for cause in answer.causes if cause not in shown]
    unknown = [cause for cause in others if cause.state == CANNOT_TELL and not cause.disagreement]
    against = [cause for cause in others if cause not in unknown]
    lines += ["", SHARES]
    for cause in shown:
        lines += ["", *_cause(cause, answer, cite)]
    if len(shown) > 1 and (change := change_of_risk(answer.p_sore_as_usual, answer.p_sore)):
        lines += ["", f"With all of this as you are used to: {change}."]
    lines += ["", "The others:"] if shown and (against or unknown) else []
    for cause in against:
        lines.append(f"  {_heading(cause)}. {cause.because}")
        lines += [f"    {cause.disagreement}"] if cause.disagreement else []
    if unknown:
        titles = "; ".join(f"{cause.title} ({cause.p_given_sore:.0%})" for cause in unknown)
        lines.append(f"  You told nothing about: {titles}.")
        lines += [f"    {note}" for cause in unknown for note in cause.notes]
    for kind, title in COURSE_TITLES.items():
        notes = [note for note in answer.course if note.kind == kind]
        lines += ["", f"{title}:"] if notes else []
        lines += [f"  {note.text} ({note.support}) {cite[note.source]}" for note in notes]
    if sum(cause.p_given_sore for cause in answer.causes) > 1.0:
        lines += ["", "The shares overlap: a run can need two causes to leave the calves sore."]
    if any(_unlike_its_share(cause, answer) for cause in shown):
        lines += ["", UNLIKE_SHARES]
    return lines


def _causes_that_can_wait(answer: Explanation) -> Iterator[str]:
    """The causes without a risk, a question or an exercise, which now have to wait."""
    yield CAN_WAIT
    for cause in answer.causes:
        if cause.state == FOR or matters(cause):
            yield f"  {capital(cause.title)}. {cause.because}"
    yield from (f"  {contradiction.text}" for contradiction in answer.contradictions)


def _signs(answer: Explanation, cite: _Sources) -> Iterator[str]:
    """The verdict in one line, then its reasons and the less urgent signs as a list."""
    verdict = answer.triage
    if not verdict.level:
        return
    if verdict.level == SELF_CARE:
        usual = NORMAL if all(note.kind != UNUSUAL for note in answer.course) else ""
        yield " ".join(filter(None, [f"{verdict.headline}.", usual, verdict.come_back]))
        yield ""
        return
    yield verdict.headline.upper()
    said = {f"{verdict.headline}."}
    for flag in answer.red_flags:
        if flag.level == verdict.level:
            yield f"  - {capital(flag.sign)}. {flag.why} {cite[flag.source]}"
            advice = [f"{part.rstrip('.')}." for part in f"{flag.do} {flag.avoid}".split(". ")]
            if new := [part for part in advice if part not in said]:
                yield f"    {' '.join(new)}"
            said.update(advice)
    for flag in answer.red_flags:
        if flag.level != verdict.level:
            yield f"  - Also: {flag.sign} ({flag.level})."
    if not verdict.is_urgent:
        yield "  What follows is about training only and does not judge these signs."
    yield ""


def _in_few_lines(answer: Explanation) -> Iterator[str]:
    yield headline_of(answer)
    yield risk_in_words(answer) if answer.sore_told else why(answer)
    if work := other_work_in_words(answer):
        yield work
    if answer.enough_known and answer.disagreement:
        yield answer.disagreement
    yield from (question_in_words(question) for question in answer.questions)
    yield from [""] if answer.contradictions else []
    yield from (contradiction.text for contradiction in answer.contradictions)


def question_in_words(question: Question) -> str:
    """Write a question with why it is asked."""
    first = "Please answer this first" if question.kind == SIGN else "One answer would help most"
    return f"{first}: {question.asked}"


def _wrapped(line: str) -> str:
    """Break the line into as many as needed; all but the first are indented by two more."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrapped(line, hanging=f"{indent}  ")


def matters(cause: CauseAnswer) -> bool:
    """Whether a cause that speaks a little for itself deserves more than its sentence."""
    return cause.state == A_LITTLE and cause.p_given_sore >= LEAST_WORTH_SHOWING


def _unlike_its_share(cause: CauseAnswer, answer: Explanation) -> bool:
    """Whether the risk as usual falls by clearly more or less than the share of the cause."""
    if not change_of_risk(cause.p_sore_as_usual, answer.p_sore):
        return False
    return abs(1.0 - cause.p_sore_as_usual / answer.p_sore - cause.p_given_sore) > UNLIKE


def _heading(cause: CauseAnswer) -> str:
    return f"{capital(cause.title)}: {cause.p_given_sore:.0%} ({IN_WORDS[cause.state]})"


def _cause(cause: CauseAnswer, answer: Explanation, cite: _Sources) -> Iterator[str]:
    yield _heading(cause)
    yield f"  {cause.because}"
    if sentence := what_if(cause, answer):
        yield f"  {sentence}"
    if limits := limits_in_words(cause.measures, UNITS[answer.units]):
        yield f"  Clearly too much for you would be: {limits}."
    if cause.disagreement:
        yield f"  {cause.disagreement}"
    for note in cause.notes:
        yield f"  {note}"
    # With a sign for a clinician, give no advice that would use the same legs.
    steps = () if answer.red_flags else sorted(cause.advice, key=lambda step: not step.now)
    for step in steps:
        when = "Now" if step.now else "Next time"
        yield f"  {when}: {step.text} ({step.support}) {cite[step.source]}"
    sources = "".join(cite[source] for source in cause.sources)
    yield f"  Evidence: {cause.evidence}. {cause.evidence_sentence} {sources}"
    if cause.state == FOR:
        yield f"  {ARTICLE_SAYS}: {cause.article} {cite[ARTICLE]}"


def what_if(cause: CauseAnswer, answer: Explanation) -> str:
    """What the risk would be as usual in this respect; empty if not lower."""
    change = change_of_risk(cause.p_sore_as_usual, answer.p_sore)
    return f"The same run {cause.as_usual}: {change}." if change else ""


def questions_as_text(questions: Sequence[Question]) -> str:
    """Write the questions, the best first, with how much of the answer each may move."""
    if not questions:
        return "Nothing that is unknown would change the answer."
    lines = [f"Signs first: {one.asked}" for one in questions if one.kind == SIGN]
    worth = [
        f"  {one.asked} {one.expected_change:.0%} on average."
        for one in questions
        if one.kind != SIGN
    ]
    lines += ["Worth telling next, by how much of the answer it may change:"] if worth else []
    lines += worth
    return "\n".join(_wrapped(line) for line in lines)


def change_of_risk(p_otherwise: float, p_sore: float) -> str:
    """Say what the risk would be and what it is; empty if it would not be lower in words."""
    otherwise, now = in_words(p_otherwise), in_words(p_sore)
    return (
        f"{about(p_otherwise)} instead of {now}"
        if p_otherwise < p_sore and otherwise != now
        else ""
    )
