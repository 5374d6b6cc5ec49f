"""Every proposed change is a real session, answered by the same predictor."""

import re

import pytest
from hypothesis import given, settings
from strategies import model_sessions

from calfcause.answer.next_run import STEPS
from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import UNITS

HILLY = {
    "distance_km": 14, "elevation_gain_m": 560, "usual_climb_m_per_km": 7, "duration_min": 90,
    "experience_weeks": 200, "longest_run_28d_km": 12, "terrain": "steep",
}  # fmt: skip
BOTH = {"shoe_type": "minimalist", "foot_strike": "forefoot", "usual_foot_strike": "rearfoot"}
NAMES = {cause.name for cause in CAUSES}


def decoded(session):
    codes = encode_session(session).items()
    return {name: decode(COLUMNS[name], code) for name, code in codes if name in MODEL_COLUMNS}


def assert_every_change_is_answered_by_the_predictor(predictor, session, below):
    found = predictor.next_run(session, below=below)
    assert found.p_sore == predictor.predict_one(session)["p_sore"]
    together = [found.together] if found.together else []
    for change in (*found.changes, *found.not_enough, *together):
        assert change.session == decoded(session) | dict(change.cells)
        # In a batch the graph may round the last digit of float32 otherwise.
        assert change.p_sore == pytest.approx(
            predictor.predict_one(change.session)["p_sore"], abs=1e-6
        )
        assert f"{change.p_sore:.0%} instead of {found.p_sore:.0%}" in change.text
    assert all(change.p_sore <= below < found.p_sore for change in found.changes)
    assert all(below < change.p_sore < found.p_sore for change in found.not_enough)
    every = (*found.changes, *found.not_enough)
    # Weeks of running are no change to the next run, and stand beside one.
    alone = [(change.cause, "experience_weeks" in change.cells) for change in every]
    assert {cause for cause, _ in alone} <= NAMES and len(set(alone)) == len(alone)
    return found


@pytest.mark.parametrize("below", [0.05, 0.1, 0.2, 0.4])
@pytest.mark.parametrize("session", [HILLY, BOTH, {}, {"session_type": "race", "distance_km": 10}])
def test_a_change_is_the_predictors_answer_to_a_real_session(predictor, session, below):
    assert_every_change_is_answered_by_the_predictor(predictor, session, below)


@settings(max_examples=25)
@given(session=model_sessions)
def test_so_it_is_for_any_session(tiny, session):
    assert_every_change_is_answered_by_the_predictor(tiny.predictor, session, 0.1)


def test_a_run_within_the_limit_needs_no_change(predictor):
    found = predictor.next_run(HILLY, below=1.0)
    assert found.changes == ()
    assert "not over 100%" in str(found)


def test_the_change_is_the_smallest_that_reaches_it(predictor):
    """A lower limit never asks for less of a change."""
    least = [predictor.next_run(HILLY, below=below).changes for below in (0.2, 0.15, 0.12, 0.1)]
    distances = [
        change.cells["distance_km"] for changes in least for change in changes
        if "distance_km" in change.cells
    ]  # fmt: skip
    assert len(set(distances)) > 1
    assert distances == sorted(distances, reverse=True)


def test_no_smaller_step_reaches_it(predictor):
    below = 0.12
    (change,) = [
        one for one in predictor.next_run(HILLY, below=below).changes if "distance_km" in one.cells
    ]
    (cause,) = [cause for cause in CAUSES if cause.name == change.cause]
    known = decoded(HILLY)
    easiest = float(cause.easier(known)["distance_km"])
    taken = (known["distance_km"] - change.cells["distance_km"]) / (known["distance_km"] - easiest)
    assert any(taken == pytest.approx(step, abs=0.06) for step in STEPS)
    assert taken > STEPS[0]


def test_changes_keep_the_rest_of_the_run(predictor):
    for change in predictor.next_run(HILLY | BOTH, below=0.2).changes:
        (cause,) = [cause for cause in CAUSES if cause.name == change.cause]
        assert set(change.cells) <= set((cause.easier or cause.usual)(decoded(HILLY | BOTH)))


def test_a_shorter_run_keeps_pace_and_climb_per_km(predictor):
    (change,) = [
        one for one in predictor.next_run(HILLY, below=0.12).changes if "distance_km" in one.cells
    ]
    shorter = change.session
    assert shorter["duration_min"] / shorter["distance_km"] == pytest.approx(90 / 14, rel=0.1)
    assert shorter["elevation_gain_m"] / shorter["distance_km"] == pytest.approx(40, rel=0.1)


