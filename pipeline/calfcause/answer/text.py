"""An answer in words: as text for a terminal, and as columns of text for a file."""

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from calfcause.answer.columns import YES_OR_NO
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
from calfcause.answer.questions import Question
from calfcause.answer.red_flags import RedFlag
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.causes.base import Measure, Reference, weeks_in_words
from calfcause.sessions.contradictions import Contradiction
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS, Units
from calfcause.texts import capital, wrapped

# A cause of less, of which only a little speaks, is told in its sentence alone.
LEAST_WORTH_TELLING = 0.05
COURSE_TITLES = {
    "unusual": "Not typical of such soreness",
    "typical": "Typical of such soreness",
    "advice": "What else to do",
}
# A risk as usual that a share leads to expect otherwise by more than this is explained.
UNLIKE = 0.10
UNLIKE_SHARES = (
    "Told as usual, a run also tells what was left out, so the change of risk need not equal the"
    " share."
)
TOO_LITTLE = "Too little is known to say why."
CLOSING = "These are likely training causes, not a diagnosis."


class _Sources:
    """Numbers sources in the order in which they are cited."""

    def __init__(self) -> None:
        self._numbers: dict[Reference, int] = {}

    def __call__(self, source: Reference) -> str:
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def listed(self) -> list[str]:
        return [f"  [{number}] {source}" for source, number in self._numbers.items()]


def as_text(answer: Explanation) -> str:
    """The answer as text for a terminal, in lines of at most 96 characters but for addresses."""
    cite = _Sources()
    lines = [*_red_flags(answer, cite), *_in_few_lines(answer)]
    told = [one for one in answer.causes if one.state == FOR or matters(one)]
    others = [one for one in answer.causes if one not in told]
    unknown = [one for one in others if one.state == CANNOT_TELL and not one.disagreement]
    against = [one for one in others if one not in unknown]
    for one in told:
        lines += ["", *_cause(one, answer, cite)]
    if len(told) > 1 and (change := change_of_risk(answer.p_sore_as_usual, answer.p_sore)):
        lines += ["", f"With all of this as usual, the risk would have been {change}."]
    lines += ["", "The others:"] if against or unknown else []
    for one in against:
        lines.append(f"  {_heading(one)}. {one.because}")
        lines += [f"    {one.disagreement}"] if one.disagreement else []
    if unknown:
        titles = "; ".join(f"{one.title}, {one.p_given_sore:.0%} if sore" for one in unknown)
        lines.append(f"  {capital(CANNOT_TELL)}, nothing is known of it: {titles}.")
    for kind, title in COURSE_TITLES.items():
        notes = [note for note in answer.course if note.kind == kind]
        lines += ["", f"{title}:"] if notes else []
        lines += [f"  {note.text} ({note.support}) {cite(note.source)}" for note in notes]
    if sum(one.p_given_sore for one in answer.causes) > 1.0:
        lines += ["", "The shares overlap: a run can need two causes to leave the calves sore."]
    if any(_unlike_its_share(one, answer) for one in told):
        lines += ["", UNLIKE_SHARES]
    lines += ["", CLOSING]
    terms = [f"  {term}: {meaning}" for term, meaning in terms_in("\n".join(lines)).items()]
    lines += ["", "Words:", *terms] if terms else []
    lines += ["", "Sources:", *cite.listed()] if cite.listed() else []
    return "\n".join(_wrapped(line) for line in lines)


def _red_flags(answer: Explanation, cite: _Sources) -> Iterator[str]:
    for flag in answer.red_flags:
        yield f"SEE A CLINICIAN: {flag.sign}."
        yield f"  {flag.why} {flag.do} {cite(flag.source)}"
    if answer.red_flags:
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
        for question in answer.questions:
            yield f"What would help most: {question.asked}"
    yield from ("", *(one.text for one in answer.contradictions)) if answer.contradictions else ()


def length_in_words(answer: Explanation | Gist) -> str:
    """That the length of a long run did more than any cause; '' where it did not."""
    at_half = answer.p_sore_at_half_length
    if at_half is None or answer.p_sore - at_half <= answer.causes[0].p:
        return ""
    return (
        "Most of it is the length of the run: at half of it the risk would have been"
        f" {at_half:.0%} instead of {answer.p_sore:.0%}."
    )


