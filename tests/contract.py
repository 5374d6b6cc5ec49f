"""One contract for all doors: the ugly inputs, and what each of them comes to through every door.

``python tests/contract.py`` writes docs/contract.md from this table; tests/test_contract.py holds
the doors to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

PAGE = Path(__file__).parents[1] / "docs" / "contract.md"

PYTHON, DICT, POLARS, ARROW, DUCKDB = "pandas", "dict", "polars", "Arrow", "DuckDB"
CLI, PARQUET, SERVICE, PYFUNC, HTTP = "CSV", "Parquet", "HTTP", "pyfunc", "MLflow"
SPARK, NODE, APART = "Spark", "Node.js", "MLflow apart"
# The columns of the page, pandas first, which ``check_door`` holds all others to. Another door is
# one more name here, and one more test that calls that; Node's is in tests/test_whole_graph.py, and
# that of MLflow apart in tests/installed_mlflow.py.
DOORS = (
    PYTHON, DICT, POLARS, ARROW, DUCKDB, CLI, PARQUET, SERVICE, PYFUNC, HTTP, APART, SPARK, NODE,
)  # fmt: skip

ONE_TYPE = "a Spark column has one type"
NO_TYPE = "Spark has no such type"
NO_COLUMN = "a Spark row needs a column"
NO_HEADER = "a CSV file needs a header"
BLANK = "in CSV that is a blank line"
AMBIGUOUS = "Spark tells no such columns apart"
ONE_KEY = "a dict or an object of JSON has no key twice"
NO_CELL = "it has no such type, name or frame"
NO_INFINITY = "JSON has no infinity"
NO_BYTES = "JSON has no bytes"
CODED = "it takes cells as the JSON Schema has them, and refuses others in words of its own"


def _to_duckdb(frame: pd.DataFrame) -> Any:
    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


TABLES: Mapping[str, Callable[[pd.DataFrame], Any]] = {
    POLARS: pl.from_pandas,
    ARROW: partial(pa.Table.from_pandas, preserve_index=False),
    DUCKDB: _to_duckdb,
    PARQUET: partial(pa.Table.from_pandas, preserve_index=False),
}


def as_kind(door: str, frame: pd.DataFrame) -> Any:
    """The frame as a table of another library; None if that cannot hold it unchanged."""
    try:
        table = TABLES[door](frame)
        rows = pa.table(table)
        if door == PARQUET:
            pq.write_table(rows, pa.BufferOutputStream())
    except Exception:  # each library refuses what it cannot carry in its own way
        return None
    same = rows.num_columns and rows.column_names == list(frame.columns)
    return table if same and rows.num_rows == len(frame) else None


@dataclass(frozen=True, kw_only=True)
class Input:
    """One frame of sessions.

    Attributes
    ----------
    name : what is ugly about it.
    sessions : makes the frame.
    complaint : what the error says, with … for what differs by door; empty if it is answered.
    not_in : doors that cannot carry it, and why.
    """

    name: str
    sessions: Callable[[], pd.DataFrame]
    complaint: str = ""
    not_in: Mapping[str, str] = field(default_factory=dict)

    def cannot_enter(self, door: str) -> str:
        """Why a door cannot carry it, empty if it can; of a table, whether the library takes it."""
        if door == NODE:
            return CODED if self.complaint else ""
        if door in TABLES and door not in self.not_in:
            return "" if as_kind(door, self.sessions()) is not None else NO_CELL
        return self.not_in.get(HTTP if door == APART else door, "")


def _of(name: str, /, complaint: str = "", not_in: Any = None, **cells: Any) -> Input:
    """An input of columns given as lists or series."""
    return Input(
        name=name, sessions=lambda: pd.DataFrame(cells), complaint=complaint, not_in=not_in or {}
    )


def _made(
    name: str, sessions: Callable[[], pd.DataFrame], complaint: str = "", not_in: Any = None
) -> Input:
    return Input(name=name, sessions=sessions, complaint=complaint, not_in=not_in or {})


def _typed(values: list[Any], dtype: Any) -> Any:
    return pd.Series(values, dtype=dtype)


def _objects(*values: Any) -> Any:
    return pd.Series(values, dtype=object)


KM = "column distance_km: … is not allowed; 0 to 500 km"
HILLY = "column terrain: … is not allowed; one of flat, rolling, hilly, steep"
FLAG = "column sharp_pain: … is not allowed; 0 or 1"

TYPES = (
    _of("a plain session", distance_km=[9.5], terrain=["hilly"], usual_terrain=["flat"]),
    _of("whole numbers, int64", distance_km=[9, 5], experience_weeks=[200, 0]),
    _of(
        "whole numbers, int32 and int8",
        distance_km=_typed([9, 5], "int32"),
        sore_days=_typed([1, 2], "int8"),
    ),
    _of("whole numbers, unsigned", distance_km=_typed([9, 5], "uint8")),
    _of("Int64 with NA", distance_km=_typed([9, pd.NA], "Int64")),
    _of("Float64 with NA", distance_km=_typed([9.5, pd.NA], "Float64")),
    _of("float32", distance_km=_typed([9.5, 5.25], "float32")),
    _of("one row of 0 and 1", distance_km=[1], one_leg_only=[0], swelling=[1]),
    _of("flags as numbers with a point", sharp_pain=[1.0, 0.0]),
    _of("flags as booleans", sharp_pain=[True, False]),
    _of("flags as nullable booleans", sharp_pain=_typed([True, pd.NA], "boolean")),
    _of("flags as words", sharp_pain=["yes", "no"], swelling=["TRUE", "false"]),
    _of("a flag as 0 and 1 in text", sharp_pain=["1", "0"]),
    _of("a category", terrain=_typed(["hilly", "flat"], "category")),
    _of(
        "a category with gaps and unused words",
        terrain=pd.Categorical(["hilly", None], ["flat", "hilly", "moon"]),
    ),
    _of("a category of numbers", distance_km=_typed([9.5, 5.0], "category")),
    _of("pandas strings with NA", terrain=_typed(["hilly", pd.NA], "string")),
    _of("Python strings with None", terrain=_objects("hilly", None)),
    _of("decimals", distance_km=_objects(Decimal("9.5"), Decimal("5.0"))),
    _of("numbers among texts", not_in={SPARK: ONE_TYPE}, distance_km=_objects(9, "5.5", 2.5)),
    _of("numpy numbers in an object column", distance_km=_objects(np.int16(9), np.int16(5))),
    _made("five hundred rows", lambda: pd.DataFrame({"distance_km": np.arange(500) / 10.0})),
)

UNKNOWN = (
    _of("a text column that is all empty", terrain=_objects(None, None), distance_km=[9, 5]),
    _of("a number column that is all NaN", distance_km=[np.nan, np.nan], terrain=["flat", "flat"]),
    _of(
        "nothing but empty cells", not_in={CLI: BLANK}, distance_km=[np.nan], terrain=_objects(None)
    ),
    _of(
        "NaN, None, NA and NaT in one column",
        terrain=_objects(np.nan, None, pd.NA, pd.NaT, "hilly"),
    ),
    _of("words for unknown", terrain=["", "?", "unknown", "n/a", "NULL", "nan", "-", "hilly"]),
    _of("words for unknown among numbers", distance_km=["", "NA", "#N/A", "9"]),
    _of("none, which is a word of overstride", overstride=["none", "None", "marked"]),
    _of("none, which is no word of terrain", terrain=["none", "None", "hilly"]),
    _made("{}", lambda: pd.DataFrame([{}]), not_in={CLI: NO_HEADER, SPARK: NO_COLUMN}),
    _made("three {}", lambda: pd.DataFrame([{}] * 3), not_in={CLI: NO_HEADER, SPARK: NO_COLUMN}),
    _made("no rows", lambda: pd.DataFrame({"distance_km": [], "terrain": []})),
    _made("neither rows nor columns", pd.DataFrame, not_in={CLI: NO_HEADER, SPARK: NO_COLUMN}),
)

WRITING = (
    _of("words in capitals", terrain=["HILLY", "Flat"]),
    _of("words with spaces around", terrain=["  hilly ", "flat\t"]),
    _of("words with spaces and hyphens", shoe_type=["racing flat", "Zero-Drop"]),
    _of("numbers in text", distance_km=["9.5", "5"]),
    _of("numbers with a comma", distance_km=["9,5", "0,5"]),
    _of("numbers with an exponent", distance_km=["1e1", "5E-1"]),
    _of("numbers with their unit", distance_km=["9.5 km", "5km"]),
    _of("a pace as a clock shows it", usual_pace_min_per_km=["5:30", "6:05"]),
    _of("a time as a clock shows it", duration_min=["1:15:30", "0:45:00"]),
    _of("minutes and seconds", duration_min=["45:30"]),
    _of("another unit", distance_km=["9 mi"]),
    _of("a word for a distance", distance_km=["half marathon"]),
    _of("a side for one leg", one_leg_only=["left"]),
    _of("the name of a shoe", shoe_type=["Hoka"]),
    _of("a minus sign of typesetters", shoe_drop_mm=["−4", "-4"]),
    _of("the least that is allowed", shoe_drop_mm=[-10], distance_km=[0], cadence_spm=[100]),
    _of("the most that is allowed", shoe_drop_mm=[30], distance_km=[500], cadence_spm=[260]),
    _of("minus zero", distance_km=[-0.0]),
    _of("unicode in ids", session_id=["晨跑 🏃", "Läufe\u202e"], terrain=["hilly", "flat"]),
    _of("quotes, commas and line ends in ids",
        session_id=['a "b", c', "two\nlines"], terrain=["hilly", "flat"]),
    _of("a formula in an id", session_id=["=1+1"], terrain=["hilly"]),
    _of("numbers as ids", session_id=[1, 2], runner_id=[7.5, 8.5], terrain=["hilly", "flat"]),
    _of("a time of pandas", start_time=pd.to_datetime(["2025-06-30T18:05"]), terrain=["hilly"]),
)  # fmt: skip

COLUMNS = (
    _of("one column, all others absent", surface=["sand", "road"]),
    _made("columns in another order", lambda: pd.DataFrame(
        {"swelling": [1], "terrain": ["hilly"], "distance_km": [9], "session_id": ["a"]})),
    _of("extra columns", terrain=["hilly"], notes=["legs heavy"], heart_rate=[151]),
    _made("extra columns with odd names", lambda: pd.DataFrame(
        {"terrain": ["hilly"], "Größe 🦵": ["x"], "a.b": [1], "x y": [2]})),
    _made("a column named 0", lambda: pd.DataFrame({0: [5], "terrain": ["hilly"]})),
    _made("a column without a name", lambda: pd.DataFrame({"": [5], "terrain": ["hilly"]})),
    _made("names in capitals", lambda: pd.DataFrame({"Terrain": ["hilly"], "DISTANCE_KM": [9]})),
    _made("names with spaces and hyphens", lambda: pd.DataFrame(
        {"shoe type": ["minimalist"], "Distance-KM ": [9]})),
    _made("a name that is nearly one", lambda: pd.DataFrame(
        {"distance_kms": [9], "terrain": ["hilly"]})),
    _made("another unit in the name", lambda: pd.DataFrame(
        {"distance_miles": [6], "terrain": ["hilly"]})),
    _of("labels of training data", terrain=["hilly"], sore_calves=[1], primary_cause=["hills"]),
    _made("rows with an index of their own", lambda: pd.DataFrame(
        {"terrain": ["hilly", "flat"]}, index=["b", "a"])),
    _made("rows with the same index", lambda: pd.DataFrame(
        {"terrain": ["hilly", "flat"]}, index=[7, 7])),
    _made("a column that appears twice", lambda: pd.DataFrame(
        [["hilly", "flat"]], columns=["terrain", "terrain"]),
        "column terrain appears twice; remove one",
        {DICT: ONE_KEY, SERVICE: ONE_KEY, SPARK: AMBIGUOUS}),
    _made("a column in two spellings", lambda: pd.DataFrame(
        [["hilly", "flat"]], columns=["terrain", "Terrain"]),
        "column terrain appears twice; remove one", {SPARK: AMBIGUOUS}),
    _of("no column that is known", "no known column in 'mood', 'weather'",
        mood=["good"], weather=["wet"]),
    _of("no column but ids", "no known column besides ids in 'session_id'", session_id=["a"]),
)  # fmt: skip

REFUSED = (
    _of("a wrong word", f"{HILLY}. Did you mean 'hilly'?", terrain=["hily"]),
    _of("a word of another language", HILLY, terrain=["平坦"]),
    _of("a word that is far off", HILLY, terrain=["moon"]),
    _of("a bad cell far down", HILLY, terrain=["hilly"] * 40 + ["moon"]),
    _of("two bad cells in a row", f"{KM}…{HILLY}", distance_km=[-1], terrain=["moon"]),
    _of("too little", KM, distance_km=[-1]),
    _of("too much", KM, distance_km=[501.0]),
    _of("far too much", KM, {SPARK: NO_TYPE}, distance_km=_objects(10**30)),
    _of("infinity", KM, {SERVICE: NO_INFINITY, HTTP: NO_INFINITY}, distance_km=[np.inf, 5.0]),
    _of("a word for a number", KM, distance_km=["far"]),
    _of("a number for a word", HILLY, terrain=[2]),
    _of("a number with a point for a word", HILLY, terrain=[2.0, np.nan]),
    _of("a boolean for a number", KM, distance_km=[True]),
    _of("a boolean for a word", HILLY, terrain=[True]),
    _of("two for a flag", FLAG, sharp_pain=[2]),
    _of("a half for a flag", FLAG, sharp_pain=[0.5]),
    _of("a word for a flag", FLAG, sharp_pain=["a bit"]),
    _of("thousands or decimals", f"{KM}; it may be 1150 or 1.15", distance_km=["1,150"]),
    _of("hours or minutes", "column duration_min: … is not allowed; … it may be 105",
        duration_min=["1:45"]),
    _of("a unit that is none", KM, distance_km=["9 leagues"]),
    _of("digits of another script", KM, distance_km=["\uff19"]),
    _of("a number longer than any", KM, distance_km=["9" * 150]),
    _of("a time for a number", KM, distance_km=_objects(datetime(2025, 6, 30, 18, 5))),
    _of("a list in a cell", KM, {SPARK: NO_TYPE}, distance_km=_objects([1, 2])),
    _of("an object in a cell", KM, {SPARK: NO_TYPE}, distance_km=_objects({"km": 9})),
    _of("bytes in a cell", HILLY, {SERVICE: NO_BYTES, HTTP: NO_BYTES, SPARK: NO_TYPE},
        terrain=_objects(b"hilly")),
)  # fmt: skip

GROUPS = {
    "Types": TYPES,
    "Unknown": UNKNOWN,
    "Writing": WRITING,
    "Columns": COLUMNS,
    "Refused": REFUSED,
}
INPUTS = tuple(one for group in GROUPS.values() for one in group)
NOTES = (
    ONE_TYPE, NO_TYPE, NO_COLUMN, NO_HEADER, BLANK, AMBIGUOUS, ONE_KEY, NO_INFINITY, NO_BYTES,
    NO_CELL, CODED,
)  # fmt: skip

INTRODUCTION = f"""\
# One model, {len(DOORS)} doors, one contract

