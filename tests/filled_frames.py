"""A frame with what its earlier runs tell, to hold the answers of ``predict`` against."""

import numpy as np
import pandas as pd

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.contradictions import usable, with_added
from calfcause.sessions.frames import encode_frame, text_array, words_of
from calfcause.sessions.history import fill
from calfcause.sessions.history_frame import FRAME, told_of_frame
from calfcause.sessions.names import plain_name, warn_caller
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.whose import followed


def fill_history(sessions: pd.DataFrame) -> pd.DataFrame:
    """Fill missing cells of a frame from earlier runs of the same runner, as ``predict`` does.

    Known cells stay, and columns are added where only earlier runs tell.
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
