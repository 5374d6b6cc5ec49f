"""The docstrings of the public names say what goes in, what comes out, and show it."""

import dataclasses
import re
from pathlib import Path
from types import FunctionType

import pytest
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

import calfcause

CHECKED = {
    "GL08": "no docstring",
    "SS01": "no summary",
    "PR01": "a parameter is not documented",
    "PR02": "a documented parameter does not exist",
    "PR04": "a parameter has no type",
    "PR07": "a parameter has no description",
    "RT01": "no section on what it returns",
    "RT03": "what it returns has no description",
    "YD01": "no section on what it yields",
    "EX01": "no example",
}
EXEMPT = {
    "ActivityError": {"EX01": "nothing raises it yet: the readers of activities are still to come"},
}
REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "predictor.rst"
(METHODS,) = re.findall(r":members: (.+)", REFERENCE.read_text("utf-8"))
PUBLIC = {
    **{
        name: getattr(calfcause, name)
        for name in calfcause.__all__
        if isinstance(getattr(calfcause, name), type | FunctionType)
    },
    **{
        f"Predictor.{name}": getattr(calfcause.Predictor, name)
        for name in re.split(", *", METHODS.strip())
    },
}
RESULTS = {name: found for name, found in PUBLIC.items() if dataclasses.is_dataclass(found)}


def missing_in(docstring_of):
    """What numpydoc finds missing, by its code."""
    name = f"{docstring_of.__module__}.{docstring_of.__qualname__}"
    return {code: text for code, text in validate(name)["errors"] if code in CHECKED}


@pytest.mark.parametrize("name", PUBLIC)
def test_numpydoc_finds_nothing_missing(name):
    missing = missing_in(PUBLIC[name])
    if name in RESULTS:  # nobody makes these: their fields are attributes, see below
        missing.pop("PR01", None)
    assert missing.keys() == EXEMPT.get(name, {}).keys(), missing


@pytest.mark.parametrize("name", RESULTS)
def test_every_field_of_a_result_is_an_attribute_with_type_and_description(name):
    attributes = {
        part: attribute
        for attribute in get_doc_object(RESULTS[name])["Attributes"]
        for part in re.split(", *", attribute.name)
    }
    assert {field.name for field in dataclasses.fields(RESULTS[name])} <= attributes.keys()
    assert [part for part, found in attributes.items() if not found.type or not found.desc] == []


def test_a_docstring_without_sections_is_found_out():
    def bare(sessions):
        """Answer sessions."""
        return sessions

    bare.__qualname__, bare.__module__ = "bare", __name__
    globals()["bare"] = bare
    try:
        assert {"PR01", "RT01", "EX01"} <= missing_in(bare).keys()
    finally:
        del globals()["bare"]
