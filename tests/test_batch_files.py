"""Files of all forms and sizes, and what is left of them when something interferes."""

import csv
import errno
import fcntl
import gzip
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reasons_of_one import reason_columns

from calfcause import ActivityError, CalfcauseError, Predictor, SchemaError
from calfcause.answer.columns import ANSWER_COLUMNS, REASON_COLUMNS
from calfcause.answer.explain import explain
from calfcause.batch import blocks, files, job, predict_file
from calfcause.batch.blocks import as_stream, from_stream
from calfcause.batch.job import Job
from calfcause.batch.target import new_sink
from calfcause.files import atomic_path
from calfcause.report import write_report
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.layout import side_names
from calfcause.sessions.names import near_miss
from calfcause.sessions.schema import TOLD_COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

COMMAND = [sys.executable, "-m", "calfcause", "predict"]
NUMBERS = [name for name in ANSWER_COLUMNS if name.startswith("p_")]


@pytest.fixture(scope="module")
def runs():
    """Some hundred simulated runs, their labels left out."""
    frame = to_frame(simulate(120, 4, seed=3))
    labels = [name for name in frame.columns if name.startswith(("cause_", "primary_"))]
    return frame.drop(columns=labels).reset_index(drop=True)


@pytest.fixture(scope="module")
def written(runs, tmp_path_factory):
    """The runs as a CSV file."""
    path = tmp_path_factory.mktemp("runs") / "runs.csv"
    runs.to_csv(path, index=False, lineterminator="\n")
    return path


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of few rows, so that a small file has many."""
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 37)


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


# The same answers however they are found


def test_answers_are_printed_as_the_library_gives_them(predictor, runs, written, tmp_path):
    predict_file(predictor, written, tmp_path / "out.csv")
    for row, (_, answer) in zip(
        rows_of(tmp_path / "out.csv"), predictor.predict(runs).iterrows(), strict=True
    ):
        assert [row[name] for name in NUMBERS] == [f"{answer[name]:.6g}" for name in NUMBERS]
        assert row["primary_cause"] == answer["primary_cause"]
        assert row["red_flags"] == answer["red_flags"] and row["triage"] == answer["triage"]


def test_reasons_are_those_of_the_library(predictor, written, tmp_path):
    predict_file(predictor, written, tmp_path / "out.csv", explain=True, history=False)
    (chunk,) = read_csv(written)
    for place, row in enumerate(rows_of(tmp_path / "out.csv")[::7]):
        codes = {name: float(found[7 * place]) for name, found in chunk.cells.items()}
        known = {name: code for name, code in codes.items() if code == code}
        told = reason_columns(explain(predictor, known))
        assert {name: row[name] for name in REASON_COLUMNS} == told


@pytest.mark.parametrize("block_rows", [1, 100, 10_000])
@pytest.mark.parametrize("workers", [1, 2])
def test_neither_blocks_nor_workers_change_anything(
    predictor, written, tmp_path, monkeypatch, block_rows, workers
):
    reports = [predict_file(predictor, written, tmp_path / "whole.csv", explain=True)]
    if block_rows == 1:
        head = tmp_path / "head.csv"
        head.write_bytes(b"".join(written.read_bytes().splitlines(keepends=True)[:40]))
        predict_file(predictor, head, tmp_path / "whole.csv", explain=True)
        written = head
    monkeypatch.setattr(blocks, "BLOCK_ROWS", block_rows)
    out = tmp_path / "out.csv"
    reports.append(predict_file(predictor, written, out, explain=True, workers=workers))
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    if block_rows != 1:
        assert str(reports[0]) == str(reports[1])


def test_the_order_of_rows_changes_no_answer(predictor, runs, tmp_path):
    runs.to_csv(tmp_path / "in.csv", index=False)
    runs[::-1].to_csv(tmp_path / "back.csv", index=False)
    for name in ("in", "back"):
        predict_file(predictor, tmp_path / f"{name}.csv", tmp_path / f"{name}.out.csv")
    header, *rows = (tmp_path / "in.out.csv").read_bytes().splitlines()
    assert (tmp_path / "back.out.csv").read_bytes().splitlines() == [header, *rows[::-1]]


# Rows stay as they are


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("middle", ['b,"5","x ""y"", z"', "b,5 km,x", 'b,5,"two\nlines"'])
def test_every_byte_of_a_row_stays(predictor, tmp_path, end, last, middle):
    lines = ["session_id,distance_km,notes", "a, 5.50 ,", middle, "c,,é"]
    text = end.join(lines) + (end if last else "")
    (tmp_path / "in.csv").write_bytes(text.encode())
    predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv")
    out = (tmp_path / "out.csv").read_bytes().decode()
    found = list(csv.reader(io.StringIO(out, newline="")))
    assert len(found) == 4
    for line in lines:
        assert f"{line}," in out
    assert out.count(end) == text.count(end) + (not last)


def test_old_windows_text_becomes_utf_8(predictor, tmp_path, small_blocks):
    rows = b"".join(b"x%d,4\n" % number for number in range(100)) + b"Jos\xe9,5\n" * 50
    (tmp_path / "in.csv").write_bytes(b"session_id,distance_km\n" + rows)
    with pytest.warns(UserWarning, match="line 102: byte 0xE9 is not utf-8"):
        predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv")
    assert [row["session_id"] for row in rows_of(tmp_path / "out.csv")][-1] == "José"


def test_a_recording_of_a_watch_that_holds_no_run_is_refused(predictor, tmp_path):
    (tmp_path / "run.csv").write_bytes(b"\x0e\x10\xdf\x07\x10\x27\0\0.FIT\x12\x34")
    with pytest.raises(ActivityError, match="there is no run in"):
        predict_file(predictor, tmp_path / "run.csv", tmp_path / "out.csv")


@pytest.mark.parametrize("bad", [b"\xff", b"\x81"])
def test_damaged_text_is_refused_by_its_line(predictor, tmp_path, small_blocks, bad):
    rows = "é,4\n" * 200 if bad == b"\xff" else "e,4\n" * 200
    (tmp_path / "in.csv").write_bytes(b"session_id,distance_km\n" + rows.encode() + bad + b",5\n")
    with pytest.raises(SchemaError, match=f"line 202: byte 0x{bad[0]:02X}"):
        predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv")
    assert names_in(tmp_path) == ["in.csv"]


@pytest.mark.parametrize("workers", [1, 2])
def test_all_bad_cells_are_told_by_line_whatever_the_block(
    predictor, tmp_path, small_blocks, workers
):
    lines = ["distance_km,notes", *(f'{number % 40},"a\nb"' for number in range(150))]
    for place in (1, 40, 149):
        lines[place] = f"x{place},"
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(SchemaError) as caught:
        predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv", workers=workers)
    told = [line.split(",")[0].strip() for line in str(caught.value).splitlines()[1:]]
    # Every row before one of them but the bad ones has two lines.
    assert told == ["line 2", "line 79", "line 296"]


def test_quotes_that_never_close_are_refused_where_they_begin(predictor, tmp_path, small_blocks):
    rows = "5,a\n" * 90 + '6,"b\n' + "7,c\n" * 90
    (tmp_path / "in.csv").write_text(f"distance_km,notes\n{rows}")
    with pytest.raises(SchemaError, match="line 92: the quotes of the row that begins here"):
        predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv")


# Forms


@pytest.mark.parametrize("form", [".csv", ".csv.gz", ".csv.zst", ".parquet"])
@pytest.mark.parametrize("into", [".csv", ".csv.gz", ".csv.zst", ".parquet"])
def test_every_form_goes_into_every_other(
    predictor, runs, written, tmp_path, small_blocks, form, into
):
    given, out = tmp_path / f"in{form}", tmp_path / f"out{into}"
    if form == ".parquet":
        runs.to_parquet(given)
    elif form == ".csv.zst":
        given.write_bytes(pa.compress(written.read_bytes(), "zstd", asbytes=True))
    else:
        runs.to_csv(given, index=False)
    predict_file(predictor, given, out)
    if into == ".csv.zst":
        with pa.input_stream(out, compression="zstd") as stream:
            out = io.BytesIO(stream.read())
    found = pd.read_parquet(out) if into == ".parquet" else pd.read_csv(out)
    pd.testing.assert_frame_equal(
        found[NUMBERS], predictor.predict(runs)[NUMBERS], rtol=1e-5, check_exact=False
    )
    assert found["session_id"].tolist() == runs["session_id"].tolist()
    known = found["distance_km"].notna()
    told = found["distance_km"][known].astype(float)
    assert told.tolist() == runs["distance_km"][known.to_numpy()].tolist()


def test_the_columns_of_parquet_stay_with_their_types_and_what_is_told_of_them(predictor, tmp_path):
    columns = {
        "distance_km": pa.array([5, None, 12], pa.int16()),
        "terrain": pa.array(["flat", None, "hilly"]).dictionary_encode(),
        "swelling": pa.array([True, False, None]),
        "start_time": pa.array([0, 1, 2], pa.timestamp("ms", tz="UTC")),
        "track": pa.array([[1.5], [], None]),
    }
    noted = {"made by": "a watch", "calfcause.model.hash": "old", "calfcause.model.version": "old"}
    table = pa.table(columns).replace_schema_metadata(noted)
    pq.write_table(table, tmp_path / "in.parquet")
    predict_file(predictor, tmp_path / "in.parquet", tmp_path / "out.parquet", explain=True)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(table.column_names).equals(table)
    assert found.schema.metadata[b"made by"] == b"a watch"
    assert found.schema.metadata[b"calfcause.model.hash"] == predictor.id.hash.encode()
    assert b"old" not in pq.ParquetFile(tmp_path / "out.parquet").metadata.metadata.values()
    wrong = table.set_column(1, "terrain", pa.array(["flat", "hily", "flat"]))
    pq.write_table(wrong, tmp_path / "bad.parquet")
    predict_file(
        predictor, tmp_path / "bad.parquet", tmp_path / "out.parquet", on_bad_rows="side-file"
    )
    assert b"old" not in pq.read_schema(tmp_path / "out.bad.parquet").metadata.values()
    assert found.column_names == [*table.column_names, *ANSWER_COLUMNS, *REASON_COLUMNS]
    answers = predictor.predict(table.to_pandas())
    assert found["p_sore"].to_pylist() == answers["p_sore"].tolist()
    assert found.schema.field("p_sore").type == pa.float64()
    with pytest.raises(SchemaError, match=r"column track holds list<.*\.parquet"):
        predict_file(predictor, tmp_path / "in.parquet", tmp_path / "out.csv")


def test_cells_of_csv_stay_text_in_parquet(predictor, tmp_path):
    (tmp_path / "in.csv").write_text('session_id,distance_km,notes\n007,5.50,\n008,"5 km","a\nb"\n')
    predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet").to_pydict()
    assert found["session_id"] == ["007", "008"]
    assert found["distance_km"] == ["5.50", "5 km"]
    assert found["notes"] == [None, "a\nb"]


def test_no_sessions_of_parquet_are_no_answers(predictor, tmp_path):
    pq.write_table(pa.table({"distance_km": pa.array([], pa.float64())}), tmp_path / "in.parquet")
    for name in ("out.parquet", "out.csv"):
        assert predict_file(predictor, tmp_path / "in.parquet", tmp_path / name).rows == 0
    assert pq.read_table(tmp_path / "out.parquet").column_names[:2] == ["distance_km", "p_sore"]
    assert (tmp_path / "out.csv").read_text().startswith("distance_km,p_sore,")


@pytest.mark.parametrize("end", [".gz", ".zst"])
def test_a_packed_file_that_breaks_off_is_refused(predictor, tmp_path, end):
    text = b"distance_km\n" + os.urandom(999).hex().encode()
    packed = gzip.compress(text) if end == ".gz" else pa.compress(text, "zstd", asbytes=True)
    (tmp_path / f"in.csv{end}").write_bytes(packed[:-99])
    with pytest.raises(SchemaError, match="damaged"):
        predict_file(predictor, tmp_path / f"in.csv{end}", tmp_path / "out.csv")


def test_bad_rows_of_parquet_are_told_by_their_number(predictor, tmp_path, small_blocks):
    distances = np.arange(100.0) % 40
    distances[[3, 90]] = -1
    pq.write_table(pa.table({"distance_km": distances}), tmp_path / "in.parquet")
    with pytest.raises(SchemaError, match=r"row 3, column distance_km.*\n.*row 90, column"):
        predict_file(predictor, tmp_path / "in.parquet", tmp_path / "out.parquet")
    report = predict_file(
        predictor, tmp_path / "in.parquet", tmp_path / "out.parquet", on_bad_rows="flag"
    )
    assert (report.rows, report.bad_rows) == (100, 2)
    found = pq.read_table(tmp_path / "out.parquet").to_pydict()
    assert found["p_sore"][3] is None and found["p_sore"][4] is not None
    assert "-1.0" in found["error"][90] and found["error"][4] == ""


# Bad rows aside


def test_bad_rows_go_whole_to_a_file_beside(predictor, tmp_path, small_blocks):
    lines = ["session_id,distance_km,notes,sharp_pain", *(f"{n},5,é," for n in range(60))]
    lines[2], lines[50] = '"b", 5 leagues ,"x, y",1', "c,5,x,,more"
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    report = predict_file(
        predictor, tmp_path / "in.csv", tmp_path / "out.csv", on_bad_rows="side-file"
    )
    assert (report.rows, report.bad_rows, report.red_flagged_rows) == (60, 2, 1)
    assert str(report).endswith("they are in " + str(tmp_path / "out.bad.csv"))
    assert len(rows_of(tmp_path / "out.csv")) == 58
    header, first, second = (tmp_path / "out.bad.csv").read_text().splitlines()
    assert (
        header == f"calfcause_line,calfcause_error,calfcause_red_flags,calfcause_triage,{lines[0]}"
    )
    assert first.startswith("3,") and first.endswith(f",sharp_pain,appointment,{lines[2]}")
    assert "'5 leagues' is not allowed; 0 to 500 km" in first.replace('""', '"')
    assert second.startswith("51,") and second.endswith(f",,could not be judged,{lines[50]}")


def test_bad_rows_of_parquet_go_whole_to_a_file_beside(predictor, tmp_path):
    table = pa.table({"distance_km": [5.0, -1.0], "track": [[1], [2, 3]]})
    pq.write_table(table, tmp_path / "in.parquet")
    predict_file(
        predictor, tmp_path / "in.parquet", tmp_path / "out.parquet", on_bad_rows="side-file"
    )
    assert pq.read_table(tmp_path / "out.parquet")["track"].to_pylist() == [[1]]
    (bad,) = pq.read_table(tmp_path / "out.bad.parquet").to_pylist()
    assert bad["calfcause_row"] == 1 and bad["track"] == [2, 3]
    assert "'-1.0' is not allowed" in bad["calfcause_error"]


def test_without_a_file_there_is_no_side_file(predictor, written):
    with pytest.raises(SchemaError, match="is not a file, so bad rows cannot go to a side file"):
        predict_file(predictor, written, "-", on_bad_rows="side-file")


def test_bad_rows_are_not_written_over_the_file_that_is_read(predictor, tmp_path):
    given = tmp_path / "runs.bad.csv"
    given.write_text("distance_km\n5\nx\n")
    with pytest.raises(SchemaError, match=r"runs\.bad\.csv is the input file"):
        predict_file(predictor, given, tmp_path / "runs.csv", on_bad_rows="side-file")
    assert given.read_text() == "distance_km\n5\nx\n"
    assert names_in(tmp_path) == ["runs.bad.csv"]


@pytest.mark.parametrize("lies", ["folder", "pipe", "link"])
def test_bad_rows_need_a_file_of_their_own(predictor, written, tmp_path, lies):
    side = tmp_path / "out.bad.csv"
    if lies == "folder":
        side.mkdir()
    elif lies == "pipe":
        os.mkfifo(side)
    else:
        side.symlink_to(tmp_path / "out.csv")
    with pytest.raises(SchemaError, match=r"side file .*out\.bad\.csv would replace something"):
        predict_file(predictor, written, tmp_path / "out.csv", on_bad_rows="side-file")
    assert names_in(tmp_path) == ["out.bad.csv"]


# Bad rows come back


def unpacked(path):
    found = path.read_bytes()
    return gzip.decompress(found) if path.suffix == ".gz" else found


def read(path):
    """All cells of a file as text, by column."""
    if path.suffix != ".parquet":
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    return pd.read_parquet(path).astype(str)


def mend(path, wrong, right):
    """Write right cells into a file of bad rows, as an editor would."""
    if path.suffix == ".parquet":
        pd.read_parquet(path).replace(wrong, right).to_parquet(path)
        return
    text = unpacked(path).decode()
    assert f",{wrong}," in text
    mended = text.replace(f",{wrong},", f",{right},").encode()
    path.write_bytes(gzip.compress(mended) if path.suffix == ".gz" else mended)


@pytest.mark.parametrize(
    ("form", "into"),
    [
        (".csv", ".csv"),
        (".csv.gz", ".csv.gz"),
        (".csv", ".parquet"),
        (".parquet", ".parquet"),
        (".parquet", ".csv"),
    ],
)
def test_mended_rows_join_the_others_as_if_they_had_been_right(
    predictor, runs, tmp_path, small_blocks, form, into
):
    right = runs.assign(distance_km=runs["distance_km"].astype(str), notes='a "note", of two')
    wrong = right.assign(distance_km=right["distance_km"].where(right.index % 9 != 4, "9.9.9"))
    right.loc[right.index % 9 == 4, "distance_km"] = "9.75"
    for name, frame in (("right", right), ("wrong", wrong)):
        given = tmp_path / f"{name}{form}"
        frame.to_parquet(given) if form == ".parquet" else frame.to_csv(given, index=False)
        predict_file(
            predictor, given, tmp_path / f"{name}.out{into}", on_bad_rows="side-file", history=False
        )
    (side,) = tmp_path.glob("wrong.out.bad*")
    mend(side, "9.9.9", "9.75")
    report = predict_file(predictor, side, tmp_path / f"mended{into}", history=False)
    good, mended, whole = (
        read(tmp_path / f"{name}{into}") for name in ("wrong.out", "mended", "right.out")
    )
    assert report.rows == len(mended) == (right.index % 9 == 4).sum()
    assert list(mended.columns) == list(good.columns)
    together = pd.concat([good, mended]).sort_values("session_id", ignore_index=True)
    pd.testing.assert_frame_equal(
        together, whole.sort_values("session_id", ignore_index=True), check_index_type=False
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_bad_rows_that_come_back_keep_every_byte(predictor, tmp_path, end, delimiter, bom):
    rows = [
        ["session_id", '"distance_km"', "terrain", "notes"],
        ["a", "5", "flt", '"x; ""y"", \tz"'],
        ["b", "5", "flat", "é"],
        ['"c"', "", "hily", f'"two{end}lines"'],
        ["", " 5,5.5 " if delimiter != "," else '"5,5.5"', "", ""],
        ["d", "6", "steep", "x", "more"],
        ["e", "7"],
    ]
    lines = [delimiter.join(cells) for cells in rows]
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes((bom + end.join([*lines, ""])).encode())
    predict_file(predictor, given, out, on_bad_rows="side-file")
    first, second = tmp_path / "out.bad.csv", tmp_path / "again.bad.csv"
    for line in (lines[0], lines[1], *lines[3:]):
        assert f"{delimiter}{line}{end}" in first.read_bytes().decode()
    report = predict_file(predictor, first, tmp_path / "again.csv", on_bad_rows="side-file")
    assert (report.rows, report.bad_rows) == (5, 5)
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes().partition(end.encode())[0] + (
        end.encode()
    )
    header = second.read_bytes().decode().partition(end)[0].removeprefix(bom).split(delimiter)
    assert header == [
        "calfcause_line", "calfcause_error", "calfcause_red_flags", "calfcause_triage", *rows[0]
    ]  # fmt: skip
    for line in (lines[1], *lines[3:]):
        assert f"{delimiter}{line}{end}" in second.read_bytes().decode()
    predict_file(predictor, second, tmp_path / "flag.csv", on_bad_rows="flag")
    flagged = (tmp_path / "flag.csv").read_bytes().decode()
    for line in (lines[1], lines[3], lines[4]):
        assert f"{end}{line}{delimiter}" in flagged


@pytest.mark.parametrize("end", [".csv", ".csv.gz", ".parquet"])
def test_a_side_file_replaces_no_file_but_a_side_file(predictor, tmp_path, end):
    bad = pd.DataFrame({"terrain": ["flat", "hily"], "name": "mine"})
    write = bad.to_parquet if end == ".parquet" else partial(bad.to_csv, index=False)
    write(source := tmp_path / f"runs{end}")
    write(side := tmp_path / f"answers.bad{end}")
    before = side.read_bytes()
    with pytest.raises(SchemaError, match="would replace something else; move that away"):
        predict_file(predictor, source, tmp_path / f"answers{end}", on_bad_rows="side-file")
    assert side.read_bytes() == before
    side.unlink()
    for _ in range(2):  # its own is replaced
        predict_file(predictor, source, tmp_path / f"answers{end}", on_bad_rows="side-file")


def test_bad_rows_of_parquet_that_come_back_keep_their_columns(predictor, tmp_path):
    columns = {
        "distance_km": pa.array(["5", "x", "-1"]),
        "a.b": pa.array([1, 2, None], pa.int16()),
        "track": pa.array([[1.5], [], None]),
    }
    table = pa.table(columns).replace_schema_metadata({"made by": "a watch"})
    pq.write_table(table, tmp_path / "in.parquet")
    for given, out in (("in", "out"), ("out.bad", "again")):
        given, out = tmp_path / f"{given}.parquet", tmp_path / f"{out}.parquet"
        predict_file(predictor, given, out, on_bad_rows="side-file")
    once, twice = (pq.read_table(tmp_path / f"{name}.bad.parquet") for name in ("out", "again"))
    assert twice.schema.equals(once.schema, check_metadata=True)
    assert twice.select(table.column_names).equals(table[1:])
    assert [one["calfcause_row"].to_pylist() for one in (once, twice)] == [[1, 2], [0, 1]]
    answers = pq.read_schema(tmp_path / "again.parquet")
    assert answers.equals(pq.read_schema(tmp_path / "out.parquet"), check_metadata=True)


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_file_of_no_bad_rows_comes_back_as_no_answers(predictor, runs, tmp_path, form):
    given = tmp_path / f"in{form}"
    runs.to_parquet(given) if form == ".parquet" else runs.to_csv(given, index=False)
    predict_file(predictor, given, tmp_path / f"out{form}", on_bad_rows="side-file")
    report = predict_file(predictor, tmp_path / f"out.bad{form}", tmp_path / f"again{form}")
    assert report.rows == 0
    assert list(read(tmp_path / f"again{form}")) == list(read(tmp_path / f"out{form}"))


def test_what_stands_before_bad_rows_is_no_column_of_a_session():
    for name in {*side_names(of_csv=True), *side_names(of_csv=False)}:
        assert name not in TOLD_COLUMNS and near_miss(name) is None


def test_columns_in_front_of_bad_rows_may_be_dropped_but_not_moved(predictor, tmp_path):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text('calfcause_error,distance_km,terrain\n"a, b",5,flat\n')
    predict_file(predictor, given, out)
    assert out.read_text().startswith("distance_km,terrain,p_sore")
    assert out.read_text().splitlines()[1].startswith("5,flat,0.")
    given.write_text("distance_km,calfcause_error\n5,\n")
    predict_file(predictor, given, out)
    assert out.read_text().startswith("distance_km,calfcause_error,p_sore")
    with pytest.raises(SchemaError, match="in calfcause_error; drop or rename"):
        predict_file(predictor, given, out, on_bad_rows="side-file")


def test_a_bad_row_of_few_cells_that_comes_back_stays_bad(predictor, tmp_path):
    given = tmp_path / "in.csv"
    own = ",".join(side_names(of_csv=True))
    given.write_text(f'{own},distance_km,terrain\n3\n3,\n3,"a, b"\n3,,\n3,,,,5\n')
    for name in ("once", "twice", "thrice"):
        report = predict_file(predictor, given, tmp_path / f"{name}.csv", on_bad_rows="side-file")
        assert (report.rows, report.bad_rows) == (5, 5)
        given = tmp_path / f"{name}.bad.csv"
    assert [row["distance_km"] for row in rows_of(given)] == ["", "", "", "", "5"]


@pytest.mark.parametrize("end", [".csv", ".parquet"])
@pytest.mark.parametrize("how", ["front dropped", "through links"])
def test_mended_rows_are_known_by_the_name_of_their_file(predictor, tmp_path, end, how):
    pd.DataFrame({"distance_km": ["5", "x"]}).to_csv(tmp_path / "in.csv", index=False)
    out, side = tmp_path / f"out{end}", tmp_path / "out.bad.csv"
    predict_file(predictor, tmp_path / "in.csv", out, on_bad_rows="side-file")
    if how == "front dropped":
        side.write_text("distance_km\n6\n")
    else:
        (tmp_path / f"link{end}").symlink_to(out)
        (tmp_path / "given.csv").symlink_to(side)
        out, side = tmp_path / f"link{end}", tmp_path / "given.csv"
    before = out.read_bytes()
    with pytest.raises(SchemaError, match="holds the answers to the rows that are not in"):
        predict_file(predictor, side, out, on_bad_rows="flag")
    assert out.read_bytes() == before


@pytest.mark.parametrize("options", [{}, {"on_bad_rows": "flag"}])
def test_mended_rows_do_not_replace_the_answers_to_the_others(predictor, tmp_path, options):
    (tmp_path / "in.csv").write_text("distance_km\n5\nx\n")
    out, side = tmp_path / "out.csv", tmp_path / "out.bad.csv"
    predict_file(predictor, tmp_path / "in.csv", out, on_bad_rows="side-file")
    before = out.read_bytes()
    with pytest.raises(
        SchemaError, match=r"out\.csv holds the answers to the rows that are not in"
    ):
        predict_file(predictor, side, out, **options)
    assert out.read_bytes() == before and names_in(tmp_path) == ["in.csv", "out.bad.csv", "out.csv"]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder that is, as far as files are moved into it, on another file system."""
    folder, replace = tmp_path / "elsewhere", os.replace
    folder.mkdir()

    def within(old, new):
        if folder in (Path(old).parent, Path(new).parent) and Path(old).parent != Path(new).parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        replace(old, new)

    monkeypatch.setattr(os, "replace", within)
    return folder


