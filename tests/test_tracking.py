"""A training run is tracked whole, and its model comes back out of MLflow as it went in."""

import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import calfcause
from calfcause import ModelError, Predictor
from calfcause.labelled import from_simulated
from calfcause.predict import ANSWER_COLUMNS
from calfcause.probabilities import HEADS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame
from calfcause.tracking import DEFAULT_STORE, _git_commit, figures_of

SCORERS = ("dummy", "rules", "model", "ceiling")
SCORES = ("log_loss", "brier", "roc_auc", "average_precision", "calibration_error")


@pytest.fixture
def store(tiny, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tiny.store)
    return tiny


@pytest.fixture
def client(store):
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=store.store, registry_uri=store.store)


@pytest.fixture
def run(store, client):
    return client.get_run(store.run_id)


def test_the_run_has_every_score_of_every_head(run):
    for head, scorer, score in product(HEADS, SCORERS, SCORES):
        assert f"{head}.{scorer}.{score}" in run.data.metrics


def test_the_scores_are_those_of_the_description(run, tiny):
    for row in tiny.predictor.description["scores"]:
        name = f"{row['head']}.{row['scorer']}.log_loss"
        assert run.data.metrics[name] == pytest.approx(row["log_loss"])


def test_the_summed_log_loss_is_tracked(run):
    for scorer in SCORERS:
        summed = sum(run.data.metrics[f"{head}.{scorer}.log_loss"] for head in HEADS)
        assert run.data.metrics[f"all.{scorer}.log_loss"] == pytest.approx(summed)


def test_the_run_has_parameters_seed_and_data_digest(run, tiny):
    parameters, description = run.data.params, tiny.predictor.description
    assert parameters["runners"] == "4000" and parameters["seed"] == "1"
    assert parameters["data_sha256"] == description["data_sha256"]
    assert parameters["n_sessions"] == str(description["n_sessions"])
    assert parameters.keys() >= description["heads_parameters"].keys()


def test_the_run_has_figures_and_card(client, run):
    figures = {one.path for one in client.list_artifacts(run.info.run_id, "figures")}
    assert figures == {"figures/reliability.png", "figures/precision_recall.png"}
    assert "MODEL_CARD.md" in {one.path for one in client.list_artifacts(run.info.run_id)}


def test_the_model_is_registered(client, run):
    (version,) = client.search_model_versions("name='calfcause'")
    assert version.run_id == run.info.run_id


@pytest.mark.parametrize(
    "uri", ["models:/calfcause/1", "models:/calfcause@champion", "runs:/RUN/model"]
)
def test_a_tracked_model_answers_as_its_folder(client, store, uri):
    client.set_registered_model_alias("calfcause", "champion", "1")
    loaded = Predictor.load(uri.replace("RUN", store.run_id))
    sessions = from_simulated(simulate(30, 2, seed=1))
    np.testing.assert_array_equal(
        loaded.predict_cells(sessions.cells, len(sessions)),
        store.predictor.predict_cells(sessions.cells, len(sessions)),
    )
    assert loaded.description == store.predictor.description


def test_mlflow_serves_the_same_answers(store):
    import mlflow
    import pandas as pd

    frame = to_frame(simulate(30, 2, seed=1))[["terrain", "distance_km", "shoe_type"]]
    served = mlflow.pyfunc.load_model(f"runs:/{store.run_id}/model").predict(frame)
    pd.testing.assert_frame_equal(served, store.predictor.predict(frame))


def test_the_signature_names_the_answer(store):
    import mlflow

    signature = mlflow.models.get_model_info(f"runs:/{store.run_id}/model").signature
    assert signature.outputs.input_names() == list(ANSWER_COLUMNS)
    assert not any(column.required for column in signature.inputs.inputs)


def test_nothing_that_is_tracked_is_pickled(store):
    import mlflow

    folder = Path(mlflow.artifacts.download_artifacts(f"runs:/{store.run_id}/model"))
    names = [path.name for path in folder.rglob("*")]
    assert "heads.onnx" in names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]


def test_a_model_that_is_not_there_is_an_error_that_says_so(store):
    with pytest.raises(ModelError, match="MLflow does not give models:/nobody@champion"):
        Predictor.load("models:/nobody@champion")


def test_what_is_no_model_of_calfcause_is_refused(client, store, tmp_path):
    (tmp_path / "notes.txt").write_text("not a model")
    other = client.create_run(client.get_run(store.run_id).info.experiment_id)
    client.log_artifact(other.info.run_id, str(tmp_path / "notes.txt"), "model")
    with pytest.raises(ModelError, match="is no model of calfcause"):
        Predictor.load(f"runs:/{other.info.run_id}/model")


def test_figures_show_every_head(tiny):
    sessions = from_simulated(simulate(600, 2, seed=1))
    answers = {"model": tiny.predictor.predict_cells(sessions.cells, len(sessions))}
    for figure in figures_of(sessions, answers).values():
        assert [axes.get_title() for axes in figure.axes] == list(HEADS)


def test_without_git_there_is_no_commit_and_no_trouble(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _git_commit() is None


def test_outside_of_a_repository_there_is_no_commit(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert _git_commit() is None


@pytest.mark.parametrize("named", ["", "sqlite:///elsewhere.db"])
def test_the_store_is_the_one_that_the_environment_names(tmp_path, named):
    program = "from calfcause.tracking import _mlflow; print(_mlflow().get_tracking_uri())"
    environment = {
        "PYTHONPATH": str(Path(calfcause.__file__).parents[1]),
        "PATH": "",
        "HOME": str(tmp_path),
        "MLFLOW_TRACKING_URI": named,
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [named or DEFAULT_STORE], done.stderr
