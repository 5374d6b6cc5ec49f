"""Two executors answer as one machine does, whatever becomes of one of them."""

import csv
import os
import shutil
import signal
import threading
import time
import warnings
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from servers import spark_missing, spark_session
from triage_sessions import ALARMS, PICTURES
from wild_cells import draw, true_sessions, written
from wild_doors import compare

from calfcause import CalfcauseError
from calfcause.answer.columns import ANSWER_COLUMNS, REASON_COLUMNS
from calfcause.answer.predictor import Predictor
from calfcause.batch import predict_file
from calfcause.cli import main
from calfcause.errors import SchemaError
from calfcause.models.folder import released_folder
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import in_plain_text, to_table
from calfcause.simulate.generate import BLOCK_RUNNERS

SECONDS = 120.0
KM = "column distance_km: '600.0' is not allowed; 0 to 500 km"
HILY = (
    "column terrain: 'hily' is not allowed; one of flat, rolling, hilly, steep. "
    "Did you mean 'hilly'?"
)

# PySpark says so of itself whenever it makes a table of Arrow; until it knows pandas 3.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")


@pytest.fixture(scope="module")
def spark():
    """Two executors of one processor each, in processes of their own."""
    if missing := spark_missing():
        pytest.skip(missing)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
    }
    cluster = "local-cluster[2,1,1024]"
    with spark_session(cluster, settings, ORT_DISABLE_TELEMETRY="1") as session:
        yield session


@pytest.fixture(scope="module")
def sessions() -> pa.Table:
    """Some simulated runs, with a note that no column knows."""
    made = in_plain_text(to_table(simulate(60, 4, seed=3)))
    return made.append_column("Notes", pa.array([f"run {row}" for row in range(len(made))]))


@pytest.fixture(scope="module")
def some_bad(sessions) -> pa.Table:
    """The same runs, of which two have bad cells."""
    columns = {name: sessions.column(name).to_pylist() for name in sessions.column_names}
    columns["terrain"][3] = columns["terrain"][-1] = "hily"
    columns["distance_km"][3] = 600.0
    return pa.table(columns, schema=sessions.schema)


def on_one_machine(sessions, folder, **options):
    """What calfcause predict makes of the same sessions."""
    pq.write_table(sessions, folder / "given.parquet")
    predict_file(Predictor.load(), folder / "given.parquet", folder / "answers.parquet", **options)
    return pq.read_table(folder / "answers.parquet")


def assert_same_rows(found, expected):
    """Hold every cell to twelve digits; Spark's rows have no order, which sums may show."""
    assert found.column_names == expected.column_names
    assert found.schema.types == expected.schema.types
    tables = [table.sort_by("session_id") for table in (found, expected)]
    for name, *columns in zip(found.column_names, *tables, strict=True):
        cells = [column.to_pylist() for column in columns]
        if name.startswith("p_"):
            cells = [[cell and f"{cell:.12g}" for cell in column] for column in cells]
        assert cells[0] == cells[1], name


# Frames


@pytest.mark.parametrize("explain", [False, True])
def test_executors_answer_to_the_last_digit_as_one_machine_does(spark, sessions, tmp_path, explain):
    from calfcause.spark import predict

    frame = spark.createDataFrame(sessions).repartition(3)
    found = predict(frame, explain=explain).toArrow()
    assert_same_rows(found, on_one_machine(sessions, tmp_path, explain=explain))
    assert found.column_names[: sessions.num_columns] == sessions.column_names
    added = [*ANSWER_COLUMNS, *(REASON_COLUMNS if explain else ())]
    # Runs with labels have a primary_cause of their own.
    added[added.index("primary_cause")] = "predicted_primary_cause"
    assert found.column_names[sessions.num_columns :] == added


def test_flagged_rows_say_what_is_wrong_as_on_one_machine(spark, some_bad, tmp_path):
    from calfcause.spark import predict

    frame = spark.createDataFrame(some_bad).repartition(3)
    found = predict(frame, on_bad_rows="flag").toArrow()
    assert_same_rows(found, on_one_machine(some_bad, tmp_path, on_bad_rows="flag"))
    assert sorted(set(found["error"].to_pylist())) == ["", f"{KM} | {HILY}", HILY]


