"""Arrow tables of sessions as frames: ids keep every digit, and what is not known is not read."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from calfcause.sessions.bad_cells import refusing_column
from calfcause.sessions.history import SHOE
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import TOLD_COLUMNS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def frame_of(table: "pa.Table", *, others: bool = False) -> "pd.DataFrame":
    """A table as a frame; columns that are not known are empty in it, unless ``others``."""
    import pandas as pd

    columns: dict[int, Any] = {}
    for at, name in enumerate(table.column_names):
        if plain_name(name) in (*TOLD_COLUMNS, SHOE):
            columns[at] = _read(name, table.column(at))
        else:
            columns[at] = table.column(at).to_pandas() if others else None
    frame = pd.DataFrame(columns, index=range(table.num_rows))
    frame.columns = pd.Index(table.column_names)
    return frame


def _read(name: str, column: "pa.ChunkedArray") -> "pd.Series[Any]":
    """The cells of a known column."""
    import pyarrow as pa

    known = TOLD_COLUMNS.get(plain_name(name))
    with refusing_column(name, column.type):
        if known and known.group == "ids":
            if pa.types.is_dictionary(column.type):
                column = column.cast(column.type.value_type)
            if pa.types.is_integer(column.type):
                # With a null among them pandas makes them floats, which two ids can share.
                column = column.cast(pa.string())
        if column.type == pa.month_day_nano_interval():
            column = _durations(column)
        cells: pd.Series[Any] = column.to_pandas()
    return cells


def _durations(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """Intervals of SQL as durations."""
    import pyarrow as pa

    cells = column.to_pylist()
    if any(cell is not None and cell.months for cell in cells):
        raise ValueError("an interval of months or years has no fixed length; give minutes")
    durations = [
        cell and timedelta(days=cell.days, microseconds=cell.nanoseconds // 1000) for cell in cells
    ]
    return pa.chunked_array([pa.array(durations, pa.duration("us"))])
