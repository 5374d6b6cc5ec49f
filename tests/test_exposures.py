"""Exposures of runs as people tell them, beside what the literature says of such runs."""

import math

import numpy as np
import pytest

from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR
from calfcause.answer.rules import STATES, state_of
from calfcause.causes import CAUSES
from calfcause.learn.features import features_of_one
from calfcause.learn.probabilities import LEAST_TO_NAME, NONE, of_one, primary_causes
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate
from calfcause.simulate.compare import REAL_SPREADS, compare, sd_of_log_odds, sd_of_shares
from calfcause.simulate.record import TOLD
from calfcause.simulate.world import WORLDS

BY_NAME = {cause.name: cause for cause in CAUSES}
LEVEL = {"distance_km": 8, "duration_min": 48, "usual_pace_min_per_km": 6.0}
TREADMILL = {"surface": "treadmill", "distance_km": 6}


def exposure_of(name, session):
    return features_of_one(encode_session(session)).exposures[name]


def state(name, session):
    return STATES[state_of(exposure_of(name, session))]


def known(session):
    return {name: decode(COLUMNS[name], code) for name, code in encode_session(session).items()}


def sentence(name, session):
    return BY_NAME[name].because(known(session), UNITS["km"])


def title(name, session):
    return BY_NAME[name].title_of(known(session))


@pytest.mark.parametrize(
    ("name", "session", "expected"),
    [
        # A single long run is the best supported measure of load, a week the weakest.
        ("beginner", {"distance_km": 20, "longest_run_28d_km": 10}, FOR),
        ("beginner", {"distance_km": 13, "longest_run_28d_km": 10}, A_LITTLE),
        ("beginner", {"distance_km": 11, "longest_run_28d_km": 10}, AGAINST),
        ("beginner", {"weekly_distance_km": 70, "usual_weekly_distance_km": 30}, A_LITTLE),
        ("beginner", {"weekly_distance_km": 30, "usual_weekly_distance_km": 30}, CANNOT_TELL),
        ("beginner", {"weeks_since_last_run": 1.5, "experience_weeks": 300}, AGAINST),
        ("beginner", {"weeks_since_last_run": 4, "experience_weeks": 300}, A_LITTLE),
        # Uphill without a way down
        ("hills", TREADMILL | {"max_grade_pct": 1}, AGAINST),
        ("hills", TREADMILL | {"max_grade_pct": 6}, A_LITTLE),
        ("hills", TREADMILL | {"max_grade_pct": 10}, FOR),
        ("hills", TREADMILL | {"elevation_gain_m": 600}, FOR),
        ("hills", {"distance_km": 6, "elevation_gain_m": 600, "elevation_loss_m": 0}, FOR),
        # At one pace fewer steps are longer ones; a slower run has fewer anyway.
        ("overstriding", LEVEL | {"cadence_spm": 155, "usual_cadence_spm": 174}, FOR),
        ("overstriding", LEVEL | {"cadence_spm": 163, "usual_cadence_spm": 174}, A_LITTLE),
        ("overstriding", LEVEL | {"cadence_spm": 186, "usual_cadence_spm": 170}, AGAINST),
        (
            "overstriding",
            LEVEL | {"duration_min": 64, "cadence_spm": 164, "usual_cadence_spm": 174},
            AGAINST,
        ),
        ("overstriding", {"cadence_spm": 172}, CANNOT_TELL),
        # Nobody's usual pace is invented.
        ("speed", {"distance_km": 5, "duration_min": 40}, CANNOT_TELL),
        ("speed", {"distance_km": 5, "duration_min": 18}, FOR),
        ("speed", {"session_type": "intervals"}, FOR),
        ("speed", {"session_type": "intervals", "experience_weeks": 200}, A_LITTLE),
        ("speed", LEVEL | {"session_type": "intervals", "fastest_pace_min_per_km": 5.5}, A_LITTLE),
        # Faster, or with fewer breaks: then the cadence rises as much as the pace.
        ("speed", LEVEL | {"duration_min": 38, "cadence_spm": 174, "usual_cadence_spm": 170}, FOR),
        (
            "speed",
            LEVEL | {"duration_min": 38, "cadence_spm": 174, "usual_cadence_spm": 142},
            AGAINST,
        ),
    ],
)
def test_what_a_run_says_of_a_cause(name, session, expected):
    assert state(name, session) == expected


def test_twice_the_longest_run_is_clearly_too_much_and_three_times_is_more():
    twice, thrice = (
        exposure_of("beginner", {"distance_km": km, "longest_run_28d_km": 10}) for km in (20, 30)
    )
    assert twice == pytest.approx(1.0) and thrice > twice


def test_a_comeback_is_one_however_it_is_told():
    told = [
        {"distance_km": 6, "experience_weeks": 300, "weeks_since_last_run": 20},
        {"distance_km": 6, "usual_weekly_distance_km": 0},
        {"distance_km": 6, "longest_run_28d_km": 0},
    ]
    for session in told:
        assert state("beginner", session) == FOR
        assert title("beginner", session) == "coming back after a break"
        assert "weeks without a run" in sentence("beginner", session)
    found = [exposure_of("beginner", session) for session in told]
    assert max(found) < 1.5 * min(found)


