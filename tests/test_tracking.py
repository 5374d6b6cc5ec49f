"""A training run is tracked whole, and its model comes back out of MLflow as it went in."""

import json
import os
import re
import socket
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import calfcause
from calfcause import CalfcauseError, ModelError, Predictor
from calfcause.answer.columns import ANSWER_COLUMNS
from calfcause.cli import main
from calfcause.evaluate.worlds import OTHERS
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS
from calfcause.models.masking import masked
from calfcause.models.store import DEFAULT_STORE
from calfcause.models.store_check import check_out, check_store
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame
from calfcause.tracking.provenance import generator_version, git_commit
from calfcause.tracking.runs import figures_of
from calfcause.version import __version__

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
        assert f"held_out/{head}.{scorer}.{score}" in run.data.metrics


def test_the_scores_are_those_of_the_description(run, tiny):
    for row in tiny.predictor.description["scores"]:
        name = f"held_out/{row['head']}.{row['scorer']}.log_loss"
        assert run.data.metrics[name] == pytest.approx(row["log_loss"])


def test_the_summed_log_loss_is_tracked(run):
    for scorer in SCORERS:
        summed = sum(run.data.metrics[f"held_out/{head}.{scorer}.log_loss"] for head in HEADS)
        assert run.data.metrics[f"held_out/all.{scorer}.log_loss"] == pytest.approx(summed)


def test_the_run_has_parameters_seed_and_data_digest(run, tiny):
    parameters, description = run.data.params, tiny.predictor.description
    assert parameters["runners"] == "4000" and parameters["seed"] == "1"
    assert parameters["data_sha256"] == description["data_sha256"]
    assert parameters["n_sessions"] == str(description["n_sessions"])
    assert parameters.keys() >= description["heads_parameters"].keys()


@pytest.mark.parametrize("world", OTHERS)
def test_the_run_has_scores_in_every_other_world(run, world):
    scored = {scorer: run.data.metrics[f"worlds/{world}.{scorer}.log_loss"] for scorer in SCORERS}
    assert scored["ceiling"] < scored["model"] < scored["dummy"]
    assert run.data.metrics[f"worlds/{world}.model.calibration_error"] >= 0


def test_the_run_names_its_data_by_digest_and_generator(run, tiny):
    inputs = {one.tags[0].value: one.dataset for one in run.inputs.dataset_inputs}
    assert set(inputs) == {"training", "evaluation"}
    sha256 = tiny.predictor.description["data_sha256"]
    assert sha256.startswith(inputs["training"].digest)
    assert inputs["evaluation"].digest != inputs["training"].digest
    source = json.loads(inputs["training"].source)["tags"]
    assert source["generator"] == f"calfcause {generator_version()}" == run.data.tags["generator"]
    assert source["sha256"] == sha256 and source["seed"] == "1" and source["runners"] == "4000"


def test_the_run_describes_its_data_by_schema_and_profile(run, tiny):
    inputs = {one.tags[0].value: one.dataset for one in run.inputs.dataset_inputs}
    described = tiny.predictor.description
    profile = json.loads(inputs["training"].profile)
    assert profile["num_rows"] == described["n_sessions"]
    assert profile["num_runners"] == described["n_runners"]
    for head, share in described["label_shares"].items():
        # Of a cause among sore runs, as the dummy states it.
        among = profile["labels_yes"]["sore"] if head != "sore" else profile["num_rows"]
        assert profile["labels_yes"][head] == pytest.approx(share * profile["num_rows"], rel=0.01)
        assert profile["labels_yes"][head] <= among <= profile["labels"][head]
    assert 0 < profile["share_known"]["cadence_spm"] < profile["share_known"]["terrain"] <= 1
    columns = json.loads(inputs["evaluation"].schema)["mlflow_colspec"]
    types = {column["name"]: column["type"] for column in columns}
    assert types["terrain"] == "string" and types["distance_km"] == "double"
    assert types["cause_hills"] == types["sore_calves"] == "boolean"
    assert json.loads(inputs["evaluation"].profile)["num_rows"] == described["n_unseen_sessions"]


def test_the_run_has_a_name_that_says_what_it_is_and_grouped_metrics(run):
    assert run.info.run_name == "train on 4,000 simulated runners, default world, seed 1"
    assert {name.partition("/")[0] for name in run.data.metrics} == {"held_out", "worlds", "system"}
    assert all("/" in name for name in run.data.metrics)


