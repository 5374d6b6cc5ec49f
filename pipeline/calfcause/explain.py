"""Why: for one session, what speaks for and against each cause, in the run's own numbers.

An answer is data first: text, CSV columns and JSON render the same ``Answer``. Sentences cite
filled cells only. "Because of" means sore, and not sore without it: so the risk without a cause is
the risk less the cause's probability.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES, Cause
from calfcause.cells import decode, encode_session
from calfcause.features import complete, exposures
from calfcause.probabilities import given_sore, primary_causes
from calfcause.red_flags import RedFlag, red_flags
from calfcause.schema import COLUMNS, MODEL_COLUMNS

if TYPE_CHECKING:
    from calfcause.predict import Predictor

Array = NDArray[np.float64]

FOR, A_LITTLE, AGAINST, CANNOT_TELL = (
    "speaks for it",
    "speaks a little for it",
    "speaks against it",
    "cannot tell",
)
# At 1 an exposure is clearly too much; an unusual value with nothing told of the usual is taken a
# quarter off, and speaks for the cause all the same.
CLEAR_EXPOSURE = 0.75
NOTICEABLE_EXPOSURE = 0.02
# Where the likeliest cause explains less of such sore calves, naming it was wrong more often than
# right in simulated accounts: `evaluate.coverage.choose_threshold`, on the curve in the model card.
LEAST_EXCESS_FRACTION = 0.20
# Whoever tells of these, other than 0, has sore calves.
SORE_CELLS = ("sore_days", "severity_0_10", "sharp_pain", "one_leg_only", "swelling")


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
    p_sore_without : risk of this run without the cause: ``p_sore - p``, by what *because of* means.
    p_sore_as_usual : the predictor's answer to the same run told as usual in this respect, for the
        next run. It may differ from ``p_sore_without``: being told of an ordinary run, the
        predictor also expects other things of it.
    """

    name: str
    title: str
    p: float
    p_given_sore: float
    exposure: float | None
    state: str
    because: str
    p_sore_without: float
    p_sore_as_usual: float
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
    sore_told: bool
    question: str | None
    causes: tuple[CauseAnswer, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        from calfcause.render import as_text

        return as_text(self)


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
    asked = {name: found for name, found in codes.items() if name in MODEL_COLUMNS}
    as_usual = (encode_session(cause.usual(known)) for cause in CAUSES)
    variants = [asked, *({**asked, **usual} for usual in as_usual)]
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
            p_sore=float(now[0, -1]),
            p_sore_as_usual=float(probabilities[place + 1, -1]),
        )
        for place, cause in enumerate(CAUSES)
    ]
    ranked = sorted(answers, key=lambda one: -one.p)
    all_told = all(one.state != CANNOT_TELL for one in answers)
    # A cause of which the cells tell nothing, or the opposite, is not named however likely it is.
    first_is_told = bool(ranked) and ranked[0].state in (FOR, A_LITTLE)
    likely = float(excess.max(initial=0.0)) >= LEAST_EXCESS_FRACTION
    enough = all_told or (first_is_told and likely)
    return Answer(
        red_flags=red_flags(known),
        p_sore=float(now[0, -1]),
        primary_cause=primary_causes(now)[0],
        enough_known=enough,
        sore_told="onset_hours" in codes or any(codes.get(name) for name in SORE_CELLS),
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
    p_sore: float,
    p_sore_as_usual: float,
) -> CauseAnswer:
    state = state_of(exposure)
    facts = cause.because(known) if state != CANNOT_TELL else ""
    sentence = f"{facts[:1].upper()}{facts[1:]}." if facts else "Nothing that is known tells of it."
    return CauseAnswer(
        name=cause.name,
        title=cause.title,
        p=p,
        p_given_sore=p_given_sore,
        exposure=None if np.isnan(exposure) else exposure,
        state=state,
        because=sentence,
        p_sore_without=p_sore - p,
        p_sore_as_usual=p_sore_as_usual,
        evidence=cause.evidence.strength,
        evidence_sentence=cause.evidence.sentence,
        sources=tuple(str(one) for one in cause.evidence.references),
        article=cause.article,
        advice=tuple(
            {"text": one.text, "support": one.support, "source": str(one.source)}
            for one in cause.advice
            if one.when(known)
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


def _stacked(variants: Sequence[Mapping[str, float]]) -> dict[str, Array]:
    """Sessions of known codes as cells, NaN where a session does not know the column."""
    names = {name for variant in variants for name in variant}
    return {name: np.array([variant.get(name, np.nan) for variant in variants]) for name in names}


def _question(ranked: Sequence[CauseAnswer], asked: Mapping[str, object]) -> str | None:
    """What is unknown of the likeliest cause, or of the next of which the cells tell nothing."""
    by_name = {cause.name: cause for cause in CAUSES}
    worth_asking = [name for one in ranked[:1] for name in by_name[one.name].columns[:2]]
    worth_asking += [by_name[one.name].columns[0] for one in ranked[1:] if one.state == CANNOT_TELL]
    unknown = (name for name in worth_asking if name not in asked)
    return next((COLUMNS[name].question for name in unknown), None)