def test_bad_rows_go_to_another_file_system(predictor, tmp_path, elsewhere):
    (tmp_path / "in.csv").write_text("distance_km\n5\nx\n")
    (tmp_path / "out.bad.csv").symlink_to(elsewhere / "bad.csv")
    predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv", on_bad_rows="side-file")
    assert (tmp_path / "out.bad.csv").is_symlink()
    assert rows_of(elsewhere / "bad.csv")[0]["distance_km"] == "x"
    assert len(rows_of(tmp_path / "out.csv")) == 1
    assert names_in(elsewhere) == ["bad.csv"]
    assert names_in(tmp_path) == ["elsewhere", "in.csv", "out.bad.csv", "out.csv"]


# Where answers go


def test_a_link_stays_and_its_file_is_replaced(predictor, written, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "there" / "real.csv")
    predict_file(predictor, written, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "there" / "real.csv").read_bytes().startswith(b"session_id,")
    assert names_in(tmp_path / "there") == ["real.csv"]


def test_a_pipe_is_written_into(predictor, written, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    predict_file(predictor, written, tmp_path / "pipe")
    reader.join()
    predict_file(predictor, written, tmp_path / "out.csv")
    assert read == [(tmp_path / "out.csv").read_bytes()]
    assert (tmp_path / "pipe").is_fifo()


def test_a_pipe_is_read_once(predictor, written, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=[written.read_bytes()])
    writer.start()
    predict_file(predictor, tmp_path / "pipe", tmp_path / "out.csv")
    writer.join()
    predict_file(predictor, written, tmp_path / "whole.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    with pytest.raises(CalfcauseError, match="resumed only if both input and output are files"):
        predict_file(predictor, tmp_path / "pipe", tmp_path / "out.csv", resume=True)


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_standard_output_takes_the_form_of_the_input(runs, written, tmp_path, name, form):
    runs.to_parquet(tmp_path / "in.parquet")
    data = written.read_bytes() if form == "csv" else (tmp_path / "in.parquet").read_bytes()
    done = subprocess.run(
        [*COMMAND, "-", "-o", name], input=data, capture_output=True, check=True, cwd=tmp_path
    )
    out = io.BytesIO(done.stdout)
    found = pd.read_csv(out) if form == "csv" else pd.read_parquet(out)
    assert found["session_id"].tolist() == runs["session_id"].tolist()
    assert names_in(tmp_path) == ["in.parquet"]


# What is left when something interferes


# The command as it is, but that all it has done is finished at once.
AT_ONCE = """
from calfcause.batch import blocks, files
files.FINISH_SECONDS, blocks.BLOCK_ROWS = 0.0, 500
from calfcause.cli import main
if __name__ == "__main__":
    main(prog_name="calfcause")
"""
RESUMED = "To continue, run the same command with --resume."


def write_long(path):
    """A file that takes long enough to be interrupted."""
    lines = b"".join(b"%d,%d,flat\n" % (n, n % 40) for n in range(60_000))
    path.write_bytes(b"session_id,distance_km,terrain\n" + lines)


def long_job(tmp_path, *options, out="out.csv", **how):
    """Start a job that finishes parts all the time; gives it once the first are there."""
    write_long(tmp_path / "in.csv")
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, "predict", "in.csv", "-o", out, *options],
        cwd=tmp_path, stderr=subprocess.PIPE, **how,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not (tmp_path / f".{out}.job" / "manifest.json").exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)
    return process


