"""Find sessions in a file by id or number."""

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

import numpy as np

from calfcause.batch.blocks import name_of
from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.csv_reader import Chunk, read_csv
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import TOLD_COLUMNS
from calfcause.texts import printable

# Finding the most similar of more ids would take long.
MOST_IDS = 20_000


def find_sessions(
    source: str | Path, wanted: str | None = None
) -> list[tuple[str, dict[str, float]]]:
    """Find sessions in a CSV file.

    Parameters
    ----------
    source : path
        The file; ``-`` is standard input.
    wanted : str, optional
        Id of the sessions or, if no session has it, the number of one, from 1. All by default.

    Returns
    -------
    list of (str, dict of str to float)
        Name and known codes of each session; the name is the id, or ``row 7`` without one.

    Raises
    ------
    SchemaError
        If there is no such session, or its cells are not allowed.
    """
    named, numbered = [], []
    ids: list[str] = []
    number = 0
    for chunk in read_chunks(source):
        names = [plain_name(name) for name in chunk.layout.header]
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
    sessions = named or numbered
    if wanted is not None and not sessions:
        near = get_close_matches(wanted, ids, n=3) or ids[:3]
        hint = f"it has sessions such as {', '.join(map(printable, near))}, and " if near else ""
        raise SchemaError(
            f"{name_of(source)} has no session {wanted!r}; {hint}row numbers go from 1 to {number}"
        )
    raise_bad_cells([cell for _, _, bad in sessions for cell in bad], name_of(source))
    return [(name, known) for name, known, _ in sessions]


def _known_codes(chunk: Chunk) -> list[dict[str, float]]:
    """Return the codes of the known cells of each row."""
    table = np.array(list(chunk.cells.values())).reshape(len(chunk.cells), len(chunk))
    return [
        {name: code for name, code in zip(chunk.cells, codes, strict=True) if code == code}
        for codes in table.T.tolist()
    ]


def read_chunks(source: str | Path) -> Iterator[Chunk]:
    """Read a CSV file of sessions in chunks, with the label ``sore_calves`` if it has one.

    Parameters
    ----------
    source : path
        The file; ``-`` is standard input.

    Raises
    ------
    SchemaError
        If it is not a CSV file of sessions.
    """
    if str(source).endswith(".parquet"):
        raise SchemaError(f"{source}: only CSV is read here; Predictor.predict takes frames")
    return read_csv(sys.stdin.buffer if str(source) == "-" else source, columns=TOLD_COLUMNS)
