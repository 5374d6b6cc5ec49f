"""What an answer holds: plain data, which every rendering reads."""

from dataclasses import asdict, dataclass
from typing import Any

from calfcause.answer.course import CourseNote
from calfcause.answer.questions import Question
from calfcause.answer.red_flags import RedFlag
from calfcause.causes.base import Measure, Reference
from calfcause.sessions.contradictions import Contradiction

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
class Explanation:
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
