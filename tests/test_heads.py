"""The heads are coherent and monotone, learn from runners rather than rows, and beat the rules."""

import json

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from calfcause import SchemaError
from calfcause.causes import CAUSES
from calfcause.causes.laws import dose
from calfcause.learn.baselines import DummyHeads, RuleModel
from calfcause.learn.directions import direction, head_columns
from calfcause.learn.features import complete, exposures, features, make_features
from calfcause.learn.heads import CauseHeads, _to_float32, make_pipeline
from calfcause.learn.inputs import cells_of
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.contradictions import usable
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

NAMES = [cause.name for cause in CAUSES]


@pytest.fixture(scope="module")
def simulated():
    return simulate(600, 4, seed=2)


@pytest.fixture(scope="module")
def sessions(simulated):
    return from_simulated(simulated)


@pytest.fixture(scope="module")
def heads(sessions):
    matrix = make_features(sessions.cells)
    return CauseHeads(max_iter=15, min_samples_leaf=20, n_jobs=1).fit(
        matrix, sessions.labels, groups=sessions.runner
    )


@pytest.fixture(params=["tiny", "released"])
def model(request):
    """The tiny model, and the one that ships."""
    if request.param == "released":
        return request.getfixturevalue("predictor")
    return request.getfixturevalue("tiny").predictor


def answers(model, *variants):
    """Probabilities of cells of one session each; what they do not name is unknown."""
    names = {name for variant in variants for name in variant}
    cells = {
        name: np.array([variant.get(name, np.nan) for variant in variants], dtype=float)
        for name in names
    }
    return model.predict_cells(cells, len(variants))


# Coherent and monotone


def test_probabilities_are_coherent(heads, sessions):
    p = heads.predict_proba(make_features(sessions.cells))
    assert p.shape == (len(sessions), len(HEADS))
    assert (p >= 0).all() and (p <= p[:, -1:]).all() and (p <= 1).all()


# More of these cells, in these words, is more of the cause; the rest of the run stays as it is.
STRAINS = {
    "beginner": [("experience_weeks", [300, 60, 26, 12, 6, 3, 1, 0])],
    "hills": [
        ("terrain", [0, 1, 2, 3]),
        ("max_grade_pct", [3, 8, 12, 20, 40]),
    ],
    "shoes": [("shoe_distance_km", [900, 300, 100, 60, 30, 10, 0])],
    "soft_surface": [("soft_surface_fraction", [0, 0.1, 0.3, 0.5, 0.8, 1])],
    "speed": [("fastest_pace_min_per_km", [7, 6, 5, 4.5, 4, 3.5, 3, 2.5])],
    "overstriding": [("overstride", [0, 1, 2]), ("posture", [0, 1])],
    "foot_strike": [("foot_strike", [0, 1, 2])],
}
AROUND = {
    # Without a usual pace the weeks of running say how usual intervals are: another cause's too.
    # In the first weeks no shoe and no landing is a habit yet, which are causes of their own.
    "beginner": {
        "usual_pace_min_per_km": 6,
        "shoe_type": 0,
        "shoe_drop_mm": 10,
        "usual_shoe_drop_mm": 10,
        "foot_strike": 0,
        "usual_foot_strike": 0,
    },
    "hills": {"usual_terrain": 0},
    "shoes": {"shoe_type": 1},
    "soft_surface": {"surface": 5},
    "speed": {"usual_pace_min_per_km": 6},
    "foot_strike": {"usual_foot_strike": 0},
}


def any_cells(rng, n_cells):
    """Some allowed cells, most of them as small as they are in most runs."""
    names = rng.choice(MODEL_COLUMNS, size=n_cells, replace=False)
    columns = [COLUMNS[name] for name in names]
    return {
        one.name: one.low + (one.high - one.low) * rng.random() ** 3
        if one.kind == "number"
        else float(rng.integers(0, int(one.high) + 1))
        for one in columns
    }


