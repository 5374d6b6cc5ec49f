"""Signs for a clinician are judged by rule, whatever else is known."""

import numpy as np
import pytest
from hypothesis import given
from reasons_of_one import reason_columns
from strategies import CODED_COLUMNS, sessions

from calfcause.answer.explain import explain
from calfcause.answer.red_flags import RULES, red_flags
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS
from calfcause.simulate import simulate

RAISED = [
    ({"swelling": 1, "one_leg_only": 1}, ["one_leg_swollen"]),
    ({"sharp_pain": 1}, ["sharp_pain"]),
    ({"swelling": 1}, ["swelling"]),
    ({"swelling": 1, "one_leg_only": 0}, ["swelling"]),
    ({"severity_0_10": 8}, ["severe"]),
    ({"sore_days": 7}, ["overdue"]),
    ({"sore_days": 10}, ["lasting"]),
    ({"sore_days": 12.5, "sharp_pain": 1}, ["sharp_pain", "lasting"]),
    ({"severity_0_10": 9, "worsening": 1}, ["severe_and_growing"]),
    ({"worsening": 1, "severity_0_10": 4}, ["growing"]),
    ({"worsening": 1}, ["growing"]),
    ({"numbness": 1}, ["numbness"]),
    ({"tight_at_same_point": 1}, ["tight_at_same_point"]),
    ({"cannot_tiptoe": 1, "sharp_pain": 1}, ["cannot_tiptoe", "sharp_pain"]),
]
QUIET = [
    {},
    {"one_leg_only": 1},
    {"sharp_pain": 0, "swelling": 0, "one_leg_only": 1},
    {"severity_0_10": 7.9},
    {"sore_days": 6.9, "onset_hours": 20},
    {"sharp_pain": None, "swelling": None, "severity_0_10": None, "sore_days": None},
    {"worsening": 0, "numbness": 0, "tight_at_same_point": 0, "cannot_tiptoe": 0},
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
    flag = rule.flag
    assert all((flag.sign, flag.why, flag.do, flag.source.cite))
    assert flag.why.endswith(".") and flag.do.endswith(".")


@given(sessions(MODEL_COLUMNS))
def test_what_a_model_reads_raises_no_flag(session):
    assert names(session) == []


@given(sessions(AFTERWARDS_COLUMNS), sessions(MODEL_COLUMNS))
def test_flags_depend_on_what_came_afterwards_alone(afterwards, run):
    assert names(run | afterwards) == names(afterwards)


@given(sessions(CODED_COLUMNS))
def test_more_soreness_is_never_less_urgent(session):
    order = [rule.flag.name for rule in RULES]
    worst = session | {name: COLUMNS[name].high for name in ("severity_0_10", "sore_days")}
    for before in names(session):
        assert min(order.index(name) for name in names(worst)) <= order.index(before)


# What of a session is a sign for a clinician, said once more in the words of whoever asked for it.
SIGNS = {
    "a sharp pain or a pop": lambda s: s.get("sharp_pain") == 1,
    "one leg with swelling or warmth": lambda s: s.get("swelling") == 1,
    "severe pain": lambda s: (s.get("severity_0_10") or 0) >= 8,
    "growing pain": lambda s: s.get("worsening") == 1,
    "numbness": lambda s: s.get("numbness") == 1,
    "tightness at a repeatable point of every run": lambda s: s.get("tight_at_same_point") == 1,
    "soreness beyond 7 to 10 days": lambda s: (s.get("sore_days") or 0) >= 7,
    "unable to rise onto tiptoe": lambda s: s.get("cannot_tiptoe") == 1,
}


def test_every_sign_in_simulated_sessions_is_flagged_in_every_output(tiny):
    simulated = simulate(1500, 8, seed=5)
    cells = simulated.cells
    told = np.stack([cells[name] for name in AFTERWARDS_COLUMNS])
    rows = np.flatnonzero((told > 0).any(axis=0))
    columns = tiny.predictor.predict_columns(cells, len(simulated))
    seen = dict.fromkeys(SIGNS, 0)
    for row in rows.tolist():
        codes = {
            name: float(found[row]) for name, found in cells.items() if found[row] == found[row]
        }
        session = {name: decode(COLUMNS[name], code) for name, code in codes.items()}
        signs = [sign for sign, is_told in SIGNS.items() if is_told(session)]
        for sign in signs:
            seen[sign] += 1
        assert bool(signs) == bool(names(session)) == bool(columns["red_flags"][row])
    assert all(seen.values()), seen
    flagged = [row for row in rows.tolist() if columns["red_flags"][row]][:40]
    for row in flagged:
        codes = {
            name: float(found[row]) for name, found in cells.items() if found[row] == found[row]
        }
        answer = explain(tiny.predictor, codes)
        assert str(answer).startswith("SEE A CLINICIAN")
        assert reason_columns(answer)["explanation"].startswith("See a clinician")
        assert answer.to_dict()["red_flags"][0]["name"] in columns["red_flags"][row]
