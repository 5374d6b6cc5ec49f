"""The classifier is a scikit-learn estimator: checked as one, searched, cross-validated, kept.

scikit-learn checks an estimator on matrices of any numbers, with one label a row. Sessions are rows
of schema columns, the heads' features a matrix of fixed columns, and labels one column a head, so
checks that fit cannot run here; each is named with its reason, and the tests below hold on sessions
what it asks for.
"""

import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import make_scorer
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted

from calfcause import SchemaError
from calfcause.learn.baselines import DummyHeads, RuleModel
from calfcause.learn.features import features, make_features
from calfcause.learn.graph import to_graph
from calfcause.learn.heads import ROUNDS, CauseHeads, make_pipeline
from calfcause.learn.inputs import cells_of
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS, summed_log_loss
from calfcause.learn.transformer import SessionFeatures
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

SMALL = {"max_iter": 3, "min_samples_leaf": 20, "n_jobs": 1}
SCORER = make_scorer(summed_log_loss, response_method="predict_proba", greater_is_better=False)


# scikit-learn's own checks

OTHER_DATA = "fits on any numbers with one label a row, neither sessions nor labels of the heads"
# These fit, or look at what a fit has left behind.
FITTING = (
    "check_classifier_data_not_an_array",
    "check_classifier_multioutput",
    "check_classifiers_classes",
    "check_classifiers_multilabel_output_format_decision_function",
    "check_classifiers_multilabel_output_format_predict",
    "check_classifiers_multilabel_output_format_predict_proba",
    "check_classifiers_multilabel_representation_invariance",
    "check_classifiers_train",
    "check_dict_unchanged",
    "check_dont_overwrite_parameters",
    "check_dtype_object",
    "check_estimators_dtypes",
    "check_estimators_fit_returns_self",
    "check_estimators_overwrite_params",
    "check_estimators_pickle",
    "check_f_contiguous_array_estimator",
    "check_fit2d_1feature",
    "check_fit2d_1sample",
    "check_fit2d_predict1d",
    "check_fit_check_is_fitted",
    "check_fit_idempotent",
    "check_fit_score_takes_y",
    "check_methods_sample_order_invariance",
    "check_methods_subset_invariance",
    "check_n_features_in",
    "check_n_features_in_after_fitting",
    "check_pipeline_consistency",
    "check_positive_only_tag_during_fit",
    "check_readonly_memmap_input",
    "check_sample_weight_equivalence_on_dense_data",
    "check_sample_weights_list",
    "check_sample_weights_not_an_array",
    "check_sample_weights_not_overwritten",
    "check_sample_weights_shape",
    "check_supervised_y_2d",
    "check_transformer_data_not_an_array",
    "check_transformer_general",
    "check_transformers_unfitted_stateless",
)
NOT_ONE_LABEL = {
    "check_classifier_not_supporting_multiclass": "three classes in one column are refused for"
    " their shape, before anybody asks how many classes there are",
    "check_classifiers_one_label": "one label a row is refused before it is seen to be constant",
    "check_all_zero_sample_weights_error": "one label a row is refused before its weights",
}
LABELS_BEFORE_WEIGHTS = {
    "check_classifiers_one_label_sample_weights": "one label a row is refused before its weights",
}
SERIES = {"check_sample_weights_pandas_series": OTHER_DATA} | LABELS_BEFORE_WEIGHTS
NO_MATRIX = "a matrix is refused by its type, before anybody looks at what is in it"
LOOKING_INTO_A_MATRIX = (
    "check_complex_data",
    "check_estimator_sparse_array",
    "check_estimator_sparse_matrix",
    "check_estimator_sparse_tag",
    "check_estimators_empty_data_messages",
    "check_fit1d",
)
LABELS_COME_LATER = {
    "check_classifiers_regression_target": NO_MATRIX,
    "check_supervised_y_no_nan": NO_MATRIX,
}
EXCEPTIONS = {
    "Pipeline": dict.fromkeys(LOOKING_INTO_A_MATRIX, NO_MATRIX)
    | LABELS_COME_LATER
    | {"check_estimators_nan_inf": "NaN is an unknown cell; a Pipeline does not tell its tags"},
    "SessionFeatures": dict.fromkeys(LOOKING_INTO_A_MATRIX, NO_MATRIX),
    "CauseHeads": {"check_non_transformer_estimators_n_iter": OTHER_DATA} | SERIES,
    "RuleModel": dict.fromkeys(LOOKING_INTO_A_MATRIX, NO_MATRIX)
    | LABELS_COME_LATER
    | LABELS_BEFORE_WEIGHTS,
    "DummyHeads": {
        name: "labels of another shape are refused before the matrix is"
        for name in LOOKING_INTO_A_MATRIX
        if name not in ("check_complex_data", "check_fit1d")
    }
    | SERIES,
}


