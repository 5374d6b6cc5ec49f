"""One answer: predictor, scikit-learn pipeline, MLflow model and bare ONNX Runtime, same model.

The contestants take turns, so that a noisy machine is noisy to all; read the ratios. Most ask about
one and the same run, as a page does that asks for one more answer: what its cells come to is kept.
The others take 800 simulated runs in turn. The second table is the cold start: a fresh interpreter
that imports, loads and answers once. The third holds the whole graph, which other languages use,
against Python's own way, for many sessions.

    python benchmarks/one_answer.py
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import cycle
from pathlib import Path

import mlflow
import numpy as np
import onnxruntime
import pandas as pd
from numpy.typing import NDArray

from calfcause import Predictor
from calfcause.answer.own_base import OwnBase
from calfcause.learn.features import complete, make_features
from calfcause.models.layout import GRAPH, PIPELINE, WHOLE_GRAPH
from calfcause.sessions.cells import encode_sessions
from calfcause.sessions.schema import CODED_COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame
from calfcause.tracking.runs import PYFUNC
from calfcause.training.train import train_release

SESSION = {
    "distance_km": 9, "duration_min": 50, "terrain": "hilly", "usual_terrain": "flat",
    "experience_weeks": 200, "shoe_type": "standard", "shoe_distance_km": 100,
    "usual_pace_min_per_km": 5.5, "cadence_spm": 168,
}  # fmt: skip
ROUNDS, CALLS, COLD_ROUNDS, BLOCK = 40, 20, 5, 4096
COLD = {
    "calfcause": "from calfcause import Predictor;"
    " Predictor.load({folder!r}).predict_one({session!r})",
    "calfcause, explained": "from calfcause import Predictor;"
    " str(Predictor.load({folder!r}).explain({session!r}))",
    "joblib and scikit-learn": "import joblib, pandas as pd;"
    " joblib.load({pipeline!r}).predict_proba(pd.DataFrame([{session!r}]))",
    "MLflow pyfunc": "import mlflow, pandas as pd;"
    " mlflow.pyfunc.load_model({logged!r}).predict(pd.DataFrame([{session!r}]))",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        mlflow.set_tracking_uri(f"sqlite:///{scratch}/runs.db")
        folder = Path(scratch) / "model"
        train_release(out=folder, runners=4000, seed=0, register=None)
        logged = f"{scratch}/logged"
        mlflow.pyfunc.save_model(
            logged,
            python_model=str(PYFUNC),
            artifacts={"folder": str(folder)},
        )
        warm(folder, logged)
        cold(folder, logged)
        many(folder)


def warm(folder: Path, logged: str) -> None:
    """Answers of a process that has answered before."""
    import joblib

    predictor = Predictor.load(folder)
    pipeline = joblib.load(folder / PIPELINE)
    pyfunc = mlflow.pyfunc.load_model(logged)
    frame = pd.DataFrame([SESSION])
    matrix = make_features(complete(*encode_sessions([SESSION])))
    bare, whole = opened(folder / GRAPH), opened(folder / WHOLE_GRAPH)
    coded = as_rows(*encode_sessions([SESSION]))
    runner, base = predictor.runner(), OwnBase()
    runs = simulate(90, 16, seed=1)
    cells = to_frame(runs)[[*runs.cells]].to_dict("records")[: ROUNDS * CALLS]
    known = [{name: cell for name, cell in run.items() if cell == cell} for run in cells]
    others, another = cycle(known), cycle(known)
    contestants: dict[str, Callable[[], object]] = {
        "predict_one(dict)": lambda: predictor.predict_one(SESSION),
        "runner.predict_one(dict)": lambda: runner.predict_one(SESSION),
        "runner.learn(dict, sore=...)": lambda: runner.learn(SESSION, sore=False),
        "own base alone: a label and a risk": lambda: base.learned(0.1, sore=True).risk(0.1),
        "explain(dict)": lambda: predictor.explain(SESSION),
        "predict_one(dict), another run": lambda: predictor.predict_one(next(others)),
        "explain(dict), another run": lambda: predictor.explain(next(another)),
        "next_questions(dict, 3)": lambda: predictor.next_questions(SESSION, 3),
        "scikit-learn pipeline, one-row frame": lambda: pipeline.predict_proba(frame),
        "MLflow pyfunc, one-row frame": lambda: pyfunc.predict(frame),
        "bare ONNX Runtime on a ready matrix": lambda: bare.run(None, {"features": matrix}),
        "whole graph on coded cells": lambda: whole.run(None, {"cells": coded}),
    }
    taken = timed(contestants, ROUNDS, CALLS)
    ours = statistics.median(taken["predict_one(dict)"])
    print(f"{'one session, warm':40} {'p50':>9} {'p99':>9}   beside predict_one")
    for name, seconds in taken.items():
        ordered = sorted(seconds)
        middle, late = statistics.median(ordered), ordered[int(0.99 * len(ordered))]
        print(f"{name:40} {middle * 1e6:6.0f} µs {late * 1e6:6.0f} µs   {middle / ours:7.2f} x")


def opened(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def as_rows(cells: Mapping[str, NDArray[np.float64]], n_sessions: int) -> NDArray[np.float64]:
    """Coded cells as the whole graph takes them."""
    unknown = np.full(n_sessions, np.nan)
    return np.stack([cells.get(name, unknown) for name in CODED_COLUMNS], axis=1)


def many(folder: Path) -> None:
    """Blocks of coded sessions, on one thread."""
    predictor, whole = Predictor.load(folder), opened(folder / WHOLE_GRAPH)
    sessions = simulate(1500, 4, seed=9)
    cells = {name: column[:BLOCK] for name, column in sessions.cells.items()}
    rows = as_rows(cells, BLOCK)
    contestants: dict[str, Callable[[], object]] = {
        "predict_columns": lambda: predictor.predict_columns(cells, BLOCK),
        "whole graph": lambda: whole.run(None, {"cells": rows}),
    }
    taken = timed(contestants, ROUNDS)
    ours = statistics.median(taken["predict_columns"])
    print(f"\n{f'{BLOCK:,} coded sessions, one thread':40} {'median':>15}   beside predict_columns")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"{name:40} {BLOCK / middle:8,.0f} rows/s   {middle / ours:7.2f} x")


def timed(
    contestants: Mapping[str, Callable[[], object]], rounds: int, calls: int = 1
) -> dict[str, list[float]]:
    """The seconds of each call; contestants take turns, so that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, call in contestants.items():
            for _ in range(calls):
                started = time.perf_counter()
                call()
                taken[name].append(time.perf_counter() - started)
    return taken


def fresh(code: str) -> None:
    """Run code in a fresh interpreter."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def cold(folder: Path, logged: str) -> None:
    """Fresh interpreters, from start to the first answer."""
    codes = {
        name: code.format(
            folder=str(folder), pipeline=str(folder / PIPELINE), logged=logged, session=SESSION
        )
        for name, code in COLD.items()
    }
    codes = {"an empty interpreter": "pass", **codes}
    taken = timed({name: partial(fresh, code) for name, code in codes.items()}, COLD_ROUNDS)
    ours = statistics.median(taken["calfcause"])
    print(f"\n{'a fresh interpreter, first answer':40} {'median':>9}   beside calfcause")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"{name:40} {middle:7.2f} s   {middle / ours:7.2f} x")


if __name__ == "__main__":
    main()