@pytest.mark.parametrize("name", NAMES)
def test_more_exposure_never_lowers_its_cause_nor_soreness(model, name):
    """One strain rises from usual to extreme, whatever else is known of the run."""
    head, sore = HEADS.index(name), HEADS.index("sore")
    rng = np.random.default_rng(11)
    for column, values in STRAINS[name]:
        rise = []
        for _ in range(60):
            rest = any_cells(rng, rng.integers(0, 20)) | AROUND.get(name, {})
            runs = [rest | {column: float(value)} for value in values]
            if any(usable(run) != run for run in runs):
                continue  # cells that cannot be true count as missing, so the strain would fall
            p = answers(model, *runs)
            rise.append(p[-1, head] - p[0, head])
            assert (np.diff(p[:, head]) >= -1e-6).all()
            assert (np.diff(p[:, sore]) >= -1e-6).all()
        # The first named is the strongest; the others may lie below what a tiny model learns.
        assert np.median(rise) > 0 or column != STRAINS[name][0][0]


# What these cells say when the run was as usual in this respect, whatever else is known of it.
AS_USUAL = {
    "beginner": {"experience_weeks": 300},
    "hills": {"terrain": 0, "max_grade_pct": 2},
    "shoes": {"shoe_type": 0, "shoe_distance_km": 600},
    "soft_surface": {"surface": 0, "soft_surface_fraction": 0},
    "speed": {"session_type": 0},
    "overstriding": {"overstride": 0, "posture": 0},
    "foot_strike": {"foot_strike": 0},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_told_to_be_as_usual_does_not_raise_its_cause(model, name):
    """In 98 of 100 random sessions: a cell can tell of two causes, and of how a row was made.

    Of the heads: the layer of accounts counts less with every cell that a device measured, which
    a grade or a climb is; what it does with other cells is in test_layer.
    """
    model = model.without_accounts()
    rng = np.random.default_rng(12)
    for column, usual in AS_USUAL[name].items():
        sessions = [any_cells(rng, rng.integers(0, 20)) for _ in range(600)]
        unknown = [{key: one[key] for key in one if key != column} for one in sessions]
        before = answers(model, *unknown)[:, HEADS.index(name)]
        after = answers(model, *(one | {column: usual} for one in unknown))[:, HEADS.index(name)]
        # Weeks of running also tell whether shoes and landing are habits, so 8 of 600 rise there.
        assert (after <= before + 1e-6).mean() >= 0.98
        assert (after < before).any()


@pytest.mark.parametrize("name", NAMES)
def test_in_the_features_more_exposure_never_lowers_its_head(heads, sessions, name):
    """With every cell as it was recorded, most of them missing."""
    matrix = make_features(sessions.cells)
    own = [place for place, one in enumerate(features()) if one.cause == name]
    more = matrix.copy()
    more[:, own] *= 1.7
    more[:, own] += 0.2
    more[:, -1] += 0.5  # the doses of all causes
    before, after = heads.predict_proba(matrix), heads.predict_proba(more)
    for head in (name, "sore"):
        rise = (after - before)[:, HEADS.index(head)]
        assert rise.min() >= -1e-9 and rise.max() > 0


def test_a_head_reads_its_own_cause_the_exposures_of_rivals_and_what_is_shared():
    for head in NAMES:
        read = [features()[place] for place in head_columns(head)]
        own = [one for one in features() if one.cause == head]
        assert set(own) <= set(read)
        assert all(direction(one, head) == 1 for one in own)
        rivals = [one for one in read if one.cause not in ("", head)]
        assert {one.kind for one in rivals} == {"exposure"}
        assert {one.cause for one in rivals} == set(NAMES) - {head}
        assert all(direction(one, head) == 0 for one in rivals)
        alone = [features()[place] for place in head_columns(head, rivals=False)]
        assert [one for one in read if one not in rivals] == alone


def test_the_head_of_soreness_reads_everything_and_rises_with_every_exposure():
    read = [features()[place] for place in head_columns("sore")]
    assert read == list(features())
    assert all(direction(one, "sore") == 1 for one in read if one.cause)


def test_heads_of_causes_learn_from_sore_sessions_alone(sessions, monkeypatch):
    seen = []

    def keep(head, fit, stop):
        (matrix, labels, *_), (stop_matrix, stop_labels, *_) = fit, stop
        seen.append((len(matrix) + len(stop_matrix), labels.sum() + stop_labels.sum()))
        return head

    monkeypatch.setattr("calfcause.learn.heads._fit_head", keep)
    CauseHeads(n_jobs=1).fit(make_features(sessions.cells), sessions.labels)
    sore = sessions.labels[:, -1].sum()
    assert [rows for rows, _ in seen] == [*([sore] * len(NAMES)), len(sessions)]
    assert [labelled for _, labelled in seen] == sessions.labels.sum(axis=0).tolist()


def test_a_cause_answers_to_its_own_strain_first(predictor):
    for name in NAMES:
        column, values = STRAINS[name][0]
        p = answers(predictor, AROUND.get(name, {}) | {column: float(values[-1])})[0]
        assert HEADS[p[:-1].argmax()] == name


# Learning


def scores_of(model):
    table = {(row["head"], row["scorer"]): row for row in model.description["scores"]}
    return {
        scorer: np.array([table[head, scorer]["log_loss"] for head in HEADS])
        for scorer in ("dummy", "rules", "model", "ceiling")
    }


def test_the_model_beats_dummy_and_rules_on_unseen_runners(model):
    scores = scores_of(model)
    assert scores["model"].sum() < 0.97 * scores["rules"].sum()
    assert scores["model"].sum() < 0.97 * scores["dummy"].sum()


def test_no_head_passes_the_ceiling(model):
    scores = scores_of(model)
    assert (scores["ceiling"] < scores["model"]).all()


def test_every_released_head_beats_dummy_and_rules(predictor):
    scores = scores_of(predictor)
    assert (scores["model"] < scores["dummy"]).all()
    assert (scores["model"] < scores["rules"]).all()


def test_what_is_stated_comes_true_on_unseen_runners_of_another_seed(model):
    fresh = from_simulated(simulate(2500, model.description["source"]["weeks"], seed=99))
    # Accounts move what is told in words away from the simulation, on purpose.
    p = model.without_accounts().predict_cells(fresh.cells, len(fresh))
    for place, head in enumerate(HEADS):
        stated, seen = p[:, place].mean(), fresh.labels[:, place].mean()
        error = (seen / len(fresh)) ** 0.5
        assert stated == pytest.approx(seen, rel=0.25, abs=6 * error), head


def test_the_same_seed_fits_the_same_heads(sessions, heads):
    matrix = make_features(sessions.cells)
    again = clone(heads).fit(matrix, sessions.labels, groups=sessions.runner)
    np.testing.assert_allclose(
        again.predict_proba(matrix), heads.predict_proba(matrix), rtol=0, atol=1e-6
    )


def test_early_stopping_watches_runners_that_are_not_fitted(sessions, monkeypatch):
    runners = {}

    def keep(head, fit, stop):
        runners["fitted"], runners["watched"] = set(fit[0][:, 0]), set(stop[0][:, 0])
        return head

    monkeypatch.setattr("calfcause.learn.heads._fit_head", keep)
    matrix = make_features(sessions.cells)
    matrix[:, 0] = sessions.runner  # a shared feature: every head's rows tell whose they are
    CauseHeads(n_jobs=1).fit(matrix, sessions.labels, groups=sessions.runner)
    assert not runners["fitted"] & runners["watched"]
    assert 0 < len(runners["watched"]) < len(runners["fitted"])
    assert runners["fitted"] | runners["watched"] == set(sessions.runner)


def test_thresholds_are_rounded_so_that_no_feature_changes_sides():
    rng = np.random.default_rng(1)
    fitted = np.concatenate([rng.normal(0, 10.0**power, 200) for power in range(-6, 7)])
    rounded = fitted.copy()
    _to_float32(rounded)
    assert (rounded == rounded.astype(np.float32)).all()
    for offset in (-np.inf, 0, np.inf):
        feature = fitted.astype(np.float32)
        feature = np.nextafter(feature, np.float32(offset)) if offset else feature
        np.testing.assert_array_equal(feature <= rounded, feature <= fitted)


# As scikit-learn expects


def test_a_pipeline_can_be_cloned_with_its_parameters():
    pipeline = make_pipeline(max_iter=7, random_state=3)
    copied = clone(pipeline)
    assert copied["heads"].get_params() == pipeline["heads"].get_params()
    assert copied["heads"].max_iter == 7
    assert not hasattr(copied["heads"], "heads_")


@pytest.mark.parametrize("estimator", [CauseHeads(), RuleModel(), DummyHeads()])
def test_fitting_returns_the_estimator_and_names_the_heads(estimator, sessions):
    estimator = clone(estimator)
    if isinstance(estimator, CauseHeads):
        estimator.set_params(max_iter=2, n_jobs=1)
        fitted = estimator.fit(make_features(sessions.cells), sessions.labels)
    else:
        fitted = estimator.fit(sessions.cells, sessions.labels)
    assert fitted is estimator
    assert tuple(fitted.classes_) == HEADS


def test_heads_that_are_not_fitted_do_not_answer():
    with pytest.raises(NotFittedError):
        CauseHeads().predict_proba(np.zeros((1, len(features())), dtype=np.float32))


def test_a_label_is_predicted_from_one_half_on(heads, sessions):
    matrix = make_features(sessions.cells)
    labels = heads.predict(matrix)
    assert labels.dtype == bool
    np.testing.assert_array_equal(labels, heads.predict_proba(matrix) >= 0.5)


def test_the_pipeline_reads_frames_and_cells_alike(simulated, sessions):
    pipeline = make_pipeline(max_iter=3, n_jobs=1)
    pipeline.fit(sessions.cells, sessions.labels, heads__groups=sessions.runner)
    np.testing.assert_array_equal(
        pipeline.predict_proba(to_frame(simulated)), pipeline.predict_proba(sessions.cells)
    )


def test_bad_cells_of_a_frame_are_refused(simulated):
    frame = to_frame(simulated).head(3).astype({"terrain": object})
    frame.loc[1, "terrain"] = "hily"
    with pytest.raises(SchemaError, match="'hily' is not allowed"):
        cells_of(frame)


# The benchmark


def test_the_rules_state_the_assumed_base_rate_where_nothing_is_known():
    p = RuleModel().fit().predict_proba(complete({}, 1))
    assert p[0, :-1].max() == 0
    assert p[0, -1] == pytest.approx(0.06)


def test_the_rules_are_coherent_and_blame_the_largest_strain(sessions):
    p = RuleModel().fit().predict_proba(sessions.cells)
    assert (p >= 0).all() and (p <= p[:, -1:]).all()
    found = exposures(sessions.cells)
    strength = np.array(
        [np.log(cause.effect.central) * dose(np.nan_to_num(found[cause.name])) for cause in CAUSES]
    )
    one_alone = (strength > 0.3).sum(axis=0) == 1
    blamed = p[one_alone, :-1].argmax(axis=1)
    assert (blamed == strength[:, one_alone].argmax(axis=0)).all()


@pytest.mark.parametrize("name", NAMES)
def test_for_the_rules_more_strain_is_more_of_its_cause(name):
    column, values = STRAINS[name][0]
    cells = {key: np.full(len(values), float(code)) for key, code in AROUND.get(name, {}).items()}
    cells[column] = np.array(values, dtype=float)
    p = RuleModel().fit().predict_proba(cells)[:, [HEADS.index(name), -1]]
    assert (np.diff(p, axis=0) >= -1e-12).all() and (p[-1] > p[0]).all()


def test_the_dummy_states_the_shares_of_the_labels(sessions):
    p = DummyHeads().fit(sessions.cells, sessions.labels).predict_proba(complete({}, 2))
    assert p.shape == (2, len(HEADS))
    np.testing.assert_allclose(p[1], sessions.labels.mean(axis=0))


def test_a_description_of_a_model_is_json(tiny):
    assert json.loads(json.dumps(tiny.predictor.description)) == tiny.predictor.description