def expected_failures(estimator):
    """Names of checks that cannot hold for an estimator, and why; one that does fails its test."""
    of_all = dict.fromkeys(FITTING, OTHER_DATA) | NOT_ONE_LABEL
    return of_all | EXCEPTIONS[type(estimator).__name__]


@parametrize_with_checks(
    [make_pipeline(), SessionFeatures(), CauseHeads(), RuleModel(), DummyHeads()],
    expected_failed_checks=expected_failures,
)
def test_scikit_learn_finds_an_estimator(estimator, check, request):
    try:
        check(estimator)
    except Exception as error:
        if request.node.get_closest_marker("xfail"):
            # For its report pytest reads the long source of the checks once for each of them.
            raise error.with_traceback(None) from None
        raise


# The same on sessions


@pytest.fixture(scope="module")
def simulated():
    return simulate(600, 4, seed=2)


@pytest.fixture(scope="module")
def sessions(simulated):
    return from_simulated(simulated)


@pytest.fixture(scope="module")
def frame(simulated):
    found = to_frame(simulated)
    return found.set_axis(found["session_id"].rename(None), axis=0)


ESTIMATORS = {
    "pipeline": make_pipeline(**SMALL),
    "features": SessionFeatures(),
    "heads": CauseHeads(**SMALL),
    "rules": RuleModel(),
    "dummy": DummyHeads(),
}


@pytest.fixture(params=ESTIMATORS)
def estimator(request):
    return clone(ESTIMATORS[request.param])


@pytest.fixture
def given(estimator, frame):
    """What the estimator takes: features if it is the heads, else sessions."""
    return make_features(cells_of(frame)) if isinstance(estimator, CauseHeads) else frame


def answer(estimator, found):
    """Features or probabilities, whichever it gives."""
    if isinstance(estimator, SessionFeatures):
        return estimator.transform(found)
    return estimator.predict_proba(found)


def rows_of(found, rows):
    return found.iloc[rows] if isinstance(found, pd.DataFrame) else found[rows]


def test_fitting_gives_the_estimator_and_changes_neither_parameters_nor_data(
    estimator, given, sessions
):
    before = {name: repr(one) for name, one in estimator.get_params().items()}
    kept, labels = given.copy(), sessions.labels.copy()
    labels.setflags(write=False)
    assert estimator.fit(given, labels) is estimator
    assert {name: repr(one) for name, one in estimator.get_params().items()} == before
    check_is_fitted(estimator)
    fitted = {name: id(one) for name, one in vars(estimator).items()}
    answer(estimator, given)
    assert {name: id(one) for name, one in vars(estimator).items()} == fitted
    pd.testing.assert_frame_equal(pd.DataFrame(given), pd.DataFrame(kept))


def test_fitted_again_it_answers_the_same(estimator, given, sessions):
    first = answer(estimator.fit(given, sessions.labels), given)
    np.testing.assert_array_equal(answer(estimator.fit(given, sessions.labels), given), first)
    again = clone(estimator).fit(given, sessions.labels)
    np.testing.assert_array_equal(answer(again, given), first)


def test_a_session_is_answered_alike_in_any_order_and_company(estimator, given, sessions):
    whole = answer(estimator.fit(given, sessions.labels), given)
    order = np.random.default_rng(3).permutation(len(given))
    np.testing.assert_array_equal(answer(estimator, rows_of(given, order)), whole[order])
    for row in (0, 7):
        np.testing.assert_array_equal(answer(estimator, rows_of(given, [row])), whole[[row]])


def test_read_only_data_of_another_layout_is_no_trouble(sessions):
    matrix = make_features(sessions.cells)
    turned = np.asfortranarray(matrix)
    turned.setflags(write=False)
    expected = CauseHeads(**SMALL).fit(matrix, sessions.labels)
    heads = CauseHeads(**SMALL).fit(turned, sessions.labels)
    assert to_graph(heads) == to_graph(expected)
    np.testing.assert_array_equal(heads.predict_proba(turned), expected.predict_proba(matrix))


