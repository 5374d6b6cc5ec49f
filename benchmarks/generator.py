"""Sessions a second: simulating them, also into files, beside drawing bare numbers of that shape.

A session counts when it comes out, with all its cells and labels. Where everything is recorded
that is every run of the simulated weeks, but not of the five weeks before, which make the history.
In the default world most runners tell of few of their runs; of what they do not tell, nothing is
counted.

The contestants take turns on one core, so that a noisy machine is noisy to all; read the ratios.
"""

import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
import sklearn
from sklearn.datasets import make_classification
from threadpoolctl import threadpool_limits

from calfcause.schema import AFTERWARDS_COLUMNS, MODEL_COLUMNS
from calfcause.simulate import world_named
from calfcause.simulate.generate import BLOCK_RUNNERS, blocks
from calfcause.simulate.write import write_sessions

ROUNDS, N_BLOCKS, N_WEEKS = 7, 5, 16
N_CELLS = len(MODEL_COLUMNS) + len(AFTERWARDS_COLUMNS)
COMPLETE, DEFAULT = world_named("only_everything"), world_named("default")
PEAK_RUNNERS = (5_000, 50_000)


def main() -> None:
    pa.set_cpu_count(1)
    print(f"python {' '.join(sys.argv)}")
    print(
        f"{_processor()}, Python {platform.python_version()}, NumPy {np.__version__},"
        f" pyarrow {pa.__version__}, scikit-learn {sklearn.__version__}; one core"
    )
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        measure_speed(Path(folder))
        measure_memory(Path(folder))


def measure_speed(folder: Path) -> None:
    n_runners = N_BLOCKS * BLOCK_RUNNERS
    n_complete = sum(len(block) for block in blocks(n_runners, N_WEEKS, world=COMPLETE))
    rng = np.random.default_rng(0)

    def drawn() -> int:
        for _ in range(N_BLOCKS):
            rng.standard_normal((n_complete // N_BLOCKS, N_CELLS))
        return n_complete

    def classified() -> int:
        make_classification(n_complete, N_CELLS, n_informative=7, random_state=0)
        return n_complete

    def written(name: str) -> Callable[[], int]:
        return lambda: write_sessions(
            blocks(n_runners, N_WEEKS, world=COMPLETE), folder / name, truth=True
        )

    contestants: dict[str, Callable[[], int]] = {
        "complete sessions": lambda: sum(map(len, blocks(n_runners, N_WEEKS, world=COMPLETE))),
        "complete sessions to Parquet": written("made.parquet"),
        "complete sessions to CSV": written("made.csv"),
        "sessions of the default world": lambda: sum(
            map(len, blocks(n_runners, N_WEEKS, world=DEFAULT))
        ),
        f"numpy: {N_CELLS} normals a session": drawn,
        f"scikit-learn: make_classification, {N_CELLS} columns": classified,
    }
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    counts = dict.fromkeys(contestants, 0)
    for _ in range(ROUNDS):
        for name, make in contestants.items():
            started = time.perf_counter()
            counts[name] = make()
            taken[name].append(time.perf_counter() - started)
    print(f"\n{n_runners:,} runners, {N_WEEKS} weeks; medians of {ROUNDS} rounds")
    print(f"{'':46} {'sessions':>9} {'a second':>10} {'time':>9}")
    first = taken["complete sessions"]
    for name, seconds in taken.items():
        # Of each round by itself: what slows a round slows all of it.
        ratio = median(one / other for one, other in zip(seconds, first, strict=True))
        speed = counts[name] / median(seconds)
        print(f"{name:46} {counts[name]:9,} {speed:10,.0f} {ratio:7.2f} x")


def measure_memory(folder: Path) -> None:
    """Peaks of fresh processes; Linux alone tells them apart from their parent's."""
    if not Path("/proc/self/status").exists():
        return
    print("\ncomplete sessions to Parquet, peak memory of the process")
    for n_runners in PEAK_RUNNERS:
        command = [sys.executable, __file__, "--peak", str(n_runners), str(folder / "peak.parquet")]
        found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        print(f"{n_runners:9,} runners   {found.strip()}")


def tell_peak(n_runners: int, path: str) -> None:
    n_sessions = write_sessions(blocks(n_runners, N_WEEKS, world=COMPLETE), path)
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak_kb = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(f"{n_sessions:10,} sessions   {peak_kb / 1024:5.0f} MB")


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        tell_peak(int(sys.argv[2]), sys.argv[3])
    else:
        main()
