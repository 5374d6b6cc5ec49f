"""MLflow with the wheel alone: training, an environment of the model's own, and the small MLflow.

``make installed-mlflow`` runs it in an environment that holds the wheel and the extra ``train``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from contract import APART, INPUTS
from servers import ask, environment, model_server, tracking_server
from test_contract import check_door, through, through_server

import calfcause
from calfcause import Predictor

ROOT = Path(__file__).parents[1]
RUNS = [{"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}, {}]
NAME = "models:/calfcause@candidate"
READS = f"""
import json, sys
from calfcause import CalfcauseError, Predictor
try:
    print(json.dumps(Predictor.load("{NAME}").predict_many({RUNS})))
except CalfcauseError as error:
    print(error)
print(sorted({{"sklearn", "scipy", "matplotlib", "sqlalchemy"}} & set(sys.modules)))
"""


def run(*command, cwd, **more):
    settings = environment(UV_PYTHON_DOWNLOADS="never", **more)
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=settings, text=True, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def close_to(answers):
    """Rows as MLflow gives them, in a frame that does not name the model."""
    return [pytest.approx({name: row[name] for name in row if name != "model"}) for row in answers]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    assert "PYTHONPATH" not in os.environ
    assert ROOT / "pipeline" not in Path(calfcause.__file__).parents, "this is not the wheel"
    return tmp_path_factory.mktemp("mlflow")


@pytest.fixture(scope="module")
def server(folder):
    """A tracking server with a model that was trained by the wheel."""
    with tracking_server(folder / "server.db", folder) as address:
        run(
            sys.executable, "-m", "calfcause", "train", "--runners", "800", "--weeks", "6", "--out",
            "model", cwd=folder, MLFLOW_TRACKING_URI=address,
        )  # fmt: skip
        yield address


@pytest.fixture(scope="module")
def model(folder, server):
    """The model as MLflow has it, in a folder."""
    program = (
        f"import mlflow; print(mlflow.artifacts.download_artifacts('{NAME}', dst_path='down'))"
    )
    shown = run(sys.executable, "-c", program, cwd=folder, MLFLOW_TRACKING_URI=server)
    return folder / shown.splitlines()[-1]


@pytest.fixture(scope="module")
def answers(folder, server):
    return Predictor.load(folder / "model").predict_many(RUNS)


def test_mlflow_builds_an_environment_for_the_model_and_answers(folder, model, answers):
    (folder / "in.json").write_text(json.dumps({"dataframe_records": RUNS}))
    shown = run(
        sys.executable, "-m", "mlflow", "models", "predict", "-m", model, "--env-manager", "uv",
        "-i", "in.json", "-t", "json", cwd=folder, MLFLOW_ENV_ROOT=str(folder / "environments"),
    )  # fmt: skip
    assert json.loads(shown.splitlines()[-1])["predictions"] == close_to(answers)


def test_mlflow_serves_the_model_from_an_environment_of_its_own(folder, model, answers):
    more = {"UV_PYTHON_DOWNLOADS": "never", "MLFLOW_ENV_ROOT": str(folder / "environments")}
    with model_server(model, folder, manager="uv", **more) as address:
        status, body = ask(address, {"dataframe_records": RUNS})
        assert status == 200 and body["predictions"] == close_to(answers)
        door, python = through_server(address), through(Predictor.load(folder / "model"))
        check_door(APART, door, python, INPUTS)


def test_a_dockerfile_of_mlflow_asks_for_nothing_that_is_on_no_index(folder, model):
    run(
        sys.executable, "-m", "mlflow", "models", "generate-dockerfile", "-m", model, "-d", "image",
        "--env-manager", "virtualenv", cwd=folder,
    )  # fmt: skip
    (required,) = (folder / "image").rglob("requirements.txt")
    names = {line.partition("==")[0] for line in required.read_text().split()}
    assert names == {"mlflow-skinny", "numpy", "onnxruntime", "pandas"}
    assert list((folder / "image").rglob("code/calfcause/answer/predictor.py"))


def test_the_small_mlflow_is_enough_to_read_a_registry(folder, server, answers):
    (wheel,) = (ROOT / "dist").glob("*.whl")
    small = folder / "small" / "bin" / "python"
    run("uv", "venv", "--quiet", "--python", sys.executable, "small", cwd=folder)
    run("uv", "pip", "install", "--quiet", "--python", small, f"{wheel}[registry]", cwd=folder)
    shown = run(small, "-c", READS, cwd=folder, MLFLOW_TRACKING_URI=server)
    found, heavy = shown.splitlines()
    rows = json.loads(found)
    assert [row.pop("model") for row in rows] == [row["model"] for row in answers]
    assert rows == close_to(answers) and heavy == "[]"
    shown = run(
        small, "-c", READS, cwd=folder, MLFLOW_TRACKING_URI=f"sqlite:///{folder / 'server.db'}"
    )
    assert "pip install sqlalchemy alembic, or name an MLflow server in MLFLOW" in shown