def test_bad_rows_stop_it_with_all_of_them_in_one_message(spark, some_bad):
    from calfcause.spark import predict

    with pytest.raises(SchemaError) as caught:
        predict(spark.createDataFrame(some_bad).coalesce(1))
    names = some_bad["session_id"].to_pylist()
    assert str(caught.value).splitlines() == [
        "the frame of sessions has cells that are not allowed:",
        f"  session {names[3]}, {KM}",
        f"  session {names[3]}, {HILY}",
        f"  session {names[-1]}, {HILY}",
    ]


def test_a_bad_row_without_a_name_is_told_by_partition_and_row(spark):
    from calfcause.spark import predict

    frame = spark.createDataFrame(pa.table({"terrain": ["flat", "hily"]})).coalesce(1)
    with pytest.raises(SchemaError, match="\n  partition 0, row 1, column terrain: 'hily'"):
        predict(frame)


def test_of_many_bad_cells_ten_are_shown_and_the_rest_counted(spark):
    from calfcause.spark import predict

    frame = spark.createDataFrame(pa.table({"terrain": ["hily"] * 2500})).repartition(2)
    with pytest.raises(SchemaError) as caught:
        predict(frame)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (12, "  … and 2,490 more")


def test_columns_of_any_type_that_are_not_known_pass_unchanged(spark):
    from calfcause.spark import predict

    given = pa.table(
        {
            "a list": [[1, 2], None],
            "Distance-KM": pa.array([9, None], pa.int16()),
            "a struct": [{"x": 1, "y": "é"}, None],
            "bytes": [b"\x00\xff", None],
            "when": [datetime(2025, 6, 30, 18, 5), None],
            "day": [date(2025, 6, 30), None],
            "money": [Decimal("1.50"), None],
            "`odd`.name": ["", None],
            "Avg. HR": [140, None],
            "a map": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
            "yes": [True, None],
        }
    )
    frame = spark.createDataFrame(given)
    found = predict(frame)
    assert found.columns == [*given.column_names, *ANSWER_COLUMNS]
    assert found.schema.fields[: len(frame.columns)] == frame.schema.fields
    cells = [row[: len(frame.columns)] for row in found.collect()]
    assert cells == [tuple(row) for row in frame.collect()]


def test_columns_that_share_a_name_pass_too(spark):
    from calfcause.spark import predict

    found = predict(spark.sql("select 'a' as x, 9 as distance_km, 'b' as x"))
    assert found.columns == ["x", "distance_km", "x", *ANSWER_COLUMNS]
    assert tuple(found.first()[:3]) == ("a", 9, "b")


def test_nullable_columns_of_every_number_type_are_read(spark, tmp_path):
    from calfcause.spark import predict

    types = {"distance_km": pa.int8(), "duration_min": pa.float32(), "experience_weeks": pa.int64()}
    given = pa.table(
        {
            "session_id": ["a", "b", "c"],
            **{name: pa.array([9, None, 8], kind) for name, kind in types.items()},
            "height_cm": pa.array([Decimal("180.5"), None, None], pa.decimal128(6, 2)),
            "sharp_pain": pa.array([True, None, False]),
            "terrain": pa.array([None, None, None], pa.string()),
            "sore_days": ["1", "", None],
        }
    )
    found = predict(spark.createDataFrame(given)).toArrow()
    assert_same_rows(found, on_one_machine(given, tmp_path))


def test_an_empty_frame_gives_an_empty_one_with_the_answers_columns(spark):
    from calfcause.spark import predict

    found = predict(spark.createDataFrame([], "terrain string, Notes string"))
    assert found.columns == ["terrain", "Notes", *ANSWER_COLUMNS]
    assert found.collect() == []


def test_a_column_of_another_type_is_refused_cell_by_cell(spark):
    from calfcause.spark import predict

    frame = spark.sql("select array(9.0D) as distance_km, date'2025-06-30' as terrain")
    with pytest.raises(SchemaError) as caught:
        predict(frame)
    assert "column distance_km: '[9.]' is not allowed" in str(caught.value)
    assert "column terrain: '2025-06-30' is not allowed" in str(caught.value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select 1 as a, 'x' as session_id", "no known column besides ids"),
        ("select 9 as distance_km, 8 as `Distance KM`", "column distance_km appears twice"),
        ("select 9 as distance_km, 0.5D as p_sore", "already holds answers, in p_sore"),
        ("select 9 as distance_km, make_interval(1) as gap", "column gap holds interval"),
    ],
)
def test_frames_that_cannot_be_answered_are_refused_before_any_work(spark, query, said):
    from calfcause.spark import predict

    with pytest.raises(SchemaError, match=said):
        predict(spark.sql(query))


