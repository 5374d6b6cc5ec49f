"""Spark with one and two workers beside calfcause predict on the same Parquet: when does it pay?

Every contestant answers the same rows of Parquet into Parquet: Spark a folder of files, calfcause
predict one file. Spark's start is told apart from its work: a session is started, its workers are
warmed up by a small folder, and only then the folder is answered. The other is timed from its
start, as it starts in a second. The contestants take turns, so that a noisy machine is noisy to
all. From two numbers of rows follows what one more row takes, and with that where Spark pays. It
needs Java, and ends with the code 77 where there is none.

    python benchmarks/spark.py                      # 100,000 and 500,000 rows, once
    python benchmarks/spark.py --rows 1000000 --rounds 3
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from math import floor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from calfcause.simulate import simulate
from calfcause.simulate.frame import in_plain_text, to_table

WORKERS = (1, 2)
PARTS = 8
# What write_results.py takes for a benchmark that cannot run here.
CANNOT_RUN = 77
# What two workers tell is not stretched to more than these.
MOST_WORKERS = 32
# The seconds that no rows take, and one more row.
Line = tuple[float, float]
NOT_ALIKE = """
One machine is calfcause predict, with its start; "start" and "warm-up" come before Spark's other
times. "stop" reads all rows twice, first for their bad cells, and "flag" once; one machine stops
and reads once."""
SPARK = """
import json, shutil, sys, time
workers, warm, given, out = sys.argv[1:]
began = time.perf_counter()
from calfcause.spark import predict_folder, session_at
with session_at(f"local-cluster[{workers},1,1024]") as spark:
    started = time.perf_counter()
    predict_folder(spark, warm, f"{out}-warm")
    warmed = time.perf_counter()
    predict_folder(spark, given, out)
    done = time.perf_counter()
    predict_folder(spark, given, f"{out}-flag", on_bad_rows="flag")
    flagged = time.perf_counter()
print(json.dumps([started - began, warmed - started, done - warmed, flagged - done]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 500_000])
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        print("Spark needs Java: on Debian, apt-get install default-jre-headless", file=sys.stderr)
        raise SystemExit(CANNOT_RUN)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["PYSPARK_PYTHON"] = sys.executable
        print(machine())
        write_runs(Path("warm"), 1000, parts=2)
        taken = {}
        for n_rows in sorted(options.rows):
            write_runs(Path("given"), n_rows, PARTS)
            pq.write_table(pq.read_table("given"), "given.parquet")
            taken[n_rows] = measure(n_rows, options.rounds)
            shutil.rmtree("given")
        print(NOT_ALIKE)
        if len(taken) > 1:
            tell_where_it_pays(taken)


def machine() -> str:
    names = ("numpy", "onnxruntime", "pyarrow", "pyspark")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    processors = len(os.sched_getaffinity(0))
    return (
        f"{processors} processors, {platform.machine()}, {platform.system()}; Python"
        f" {platform.python_version()}, {versions}"
    )


def write_runs(folder: Path, n_rows: int, parts: int) -> None:
    """Simulated runs without labels, over and over from 20,000 on, in so many files."""
    table = in_plain_text(to_table(simulate(2400, 16, seed=1)))
    table = table.drop_columns([name for name in table.column_names if name.startswith("cause_")])
    table = table.drop_columns(["sore_calves", "primary_cause"])
    folder.mkdir()
    for part, rows in enumerate(np.array_split(np.arange(n_rows) % len(table), parts)):
        pq.write_table(table.take(pa.array(rows)), folder / f"{part}.parquet")


def measure(n_rows: int, rounds: int) -> dict[str, float]:
    """The median seconds of every contestant, the start of Spark included as contestants."""
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        for workers in WORKERS:
            began = time.perf_counter()
            command = ["-m", "calfcause", "predict", "given.parquet", "-o", "out.parquet"]
            run([*command, "--workers", str(workers)])
            seconds = time.perf_counter() - began
            taken.setdefault(f"One machine, {workers}", []).append(seconds)
        for workers in WORKERS:
            out = f"out-{n_rows}-{workers}-{number}"
            told = json.loads(
                run(["-c", SPARK, str(workers), "warm", "given", out]).splitlines()[-1]
            )
            for name, seconds in zip(("start", "warm-up", "stop", "flag"), told, strict=True):
                taken.setdefault(f"Spark, {workers}, {name}", []).append(seconds)
            for made in Path().glob(f"{out}*"):
                shutil.rmtree(made)
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    print(f"\n{n_rows:,} rows; Spark reads them from {PARTS} files")
    for name, seconds in middle.items():
        print(f"  {name:24} {seconds:8.2f} s", end="")
        if not name.endswith(("start", "warm-up")):
            times = middle["One machine, 1"] / seconds
            print(
                f" {n_rows / seconds:10,.0f} rows/s {times:6.2f} x as fast as one process", end=""
            )
        print()
    return middle


def tell_where_it_pays(taken: dict[int, dict[str, float]]) -> None:
    """Fit a start and seconds a row to the fewest and the most rows, and go on from there."""
    few, *_, many = taken

    def fitted(name: str) -> Line:
        each = (taken[many][name] - taken[few][name]) / (many - few)
        return taken[few][name] - few * each, each

    print(
        f"\n{f'fitted to {few:,} and {many:,} rows':34} {'start':>10} {'a million more rows':>21}"
    )
    lines = {f"One machine, {one}": fitted(f"One machine, {one}") for one in WORKERS}
    for one in WORKERS:
        for way in ("stop", "flag"):
            # The start is that of few rows: only noise tells it from that of many.
            begun = sum(taken[few][f"Spark, {one}, {part}"] for part in ("start", "warm-up"))
            start, each = fitted(f"Spark, {one}, {way}")
            lines[f"Spark, {one}, {way}"] = begun + start, each
    for name, (start, each) in lines.items():
        print(f"  {name:32} {start:8.2f} s {each * 1e6:19.2f} s")
    rival = lines["One machine, 1"]
    spark = [lines[f"Spark, {one}, stop"] for one in WORKERS]
    if min(each for _, each in (rival, *spark)) <= 0:
        print("The noise is larger than what the rows take: take more of them.")
        return
    print("Extrapolated from that, beside one process of calfcause predict:")
    for one, line in zip(WORKERS, spark, strict=True):
        print(f"  Spark with {one} {'worker' if one == 1 else 'workers'} {pays(line, rival)}.")
    print(f"  {more_workers(*spark, rival)}")


def pays(spark: Line, rival: Line) -> str:
    """From how many rows on the one with the longer start is the faster."""
    gain = rival[1] - spark[1]
    if gain <= 0:
        return "never pays, as a row takes it no less"
    return f"pays from {max(spark[0] - rival[0], 0) / gain:,.0f} rows on"


def more_workers(one: Line, two: Line, rival: Line) -> str:
    """How many workers would pay, if the third and others gained what the second did."""
    gained = 1 / two[1] - 1 / one[1]
    needed = floor((1 / rival[1] - 1 / one[1]) / gained) + 2 if gained > 0 else MOST_WORKERS + 1
    if needed > MOST_WORKERS:
        return "The second worker gained too little to tell how many would."
    if needed <= 2:
        return "More workers pay sooner."
    faster = two[0], 1 / (1 / one[1] + gained * (needed - 1))
    paying = pays(faster, rival).replace("pays", "pay")
    return f"If others gained what the second did, {needed} workers would {paying}; no fewer do."


def run(command: list[str]) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
