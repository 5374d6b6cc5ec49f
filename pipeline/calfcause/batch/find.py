"""Read the sessions of a file one by one, and find them by id or number."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from calfcause.answer.contents import EarlierRuns
from calfcause.answer.own_base import OwnBase
from calfcause.answer.past import Past
from calfcause.answer.predictor import Predictor
from calfcause.answer.triage import red_flags
from calfcause.batch.blocks import name_of
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.look_back import look_back
from calfcause.batch.reading import Rows, read_csv, read_parquet
from calfcause.batch.report import BatchReport
from calfcause.batch.source import open_source
from calfcause.errors import Problem, SchemaError
from calfcause.files import is_stream
from calfcause.remote import fetched
from calfcause.sessions.bad_cells import hides_signs, raise_bad_cells
from calfcause.sessions.cells import Synonyms, warn_of_synonyms
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import SORE_LABEL, TOLD_COLUMNS
from calfcause.texts import capital, printable

# Finding the most similar of more ids would take long.
MOST_IDS = 20_000


@dataclass(frozen=True)
class Session:
    """One session of a file: its number from 1, its ids as text, and the codes of known cells.

    ``codes`` includes the label ``sore_calves`` if it is known.
    """

    number: int
    ids: Mapping[str, str]
    codes: Mapping[str, float]
    bad_cells: list[Problem]
    past: tuple[Past, int] | None = None  # what earlier runs add to its block, and its row there
    followed: bool = False  # whether it is of a runner whose runs can be followed
    when: datetime | None = None  # its start time, if earlier runs can be used

    @property
    def name(self) -> str:
        """The ``session_id``, or "row 7" if it is missing."""
        return self.ids["session_id"] or f"row {self.number}"

    @property
    def told(self) -> dict[str, float]:
        """The codes without the label."""
        return {name: code for name, code in self.codes.items() if name != SORE_LABEL}

    def with_past(self) -> tuple[dict[str, float], EarlierRuns | None, OwnBase | None]:
        """The codes with those from earlier runs, which these are, and the runner's own base."""
        if self.past is None:
            return self.told, None, None
        past, row = self.past
        return past.of_one(row, self.told)


def read_sessions(
    source: str | Path,
    predictor: Predictor | None = None,
    say: Callable[[str], object] = len,
    *,
    strict: bool = False,
) -> Iterator[Session]:
    """Read the sessions of a file, wherever ``predict_file`` reads it from; ``-`` is stdin.

    predictor : answers with the runners' earlier runs; by default these are left alone
    say : called with what was done with them
    strict : whether columns that are not known are refused

    Raises SchemaError if the file does not hold sessions.
    """
    with fetched(source) as near:
        yield from _read_sessions(near, predictor, say, strict=strict)


def _read_sessions(
    source: str | Path, predictor: Predictor | None, say: Callable[[str], object], *, strict: bool
) -> Iterator[Session]:
    number = 0
    synonyms: Synonyms = {}
    with closing(open_source(source, TOLD_COLUMNS, strict=strict)) as opened:
        past = None
        if predictor is not None:
            piped = str(source) == "-" or (not os.path.isdir(source) and is_stream(source))
            try:
                past = look_back(source, predictor, opened=opened if piped else None)
            except SchemaError as error:
                if piped:
                    raise
                signs = BatchReport()
                for session in read_sessions(source):
                    _count_signs(session, signs)
                raise SchemaError(f"{error}{signs.signs}", error.problems) from None
        if past is not None and past.note:
            say(capital(past.note))
        for block in past.attached(opened.blocks()) if past else opened.blocks():
            if isinstance(opened, CsvSource):
                rows = read_csv(block, opened.layout, as_table=True)
                header = opened.header
            else:
                rows = read_parquet(block, opened.known, as_csv=False)
                header = opened.header
            synonyms |= rows.synonyms
            ids = _ids(rows, header)
            columns = {name: codes.tolist() for name, codes in rows.cells.items()}
            bad_cells = {at: list(bad) for at, bad in groupby(rows.bad_cells, lambda bad: bad.row)}
            for row in range(rows.n_rows):
                number += 1
                codes = {name: column[row] for name, column in columns.items()}
                yield Session(
                    number=number,
                    ids={name: cells[row] for name, cells in ids.items()},
                    codes={name: code for name, code in codes.items() if code == code},
                    bad_cells=[
                        replace(cell, row=number - 1) for cell in bad_cells.get(row, ())
                    ],
                    past=(block.past, row) if block.past else None,
                    followed=bool(past and past.followed(number - 1)),
                    when=past.when(number - 1) if past else None,
                )  # fmt: skip
    warn_of_synonyms(synonyms)


def _ids(rows: Rows, header: list[str]) -> dict[str, list[str]]:
    """The ids and times of the rows as text, empty if missing."""
    names = [plain_name(name) for name in header]
    ids = {}
    for name in ("session_id", "runner_id", "start_time"):
        cells = rows.table.column(names.index(name)).to_pylist() if name in names else []
        texts = ["" if cell is None or cell != cell else str(cell).strip() for cell in cells]
        ids[name] = texts or [""] * rows.n_rows
    return ids


def find_sessions(
    source: str | Path,
    wanted: str | None = None,
    *,
    predictor: Predictor | None = None,
    say: Callable[[str], object] = len,
    strict: bool = False,
) -> list[Session]:
    """Find the sessions with an id, or else the one of that number; all by default.

    ``predictor``, ``say`` and ``strict`` are those of ``read_sessions``.
    """
    named, numbered = [], []
    ids: list[str] = []
    number = 0
    signs = BatchReport()
    for session in read_sessions(source, predictor, say, strict=strict):
        _count_signs(session, signs)
        number, session_id = session.number, session.ids["session_id"]
        if wanted in (None, session_id):
            named.append(session)
        elif wanted == str(number):
            numbered.append(session)
        elif session_id and len(ids) < MOST_IDS:
            ids.append(session_id)
    sessions = named or numbered
    if wanted is not None and not sessions:
        near = get_close_matches(wanted, ids, n=3) or ids[:3]
        hint = f"it has sessions such as {', '.join(map(printable, near))}, and " if near else ""
        raise SchemaError(
            f"{name_of(source)} has no session {wanted!r}; {hint}row numbers go from 1 to {number}"
        )
    try:
        bad_cells = [cell for session in sessions for cell in session.bad_cells]
        raise_bad_cells(bad_cells, name_of(source))
    except SchemaError as error:
        raise SchemaError(f"{error}{signs.signs}", error.problems) from None
    return sessions


def _count_signs(session: Session, report: BatchReport) -> None:
    report.red_flagged_rows += bool(red_flags(session.told))
    report.unjudged_rows += any(hides_signs(cell) for cell in session.bad_cells)
