"""The pages that Sphinx builds: made from the code, complete, strict, and in need of no network."""

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import calfcause
from calfcause.causes import CAUSES

DOCS = Path(__file__).parents[1] / "docs"
DIRECTIVE = re.compile(r"^\.\. (?:py:)?(\w+):: (\S+)$", re.M)


def test_every_public_name_is_in_the_api_reference():
    documented = set()
    for page in sorted((DOCS / "reference").glob("*.rst")):
        module = ""
        for kind, name in re.findall(
            r"^\.\. (?:py:)?(\w+):: (\S+)$", page.read_text("utf-8"), re.M
        ):
            if kind in ("currentmodule", "module"):
                module = f"{name}."
            elif kind == "data" or kind.startswith("auto"):
                documented.add(name if name.startswith("calfcause.") else module + name)
    assert {f"calfcause.{name}" for name in calfcause.__all__} <= documented


@pytest.fixture(scope="module")
def made_pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        yield importlib.import_module("made_pages")


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_every_cause_file_gives_a_whole_page(made_pages, cause):
    parts = made_pages.of_cause(cause)
    assert {"Mechanism", "Exposure", "Evidence"} <= set(parts["sections"])
    assert parts["footnotes"]
    cited = set(re.findall(r"\[(\d+)\]_", "\n".join(parts["sections"].values())))
    assert cited == set(parts["footnotes"])


def test_what_makes_pages_does_what_it_says(made_pages):
    failed, tried = doctest.testmod(made_pages)
    assert tried
    assert not failed


def test_the_pages_build_strictly_and_ask_nothing_from_elsewhere(tmp_path):
    strictly = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet"]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *strictly, "-d", tmp_path / "trees", DOCS, tmp_path],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout
    loaded = re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"((?:https?:)?//[^\"]+)"
        r"|<link\b(?![^>]*rel=\"canonical\")[^>]*\bhref=\"((?:https?:)?//[^\"]+)"
        r"|(?:@import|url\()\s*[\"']?((?:https?:)?//[^\"')]+)"
    )
    pages = [path for path in tmp_path.rglob("*") if path.suffix in (".html", ".css")]
    assert {"index.html", *(f"{cause.name}.html" for cause in CAUSES)} <= {p.name for p in pages}
    assert {path.name: loaded.findall(path.read_text("utf-8")) for path in pages} == {
        path.name: [] for path in pages
    }
