"""Read sessions from files and frames with care, and write them: every bad cell has its line."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TextIO, cast

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.cells import BadCell, encode_column
from calfcause.sessions.names import find_columns, plain_name, warn_caller
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.texts import counted

if TYPE_CHECKING:
    pass

_SNIFFED_LINES = 200
_SEP_LINE = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A number whose mark can only be the decimal one: 5,5 and 0,125, but not 1,150.
_MARKED = re.compile(r"[+-]?(?:0|[0-9]*(?![.,][0-9]{3}$))([.,])[0-9]+")
_NO_TABLE = "and no table; take the list of activities that the app exports as CSV"
_FOREIGN = {
    rb"\xff\xfe|\xfe\xff": "a UTF-16 text; save it as CSV UTF-8",
    rb"PK\x03\x04": "a workbook or a zip archive; save the sheet as CSV UTF-8",
    rb"\x1f\x8b": "compressed; unpack it or let its name end in .gz",
    rb"PAR1": "a Parquet file; let its name end in .parquet or save it as CSV UTF-8",
    rb".{8}\.FIT": f"a FIT recording of one activity {_NO_TABLE}",
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|gpx|Training)": f"XML, as GPX and TCX are, {_NO_TABLE}",
    rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{)': f"JSON {_NO_TABLE}",
}
# So many bytes show what a file is.
_START = 12


@dataclass(kw_only=True)
class Chunk:
    """Some consecutive sessions of a file.

    Attributes
    ----------
    header
        Names of the columns as in the file.
    rows
        Text of the cells as in the file, unquoted; a row of the wrong length stays as it is.
    texts
        The rows as they stand in the file, with quotes and line ends.
    lines
        Line of the file on which each row begins, counted from 1 as an editor does.
    cells
        Codes of the known columns but ids, shape ``(n_sessions,)`` each; NaN is unknown or bad.
    bad_cells
        Cells that are not allowed; their ``row`` counts the rows of this chunk from 0.
    delimiter
        The character between the cells.
    decimal
        The decimal mark of its numbers.
    bom
        Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    """

    header: list[str]
    rows: list[list[str]]
    texts: list[str]
    lines: list[int]
    cells: dict[str, NDArray[np.float64]]
    bad_cells: list[BadCell]
    delimiter: str
    decimal: str
    bom: bool

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a CSV file is written, as its first lines tell.

    Attributes
    ----------
    name
        What messages call the file.
    header
        Names of the columns as in the file.
    known
        The known columns by position.
    delimiter, decimal, bom
        As in ``Chunk``.
    end
        What ends the line of the header, empty where the file ends without.
    text
        The header as it stands in the file, without mark and line end.
    length
        How many characters of the file come before the rows.
    lines
        How many lines come before the rows.
    """

    name: str
    header: list[str]
    known: Mapping[int, Column]
    delimiter: str
    decimal: str
    bom: bool
    end: str
    text: str
    length: int
    lines: int


@dataclass(frozen=True)
class _Record:
    """A row of a file, the line on which it begins, and how it stands there.

    ``line_after`` and ``length`` are the line after it, and the characters up to there.
    """

    line: int
    row: list[str]
    text: str
    line_after: int
    length: int


def read_csv(
    source: str | Path | TextIO | BinaryIO,
    *,
    columns: Mapping[str, Column] = COLUMNS,
    chunk_rows: int = 20_000,
) -> Iterator[Chunk]:
    """Read a CSV file in chunks of at most ``chunk_rows`` sessions; a file of none gives one chunk.

    Comma, semicolon or tab; UTF-8, or Windows-1252 with a warning; ``.gz`` is unpacked. Bad cells
    do not stop the reading, they are listed in the chunks.

    Raises
    ------
    SchemaError
        If this is not a CSV file of sessions; the message says what to do.
    """
    name = str(source) if isinstance(source, str | Path) else getattr(source, "name", "the input")
    with _opened(source) as stream:
        lines = _editor_lines(_decoded(stream, f"{name}"), f"{name}")
        layout, records = _begin(lines, columns, f"{name}")
        yield _encode_rows(layout, list(islice(records, chunk_rows)))
        while batch := list(islice(records, chunk_rows)):
            yield _encode_rows(layout, batch)