def test_what_is_no_spark_frame_and_what_spark_has_not_is_refused(spark, sessions):
    from calfcause.spark import predict

    with pytest.raises(SchemaError, match="takes a Spark DataFrame, not a Table"):
        predict(sessions)
    with pytest.raises(SchemaError, match="'distance_kms' is not known"):
        predict(spark.sql("select 9 as distance_kms, 'flat' as terrain"), strict=True)
    with pytest.raises(CalfcauseError, match="is 'stop' or 'flag', not 'side-file'"):
        predict(spark.createDataFrame(sessions), on_bad_rows="side-file")


def test_answers_name_the_model(spark, sessions, tmp_path):
    from calfcause.spark import predict, predict_folder

    model = Predictor.load().id
    noted = {"calfcause.model.version": model.version, "calfcause.model.hash": model.hash}
    frame = spark.createDataFrame(sessions.slice(0, 3))
    answers = predict(frame, name_model=True)
    assert answers.schema["p_sore"].metadata == noted and not answers.schema[0].metadata
    row = answers.first()
    assert (row["model_version"], row["model_hash"]) == (model.version, model.hash)
    frame.write.parquet(str(tmp_path / "in"))
    assert predict_folder(spark, tmp_path / "in", tmp_path / "out").model == model
    kept = spark.read.parquet(str(tmp_path / "out")).schema
    assert kept["triage"].metadata == noted and "model_hash" not in kept.names


def test_executors_need_no_folder_of_the_model(spark, sessions, tmp_path):
    from calfcause.spark import predict

    shutil.copytree(released_folder(), tmp_path / "model")
    lazy = predict(spark.createDataFrame(sessions), model=tmp_path / "model")
    shutil.rmtree(tmp_path / "model")
    assert_same_rows(lazy.toArrow(), on_one_machine(sessions, tmp_path))


def test_wild_cells_of_text_are_read_as_by_one_process(spark):
    from calfcause.spark import predict

    rng, sessions = np.random.default_rng(8), true_sessions(50)
    truths = [draw(rng, sessions) for _ in range(150)]
    names = sorted({name for truth in truths for name in truth})
    cells = {
        name: [
            None
            if (value := truth.get(name)) is None
            else written(rng, COLUMNS[name], value, text_only=True, surely=True)[0]
            for truth in truths
        ]
        for name in names
    }
    ids = [str(at) for at in range(len(truths))]
    table = pa.table({"session_id": ids} | {n: pa.array(c, pa.string()) for n, c in cells.items()})
    found = predict(spark.createDataFrame(table).repartition(3)).toArrow().to_pylist()
    right = Predictor.load().predict_many([dict(truth) for truth in truths])
    assert len(found) == len(right)
    for row in found:
        compare(row, right[int(row["session_id"])])
        assert row["triage"] == right[int(row["session_id"])]["triage"]


def test_a_worker_loads_the_model_once():
    from calfcause.spark.worker import Shipped, loaded

    one, same = (Shipped.of(Predictor.load()) for _ in range(2))
    assert loaded(one) is loaded(same)


def test_another_version_on_an_executor_is_refused():
    from calfcause.errors import ModelError
    from calfcause.spark.worker import Shipped, loaded

    sent = Shipped.of(Predictor.load())
    with pytest.raises(ModelError, match=r"and the driver 0\.0\.0; install the same version"):
        loaded(Shipped(sent.graph, sent.description, "0.0.0"))


# Earlier runs

SQUAD = [
    ("a", f"2026-07-{day:02d}T18:00", 8.0 + day % 3, "1" if day % 4 else "0", "old pair")
    for day in range(1, 25, 2)
] + [
    ("b", "2026-07-20T07:00", 5.0, "", ""), ("b", "2026-07-18T07:00", 6.0, "perhaps", ""),
    ("", "2026-07-18T07:00", 6.0, "1", ""), ("n/a", "yesterday", 7.0, "1", "new pair"),
]  # fmt: skip
NAMES = ["runner_id", "start_time", "distance_km", "sore_calves", "Shoe"]


