"""What earlier runs cost: a file answered with them beside without, and one answer that learns.

The contestants take turns in the same process, so that a noisy machine is noisy to all; read the
ratios. Processor time counts, of all threads.

    python benchmarks/history.py                # 20,000 rows
    python benchmarks/history.py --rows 200000
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from one_answer import SESSION

from calfcause import Predictor
from calfcause.answer.own_base import OwnBase
from calfcause.batch import predict_file
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

ROUNDS, CALLS = 5, 200
# What a watch and a log hold; nothing that is usual.
FEW = [
    "session_id", "runner_id", "start_time", "distance_km", "duration_min", "elevation_gain_m",
    "terrain", "surface", "cadence_spm", "shoe_type",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    n_rows, predictor = parser.parse_args().rows, Predictor.load()
    runs = to_frame(simulate(n_rows // 8, 16, seed=1)).head(n_rows)
    labels = [name for name in runs.columns if name.startswith(("cause_", "primary_"))]
    files = {
        "all columns, labels": runs.drop(columns=labels),
        "all columns, no labels": runs.drop(columns=[*labels, "sore_calves"]),
        "what a watch holds": runs[FEW],
        "the same, by time": runs[FEW].sort_values("start_time"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in files.items():
            print(f"{name:28} {of_file(predictor, frame, Path(folder)):6.2f} x without")
    plain, learning = of_one(predictor)
    print(f"one answer {plain * 1e6:.0f} µs; a label and the own risk {learning * 1e6:.1f} µs more")


def of_file(predictor: Predictor, frame: pd.DataFrame, folder: Path) -> float:
    """Time with earlier runs over time without."""
    source = folder / "runs.csv"
    frame.to_csv(source, index=False)
    taken: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(ROUNDS):
        for history, seconds in taken.items():
            started = time.process_time()
            predict_file(predictor, source, folder / "answers.csv", history=history)
            seconds.append(time.process_time() - started)
    return min(taken[True]) / min(taken[False])


def of_one(predictor: Predictor) -> tuple[float, float]:
    """Seconds of one answer, and of a label learned and a risk moved beside it."""
    base = OwnBase()
    contestants: list[Callable[[], object]] = [
        lambda: predictor.predict_one(SESSION),
        lambda: base.learned(0.1, sore=True).risk(0.1),
    ]
    taken: list[list[float]] = [[] for _ in contestants]
    for _ in range(CALLS):
        for call, seconds in zip(contestants, taken, strict=True):
            started = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - started)
    plain, learning = map(statistics.median, taken)
    return plain, learning


if __name__ == "__main__":
    main()