def test_where_no_single_change_is_enough_all_together_are_told(predictor):
    found = predictor.next_run(HILLY | BOTH, below=0.03)
    assert not found.changes
    text = str(found)
    assert "No single change" in text and "All together" in text
    assert found.together.p_sore < found.p_sore


def test_it_is_told_in_miles(predictor):
    text = str(predictor.next_run(HILLY, below=0.12, units="miles"))
    assert "miles instead of 8.7 miles" in text and " km" not in text


def test_bad_questions_are_refused(predictor):
    for below in (0.0, -1, 1.5, float("nan")):
        with pytest.raises(CalfcauseError, match="the limit of the risk"):
            predictor.next_run(HILLY, below=below)
    with pytest.raises(SchemaError, match="'hily' is not allowed"):
        predictor.next_run({"terrain": "hily"}, below=0.1)


@pytest.mark.parametrize("below", [0.02, 0.05])
def test_all_together_is_a_run_that_can_be_run(predictor, below):
    run = {"distance_km": 10, "duration_min": 50, "longest_run_28d_km": 4, "experience_weeks": 5}
    run |= {"usual_pace_min_per_km": 6.5, "elevation_gain_m": 400, "usual_climb_m_per_km": 5}
    session = predictor.next_run(run, below=below).together.session
    assert 2 <= session["duration_min"] / session["distance_km"] <= 12
    assert session["elevation_gain_m"] / session["distance_km"] <= 40


def test_what_a_device_measured_is_not_told_beside_what_a_runner_chooses(predictor):
    measured = {
        "distance_km": 5.34, "duration_min": 30, "cadence_spm": 168, "elevation_gain_m": 80,
        "elevation_loss_m": 80, "max_grade_pct": 4.8, "fastest_pace_min_per_km": 4.17,
        "terrain": "hilly",
    }  # fmt: skip
    found = predictor.next_run(measured, below=0.07)
    (hills,) = [one for one in (*found.changes, *found.not_enough) if one.cause == "hills"]
    assert re.match("Terrain (flat|rolling) instead of hilly: ", hills.text)
    assert hills.cells.keys() > {"terrain", "elevation_gain_m"}  # the run changes as a whole
    fast = {"distance_km": 5, "duration_min": 20}
    found = predictor.next_run(fast, below=0.01)
    (speed,) = [one for one in (*found.changes, *found.not_enough) if one.cause == "speed"]
    pace = speed.cells["duration_min"] / 5
    assert speed.text.startswith(f"A pace of {UNITS['km'].pace(pace)} instead of 4:00 min/km: ")


@settings(max_examples=40)
@given(session=model_sessions)
def test_nothing_is_told_instead_of_itself(tiny, session):
    found = tiny.predictor.next_run(session, below=0.1)
    for change in (*found.changes, *found.not_enough, *filter(None, [found.together])):
        for new, old in re.findall(r"(?<=\s)(\S+) instead of (\S+?)[,:]", change.text):
            assert new != old or change.cause == ""


def test_beside_a_sign_for_a_clinician_no_run_is_planned(predictor):
    found = predictor.next_run(HILLY | {"one_leg_only": 1, "swelling": 1}, below=0.1)
    assert found.red_flags and not found.changes and found.together is None
    assert str(found).startswith("SEE A DOCTOR WITHIN 24 HOURS")
    assert found.to_dict()["red_flags"][0]["name"] == "one_leg_swollen"


def test_changes_are_in_numbers_that_people_plan_in_their_own_units(predictor):
    planned = {"distance_km": 30, "longest_run_28d_km": 12, "experience_weeks": 200}
    for units, size in (("km", 1.0), ("miles", 1.609344)):
        found = predictor.next_run(planned, below=0.3, units=units)
        (change,) = found.changes
        halves = 2 * change.cells["distance_km"] / size
        assert halves == pytest.approx(round(halves), abs=1e-3)
        assert f"{change.cells['distance_km'] / size:.1f}".removesuffix(".0") in change.text


@pytest.mark.parametrize(("weeks", "is_offered"), [(0, True), (2, True), (6, False), (None, False)])
def test_whoever_is_new_is_told_what_some_weeks_of_running_do(predictor, weeks, is_offered):
    run = {"distance_km": 5, "experience_weeks": weeks}
    found = predictor.next_run(run, below=0.01)
    texts = [change.text for change in found.not_enough]
    later = [text for text in texts if text.startswith("The same run after 8 weeks of regular")]
    assert bool(later) == is_offered
    if is_offered:
        risk = predictor.predict_one({**run, "experience_weeks": 8})["p_sore"]
        assert later[0].endswith(f": {risk:.0%} instead of {found.p_sore:.0%}.")
        assert any(text.startswith("Distance ") for text in texts)
