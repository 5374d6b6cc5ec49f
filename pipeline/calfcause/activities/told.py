"""What only the runner knows: a profile, cells for all runs, and notes by date."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from calfcause.activities.derive import Derived
from calfcause.activities.output import Row, text_of
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import COLUMNS, GUESSED, SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.time_forms import read_time
from calfcause.texts import printable

Cells = dict[str, float | str]
_SHOE = {"type": "shoe_type", "drop_mm": "shoe_drop_mm"}


@dataclass(kw_only=True)
class Told:
    """Cells that the runner tells: for every run, for runs that lack them, by shoe, by day."""

    always: Cells = field(default_factory=dict)
    usual: Cells = field(default_factory=dict)
    shoes: dict[str, Cells] = field(default_factory=dict)
    days: dict[date, Cells] = field(default_factory=dict)

    def onto(self, run: Derived) -> None:
        """Fill the cells of a run; what the runner says wins over what is guessed or recorded."""
        day = self.days.get(run.start.date(), {}) if run.start else {}
        for name, cell in {**day, **self.always}.items():
            run.cells[name] = cell
            run.guessed.pop(name, None)
        for name, cell in {**self.shoes.get(run.gear, {}), **self.usual}.items():
            run.cells.setdefault(name, cell)

    def fill(self, row: Row, start: datetime | None) -> int:
        """Fill what a row of an earlier import lacks or only guesses; returns how many cells."""
        day = self.days.get(start.date(), {}) if start else {}
        cells = {**self.shoes.get(row.get("shoe", ""), {}), **self.usual, **self.always, **day}
        lacking = [name for name in cells if row.get(name, "") in ("", GUESSED)]
        row |= {name: text_of(cells[name]) for name in lacking}
        return len(lacking)


def told(
    sets: Sequence[str] = (), profile: str | Path | None = None, notes: str | Path | None = None
) -> Told:
    """Read what the runner tells: ``NAME=CELL``, a profile as TOML, and notes by date as CSV.

    Raises SchemaError if a name is no column, or a cell is not allowed.
    """
    known = Told()
    for text in sets:
        name, equals, cell = text.partition("=")
        if not equals:
            raise SchemaError(f"{text!r} is not NAME=CELL, such as surface=sand")
        known.always |= _cells({name: cell}, "--set")
    if profile is not None:
        _read_profile(known, Path(profile))
    if notes is not None:
        _read_notes(known, Path(notes))
    return known


def _cells(given: Mapping[str, object], place: str) -> Cells:
    cells: Cells = {}
    for name, cell in given.items():
        column = TOLD_COLUMNS.get(plain_name(name))
        if column is None or column.group == "ids":
            raise SchemaError(f"{place}: {name!r} is no column; calfcause schema lists them")
        if column.name == SORE_LABEL:
            code = column.words.get(str(cell).strip().lower())
            if code is None:
                raise SchemaError(
                    f"{place}: {SORE_LABEL} is {cell!r}; allowed are {column.allowed}"
                )
            cells |= {SORE_LABEL: int(code)} if code == code else {}
        else:
            for known, code in encode_session({column.name: cell}).items():
                if (decoded := decode(COLUMNS[known], code)) is not None:
                    cells[known] = decoded
    return cells


def _read_profile(known: Told, path: Path) -> None:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalfcauseError(f"{path} is no TOML: {error}") from None
    shoes = content.pop("shoe", {})
    known.usual |= _cells(content, str(path))
    if not isinstance(shoes, dict) or not all(isinstance(one, dict) for one in shoes.values()):
        raise SchemaError(f'{path}: write each as [shoe."Name of the shoe"], type and drop_mm')
    for shoe, cells in shoes.items():
        place = f"{path}, shoe {shoe!r}"
        known.shoes[shoe] = _cells(
            {_SHOE.get(key, key): cell for key, cell in cells.items()}, place
        )


def _read_notes(known: Told, path: Path) -> None:
    rows = [*csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))]
    for number, row in enumerate(rows, start=1):
        place = f"{path}, row {number}"
        texts = {plain_name(name): cell for name, cell in row.items() if isinstance(cell, str)}
        read = read_time(texts.pop("date", ""))
        if read is None or read.day_first is None or read.day_first != read.month_first:
            raise SchemaError(f"{place}: write the date as 2026-07-14, in a column called date")
        texts.pop("note", None)
        known.days[read.day_first.date()] = _cells(texts, printable(place))
