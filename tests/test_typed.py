"""Sessions have types: words, units and states as literals, fresh, and mypy finds what is wrong."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from typed_session import PLACE, written

from calfcause import Session, State, UnitSystem
from calfcause.answer.json_schema import contract
from calfcause.answer.rules import STATES
from calfcause.sessions.units import UNITS

ROOT = Path(__file__).parents[1]


def test_the_typed_session_is_fresh():
    assert PLACE.read_text(encoding="utf-8") == written(), "run python tests/typed_session.py"


def test_the_typed_session_has_the_keys_of_the_json_schema_and_none_is_required():
    assert [*get_type_hints(Session)] == [*contract()["session"]["properties"]]
    assert not Session.__required_keys__


def test_literals_are_those_that_the_package_knows():
    assert get_args(UnitSystem) == tuple(UNITS)
    assert sorted(get_args(State)) == sorted(STATES)


def test_the_package_says_that_it_is_typed():
    assert files("calfcause").joinpath("py.typed").is_file()


def test_mypy_takes_what_is_right_and_finds_what_is_wrong():
    pytest.importorskip("mypy", reason="mypy is not installed")
    # Unused marks of errors are errors: each wrong line is found.
    command = [sys.executable, "-m", "mypy", "tests/typed_example.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