def told(rows, names=NAMES) -> pa.Table:
    """Rows in an order that is not that of time, each with an id."""
    mixed = [rows[at] for at in np.random.default_rng(4).permutation(len(rows))]
    columns = {
        name: list(cells) for name, cells in zip(names, zip(*mixed, strict=True), strict=True)
    }
    return pa.table({"session_id": [f"s{at}" for at in range(len(rows))], **columns})


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("options", [{"explain": True, "intervals": True}, {"history": False}])
def test_each_run_gets_what_the_earlier_ones_tell_wherever_they_lie(
    spark, tmp_path, alone, options
):
    from calfcause.spark import predict

    squad = told(SQUAD[:12] if alone else SQUAD)
    squad = squad.drop_columns("runner_id") if alone else squad
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = predict(spark.createDataFrame(squad).repartition(5), **options).toArrow()
    assert_same_rows(found, on_one_machine(squad, tmp_path, **options))
    said = "\n".join(str(one.message) for one in caught)
    assert ("1 label of sore_calves could not be read" in said) == (
        "explain" in options and not alone
    )
    assert ("2 rows have no runner_id" in said) == ("explain" in options and not alone)


def test_an_id_of_more_rows_than_anybody_runs_is_followed_by_nobody(spark, tmp_path, monkeypatch):
    from calfcause.spark import predict

    monkeypatch.setattr("calfcause.sessions.whose.MOST_ROWS", 5)
    squad = told(SQUAD)
    with pytest.warns(UserWarning, match="1 runner_id has more than 5 rows"):
        found = predict(spark.createDataFrame(squad).repartition(3)).toArrow()
    assert_same_rows(found, on_one_machine(squad, tmp_path))


@pytest.mark.parametrize("out", ["answers.parquet", "answers.csv"])
def test_a_folder_of_csv_is_answered_with_the_runs_of_other_files(run, tmp_path, out):
    rows = told(SQUAD).to_pylist()
    (tmp_path / "runs").mkdir()
    for name, part in (("a", rows[:7]), ("b", rows[7:]), ("all", rows)):
        path = tmp_path / ("one.csv" if name == "all" else f"runs/{name}.csv")
        lines = [";".join(f'"{cell}"' for cell in row.values()) for row in part]
        path.write_text("\r\n".join([";".join(rows[0]), *lines, ""]).replace(".", ","))
    result = run("runs", out)
    assert result.exit_code == 0, result.stderr
    one = predict_file(Predictor.load(), tmp_path / "one.csv", tmp_path / f"one.{out}")
    if out.endswith(".csv"):
        assert_same_lines(tmp_path / out, tmp_path / f"one.{out}")
    else:
        assert_same_rows(pq.read_table(tmp_path / out), pq.read_table(tmp_path / f"one.{out}"))
    assert "from earlier runs of 1 runner, 11 risks adjusted" in one.history
    # Rows are counted in the order that Spark read them, not in that of the file.
    assert result.stderr.strip().partition("row ")[0] == str(one).partition("row ")[0]


def test_dates_that_leave_the_order_open_are_refused_as_in_a_file(run, tmp_path):
    (tmp_path / "runs").mkdir()
    lines = ["start_time,distance_km", "7/4/2026 15:36,8", "8/5/2026 15:36,9"]
    (tmp_path / "runs" / "a.csv").write_text("\n".join(lines))
    result = run("runs", "answers")
    assert result.exit_code == 1 and "may have the day or the month first" in result.stderr
    assert run("runs", "answers", "--no-history").exit_code == 0
    (tmp_path / "runs" / "b.csv").write_text("\n".join([lines[0], "7/14/2026 15:36,8"]))
    result = run("runs", "more")
    assert "start_time is read month first, since '7/14/2026 15:36' (row 3)" in result.stderr


# Folders


