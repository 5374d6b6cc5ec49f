"""What is wrong with sessions comes as data too, and strict refuses what is not known."""

import pickle
import warnings
from dataclasses import replace
from functools import partial

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from calfcause import Problem, SchemaError
from calfcause.batch import find_sessions, predict_file
from calfcause.cli import main
from calfcause.sessions.frames import read_frame
from calfcause.sessions.schema import COLUMNS, TOLD_COLUMNS, label_columns

HILLY = Problem(
    row=0,
    column="terrain",
    found="hily",
    allowed="one of flat, rolling, hilly, steep",
    hint="Did you mean 'hilly'?",
    message="column terrain: 'hily' is not allowed; one of flat, rolling, hilly, steep. "
    "Did you mean 'hilly'?",
)
N_ROWS = 12_000  # more than two blocks
BAD = (0, 7, 11_111)


def problems_of(call, *given, **options):
    with pytest.raises(SchemaError) as refused:
        call(*given, **options)
    return list(refused.value.problems)


def test_a_bad_cell_is_the_same_data_in_every_method(predictor):
    bad, at_1 = {"terrain": "hily"}, replace(HILLY, row=1)
    for method in (predictor.predict_one, predictor.explain, predictor.next_questions):
        assert problems_of(method, bad) == [HILLY]
    assert problems_of(predictor.next_run, bad, below=0.1) == [HILLY]
    assert problems_of(predictor.predict_many, [{"terrain": "flat"}, bad]) == [at_1]
    frame = pd.DataFrame({"terrain": ["flat", "hily"], "swelling": [1, 0]})
    for table in (frame, pl.from_pandas(frame), pa.table(frame)):
        assert problems_of(predictor.predict, table) == [at_1]
        assert problems_of(predictor.explain_many, table) == [at_1]


@pytest.mark.parametrize("ends", ["csv", "parquet"])
@pytest.mark.parametrize("workers", [1, 2])
def test_rows_of_a_file_are_counted_over_the_whole_of_it(predictor, tmp_path, ends, workers):
    words = ["flat"] * N_ROWS
    for row in BAD:
        words[row] = "hily"
    source = tmp_path / f"runs.{ends}"
    frame = pd.DataFrame({"terrain": words, "notes": "a,b"})
    frame.to_csv(source, index=False) if ends == "csv" else frame.to_parquet(source)
    expected = [replace(HILLY, row=row, line=row + 2 if ends == "csv" else None) for row in BAD]
    found = problems_of(predict_file, predictor, source, tmp_path / "out.csv", workers=workers)
    assert found == expected
    if workers == 1:
        assert problems_of(find_sessions, source) == expected
        assert problems_of(read_frame, source) == expected


def test_a_row_of_the_wrong_length_is_a_problem_without_a_column(predictor, tmp_path):
    source = tmp_path / "runs.csv"
    source.write_text("terrain,distance_km\nflat,5\nflat,5,6,7\n")
    (found,) = problems_of(predict_file, predictor, source, tmp_path / "out.csv")
    assert (found.row, found.line, found.column) == (1, 3, "")
    assert found.found == "row has 4 cells, header has 2"


def test_names_are_problems_too(predictor):
    unknown, far = problems_of(predictor.predict_one, {"distance_kms": 9, "mood": "good"})
    assert (unknown.row, unknown.column, unknown.found) == (None, "distance_kms", "distance_kms")
    assert (unknown.hint, far.hint) == ("Did you mean 'distance_km'?", "")
    for twice in (
        problems_of(predictor.predict_one, {"terrain": "flat", "Terrain": "flat"}),
        problems_of(predictor.predict_one, pd.Series(["flat", "flat"], ["terrain", "terrain"])),
        problems_of(predictor.predict, pd.DataFrame([[1, 2]], columns=["terrain", "Terrain"])),
    ):
        assert [(one.column, one.row) for one in twice] == [("terrain", None)]
        assert "appears twice" in twice[0].message


def test_every_problem_is_in_the_message_and_survives_pickling(predictor):
    with pytest.raises(SchemaError) as refused:
        predictor.predict_one({"terrain": "hily", "distance_km": -1, "notes": ""}, strict=True)
    error = pickle.loads(pickle.dumps(refused.value))
    assert error.problems == refused.value.problems
    assert [one.column for one in error.problems] == ["terrain", "distance_km", "notes"]
    assert all(one.message in str(error) for one in error.problems)


# Strict


@pytest.mark.filterwarnings("ignore:column 'distance_kms':UserWarning")
def test_strict_refuses_what_else_is_ignored(predictor, tmp_path):
    session = {"distance_kms": 9, "terrain": "hilly", "notes": "legs heavy"}
    expected = ["distance_kms", "notes"]
    frame = pd.DataFrame([session])
    calls = [
        (predictor.predict_one, session),
        (predictor.predict_one, frame.iloc[0]),
        (predictor.explain, session),
        (predictor.next_questions, session),
        (partial(predictor.next_run, below=0.1), session),
        (predictor.runner().predict_one, session),
        (predictor.runner().explain, session),
        (partial(predictor.runner().learn, sore=True), session),
        (predictor.predict_many, [session]),
        *((method, table)
          for method in (predictor.predict, predictor.explain_many)
          for table in (frame, pl.from_pandas(frame), pa.table(frame))),
    ]  # fmt: skip
    for call, given in calls:
        call(given)
        found = problems_of(call, given, strict=True)
        assert [one.column for one in found] == expected
        assert found[0].hint == "Did you mean 'distance_km'?"
    for source in (tmp_path / "runs.csv", tmp_path / "runs.parquet"):
        if source.suffix == ".csv":
            frame.to_csv(source, index=False)
        else:
            pq.write_table(pa.table(frame), source)
        target = tmp_path / "out.csv"
        found = problems_of(predict_file, predictor, source, target, strict=True)
        assert [one.column for one in found] == expected and not target.exists()
        monitored = ["monitor", "--reference", str(source)]
        reported = ["report", "-o", str(target)]
        for command in (["predict", "-o", str(target)], ["explain"], reported, monitored):
            with warnings.catch_warnings():  # what is refused was not ignored
                warnings.simplefilter("error")
                done = CliRunner().invoke(main, [*command, str(source), "--strict"])
            assert done.exit_code == 1 and "Did you mean 'distance_km'?" in done.output
        assert not target.exists()


def test_strict_still_gives_the_signs(predictor):
    with pytest.raises(SchemaError, match="red-flag signs: swelling"):
        predictor.predict_one({"swelling": 1, "sweling": 1}, strict=True)
    with pytest.raises(SchemaError, match=r"(?s)Red-flag signs.*swelling"):
        predictor.predict(pd.DataFrame({"swelling": [1], "sweling": [1]}), strict=True)


def test_strict_answers_what_is_known_as_ever(predictor):
    names = {*TOLD_COLUMNS, *label_columns(["hills"]), "shoe", "Shoe-Type "} - {"shoe_type"}
    session = {"terrain": "hilly", **dict.fromkeys(names - {"terrain"})}
    for method in (predictor.predict_one, predictor.explain):
        assert method(session, strict=True) == method(session)
    frame = pd.DataFrame([session])
    pd.testing.assert_frame_equal(predictor.predict(frame, strict=True), predictor.predict(frame))
    assert predictor.predict_one({}, strict=True) == predictor.predict_one({})
    assert len(names) > len(COLUMNS)