def check_resumed(tmp_path, out):
    """That the job goes on where it was, and ends as if nothing had happened."""
    manifest = json.loads((tmp_path / f".{out}.job" / "manifest.json").read_text())
    assert 0 < manifest["done"]["report"]["rows"] < 60_000
    command = [sys.executable, "-c", AT_ONCE, "predict", "in.csv", "--workers", "1", "-o"]
    for options in ([out, "--resume"], [f"whole.{out}"]):
        subprocess.run([*command, *options], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / out).read_bytes() == (tmp_path / f"whole.{out}").read_bytes()
    assert names_in(tmp_path) == ["in.csv", out, f"whole.{out}"]


def limited(size):
    """A process whose files are no longer than this, as if the disk were full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(
    ("name", "options", "where"),
    [
        *((name, ["--no-history"], name) for name in ("out.csv", "out.csv.gz", "out.parquet")),
        ("out.csv", [], "temporary files in"),
    ],
)
def test_a_full_disk_leaves_nothing_and_says_what_to_do(written, tmp_path, name, options, where):
    done = subprocess.run(
        [*COMMAND, written, "-o", name, *options],
        cwd=tmp_path, capture_output=True, text=True, check=False, preexec_fn=limited(20_000),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert f"no room for {where}" in done.stderr and "free space" in done.stderr
    assert "Traceback" not in done.stderr
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_what_is_finished_before_the_disk_is_full_is_gone_on_from(tmp_path, name):
    process = long_job(tmp_path, out=name, preexec_fn=limited(600_000))
    said = process.communicate()[1].decode()
    assert process.returncode == 1
    assert f"no room for {name}" in said and RESUMED in said and "Traceback" not in said
    assert names_in(tmp_path) == [f".{name}.job", "in.csv"]
    check_resumed(tmp_path, name)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_job_that_is_told_to_end_keeps_what_is_finished_and_says_so(tmp_path, number, workers):
    process = long_job(tmp_path, "--workers", workers)
    process.send_signal(number)
    said = process.communicate()[1].decode()
    assert process.returncode == 128 + number
    assert RESUMED in said and "Traceback" not in said
    assert names_in(tmp_path) == [".out.csv.job", "in.csv"]


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.csv.zst", "out.parquet"])
def test_a_killed_job_is_resumed(tmp_path, out):
    process = long_job(tmp_path, "--workers", "2", out=out)
    process.kill()
    process.communicate()
    assert not (tmp_path / out).exists()
    check_resumed(tmp_path, out)


def test_a_killed_job_that_is_started_again_can_still_be_resumed(tmp_path):
    process = long_job(tmp_path, "--workers", "1")
    while rows_done(tmp_path) < 20_000:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)
    process.kill()
    process.communicate()
    finished = rows_done(tmp_path)
    started_again = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, "predict", "in.csv", "-o", "out.csv", "--workers", "1"],
        cwd=tmp_path, stderr=subprocess.PIPE,
    )  # fmt: skip
    warning = started_again.stderr.readline().decode()
    started_again.kill()
    started_again.communicate()
    assert f"starts again, with {finished:,} sessions finished" in warning
    assert "press Ctrl-C and add --resume" in warning
    assert rows_done(tmp_path) == finished
    check_resumed(tmp_path, "out.csv")


def test_a_job_that_is_started_again_ends_as_if_nothing_had_been(tmp_path):
    process = long_job(tmp_path, "--workers", "2")
    process.kill()
    process.communicate()
    for out in ("out.csv", "whole.csv"):
        done = subprocess.run(
            [*COMMAND, "in.csv", "-o", out], cwd=tmp_path, check=True, capture_output=True
        )
        assert (b"starts again" in done.stderr) == (out == "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert names_in(tmp_path) == ["in.csv", "out.csv", "whole.csv"]


# The command as above, but killed when all else is done and a file was to appear.
KILLED_AT_LAST = f"""
import os, signal, sys
replace, last = os.replace, sys.argv.pop(1)
def killed(old, new):
    if os.path.basename(new) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(old, new)
