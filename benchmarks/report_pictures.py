"""Pictures of the report on the real cases, as a browser shows it: light, dark, narrow, printed.

Needs Chromium on the path and the Python package playwright: python benchmarks/report_pictures.py
"""

import shutil
import tempfile
from pathlib import Path
from typing import Literal, TypedDict

from playwright.sync_api import sync_playwright

from calfcause import Predictor
from calfcause.report import write_report

ROOT = Path(__file__).parents[1]
CASES = ROOT / "data" / "real_cases.csv"
FOLDER = ROOT / "docs"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class View(TypedDict):
    """How a page is looked at, and from which element on."""

    width: int
    height: int
    scheme: Literal["light", "dark"]
    media: Literal["screen", "print"]
    at: str


VIEWS: dict[str, View] = {
    "light": {"width": 1100, "height": 1400, "scheme": "light", "media": "screen", "at": "header"},
    "dark": {"width": 1100, "height": 1400, "scheme": "dark", "media": "screen", "at": "#runs"},
    "narrow": {"width": 390, "height": 1400, "scheme": "light", "media": "screen", "at": "#runs"},
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
            page.locator(at or view["at"]).first.evaluate("found => found.scrollIntoView()")
            # What has scrolled into view is drawn a frame later.
            page.evaluate(DRAWN)
            path = folder / f"report-{name}.png"
            page.screenshot(path=path)
            taken.append(path)
            page.close()
        browser.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        page_file = Path(made) / "report.html"
        write_report(Predictor.load(), CASES, page_file)
        FOLDER.mkdir(exist_ok=True)
        for path in take_pictures(page_file, FOLDER):
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
