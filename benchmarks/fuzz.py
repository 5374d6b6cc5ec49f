"""Bring many wild inputs to every door, and count what comes of them.

    python benchmarks/fuzz.py                    # 100,000 inputs, two processes
    python benchmarks/fuzz.py --share 0.01       # a hundredth of them
    python benchmarks/fuzz.py --seed 1000000     # others

What a fault is, and how the right answer is known, is in tests/wild_doors.py. Exit code 1 and the
inputs themselves if there is any.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "pipeline"), str(HERE / "tests")]

from wild_doors import Doors, Tally  # noqa: E402

from calfcause import Predictor  # noqa: E402

INPUTS = {
    "one": 61_000, "frame": 8_000, "csv": 13_400, "parquet": 4_000, "spoilt_file": 12_000,
    "report": 1_500, "workers": 100,
}  # fmt: skip
CALLED = {
    "one": "a dict or a row",
    "frame": "a frame",
    "csv": "a CSV file",
    "parquet": "a Parquet file",
    "spoilt_file": "a damaged file",
    "report": "a report",
    "workers": "two workers",
}
OUTCOMES = ("answered", "refused", "refused though readable", "fault")
A_TASK = 200


def main() -> int:
    """Print the table of outcomes by door."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--share", type=float, default=1.0, help="share of the inputs")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first input")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    tasks = [
        (door, first, min(A_TASK, n_inputs - start))
        for door, n_inputs in ((d, round(arguments.share * n)) for d, n in INPUTS.items())
        for start in range(0, n_inputs, A_TASK)
        for first in (arguments.seed + start,)
    ]
    began = time.monotonic()
    tallies = {door: Tally() for door in INPUTS}
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        shared = [task for task in tasks if task[0] != "workers"]
        for door, tally in pool.imap_unordered(knocked, shared):
            tallies[door] += tally
    # A process of a pool may not start others.
    for door, tally in map(knocked, (task for task in tasks if task[0] == "workers")):
        tallies[door] += tally
    print(f"| {'input':15} | {'inputs':>7} | " + " | ".join(OUTCOMES) + " |")
    print("| --- | ---: |" + " ---: |" * len(OUTCOMES))
    for door, tally in [*tallies.items(), ("all", total(tallies))]:
        counts = [f"{tally.outcomes[outcome]:,}" for outcome in OUTCOMES]
        n_inputs = sum(tally.outcomes.values())
        print(f"| {CALLED.get(door, door):15} | {n_inputs:>7,} | " + " | ".join(counts) + " |")
    print(f"\n{time.monotonic() - began:,.0f} s")
    faults = total(tallies).faults
    print("\n".join(faults[:50]))
    return int(bool(faults))


def knocked(task: tuple[str, int, int]) -> tuple[str, Tally]:
    """Bring the inputs of a task to their door."""
    door, first, n_inputs = task
    with tempfile.TemporaryDirectory() as folder:
        doors = Doors(Predictor.load(), Path(folder))
        tally = Tally()
        for seed in range(first, first + n_inputs):
            tally += doors.knock(door, seed)
    return door, tally


def total(tallies: dict[str, Tally]) -> Tally:
    """The tallies of all doors together."""
    found = Tally()
    for tally in tallies.values():
        found += tally
    return found


if __name__ == "__main__":
    sys.exit(main())
