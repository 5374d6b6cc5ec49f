"""Tables of any library that speaks Arrow: sessions in, and answers of the same kind out.

The Arrow PyCapsule interface is what polars, pyarrow and DuckDB have in common. pandas and pyarrow
are there in any case, so a layer such as narwhals would add a dependency and take nothing away.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from calfcause.errors import SchemaError
from calfcause.sessions.arrow import frame_of
from calfcause.texts import a_or_an

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Table = TypeVar("Table")

# Begins the keys that name the model in the metadata of a table.
NOTED = "calfcause.model."

# Libraries that give answers in a kind of their own, and how they take an Arrow table; all others
# get that table. A relation of DuckDB does not tell its connection, and one of another connection
# fails beside it and in other threads; DuckDB queries an Arrow table by the name of its variable.
OWN_KINDS: dict[str, Callable[[Any, "pa.Table"], Any]] = {
    "polars": lambda module, table: module.from_arrow(table),
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
        # pyarrow would also read a dict, or a list of nothing.
        table = pa.table(None if isinstance(sessions, Mapping | Sequence) else sessions)
        table = table.replace_schema_metadata()
    except (pa.ArrowException, AttributeError, TypeError, ValueError):
        later = "; collect() it first" if type(sessions).__name__ == "LazyFrame" else ""
        raise SchemaError(
            f"{called} takes a DataFrame or another table that speaks Arrow, such as polars',"
            f" pyarrow's or DuckDB's, not {a_or_an(type(sessions).__name__)}{later};"
            " dicts go to predict_many, a row to predict_one"
        ) from None
    return frame_of(table)


def in_kind_of(
    sessions: Table, answers: "pd.DataFrame", index: "pd.Index[Any]", model: Mapping[str, str]
) -> Table:
    """The answers as the kind of table that the sessions are, with the model where it has room.

    index : that of the sessions, which may be fewer than the answers
    """
    import pandas as pd

    if isinstance(sessions, pd.DataFrame):
        answers = answers.iloc[: len(index)].set_axis(index)
        answers.attrs["model"] = dict(model)
        return answers  # type: ignore[return-value]
    import pyarrow as pa

    table = pa.Table.from_pandas(answers, preserve_index=False)
    table = table.slice(0, len(index)).replace_schema_metadata(model_metadata(model))
    library = type(sessions).__module__.partition(".")[0].lstrip("_")
    take = OWN_KINDS.get(library)
    answered: Table = take(sys.modules[library], table) if take else table
    return answered


def model_metadata(model: Mapping[str, str]) -> dict[str, str]:
    """What the schema of Arrow tables and Parquet files of answers notes."""
    return {f"{NOTED}{name}": text for name, text in model.items()}