os.replace = killed
{AT_ONCE}"""


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
@pytest.mark.parametrize("last", ["bad rows", "answers"])
def test_a_job_that_is_killed_when_its_files_appear_is_resumed(tmp_path, out, last):
    write_long(tmp_path / "in.csv")
    with (tmp_path / "in.csv").open("ab") as file:
        file.write(b"far,-1,flat\n")
    side = "out.bad.csv"
    options = ["predict", "in.csv", "--workers", "1", "--on-bad-rows", "side-file", "-o"]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_LAST, out if last == "answers" else side, *options, out],
        cwd=tmp_path, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    there = [side] if last == "answers" else []
    assert [name for name in names_in(tmp_path) if name[0] != "."] == ["in.csv", *there]
    for command in ([out, "--resume"], [f"whole.{out}"]):
        done = subprocess.run(
            [sys.executable, "-c", AT_ONCE, *options, *command],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stderr.startswith("60,001 sessions: ")
    assert (tmp_path / out).read_bytes() == (tmp_path / f"whole.{out}").read_bytes()
    assert (tmp_path / side).read_bytes() == (tmp_path / f"whole.{side}").read_bytes()
    assert names_in(tmp_path) == sorted(["in.csv", out, side, f"whole.{out}", f"whole.{side}"])


def workers_of(process, least):
    """The worker processes of a job, once there are so many; Python starts a tracker, too."""
    until = time.monotonic() + 60
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process.pid)]
    while True:
        listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        workers = [int(one.split()[0]) for one in listed.splitlines() if "spawn_main" in one]
        if len(workers) >= least:
            return workers
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.01)


def test_a_killed_job_leaves_no_answers_and_no_workers(tmp_path):
    process = long_job(tmp_path, "--workers", "2")
    workers = workers_of(process, 2)
    until = time.monotonic() + 60
    process.kill()
    process.communicate()
    assert not (tmp_path / "out.csv").exists()
    while any(os.path.exists(f"/proc/{worker}/fd") for worker in workers):
        if all(state_of(worker) == "Z" for worker in workers):
            break
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_worker_that_dies_ends_the_job_and_leaves_no_answers(tmp_path):
    process = long_job(tmp_path, "--workers", "2")
    os.kill(workers_of(process, 1)[-1], signal.SIGKILL)
    said = process.communicate(timeout=120)[1].decode()
    assert process.returncode == 1
    assert re.search("worker process(es)? died", said) and RESUMED in said
    assert "Traceback" not in said
    assert names_in(tmp_path) == [".out.csv.job", "in.csv"]


NO_GUARD = """
from calfcause import Predictor
from calfcause.batch import predict_file
predict_file(Predictor.load(), "in.csv", "out.csv", workers=2)
"""


@pytest.mark.parametrize("how", ["starts others", "ends"])
def test_workers_that_die_while_they_are_born_are_not_waited_for(tmp_path, how):
    write_long(tmp_path / "in.csv")
    first = "" if how == "starts others" else "if __name__ != '__main__': raise SystemExit(1)"
    (tmp_path / "script.py").write_text(f"{first}\n{NO_GUARD}")
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert "died as they started" in last and "__main__" in last and "--workers 1" in last
    assert "out.csv" not in names_in(tmp_path)


def state_of(number):
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


# Jobs that are resumed


class Stopped(Exception):
    pass


@pytest.fixture
def stopped(monkeypatch, small_blocks, predictor):
    """Answer a file until so many rows are done, and stop there; gives the error that did."""
    monkeypatch.setattr(files, "FINISH_SECONDS", 0.0)

    def stop_at(n_rows, given, out, **options):
        def stop(rows, share):
            if rows >= n_rows:
                raise Stopped

        with pytest.raises(Stopped) as caught:
            predict_file(predictor, given, out, progress=stop, **options)
        return caught.value

    return stop_at


@pytest.mark.parametrize("form", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize("into", [".csv", ".csv.zst", ".parquet"])
@pytest.mark.parametrize("options", [{}, {"explain": True, "on_bad_rows": "side-file"}])
def test_a_resumed_job_ends_as_if_nothing_had_happened(
    predictor, runs, tmp_path, stopped, form, into, options
):
    runs = runs.copy()
    if options:
        runs.loc[[5, 150], "distance_km"] = -1.0
    given, out, whole = tmp_path / f"in{form}", tmp_path / f"out{into}", tmp_path / f"whole{into}"
    runs.to_parquet(given) if form == ".parquet" else runs.to_csv(given, index=False)
    expected = predict_file(predictor, given, whole, **options)
    stopped(80, given, out, **options)
    stopped(200, given, out, resume=True, **options)
    assert not out.exists() and (tmp_path / f".{out.name}.job").is_dir()
    done = []
    report = predict_file(
        predictor, given, out, resume=True, progress=lambda rows, share: done.append(rows),
        **options,
    )  # fmt: skip
    assert done[0] > 200, "began anew"
    assert str(report).replace("out.", "whole.") == str(expected)
    for ours in [one for one in tmp_path.iterdir() if one.name.startswith("out.")]:
        assert ours.read_bytes() == (tmp_path / f"whole{ours.name[3:]}").read_bytes()
    assert len(names_in(tmp_path)) == (5 if options else 3)
    assert not [name for name in names_in(tmp_path) if name.startswith(".")]


def test_wide_rows_are_resumed_in_the_same_blocks(predictor, tmp_path, stopped, monkeypatch):
    """Of which the bytes of a packed file depend."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 1000)
    given, out, whole = (tmp_path / name for name in ("in.csv", "out.csv.gz", "whole.csv.gz"))
    rows = "".join(f'{n % 40},"{"x" * (n % 300)}\n"\n' for n in range(300))
    given.write_text(f"distance_km,notes\n{rows}")
    predict_file(predictor, given, whole)
    stopped(150, given, out)
    predict_file(predictor, given, out, resume=True)
    assert out.read_bytes() == whole.read_bytes()


