"""Whole files: calfcause predict beside pandas, beside mlflow models predict, and a bare copy.

All of them read the same CSV of 25 columns without text. Pandas holds the file in memory, asks the
scikit-learn pipeline of the same model and writes rows and answers; so does MLflow, with the
model as an MLflow one, but writes the answers alone, as JSON. The copy writes the file as it is,
which is the limit. The contestants take turns, each in processes of its own, start included, so
that a noisy machine is noisy to all; read the ratios. A file of one row tells the start by itself.

    python benchmarks/files.py                    # 1, 10^4, 10^5, 10^6 and 10^7 rows
    python benchmarks/files.py --rows 100000 --rounds 1 --only plain mlflow

Beyond 10^6 rows only calfcause predict and the copy, which hold none of it in memory, have a turn,
and only one.
"""

import argparse
import logging
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np

from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame
from calfcause.tracking.runs import PYFUNC

# A watch's numbers, a log's words, what is usual: 24 columns of every kind but text, and an id.
COLUMNS = [
    "session_id",
    "experience_weeks",
    "height_cm",
    "weekly_distance_km",
    "usual_weekly_distance_km",
    "longest_run_28d_km",
    "sore_calf_runs_28d",
    "session_type",
    "distance_km",
    "duration_min",
    "elevation_gain_m",
    "max_grade_pct",
    "terrain",
    "surface",
    "fastest_pace_min_per_km",
    "cadence_spm",
    "foot_strike",
    "usual_pace_min_per_km",
    "usual_climb_m_per_km",
    "usual_terrain",
    "usual_surface",
    "usual_cadence_spm",
    "shoe_type",
    "shoe_drop_mm",
    "shoe_distance_km",
]
PANDAS = """
import sys, joblib, pandas as pd
from calfcause.answer.columns import answer_columns
given, out, model = sys.argv[1:]
sessions = pd.read_csv(given)
chances = joblib.load(f"{model}/pipeline.joblib").predict_proba(sessions)
answers = pd.DataFrame(answer_columns(chances), index=sessions.index)
sessions.join(answers).to_csv(out, index=False, float_format="%.6g")
"""
MLFLOW = ["-m", "mlflow", "models", "predict", "--env-manager", "local", "-t", "csv"]
COPY = """
import sys, pyarrow as pa, pyarrow.csv
with pa.csv.open_csv(sys.argv[1]) as given, pa.csv.CSVWriter(sys.argv[2], given.schema) as out:
    for batch in given:
        out.write_batch(batch)
"""
PREDICT = ["-m", "calfcause", "predict"]
MOST_ROWS_FOR_ALL, FOR_ANY_SIZE = 10**6, ("plain", "bare copy by pyarrow [3]")
NOT_ALIKE = """
[1] writes every row anew, as pandas prints its cells; calfcause predict keeps the bytes of a row
[2] the command line itself, --env-manager local; writes answers without their rows, as JSON
[3] reads and writes the columns, and answers nothing"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1, 10**4, 10**5, 10**6, 10**7])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--model",
        type=lambda name: Path(name).resolve(),
        help="A folder with pipeline.joblib. [a new one]",
    )
    parser.add_argument("--only", nargs="+", help="Contestants, by how their names begin.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        model = options.model or trained(Path(folder, "model"))
        log_as_mlflow_does(model, Path("logged"))
        print(machine())
        for n_rows in options.rows:
            write_runs(Path("in.csv"), n_rows)
            measure(n_rows, model, options.rounds, options.only)
        print(NOT_ALIKE)


def trained(folder: Path) -> Path:
    """A model of few runners: as many trees as any, which is what takes the time."""
    command = ["-m", "calfcause", "train", "--runners", "3000", "--out", str(folder)]
    environment = os.environ | {"MLFLOW_TRACKING_URI": f"sqlite:///{folder.parent}/mlflow.db"}
    subprocess.run(
        [sys.executable, *command, "--register="],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return folder


def log_as_mlflow_does(model: Path, folder: Path) -> None:
    """The same model for MLflow's command line."""
    import mlflow

    # Without a signature MLflow hands on any columns; it warns that it can infer none.
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    mlflow.pyfunc.save_model(
        folder,
        python_model=str(PYFUNC),
        artifacts={"folder": str(model)},
    )


def machine() -> str:
    names = ("numpy", "onnxruntime", "pandas", "pyarrow", "scikit-learn", "mlflow")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    processors = len(os.sched_getaffinity(0))
    return (
        f"{processors} processors, {platform.machine()}, {platform.system()}; Python"
        f" {platform.python_version()}, {versions}"
    )


def write_runs(path: Path, n_rows: int) -> None:
    """Simulated runs, over and over from 20,000 on: more than are answered at once."""
    frame = to_frame(simulate(2400, 16, seed=1))[COLUMNS].round(2)
    lines = frame.to_csv(index=False, lineterminator="\n").splitlines(keepends=True)
    rows = np.arange(len(lines) - 1)
    with path.open("w") as file:
        file.write(lines[0])
        for begin in range(0, n_rows, len(rows)):
            file.writelines(lines[1 : 1 + min(len(rows), n_rows - begin)])


def measure(n_rows: int, model: Path, rounds: int, only: list[str] | None) -> None:
    given, out = "in.csv", "out.csv"
    contestants = {
        "plain": [*PREDICT, given, "-o", out, "--model", str(model)],
        "plain, one process": [*PREDICT, given, "-o", out, "--model", str(model), "--workers", "1"],
        "with --explain": [*PREDICT, given, "-o", out, "--model", str(model), "--explain"],
        "pandas and scikit-learn [1]": ["-c", PANDAS, given, out, str(model)],
        "mlflow models predict [2]": [*MLFLOW, "-m", "logged", "-i", given, "-o", "out.json"],
        "bare copy by pyarrow [3]": ["-c", COPY, given, out],
    }
    if only:
        contestants = {
            name: command for name, command in contestants.items() if name.startswith(tuple(only))
        }
    elif n_rows > MOST_ROWS_FOR_ALL:
        rounds, contestants = 1, {name: contestants[name] for name in FOR_ANY_SIZE}
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    peaks: dict[str, float] = dict.fromkeys(contestants, 0.0)
    for _ in range(rounds):
        for name, command in contestants.items():
            started = time.perf_counter()
            peaks[name] = max(peaks[name], peak_memory_mb(command))
            taken[name].append(time.perf_counter() - started)
    first = statistics.median(next(iter(taken.values())))
    bytes_each = os.path.getsize(given) / n_rows
    size = f"{n_rows:,} rows of {bytes_each:.0f} bytes" if n_rows > 1 else "1 row, so the start"
    print(f"\n{size}; {'once' if rounds == 1 else f'medians of {rounds} rounds'}")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(
            f"  {name:28} {middle:8.2f} s {n_rows / middle:11,.0f} rows/s"
            f"   {middle / first:6.2f} x plain   {peaks[name]:7,.0f} MB"
        )


def peak_memory_mb(command: list[str]) -> float:
    """Run Python; gives the most memory that it and its children held together, shared once."""
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.05):
            peak = max(peak, sum(map(memory_mb, family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = process.communicate()
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(said.decode())
    return peak


def family(number: int) -> Iterator[int]:
    yield number
    try:
        for thread in Path(f"/proc/{number}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def memory_mb(number: int) -> float:
    """What a process holds, its part of what it shares with others (Pss); 0 once it is gone."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
