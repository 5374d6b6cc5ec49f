"""What was read from a text, and what was not."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Phrase:
    """A part of a text: its words, and where they stand.

    Attributes
    ----------
    words : str
        The part itself, ``text[start:end]``.
    start, end : int
        Where it begins, and where what follows begins; characters, counted from 0.
    why : str
        Why it was not used, where that is known: "a plan or another run", "somebody else", a
        word that is spelled much the same, as "grass?", that it may matter as it tells of a body,
        or that only English is understood.

    Examples
    --------
    >>> from calfcause import read_words
    >>> read_words("my brand new Hokas, 6 miles").not_understood[0].words
    'my brand new Hokas'
    """

    words: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True)
class ToldCell:
    """A cell, and the words it was read from.

    Attributes
    ----------
    column : str
        The column of the cell.
    value : str or float
        The cell: metric, and allowed in its column.
    words : str
        The words it was read from, ``text[start:end]``.
    start, end : int
        Where they begin, and where what follows begins; characters, counted from 0.

    Examples
    --------
    >>> from calfcause import read_words
    >>> read_words("easy run, no hills").cells[1]
    ToldCell(column='terrain', value='flat', words='no hills', start=10, end=18)
    """

    column: str
    value: str | float
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """What a text tells of a run.

    Attributes
    ----------
    cells : tuple of ToldCell
        The cells in the order of the text, at most one to a column.
    not_understood : tuple of Phrase
        What was not used, in the order of the text: not understood, or told of another run.
    units : {"km", "miles"}
        The units that the text uses, for answers in the same ones.
    sore : bool or None
        Whether the text says that the calves are sore (or that they are not); None if neither.

    Examples
    --------
    >>> from calfcause import read_words
    >>> read_words("5 miles on grass").session
    {'distance_km': 8.05, 'surface': 'grass'}
    """

    cells: tuple[ToldCell, ...]
    not_understood: tuple[Phrase, ...]
    units: str
    sore: bool | None = None

    @property
    def session(self) -> dict[str, str | float]:
        """The cells by column, ready for ``Predictor.explain``."""
        return {cell.column: cell.value for cell in self.cells}

    def to_dict(self) -> dict[str, Any]:
        """Convert to nested dicts and tuples of plain values, ready for ``json.dumps``."""
        return {**asdict(self), "session": self.session}
