"""Own labels: read with care, counted, moved towards as far as they carry, never for the worse."""

import json
import pickle
import sqlite3
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from frames import write_frame
from mlflow import MlflowClient

from calfcause import CalfcauseError, ModelError, Predictor, SchemaError
from calfcause.causes import CAUSES
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS, given_sore, joined, log_losses
from calfcause.learn.recalibration import KEY, Move, log_odds, moved, moves_of
from calfcause.models.layout import ADAPTED_FORMAT, DESCRIPTION, GRAPH
from calfcause.models.write import refuse_other
from calfcause.own_labels import calibrate
from calfcause.own_labels.calibrate import fit_moves, raw_of
from calfcause.own_labels.figures import HeadFigures, counted_heads, scored, stated
from calfcause.own_labels.leaks import warn_of_leaks
from calfcause.own_labels.moves import OFF, fit_move
from calfcause.own_labels.reading import (
    LABELS,
    OwnLabels,
    read_own_labels,
    used_labels,
)
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate import DEFAULT, simulate
from calfcause.simulate.frame import to_frame

FIRST, SECOND = (cause.name for cause in CAUSES[:2])
FLAGS = [f"cause_{cause.name}" for cause in CAUSES]


def from_labelled(labelled, name):
    """Simulated sessions as own labels; their runners get names that no other file has."""
    labels = labelled.labels.astype(float)
    labels[~labelled.labels[:, -1], :-1] = np.nan
    return OwnLabels(
        file=name,
        cells=labelled.cells,
        names=labelled.names,
        runner=np.char.add(f"{name} ", labelled.runner.astype(str)),
        time=np.full(len(labelled), ""),
        labels=labels,
        n_named_only=0,
    )


def some(own, rows):
    """Some of the sessions."""
    parts = {name: getattr(own, name)[rows] for name in ("names", "runner", "time", "labels")}
    return replace(own, cells={name: one[rows] for name, one in own.cells.items()}, **parts)


@pytest.fixture(scope="module")
def often_sore():
    """Runs of a coach whose runners are sore far more often than the model was trained on."""
    return simulate(300, 8, world=replace(DEFAULT, name="coach", usual_sore_share=0.35), seed=4)


@pytest.fixture
def write(tmp_path, often_sore):
    """Writes the coach's runs, after a change to their frame, and gives the path."""

    def written(change=lambda frame: frame, name="mine.csv"):
        write_frame(change(to_frame(often_sore, truth=False)), tmp_path / name)
        return tmp_path / name

    return written


# Labels that are known in part


def test_labels_that_are_missing_are_unknown(write):
    own = read_own_labels(write(lambda frame: frame[["runner_id", "distance_km", "sore_calves"]]))
    assert own.known[:, -1].all() and not own.known[:, :-1].any()


def test_complete_labels_read_as_they_were_simulated(write, often_sore):
    own = read_own_labels(write())
    expected = from_labelled(from_simulated(often_sore), "simulated")
    np.testing.assert_array_equal(own.labels, expected.labels)


def test_a_cause_is_learned_from_runs_stated_to_be_sore_alone(write):
    own = read_own_labels(write(lambda frame: frame.drop(columns="sore_calves")))
    assert not own.known.any()
    own = read_own_labels(write())
    assert (own.labels[own.known[:, 0], -1] == 1).all()


def only_primary(frame):
    return frame.drop(columns=FLAGS)


def test_a_primary_cause_alone_is_counted_and_not_used(write):
    own = read_own_labels(write(only_primary))
    assert not own.known[:, :-1].any() and own.n_named_only > 0
    assert any("--primary-only" in line for line in used_labels(own))


def test_too_few_labels_are_told_beside_those_that_primary_only_would_use(tiny, write, tmp_path):
    path = write(lambda frame: only_primary(frame)[lambda rows: rows["sore_calves"] == 1].head(12))
    with pytest.raises(CalfcauseError, match=r"needs 10 yes(.|\n)*Not used: .*--primary-only"):
        calibrate.calibrate(path, tmp_path / "out", model=tiny.folder)


