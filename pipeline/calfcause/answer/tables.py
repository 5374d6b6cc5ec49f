"""Tables of any library that speaks Arrow: sessions in, and answers of the same kind out.

The Arrow PyCapsule interface is what polars, pyarrow and DuckDB have in common. pandas and pyarrow
are there in any case, so a layer such as narwhals would add a dependency and take nothing away.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from calfcause.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Table = TypeVar("Table")

# Libraries that give answers in a kind of their own, and how they take an Arrow table; all others
# get that table.
OWN_KINDS: dict[str, Callable[[Any, "pa.Table"], Any]] = {
    "polars": lambda module, table: module.from_arrow(table),
    "duckdb": lambda module, table: module.from_arrow(table),
}


def as_frame(sessions: object, called: str) -> "pd.DataFrame":
    """Sessions as a DataFrame; the index of other tables counts from 0.

    called : the method that takes them, for the error
    """
    import pandas as pd

    if isinstance(sessions, pd.DataFrame):
        return sessions
    import pyarrow as pa

    try:
        # pyarrow would also read a dict.
        table = pa.table(None if isinstance(sessions, Mapping) else sessions)
        table = table.replace_schema_metadata()
    except (pa.ArrowException, AttributeError, TypeError, ValueError):
        later = "; collect() it first" if type(sessions).__name__ == "LazyFrame" else ""
        raise SchemaError(
            f"{called} takes a DataFrame or another table that speaks Arrow, such as polars',"
            f" pyarrow's or DuckDB's, not a {type(sessions).__name__}{later};"
            " dicts go to predict_many, a row to predict_one"
        ) from None
    for at, field in enumerate(table.schema):
        if field.type == pa.month_day_nano_interval():
            table = table.set_column(at, field.name, _durations(table.column(at)))
    frame: pd.DataFrame = table.to_pandas()
    return frame


def in_kind_of(sessions: Table, answers: "pd.DataFrame", model: Mapping[str, str]) -> Table:
    """The answers as the kind of table that the sessions are, with the model where it has room."""
    import pandas as pd

    answers.attrs["model"] = dict(model)
    if isinstance(sessions, pd.DataFrame):
        return answers  # type: ignore[return-value]
    import pyarrow as pa

    table = pa.Table.from_pandas(answers, preserve_index=False)
    table = table.replace_schema_metadata(model_metadata(model))
    library = type(sessions).__module__.partition(".")[0].lstrip("_")
    take = OWN_KINDS.get(library)
    answered: Table = take(sys.modules[library], table) if take else table
    return answered


def model_metadata(model: Mapping[str, str]) -> dict[str, str]:
    """What the schema of Arrow tables and Parquet files of answers notes."""
    return {f"calfcause.model.{name}": text for name, text in model.items()}


def _durations(column: "pa.ChunkedArray") -> "pa.Array":
    """Intervals of SQL as durations."""
    import pyarrow as pa

    cells = column.to_pylist()
    if any(cell is not None and cell.months for cell in cells):
        raise SchemaError("an interval of months or years has no fixed length; give minutes")
    return pa.array(
        [
            cell and timedelta(days=cell.days, microseconds=cell.nanoseconds // 1000)
            for cell in cells
        ],
        pa.duration("us"),
    )
