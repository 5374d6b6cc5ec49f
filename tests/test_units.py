"""Quantities are told in km or miles and mean the same."""

import re

import pytest
from hypothesis import given
from strategies import sessions

from calfcause.errors import CalfcauseError
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS, label, units_named

KM, MILES = UNITS["km"], UNITS["miles"]


def number_in(text):
    return float(re.match(r"-?[\d.,]+", text)[0].replace(",", ""))


@pytest.mark.parametrize("km", [0.0, 0.4, 5.0, 21.1, 99.95, 160.9344, 500.0])
def test_a_way_in_miles_is_the_same_way(km):
    assert number_in(MILES.distance(km)) * 1.609344 == pytest.approx(km, abs=0.9)
    assert number_in(KM.distance(km)) == pytest.approx(km, abs=0.5)


def test_known_conversions():
    assert MILES.distance(42.195) == "26.2 miles"
    assert MILES.climb(1000) == "3,281 feet"
    assert MILES.climb_rate(100) == "528 feet per mile"
    assert MILES.pace(5.0) == "8:03 min/mile"
    assert KM.pace(5.999) == "6:00 min/km"


@given(session=sessions())
def test_every_cell_can_be_said_in_either(session):
    known = {name: decode(COLUMNS[name], code) for name, code in encode_session(session).items()}
    for name, found in known.items():
        metric, other = (units.cell(name, found) for units in (KM, MILES))
        assert metric and other
        changes = COLUMNS[name].unit in ("km", "m", "m/km", "min/km")
        assert changes or metric == other
        assert not (changes and re.search(r"\bkm\b|\d m\b", other))


def test_a_label_has_no_unit():
    for name in COLUMNS:
        words = label(name)
        assert "_" not in words and not re.search(r" (km|m|min|pct|spm|mm|cm)$", words)


def test_unknown_units_are_refused_with_those_there_are():
    assert units_named("miles") is MILES
    with pytest.raises(CalfcauseError, match="unknown units 'yards'; use km or miles"):
        units_named("yards")


@pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda column: column.name)
def test_a_question_in_miles_names_no_metric_way(column):
    asked = MILES.asked(column.question)
    assert not re.search(r"\b(km|kilomet\w+|metres?|\d+ m)\b", asked)
    assert KM.asked(column.question) == column.question


@pytest.mark.parametrize(
    ("column", "one"), [("sore_days", "1 day"), ("experience_weeks", "1 week")]
)
def test_one_of_something_is_not_called_many(column, one):
    assert KM.cell(column, 1.0) == one
    assert KM.cell(column, 2.0) == f"2 {one[2:]}s"