*For developers who call calfcause from Python, a terminal, HTTP, Spark or another language.*

A model answers through {len(DOORS)} doors: dicts and tables of four libraries in Python,
files of two kinds, calfcause's own service, MLflow in Python and as a server, here and in an
environment of its own, Spark, and the graph in Node.js. Each gives the same answer to the same
sessions, to six digits, or refuses them with the same message.
`tests/test_contract.py` sends all {len(INPUTS)} inputs of the tables below through every door, with
`MLFLOW_ALLOW_PICKLE_DESERIALIZATION=false` for server and Spark; `python tests/contract.py` writes
this page.

- **{DICT}**: `Predictor.load().predict_many(list_of_dicts)`; `predict_one` and `explain` alike.
- **{PYTHON}**: `Predictor.load("models:/calfcause@champion").predict(frame)`, a pandas frame of any
  types.
- **{POLARS}**, **{ARROW}**, **{DUCKDB}**: the same, of a `polars.DataFrame`, a `pyarrow.Table` or a
  relation of DuckDB, which is answered as a `pyarrow.Table`.
- **{CLI}**: `calfcause predict runs.csv -o answers.csv --model models:/calfcause@champion`. All
  cells of a CSV file are text; an empty cell is unknown.
- **{PARQUET}**: `calfcause predict runs.parquet -o answers.parquet`. Cells keep their types.
- **{SERVICE}**: `calfcause serve --model models:/calfcause@champion`, then a POST to `/v1/predict`
  of JSON with `sessions`. [](service.md) has the other routes.
