"""The report on 5,000 sessions: how long beside answering them alone, and how large.

python benchmarks/report.py
"""

import statistics
import tempfile
import time
from pathlib import Path

from calfcause import Predictor
from calfcause.answer.explain import explain
from calfcause.report import write_report
from calfcause.report.told import read_runs
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

SESSIONS, ROUNDS = 5000, 3


def main() -> None:
    predictor = Predictor.load()
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "runs.csv", Path(scratch) / "report.html"
        to_frame(simulate(600, 30, seed=3)).head(SESSIONS).to_csv(source, index=False)
        whole, alone = [], []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            write_report(predictor, source, target)
            whole.append(time.perf_counter() - started)
            started = time.perf_counter()
            for run in read_runs(source):
                explain(predictor, run.codes)
            alone.append(time.perf_counter() - started)
        report, explained = statistics.median(whole), statistics.median(alone)
        size = target.stat().st_size
        print(f"{SESSIONS:,} sessions: report {report:.1f} s, {report / explained:.2f} times what")
        print(
            f"reading and explaining them takes; {size / 1e6:.2f} MB,"
            f" {size / SESSIONS:.0f} bytes each"
        )


if __name__ == "__main__":
    main()
