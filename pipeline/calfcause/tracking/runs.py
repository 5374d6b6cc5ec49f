"""Runs in MLflow: parameters, data, scores by head and by world, figures, the model."""

import json
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
from calfcause.answer.json_schema import contract
from calfcause.answer.predictor import Predictor
from calfcause.evaluate.scores import scorers_of
from calfcause.evaluate.worlds import OTHERS, populations, score_worlds
from calfcause.learn.labelled import Labelled
from calfcause.learn.layer import KEY as ACCOUNTS
from calfcause.learn.probabilities import HEADS
from calfcause.models.layout import CARD, DESCRIPTION, GRAPH, LOGGED, POPULATION
from calfcause.models.registry import make_candidate
from calfcause.models.store import mlflow_or
from calfcause.parts import held_part
from calfcause.sessions.schema import COLUMNS
from calfcause.texts import counted
from calfcause.tracking.provenance import dataset, generator_version, git_commit, machine_use
from calfcause.types import Array

PYFUNC = Path(__file__).with_name("pyfunc_model.py")
PACKAGE = Path(__file__).parents[1]
FIGURE_COLUMNS = 4
EXAMPLE = {"distance_km": 9.0, "terrain": "hilly", "usual_terrain": "flat"}
# What answering needs, pinned. The package goes along as code, since it is on no index: the model
# installs anywhere, and answers by the code that made it. All of it goes, since MLflow puts it
# first on the path of whoever loads the model: a part would hide the rest of an installed one.
REQUIREMENTS = ("mlflow-skinny", "numpy", "onnxruntime", "pandas")
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
    description: Mapping[str, Any],
    seen: Labelled,
    unseen: Labelled,
    progress: Callable[[str], None] = lambda message: None,
) -> str:
    """Track a training run and log its model, see ``tracked``.

    register : the name to register the model under; None to leave it unregistered
    seen, unseen : the sessions that it was trained on, and those held out

    Raises CalfcauseError if MLflow refuses; the model is in its folder nevertheless.
    """
    digest = description["data_sha256"]
    with tracked(folder, experiment, register, progress, name=_name(parameters)) as (
        mlflow,
        run_id,
    ):
        mlflow.log_params({**parameters, "data_sha256": digest, "n_sessions": len(seen)})
        for context, sessions in (("training", seen), ("evaluation", unseen)):
            sha256 = digest if sessions is seen else sessions.digest()
            described = dataset(f"{context} sessions", sessions, sha256, parameters)
            mlflow.log_input(described, context=context)
        mlflow.log_metrics(_metrics(scores))
        mlflow.log_metrics(_world_metrics(folder))
        mlflow.log_metrics(_account_metrics(description.get(ACCOUNTS)))
        for name, figure in figures.items():
            mlflow.log_figure(figure, f"figures/{name}.png")
    return run_id


@contextmanager
def tracked(
    folder: Path,
    experiment: str,
    register: str | None,
    progress: Callable[[str], None] = lambda message: None,
    *,
    name: str,
) -> Iterator[tuple[Any, str]]:
    """Open a run for a model folder, and log the model when the block ends.

    The store is that of ``MLFLOW_TRACKING_URI``, by default ``mlflow.db`` in the working folder. A
    registered model gets a description and the alias ``candidate``.

    Raises CalfcauseError if MLflow refuses; the model is in its folder nevertheless.
    """
    with mlflow_or(f"the model is in {folder}, but MLflow cannot track it") as mlflow:
        mlflow.set_experiment(experiment)
        with mlflow.start_run(run_name=name) as run:
            if commit := git_commit():
                mlflow.set_tag("git_commit", commit)
            mlflow.set_tag("generator", f"calfcause {generator_version()}")
            yield mlflow, str(run.info.run_id)
            mlflow.log_artifact(str(folder / CARD))
            logged = _log_model(mlflow, folder, register)
            mlflow.log_metrics(machine_use())
    if register:
        described = f"{name[0].upper()}{name[1:]}, see {CARD} of its run. {_in_short(folder)}"
        number = make_candidate(register, str(logged.registered_model_version), described)
        progress(f"registered version {number} of {register}, alias candidate")


def track_search(
    candidates: pd.DataFrame, *, experiment: str, parameters: Mapping[str, Any]
) -> str:
    """Track a search: one run, and one nested in it for each candidate."""
    measured = ["trees", "leaves", "log_loss"]
    with mlflow_or("MLflow cannot track the search") as mlflow:
        mlflow.set_experiment(experiment)
        runners = counted(parameters["runners"], "simulated runner")
        with mlflow.start_run(run_name=f"search on {runners}") as run:
            mlflow.log_params(parameters)
            mlflow.log_text(candidates.to_csv(index=False), "candidates.csv")
            for _, row in candidates.iterrows():
                varied = row.drop([*measured, "chosen"]).to_dict()
                name = ", ".join(f"{key} {value}" for key, value in varied.items())
                with mlflow.start_run(run_name=name, nested=True):
                    mlflow.log_params(varied)
                    mlflow.log_metrics({name: float(row[name]) for name in measured})
                    mlflow.set_tag("chosen", str(bool(row["chosen"])).lower())
            chosen = candidates[candidates["chosen"]].iloc[0]
            mlflow.log_metrics({f"chosen/{name}": float(chosen[name]) for name in measured})
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


