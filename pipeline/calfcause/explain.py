"""Why: for one session, what speaks for and against each cause, in the run's own numbers.

An answer is data first: text, CSV columns, JSON and report render the same ``Answer``. Sentences
cite filled cells only, and every probability in them is an answer of the predictor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES, Cause
from calfcause.causes.base import (
    CLEAR_EXPOSURE,
    NOTICEABLE_EXPOSURE,
    Measure,
    Reference,
    shortened,
)
from calfcause.cells import decode, encode_session
from calfcause.contradictions import Contradiction, contradictions
from calfcause.course import CourseNote, course_notes, sore_told
from calfcause.features import features_of_one, first_by_rule
from calfcause.probabilities import NONE, given_sore, primary_causes
from calfcause.questions import Question, questions_of_codes
from calfcause.red_flags import RedFlag, red_flags
from calfcause.schema import COLUMNS, MODEL_COLUMNS
from calfcause.texts import capital
from calfcause.units import UNITS, Units, units_named

if TYPE_CHECKING:
    from calfcause.predict import Predictor

Array = NDArray[np.float64]

FOR, A_LITTLE, AGAINST, CANNOT_TELL = (
    "speaks for it",
    "speaks a little for it",
    "speaks against it",
    "cannot tell",
)
NOTHING_TOLD = "Nothing that is known tells of it."
# Where the likeliest cause explains less of such sore calves, naming it was wrong more often than
# right in simulated accounts: `evaluate.coverage.choose_threshold`, on the curve in the model card.
LEAST_EXCESS_FRACTION = 0.20
# From about here on the length of a run tires the calf by itself: after 90 minutes its tendon is
# less stiff and each stride costs it more (Fletcher & MacIntosh 2018).
LONG_RUN_KM = 20.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do, how well it is supported, and by what."""

    text: str
    support: str
    source: Reference


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
    measures : the same as data: told, usual, and clearly too much.
    p_sore_without : risk of this run without the cause: ``p_sore - p``, by what *because of* means.
    p_sore_as_usual : the predictor's answer to the same run told as usual in this respect. It may
        differ from ``p_sore_without``: being told of an ordinary run, the predictor also expects
        other things of it.
    as_usual : how that run is called in a sentence.
    disagreement : a sentence where rule and model disagree on it, else empty.
    advice : what to do, best supported first.
    article : what the article behind the product says of it.
    """

    name: str
    title: str
    p: float
    p_given_sore: float
    exposure: float | None
    state: str
    because: str
    measures: tuple[Measure, ...]
    p_sore_without: float
    p_sore_as_usual: float
    as_usual: str
    disagreement: str
    evidence: str
    evidence_sentence: str
    sources: tuple[Reference, ...]
    article: str
    advice: tuple[Step, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The whole answer for one session; red flags come first in every rendering.

    Attributes
    ----------
    p_sore_as_usual : the predictor's answer to the same run with every cause as usual.
    p_sore_at_half_length : for a long run the predictor's answer to half of it, else None: length
        is no cause of the seven, and of a marathon the most of what is to say.
    rules_primary_cause : what the exposures alone would name, or ``none``.
    enough_known : whether enough is known to say why.
    sore_told : whether the session, or the label ``sore_calves`` beside it, tells of sore calves.
    contradictions : cells that do not go together; the answer comes all the same.
    course : what is typical of such soreness, what is not, and what helps.
    questions : where too little is known, what would help most.
    units : name of the units of its sentences.
    """

    red_flags: tuple[RedFlag, ...]
    p_sore: float
    p_sore_as_usual: float
    p_sore_at_half_length: float | None
    primary_cause: str
    rules_primary_cause: str
    disagreement: str
    enough_known: bool
    sore_told: bool
    contradictions: tuple[Contradiction, ...]
    causes: tuple[CauseAnswer, ...]
    course: tuple[CourseNote, ...]
    questions: tuple[Question, ...]
    units: str

    @property
    def primary(self) -> CauseAnswer | None:
        """The primary cause, or None where it is ``none``."""
        return next((one for one in self.causes if one.name == self.primary_cause), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        from calfcause.render import as_text

        return as_text(self)


def explain(predictor: "Predictor", session: Mapping[str, object], *, units: str = "km") -> Answer:
    """Explain one session; see ``Predictor.explain``.

    Raises
    ------
    SchemaError
        If a cell does not fit the schema.
    CalfcauseError
        If there are no such units.
    """
    return explain_codes(
        predictor,
        encode_session(session),
        units=units_named(units),
        most_questions=1,
    )


def explain_codes(
    predictor: "Predictor",
    codes: Mapping[str, float],
    *,
    units: Units = UNITS["km"],
    most_questions: int = 0,
    told_sore: bool | None = None,
) -> Answer:
    """Explain one session given as codes of its known cells.

    Where too little is known the answer asks for what would change it most, at most so many
    questions, if the predictor has a population of runs to ask from. ``told_sore`` is whether the
    run is known to have left the calves sore; where that is not given, its cells tell.
    """
    known = {name: decode(COLUMNS[name], found) for name, found in codes.items()}
    asked = {name: found for name, found in codes.items() if name in MODEL_COLUMNS}
    usual = [encode_session(cause.usual(known)) for cause in CAUSES]
    every = {name: found for changed in usual for name, found in changed.items()}
    half = shortened(asked, 0.5) if asked.get("distance_km", 0.0) >= LONG_RUN_KM else {}
    row, exposure = features_of_one(asked)
    others = [*(asked | changed for changed in usual), asked | every, asked | half]
    # Most causes are told as usual, or not at all: that run is this run.
    rows = [row, *(row if one == asked else features_of_one(one)[0] for one in others)]
    probabilities = predictor.predict_features(np.array(rows, dtype=np.float32))
    now = probabilities[:1]
    p_sore = float(now[0, -1])
    first = int(first_by_rule({name: np.array([found]) for name, found in exposure.items()})[0])
    excess = given_sore(now)[0]
    answers = [
        _cause_answer(
            cause,
            known,
            units,
            p=float(now[0, place]),
            p_given_sore=float(excess[place]),
            exposure=exposure[cause.name],
            p_sore=p_sore,
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
    by_rule = CAUSES[first].name if first < len(CAUSES) else NONE
    return Answer(
        red_flags=red_flags(known),
        p_sore=p_sore,
        p_sore_as_usual=float(probabilities[-2, -1]),
        p_sore_at_half_length=float(probabilities[-1, -1]) if half else None,
        primary_cause=primary_causes(now)[0],
        rules_primary_cause=by_rule,
        disagreement=_disagreement(ranked, by_rule) if enough else "",
        enough_known=enough,
        sore_told=sore_told(known) if told_sore is None else told_sore,
        contradictions=contradictions(codes, units),
        causes=tuple(ranked),
        course=course_notes(known),
        questions=() if enough else _questions(predictor, codes, most_questions, units),
        units=units.name,
    )


def _questions(
    predictor: "Predictor", codes: Mapping[str, float], most: int, units: Units
) -> tuple[Question, ...]:
    # The population is read from its file when the first question is asked.
    if most == 0 or predictor.population is None:
        return ()
    return questions_of_codes(predictor, predictor.population, codes, most, units=units)


def _cause_answer(
    cause: Cause,
    known: Mapping[str, object],
    units: Units,
    *,
    p: float,
    p_given_sore: float,
    exposure: float,
    p_sore: float,
    p_sore_as_usual: float,
) -> CauseAnswer:
    state = state_of(exposure)
    return CauseAnswer(
        name=cause.name,
        title=cause.title,
        p=p,
        p_given_sore=p_given_sore,
        exposure=None if np.isnan(exposure) else exposure,
        state=state,
        because=sentence_of(cause, known, units) if state != CANNOT_TELL else NOTHING_TOLD,
        measures=cause.measures(known),
        p_sore_without=p_sore - p,
        p_sore_as_usual=p_sore_as_usual,
        as_usual=cause.as_usual,
        disagreement=_disagreement_on(state, p_given_sore),
        evidence=cause.evidence.strength,
        evidence_sentence=cause.evidence.sentence,
        sources=cause.evidence.references,
        article=cause.article,
        advice=tuple(
            Step(text=one.text, support=one.support, source=one.source)
            for one in cause.advice
            if one.when(known)
        ),
        notes=cause.notes(known),
    )


def sentence_of(cause: Cause, known: Mapping[str, object], units: Units) -> str:
    """What the known cells tell of a cause, as a sentence."""
    facts = cause.because(known, units)
    return f"{capital(facts)}." if facts else NOTHING_TOLD


def state_of(exposure: float) -> str:
    """What an exposure says: for the cause, a little, against it, or nothing."""
    if np.isnan(exposure):
        return CANNOT_TELL
    if exposure >= CLEAR_EXPOSURE:
        return FOR
    return A_LITTLE if exposure >= NOTICEABLE_EXPOSURE else AGAINST


def _disagreement(ranked: Sequence[CauseAnswer], by_rule: str) -> str:
    """Which cause the rules put first, where that is not the one that the model does."""
    named = next((one.title for one in ranked[1:] if one.name == by_rule), None)
    if named is None:
        return ""
    return f"Rules and model differ: by the rules alone it would be {named}."


def _disagreement_on(state: str, p_given_sore: float) -> str:
    if state == FOR and p_given_sore < LEAST_EXCESS_FRACTION / 2:
        return "The rule speaks for it, yet the model gives it little weight beside the rest."
    if state in (AGAINST, CANNOT_TELL) and p_given_sore >= LEAST_EXCESS_FRACTION:
        return "The rule sees nothing of it; the model, from everything told, does."
    return ""
