"""Pictures of the page of the service, as a browser shows it to a runner and to a coach.

Needs Chromium on the path and the Python package playwright: python benchmarks/page_pictures.py
"""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import uvicorn
from playwright.sync_api import Page, sync_playwright

from calfcause import Predictor
from calfcause.service.app import service
from calfcause.service.notes import warnings_as_notes

FOLDER = Path(__file__).parents[1] / "docs"
SENTENCE = "14 km on steep trails, usually flat road, sore since the next morning"
# Invented runs, for the looks alone.
SQUAD = """\
runner_id,start_time,distance_km,terrain,usual_terrain,shoe_type,sore_calves,one_leg_only,swelling
Ada,2026-05-02,6,flat,flat,standard,0,,
Ada,2026-05-06,9,hilly,flat,standard,1,,
Ada,2026-05-13,8,flat,flat,standard,0,,
Ada,2026-05-20,14,steep,flat,standard,1,,
Ben,2026-05-19,8,flat,flat,standard,1,1,1
Cleo,2026-05-18,10,rolling,rolling,zero_drop,1,,
Dan,2026-05-20,5,flat,flat,standard,0,,
"""


@contextmanager
def served() -> Iterator[str]:
    """The service in a thread; gives its address."""
    server = uvicorn.Server(uvicorn.Config(service(Predictor.load()), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    with warnings_as_notes():
        thread.start()
        while not server.started:
            time.sleep(0.05)
        host, port = server.servers[0].sockets[0].getsockname()
        yield f"http://{host}:{port}/"
        server.should_exit = True
        thread.join()


def asked(page: Page) -> None:
    """A sentence, and no sign of any kind."""
    page.get_by_label("Say it in a sentence").fill(SENTENCE)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="None of these").click()
    page.get_by_text(re.compile("help(s)? most")).first.wait_for()
    page.get_by_role("switch").first.wait_for()


def squad(page: Page) -> None:
    """A squad's file, and one runner unfolded."""
    page.get_by_role("link", name="For coaches").click()
    file: Any = {"name": "squad.csv", "mimeType": "text/csv", "buffer": SQUAD.encode()}
    page.locator("#squad-drop input").set_input_files(file)
    page.get_by_role("button", name="Ada").click()


Scheme = Literal["light", "dark"]
VIEWS: dict[str, tuple[Any, int, int, Scheme]] = {
    "page": (asked, 1040, 850, "light"),
    "page-narrow": (asked, 390, 1100, "dark"),
    "page-squad": (squad, 1100, 900, "light"),
}


def main() -> None:
    with served() as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"))
        for name, (shows, width, height, scheme) in VIEWS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme, reduced_motion="reduce",
            )  # fmt: skip
            page.goto(address)
            page.wait_for_selector("html[data-ready]")
            shows(page)
            page.evaluate("scrollTo(0, 0)")
            path = FOLDER / f"{name}.png"
            page.screenshot(path=path)
            print(f"docs/{path.name}: {path.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
