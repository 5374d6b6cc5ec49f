"""Why: for one session, what speaks for and against each cause, in the numbers of the run.

An answer is data first: text, CSV columns, JSON and report render the same ``Answer``. Sentences
cite known cells only, and every probability in them is a prediction of the model.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isnan, nan
from typing import Any

import numpy as np

from calfcause.answer import rules
from calfcause.answer.contents import (
    AGAINST,
    CANNOT_TELL,
    FOR,
    CauseAnswer,
    EarlierRuns,
    Explanation,
    Step,
)
from calfcause.answer.course import course_notes
from calfcause.answer.kinds import kind_of_one, told_earlier
from calfcause.answer.own_base import OwnBase
from calfcause.answer.questions import Question, next_questions
from calfcause.answer.short import ShortAnswer, short_answer
from calfcause.answer.sore import sore_told
from calfcause.answer.text import as_text
from calfcause.answer.triage import red_flags, seek_help, triage
from calfcause.causes import CAUSES
from calfcause.causes.run import shortened
from calfcause.learn.features import features_of_one
from calfcause.learn.probabilities import NONE, of_one
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode
from calfcause.sessions.contradictions import contradictions, usable
from calfcause.sessions.schema import COLUMNS, PLACES, SORE_LABEL
from calfcause.sessions.units import UNITS, Units


@dataclass(frozen=True, kw_only=True)
class Answer(Explanation):
    """The answer for one session: ``print`` it in short, or at full length (``full``).

    Attributes
    ----------
    triage : Triage
        How urgent the signs are, in five levels; show it before all else.
    seek_help : str
        The line of signs that need a doctor today, for every answer to a person.
    red_flags : tuple of RedFlag
        Signs that a clinician has to look at, most urgent first.
    p_sore : float
        Probability, 0 to 1, that this run leaves the calves sore.
    p_sore_low, p_sore_high : float
        90 % interval of it: how far runners differ who report the same run. It is wide until a
        ``Runner`` has learned from labels.
    p_sore_as_usual : float
        Prediction for the same run with every cause as usual.
    p_sore_at_half_length : float or None
        Prediction for half of a long run, else None. Length is not one of the causes, yet it
        explains most of the soreness after a marathon.
    primary_cause : str
        Name of the likeliest cause once the calves are sore, or ``none``.
    rules_primary_cause : str
        What the exposures alone would name, or ``none``.
    disagreement : str
        A sentence if rules and model put different causes first, else empty.
    enough_known : bool
        Whether enough is known to say why.
    sore_told : bool
        Whether the session, or the label ``sore_calves`` beside it, says that the calves were sore.
    contradictions : tuple of Contradiction
        Cells that cannot both be true. The session is answered all the same.
    causes : tuple of CauseAnswer
        Every cause, the likeliest first.
    course : tuple of CourseNote
        What is typical of such soreness, what is not, and what helps.
    questions : tuple of Question
        What to ask next: signs that nobody has answered, or else, if too little is known, what
        would help most.
    units : str
        Units of the sentences: ``km`` or ``miles``.
    model : ModelId
        Which model answered, by version and hash.
    earlier : EarlierRuns or None
        Which cells came from the runner's earlier runs, and how many runs these were.
    knows_runner : bool
        Whether the runner's own labels moved the risk and its interval.
    other_work_told : bool
        Whether other hard work for the calves is told of the three days before: a reason for
        soreness that is none of the causes, and is named in their place where none is.
    spared : bool
        Whether the cells say that the run is over and left the calves not sore.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
    >>> answer.primary.because
    'You ran on hilly ground; your usual ground is flat.'
    """

    @property
    def short(self) -> ShortAnswer:
        """The answer in short, which ``print`` shows."""
        return short_answer(self)

    @property
    def full(self) -> str:
        """The answer at full length, with every cause, the sources and the words explained."""
        return as_text(self)

    def to_dict(self) -> dict[str, Any]:
        """Convert to nested dicts and tuples of plain values, the answer in short among them."""
        return super().to_dict() | {"short": asdict(self.short)}

    def __str__(self) -> str:
        return str(self.short)


def explain(
    model: LoadedModel,
    codes: Mapping[str, float],
    *,
    units: Units = UNITS["km"],
    most_questions: int = 0,
    told_sore: bool | None = None,
    base: OwnBase | None = None,
    earlier: EarlierRuns | None = None,
) -> Answer:
    """Predict one session, given as its known codes, and say why.

    most_questions : how many to ask at most if too little is known, and the model folder has a
        population of runs to ask from.
    told_sore : whether the run is known to have left the calves sore; if None, its cells decide.
    base : what is known of the runner, which moves every risk; if None, the model's risks stay,
        with the interval of a runner not yet known.
    earlier : which of the cells came from earlier runs.
    """
    whole, codes = codes, usable(codes)
    known = {name: decode(COLUMNS[name], code) for name, code in codes.items()}
    own = features_of_one({name: code for name, code in codes.items() if name in PLACES})
    exposures = own.exposures
    states = [rules.state_of(exposures[cause.name]) for cause in CAUSES]
    kinds = [
        kind_of_one(place, state, units.name, *map(codes.get, CAUSES[place].columns))
        for place, state in enumerate(states)
    ]
    every = {name: code for kind in kinds for name, code in kind.usual.items()}
    half = shortened(own.codes, 0.5) if rules.is_long(own.codes.get("distance_km", nan)) else {}
    # Most causes are as usual already, or not recorded: that run is this run.
    runs = [
        features_of_one(usable({**own.codes, **changed}), own) if changed else own
        for changed in (*(kind.usual for kind in kinds), every, half)
    ]
    distinct = {id(run): run.row for run in (own, *runs)}
    probabilities = model.predict_features(np.array([*distinct.values()], dtype=np.float32))
    risk = (base or OwnBase()).risk(float(probabilities[0, -1]))
    if base:
        probabilities = base.moved(probabilities)
    *p, p_sore = now = probabilities[0].tolist()
    of_run = dict(zip(distinct, probabilities[:, -1].tolist(), strict=True))
    risks = [of_run[id(run)] for run in runs]
    shares, primary = of_one(now)
    first, enough = rules.likeliest(p, shares, states)
    by_rule = own.first_by_rule
    answers = [
        CauseAnswer(
            name=cause.name,
            title=kind.title,
            p=p[place],
            p_given_sore=shares[place],
            exposure=None if isnan(exposures[cause.name]) else exposures[cause.name],
            state=kind.state,
            because=kind.because + told_earlier(kind, units, earlier),
            measures=kind.measures,
            p_sore_without=p_sore - p[place],
            p_sore_as_usual=risks[place],
            as_usual=cause.as_usual,
            disagreement=_disagreement_on(kind.state, shares[place]),
            evidence=cause.evidence.strength,
            evidence_sentence=cause.evidence.sentence,
            sources=cause.evidence.references,
            article=cause.article,
            advice=tuple(
                Step(
                    text=advice.said(known, units),
                    support=advice.support,
                    source=advice.source,
                    now=advice.now,
                )
                for advice in cause.advice
                if advice.when(known)
            ),
            notes=cause.notes(known),
        )
        for place, (cause, kind) in enumerate(zip(CAUSES, kinds, strict=True))
    ]
    flags = red_flags(whole)
    sore = sore_told(whole) if told_sore is None else told_sore
    verdict = triage(whole, flags, sore=sore)
    ask_signs = sore and not verdict.is_urgent and bool(verdict.not_answered)
    ask = (ask_signs or not enough) and not verdict.is_urgent
    return Answer(
        triage=verdict,
        seek_help=seek_help(whole),
        red_flags=flags,
        p_sore=p_sore,
        p_sore_low=risk.low,
        p_sore_high=risk.high,
        p_sore_as_usual=risks[-2],
        p_sore_at_half_length=risks[-1] if half else None,
        primary_cause=primary,
        rules_primary_cause=CAUSES[by_rule].name if by_rule < len(CAUSES) else NONE,
        disagreement=_disagreement(first, by_rule, known) if enough else "",
        enough_known=enough,
        sore_told=sore,
        contradictions=contradictions(whole, units),
        causes=tuple(sorted(answers, key=lambda answer: -answer.p)),
        course=course_notes({**known, SORE_LABEL: sore}),
        questions=_questions(model, whole, most_questions, units, sore) if ask else (),
        units=units.name,
        model=model.id,
        earlier=earlier,
        knows_runner=base is not None and base.is_known,
        other_work_told=known.get("other_calf_load") in (True, 1.0),
        spared=not sore and (known.get("severity_0_10") is not None or known.get("sore_days") == 0),
    )


def _questions(
    model: LoadedModel, codes: Mapping[str, float], most: int, units: Units, sore: bool
) -> tuple[Question, ...]:
    # The population is read from its file when the first question is asked.
    if most == 0 or model.population is None:
        return ()
    return next_questions(model, codes, most, units=units, sore=sore)


def _disagreement(first: int, by_rule: int, known: Mapping[str, object]) -> str:
    """Name the cause that the rules put first, if the model puts another one first."""
    if by_rule in (first, len(CAUSES)):
        return ""
    title = CAUSES[by_rule].title_of(known)
    return f"By the simple rules alone it would be {title}; the model weighs all that you told."


def _disagreement_on(state: str, p_given_sore: float) -> str:
    if state == FOR and p_given_sore < rules.LEAST_EXCESS_FRACTION / 2:
        return "Your run points to it, yet it counts little beside the rest."
    if state in (AGAINST, CANNOT_TELL) and p_given_sore >= rules.LEAST_EXCESS_FRACTION:
        return "Your run does not point to it by itself; the model, which weighs all of it, does."
    return ""