def test_a_primary_cause_is_a_no_of_the_others_if_that_is_said(write):
    own = read_own_labels(write(only_primary), others_are_no=True)
    sore = own.labels[:, -1] == 1
    assert own.known[sore].all() and (own.labels[sore, :-1].sum(axis=1) <= 1).all()
    assert own.n_named_only == 0


def test_a_file_without_labels_is_refused(write):
    with pytest.raises(SchemaError, match="has no label: fill in sore_calves"):
        read_own_labels(write(lambda frame: frame.drop(columns=list(LABELS))))


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"sore_calves": 0, f"cause_{FIRST}": 1}, "is 1 though sore_calves is 0"),
        ({"sore_calves": 0, "primary_cause": FIRST}, f"is {FIRST} though sore_calves is 0"),
        ({f"cause_{FIRST}": 0, "primary_cause": FIRST}, f"though cause_{FIRST} is 0"),
        ({f"cause_{SECOND}": 1, "primary_cause": "none"}, "is none though a cause is 1"),
    ],
)
def test_labels_that_contradict_each_other_are_refused_by_row(tmp_path, labels, message):
    (tmp_path / "mine.csv").write_text(
        f"runner_id,distance_km,{','.join(labels)}\nann,5,{',' * (len(labels) - 1)}\n"
        f"ann,6,{','.join(map(str, labels.values()))}\n"
    )
    with pytest.raises(SchemaError, match=f"row 2: .*{message}"):
        read_own_labels(tmp_path / "mine.csv")


def test_without_runners_it_warns_that_each_row_is_one(write):
    with pytest.warns(UserWarning, match="has no runner_id"):
        own = read_own_labels(write(lambda frame: frame.drop(columns="runner_id")))
    assert len(np.unique(own.runner)) == len(own)


# Leaks


@pytest.fixture(scope="module")
def known_well():
    """Runs of which much is known, so that no two are alike by chance."""
    sessions = simulate(40, 3, world=replace(DEFAULT, recorders={"everything": 1.0}), seed=5)
    return from_labelled(from_simulated(sessions), "mine.csv")


def test_runs_of_other_runners_are_no_leak(known_well, recwarn):
    half = np.unique(known_well.runner)[::2]
    rows = np.isin(known_well.runner, half)
    warn_of_leaks(some(known_well, rows), some(known_well, ~rows))
    assert not recwarn.list


def test_a_runner_on_both_sides_is_a_leak(known_well):
    one = known_well.runner == known_well.runner[0]
    first, *others = np.flatnonzero(one)
    with pytest.warns(
        UserWarning, match=r"1 runner \(.*of the held-out file .*: also in the training file"
    ):
        warn_of_leaks(some(known_well, np.array([first])), some(known_well, np.array(others)))


def test_a_row_on_both_sides_is_a_leak_whatever_its_runner_is_called(known_well):
    renamed = replace(known_well, file="later.csv", runner=np.char.add("x", known_well.runner))
    with pytest.warns(
        UserWarning,
        match=r"3 rows \(.*\) of the held-out file later.csv: also in the training file mine.csv",
    ):
        warn_of_leaks(known_well, some(renamed, np.arange(3)))


def test_a_row_that_stands_there_twice_is_told(known_well):
    with pytest.warns(UserWarning, match="1 row .* of .*: there more than once"):
        warn_of_leaks(some(known_well, np.array([0, 1, 2, 1])))


def test_a_row_that_stands_there_twice_is_told_whatever_the_form_of_its_time(known_well):
    rows = some(known_well, np.array([0, 1, 0]))
    times = np.array(["2026-11-28T07:00Z", "2026-11-28T07:00Z", "2026-11-28 09:00:00+02:00"])
    with pytest.warns(UserWarning, match="1 row .* of .*: there more than once"):
        warn_of_leaks(replace(rows, time=times))


