"""The layout of a CSV file: delimiter, decimal mark and header, and how its text splits into rows.

A file of bad rows ("side file") has columns of its own in front. They are removed here, so that no
reader sees them when the mended file comes back.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from threading import Lock

from calfcause.errors import SchemaError
from calfcause.sessions.names import find_columns, plain_name
from calfcause.sessions.numbers import decimal_of, only
from calfcause.sessions.schema import COLUMNS, Column

# Names that nobody else's columns have; CSV gives the line of a bad row, Parquet its row.
PLACES = LINE, ROW = "calfcause_line", "calfcause_row"
COMPLAINTS = "calfcause_error", "calfcause_red_flags", "calfcause_triage"
_SNIFFED_LINES = 200
DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A longer cell is a quote that is never closed.
LONGEST_CELL = 16 << 20
# So many lines may stand above the header, to be named.
_MOST_TITLES = 10


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a CSV file is written, as its first lines show."""

    name: str
    header: list[str]  # names of the columns as in the file
    known: Mapping[int, Column]  # the known columns by position
    # The character between cells, and the decimal mark of numbers, empty if not known
    delimiter: str
    decimal: str
    bom: bool  # whether the file begins with a byte order mark, which tells Excel that it is UTF-8
    end: str  # the line end of the header, empty if the file ends there
    text: str  # the header as it is written in the file, without byte order mark and line end
    # Number of characters and of lines before the first row
    length: int
    lines: int
    # Number of columns in front that a side file has added; header, text and known leave them out
    n_own: int = 0

    @property
    def mark(self) -> str:
        """The decimal mark of numbers that are written beside those of the file."""
        if self.delimiter == ",":
            return "."
        return self.decimal or ("," if self.delimiter == ";" else ".")

    @property
    def own_cells(self) -> str:
        """Pattern of the cells that a side file has added in front of a row."""
        return first_cells(self.n_own, self.delimiter)


@dataclass(frozen=True)
class Record:
    """A row of a file."""

    # The line on which the row begins, and the one after it, from 1
    line: int
    row: list[str]
    text: str  # the row as it is written in the file
    line_after: int
    length: int  # number of characters from the first row to the end of this one


def read_layout(
    head: str, name: str, *, columns: Mapping[str, Column] = COLUMNS, strict: bool = False
) -> Layout:
    """Find the layout of a CSV file.

    head : the first lines of the file, at least the whole header
    strict : whether columns that are not known are refused

    Raises SchemaError if this is not the beginning of a CSV file of sessions; the message says what
    to do.

    >>> layout = read_layout("Distance_KM;Notes\\n5,5;long\\n", "runs.csv")
    >>> layout.delimiter, layout.decimal, layout.length
    (';', ',', 18)
    """
    return begin(editor_lines([head], name), columns, name, strict=strict)[0]


def begin(
    lines: Iterator[str], columns: Mapping[str, Column], name: str, *, strict: bool = False
) -> tuple[Layout, Iterator[Record]]:
    """Read a file up to its header; return the layout and the rows that follow."""
    with any_length():
        head = list(islice(lines, _SNIFFED_LINES))
        marked = head[0] if head else ""
        head[:1] = [line.lstrip("\ufeff") for line in head[:1]]
        sep = _SEP_LINE.fullmatch(head[0]) if head else None
        skipped = 1 if sep else 0
        delimiter = sep[1] if sep else _sniff_delimiter(head, columns)
        rows = records(chain(head[skipped:], lines), delimiter, skipped, name)
        first = next(rows, None)
        if first is None:
            raise SchemaError(f"{name} is empty; its first line must name the columns")
        text = first.text.rstrip("\r\n")
        n_own = count_own(first.row)
        header = first.row[n_own:]
        if not _counts(header, columns):
            for later in islice(rows, _MOST_TITLES):
                if _counts(later.row, columns) > 1:
                    raise SchemaError(
                        f"{name}: line {first.line} is not the header, but line {later.line} is; "
                        "remove the lines above it"
                    )
        known = find_columns(header, columns, f"{name}, line {first.line}", strict=strict)
        layout = Layout(
            name=name,
            header=header,
            known=known,
            delimiter=delimiter,
            decimal=_sniff_decimal(head[skipped:], delimiter, n_own, known),
            bom=marked.startswith("\ufeff"),
            end=first.text[len(text) :],
            text=re.sub(first_cells(n_own, delimiter), "", text),
            length=len(marked) - len(head[0]) + sum(map(len, head[:skipped])) + first.length,
            lines=first.line_after - 1,
            n_own=n_own,
        )
    return layout, rows


