"""A conversation about one run: signs first, then the best question, until no reply matters."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from calfcause.answer.explain import Answer
from calfcause.answer.picture import AMBULANCE, EMERGENCY, TODAY
from calfcause.answer.questions import SIGN, TRAINING, Question, next_questions, question_about
from calfcause.answer.reply_words import is_unknown, plain_reply, reply_cells, told_lines
from calfcause.answer.sentences import why
from calfcause.answer.short import NORMAL
from calfcause.answer.triage import ASKED, SIDE, side_decides
from calfcause.answer.with_past import WithPast, with_past
from calfcause.errors import CalfcauseError
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.units import UNITS, Units
from calfcause.texts import wrapped

# Assumed: a question is worth a runner's time if its reply is expected to move so much of the
# answer, or is so likely to name another likeliest cause.
LEAST_EXPECTED_CHANGE, LEAST_CHANCE_OF_ANOTHER = 0.03, 0.05
_LASTING = ("model", "units", "history", "_before")
ONE_OR_BOTH = "Is it one leg, or both?"
DIFFERENT = "What was different from your usual run?"
NOT_UNDERSTOOD, WHICH = 'I did not understand "{}"', 'You told of one of these: "{}"'
OPEN = (
    "{}, so I cannot say that it is normal. If it is about breath, chest or a faint, call an"
    " ambulance now; anything else new since the run, ask a doctor today."
)
# For whoever has just denied every sign, and needs no list of them again.
SUCH_A_SIGN = (
    "Should one of those signs come up, see a doctor the same day; call an ambulance for"
    " breathlessness, chest pain, fainting or confusion."
)


# What a runner who writes no sentence may choose from, and what is then asked first: nothing is
# guessed from the choice. Each leads to a cause, if there is one, within four replies.
WHAT_WAS_DIFFERENT = {
    "hillier": ("terrain", "usual_terrain"),
    "faster": ("session_type",),
    "longer": ("distance_km", "longest_run_28d_km"),
    "other shoes": ("shoe_type", "shoe_distance_km"),
    "softer ground": ("surface", "usual_surface"),
    "new to running": ("experience_weeks",),
    "nothing was different": ("experience_weeks", "foot_strike"),
    "I don't know": ("terrain", "experience_weeks"),
}


# What is asked first of whoever has told that the calves are sore, and too little to say why.
_DIFFERENT = replace(
    question_about(COLUMNS["terrain"], TRAINING, UNITS["km"]),
    column="", columns=(), choices=(*WHAT_WAS_DIFFERENT,), reply_as="different",
    question=DIFFERENT, asked=DIFFERENT,
)  # fmt: skip


class Conversation:
    """What is known of one run so far, and what is worth asking next."""

    def __init__(
        self,
        model: LoadedModel,
        cells: Mapping[str, Any] | None = None,
        *,
        sore: bool | None = None,
        units: Units = UNITS["km"],
        first: tuple[str, ...] = (),
        history: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.model, self.units, self.history = model, units, history
        self.cells: dict[str, Any] = dict(cells or {})
        if sore is not None:
            self.cells[SORE_LABEL] = int(sore)
        self._asked: set[str] = set()
        self._first = first
        self._said_so_far, self._said = False, ""
        # What was told of signs and does not say which, until each of these is answered
        self._open, self._open_of = "", set[str]()
        # Columns of the lines of signs that were told to be so
        self._told = set[str]()
        self._before: list[dict[str, Any]] = []

    def so_far(self, questions: tuple[Question, ...]) -> str:
        """The cause, if known as signs are first asked for; what a sign asks for as it is told."""
        answer = self.answer()
        verdict = answer.short.headline if answer.red_flags else ""
        if verdict and self._said != verdict and questions[0].column != SIDE:
            self._said, self._said_so_far = verdict, True
            more = "\nA few more signs, since one of them could make it more urgent:"
            return f"{verdict}{more if questions[0].kind == SIGN else ''}"
        if self._said_so_far or questions[0].kind != SIGN:
            return ""
        if answer.red_flags or not answer.enough_known:
            return ""
        self._said_so_far = True
        return f"So far: {why(answer)}"

    def _with_past(self, cells: Mapping[str, Any]) -> WithPast:
        return with_past(self.model, cells, self.history)

    def answer(self) -> Answer:
        """What the cells so far come to."""
        return self._with_past(self.cells).explained(self.model, self.units)

    def closing(self, full: bool = False) -> str:
        """The answer as text, which calls nothing normal if it is open which sign was told."""
        answer = self.answer()
        short, opens = answer.short, ""
        if self._open and not answer.red_flags:
            opens = f"{wrapped(OPEN.format(self._open), hanging='  ')}\n"
            lines = tuple(line for line in short.lines if not line.text.startswith(NORMAL))
            short = replace(short, lines=lines)
        if all(self.cells.get(name) == 0 for name in ASKED):
            short = replace(short, signs=SUCH_A_SIGN)
        return f"{opens}{answer.full if full else short}"

    def is_sore_told(self) -> bool:
        """Whether it is known that the run left the calves sore, or that it did not."""
        return SORE_LABEL in self.cells or self._with_past(self.cells).sore

    def tell_sore(self, sore: bool) -> None:
        """Tell whether the run left the calves sore."""
        self.cells[SORE_LABEL] = int(sore)

    def questions(self, n: int = 10) -> tuple[Question, ...]:
        """The best questions now, signs first."""
        one = self._with_past(self.cells)
        return next_questions(
            self.model, one.codes, n, units=self.units, sore=one.sore, asked=self._asked
        )

    def next(self) -> tuple[Question, ...]:
        """The question to ask now, all lines of signs at once; none if no reply would matter.

        Of a line that was told to be so, each sign is asked for by itself.
        """
        if SIDE not in self._asked and side_decides(self.cells):
            question = question_about(COLUMNS[SIDE], SIGN, self.units)
            return (replace(question, asked=ONE_OR_BOTH, question=ONE_OR_BOTH),)
        found = self.questions()
        signs = tuple(question for question in found if question.kind == SIGN)
        if signs and signs[0].reply_as != "signs":
            return signs[:1]
        if signs:
            told = tuple(question for question in signs if self._told & {*question.columns})
            return told[:1] or signs
        answer = self.answer()
        if answer.triage.level in (AMBULANCE, EMERGENCY, TODAY):
            return ()  # the training causes can wait
        for name in self._first:
            if name not in self.cells.keys() | self._asked:
                return (question_about(COLUMNS[name], TRAINING, self.units),)
        if not self._first and answer.sore_told and not answer.enough_known:
            return (_DIFFERENT,)
        return tuple(question for question in found if self._matters(question))[:1]

    def _matters(self, question: Question) -> bool:
        now = self.answer().primary_cause
        another = sum(one.plausibility for one in question.replies if one.primary_cause != now)
        return (
            question.expected_change >= LEAST_EXPECTED_CHANGE
            or question.answered * another >= LEAST_CHANCE_OF_ANOTHER
        )

    def reply(self, questions: tuple[Question, ...], text: str) -> bool:
        """Take the reply to what ``next`` asked, and say whether it is one to that.

        What else it tells is kept, and the signs are asked for again that words do not tell.
        Raises CalfcauseError if it cannot be read.
        """
        kept = {name: copy(one) for name, one in vars(self).items() if name not in _LASTING}
        if questions == (_DIFFERENT,) and (first := columns_of_choice(text)):
            self._before.append(kept)
            self._first = first
            return True
        of_signs = questions[0].reply_as == "signs"
        columns = {column for question in questions for column in question.columns}
        try:
            cells = reply_cells(questions, text)
        except CalfcauseError:
            if of_signs:
                self._leave_open(NOT_UNDERSTOOD.format(text.strip()[:80]), columns)
            raise
        if lines := told_lines(questions, text):
            self._told = {column for line in lines for column in line.columns}
            self._leave_open(WHICH.format(lines[0].question.rstrip("?")), self._told)
            columns -= self._told
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            self._with_past({**self.cells, **cells})
        self._before.append(kept)
        self.cells |= cells
        if self._open_of <= self.cells.keys():
            self._open, self._open_of = "", set()
        if cells and columns.isdisjoint(cells):
            return False
        if cells and of_signs:
            columns &= cells.keys()
        self._asked |= columns
        return True

    def back(self) -> bool:
        """Take the last reply back; False if there is none."""
        if not self._before:
            return False
        vars(self).update(self._before.pop())
        return True

    def _leave_open(self, told: str, columns: set[str]) -> None:
        self._open, self._open_of = told, self._open_of | columns


def columns_of_choice(text: str) -> tuple[str, ...]:
    """The columns to ask for first, by the number or name of what was different; none for else."""
    plain, names = plain_reply(text), [*WHAT_WAS_DIFFERENT]
    if is_unknown(text):
        return WHAT_WAS_DIFFERENT[names[-1]]
    numbered = {str(at): name for at, name in enumerate(names, start=1)}
    return WHAT_WAS_DIFFERENT.get(numbered.get(plain, plain), ())


def asked_as_text(questions: tuple[Question, ...]) -> str:
    """What ``next`` asks, with numbers for the reply."""
    if questions[0].reply_as != "signs":
        (question,) = questions
        if question == _DIFFERENT:
            return f"{DIFFERENT}\n{_differences()}"
        choices = [one.replace("_", " ") for one in question.choices]
        if not choices:
            unit = f" In {question.unit_asked}." if question.unit_asked else ""
            return f"{question.asked}{unit}"
        return f"{question.asked.rpartition(' (')[0]}\n  {_numbered(choices)}"
    several = len(questions) > 1
    asked = "Is any of this so?" if several else "Which of these is so?"
    signs = (
        [one.question.rstrip("?") for one in questions] if several else questions[0].signs.values()
    )
    lines = [asked]
    for number, words in enumerate(signs, start=1):
        lines.append(wrapped(f"  {number}  {words}", hanging="     "))
    lines.append("Type the numbers of what is so, or no; Enter if unsure.")
    return "\n".join(lines)


def start_as_text() -> str:
    """What a conversation begins with where nothing was told."""
    return (
        "Tell me about the run in a sentence; or, if your calves are sore, type the number of what"
        f" was different from your usual run:\n{_differences()}"
    )


def _differences() -> str:
    numbered = _numbered(WHAT_WAS_DIFFERENT)
    at = numbered.index("  5 ")
    return f"  {numbered[:at]}\n{numbered[at:]}"


def _numbered(choices: Iterable[str]) -> str:
    return "  ".join(f"{at} {one}" for at, one in enumerate(choices, start=1))