def test_runs_of_which_little_is_known_are_no_copies(known_well, recwarn):
    nothing = {name: np.full(len(found), np.nan) for name, found in known_well.cells.items()}
    warn_of_leaks(replace(known_well, cells=nothing))
    assert not recwarn.list


# Moves


def test_a_move_of_nothing_changes_nothing_to_the_last_bit():
    p = np.random.default_rng(0).random((50, len(HEADS)))
    assert moved(p, {}) is p
    np.testing.assert_array_equal(moved(p, {0: Move()}), p)


def test_a_moved_head_keeps_its_order_and_stays_between_0_and_1():
    p = np.linspace(0, 1, 101)
    for move in (Move(-2.0, 0.3), Move(1.0, 2.5)):
        assert (np.diff(move(p)) >= 0).all() and (move(p) >= 0).all() and (move(p) <= 1).all()


def test_no_cause_gets_likelier_than_soreness():
    raw = np.random.default_rng(0).random((200, len(HEADS)))
    p = joined(moved(raw, {place: Move(1.5, 1.4) for place in range(len(HEADS) - 1)}))
    assert (p[:, :-1] <= p[:, -1:]).all()


def answered(p, rng, runners=400, spread=0.0, move=lambda p: p):
    """Labels of runners who differ by this much in log odds, and whose they are."""
    runner = np.arange(len(p)) % runners
    own = rng.normal(0.0, spread, runners)[runner]
    # What is moved is the mean over runners, which lies closer to one half than they do.
    further = np.sqrt(1.0 + np.pi * spread**2 / 8.0)
    risks = 1 / (1 + np.exp(-(further * log_odds(move(p)) + own)))
    return (rng.random(len(p)) < risks).astype(float), runner.astype(str)


@pytest.mark.parametrize("spread", [0.0, 1.3, 2.5])
def test_many_labels_show_what_a_squad_has_in_common_however_its_runners_differ(spread):
    rng = np.random.default_rng(1)
    p = rng.beta(1, 6, 8000)
    off = Move(-np.log(2.0))
    labels, runner = answered(p, rng, spread=spread, move=off)
    found, believed = fit_move(labels, p, runner, 1)
    assert believed > 0.9 and found.b == 1.0
    assert found.a == pytest.approx(off.a, abs=0.25)


def test_a_flat_head_gets_a_smaller_slope():
    rng = np.random.default_rng(2)
    truth = rng.beta(2, 6, 5000)
    labels, runner = answered(truth, rng)
    assert fit_move(labels, Move(0.0, 2.0)(truth), runner, 2)[0].b == pytest.approx(0.5, abs=0.1)


def test_few_labels_move_less_than_many():
    rng = np.random.default_rng(1)
    p = rng.beta(1, 6, 4000)
    labels, runner = answered(p, rng, 800, move=Move(-np.log(2.0)))
    moves = [fit_move(labels[:n], p[:n], runner[:n], 1)[0].a for n in (40, 400, 4000)]
    assert abs(moves[0]) < abs(moves[1]) < abs(moves[2])


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("spread", [0.0, 1.3])
def test_labels_as_a_head_says_make_it_less_likely_to_be_off(size, spread):
    rng = np.random.default_rng(6)
    p = rng.beta(1, 6, 1000)
    draws = [answered(p, rng, 100, spread) for _ in range(10)]
    assert np.median([fit_move(labels, p, runner, size)[1] for labels, runner in draws]) < OFF


def test_labels_that_tell_nothing_leave_what_was_believed_before():
    move, believed = fit_move(np.array([1.0, 0.0]), np.full(2, 0.5), np.array(["a", "b"]), 1)
    assert move.a == pytest.approx(0.0, abs=1e-3) and believed == pytest.approx(OFF, abs=0.02)
    assert fit_move(np.empty(0), np.empty(0), np.empty(0, str), 1) == (Move(), 0.0)


