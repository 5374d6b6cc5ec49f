"""Sessions a second: simulating them, also into files, beside others that make up tables.

A session counts when it comes out, with all its cells and labels. Where everything is recorded
that is every run of the simulated weeks, but not of the five weeks before, which make the history.
In the default world most runners tell of few of their runs; of what they do not tell, nothing is
counted.

The others are numpy, which draws bare numbers of that shape, scikit-learn's make_classification,
and SDV, whose Gaussian copula is fitted to sessions and then draws more like them. SDV is under the
Business Source License and wants PyTorch, which its copula does without. So it is no dependency:
pip puts it, for this run alone and without PyTorch, into a temporary folder. Where that fails, as
without a network, it is left out, and a line says so.

The contestants take turns on one core, so that a noisy machine is noisy to all; read the ratios.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
import sklearn
from sklearn.datasets import make_classification
from threadpoolctl import threadpool_limits

from calfcause.simulate import simulate, world_named
from calfcause.simulate.frame import to_frame
from calfcause.simulate.generate import BLOCK_RUNNERS, blocks
from calfcause.simulate.record import RECORDED_COLUMNS
from calfcause.simulate.write import write_sessions

ROUNDS, N_BLOCKS, N_WEEKS = 7, 5, 16
BLOCK_SESSIONS, FITTED_RUNNERS = 20_000, 500
N_CELLS = len(RECORDED_COLUMNS)
COMPLETE, DEFAULT = world_named("only_everything"), world_named("default")
# About 10^4, 10^5, 10^6 and 10^7 sessions.
GROWTH_RUNNERS = (250, 2_500, 25_000, 250_000)
# SDV and what its Gaussian copula imports beyond the extra `train`.
SDV = (
    "sdv==1.32.1", "rdt==1.19.0", "copulas==0.14.0", "sdmetrics==0.25.0", "tqdm==4.70.1",
    "Faker==40.63.0", "boto3==1.44.8", "botocore==1.44.8", "jmespath==1.1.0", "s3transfer==0.19.3",
)  # fmt: skip

NOT_ALIKE = """\
[1] numbers alone, in clusters: no words, no empty cells, no units
[2] its fit is not counted; its rows are like sessions column by column and pair by pair, but have
    no runner, no course of weeks, no causes and no truth"""


def main() -> None:
    pa.set_cpu_count(1)
    print(f"python {' '.join(sys.argv)}")
    print(
        f"{_processor()}, Python {platform.python_version()}, NumPy {np.__version__},"
        f" pyarrow {pa.__version__}, scikit-learn {sklearn.__version__}; one core"
    )
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        measure_speed(Path(folder))
        measure_growth(Path(folder))


def measure_speed(folder: Path) -> None:
    n_runners = N_BLOCKS * BLOCK_RUNNERS
    n_complete = sum(len(block) for block in blocks(n_runners, N_WEEKS, world=COMPLETE))

    def drawn() -> int:
        draw_normals(n_complete)
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
        f"scikit-learn: make_classification, {N_CELLS} columns [1]": classified,
    }
    more_like_them = fitted_copula(folder)
    if more_like_them:
        contestants["SDV: GaussianCopulaSynthesizer [2]"] = lambda: more_like_them(n_complete)
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    counts = dict.fromkeys(contestants, 0)
    for _ in range(ROUNDS):
        for name, make in contestants.items():
            started = time.perf_counter()
            counts[name] = make()
            taken[name].append(time.perf_counter() - started)
    print(f"\n{n_runners:,} runners, {N_WEEKS} weeks; medians of {ROUNDS} rounds")
    print(f"{'':50} {'sessions':>9} {'a second':>10} {'time':>9}")
    first = taken["complete sessions"]
    for name, seconds in taken.items():
        # Of each round by itself: what slows a round slows all of it.
        ratio = median(one / other for one, other in zip(seconds, first, strict=True))
        speed = counts[name] / median(seconds)
        print(f"{name:50} {counts[name]:9,} {speed:10,.0f} {ratio:7.2f} x")
    print(NOT_ALIKE)


def fitted_copula(folder: Path) -> Callable[[int], int] | None:
    """What draws so many rows with SDV's copula, fitted to sessions; None if SDV is not to be had.

    Words are categories to it, of which "unknown" is one: beside pandas 3 it fails at empty ones.
    """
    library = folder / "sdv"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(library), *SDV]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"\nSDV is left out: pip install {SDV[0]} fails")
        return None
    sys.path.append(str(library))
    os.environ["XDG_DATA_HOME"] = str(folder)  # where SDV writes its settings when imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sdv.metadata import Metadata
        from sdv.single_table import GaussianCopulaSynthesizer

        sessions = to_frame(simulate(FITTED_RUNNERS, N_WEEKS, world=COMPLETE, seed=1))
        sessions = sessions[[*RECORDED_COLUMNS]]
        metadata = Metadata.detect_from_dataframe(sessions)
        for name, told in metadata.tables["table"].columns.items():
            if told["sdtype"] == "categorical":
                words = sessions[name].astype(object)
                sessions[name] = words.where(words.notna(), "unknown").astype(str)
        copula = GaussianCopulaSynthesizer(metadata)
        started = time.perf_counter()
        copula.fit(sessions)
    seconds = time.perf_counter() - started
    print(f"\n{SDV[0]}: its copula is fitted to {len(sessions):,} sessions in {seconds:.1f} s")
    return lambda n_rows: len(copula.sample(n_rows))


def measure_growth(folder: Path) -> None:
    """Time and peak memory of fresh processes; Linux alone tells them apart from their parent's."""
    if not Path("/proc/self/status").exists():
        return
    print("\ncomplete sessions to Parquet, each number in a fresh process, once")
    print(f"{'runners':>9} {'sessions':>11} {'time':>9} {'beside normals':>15} {'peak memory':>12}")
    for n_runners in GROWTH_RUNNERS:
        command = [sys.executable, __file__, "--grow", str(n_runners), str(folder / "peak.parquet")]
        found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        print(f"{n_runners:9,} {found.rstrip()}")


def tell_growth(n_runners: int, path: str) -> None:
    pa.set_cpu_count(1)
    started = time.perf_counter()
    n_sessions = write_sessions(blocks(n_runners, N_WEEKS, world=COMPLETE), path)
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak_kb = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    started = time.perf_counter()
    draw_normals(n_sessions)
    ratio = seconds / (time.perf_counter() - started)
    print(f"{n_sessions:11,} {seconds:7.1f} s {ratio:13.1f} x {peak_kb / 1024:9,.0f} MB")


def draw_normals(n_sessions: int) -> None:
    """As many numbers as sessions have cells, as many at once as a block of runners has."""
    rng = np.random.default_rng(0)
    for begin in range(0, n_sessions, BLOCK_SESSIONS):
        rng.standard_normal((min(BLOCK_SESSIONS, n_sessions - begin), N_CELLS))


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--grow"]:
        tell_growth(int(sys.argv[2]), sys.argv[3])
    else:
        main()
