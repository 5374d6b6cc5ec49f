"""Earlier runs in answers to files: the same through every door, and blind to the future."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from filled_frames import fill_history
from hypothesis import given, settings
from hypothesis import strategies as st

from calfcause import SchemaError
from calfcause.answer.chances import in_words
from calfcause.answer.columns import ANSWER_COLUMNS
from calfcause.answer.explain import explain
from calfcause.batch import find_sessions, predict_file
from calfcause.monitor.answers import risks_with_past
from calfcause.monitor.reading import read_sessions as monitored
from calfcause.report.assemble import make_report
from calfcause.report.told import read_runs
from calfcause.report.write import write_report
from calfcause.sessions import whose

NUMBERS = [name for name in ANSWER_COLUMNS if name.startswith("p_")]


def diary(runner="ada", n=20, seed=0, days=2, **cells):
    """Runs of one runner with labels, two days apart, and nothing told of what is usual."""
    rng = np.random.default_rng(seed)
    columns = {
        "runner_id": runner,
        "start_time": pd.date_range("2026-05-01T07:30", periods=n, freq=f"{days}D").astype(str),
        "distance_km": rng.uniform(4, 14, n).round(1),
        "duration_min": rng.uniform(30, 80, n).round(),
        "terrain": rng.choice(["flat", "hilly"], n, p=[0.8, 0.2]),
        "sore_calves": (rng.random(n) < 0.4).astype(float),
    }
    return pd.DataFrame(columns | cells)


@pytest.fixture(scope="module")
def squad():
    """Three diaries, mixed, in which some cells and labels are missing."""
    rows = pd.concat([diary(name, seed=at) for at, name in enumerate(["ada", "bo", "cy"])])
    rng = np.random.default_rng(1)
    for name in ("distance_km", "terrain", "sore_calves"):
        rows[name] = rows[name].where(rng.random(len(rows)) > 0.1)
    rows.insert(0, "session_id", [f"s{at}" for at in range(len(rows))])
    return rows.sample(frac=1, random_state=2).reset_index(drop=True)


def test_earlier_runs_move_the_answers_by_default(predictor, squad):
    plain, known = predictor.predict(squad, history=False), predictor.predict(squad)
    assert (plain["p_sore"] != known["p_sore"]).mean() > 0.5
    first = squad.groupby("runner_id")["start_time"].idxmin()
    pd.testing.assert_frame_equal(plain.loc[first], known.loc[first])


@settings(max_examples=15)
@given(st.integers(0, 59), st.randoms(use_true_random=False))
def test_neither_the_future_nor_the_run_s_own_label_changes_an_answer(
    predictor, squad, place, random
):
    now = squad["start_time"].iloc[place]
    changed = squad.copy()
    later = squad.index[squad["start_time"] > now].tolist()
    others = [random.choice(squad.index) for _ in later]
    columns = [name for name in squad.columns if name not in ("session_id", "start_time")]
    changed.loc[later, columns] = squad.loc[others, columns].to_numpy()
    today = squad["start_time"] == now
    changed.loc[today, "sore_calves"] = 1.0 - squad.loc[today, "sore_calves"].fillna(0.0)
    past = squad["start_time"] <= now
    pd.testing.assert_frame_equal(predictor.predict(changed)[past], predictor.predict(squad)[past])


def test_the_order_of_the_rows_and_other_runners_do_not_matter(predictor, squad):
    whole = predictor.predict(squad)
    shuffled = predictor.predict(squad.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(shuffled.loc[squad.index], whole)
    ada = squad[squad["runner_id"] == "ada"]
    pd.testing.assert_frame_equal(predictor.predict(ada), whole.loc[ada.index])
    alone = predictor.predict(ada.drop(columns="runner_id"))
    pd.testing.assert_frame_equal(alone, whole.loc[ada.index])


def test_a_file_answers_as_a_runner_who_learns_run_by_run(predictor):
    runs = diary()
    answers = predictor.predict(runs, intervals=True)
    filled = fill_history(runs).drop(columns="sore_calves")
    runner = predictor.runner()
    for place, sore in enumerate(runs["sore_calves"]):
        session = filled.iloc[place].dropna().to_dict()
        expected = runner.predict_one(session)
        for name in [*NUMBERS, "p_sore_low", "p_sore_high"]:
            assert answers[name].iloc[place] == pytest.approx(expected[name], rel=1e-6), name
        runner.learn(session, sore=bool(sore))


def test_the_interval_holds_the_risk_and_narrows_with_labels(predictor):
    answers = predictor.predict(diary(n=40), intervals=True)
    low, p, high = (answers[name] for name in ("p_sore_low", "p_sore", "p_sore_high"))
    assert (low <= p).all() and (p <= high).all()
    odds = np.log(high / (1 - high)) - np.log(low / (1 - low))
    assert (odds.diff().dropna() <= 1e-9).all() and odds.iloc[-1] < odds.iloc[0] / 1.5


def test_a_run_exported_twice_teaches_once(predictor):
    runs = diary(n=12)
    twice = pd.concat([runs, runs], ignore_index=True)
    pd.testing.assert_frame_equal(predictor.predict(twice).head(12), predictor.predict(runs))


def test_a_squad_without_runner_ids_is_nobodys_past(predictor):
    rows = pd.concat([diary(seed=at) for at in range(5)], ignore_index=True)
    rows = rows.drop(columns="runner_id")
    with pytest.warns(UserWarning, match="runs of several runners"):
        answers = predictor.predict(rows)
    pd.testing.assert_frame_equal(answers, predictor.predict(rows, history=False))


def test_times_that_cannot_be_read_count_as_missing_and_are_named(predictor):
    runs = diary(n=6)
    with pytest.warns(UserWarning, match="no start_time can be read"):
        odd = predictor.predict(runs.assign(start_time="some day"))
    pd.testing.assert_frame_equal(odd, predictor.predict(runs, history=False))
    runs = diary(n=20)
    times = [*runs["start_time"].astype(str)]
    some, missing = ([*times[:8], odd, *times[9:]] for odd in ("some day", None))
    with pytest.warns(UserWarning, match="^1 start time could not .* missing: row 9, 'some day'$"):
        odd = predictor.predict(runs.assign(start_time=some))
    pd.testing.assert_frame_equal(odd, predictor.predict(runs.assign(start_time=missing)))
    alone = predictor.predict(runs, history=False)
    pd.testing.assert_series_equal(odd.iloc[8], alone.iloc[8])
    assert odd["p_sore"].iloc[-1] != alone["p_sore"].iloc[-1]


def test_dates_that_leave_the_order_open_are_refused_if_there_is_an_earlier_run(predictor):
    runs = diary(n=2).assign(start_time=["7/4/2026", "8/4/2026"])
    with pytest.raises(SchemaError, match="may have the day or the month first"):
        predictor.predict(runs)
    assert len(predictor.predict(runs.head(1))) == 1
    with pytest.warns(UserWarning, match="month first"):
        predictor.predict(runs.assign(start_time=["7/4/2026", "7/14/2026"]))


def test_a_filled_cell_that_contradicts_what_is_told_is_left_out(predictor):
    hilly = diary(n=20, terrain="flat")
    told = hilly.assign(usual_climb_m_per_km=[np.nan] * 19 + [60.0])
    from calfcause.answer.past import past_of_frame
    from calfcause.sessions.frames import encode_frame

    for runs, expected in ((hilly, 0.0), (told, np.nan)):
        cells = encode_frame(runs)[0]
        past = past_of_frame(predictor, runs, cells)
        assert past is not None
        np.testing.assert_equal(past.filled(cells)["usual_terrain"][-1], expected)


def test_a_filled_frame_answers_as_history_does_without_labels(predictor):
    runs = diary(n=20, terrain="flat").drop(columns="sore_calves")
    runs.loc[15, ["distance_km", "duration_min"]] = 11.0, 23.0  # nobody ever ran that fast
    runs["usual_climb_m_per_km"] = [np.nan] * 19 + [60.0]
    filled = fill_history(runs)
    expected = predictor.predict(runs)
    pd.testing.assert_frame_equal(predictor.predict(filled, history=False), expected)
    assert filled["distance_km"].equals(runs["distance_km"])
    assert not expected.equals(predictor.predict(runs, history=False))


# Files


@pytest.fixture
def csv_of(tmp_path):
    def write(rows, name="runs.csv"):
        path = tmp_path / name
        rows.to_parquet(path) if name.endswith("parquet") else rows.to_csv(path, index=False)
        return path

    return write


def through_a_file(predictor, source, name, **options):
    """The answers of a file as a frame, and what was said."""
    target = source.with_name(name)
    report = predict_file(predictor, source, target, **options)
    read = pd.read_parquet if name.endswith("parquet") else pd.read_csv
    return read(target), report


@pytest.mark.parametrize("given_as", ["runs.csv", "runs.csv.gz", "runs.parquet"])
@pytest.mark.parametrize("to", ["answers.csv", "answers.parquet"])
def test_a_file_is_answered_as_its_frame(predictor, squad, csv_of, given_as, to):
    expected = predictor.predict(squad, intervals=True)
    found, report = through_a_file(predictor, csv_of(squad, given_as), to, intervals=True)
    for name in [*NUMBERS, "p_sore_low", "p_sore_high"]:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-5, err_msg=name)
    assert "from earlier runs of 3 runners" in report.history
    assert "adjusted to how often runners were sore before" in str(report)
    plain, quiet = through_a_file(predictor, csv_of(squad, given_as), to, history=False)
    np.testing.assert_allclose(
        plain["p_sore"], predictor.predict(squad, history=False)["p_sore"], rtol=1e-5
    )
    assert not quiet.history and "p_sore_low" not in plain


def test_blocks_workers_and_resuming_change_no_byte(predictor, squad, csv_of, monkeypatch):
    source = csv_of(squad)
    whole = source.with_name("whole.csv")
    predict_file(predictor, source, whole, explain=True)
    monkeypatch.setattr("calfcause.batch.blocks.BLOCK_ROWS", 7)
    monkeypatch.setattr("calfcause.batch.look_back.PART_ROWS", 1)
    monkeypatch.setattr("calfcause.batch.files.FINISH_SECONDS", 0.0)
    for workers in (1, 2):
        cut = source.with_name("cut.csv")
        predict_file(predictor, source, cut, explain=True, workers=workers)
        assert cut.read_bytes() == whole.read_bytes()

    def interrupt(rows, share):
        if rows > 30:
            raise KeyboardInterrupt

    resumed = source.with_name("resumed.csv")
    with pytest.raises(KeyboardInterrupt):
        predict_file(predictor, source, resumed, explain=True, progress=interrupt)
    predict_file(predictor, source, resumed, explain=True, resume=True)
    assert resumed.read_bytes() == whole.read_bytes()


def test_standard_input_is_answered_as_the_file(predictor, squad, csv_of):
    source = csv_of(squad)
    target = source.with_name("answers.csv")
    predict_file(predictor, source, target)
    command = [sys.executable, "-m", "calfcause", "predict", "-", "-o", "-"]
    with source.open("rb") as file:
        piped = subprocess.run(command, stdin=file, capture_output=True, check=True)
    assert piped.stdout == target.read_bytes()
    assert b"from earlier runs of 3 runners" in piped.stderr


def test_a_row_with_a_bad_cell_counts_as_a_run(predictor, squad, csv_of):
    bad = squad.assign(steps=1, cadence_spm=["fast", *[170] * (len(squad) - 1)])
    found, report = through_a_file(predictor, csv_of(bad), "answers.csv", on_bad_rows="side-file")
    expected = predictor.predict(squad.assign(cadence_spm=[np.nan, *[170] * (len(squad) - 1)]))
    assert report.bad_rows == 1
    np.testing.assert_allclose(found["p_sore"], expected["p_sore"][1:], rtol=1e-5)


def test_reasons_say_what_came_from_earlier_runs(predictor, csv_of):
    runs = diary(n=12, terrain=["flat"] * 11 + ["hilly"], session_id=[f"s{at}" for at in range(12)])
    source = csv_of(runs)
    found, _ = through_a_file(predictor, source, "answers.csv", explain=True)
    (session,) = find_sessions(source, "s11", predictor=predictor)
    codes, earlier, base = session.with_past()
    answer = explain(predictor, codes, earlier=earlier, base=base)
    assert "usual_terrain" in answer.earlier.columns and answer.earlier.n_runs == 11
    assert answer.knows_runner
    last = found.iloc[-1]
    assert "From your last 11 runs: usual terrain" in last["hills_because"]
    for cause in answer.causes:
        assert last[f"{cause.name}_because"] == cause.because, cause.name
    assert answer.p_sore == pytest.approx(last["p_sore"], rel=1e-5)
    primary = answer.primary
    assert primary is not None and primary.name == "hills"
    # The same run as usual is the same runner's.
    assert f"{in_words(primary.p_sore_as_usual)}." in last["explanation"]
    told = predictor.explain({"terrain": "hilly", "usual_terrain": "flat"})
    assert told.earlier is None and "From your last" not in str(told)


def test_the_order_of_day_and_month_is_decided_for_a_file_and_said(predictor, csv_of):
    # Only with the month first are the rows in order, close together.
    texts = ["7/4/2020 15:36", "7/12/2020 15:36", "Jul 14, 2020, 10:36:55 PM", "2020-07-20T18:00Z"]
    runs = diary(n=4).assign(start_time=texts)
    _, report = through_a_file(predictor, csv_of(runs), "answers.csv")
    assert report.history.startswith("start_time is read month first, since only so")
    with pytest.raises(SchemaError, match=r"'7/4/2020 15:36' \(row 2\) may have the day or"):
        through_a_file(predictor, csv_of(runs.iloc[[2, 0, 1]]), "answers.csv")
    clear = runs.assign(start_time=["7/4/2020 15:36", "7/13/2020 15:36", *texts[2:]])
    _, report = through_a_file(predictor, csv_of(clear.iloc[[2, 0, 1]]), "answers.csv")
    assert report.history.startswith("start_time is read month first, since '7/13/2020 15:36'")


def test_a_file_that_is_refused_for_its_dates_still_counts_its_signs(predictor, csv_of):
    runs = diary(n=2).assign(start_time=["7/4/2026", "8/4/2026"], cold_or_pale_foot=[1, 0])
    with pytest.raises(SchemaError, match="1 row with red-flag signs"):
        through_a_file(predictor, csv_of(runs), "answers.csv")


# Report and monitor


def test_a_report_and_its_file_have_the_same_risks(predictor, squad, csv_of):
    expected = predictor.predict(squad)["p_sore"]
    runs = read_runs(csv_of(squad), predictor)
    report = make_report(predictor, runs, source="runs.csv")
    found = {
        run.told.number - 1: run.answer.p_sore for runner in report.runners for run in runner.runs
    }
    np.testing.assert_allclose([found[at] for at in range(len(squad))], expected, rtol=1e-6)


def test_the_monitor_judges_the_risks_that_the_file_is_answered_with(predictor, squad, csv_of):
    sessions = monitored(csv_of(squad))
    risks, note = risks_with_past(predictor, sessions)
    np.testing.assert_allclose(
        np.sort(risks), np.sort(predictor.predict(squad)["p_sore"]), rtol=1e-6
    )
    assert note == ""
    alone = diary(n=12).drop(columns="runner_id")
    _, note = risks_with_past(predictor, monitored(csv_of(alone)))
    assert "taken for runs of one runner" in note


def test_a_file_with_a_time_that_cannot_be_read_is_answered_with_the_others(predictor, csv_of):
    runs = diary(n=20)
    runs["start_time"] = [*runs["start_time"].astype(str)[:19], "zzz"]
    runs["swelling"] = [1.0] + [np.nan] * 19
    source = csv_of(runs)
    found, report = through_a_file(predictor, source, "answers.csv", on_bad_rows="flag")
    said = "1 start time could not be read and counts as missing: row 20, 'zzz'"
    assert said in str(report) and report.red_flagged_rows == 1
    with pytest.warns(UserWarning, match=said):
        expected = predictor.predict(runs)
    np.testing.assert_allclose(found["p_sore"], expected["p_sore"], atol=1e-6)
    notes: list[str] = []
    (first,) = find_sessions(source, "1", predictor=predictor, say=notes.append)
    assert first.codes["swelling"] == 1 and said in notes[0]
    summary = write_report(predictor, source, source.with_name("report.md"))
    assert summary.runs == 20 and said in source.with_name("report.md").read_text()


def test_rows_without_a_runner_among_named_ones_are_answered_alone_and_said(predictor, csv_of):
    runs = diary(n=20).assign(runner_id=["ada"] + [None] * 19)
    said = "19 rows have no runner_id and are answered alone"
    with pytest.warns(UserWarning, match=said):
        answers = predictor.predict(runs)
    pd.testing.assert_frame_equal(answers, predictor.predict(runs, history=False))
    assert said in str(through_a_file(predictor, csv_of(runs), "answers.csv")[1])


def test_a_runner_with_too_many_rows_is_answered_alone_and_said(predictor, csv_of, monkeypatch):
    monkeypatch.setattr(whose, "MOST_ROWS", 10)
    runs = pd.concat([diary(n=12), diary(n=8).assign(runner_id="bo")], ignore_index=True)
    said = "1 runner_id has more than 10 rows, which are answered alone"
    with pytest.warns(UserWarning, match=said):
        answers = predictor.predict(runs)
    alone = predictor.predict(runs, history=False)
    pd.testing.assert_frame_equal(answers.head(12), alone.head(12))
    assert said in str(through_a_file(predictor, csv_of(runs), "answers.csv")[1])


@pytest.mark.parametrize("name", ["runs.csv", "runs.parquet"])
def test_labels_that_cannot_be_read_are_counted(predictor, csv_of, name):
    runs = diary(n=12)
    runs["sore_calves"] = ["ja", "x", "2", "0.5", *["1", "0"] * 4]
    said = "4 labels of sore_calves could not be read and were not used"
    source = csv_of(runs, name)
    assert said in str(through_a_file(predictor, source, name.replace("runs", "answers"))[1])
    notes: list[str] = []
    find_sessions(source, "12", predictor=predictor, say=notes.append)
    assert said in notes[0]
    with pytest.warns(UserWarning, match=said):
        odd = predictor.predict(runs)
    missing = runs.assign(sore_calves=[None] * 4 + ["1", "0"] * 4)
    pd.testing.assert_frame_equal(odd, predictor.predict(missing))
