"""What to ask next: the missing column whose reply would change the likeliest causes most.

For each plausible reply the model predicts the session with that reply. A question is worth how far
these predictions are from the present one, times the share of runners who can answer it at all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.replies import Replies, fit, plausible_replies
from calfcause.answer.sign_questions import sign_questions
from calfcause.answer.triage import AGE, age_decides, triage
from calfcause.errors import CalfcauseError, ModelError, SchemaError
from calfcause.learn.probabilities import given_sore, primary_causes
from calfcause.models.loaded import LoadedModel
from calfcause.models.population import Population
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, PLACES, Column
from calfcause.sessions.units import UNITS, Units
from calfcause.texts import as_text, printable

Array = NDArray[np.float64]

SIGN, TRAINING = "sign", "training"
LEAST_CHANGE = 0.001


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A plausible reply, and what it would lead to; ``plausibility`` sums to 1 over the replies."""

    reply: str | float | None
    plausibility: float
    primary_cause: str
    p_sore: float


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question that is worth asking.

    Attributes
    ----------
    kind : str
        ``sign`` for signs that may need a doctor, which come first, and before them for the age
        where it decides how urgent they are; ``training`` for the rest.
    column : str
        The column that the reply fills; of several the first.
    columns : tuple of str
        All of them: a plain no to a question for signs is a 0 in each.
    question : str
        The question, in metric units.
    choices : tuple of str
        The words to choose from; empty for a number or a flag.
    unit : str
        Unit of the cell; empty if it has none.
    reply_as : str
        How to reply: ``signs`` (which of them, or none), ``choice``, ``flag`` (yes or no) or
        ``number``. "I do not know" is always a reply: give the columns as ``asked`` next time.
    signs : dict of str to str
        What each column of a question for signs asks, in words; empty for the rest.
    unit_asked : str
        Unit of a number in the units that were asked for.
    metric : float
        What such a number has to be multiplied by to be a cell.
    allowed : str
        What the cell may be, in words.
    asked : str
        The question as a person reads it, with its choices and in the units that were asked for.
    answered : float
        Share of runners with such a run who can answer, 0 to 1; not known of signs, and 0.
    expected_change : float
        Share of the answer, 0 to 1, that asking is expected to move: the total variation of the
        shares of the primary cause. Runners who cannot answer move nothing. 0 for signs, which are
        not asked for the sake of the causes.
    replies : tuple of Reply
        A few plausible replies, in ascending order; none for signs.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> question, *_ = Predictor.load().next_questions({"distance_km": 9})
    >>> 0 < question.expected_change < 1
    True
    """

    kind: str
    column: str
    columns: tuple[str, ...]
    question: str
    choices: tuple[str, ...]
    unit: str
    reply_as: str
    signs: dict[str, str]
    unit_asked: str
    metric: float
    allowed: str
    asked: str
    answered: float
    expected_change: float
    replies: tuple[Reply, ...]

    def to_dict(self) -> dict[str, Any]:
        """Convert to nested dicts and tuples of plain values, ready for ``json.dumps``."""
        return asdict(self)


def next_questions(
    model: LoadedModel,
    codes: Mapping[str, float],
    n: int,
    *,
    units: Units = UNITS["km"],
    sore: bool | None = None,
    asked: Collection[str] = (),
) -> tuple[Question, ...]:
    """Find the missing columns of a session, given as its known codes, that are worth asking for.

    Signs come first that nobody has answered for sore calves; beside an urgent one nothing is
    asked. What was ``asked`` before is not asked again. ``sore`` says whether the run left the
    calves sore; by default its cells decide.
    """
    if not isinstance(n, int) or n < 0:
        raise CalfcauseError(
            f"n is {as_text(n)}; the number of questions has to be a whole number from 0 on"
        )
    if unknown := [name for name in asked if name not in COLUMNS]:
        raise SchemaError(f"asked holds {printable(as_text(unknown[0]))!r}, which is no column")
    population = model.population
    if population is None:
        raise ModelError(
            "the model folder has no population of runs to ask from; train the model again with"
            " this version of calfcause"
        )
    verdict = triage(codes, sore=sore)
    if verdict.is_urgent:
        return ()
    open_signs = _sign_questions({**dict.fromkeys(asked, nan), **codes})
    age = AGE not in asked and age_decides(codes)
    first = (question_about(COLUMNS[AGE], SIGN, units),) if age else ()
    signs = (*first, *islice(open_signs, n))[:n] if verdict.level else ()
    training = _training_questions(model, population, codes, n - len(signs), units, asked)
    return signs + training


def _sign_questions(cells: Mapping[str, float]) -> Iterator[Question]:
    for signs, question in sign_questions(cells):
        columns = tuple(signs)
        yield Question(
            kind=SIGN,
            column=columns[0],
            columns=columns,
            question=question,
            choices=(),
            unit="",
            reply_as="signs",
            signs=signs,
            unit_asked="",
            metric=1.0,
            allowed=COLUMNS[columns[0]].allowed,
            asked=question,
            answered=0.0,
            expected_change=0.0,
            replies=(),
        )


def _training_questions(
    model: LoadedModel,
    population: Population,
    codes: Mapping[str, float],
    n: int,
    units: Units,
    asked: Collection[str],
) -> tuple[Question, ...]:
    if n == 0:
        return ()
    known = {name: code for name, code in codes.items() if name in MODEL_COLUMNS}
    weights = fit(population, known)
    replies = plausible_replies(population, known, weights)
    outcomes = outcomes_of(model, known, replies)
    answered = population.recorded @ weights
    change = answered * expected_change(primary_shares(outcomes), replies)
    change[[PLACES[name] for name in asked if name in PLACES]] = 0.0
    ranked = np.argsort(-change, kind="stable")[:n]
    return tuple(
        _question(
            int(place), replies, outcomes, float(answered[place]), float(change[place]), units
        )
        for place in ranked
        if change[place] >= LEAST_CHANGE
    )


def outcomes_of(model: LoadedModel, known: Mapping[str, float], replies: Replies) -> Array:
    """Predict the session with each reply and, last, without any: ``(n_replies + 1, n_heads)``."""
    n_replies = len(replies.places)
    cells = np.full((len(MODEL_COLUMNS), n_replies + 1), nan)
    for name, code in known.items():
        cells[PLACES[name]] = code
    cells[replies.places, np.arange(n_replies)] = replies.codes
    return model.predict_cells(dict(zip(MODEL_COLUMNS, cells, strict=True)), n_replies + 1)


def primary_shares(probabilities: Array) -> Array:
    """Give the share of each cause, and of none (last), in the soreness; each row sums to 1."""
    excess = given_sore(probabilities)
    none = np.maximum(1.0 - excess.sum(axis=1, keepdims=True), 0.0)
    shares = np.hstack([excess, none])
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def expected_change(shares: Array, replies: Replies) -> Array:
    """Expected total variation between the answer now and after a reply, by column; 0 if known.

    That is the share of the answer that moves. Of the measures in ``benchmarks/questions.py`` it
    needs the fewest questions.

    shares : of the primary cause after each reply and, last, without any.
    """
    moved = np.abs(shares[:-1] - shares[-1]).sum(axis=1) / 2.0
    first = np.zeros(len(MODEL_COLUMNS), dtype=np.intp)
    first[replies.places[::-1]] = np.arange(len(moved))[::-1]
    differs = (shares[:-1] != shares[first[replies.places]]).any(axis=1)
    is_open = np.bincount(replies.places, differs, len(MODEL_COLUMNS)) > 0
    change = np.bincount(replies.places, replies.weights * moved, len(MODEL_COLUMNS))
    return np.where(is_open, change, 0.0)


def _question(
    place: int, replies: Replies, outcomes: Array, answered: float, change: float, units: Units
) -> Question:
    column = COLUMNS[MODEL_COLUMNS[place]]
    rows = np.flatnonzero(replies.places == place)
    first = primary_causes(outcomes[rows])
    merged: dict[float, Reply] = {}
    for row, cause in zip(rows, first, strict=True):
        code = float(replies.codes[row])
        before = merged[code].plausibility if code in merged else 0.0
        merged[code] = Reply(
            reply=decode(column, code),
            plausibility=before + float(replies.weights[row]),
            primary_cause=cause,
            p_sore=float(outcomes[row, -1]),
        )
    return replace(
        question_about(column, TRAINING, units),
        answered=answered, expected_change=change, replies=tuple(merged.values()),
    )  # fmt: skip


def question_about(column: Column, kind: str, units: Units) -> Question:
    """The question of one column, of which nobody has found what it is worth."""
    return Question(
        kind=kind,
        column=column.name,
        columns=(column.name,),
        question=column.question,
        choices=column.choices,
        unit=column.unit,
        reply_as=column.kind,
        signs={},
        unit_asked=units.unit_asked(column.unit),
        metric=units.in_metric(column.unit),
        allowed=column.allowed,
        asked=_asked(column, units),
        answered=0.0,
        expected_change=0.0,
        replies=(),
    )


def _asked(column: Column, units: Units) -> str:
    question = units.asked(column.question)
    words = ", ".join(choice.replace("_", " ") for choice in column.choices)
    return f"{question} ({words})" if words else question
