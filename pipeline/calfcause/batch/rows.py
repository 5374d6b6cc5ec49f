"""Where rows end in the bytes of a CSV file, line ends inside quotes left alone."""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]

QUOTE, LF, CR = b'"\n\r'


def row_ends(text: bytes, delimiter: str, line_end: str = "\n") -> tuple[Places, bool]:
    """Say where rows end, right behind their line ends, and whether all quotes are plain.

    Plain quotes enclose whole cells, and those within are doubled. Other quotes the careful reader
    has to judge; what it takes for ends of rows are ends of rows here. A last row without a line
    end is left out, as is one whose quotes are still open.

    Examples
    --------
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


def _quoted(text: bytes, delimiter: str) -> tuple[Places, Places]:
    """Where quoted cells start and stop; quotes amid a cell quote nothing."""
    spans = [found.span(1) for found in _quoted_cell(delimiter).finditer(text)]
    places = np.array(spans, dtype=np.intp).reshape(-1, 2)
    # One that does not stop in this text may go on to the end and beyond.
    return places[:, 0], np.where(places[:, 1] < len(text), places[:, 1], len(text) + 1)


@lru_cache(maxsize=3)
def _quoted_cell(delimiter: str) -> re.Pattern[bytes]:
    around = re.escape(delimiter.encode()) + rb"\r\n"
    return re.compile(rb'(?:\A|(?<=[%s]))("[^"]*(?:""[^"]*)*(?:"|\Z))' % around)
