"""Cells that cannot both be true are named, honest ones are not; the answer comes all the same."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calfcause.batch import predict_file
from calfcause.report import write_report
from calfcause.sessions.cells import encode_session
from calfcause.sessions.contradictions import RULES, contradictions, impossible
from calfcause.sessions.frames import encode_frame
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate, world_named

DATA = Path(__file__).parents[1] / "data"
# A rule that speaks up more often than in so many honest rows takes errors of watches for lies.
MOST_IMPOSSIBLE = 0.002
MOST_HONEST = 0.005

# One session for every rule, in the order of the rules; between them they raise nothing else.
CLASHING = (
    {"surface": "road", "soft_surface_fraction": 1},
    {"terrain": "flat", "distance_km": 10, "elevation_gain_m": 600},
    {"usual_terrain": "flat", "usual_climb_m_per_km": 60},
    {"terrain": "flat", "distance_km": 10, "elevation_loss_m": 600},
    {"elevation_gain_m": 5000, "distance_km": 5},
    {"elevation_loss_m": 9000, "distance_km": 10},
    {"max_grade_pct": 40, "elevation_gain_m": 0},
    {"duration_min": 10, "distance_km": 10},
    {"duration_min": 500, "distance_km": 5},
    {"duration_min": 1500, "distance_km": 5},
    {"fastest_pace_min_per_km": 9, "distance_km": 10, "duration_min": 50},
    {"weekly_distance_km": 5, "distance_km": 12},
    {"longest_run_28d_km": 90, "usual_weekly_distance_km": 10, "weekly_distance_km": 12},
    {"longest_run_28d_km": 0, "weekly_distance_km": 60, "distance_km": 10},
    {"longest_run_28d_km": 0, "sore_calf_runs_28d": 2},
    {"experience_weeks": 0, "usual_weekly_distance_km": 60},
    {"shoe_type": "zero_drop", "shoe_drop_mm": 10},
    {"severity_0_10": 0, "sore_days": 3},
)
CONSISTENT = (
    {"surface": "sand", "soft_surface_fraction": 0.9, "terrain": "flat", "elevation_gain_m": 30},
    {"distance_km": 12, "weekly_distance_km": 12, "longest_run_28d_km": 8},
    {"distance_km": 12, "duration_min": 60, "fastest_pace_min_per_km": 4.2},
    {"distance_km": 0.1, "duration_min": 0.2, "fastest_pace_min_per_km": 2},
    {"experience_weeks": 0, "usual_weekly_distance_km": 0, "longest_run_28d_km": 0},
    {"shoe_type": "barefoot", "shoe_drop_mm": 0, "usual_shoe_drop_mm": 10},
    {"severity_0_10": 0, "sore_days": 0},
    # A grass track, stairs, and repetitions up a hill.
    {"surface": "track", "soft_surface_fraction": 1},
    {"distance_km": 2, "elevation_gain_m": 1220, "terrain": "steep"},
    {"distance_km": 8, "duration_min": 50, "fastest_pace_min_per_km": 9},
)


WEEK = next(session for session in CLASHING if session.get("weekly_distance_km") == 5)
IMPOSSIBLE = [session for rule, session in zip(RULES, CLASHING, strict=True) if rule.unusable]


def found_in(session, units="km"):
    return contradictions(encode_session(session), UNITS[units])


@pytest.mark.parametrize(("rule", "session"), [*zip(RULES, CLASHING, strict=True)])
def test_every_rule_names_its_cells_and_no_other_speaks_up(rule, session):
    (found,) = found_in(session)
    assert found.columns == rule.columns
    assert found.text.endswith(f": {rule.why}. {rule.taken}")


@pytest.mark.parametrize("session", CONSISTENT)
def test_what_goes_together_is_not_remarked_on(session):
    assert found_in(session) == ()


@pytest.mark.parametrize("session", CLASHING)
def test_with_either_cell_unknown_there_is_no_contradiction(session):
    for name in session:
        assert found_in(session | {name: None}) == ()


def test_the_cells_are_told_in_the_units_of_the_reader():
    (found,) = found_in(WEEK, units="miles")
    assert found.text.startswith(
        "Weekly distance (3.1 miles) does not go with distance (7.5 miles)"
    )


@pytest.mark.parametrize("session", CLASHING)
def test_the_answer_comes_all_the_same(predictor, session):
    answer = predictor.explain(session)
    assert answer.p_sore == predictor.predict_one(session)["p_sore"]
    (found,) = answer.contradictions
    assert found.text in " ".join(str(answer).split())
    assert answer.to_dict()["contradictions"][0]["columns"] == found.columns


@pytest.mark.parametrize("session", IMPOSSIBLE)
def test_what_cannot_be_true_is_answered_as_if_it_were_missing(predictor, session):
    rule = RULES[CLASHING.index(session)]
    told = session | {"session_type": "race", "usual_terrain": "flat", "usual_pace_min_per_km": 5}
    left = {name: cell for name, cell in told.items() if name not in rule.unusable}
    doors = {
        "one": lambda given: predictor.predict_one(given)["p_sore"],
        "many": lambda given: predictor.predict_many([given])[0]["p_sore"],
        "frame": lambda given: predictor.predict(pd.DataFrame([given]))["p_sore"][0],
        "explain": lambda given: predictor.explain(given).p_sore,
    }
    assert {name: door(told) for name, door in doors.items()} == pytest.approx(
        {name: door(left) for name, door in doors.items()}
    )
    answer, expected = predictor.explain(told), predictor.explain(left)
    assert [cause.because for cause in answer.causes] == [c.because for c in expected.causes]
    assert rule.taken in " ".join(str(answer).split())


@pytest.mark.parametrize(
    ("session", "unit"),
    [
        ({"duration_min": 2730, "distance_km": 9}, "45.5 min if it is in seconds"),
        ({"duration_min": 0.76, "distance_km": 9}, "45.6 min if it is in hours"),
        ({"duration_min": 0.0316, "distance_km": 9}, "45.5 min if it is in days"),
        ({"duration_min": 2, "distance_km": 400}, "0.4 km if it is in metres"),
        ({"elevation_gain_m": 5000, "distance_km": 20, "terrain": None}, ""),
        ({"elevation_gain_m": 4500, "distance_km": 5}, "45 m if it is in centimetres"),
    ],
)
def test_the_unit_is_guessed_where_it_makes_sense(session, unit):
    assert unit in " ".join(found.text for found in found_in(session))


def test_zero_kilometres_in_an_hour_have_no_unit():
    (found,) = found_in({"distance_km": 0, "duration_min": 55})
    assert "if it is in" not in found.text and "Neither was used." in found.text


def write_durations(path):
    """The right row is the last but two."""
    path.write_text(
        "session_id,distance_km,duration_min,usual_pace_min_per_km\n"
        "day-fraction,9,0.0316,5.5\nhours,9,0.76,5.5\nseconds,9,2730,5.5\n"
        "seconds-long,9,5999,5.5\nright,9,45.5,5.5\nkm-as-metres,400,2,5.5\ndist-zero,0,45,5.5\n"
    )
    return path


@pytest.mark.parametrize("end", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize("workers", [1, 2])
def test_the_summary_of_a_file_counts_and_names_rows_that_cannot_be_true(
    predictor, tmp_path, end, workers
):
    source = write_durations(tmp_path / "in.csv")
    if end == ".parquet":
        pd.read_csv(source).to_parquet(source := tmp_path / "in.parquet")
    report = predict_file(predictor, source, tmp_path / f"out{end}", workers=workers)
    assert report.impossible_rows == 6
    said = str(report)
    assert "6 rows have cells that do not go together and were not used" in said
    assert (
        "row 1: duration_min 0.0316 with distance_km 9, duration_min perhaps in days (45.5)" in said
    )
    assert "row 3: " in said and "row 5: " not in said and "… and 1 more" in said


def test_no_cause_is_named_from_what_cannot_be_true(predictor, tmp_path):
    source = write_durations(tmp_path / "in.csv")
    predict_file(predictor, source, tmp_path / "out.csv")
    answers = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    rows = {row["session_id"]: row for row in csv.DictReader(answers)}
    named = {name: row["primary_cause"] for name, row in rows.items() if name != "right"}
    assert set(named.values()) == {"none"}


def test_a_report_says_it_in_every_form(predictor, tmp_path):
    source = tmp_path / "runs.csv"
    with source.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["distance_km", "weekly_distance_km"])
        writer.writeheader()
        writer.writerows([WEEK, {"distance_km": 5, "weekly_distance_km": 20}])
    said = found_in(WEEK)[0].text
    texts = {}
    for form in ("html", "md", "json"):
        write_report(predictor, source, tmp_path / form, form=form)
        texts[form] = (tmp_path / form).read_text("utf-8")
    # In JSON the answer in short stands beside its parts.
    assert all(texts[form].count(said) == 1 for form in ("html", "md"))
    assert all("The cells of 1 run contradict each other" in texts[form] for form in ("html", "md"))
    odd = [run["contradictions"] for run in json.loads(texts["json"])["runs"]]
    assert sorted(map(len, odd)) == [0, 1]


def shares_of(cells, n_sessions):
    """How often each rule speaks up, of all rows."""
    unknown = np.full(n_sessions, np.nan)
    return {
        rule.columns: rule.clashes(*(cells.get(name, unknown) for name in rule.columns)).mean()
        for rule in RULES
    }


@pytest.mark.parametrize("world", ["default", "noisy_records", "only_log", "only_everything"])
def test_no_rule_speaks_up_in_simulated_runs(world):
    cells = simulate(600, 8, world=world_named(world), seed=3).cells
    # A treadmill that is set to an incline climbs on flat ground.
    outdoors = cells["surface"] != COLUMNS["surface"].choices.index("treadmill")
    cells = {name: column[outdoors] for name, column in cells.items()}
    shares = shares_of(cells, len(cells["distance_km"]))
    assert {columns: share for columns, share in shares.items() if share > MOST_HONEST} == {}
    if world != "noisy_records":
        n_sessions = len(cells["distance_km"])
        assert len(impossible(cells, n_sessions)) <= MOST_IMPOSSIBLE * n_sessions


@pytest.mark.parametrize("name", ["real_cases", "real_outcomes"])
def test_no_real_run_is_called_impossible(name):
    frame = pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)
    assert impossible(encode_frame(frame)[0], len(frame)) == {}


@pytest.mark.parametrize(("name", "most"), [("real_cases", 0.0), ("real_outcomes", MOST_HONEST)])
def test_no_rule_speaks_up_in_real_runs(name, most):
    frame = pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)
    cells, _ = encode_frame(frame)
    shares = shares_of(cells, len(frame))
    assert {columns: share for columns, share in shares.items() if share > most} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: " ".join(rule.columns))
def test_columns_are_judged_as_single_sessions_are(rule):
    codes = [encode_session(one) for one in (*CLASHING, *CONSISTENT)]
    columns = [np.array([one.get(name, np.nan) for one in codes]) for name in rule.columns]
    said = f"{rule.why}. {rule.taken}"
    singly = [
        any(one.text.endswith(said) for one in contradictions(code, UNITS["km"])) for code in codes
    ]
    assert rule.clashes(*columns).tolist() == singly
