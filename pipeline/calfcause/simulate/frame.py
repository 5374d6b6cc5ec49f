"""Simulated sessions as Arrow tables and frames, labels beside them."""

from collections.abc import Callable
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError
from calfcause.sessions.frames import text_dtype
from calfcause.sessions.schema import COLUMNS, Column, label_columns
from calfcause.simulate.generate import FIRST_DAY, Simulated, simulate
from calfcause.simulate.record import RECORDED_COLUMNS
from calfcause.simulate.world import world_named

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Every run starts at the same hour: the schema has a time, but no cause reads it.
START = np.timedelta64(18, "h")


def generate(
    n_runners: int,
    n_weeks: int = 16,
    *,
    world: str = "default",
    seed: int = 0,
    truth: bool = False,
) -> "pd.DataFrame":
    """Simulate labelled sessions of runners.

    Parameters
    ----------
    n_runners : int
        How many runners, at least 1.
    n_weeks : int
        How many weeks each of them is followed, at least 1.
    world : str
        Name of the priors of the population, such as ``"default"`` or ``"novices"``; all of them
        are the keys of ``calfcause.simulate.WORLDS``.
    seed : int
        The same seed gives the same sessions; at least 0.
    truth : bool
        Whether to add the true probabilities, ``true_p_sore`` and ``true_p_<cause>``, which no
        model may see.

    Returns
    -------
    DataFrame
        One row per session: the columns of the schema, missing values where a cell is missing, and
        the labels ``sore_calves``, ``cause_<name>`` (0 or 1) and ``primary_cause``.

    Raises
    ------
    CalfcauseError
        If there is no world of this name, or a number is too small or not whole.

    Examples
    --------
    >>> sessions = generate(20, 4, seed=1)
    >>> sorted(sessions["sore_calves"].unique().tolist())
    [0, 1]
    """
    for name, number, least in (
        ("n_runners", n_runners, 1),
        ("n_weeks", n_weeks, 1),
        ("seed", seed, 0),
    ):
        if not isinstance(number, Integral) or isinstance(number, bool) or number < least:
            raise CalfcauseError(f"{name} is {number!r}; allowed are whole numbers from {least} on")
    simulated = simulate(n_runners, n_weeks, world=world_named(world), seed=seed)
    return to_frame(simulated, truth=truth)


def to_frame(simulated: Simulated, *, truth: bool = False) -> "pd.DataFrame":
    """Turn simulated sessions and their labels into a frame.

    truth : whether to add the true probabilities, ``true_p_sore`` and ``true_p_<cause>``
    """
    import pyarrow as pa

    table = in_plain_text(to_table(simulated, truth=truth))
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.string(): text_dtype()}.get)
    return frame


def to_table(simulated: Simulated, *, truth: bool = False) -> "pa.Table":
    """Turn the same into an Arrow table: missing cells are nulls, words are dictionary-encoded.

    No session costs a Python object, so this is fast compared with simulating them.
    """
    import pyarrow as pa

    soreness = simulated.soreness
    labels = label_columns([cause.name for cause in CAUSES])
    codes: dict[str, NDArray[Any]] = {name: simulated.cells[name] for name in RECORDED_COLUMNS}
    codes["sore_calves"] = soreness.sore
    codes |= {f"cause_{name}": label for name, label in soreness.because_of.items()}
    codes["primary_cause"] = soreness.primary
    columns = _ids(simulated)
    columns |= {name: _values({**COLUMNS, **labels}[name], codes[name]) for name in codes}
    if truth:
        columns["true_p_sore"] = pa.array(soreness.true_p_sore)
        columns |= {f"true_p_{name}": pa.array(true_p) for name, true_p in soreness.true_p.items()}
    return pa.table(columns)


def in_plain_text(table: "pa.Table") -> "pa.Table":
    """Return the table with words as plain text, for readers without dictionary encoding."""
    import pyarrow as pa

    plain = [
        pa.field(field.name, pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(plain))


def _ids(simulated: Simulated) -> dict[str, "pa.Array"]:
    """The columns that say which session of which runner it is, and when."""
    import pyarrow.compute as pc

    runners = _texts(simulated.runner, lambda runner: f"r{runner:06d}")
    numbers = _texts(_number_of_session(simulated.runner), lambda number: f"{number:04d}")
    return {
        "session_id": pc.binary_join_element_wise(runners, numbers, "-"),
        "runner_id": runners,
        "start_time": _texts(
            simulated.day, lambda day: str(np.datetime_as_string(FIRST_DAY + day + START, unit="m"))
        ),
    }


def _texts(values: NDArray[np.intp], text_of: Callable[[int], str]) -> "pa.Array":
    """The text of each value; each distinct value is formatted once."""
    import pyarrow as pa

    distinct, places = np.unique(values, return_inverse=True)
    texts = [text_of(value) for value in distinct.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(places))


def _number_of_session(runner: NDArray[np.intp]) -> NDArray[np.intp]:
    """Count the sessions of each runner from 1; those of one runner are together."""
    places = np.arange(len(runner))
    return np.asarray(places - np.searchsorted(runner, runner) + 1)


def _values(column: Column, codes: NDArray[Any]) -> "pa.Array":
    """A column of the table from encoded cells or labels."""
    import pyarrow as pa

    if column.kind == "choice":
        missing = np.isnan(codes)
        places = pa.array(np.where(missing, 0, codes).astype(np.int8), mask=missing)
        return pa.DictionaryArray.from_arrays(places, pa.array(column.choices, pa.string()))
    if column.group == "labels":
        return pa.array(codes.astype(np.int8))
    return pa.array(codes, from_pandas=True)