def test_it_survives_pickle_and_joblib(estimator, given, sessions, tmp_path):
    before = answer(estimator.fit(given, sessions.labels), given)
    joblib.dump(estimator, tmp_path / "kept.joblib", compress=3)
    for kept in (
        pickle.loads(pickle.dumps(estimator)),
        joblib.load(tmp_path / "kept.joblib"),
    ):
        np.testing.assert_array_equal(answer(kept, given), before)


def test_what_is_not_fitted_does_not_answer_unless_it_learns_nothing(estimator, given):
    if get_tags(estimator).requires_fit:
        with pytest.raises(NotFittedError):
            answer(estimator, given)
    else:
        assert len(answer(estimator, given)) == len(given)


def test_a_classifier_gives_a_label_and_a_probability_for_each_head(estimator, given, sessions):
    if isinstance(estimator, SessionFeatures):
        assert not hasattr(estimator, "predict_proba")
        return
    estimator.fit(given, sessions.labels)
    p, labels = estimator.predict_proba(given), estimator.predict(given)
    assert p.shape == labels.shape == sessions.labels.shape
    assert labels.dtype == bool and tuple(estimator.classes_) == HEADS
    np.testing.assert_array_equal(labels, p >= 0.5)
    loss = summed_log_loss(sessions.labels, p)
    assert estimator.score(given, sessions.labels) == pytest.approx(-loss)


def test_parameters_are_got_and_set_by_name():
    pipeline = make_pipeline(max_iter=7)
    assert pipeline.get_params()["heads__max_iter"] == 7
    assert pipeline.set_params(heads__max_iter=9, heads__rivals=False) is pipeline
    assert (pipeline["heads"].max_iter, pipeline["heads"].rivals) == (9, False)
    assert set(CauseHeads().get_params()) <= set(CauseHeads.__init__.__annotations__)
    with pytest.raises(ValueError, match="Invalid parameter 'trees'"):
        pipeline.set_params(heads__trees=1)


def test_tags_say_several_labels_and_unknown_cells(estimator):
    tags = get_tags(estimator)
    if isinstance(estimator, SessionFeatures):
        assert tags.classifier_tags is None and not tags.requires_fit
        assert tags.transformer_tags.preserves_dtype == []
    else:
        assert tags.classifier_tags.multi_label and not tags.classifier_tags.multi_class
        assert tags.target_tags.multi_output
    if not isinstance(estimator, Pipeline):  # which tells little of its steps
        assert tags.input_tags.allow_nan
        assert tags.input_tags.dict is not isinstance(estimator, CauseHeads)


# What is refused


@pytest.mark.parametrize("found", [np.zeros((3, 31)), [{"distance_km": 9}], "runs.csv", None])
def test_what_is_no_sessions_is_refused_by_its_type(found):
    for reader in (SessionFeatures().fit, SessionFeatures().transform, RuleModel().predict_proba):
        with pytest.raises(SchemaError, match=f"not a {type(found).__name__}"):
            reader(found)


def test_one_session_as_a_dict_is_told_where_to_go():
    with pytest.raises(SchemaError, match=r"distance_km has to be an array.*predict_one"):
        SessionFeatures().fit({"distance_km": 9})


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda labels: labels[:, -1], "labels are yes or no for each of the 8 heads"),
        (lambda labels: labels[:, :-1], "labels are yes or no for each of the 8 heads"),
        (lambda labels: labels * 2, "Unknown label type|labels are yes or no"),
        (lambda labels: np.where(labels, np.nan, 0.0), "NaN"),
        (lambda labels: labels + 0.5, "Unknown label type"),
        (lambda labels: None, "requires y to be passed"),
        (lambda labels: labels[1:], "inconsistent numbers of samples|rows of labels"),
    ],
)
def test_labels_of_another_kind_are_refused(sessions, spoil, message):
    labels = spoil(sessions.labels)
    with pytest.raises(ValueError, match=message):
        CauseHeads(**SMALL).fit(make_features(sessions.cells), labels)
    with pytest.raises(ValueError, match=message):
        DummyHeads().fit(sessions.cells, labels)


def test_labels_that_all_say_yes_are_refused(sessions):
    labels = sessions.labels.copy()
    labels[:, -1] = True
    with pytest.raises(ValueError, match="sore cannot be learned from one class"):
        CauseHeads(**SMALL).fit(make_features(sessions.cells), labels)


def test_groups_of_another_length_are_refused(sessions):
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        CauseHeads(**SMALL).fit(make_features(sessions.cells), sessions.labels, [1, 2])


