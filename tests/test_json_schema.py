"""What comes out fits its JSON Schema, and says which model answered."""

import json
from copy import deepcopy
from pathlib import Path

import duckdb
import jsonschema
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from triage_sessions import ALARMS, ORDINARY, PICTURES
from typical_sessions import TYPICAL

from calfcause import SchemaError
from calfcause.activities.output import COLUMNS_AFTER, IDS
from calfcause.answer.json_schema import contract
from calfcause.batch import predict_file
from calfcause.cli import main
from calfcause.models.folder import released_folder

HILLY = {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 30, "swelling": 1}


def closed(schema):
    """The same schema, in which nothing that it does not name is allowed."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(one) for name, one in schema.items()}
    if found.get("type") == "object" and "properties" in found:
        found["additionalProperties"] = False
    return found


def check(what, given):
    schema = closed(contract()[what])
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(given)))


@pytest.mark.parametrize("what", ["session", "prediction", "answer"])
def test_the_schemas_are_schemas(what):
    jsonschema.Draft202012Validator.check_schema(contract()[what])
    assert json.loads(json.dumps(contract()[what])) == contract()[what]


@pytest.mark.parametrize("units", ["km", "miles"])
def test_real_answers_fit_their_schema(predictor, units):
    signs = [cells for cells, *_ in PICTURES[::5]] + [cells for *_, cells in ALARMS[::5]]
    sessions = [{}, HILLY, *TYPICAL.values(), *ORDINARY, *signs]
    assert len(sessions) > 30
    for session in sessions:
        check("session", session)
        check("answer", predictor.explain(session, units=units).to_dict())
        check("prediction", predictor.predict_one(session))


def test_what_does_not_fit_is_found_out(predictor):
    answer = predictor.explain(HILLY).to_dict()
    for spoil in (
        lambda one: one.pop("triage"),
        lambda one: one.update(p_sore=1.5),
        lambda one: one.update(more=1),
        lambda one: one["causes"][0].update(state="perhaps"),
        lambda one: one["model"].pop("hash"),
    ):
        other = deepcopy(answer)
        spoil(other)
        with pytest.raises(jsonschema.ValidationError):
            check("answer", other)


def test_the_command_line_prints_the_schemas():
    for what, schema in contract().items():
        done = CliRunner().invoke(main, ["schema", "--format", "jsonschema", "--of", what])
        assert json.loads(done.output) == schema
    done = CliRunner().invoke(main, ["schema", "--of", "answer"])
    assert done.exit_code == 2 and "--format jsonschema" in done.output


def test_a_trained_model_and_its_copy_in_mlflow_hold_the_schemas(tiny):
    import mlflow

    assert tiny.predictor.description["json_schema"] == contract()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", tiny.store)
        info = mlflow.models.get_model_info(f"runs:/{tiny.run_id}/model")
    assert json.loads(info.metadata["json_schema"]) == contract()


# Which model answered


def test_every_answer_names_the_model(predictor, tiny, tmp_path):
    for model in (predictor, tiny.predictor):
        expected = {"version": model.description["calfcause"], "hash": model.digest}
        assert model.predict_one(HILLY)["model"] == expected
        assert [one["model"] for one in model.predict_many([HILLY, {}])] == [expected] * 2
        assert model.runner().predict_one(HILLY)["model"] == expected
        assert model.explain(HILLY).to_dict()["model"] == expected
        assert model.runner().explain(HILLY).to_dict()["model"] == expected
        frame = pd.DataFrame([HILLY])
        noted = {
            f"calfcause.model.{name}".encode(): text.encode() for name, text in expected.items()
        }
        for method in (model.predict, model.explain_many):
            assert method(frame).attrs["model"] == expected
            assert method(pa.table(frame)).schema.metadata == noted
            assert isinstance(method(pl.from_pandas(frame)), pl.DataFrame)
        named = {f"model_{name}": [text] for name, text in expected.items()}
        for table in (frame, pl.from_pandas(frame), duckdb.from_arrow(pa.table(frame))):
            answers = pa.table(model.predict(table, name_model=True)).to_pydict()
            assert named.items() <= answers.items() and not named.keys() & {*model.predict(frame)}
        source, target = tmp_path / "runs.parquet", tmp_path / "answers.csv"
        frame.to_parquet(source)
        predict_file(model, source, target)
        assert "model" not in target.read_text()
        predict_file(model, source, target, name_model=True)
        written = pd.read_csv(target)
        assert named.items() <= written.to_dict("list").items()
        assert [*written][-3:] == ["triage", *named]
        target = target.with_suffix(".parquet")
        report = predict_file(model, source, target)
        assert vars(report.model) == expected
        assert noted.items() <= pq.read_schema(target).metadata.items()
        assert b"pandas" in pq.read_schema(target).metadata  # what the source notes is kept
    assert predictor.id != tiny.predictor.id


def test_the_json_of_the_command_line_names_the_model(predictor, tmp_path):
    source = tmp_path / "runs.csv"
    pd.DataFrame([HILLY]).to_csv(source, index=False)
    done = CliRunner().invoke(main, ["explain", str(source), "--format", "json"])
    (answer,) = json.loads(done.output)
    assert answer.pop("session") == "row 1" and answer["model"] == vars(predictor.id)
    check("answer", answer)


def test_the_hash_is_that_of_the_description_in_the_folder(predictor):
    import hashlib

    description = json.loads(Path(released_folder(), "model.json").read_text(encoding="utf-8"))
    del description["whole_graph"]  # which names the hash
    text = json.dumps(description, sort_keys=True)
    assert predictor.id.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("session", [{"session_id": "a"}, {"sore_calves": 1}, {"title": "Hills"}])
def test_the_schema_refuses_what_the_predictor_refuses(predictor, session):
    validator = jsonschema.Draft202012Validator(contract()["session"])
    assert not validator.is_valid(session)
    with pytest.raises(SchemaError, match="no known column"):
        predictor.predict_one(session)
    for whole in ({}, {**session, "distance_km": 9}):
        assert validator.is_valid(whole) and predictor.predict_one(whole, strict=True)


def test_a_label_alone_is_named_as_one(predictor):
    with pytest.raises(SchemaError, match="no known column besides the label sore_calves"):
        predictor.predict_one({"sore_calves": 1})


def test_strict_takes_what_an_import_writes(predictor):
    wrote = dict.fromkeys([*IDS, *COLUMNS_AFTER], "1") | {"distance_km": 9}
    wrote["start_time"] = "2026-01-01"
    assert predictor.predict_one(wrote, strict=True)
    assert len(predictor.predict(pd.DataFrame([wrote]), strict=True)) == 1
    assert {*wrote} <= {*contract()["session"]["properties"]}
