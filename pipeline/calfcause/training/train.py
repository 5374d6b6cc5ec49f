"""Train a model: sessions, heads, graph, scores on held-out runners, model folder, MLflow run."""

import hashlib
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from calfcause.answer.json_schema import contract
from calfcause.answer.predictor import Predictor
from calfcause.answer.whole_graph import ENCODING, encoding, with_graph
from calfcause.errors import CalfcauseError, ModelError
from calfcause.evaluate.cases import read_cases
from calfcause.evaluate.scores import score_unseen
from calfcause.learn.baselines import DummyHeads
from calfcause.learn.features import features, make_features
from calfcause.learn.graph import largest_difference, to_graph
from calfcause.learn.heads import CauseHeads, make_pipeline
from calfcause.learn.labelled import Labelled, from_simulated, read_labelled
from calfcause.learn.layer import KEY, NAMES
from calfcause.learn.layer_fit import fit_layer
from calfcause.learn.probabilities import HEADS
from calfcause.learn.split import UNSEEN_SHARE, split_by_runner
from calfcause.models.features_check import KEY as FEATURES
from calfcause.models.features_check import feature_digests
from calfcause.models.layout import FORMAT, GRAPH, PIPELINE, POPULATION, WHOLE_GRAPH
from calfcause.models.population import Population, draw_population
from calfcause.models.store_check import check_out, check_store
from calfcause.models.write import described, refuse_other, write_files
from calfcause.simulate import World, simulate, world_named
from calfcause.texts import counted
from calfcause.tracking.runs import figures_of, track
from calfcause.version import __version__

LIBRARIES = ("numpy", "scikit-learn", "onnx", "onnxruntime", "joblib", "mlflow")
MOST_CELLS_WITHIN, LARGEST_ALLOWED = 1e-4, 0.01


@dataclass(frozen=True, kw_only=True)
class TrainingReport:
    """The result of a training run."""

    folder: Path
    scores: pd.DataFrame  # scores on held-out runners, as in score_heads
    run_id: str
    n_sessions: int
    seconds: float

    def text(self) -> str:
        """Lay out the log loss by head and scorer, and say where the model is."""
        table = self.scores.pivot(index="head", columns="scorer", values="log_loss")
        scorers = [name for name in ("dummy", "rules", "model", "ceiling") if name in table]
        calibration = self.scores[self.scores["scorer"] == "model"].set_index("head")
        table = table.loc[list(HEADS), scorers].assign(
            **{
                "model AUC": calibration["roc_auc"],
                "model calibration error": calibration["calibration_error"],
            }
        )
        return "\n".join(
            [
                f"Trained on {self.n_sessions:,} sessions in {self.seconds:.0f} s."
                " Log loss on held-out runners:",
                table.to_string(float_format=lambda score: f"{score:.4f}"),
                f"Model folder: {self.folder}   MLflow run: {self.run_id}",
            ]
        )