def test_without_resume_all_begins_anew_with_a_warning(predictor, written, tmp_path, stopped):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes(written.read_bytes())
    stopped(80, given, out, explain=True)
    done = []
    with pytest.warns(UserWarning, match="starts again, with 111 sessions finished; .* --resume"):
        predict_file(
            predictor, given, out, explain=True, progress=lambda rows, share: done.append(rows)
        )
    assert done[0] == 37
    assert names_in(tmp_path) == ["in.csv", "out.csv"]


def rows_done(tmp_path, out="out.csv"):
    manifest = json.loads((tmp_path / f".{out}.job" / "manifest.json").read_text())
    return manifest["done"]["report"]["rows"]


@pytest.mark.parametrize("into", [".csv", ".parquet"])
def test_what_is_finished_is_kept_until_as_much_is_finished_again(
    predictor, runs, tmp_path, stopped, into
):
    given, out, whole = tmp_path / "in.csv", tmp_path / f"out{into}", tmp_path / f"whole{into}"
    runs.assign(distance_km=runs["distance_km"].where(runs.index % 50 != 3, -1)).to_csv(given)
    options = {"on_bad_rows": "side-file"}
    predict_file(predictor, given, whole, **options)
    started_again = r"starts again, with 222 sessions finished"
    stopped(200, given, out, **options)
    folder = tmp_path / f".{out.name}.job"
    before = names_in(folder)
    for _ in range(2):
        with pytest.warns(UserWarning, match=started_again):
            error = stopped(80, given, out, **options)
        assert RESUMED in error.__notes__[0]
        assert rows_done(tmp_path, out.name) == 222 and names_in(folder) == before
    with pytest.warns(UserWarning, match=started_again):
        stopped(280, given, out, **options)
    assert rows_done(tmp_path, out.name) == 296
    assert len(names_in(folder)) == len(before), "parts of both"
    stopped(300, given, out, resume=True, **options)
    with pytest.warns(UserWarning, match="starts again, with 333 sessions finished"):
        stopped(80, given, out, **options)
    predict_file(predictor, given, out, resume=True, **options)
    for ours in tmp_path.glob("out.*"):
        assert ours.read_bytes() == (tmp_path / f"whole{ours.name[3:]}").read_bytes()
    assert len(names_in(tmp_path)) == 5


