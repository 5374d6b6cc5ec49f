"""Tables of other libraries go in, and answers of the same kind come out."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from subprocess import run
from sys import executable

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calfcause import SchemaError
from calfcause.answer.columns import ANSWER_COLUMNS, INTERVAL_COLUMNS, REASON_COLUMNS
from calfcause.batch import predict_file
from calfcause.sessions.frames import read_frame
from calfcause.sessions.schema import TOLD_COLUMNS

RUNS = pd.DataFrame(
    {
        "runner_id": ["ada"] * 6 + ["bo"],
        "start_time": pd.date_range("2026-03-01 08:00", periods=7, freq="2D"),
        "terrain": ["flat", None, "hilly", "steep", None, "flat", None],
        "distance_km": [9.0, 8.0, np.nan, 21.0, 5.0, 7.0, 30.0],
        "duration_min": [50, 45, 40, 150, 30, 41, 200],
        "sore_calves": [0, 1, 1, 1, None, 0, None],
        "swelling": [None, None, None, True, None, None, False],
    }
)


def to_duckdb(frame):
    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


KINDS = {
    "polars": (pl.from_pandas, pl.DataFrame, lambda table: table.to_pandas()),
    "pyarrow": (pa.Table.from_pandas, pa.Table, lambda table: table.to_pandas()),
    "duckdb": (to_duckdb, pa.Table, lambda table: table.to_pandas()),
    "record batch": (pa.RecordBatch.from_pandas, pa.Table, lambda table: table.to_pandas()),
    "stream": (
        lambda frame: pa.Table.from_pandas(frame).to_reader(),
        pa.Table,
        lambda table: table.to_pandas(),
    ),
}


@pytest.mark.parametrize("method", ["predict", "explain_many"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_is_answered_as_its_frame(predictor, kind, method):
    make, wanted, back = KINDS[kind]
    expected = getattr(predictor, method)(RUNS, intervals=True)
    found = getattr(predictor, method)(make(RUNS), intervals=True)
    assert isinstance(found, wanted)
    pd.testing.assert_frame_equal(back(found), expected, check_dtype=False)


def test_explain_many_is_predict_with_reasons(predictor):
    found = predictor.explain_many(RUNS)
    assert list(found.columns) == [*ANSWER_COLUMNS, *REASON_COLUMNS]
    pd.testing.assert_frame_equal(found[[*ANSWER_COLUMNS]], predictor.predict(RUNS))
    assert [*predictor.explain_many(RUNS, intervals=True).columns][-len(REASON_COLUMNS) - 2 :][
        :2
    ] == [*INTERVAL_COLUMNS]
    one = predictor.explain_many(pd.DataFrame([{"terrain": "hilly", "usual_terrain": "flat"}]))
    assert one["because"].iloc[0] == "You ran on hilly ground; your usual ground is flat."


def test_explain_many_tells_miles(predictor):
    run_ = pd.DataFrame([{"distance_km": 16.1, "longest_run_28d_km": 8.05, "sore_calves": 1}])
    assert "10 miles" in predictor.explain_many(run_, units="miles")["because"].iloc[0]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"distance_km": [9.0], "duration_min": [dt.timedelta(minutes=45)]}),
        pa.table({"distance_km": [9.0], "duration_min": [dt.timedelta(minutes=45)]}),
        pa.table({"distance_km": [9.0], "duration_min": [dt.time(0, 45)]}),
        duckdb.sql("select 9 as distance_km, interval 45 minute as duration_min"),
    ],
    ids=["polars duration", "duration", "time", "interval"],
)
def test_durations_are_durations_in_every_kind(predictor, frame):
    expected = predictor.predict_one({"distance_km": 9, "duration_min": 45})
    found = pa.table(predictor.predict(frame))
    assert found["p_sore"][0].as_py() == pytest.approx(expected["p_sore"], rel=1e-6)


@pytest.mark.parametrize(
    "kind", [pa.duration("ns"), pa.duration("s"), pa.time64("ns"), pa.time64("us"), pa.time32("s")]
)
def test_durations_are_never_bare_numbers_in_frames_rows_and_files(predictor, tmp_path, kind):
    cell = dt.time(0, 45) if pa.types.is_time(kind) else dt.timedelta(minutes=45)
    table = pa.table({"distance_km": [9.0], "duration_min": pa.array([cell], kind)})
    expected = predictor.predict_one({"distance_km": 9, "duration_min": 45})["p_sore"]
    frames = [table.to_pandas(), table.to_pandas(types_mapper=pd.ArrowDtype)]
    found = [predictor.predict(frame)["p_sore"].iloc[0] for frame in frames]
    for frame in frames:
        found += [predictor.predict_one(frame.iloc[0])["p_sore"]]
        found += [predictor.explain(frame.iloc[0]).p_sore]
        found += [frame.apply(predictor.predict_one, axis=1).iloc[0]["p_sore"]]
    pq.write_table(table, tmp_path / "runs.parquet")
    for name in ("answers.csv", "answers.parquet"):
        predict_file(predictor, tmp_path / "runs.parquet", tmp_path / name)
        read = pd.read_csv if name.endswith("csv") else pd.read_parquet
        found.append(read(tmp_path / name)["p_sore"].iloc[0])
    assert found == pytest.approx([expected] * len(found), rel=1e-5)


@pytest.mark.parametrize("cell", [np.timedelta64(45), np.timedelta64(1, "M")])
def test_a_time_without_a_fixed_unit_is_refused(predictor, cell):
    session = {"distance_km": 9, "duration_min": cell}
    for call, given in (
        (predictor.predict_one, session),
        (predictor.explain, session),
        (predictor.predict, pd.DataFrame({"duration_min": pd.Series([cell], dtype=object)})),
    ):
        with pytest.raises(SchemaError, match=r"duration_min: .* is not allowed"):
            call(given)


def test_an_interval_of_months_is_refused(predictor):
    frame = duckdb.sql("select 9 as distance_km, interval 1 month as duration_min")
    with pytest.raises(SchemaError, match="no fixed length"):
        predictor.predict(frame)


def test_bad_cells_and_signs_of_a_polars_frame_are_named(predictor):
    frame = pl.DataFrame({"terrain": ["flat", "hily"], "swelling": [True, False]})
    with pytest.raises(SchemaError, match=r"(?s)'hily' is not allowed.*row 0: .*swelling"):
        predictor.predict(frame)


@pytest.mark.parametrize("sessions", [{"terrain": "hilly"}, [1, 2], [], None, "runs.csv"])
@pytest.mark.parametrize("method", ["predict", "explain_many"])
def test_what_is_no_table_is_refused(predictor, method, sessions):
    with pytest.raises(SchemaError, match=f"{method} takes a DataFrame or another table"):
        getattr(predictor, method)(sessions)


def test_a_lazy_frame_has_to_be_collected(predictor):
    with pytest.raises(SchemaError, match=r"collect\(\) it first"):
        predictor.predict(pl.from_pandas(RUNS).lazy())


def test_none_of_these_libraries_is_loaded_for_a_pandas_frame():
    code = (
        "import sys, pandas as pd; from calfcause import Predictor;"
        "Predictor.load().predict(pd.DataFrame({'terrain': ['hilly']}));"
        "print({'polars', 'duckdb', 'narwhals'} & set(sys.modules))"
    )
    assert run([executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


BIG = [2**53 + 1, 2**53, None]
DIARY = {
    "start_time": [dt.datetime(2026, 1, day) for day in (1, 2, 3)],
    "distance_km": [3.0, 40.0, 3.0],
    "sore_calves": [1, 0, None],
}


@pytest.mark.parametrize(
    "kind",
    [
        pl.from_arrow,
        lambda table: table,
        lambda table: table.set_column(0, "runner_id", table["runner_id"].dictionary_encode()),
        duckdb.from_arrow,
        lambda table: table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get),
        lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    ],
    ids=["polars", "pyarrow", "dictionary", "duckdb", "Int64", "ArrowDtype"],
)
@pytest.mark.filterwarnings("ignore:1 row has no runner_id")
def test_runners_of_large_ids_stay_two_beside_a_null(predictor, kind):
    named = pd.DataFrame({"runner_id": ["a", "b", None], **DIARY})
    expected = predictor.predict(named)["p_sore"].tolist()
    assert expected[1] == pytest.approx(0.6254, abs=0.05)
    table = kind(pa.table({"runner_id": BIG, **DIARY}))
    for method in (predictor.predict, predictor.explain_many):
        found = method(table)["p_sore"]
        found = found.to_pylist() if isinstance(found, pa.ChunkedArray) else list(found)
        assert found == pytest.approx(expected)


def test_large_ids_of_a_parquet_file_keep_every_digit(tmp_path):
    pq.write_table(pa.table({"session_id": BIG, "runner_id": BIG, **DIARY}), tmp_path / "a.parquet")
    frame = read_frame(tmp_path / "a.parquet", columns=TOLD_COLUMNS)
    for name in ("session_id", "runner_id"):
        assert frame[name].dropna().tolist() == [str(one) for one in BIG[:2]]


def test_ids_that_are_rounded_already_are_refused(predictor, tmp_path):
    frame = pd.DataFrame({"runner_id": BIG, **DIARY})
    assert frame["runner_id"].dtype == float
    with pytest.raises(SchemaError, match="column runner_id: its numbers are floats"):
        predictor.predict(frame)
    assert len(predictor.predict(frame, history=False)) == 3
    with pytest.raises(SchemaError, match=r"floats of 2\*\*24 or more"):
        predictor.predict(frame.assign(runner_id=np.array([2**24, 2**24 + 1, 7], np.float32)))
    # What is rounded in a file is, too: CSV keeps the text.
    for ids in (frame["runner_id"], frame["runner_id"].astype("Float64")):
        frame.assign(runner_id=ids).to_parquet(tmp_path / "runs.parquet")
        with pytest.raises(SchemaError, match="column runner_id: its numbers are floats"):
            predict_file(predictor, tmp_path / "runs.parquet", tmp_path / "answers.csv")
        with pytest.raises(SchemaError, match="column runner_id: its numbers are floats"):
            predictor.predict(frame.assign(runner_id=ids))
    assert not (tmp_path / "answers.csv").exists()


@pytest.mark.parametrize("method", ["predict", "explain_many"])
@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "duckdb"])
def test_no_sessions_are_answered_with_the_same_types(predictor, kind, method):
    make = KINDS[kind][0] if kind != "pandas" else lambda frame: frame
    some = getattr(predictor, method)(make(RUNS), intervals=True)
    none = getattr(predictor, method)(make(RUNS[:0]), intervals=True)
    assert len(none) == 0
    if kind == "pandas":
        pd.testing.assert_series_equal(none.dtypes, some.dtypes)
    else:
        assert none.schema == some.schema


ODD = {
    "date": pa.array([10**7], pa.date32()),
    "union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    "zone": pa.array([0], pa.timestamp("us", tz="Mars/Base")),
    "month": pa.array([(1, 0, 0)], pa.month_day_nano_interval()),
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_cells_are_ignored_where_unknown_and_refused_by_name_where_known(predictor, odd):
    table = pa.table({"distance_km": [9.0], "start_time": ["2026-01-01"], "x": ODD[odd]})
    expected = predictor.predict_one({"distance_km": 9})["p_sore"]
    assert predictor.predict(table)["p_sore"][0].as_py() == pytest.approx(expected)
    for name in ("start_time", "runner_id", "terrain", "sore_calves"):
        cells = dict(zip(table.column_names, table.columns, strict=True))
        known = pa.table(cells | {name: ODD[odd]})
        with pytest.raises(SchemaError, match=f"column {name}: cells of the type") as caught:
            predictor.predict(known)
        assert caught.value.problems[0].column == name


def test_a_date_beyond_python_is_refused_by_name_in_a_pandas_frame(predictor):
    frame = pa.table({"distance_km": [9.0], "start_time": ODD["date"]})
    with pytest.raises(SchemaError, match="column start_time: cells of the type"):
        predictor.predict(frame.to_pandas(types_mapper=pd.ArrowDtype))


def test_what_duckdb_reads_in_any_thread_is_answered_in_it(predictor):
    def in_thread(number):
        with duckdb.connect() as connection:
            runs = connection.sql(
                f"select {number} as distance_km, 'infinity'::date as x, interval 1 month as y"
            )
            connection.register("answers", predictor.predict(runs))
            return connection.sql("select p_sore from answers").fetchall()[0][0]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(in_thread, range(1, 9)))
    one = [predictor.predict_one({"distance_km": km})["p_sore"] for km in range(1, 9)]
    assert found == pytest.approx(one, rel=1e-5)
