"""What the package says of itself where it is published."""

import json
import re
import tarfile
import tomllib
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from calfcause.version import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def metadata():
    found = run(
        [executable, "-m", "hatchling", "metadata"], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(found.stdout)


def test_the_readme_on_the_index_points_to_nothing_that_is_not_there(metadata):
    text = metadata["readme"]["text"]
    assert text.startswith("# calfcause\n")
    assert "pip install" in text and "```pycon" in text
    assert not re.findall(r"\]\((?!http|#)[^)]*\)", text)
    assert "<!--" not in text


def test_the_source_on_the_index_builds_the_same_wheel(tmp_path):
    build = [executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,), (source,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (folder,) = (tmp_path / "source").iterdir()
    again = [*build[:-1], str(tmp_path / "again"), "-t", "wheel"]
    run(again, cwd=folder, capture_output=True, check=True)
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_versions_are_one(metadata):
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert metadata["version"] == __version__
    assert f"\nversion: {__version__}\n" in citation


def test_there_are_authors_and_only_pythons_that_the_workflow_tests(metadata):
    assert metadata["authors"] == [{"name": "The calfcause developers"}]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    tested = re.search(r'python: \[([^\]]*"[^\]]*)\]', workflow).group(1)
    said = [one.rpartition(" ")[2] for one in metadata["classifiers"] if ":: 3." in one]
    assert re.findall(r'"([\d.]+)"', tested) == said


def test_the_oldest_versions_are_those_of_the_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = run(
        [executable, ROOT / "tests" / "oldest.py"], capture_output=True, text=True, check=True
    ).stdout.split()
    for line, requirement in zip(lines, project["dependencies"], strict=True):
        assert requirement.startswith(line.replace("==", ">="))