def side_names(*, of_csv: bool) -> tuple[str, ...]:
    """Return the columns that a side file has in front of those of a bad row."""
    return (LINE if of_csv else ROW, *COMPLAINTS)


def count_own(names: Sequence[str]) -> int:
    """Count the columns in front of a file that a side file has added, or that are left of them.

    >>> count_own(["calfcause_line", "calfcause_error", "calfcause_red_flags", "distance_km"])
    3
    >>> count_own(["calfcause_line", "distance_km"]), count_own(["distance_km"])
    (1, 0)
    """
    return len(list(takewhile(lambda name: plain_name(name) in (*PLACES, *COMPLAINTS), names)))


def first_cells(n_cells: int, delimiter: str) -> str:
    """Return a pattern of the first cells of a row of CSV, and of the whole row if it has no more.

    >>> re.sub(first_cells(2, ";"), "", 'calfcause_line;"calfcause_error";distance_km')
    'distance_km'
    """
    cell = rf'(?:"(?:[^"]|"")*"|[^{delimiter}"][^{delimiter}]*|)(?:[{delimiter}]|$)'
    return f"^(?:{cell}){{0,{n_cells}}}"


def editor_lines(texts: Iterable[str], name: str, before: int = 0) -> Iterator[str]:
    """Yield lines with their ends as an editor shows them, those of old Macs (CR) too.

    texts : pieces of the file that end with lines
    before : number of lines of the file before these
    """
    number = before
    for text in texts:
        # str.splitlines would also split where no editor does.
        for line in _LINE.findall(text):
            number += 1
            if "\0" in line:
                raise SchemaError(
                    f"{name}, line {number}: a NUL byte; the file is damaged, UTF-16 or not text; "
                    "save it as CSV UTF-8"
                )
            yield line


def records(
    lines: Iterable[str], delimiter: str, skipped: int, name: str, *, width: int = 0
) -> Iterator[Record]:
    """Yield every row that is not blank.

    skipped : number of lines of the file before these
    width : number of columns, 0 as long as the header is not known
    """
    taken: list[str] = []
    reader = csv.reader(_kept(lines, taken), delimiter=delimiter, strict=True)
    line, length = skipped + 1, 0
    try:
        for row in reader:
            text, line_after = "".join(taken), skipped + reader.line_num + 1
            taken.clear()
            length += len(text)
            # A row of empty cells is blank, unless it could be the only cell of a row.
            if row and (width == 1 or "".join(row).strip()):
                width = width or len(row)
                yield Record(line, row, text, line_after, length)
            line = line_after
    except csv.Error:
        raise SchemaError(
            f"{name}, line {line}: the quotes of the row that begins here are not closed;"
            ' close every quoted cell right before the delimiter and write a quote inside it as ""'
        ) from None


def _kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """Yield the lines, and append each to a list when it is taken."""
    for line in lines:
        taken.append(line)
        yield line


def _sniff_delimiter(head: Sequence[str], columns: Mapping[str, Column]) -> str:
    """Return the delimiter that finds the most columns in the header, or else the most cells."""

    def counts(delimiter: str) -> tuple[int, int]:
        rows = (row for row in _leniently(head, delimiter) if "".join(row).strip())
        # There may be a title above the header.
        best = max((_counts(row, columns), len(row)) for row in [[], *islice(rows, _MOST_TITLES)])
        return best

    return max(DELIMITERS, key=counts)


def _counts(row: Sequence[str], columns: Mapping[str, Column]) -> int:
    """Count the columns that a row names."""
    return sum(plain_name(cell) in columns for cell in row)


_limits: list[int] = []
_limits_lock = Lock()


@contextmanager
def any_length() -> Iterator[None]:
    """Let the csv module read long cells inside the context; its limit is that of the process."""
    with _limits_lock:
        _limits.append(csv.field_size_limit(LONGEST_CELL))
    try:
        yield
    finally:
        with _limits_lock:
            # The first of several threads met the limit that others have set.
            if len(_limits) == 1:
                csv.field_size_limit(_limits[0])
            _limits.pop()


def _leniently(head: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(head, delimiter=delimiter)
    except csv.Error:  # reading reports what is wrong, and where
        return


def _sniff_decimal(
    head: Sequence[str], delimiter: str, n_own: int, known: Mapping[int, Column]
) -> str:
    """Return the decimal mark that the first numbers show; semicolons suggest a comma."""
    marks = decimal_of(
        (known[at], cell)
        for row in _leniently(head, delimiter)
        for at, cell in enumerate(row[n_own:])
        if at in known
    )
    return only(marks) if marks or delimiter != ";" else ","
