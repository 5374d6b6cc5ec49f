"""What a runner replies in words, as cells."""

import re
import warnings
from typing import Any

from calfcause.answer.questions import Question
from calfcause.answer.triage import SIDE
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS
from calfcause.words.read import read_words

_UNKNOWN = re.compile(
    r"|\?+|-|(?:i )?(?:(?:don'?t|do not) know|can'?t (?:say|tell))|i?dk|dunno|no (?:idea|clue)"
    r"|(?:i'?m )?(?:not (?:really )?sure|unsure)|skip|pass|unknown"
)
_OF_THESE = r" of (?:these|them|those|that|the above)"
_NO = re.compile(
    rf"n|no|nope|nah|0|(?:no,? )?(?:none(?:{_OF_THESE})?|nothing|not (?:any|one){_OF_THESE})"
    rf"|(?:all|no),? no|no to (?:all|any)(?:{_OF_THESE})?"
)
_YES = re.compile(r"y|yes|yep|yeah|yup|1")
_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBER = rf"#?(?:[0-9]+|{'|'.join(_NAMES)})"
_NUMBERS = re.compile(
    r"(?:(?:yes|yep|yeah|y|just|only|numbers?)[ ,:]+)*"
    rf"({_NUMBER}(?:(?:,? and |[ ,;&+]+){_NUMBER})*)"
)


def is_unknown(text: str) -> bool:
    """Whether a reply says that it is not known."""
    return bool(_UNKNOWN.fullmatch(plain_reply(text)))


def plain_reply(text: str) -> str:
    """A reply in small letters, without what stands around it."""
    return " ".join(text.lower().replace("’", "'").strip(" .!").split())


def reply_cells(questions: tuple[Question, ...], text: str) -> dict[str, Any]:
    """What a reply in words fills; nothing if it says that it is not known.

    Signs are told by their numbers, from 1, and several lines of them as in ``told_lines``; a plain
    no is one to all of them. A choice is told by its number or its word, a number with or without
    its unit, and anything in a sentence.
    """
    plain = plain_reply(text)
    if _UNKNOWN.fullmatch(plain):
        return {}
    question = questions[0]
    columns = [column for one in questions for column in one.columns]
    if question.reply_as == "signs":
        if _NO.fullmatch(plain):
            return dict.fromkeys(columns, 0)
        if len(columns) == 1 and _YES.fullmatch(plain):
            return {columns[0]: 1}
        if lines := told_lines(questions, text):
            others = [one for one in questions if one not in lines]
            return {column: 0 for one in others for column in one.columns}
        if len(questions) == 1 and (places := _places(plain, len(columns))):
            return {name: int(at in places) for at, name in enumerate(columns, start=1)}
        if _YES.fullmatch(plain):
            raise SchemaError("Which of them? Type its number, or several, as 2 or 1,3.")
    elif question.column == SIDE and (told := re.search(r"\b(both|each)\b|left|right|one", plain)):
        return {SIDE: int(not told[1])}
    elif (cell := _cell(question, plain)) is not None:
        return {question.column: cell}
    if cells := read_words(text).session:
        return cells
    raise SchemaError(how_to_reply(question))


def told_lines(questions: tuple[Question, ...], text: str) -> tuple[Question, ...]:
    """The lines of signs that a reply tells by number: a sign of each is so, not yet which."""
    if len(questions) == 1:
        return ()
    places = _places(plain_reply(text), len(questions))
    return tuple(one for at, one in enumerate(questions, start=1) if at in places)


def _places(text: str, most: int) -> set[int]:
    """The numbers that a reply tells; none if it is more than numbers, or one is too large."""
    told = _NUMBERS.fullmatch(text)
    words = re.findall("[0-9]+|[a-z]+", told[1]) if told else []
    places = {_number(one) for one in words if one != "and"}
    return places if places <= {*range(1, most + 1)} else set()


def _cell(question: Question, text: str) -> Any:
    """The cell that a short reply tells, None if it is none."""
    if question.choices and (told := _NUMBERS.fullmatch(text)) and told[1].strip("#").isalnum():
        place = _number(told[1].strip("#"))
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


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NAMES.index(text) + 1


def how_to_reply(question: Question) -> str:
    """What can be typed as a reply to a question."""
    if question.reply_as == "signs":
        return "Type the numbers of what is so, as 2 or 1,3; no if none is; Enter if unsure."
    if question.choices:
        return "Type one of the numbers or words, or Enter if none fits or you don't know."
    if question.reply_as == "flag":
        return "Type yes or no, or Enter if you don't know."
    unit = f" in {question.unit_asked}" if question.unit_asked else ""
    column = COLUMNS[question.column]
    low, high = (f"{limit / question.metric:.4g}" for limit in (column.low, column.high))
    return f"Type a number{unit} from {low} to {high}, or Enter if you don't know."