def test_runs_of_one_runner_count_less_than_runs_of_many():
    labels, p = np.ones(12), np.full(12, 0.1)
    one, many = (
        fit_move(labels, p, np.array(who), 1) for who in (["ann"] * 12, list("abcdefghijkl"))
    )
    assert one[1] < 0.5 < many[1] and one[0].a < many[0].a
    # Unless it is that runner to whom the model is moved.
    assert fit_move(labels, p, np.array(["ann"] * 12), 1, of_one=True)[0].a > many[0].a


def test_a_whole_move_reaches_a_runner_who_is_the_squad():
    rng = np.random.default_rng(3)
    p = rng.beta(1, 6, 2000)
    labels, _ = answered(p, rng, move=Move(1.5))
    runner = np.repeat([str(n) for n in range(10)], 200)
    assert fit_move(labels, p, runner, 1, of_one=True)[0].a == pytest.approx(1.5, abs=0.2)


# How much labels carry


@pytest.mark.parametrize(
    ("n_yes", "n_no", "expected"), [(9, 90, 0), (10, 90, 1), (90, 10, 1), (20, 20, 2)]
)
def test_each_number_takes_ten_of_each_label(n_yes, n_no, expected):
    labels = HeadFigures(head=HEADS[-1], n=n_yes + n_no, n_yes=n_yes, n_runners=5)
    assert labels.n_numbers == expected and bool(labels.lacking) is not bool(expected)


def test_too_few_labels_are_refused_with_how_many_it_takes(tiny, write, tmp_path):
    path = write(lambda frame: frame.head(12))
    with pytest.raises(CalfcauseError, match="needs 10 yes and 10 no among runs;"):
        calibrate.calibrate(path, tmp_path / "out", model=tiny.folder)
    assert not (tmp_path / "out").exists()


# Never worse


def test_labels_as_the_model_expects_them_move_no_head_far(tiny):
    sessions = simulate(300, 6, seed=77)
    own = from_labelled(from_simulated(sessions), "mine.csv")
    raw = raw_of(tiny.predictor, own)
    labels = own.labels.copy()
    rng = np.random.default_rng(3)
    labels[:, -1] = rng.random(len(own)) < raw[:, -1]
    labels[:, :-1] = np.nan
    own = replace(own, labels=labels)
    for move, off in fit_moves(own, raw, counted_heads(own)).values():
        np.testing.assert_allclose(move(raw[:, -1]), raw[:, -1], atol=0.1)
        assert off < 0.5


def test_runners_are_scored_by_moves_that_did_not_see_them(tiny, often_sore, monkeypatch):
    own = from_labelled(from_simulated(often_sore), "mine.csv")
    raw, heads, seen = raw_of(tiny.predictor, own), counted_heads(own), []

    def moves_of(labels, p, runner, size, *, of_one):
        seen.append(set(runner))
        return Move(a=float(len(seen))), 1.0

    monkeypatch.setattr(calibrate, "fit_move", moves_of)
    found = calibrate.unseen(own, raw, {HEADS[-1]: heads[HEADS[-1]]})
    for number, runners in enumerate(seen, start=1):
        answered = ~np.isin(own.runner, list(runners))
        np.testing.assert_allclose(
            log_odds(found[answered, -1]) - log_odds(raw[answered, -1]), number
        )
    assert len(seen) == calibrate.FOLDS and not np.isclose(found[:, -1], raw[:, -1]).any()


def test_all_heads_are_judged_together_by_what_is_answered(tiny, often_sore):
    own = from_labelled(from_simulated(often_sore), "mine.csv")
    raw, heads = raw_of(tiny.predictor, own), counted_heads(own)
    assert scored(own, raw, raw, heads)[1]["value"] == 0.0
    truth = np.where(np.isnan(own.labels), raw, own.labels)
    figures, gain = scored(own, raw, truth, heads)
    assert gain["low"] > 0 and gain["value"] == pytest.approx(sum(o.gain["value"] for o in figures))
    assert scored(own, raw, 1.0 - truth, heads)[1]["high"] < 0


