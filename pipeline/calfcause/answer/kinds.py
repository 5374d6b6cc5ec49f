"""What is said of a cause rests on its cells alone, so it is made once for all that share them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from calfcause.answer import rules
from calfcause.answer.contents import NOTHING_TOLD, EarlierRuns, State
from calfcause.causes import CAUSES, Cause
from calfcause.causes.base import Measure
from calfcause.causes.run import changes
from calfcause.learn.features import MOST_KEPT
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.sessions.units import UNITS, Units, label
from calfcause.texts import capital

Made = TypeVar("Made")


@dataclass
class Kind:
    """What is said of a cause in all sessions that have the same cells of it."""

    cause: Cause
    known: Mapping[str, object]
    state: State
    because: str = NOTHING_TOLD

    @cached_property
    def title(self) -> str:
        """What a sentence calls the cause."""
        return self.cause.title_of(self.known)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The cells that the cause rests on."""
        return self.cause.measures(self.known)

    @cached_property
    def usual(self) -> dict[str, float]:
        """The codes that differ if the cause is as usual."""
        return changes(self.cause.usual(self.known), self.known)


@lru_cache(maxsize=MOST_KEPT)
def kind_of_one(place: int, state: int, units: str, *codes: float | None) -> Kind:
    """The kind of one session, by the codes of its cells of the cause; None where missing."""
    cause = CAUSES[place]
    cells = zip(cause.columns, codes, strict=True)
    known = {name: decode(COLUMNS[name], code) for name, code in cells if code is not None}
    return kind_of(cause, known, state, UNITS[units])


def kind_of(cause: Cause, known: Mapping[str, object], state: int, units: Units) -> Kind:
    """What is said of a cause in sessions that have these cells of it."""
    facts = cause.because(known, units) if rules.is_known(state) else ""
    return Kind(cause, known, rules.STATES[state], f"{capital(facts)}." if facts else NOTHING_TOLD)


def told_earlier(kind: Kind, units: Units, earlier: EarlierRuns | None) -> str:
    """Say which cells that the sentence of a cause cites came from earlier runs."""
    if earlier is None or kind.because == NOTHING_TOLD:
        return ""
    said = kind.cause.because
    facts = said(kind.known, units)
    cited = [
        label(name)
        for name in earlier.columns
        if name in kind.cause.columns
        and said({key: cell for key, cell in kind.known.items() if key != name}, units) != facts
    ]
    return f" {capital(earlier.in_words)}: {', '.join(cited)}." if cited else ""


def once_for_each_kind(
    cells: Mapping[str, NDArray[np.float64]],
    rows: NDArray[np.bool_],
    make: Callable[[dict[str, object], int], Made],
    otherwise: Made,
) -> list[Made]:
    """Make something of the known cells (decoded) of these rows; other rows get ``otherwise``.

    make : takes these cells, and the first row that has them
    """
    made = [otherwise] * len(rows)
    if not cells or not rows.any():
        return made
    table = np.stack(list(cells.values()), axis=1)[rows]
    columns = [(name, _words(COLUMNS[name])) for name in cells]
    by_key: dict[bytes, Made] = {}
    keys = table.view(f"V{table.itemsize * table.shape[1]}").ravel().tolist()
    places = np.flatnonzero(rows).tolist()
    for row, key, codes in zip(places, keys, table.tolist(), strict=True):
        if key not in by_key:
            by_key[key] = make(
                {
                    name: words[code] if words else code
                    for (name, words), code in zip(columns, codes, strict=True)
                    if code == code
                },
                row,
            )
        made[row] = by_key[key]
    return made


def _words(column: Column) -> dict[float, object]:
    """What ``decode`` makes of each code; empty for numbers, which are their own codes."""
    if column.kind == "number":
        return {}
    return {float(code): decode(column, code) for code in range(int(column.high) + 1)}


class CauseGist(NamedTuple):
    """The part of a ``CauseAnswer`` that an answer in short reads, under the same names."""

    kind: Kind
    because: str
    p: float
    p_given_sore: float
    p_sore_as_usual: float

    @property
    def title(self) -> str:
        """What a sentence calls the cause."""
        return self.kind.title

    @property
    def as_usual(self) -> str:
        """What a sentence calls the run without it."""
        return self.kind.cause.as_usual

    @property
    def state(self) -> str:
        """What the cells say of it."""
        return self.kind.state


class Gist(NamedTuple):
    """The part of an ``Explanation`` that an answer in short reads, under the same names.

    Of ``causes`` only the two likeliest are there, if any is spoken of.
    """

    enough_known: bool
    p_sore: float
    p_sore_at_half_length: float | None
    primary: CauseGist | None
    causes: Sequence[CauseGist]
    sore_told: bool = False
    other_work_told: bool = False
