"""Find sessions in a file by their id or their number."""

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

import numpy as np

from calfcause.batch.blocks import name_of
from calfcause.errors import SchemaError
from calfcause.sessions.cells import raise_bad_cells
from calfcause.sessions.csv_reader import Chunk, read_csv
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import TOLD_COLUMNS
from calfcause.texts import printable

# Looking for the nearest among more ids than these would take long.
MOST_IDS = 20_000


def find_sessions(
    source: str | Path, wanted: str | None = None
) -> list[tuple[str, dict[str, float]]]:
    """Return name and known codes of all sessions of a CSV file, or of those of an id.

    If no session has the id it may be a number, counted from 1. A session without an id is named
    by its number.

    Raises
    ------
    SchemaError
        If there is none such, or cells of those found are not allowed.
    """
    named, numbered = [], []
    ids: list[str] = []
    number = 0
    for chunk in read_chunks(source):
        names = [plain_name(name) for name in chunk.header]
        place = names.index("session_id") if "session_id" in names else len(names)
        bad_cells = {at: list(bad) for at, bad in groupby(chunk.bad_cells, lambda cell: cell.row)}
        codes = _known_codes(chunk)
        for row, texts in enumerate(chunk.rows):
            number += 1
            session_id = "".join(texts[place : place + 1]).strip()
            session = (session_id or f"row {number}", codes[row], bad_cells.get(row, []))
            if wanted in (None, session_id):
                named.append(session)
            elif wanted == str(number):
                numbered.append(session)
            elif session_id and len(ids) < MOST_IDS:
                ids.append(session_id)
    found = named or numbered
    if wanted is not None and not found:
        near = get_close_matches(wanted, ids, n=3) or ids[:3]
        hint = f"it has such as {', '.join(map(printable, near))}; " if near else ""
        raise SchemaError(
            f"{name_of(source)} has no session {wanted!r}; {hint}row numbers go from 1 to {number}"
        )
    raise_bad_cells([cell for _, _, bad in found for cell in bad], name_of(source))
    return [(name, known) for name, known, _ in found]


def _known_codes(chunk: Chunk) -> list[dict[str, float]]:
    """Return the codes of the known cells of every row."""
    table = np.array(list(chunk.cells.values())).reshape(len(chunk.cells), len(chunk))
    return [
        {name: code for name, code in zip(chunk.cells, codes, strict=True) if code == code}
        for codes in table.T.tolist()
    ]


def read_chunks(source: str | Path) -> Iterator[Chunk]:
    """Read a CSV file of sessions, or standard input if it is ``-``, in chunks.

    The label ``sore_calves`` is read where it is there.

    Raises
    ------
    SchemaError
        If the file is no CSV file of sessions.
    """
    if str(source).endswith(".parquet"):
        raise SchemaError(f"{source}: only CSV is read here; Predictor.predict takes frames")
    return read_csv(sys.stdin.buffer if str(source) == "-" else source, columns=TOLD_COLUMNS)
