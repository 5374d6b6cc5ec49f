"""MLflow: where training runs are tracked and models registered; all of MLflow is in here."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve

from calfcause import __version__
from calfcause.errors import CalfcauseError, ModelError
from calfcause.labelled import Labelled
from calfcause.population import POPULATION
from calfcause.predict import ANSWER_COLUMNS, DESCRIPTION, GRAPH
from calfcause.probabilities import HEADS
from calfcause.schema import COLUMNS

Array = NDArray[np.float64]

DEFAULT_STORE = "sqlite:///mlflow.db"
PYFUNC = Path(__file__).with_name("pyfunc_model.py")
FOLDER = "folder"
FIGURE_COLUMNS = 4
EXAMPLE = {"distance_km": 9.0, "terrain": "hilly", "usual_terrain": "flat"}


def track(
    *,
    folder: Path,
    experiment: str,
    register: str | None,
    parameters: Mapping[str, Any],
    scores: pd.DataFrame,
    figures: Mapping[str, Figure],
    digest: str,
    n_sessions: int,
) -> str:
    """Track one training run and log its model; gives the run's id.

    The store is that of ``MLFLOW_TRACKING_URI``, else ``mlflow.db`` in the working folder.
    """
    mlflow = _mlflow()
    try:
        mlflow.set_experiment(experiment)
    except mlflow.exceptions.MlflowException as error:
        raise CalfcauseError(
            f"the model is in {folder}, but MLflow does not track it: {error.message}"
        ) from error
    with mlflow.start_run() as run, tempfile.TemporaryDirectory() as part:
        mlflow.log_params({**parameters, "data_sha256": digest, "n_sessions": n_sessions})
        if commit := _git_commit():
            mlflow.set_tag("git_commit", commit)
        mlflow.log_metrics(_metrics(scores))
        for name, figure in figures.items():
            mlflow.log_figure(figure, f"figures/{name}.png")
        model_folder = Path(part) / FOLDER
        model_folder.mkdir()
        for name in (GRAPH, DESCRIPTION, POPULATION, "MODEL_CARD.md"):
            shutil.copy(folder / name, model_folder)
        mlflow.log_artifact(str(model_folder / "MODEL_CARD.md"))
        mlflow.pyfunc.log_model(
            name="model",
            python_model=str(PYFUNC),
            artifacts={FOLDER: str(model_folder)},
            signature=_signature(),
            input_example=pd.DataFrame([EXAMPLE]),
            pip_requirements=[f"calfcause=={__version__}"],
            registered_model_name=register,
        )
        return str(run.info.run_id)


def track_search(found: pd.DataFrame, *, experiment: str, parameters: Mapping[str, Any]) -> str:
    """Track a search: one run for all of it and, nested in it, one for each candidate.

    ``found`` is a table of ``search.search_heads``. Gives the id of the run.
    """
    mlflow = _mlflow()
    mlflow.set_experiment(experiment)
    measured = ["trees", "leaves", "log_loss"]
    with mlflow.start_run(run_name="search") as run:
        mlflow.log_params(parameters)
        mlflow.log_text(found.to_csv(index=False), "candidates.csv")
        for _, row in found.iterrows():
            with mlflow.start_run(nested=True):
                mlflow.log_params(row.drop([*measured, "chosen"]).to_dict())
                mlflow.log_metrics({name: float(row[name]) for name in measured})
                mlflow.set_tag("chosen", str(bool(row["chosen"])).lower())
        chosen = found[found["chosen"]].iloc[0]
        mlflow.log_metrics({f"chosen.{name}": float(chosen[name]) for name in measured})
        return str(run.info.run_id)


def download_folder(uri: str) -> Path:
    """The model folder behind ``models:/name@alias``, ``models:/name/version`` or ``runs:/…``.

    Raises
    ------
    ModelError
        If MLflow does not find it, or it is no model of calfcause.
    """
    mlflow = _mlflow()
    try:
        found = Path(mlflow.artifacts.download_artifacts(uri))
    except mlflow.exceptions.MlflowException as error:
        raise ModelError(f"MLflow does not give {uri}: {error.message}") from error
    folders = [path.parent for path in found.rglob(DESCRIPTION)]
    if not folders:
        raise ModelError(f"{uri} is no model of calfcause: it has no {DESCRIPTION}")
    return folders[0]


def figures_of(sessions: Labelled, answers: Mapping[str, Array]) -> dict[str, Figure]:
    """Reliability and precision-recall of every head, model beside rules and ceiling."""
    n_rows = -(-len(HEADS) // FIGURE_COLUMNS)
    reliability, curves = (Figure(figsize=(14, 3.5 * n_rows)) for _ in range(2))
    for place, head in enumerate(HEADS):
        by_reliability = reliability.add_subplot(n_rows, FIGURE_COLUMNS, place + 1, title=head)
        by_precision = curves.add_subplot(n_rows, FIGURE_COLUMNS, place + 1, title=head)
        labels = sessions.labels[:, place]
        for scorer in (name for name in ("rules", "model", "ceiling") if name in answers):
            p = answers[scorer][:, place]
            seen, stated = calibration_curve(labels, p, n_bins=15, strategy="quantile")
            by_reliability.plot(stated, seen, marker=".", label=scorer)
            precision, recall, _ = precision_recall_curve(labels, p)
            by_precision.plot(recall, precision, label=scorer)
        highest = max(by_reliability.get_xlim()[1], by_reliability.get_ylim()[1])
        by_reliability.plot([0, highest], [0, highest], color="grey", linewidth=0.8)
        by_reliability.set(xlabel="stated probability", ylabel="share that came true")
        by_precision.set(xlabel="recall", ylabel="precision")
    for figure in (reliability, curves):
        figure.axes[0].legend()
        figure.tight_layout()
    return {"reliability": reliability, "precision_recall": curves}


def _mlflow() -> ModuleType:
    # mlflow reports its use to its makers unless told not to before it is imported.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import mlflow

    if not os.environ.get("MLFLOW_TRACKING_URI"):
        mlflow.set_tracking_uri(DEFAULT_STORE)
    return mlflow


def _metrics(scores: pd.DataFrame) -> dict[str, float]:
    """Scores by name, as in ``sore.model.log_loss``, and the summed log loss of each scorer."""
    names = [name for name in scores.columns if name not in ("head", "scorer")]
    found = {
        f"{row['head']}.{row['scorer']}.{name}": float(row[name])
        for _, row in scores.iterrows()
        for name in names
        if np.isfinite(row[name])
    }
    sums = scores.groupby("scorer")["log_loss"].sum()
    return found | {f"all.{scorer}.log_loss": float(total) for scorer, total in sums.items()}


def _signature() -> Any:
    """Any cell type and any absent column: our own check of cells says more than MLflow's."""
    from mlflow.models import ModelSignature
    from mlflow.types.schema import AnyType, ColSpec, DataType, Schema

    any_cell: Any = AnyType

    inputs: list[Any] = [ColSpec(any_cell(), name, required=False) for name in COLUMNS]
    outputs: list[Any] = [
        ColSpec(DataType.double if name.startswith("p_") else DataType.string, name)
        for name in ANSWER_COLUMNS
    ]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema(outputs))


def _git_commit() -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    found = subprocess.run([git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None if found.returncode == 0 else None
