"""Whose and when the sessions of a frame are."""

from typing import TYPE_CHECKING, Any

import numpy as np

from calfcause.sessions.bad_cells import refusing_column
from calfcause.sessions.cells import encode_columns
from calfcause.sessions.dates import StartTimes, numbers_of
from calfcause.sessions.frames import texts_of
from calfcause.sessions.history import SHOE
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.whose import Told, refuse_rounded_ids

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
        labels = frame.iloc[:, place_of[SORE_LABEL]]
        with refusing_column(SORE_LABEL, labels.dtype):
            cells = labels.to_numpy(dtype=object)
        codes, bad, _ = encode_columns([(TOLD_COLUMNS[SORE_LABEL], cells)], "")
        sore, n_unread = codes[SORE_LABEL], len(bad)
    if "runner_id" in place_of:
        ids = frame.iloc[:, place_of["runner_id"]]
        if getattr(ids.dtype, "kind", "O") == "f":
            plain: Any = getattr(ids.dtype, "numpy_dtype", ids.dtype)
            refuse_rounded_ids(ids.to_numpy(plain, na_value=np.nan))
    return Told(
        runner=numbers_of(texts_of(frame, "runner_id"), {}),
        starts=StartTimes.of(texts_of(frame, "start_time")),
        sore=sore,
        n_unread=n_unread,
        shoe=texts_of(frame, SHOE) if SHOE in place_of else None,
    )
