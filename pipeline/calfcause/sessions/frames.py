"""Sessions as pandas frames: encode them, and read them from CSV or Parquet."""

from collections.abc import Mapping
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import Problem
from calfcause.remote import fetched, is_remote, on_disk
from calfcause.sessions.bad_cells import bad_cell, further_down, raise_bad_cells, refusing_column
from calfcause.sessions.cells import Synonyms, encode_columns, warn_of_synonyms
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.names import find_columns, plain_name
from calfcause.sessions.numbers import sniffed_decimal
from calfcause.sessions.parquet import read_parquet_frame
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.texts import printable
from calfcause.types import Array

if TYPE_CHECKING:
    import pandas as pd


# The first rows show the decimal mark of texts.
_SNIFFED_ROWS = 1000


def encode_frame(
    frame: "pd.DataFrame", *, columns: Mapping[str, Column] = COLUMNS
) -> tuple[dict[str, Array], list[Problem]]:
    """Encode a frame of sessions.

    frame : sessions with columns of any dtypes. A frame without columns has no cells,
        ``(n_sessions, n_columns)``

    Returns the codes of the known columns other than ids, NaN where missing or bad, and the cells
    that are not allowed, by row. Synonyms are read with a warning. Raises SchemaError if there are
    columns and none is known, or one appears twice.

    >>> import pandas as pd
    >>> encode_frame(pd.DataFrame({"terrain": ["flat", None]}))
    ({'terrain': array([ 0., nan])}, [])
    """
    cells, bad_cells, synonyms = encode_table(frame, columns=columns)
    warn_of_synonyms(synonyms)
    return cells, bad_cells


def encode_table(
    frame: "pd.DataFrame", *, columns: Mapping[str, Column] = COLUMNS, decimal: str | None = None
) -> tuple[dict[str, Array], list[Problem], Synonyms]:
    """Encode a frame like ``encode_frame``, and return the synonyms instead of warning.

    ``decimal`` is the decimal mark of texts, empty if not known; by default what the first rows
    show.
    """
    known = find_columns(list(frame.columns), columns, "the frame") if frame.shape[1] else {}
    table: list[tuple[Column, NDArray[Any]]] = []
    for at, column in known.items():
        if column.group != "ids":
            series = frame.iloc[:, at]
            with refusing_column(column.name, series.dtype):
                if getattr(series.dtype, "kind", "O") in "iuf":
                    table.append((column, series.to_numpy(dtype=np.float64, na_value=nan)))
                else:
                    table.append((column, series.to_numpy(dtype=object)))
    if decimal is None:
        texts = [(column, values) for column, values in table if values.dtype == object]
        decimal = sniffed_decimal(
            (column, cell) for column, values in texts for cell in values[:_SNIFFED_ROWS]
        )
    cells, bad, synonyms = encode_columns(table, decimal)
    bad_cells = [bad_cell(column, row, cell) for row, column, cell in bad]
    return cells, sorted(bad_cells, key=lambda cell: cell.row or 0), synonyms


def read_frame(path: str | Path, *, columns: Mapping[str, Column] = COLUMNS) -> "pd.DataFrame":
    """Read a CSV or Parquet file of sessions, here or at an address of fsspec.

    Returns ids and choices as text, numbers and flags as float, NaN where missing. Other columns
    stay as they are, from CSV as text, ``(n_sessions, n_columns)``. Raises SchemaError if the file
    does not hold sessions or has cells that are not allowed.
    """
    import pandas as pd

    if is_remote(path):
        with fetched(path) as copied:
            return read_frame(copied, columns=columns)
    path = on_disk(path)
    if str(path).lower().endswith(".parquet"):
        table = read_parquet_frame(path)
        cells, bad_cells = encode_frame(table, columns=columns)
        raise_bad_cells(bad_cells, printable(str(path)))
    else:
        chunks = list(read_csv(path, columns=columns))
        n_rows, bad_cells = 0, []
        for chunk in chunks:
            bad_cells += further_down(chunk.bad_cells, n_rows)
            n_rows += len(chunk)
        raise_bad_cells(bad_cells, printable(str(path)))
        cells = {
            name: np.concatenate(
                [chunk.cells.get(name, np.full(len(chunk), nan)) for chunk in chunks]
            )
            for name in dict.fromkeys(name for chunk in chunks for name in chunk.cells)
        }
        rows = [row for chunk in chunks for row in chunk.rows]
        table = pd.DataFrame(rows, columns=chunks[0].layout.header, dtype=text_dtype())
        table = table.mask(table == "")
    for at, name in enumerate(names := list(table.columns)):
        if column := columns.get(plain_name(name)):
            names[at] = column.name
            if column.kind == "choice":
                table.isetitem(at, text_array(words_of(column, cells[column.name])))
            elif column.name in cells:
                table.isetitem(at, cells[column.name])
            elif table.iloc[:, at].dtype.kind != "M":
                table.isetitem(at, table.iloc[:, at].astype(text_dtype()).array)
    table.columns = pd.Index(names)
    return table.assign(**{name: cells[name] for name in cells if name not in names})


def texts_of(frame: "pd.DataFrame", name: str) -> list[str]:
    """Return the cells of a column as text, empty where missing or if there is no such column."""
    for place, called in enumerate(frame.columns):
        if plain_name(called) == name:
            cells = frame.iloc[:, place]
            with refusing_column(name, cells.dtype):
                return [
                    "" if missing else str(cell).strip()
                    for cell, missing in zip(cells.tolist(), cells.isna().tolist(), strict=True)
                ]
    return [""] * len(frame)


def words_of(column: Column, codes: Array) -> NDArray[Any]:
    """Return the words of codes of a choice column, shape ``(n_sessions,)``, None for NaN."""
    words = np.array([*column.choices, None], dtype=object)
    return words[np.nan_to_num(codes, nan=len(column.choices)).astype(np.intp)]


def text_dtype() -> "pd.StringDtype":
    """Return the dtype that pandas 3 calls "str", in a way that pandas 2 knows as well."""
    import pandas as pd

    return pd.StringDtype(na_value=nan)


def text_array(texts: Any) -> Any:
    """Return texts as a column of a frame."""
    import pandas as pd

    return pd.array(texts, dtype=text_dtype())
