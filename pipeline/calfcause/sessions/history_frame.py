"""Fill what is usual for each runner in a frame of sessions."""

from typing import TYPE_CHECKING

import numpy as np

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.cells import encode_columns
from calfcause.sessions.contradictions import usable, with_added
from calfcause.sessions.dates import StartTimes, numbers_of
from calfcause.sessions.frames import encode_frame, text_array, texts_of, words_of
from calfcause.sessions.history import SHOE, fill
from calfcause.sessions.names import plain_name, warn_caller
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.whose import Told, followed

if TYPE_CHECKING:
    import pandas as pd

FRAME = "the frame of sessions"


def told_of_frame(frame: "pd.DataFrame") -> Told | None:
    """Whose and when the sessions of a frame are; None without ``start_time``."""
    place_of = {plain_name(name): place for place, name in enumerate(frame.columns)}
    if "start_time" not in place_of:
        return None
    sore, n_unread = np.full(len(frame), np.nan), 0
    if SORE_LABEL in place_of:
        cells = frame.iloc[:, place_of[SORE_LABEL]].to_numpy(dtype=object)
        codes, bad, _ = encode_columns([(TOLD_COLUMNS[SORE_LABEL], cells)], "")
        sore, n_unread = codes[SORE_LABEL], len(bad)
    return Told(
        runner=numbers_of(texts_of(frame, "runner_id"), {}),
        starts=StartTimes.of(texts_of(frame, "start_time")),
        sore=sore,
        n_unread=n_unread,
        shoe=texts_of(frame, SHOE) if SHOE in place_of else None,
    )


def fill_history(sessions: "pd.DataFrame") -> "pd.DataFrame":
    """Fill missing cells of sessions from earlier runs of the same runner.

    sessions : A session in each row, in any order, with ``start_time`` in any common form. Without
        ``runner_id`` all rows are of one runner. The label ``sore_calves`` and the column ``shoe``,
        the name of the pair, are read if they are there

    Returns the same rows and columns with cells filled as ``sessions.history`` describes, and
    columns added where only earlier runs tell. Known cells stay; those that cannot be true teach
    later runs nothing, and nothing is filled that does not go with what is known. Warns if day and
    month could be taken for each other: which was read first, and why; and of start times that
    cannot be read, which count as missing.

    >>> import pandas as pd
    >>> days = pd.date_range("2026-07-01", periods=9, freq="3D")
    >>> runs = pd.DataFrame({"start_time": days, "distance_km": [8, 12, 8, 9, 8, 7, 8, 8, 24]})
    >>> fill_history(runs)["longest_run_28d_km"].iloc[-1].item()
    12.0
    """
    cells, bad = encode_frame(sessions, columns=TOLD_COLUMNS)
    raise_bad_cells(bad, FRAME)
    told = told_of_frame(sessions)
    if told is None:
        raise SchemaError(f"{FRAME} has no column start_time; a history needs it")
    runs = followed(told.runner, told.starts, FRAME)
    if runs.warning:
        warn_caller(runs.warning)
    filled = sessions.copy()
    if runs.times is None:
        return filled
    cells.pop(SORE_LABEL, None)
    found = fill(usable(cells), runs.runner, runs.times, sore=told.sore, shoe=told.shoe)
    place_of = {plain_name(name): place for place, name in enumerate(sessions.columns)}
    added = {name: np.where(new, found.cells[name], np.nan) for name, new in found.added.items()}
    whole = with_added(cells, added, len(sessions))
    for name in added:
        column, codes = COLUMNS[name], whole[name]
        values = text_array(words_of(column, codes)) if column.kind == "choice" else codes
        if name in place_of:
            filled.isetitem(place_of[name], values)
        else:
            filled[name] = values
    return filled
