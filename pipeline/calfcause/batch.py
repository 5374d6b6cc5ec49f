"""Answer whole files: sessions in, the same rows with their answers out, chunk by chunk."""

import csv
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, groupby
from pathlib import Path
from typing import Literal, TextIO

import numpy as np
from numpy.typing import NDArray

from calfcause.cells import BadCell, plain_name
from calfcause.errors import SchemaError
from calfcause.explain import explain_codes
from calfcause.predict import ANSWER_COLUMNS, Predictor
from calfcause.probabilities import HEADS
from calfcause.render import REASON_COLUMNS, reason_columns
from calfcause.schema import label_columns
from calfcause.sessions import Chunk, atomic_path, raise_bad_cells, read_csv
from calfcause.units import Units, units_named

# A file with this many bad cells is wrong throughout; reading on would only fill the memory.
MOST_BAD_CELLS = 100_000
# Looking for the nearest among more ids than these would take long.
MOST_IDS = 20_000


@dataclass(kw_only=True)
class BatchReport:
    """What a batch came to; ``expected_sore`` is the sum of the probabilities of soreness."""

    rows: int = 0
    bad_rows: int = 0
    red_flagged_rows: int = 0
    expected_sore: float = 0.0

    def __str__(self) -> str:
        bad = f", {self.bad_rows:,} with bad cells and no answer" if self.bad_rows else ""
        return (
            f"{self.rows:,} sessions: {self.expected_sore:,.1f} expected to leave the calves sore, "
            f"{self.red_flagged_rows:,} with red flags{bad}"
        )


def predict_file(
    predictor: Predictor,
    source: str | Path,
    target: str | Path,
    *,
    explain: bool = False,
    on_bad_rows: Literal["stop", "flag"] = "stop",
    units: str = "km",
    progress: Callable[[int], None] | None = None,
) -> BatchReport:
    """Write the sessions of a CSV file with their answers to another, which appears when complete.

    Parameters
    ----------
    source, target : CSV files; ``-`` is standard input or output. A source may end in ``.csv.gz``.
    explain : whether to add the reasons, in columns of text.
    on_bad_rows : ``stop`` writes nothing when cells are not allowed; ``flag`` leaves the answers of
        such rows empty, but for their red flags, and says in a last column ``error`` what is wrong.
        A row with more cells than the header loses those beyond.
    units : what the reasons are told in, ``km`` or ``miles``; cells stay as they are.
    progress : called after every chunk with the number of rows so far.

    Raises
    ------
    SchemaError
        If the file is no file of sessions, already holds answers, or is to stop at its bad cells.

    Notes
    -----
    Cells keep their text and their order; answers take the decimal mark of a file that has other
    delimiters than commas. The label ``primary_cause`` of training data keeps its name too; the
    answer is then called ``predicted_primary_cause``.
    """
    words = units_named(units)
    report = BatchReport()
    bad_cells: list[BadCell] = []
    chunks = read_chunks(source)
    first = next(chunks)
    names = _answer_names(explain, on_bad_rows == "flag")
    header = [*first.header, *_names_beside(first.header, names, _name(source))]
    with _written(target) as stream:
        stream.write("\ufeff" if first.bom else "")
        writer = csv.writer(_Lines(stream), delimiter=first.delimiter)
        writer.writerow(header)
        for chunk in chain([first], chunks):
            report.rows += len(chunk)
            report.bad_rows += len({cell.row for cell in chunk.bad_cells})
            if on_bad_rows == "stop":
                bad_cells += chunk.bad_cells
                if len(bad_cells) >= MOST_BAD_CELLS:
                    where = f"{_name(source)}, read up to line {chunk.lines[-1]},"
                    raise_bad_cells(bad_cells, where)
            if not bad_cells:
                answers = _answers(predictor, chunk, explain, words)
                columns = zip(*(answers[name] for name in names), strict=True)
                for row, texts in zip(chunk.rows, columns, strict=True):
                    missing = [""] * (len(first.header) - len(row))
                    writer.writerow([*row[: len(first.header)], *missing, *texts])
                report.red_flagged_rows += sum(map(bool, answers["red_flags"]))
                chances = [p.replace(",", ".") for p in answers["p_sore"] if p]
                report.expected_sore += sum(map(float, chances))
            if progress:
                progress(report.rows)
        raise_bad_cells(bad_cells, _name(source))
    return report


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
        bad_cells = _bad_cells_of_rows(chunk)
        codes = _known_codes(chunk.cells, range(len(chunk)))
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
        hint = f"it has such as {', '.join(near)}; " if near else ""
        raise SchemaError(
            f"{_name(source)} has no session {wanted!r}; {hint}row numbers go from 1 to {number}"
        )
    raise_bad_cells([cell for _, _, bad in found for cell in bad], _name(source))
    return [(name, known) for name, known, _ in found]


