"""Sessions for property tests, drawn from the schema table."""

from collections.abc import Iterable
from math import ceil, floor

from hypothesis import strategies as st

from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, Column

CODED_COLUMNS = tuple(name for name, column in COLUMNS.items() if column.group != "ids")


def cells_of(column: Column) -> st.SearchStrategy[object]:
    """Cells that a column allows, as a person or a program would give them."""
    if column.kind == "choice":
        return st.sampled_from(column.choices)
    if column.kind == "flag":
        return st.sampled_from([0, 1])
    whole = st.integers(ceil(column.low), floor(column.high))
    return st.floats(column.low, column.high).map(lambda found: found + 0.0) | whole  # no -0.0


def sessions(
    columns: Iterable[str] = CODED_COLUMNS, *, always: Iterable[str] = ()
) -> st.SearchStrategy[dict[str, object]]:
    """Valid sessions with any of the columns filled, and those of ``always`` in every one."""
    always = tuple(always)
    return st.fixed_dictionaries(
        {name: cells_of(COLUMNS[name]) for name in always},
        optional={name: cells_of(COLUMNS[name]) for name in columns if name not in always},
    )


model_sessions = sessions(MODEL_COLUMNS)
