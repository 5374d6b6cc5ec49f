"""History and own base on a real outcome: past labels only, and an interval that holds."""

import dataclasses
import json

import numpy as np
import pytest
from test_evaluate_outcome import CSV, HEADER

from calfcause.answer.own_base import PRIOR_SD, OwnBase
from calfcause.cli import main
from calfcause.evaluate import evaluate_past_labels
from calfcause.evaluate.count_interval import interval_of_count
from calfcause.evaluate.past_labels import (
    LabelledDiary,
    read_diary,
    report_past_labels,
    stated_risks,
)
from calfcause.sessions.dates import Times

DAY = np.timedelta64(1, "D")


def diary_of(share, n_runs=30, seed=3):
    """Runners who are sore after these shares of alike runs, a run every other day."""
    rng = np.random.default_rng(seed)
    n = len(share) * n_runs
    sore = rng.random(n) < np.repeat(share, n_runs)
    start = np.datetime64("2026-01-01T18:00:00") + np.tile(np.arange(n_runs), len(share)) * 2 * DAY
    return LabelledDiary(
        cells={"distance_km": np.full(n, 8.0)},
        runner=np.repeat([f"r{place}" for place in range(len(share))], n_runs).tolist(),
        times=Times(moment=start, day=start.astype("datetime64[D]")),
        label=sore.astype(float),
        clean=sore.astype(float),
    )


def figure(table, scorer, score):
    row = table[(table["scorer"] == scorer) & (table["score"] == score)]
    return float(row["value"].iloc[0])


@pytest.fixture(scope="module")
def real():
    return read_diary(CSV)


@pytest.mark.parametrize("later", [0.0, 1.0, np.nan])
def test_labels_of_the_day_and_later_ones_change_no_stated_risk(predictor, real, later):
    day = np.datetime64("2020-01-15")
    future = real.times.day >= day
    changed = dataclasses.replace(
        real,
        label=np.where(future, later, real.label),
        clean=np.where(future, later, real.clean),
    )
    before, after = stated_risks(predictor, real), stated_risks(predictor, changed)
    # The runs of that very day are stated before their labels are known.
    known = real.times.day <= day
    assert known.any() and future.any()
    for name, risks in before.items():
        np.testing.assert_array_equal(after[name][known], risks[known], err_msg=name)
        if name != "model":
            assert (after[name] != risks).any(), name


