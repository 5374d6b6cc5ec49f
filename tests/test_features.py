"""Features are the same whichever way sessions come in, and say which cause they belong to."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import model_sessions

from calfcause.causes import CAUSES
from calfcause.learn.features import (
    DOSE,
    HABIT,
    SHARED,
    complete,
    exposures,
    features,
    features_and_exposures,
    features_of_one,
    make_features,
)
from calfcause.learn.transformer import SessionFeatures
from calfcause.sessions.cells import encode_session, encode_sessions
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, MODEL_COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame


@pytest.fixture(scope="module")
def simulated():
    return simulate(100, 3, seed=1)


def matrix_of(sessions):
    return make_features(complete(*encode_sessions(sessions)))


def column(name):
    return [feature.name for feature in features()].index(name)


def test_the_matrix_has_the_columns_that_are_listed(simulated):
    matrix = make_features(complete(simulated.cells, len(simulated)))
    assert matrix.shape == (len(simulated), len(features()))
    assert matrix.dtype == np.float32 and matrix.flags.c_contiguous
    assert list(SessionFeatures().get_feature_names_out()) == [one.name for one in features()]


def test_names_of_features_are_unique():
    names = [feature.name for feature in features()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_a_cause_brings_its_signs_and_its_exposure(simulated, cause):
    cells = complete(simulated.cells, len(simulated))
    matrix = make_features(cells)
    own = [feature for feature in features() if feature.cause == cause.name]
    assert [feature.kind for feature in own] == ["sign"] * (len(own) - 1) + ["exposure"]
    expected = cause.signs(cells) | {"exposure": exposures(cells)[cause.name]}
    for name, found in expected.items():
        in_matrix = matrix[:, column(f"{cause.name}.{name}")]
        np.testing.assert_allclose(in_matrix, found, rtol=1e-6, atol=1e-30)


def test_what_devices_measured_is_counted():
    nothing, some = matrix_of(
        [{}, {"distance_km": 8, "usual_terrain": "flat", "usual_pace_min_per_km": 6}]
    )
    assert nothing[column("n_known_measured")] == 0
    assert some[column("n_known_measured")] == 1


def test_a_run_of_which_the_time_is_known_has_a_dose():
    by_time, by_distance, both = matrix_of(
        [
            {"duration_min": 56},
            {"distance_km": 10, "longest_run_28d_km": 10},
            {"distance_km": 10, "duration_min": 90, "longest_run_28d_km": 5},
        ]
    )
    assert by_time[column("log_dose_km")] == pytest.approx(np.log(10))
    assert by_distance[column("log_dose_km")] == both[column("log_dose_km")]
    assert by_distance[column("log_dose_of_longest_run")] == 0
    assert both[column("log_dose_of_longest_run")] == pytest.approx(np.log(2))


def test_nothing_known_leaves_shared_measures_unknown():
    (nothing,) = matrix_of([{}])
    assert np.isnan([nothing[column(name)] for name in (*SHARED, *HABIT, *DOSE)]).all()


def test_what_came_afterwards_is_not_read():
    cells = {name: np.array([1.0]) for name in AFTERWARDS_COLUMNS}
    np.testing.assert_array_equal(make_features(complete(cells, 1)), matrix_of([{}]))


def test_a_frame_and_cells_give_the_same_features(simulated):
    of_frame = SessionFeatures().fit_transform(to_frame(simulated))
    np.testing.assert_array_equal(of_frame, SessionFeatures().transform(simulated.cells))


def test_a_frame_of_nothing_known_has_a_row_for_each_session():
    frame = pd.DataFrame({"distance_km": [None, None, None], "notes": ["a", "b", "c"]})
    np.testing.assert_array_equal(SessionFeatures().transform(frame), matrix_of([{}, {}, {}]))


@settings(max_examples=40)
@given(st.lists(model_sessions, min_size=2, max_size=6))
def test_a_session_has_the_same_features_in_any_company(sessions):
    together = matrix_of(sessions)
    alone = np.vstack([matrix_of([session]) for session in sessions])
    np.testing.assert_array_equal(together, alone)


def test_batch_size_does_not_matter(simulated):
    cells = complete(simulated.cells, len(simulated))
    whole = make_features(cells)
    for size in (1, 7, 64):
        parts = [
            make_features({name: found[first : first + size] for name, found in cells.items()})
            for first in range(0, len(simulated), size)
        ]
        np.testing.assert_array_equal(np.vstack(parts), whole)


def test_making_features_changes_nothing(simulated):
    cells = complete(simulated.cells, len(simulated))
    before = {name: found.copy() for name, found in cells.items()}
    make_features(cells)
    for name in MODEL_COLUMNS:
        np.testing.assert_array_equal(cells[name], before[name])


def test_completing_adds_unknown_columns_and_leaves_out_strangers():
    cells = complete({"distance_km": np.array([5.0, 6.0]), "stranger": np.array([1.0, 2.0])}, 2)
    assert tuple(cells) == MODEL_COLUMNS
    assert cells["distance_km"].tolist() == [5, 6] and np.isnan(cells["terrain"]).all()


def test_more_exposure_is_more_of_all_doses():
    flat, steep = matrix_of(
        [{"terrain": word, "usual_terrain": "flat"} for word in ("flat", "steep")]
    )
    assert steep[column("all_doses")] > flat[column("all_doses")] >= 0


@given(session=model_sessions)
def test_what_is_absent_is_what_is_unknown(session):
    cells, n_sessions = encode_sessions([session])
    whole = complete(cells, n_sessions)
    matrix, found = features_and_exposures(cells, n_sessions)
    np.testing.assert_array_equal(matrix, make_features(whole))
    for name, exposure in exposures(whole).items():
        np.testing.assert_array_equal(found[name], exposure)


@settings(max_examples=300)
@given(session=model_sessions)
def test_floats_give_the_features_that_columns_give(session):
    one = features_of_one(encode_session(session))
    matrix, exposed = features_and_exposures(*encode_sessions([session]))
    np.testing.assert_allclose(np.array([one.row], dtype=np.float32), matrix, rtol=2e-7, atol=1e-12)
    for name, exposure in exposed.items():
        np.testing.assert_allclose(one.exposures[name], exposure[0], rtol=1e-12, atol=1e-12)


def test_the_features_of_one_session_are_plain_floats():
    # One of NumPy's floats among them and every step after it is ten times as slow.
    known = simulate(9, 1, seed=3).true_cells
    one = features_of_one({name: float(cells[0]) for name, cells in known.items()})
    assert {type(number) for number in (*one.row, *one.exposures.values())} == {float}


@given(session=model_sessions, other=model_sessions)
def test_a_session_like_another_has_the_features_that_it_has_alone(session, other):
    codes, others = encode_session(session), encode_session(other)
    for like in (others, codes, codes | others, dict([*codes.items()][1:])):
        found, alone = features_of_one(like, features_of_one(codes)), features_of_one(like)
        np.testing.assert_array_equal(found.row, alone.row)
        assert found.first_by_rule == alone.first_by_rule