def test_runs_that_answer_a_cause_stand_for_those_that_do_not(often_sore):
    own = from_labelled(from_simulated(often_sore), "mine.csv")
    sore = np.flatnonzero(own.labels[:, -1] == 1)
    labels = own.labels.copy()
    labels[sore[::2], 0] = np.nan
    known, counted = stated(replace(own, labels=labels), 0)
    rows = counted > 0
    share = np.average(known[rows], weights=counted[rows])
    answered = np.nanmean(labels[sore, 0])
    assert share == pytest.approx(answered * len(sore) / len(own))


# One runner's diary


@pytest.fixture(scope="module")
def diary():
    """The frame of one runner's runs, sore far more often than others."""
    world = replace(DEFAULT, name="diarists", recorders={"everything": 1.0}, usual_sore_share=0.6)
    runs = simulate(12, 60, world=world, seed=2)
    most = np.bincount(runs.runner).argmax()
    return to_frame(runs, truth=False)[runs.runner == most]


def test_stretches_of_a_diary_follow_its_times_not_its_rows(diary, tmp_path):
    diary.to_csv(tmp_path / "mine.csv", index=False)
    diary.sample(frac=1, random_state=0).to_csv(tmp_path / "mixed.csv", index=False)
    ordered, mixed = (
        read_own_labels(tmp_path / name).in_stretches(20) for name in ("mine.csv", "mixed.csv")
    )
    stretches = dict(zip(mixed.names, np.char.rpartition(mixed.runner, " ")[:, 2], strict=True))
    expected = np.char.rpartition(ordered.runner, " ")[:, 2].tolist()
    assert [stretches[name] for name in ordered.names] == expected
    runs = np.unique(ordered.runner, return_counts=True)[1]
    assert len(runs) == 20 and runs.max() - runs.min() <= 1
    _, first = np.unique(ordered.runner, return_index=True)
    assert len(np.flatnonzero(ordered.runner[1:] != ordered.runner[:-1])) == len(first) - 1


def test_without_any_time_the_rows_of_a_diary_are_in_order_and_it_is_told(diary, tmp_path):
    for untold in (diary.drop(columns="start_time"), diary.assign(start_time="n/a")):
        untold.to_csv(tmp_path / "mine.csv", index=False)
        own = read_own_labels(tmp_path / "mine.csv").in_stretches(20)
        assert len(np.flatnonzero(own.runner[1:] != own.runner[:-1])) == 19
        assert "No row has a start_time, so the rows are assumed to be in order." in used_labels(
            own
        )


def test_a_diary_with_some_times_is_refused_with_how_many_lack(diary, tiny, tmp_path):
    half = diary.assign(start_time=diary["start_time"].where(np.arange(len(diary)) % 2 == 0))
    half.to_csv(tmp_path / "mine.csv", index=False)
    lack = f"which is missing in {len(diary) // 2} of {len(diary)} rows, first in row 2;"
    with pytest.raises(SchemaError, match=lack):
        calibrate.calibrate(tmp_path / "mine.csv", tmp_path / "out", model=tiny.folder)


def test_a_diary_with_times_of_another_form_is_refused_by_row(diary, tiny, tmp_path):
    times = pd.to_datetime(diary["start_time"]).dt.strftime("%d/%m/%Y")
    diary.assign(start_time=times).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(SchemaError) as caught:
        calibrate.calibrate(tmp_path / "mine.csv", tmp_path / "out", model=tiny.folder)
    message = str(caught.value)
    assert f"row 1: '{times.iloc[0]}'" in message and f"and {len(diary) - 10} more" in message
    assert COLUMNS["start_time"].allowed in message and "ISO 8601" in message


