"""Keep the pages, the notebooks and the typical answers true: run them and paste what they print.

    python tests/paste_outputs.py            renew them
    python tests/paste_outputs.py --check    change nothing; exit code 1 if anything is stale

The pages are README.md and those in docs/. A part of a page between ``<!-- KIND -->`` and
``<!-- /KIND -->`` is one of

- ``run``: a console or pycon block; its commands are run and what they print is pasted
- ``fails``: a console block; each command has to end with exit code 1, and its message is pasted
- ``try``: a console block; its commands have to succeed, and nothing is pasted
- ``file NAME``: a block that is a file for the commands of the others
- else the table or sentence that the function of that name in ``MADE`` makes.

The commands and sessions of one page share a folder and names, which start empty.

Nothing that differs by machine or time (durations, addresses) belongs into a marked part.
"""

import argparse
import difflib
import doctest
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, redirect_stdout
from functools import cache
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from typical_sessions import TYPICAL

from calfcause import Predictor
from calfcause.answer.sentences import risk_in_words
from calfcause.causes import CAUSES
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PICTURE = DOCS / "answer.svg"
NOTEBOOKS = ROOT / "notebooks"
ANSWERS = ROOT / "tests" / "answers"
CASES, OUTCOMES = ROOT / "data" / "real_cases.csv", ROOT / "data" / "real_outcomes.csv"
UNSEEN = ROOT / "data" / "unseen_cases.csv"
MARKED = re.compile(
    r"<!-- (?P<kind>[a-z-]+)(?: (?P<name>\S+))? -->\n(?P<body>.*?)<!-- /(?P=kind) -->", re.S
)
BLOCK = re.compile(r"```(?P<language>\w+)\n(?P<text>.*?)```\n", re.S)
FOLDS = ", in folds"
# As functions, so that the checkout answers, whatever else is installed under these names.
SHELL = 'set -o pipefail; python() { "$PYTHON" "$@"; }; calfcause() { python -m calfcause "$@"; }; '


def pages() -> list[Path]:
    """The pages with marked parts: README.md, and those in docs/."""
    found = [README, *sorted(DOCS.glob("*.md")), DOCS / "evidence" / "index.md"]
    return [path for path in found if MARKED.search(path.read_text(encoding="utf-8"))]


def renewed(page: str) -> str:
    """Run all marked parts of a page, and return the page with what they print.

    Raises
    ------
    RuntimeError
        If a command fails, or one that has to fail succeeds; the message holds what it printed.
    """
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "data").symlink_to(ROOT / "data")
        for part in MARKED.finditer(page):
            if part["kind"] == "file":
                (folder / part["name"]).write_text(_block(part["body"])["text"], encoding="utf-8")

        def renew(part: re.Match[str]) -> str:
            if part["kind"] == "file":
                return part[0]
            start, end = f"<!-- {part['kind']} -->\n", f"<!-- /{part['kind']} -->"
            if part["kind"] in MADE:
                return f"{start}{MADE[part['kind']]()}\n{end}"
            language, text = _block(part["body"]).groups()
            if language == "console":
                text = _console(text, folder, exit_code=int(part["kind"] == "fails"))
            else:
                text = _session(text, folder, names)
            pasted = f"{start}```{language}\n{text}```\n{end}"
            return part[0] if part["kind"] == "try" else pasted

        return MARKED.sub(renew, page)


def _block(body: str) -> re.Match[str]:
    block = BLOCK.fullmatch(body)
    if block is None:
        raise ValueError(f"a marked part has to be one fenced block and nothing else:\n{body}")
    return block


def _console(text: str, folder: Path, exit_code: int) -> str:
    parts = []
    for command in commands(text):
        parts.append(f"$ {command}\n{_printed(command, folder, exit_code)}")
    return "".join(parts)


