"""Runs in MLflow: parameters, data, scores by head and by world, figures, the model."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_curve

from calfcause.answer.columns import ANSWER_COLUMNS, is_number
from calfcause.answer.predictor import Predictor
from calfcause.evaluate.scores import scorers_of
from calfcause.evaluate.worlds import OTHERS, populations, score_worlds
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS
from calfcause.models.layout import CARD, DESCRIPTION, GRAPH, POPULATION
from calfcause.models.registry import make_candidate
from calfcause.models.store import mlflow_or
from calfcause.parts import held_part
from calfcause.sessions.schema import COLUMNS
from calfcause.tracking.provenance import dataset, generator_version, git_commit, machine_use
from calfcause.types import Array
from calfcause.version import __version__

PYFUNC = Path(__file__).with_name("pyfunc_model.py")
FOLDER = "folder"
FIGURE_COLUMNS = 4
EXAMPLE = {"distance_km": 9.0, "terrain": "hilly", "usual_terrain": "flat"}
# What answering needs, pinned; calfcause alone would let pip choose the versions.
REQUIREMENTS = ("mlflow", "numpy", "onnxruntime", "pandas")
# Few runners, for a first look at every world: the gate before a promotion looks closer.
WORLD_RUNNERS, WORLD_WEEKS, WORLD_SEED = 100, 16, 30_000


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
    unseen: Labelled | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> str:
    """Track a training run and log its model, see ``tracked``.

    register : the name to register the model under; None to leave it unregistered

    Raises CalfcauseError if MLflow refuses; the model is in its folder nevertheless.
    """
    with tracked(folder, experiment, register, progress) as (mlflow, run_id):
        mlflow.log_params({**parameters, "data_sha256": digest, "n_sessions": n_sessions})
        _log_data(mlflow, parameters, digest, n_sessions, unseen)
        mlflow.log_metrics(_metrics(scores))
        mlflow.log_metrics(_world_metrics(folder))
        for name, figure in figures.items():
            mlflow.log_figure(figure, f"figures/{name}.png")
    return run_id


@contextmanager
def tracked(
    folder: Path,
    experiment: str,
    register: str | None,
    progress: Callable[[str], None] = lambda message: None,
) -> Iterator[tuple[Any, str]]:
    """Open a run for a model folder, and log the model when the block ends.

    The store is that of ``MLFLOW_TRACKING_URI``, by default ``mlflow.db`` in the working folder. A
    registered model gets the alias ``candidate``.

    Raises CalfcauseError if MLflow refuses; the model is in its folder nevertheless.
    """
    with mlflow_or(f"the model is in {folder}, but MLflow cannot track it") as mlflow:
        mlflow.set_experiment(experiment)
        with mlflow.start_run() as run:
            if commit := git_commit():
                mlflow.set_tag("git_commit", commit)
            mlflow.set_tag("generator", f"calfcause {generator_version()}")
            yield mlflow, str(run.info.run_id)
            mlflow.log_artifact(str(folder / CARD))
            logged = _log_model(mlflow, folder, register)
            mlflow.log_metrics(machine_use())
    if register:
        number = make_candidate(register, str(logged.registered_model_version))
        progress(f"registered version {number} of {register}, alias candidate")


def track_search(
    candidates: pd.DataFrame, *, experiment: str, parameters: Mapping[str, Any]
) -> str:
    """Track a search: one run, and one nested in it for each candidate."""
    measured = ["trees", "leaves", "log_loss"]
    with mlflow_or("MLflow cannot track the search") as mlflow:
        mlflow.set_experiment(experiment)
        with mlflow.start_run(run_name="search") as run:
            mlflow.log_params(parameters)
            mlflow.log_text(candidates.to_csv(index=False), "candidates.csv")
            for _, row in candidates.iterrows():
                with mlflow.start_run(nested=True):
                    mlflow.log_params(row.drop([*measured, "chosen"]).to_dict())
                    mlflow.log_metrics({name: float(row[name]) for name in measured})
                    mlflow.set_tag("chosen", str(bool(row["chosen"])).lower())
            chosen = candidates[candidates["chosen"]].iloc[0]
            mlflow.log_metrics({f"chosen.{name}": float(chosen[name]) for name in measured})
    return str(run.info.run_id)


def figures_of(sessions: Labelled, answers: Mapping[str, Array]) -> dict[str, Figure]:
    """Draw reliability and precision-recall of every head, model beside rules and ceiling."""
    n_rows = -(-len(HEADS) // FIGURE_COLUMNS)
    reliability, curves = (Figure(figsize=(14, 3.5 * n_rows)) for _ in range(2))
    for place, head in enumerate(HEADS):
        by_reliability = reliability.add_subplot(n_rows, FIGURE_COLUMNS, place + 1, title=head)
        by_precision = curves.add_subplot(n_rows, FIGURE_COLUMNS, place + 1, title=head)
        labels = sessions.labels[:, place]
        for scorer in (name for name in ("rules", "model", "ceiling") if name in answers):
            p = answers[scorer][:, place]
            observed, predicted = calibration_curve(labels, p, n_bins=15, strategy="quantile")
            by_reliability.plot(predicted, observed, marker=".", label=scorer)
            precision, recall, _ = precision_recall_curve(labels, p)
            by_precision.plot(recall, precision, label=scorer)
        highest = max(by_reliability.get_xlim()[1], by_reliability.get_ylim()[1])
        by_reliability.plot([0, highest], [0, highest], color="grey", linewidth=0.8)
        by_reliability.set(xlabel="predicted probability", ylabel="observed share")
        by_precision.set(xlabel="recall", ylabel="precision")
    for figure in (reliability, curves):
        figure.axes[0].legend()
        figure.tight_layout()
    return {"reliability": reliability, "precision_recall": curves}


def _log_data(
    mlflow: Any,
    parameters: Mapping[str, Any],
    digest: str,
    n_sessions: int,
    unseen: Labelled | None,
) -> None:
    """Log the training set and, if there are any, the held-out sessions."""
    sets = {"training": (digest, n_sessions)}
    if unseen is not None:
        sets["evaluation"] = (unseen.digest(), len(unseen))
    for context, (sha256, n) in sets.items():
        name = f"{context} sessions"
        sessions = dataset(name=name, digest=sha256, n_sessions=n, parameters=parameters)
        mlflow.log_input(sessions, context=context)


def _log_model(mlflow: Any, folder: Path, register: str | None) -> Any:
    """Log the model folder as code and data, without the pickled pipeline."""
    with held_part(Path(tempfile.gettempdir(), "calfcause-model"), folder=True) as part:
        copy = part / FOLDER
        copy.mkdir()
        for name in (GRAPH, DESCRIPTION, POPULATION, CARD):
            if (folder / name).is_file():
                shutil.copy(folder / name, copy)
        return mlflow.pyfunc.log_model(
            name="model",
            python_model=str(PYFUNC),
            artifacts={FOLDER: str(copy)},
            signature=_signature(),
            input_example=pd.DataFrame([EXAMPLE]),
            # As one text: a list would be most of the file, and every load reads it three times.
            metadata={"optional_columns": " ".join(COLUMNS)},
            pip_requirements=[
                f"calfcause=={__version__}",
                *(f"{name}=={version(name)}" for name in REQUIREMENTS),
            ],
            registered_model_name=register,
        )


def _metrics(scores: pd.DataFrame) -> dict[str, float]:
    """Name scores, as in ``sore.model.log_loss``, and add the summed log loss of each scorer."""
    names = [name for name in scores.columns if name not in ("head", "scorer")]
    metrics = {
        f"{row['head']}.{row['scorer']}.{name}": float(row[name])
        for _, row in scores.iterrows()
        for name in names
        if np.isfinite(row[name])
    }
    sums = scores.groupby("scorer")["log_loss"].sum()
    return metrics | {f"all.{scorer}.log_loss": float(total) for scorer, total in sums.items()}


def _world_metrics(folder: Path) -> dict[str, float]:
    """Score a few fresh runners of every other world, as in ``world.elite.model.log_loss``."""
    scorers = scorers_of(Predictor.load(folder))
    scores = score_worlds(
        populations(scorers, OTHERS, runners=WORLD_RUNNERS, weeks=WORLD_WEEKS, seed=WORLD_SEED)
    )
    named = {scorer: f"{scorer}.log_loss" for scorer in (*scorers, "ceiling")}
    named |= {"calibration_error": "model.calibration_error", "sore": "sore"}
    return {
        f"world.{row['world']}.{name}": float(row[column])
        for _, row in scores.iterrows()
        for column, name in named.items()
    }


def _signature() -> Any:
    """Give parameters and answers, but no columns of input, so that every frame arrives unchanged.

    Given input columns, even optional ones, MLflow drops all others before the model sees them, and
    the rows with the last one: ``Terrain`` would not be read, a duplicate column go unnoticed, and
    ``{}`` stay unanswered.
    """
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, DataType, ParamSchema, ParamSpec, Schema

    outputs: list[Any] = [
        ColSpec(DataType.double if is_number(name) else DataType.string, name)
        for name in ANSWER_COLUMNS
    ]
    history = ParamSpec("history", DataType.boolean, default=True)
    return ModelSignature(outputs=Schema(outputs), params=ParamSchema([history]))
