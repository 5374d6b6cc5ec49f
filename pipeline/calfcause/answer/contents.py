"""What an answer holds: plain data that text, JSON and the report all read."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from calfcause.answer.course import CourseNote
from calfcause.answer.picture import RedFlag
from calfcause.answer.questions import Question
from calfcause.answer.triage import Triage
from calfcause.causes.base import Measure, Reference
from calfcause.models.loaded import ModelId
from calfcause.sessions.contradictions import Contradiction

State = Literal["speaks for it", "speaks a little for it", "speaks against it", "cannot tell"]
"""What the cells of a run say of a cause."""
FOR: State = "speaks for it"
A_LITTLE: State = "speaks a little for it"
AGAINST: State = "speaks against it"
CANNOT_TELL: State = "cannot tell"
NOTHING_TOLD = "You told nothing about it."


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do, how well it is supported, and where that is published.

    ``now`` says whether it eases calves that are sore now; else it is for the next run.
    """

    text: str
    support: str
    source: Reference
    now: bool = False


@dataclass(frozen=True, kw_only=True)
class CauseAnswer:
    """The answer for one cause.

    Attributes
    ----------
    name : str
        Name of the cause, as in the column ``p_<name>``.
    title : str
        What a sentence calls the cause.
    p : float
        Probability, 0 to 1, that this run leaves the calves sore because of this cause.
    p_given_sore : float
        The same probability once the calves are known to be sore.
    exposure : float or None
        0 as usual, 1 clearly too much, no upper bound; None if the cells say nothing of the cause.
    state : str
        ``speaks for it``, ``speaks a little for it``, ``speaks against it`` or ``cannot tell``.
    because : str
        The reason as a sentence, with the numbers of the run.
    measures : tuple of Measure
        The same reason as data: cell, usual value, and what would clearly be too much.
    p_sore_without : float
        Risk of this run without the cause: ``p_sore - p``.
    p_sore_as_usual : float
        Prediction for the same run as usual in this respect. It may differ from ``p_sore_without``:
        of a run recorded as ordinary in one respect the model expects other things too.
    as_usual : str
        What a sentence calls that run, such as "on the usual ground".
    disagreement : str
        A sentence if rule and model disagree on the cause, else empty.
    evidence, evidence_sentence : str
        How strongly the literature backs the cause, as a word and as a sentence.
    sources : tuple of Reference
        The literature behind that sentence.
    article : str
        What the article that calfcause is built on says of the cause.
    advice : tuple of Step
        What to do, best supported first.
    notes : tuple of str
        More to know about the cause for such a run.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> first = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"}).causes[0]
    >>> first.name, first.state
    ('hills', 'speaks for it')
    """

    name: str
    title: str
    p: float
    p_given_sore: float
    exposure: float | None
    state: State
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

    @property
    def speaks(self) -> bool:
        """Whether the rule speaks for the cause, clearly or a little."""
        return self.state in (FOR, A_LITTLE)


@dataclass(frozen=True, kw_only=True)
class EarlierRuns:
    """What came from the runner's earlier runs: these columns, and how many runs of 28 days."""

    columns: tuple[str, ...]
    n_runs: int

    @property
    def in_words(self) -> str:
        """Where such a cell is from; a habit is of the last runs, experience of all."""
        return f"from your last {self.n_runs} runs" if self.n_runs > 1 else "from your earlier runs"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The fields of an ``Answer``, which documents them, without its text."""

    triage: Triage
    seek_help: str
    red_flags: tuple[RedFlag, ...]
    p_sore: float
    p_sore_low: float
    p_sore_high: float
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
    model: ModelId
    earlier: EarlierRuns | None = None
    knows_runner: bool = False
    other_work_told: bool = False
    spared: bool = False

    @property
    def primary(self) -> CauseAnswer | None:
        """The answer for the primary cause, or None if that is ``none``."""
        return next((cause for cause in self.causes if cause.name == self.primary_cause), None)

    @property
    def named(self) -> CauseAnswer | None:
        """The cause that the answer names, or None if too little is known to name one."""
        return self.primary if self.enough_known else None

    def to_dict(self) -> dict[str, Any]:
        """Convert to nested dicts and tuples of plain values, ready for ``json.dumps``."""
        return asdict(self)