def read_layout(head: str, name: str, *, columns: Mapping[str, Column] = COLUMNS) -> Layout:
    """Say how a CSV file is written from its first lines, at least up to the end of the header.

    Raises
    ------
    SchemaError
        If this is not the beginning of a CSV file of sessions; the message says what to do.

    Examples
    --------
    >>> layout = read_layout("Distance_KM;Notes\\n5,5;long\\n", "runs.csv")
    >>> layout.delimiter, layout.decimal, layout.length
    (';', ',', 18)
    """
    layout, _ = _begin(_editor_lines(_lines(head), name), columns, name)
    return layout


def read_rows(text: str, layout: Layout, lines_before: int) -> Chunk:
    """Read rows of a file of this layout that stand below so many lines of it.

    Raises
    ------
    SchemaError
        If the quotes of a row do not pair.
    """
    lines = _editor_lines(_lines(text), layout.name)
    records = _records(lines, layout.delimiter, lines_before, layout.name, width=len(layout.header))
    return _encode_rows(layout, list(records))


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; ``str.splitlines`` would also split where no editor does."""
    return (found[0] for found in _LINE.finditer(text))


def _begin(
    lines: Iterator[str], columns: Mapping[str, Column], name: str
) -> tuple[Layout, Iterator[_Record]]:
    """Read up to the header; gives the layout and the rows that are left."""
    head = list(islice(lines, _SNIFFED_LINES))
    marked = head[0] if head else ""
    head[:1] = [line.lstrip("\ufeff") for line in head[:1]]
    sep = _SEP_LINE.fullmatch(head[0]) if head else None
    skipped = 1 if sep else 0
    delimiter = sep[1] if sep else _sniff_delimiter(head, columns)
    records = _records(chain(head[skipped:], lines), delimiter, skipped, name)
    first = next(records, None)
    if first is None:
        raise SchemaError(f"{name} is empty; its first line must name the columns")
    known = find_columns(first.row, columns, f"{name}, line {first.line}")
    text = first.text.rstrip("\r\n")
    layout = Layout(
        name=name,
        header=first.row,
        known=known,
        delimiter=delimiter,
        decimal=_sniff_decimal(head[skipped:], delimiter, known),
        bom=marked.startswith("\ufeff"),
        end=first.text[len(text) :],
        text=text,
        length=len(marked) - len(head[0]) + sum(map(len, head[:skipped])) + first.length,
        lines=first.line_after - 1,
    )
    return layout, records


def _opened(source: str | Path | TextIO | BinaryIO) -> AbstractContextManager[IO[Any]]:
    if not isinstance(source, str | Path):
        return nullcontext(source)
    if str(source).endswith(".gz"):
        return cast(IO[bytes], gzip.open(source))
    return open(source, "rb")


def _decoded(stream: Iterable[str | bytes], name: str) -> Iterator[str]:
    encoding, all_ascii, start = "utf-8", True, b""
    try:
        for number, raw in enumerate(stream, start=1):
            if isinstance(raw, str):
                yield raw
                continue
            if len(start) < _START:
                start += raw
                refuse_foreign(start, name)
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError as error:
                found = f"{name}, line {number}: byte 0x{raw[error.start]:02X} is not {encoding}"
                text = raw.decode("cp1252", errors="replace")
                # After good UTF-8 signs this is damaged UTF-8: Windows-1252 would garble those.
                all_ascii = all_ascii and raw[: error.start].isascii()
                if not all_ascii or "\ufffd" in text:
                    raise SchemaError(f"{found}; save the file as CSV UTF-8") from None
                encoding = "cp1252"
                warn_caller(
                    f"{found}, so the file is read as Windows-1252 (Latin-1); if names look "
                    "wrong, save it as CSV UTF-8"
                )
            all_ascii = all_ascii and raw.isascii()
            yield text
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SchemaError(f"{name} is damaged and cannot be unpacked: {error}") from None


def refuse_foreign(start: bytes, name: str) -> None:
    """Refuse what its first bytes show to be no CSV, and say what it is."""
    for magic, kind in _FOREIGN.items():
        if re.match(magic, start, re.DOTALL):
            raise SchemaError(f"{name} is {kind}")


def _editor_lines(texts: Iterable[str], name: str) -> Iterator[str]:
    """Yield lines with their ends as an editor shows them, those of old Macs (CR) too."""
    number = 0
    for text in texts:
        lines = _LINE.findall(text) if "\r" in text.removesuffix("\r\n") else (text,)
        for line in lines:
            number += 1
            if "\0" in line:
                raise SchemaError(
                    f"{name}, line {number}: a NUL byte; the file is damaged, UTF-16 or no text; "
                    "save it as CSV UTF-8"
                )
            yield line


def _records(
    lines: Iterable[str], delimiter: str, skipped: int, name: str, *, width: int = 0
) -> Iterator[_Record]:
    """Yield every row that is not blank; ``width`` is that of the header once it is known."""
    taken: list[str] = []
    reader = csv.reader(_kept(lines, taken), delimiter=delimiter, strict=True)
    line, length = skipped + 1, 0
    try:
        for row in reader:
            text, line_after = "".join(taken), skipped + reader.line_num + 1
            taken.clear()
            length += len(text)
            # Spaces alone on a line are a blank line, unless they could be the only cell of a row.
            if row and not (width != 1 and len(row) == 1 and row[0].isspace()):
                width = width or len(row)
                yield _Record(line, row, text, line_after, length)
            line = line_after
    except csv.Error as error:
        raise SchemaError(
            f"{name}, line {line}: the quotes of the row that begins here do not pair ({error}); "
            'close every quoted cell right before the delimiter and write a quote inside it as ""'
        ) from None


def _kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each also put down as taken once it is."""
    for line in lines:
        taken.append(line)
        yield line