def test_the_forms_and_offsets_of_times_do_not_change_the_stretches(diary, tmp_path):
    times = pd.to_datetime(diary["start_time"])
    west = (times - pd.Timedelta("9h")).dt.strftime("%Y-%m-%d %H:%M:%S-09:00")
    mixed = times.dt.strftime("%Y-%m-%dT%H:%MZ").where(np.arange(len(diary)) % 2 == 0, west)
    # Of two runs of one day the earlier one, told in Tokyo, is the later one as text.
    late, early = times.iloc[19] + pd.Timedelta("1h"), times.iloc[19]
    mixed.iloc[20] = late.strftime("%Y-%m-%dT%H:%MZ")
    mixed.iloc[19] = (early + pd.Timedelta("9h")).strftime("%Y-%m-%dT%H:%M:%S+09:00")
    assert sorted(mixed) != mixed.tolist()
    for name, column in {"plain.csv": diary["start_time"], "mixed.csv": mixed}.items():
        diary.assign(start_time=column).to_csv(tmp_path / name, index=False)
    plain, other = (
        read_own_labels(tmp_path / name).in_stretches(len(diary)).runner
        for name in ("plain.csv", "mixed.csv")
    )
    assert np.char.replace(plain, "plain", "mixed").tolist() == other.tolist()


