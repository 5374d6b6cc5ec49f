"""Pictures of the report on the real cases, as a browser shows it, and one of its charts.

Needs Chromium on the path and the Python package playwright: python benchmarks/report_pictures.py
"""

import csv
import re
import shutil
import tempfile
from pathlib import Path
from typing import Literal, TypedDict

from playwright.sync_api import sync_playwright

from calfcause import Predictor
from calfcause.report import figures, write_report
from calfcause.report.assemble import make_report
from calfcause.report.told import read_runs

ROOT = Path(__file__).parents[1]
CASES = ROOT / "data" / "real_cases.csv"
OUTCOMES = ROOT / "data" / "real_outcomes.csv"
STYLE = Path(figures.__file__).with_name("style.css")
# A runner of that file with a label for almost every run, sore after some of them.
RUNNER = "p04"
FOLDER = ROOT / "docs"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


# The first runs without signs, one of them to its end.
UNFOLD = """() => {
    const runs = [...document.querySelectorAll('.run:not(.flagged)')].slice(0, 2)
    runs.forEach(run => { run.open = true })
    runs[0].querySelector('.more').open = true
}"""


class View(TypedDict):
    """How a page is looked at, and from which element on."""

    width: int
    height: int
    scheme: Literal["light", "dark"]
    media: Literal["screen", "print"]
    at: str


VIEWS: dict[str, View] = {
    "light": {"width": 1100, "height": 1400, "scheme": "light", "media": "screen", "at": "header"},
    "dark": {
        "width": 1100,
        "height": 1400,
        "scheme": "dark",
        "media": "screen",
        "at": ".run[open]",
    },
    "narrow": {
        "width": 390,
        "height": 1400,
        "scheme": "light",
        "media": "screen",
        "at": ".run[open]",
    },
    "print": {"width": 794, "height": 1123, "scheme": "light", "media": "print", "at": "#runs"},
}


def take_pictures(page_file: Path, folder: Path, *, at: str = "") -> list[Path]:
    """One picture for each view, from its element on or from the one given."""
    taken = []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"))
        for name, view in VIEWS.items():
            page = browser.new_page(
                viewport={"width": view["width"], "height": view["height"]},
                color_scheme=view["scheme"],
            )
            page.emulate_media(media=view["media"], color_scheme=view["scheme"])
            page.goto(page_file.as_uri())
            page.evaluate(UNFOLD)
            page.locator(at or view["at"]).first.evaluate("found => found.scrollIntoView()")
            # What has scrolled into view is drawn a frame later.
            page.evaluate(DRAWN)
            path = folder / f"report-{name}.png"
            page.screenshot(path=path)
            taken.append(path)
            page.close()
        browser.close()
    return taken


def chart(predictor: Predictor) -> str:
    """The chart of one real runner, as a picture of its own that is light or dark."""
    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "runs.csv"
        with OUTCOMES.open(newline="") as outcomes, source.open("w", newline="") as labelled:
            rows = csv.DictReader(outcomes)
            names = [*(rows.fieldnames or ()), "sore_calves"]
            writer = csv.DictWriter(labelled, names)
            writer.writeheader()
            for row in rows:
                writer.writerow(row | {"sore_calves": row["leg_sore_next_morning"]})
        report = make_report(predictor, read_runs(source, predictor), source=source.name)
    runner = next(one for one in report.runners if one.name == RUNNER)
    drawn = figures.over_time(runner, key="", most=figures.axis_end([runner]))
    light, dark, *_ = re.findall(r":root (\{[^}]*\})", STYLE.read_text(encoding="utf-8"))
    style = f"svg {light} @media (prefers-color-scheme: dark) {{ svg {dark} }}"
    size = 'width="720" height="340" font-family="system-ui, sans-serif"'
    ground = '<rect width="100%" height="100%" fill="var(--card)"/>'
    head, body = drawn.split("</desc>", 1)
    return f"{head}</desc><style>{style}</style>{ground}{body}\n".replace(
        "<svg ", f"<svg {size} ", 1
    )


def main() -> None:
    predictor = Predictor.load()
    (FOLDER / "report-range.svg").write_text(chart(predictor), encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        page_file = Path(made) / "report.html"
        write_report(predictor, CASES, page_file)
        FOLDER.mkdir(exist_ok=True)
        for path in take_pictures(page_file, FOLDER):
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
