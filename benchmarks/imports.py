"""Measure the import: FIT against the bare decoder, and exports of Strava of growing length.

    python benchmarks/imports.py                  # exports of 500, 2,000 and 10,000 runs
    python benchmarks/imports.py --runs 50 200

The exports are zips that the suite writes: a list, and for every run a FIT, TCX or GPX of half an
hour at a point a second, packed. The peak memory is that of the command and of its largest worker.
"""

import argparse
import gzip
import io
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "pipeline"), str(HERE / "tests")]

import activity_files as made  # noqa: E402
from activity_files import MadeRun  # noqa: E402

from calfcause.activities.reading import read_item  # noqa: E402
from calfcause.activities.sources import Item  # noqa: E402

COMMAND = f"""
import resource, sys
sys.path.insert(0, {str(HERE / "pipeline")!r})
from calfcause.cli import main
try:
    main(sys.argv[1:])
finally:
    # That of getrusage begins with the size of the process that started this one.
    print([line.split()[1] for line in open("/proc/self/status") if "VmHWM" in line][0])
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
KINDS = (".fit", made.fit), (".tcx", made.tcx), (".gpx", made.gpx)


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, nargs="*", default=[500, 2000, 10_000])
    parser.add_argument("--seconds", type=int, default=1800, help="length of each run")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fit_against_decoder(Path(folder, "run.fit"))
        print("\n| runs | export | seconds | runs a second | peak of the command | of a worker |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: |")
        for number in arguments.runs:
            path = Path(folder, f"export-{number}.zip")
            write_export(path, number, arguments.seconds)
            print(row_of(path, number, arguments.workers), flush=True)
            path.unlink()
    return 0


def fit_against_decoder(path: Path) -> None:
    """How fast a recording becomes a row, as a share of the decoder's own loop over it."""
    import fitdecode

    data = made.fit(MadeRun(seconds=3600))
    path.write_bytes(data)

    def decoded() -> None:
        with fitdecode.FitReader(io.BytesIO(data)) as reader:
            for _ in reader:
                pass

    def read() -> None:
        assert read_item(Item(str(path))).runs

    times = {decoded: [], read: []}
    for _ in range(7):  # in turn, so that both meet the same load
        for what, taken in times.items():
            began = time.perf_counter()
            what()
            taken.append(time.perf_counter() - began)
    bare, whole = (median(taken) for taken in times.values())
    print(
        f"FIT of 3,600 points: decoder {bare:.2f} s, import {whole:.2f} s, ratio {bare / whole:.2f}"
    )


def write_export(path: Path, number: int, seconds: int) -> None:
    """Write a bulk export of Strava with so many runs, of 60 that differ."""
    rows = []
    with zipfile.ZipFile(path, "w") as packed:
        for at in range(number):
            ending, write = KINDS[at % len(KINDS)]
            run = MadeRun(
                start=made.START + timedelta(days=at % 5000, hours=6 * (at // 5000)),
                seconds=seconds, hills=at % 5, speed=2.5 + 0.05 * (at % 12),
            )  # fmt: skip
            name = f"activities/{at}{ending}.gz"
            packed.writestr(name, gzip.compress(write(run), 1))
            rows.append((run, "Run", name, "Nimbus", ""))
        packed.writestr("activities.csv", made.strava(rows))


def row_of(path: Path, number: int, workers: int) -> str:
    """Import an export in a process of its own."""
    out = path.with_suffix(".csv")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "import", path, "-o", out, "--workers", str(workers)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds = time.monotonic() - began
    own, worker = (int(line) / 1024 for line in done.stdout.splitlines()[-2:])
    assert f"{number:,} runs" in done.stderr, done.stderr
    return (
        f"| {number:,} | {path.stat().st_size / 1e6:,.0f} MB | {seconds:,.0f} |"
        f" {number / seconds:,.0f} | {own:,.0f} MB | {worker:,.0f} MB |"
    )


if __name__ == "__main__":
    sys.exit(main())