def test_features_of_another_number_or_order_are_refused(sessions):
    matrix = make_features(sessions.cells)
    with pytest.raises(ValueError, match=f"read the {len(features())} features that Session"):
        CauseHeads(**SMALL).fit(matrix[:, 1:], sessions.labels)
    names = SessionFeatures().get_feature_names_out()
    turned = pd.DataFrame(matrix[:, ::-1], columns=names[::-1])
    with pytest.raises(ValueError, match="of these names, in this order"):
        CauseHeads(**SMALL).fit(turned, sessions.labels)
    heads = CauseHeads(**SMALL).fit(matrix, sessions.labels)
    with pytest.raises(ValueError, match=f"is expecting {len(names)} features"):
        heads.predict_proba(matrix[:, 1:])


def test_unknown_is_a_feature_and_infinite_is_not(sessions):
    matrix = make_features(sessions.cells)
    assert np.isnan(matrix).any()
    heads = CauseHeads(**SMALL).fit(matrix, sessions.labels)
    matrix[0, 0] = np.inf
    with pytest.raises(ValueError, match="infinity"):
        heads.predict_proba(matrix)


@pytest.mark.parametrize("typed", [int, float, pd.DataFrame], ids=["int", "float", "frame"])
def test_labels_of_any_type_teach_the_same(sessions, typed):
    matrix = make_features(sessions.cells)
    expected = CauseHeads(**SMALL).fit(matrix, sessions.labels)
    labels = (
        pd.DataFrame(sessions.labels, columns=list(HEADS))
        if typed is pd.DataFrame
        else sessions.labels.astype(typed)
    )
    assert to_graph(CauseHeads(**SMALL).fit(matrix, labels)) == to_graph(expected)


NAMED = {head: f"cause_{head}" for head in HEADS[:-1]} | {HEADS[-1]: "sore_calves"}


@pytest.mark.parametrize("names", [{}, NAMED], ids=["heads", "columns of files"])
def test_labels_of_a_frame_are_taken_by_name_in_any_order(sessions, names):
    matrix = make_features(sessions.cells)
    labels = pd.DataFrame(sessions.labels, columns=list(HEADS))
    turned = labels[[HEADS[-1], *reversed(HEADS[:-1])]].rename(columns=names)
    expected = CauseHeads(**SMALL).fit(matrix, sessions.labels)
    heads = CauseHeads(**SMALL).fit(matrix, turned)
    assert to_graph(heads) == to_graph(expected)
    assert heads.score(matrix, turned) == expected.score(matrix, sessions.labels)
    shares = DummyHeads().fit(sessions.cells, turned).shares_
    np.testing.assert_array_equal(shares, sessions.labels.mean(axis=0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda labels: labels.drop(columns="hills"), "lack hills"),
        (lambda labels: labels.assign(sleep=0), "should not have sleep"),
        (lambda labels: labels.rename(columns={"sore": "soar"}), "lack sore and.* have soar;"),
        (lambda labels: labels.assign(cause_hills=0), "have twice hills"),
    ],
)
def test_labels_of_other_names_are_refused_by_name(sessions, change, message):
    labels = change(pd.DataFrame(sessions.labels, columns=list(HEADS)))
    for estimator in (make_pipeline(**SMALL), DummyHeads()):
        with pytest.raises(ValueError, match=f"{message}.*in any order"):
            estimator.fit(sessions.cells, labels)


@pytest.mark.parametrize(
    ("name", "value"),
    [("max_iter", 0), ("learning_rate", -1.0), ("validation_share", 1), ("rivals", "no")],
)
def test_parameters_out_of_range_are_refused_by_name(sessions, name, value):
    with pytest.raises(ValueError, match=f"'{name}' parameter of CauseHeads must be"):
        make_pipeline(**{name: value}).fit(sessions.cells, sessions.labels)


# Weights


def test_a_session_of_weight_zero_is_left_out(frame, sessions):
    weight = np.random.default_rng(1).choice([0.0, 1.0, 2.5], len(frame))
    counting = weight > 0
    for name in ("pipeline", "dummy"):
        step = "heads__" if name == "pipeline" else ""
        whole, without = clone(ESTIMATORS[name]), clone(ESTIMATORS[name])
        whole.fit(frame, sessions.labels, **{f"{step}sample_weight": weight})
        left = {f"{step}sample_weight": weight[counting]}
        without.fit(frame[counting], sessions.labels[counting], **left)
        np.testing.assert_array_equal(whole.predict_proba(frame), without.predict_proba(frame))