@pytest.mark.parametrize("ends", ["stopped", "bad cells"])
def test_what_another_command_has_finished_is_kept_for_some_seconds(
    predictor, written, tmp_path, stopped, monkeypatch, ends
):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes(written.read_bytes())
    stopped(80, given, out, explain=True)
    other = tmp_path / "other.csv"
    other.write_text("distance_km\n" + "5\n" * 300 + ("x\n" if ends == "bad cells" else ""))
    replaced = pytest.warns(UserWarning, match="another input .* has 111 .* this job replaces")
    if ends == "stopped":
        with replaced:
            error = stopped(200, other, out)
    else:
        with replaced, pytest.raises(SchemaError, match="line 302") as caught:
            predict_file(predictor, other, out)
        error = caught.value
    assert "To continue that, run it with --resume" in error.__notes__[0]
    assert rows_done(tmp_path) == 111
    monkeypatch.setattr(job, "GRACE_SECONDS", 0.0)
    with pytest.warns(UserWarning, match="this job replaces"):
        error = stopped(40, other, out)
    assert RESUMED in error.__notes__[0] and rows_done(tmp_path) == 74
    with pytest.raises(CalfcauseError, match="another job, with another input"):
        predict_file(predictor, given, out, explain=True, resume=True)


def test_a_broken_manifest_is_started_again_from(predictor, written, tmp_path, stopped):
    stopped(80, written, tmp_path / "out.csv")
    (tmp_path / ".out.csv.job" / "manifest.json").write_text("{")
    predict_file(predictor, written, tmp_path / "out.csv")
    assert names_in(tmp_path) == ["out.csv"]


def test_where_nothing_is_finished_nothing_is_left(
    predictor, written, tmp_path, stopped, monkeypatch
):
    monkeypatch.setattr(files, "FINISH_SECONDS", np.inf)
    stopped(80, written, tmp_path / "out.csv")
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("other", ["input", "options", "model", "version", "damage"])
def test_parts_of_another_job_are_refused(
    predictor, written, tmp_path, stopped, monkeypatch, other
):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes(written.read_bytes())
    stopped(80, given, out)
    folder = tmp_path / ".out.csv.job"
    before = names_in(folder)
    options = {}
    if other == "input":
        with given.open("a") as file:
            file.write("\n")
    elif other == "options":
        options = {"explain": True}
    elif other == "model":
        description = {**predictor.description, "seed": "another"}
        predictor = Predictor(predictor.graph, description, predictor.population_file)
    elif other == "version":
        monkeypatch.setattr("calfcause.batch.files.__version__", "another")
    else:
        (folder / "manifest.json").write_text(json.dumps({"job": 1}))
    with pytest.raises(CalfcauseError, match=r"start again without --resume") as caught:
        predict_file(predictor, given, out, resume=True, **options)
    told = str(caught.value).partition("with another")[2]
    for one in ("input", "options", "model", "version"):
        assert (one in told) == (one == other)
    assert names_in(folder) == before and not out.exists()


def test_a_file_is_not_written_twice_at_once(predictor, written, tmp_path):
    out = tmp_path / "out.csv"

    def begin_too(rows, share):
        for resume in (True, False):
            with pytest.raises(CalfcauseError, match="another process is working"):
                predict_file(predictor, written, out, resume=resume)

    predict_file(predictor, written, out, progress=begin_too)
    assert names_in(tmp_path) == ["out.csv"]


def test_bad_cells_end_a_job_for_good(predictor, tmp_path, stopped):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text("distance_km\n" + "5\n" * 300 + "x\n")
    stopped(80, given, out)
    with pytest.raises(SchemaError, match="line 302"):
        predict_file(predictor, given, out, resume=True)
    assert names_in(tmp_path) == ["in.csv"]


@pytest.mark.parametrize(("given", "out"), [("-", "out.csv"), ("in.csv", "-")])
def test_only_from_file_to_file_can_a_job_be_resumed(predictor, given, out):
    with pytest.raises(CalfcauseError, match="resumed only if both input and output are files"):
        predict_file(predictor, given, out, resume=True)


def test_where_bad_rows_find_no_place_the_job_can_be_resumed(
    predictor, written, tmp_path, monkeypatch, small_blocks
):
    monkeypatch.setattr(files, "FINISH_SECONDS", 0.0)
    out, options = tmp_path / "out.csv", {"on_bad_rows": "side-file"}
    (tmp_path / "out.bad.csv").symlink_to(tmp_path / "none" / "bad.csv")
    with pytest.raises(CalfcauseError, match=r"cannot write to the folder .*none") as caught:
        predict_file(predictor, written, out, **options)
    assert RESUMED in caught.value.__notes__[0]
    (tmp_path / "none").mkdir()
    report = predict_file(predictor, written, out, resume=True, **options)
    assert report.rows == len(rows_of(out))


@pytest.mark.parametrize("out", ["out.csv", "-"])
def test_a_file_that_changes_while_it_is_read_has_no_answers(
    predictor, written, tmp_path, small_blocks, monkeypatch, capfdbinary, out
):
    monkeypatch.setattr(files, "FINISH_SECONDS", 0.0)
    given, out = tmp_path / "in.csv", out if out == "-" else tmp_path / out
    given.write_bytes(written.read_bytes())

    def change(rows, share):
        os.utime(given, ns=(rows, rows))

    with pytest.raises(CalfcauseError, match=r"in\.csv changed while it was read") as caught:
        predict_file(predictor, given, out, progress=change)
    assert not hasattr(caught.value, "__notes__"), "cannot be resumed"
    assert names_in(tmp_path) == ["in.csv"] and capfdbinary.readouterr().out == b""


