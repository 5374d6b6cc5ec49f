"""The file of bad rows: what stands before each, which is left out when they come back mended."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from calfcause.batch.arrays import strings
from calfcause.batch.reading import Rows
from calfcause.sessions.names import plain_name

# Called so that nobody else's columns are; where a row stood is told of CSV, and of Parquet.
PLACES = LINE, ROW = "calfcause_line", "calfcause_row"
TOLD = "calfcause_error", "calfcause_red_flags"


def side_names(*, of_csv: bool) -> tuple[str, ...]:
    """What stands before the columns of a bad row in the side file."""
    return (LINE if of_csv else ROW, *TOLD)


def count_own(names: Sequence[str]) -> int:
    """How many columns of a file are those that a side file has in front, or are left of them.

    >>> count_own(["calfcause_line", "calfcause_error", "calfcause_red_flags", "distance_km"])
    3
    >>> count_own(["calfcause_line", "distance_km"]), count_own(["distance_km"])
    (1, 0)
    """
    return len(list(takewhile(lambda name: plain_name(name) in (*PLACES, *TOLD), names)))


def rows_without_own(rows: Rows, n_own: int, delimiter: str) -> Rows:
    """Rows without the first columns of their file."""

    def rest(given: Any) -> Any:
        if isinstance(given, pa.Table):
            return given.select(list(range(n_own, given.num_columns)))
        return given if given is None else _without_first(given, n_own, delimiter)

    return replace(rows, texts=rest(rows.texts), table=rest(rows.table), raw=rest(rows.raw))


def header_without_own(text: str, n_own: int, delimiter: str) -> str:
    """The header of a CSV file without its first columns.

    >>> header_without_own('calfcause_line;"calfcause_error";distance_km', 2, ";")
    'distance_km'
    """
    return str(_without_first(strings([text]), n_own, delimiter)[0].as_py())


def _without_first(texts: pa.Array, n_cells: int, delimiter: str) -> pa.Array:
    """Rows of CSV without so many cells; nothing is left of a row that has no more of them."""
    cell = f'(?:"(?:[^"]|"")*"|[^{delimiter}"][^{delimiter}]*|)(?:{delimiter}|$)'
    first = f"^(?:{cell}){{0,{n_cells}}}"
    return pc.replace_substring_regex(texts, first, "", max_replacements=1)
