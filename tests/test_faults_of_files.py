"""Files of odd forms, one for every way in which sessions or signs were once lost in silence."""

import csv
import gzip
import io
import os
import threading
import time as clock
import tracemalloc
import warnings
from datetime import time, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calfcause import SchemaError
from calfcause.batch import find_sessions, predict_file
from calfcause.sessions.cells import encode_session, encode_sessions
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import COLUMNS

MODES = ("flag", "side-file")


def written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def only_chunk(text):
    (chunk,) = read_csv(io.StringIO(text))
    return chunk


# Decimal marks

BOTH = "1178 or 1.178"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("km", ["35,20", "-0,5", "3 178,5", "35,2 km"])
def test_a_number_beside_decimal_commas_is_never_a_thousandth(predictor, tmp_path, delimiter, km):
    rows = [["usual_shoe_drop_mm" if "-" in km else "distance_km", "elevation_gain_m"]]
    rows += [[km, "1.178"], ["5", "20"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    source = written(tmp_path / "in.csv", text.getvalue())
    for read in (
        lambda: read_frame(source),
        lambda: find_sessions(source),
        lambda: predict_file(predictor, source, tmp_path / "out.csv"),
        lambda: predict_file(predictor, source, tmp_path / "out.parquet"),
        lambda: encode_session({rows[0][0]: km, "elevation_gain_m": "1.178"}),
        lambda: encode_sessions([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]),
    ):
        with pytest.raises(SchemaError, match=BOTH):
            read()
    assert len(encode_frame(pd.DataFrame(rows[1:], columns=rows[0]))[1]) >= 1


@pytest.mark.parametrize("cell", ["1.178", '"1,178"', "1.178 m"])
def test_three_digits_after_a_lone_mark_are_refused_where_nothing_else_tells(cell):
    chunk = only_chunk(f"elevation_gain_m,terrain\n{cell},flat\n")
    assert BOTH in str(chunk.bad_cells[0])


def test_where_no_thousands_are_allowed_three_decimals_are_decimals():
    chunk = only_chunk("distance_km,usual_pace_min_per_km\n9.125,5.125\n")
    assert (chunk.cells["distance_km"][0], chunk.bad_cells) == (9.125, [])


@pytest.mark.parametrize("cell", ["1 178", "1'178", "1\u00a0178", "1\u202f178", "1’178", "1 178 m"])
def test_spaces_and_apostrophes_separate_thousands(cell):
    assert encode_session({"elevation_gain_m": cell}) == {"elevation_gain_m": 1178.0}


def test_rows_that_differ_in_their_mark_are_each_read_by_their_own():
    text = 'distance_km,elevation_gain_m\n"9,5",1.250\n9.5,1.250\n9,1.250\n'
    chunk = only_chunk(text)
    assert [cell.line for cell in chunk.bad_cells] == [2, 4]
    assert chunk.cells["elevation_gain_m"][1] == 1.25


def test_what_follows_does_not_depend_on_the_block(predictor, tmp_path, monkeypatch):
    rows = ['"9,5",1.250\n', "9.5,1.250\n", "9,20\n"] * 20
    source = written(tmp_path / "in.csv", "distance_km,elevation_gain_m\n" + "".join(rows))
    report = predict_file(predictor, source, tmp_path / "a.csv", on_bad_rows="flag")
    monkeypatch.setattr("calfcause.batch.blocks.BLOCK_ROWS", 2)
    again = predict_file(predictor, source, tmp_path / "b.csv", on_bad_rows="flag")
    assert (report.bad_rows, again.bad_rows) == (20, 20)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


# Rows of the wrong length

SIGNS = "session_id,distance_km,sharp_pain,cannot_tiptoe\n"


@pytest.mark.parametrize("surplus", [",", ",,,", ', ,""', ',"  "'])
@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
@pytest.mark.parametrize("mode", ["stop", *MODES])
def test_empty_cells_beyond_the_header_are_harmless(predictor, tmp_path, surplus, out, mode):
    source = written(tmp_path / "in.csv", f"{SIGNS}a,5,1,1{surplus}\n")
    report = predict_file(predictor, source, tmp_path / out, on_bad_rows=mode)
    assert (report.red_flagged_rows, report.bad_rows) == (1, 0)
    read = pd.read_parquet if out.endswith("parquet") else pd.read_csv
    row = read(tmp_path / out).iloc[0]
    assert row["session_id"] == "a" and row["red_flags"] and float(row["p_sore"]) > 0
    assert read_frame(source)["cannot_tiptoe"].tolist() == [1.0]
    assert find_sessions(source)[0].codes["sharp_pain"] == 1.0


@pytest.mark.parametrize("row", ["a,5,1", "a,5,1,1,x", "a,5,0,0,,1"])
@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
@pytest.mark.parametrize("mode", MODES)
def test_a_row_that_cannot_be_aligned_says_that_signs_were_not_judged(
    predictor, tmp_path, row, out, mode
):
    source = written(tmp_path / "in.csv", f"{SIGNS}{row}\nb,5,0,0\n")
    report = predict_file(predictor, source, tmp_path / out, on_bad_rows=mode)
    assert report.unjudged_rows == 1 and "signs could not be judged in 1 row" in str(report)
    if mode == "side-file":
        (bad,) = rows_of(tmp_path / "out.bad.csv")
        assert "could not be judged" in bad["calfcause_error"]
    for refuse in (
        lambda: predict_file(predictor, source, tmp_path / "x.csv"),
        lambda: read_frame(source),
        lambda: find_sessions(source),
    ):
        with pytest.raises(SchemaError, match=r"signs .* could not be judged"):
            refuse()


def test_a_sign_that_is_no_word_counts_as_not_judged(predictor, tmp_path):
    source = written(tmp_path / "in.csv", f"{SIGNS}a,5,yess,0\nb,-5,0,0\n")
    report = predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="flag")
    assert (report.bad_rows, report.unjudged_rows) == (2, 1)


# Headers, cells and rows of any length


@pytest.mark.parametrize("n_bytes", [(1 << 20) - 40, 1 << 20, 3 << 20])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_long_header_is_read_whole(predictor, tmp_path, n_bytes, quoted):
    name = '"' + "a\nb" * (n_bytes // 3) + '"' if quoted else "x" * n_bytes
    source = written(tmp_path / "in.csv", f"{name},distance_km,sharp_pain\n1,9,1\n")
    report = predict_file(predictor, source, tmp_path / "out.csv")
    assert (report.rows, report.red_flagged_rows) == (1, 1)
    assert read_frame(source)["sharp_pain"].tolist() == [1.0]


@pytest.mark.parametrize(
    "row", ["distance_km" + "x" * (17 << 20), "distance_km\n" + "9" * (17 << 20)]
)
def test_a_row_without_end_is_refused(predictor, tmp_path, row):
    source = written(tmp_path / "in.csv", row)
    with pytest.raises(SchemaError, match=r"longer than 16 MiB|is not allowed|no known column"):
        predict_file(predictor, source, tmp_path / "out.csv")


def test_a_long_cell_of_another_column_is_read_and_the_limit_of_the_process_stays(
    predictor, tmp_path
):
    limit = csv.field_size_limit()
    cell = "x" * 300_000
    source = written(tmp_path / "in.csv", f'distance_km,notes\n9,"{cell}"\n9,b\n')
    assert predict_file(predictor, source, tmp_path / "out.csv").rows == 2
    assert read_frame(source)["notes"][0] == cell
    done = []

    def read():
        for _ in range(20):
            done.append(len(only_chunk(f"distance_km,notes\n9,{cell}\n")))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1] * 80 and csv.field_size_limit() == limit


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_of_empty_cells_are_blank(predictor, tmp_path, delimiter, end):
    header, row = ["session_id", "terrain", "swelling"], ["a", "flat", "1"]
    lines = [delimiter.join(cells) for cells in (header, row, ["", "", ""], row, ["", " ", ""])]
    source = written(tmp_path / "in.csv", end.join([*lines, *[delimiter * 2] * 300]) + end)
    assert predict_file(predictor, source, tmp_path / "out.csv").rows == 2
    assert len(find_sessions(source)) == 2
    (chunk,) = read_csv(source)
    assert chunk.lines == [2, 4]


def test_lines_are_counted_over_blank_ones(predictor, tmp_path, monkeypatch):
    monkeypatch.setattr("calfcause.batch.blocks.BLOCK_ROWS", 3)
    text = "distance_km,terrain\n5,flat\n" + ",\r\n" * 50 + "\n" * 50 + "5,hily\n"
    source = written(tmp_path / "in.csv", text)
    with pytest.raises(SchemaError, match="line 103, column terrain"):
        predict_file(predictor, source, tmp_path / "out.csv")


def test_bars_are_delimiters(predictor, tmp_path):
    source = written(tmp_path / "in.csv", "session_id|distance_km|notes\na|9|x,y\nb|-1|z\n")
    predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="side-file")
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("a|9|x,y|")
    mended = (tmp_path / "out.bad.csv").read_text().replace("|-1|", "|1|")
    written(tmp_path / "back.csv", mended)
    predict_file(predictor, tmp_path / "back.csv", tmp_path / "more.csv")
    assert (tmp_path / "more.csv").read_text().splitlines()[1].startswith("b|1|z|")