def _log_model(mlflow: Any, folder: Path, register: str | None) -> Any:
    """Log the model folder as code and data, without the pickled pipeline."""
    with held_part(Path(tempfile.gettempdir(), "calfcause-model"), folder=True) as part:
        copy = part / Path(LOGGED).name
        copy.mkdir()
        for name in (GRAPH, DESCRIPTION, POPULATION, CARD):
            if (folder / name).is_file():
                shutil.copy(folder / name, copy)
        code = part / PACKAGE.name
        shutil.copytree(PACKAGE, code, ignore=shutil.ignore_patterns("__pycache__", "released"))
        return mlflow.pyfunc.log_model(
            name="model",
            python_model=str(PYFUNC),
            artifacts={copy.name: str(copy)},
            code_paths=[str(code)],
            signature=_signature(),
            input_example=pd.DataFrame([EXAMPLE]),
            # As one text: a list would be most of the file, and every load reads it three times.
            metadata={
                "optional_columns": " ".join(COLUMNS),
                "json_schema": json.dumps(contract(), separators=(",", ":")),
            },
            pip_requirements=[f"{name}=={version(name)}" for name in REQUIREMENTS],
            registered_model_name=register,
        )


def _metrics(scores: pd.DataFrame) -> dict[str, float]:
    """Name scores, as in ``held_out/sore.model.log_loss``, and add the sums of the log losses."""
    names = [name for name in scores.columns if name not in ("head", "scorer")]
    metrics = {
        f"held_out/{row['head']}.{row['scorer']}.{name}": float(row[name])
        for _, row in scores.iterrows()
        for name in names
        if np.isfinite(row[name])
    }
    sums = scores.groupby("scorer")["log_loss"].sum()
    return metrics | {
        f"held_out/all.{scorer}.log_loss": float(sum_) for scorer, sum_ in sums.items()
    }


def _account_metrics(learned: Mapping[str, Any] | None) -> dict[str, float]:
    """What was learned from accounts, as in ``accounts/weight.log_odds``."""
    if learned is None:
        return {}
    weights = {f"accounts/weight.{name}": weight for name, weight in learned["weights"].items()}
    return weights | {"accounts/n": learned["n_accounts"], "accounts/penalty": learned["penalty"]}


def _name(parameters: Mapping[str, Any]) -> str:
    """Name a training run after its sessions."""
    if file := parameters.get("sessions_file"):
        return f"train on {file}"
    runners, world = counted(parameters["runners"], "simulated runner"), parameters["world"]
    return f"train on {runners}, {world} world, seed {parameters['seed']}"


def _in_short(folder: Path) -> str:
    """Say what somebody who compares versions wants to know of a model."""
    description = Predictor.load(folder).description
    losses = {"model": 0.0, "ceiling": 0.0}
    for row in description["scores"]:
        if row["scorer"] in losses:
            losses[row["scorer"]] += row["log_loss"] or 0.0
    ceiling = f" (ceiling {losses['ceiling']:.3f})" if losses["ceiling"] else ""
    return (
        f"Heads of {description['n_sessions']:,} sessions of {description['n_runners']:,} runners;"
        f" summed log loss on held-out runners {losses['model']:.3f}{ceiling}. Made by calfcause"
        f" {description['calfcause']}, graph {description['graph_sha256'][:12]}."
    )


def _world_metrics(folder: Path) -> dict[str, float]:
    """Score a few fresh runners of every other world, as in ``worlds/elite.model.log_loss``."""
    scorers = scorers_of(Predictor.load(folder))
    scores = score_worlds(
        populations(scorers, OTHERS, runners=WORLD_RUNNERS, weeks=WORLD_WEEKS, seed=WORLD_SEED)
    )
    named = {scorer: f"{scorer}.log_loss" for scorer in (*scorers, "ceiling")}
    named |= {"calibration_error": "model.calibration_error", "sore": "sore"}
    return {
        f"worlds/{row['world']}.{name}": float(row[column])
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
    options = [
        ParamSpec(name, DataType.boolean, default=default)
        for name, default in (("history", True), ("strict", False))
    ]
    return ModelSignature(outputs=Schema(outputs), params=ParamSchema(options))
