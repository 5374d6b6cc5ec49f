"""Scores of the heads are what their names say, and their intervals know who ran."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from calfcause import ModelError, Predictor
from calfcause.evaluate.resample import estimate, resamples
from calfcause.evaluate.scores import (
    answers_of,
    calibration_error,
    first_is_among,
    score_head,
    score_heads,
    score_unseen,
    scorers_of,
)
from calfcause.evaluate.unseen import ranked, report_unseen
from calfcause.learn.baselines import DummyHeads
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS, summed_log_loss
from calfcause.simulate import simulate

# One head


def labels_and_p():
    rng = np.random.default_rng(1)
    p = rng.random(5000)
    return rng.random(5000) < p, p


def test_a_better_forecast_scores_better():
    labels, p = labels_and_p()
    truth, blurred, blind = (
        score_head(labels, q) for q in (p, 0.5 * p + 0.25, np.full(len(p), labels.mean()))
    )
    for score in ("log_loss", "brier"):
        assert truth[score] < blurred[score] < blind[score]
    assert truth["roc_auc"] == pytest.approx(blurred["roc_auc"])
    assert truth["average_precision"] > blind["average_precision"]
    assert blind["roc_auc"] == 0.5


def test_certainty_that_is_wrong_costs_much_but_not_everything():
    wrong = score_head(np.array([True, False]), np.array([0.0, 1.0]))
    assert 10 < wrong["log_loss"] < 100


def test_where_one_label_occurs_there_is_nothing_to_rank():
    found = score_head(np.zeros(10, dtype=bool), np.full(10, 0.2))
    assert np.isnan(found["roc_auc"]) and np.isnan(found["average_precision"])
    assert found["brier"] == pytest.approx(0.04)
    everywhere = score_head(np.ones(10, dtype=bool), np.full(10, 0.2))
    assert everywhere["brier"] == pytest.approx(0.64)


def test_the_calibration_error_is_the_gap_between_stated_and_seen():
    labels, p = labels_and_p()
    assert calibration_error(labels, p) < 0.03
    assert calibration_error(labels, np.clip(p + 0.2, 0, 1)) == pytest.approx(0.2, abs=0.05)
    assert calibration_error(np.array([True]), np.array([0.25])) == 0.75


def test_the_ceiling_is_scored_only_where_the_truth_is_known(tiny):
    sessions = from_simulated(simulate(60, 3, seed=1))
    dummy = DummyHeads().fit(sessions.cells, sessions.labels)
    scores, answers = score_unseen(tiny.predictor, dummy, sessions)
    assert list(answers) == ["dummy", "rules", "model", "ceiling"]
    assert set(zip(scores["head"], scores["scorer"], strict=True)) == {
        (head, scorer) for head in HEADS for scorer in answers
    }
    blind = replace(sessions, truth=None)
    assert list(score_unseen(tiny.predictor, dummy, blind)[1]) == ["dummy", "rules", "model"]


def test_the_dummy_states_the_shares_of_the_description(tiny):
    sessions = from_simulated(simulate(20, 3, seed=1))
    answers = answers_of(scorers_of(tiny.predictor), sessions)
    shares = tiny.predictor.description["label_shares"]
    assert (answers["dummy"] == [shares[head] for head in HEADS]).all()


def test_a_description_without_shares_has_no_dummy(tiny):
    nameless = Predictor((tiny.folder / "heads.onnx").read_bytes(), {})
    with pytest.raises(ModelError, match="label_shares"):
        scorers_of(nameless)


def test_causes_on_a_level_share_the_first_place():
    causes = np.array([[0.3, 0.3, 0.1], [0.1, 0.2, 0.3]])
    named = np.array([[True, False, True], [False, False, True]])
    assert first_is_among(causes, named).tolist() == [0.5, 1.0]


# Intervals


def clustered(n_runners=60, n_runs=30):
    """A figure that differs between runners, not between the runs of one."""
    rng = np.random.default_rng(2)
    runner = np.repeat(np.arange(n_runners), n_runs)
    return runner, rng.normal(size=n_runners)[runner]


def width(figure):
    return figure["high"] - figure["low"]


def test_runs_of_the_same_runner_are_not_so_many_pieces_of_evidence():
    runner, found = clustered()
    by_runner = resamples(runner, 300).mean(found)
    by_run = resamples(np.arange(len(runner)), 300).mean(found)
    assert by_runner["value"] == pytest.approx(by_run["value"]) == found.mean()
    assert width(by_runner) > 3 * width(by_run)


def test_an_interval_holds_its_figure_and_is_the_same_every_time():
    runner, found = clustered()
    figure = resamples(runner, 200).mean(found)
    assert figure["low"] < figure["value"] < figure["high"]
    assert figure == resamples(runner + 7, 200).mean(found)


def test_draws_that_leave_a_figure_undefined_do_not_count():
    found = estimate(0.5, np.array([0.4, np.nan, 0.6]))
    assert 0.4 < found["low"] < 0.5 < found["high"] < 0.6
    assert np.isnan(estimate(np.nan, np.array([np.nan]))["low"])


def test_what_two_figures_share_cancels_in_their_ratio():
    runner, found = clustered()
    losses = np.exp(found)
    ratio = resamples(runner, 200).ratio(2 * losses, losses)
    assert ratio == pytest.approx({"value": 2.0, "low": 2.0, "high": 2.0})


def test_ranks_with_weights_are_those_of_scikit_learn():
    rng = np.random.default_rng(3)
    p = rng.integers(0, 20, 400) / 20.0  # many on a level
    labels = rng.random(400) < p
    weights = [np.ones(400), rng.integers(0, 4, 400).astype(float)]
    for (auc, precision), weight in zip(ranked(labels, p, weights), weights, strict=True):
        assert auc == pytest.approx(roc_auc_score(labels, p, sample_weight=weight))
        assert precision == pytest.approx(average_precision_score(labels, p, sample_weight=weight))


def test_without_a_label_there_are_no_ranks():
    ((auc, precision),) = ranked(np.zeros(5, dtype=bool), np.arange(5) / 5.0, [np.ones(5)])
    assert np.isnan(auc) and np.isnan(precision)


@pytest.fixture(scope="module")
def scored(tiny):
    sessions = from_simulated(simulate(300, 6, seed=3))
    answers = answers_of(scorers_of(tiny.predictor), sessions)
    return sessions, answers, report_unseen(sessions, answers)


def test_the_report_says_what_the_scores_say_with_an_interval(scored):
    sessions, answers, report = scored
    stated = report.heads.pivot(index=["head", "scorer"], columns="score", values="value")
    scores = score_heads(sessions, answers).set_index(["head", "scorer"])
    for name in scores:
        np.testing.assert_allclose(stated[name].loc[scores.index], scores[name], rtol=1e-9)
    for row in report.sums.itertuples():
        assert row.value == pytest.approx(summed_log_loss(sessions.labels, answers[row.scorer]))
        assert row.low < row.value < row.high


def test_proper_scores_lie_in_their_intervals(scored):
    _, _, report = scored
    means = report.heads[report.heads["score"].isin(["log_loss", "brier", "roc_auc"])]
    least, most = means["low"] - 1e-12, means["high"] + 1e-12
    assert ((least <= means["value"]) & (means["value"] <= most)).all()


def test_the_report_as_text_has_every_head(scored):
    text = scored[2].text()
    assert all(f"\n{head} " in text for head in HEADS)
    assert "summed log loss" in text