def test_a_diary_moves_the_model_to_its_runner(diary, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(calibrate, "track_calibration", lambda *_, **__: "no-run")
    learned = len(diary) // 2
    diary[:learned].to_csv(tmp_path / "mine.csv", index=False)
    diary[learned:].to_csv(tmp_path / "later.csv", index=False)
    report = calibrate.calibrate(
        tmp_path / "mine.csv",
        tmp_path / "out",
        model=tiny.folder,
        holdout=tmp_path / "later.csv",
    )
    assert report.holdout[0].gain["value"] > 0 and report.heads[0].off > 0.9
    assert "All are of one runner" in report.text()
    assert json.loads((tmp_path / "out" / DESCRIPTION).read_text())[KEY]["n_runners"] == 1


def test_later_runs_of_a_diary_are_no_leak_if_the_files_have_one_name(
    diary, tiny, tmp_path, monkeypatch, recwarn
):
    monkeypatch.setattr(calibrate, "track_calibration", lambda *_, **__: "no-run")
    half = len(diary) // 2
    for folder, rows in {"first": diary[:half], "later": diary[half:]}.items():
        (tmp_path / folder).mkdir()
        rows.to_csv(tmp_path / folder / "mine.csv", index=False)
    first, later = tmp_path / "first" / "mine.csv", tmp_path / "later" / "mine.csv"
    calibrate.calibrate(first, tmp_path / "out", model=tiny.folder, holdout=later)
    assert not recwarn.list
    with pytest.warns(UserWarning, match=f"^{half} rows .*also in the training file mine.csv"):
        calibrate.calibrate(first, tmp_path / "out", model=tiny.folder, holdout=first)


def test_many_runners_kept_apart_from_a_diary_stay_runners(
    diary, often_sore, tiny, tmp_path, monkeypatch
):
    monkeypatch.setattr(calibrate, "track_calibration", lambda *_, **__: "no-run")
    diary.to_csv(tmp_path / "mine.csv", index=False)
    others = to_frame(often_sore, truth=False)
    untimed = others.assign(runner_id="other-" + others["runner_id"], start_time="some day")
    untimed.to_csv(tmp_path / "others.csv", index=False)
    with pytest.warns(
        UserWarning, match=r"not all runs of the held-out file others\.csv.*of the runner"
    ):
        report = calibrate.calibrate(
            tmp_path / "mine.csv",
            tmp_path / "out",
            model=tiny.folder,
            holdout=tmp_path / "others.csv",
        )
    assert report.holdout[0].n_runners == others["runner_id"].nunique()


def test_a_short_diary_is_refused_by_what_it_lacks(diary, tiny, tmp_path):
    diary[:9].to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(CalfcauseError, match="sore needs 10 yes and 10 no among runs"):
        calibrate.calibrate(tmp_path / "mine.csv", tmp_path / "out", model=tiny.folder)


# The folder


@pytest.fixture(scope="module")
def adapted(tiny, often_sore, tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapted")
    write_frame(to_frame(often_sore, truth=False), folder / "mine.csv")
    later = simulate(200, 8, world=replace(DEFAULT, name="coach", usual_sore_share=0.35), seed=9)
    frame = to_frame(later, truth=False)
    write_frame(frame.assign(runner_id="later-" + frame["runner_id"]), folder / "later.csv")
    store = f"sqlite:///{folder / 'mlflow.db'}"
    # Its tables are there already, and making them anew takes long.
    with sqlite3.connect(tiny.store.removeprefix("sqlite:///")) as there:
        there.backup(sqlite3.connect(folder / "mlflow.db"))
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        # MLflow compares the columns of its example as pandas 4 will not; until then.
        warnings.filterwarnings("ignore", "Operation with range is deprecated")
        patch.chdir(folder)
        patch.setenv("MLFLOW_TRACKING_URI", store)
        report = calibrate.calibrate(
            Path("mine.csv"),
            folder / "out",
            model=tiny.folder,
            holdout=Path("later.csv"),
            experiment="coached",
            register="coached",
        )
    return report, from_simulated(later), MlflowClient(store, store)


def test_a_coach_whose_runners_are_sorer_gets_a_better_model(tiny, adapted):
    report, later, _ = adapted
    answers = [
        model.predict_cells(later.cells, len(later))
        for model in (tiny.predictor, Predictor.load(report.folder))
    ]
    before, after = (log_losses(later.labels, p).mean(axis=0) for p in answers)
    assert after[-1] < before[-1]
    assert after.sum() < before.sum()
    assert answers[0][:, -1].mean() < answers[1][:, -1].mean()


def test_the_folder_states_what_was_learned(tiny, adapted):
    report, *_ = adapted
    description = json.loads((report.folder / DESCRIPTION).read_text())
    learned = description[KEY]
    assert description["format"] == ADAPTED_FORMAT
    assert set(learned["moves"]) == {one.head for one in report.heads if one.off is not None}
    assert (report.folder / GRAPH).read_bytes() == (tiny.folder / GRAPH).read_bytes()
    card = (report.folder / "MODEL_CARD.md").read_text()
    assert "## Your own labels" in card and learned["data_sha256"][:16] in card
    assert "On the held-out runs" in card and "mine.csv" in report.text()
    assert "pipeline.joblib" not in {path.name for path in report.folder.iterdir()}


def test_heads_that_are_not_moved_answer_as_before(tiny, adapted):
    report, later, _ = adapted
    before, after = (
        given_sore(model.predict_cells(later.cells, len(later)))
        for model in (tiny.predictor, Predictor.load(report.folder))
    )
    for place, head in enumerate(HEADS[:-1]):
        if head not in {one.head for one in report.heads if one.off is not None}:
            np.testing.assert_allclose(after[:, place], before[:, place], rtol=0, atol=1e-9)


def test_an_adapted_model_explains_as_it_predicts_and_survives_pickling(adapted):
    report, *_ = adapted
    model = Predictor.load(report.folder)
    session = {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9}
    p_sore = model.predict_one(session)["p_sore"]
    assert model.explain(session).p_sore == pytest.approx(p_sore)
    assert pickle.loads(pickle.dumps(model)).predict_one(session)["p_sore"] == p_sore


def test_an_adapted_model_is_not_adapted_again(adapted, write, tmp_path):
    with pytest.raises(CalfcauseError, match="is already adapted to own labels"):
        calibrate.calibrate(write(), tmp_path / "out", model=adapted[0].folder)


def test_a_calibration_is_tracked_like_a_training(adapted):
    report, _, client = adapted
    learned = json.loads((report.folder / DESCRIPTION).read_text())[KEY]
    run = client.get_run(report.run_id)
    assert client.get_experiment(run.info.experiment_id).name == "coached"
    told = run.data.params
    assert run.info.run_name == "calibrate on mine.csv"
    assert told["how"] == "calibrate" and told["sessions_file"] == "mine.csv"
    assert told["data_sha256"] == learned["data_sha256"]
    for head, move in learned["moves"].items():
        assert float(told[f"move.{head}.a"]) == move["a"]
    for where, heads in {"own_labels/": report.heads, "holdout/": report.holdout}.items():
        for one in heads:
            if one.gain:
                gain = run.data.metrics[f"{where}{one.head}.gain"]
                before = run.data.metrics[f"{where}{one.head}.before.log_loss"]
                after = run.data.metrics[f"{where}{one.head}.after.log_loss"]
                assert gain == one.gain["value"] == pytest.approx(before - after)
    inputs = {one.tags[0].value: one.dataset.digest for one in run.inputs.dataset_inputs}
    assert learned["data_sha256"].startswith(inputs["training"])
    assert inputs["evaluation"] != inputs["training"]
    files = {one.path for one in client.list_artifacts(report.run_id)}
    assert files == {"MODEL_CARD.md", "calibration.txt"}
    assert report.run_id in report.text()


def test_a_calibrated_model_is_registered_and_comes_back_as_it_was(adapted, monkeypatch):
    report, _, client = adapted
    version = client.get_model_version_by_alias("coached", "candidate")
    assert version.run_id == report.run_id
    assert version.description.startswith("Calibrate on mine.csv")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{report.folder.parent / 'mlflow.db'}")
    monkeypatch.chdir(report.folder.parent)
    session = {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9}
    there, here = (Predictor.load(one) for one in ("models:/coached@candidate", report.folder))
    assert there.predict_one(session) == here.predict_one(session)


def test_a_model_is_replaced_only_by_one_made_in_the_same_way(adapted, tiny, write, tmp_path):
    said = []
    refuse_other(adapted[0].folder, "calibrate", said.append)
    refuse_other(tiny.folder, "train", said.append)
    assert len(said) == 2 and all("will be replaced" in one for one in said)
    before = (tiny.folder / DESCRIPTION).read_bytes()
    with pytest.raises(CalfcauseError, match="a model made by train, which calibrate does not"):
        calibrate.calibrate(write(), tiny.folder)
    assert (tiny.folder / DESCRIPTION).read_bytes() == before
    with pytest.raises(CalfcauseError, match="a model made by calibrate, which train does not"):
        refuse_other(adapted[0].folder, "train", said.append)
    (tmp_path / DESCRIPTION).write_text("[]")
    with pytest.raises(CalfcauseError, match="that calfcause did not write"):
        refuse_other(tmp_path, "train", said.append)
    refuse_other(tmp_path / "new", "train", said.append)
    assert len(said) == 2


@pytest.mark.parametrize("how", ["calibrate", "train"])
def test_what_is_no_model_is_not_replaced(tmp_path, how):
    (tmp_path / "pipeline.joblib").write_text("mine")
    with pytest.raises(CalfcauseError, match=r"is not a model folder, but holds pipeline\.joblib"):
        refuse_other(tmp_path, how, print)
    (tmp_path / "pipeline.joblib").unlink()
    (tmp_path / "notes.txt").write_text("mine")
    refuse_other(tmp_path, how, print)


def test_the_model_to_adapt_is_not_overwritten(tiny, write):
    with pytest.raises(CalfcauseError, match="is the model to adapt"):
        calibrate.calibrate(write(), tiny.folder, model=tiny.folder)


@pytest.mark.parametrize("numbers", [{"a": 0}, {"a": 0, "b": 0}, {"a": float("nan"), "b": 1}, 7])
def test_a_damaged_calibration_is_refused(numbers):
    with pytest.raises(ModelError, match="calibrate it again"):
        moves_of({KEY: {"moves": {HEADS[0]: numbers}}})


def test_log_odds_stay_finite():
    assert np.isfinite(log_odds(np.array([0.0, 0.5, 1.0]))).all()
