"""An answer in words: text for a terminal, and columns of text for a file."""

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from calfcause.answer.contents import (
    A_LITTLE,
    AGAINST,
    CANNOT_TELL,
    FOR,
    CauseAnswer,
    Explanation,
    Gist,
)
from calfcause.answer.glossary import terms_in
from calfcause.answer.picture import SELF_CARE, RedFlag
from calfcause.answer.questions import SIGN, Question
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.causes.base import Measure, Reference
from calfcause.causes.run import weeks_in_words
from calfcause.sessions.contradictions import Contradiction
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS, Units
from calfcause.texts import capital, wrapped

# A cause that speaks only a little for itself, and explains less, gets no more than its sentence.
LEAST_WORTH_SHOWING = 0.05
COURSE_TITLES = {
    "unusual": "Not typical of such soreness",
    "typical": "Typical of such soreness",
    "advice": "What else to do",
}
# If the risk as usual differs by more than this from what the share of a cause suggests, say why.
UNLIKE = 0.10
UNLIKE_SHARES = (
    "Told as usual, a run also tells what was left out, so the change of risk need not equal the"
    " share."
)
TOO_LITTLE = "Too little is known to say why."
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
    for cause in shown:
        lines += ["", *_cause(cause, answer, cite)]
    if len(shown) > 1 and (change := change_of_risk(answer.p_sore_as_usual, answer.p_sore)):
        lines += ["", f"With all of this as usual, the risk would have been {change}."]
    lines += ["", "The others:"] if against or unknown else []
    for cause in against:
        lines.append(f"  {_heading(cause)}. {cause.because}")
        lines += [f"    {cause.disagreement}"] if cause.disagreement else []
    if unknown:
        titles = "; ".join(f"{cause.title}, {cause.p_given_sore:.0%} if sore" for cause in unknown)
        lines.append(f"  {capital(CANNOT_TELL)}, nothing is known of it: {titles}.")
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
        yield f"{verdict.headline}. {verdict.come_back}"
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
    leaves = "would leave" if answer.sore_told else "leaves"
    yield f"Probability that this run {leaves} the calves sore: {answer.p_sore:.0%}"
    if answer.enough_known:
        yield likeliest_in_words(answer)
        if answer.disagreement:
            yield answer.disagreement
    else:
        yield length_in_words(answer) or TOO_LITTLE
    yield from (question_in_words(question) for question in answer.questions)
    yield from [""] if answer.contradictions else []
    yield from (contradiction.text for contradiction in answer.contradictions)


def question_in_words(question: Question) -> str:
    """Write a question with why it is asked."""
    first = "Please answer this first" if question.kind == SIGN else "What would help most"
    return f"{first}: {question.asked}"


def length_in_words(answer: Explanation | Gist) -> str:
    """Say that the length of a long run did more than any cause; empty if it did not."""
    at_half = answer.p_sore_at_half_length
    if at_half is None or answer.p_sore - at_half <= answer.causes[0].p:
        return ""
    return (
        "Most of it is the length of the run: at half of it the risk would have been"
        f" {at_half:.0%} instead of {answer.p_sore:.0%}."
    )


def likeliest_in_words(answer: Explanation | Gist) -> str:
    """Say which cause is the likeliest, in one line; only if enough is known."""
    if answer.primary is not None and answer.primary.state in (AGAINST, CANNOT_TELL):
        share = f"{answer.primary.title} ({answer.primary.p_given_sore:.0%})"
        return f"No rule speaks for a cause; from everything told the model leans to {share}."
    if answer.primary is not None:
        sore = "" if answer.sore_told else ", if they are sore"
        return f"Likeliest training cause{sore}: {answer.primary.title}"
    first = answer.causes[0]
    if first.p_given_sore < LEAST_EXCESS_FRACTION:
        return "No training cause stands out; sore calves are likelier because of none of these."
    share = f"{first.title} ({first.p_given_sore:.0%})"
    return f"Sore calves are likelier because of none of these causes than of {share}."


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
    return f"{capital(cause.title)}: {cause.p_given_sore:.0%} if sore ({cause.state})"


def _cause(cause: CauseAnswer, answer: Explanation, cite: _Sources) -> Iterator[str]:
    yield _heading(cause)
    yield f"  {cause.because}"
    if sentence := what_if(cause, answer):
        yield f"  {sentence}"
    if limits := limits_in_words(cause.measures, UNITS[answer.units]):
        yield f"  Clearly too much: {limits}."
    if cause.disagreement:
        yield f"  {cause.disagreement}"
    for note in cause.notes:
        yield f"  {note}"
    # With a sign for a clinician, give no advice that would use the same legs.
    for step in cause.advice if not answer.red_flags else ():
        yield f"  Do: {step.text} ({step.support}) {cite[step.source]}"
    sources = "".join(cite[source] for source in cause.sources)
    yield f"  Evidence: {cause.evidence}. {cause.evidence_sentence} {sources}"
    if cause.state == FOR:
        yield f"  The article behind this: {cause.article}"


def what_if(cause: CauseAnswer, answer: Explanation) -> str:
    """What the risk would have been as usual in this respect; empty if not lower."""
    change = change_of_risk(cause.p_sore_as_usual, answer.p_sore)
    return f"{capital(cause.as_usual)}, the risk would have been {change}." if change else ""


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
            limits.append(f"{measure.label} from {units.cell(measure.column, measure.too_much)}")
    return ", ".join(limits)


def _at_most(measure: Measure, most: float, units: Units) -> str:
    unit = COLUMNS[measure.column].unit
    if unit == "weeks":
        return f"fewer than about {weeks_in_words(most)} of {measure.label}"
    # Nobody plans a run in tenths of minutes.
    whole = floor(most) if unit == "min" and most >= 1 else most
    limit = units.cell(measure.column, whole)
    return f"{measure.label} {limit} or {'faster' if unit == 'min/km' else 'less'}"


def signs_in_short(flags: Iterable[RedFlag]) -> str:
    """Write the signs for a clinician that come before an answer in short."""
    return "".join(f"{capital(flag.level)}: {flag.sign}. {flag.do} " for flag in flags)


def odd_in_short(contradictions: Iterable[Contradiction]) -> str:
    """Write the contradictions that come before an answer in short."""
    return "".join(f"{contradiction.text} " for contradiction in contradictions)


def in_short(answer: Explanation | Gist) -> str:
    """Give the answer in two or three sentences, without red flags, which come first elsewhere."""
    if not answer.enough_known:
        return length_in_words(answer) or TOO_LITTLE
    primary = answer.primary
    if primary is None or primary.state in (AGAINST, CANNOT_TELL):
        return likeliest_in_words(answer)
    change = change_of_risk(primary.p_sore_as_usual, answer.p_sore)
    usual = f" {capital(primary.as_usual)}, the risk would have been {change}." if change else ""
    return f"Likeliest training cause: {primary.title}. {primary.because}{usual}"


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
    lines += ["Worth asking next, by how much of the answer it would change:"] if worth else []
    lines += worth
    return "\n".join(_wrapped(line) for line in lines)


def change_of_risk(p_otherwise: float, p_sore: float) -> str:
    """Say what the risk would have been and what it is; empty if it would not have been lower."""
    otherwise, now = f"{p_otherwise:.0%}", f"{p_sore:.0%}"
    return f"{otherwise} instead of {now}" if p_otherwise < p_sore and otherwise != now else ""
