"""Kill ``calfcause predict`` at random moments, and look at what it leaves.

    python benchmarks/kills_predict.py                # 104 kills
    python benchmarks/kills_predict.py --kills 50     # of each form, workers and resume

After each kill OUT is whole or absent. After every fourth, a run that is let through has to end
well and to leave nothing hidden; its answers are those of a run that was never disturbed.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

LET_THROUGH = 4
ROWS = 60_000
# Everything is finished at once, so that a kill finds a job in all its states.
PROGRAM = """
from calfcause.batch import blocks, files
files.FINISH_SECONDS, blocks.BLOCK_ROWS = 0.0, 500
from calfcause.cli import main
if __name__ == "__main__":
    main(prog_name="calfcause")
"""
FORMS = ("out.csv", "out.csv.gz", "out.csv.zst", "out.parquet")


def main() -> int:
    """Print a table by form of OUT and options; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=7, help="of each form and option (7)")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance, wrong, total = random.Random(arguments.seed), 0, 0
    print("| OUT | options | kills | with a job left | half answers | next run failed | left |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for out, workers, resume in product(FORMS, (1, 2), (False, True)):
        with tempfile.TemporaryDirectory() as folder:
            options = ["--workers", str(workers), *(["--resume"] if resume else [])]
            counts = killed(Path(folder), out, options, arguments.kills, chance)
        print(
            f"| {out} | {' '.join(options)} | {arguments.kills} | {' | '.join(map(str, counts))} |"
        )
        wrong, total = wrong + sum(counts[1:]), total + arguments.kills
    print(f"{total} kills, {wrong} of them with a fault")
    return int(bool(wrong))


def killed(
    folder: Path, out: str, options: list[str], kills: int, chance: random.Random
) -> tuple[int, int, int, int]:
    """Kill one form of the command: jobs left, half answers, failures after it, leftovers."""
    lines = b"".join(b"%d,%d,flat\n" % (n, n % 40) for n in range(ROWS))
    (folder / "in.csv").write_bytes(b"session_id,distance_km,terrain\n" + lines)
    command = [sys.executable, "-c", PROGRAM, "predict", "in.csv", "-o", out, *options]
    path, started = folder / out, time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    taken, whole = time.monotonic() - started, path.read_bytes()
    jobs = half = failed = left = 0
    for number in range(1, kills + 1):
        path.unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, taken))
        process.kill()
        process.communicate()
        jobs += len(hidden(folder)) > 0
        half += path.exists() and path.read_bytes() != whole
        if number % LET_THROUGH == 0 or number == kills:
            ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
            failed += bool(ended.returncode) or path.read_bytes() != whole
            left += len(hidden(folder))
    return jobs, half, failed, left


def hidden(folder: Path) -> list[Path]:
    """What lies in a folder beside IN and OUT."""
    return [path for path in folder.iterdir() if path.name.startswith(".")]


if __name__ == "__main__":
    sys.exit(main())