@pytest.mark.parametrize(
    ("out", "how"),
    [
        ("out.csv", "missing"),
        ("out.csv", "short"),
        ("out.parquet", "missing"),
        ("out.parquet", "short"),
        ("out.parquet", "garbled"),
    ],
)
def test_damaged_parts_are_refused(predictor, written, tmp_path, stopped, out, how):
    stopped(80, written, tmp_path / out)
    part = tmp_path / f".{out}.job" / ("answers" if out == "out.csv" else "answers.batches")
    if how == "missing":
        part.unlink()
    else:
        kept = part.read_bytes()
        left = kept[: len(kept) // 3]
        part.write_bytes(left if how == "short" else left.ljust(len(kept), b"x"))
    with pytest.raises(CalfcauseError, match="is damaged; start again without --resume") as caught:
        predict_file(predictor, written, tmp_path / out, resume=True)
    assert not hasattr(caught.value, "__notes__")
    assert not (tmp_path / out).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"job": 1},
        {"done": 1},
        {"done": {}},
        *({"done": {name: "x"}} for name in ("next", "before", "answers", "report", "other")),
        {"done": {"answers": -1}},
        {"done": {"report": {"other": 1}}},
        {"done": {"report": {"rows": "x"}}},
        *({"parts": parts} for parts in ("x", -1, 2, None)),
    ],
)
def test_a_broken_manifest_is_told(predictor, written, tmp_path, stopped, broken):
    stopped(80, written, tmp_path / "out.csv")
    manifest = tmp_path / ".out.csv.job" / "manifest.json"
    found = json.loads(manifest.read_text())
    if broken.get("done") not in (None, 1, {}):
        broken = {"done": found["done"] | broken["done"]}
    manifest.write_text(json.dumps(found | broken))
    with pytest.raises(CalfcauseError, match=r"manifest\.json is damaged .*start again") as caught:
        predict_file(predictor, written, tmp_path / "out.csv", resume=True)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("named", ["out.parquet", "out.csv.gz"])
def test_another_form_is_another_job(predictor, written, tmp_path, stopped, named):
    stopped(80, written, tmp_path / "out.csv")
    (tmp_path / named).symlink_to(tmp_path / "out.csv")
    with pytest.raises(CalfcauseError, match="another job, with another form;"):
        predict_file(predictor, written, tmp_path / named, resume=True)


def test_a_folder_that_is_called_like_that_of_a_job_keeps_what_is_in_it(
    predictor, written, tmp_path
):
    folder = tmp_path / ".out.csv.job"
    (folder / "photos").mkdir(parents=True)
    (folder / "thesis.txt").write_text("mine")
    predict_file(predictor, written, tmp_path / "out.csv")
    assert names_in(folder) == ["photos", "thesis.txt"]


@pytest.mark.parametrize("way", ["link", "dangling link", "file"])
def test_what_is_in_the_way_of_a_job_stays(predictor, written, tmp_path, way):
    folder, there = tmp_path / ".out.csv.job", tmp_path / "there"
    if way == "file":
        folder.write_text("mine")
    else:
        folder.symlink_to(there)
    if way == "link":
        there.mkdir()
        (there / "answers").write_text("mine")
    before = names_in(tmp_path)
    with pytest.raises(CalfcauseError, match=r"\.out\.csv\.job is in the way"):
        predict_file(predictor, written, tmp_path / "out.csv")
    assert names_in(tmp_path) == before
    assert (folder if way == "file" else there / "answers").exists() != (way == "dangling link")


def test_a_lock_that_was_removed_meanwhile_is_no_lock(tmp_path, monkeypatch):
    """One job ends between the moments at which the next one opens the lock and takes it."""
    out, flock = tmp_path / "out.csv", fcntl.flock
    first = Job(out, {}, resume=False)

    def ends_before(handle, how):
        monkeypatch.setattr(fcntl, "flock", flock)
        first.__exit__(None, None, None)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", ends_before)
    at_work = pytest.raises(CalfcauseError, match="another process is working")
    with Job(out, {}, resume=False), at_work:
        Job(out, {}, resume=False)
    assert names_in(tmp_path) == []


def test_a_folder_that_was_removed_meanwhile_is_made_again(tmp_path, monkeypatch):
    """One job ends between the moments at which the next one finds the folder and the lock."""
    out, folder, opened = tmp_path / "out.csv", tmp_path / ".out.csv.job", os.open

    def gone_before(*given):
        monkeypatch.setattr(os, "open", opened)
        folder.rmdir()
        return opened(*given)

    monkeypatch.setattr(os, "open", gone_before)
    with Job(out, {}, resume=False):
        assert names_in(folder) == ["lock"]
    assert names_in(tmp_path) == []


def failing(number):
    def fail(*given):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK])
def test_a_file_system_without_locks_will_do(predictor, written, tmp_path, monkeypatch, number):
    monkeypatch.setattr(fcntl, "flock", failing(number))
    predict_file(predictor, written, tmp_path / "out.csv")
    assert names_in(tmp_path) == ["out.csv"]


def test_a_job_that_cannot_begin_leaves_no_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", failing(errno.EACCES))
    with pytest.raises(PermissionError):
        Job(tmp_path / "out.csv", {}, resume=False)
    assert names_in(tmp_path) == []


def test_what_is_kept_of_parquet_is_packed(predictor, written, tmp_path):
    sizes = []

    def look(rows, share):
        kept = tmp_path / ".out.parquet.job" / "answers.batches"
        with pa.OSFile(str(kept)) as file:
            sizes.append((kept.stat().st_size, from_stream(file).nbytes))

    predict_file(predictor, written, tmp_path / "out.parquet", explain=True, progress=look)
    ((n_bytes, unpacked),) = sizes
    assert n_bytes < unpacked / 3


def test_parquet_is_kept_only_where_there_is_a_job(tmp_path):
    batch = pa.record_batch({"p_sore": [0.5]})
    for kept in (True, False):
        sink = new_sink(tmp_path / f"kept {kept}", batch.schema, kept=kept)
        sink.write(as_stream(batch))
        sink.close()
        assert pq.read_table(tmp_path / f"kept {kept}").to_batches() == [batch]
    assert names_in(tmp_path) == ["kept False", "kept True", "kept True.batches"]


# Memory

MEASURED = """
import re, sys
from calfcause import Predictor
from calfcause.batch import predict_file
predict_file(Predictor.load(), *sys.argv[1:3], explain=True)
# Of this program alone; what getrusage tells goes back to whoever started it.
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], "pandas" in sys.modules)
"""


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path, form):
    peaks = []
    for n_rows in (20_000, 160_000):
        given = tmp_path / f"{n_rows}.{form}"
        frame = pd.DataFrame({"distance_km": np.arange(n_rows) % 40, "terrain": "hilly"})
        frame.to_parquet(given) if form == "parquet" else frame.to_csv(given, index=False)
        out = tmp_path / f"out.{form}"
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, given, out], capture_output=True, check=True
        )
        peak, with_pandas = done.stdout.decode().split()
        peaks.append(int(peak))
        # It would take as long to import as thousands of answers, in every worker.
        assert with_pandas == str(form == "parquet")
    # The answers of the larger file alone are more than a hundred MB.
    assert peaks[1] < peaks[0] + 60_000
    assert peaks[1] < 500_000


# Who may read the answers


def mode_of(path):
    return os.stat(path).st_mode & 0o777


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.parquet"])
def test_a_file_that_is_replaced_keeps_its_mode_and_owner(predictor, written, tmp_path, out):
    path = tmp_path / out
    for mode in (0o600, 0o640, 0o604):
        path.touch()
        path.chmod(mode)
        if os.geteuid() == 0:
            os.chown(path, 1234, 4321)
        owner = path.stat().st_uid, path.stat().st_gid
        predict_file(predictor, written, path)
        assert mode_of(path) == mode
        assert (path.stat().st_uid, path.stat().st_gid) == owner


@pytest.mark.parametrize(("given", "new"), [(0o600, 0o600), (0o640, 0o640), (0o444, 0o644)])
def test_answers_let_in_nobody_who_may_not_read_the_sessions(
    predictor, written, tmp_path, given, new
):
    source = tmp_path / "in.csv"
    source.write_text("distance_km\n5\nx\n")
    source.chmod(given)
    predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="side-file")
    assert mode_of(tmp_path / "out.csv") == mode_of(tmp_path / "out.bad.csv") == new
    write_report(predictor, written, tmp_path / "report.md")
    assert mode_of(tmp_path / "report.md") == mode_of(written)


