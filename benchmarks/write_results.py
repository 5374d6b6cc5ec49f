"""Run the speed benchmarks and keep what they print in benchmarks/RESULTS.md.

python benchmarks/write_results.py            # all of them
python benchmarks/write_results.py one_answer # one of them; the others keep their results
"""

import os
import platform
import re
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
BENCHMARKS = {
    "one_answer": "One answer, and a cold start",
    "files": "Whole files",
    "generator": "The generator",
    "spark": "On Spark",
    "report": "The report",
    "service": "The service",
}
LIBRARIES = ("numpy", "onnxruntime", "pandas", "pyarrow", "pyspark", "scikit-learn", "mlflow")
# How a benchmark ends that lacks what pip does not install.
CANNOT_RUN = 77
HEAD = """# Speed

Made by `make bench`. The machine is shared and noisy: contestants take turns within one run, and
only ratios between them mean anything elsewhere.

What bounds a file is the processor. Measured on 2026-11-29 in one process, a block at a time: a
plain row takes 8.8 µs, of which 4.5 are ONNX Runtime's (160 trees) and 2.6 reading and writing, so
that a plain file takes 6.4 times the processor time of a bare copy, and cannot come near it without
a smaller model. With `--explain` a row takes 45 µs: 17 for its 2.5 sentences of 7 facts, 9 for the
answer in short, 5.5 for the second prediction that it compares with, 5 for writing 1,081 bytes in
place of 245, and the 8.8. Beside commit 33b3658, in turns, as processor time (median of ratios):
`explain(dict)` 0.43, of another run each time 0.83; `predict_one(dict)` 0.60 and 0.93; `predict
--explain` 0.85; the first explanation of a fresh interpreter 0.7; the answers are the same to the
last digit (`benchmarks/same_answers.py`).

With an ensemble for each head in place of one of all (220 trees of 63 leaves; answers move by
at most 3e-7), a block takes 0.87 of the processor time from its arrays to its answers, and a single
answer 1.03, in turns; a model that was trained before 2026-11-30 keeps its graph.
"""


def main() -> None:
    wanted = sys.argv[1:] or list(BENCHMARKS)
    if unknown := set(wanted) - set(BENCHMARKS):
        raise SystemExit(f"no such benchmark: {', '.join(unknown)}; {', '.join(BENCHMARKS)}")
    kept = parts_of(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for name in wanted:
        print(f"running {name}", flush=True)
        if new := section(name):
            kept[name] = new
    text = "\n".join([HEAD, *(kept[name] for name in BENCHMARKS if name in kept)])
    RESULTS.write_text(text, "utf-8")


def parts_of(page: str) -> dict[str, str]:
    """The sections of the page, by benchmark."""
    parts = re.split(r"^(?=## )", page, flags=re.M)[1:]
    by_title = {title: name for name, title in BENCHMARKS.items()}
    return {
        by_title[part.partition("\n")[0].removeprefix("## ")]: part.rstrip() + "\n"
        for part in parts
    }


def section(name: str) -> str | None:
    """Run a benchmark and say how, where and when; None if it cannot run here."""
    command = [sys.executable, f"benchmarks/{name}.py"]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode == CANNOT_RUN:
        print(f"{name} keeps the results that it has", flush=True)
        return None
    done.check_returncode()
    versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    return (
        f"## {BENCHMARKS[name]}\n\n"
        f"`python benchmarks/{name}.py` on {date.today()}, {processor()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {versions}\n\n"
        f"```text\n{done.stdout.strip()}\n```\n"
    )


def processor() -> str:
    """The name of the processor, as Linux knows it."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.+)$", info.read_text() if info.exists() else "", re.M)
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