@pytest.mark.parametrize("typed", [np.array, list, pd.Series], ids=["array", "list", "series"])
def test_weights_of_one_of_any_type_change_nothing(sessions, typed):
    matrix, ones = make_features(sessions.cells), typed(np.ones(len(sessions)))
    weighted, plain = (
        CauseHeads(**SMALL).fit(matrix, sessions.labels, sessions.runner, weight)
        for weight in (ones, None)
    )
    assert to_graph(weighted) == to_graph(plain)
    score = plain.score(matrix, sessions.labels)
    assert plain.score(matrix, sessions.labels, ones) == pytest.approx(score)


@pytest.mark.parametrize("most", [2, 3])
def test_a_session_of_weight_two_counts_as_if_it_were_there_twice(sessions, most):
    """With leaves of any size, which count sessions, and bins enough for every value."""
    few = np.arange(300)
    matrix, labels = make_features(sessions.cells)[few], sessions.labels[few]
    weight = np.random.default_rng(2).integers(1, most, len(few)) * (2 if most == 2 else 1)
    repeated = np.repeat(few, weight)
    small = SMALL | {"min_samples_leaf": 1, "max_leaf_nodes": 4}
    weighted = CauseHeads(**small).fit(matrix, labels, sessions.runner[few], weight)
    rows = matrix[repeated], labels[repeated], sessions.runner[repeated]
    twice = CauseHeads(**small).fit(*rows)
    ours, theirs = weighted.predict_proba(matrix), twice.predict_proba(matrix)
    unweighted = CauseHeads(**small).fit(matrix, labels, sessions.runner[few])
    if most == 2:
        np.testing.assert_array_equal(ours, theirs)
    else:
        # Where two features divide sessions alike, a sum in another order chooses the other one.
        assert (np.abs(ours - theirs) < 1e-6).mean() > 0.98
        assert (np.abs(ours - unweighted.predict_proba(matrix)) > 1e-3).mean() > 0.5
    shares = [
        DummyHeads().fit(sessions.rows(few).cells, labels, weight).shares_,
        DummyHeads().fit(sessions.rows(repeated).cells, labels[repeated]).shares_,
    ]
    np.testing.assert_allclose(*shares)
    score = weighted.score(matrix, labels, sample_weight=weight)
    assert score == pytest.approx(weighted.score(matrix[repeated], labels[repeated]))


@pytest.mark.parametrize(
    ("weight", "message"), [([1.0], "expected"), (-1.0, "Negative values"), (0.0, "non-zero")]
)
def test_weights_that_are_none_are_refused(sessions, weight, message):
    weight = weight if isinstance(weight, list) else np.full(len(sessions), weight)
    with pytest.raises(ValueError, match=message):
        CauseHeads(**SMALL).fit(make_features(sessions.cells), sessions.labels, None, weight)


# Names


def test_the_columns_read_and_the_features_made_have_names(frame):
    transformer = SessionFeatures().fit(frame)
    assert tuple(transformer.feature_names_in_) == MODEL_COLUMNS
    assert transformer.n_features_in_ == len(MODEL_COLUMNS)
    names = transformer.get_feature_names_out(frame.columns)
    assert list(names) == [one.name for one in features()]
    assert transformer.transform(frame).shape == (len(frame), transformer.n_features_out_)


def test_features_come_as_a_frame_if_asked_for(frame):
    matrix = SessionFeatures().fit_transform(frame)
    named = SessionFeatures().set_output(transform="pandas").fit_transform(frame)
    assert list(named.columns) == [one.name for one in features()]
    pd.testing.assert_index_equal(named.index, frame.index)
    np.testing.assert_array_equal(named.to_numpy(), matrix)


def test_a_pipeline_that_passes_frames_on_learns_the_same_and_keeps_the_names(frame, sessions):
    plain = make_pipeline(**SMALL).fit(frame, sessions.labels)
    named = make_pipeline(**SMALL).set_output(transform="pandas").fit(frame, sessions.labels)
    assert list(named["heads"].feature_names_in_) == [one.name for one in features()]
    assert list(named[:-1].get_feature_names_out()) == [one.name for one in features()]
    assert to_graph(named["heads"]) == to_graph(plain["heads"])
    np.testing.assert_array_equal(named.predict_proba(frame), plain.predict_proba(frame))


def test_heads_say_after_how_many_rounds_they_stopped(sessions):
    heads = CauseHeads(**SMALL)
    assert not hasattr(heads, "n_iter_")
    heads.fit(make_features(sessions.cells), sessions.labels)
    assert heads.n_iter_.shape == (len(HEADS),)
    most = np.multiply(heads.max_iter, list(ROUNDS.values()))
    assert heads.n_iter_.min() >= 1 and (heads.n_iter_ <= most).all()


