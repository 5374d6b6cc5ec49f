"""Simulated sessions as frames and files, labels beside them."""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS, Column, label_columns
from calfcause.sessions import atomic_path
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
    columns: dict[str, Any] = {name: _text(texts) for name, texts in ids.items()}
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
    words = np.array([*column.choices, None], dtype=object)
    places = np.nan_to_num(codes.astype(np.float64), nan=len(column.choices))
    return _text(words[places.astype(np.intp)])


def _text(texts: Any) -> Any:
    import pandas as pd

    # What pandas 3 calls "str", by a name that pandas 2 knows as well.
    return pd.array(texts, dtype=pd.StringDtype(na_value=np.nan))


def write_frames(frames: Iterable["pd.DataFrame"], path: str | Path) -> int:
    """Write frames of the same columns one below the other, and return the number of rows.

    The file, ``.csv``, ``.csv.gz`` or ``.parquet``, appears when it is complete; never more than
    one frame is held.

    Raises
    ------
    SchemaError
        If the name ends in none of these.
    """
    if not str(path).endswith((".csv", ".csv.gz", ".parquet")):
        raise SchemaError(f"{path}: sessions are written to .csv, .csv.gz or .parquet")
    with atomic_path(path) as part:
        if str(path).endswith(".parquet"):
            return _write_parquet(iter(frames), part)
        return _write_csv(frames, part, packed=str(path).endswith(".gz"))


def _write_csv(frames: Iterable["pd.DataFrame"], part: Path, *, packed: bool) -> int:
    n_rows = 0
    with open(part, "wb") as file, ExitStack() as stack:
        stream: IO[bytes] = file
        if packed:
            # Without a name and a time the same sessions give the same bytes.
            gz = gzip.GzipFile("", "wb", fileobj=file, mtime=0)
            stream = cast(IO[bytes], stack.enter_context(gz))
        for number, frame in enumerate(frames):
            frame.to_csv(stream, index=False, header=number == 0, lineterminator="\n")
            n_rows += len(frame)
    return n_rows


def _write_parquet(frames: Iterator["pd.DataFrame"], part: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = next(frames)
    schema = pa.Schema.from_pandas(first, preserve_index=False)
    n_rows = 0
    with pq.ParquetWriter(part, schema) as writer:
        for frame in chain([first], frames):
            writer.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))
            n_rows += len(frame)
    return n_rows