def train_release(
    *,
    out: Path,
    runners: int = 1500,
    weeks: int = 16,
    world: str = "default",
    seed: int = 0,
    sessions: Path | None = None,
    accounts: Path | None = None,
    parameters: Mapping[str, Any] | None = None,
    experiment: str = "calfcause",
    register: str | None = "calfcause",
    progress: Callable[[str], None] = lambda message: None,
) -> TrainingReport:
    """Train on simulated runners, or on the labelled sessions of a file, and write a model folder.

    Parameters
    ----------
    out : Path
        The folder for graph, description, card and pipeline; written once all is scored.
    runners, weeks, world, seed
        The training set to simulate; a fifth as many runners more are simulated and held out.
        ``seed`` also splits the sessions of a file, and fits.
    sessions : Path, optional
        CSV or Parquet file of labelled sessions, used instead of a simulation.
    accounts : Path, optional
        CSV or Parquet file of sore runs told in words, and what was blamed for them.
    parameters : mapping of str, optional
        Parameters of ``CauseHeads``, in place of its defaults.
    experiment : str
        The name of the experiment in MLflow.
    register : str or None
        The name to register the model under; None to leave it unregistered.
    progress : callable
        Called with a sentence on each step.

    Returns
    -------
    TrainingReport
        The folder, the scores and the run.

    Raises
    ------
    CalfcauseError
        If the world is unknown or there are too few sessions to learn from. Before any work: if
        there are no such parameters, ``out`` cannot be written or holds a calibrated model, or the
        MLflow store cannot be used.
    ModelError
        If the answers of the graph differ from those of the pipeline.
    """
    started = time.perf_counter()
    pipeline = _pipeline({"random_state": _streams(seed)[1], **(parameters or {})})
    check_out(out)
    refuse_other(out, "train", progress)
    check_store(experiment, register)
    seen, unseen, source = _sessions(sessions, runners, weeks, world, seed, progress)
    _refuse_too_few_labels(seen)
    progress(f"fitting {len(HEADS)} heads on {len(seen):,} sessions")
    pipeline.fit(seen.cells, seen.labels, heads__groups=seen.runner)
    heads: CauseHeads = pipeline.named_steps["heads"]
    progress("writing the graph and comparing it with the pipeline")
    graph = to_graph(heads)
    dummy = DummyHeads().fit(seen.cells, seen.labels)
    description = _description(heads, seen, unseen, dummy, source, graph)
    predictor = Predictor(graph, description)
    progress(f"scoring on {len(unseen):,} sessions of held-out runners")
    scores, answers = score_unseen(predictor, dummy, unseen)
    if accounts:
        progress(f"learning from the accounts in {accounts.name}")
        description[KEY] = _learned(predictor, accounts)
        predictor = Predictor(graph, description)
        heads.layer_ = predictor.layer
    description["graph_difference"] = _check_equal(pipeline, predictor, unseen)
    # JSON has no NaN; a score may have none, as of a head without any label among few runners.
    known = scores.astype(object).where(scores.notna(), None)
    description["scores"] = known.to_dict(orient="records")
    population = _population(seed).content()
    description["population_sha256"] = hashlib.sha256(population).hexdigest()
    description[FEATURES] = feature_digests(Population.parse(population))
    whole, description = with_graph(Predictor(graph, description))
    files: dict[str, Callable[[Path], object]] = {
        PIPELINE: lambda path: joblib.dump(pipeline, path, compress=3),
        POPULATION: lambda path: path.write_bytes(population),
        GRAPH: lambda path: path.write_bytes(graph),
        WHOLE_GRAPH: lambda path: path.write_bytes(whole),
    }
    write_files(out, files | described(description))
    progress("tracking the run in MLflow")
    run_id = track(
        folder=out,
        experiment=experiment,
        register=register,
        parameters=source | heads.get_params(),
        scores=scores,
        figures=figures_of(unseen, answers),
        description=description,
        seen=seen,
        unseen=unseen,
        progress=progress,
    )
    return TrainingReport(
        folder=out,
        scores=scores,
        run_id=run_id,
        n_sessions=len(seen),
        seconds=time.perf_counter() - started,
    )


def _pipeline(parameters: Mapping[str, Any]) -> Pipeline:
    """Make the pipeline, with parameters that it has and values that they can take."""
    try:
        heads = CauseHeads().set_params(**parameters)
        heads._validate_params()
    except ValueError as error:
        raise CalfcauseError(f"no heads can be fitted so: {error}") from error
    return make_pipeline(**parameters)


def _sessions(
    path: Path | None,
    runners: int,
    weeks: int,
    world: str,
    seed: int,
    progress: Callable[[str], None],
) -> tuple[Labelled, Labelled, dict[str, Any]]:
    """Give the training set, the held-out sessions, and where they come from."""
    if path is not None:
        progress(f"reading {path}")
        seen, unseen = split_runners(read_labelled(path), seed)
        return seen, unseen, {"sessions_file": path.name, "seed": seed}
    size = f"{counted(runners, 'runner')} over {counted(weeks, 'week')}"
    progress(f"simulating {size} in the {world} world")
    seen, unseen = simulated_sessions(runners, weeks, world_named(world), seed)
    _refuse_too_few_runners(seen)
    return seen, unseen, {"runners": runners, "weeks": weeks, "world": world, "seed": seed}


def _learned(predictor: Predictor, path: Path) -> dict[str, Any]:
    """What a layer learns from accounts, for the description."""
    cases = read_cases(path)
    matrix = make_features(cases.cells)
    layer, penalty = fit_layer(predictor.raw(matrix), matrix, cases.primary)
    return {
        "file": path.name,
        "n_accounts": len(cases),
        "data_sha256": cases.digest(),
        "penalty": penalty,
        "weights": dict(zip(NAMES, layer.weights, strict=True)),
    }


