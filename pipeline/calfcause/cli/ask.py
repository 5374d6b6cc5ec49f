"""The command ask: a conversation about one run, or a sentence about it."""

import re
import sys
from collections.abc import Container, Iterator
from datetime import datetime
from typing import Any

import click

from calfcause.cli.options import with_format, with_model
from calfcause.cli.terminal import show, show_json
from calfcause.texts import wrapped

# Far more than is read of a sentence
MOST_READ = 100_000
_BACK = ("back", "undo", "b", "u")
_STOP = ("stop", "enough", "quit", "exit", "q")
_SORE_ALONE = {
    True: "I read that your calves are sore, and nothing of the run.",
    False: "I read that your calves are not sore, and nothing of the run.",
    None: "I could not read a single fact from that.",
}
_HELP = """\
Type the number or the word of a choice. Of signs, type each number that is so, as 1,3; or no.
Or tell it in your own words, such as "it was 6 km, on grass". What you tell later counts.
Enter is "I don't know", back takes a reply back, stop ends the questions and gives the answer."""


@click.command()
@click.argument("words", nargs=-1)
@click.option("--yes", is_flag=True, help="Take what was read from the words without asking.")
@click.option("--no-questions", is_flag=True, help="Answer from the words alone.")
@click.option("--units", type=click.Choice(["km", "miles"]), help="Units. [as in the words, or km]")
@click.option(
    "--history", metavar="FILE",
    help="Your runs before this one, CSV or Parquet: what is usual for you then counts.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Show every cause, the sources and the terms as well.")
@with_format("text", "json")
@with_model
def ask(
    words: tuple[str, ...],
    yes: bool,
    no_questions: bool,
    units: str | None,
    history: str | None,
    full: bool,
    form: str,
    model: str | None,
) -> None:
    """Tell of a run in your own words, answer a few questions, and know why your calves are sore.

    What was read from the words is shown, to be confirmed or dropped; without words, choose what
    was different from your usual run. Then come signs that need a doctor, and the questions whose
    replies matter most. Enter is "I don't know", back takes a reply back, stop ends the questions;
    all also with replies from a pipe.

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
    text = " ".join(() if words == ("help",) else words).strip()
    if not text and form == "json":
        text = sys.stdin.read(MOST_READ) if sys.stdin else ""
    first: tuple[str, ...] = ()
    if not text and form == "text":
        text = lines.asked(start_as_text())
        first = columns_of_choice(text)
    told = read_words("" if first else text)
    spoken = UNITS[units or told.units]
    predictor = Predictor.load(model)
    earlier, ids = _earlier(history) if history else ([], {})
    if form == "json":
        talk = Conversation(
            predictor, told.session | ids, sore=told.sore, units=spoken, history=earlier
        )
        show_json(
            {
                "read": told.to_dict(),
                "answer": talk.answer().to_dict(),
                "questions": [one.to_dict() for one in talk.questions()],
            }
        )
        return
    if text and not first:
        _tell(_read_as_text(told, spoken))
    cells: dict[str, Any] = told.session
    if told.cells and not yes:
        _corrected(lines, cells, spoken)
    sore = True if first and not lines.stopped else told.sore
    talk = Conversation(
        predictor, cells | ids, sore=sore, units=spoken, first=first, history=earlier
    )
    if not no_questions:
        _ask_whether_sore(lines, talk)
        _converse(lines, talk)
    show(f"\n{talk.closing(full)}")


def _earlier(path: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The runner's runs of a file, and what puts the run that is told of after them."""
    from calfcause.batch.find import read_sessions
    from calfcause.errors import SchemaError
    from calfcause.sessions.bad_cells import raise_bad_cells
    from calfcause.sessions.cells import decode
    from calfcause.sessions.schema import TOLD_COLUMNS

    runs = []
    for one in read_sessions(path):
        raise_bad_cells(one.bad_cells, path)
        cells = {name: decode(TOLD_COLUMNS[name], code) for name, code in one.codes.items()}
        runs.append({**{name: text for name, text in one.ids.items() if text}, **cells})
    runners = {run.get("runner_id") for run in runs}
    if len(runners) > 1:
        raise SchemaError(f"{path} holds runs of {len(runners)} runners; keep those of one")
    now = datetime.now().isoformat(timespec="minutes")
    return runs, {"start_time": now, "runner_id": next(iter(runners), None)}


def _ask_whether_sore(lines: "_Lines", talk: Any) -> None:
    if talk.is_sore_told():
        return
    from calfcause.answer.reply_words import is_unknown
    from calfcause.words.read import read_words

    question = (
        "Did the run leave your calves sore? Type yes or no (a plan, or they are fine); Enter to go"
        " on as if they are."
    )
    while not is_unknown(reply := lines.asked(question)):
        if found := re.match("(y|1|sore)|n|0", reply.lower()):
            talk.tell_sore(bool(found[1]))
            return
        told, before = read_words(reply), {**talk.cells}
        talk.cells |= told.session
        if told.sore is not None:
            talk.tell_sore(told.sore)
        if noted := _noted(talk, before):
            _tell(noted)
        if talk.is_sore_told():
            return
        question = "Are your calves sore? Type yes or no, or Enter to go on as if they are."
    if not lines.stopped:
        talk.tell_sore(True)  # or no sign would be asked for


