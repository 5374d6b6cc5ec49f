"""The notebooks run from top to bottom, and what they print is what they show."""

import math
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
    fresh = paste_outputs.printed(paste_outputs.executed(path))
    trains = any(re.search(r"train_release\(|\.fit\(", cell.source) for cell in shown.cells)
    same = alike if trains else str.__eq__
    differing = [
        pair for pair in zip(paste_outputs.printed(shown), fresh, strict=True) if not same(*pair)
    ]
    assert not differing, "stale: run python tests/paste_outputs.py"


# A model trained on another processor may round otherwise: its figures may, its words may not.
FIGURE = re.compile(r"[-+]?\d+\.\d+%?|[-+]?\d+%")
UNITS_APART, SHARE_APART = 3, 0.05


def alike(shown: str, fresh: str) -> bool:
    """Whether two texts differ in nothing but how their fractions and percentages are rounded."""
    words = [" ".join(FIGURE.sub("#", text).split()) for text in (shown, fresh)]
    pairs = zip(FIGURE.findall(shown), FIGURE.findall(fresh), strict=False)
    return words[0] == words[1] and all(near(*pair) for pair in pairs)


def near(one: str, other: str) -> bool:
    unit = 10.0 ** -len(one.rstrip("%").partition(".")[2])
    figures = float(one.rstrip("%")), float(other.rstrip("%"))
    apart = UNITS_APART * unit * 1.001
    return math.isclose(*figures, rel_tol=SHARE_APART, abs_tol=apart)


def test_what_differs_by_more_than_rounding_is_not_alike():
    shown = "version 2: loss 0.771 (-0.012), risk 16%"
    assert alike(shown, "version 2:  loss 0.774 (-0.010), risk 15%")
    for fresh in (
        "version 3: loss 0.771 (-0.012), risk 16%",
        "version 2: gain 0.771 (-0.012), risk 16%",
        "version 2: loss 0.871 (-0.012), risk 16%",
        "version 2: loss 0.771 (+0.012), risk 16%",
        "version 2: loss 0.771 (-0.012), risk 22%",
        "version 2: loss 0.771 (-0.012)",
    ):
        assert not alike(shown, fresh)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_notebook_explains_and_does_not_define(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert re.search(r"^(?:from|import) calfcause", code, re.M)
    assert not re.search(r"^\s*(?:def|class) ", code, re.M)
