"""A conversation about one run: signs first, then the best question, until no reply matters."""

import re
import warnings
from collections.abc import Mapping
from typing import Any

from calfcause.answer.explain import Answer
from calfcause.answer.questions import SIGN, Question, next_questions
from calfcause.answer.with_past import with_past
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.units import UNITS, Units
from calfcause.words.read import read_words

# Assumed: a question is worth a runner's time if its reply is expected to move so much of the
# answer, or is so likely to name another likeliest cause.
LEAST_EXPECTED_CHANGE, LEAST_CHANCE_OF_ANOTHER = 0.03, 0.05
# So many signs fit on one screen, and are answered with one no.
MOST_SIGNS = 12
_UNKNOWN = re.compile(
    r"|\?+|-|(?:i )?(?:don'?t|do not) know|dunno|no idea|not sure|idk|skip|unknown"
)
_NO = re.compile(r"n|no|nope|none|none of (?:these|them|those)|nothing|no to all|0")
_YES = re.compile(r"y|yes|yep|yeah|1")


class Conversation:
    """What is known of one run so far, and what is worth asking next."""

    def __init__(
        self,
        model: LoadedModel,
        cells: Mapping[str, Any] | None = None,
        *,
        sore: bool | None = None,
        units: Units = UNITS["km"],
    ) -> None:
        self.model, self.units = model, units
        self.cells: dict[str, Any] = dict(cells or {})
        if sore is not None:
            self.cells[SORE_LABEL] = int(sore)
        self._asked: set[str] = set()

    def answer(self) -> Answer:
        """What the cells so far come to."""
        return with_past(self.model, self.cells).explained(self.model, self.units)

    def is_sore_told(self) -> bool:
        """Whether it is known that the run left the calves sore, or that it did not."""
        return SORE_LABEL in self.cells or with_past(self.model, self.cells).sore

    def tell_sore(self, sore: bool) -> None:
        """Tell whether the run left the calves sore."""
        self.cells[SORE_LABEL] = int(sore)

    def questions(self, n: int = 10) -> tuple[Question, ...]:
        """The best questions now, signs first."""
        one = with_past(self.model, self.cells)
        return next_questions(
            self.model, one.codes, n, units=self.units, sore=one.sore, asked=self._asked
        )

    def next(self) -> tuple[Question, ...]:
        """The question to ask now, of signs a few at once; none if no reply would matter."""
        found = self.questions()
        signs = [question for question in found if question.kind == SIGN]
        if not signs:
            return tuple(question for question in found if self._matters(question))[:1]
        count = 0
        batch: list[Question] = []
        for question in signs:
            count += len(question.signs)
            if batch and count > MOST_SIGNS:
                break
            batch.append(question)
        return tuple(batch)

    def _matters(self, question: Question) -> bool:
        now = self.answer().primary_cause
        another = sum(one.plausibility for one in question.replies if one.primary_cause != now)
        return (
            question.expected_change >= LEAST_EXPECTED_CHANGE
            or question.answered * another >= LEAST_CHANCE_OF_ANOTHER
        )

    def reply(self, questions: tuple[Question, ...], text: str) -> None:
        """Take the reply to what ``next`` asked; raises CalfcauseError if it cannot be read."""
        cells = reply_cells(questions, text)
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            with_past(self.model, {**self.cells, **cells})
        self.cells |= cells
        self._asked |= {column for question in questions for column in question.columns}


def reply_cells(questions: tuple[Question, ...], text: str) -> dict[str, Any]:
    """What a reply in words fills; nothing if it says that it is not known.

    Signs are told by their numbers, from 1; a plain no is one to all of them. A choice is told by
    its number or its word, a number with or without its unit, and anything in a sentence.
    """
    plain = " ".join(text.lower().replace("’", "'").strip(" .!").split())
    if _UNKNOWN.fullmatch(plain):
        return {}
    question = questions[0]
    columns = [column for one in questions for column in one.columns]
    if question.kind == SIGN:
        if _NO.fullmatch(plain):
            return dict.fromkeys(columns, 0)
        if re.fullmatch(r"[0-9]+(?:(?: and |[ ,;]+)[0-9]+)*", plain):
            places = {int(place) for place in re.findall("[0-9]+", plain)}
            if places <= set(range(1, len(columns) + 1)):
                return {name: int(at in places) for at, name in enumerate(columns, start=1)}
        if len(columns) == 1 and _YES.fullmatch(plain):
            return {columns[0]: 1}
    elif (cell := _cell(question, plain)) is not None:
        return {question.column: cell}
    if cells := read_words(text).session:
        return cells
    raise SchemaError(_allowed(question))


def asked_as_text(questions: tuple[Question, ...]) -> str:
    """What ``next`` asks, with numbers for the reply."""
    if questions[0].kind != SIGN:
        (question,) = questions
        choices = [one.replace("_", " ") for one in question.choices]
        numbered = "  ".join(f"{at} {one}" for at, one in enumerate(choices, start=1))
        asked = question.asked.rpartition(" (")[0] if choices else question.asked
        return f"{asked}\n  {numbered}" if choices else asked
    lines, number = [], 0
    for question in questions:
        lines.append(f"{question.question.partition(': ')[0]}?")
        for words in question.signs.values():
            number += 1
            lines.append(f"  {number:2}  {words}")
    lines.append("Type the numbers of what is so, or no; Enter if unsure.")
    return "\n".join(lines)


def _cell(question: Question, text: str) -> Any:
    """The cell that a short reply tells, None if it is none."""
    if question.choices and re.fullmatch("[0-9]+", text):
        place = int(text)
        return question.choices[place - 1] if 1 <= place <= len(question.choices) else None
    if question.reply_as == "flag" and (_YES.fullmatch(text) or _NO.fullmatch(text)):
        return int(bool(_YES.fullmatch(text)))
    if question.metric != 1.0 and re.fullmatch("[0-9:.,]+", text):
        text = f"{text} {question.unit_asked}"
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            codes = encode_session({question.column: text})
    except CalfcauseError:
        return None
    code = codes.get(question.column)
    return None if code is None else decode(COLUMNS[question.column], code)


def _allowed(question: Question) -> str:
    if question.kind == SIGN:
        return "Type the numbers of what is so, as 2 or 1,3; no if none is; Enter if unsure."
    if question.choices:
        return "Type one of the numbers or words, or Enter if you don't know."
    if question.reply_as == "flag":
        return "Type yes or no, or Enter if you don't know."
    unit = f" in {question.unit_asked}" if question.unit_asked else ""
    return f"Type a number{unit}, or Enter if you don't know."