def test_a_label_of_the_morning_run_is_not_known_in_the_evening(predictor):
    diary = diary_of([0.3, 0.6])
    morning = np.arange(60) % 2 == 0
    day = np.datetime64("2026-01-01") + np.tile(np.arange(30) // 2, 2) * DAY
    moment = day.astype("datetime64[s]") + np.where(morning, 7, 19) * np.timedelta64(1, "h")
    diary = dataclasses.replace(diary, times=Times(moment=moment, day=day))
    last = day == day[-1]
    turned = np.where(last & morning, 1.0 - diary.label, diary.label)
    changed = dataclasses.replace(diary, label=turned, clean=turned)
    before, after = stated_risks(predictor, diary), stated_risks(predictor, changed)
    for name, risks in before.items():
        np.testing.assert_array_equal(after[name], risks, err_msg=name)


def test_the_order_of_the_file_does_not_matter(predictor, real):
    order = np.random.default_rng(0).permutation(len(real.runner))
    shuffled = LabelledDiary(
        cells={name: column[order] for name, column in real.cells.items()},
        runner=[real.runner[place] for place in order],
        times=Times(moment=real.times.moment[order], day=real.times.day[order]),
        label=real.label[order],
        clean=real.clean[order],
    )
    before, after = stated_risks(predictor, real), stated_risks(predictor, shuffled)
    for name, risks in before.items():
        np.testing.assert_allclose(after[name], risks[order], rtol=1e-6, err_msg=name)


def test_one_runners_labels_move_no_other_runner(predictor):
    diary = diary_of([0.1, 0.5])
    first = np.array(diary.runner) == "r0"
    turned = np.where(first, 1.0 - diary.label, diary.label)
    changed = dataclasses.replace(diary, label=turned, clean=turned)
    before, after = stated_risks(predictor, diary), stated_risks(predictor, changed)
    for name, risks in before.items():
        np.testing.assert_array_equal(after[name][~first], risks[~first], err_msg=name)


def test_runners_who_differ_are_told_apart_by_their_own_labels(predictor):
    report = report_past_labels(predictor, diary_of(np.linspace(0.02, 0.8, 12)))
    for table in (report.figures, report.after_few):
        assert figure(table, "both", "AUC") > figure(table, "model", "AUC") + 0.1
        for better, worse in (("both", "model"), ("+ own base", "model"), ("+ history", "model")):
            assert figure(table, better, "log loss") < figure(table, worse, "log loss")
    assert report.n_runs == (360, 12 * 25) and report.n_runners == (12, 12)


def test_on_the_real_outcome_own_runs_say_more_than_the_run(real, predictor):
    report = report_past_labels(predictor, real)
    for table in (report.figures, report.after_few):
        model, both = (figure(table, name, "log loss") for name in ("model", "both"))
        assert both < min(model, figure(table, "share", "log loss"))
        assert figure(table, "both", "AUC") > figure(table, "model", "AUC")
    assert report.n_runs[0] == np.isfinite(real.clean).sum()


def test_the_report_is_plain_data_and_text(real, predictor):
    report = report_past_labels(predictor, real)
    plain = report.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert "by past labels only" in report.text() and "are few" in report.text()


def test_a_file_without_start_times_has_no_past(tmp_path):
    path = tmp_path / "outcomes.csv"
    path.write_text(HEADER + "a,5,0,1,1\na,5,0,0,1\n")
    assert evaluate_past_labels(path) is None


def test_the_command_prints_it_after_the_report_that_was_there(capsys):
    main(["evaluate", "--outcomes", str(CSV)], standalone_mode=False)
    printed = capsys.readouterr().out
    assert printed.index("A real outcome") < printed.index("What a runner's own earlier runs add")


# The interval of a number of runs


@pytest.mark.parametrize("p", [0.03, 0.15, 0.4])
def test_the_interval_holds_as_often_as_it_says(p):
    low, high, mass = interval_of_count(OwnBase(), np.full(10, p))
    rng = np.random.default_rng(4)
    u = rng.normal(0, PRIOR_SD, 100_000)
    number = rng.binomial(10, 1 / (1 + np.exp(-(u + OwnBase().centre(p)))))
    held = (low <= number) & (number <= high)
    assert held.mean() == pytest.approx(mass, abs=0.005)
    assert mass >= 0.9
    # No narrower interval would leave at most 5 % on either side.
    assert (number < low).mean() < 0.05 < (number <= low).mean() + 0.005
    assert (number > high).mean() < 0.055


def test_a_known_runner_has_a_narrower_interval():
    base = OwnBase()
    for _ in range(30):
        base = base.learned(0.1, sore=False)
    unknown, known = (interval_of_count(one, np.full(10, 0.1)) for one in (OwnBase(), base))
    assert known[1] - known[0] < unknown[1] - unknown[0]


def test_ten_runs_are_counted_from_the_label_on_that_it_says(predictor):
    diary = diary_of([0.1] * 3, n_runs=12)
    before, after = report_past_labels(predictor, diary).coverage
    assert (before.n_labels, before.n_runners) == (0, 3)
    # Seven runs are left after five labels.
    assert (after.n_labels, after.n_runners, after.n_held) == (5, 0, 0)


def test_without_a_sore_run_after_five_labels_the_rest_is_reported(predictor):
    diary = diary_of([0.4] * 3, n_runs=8)
    label = np.where(np.arange(24) % 8 < 5, diary.label, 0.0)
    report = report_past_labels(predictor, dataclasses.replace(diary, label=label, clean=label))
    assert len(report.figures) and not len(report.after_few)
    assert "too few to score" in report.text()
    json.dumps(report.to_dict(), allow_nan=False)
