"""What earlier runs say of a run: equal to plain pandas, blind to the future, and never a guess."""

import numpy as np
import pandas as pd
import pytest
from filled_frames import fill_history
from hypothesis import given, settings
from hypothesis import strategies as st

from calfcause import SchemaError
from calfcause.sessions.dates import Times, numbers_of, times_of
from calfcause.sessions.history import fill as fill_cells
from calfcause.sessions.schema import COLUMNS, SORE_LABEL

HOUR, DAY = 3600, 86_400
NUMBERS = ("distance_km", "duration_min", "elevation_gain_m", "cadence_spm", "shoe_drop_mm")
CHOICES = ("terrain", "surface", "foot_strike")
FILLED = (
    "weekly_distance_km",
    "usual_weekly_distance_km",
    "longest_run_28d_km",
    "sore_calf_runs_28d",
    "usual_pace_min_per_km",
    "usual_climb_m_per_km",
    "usual_cadence_spm",
    "usual_terrain",
    "usual_surface",
    "usual_foot_strike",
    "usual_shoe_drop_mm",
    "experience_weeks",
    "weeks_since_last_run",
    "shoe_distance_km",
)


def at(seconds):
    """Times so many seconds after a Monday."""
    moment = np.datetime64("2026-01-05T00:00:00") + np.asarray(seconds).astype("timedelta64[s]")
    return Times(moment=moment, day=moment.astype("datetime64[D]"))


def every(days, n, hour=18):
    return at((np.arange(n) * days * 24 + hour) * HOUR)


def fill(times, runner=None, sore=None, shoe=None, **cells):
    n = len(times.moment)
    runner = ["ada"] * n if runner is None else runner
    columns = {name: np.asarray(column, dtype=float) for name, column in cells.items()}
    return fill_cells(
        columns,
        numbers_of(runner, {}),
        times,
        sore=None if sore is None else np.array(sore, float),
        shoe=shoe,
    )


