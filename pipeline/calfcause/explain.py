"""Why: for one session, what speaks for and against each cause, in the run's own numbers.

An answer is data first: text, CSV columns and JSON render the same ``Answer``. Sentences cite filled
cells only; the risk without a cause is the same predictor's answer to the same run made usual.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES, Cause
from calfcause.features import complete, exposures
from calfcause.probabilities import NONE, given_sore, primary_causes
from calfcause.red_flags import RedFlag, red_flags
from calfcause.schema import COLUMNS, MODEL_COLUMNS, decode, encode_session

if TYPE_CHECKING:
    from calfcause.predict import Predictor

Array = NDArray[np.float64]

FOR, A_LITTLE, AGAINST, CANNOT_TELL = "speaks for it", "a little", "speaks against it", "cannot tell"
CLEAR_EXPOSURE = 1.0
NOTICEABLE_EXPOSURE = 0.1
# Assumed until the coverage-accuracy curve on real cases sets it: below this share of the excess
# fractions' sum the likeliest cause is hardly ahead of seven equals.
TOO_LITTLE_KNOWN = 0.30


@dataclass(frozen=True, kw_only=True)
class CauseAnswer:
    """What the answer says of one cause.

    Attributes
    ----------
    p : probability that the run leaves the calves sore because of it.
    p_given_sore : the same, once they are known to be sore.
    exposure : 0 as usual, 1 clearly too much, None if the cells do not tell.
    state : one of speaks for it, a little, speaks against it, cannot tell.
    because : the sentence, with the run's own numbers.
    p_sore_without : probability of soreness for the same run without the cause's exposure.
    """

    name: str
    title: str
    p: float
    p_given_sore: float
    exposure: float | None
    state: str
    because: str
    p_sore_without: float
    evidence: str
    evidence_sentence: str
    sources: tuple[str, ...]
    article: str
    advice: tuple[dict[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The whole answer for one session; red flags come first in every rendering."""

    red_flags: tuple[RedFlag, ...]
    p_sore: float
    primary_cause: str
    enough_known: bool
    question: str | None
    causes: tuple[CauseAnswer, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        return render_text(self)


def explain(predictor: "Predictor", session: Mapping[str, object]) -> Answer:
    """Explain one session; see ``Predictor.explain``.

    Raises
    ------
    SchemaError
        If a cell does not fit the schema.
    """
    codes = encode_session(session)
    return explain_codes(predictor, codes)


def explain_codes(predictor: "Predictor", codes: Mapping[str, float]) -> Answer:
    """Explain one session given as codes of its known cells."""
    known = {name: decode(COLUMNS[name], found) for name, found in codes.items()}
    asked = {name: [found] for name, found in codes.items() if name in MODEL_COLUMNS}
    variants = [asked, *(_without(cause, asked, known) for cause in CAUSES)]
    cells = _stacked(variants)
    probabilities = predictor.predict_cells(cells, len(variants))
    now = probabilities[:1]
    exposure = exposures(complete({name: found[:1] for name, found in cells.items()}, 1))
    excess = given_sore(now)[0]
    answers = [
        _cause_answer(
            cause,
            known,
            p=float(now[0, place]),
            p_given_sore=float(excess[place]),
            exposure=float(exposure[cause.name][0]),
            p_sore_without=float(min(probabilities[place + 1, -1], now[0, -1])),
        )
        for place, cause in enumerate(CAUSES)
    ]
    ranked = sorted(answers, key=lambda one: -one.p)
    lead = float(excess.max() / excess.sum()) if len(excess) and excess.sum() > 0 else 0.0
    enough = any(name in asked for name in MODEL_COLUMNS) and lead >= TOO_LITTLE_KNOWN
    return Answer(
        red_flags=red_flags(known),
        p_sore=float(now[0, -1]),
        primary_cause=primary_causes(now)[0],
        enough_known=enough,
        question=_question(ranked, asked),
        causes=tuple(ranked),
    )


def _cause_answer(
    cause: Cause,
    known: Mapping[str, object],
    *,
    p: float,
    p_given_sore: float,
    exposure: float,
    p_sore_without: float,
) -> CauseAnswer:
    state = state_of(exposure)
    facts = cause.because(known) if state != CANNOT_TELL else ""
    sentence = f"{facts[:1].upper()}{facts[1:]}." if facts else f"Nothing known tells of {cause.title}."
    return CauseAnswer(
        name=cause.name,
        title=cause.title,
        p=p,
        p_given_sore=p_given_sore,
        exposure=None if np.isnan(exposure) else exposure,
        state=state,
        because=sentence,
        p_sore_without=p_sore_without,
        evidence=cause.evidence.strength,
        evidence_sentence=cause.evidence.sentence,
        sources=tuple(str(one) for one in cause.evidence.references),
        article=cause.article,
        advice=tuple(
            {"text": one.text, "support": one.support, "source": str(one.source)}
            for one in cause.advice
        ),
        notes=cause.notes(known),
    )


def state_of(exposure: float) -> str:
    """What an exposure says: for the cause, a little, against it, or nothing."""
    if np.isnan(exposure):
        return CANNOT_TELL
    if exposure >= CLEAR_EXPOSURE:
        return FOR
    return A_LITTLE if exposure >= NOTICEABLE_EXPOSURE else AGAINST


def _without(
    cause: Cause, asked: Mapping[str, Sequence[float]], known: Mapping[str, object]
) -> dict[str, Sequence[float]]:
    """The same session with this cause's columns as usual."""
    usual = encode_session({name: found for name, found in cause.usual(known).items()})
    return {**asked, **{name: [found] for name, found in usual.items()}}


def _stacked(variants: Sequence[Mapping[str, Sequence[float]]]) -> dict[str, Array]:
    names = {name for variant in variants for name in variant}
    return {
        name: np.array([variant.get(name, [np.nan])[0] for variant in variants]) for name in names
    }


def _question(ranked: Sequence[CauseAnswer], asked: Mapping[str, object]) -> str | None:
    """The first unknown column of the likeliest cause of which the cells tell nothing."""
    by_name = {cause.name: cause for cause in CAUSES}
    for one in ranked:
        if one.state == CANNOT_TELL:
            for name in by_name[one.name].columns:
                if name not in asked:
                    return COLUMNS[name].question
    return None


def render_text(answer: Answer) -> str:
    """The answer as text for a terminal; every line under 100 characters where words allow."""
    lines = []
    for flag in answer.red_flags:
        lines += [f"SEE A CLINICIAN: {flag.sign}.", f"  {flag.why} {flag.do} [{flag.source}]"]
    if answer.red_flags:
        lines += ["  What follows is about training only and does not judge these signs.", ""]
    lines.append(f"Probability that this run leaves the calves sore: {answer.p_sore:.0%}")
    likely = next((one for one in answer.causes if one.name == answer.primary_cause), None)
    if not answer.enough_known:
        lines.append("Too little is known to say why.")
    elif answer.primary_cause == NONE or likely is None:
        lines.append("No training cause stands out; if they are sore, it is likelier none of these.")
    else:
        lines.append(f"Likeliest training cause, if they are sore: {likely.title}")
    if answer.question and not answer.enough_known:
        lines.append(f"What would help most: {answer.question}")
    for one in answer.causes:
        lines += ["", *_render_cause(one, answer.p_sore)]
    if answer.question and answer.enough_known:
        lines += ["", f"What would help most to know: {answer.question}"]
    lines += ["", "These are likely training causes, not a diagnosis."]
    return "\n".join(lines)


def _render_cause(one: CauseAnswer, p_sore: float) -> list[str]:
    lines = [
        f"{one.title[:1].upper()}{one.title[1:]}: {one.p_given_sore:.0%} if sore ({one.state})",
        f"  {one.because}",
    ]
    if one.state in (FOR, A_LITTLE):
        lines.append(
            f"  Without it the risk would be {one.p_sore_without:.0%} instead of {p_sore:.0%}."
        )
        lines += [f"  {note}" for note in one.notes]
        lines += [
            f"  Do: {step['text']} ({step['support']}; {step['source']})" for step in one.advice
        ]
        lines.append(f"  Evidence: {one.evidence}. {one.evidence_sentence}")
    return lines