def test_the_side_file_is_never_more_open_than_the_answers(predictor, tmp_path):
    (tmp_path / "in.csv").write_text("distance_km\n5\nx\n")
    for name, mode in {"out.csv": 0o600, "out.bad.csv": 0o644}.items():
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    predict_file(predictor, tmp_path / "in.csv", tmp_path / "out.csv", on_bad_rows="side-file")
    assert mode_of(tmp_path / "out.bad.csv") == 0o600


@pytest.mark.parametrize("umask", [0o022, 0o000, 0o027])
def test_while_it_is_written_nobody_else_may_read(
    predictor, written, tmp_path, small_blocks, umask
):
    seen = []

    def look(rows, share):
        seen.append({mode_of(path) & 0o077 for path in tmp_path.iterdir()})

    before = os.umask(umask)
    try:
        predict_file(predictor, written, tmp_path / "out.csv", progress=look)
        with atomic_path(tmp_path / "report") as part:
            part.write_text("x")
            assert mode_of(part) == 0o600
    finally:
        os.umask(before)
    assert seen and set().union(*seen) == {0}
    expected = 0o666 & ~umask
    assert mode_of(tmp_path / "out.csv") == expected & mode_of(written)
    assert mode_of(tmp_path / "report") == expected


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes are of Linux")
def test_extended_attributes_stay(predictor, written, tmp_path):
    out = tmp_path / "out.csv"
    out.touch()
    try:
        os.setxattr(out, "user.project", b"calves")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    predict_file(predictor, written, out)
    assert os.getxattr(out, "user.project") == b"calves"


# Names and places that are not what they should be


@pytest.mark.parametrize("end", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize("length", [200, 245, 250, 251, 255])
def test_a_name_may_be_as_long_as_the_disk_allows(predictor, written, tmp_path, end, length):
    name = "ü" * ((length - len(end)) // 2)
    out = tmp_path / f"{name}{'u' * (length - len(end) - len(os.fsencode(name)))}{end}"
    assert len(os.fsencode(out.name)) == length
    predict_file(predictor, written, out)
    assert names_in(tmp_path) == [out.name]
    report = tmp_path / f"{'r' * (length - 3)}.md"
    write_report(predictor, written, report)
    assert report.exists()


@pytest.mark.parametrize("end", [".csv", ".csv.gz", ".parquet"])
def test_names_need_not_be_utf_8(predictor, written, tmp_path, end):
    source, out = tmp_path / "\udcff.csv", tmp_path / f"\udcfe{end}"
    source.write_bytes(written.read_bytes())
    predict_file(predictor, source, out)
    predict_file(predictor, written, tmp_path / f"plain{end}")
    assert out.read_bytes() == (tmp_path / f"plain{end}").read_bytes()
    for form in ("html", "md", "json"):
        write_report(predictor, source, tmp_path / f"\udcfe.{form}")
        assert "�.csv" in (tmp_path / f"\udcfe.{form}").read_text(encoding="utf-8")
    source.write_text("distance_km\nx\n")
    with pytest.raises(SchemaError) as caught:
        predict_file(predictor, source, out)
    assert "�.csv has cells" in str(caught.value)


def test_a_folder_is_no_file_to_write(predictor, written, tmp_path):
    for write in (predict_file, write_report):
        with pytest.raises(SchemaError, match="is a folder; name a file"):
            write(predictor, written, tmp_path)


def test_a_folder_without_runs_is_refused(predictor, tmp_path):
    for write in (predict_file, write_report):
        with pytest.raises(ActivityError, match="there is no run in"):
            write(predictor, tmp_path, tmp_path / "out.csv")
    assert names_in(tmp_path) == []


def test_a_folder_that_is_not_there_is_named(predictor, written, tmp_path):
    for write in (predict_file, write_report):
        with pytest.raises(CalfcauseError, match=r"cannot write to the folder .*nowhere \(No such"):
            write(predictor, written, tmp_path / "nowhere" / "out.csv")


def test_a_folder_that_vanishes_is_a_sentence(predictor, written, tmp_path, small_blocks):
    folder = tmp_path / "folder"
    folder.mkdir()

    def remove(rows, share):
        shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(CalfcauseError, match=r"cannot write to the folder .*folder \(No such file"):
        predict_file(predictor, written, folder / "out.csv", progress=remove)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="only /proc refuses files to root as well")
def test_without_a_writable_folder_there_is_a_sentence(predictor, written, monkeypatch):
    for write in (predict_file, write_report):
        with pytest.raises(CalfcauseError, match="cannot write to the folder /proc"):
            write(predictor, written, "/proc/out.csv")
    monkeypatch.setattr(tempfile, "tempdir", "/proc")
    with pytest.raises(CalfcauseError, match=r"no folder for temporary files .*; set TMPDIR"):
        predict_file(predictor, written, "-")


def jobs_in(folder):
    return [name for name in names_in(folder) if name.endswith(".job")]


def test_what_killed_jobs_left_is_swept_unless_it_is_worth_something(
    predictor, written, tmp_path, stopped
):
    stopped(80, written, tmp_path / "finished.csv")
    alive = Job(tmp_path / "alive.csv", {}, resume=False)
    for name, held in {"dead.csv": "answers", "empty.csv": None, "mine.csv": "letter"}.items():
        folder = tmp_path / f".{name}.job"
        folder.mkdir()
        if held:
            (folder / held).write_text("x")
            (folder / "lock").touch()
    (tmp_path / ".other.job").mkdir()
    predict_file(predictor, written, tmp_path / "out.csv")
    kept = [".alive.csv.job", ".finished.csv.job", ".mine.csv.job", ".other.job"]
    assert jobs_in(tmp_path) == kept
    assert (alive.folder / "lock").exists()
    alive.__exit__(None, None, None)


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_a_job_that_is_killed_when_it_is_complete_needs_nothing_more(
    predictor, written, tmp_path, stopped, out
):
    stopped(80, written, tmp_path / out)
    folder = tmp_path / f".{out}.job"
    manifest = (folder / "manifest.json").read_bytes()
    predict_file(predictor, written, tmp_path / out, resume=True)
    answers = (tmp_path / out).read_bytes()
    folder.mkdir()
    (folder / "manifest.json").write_bytes(manifest)
    os.utime(folder / "manifest.json", ns=(0, 0))
    predict_file(predictor, written, tmp_path / out, resume=True)
    assert (tmp_path / out).read_bytes() == answers
    assert names_in(tmp_path) == [out]


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="this system has no /dev/shm to hide")
def test_without_shared_memory_one_process_answers(tmp_path):
    hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs -o ro tmpfs /dev/shm && exec "$@"', "-"]
    if shutil.which("unshare") is None or subprocess.run([*hidden, "true"], check=False).returncode:
        pytest.skip("only root may hide /dev/shm")
    write_long(tmp_path / "in.csv")
    command = [*COMMAND, "in.csv", "--workers"]
    subprocess.run([*command, "1", "-o", "one.csv"], cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [*hidden, *command, "2", "-o", "two.csv"],
        cwd=tmp_path, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and "one process does all" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.csv.zst", "out.parquet"])
@pytest.mark.parametrize("options", [("--workers", "1"), ("--workers", "2", "--resume")])
def test_kills_at_random_moments_leave_nothing_half_done(tmp_path, out, options):
    write_long(tmp_path / "in.csv")
    command = [sys.executable, "-c", AT_ONCE, "predict", "in.csv", "-o", out, *options]
    chance = random.Random(f"{out}{options}")
    for _ in range(3):
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 3.0))
        process.kill()
        process.communicate()
        assert not (tmp_path / out).exists() or rows_in(tmp_path / out) == 60_000
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert rows_in(tmp_path / out) == 60_000
    assert names_in(tmp_path) == ["in.csv", out]


def rows_in(path):
    if path.suffix == ".parquet":
        return pq.ParquetFile(path).metadata.num_rows
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
            data = stream.read()
    return data.count(b"\n") - 1