- **{PYFUNC}**: `mlflow.pyfunc.load_model("models:/calfcause@champion").predict(frame)`.
- **{HTTP}**: `mlflow models serve -m models:/calfcause@champion --env-manager local`, then a POST
  to `/invocations` of JSON with `dataframe_split` or `dataframe_records`. JSON has no NaN; `null`
  is unknown.
- **{APART}**: the same by `mlflow models serve -m models:/calfcause@champion --env-manager uv`, in
  an environment that MLflow builds for the model, which brings its code along. The test
  (`tests/installed_mlflow.py`) is run by `make installed-mlflow`.
- **{SPARK}**: `mlflow.pyfunc.spark_udf(spark, "models:/calfcause@champion", env_manager="local")`,
  called with `struct("*")`. Each column has one type; null is unknown.
- **{NODE}**: `calfcause.onnx` of the model folder, which takes coded cells; in the test
  (`tests/test_whole_graph.py`) Python codes them. Runs stand alone. More: [](other-languages.md).

Good to know:

- In Python, dicts go to `predict_many`, `predict_one` and `explain`, which answer and refuse them
  as `predict` does the same rows of a frame with `history=False`.
- Every column is optional, and unknown columns are ignored. For this reason the MLflow model has no
  signature of inputs: MLflow would drop columns before they are read, and with the last of them the
  row. Its outputs have a signature; the metadata lists the columns under `optional_columns`.
