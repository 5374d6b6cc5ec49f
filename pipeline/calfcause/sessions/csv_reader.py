"""Read sessions from CSV files with care: every bad cell is listed with its line."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO, cast

from calfcause.errors import Problem, SchemaError
from calfcause.sessions.bad_cells import bad_cell
from calfcause.sessions.cells import Synonyms, encode_columns, warn_of_synonyms
from calfcause.sessions.layout import Layout, Record, any_length, begin, editor_lines, records
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.sessions.utf8 import Utf8
from calfcause.texts import counted, printable
from calfcause.types import Array


@dataclass(kw_only=True)
class Chunk:
    """Some consecutive sessions of a file."""

    layout: Layout
    # The cells as in the file, unquoted; a row of the wrong length stays as it is
    rows: list[list[str]]
    # The rows as they are written in the file, with quotes and line ends. Empty cells beyond the
    # header are left out here and in rows
    texts: list[str]
    lines: list[int]  # the line on which each row begins, from 1 as an editor counts
    # Codes of the known columns other than ids; NaN where missing or bad, (n_sessions,)
    cells: dict[str, Array]
    # Cells that are not allowed; their row counts the rows of this chunk from 0
    bad_cells: list[Problem]
    synonyms: Synonyms  # words that were read as others, by column and word

    def __len__(self) -> int:
        return len(self.rows)


def read_csv(
    source: str | Path | TextIO | BinaryIO,
    *,
    columns: Mapping[str, Column] = COLUMNS,
    chunk_rows: int = 20_000,
    strict: bool = False,
) -> Iterator[Chunk]:
    """Read a CSV file in chunks; ``.gz`` is unpacked, Windows-1252 read with a warning.

    A file without rows gives one empty chunk. Bad cells do not stop the reading. Raises
    SchemaError if this is not a CSV file of sessions; the message says what to do. If ``strict``,
    columns that are not known are refused.
    """
    name = source if isinstance(source, str | Path) else getattr(source, "name", "the input")
    name = printable(str(name))
    with _opened(source) as stream:
        lines = editor_lines(_decoded(stream, name), name)
        layout, rows = begin(lines, columns, name, strict=strict)
        synonyms: Synonyms = {}
        batch = _taken(rows, chunk_rows)
        while True:
            chunk = _encode_rows(layout, batch)
            synonyms |= chunk.synonyms
            yield chunk
            if not (batch := _taken(rows, chunk_rows)):
                break
        warn_of_synonyms(synonyms)


def _taken(rows: Iterator[Record], most: int | None) -> list[Record]:
    """Return the next rows, whatever the length of their cells."""
    with any_length():
        return list(islice(rows, most))


def read_rows(text: str, layout: Layout, lines_before: int) -> Chunk:
    """Read some rows of a file.

    Raises SchemaError if a quote is not closed.
    """
    lines = editor_lines([text], layout.name, lines_before)
    width = layout.n_own + len(layout.header)
    rows = records(lines, layout.delimiter, lines_before, layout.name, width=width)
    return _encode_rows(layout, _taken(rows, None))


def _opened(source: str | Path | TextIO | BinaryIO) -> AbstractContextManager[IO[Any]]:
    if not isinstance(source, str | Path):
        return nullcontext(source)
    if str(source).lower().endswith(".gz"):
        return cast(IO[bytes], gzip.open(source))
    return open(source, "rb")


def _decoded(stream: Iterable[str | bytes], name: str) -> Iterator[str]:
    decode = Utf8(name)
    try:
        for raw in stream:
            if isinstance(raw, str):
                yield raw
            else:
                # Only the last line has no end; what follows it is nothing.
                text = decode(raw) if raw.endswith(b"\n") else decode(raw) + decode(b"")
                yield text.decode()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SchemaError(f"{name} is damaged and cannot be unpacked: {error}") from None


def _encode_rows(layout: Layout, batch: Sequence[Record]) -> Chunk:
    lines, rows = (
        [record.line for record in batch],
        [record.row[layout.n_own :] for record in batch],
    )
    texts = [record.text for record in batch]
    if layout.n_own:
        texts = [re.sub(layout.own_cells, "", text) for text in texts]
    width = len(layout.header)
    for at, row in enumerate(rows):
        if len(row) > width and not "".join(row[width:]).strip(" "):
            texts[at] = _without_surplus(texts[at], len(row) - width, layout.delimiter)
            del row[width:]
    rule = (
        "give every row one cell per column, and quote a cell that contains the delimiter; signs "
        "that need a clinician could not be judged in this row"
    )
    bad_cells = [
        Problem(
            row=at, line=lines[at], column="", found=found, allowed=rule, message=f"{found}; {rule}"
        )
        for at, row in enumerate(rows)
        if len(row) != width
        for found in [f"row has {counted(len(row), 'cell')}, header has {width}"]
    ]
    # Which column a cell of such a row belongs to would be a guess: all of it counts as missing.
    whole = [row if len(row) == width else [""] * width for row in rows] if bad_cells else rows
    columns = list(zip(*whole, strict=True)) or [()] * width
    known = [(column, columns[at]) for at, column in layout.known.items() if column.group != "ids"]
    cells, bad, synonyms = encode_columns(known, layout.decimal)
    bad_cells += [bad_cell(column, row, cell, lines[row]) for row, column, cell in bad]
    bad_cells.sort(key=lambda cell: cell.row or 0)
    return Chunk(
        layout=layout, rows=rows, texts=texts, lines=lines, cells=cells, bad_cells=bad_cells,
        synonyms=synonyms,
    )  # fmt: skip


def _without_surplus(text: str, n_cells: int, delimiter: str) -> str:
    """Return a row of text without so many empty cells at its end."""
    last = rf'(?:[{delimiter}] *(?:" *" *)?){{{n_cells}}}(?=[\r\n]*\Z)'
    return re.sub(last, "", text)