def test_the_generator_has_the_version_of_the_package_and_of_its_own_source():
    version, _, source = generator_version().partition("+")
    assert version == __version__ and int(source, 16) >= 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_the_run_says_what_it_took_of_the_machine(run):
    assert run.data.metrics["system/peak_memory_mb"] > 0
    assert run.data.metrics["system/cpu_seconds"] > 0


def test_the_run_has_figures_and_card(client, run):
    figures = {one.path for one in client.list_artifacts(run.info.run_id, "figures")}
    assert figures == {"figures/reliability.png", "figures/precision_recall.png"}
    assert "MODEL_CARD.md" in {one.path for one in client.list_artifacts(run.info.run_id)}


def test_the_model_is_registered(client, run):
    (version,) = client.search_model_versions("name='calfcause'")
    assert version.run_id == run.info.run_id


def test_the_registered_version_says_what_it_is(client, run, tiny):
    (version,) = client.search_model_versions("name='calfcause'")
    total = run.data.metrics["held_out/all.model.log_loss"]
    assert version.description.startswith("Train on 4,000 simulated runners, default world, seed 1")
    assert f"log loss on held-out runners {total:.3f} (ceiling " in version.description
    assert tiny.predictor.description["graph_sha256"][:12] in version.description


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


def test_the_signature_names_the_answer_and_asks_for_no_column(store):
    import mlflow

    info = mlflow.models.get_model_info(f"runs:/{store.run_id}/model")
    assert info.signature.outputs.input_names() == list(ANSWER_COLUMNS)
    assert info.signature.inputs is None  # test_contract.py says what a list of columns would cost
    assert info.metadata["optional_columns"].split() == list(COLUMNS)


def test_the_model_requires_little_and_nothing_that_is_on_no_index(store):
    import mlflow

    path = mlflow.pyfunc.get_model_dependencies(f"runs:/{store.run_id}/model")
    required = dict(line.split("==") for line in Path(path).read_text().split())
    assert set(required) == {"mlflow-skinny", "numpy", "onnxruntime", "pandas"}


ALONE = """
import sys, mlflow, pandas
model = mlflow.pyfunc.load_model(sys.argv[1])
import calfcause
import calfcause.batch, calfcause.simulate  # what does not answer is there as well
print(calfcause.__file__)
one = pandas.DataFrame([{"terrain": "hilly", "runner_id": "a", "start_time": "2025-06-01T09:00"}])
frame = pandas.concat([one.assign(sore_calves=1), one.assign(start_time="2025-06-03T09:00")])
print(model.predict(frame).to_json(orient="records"))
"""


def test_the_model_brings_the_code_that_answers(store, tmp_path):
    """It answers by its own code in a Python that has no calfcause, or another one."""
    import mlflow
    import pandas as pd

    model = mlflow.artifacts.download_artifacts(
        f"runs:/{store.run_id}/model", dst_path=str(tmp_path)
    )
    hidden = tmp_path / "hidden" / "calfcause"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('not this one')")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, model],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(hidden.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    place, answers = done.stdout.splitlines()
    assert Path(place).is_relative_to(model)
    one = {"terrain": "hilly", "runner_id": "a"}
    frame = pd.DataFrame(
        [
            one | {"start_time": "2025-06-01T09:00", "sore_calves": 1},
            one | {"start_time": "2025-06-03T09:00"},
        ]
    )
    expected = json.loads(store.predictor.predict(frame).to_json(orient="records"))
    assert json.loads(answers) == expected


def test_a_loaded_model_leaves_the_calfcause_of_the_process_where_it_is(store, tmp_path):
    """Processes that are started later found the model's code first, and could not answer files."""
    import mlflow

    path = list(sys.path)
    mlflow.pyfunc.load_model(f"runs:/{store.run_id}/model")
    assert sys.path == path


def test_nothing_that_is_tracked_is_pickled(store):
    import mlflow

    folder = Path(mlflow.artifacts.download_artifacts(f"runs:/{store.run_id}/model"))
    names = [path.name for path in folder.rglob("*")]
    assert "heads.onnx" in names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]


def test_a_model_that_is_not_there_is_an_error_that_says_so(store):
    with pytest.raises(ModelError, match="MLflow cannot download models:/nobody@champion"):
        Predictor.load("models:/nobody@champion")


