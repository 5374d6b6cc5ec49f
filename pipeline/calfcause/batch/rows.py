"""Find the ends of rows in the bytes of a CSV file; line ends inside quotes are not ends."""

import re
from functools import lru_cache

import numpy as np

from calfcause.types import Integers

QUOTE, LF, CR = b'"\n\r'


def row_ends(text: bytes, delimiter: str, line_end: str = "\n") -> tuple[Integers, bool]:
    """Find the ends of rows.

    delimiter, line_end : the character between cells, and the last one of a line

    Returns the positions right after the line ends, without a last row that has no line end or an
    open quote; and whether all quotes enclose whole cells, with those inside doubled. Rows with
    other quotes end here where the careful reader ends them.

    >>> row_ends(b'1,"a\\nb"\\n2,c\\n3', ",")
    (array([ 8, 12]), True)
    """
    marks = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(marks == ord(line_end)) + 1
    if b'"' not in text:
        return ends, True
    quotes = np.flatnonzero(marks == QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    around = [ord(delimiter), LF, QUOTE]
    before = marks[opening[opening > 0] - 1]
    after = marks[closing[closing < len(marks) - 1] + 1]
    if np.isin(before, around).all() and np.isin(after, [*around, CR]).all():
        return ends[np.searchsorted(quotes, ends) % 2 == 0], len(quotes) % 2 == 0
    starts, stops = _quoted(text, delimiter)
    inside = np.searchsorted(starts, ends, side="left") > np.searchsorted(stops, ends, side="left")
    return ends[~inside], False


def _quoted(text: bytes, delimiter: str) -> tuple[Integers, Integers]:
    """Return where quoted cells start and stop; a quote inside a plain cell means nothing."""
    spans = [cell.span(1) for cell in _quoted_cell(delimiter).finditer(text)]
    places = np.array(spans, dtype=np.intp).reshape(-1, 2)
    # A cell that does not stop in this text may go on beyond its end.
    return places[:, 0], np.where(places[:, 1] < len(text), places[:, 1], len(text) + 1)


@lru_cache(maxsize=3)
def _quoted_cell(delimiter: str) -> re.Pattern[bytes]:
    around = re.escape(delimiter.encode()) + rb"\r\n"
    return re.compile(rb'(?:\A|(?<=[%s]))("[^"]*(?:""[^"]*)*(?:"|\Z))' % around)
