"""One answer: predictor, scikit-learn pipeline and bare ONNX Runtime on the same model.

The contestants take turns, so that a noisy machine is noisy to all; read the ratios.
"""

import statistics
import time
from collections.abc import Callable

import onnxruntime
import pandas as pd

from calfcause import Predictor
from calfcause.features import complete, make_features
from calfcause.graph import to_graph
from calfcause.labelled import from_simulated
from calfcause.model import make_pipeline
from calfcause.predict import encode_sessions
from calfcause.simulate import simulate

SESSION = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}
ROUNDS, CALLS = 30, 20


def main() -> None:
    simulated = from_simulated(simulate(4000, seed=0))
    pipeline = make_pipeline().fit(
        simulated.cells, simulated.labels, heads__groups=simulated.runner
    )
    graph = to_graph(pipeline["heads"])
    predictor = Predictor(graph, {})
    frame = pd.DataFrame([SESSION])
    matrix = make_features(complete(*encode_sessions([SESSION])))
    bare = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    contestants: dict[str, Callable[[], object]] = {
        "predict_one(dict)": lambda: predictor.predict_one(SESSION),
        "explain(dict)": lambda: predictor.explain(SESSION),
        "scikit-learn pipeline, one-row frame": lambda: pipeline.predict_proba(frame),
        "bare ONNX Runtime on a ready matrix": lambda: bare.run(None, {"features": matrix}),
    }
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, call in contestants.items():
            started = time.perf_counter()
            for _ in range(CALLS):
                call()
            taken[name].append((time.perf_counter() - started) / CALLS)
    least = statistics.median(taken["predict_one(dict)"])
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"{name:40} {middle * 1e6:9.0f} µs   {middle / least:7.2f} x predict_one")


if __name__ == "__main__":
    main()