def _known_codes(
    cells: Mapping[str, NDArray[np.float64]], rows: Sequence[int]
) -> list[dict[str, float]]:
    """Return the codes of the known cells of some rows, a dict for each row."""
    table = np.array([values[rows] for values in cells.values()]).reshape(len(cells), len(rows))
    return [
        {name: code for name, code in zip(cells, codes, strict=True) if code == code}
        for codes in table.T.tolist()
    ]


def read_chunks(source: str | Path) -> Iterator[Chunk]:
    """Read a CSV file of sessions, or standard input if it is ``-``, in chunks.

    Raises
    ------
    SchemaError
        If the file is no CSV file of sessions.
    """
    if str(source).endswith(".parquet"):
        raise SchemaError(f"{source}: only CSV is read here; Predictor.predict takes frames")
    return read_csv(sys.stdin.buffer if str(source) == "-" else source)


def _name(source: str | Path) -> str:
    return "<stdin>" if str(source) == "-" else str(source)


def _answer_names(explain: bool, flag: bool) -> list[str]:
    reasons, error = REASON_COLUMNS if explain else (), ("error",) if flag else ()
    return [*ANSWER_COLUMNS, *reasons, *error]


def _names_beside(header: Sequence[str], names: Sequence[str], source: str) -> list[str]:
    """Return what the answers' columns are called in a file with this header."""
    taken = {plain_name(name) for name in header}
    labels = label_columns(HEADS[:-1])
    called = [f"predicted_{name}" if name in labels and name in taken else name for name in names]
    if clashes := [name for name in called if name in taken]:
        raise SchemaError(
            f"{source} already holds answers, in {', '.join(clashes[:3])}"
            f"{' …' if len(clashes) > 3 else ''}; drop or rename those columns"
        )
    return called


@contextmanager
def _written(target: str | Path) -> Iterator[TextIO]:
    """Give a stream whose text reaches the target if all goes well, and else not at all."""
    if str(target) == "-":
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as whole:
            yield whole
            whole.seek(0)
            shutil.copyfileobj(whole.buffer, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    elif str(target).endswith(".csv"):
        with atomic_path(target) as part, open(part, "w", encoding="utf-8", newline="") as stream:
            yield stream
    else:
        raise SchemaError(f"{target}: answers are written to .csv")


class _Lines:
    """Ends rows with LF where the csv module ends them with CR LF.

    Asked for LF, the module would leave a CR inside a cell unquoted.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        self._stream.write(row.removesuffix("\r\n") + "\n")


def _answers(
    predictor: Predictor, chunk: Chunk, explain: bool, units: Units
) -> dict[str, list[str]]:
    """Return the text of every answer by column; those of bad rows are empty, but for red flags."""
    columns = predictor.predict_columns(chunk.cells, len(chunk))
    mark = chunk.decimal if chunk.delimiter != "," else "."
    answers = {
        name: [
            found if isinstance(found, str) else f"{found:.6g}".replace(".", mark)
            for found in values.tolist()
        ]
        for name, values in columns.items()
    }
    if explain:
        codes = _known_codes(chunk.cells, range(len(chunk)))
        answers_of = (explain_codes(predictor, known, units=units) for known in codes)
        reasons = [reason_columns(answer) for answer in answers_of]
        for name in REASON_COLUMNS:
            answers[name] = [texts[name] for texts in reasons]
    answers["error"] = [""] * len(chunk)
    for row, bad_cells in _bad_cells_of_rows(chunk).items():
        for texts in answers.values():
            texts[row] = ""
        answers["error"][row] = " | ".join(cell.complaint for cell in bad_cells)
    answers["red_flags"] = columns["red_flags"].tolist()
    return answers


def _bad_cells_of_rows(chunk: Chunk) -> dict[int, list[BadCell]]:
    return {row: list(cells) for row, cells in groupby(chunk.bad_cells, lambda cell: cell.row)}
