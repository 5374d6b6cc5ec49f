"""Signs for a clinician are judged by rule, whatever else is known."""

import pytest
from hypothesis import given
from strategies import CODED_COLUMNS, sessions

from calfcause.red_flags import RULES, red_flags
from calfcause.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS

RAISED = [
    ({"swelling": 1, "one_leg_only": 1}, ["one_leg_swollen"]),
    ({"sharp_pain": 1}, ["sharp_pain"]),
    ({"swelling": 1}, ["swelling"]),
    ({"swelling": 1, "one_leg_only": 0}, ["swelling"]),
    ({"severity_0_10": 8}, ["severe"]),
    ({"sore_days": 7}, ["overdue"]),
    ({"sore_days": 10}, ["lasting"]),
    ({"sore_days": 12.5, "sharp_pain": 1}, ["sharp_pain", "lasting"]),
]
QUIET = [
    {},
    {"one_leg_only": 1},
    {"sharp_pain": 0, "swelling": 0, "one_leg_only": 1},
    {"severity_0_10": 7.9},
    {"sore_days": 6.9, "onset_hours": 20},
    {"sharp_pain": None, "swelling": None, "severity_0_10": None, "sore_days": None},
]


def names(session):
    return [flag.name for flag in red_flags(session)]


@pytest.mark.parametrize(("session", "expected"), RAISED)
def test_a_sign_raises_its_flag(session, expected):
    assert names(session) == expected


@pytest.mark.parametrize("session", QUIET)
def test_plain_soreness_raises_none(session):
    assert names(session) == []


def test_every_rule_is_tried_above():
    assert {name for _, expected in RAISED for name in expected} == {
        rule.flag.name for rule in RULES
    }


def test_the_most_urgent_comes_first():
    everything = {"swelling": 1, "one_leg_only": 1, "sharp_pain": 1, "severity_0_10": 10}
    assert names(everything)[0] == "one_leg_swollen"
    assert "today" in red_flags(everything)[0].do


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.flag.name)
def test_a_flag_says_what_why_what_to_do_and_where_that_is_written(rule):
    flag = rule.flag.to_dict()
    assert all(flag[part] for part in ("sign", "why", "do", "source"))
    assert flag["why"].endswith(".") and flag["do"].endswith(".")


@given(sessions(MODEL_COLUMNS))
def test_what_a_model_reads_raises_no_flag(session):
    assert names(session) == []


@given(sessions(AFTERWARDS_COLUMNS), sessions(MODEL_COLUMNS))
def test_flags_depend_on_what_came_afterwards_alone(afterwards, run):
    assert names(run | afterwards) == names(afterwards)


@given(sessions(CODED_COLUMNS))
def test_more_soreness_never_takes_a_flag_away(session):
    worst = session | {name: COLUMNS[name].high for name in ("severity_0_10", "sore_days")}
    assert set(names(session)) <= set(names(worst))