def _population(seed: int) -> Population:
    """Draw the runs for questions; always simulated, since a file has no true cells."""
    for_runs, for_draw = np.random.SeedSequence([seed, *b"questions"]).generate_state(2)
    runs = simulate(1000, seed=int(for_runs))
    rng = np.random.default_rng(for_draw)
    return draw_population(runs.true_cells, runs.cells, runs.soreness.true_p_sore, rng)


def _streams(seed: int) -> tuple[int, int]:
    """Give the seeds of the split and of the heads; the simulation uses the seed itself."""
    for_split, for_heads = np.random.SeedSequence(seed).generate_state(2)
    return int(for_split), int(for_heads)


def simulated_sessions(
    runners: int, weeks: int, world: World, seed: int
) -> tuple[Labelled, Labelled]:
    """Simulate a training set, and held-out sessions of a fifth as many more runners."""
    every = runners + ceil(runners * UNSEEN_SHARE)
    labelled = from_simulated(simulate(every, weeks, world=world, seed=seed))
    learned = labelled.runner < runners
    return labelled.rows(learned), labelled.rows(~learned)


def fitted(seen: Labelled, seed: int) -> Pipeline:
    """Fit the heads as ``train_release`` does by default, without what accounts add."""
    pipeline = make_pipeline(random_state=_streams(seed)[1])
    return pipeline.fit(seen.cells, seen.labels, heads__groups=seen.runner)


def split_runners(labelled: Labelled, seed: int) -> tuple[Labelled, Labelled]:
    """Hold out the sessions of a fifth of the runners.

    Raises CalfcauseError if there are too few runners to split.
    """
    _refuse_too_few_runners(labelled)
    seen, unseen = split_by_runner(labelled.runner, _streams(seed)[0])
    return labelled.rows(seen), labelled.rows(unseen)


def _refuse_too_few_labels(seen: Labelled) -> None:
    sore = seen.labels[:, -1]
    for place, head in enumerate(HEADS):
        labels = seen.labels[:, place]
        # A cause is learned from sore sessions alone, soreness from all.
        among, rows = ("sessions", np.ones_like(sore)) if head == HEADS[-1] else ("sore ones", sore)
        labels = labels[rows]
        if min(labels.sum(), (~labels).sum()) < 10:
            raise CalfcauseError(
                f"{int(labels.sum())} of {len(labels)} {among} are labelled {head}; at least 10"
                " with the label and 10 without it are needed. Use more sessions"
            )


def _refuse_too_few_runners(labelled: Labelled) -> None:
    n_runners = len(np.unique(labelled.runner))
    if n_runners < 10:
        raise CalfcauseError(f"there are too few runners to train on: {n_runners}; 10 are needed")


def _description(
    heads: CauseHeads,
    seen: Labelled,
    unseen: Labelled,
    dummy: DummyHeads,
    source: dict[str, Any],
    graph: bytes,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "calfcause": __version__,
        "heads": list(HEADS),
        "features": [feature.name for feature in features()],
        "source": source,
        "n_sessions": len(seen),
        "n_runners": len(np.unique(seen.runner)),
        "n_unseen_sessions": len(unseen),
        "n_unseen_runners": len(np.unique(unseen.runner)),
        "label_shares": dict(zip(HEADS, dummy.shares_.tolist(), strict=True)),
        "heads_parameters": heads.get_params(),
        "trees": {name: int(head.n_iter_) for name, head in zip(HEADS, heads.heads_, strict=True)},
        "data_sha256": seen.digest(),
        "graph_sha256": hashlib.sha256(graph).hexdigest(),
        "json_schema": contract(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        ENCODING: encoding(),
    }


def _check_equal(pipeline: Any, predictor: Predictor, sessions: Labelled) -> dict[str, float]:
    largest, differing = largest_difference(
        pipeline.predict_proba(sessions.cells),
        predictor.predict_cells(sessions.cells, len(sessions)),
    )
    if largest > LARGEST_ALLOWED or differing > MOST_CELLS_WITHIN:
        raise ModelError(
            f"the graph differs from the pipeline by up to {largest:.2g}, and by more than 1e-5 in"
            f" {differing:.2%} of cells; at most {LARGEST_ALLOWED} and {MOST_CELLS_WITHIN:.2%} are"
            " allowed"
        )
    return {"largest": largest, "share_over_1e-5": differing}
