"""What only simulated runners tell: worlds, slices, reasons, coverage."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_cases import cases_of, ranking

from calfcause import CalfcauseError
from calfcause.evaluate.coverage import THRESHOLDS, choose_threshold, coverage
from calfcause.evaluate.reasons import score_disagreement, score_reasons
from calfcause.evaluate.scores import scorers_of
from calfcause.evaluate.simulated import evaluate_simulated, report_simulated
from calfcause.evaluate.worlds import (
    KNOWN,
    OTHERS,
    populations,
    score_slices,
    summary,
    worst_worlds,
)
from calfcause.learn.probabilities import HEADS
from calfcause.simulate import DEFAULT, WORLDS


@pytest.fixture(scope="module")
def everything(tiny):
    """Runners whose runs are recorded in full, with the truth as one more scorer."""
    scorers = scorers_of(tiny.predictor)
    (found,) = populations(scorers, ["only_everything"], runners=80, weeks=6, seed=4)
    return found


def answering(population, **answers):
    return replace(population, answers={**population.answers, **answers})


def blamed(population):
    """Answers that put a true cause first wherever there is one."""
    return np.where(population.sessions.labels, 0.5, 0.1)


# Worlds and slices


def test_every_world_is_scored_once():
    assert {DEFAULT.name, *OTHERS, *KNOWN} == set(WORLDS)
    assert len(OTHERS) + len(KNOWN) + 1 == len(WORLDS)


def test_the_ceiling_is_the_best_of_a_row(everything):
    row = summary(everything.sessions, everything.answers)
    assert row["ceiling"] < row["model"] < row["dummy"]
    assert row["sessions"] == len(everything.sessions)
    assert row["of_head"] in HEADS


def test_a_model_that_knows_the_truth_is_at_the_ceiling(everything):
    truth = everything.answers["ceiling"]
    row = summary(everything.sessions, everything.answers | {"model": truth})
    assert row["model"] == row["ceiling"]
    assert row["first_is_a_cause"] > 0.95
    assert summary(everything.sessions, {"model": blamed(everything)})["first_is_a_cause"] == 1


def test_the_worst_world_is_named_by_calibration_and_by_distance_to_the_ceiling():
    scores = pd.DataFrame(
        {
            "world": ["one", "two", "three"],
            "model": [1.0, 0.9, 2.0],
            "ceiling": [0.9, 0.6, 1.9],
            "calibration_error": [0.01, 0.02, 0.05],
            "of_head": ["sore"] * 3,
        }
    )
    worst = worst_worlds(scores)
    assert (worst["by_calibration"], worst["by_gap"]) == ("three", "two")
    assert worst["gap"] == pytest.approx(0.5)


def test_parts_by_experience_and_by_surface_are_the_whole(everything):
    table = score_slices(everything.sessions, everything.answers)
    for _, parts in table.groupby("by"):
        assert parts["sessions"].sum() == len(everything.sessions)
        weighed = (parts["model"] * parts["sessions"]).sum() / parts["sessions"].sum()
        assert weighed == pytest.approx(summary(everything.sessions, everything.answers)["model"])


# Reasons


def test_the_truth_gives_the_largest_factor_as_its_reason(everything):
    knowing = answering(everything, model=everything.answers["ceiling"])
    found = score_reasons(knowing).set_index(["scorer", "score"])["value"]
    assert found["model", "largest"] == found["model", "a cause"] == 1
    assert found["dummy", "largest"] < found["rules", "largest"] < 1


def test_reasons_are_scored_on_sore_sessions_with_a_cause(everything):
    caused = everything.sessions.labels[:, :-1].any(axis=1)
    assert (score_reasons(everything)["sessions"] == caused.sum()).all()


def test_who_agrees_with_the_rules_does_not_differ(everything):
    same = score_disagreement(answering(everything, model=everything.answers["rules"]))
    assert same["disagree"] == 0 and np.isnan(same["model_right"])


def test_where_they_differ_the_one_that_knows_is_right(everything):
    found = score_disagreement(answering(everything, model=blamed(everything)))
    assert found["model_right"] == 1
    assert 0 < found["disagree"] < 1 and found["rules_right"] < 1


def test_rules_that_see_nothing_name_none(everything):
    nothing = np.zeros_like(everything.answers["rules"])
    found = score_disagreement(answering(everything, rules=nothing))
    assert (found["rules_name_none"], found["disagree"]) == (1, 0)


# Coverage


N_ANSWERS = 30


def answers_by_clearness():
    """Answers of excess fraction 0.1 that are wrong, and of 0.5 that are right."""
    cases = cases_of(*[[0]] * 2 * N_ANSWERS)
    p = ranking(*[[0]] * 2 * N_ANSWERS)
    p[:N_ANSWERS, [0, 1]] = 0.01, 0.1 * 0.9
    return cases, p


def test_everything_is_answered_at_no_threshold_and_less_at_each_next():
    curve = coverage(*answers_by_clearness())
    assert curve["coverage"].iloc[0] == 1
    assert curve["coverage"].is_monotonic_decreasing
    assert curve["threshold"].tolist() == THRESHOLDS.tolist()
    assert curve["answers_there"].sum() == 2 * N_ANSWERS


def test_accuracy_is_won_where_the_doubtful_answers_are_wrong():
    curve = coverage(*answers_by_clearness()).set_index("threshold")
    assert curve.loc[0.0, "accuracy"] == 0.5
    assert curve.loc[0.3, ["coverage", "accuracy"]].tolist() == [0.5, 1]
    assert np.isnan(curve.loc[0.9, "accuracy"])


def test_what_is_withheld_below_the_threshold_is_mostly_wrong():
    curve = coverage(*answers_by_clearness())
    found = choose_threshold(curve)
    assert 0 < found <= 0.9
    withheld = curve[curve["threshold"] < found - 1e-9]
    right = (withheld["answers_there"] * withheld["accuracy_there"].fillna(0)).sum()
    assert right < 0.5 * withheld["answers_there"].sum()


def test_answers_that_are_right_from_the_start_are_all_given():
    cases, p = answers_by_clearness()
    clear = np.arange(len(cases))[-20:]
    assert choose_threshold(coverage(cases.rows(clear), p[clear])) == 0


def test_runs_without_a_cause_are_no_part_of_the_curve(everything):
    curve = coverage(everything.sessions, everything.answers["model"])
    caused = everything.sessions.labels[:, :-1].any(axis=1)
    assert curve["answers_there"].sum() <= caused.sum() < len(everything.sessions)


# All of it


@pytest.fixture(scope="module")
def report(tiny):
    return report_simulated(scorers_of(tiny.predictor), runners=12, seed=3)


def test_the_report_has_every_world_and_kind_of_record(report):
    assert report.worlds["world"].tolist() == list(OTHERS)
    assert report.known["world"].tolist() == list(KNOWN)
    assert set(report.reasons["world"]) == set(report.disagreement["world"]) == set(KNOWN)
    assert report.worst["by_calibration"] in OTHERS
    text = report.text()
    assert all(name in text for name in (*OTHERS, *KNOWN, "Worst world"))


def test_the_report_as_plain_data_survives_json(report):
    found = report.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_runners_of_the_seed_that_trained_are_refused(tiny):
    with pytest.raises(CalfcauseError, match="another seed"):
        evaluate_simulated(tiny.folder, runners=10, seed=1)
