"""The notebooks run from top to bottom, and what they print is what they show."""

import re
from pathlib import Path

import nbformat
import paste_outputs
import pytest

PATHS = sorted(paste_outputs.NOTEBOOKS.glob("*.ipynb"))


def test_there_are_notebooks():
    assert PATHS


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_notebook_runs_and_shows_what_it_prints(path: Path):
    shown = nbformat.read(path, as_version=4)
    assert paste_outputs.printed(paste_outputs.executed(path)) == paste_outputs.printed(shown), (
        "stale: run python tests/paste_outputs.py"
    )


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_notebook_explains_and_does_not_define(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert re.search(r"^(?:from|import) calfcause", code, re.M)
    assert not re.search(r"^\s*(?:def|class) ", code, re.M)
