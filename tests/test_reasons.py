"""Reasons of many sessions at once are those of each alone, to the letter."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reasons_of_one import reason_columns
from strategies import CODED_COLUMNS, sessions

from calfcause.answer.columns import REASON_COLUMNS
from calfcause.answer.explain import explain
from calfcause.answer.reasons import reasons
from calfcause.answer.sentences import CANNOT_SAY_WHY
from calfcause.sessions.cells import encode_session
from calfcause.sessions.contradictions import contradictions
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate

REAL_CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"


def check_equal(predictor, cells, n_sessions, units=UNITS["km"]):
    """Compare the two ways session by session; gives the reasons."""
    chances = predictor.predict_cells(cells, n_sessions)
    found = reasons(predictor, cells, chances, units=units)
    assert tuple(found) == REASON_COLUMNS
    for row in range(n_sessions):
        codes = {name: float(values[row]) for name, values in cells.items()}
        known = {name: code for name, code in codes.items() if code == code}
        alone = reason_columns(explain(predictor, known, units=units))
        assert {name: found[name][row] for name in REASON_COLUMNS} == alone
    return found


def as_cells(several):
    coded = [encode_session(session) for session in several]
    names = {name for codes in coded for name in codes}
    return {name: np.array([codes.get(name, np.nan) for codes in coded]) for name in names}


@settings(max_examples=60)
@given(several=st.lists(sessions(), max_size=8), units=st.sampled_from(sorted(UNITS)))
def test_reasons_of_any_sessions_are_those_of_each_alone(predictor, several, units):
    check_equal(predictor, as_cells(several), len(several), UNITS[units])


def test_reasons_of_simulated_runs_are_those_of_each_alone(predictor):
    recorded = simulate(60, 4, seed=5).cells
    cells = {name: values[:600] for name, values in recorded.items() if name in CODED_COLUMNS}
    found = check_equal(predictor, cells, len(cells["distance_km"]))
    whole = " ".join(found["explanation"])
    for said in (
        CANNOT_SAY_WHY,
        "The most likely cause is ",
        "If your calves get sore",
        "yours was one",
    ):
        assert said in whole
    too_little = [CANNOT_SAY_WHY in text for text in found["explanation"]]
    assert {
        said for said, little in zip(found["enough_known"], too_little, strict=True) if little
    } == {"no"}
    assert set(found["enough_known"]) == {"yes", "no"}


def test_reasons_of_real_runs_are_those_of_each_alone(predictor):
    (chunk,) = read_csv(REAL_CASES)
    found = check_equal(predictor, chunk.cells, len(chunk))
    assert any(text.startswith("Appointment: ") for text in found["explanation"])


@pytest.mark.parametrize("units", UNITS)
def test_what_does_not_go_together_comes_after_red_flags_and_before_the_answer(predictor, units):
    odd = {"distance_km": 12, "weekly_distance_km": 5, "severity_0_10": 0, "sore_days": 3}
    fine = {"distance_km": 12, "weekly_distance_km": 30}
    cells = as_cells([odd, fine, odd | {"swelling": 1, "one_leg_only": 1}])
    first, second, third = check_equal(predictor, cells, 3, UNITS[units])["explanation"]
    texts = [one.text for one in contradictions(encode_session(odd), UNITS[units])]
    assert len(texts) == 2
    assert first.startswith(f"{texts[0]} {texts[1]} ")
    assert "does not go with" not in second
    assert third.startswith("Doctor within 24 hours: ")
    assert f" {first.partition(' See a doctor today')[0]}" in third


@pytest.mark.parametrize("session", [{}, {"distance_km": 60}, {"swelling": 1, "one_leg_only": 1}])
def test_reasons_of_a_single_session_are_its_own(predictor, session):
    check_equal(predictor, as_cells([session]), 1)


def test_no_sessions_have_no_reasons(predictor):
    cells = {"distance_km": np.array([])}
    found = reasons(predictor, cells, np.empty((0, 8)), units=UNITS["km"])
    assert found == {name: [] for name in REASON_COLUMNS}
