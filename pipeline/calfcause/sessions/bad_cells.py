"""Cells that their column does not allow, and the messages about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from calfcause.errors import SchemaError
from calfcause.sessions.names import plain_name
from calfcause.sessions.numbers import LONGEST_CELL, readings_of
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, Column
from calfcause.texts import as_text


@dataclass(frozen=True)
class BadCell:
    """A cell that its column does not allow."""

    row: int  # position of the session, from 0
    column: str  # name of the column; empty if the row as a whole is wrong
    # The cell as text, and what the column allows
    found: str
    allowed: str
    # Line of the file, from 1 as an editor counts; None if there is no file of lines
    line: int | None = None
    nearest: str | None = None  # the most similar allowed cell

    @classmethod
    def of(cls, column: Column, row: int, cell: object, line: int | None = None) -> "BadCell":
        """Describe a cell that is not allowed, with the nearest cell that would be.

        row, line : where it is, as in the attributes
        cell : the cell as it was given
        """
        text = as_text(cell[: LONGEST_CELL + 1] if isinstance(cell, str) else cell)[
            : LONGEST_CELL + 1
        ]
        nearest, allowed = None, column.allowed
        if column.kind == "choice":
            plain = plain_name(text)
            nearest = next((word for word in column.choices if is_slip(plain, word)), None)
        elif column.kind == "number":
            allowed += readings_of(column, text.strip().lower())
        return cls(row, column.name, text.strip(), allowed, line, nearest)

    @property
    def hides_signs(self) -> bool:
        """Whether signs that need a clinician could not be judged because of this cell."""
        return not self.column or self.column in AFTERWARDS_COLUMNS

    @property
    def complaint(self) -> str:
        """What is wrong and what would be right, without the place in the file."""
        cell = self.found if len(self.found) <= 40 else self.found[:39] + "…"
        hint = f". Did you mean {self.nearest!r}?" if self.nearest else ""
        if not self.column:
            return f"{cell}; {self.allowed}{hint}"
        return f"column {self.column}: {cell!r} is not allowed; {self.allowed}{hint}"

    def __str__(self) -> str:
        place = f"row {self.row}" if self.line is None else f"line {self.line}"
        return f"{place}, {self.complaint}"


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


def raise_bad_cells(bad_cells: Sequence[BadCell], source: str) -> None:
    """Raise an error if there are bad cells.

    bad_cells : all bad cells; the message shows the first ten and counts the rest
    source : where they are from, for the message
    """
    if bad_cells:
        shown = "".join(f"\n  {cell}" for cell in bad_cells[:10])
        more = f"\n  … and {len(bad_cells) - 10} more" if len(bad_cells) > 10 else ""
        raise SchemaError(f"{source} has cells that are not allowed:{shown}{more}", bad_cells)
