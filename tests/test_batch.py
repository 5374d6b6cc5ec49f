"""Whole files: what goes in comes out unchanged, with the library's answers beside it."""

import csv
import gzip
import io
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calfcause import SchemaError
from calfcause.batch import find_sessions, predict_file
from calfcause.batch.blocks import BLOCK_ROWS
from calfcause.causes import CAUSES

SESSIONS = "session_id,distance_km,terrain,notes\n007,5,flat,ok\n008,21,hily,\n009,9,steep,x\n"


@pytest.fixture
def answered(predictor, tmp_path):
    """Predict a text of CSV; return the text that was written."""

    def answer(text, **options):
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(text.encode())
        predict_file(predictor, source, target, **options)
        return target.read_bytes().decode()

    return answer


def rows_of(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_rows_begin_as_they_were(answered):
    text = 'session_id,notes,distance_km\n007," a; ""b"" ", 5 \n010,5.50,1e1\n'
    written = answered(text).splitlines()
    assert all(line.startswith(was) for line, was in zip(written, text.splitlines(), strict=True))
    assert written[1].startswith('007," a; ""b"" ", 5 ,0.')


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
@example(["007", "a\r\nb", "a\rb", 'say ""', "5,5", "", " ", "NA", "=1+1", "é\u2028"])
def test_every_text_of_an_extra_column_survives(predictor, texts):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("distance_km", "notes"), *((5, text) for text in texts)])
        predict_file(predictor, source, target)
        written = rows_of(target.read_bytes().decode())
    assert [row["notes"] for row in written] == texts


def test_rows_keep_their_order_over_chunks(answered):
    n_rows = 20_100
    text = "experience_weeks,place\n" + "".join(f"{i % 40 * 20},{i}\n" for i in range(n_rows))
    rows = rows_of(answered(text))
    assert [int(row["place"]) for row in rows] == list(range(n_rows))
    assert rows[0]["p_sore"] == rows[20_080]["p_sore"] != rows[39]["p_sore"]


def test_answers_are_those_of_the_library(predictor, answered):
    sessions = [
        {"session_id": "a", "distance_km": "9", "terrain": "steep", "usual_terrain": "flat"},
        {"session_id": "b", "distance_km": "42.2", "terrain": "", "usual_terrain": "hilly"},
        {"session_id": "c", "distance_km": "", "terrain": "", "usual_terrain": ""},
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, sessions[0])
    writer.writeheader()
    writer.writerows(sessions)
    rows = rows_of(answered(text.getvalue()))
    for row, answer in zip(rows, predictor.predict_many(sessions), strict=True):
        assert row["primary_cause"] == answer.pop("primary_cause")
        assert row["red_flags"] == answer.pop("red_flags")
        assert row["triage"] == answer.pop("triage")
        answer.pop("model")
        assert {name: float(row[name]) for name in answer} == pytest.approx(answer, rel=1e-5)


def test_a_file_without_sessions_gets_the_header_alone(answered):
    for explain in (False, True):
        (header,) = answered("session_id,distance_km\n", explain=explain).splitlines()
        assert header.startswith("session_id,distance_km,p_sore,")


def test_a_semicolon_file_stays_one(answered):
    written = answered("session_id;distance_km\n007;5,5\n")
    assert written.splitlines()[1].startswith("007;5,5;0,")
    assert rows_of(written, ";")[0]["primary_cause"]


@pytest.mark.parametrize(
    ("text", "delimiter", "mark"),
    [
        ("distance_km;notes\n5,5;a\n", ";", ","),
        ("distance_km;notes\n5.5;a\n", ";", "."),
        ("distance_km\tnotes\n5,5\ta\n", "\t", ","),
        ('distance_km,notes\n"5,5",a\n', ",", "."),
    ],
)
def test_answers_have_the_decimal_mark_of_the_file(answered, text, delimiter, mark):
    (row,) = rows_of(answered(text), delimiter)
    assert row["p_sore"].startswith(f"0{mark}")


