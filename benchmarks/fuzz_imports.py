"""Bring many damaged recordings and exports to the import, and count what comes of them.

    python benchmarks/fuzz_imports.py                  # 24,000 inputs, two processes
    python benchmarks/fuzz_imports.py --inputs 400

Each is read by itself, then 200 at a time in one import, whose rows are answered. A fault is a
traceback, no word of the report, a cell that no session may hold, or more than 20 s. Exit code 1
if there is any.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "pipeline"), str(HERE / "tests")]

from activity_wild import BASES, WAYS, Tally, import_wild  # noqa: E402

from calfcause import Predictor  # noqa: E402
from calfcause.batch import predict_file  # noqa: E402

A_TASK = 200
ENDS = ("read", "left out, said why", "fault")


def main() -> int:
    """Print the table of outcomes by format and by damage."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first input")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    firsts = range(arguments.seed, arguments.seed + arguments.inputs, A_TASK)
    began, tally = time.monotonic(), Tally()
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for one in pool.imap_unordered(knocked, firsts):
            tally += one
    print(f"| {'input':18} | {'inputs':>7} | " + " | ".join(ENDS) + " |")
    print("| --- | ---: |" + " ---: |" * len(ENDS))
    for name in (*BASES, *WAYS, "all"):
        counts = [tally.outcomes[name, end] for end in ENDS]
        cells = " | ".join(f"{n:,}" for n in counts)
        print(f"| {name:18} | {sum(counts):>7,} | {cells} |")
    print(f"\n{time.monotonic() - began:,.0f} s, the slowest input {tally.slowest_s:.2f} s")
    print("\n".join(tally.faults[:50]))
    return int(bool(tally.faults))


def knocked(first: int) -> Tally:
    """Read the inputs of a task, import them together, and answer the rows."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "in")
        inputs.mkdir()
        tally, target = import_wild(first, A_TASK, inputs)
        if target.exists():
            try:
                predict_file(Predictor.load(), target, Path(folder, "answers.csv"))
            except Exception as error:
                tally.faults.append(f"seeds from {first}: the rows are not answered: {error}")
    return tally


if __name__ == "__main__":
    sys.exit(main())
