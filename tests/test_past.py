"""Earlier runs in answers to files: the same through every door, and blind to the future."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calfcause import SchemaError
from calfcause.answer.columns import ANSWER_COLUMNS

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
    from calfcause.sessions.history_frame import fill_history

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


def test_without_any_readable_time_there_is_no_past_and_with_some_the_file_is_refused(predictor):
    runs = diary(n=6)
    with pytest.warns(UserWarning, match="no start_time can be read"):
        odd = predictor.predict(runs.assign(start_time="some day"))
    pd.testing.assert_frame_equal(odd, predictor.predict(runs, history=False))
    some = runs.assign(start_time=["some day", *runs["start_time"][1:]])
    with pytest.raises(SchemaError, match=r"row 1: 'some day'[^|]*history=False"):
        predictor.predict(some)
    assert len(predictor.predict(some, history=False)) == 6


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