@st.composite
def diaries(draw):
    """Runs of up to three runners in no order, with cells missing here and there, as a frame."""
    n = draw(st.sampled_from([1, 2, 5, 20, 40, 60]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    missing = draw(st.sampled_from([0.0, 0.1, 0.4]))
    span = draw(st.sampled_from([20, 60, 250, 900]))
    frame = pd.DataFrame(
        {
            "runner": rng.choice(["ada", "bo", "cy"], n, p=[0.7, 0.2, 0.1]),
            # Some runs share a moment, some a day.
            "second": rng.integers(0, span * 4, n) * 6 * HOUR,
            "distance_km": rng.uniform(0.5, 30, n).round(1),
            "duration_min": rng.uniform(3, 200, n).round(1),
            "elevation_gain_m": rng.uniform(0, 900, n).round(),
            "cadence_spm": rng.uniform(140, 190, n).round(),
            "shoe_drop_mm": rng.choice([0.0, 4.0, 8.0, 10.0], n),
            "shoe_distance_km": np.where(
                rng.random(n) < 0.1, rng.uniform(0, 500, n).round(), np.nan
            ),
            "experience_weeks": np.where(rng.random(n) < 0.1, rng.integers(0, 300, n), np.nan),
            SORE_LABEL: rng.choice([0.0, 1.0], n),
            "shoe": rng.choice(["Fast", "fast ", "Old", ""], n),
        }
    )
    for name in CHOICES:
        frame[name] = rng.integers(0, len(COLUMNS[name].choices), n).astype(float)
    for name in ("shoe_distance_km", "experience_weeks"):
        frame.loc[rng.random(n) < 0.9, name] = np.nan
    for name in (*NUMBERS, *CHOICES, SORE_LABEL):
        frame.loc[rng.random(n) < missing, name] = np.nan
    if draw(st.booleans()):
        frame = pd.concat([frame, frame.head(n // 3)], ignore_index=True)  # exported twice
    return frame


def filled(frame):
    """The filled cells of a frame, by its index."""
    cells = {
        name: frame[name].to_numpy(float)
        for name in frame.columns
        if name in COLUMNS and name not in ("runner", "second")
    }
    found = fill_cells(
        cells,
        numbers_of(frame["runner"], {}),
        at(frame["second"].to_numpy()),
        sore=frame[SORE_LABEL].to_numpy(float),
        shoe=frame["shoe"].tolist(),
    )
    columns = {name: found.cells.get(name, np.full(len(frame), np.nan)) for name in FILLED}
    return pd.DataFrame({**columns, "n_runs": found.n_runs}, index=frame.index)


def same(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=True)


# Equal to plain pandas


def of_last_days(runs, run, first, last=0):
    """The runs from ``first`` days before a run (included) up to ``last`` days before it."""
    ago = (run["second"] - runs["second"]) / DAY
    return runs[(ago <= first) & (ago > 0) & (ago >= last)]


def enough(runs, known):
    return known.sum() >= 4 and known.sum() >= len(runs) / 2


def by_hand(frame):
    """The rules of the module, row by row."""
    # A row without a distance may be any other run.
    once = frame.drop_duplicates(["runner", "second", "distance_km", "duration_min"])
    once = pd.concat([once, frame[frame["distance_km"].isna()]])
    once = once[~once.index.duplicated()]
    answers = []
    for index, run in frame.iterrows():
        runs = once[once["runner"] == run["runner"]]
        month = of_last_days(runs, run, 28)
        answer = {"n_runs": len(month)}
        days = (run["second"] - frame.loc[frame["runner"] == run["runner"], "second"].min()) / DAY
        all_known = month["distance_km"].notna().all()
        if len(month) >= 4 and all_known and days >= 14:
            answer["longest_run_28d_km"] = month["distance_km"].max()
        ago = (run["second"] - runs["second"]) / DAY
        week = runs[(ago < 7) & (ago > 0)]
        if days >= 7 and week["distance_km"].notna().all():
            answer["weekly_distance_km"] = week["distance_km"].sum() + run["distance_km"]
        weeks = runs[(ago >= 7) & (ago < 35)]
        if len(weeks) >= 4 and weeks["distance_km"].notna().all():
            if days >= 35:
                answer["usual_weekly_distance_km"] = weeks["distance_km"].sum() / 4
            elif days >= 21:
                later = weeks[weeks["second"] > runs["second"].min()]
                answer["usual_weekly_distance_km"] = later["distance_km"].sum() / (days / 7 - 1)
        pace = month["duration_min"] / month["distance_km"]
        climb = month["elevation_gain_m"] / month["distance_km"]
        for name, values in {
            "usual_pace_min_per_km": pace,
            "usual_climb_m_per_km": climb,
            "usual_cadence_spm": month["cadence_spm"],
        }.items():
            known = values[values.between(COLUMNS[name].low, COLUMNS[name].high)]
            if enough(month, values.index.isin(known.index)):
                answer[name] = np.exp(np.log(known.clip(lower=0.1)).mean())
        for name in (*CHOICES, "shoe_drop_mm"):
            if enough(month, month[name].notna()):
                answer[f"usual_{name}"] = month[name].mode().min()
        labelled = month[month["second"] // DAY < run["second"] // DAY]
        if enough(labelled, labelled[SORE_LABEL].notna()):
            answer["sore_calf_runs_28d"] = labelled[SORE_LABEL].sum()
        answers.append(pd.Series(answer, name=index, dtype=float))
    return pd.DataFrame(answers)


@settings(max_examples=40)
@given(diaries())
def test_it_equals_plain_pandas(frame):
    expected = by_hand(frame).reindex(columns=[*FILLED[:11], "n_runs"])
    found = filled(frame)[expected.columns].astype(float)
    pd.testing.assert_frame_equal(found, expected.astype(float), rtol=1e-9, check_names=False)


# Order and time


@settings(max_examples=40)
@given(diaries(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(frame, random):
    places = list(range(len(frame)))
    random.shuffle(places)
    shuffled = frame.iloc[places]
    same(filled(shuffled).loc[frame.index], filled(frame))


@settings(max_examples=40)
@given(diaries(), st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_future_changes_nothing(frame, part, random):
    now = frame["second"].min() + part / 1000 * (frame["second"].max() - frame["second"].min())
    past = frame["second"] <= now
    changed = frame.copy()
    later = frame.index[~past].tolist()
    others = [random.choice(frame.index) for _ in later]
    columns = [name for name in frame.columns if name not in ("second",)]
    changed.loc[later, columns] = frame.loc[others, columns].to_numpy()
    same(filled(changed)[past], filled(frame)[past])
    same(filled(frame[past]), filled(frame)[past])


@settings(max_examples=40)
@given(diaries(), st.integers(0, 39))
def test_what_is_known_after_a_run_does_not_enter_its_own_cells(frame, place):
    run = frame.iloc[place % len(frame)]
    turned = frame.copy()
    # A label of the same day is known as late as its own.
    today = (frame["runner"] == run["runner"]) & (frame["second"] // DAY == run["second"] // DAY)
    turned.loc[today, SORE_LABEL] = 1.0 - turned.loc[today, SORE_LABEL].fillna(0.0)
    same(filled(turned).loc[[run.name]], filled(frame).loc[[run.name]])


@settings(max_examples=40)
@given(diaries(), st.sampled_from(FILLED))
def test_a_known_cell_wins(frame, name):
    empty = filled(frame)
    value = 4.0 if COLUMNS[name].kind == "number" else 1.0
    known = frame.assign(**{name: value})
    found = filled(known)
    assert (found[name] == value).all()
    others = [column for column in FILLED if column != name]
    same(found[others], empty[others])


def test_rows_without_a_runner_or_a_time_are_left_alone_and_are_nobodys_past():
    times = every(2, 12)
    times.moment[3] = times.day[3] = np.datetime64("NaT")
    runner = ["ada"] * 12
    runner[5], runner[6] = None, ""
    found = fill(times, runner, distance_km=np.full(12, 10.0))
    assert found.n_runs.tolist() == [0, 1, 2, 0, 3, 0, 0, 4, 5, 6, 7, 8]
    assert np.isnan(found.cells["longest_run_28d_km"][[3, 5, 6]]).all()


def test_a_squad_without_runner_ids_has_no_habit():
    n = 600
    found = fill(at(np.arange(n) * HOUR), distance_km=np.full(n, 0.5), terrain=np.zeros(n))
    assert found.n_runs[250] == 250 and not found.n_runs[251:].any()
    for name, added in found.added.items():
        assert added[:251].any() and not added[251:].any(), name


# Thresholds


def test_three_runs_are_no_habit_and_four_are():
    found = fill(every(5, 6), terrain=[2, 2, 2, 2, 0, 0], distance_km=np.full(6, 9.0))
    np.testing.assert_array_equal(found.cells["usual_terrain"], [np.nan] * 4 + [2, 2])


def test_a_cell_that_most_runs_lack_is_no_habit():
    terrain = [2.0] * 4 + [np.nan] * 8
    found = fill(every(2, 12), terrain=terrain)
    known = ~np.isnan(found.cells["usual_terrain"])
    assert known.tolist() == [False] * 4 + [True] * 5 + [False] * 3


def test_the_twelve_kilometres_of_the_file_are_not_asked_for():
    km = [8, 12, 8, 9, 8, 7, 10, 8, 24]
    found = fill(every(3, 9), distance_km=km)
    assert found.cells["longest_run_28d_km"][-1] == 12
    assert found.cells["weekly_distance_km"][-1] == 24 + 8 + 10
    assert found.n_runs[-1] == 8


def test_a_young_diary_gives_the_same_usual_week_as_an_old_one():
    usual = fill(every(1, 60), distance_km=np.full(60, 10.0)).cells["usual_weekly_distance_km"]
    assert np.isnan(usual[:21]).all()
    np.testing.assert_allclose(usual[21:], 70.0)


def test_a_run_exported_twice_counts_once():
    times = at(np.repeat(np.arange(12) * 2 * DAY, 2))
    twice = fill(times, distance_km=np.full(24, 10.0), duration_min=np.full(24, 50.0))
    once = fill(at(np.arange(12) * 2 * DAY), distance_km=np.full(12, 10.0))
    for name in ("weekly_distance_km", "usual_weekly_distance_km"):
        np.testing.assert_array_equal(twice.cells[name][::2], once.cells[name])
    np.testing.assert_array_equal(twice.n_runs[::2], once.n_runs)


def test_two_runs_of_a_day_without_clock_times_both_count():
    found = fill(at([0, 0, 3 * DAY, 8 * DAY]), distance_km=[5, 7, 6, 9])
    assert found.n_runs.tolist() == [0, 0, 2, 3]
    assert found.cells["weekly_distance_km"][-1] == 9 + 6


def test_a_morning_run_s_label_is_unknown_in_the_evening():
    times = at([d * DAY + 7 * HOUR for d in range(5)] + [4 * DAY + 18 * HOUR, 5 * DAY])
    found = fill(times, sore=[1, 0, 0, 0, 1, 0, 0])
    np.testing.assert_array_equal(found.cells["sore_calf_runs_28d"], [np.nan] * 4 + [1, 1, 2])


# Experience


def test_known_experience_is_counted_on_and_a_break_restarts_it():
    days = [0, 7, 14, 18, 21, 28, 28 + 120, 28 + 127]
    known = [np.nan, 50, *[np.nan] * 6]
    found = fill(at(np.array(days) * DAY), experience_weeks=known).cells["experience_weeks"]
    np.testing.assert_allclose(found, [np.nan, 50, 51, 51 + 4 / 7, 52, 53, 0, 1])


def test_the_break_before_a_run_is_known_in_a_diary_kept_until_then():
    days = [0, 7, 14, 21, 26, 28, 28 + 120, 28 + 120, 28 + 127]
    pause = fill(at(np.array(days) * DAY), terrain=np.arange(9) % 4).cells["weeks_since_last_run"]
    # Before the fifth run there were four, before the run after the break five; then it is one.
    expected = [np.nan] * 5 + [2 / 7, 120 / 7, 120 / 7, np.nan]
    np.testing.assert_allclose(pause, expected)


def test_a_gap_in_a_diary_of_single_runs_is_no_break_and_ends_what_was_known():
    days = [0, 120, 240, 247]
    known = [50, np.nan, np.nan, np.nan]
    found = fill(at(np.array(days) * DAY), experience_weeks=known).cells["experience_weeks"]
    np.testing.assert_array_equal(found, [50, np.nan, np.nan, np.nan])


def test_half_a_year_of_diary_is_a_lower_bound_of_experience():
    found = fill(every(7, 30), distance_km=np.full(30, 5.0)).cells["experience_weeks"]
    np.testing.assert_allclose(found[26:], [26, 27, 28, 29])
    assert np.isnan(found[:26]).all()


# Shoes


def test_new_shoes_count_from_their_first_run_and_old_ones_from_a_known_cell():
    shoe = ["Old"] * 20 + ["New", "new", "Old", " NEW"]
    found = fill(every(3, 24), shoe=shoe, distance_km=np.full(24, 9.0))
    km = found.cells["shoe_distance_km"]
    assert np.isnan(km[:22]).tolist() == [True] * 20 + [False] * 2
    np.testing.assert_array_equal(km[20:], [0, 9, np.nan, 18])
    known = [np.nan] * 10 + [150] + [np.nan] * 13
    found = fill(
        every(3, 24), shoe=shoe, distance_km=np.full(24, 9.0), shoe_distance_km=known
    ).cells["shoe_distance_km"]
    np.testing.assert_array_equal(found[10:14], [150, 159, 168, 177])


def test_shoes_of_the_first_day_are_known_to_be_worn_in_after_200_km():
    km = fill(every(3, 24), shoe=["Old"] * 24, distance_km=np.full(24, 10.0)).cells
    np.testing.assert_array_equal(km["shoe_distance_km"][18:23], [np.nan, np.nan, 200, 210, 220])


# The form of start times


def test_rows_in_the_order_of_time_show_that_the_month_is_first():
    texts = [
        "7/4/2020 15:36",
        "7/12/2020 15:36",
        "Jul 14, 2020, 10:36:55 PM",
        "2020-07-20T18:00:00Z",
    ]
    times = times_of(texts, numbers_of(["ada"] * 4, {}), "95-dates.csv")
    assert times.day.astype(str).tolist() == [
        "2020-07-04", "2020-07-12", "2020-07-14", "2020-07-20",
    ]  # fmt: skip
    assert "month first" in times.note and "order of time" in times.note


@pytest.mark.parametrize(
    ("texts", "runner"),
    [
        (["7/4/2020", "7/12/2020", "8/1/2020"], ["ada"] * 3),
        (["7/4/2020", "2/12/2020", "8/1/2020", "3/3/2020"], ["ada"] * 4),
        # In order both ways.
        (["1/1/2020", "2/2/2020", "3/4/2020", "5/6/2020"], ["ada"] * 4),
        # One runner's rows are in order by day, the other's by month.
        (["7/4/2020", "7/5/2020", "9/6/2020", "10/5/2020"], ["ada", "ada", "bo", "bo"]),
        # In order by day, but closer together by month.
        (["3/1/2020", "2/4/2020", "3/7/2020", "3/9/2020"], ["ada"] * 4),
        (["25/07/20", "26/07/20"], ["ada"] * 2),
        (["25/7/2020", "7/25/2020"], ["ada"] * 2),
    ],
)
def test_a_file_that_leaves_the_order_open_is_refused(texts, runner):
    with pytest.raises(SchemaError, match="2026-07-14"):
        times_of(texts, numbers_of(runner, {}), "runs.csv")


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["3/4/2020", "13/4/2020"], "2020-04-03"),
        (["3/4/2020", "4/13/2020"], "2020-03-04"),
        (["3.4.2020", "4.4.2020"], "2020-04-03"),
        (["3-4-2020 5:00 pm", "31-4-2020", "5-31-2020"], None),
        (["3-4-2020 5:00 pm", "5-31-2020"], "2020-03-04"),
        (["4/4/2020", "5/5/2020"], "2020-04-04"),
    ],
)
def test_one_clear_date_decides_for_all(texts, day):
    if day is None:
        with pytest.raises(SchemaError, match="row 2"):
            times_of(texts, numbers_of(["ada"] * len(texts), {}), "runs.csv")
        return
    times = times_of(texts, numbers_of(["ada"] * len(texts), {}), "runs.csv")
    assert str(times.day[0]) == day


MOMENT = st.datetimes(pd.Timestamp("2000-01-01"), pd.Timestamp("2035-12-31")).map(
    lambda time: time.replace(second=time.second, microsecond=0)
)
FORMS = {
    "%Y-%m-%dT%H:%M:%S": 1,
    "%Y-%m-%d %H:%M": 60,
    "%Y/%m/%d %H:%M:%S": 1,
    "%b %d, %Y, %I:%M:%S %p": 1,
    "%A, %d %B %Y at %H:%M": 60,
    "%a %b %d %H:%M:%S %Y": 1,
    "%d.%m.%Y, %H:%M:%S": 1,
    "%d/%m/%Y %H:%M": 60,
    "%m/%d/%Y %I:%M %p": 60,
    "%Y%m%d": DAY,
}


@given(st.lists(MOMENT, min_size=1, max_size=6), st.sampled_from(list(FORMS)))
def test_every_form_gives_the_moment_that_was_written(moments, form):
    # One date that allows one reading only.
    moments = [*moments, moments[0].replace(month=12, day=31)]
    texts = [time.strftime(form) for time in moments]
    found = times_of(texts, np.zeros(len(moments), int), "runs.csv")
    step = FORMS[form]
    expected = np.array(moments, "datetime64[s]").astype(np.int64) // step * step
    np.testing.assert_array_equal(found.moment.astype(np.int64), expected)
    np.testing.assert_array_equal(found.day, np.array(moments, "datetime64[D]"))


def test_zones_are_brought_to_one_clock_and_days_stay_those_of_the_runner():
    texts = ["2026-07-14T23:30-05:00", "14 Jul 2026 6:30 PM +0200", "1784048400", "n/a", ""]
    times = times_of(texts, numbers_of(["ada"] * 5, {}), "runs.csv")
    assert times.moment.astype(str).tolist() == [
        "2026-07-15T04:30:00", "2026-07-14T16:30:00", "2026-07-14T17:00:00", "NaT", "NaT",
    ]  # fmt: skip
    assert times.day[:2].astype(str).tolist() == ["2026-07-14", "2026-07-14"]


@pytest.mark.parametrize(
    "text", ["Monday", "45000.5", "31.02.2026", "7/4/2026 25:00", "2026", "14 Juli", "9" * 5000]
)
def test_what_is_no_time_is_refused_by_row(text):
    with pytest.raises(SchemaError, match="row 2"):
        times_of(["2026-07-14", text], np.zeros(2, int), "runs.csv")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        times_of([text], np.zeros(1, int), "runs.csv")
    except SchemaError as error:
        assert len(str(error)) < 300


# Frames


def test_a_frame_is_filled_in_words_and_its_known_cells_stay():
    runs = pd.DataFrame(
        {
            "Runner ID": ["ada"] * 6 + ["bo"],
            "start_time": [f"7/{day}/2026 18:00" for day in (1, 4, 7, 10, 13, 16, 20)],
            "terrain": ["hilly"] * 4 + ["flat"] * 3,
            "usual_terrain": [None] * 5 + ["rolling", None],
            "notes": list("abcdefg"),
        },
        index=list("tuvwxyz"),
    )
    untouched = runs.copy()
    with pytest.warns(UserWarning, match="month first"):
        filled_runs = fill_history(runs)
    pd.testing.assert_frame_equal(runs, untouched)
    assert filled_runs.index.tolist() == list("tuvwxyz")
    usual = filled_runs["usual_terrain"]
    assert usual.isna().tolist() == [True] * 4 + [False] * 2 + [True]
    assert usual.iloc[4:6].tolist() == ["hilly", "rolling"]
    assert filled_runs["notes"].tolist() == list("abcdefg")


def test_a_frame_of_one_runner_reads_labels_shoes_and_datetimes():
    runs = pd.DataFrame(
        {
            "start_time": pd.date_range("2026-07-01", periods=14, freq="3D", tz="Europe/Oslo"),
            "distance_km": 8.0,
            "sore_calves": ["yes", "no"] * 7,
            "shoe": ["Old"] * 11 + ["New"] * 3,
        }
    )
    filled_runs = fill_history(runs)
    assert filled_runs["sore_calf_runs_28d"].tolist()[4:6] == [2, 3]
    np.testing.assert_array_equal(filled_runs["shoe_distance_km"], [np.nan] * 11 + [0, 8, 16])
    assert filled_runs["sore_calves"].tolist() == ["yes", "no"] * 7


def test_a_frame_without_start_times_or_with_bad_cells_is_refused():
    with pytest.raises(SchemaError, match="no column start_time"):
        fill_history(pd.DataFrame({"distance_km": [5.0]}))
    with pytest.raises(SchemaError, match="distance_km"):
        fill_history(pd.DataFrame({"distance_km": [-5.0], "start_time": ["2026-07-01"]}))


def test_a_filled_frame_moves_the_answer(predictor):
    runs = pd.DataFrame(
        {
            "start_time": pd.date_range("2026-05-01", periods=20, freq="2D"),
            "distance_km": [8.0] * 19 + [24.0],
            "sore_calves": [1] * 20,
        }
    )
    plain = predictor.predict(runs, history=False)
    known = predictor.predict(fill_history(runs), history=False)
    assert known["p_sore"].iloc[-1] > plain["p_sore"].iloc[-1]
