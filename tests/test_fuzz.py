"""Wild inputs at every door: none ends in a fault (see wild_doors). Longer: benchmarks/fuzz.py."""

from datetime import time, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frames import write_frame
from wild_cells import NUMBERS, true_sessions
from wild_doors import Doors, Fault, Hang, Tally, compare, within

from calfcause import Predictor, SchemaError
from calfcause.batch import files, find_sessions, predict_file
from calfcause.sessions.frames import read_frame
from calfcause.sessions.schema import COLUMNS

# Inputs for each door, and how many of them at least have to be answered: a door that refused
# everything would have no fault either.
INPUTS = {
    "one": (600, 0.3), "frame": (100, 0.3), "csv": (150, 0.4), "parquet": (80, 0.7),
    "report": (40, 0.4), "workers": (4, 0.2),
}  # fmt: skip


@pytest.fixture(scope="module")
def predictor():
    return Predictor.load()


@pytest.fixture
def doors(predictor, tmp_path):
    return Doors(predictor, tmp_path)


@pytest.mark.parametrize("door", INPUTS)
def test_no_wild_input_ends_in_a_fault(doors, door):
    n_inputs, least_answered = INPUTS[door]
    tally = sum((doors.knock(door, seed) for seed in range(n_inputs)), start=Tally())
    assert not tally.faults
    assert tally.outcomes["answered"] >= least_answered * n_inputs
    assert not tally.outcomes["refused though readable"]


def test_no_damaged_file_ends_in_a_fault(doors):
    tally = sum((doors.knock("spoilt_file", seed) for seed in range(200)), start=Tally())
    assert not tally.faults
    assert tally.outcomes["refused"] > tally.outcomes["answered"] > 0


# What it found


def test_notes_for_pandas_that_make_no_sense_are_ignored(predictor, tmp_path):
    table = pa.table({"distance_km": [9.0], "swelling": [1]})
    source, target = tmp_path / "runs.parquet", tmp_path / "answers.parquet"
    for notes in (b"{not json", b"\xff", b'{"index_columns": ["gone"]}'):
        pq.write_table(table.replace_schema_metadata({b"pandas": notes}), source)
        assert predict_file(predictor, source, target).red_flagged_rows == 1
        assert read_frame(source)["distance_km"].tolist() == [9.0]


@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_parquet_file_with_changed_bytes_is_refused_by_its_name(predictor, tmp_path, at):
    source = tmp_path / "runs.parquet"
    pq.write_table(pa.table({"distance_km": [9.0], "terrain": ["flat"]}), source)
    data = bytearray(source.read_bytes())
    data[int(at * len(data)) :] = data[int(at * len(data)) + 5 :]
    source.write_bytes(data)
    with pytest.raises(SchemaError, match=r"runs\.parquet cannot be read as Parquet"):
        predict_file(predictor, source, tmp_path / "answers.parquet")
    with pytest.raises(SchemaError, match=r"runs\.parquet cannot be read as Parquet"):
        read_frame(source)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("name", ["runs.csv", "runs.parquet"])
def test_a_refused_file_says_how_many_of_its_rows_have_signs(predictor, tmp_path, name):
    frame = pd.DataFrame({"terrain": ["flat", "zzz", "hilly"], "numbness": [1, 1, 0]})
    write_frame(frame, tmp_path / name)
    with pytest.raises(SchemaError, match="The file has 2 rows with red-flag signs"):
        predict_file(predictor, tmp_path / name, tmp_path / "answers.csv")
    for row in (None, "2"):
        with pytest.raises(SchemaError, match="The file has 2 rows with red-flag signs"):
            find_sessions(tmp_path / name, row)


def test_dates_of_open_order_hide_no_signs(predictor, tmp_path):
    times = ["7/4/2026", "8/4/2026"]
    write_frame(pd.DataFrame({"start_time": times, "numbness": [1, 0]}), tmp_path / "runs.csv")
    with pytest.raises(SchemaError, match="The file has 1 row with red-flag signs"):
        find_sessions(tmp_path / "runs.csv", predictor=predictor)


# What the oracle sees


def test_a_changed_number_a_lost_sign_and_an_error_are_faults(doors, predictor, monkeypatch):
    right = predictor.predict_one({"distance_km": 35.2, "swelling": 1})
    compare(right, right)
    with pytest.raises(Fault, match="p_"):
        compare(right | {"p_sore": right["p_sore"] + 1e-4}, right)
    with pytest.raises(Fault, match="red flags"):
        compare(right | {"red_flags": ""}, right)
    monkeypatch.setattr(predictor, "predict_columns", lambda cells, n_sessions: 1 / 0)
    tally = doors.knock("parquet", 1)
    assert tally.outcomes == {"fault": 1} and "ZeroDivisionError" in tally.faults[0]


def test_a_lost_row_and_a_silent_refusal_are_faults(doors, monkeypatch):
    monkeypatch.setattr(files.BatchReport, "add", lambda report, block: None)
    assert "became 0" in doors.knock("parquet", 2).faults[0]


def test_what_takes_too_long_is_interrupted():
    with pytest.raises(Hang), within(0.05):
        while True:
            pass


@pytest.mark.parametrize("form", NUMBERS, ids=lambda form: form.name)
def test_a_form_writes_the_number_that_it_is_given(form):
    """By plain means, so that the fuzz cannot ask for a wrong answer."""
    values = {name: 44.35 for name in ("distance_km", "duration_min")} | {
        "elevation_gain_m": 1250.5, "usual_pace_min_per_km": 5.35, "shoe_drop_mm": -4.0,
        "experience_weeks": 26.0,
    }  # fmt: skip
    applied = [
        (COLUMNS[name], value, cell)
        for name, value in values.items()
        if (cell := form.write(COLUMNS[name], value)) is not None
    ]
    assert applied
    for column, value, cell in applied:
        if isinstance(cell, timedelta | pd.Timedelta | np.timedelta64):
            assert pd.Timedelta(cell) / pd.Timedelta(minutes=1) == pytest.approx(value)
        elif isinstance(cell, str) and ":" in cell:
            parts = [float(part) for part in reversed(cell.split(":"))]
            assert sum(part * 60**at for at, part in enumerate(parts)) / 60 == pytest.approx(value)
        elif isinstance(cell, time):
            assert cell.hour * 60 + cell.minute + cell.second / 60 == pytest.approx(value)
        elif form.sure and isinstance(cell, str):
            text = cell.replace(column.unit, "") if column.unit else cell
            number = text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
            assert float(number) == value
        elif form.sure:
            assert float(cell) == value


def test_true_sessions_are_plain_numbers_and_words():
    sessions = true_sessions(20, seed=3)
    assert len(sessions) > 20
    for session in sessions:
        for name, cell in session.items():
            column = COLUMNS[name]
            allowed = column.choices if column.choices else (column.low <= cell <= column.high,)
            assert cell in allowed if column.choices else allowed[0]