def test_a_steeper_treadmill_is_more_and_its_sentence_tells_of_no_descent():
    grades = [exposure_of("hills", TREADMILL | {"max_grade_pct": pct}) for pct in (0, 5, 10, 15)]
    assert grades == sorted(set(grades)) and grades[-1] > 1
    session = TREADMILL | {"max_grade_pct": 12}
    assert "descent" not in sentence("hills", session)
    assert title("hills", session) == "running uphill"


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        ({"elevation_loss_m": 500}, "running downhill"),
        ({"elevation_gain_m": 20, "elevation_loss_m": 500}, "running downhill"),
        ({"elevation_gain_m": 500, "elevation_loss_m": 20}, "running uphill"),
        ({"elevation_gain_m": 300, "elevation_loss_m": 300}, "hills"),
        ({"elevation_gain_m": 300}, "hills"),
    ],
)
def test_the_title_of_hills_follows_the_way_the_run_went(metres, expected):
    assert title("hills", {"distance_km": 8} | metres) == expected


def test_a_raised_cadence_is_no_overstride_and_the_answer_says_what_it_is():
    session = known(LEVEL | {"cadence_spm": 186, "usual_cadence_spm": 170})
    (note,) = BY_NAME["overstriding"].notes(session)
    assert "no overstride" in note
    assert not BY_NAME["overstriding"].notes(session | {"cadence_spm": 172})


def test_a_large_share_of_next_to_no_risk_names_no_cause():
    few = np.zeros((2, len(CAUSES) + 1))
    few[:, 0], few[:, -1] = (LEAST_TO_NAME / 2, 0.2), (LEAST_TO_NAME / 1.5, 0.25)
    names = [NONE, CAUSES[0].name]
    assert primary_causes(few) == names
    assert [of_one(row.tolist())[1] for row in few] == names


# In the simulated weeks


@pytest.fixture(scope="module")
def simulated():
    return simulate(600, 6, world=WORLDS["only_everything"], seed=5)


def test_the_weeks_since_the_last_run_follow_from_the_days(simulated):
    since = simulated.true_cells["weeks_since_last_run"]
    same = np.diff(simulated.runner) == 0
    np.testing.assert_allclose(since[1:][same], np.diff(simulated.day)[same] / 7)
    assert (since > 13).any() and (simulated.true_cells["longest_run_28d_km"][since > 5] == 0).all()


def test_treadmills_are_inclined_and_go_down_nowhere(simulated):
    cells = simulated.true_cells
    indoor = cells["surface"] == COLUMNS["surface"].choices.index("treadmill")
    assert (cells["elevation_loss_m"][indoor] == 0).all()
    inclined = indoor & (cells["max_grade_pct"] > 3)
    assert 0.03 < inclined.sum() / indoor.sum() < 0.3
    grade = cells["elevation_gain_m"][inclined] / cells["distance_km"][inclined] / 10
    np.testing.assert_allclose(grade, cells["max_grade_pct"][inclined])


def test_who_was_asked_tells_what_was_normal_as_well():
    told, asked = (
        simulate(400, 6, world=WORLDS[f"only_{name}"], seed=6) for name in ("told", "asked")
    )
    n_told, n_asked = (
        np.sum([~np.isnan(one.cells[name]) for name in ("terrain", "shoe_type", "cadence_spm")])
        / len(one)
        for one in (told, asked)
    )
    assert n_asked > 2 * n_told
    assert set(asked.recorder) <= set(TOLD)


def test_people_differ_in_how_often_they_are_sore_as_in_three_studies(simulated):
    lines = compare(simulated).splitlines()
    *_, spread, _ = next(line for line in lines if line.startswith("simulated")).split()
    real = [
        sd_of_log_odds(mean, math.sqrt(mean * (1 - mean) / (k + 1)))
        for mean, k in REAL_SPREADS.values()
    ]
    assert min(real) <= float(spread) <= max(real)


@pytest.mark.parametrize("mean", [0.06, 0.22, 0.5])
def test_spreads_of_shares_and_of_log_odds_are_two_views_of_one(mean):
    assert sd_of_log_odds(mean, sd_of_shares(mean, 1.3)) == pytest.approx(1.3, abs=1e-6)


def test_the_rarer_soreness_is_the_less_shares_can_differ():
    assert sd_of_shares(0.06, 1.7) < 0.11 < 0.22 < sd_of_shares(0.22, 1.7)


def test_the_reason_begins_with_what_counts_most():
    beginner = next(cause for cause in CAUSES if "experience_weeks" in cause.columns)
    run = {"distance_km": 24.0, "longest_run_28d_km": 12.0, "weeks_since_last_run": 0.5}
    assert beginner.because(run, UNITS["km"]).startswith("24 km is twice your longest run")
    new = run | {"experience_weeks": 0.0, "longest_run_28d_km": 23.0}
    assert beginner.because(new, UNITS["km"]).startswith("this is your first week")
    back = run | {"weeks_since_last_run": 30.0, "longest_run_28d_km": 0.0}
    assert beginner.because(back, UNITS["km"]).startswith("24 km after 30 weeks")