@pytest.mark.parametrize("title", ["My runs of 2026", "My runs,,", "\n\nRuns\n"])
def test_a_title_above_the_header_is_named(predictor, tmp_path, title):
    source = written(tmp_path / "in.csv", f"{title}\nsession_id,distance_km\na,9\n")
    with pytest.raises(SchemaError, match=r"is not the header, but line \d is; remove"):
        predict_file(predictor, source, tmp_path / "out.csv")


@pytest.mark.parametrize("start", [b"BZh91AY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"])
def test_other_compressions_are_named(predictor, tmp_path, start):
    source = written(tmp_path / "in.csv", start + b"\x01" * 40)
    with pytest.raises(SchemaError, match="is compressed with"):
        predict_file(predictor, source, tmp_path / "out.csv")


def test_the_case_of_an_ending_does_not_matter(predictor, tmp_path):
    source = written(tmp_path / "IN.CSV.GZ", gzip.compress(b"distance_km\n9\n"))
    assert predict_file(predictor, source, tmp_path / "out.csv").rows == 1
    assert read_frame(source)["distance_km"].tolist() == [9.0]
    pd.DataFrame({"distance_km": [9.0]}).to_parquet(tmp_path / "IN.PARQUET")
    assert predict_file(predictor, tmp_path / "IN.PARQUET", tmp_path / "out.csv").rows == 1