- Where there are start times, every door that gets a whole frame or file uses the earlier runs of a
  runner in it: `Predictor.predict`, `calfcause predict`, `calfcause.spark` and an MLflow model in
  Python or over HTTP. `history=False`, `--no-history` and the MLflow parameter `history` turn that
  off. A `spark_udf` of MLflow answers each run by itself: Spark hands it batches, and how rows are
  cut into batches must not matter.
- Whose runs are whose, and whether the day or the month comes first, is decided over the whole file
  or frame: a part of it may be read otherwise. A start time that cannot be read counts as missing.
- The service refuses with status 422, the message under `detail` and each cell under `problems`;
  MLflow's server with status 400 and the message under `message`.
- The service uses earlier runs where `/v1/explain` gets them as `history`, or `/v1/batch` a file.
- That server refuses `inputs` and `instances`: MLflow takes their rows apart column by column, and
  sessions with different missing cells would get each other's. It reads `text/csv` with pandas,
  which takes `None` for a missing cell; use JSON, or `calfcause predict`.
- Spark takes the columns as one struct. Passed one by one they arrive without names, and are
  refused.
- Answers name the model that gave them, by version and hash, wherever there is room beside the
  rows: `model` in dicts and JSON, `attrs["model"]` of a pandas frame, `calfcause.model.version` and
  `.hash` in the metadata of an Arrow table, of a Parquet file and, with Spark, of the answers'
  columns, the headers `X-Model-Version` and `X-Model-Hash` of `/v1/batch`. CSV and polars have
  none: `--name-model` (`name_model=True`) adds the columns `model_version` and `model_hash`. DuckDB
  reads those of a Parquet file with `parquet_kv_metadata('answers.parquet')`.
- A message names the place as the door counts: `row 0` of a frame, `line 2` of a file.

*=*: the same answer or message as pandas. *–*: the door cannot carry the input, see the notes below
the tables.
"""


def page() -> str:
    """The contract as Markdown, from the table alone."""
    lines = [INTRODUCTION]
    for title, group in GROUPS.items():
        lines += [f"## {title}", ""]
        lines += [f"| input | {' | '.join(DOORS)} |", "| --- " * (len(DOORS) + 1) + "|"]
        lines += [_line(one) for one in group]
        lines.append("")
    lines += [f"[^{number}]: {why}" for number, why in enumerate(NOTES, start=1)]
    return "\n".join([*lines, ""])


def _line(one: Input) -> str:
    python = f"refused: {one.complaint}" if one.complaint else "answered"
    others = (
        f"–[^{NOTES.index(why) + 1}]" if (why := one.cannot_enter(door)) else "="
        for door in DOORS[1:]
    )
    return "| " + " | ".join([one.name, python, *others]) + " |"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
