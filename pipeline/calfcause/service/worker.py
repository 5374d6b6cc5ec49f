"""The process that reads one upload; its arguments are the folder and the limits."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

# Files that a refusal names
MOST_NAMED = 3


def bounded(seconds: int, memory: int) -> None:
    """Let this process take no more than so much time and memory."""
    try:
        import resource
    except ImportError:  # where there is none, the parent's clock is what remains
        return
    signal.alarm(seconds)  # if the parent dies, too
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def read(folder: str, most_runs: int) -> dict[str, Any]:
    """The sessions of the files of a folder, and what was done to get them."""
    from calfcause.activities import read_runs
    from calfcause.sessions.schema import GUESSED, TOLD_COLUMNS

    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    report, rows = read_runs(paths, "the upload")
    told = {
        "text": str(report),
        "files": dict(report.files),
        "left_out": [{"file": file, "why": why} for file, why in report.left],
        "notes": report.notes,
    }
    if not rows:
        return {"refusal": _refusal(report.left)}
    if len(rows) > most_runs:
        return {
            "refusal": f"the upload holds {len(rows):,} runs; at most {most_runs:,} are allowed"
        }
    numbers = {name for name, column in TOLD_COLUMNS.items() if column.kind in ("number", "flag")}
    sessions = [
        {
            name: float(cell) if name in numbers else cell
            for name, cell in row.items()
            if cell and cell != GUESSED  # sore calves guessed from a title are not told
        }
        for row in sorted(rows, key=lambda row: row["start_time"] or "9")
    ]
    return {"sessions": sessions, "report": told}


def _refusal(left: list[tuple[str, str]]) -> str:
    """Why no run was found, in a sentence for whoever dropped the files."""
    from calfcause.activities.reading import FORMATS

    whys = "; ".join(f"{file}: {why.partition(';')[0]}" for file, why in left[:MOST_NAMED])
    return f"No run was found{f' ({whys})' if whys else ''}. What can be read: {FORMATS}."


def main() -> None:
    """Read, and write the outcome as JSON."""
    folder, seconds, memory, most_runs = sys.argv[1:]
    bounded(int(seconds), int(memory))
    sys.stdout.write(json.dumps(read(folder, int(most_runs))))


if __name__ == "__main__":
    main()