def test_what_is_no_model_of_calfcause_is_refused(client, store, tmp_path):
    (tmp_path / "notes.txt").write_text("not a model")
    other = client.create_run(client.get_run(store.run_id).info.experiment_id)
    client.log_artifact(other.info.run_id, str(tmp_path / "notes.txt"), "model")
    with pytest.raises(ModelError, match="is not a model of calfcause"):
        Predictor.load(f"runs:/{other.info.run_id}/model")


def test_figures_show_every_head(tiny):
    sessions = from_simulated(simulate(600, 2, seed=1))
    answers = {"model": tiny.predictor.predict_cells(sessions.cells, len(sessions))}
    for figure in figures_of(sessions, answers).values():
        assert [axes.get_title() for axes in figure.axes] == list(HEADS)


def test_without_git_there_is_no_commit_and_no_trouble(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_commit() is None


def test_outside_of_a_repository_there_is_no_commit(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git_commit() is None


@pytest.mark.parametrize("named", ["", "sqlite:///elsewhere.db"])
def test_the_store_is_the_one_that_the_environment_names(tmp_path, named):
    program = (
        "from calfcause.models.store import open_mlflow; print(open_mlflow().get_tracking_uri())"
    )
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


# Before any work


@pytest.fixture
def nobody():
    """The address of a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_store_that_does_not_answer_is_noticed_before_training(nobody, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", nobody)
    done = CliRunner().invoke(main, ["train", "--out", str(tmp_path / "model")])
    (line,) = done.output.splitlines()
    assert done.exit_code == 1 and line.startswith(f"Error: MLflow's store {nobody} cannot be used")
    assert "MLFLOW_TRACKING_URI" in line and not (tmp_path / "model").exists()


def test_a_search_asks_for_its_store_first_too(nobody, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", nobody)
    done = CliRunner().invoke(main, ["search"])
    assert done.exit_code == 1 and len(done.output.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_noticed_before_training(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(main, ["train", "--out", str(tmp_path / "file" / "model")])
    (line,) = done.output.splitlines()
    assert done.exit_code == 1 and "file/model cannot be written" in line and "--out" in line


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path):
    check_out(tmp_path / "deep" / "model")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_folder_is_noticed(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CalfcauseError, match="cannot be written"):
        check_out(tmp_path / "model")


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("sqlite:////nowhere/at/all/mlflow.db", "there is no such folder"),
        ("http://", "no host given"),
        ("postgresql://me:secret@127.0.0.1:1/runs", r"//\*\*\*@127.0.0.1:1/runs cannot be used"),
    ],
)
def test_a_store_that_cannot_be_says_why_and_keeps_the_password(monkeypatch, uri, reason):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    with pytest.raises(CalfcauseError, match=reason) as caught:
        check_store("calfcause")
    assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_told_from_a_store(tmp_path, monkeypatch):
    (tmp_path / "notes.db").write_text("mine")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'notes.db'}")
    with pytest.raises(CalfcauseError, match="is not an SQLite database"):
        check_store("calfcause")
    assert (tmp_path / "notes.db").read_text() == "mine"


def test_a_database_file_is_not_made_by_asking(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    check_store("calfcause")
    assert not list(tmp_path.iterdir())


def test_an_address_without_a_password_stays_as_it_is():
    for uri in (DEFAULT_STORE, "http://127.0.0.1:5000", "postgresql://me@db/runs"):
        assert masked(uri) == uri


@pytest.mark.filterwarnings("ignore")  # evaluate calls what pandas 4 deprecates
def test_the_evaluation_on_the_page_scores_a_registered_model_too(store, tiny, tmp_path):
    from sklearn.metrics import log_loss

    page = (Path(__file__).parents[1] / "docs" / "data-scientists.md").read_text("utf-8")
    code = re.search(r"<!-- file evaluate.py -->\n```python\n(.+?)```", page, re.S)[1]
    model = re.search(r"MODEL = .+", code)[0]
    names = {}
    import mlflow

    mlflow.set_experiment("evaluation")  # the one of an earlier test is in another store
    exec(code.replace(model, 'MODEL = "models:/calfcause@candidate"'), names)
    runs = names["generate"](300, 8, seed=3)
    sore = runs.pop("sore_calves")  # as evaluate hides it from the model
    loss = log_loss(sore, tiny.predictor.predict(runs)["p_sore"])
    assert names["found"].metrics["log_loss"] == pytest.approx(loss)
