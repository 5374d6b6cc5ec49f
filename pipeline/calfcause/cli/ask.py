"""The command ask: a conversation about one run, or a sentence about it."""

import re
import sys
from typing import Any

import click

from calfcause.cli.options import with_format, with_model
from calfcause.cli.terminal import show, show_json

# Far more than is read of a sentence
MOST_READ = 100_000
_STOP = ("stop", "enough", "quit", "exit", "q")


@click.command()
@click.argument("words", nargs=-1)
@click.option("--yes", is_flag=True, help="Take what was read from the words without asking.")
@click.option("--no-questions", is_flag=True, help="Answer from the words alone.")
@click.option("--units", type=click.Choice(["km", "miles"]), help="Units. [as in the words, or km]")
@click.option("--full", is_flag=True, help="Show every cause, the sources and the terms as well.")
@with_format("text", "json")
@with_model
def ask(
    words: tuple[str, ...],
    yes: bool,
    no_questions: bool,
    units: str | None,
    full: bool,
    form: str,
    model: str | None,
) -> None:
    """Tell of a run in your own words, answer a few questions, and know why your calves are sore.

    What was read from the words is shown, to be confirmed or dropped; without words, choose what
    was different from your usual run. Then come signs that need a doctor, and the questions whose
    replies matter most. Enter is "I don't know", stop ends the questions; both also with replies
    from a pipe.

    With --format json nothing is asked: the output holds what was read and what was not, the
    answer, and the questions that would come next.

    \b
    Examples:
      calfcause ask
      calfcause ask "first 8 k in zero drop shoes on grass, calves sore next morning"
      calfcause ask --yes --format json "10 miles, hilly, usually flat, left calf swollen"
    """
    from calfcause.answer.conversation import Conversation, columns_of_choice, start_as_text
    from calfcause.answer.predictor import Predictor
    from calfcause.sessions.units import UNITS
    from calfcause.words.read import read_words

    lines = _Lines()
    text = " ".join(words)
    first: tuple[str, ...] = ()
    if not text and form == "json":
        text = sys.stdin.read(MOST_READ) if sys.stdin else ""
    elif not text:
        text = lines.asked(start_as_text())
        if first := columns_of_choice(text):
            text = ""
    told = read_words(text)
    cells: dict[str, Any] = told.session
    spoken = UNITS[units or told.units]
    predictor = Predictor.load(model)
    if form == "json":
        talk = Conversation(predictor, cells, sore=told.sore, units=spoken)
        show_json(
            {
                "read": told.to_dict(),
                "answer": talk.answer().to_dict(),
                "questions": [one.to_dict() for one in talk.questions()],
            }
        )
        return
    if text.strip():
        show(_read_as_text(told, spoken))
    if told.cells and not yes:
        _corrected(lines, cells)
    talk = Conversation(predictor, cells, sore=told.sore, units=spoken, first=first)
    if not no_questions:
        _ask_whether_sore(lines, talk)
        _converse(lines, talk)
    answer = talk.answer()
    show("\n" + str(answer.full if full else answer))


def _ask_whether_sore(lines: "_Lines", talk: Any) -> None:
    if talk.is_sore_told():
        return
    from calfcause.answer.conversation import is_unknown
    from calfcause.words.read import read_words

    question = "Did the run leave your calves sore? (no: it is a plan, or they are fine)"
    while not is_unknown(reply := lines.asked(question)):
        if found := re.match("(y|1|sore)|n|0", reply.lower()):
            talk.tell_sore(bool(found[1]))
            return
        told = read_words(reply)
        talk.cells |= told.session
        if told.sore is not None:
            talk.tell_sore(told.sore)
        if talk.is_sore_told():
            return
        noted = "Noted. " if told.session else ""
        question = f"{noted}Are your calves sore? Type yes or no, or Enter if you don't know."


def _converse(lines: "_Lines", talk: Any) -> None:
    from calfcause.answer.conversation import asked_as_text
    from calfcause.errors import CalfcauseError

    while not lines.stopped and (questions := talk.next()):
        if so_far := talk.so_far(questions):
            show(f"\n{so_far}")
        question = "\n" + asked_as_text(questions)
        while not lines.stopped:
            reply = lines.asked(question)
            try:
                if not talk.reply(questions, reply):
                    show("Noted; but that does not answer this, so once more:")
                break
            except CalfcauseError as error:
                question = str(error)


def _read_as_text(told: Any, units: Any) -> str:
    from calfcause.sessions.schema import COLUMNS
    from calfcause.sessions.units import label

    lines = ["I read:"] if told.cells else ["I could not read a single fact from that."]
    for number, cell in enumerate(told.cells, start=1):
        shown = units.cell(cell.column, cell.value)
        if COLUMNS[cell.column].kind == "flag":
            shown = "yes" if cell.value else "no"
        lines.append(f'  {number:2}  {label(cell.column)}: {shown}  ("{cell.words}")')
    if told.not_understood:
        parts = [
            f'"{phrase.words[:80]}"' + (f" ({phrase.why})" if phrase.why else "")
            for phrase in sorted(told.not_understood, key=lambda phrase: not phrase.why)
        ]
        lines.append(f"Not used: {'; '.join(parts)}")
    return "\n".join(lines)


def _corrected(lines: "_Lines", cells: dict[str, Any]) -> None:
    """Drop what the runner says was read wrongly, and take what is told instead."""
    from calfcause.words.read import read_words

    names = list(cells)
    question = (
        "Is that right? Enter if so; else the numbers of what is wrong, as 1,3, or better words."
    )
    while not lines.stopped:
        reply = lines.asked(question).strip().lower()
        numbers = [int(one) for one in re.findall("[0-9]+", reply[:100])]
        if re.fullmatch("|y|yes|yep|ok|right|correct", reply):
            return
        if re.fullmatch("[0-9 ,;]+", reply) and all(1 <= at <= len(names) for at in numbers):
            for at in numbers:
                cells.pop(names[at - 1], None)
            return
        if better := read_words(reply).session:
            cells |= better
            return
        question = f"Enter if it is right, or numbers from 1 to {len(names)}."


class _Lines:
    """Replies by line, from a terminal or a pipe; at its end nothing more is asked."""

    def __init__(self) -> None:
        self.stopped = False

    def asked(self, question: str) -> str:
        """Ask, and give the reply; empty after the end."""
        if self.stopped:
            return ""
        show(question)
        if sys.stdin is not None and sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = "" if sys.stdin is None else sys.stdin.readline()
        self.stopped = not line or line.strip().lower() in _STOP
        return "" if self.stopped else line.strip()
