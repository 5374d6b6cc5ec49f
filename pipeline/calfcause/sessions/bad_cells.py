"""Cells that their column does not allow, and the messages about them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from calfcause.errors import Problem, SchemaError
from calfcause.sessions.names import plain_name
from calfcause.sessions.numbers import LONGEST_CELL, readings_of
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, TOLD_COLUMNS, Column
from calfcause.texts import as_text


def bad_cell(column: Column, row: int, cell: object, line: int | None = None) -> Problem:
    """Describe a cell that is not allowed, with the nearest cell that would be."""
    text = as_text(cell[: LONGEST_CELL + 1] if isinstance(cell, str) else cell)
    text = text[: LONGEST_CELL + 1]
    nearest, allowed = None, column.allowed
    if column.kind == "choice":
        plain = plain_name(text)
        nearest = next((word for word in column.choices if is_slip(plain, word)), None)
    elif column.kind == "number":
        allowed += readings_of(column, text.strip().lower())
    found, hint = text.strip(), f"Did you mean {nearest!r}?" if nearest else ""
    shown = found if len(found) <= 40 else found[:39] + "…"
    message = f"column {column.name}: {shown!r} is not allowed; {allowed}"
    return Problem(
        row=row, line=line, column=column.name, found=found, allowed=allowed, hint=hint,
        message=f"{message}. {hint}" if hint else message,
    )  # fmt: skip


def further_down(problems: Iterable[Problem], n_rows: int) -> list[Problem]:
    """The same problems, of sessions that stand so many rows further down."""
    return [one if one.row is None else replace(one, row=one.row + n_rows) for one in problems]


def hides_signs(problem: Problem) -> bool:
    """Whether signs that need a clinician could not be judged because of a problem."""
    return not problem.column or problem.column in AFTERWARDS_COLUMNS


def is_slip(word: str, choice: str) -> bool:
    """Whether a word is a choice but for one letter too many, missing, wrong or swapped.

    More would turn maximalist into minimalist. The first letter is hardly ever wrong.
    """
    if not word or word[0] != choice[0] or abs(len(word) - len(choice)) > 1:
        return False
    while word[:1] == choice[:1] and word:
        word, choice = word[1:], choice[1:]
    swapped = word[1:2] + word[:1] + word[2:]
    return word[1:] in (choice, choice[1:]) or word == choice[1:] or swapped == choice


def raise_bad_cells(bad_cells: Sequence[Problem], source: str) -> None:
    """Raise an error if there are bad cells.

    bad_cells : all bad cells; the message shows the first ten and counts the rest
    source : where they are from, for the message
    """
    if bad_cells:
        shown = "".join(f"\n  {cell}" for cell in bad_cells[:10])
        more = f"\n  … and {len(bad_cells) - 10} more" if len(bad_cells) > 10 else ""
        raise SchemaError(f"{source} has cells that are not allowed:{shown}{more}", bad_cells)


@contextmanager
def refusing_column(name: str, kind: object) -> Iterator[None]:
    """Refuse a known column of a type whose cells Python or pandas cannot hold."""
    try:
        yield
    except (ValueError, TypeError, LookupError, ArithmeticError, NotImplementedError) as error:
        known = TOLD_COLUMNS.get(plain_name(name))
        allowed = known.allowed if known else "any text"
        message = f"column {name}: cells of the type {kind} cannot be read ({error}); {allowed}"
        found = Problem(
            column=known.name if known else name, found=str(kind), allowed=allowed, message=message
        )
        raise SchemaError(message, [found]) from None