# Cross-validation and search


@pytest.fixture
def groups_of_fits(monkeypatch):
    """The groups that each fit of heads was given."""
    found = []
    split = CauseHeads._split

    def keep(self, groups):
        found.append(groups)
        return split(self, groups)

    monkeypatch.setattr(CauseHeads, "_split", keep)
    return found


def folds_of(sessions):
    """The runners that each fold of three learns from, session by session."""
    split = GroupKFold(3).split(sessions.runner, groups=sessions.runner)
    return [sessions.runner[learned] for learned, _ in split]


def test_cross_validation_hands_runners_to_folds_and_heads(frame, sessions, groups_of_fits):
    scores = cross_validate(
        make_pipeline(**SMALL),
        frame,
        sessions.labels,
        groups=sessions.runner,
        params={"heads__groups": sessions.runner},
        cv=GroupKFold(3),
        scoring={"log_loss": SCORER, "roc_auc": "roc_auc"},
        error_score="raise",
    )
    np.testing.assert_equal(groups_of_fits, folds_of(sessions))
    assert (scores["test_roc_auc"] > 0.5).all() and (scores["test_log_loss"] < 0).all()


def test_routed_metadata_needs_no_name_of_a_step(frame, sessions, groups_of_fits):
    with config_context(enable_metadata_routing=True):
        scores = cross_validate(
            make_pipeline(**SMALL),
            frame,
            sessions.labels,
            params={"groups": sessions.runner},
            cv=GroupKFold(3),
            scoring=SCORER,
            error_score="raise",
        )
    np.testing.assert_equal(groups_of_fits, folds_of(sessions))
    assert np.isfinite(scores["test_score"]).all()


@pytest.mark.parametrize("name", ["pipeline", "rules", "dummy"])
def test_routed_weights_count_in_fit_and_score(frame, sessions, name):
    halves = sessions.runner % 2
    scores = []
    with config_context(enable_metadata_routing=True):
        for weight in (np.ones(len(frame)), 1.0 + halves, halves.astype(float)):
            found = cross_validate(
                clone(ESTIMATORS[name]),
                frame,
                sessions.labels,
                params={"sample_weight": weight, "groups": sessions.runner},
                cv=GroupKFold(2),
                error_score="raise",
            )
            scores.append(found["test_score"])
    assert len({tuple(each) for each in scores}) == 3


@pytest.mark.parametrize("name", ["rules", "dummy"])
def test_what_the_heads_are_held_against_is_scored_in_the_same_harness(frame, sessions, name):
    scores = cross_validate(
        clone(ESTIMATORS[name]),
        frame,
        sessions.labels,
        groups=sessions.runner,
        cv=GroupKFold(3),
        scoring="roc_auc",
        error_score="raise",
    )["test_score"]
    assert (scores > 0.5).all() if name == "rules" else (scores == 0.5).all()


@pytest.mark.parametrize("scoring", [None, SCORER], ids=["of its own", "named"])
def test_a_grid_search_chooses_the_number_of_trees(frame, sessions, scoring):
    search = GridSearchCV(
        make_pipeline(**SMALL),
        {"heads__max_iter": [1, 8]},
        scoring=scoring,
        cv=GroupKFold(2),
        error_score="raise",
    )
    search.fit(frame, sessions.labels, groups=sessions.runner, heads__groups=sessions.runner)
    assert search.best_params_ == {"heads__max_iter": 8}
    best = make_pipeline(**{**SMALL, "max_iter": 8})
    best.fit(frame, sessions.labels, heads__groups=sessions.runner)
    assert to_graph(search.best_estimator_["heads"]) == to_graph(best["heads"])
    np.testing.assert_array_equal(search.predict_proba(frame), best.predict_proba(frame))


def test_training_is_the_same_for_frames_cells_and_seeds(frame, sessions):
    graphs = [
        to_graph(make_pipeline(**SMALL).fit(found, sessions.labels, heads__groups=runners)["heads"])
        for found, runners in ((frame, sessions.runner), (sessions.cells, sessions.runner))
    ]
    assert graphs[0] == graphs[1]
    other = make_pipeline(random_state=1, **SMALL)
    other.fit(frame, sessions.labels, heads__groups=sessions.runner)
    assert to_graph(other["heads"]) != graphs[0]