def _noted(talk: Any, before: dict[str, Any], asked: Container[str] = ()) -> str:
    """What a reply has told beside what was asked, and what it replaces; empty if nothing."""
    from calfcause.sessions.schema import SORE_LABEL
    from calfcause.sessions.units import label

    told = []
    for name, cell in talk.cells.items():
        if name in asked or name == SORE_LABEL or before.get(name) == cell:
            continue
        was = f" instead of {talk.units.cell(name, before[name])}" if name in before else ""
        told.append(f"{label(name)} {talk.units.cell(name, cell)}{was}")
    return f"Noted: {', '.join(told)}." if told else ""


def _converse(lines: "_Lines", talk: Any) -> None:
    from calfcause.answer.conversation import asked_as_text
    from calfcause.answer.reply_words import how_to_reply
    from calfcause.errors import CalfcauseError

    while not lines.stopped and (questions := talk.next()):
        if so_far := talk.so_far(questions):
            _tell(f"\n{so_far}")
        asked = {column for question in questions for column in question.columns}
        question = "\n" + asked_as_text(questions)
        while not lines.stopped:
            reply, before = lines.asked(question), {**talk.cells}
            if reply.lower() in _BACK:
                if talk.back():
                    break
                question = f"There is no reply to take back. {how_to_reply(questions[0])}"
                continue
            try:
                answered = talk.reply(questions, reply)
            except CalfcauseError as error:
                question = str(error)
                continue
            if noted := _noted(talk, before, asked):
                _tell(noted)
            if answered or talk.next() != questions:
                break
            question = f"Now to the question above. {how_to_reply(questions[0])}"


def _read_as_text(told: Any, units: Any) -> str:
    words = {cell.column: cell.words for cell in told.cells}
    lines = ["I read:"] if words else [_SORE_ALONE[told.sore]]
    lines += _cells_as_lines(told.session, units, words)
    if told.not_understood:
        parts = [
            f'"{phrase.words[:80]}"' + (f" ({phrase.why})" if phrase.why else "")
            for phrase in sorted(told.not_understood, key=lambda phrase: not phrase.why)
        ]
        lines.append(f"Not used: {'; '.join(parts)}")
    return "\n".join(lines)


def _cells_as_lines(cells: dict[str, Any], units: Any, words: dict[str, str]) -> Iterator[str]:
    from calfcause.sessions.schema import COLUMNS
    from calfcause.sessions.units import label

    for number, (name, cell) in enumerate(cells.items(), start=1):
        shown = units.cell(name, cell)
        if COLUMNS[name].kind == "flag":
            shown = "yes" if cell else "no"
        said = f'  ("{words[name]}")' if name in words else ""
        yield f"  {number:2}  {label(name)}: {shown}{said}"


def _corrected(lines: "_Lines", cells: dict[str, Any], units: Any) -> None:
    """Drop what the runner says was read wrongly, take what is told instead, and show it again."""
    from calfcause.answer.reply_words import is_unknown
    from calfcause.words.read import read_words

    question = (
        "Is that right? Enter if so; else the numbers of what is wrong, as 1,3, or better words."
    )
    while cells and not lines.stopped:
        reply = lines.asked(question).strip().lower()
        names = list(cells)
        numbers = [int(one) for one in re.findall("[0-9]+", reply[:100])]
        if is_unknown(reply) or re.fullmatch("y|yes|yep|ok|okay|right|correct", reply):
            return
        if re.fullmatch("[0-9 ,;]+", reply) and all(1 <= at <= len(names) for at in numbers):
            for at in numbers:
                cells.pop(names[at - 1], None)
        elif better := read_words(reply).session:
            cells |= better
        else:
            question = (
                f"Enter if it is right; else the numbers of what is wrong, from 1 to {len(names)},"
                " or better words."
            )
            continue
        _tell(
            "\n".join(["Now I have:", *_cells_as_lines(cells, units, {})]) if cells else "Dropped."
        )
        question = "Is that right now? Enter if so."


def _tell(text: str) -> None:
    lines = text.split("\n")
    show("\n".join(wrapped(line, hanging="     " if line[:1] == " " else "") for line in lines))


class _Lines:
    """Replies by line, from a terminal or a pipe; at its end nothing more is asked."""

    def __init__(self) -> None:
        self.stopped = False

    def asked(self, question: str) -> str:
        """Ask, and give the reply; empty after the end."""
        if self.stopped:
            return ""
        line = "help"
        while line.strip().lower() == "help":
            _tell(question)
            if sys.stdin is not None and sys.stdin.isatty():
                click.echo("> ", nl=False)
            line = "" if sys.stdin is None else sys.stdin.readline()
            question = (
                f"{_HELP}\n\n{question.strip()}" if not question.startswith(_HELP) else question
            )
        self.stopped = not line or line.strip().lower() in _STOP
        return "" if self.stopped else line.strip()