@pytest.fixture
def run(spark, tmp_path, monkeypatch):
    """The command line on the session that is there, whose Java keeps its own working folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(source, target, *options):
        paths = [str(tmp_path / source), "-o", str(tmp_path / target)]
        return CliRunner().invoke(main, ["predict", *paths, "--engine", "spark", *options])

    return invoke


def write_parts(sessions, folder):
    """The sessions in two Parquet files."""
    folder.mkdir()
    half = len(sessions) // 2
    pq.write_table(sessions.slice(0, half), folder / "a.parquet")
    pq.write_table(sessions.slice(half), folder / "b.parquet")


def test_a_folder_of_parquet_becomes_one_with_answers(run, sessions, tmp_path):
    write_parts(sessions, tmp_path / "runs")
    result = run("runs", "answers", "--explain", "--units", "miles")
    assert (result.exit_code, result.stdout) == (0, "")
    expected = on_one_machine(sessions, tmp_path, explain=True, units="miles")
    assert_same_rows(pq.read_table(tmp_path / "answers"), expected)
    one = predict_file(Predictor.load(), "given.parquet", "again.parquet")
    assert "risks adjusted to how often runners were sore before" in result.stderr
    assert result.stderr == f"{one}\n"


def test_what_is_there_is_not_written_over(run, sessions, tmp_path):
    write_parts(sessions, tmp_path / "runs")
    (tmp_path / "answers").mkdir()
    result = run("runs", "answers")
    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path}/answers exists already; choose a new folder\n"
    assert list((tmp_path / "answers").iterdir()) == []


def test_nothing_is_left_where_bad_rows_stop_it(run, some_bad, tmp_path):
    write_parts(some_bad, tmp_path / "runs")
    before = sorted(tmp_path.iterdir())
    result = run("runs", "answers")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0] == f"Error: {tmp_path}/runs has cells that are not allowed:"
    names = some_bad["session_id"].to_pylist()
    assert sorted(lines[1:]) == sorted(
        [
            f"  session {names[3]}, {HILY}",
            f"  session {names[3]}, {KM}",
            f"  session {names[-1]}, {HILY}",
        ]
    )
    assert sorted(tmp_path.iterdir()) == before


def test_flagged_parquet_becomes_csv_with_the_lines_of_one_machine(run, some_bad, tmp_path):
    write_parts(some_bad, tmp_path / "runs")
    result = run("runs", "answers.csv", "--on-bad-rows", "flag")
    assert result.exit_code == 0 and ", 2 with bad cells and no answer" in result.stderr
    pq.write_table(some_bad, "given.parquet")
    predict_file(Predictor.load(), "given.parquet", "given.csv", on_bad_rows="flag")
    assert_same_lines(tmp_path / "answers.csv", Path("given.csv"))


def assert_same_lines(folder, *files):
    """Hold the lines of all parts to those of some files, each part below its own header."""
    parts = [path.read_text().splitlines() for path in folder.glob("part-*.csv")]
    wholes = [path.read_text().splitlines() for path in files]
    assert {part[0] for part in parts} == {whole[0] for whole in wholes}
    lines = [sorted(line for one in many for line in one[1:]) for many in (parts, wholes)]
    assert lines[0] == lines[1]
    assert not [path for path in folder.iterdir() if path.name.endswith(".txt")]


UGLY = (
    'session_id;Distance_KM;terrain;Notes\r\nmonday;5,5;hilly;"two\r\nlines; and ""quotes"""\r\n'
    "tuesday;;flat;\r\n"
)
UGLIER = "session_id;Distance_KM;terrain;Notes\nmittwoch;1,5;hily;schön\nfriday;3\n"