# Words


@pytest.mark.parametrize(
    ("column", "word", "choice"),
    [
        ("surface", "Tarmac", "road"), ("surface", "pavement", "road"),
        ("surface", "gravel", "trail"), ("surface", "forest path", "trail"),
        ("surface", "beach", "sand"),
        ("usual_surface", "tartan", "track"), ("foot_strike", "heel-strike", "rearfoot"),
        ("usual_foot_strike", "toes", "forefoot"), ("foot_strike", "ball", "forefoot"),
        ("shoe_type", "Vibram FiveFingers", "minimalist"), ("shoe_type", "maximalist", "standard"),
        ("shoe_type", "barefoot shoes", "minimalist"), ("shoe_type", "trail shoes", "standard"),
        ("session_type", "fartlek", "intervals"), ("session_type", "parkrun", "race"),
        ("session_type", "cross-country race", "race"), ("session_type", "long session", "long"),
        ("session_type", "Threshold workout", "tempo"), ("session_type", "a long run", "long"),
        ("session_type", "400 m intervals", "intervals"),
        ("session_type", "100m sprint", "sprints"), ("terrain", "very hilly", "hilly"),
        ("distance_km", "marathon", "42.2 km"), ("distance_km", "half", "21.1 km"),
        ("longest_run_28d_km", "parkrun", "5 km"), ("one_leg_only", "Left", "1"),
        ("one_leg_only", "both calves", "0"), ("distance_km", "7 mi", "11.27 km"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:column distance_km.*no distance is given:UserWarning")
def test_a_synonym_is_read_with_a_note(predictor, tmp_path, column, word, choice):
    note = f"column {column}: read '{word}' as {choice}"
    source = written(tmp_path / "in.csv", f"cadence_spm,{column}\n170,{word}\n")
    pd.DataFrame({column: [word]}).to_parquet(tmp_path / "in.parquet")
    choices = COLUMNS[column].choices
    code = float(choices.index(choice) if choices else choice.split()[0])
    for read in (
        lambda: encode_session({column: word})[column],
        lambda: encode_sessions([{column: word}])[0][column][0],
        lambda: encode_frame(pd.DataFrame({column: [word]}))[0][column][0],
        lambda: find_sessions(source)[0].codes[column],
        lambda: predict_file(predictor, source, tmp_path / "o.csv") and code,
        lambda: predict_file(predictor, tmp_path / "in.parquet", tmp_path / "o.csv") and code,
    ):
        with pytest.warns(UserWarning, match=note) as caught:
            assert read() == code
        assert [str(one.message) for one in caught].count(note) == 1


@pytest.mark.parametrize(
    ("word", "km"),
    [
        ("Marathon", 42.2), ("half-marathon", 21.1), ("parkrun", 5), ("10k race", 10),
        ("5K Race", 5), ("hm race", 21.1), ("race", None), ("fun run", None), ("long run", None),
        ("10 km race", 10), ("10-km race", 10), ("half marathon race", 21.1),
        ("race (6 miles)", 9.66), ("1500 m race", 1.5), ("long run, 21 k", 21),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:column (session_type|distance_km):UserWarning")
def test_the_name_of_a_race_tells_its_distance_where_none_is_given(predictor, tmp_path, word, km):
    told = [{"session_type": word, "terrain": "flat"}, {"session_type": word, "distance_km": 3}]
    kind = {"session_type": "long" if "long" in word else "race"}
    means = [told[0] | kind | {"distance_km": km}, told[1] | kind]
    expected = [predictor.predict_one(one)["p_sore"] for one in means]
    unknown = predictor.predict_one(told[0] | kind)["p_sore"]
    assert (unknown == expected[0]) == (km is None)
    both = pd.DataFrame(told)
    alone = both.iloc[:1, :2]  # no column of distances at all
    assert np.allclose([one["p_sore"] for one in predictor.predict_many(told)], expected)
    assert [predictor.predict_one(one)["p_sore"] for one in told] == expected
    source, table, target = (tmp_path / name for name in ("in.csv", "in.parquet", "out.csv"))
    for frame, wanted in ((both, expected), (alone, expected[:1])):
        assert np.allclose(predictor.predict(frame)["p_sore"], wanted)
        frame.to_csv(source, index=False)
        frame.to_parquet(table)
        for path in (source, table):
            assert np.allclose(predictor.predict(read_frame(path))["p_sore"], wanted)
            predict_file(predictor, path, target)
            assert np.allclose(pd.read_csv(target)["p_sore"], wanted, rtol=1e-5)


@pytest.mark.parametrize("distances", [(40, 41), (40, None), (None, 40), (None, None)])
def test_a_filled_distance_is_told_only_where_it_was_filled(tmp_path, distances):
    rows = [{"session_type": "marathon", "distance_km": km} for km in distances]
    source = written(tmp_path / "in.csv", pd.DataFrame(rows).to_csv(index=False))
    for read in (
        lambda: encode_sessions(rows),
        lambda: encode_frame(pd.DataFrame(rows)),
        lambda: find_sessions(source),
    ):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            read()
        told = [str(one.message) for one in caught if "distance_km" in str(one.message)]
        note = "column distance_km: read 'marathon' as 42.2 km, where no distance is given"
        assert told == [note] * (None in distances)


@pytest.mark.parametrize(
    "cell",
    [
        "10 km", "10 km run", "run", "easy 10", "6 x 800 m intervals", "marathon session",
        "marathon training run", "race pace", "after race", "not a race", "easy or long run",
        "long tempo run", "easy marathon", "5-10 km race", "-5 km race", "0 km race",
        "600 km race", "1,150 km race", "26 m race", "10 min race", "none run", "race run",
    ],
)  # fmt: skip
def test_a_cell_that_names_no_one_kind_of_run_is_refused(cell):
    message = "column session_type: .* is not allowed; one of easy, long"
    for read in (lambda: encode_session({"session_type": cell, "terrain": "flat"}),
                 lambda: encode_sessions([{"session_type": cell}])):  # fmt: skip
        with pytest.raises(SchemaError, match=message):
            read()
    bad = encode_frame(pd.DataFrame({"session_type": [cell]}))[1]
    assert [one.column for one in bad] == ["session_type"]


@pytest.mark.parametrize(
    "column", [c for c in COLUMNS.values() if c.synonyms], ids=lambda c: c.name
)
def test_synonyms_are_words_of_their_own(column):
    for cell in column.synonyms.values():
        assert cell in column.choices if column.choices else encode_session({column.name: cell})
    assert not set(column.synonyms) & set(column.choices)
    assert all(plain_name(word) == word for word in column.synonyms)


@pytest.mark.parametrize("word", ["maximalis", "altra", "tartanic", "along"])
@pytest.mark.parametrize("column", ["foot_strike", "surface", "session_type", "terrain"])
def test_an_unknown_word_gets_no_hint_rather_than_a_wrong_one(column, word):
    with pytest.raises(SchemaError) as caught:
        encode_session({column: word})
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize("name", ["distance", "Duration", "elevation gain", "cadence"])
def test_a_name_without_a_unit_is_not_simply_renamed(name):
    with pytest.warns(UserWarning, match="it names no unit; convert it to"):
        encode_session({name: 10_012, "terrain": "flat"})


@pytest.mark.parametrize("name", ["slowest_pace_min_per_km", "min_grade_pct", "shortest_run_km"])
def test_an_opposite_is_no_slip(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        encode_session({name: 5, "terrain": "flat"})


# Bombs


def test_a_long_text_is_refused_at_once_and_not_kept():
    text = "x" * (50 << 20)
    tracemalloc.start()
    began = clock.monotonic()
    for refuse in (
        lambda: encode_session({"terrain": text}),
        lambda: encode_session({"distance_km": text}),
        lambda: encode_session({text: 1}),
    ):
        with pytest.raises(SchemaError) as caught:
            refuse()
        assert len(str(caught.value)) < 2000
    _, bad = encode_frame(pd.DataFrame({"terrain": [text]}))
    assert len(bad[0].found) <= 1001
    del caught
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert clock.monotonic() - began < 5 and peak < 150 << 20 and kept < 10 << 20


def test_packed_blank_lines_are_skipped(predictor, tmp_path):
    text = b"distance_km,terrain\n5,flat\n" + b"\n" * (60 << 20) + b",\n" * (10 << 20) + b"6,flat\n"
    source = written(tmp_path / "in.csv.gz", gzip.compress(text))
    began = clock.monotonic()
    assert predict_file(predictor, source, tmp_path / "out.csv").rows == 2
    assert clock.monotonic() - began < 30


def test_many_unknown_columns_are_no_trouble(predictor, tmp_path):
    names = ",".join(f"distanse_{number}" for number in range(150_000))
    source = written(tmp_path / "in.csv", f"distance_km,{names}\n5{',' * 150_000}\n")
    began = clock.process_time()
    assert predict_file(predictor, source, tmp_path / "out.csv").rows == 1
    assert clock.process_time() - began < 15


def test_many_bad_sessions_make_a_short_message():
    with pytest.raises(SchemaError) as caught:
        encode_sessions([{"terrain": "hily"}] * 100_000)
    assert len(str(caught.value)) < 3000 and "99,990 more" in str(caught.value)


def test_a_parquet_file_is_cut_by_bytes(predictor, tmp_path):
    from calfcause.batch.parquet_source import MOST_BYTES, ParquetSource

    text, source = "x" * 1_000_000, tmp_path / "in.parquet"
    table = pa.table({"distance_km": np.full(300, 9.0), "note": [text] * 300})
    pq.write_table(table, source, compression="zstd")
    assert source.stat().st_size < 100_000
    opened = ParquetSource(source)
    sizes = [len(block.data) for block in opened.blocks()]
    opened.close()
    assert max(sizes) <= MOST_BYTES + (1 << 20) and sum(sizes) > 290_000_000


# Parquet


def test_a_parquet_file_with_broken_notes_of_pandas_is_read(predictor, tmp_path):
    index = b'{"index_columns": ["gone"], "columns": [], "column_indexes": []}'
    for notes in (b"{broken", index):
        table = pa.table({"distance_km": [9.0]}).replace_schema_metadata({b"pandas": notes})
        pq.write_table(table, tmp_path / "in.parquet")
        assert read_frame(tmp_path / "in.parquet")["distance_km"].tolist() == [9.0]
        assert predict_file(predictor, tmp_path / "in.parquet", tmp_path / "out.csv").rows == 1


@pytest.mark.parametrize("mode", MODES)
def test_views_and_nested_columns_go_along(predictor, tmp_path, mode):
    table = pa.table(
        {
            "distance_km": [9.0, -1.0],
            "terrain": pa.array(["flat", "hilly"], pa.string_view()),
            "tags": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
            "splits": [[1, 2], []],
        }
    )
    try:
        pq.write_table(table, tmp_path / "in.parquet")
    except pa.ArrowNotImplementedError:
        pytest.skip("this pyarrow cannot write views")
    report = predict_file(
        predictor, tmp_path / "in.parquet", tmp_path / "out.parquet", on_bad_rows=mode
    )
    assert (report.rows, report.bad_rows) == (2, 1)


def test_durations_of_parquet_are_durations(predictor, tmp_path):
    table = pa.table(
        {
            "duration_min": pa.array([timedelta(minutes=45.5)], pa.duration("ms")),
            "onset_hours": pa.array([time(5, 30)], pa.time64("us")),
            "usual_pace_min_per_km": pa.array([time(0, 5, 30)], pa.time32("s")),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    (row,) = read_frame(tmp_path / "in.parquet").to_dict("records")
    assert row == {"duration_min": 45.5, "onset_hours": 5.5, "usual_pace_min_per_km": 5.5}
    assert predict_file(predictor, tmp_path / "in.parquet", tmp_path / "out.parquet").rows == 1


def test_any_flipped_byte_of_parquet_is_read_or_named(predictor, tmp_path):
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"distance_km": np.arange(50.0)}), source)
    content = source.read_bytes()
    for at in range(0, len(content), 3):
        source.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        for read in (
            lambda: predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="flag"),
            lambda: read_frame(source),
        ):
            try:
                read()
            except SchemaError as error:
                assert "in.parquet" in str(error)


def test_a_pipe_of_parquet_is_read(predictor, tmp_path):
    pq.write_table(pa.table({"distance_km": [9.0]}), tmp_path / "in.parquet")
    content = (tmp_path / "in.parquet").read_bytes()
    os.mkfifo(tmp_path / "pipe.parquet")
    writer = threading.Thread(target=(tmp_path / "pipe.parquet").write_bytes, args=[content])
    writer.start()
    assert predict_file(predictor, tmp_path / "pipe.parquet", tmp_path / "out.csv").rows == 1
    writer.join()