def likeliest_in_words(answer: Explanation | Gist) -> str:
    """Which cause is the likeliest, as a line; for answers of which enough is known."""
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
    """The line in as many as it takes, those after the first indented by two more."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrapped(line, hanging=f"{indent}  ")


def matters(one: CauseAnswer) -> bool:
    """Whether a cause that speaks a little for itself is worth more than its sentence."""
    return one.state == A_LITTLE and one.p_given_sore >= LEAST_WORTH_TELLING


def _unlike_its_share(one: CauseAnswer, answer: Explanation) -> bool:
    """Whether the risk told as usual falls by another part of it than the share of the cause."""
    if not change_of_risk(one.p_sore_as_usual, answer.p_sore):
        return False
    return abs(1.0 - one.p_sore_as_usual / answer.p_sore - one.p_given_sore) > UNLIKE


def _heading(one: CauseAnswer) -> str:
    return f"{capital(one.title)}: {one.p_given_sore:.0%} if sore ({one.state})"


def _cause(one: CauseAnswer, answer: Explanation, cite: _Sources) -> Iterator[str]:
    yield _heading(one)
    yield f"  {one.because}"
    if change := change_of_risk(one.p_sore_as_usual, answer.p_sore):
        yield f"  {capital(one.as_usual)}, the risk would have been {change}."
    if limits := limits_in_words(one.measures, UNITS[answer.units]):
        yield f"  Clearly too much: {limits}."
    if one.disagreement:
        yield f"  {one.disagreement}"
    for note in one.notes:
        yield f"  {note}"
    # Beside a sign for a clinician nothing is advised that would be done on the same legs.
    for step in one.advice if not answer.red_flags else ():
        yield f"  Do: {step.text} ({step.support}) {cite(step.source)}"
    sources = "".join(cite(source) for source in one.sources)
    yield f"  Evidence: {one.evidence}. {one.evidence_sentence} {sources}"
    if one.state == FOR:
        yield f"  The article behind this: {one.article}"


def limits_in_words(measures: tuple[Measure, ...], units: Units) -> str:
    """What would be clearly too much of what strains, by the run's own usual; '' where nothing."""
    limits = []
    for one in measures:
        if not one.strains or not one.too_much:
            continue
        if isinstance(one.too_much, tuple):
            words = " or ".join(units.cell(one.column, word) for word in one.too_much)
            limits.append(f"{one.label} {words}")
        elif one.fewer_is_harder:
            limits.append(_at_most(one, one.too_much, units))
        else:
            limits.append(f"{one.label} from {units.cell(one.column, one.too_much)}")
    return ", ".join(limits)


def _at_most(one: Measure, most: float, units: Units) -> str:
    unit = COLUMNS[one.column].unit
    if unit == "weeks":
        return f"fewer than about {weeks_in_words(most)} of {one.label}"
    # Nobody runs by tenths of minutes.
    whole = floor(most) if unit == "min" and most >= 1 else most
    said = units.cell(one.column, whole)
    return f"{one.label} {said} or {'faster' if unit == 'min/km' else 'less'}"


def reason_columns(answer: Explanation) -> dict[str, str]:
    """The reasons of one answer by column, as in ``REASON_COLUMNS``; red flags come first.

    What does not go together comes next, before the answer in short.
    """
    texts = {f"{one.name}_state": one.state for one in answer.causes}
    texts |= {f"{one.name}_because": one.because for one in answer.causes}
    texts["enough_known"] = YES_OR_NO[answer.enough_known]
    texts["because"] = answer.primary.because if answer.primary else ""
    odd = odd_in_short(answer.contradictions)
    texts["explanation"] = signs_in_short(answer.red_flags) + odd + in_short(answer)
    return texts


def signs_in_short(flags: Iterable[RedFlag]) -> str:
    """What is said before a short answer of the signs for a clinician."""
    return "".join(f"See a clinician: {flag.sign}. {flag.do} " for flag in flags)


def odd_in_short(found: Iterable[Contradiction]) -> str:
    """What is said before a short answer of cells that do not go together."""
    return "".join(f"{one.text} " for one in found)


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
    """Questions worth asking, the best first, with how much of the answer each may move."""
    if not questions:
        return "Nothing that is unknown would change the answer."
    lines = ["Worth asking next, by how much of the answer it would change:"]
    lines += [f"  {one.asked} {one.expected_change:.0%} on average." for one in questions]
    return "\n".join(_wrapped(line) for line in lines)


def change_of_risk(p_otherwise: float, p_sore: float) -> str:
    """What the risk would have been and what it is; nothing where it would not have been lower."""
    otherwise, now = f"{p_otherwise:.0%}", f"{p_sore:.0%}"
    return f"{otherwise} instead of {now}" if p_otherwise < p_sore and otherwise != now else ""