def test_csv_is_read_and_written_as_on_one_machine(run, tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    (folder / "a b[1].csv").write_bytes(UGLY.encode())
    (folder / "c.csv").write_bytes(UGLIER.encode("cp1252"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bytes that are no UTF-8, on the executor too
        for name in ("a b[1].csv", "c.csv"):
            predict_file(Predictor.load(), folder / name, tmp_path / name, on_bad_rows="flag")
    result = run("runs", "answers", "--on-bad-rows", "flag")
    assert result.exit_code == 0, result.stderr
    assert_same_lines(tmp_path / "answers", tmp_path / "a b[1].csv", tmp_path / "c.csv")
    result = run("runs", "stopped")
    assert result.exit_code == 1
    assert f"  {folder}/c.csv, line 2, column terrain: 'hily'" in result.stderr
    assert f"  {folder}/c.csv, line 3, row has 2 cells, header has 4" in result.stderr


@pytest.mark.parametrize("out", ["OUT.PARQUET", "OUT.CSV.GZ"])
def test_signs_levels_and_counts_are_those_of_one_machine(run, tmp_path, out):
    told = [*(cells for cells, _, _ in PICTURES), *(cells for _, _, cells in ALARMS)]
    told += [
        {"sharp_pain": "maybe"}, {"sharp_pain": "maybe", "dark_urine": 1}, {"terrain": "hily"},
        {"distance_km": 400, "duration_min": 2}, {"duration_min": 2730, "distance_km": 9},
    ]  # fmt: skip
    names = sorted({name for cells in told for name in cells})
    rows = [
        [f"s{at}", *(str(cells.get(name, "")) for name in names)] for at, cells in enumerate(told)
    ]
    (tmp_path / "runs").mkdir()
    with (tmp_path / "runs" / "A.CSV").open("w", newline="") as file:
        csv.writer(file).writerows([["session_id", *names], *rows])
    # Neither Spark nor pandas would look into a name in capitals for its format.
    result = run("runs", out, "--on-bad-rows", "flag")
    assert result.exit_code == 0, result.stderr
    one = predict_file(
        Predictor.load(), tmp_path / "runs" / "A.CSV", tmp_path / "one.csv", on_bad_rows="flag"
    )
    assert (one.unjudged_rows, one.impossible_rows, one.bad_rows) == (2, 2, 3)
    counts = str(one).partition("\n  ")[0]
    assert result.stderr.strip() == counts
    expected = pd.read_csv(tmp_path / "one.csv", keep_default_na=False)
    if out == "OUT.PARQUET":
        found = pd.read_parquet(tmp_path / out)
    else:
        parts = sorted((tmp_path / out).glob("part-*"))
        found = pd.concat([pd.read_csv(part, keep_default_na=False) for part in parts])
    columns = ["session_id", "red_flags", "triage", "error"]
    assert found[columns].fillna("").values.tolist() == expected[columns].values.tolist()


def test_packed_csv_becomes_parquet(run, tmp_path):
    import gzip

    (tmp_path / "runs").mkdir()
    for name in ("a", "b"):
        text = f"session_id,terrain\n{name},hilly\n"
        (tmp_path / "runs" / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert run("runs", "packed.parquet").exit_code == 0
    expected = on_one_machine(
        pa.table({"session_id": ["a", "b"], "terrain": ["hilly"] * 2}), tmp_path
    )
    assert_same_rows(pq.read_table(tmp_path / "packed.parquet"), expected)


def test_a_large_csv_is_answered_in_parts_that_follow_one_another(run, tmp_path, monkeypatch):
    monkeypatch.setattr("calfcause.spark.csv_files.PART_BYTES", 1 << 20)
    (tmp_path / "runs").mkdir()
    note = 'two\nlines, and ""quotes""; ' * 40
    for name, rows in (("a", 7_000), ("b", 300)):
        lines = [f'{name}{row},{row % 30},flat,"{note}"\n' for row in range(rows)]
        lines[-1] = lines[-1].replace("flat", "hily")
        text = "session_id,distance_km,terrain,Notes\n" + "".join(lines)
        (tmp_path / "runs" / f"{name}.csv").write_text(text)
    result = run("runs", "answers", "--on-bad-rows", "flag")
    assert result.exit_code == 0, result.stderr
    expected = b""
    for name in ("a", "b"):
        whole = tmp_path / f"{name}.csv"
        predict_file(Predictor.load(), tmp_path / "runs" / whole.name, whole, on_bad_rows="flag")
        header, _, rest = whole.read_bytes().partition(b"\n")
        expected += rest
    parts = [path.read_bytes() for path in sorted((tmp_path / "answers").glob("part-*.csv"))]
    assert len([part for part in parts if part.count(b"\n") > 1]) > 2
    assert all(part.startswith(header + b"\n") for part in parts)
    assert b"".join(part.removeprefix(header + b"\n") for part in parts) == expected
    # A bad cell is told by the line that an editor shows, also in a block far below the first.
    result = run("runs", "stopped")
    height = note.count("\n") + 1
    for name, rows in (("a", 7_000), ("b", 300)):
        assert (
            f"{tmp_path}/runs/{name}.csv, line {2 + (rows - 1) * height}, {HILY}" in result.stderr
        )


@pytest.mark.parametrize(
    ("files", "options", "said"),
    [
        ({}, "", "Path does not exist"),
        ({"a.txt": "x"}, "", "runs/a.txt: sessions are read from .csv"),
        ({"a.csv": "terrain\nflat\n", "b.parquet": ""}, "", "holds both CSV and Parquet"),
        (
            {"a.csv": "terrain,x\nflat,1\n", "b.csv": "terrain,y\nflat,1\n"},
            "",
            "runs/b.csv has other columns than",
        ),
        (
            {"a.csv": "terrain,x\nflat,1\n", "b.csv": 'terrain,x\n"fl"at,1\n'},
            "--on-bad-rows flag",
            "runs/b.csv, line 2: the quotes of the row",
        ),
        (
            {"a.csv": "terrain,x\nflat,1\n", "b.csv": "terrain;x\nflat;1\n"},
            "",
            "runs/b.csv has another delimiter or decimal mark than",
        ),
        ({"year=2025/a.csv": "terrain\nflat\n"}, "", "has year in the names of its folders"),
        ({"a.parquet": "no such thing"}, "", "Spark: "),
    ],
    ids=["none", "others", "both", "columns", "quotes", "marks", "partitioned", "damaged"],
)
def test_folders_that_cannot_be_read_are_refused_in_a_line(run, tmp_path, files, options, said):
    for name, text in files.items():
        (tmp_path / "runs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "runs" / name).write_text(text)
    before = sorted(tmp_path.rglob("*"))
    result = run("runs", "answers", *options.split())
    assert result.exit_code == 1
    assert said in result.stderr
    assert not any(java in result.stderr for java in ("Traceback", "\tat ", "org.apache.spark."))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("in -o out --engine spark --resume", "--engine spark does not support"),
        ("in -o out --engine spark --workers 2", "--engine spark does not support"),
        ("in -o out --engine spark --on-bad-rows side-file", "--engine spark does not support"),
        ("in.csv -o out.csv --master local[1]", "--master needs --engine spark"),
    ],
)
def test_options_that_do_not_go_together_are_misuse(tmp_path, monkeypatch, line, said):
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("terrain\nflat\n")
    result = CliRunner().invoke(main, f"predict {line}".split())
    assert result.exit_code == 2 and said in result.stderr


# Runners


@pytest.mark.parametrize("partitions", [1, 3])
def test_runners_are_the_same_whatever_the_number_of_partitions(spark, partitions):
    from calfcause.spark import generate

    runners = BLOCK_RUNNERS + 20
    made = generate(spark, runners=runners, weeks=1, seed=5, partitions=partitions)
    expected = in_plain_text(to_table(simulate(runners, 1, seed=5)))
    found = made.toArrow()
    assert made.rdd.getNumPartitions() == partitions
    assert found.schema.types == expected.schema.types
    assert found.to_pylist() == expected.to_pylist()


def test_no_runners_are_refused(spark):
    from calfcause.spark import generate

    with pytest.raises(CalfcauseError, match="runners is 0; it must be at least 1"):
        generate(spark, runners=0)


# An executor dies


def test_a_killed_executor_loses_nothing(spark, sessions, tmp_path):
    from calfcause.spark import predict

    frame = spark.createDataFrame(sessions).repartition(4)
    folder = str(tmp_path)

    def at_the_gate(batches):
        """Say which executor has come how far, and wait until one of them is dead."""
        import time
        from pathlib import Path

        from pyspark import TaskContext

        context, executor = TaskContext.get(), "self"
        while b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{executor}/cmdline").read_bytes():
            status = Path(f"/proc/{executor}/status").read_text()
            executor = status.partition("PPid:")[2].split()[0]
        held = list(batches)
        Path(folder, f"{context.taskAttemptId()}.here").write_text(executor)
        while not Path(folder, "dead").exists():
            time.sleep(0.05)
        yield from held

    # Earlier runs would be looked for at once, and nobody would be there to open the gate.
    gated = frame.mapInArrow(at_the_gate, frame.schema)
    answers = predict(gated, on_bad_rows="flag", history=False)
    found = []
    job = threading.Thread(target=lambda: found.append(answers.toArrow()), daemon=True)
    job.start()
    latest = time.monotonic() + SECONDS
    at_work: set[str] = set()
    while len(at_work) < 2 and time.monotonic() < latest:
        at_work = {path.read_text() for path in tmp_path.glob("*.here")} - {""}
        time.sleep(0.05)
    assert len(at_work) == 2, "both executors are at work"
    os.kill(int(min(at_work)), signal.SIGKILL)
    begun = len(list(tmp_path.glob("*.here")))
    Path(folder, "dead").touch()
    job.join(SECONDS)
    expected = on_one_machine(sessions, tmp_path, on_bad_rows="flag", history=False)
    assert_same_rows(found[0], expected)
    # What the dead one had begun was begun again, beside the parts that had not been.
    assert len(list(tmp_path.glob("*.here"))) > 4 >= begun
