"""Simulated sessions as frames, labels beside them."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS, Column, label_columns
from calfcause.sessions import text_array, words_of
from calfcause.simulate.generate import FIRST_DAY, Simulated

if TYPE_CHECKING:
    import pandas as pd

# Every run starts at the same hour: the schema has a time, but no cause reads it.
START = np.timedelta64(18, "h")


def to_frame(simulated: Simulated, *, truth: bool = False) -> "pd.DataFrame":
    """Return simulated sessions and their labels as a frame, unknown cells as missing values.

    ``truth`` adds the true probabilities, ``true_p_sore`` and ``true_p_<cause>``, which no model
    may see.
    """
    import pandas as pd

    soreness = simulated.soreness
    labels = label_columns([cause.name for cause in CAUSES])
    codes: dict[str, NDArray[Any]] = {
        name: simulated.cells[name] for name in (*MODEL_COLUMNS, *AFTERWARDS_COLUMNS)
    }
    codes["sore_calves"] = soreness.sore
    codes |= {f"cause_{name}": because for name, because in soreness.because_of.items()}
    codes["primary_cause"] = soreness.primary
    runners = [f"r{runner:06d}" for runner in simulated.runner.tolist()]
    numbers = _number_of_session(simulated.runner).tolist()
    sessions = [f"{runner}-{number:04d}" for runner, number in zip(runners, numbers, strict=True)]
    starts = np.datetime_as_string(FIRST_DAY + simulated.day + START, unit="m").tolist()
    ids = {"session_id": sessions, "runner_id": runners, "start_time": starts}
    columns: dict[str, Any] = {name: text_array(texts) for name, texts in ids.items()}
    columns |= {name: _values({**COLUMNS, **labels}[name], codes[name]) for name in codes}
    if truth:
        columns["true_p_sore"] = soreness.true_p_sore
        columns |= {f"true_p_{name}": true_p for name, true_p in soreness.true_p.items()}
    return pd.DataFrame(columns)


def _number_of_session(runner: NDArray[np.intp]) -> NDArray[np.intp]:
    """Count the sessions of each runner from 1; those of one runner are together."""
    places = np.arange(len(runner))
    return np.asarray(places - np.searchsorted(runner, runner) + 1)


def _values(column: Column, codes: NDArray[Any]) -> Any:
    if column.kind != "choice":
        return codes.astype(np.int8) if column.group == "labels" else codes
    return text_array(words_of(column, codes.astype(np.float64)))
