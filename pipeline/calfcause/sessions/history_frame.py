"""Fill what is usual for each runner in a frame of sessions."""

from typing import TYPE_CHECKING

import numpy as np

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.dates import times_of
from calfcause.sessions.frames import encode_frame, text_array, words_of
from calfcause.sessions.history import History
from calfcause.sessions.names import plain_name, warn_caller
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS, Column

if TYPE_CHECKING:
    import pandas as pd

SHOE = "shoe"
_COLUMNS = {
    **TOLD_COLUMNS,
    SHOE: Column(name=SHOE, group="ids", kind="text", meaning="name of the pair of shoes"),
}


def fill_history(sessions: "pd.DataFrame") -> "pd.DataFrame":
    """Fill missing cells of sessions from earlier runs of the same runner.

    Parameters
    ----------
    sessions : A session in each row, in any order, with ``start_time`` in any common form. Without
        ``runner_id`` all rows are of one runner. The label ``sore_calves`` and the column ``shoe``,
        the name of the pair, are read if they are there

    Returns
    -------
    The same rows and columns with cells filled as ``sessions.history`` describes, and columns added
    where only earlier runs tell. Known cells stay.

    Raises
    ------
    SchemaError
        If there is no ``start_time``, times cannot be read or leave the order of day and month
        open, or cells are not allowed.

    Warns
    -----
    UserWarning
        If day and month could be taken for each other: which was read first, and why.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2026-07-01", periods=9, freq="3D")
    >>> runs = pd.DataFrame({"start_time": days, "distance_km": [8, 12, 8, 9, 8, 7, 8, 8, 24]})
    >>> fill_history(runs)["longest_run_28d_km"].iloc[-1].item()
    12.0
    """
    cells, bad = encode_frame(sessions, columns=_COLUMNS)
    raise_bad_cells(bad, "the frame of sessions")
    place_of = {plain_name(name): place for place, name in enumerate(sessions.columns)}

    def texts(name: str) -> list[str]:
        column = sessions.iloc[:, place_of[name]]
        return [
            "" if missing else str(cell)
            for cell, missing in zip(column, column.isna(), strict=True)
        ]

    if "start_time" not in place_of:
        raise SchemaError("the frame of sessions has no column start_time; a history needs it")
    n = len(sessions)
    runner = texts("runner_id") if "runner_id" in place_of else ["the runner"] * n
    times = times_of(texts("start_time"), runner, "the frame of sessions")
    if times.note:
        warn_caller(times.note)
    label = cells.pop(SORE_LABEL, np.full(n, np.nan))
    shoe = texts(SHOE) if SHOE in place_of else None
    found = History().fill(cells, runner, times, sore=label, shoe=shoe)
    filled = sessions.copy()
    for name in found.added:
        column, codes = COLUMNS[name], found.cells[name]
        values = text_array(words_of(column, codes)) if column.kind == "choice" else codes
        if name in place_of:
            filled.isetitem(place_of[name], values)
        else:
            filled[name] = values
    return filled