def _sniff_delimiter(head: Sequence[str], columns: Mapping[str, Column]) -> str:
    """Return the delimiter that finds the most columns in the header, or else the most cells."""

    def found(delimiter: str) -> tuple[int, int]:
        header = next((row for row in _leniently(head, delimiter) if "".join(row).strip()), [])
        return sum(plain_name(cell) in columns for cell in header), len(header)

    return max(",;\t", key=found)


def _leniently(head: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(head, delimiter=delimiter)
    except csv.Error:  # sniffing goes as far as it can, reading says what is wrong and where
        return


def _sniff_decimal(head: Sequence[str], delimiter: str, known: Mapping[int, Column]) -> str:
    """Return the decimal mark: as the first numbers show it, or else as the delimiter suggests."""
    if delimiter == ",":
        return "."
    marks = {
        marked[1]
        for row in _leniently(head, delimiter)
        for at, cell in enumerate(row)
        if at in known
        and known[at].kind == "number"
        and (marked := _MARKED.fullmatch(cell.strip()))
    }
    return marks.pop() if len(marks) == 1 else {";": ",", "\t": "."}[delimiter]


def _encode_rows(layout: Layout, batch: Sequence[_Record]) -> Chunk:
    lines, rows = [one.line for one in batch], [one.row for one in batch]
    width = len(layout.header)
    rule = "every row needs a cell for every column, and a cell with the delimiter in it quotes"
    bad_cells = [
        BadCell(at, "", f"row has {counted(len(row), 'cell')}, header has {width}", rule, lines[at])
        for at, row in enumerate(rows)
        if len(row) != width
    ]
    # Which cell of such a row belongs to which column would be a guess: all of it is unknown.
    whole = [row if len(row) == width else [""] * width for row in rows] if bad_cells else rows
    texts = list(zip(*whole, strict=True)) or [()] * width
    cells: dict[str, NDArray[np.float64]] = {}
    for at, column in layout.known.items():
        if column.group != "ids":
            cells[column.name], bad = encode_column(column, texts[at], decimal=layout.decimal)
            bad_cells += [BadCell.of(column, row, texts[at][row], lines[row]) for row in bad]
    bad_cells.sort(key=lambda cell: cell.row)
    return Chunk(
        header=layout.header, rows=rows, texts=[one.text for one in batch], lines=lines,
        cells=cells, bad_cells=bad_cells, delimiter=layout.delimiter, decimal=layout.decimal,
        bom=layout.bom,
    )  # fmt: skip
