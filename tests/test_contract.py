"""One model answers the same through every door, and refuses the same with the same words."""

import csv
import io
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from contract import (
    ARROW,
    CLI,
    DICT,
    DUCKDB,
    HTTP,
    INPUTS,
    PAGE,
    PARQUET,
    POLARS,
    PYFUNC,
    SERVICE,
    SPARK,
    Input,
    as_kind,
    page,
)
from servers import ask, model_server, post, service_running, spark_missing, spark_session

from calfcause import CalfcauseError, Predictor
from calfcause.answer.columns import ANSWER_COLUMNS
from calfcause.batch import predict_file
from calfcause.cli import main

P_COLUMNS = [name for name in ANSWER_COLUMNS if name.startswith("p_")]
TEXT_COLUMNS = [name for name in ANSWER_COLUMNS if not name.startswith("p_")]


@dataclass(frozen=True)
class Answered:
    """What a door gave: answers in the order of the rows, or the words of its refusal."""

    answers: pd.DataFrame | None = None
    refusal: str = ""


Door = Callable[[Input], Answered]


@pytest.fixture(scope="module")
def model(tiny, tmp_path_factory):
    """The tracked tiny model, as a folder of MLflow."""
    import mlflow

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", tiny.store)
        target = tmp_path_factory.mktemp("model")
        return mlflow.artifacts.download_artifacts(f"runs:/{tiny.run_id}/model", dst_path=target)


@pytest.fixture(scope="module")
def through_python(tiny):
    return through(tiny.predictor)


def through(predictor: Predictor) -> Door:
    """A predictor in Python."""

    def answer(one: Input) -> Answered:
        try:
            return Answered(predictor.predict(one.sessions()))
        except CalfcauseError as error:
            return Answered(refusal=str(error))

    return answer


def check_door(door: str, answer: Door, through_python: Door, inputs: Sequence[Input]) -> None:
    """Hold all that a door can carry to the table and to Python's answers."""
    differences = {}
    for one in inputs:
        if not one.cannot_enter(door):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # names that nearly are columns
                found = difference(one, answer(one), through_python(one))
            if found:
                differences[one.name] = found
    assert not differences, json.dumps(differences, indent=1, ensure_ascii=False)


def difference(one: Input, found: Answered, expected: Answered) -> str:
    """How an answer differs from the table or from Python's, empty if it does not."""
    if one.complaint:
        at = 0
        for piece in one.complaint.split("…"):
            place = found.refusal.find(piece, at)
            if place < 0:
                return f"{piece!r} is not in its refusal {found.refusal!r}"
            at = place + len(piece)
        return ""
    if found.answers is None or expected.answers is None:
        return f"refused: {found.refusal or expected.refusal}"
    if list(found.answers.columns) != list(ANSWER_COLUMNS) and len(expected.answers):
        return f"columns {list(found.answers.columns)}"
    if len(found.answers) != len(expected.answers):
        return f"{len(found.answers)} answers to {len(expected.answers)} sessions"
    if not len(expected.answers):
        return ""
    ours, theirs = (
        frame[P_COLUMNS].to_numpy(dtype=float) for frame in (expected.answers, found.answers)
    )
    if not np.allclose(ours, theirs, rtol=5e-6, atol=1e-9):
        return f"probabilities differ by up to {np.abs(ours - theirs).max()}"
    texts = [frame[TEXT_COLUMNS].to_numpy().tolist() for frame in (expected.answers, found.answers)]
    return "" if texts[0] == texts[1] else f"{texts[1]} instead of {texts[0]}"


# Python