def commands(text: str) -> Iterator[str]:
    """The commands of a console block: lines after a ``$``, and those they continue on.

    >>> list(commands("$ make run \\\\\\n    SEED=2\\nsome output\\n$ make test\\n"))
    ['make run \\\\\\n    SEED=2', 'make test']
    """
    for command in re.finditer(r"^\$ (.*(?:(?<=\\)\n.*)*)$", text, re.M):
        yield command[1]


def _printed(command: str, folder: Path, exit_code: int) -> str:
    done = subprocess.run(
        ["bash", "-c", SHELL + command], cwd=folder, env=_environment(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300,
    )  # fmt: skip
    if done.returncode != exit_code:
        raise RuntimeError(f"{command}\nended with exit code {done.returncode}:\n{done.stdout}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _environment() -> dict[str, str]:
    """The same for all who run it, and with this checkout's calfcause before any other."""
    before = [str(ROOT / "pipeline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {"PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(before)}
    return os.environ | own | {"COLUMNS": "100", "LC_ALL": "C.UTF-8"}


def _session(text: str, folder: Path, names: dict[str, Any]) -> str:
    """A Python session with what its examples print; all sessions of a page share their names."""
    parts = []
    for part in doctest.DocTestParser().parse(text):
        if isinstance(part, str):
            parts.append(part)
            continue
        first, *others = part.source.splitlines()
        parts += [f">>> {first}\n", *(f"... {line}\n" for line in others)]
        with chdir(folder), redirect_stdout(io.StringIO()) as printed:
            exec(compile(part.source, "<page>", "single"), names)
        parts.append(printed.getvalue())
    return "".join(parts)


def causes_table() -> str:
    rows = ["| cause | in words | above all from | evidence |", "| --- | --- | --- | --- |"]
    for cause in CAUSES:
        read = _ticked(cause.columns[:3])
        rows.append(f"| `{cause.name}` | {cause.title} | {read} | {cause.evidence.strength} |")
    return "\n".join(rows)


def _ticked(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


@cache
def checked_table() -> str:
    """The few figures of the first page; those of a reader, and of 0.1.0, are not measured here."""
    # Here, because the table of causes is made without the training extra.
    from calfcause.evaluate import evaluate_cases, evaluate_outcomes

    accounts, runs = evaluate_cases(CASES), evaluate_outcomes(OUTCOMES)
    unseen = evaluate_cases(UNSEEN)
    of_runs = runs.figures.set_index(["scorer", "score"])["value"]

    def of_accounts(
        score: str, of: str = "", form: str = ".1%", report: Any = accounts
    ) -> list[str]:
        values = (_mean(report.summary.loc[name + of, score]) for name in ("model", "rules"))
        return [f"{value:{form}}" for value in values]

    def both(of: str = "", report: Any = accounts) -> list[str]:
        scores = ("top-1 is blamed", "top-1 is primary")
        blamed, most = (of_accounts(score, of, report=report) for score in scores)
        return [", ".join(pair) for pair in zip(blamed, most, strict=True)]

    def in_runs(score: str) -> list[str]:
        return [f"{of_runs[name, score]:.2f}" for name in ("model", "rules")]

    never = f"{unseen.n_cases} accounts **never seen**"
    folds = f"{accounts.n_cases} accounts, each by what was **learned from others**"
    # Measured by benchmarks/accounts_folds.py; the rules have no telling to learn.
    told = "the same, how runs are told in the simulation **learned from others too**"
    last = "450 of these, taken as they came"
    first = "a blamed cause comes first, the one blamed most does"
    real = f"{runs.n_runs} real runs"
    rows = [
        ["what was checked", "model", "plain rules", "careful reader"],
        ["---"] * 4,
        [f"{never}: {first}", *both(report=unseen), "86.4%, 76.4%"],
        ["… log loss, lower is better", *of_accounts("log loss", "", ".3f", unseen), "0.942"],
        [f"{folds}: {first}", *both(FOLDS), "84.4%, 74.6%"],
        ["… log loss", *of_accounts("log loss", FOLDS, ".3f"), "0.812"],
        [f"{told}: {first}", "86.1%, 76.8%", both(FOLDS)[1], "84.4%, 74.6%"],
        [f"{last}: {first}", "83.8%, 76.0%", "84.3%, 77.2%", "81.5%, 73.9%"],
        [f"{real}: ranks those of one runner (chance 0.50)", *in_runs("AUC within runners"), "–"],
        [
            f"{real}: stated risk over what was seen (right is 1.00)",
            *in_runs("stated over seen"),
            "–",
        ],
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _mean(cell: object) -> float:
    """The score of a cell that gives it with its interval: 0.812 (0.74-0.88)."""
    return float(str(cell).split()[0])


def log_loss_table() -> str:
    folder = released_folder()
    description = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    table = re.search(r"^\| head \| dummy (?:.*\n)+?(?=\n)", card, re.M)
    if table is None:
        raise ValueError("the model card has no table of log losses")
    return (
        f"Trained on {description['n_sessions']:,} simulated sessions, scored on"
        f" {description['n_unseen_sessions']:,} of {description['n_unseen_runners']:,} other"
        f" runners. Log loss, lower is better:\n\n{table[0].rstrip()}"
    )


def simulated_table() -> str:
    """What was measured on simulated runners, in short."""
    description = json.loads((released_folder() / DESCRIPTION).read_text(encoding="utf-8"))
    quality = description["quality"]
    # A release may be measured without the other libraries, which take an hour.
    simulated, ratio = quality["simulated"], quality.get("model_over_reference")
    worst = simulated["worst_worlds"]
    errors = [
        row["value"]
        for row in quality["unseen"]["heads"]
        if row["scorer"] == "model" and row["score"] == "calibration_error"
    ]
    reasons = {
        (row["world"], row["scorer"], row["score"]): f"{100 * row['value']:.1f} %"
        for row in simulated["reasons"]
    }

    def named(score: str) -> str:
        of_model = reasons["only_everything", "model", score]
        of_reference = reasons.get(("only_everything", "reference", score))
        beside = f"; reference {of_reference}" if of_reference else ""
        return f"{of_model}{beside}; told in words {reasons['only_told', 'model', score]}"

    rows = [
        ("what", "measured"),
        ("---", "---"),
        (
            "summed log loss of the heads, over that of the *reference*, LightGBM on the same"
            " features and runners (the best of four libraries at the last comparison)",
            f"{ratio['value']:.4f} ({ratio['low']:.4f}–{ratio['high']:.4f})"
            if ratio
            else "not measured for this release",
        ),
        ("largest calibration error of a head, runners of the default world", f"{max(errors):.3f}"),
        (
            "the same in the worst of"
            f" {len(simulated['worlds'])} other worlds, `{worst['by_calibration']}`",
            f"{worst['calibration_error']:.3f} (`{worst['of_head']}`)",
        ),
        ("first reason is the largest factor, everything recorded", named("largest")),
        ("first reason is a true cause, everything recorded", named("a cause")),
    ]
    return "\n".join(f"| {what} | {found} |" for what, found in rows)


MADE: dict[str, Callable[[], str]] = {
    "causes": causes_table,
    "checked": checked_table,
    "log-loss": log_loss_table,
    "simulated": simulated_table,
}


# The run of the picture on the first pages.
PICTURED = {
    "distance_km": 9, "terrain": "steep", "usual_terrain": "flat", "experience_weeks": 200,
    "shoe_type": "standard", "shoe_distance_km": 300, "surface": "road", "sore_days": 2,
}  # fmt: skip
STYLE = """\
  .card { fill: #fbfaf5; stroke: #d8d4c8; }
  .track { fill: #ebe5d8; }
  .bar { fill: #1f6f68; }
  text { font-family: system-ui, sans-serif; font-size: 13px; fill: #1c2826; }
  .head { font-size: 20px; font-weight: bold; }
  .quiet { font-size: 12px; fill: #56605e; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #1a1f1e; stroke: #3a4442; }
    .track { fill: #39413f; }
    .bar { fill: #6fc2b8; }
    text { fill: #e8ece9; }
    .quiet { fill: #aab4b1; }
  }"""


def answer_picture() -> str:
    """The answer to one run as a picture, SVG in light and dark, readable 390 pixels wide."""
    answer = Predictor.load().explain(PICTURED)
    first, headline = answer.causes[0], answer.short.headline
    lines = [("quiet", "9 km on steep ground, usually flat; sore for 2 days")]
    lines.append(("head", headline))
    told = f"{first.because} {risk_in_words(answer)}"
    lines += [("", line) for line in wrap(f"{told} {first.advice[0].text}", 56)]
    parts, y = [], 6
    for style, line in lines:
        y += 26 if style == "head" else 19
        parts.append(f'<text class="{style}" x="16" y="{y}">{escape(line)}</text>')
        y += 4 if style else 0
    y += 12
    for cause in answer.causes:
        y += 21
        share = cause.p_given_sore
        parts.append(f'<text x="16" y="{y}">{escape(cause.title)}</text>')
        parts.append(f'<rect class="track" x="276" y="{y - 9}" width="58" height="8" rx="4"/>')
        parts.append(
            f'<rect class="bar" x="276" y="{y - 9}" width="{58 * share:.0f}" height="8" rx="4"/>'
        )
        parts.append(f'<text x="374" y="{y}" text-anchor="end">{share:.0%}</text>')
    y += 26
    parts.append(
        f'<text class="quiet" x="16" y="{y}">Likely training causes, not a diagnosis.</text>'
    )
    height = y + 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 390 {height}" width="390"'
            f' height="{height}" role="img" aria-labelledby="title">',
            f'<title id="title">{escape(f"{headline} {told}")}</title>',
            f"<style>\n{STYLE}\n</style>",
            f'<rect class="card" x="0.5" y="0.5" width="389" height="{height - 1}" rx="8"/>',
            *parts,
            "</svg>\n",
        ]
    )


def answers() -> dict[Path, str]:
    """The text of the answer to every typical session, by the file that keeps it."""
    predictor = Predictor.load()
    texts = {}
    for name, session in TYPICAL.items():
        told = "".join(f"{column}: {cell}\n" for column, cell in session.items())
        changes = predictor.next_run(session, below=0.1)
        answer = predictor.explain(session)
        text = f"{told}\n{answer}\n\n{changes}\n\nAt full length:\n\n{answer.full}\n"
        texts[ANSWERS / f"{name}.txt"] = text
    return texts


def executed(path: Path) -> Any:
    """The notebook after a run from top to bottom, without what differs by machine or time.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        # Files in place of ports, which others on the machine could listen to or have taken.
        manager = client.create_kernel_manager()
        manager.transport, manager.ip = "ipc", f"{scratch}/kernel"
        client.execute(env=_environment())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    notebook.metadata.get("language_info", {}).pop("version", None)
    return notebook


def printed(notebook: Any) -> list[str]:
    """What each code cell of a notebook prints; pictures are left out."""
    return [
        "".join(one.text for one in cell.outputs if one.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run what the docs show and paste what it prints.")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if stale")
    check = parser.parse_args().check
    import nbformat

    stale = []
    for path in pages():
        page = path.read_text(encoding="utf-8")
        fresh, name = renewed(page), str(path.relative_to(ROOT))
        lines = page.splitlines(), fresh.splitlines()
        stale += difflib.unified_diff(*lines, name, "fresh", lineterm="")
        if not check:
            path.write_text(fresh, encoding="utf-8")
    for path, text in {PICTURE: answer_picture(), **answers()}.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(f"{path.relative_to(ROOT)} says something else")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = executed(path)
        if printed(notebook) != printed(nbformat.read(path, as_version=4)):
            stale.append(f"{path.name} printed something else")
        if not check:
            nbformat.write(notebook, path)
    print("\n".join(stale) or "All is fresh.")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
