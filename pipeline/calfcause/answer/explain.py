"""Why: for one session, what speaks for and against each cause, in the run's own numbers.

An answer is data first: text, CSV columns, JSON and report render the same ``Answer``. Sentences
cite filled cells only, and every probability in them is an answer of the predictor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.contents import (
    A_LITTLE,
    AGAINST,
    CANNOT_TELL,
    FOR,
    LEAST_EXCESS_FRACTION,
    LONG_RUN_KM,
    NOTHING_TOLD,
    CauseAnswer,
    Explanation,
    Step,
)
from calfcause.answer.course import course_notes, sore_told
from calfcause.answer.questions import Question, next_questions
from calfcause.answer.red_flags import red_flags
from calfcause.answer.text import as_text
from calfcause.causes import CAUSES, Cause
from calfcause.causes.base import (
    CLEAR_EXPOSURE,
    NOTICEABLE_EXPOSURE,
    shortened,
)
from calfcause.learn.features import features_of_one, first_by_rule
from calfcause.learn.probabilities import NONE, given_sore, primary_causes
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.contradictions import contradictions
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import UNITS, Units
from calfcause.texts import capital

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Answer(Explanation):
    """The answer for one session: all of an ``Explanation``, and ``print`` gives it as text."""

    def __str__(self) -> str:
        return as_text(self)


def explain(
    model: LoadedModel,
    codes: Mapping[str, float],
    *,
    units: Units = UNITS["km"],
    most_questions: int = 0,
    told_sore: bool | None = None,
) -> Answer:
    """Explain one session given as codes of its known cells.

    Where too little is known the answer asks for what would change it most, at most so many
    questions, if the model has a population of runs to ask from. ``told_sore`` is whether the
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
    probabilities = model.predict_features(np.array(rows, dtype=np.float32))
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
        questions=() if enough else _questions(model, codes, most_questions, units),
        units=units.name,
    )


def _questions(
    model: LoadedModel, codes: Mapping[str, float], most: int, units: Units
) -> tuple[Question, ...]:
    # The population is read from its file when the first question is asked.
    if most == 0 or model.population is None:
        return ()
    return next_questions(model, codes, most, units=units)


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