@pytest.mark.parametrize("one", INPUTS, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore:column:UserWarning")
def test_python_answers_or_refuses_as_the_table_says(one, through_python):
    found = through_python(one)
    assert not difference(one, found, found)


@pytest.mark.filterwarnings("ignore:column:UserWarning")
def test_dicts_are_answered_or_refused_as_a_frame_is(tiny, through_python):
    def answer(one: Input) -> Answered:
        try:
            answers = pd.DataFrame(tiny.predictor.predict_many(records_of(one.sessions())))
            return Answered(answers.drop(columns="model", errors="ignore"))
        except CalfcauseError as error:
            return Answered(refusal=str(error))

    check_door(DICT, answer, through_python, INPUTS)


@pytest.mark.parametrize("door", [POLARS, ARROW, DUCKDB])
def test_tables_of_other_libraries_are_answered_as_a_frame_is(door, tiny, through_python):
    def answer(one: Input) -> Answered:
        try:
            found = pa.table(tiny.predictor.predict(as_kind(door, one.sessions())))
        except CalfcauseError as error:
            return Answered(refusal=str(error))
        return Answered(found.to_pandas())

    check_door(door, answer, through_python, INPUTS)
    assert sum(not one.cannot_enter(door) for one in INPUTS) > 60


def test_parquet_is_answered_as_a_frame_is(tiny, tmp_path, through_python):
    source, target = tmp_path / "runs.parquet", tmp_path / "answers.parquet"

    def answer(one: Input) -> Answered:
        target.unlink(missing_ok=True)
        pq.write_table(as_kind(PARQUET, one.sessions()), source)
        try:
            predict_file(tiny.predictor, source, target)
        except CalfcauseError as error:
            return Answered(refusal=str(error))
        # Of training data the file keeps its own primary_cause.
        found = pq.read_table(target).to_pandas().iloc[:, -len(ANSWER_COLUMNS) :]
        return Answered(found.rename(columns={"predicted_primary_cause": "primary_cause"}))

    check_door(PARQUET, answer, through_python, INPUTS)


@pytest.mark.parametrize("one", INPUTS, ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore:column:UserWarning")
def test_one_dict_is_answered_or_refused_as_one_of_many(one, tiny):
    for session in records_of(one.sessions()[-1:]):
        found = []
        for ask_one in (
            tiny.predictor.predict_one,
            tiny.predictor.explain,
            lambda session: tiny.predictor.predict_many([session])[0],
        ):
            try:
                ask_one(session)
                found.append("answered")
            except CalfcauseError as error:
                found.append(str(error).partition("column")[2])
        assert found[0] == found[1] == found[2]


def records_of(sessions: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame as dicts; of columns with one name the last."""
    return [
        dict(zip(sessions.columns, row, strict=True))
        for row in sessions.to_numpy(dtype=object).tolist()
    ]


def test_the_same_holds_for_the_pyfunc_model(model, through_python):
    import mlflow
    from mlflow.exceptions import MlflowException

    loaded = mlflow.pyfunc.load_model(model)

    def answer(one: Input) -> Answered:
        try:
            return Answered(loaded.predict(one.sessions()))
        except MlflowException as error:
            return Answered(refusal=error.message)

    check_door(PYFUNC, answer, through_python, INPUTS)


def test_the_pyfunc_model_uses_earlier_runs_unless_told_otherwise(model, tiny):
    import mlflow

    days = pd.date_range("2026-07-01T18:00", periods=9, freq="2D")
    runs = pd.DataFrame({"runner_id": "a", "start_time": days, "distance_km": 9, "sore_calves": 1})
    loaded = mlflow.pyfunc.load_model(model)
    known, alone = loaded.predict(runs), loaded.predict(runs, params={"history": False})
    pd.testing.assert_frame_equal(known, tiny.predictor.predict(runs))
    pd.testing.assert_frame_equal(alone, tiny.predictor.predict(runs, history=False))
    assert known["p_sore"].iloc[-1] > 2 * alone["p_sore"].iloc[-1]


def test_the_pyfunc_model_refuses_what_is_not_known_if_strict(model):
    import mlflow
    from mlflow.exceptions import MlflowException

    loaded, frame = (
        mlflow.pyfunc.load_model(model),
        pd.DataFrame({"distance_kms": [9], "terrain": "flat"}),
    )
    with pytest.warns(UserWarning, match="'distance_kms' is not known and was ignored"):
        assert len(loaded.predict(frame)) == 1
    with pytest.raises(MlflowException, match=r"(?s)'distance_kms' is not known.*'distance_km'"):
        loaded.predict(frame, params={"strict": True})


def test_mlflow_warns_of_params_that_it_keeps_from_the_model(model, caplog):
    import logging

    import mlflow
    from mlflow.exceptions import MlflowException

    loaded, frame = mlflow.pyfunc.load_model(model), pd.DataFrame({"distance_km": [9]})
    logger = logging.getLogger("mlflow.models.utils")  # MLflow's own do not propagate
    logger.addHandler(caplog.handler)
    try:
        known = loaded.predict(frame, params={"strikt": True})
    finally:
        logger.removeHandler(caplog.handler)
    pd.testing.assert_frame_equal(known, loaded.predict(frame))
    assert "'strikt'" in caplog.text and "'strict'" in caplog.text and "'history'" in caplog.text
    with pytest.raises(MlflowException, match="strict"):
        loaded.predict(frame, params={"strict": "very"})


def test_no_two_inputs_have_one_name_and_there_are_sixty_at_least():
    assert len({one.name for one in INPUTS}) == len(INPUTS) >= 60


def test_the_page_of_the_contract_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tests/contract.py"


# The command line


def test_the_command_line_answers_as_python_does(tiny, tmp_path, through_python):
    source, target = tmp_path / "runs.csv", tmp_path / "answers.csv"
    arguments = ["predict", str(source), "-o", str(target), "--model", str(tiny.folder)]

    def answer(one: Input) -> Answered:
        target.unlink(missing_ok=True)
        one.sessions().to_csv(source, index=False)
        done = CliRunner().invoke(main, arguments)
        if done.exit_code:
            return Answered(refusal=done.output)
        rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8"))))
        # The answers stand behind all of the file's own columns, one of which may share a name.
        answers = [row[-len(ANSWER_COLUMNS) :] for row in rows[1:]]
        return Answered(pd.DataFrame(answers, columns=ANSWER_COLUMNS))

    check_door(CLI, answer, through_python, INPUTS)


# HTTP


def test_the_service_answers_as_python_does(tiny, tmp_path, through_python):
    with service_running(tmp_path, "--model", str(tiny.folder)) as address:

        def answer(one: Input) -> Answered:
            rows = records_of(one.sessions())
            sessions = [{str(k): json_cell(cell) for k, cell in row.items()} for row in rows]
            status, body = post(f"{address}/v1/predict", {"sessions": sessions})
            if status == 200:
                return Answered(pd.DataFrame(body["predictions"]))
            return Answered(refusal=f"{body['detail']}") if status == 422 else Answered()

        check_door(SERVICE, answer, through_python, INPUTS)


def as_json(sessions: pd.DataFrame) -> dict[str, Any]:
    rows = [[json_cell(cell) for cell in row] for row in sessions.to_numpy(dtype=object).tolist()]
    if not len(sessions.columns):
        return {"dataframe_records": [{} for _ in rows]}
    return {"dataframe_split": {"columns": list(sessions.columns), "data": rows}}


def json_cell(cell: Any) -> Any:
    if is_unknown(cell):
        return None
    if isinstance(cell, np.generic):
        return cell.item()
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, datetime) else cell


def is_unknown(cell: Any) -> bool:
    return not isinstance(cell, list | dict) and bool(pd.isna(cell))


def through_server(address: str) -> Door:
    """A model that MLflow serves."""

    def answer(one: Input) -> Answered:
        status, body = ask(address, as_json(one.sessions()))
        if status == 200:
            return Answered(pd.DataFrame(body["predictions"]))
        return Answered(refusal=f"{body['message']}") if status == 400 else Answered()

    return answer


def test_a_served_model_answers_as_python_does(model, tmp_path, through_python):
    with model_server(model, tmp_path) as address:
        check_door(HTTP, through_server(address), through_python, INPUTS)
        records = {"dataframe_records": [{"terrain": "hilly"}, {"distance_km": 9}, {}]}
        status, body = ask(address, records)
        assert status == 200 and len(body["predictions"]) == 3
        for rows_apart in ("inputs", "instances"):
            status, body = ask(address, {rows_apart: [{"terrain": "hilly"}, {"distance_km": 9}]})
            assert status == 400 and "sessions as dataframe_records" in body["message"]
        assert "Traceback" not in json.dumps(body)


# Spark


def as_table(sessions: pd.DataFrame) -> Any:
    """Columns of one type each, as Spark wants them."""
    import pyarrow as pa

    columns = []
    for place in range(sessions.shape[1]):
        cells = [json_free(cell) for cell in sessions.iloc[:, place].astype(object)]
        column = pa.array(cells)
        columns.append(column.cast(pa.string()) if column.type == pa.null() else column)
    return pa.table(columns, names=[str(name) for name in sessions.columns])


def json_free(cell: Any) -> Any:
    if is_unknown(cell):
        return None
    return cell.item() if isinstance(cell, np.generic) else cell


@pytest.fixture(scope="module")
def spark():
    if missing := spark_missing():
        pytest.skip(missing)
    settings: Mapping[str, object] = {
        "spark.ui.enabled": False,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.default.parallelism": 1,
        "spark.sql.shuffle.partitions": 1,
        "spark.log.level": "OFF",
        "spark.python.daemon.module": "spark_daemon",
    }
    environment = {
        "PYTHONPATH": str(Path(__file__).parent),  # where spark_daemon is
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    }
    with spark_session("local[1]", settings, **environment) as session:
        yield session


def alike(inputs: Sequence[Input]) -> list[list[Input]]:
    """Inputs that one job of Spark can answer: of the same columns, and all refused or none.

    A refusal lists ten bad cells at most.
    """
    groups: dict[Any, list[Input]] = {}
    for one in inputs:
        whole_frame = one.complaint and not one.complaint.startswith("column ")
        key = (
            one.name if whole_frame else (str(as_table(one.sessions()).schema), one.complaint > "")
        )
        groups.setdefault(key, []).append(one)
    return [group[at : at + 8] for group in groups.values() for at in range(0, len(group), 8)]


@pytest.mark.filterwarnings("ignore")
def test_spark_answers_as_python_does(model, spark, through_python):
    import mlflow
    import pyarrow as pa
    from pyspark.errors import PySparkException
    from pyspark.sql.functions import struct

    predict = mlflow.pyfunc.spark_udf(spark, model, env_manager="local")
    found = {}
    for group in alike([one for one in INPUTS if not one.cannot_enter(SPARK)]):
        tables = [as_table(one.sessions()) for one in group]
        frame = spark.createDataFrame(pa.concat_tables(tables)).coalesce(1)
        columns = [frame[f"`{name}`"] for name in frame.columns]
        try:
            rows = frame.select(predict(struct(*columns)).alias("answer")).collect()
        except PySparkException as error:
            found |= {one.name: Answered(refusal=str(error)) for one in group}
            continue
        answers = pd.DataFrame([row["answer"].asDict() for row in rows])
        first = 0
        for one, table in zip(group, tables, strict=True):
            found[one.name] = Answered(answers.iloc[first : first + len(table)])
            first += len(table)
    check_door(SPARK, lambda one: found[one.name], through_python, INPUTS)
    days = [f"2026-07-{day:02d}T18:00" for day in range(1, 10)]
    runs = pd.DataFrame({"start_time": days, "distance_km": 9, "sore_calves": 1})
    frame = spark.createDataFrame(as_table(runs)).coalesce(1)
    # The batches of a frame are no whole of it.
    rows = frame.select(predict(struct("*")).alias("answer")).collect()
    assert len({row["answer"]["p_sore"] for row in rows}) == 1
    nameless = spark.createDataFrame(as_table(pd.DataFrame({"terrain": ["flat"], "posture": [""]})))
    with pytest.raises(PySparkException, match="no known column in '0', '1'"):
        nameless.select(predict("terrain", "posture")).collect()