def test_a_decimal_comma_does_not_change_the_report(predictor, tmp_path):
    reports = []
    for number in ("5,5", "5.5"):
        (tmp_path / "in.csv").write_text(f"distance_km;notes\n{number};a\n")
        reports.append(predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv"))
    assert reports[0] == reports[1]


@pytest.mark.parametrize("bom", ["\ufeff", ""])
def test_a_byte_order_mark_stays_as_it_was(answered, bom):
    assert answered(f"{bom}distance_km;notes\n5;a\n").startswith(f"{bom}distance_km;notes;p_sore")


def test_a_packed_file_is_read(predictor, tmp_path):
    source = tmp_path / "in.csv.gz"
    source.write_bytes(gzip.compress(b"distance_km\n5\n"))
    report = predict_file(predictor, source, tmp_path / "out.csv")
    assert report.rows == 1


def test_bad_cells_stop_and_leave_what_was_there(predictor, tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(SESSIONS)
    target.write_text("of yesterday")
    with pytest.raises(SchemaError, match=r"line 3, column terrain: 'hily'.*Did you mean 'hilly'"):
        predict_file(predictor, source, target)
    assert target.read_text() == "of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_bad_cells_of_all_chunks_are_counted(answered):
    n_bad = 12
    text = "distance_km\n" + "x\n" + "5\n" * 20_050 + "x\n" * (n_bad - 1)
    with pytest.raises(SchemaError) as caught:
        answered(text)
    assert "line 2," in str(caught.value) and "line 20053," in str(caught.value)
    assert "and 2 more" in str(caught.value)


def test_flag_keeps_every_row_and_says_what_is_wrong(answered):
    rows = rows_of(answered(SESSIONS, on_bad_rows="flag", explain=True))
    assert [row["session_id"] for row in rows] == ["007", "008", "009"]
    assert [bool(row["p_sore"]) for row in rows] == [True, False, True]
    assert [bool(row["explanation"]) for row in rows] == [True, False, True]
    assert rows[0]["error"] == rows[2]["error"] == ""
    assert "'hily' is not allowed" in rows[1]["error"]
    assert list(rows[0])[-1] == "error"


def test_flag_keeps_a_row_of_the_wrong_length(answered):
    written = answered("session_id,distance_km,notes\na,5\nb,5,x,y\nc,5,x\n", on_bad_rows="flag")
    rows = rows_of(written)
    assert [(row["session_id"], row["notes"]) for row in rows] == [
        ("a", ""),
        ("b", "x"),
        ("c", "x"),
    ]
    assert [row["error"][:15] for row in rows] == ["row has 2 cells", "row has 4 cells", ""]
    assert {len(row) for row in csv.reader(io.StringIO(written))} == {len(rows[0])}


def test_the_report_counts(predictor, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("distance_km,sharp_pain\n5,\n5,1\nx,1\nx,\n")
    report = predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="flag")
    assert (report.rows, report.bad_rows, report.red_flagged_rows) == (4, 2, 2)
    assert 0 < report.expected_sore < 2


def test_red_flags_are_always_told_even_of_bad_rows(answered):
    text = "swelling,one_leg_only,sharp_pain,terrain\n1,1,1,\n,,,flat\n,,1,hily\n"
    rows = rows_of(answered(text, on_bad_rows="flag"))
    assert [row["red_flags"] for row in rows] == ["one_leg_swollen; sharp_pain", "", "sharp_pain"]


def test_explain_adds_the_reasons_of_the_library(predictor, answered):
    session = {"distance_km": 9.0, "terrain": "steep", "usual_terrain": "flat", "sharp_pain": 1}
    text = f"{','.join(session)}\n{','.join(map(str, session.values()))}\n"
    (row,) = rows_of(answered(text, explain=True))
    answer = predictor.explain(session)
    assert len(answer.causes) == len(CAUSES)
    for one in answer.causes:
        assert row[f"{one.name}_state"] == one.state
        assert row[f"{one.name}_because"] == one.because
    primary = {one.name: one.because for one in answer.causes}.get(answer.primary_cause, "")
    assert row["because"] == primary
    assert row["explanation"].startswith("Appointment: ")
    assert primary in row["explanation"]


def test_answers_are_not_answered_again(answered):
    once = answered("distance_km\n5\n")
    with pytest.raises(SchemaError, match=r"already holds answers, in p_sore, .*drop or rename"):
        answered(once)
    with pytest.raises(SchemaError, match="in error;"):
        answered("distance_km,Error\n5,\n", on_bad_rows="flag")


def test_the_label_of_training_data_stays_beside_the_answer(answered):
    (row,) = rows_of(answered("distance_km,primary_cause\n5,none\n"))
    assert row["primary_cause"] == "none"
    assert row["predicted_primary_cause"]


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_other_targets_are_refused(predictor, tmp_path, name):
    source = tmp_path / "in.csv"
    source.write_text("distance_km\n5\n")
    with pytest.raises(SchemaError, match=r"written to \.csv"):
        predict_file(predictor, source, tmp_path / name)


def test_a_file_may_be_answered_in_place(predictor, tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text("distance_km\n5\n")
    predict_file(predictor, path, path)
    assert rows_of(path.read_text())[0]["distance_km"] == "5"


def test_progress_is_told_after_every_chunk(answered):
    told = []
    text = "distance_km\n" + "5\n" * (BLOCK_ROWS + 1)
    answered(text, progress=lambda rows, share: told.append((rows, share)))
    assert told == [(BLOCK_ROWS, 1.0), (BLOCK_ROWS + 1, 1.0)]


def test_sessions_are_found_by_id_before_number(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("session_id,distance_km\n2,10\n,20\n007,30\n")

    def found(wanted=None):
        return [(session.name, session.codes) for session in find_sessions(path, wanted)]

    assert found("2") == [("2", {"distance_km": 10.0})]
    assert found("3") == [("007", {"distance_km": 30.0})]
    assert found("007") == [("007", {"distance_km": 30.0})]
    assert [name for name, _ in found()] == ["2", "row 2", "007"]


def test_only_the_bad_cells_of_the_session_found_matter(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(SESSIONS)
    assert find_sessions(path, "009")
    with pytest.raises(SchemaError, match="line 3, column terrain"):
        find_sessions(path, "008")
    with pytest.raises(SchemaError, match="line 3, column terrain"):
        find_sessions(path)


def test_a_session_that_is_not_there_gets_the_nearest_named(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("session_id,distance_km\nmonday-1,5\nmonday-2,5\n")
    with pytest.raises(SchemaError, match=r"no session 'mnday-2'.*monday-2.*from 1 to 2"):
        find_sessions(path, "mnday-2")
    path.write_text("distance_km\n5\n")
    with pytest.raises(SchemaError, match="no session '2'; row numbers go from 1 to 1"):
        find_sessions(path, "2")


@pytest.mark.parametrize("end", [".csv.gz", ".csv.zst", ".parquet"])
def test_sessions_are_the_same_in_every_form(tmp_path, end):
    path, other = tmp_path / "in.csv", tmp_path / f"in{end}"
    path.write_text("session_id,distance_km,terrain,sore_calves\n2,10,steep,1\n,20,,\n")
    if end == ".parquet":
        pd.read_csv(path, dtype={"session_id": "str"}).to_parquet(other)
    else:
        codec = {".csv.gz": "gzip", ".csv.zst": "zstd"}[end]
        other.write_bytes(pa.compress(path.read_bytes(), codec=codec, asbytes=True))
    assert find_sessions(other) == find_sessions(path)
