import gzip
import io
import os
import warnings
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from frames import write_frame
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calfcause.errors import SchemaError
from calfcause.files import atomic_path
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.cells import encode_session
from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, label_columns

# What programs export, with none of our columns.
EXPORTS = {
    "watch": 'Activity Type,Date,Distance,"Avg Pace"\nRunning,2025-07-10,"4.83","6:16"\n',
    "app": "Activity ID,Elapsed Time,Distance,Elapsed Time,Distance\n1,697,2.38,697,2388.0\n",
    "translated": "Aktivitetstype,Dato,Titel\nLøb,2020-03-02,dukkert\n",
    "page": "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n",
    "no header": "5,flat\n6,hilly\n",
}


def read(content, **options):
    source = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(read_csv(source, **options))


def read_one(content):
    (chunk,) = read(content)
    return chunk


def refusal(content):
    with pytest.raises(SchemaError) as caught:
        read(content)
    return str(caught.value)


def complaints(content):
    return [str(cell) for chunk in read(content) for cell in chunk.bad_cells]


# Rows, cells and lines


def test_cells_are_read_by_the_names_of_the_header():
    chunk = read_one("terrain,session_id,distance_km\nhilly,007,9.5\n,x,\n")
    assert chunk.cells["distance_km"][0] == 9.5 and chunk.cells["terrain"][0] == 2.0
    assert np.isnan(chunk.cells["distance_km"][1]) and np.isnan(chunk.cells["terrain"][1])


def test_ids_are_no_cells():
    assert set(read_one("terrain,session_id\nhilly,007\n").cells) == {"terrain"}


def test_header_and_rows_keep_their_text():
    chunk = read_one('Session_ID , notes,distance_km\n007," a ""b"", c\r\nd ",5.50\n')
    assert chunk.layout.header == ["Session_ID ", " notes", "distance_km"]
    assert chunk.rows == [["007", ' a "b", c\r\nd ', "5.50"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(end):
    lines = ["distance_km,notes", '1,"two', 'lines"', "", "  ", "2,x", "3,x"]
    assert read_one(end.join(lines)).lines == [2, 6, 7]


def test_the_lines_of_a_second_chunk_go_on_counting():
    assert [chunk.lines for chunk in read("distance_km\n1\n\n2\n3\n", chunk_rows=2)] == [
        [2, 4],
        [5],
    ]


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 7])
def test_the_size_of_chunks_changes_nothing(chunk_rows):
    content = "distance_km,terrain\n" + "".join(
        f"{n},{'hily' if n == 4 else ''}\n" for n in range(6)
    )
    chunks = read(content, chunk_rows=chunk_rows)
    assert np.concatenate([chunk.cells["distance_km"] for chunk in chunks]).tolist() == [*range(6)]
    assert [cell.line for chunk in chunks for cell in chunk.bad_cells] == [6]


def test_a_row_of_a_bad_cell_counts_within_its_chunk():
    chunks = read("distance_km\n1\n2\n3\nx\n", chunk_rows=3)
    assert [cell.row for cell in chunks[1].bad_cells] == [0]


@pytest.mark.parametrize("content", ["distance_km", "distance_km\n", "distance_km\n\n\n"])
def test_a_header_alone_is_a_file_of_no_sessions(content):
    chunk = read_one(content)
    assert len(chunk) == 0 and chunk.cells["distance_km"].shape == (0,)


def test_the_only_cell_of_a_row_may_be_empty():
    assert len(read_one('distance_km\n5\n""\n6\n')) == 3


def test_a_row_of_delimiters_is_a_session_of_which_nothing_is_known():
    assert np.isnan(read_one("distance_km,terrain\n,\n").cells["distance_km"]).all()


@pytest.mark.parametrize("row", ["1", "1,flat,x", "5,5,flat"])
def test_a_row_of_the_wrong_length_is_bad_and_wholly_unknown(row):
    chunk = read_one(f"distance_km,terrain\n2,hilly\n{row}\n3,flat\n")
    assert [str(cell)[:12] for cell in chunk.bad_cells] == ["line 3, row "]
    np.testing.assert_array_equal(chunk.cells["distance_km"], [2, nan, 3])
    assert chunk.rows[1] == row.split(",")


def test_bad_cells_come_in_the_order_of_lines():
    found = complaints("distance_km,terrain\n1,x\n2\nx,flat\n4,y\n")
    assert [complaint.split(",")[0] for complaint in found] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]


def test_labels_are_read_when_their_columns_are_given():
    columns = {**COLUMNS, **label_columns(["heat"])}
    (chunk,) = read("cause_heat,primary_cause\n1,none\n", columns=columns)
    assert chunk.cells["cause_heat"] == [1.0] and chunk.cells["primary_cause"] == [1.0]


# Encodings


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(start):
    chunk = read_one(
        start + 'session_id,distance_km\n"Jos\N{LATIN SMALL LETTER E WITH ACUTE}",5\n'.encode()
    )
    assert (chunk.layout.header[0], chunk.rows[0][0]) == ("session_id", "Jos\xe9")


@pytest.mark.parametrize("rows_before", [0, 1000])
def test_latin_1_is_read_with_a_warning_wherever_it_shows(rows_before):
    content = b"session_id,distance_km\n" + b"x,4\n" * rows_before + b"Jos\xe9,5\nZo\xeb,6\n"
    with pytest.warns(UserWarning, match=f"line {rows_before + 2}: byte 0xE9.*CSV UTF-8"):
        (chunk,) = read(content)
    assert [row[0] for row in chunk.rows[-2:]] == ["Jos\xe9", "Zo\xeb"]


def test_damaged_utf_8_is_not_taken_for_latin_1():
    content = "session_id,distance_km\nJos\xe9,5\n".encode() + b"Zo\xeb,6\n"
    assert "line 3: byte 0xEB" in refusal(content)


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("distance_km\n5\n".encode("utf-16"), "UTF-16"),
        ("distance_km\n5\n".encode("utf-16-le"), "line 1: a NUL byte"),
        (b"distance_km\n5\n\0\n", "line 3: a NUL byte"),
        (b"PK\x03\x04\x14\0\x06\0", "save the sheet as CSV UTF-8"),
        (gzip.compress(b"distance_km\n5\n", mtime=0), ".gz"),
        (b"PAR1\x15\x04", ".parquet"),
        (b"session_id,distance_km\n\x81,5\n", "CSV UTF-8"),
        (b"\x0e\x10\xdf\x07\x10\x27\0\0.FIT\x12\x34", "a FIT recording of one activity"),
        (b"\x0e\x10\x0a\x07\x10\x27\0\0.FIT\x12\x34", "a FIT recording of one activity"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<gpx>', "XML like GPX and TCX, not a table"),
        (b'[\n  {"distance": 5}\n]\n', "JSON, not a table"),
    ],
    ids=[
        "UTF-16", "UTF-16 unmarked", "NUL", "workbook", "gzip", "Parquet", "unknown encoding",
        "FIT", "FIT with a line end in its size", "GPX", "JSON",
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_advice(content, advice):
    assert advice in refusal(content)


def test_text_that_is_decoded_already_is_read_too():
    (chunk,) = read_csv(io.StringIO("\ufeffdistance_km\r\n5\r\n"))
    assert chunk.cells["distance_km"].tolist() == [5.0]


def test_a_packed_file_is_unpacked(tmp_path):
    path = tmp_path / "sessions.csv.gz"
    path.write_bytes(gzip.compress(b"distance_km\n5\n"))
    assert [chunk.rows for chunk in read_csv(path)] == [[["5"]]]


def test_a_packed_file_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "sessions.csv.gz"
    path.write_bytes(gzip.compress(b"distance_km\n" + os.urandom(999).hex().encode())[:-99])
    with pytest.raises(SchemaError, match="damaged"):
        list(read_csv(path))


# Delimiters, decimal marks, quotes


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter):
    chunk = read_one(delimiter.join(["distance_km", "terrain"]) + "\n" + delimiter.join("57"))
    assert (chunk.layout.delimiter, chunk.rows) == (delimiter, [["5", "7"]])


def test_commas_in_other_names_do_not_hide_semicolons():
    assert read_one("a,b,c,d;distance_km\nx;5\n").layout.delimiter == ";"


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"'])
def test_the_line_that_excel_puts_first_is_obeyed_and_counted(line):
    chunk = read_one(f"{line}\r\ndistance_km;a,b\r\n5,5;x\r\n")
    assert (chunk.layout.delimiter, chunk.lines) == (";", [3])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas_are_read(delimiter):
    content = f"distance_km{delimiter}duration_min\n5,5{delimiter}30,25\n1,125{delimiter}\n"
    assert read_one(content).cells["distance_km"].tolist() == [5.5, 1.125]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_decimal_points_are_read_with_every_delimiter(delimiter):
    content = f"distance_km{delimiter}duration_min\n5.5{delimiter}30.25\n1.125{delimiter}\n"
    assert read_one(content).cells["distance_km"].tolist() == [5.5, 1.125]


def test_a_comma_among_semicolons_is_the_decimal_mark_where_nothing_else_tells():
    assert read_one("elevation_gain_m;terrain\n1,150;\n").cells["elevation_gain_m"] == [1.15]


def test_a_comma_among_tabs_is_in_doubt_where_nothing_else_tells():
    assert len(complaints("elevation_gain_m\tterrain\n1,150\t\n")) == 1


def test_only_numbers_tell_the_decimal_mark():
    content = "elevation_gain_m;session_id\n1,150;7.5\n"
    assert read_one(content).cells["elevation_gain_m"] == [1.15]


def test_a_quoted_decimal_comma_is_read():
    assert read_one('distance_km,terrain\n"5,5",flat\n').cells["distance_km"].tolist() == [5.5]


@pytest.mark.parametrize(
    "content",
    [
        'distance_km,elevation_gain_m\n5.5,"1,150"\n',
        "distance_km;elevation_gain_m\n5,5;1.150\n",
        "distance_km;elevation_gain_m\n5.5;1,150\n",
    ],
)
def test_a_thousands_separator_is_not_taken_for_a_decimal_mark(content):
    (complaint,) = complaints(content)
    assert "elevation_gain_m" in complaint and "1150 or 1.15" in complaint


@pytest.mark.parametrize(
    "row",
    ['5,"flat\n' + "6,hilly\n" * 9, '5,"flat" \n6,hilly\n', '5,"' + "x" * (17 << 20) + '"\n'],
    ids=["never closed", "closed too early", "endless"],
)
def test_quotes_that_do_not_pair_are_refused_where_they_begin(row):
    assert "line 3:" in refusal("distance_km,terrain\n1,flat\n" + row)


def test_a_header_whose_quotes_do_not_pair_is_refused():
    assert "line 1:" in refusal('"' + "x" * 200_000)


# Headers


@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_a_file_with_none_of_our_columns_is_refused_with_advice(content):
    message = refusal(content)
    assert "line 1: no known column" in message and "distance_km" in message


def test_a_refused_header_shows_what_could_be_renamed():
    message = refusal("Name,Elevation Gain,Distance (mi)\nx,5,6\n")
    assert "'Elevation Gain': it names no unit; convert it to m if need be" in message
    assert "'Distance (mi)': it holds another unit; convert it to km" in message


def test_a_file_of_ids_alone_is_refused():
    message = refusal("session_id,distance_miles\na,5\n")
    assert "no known column besides ids" in message
    assert "'distance_miles': it holds another unit" in message and "'session_id':" not in message


@pytest.mark.parametrize("content", ["", "\n", " \n  \n", "\n \r\n\n", "\ufeff", "sep=;\n"])
def test_an_empty_file_is_refused(content):
    assert "is empty" in refusal(content)


def test_names_are_read_in_any_case_and_with_spaces():
    assert read_one(" Distance_KM ,TERRAIN\n5,flat\n").cells.keys() == {"distance_km", "terrain"}


def test_names_are_read_with_spaces_or_hyphens_for_underscores():
    chunk = read_one("Session ID,Shoe Type,distance-km\na,Racing flat,5 km\n")
    assert {name: codes[0] for name, codes in chunk.cells.items()} == {
        "shoe_type": COLUMNS["shoe_type"].choices.index("racing_flat"),
        "distance_km": 5.0,
    }


@pytest.mark.parametrize("again", ["Distance_Km", "distance km"])
def test_a_column_that_stands_twice_is_refused(again):
    assert "column distance_km appears twice" in refusal(f"distance_km,{again}\n5,6\n")


def test_other_columns_may_stand_twice():
    assert read_one("distance_km,notes,notes\n5,a,b\n").rows == [["5", "a", "b"]]


def test_a_name_that_is_nearly_a_column_warns():
    with pytest.warns(UserWarning, match="'terain'.*did you mean 'terrain'"):
        read("distance_km,terain\n5,flat\n")


def test_a_warning_points_at_the_code_that_reads():
    with pytest.warns(UserWarning, match="'terain'") as caught:
        read("distance_km,terain\n5,flat\n")
    assert caught[0].filename == __file__


@pytest.mark.parametrize("bom", [True, False])
def test_a_chunk_tells_how_its_file_is_written(bom):
    chunk = read_one("\ufeff" * bom + "distance_km;terrain\n5,5;\n")
    assert (chunk.layout.delimiter, chunk.layout.decimal, chunk.layout.bom) == (";", ",", bom)


def test_the_name_of_the_file_heads_the_message(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("x\n")
    with pytest.raises(SchemaError, match=r"mine\.csv, line 1"):
        list(read_csv(path))


# Anything at all


@settings(max_examples=300, deadline=None)
@given(st.binary() | st.text().map(lambda text: ("distance_km,notes\n" + text).encode()))
@example(b"distance_km\n\xff\n")
def test_any_bytes_are_read_or_refused(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            chunks = read(content)
        except SchemaError:
            return
    assert all(len(values) == len(c) for c in chunks for values in c.cells.values())


# Frames

FRAMES = {
    "int": pd.Series([5, 6, 7]),
    "int8": pd.Series([5, 6, 7], dtype="int8"),
    "float": pd.Series([5.0, nan, 7.0]),
    "float32": pd.Series([5.0, nan, 7.0], dtype="float32"),
    "Int64": pd.Series([5, None, 7], dtype="Int64"),
    "Float64": pd.Series([5, None, 7], dtype="Float64"),
    "pyarrow": pd.Series([5, None, 7], dtype="int64[pyarrow]"),
    "text": pd.Series(["5", None, "7,0"]),
    "string": pd.Series(["5", None, "7"], dtype="string"),
    "object": pd.Series([5, None, "7"], dtype=object),
    "category": pd.Series([5, None, 7], dtype="category"),
    "category of text": pd.Series(["5", None, "7"], dtype="category"),
}


@pytest.mark.parametrize("series", FRAMES.values(), ids=FRAMES)
def test_numbers_are_read_from_every_dtype(series):
    cells, bad_cells = encode_frame(pd.DataFrame({"distance_km": series}))
    assert bad_cells == []
    np.testing.assert_array_equal(cells["distance_km"][[0, 2]], [5.0, 7.0])


@pytest.mark.parametrize("dtype", ["object", "str", "string", "category"])
def test_words_are_read_from_every_dtype(dtype):
    frame = pd.DataFrame({"overstride": pd.Series(["none", None, "Marked"], dtype=dtype)})
    np.testing.assert_array_equal(encode_frame(frame)[0]["overstride"], [0.0, nan, 2.0])


@pytest.mark.parametrize("dtype", ["object", "boolean", "bool[pyarrow]"])
def test_flags_are_read_from_every_dtype(dtype):
    frame = pd.DataFrame({"swelling": pd.Series([True, None, False], dtype=dtype)})
    np.testing.assert_array_equal(encode_frame(frame)[0]["swelling"], [1.0, nan, 0.0])


@pytest.mark.parametrize(
    "dtype", ["float64", "object", "Int64", "string", "category", "bool[pyarrow]"]
)
@pytest.mark.parametrize("name", ["distance_km", "terrain", "swelling"])
def test_a_column_of_nothing_is_unknown_whatever_its_dtype(name, dtype):
    cells, bad_cells = encode_frame(pd.DataFrame({name: pd.Series([None, None], dtype=dtype)}))
    assert np.isnan(cells[name]).all() and bad_cells == []


def test_bad_cells_of_a_frame_are_told_by_position():
    frame = pd.DataFrame({"distance_km": [5, -1], "terrain": ["hily", "flat"]}, index=["a", "b"])
    _, bad_cells = encode_frame(frame)
    assert [(cell.row, cell.column, cell.line) for cell in bad_cells] == [
        (0, "terrain", None),
        (1, "distance_km", None),
    ]


@pytest.mark.parametrize("number", [inf, -inf, 501, -1])
def test_numbers_of_a_frame_are_checked(number):
    assert len(encode_frame(pd.DataFrame({"distance_km": [5.0, number]}))[1]) == 1


def test_a_frame_of_none_of_our_columns_is_refused():
    with pytest.raises(SchemaError, match="no known column in 'miles', '7'"):
        encode_frame(pd.DataFrame({"miles": [3], 7: [1]}))


def test_a_frame_of_ids_alone_is_refused():
    with pytest.raises(SchemaError, match="no known column besides ids in 'runner_id'"):
        encode_frame(pd.DataFrame({"runner_id": ["a"]}))


def test_a_frame_without_columns_is_a_frame_of_unknowns():
    assert encode_frame(pd.DataFrame(index=range(3))) == ({}, [])


def test_a_frame_with_a_column_twice_is_refused():
    with pytest.raises(SchemaError, match="distance_km appears twice"):
        encode_frame(pd.DataFrame([[1, 2]], columns=["distance_km", "distance_km"]))


def test_reading_a_frame_does_not_change_it():
    frame = pd.DataFrame({"distance_km": [5.0, -1.0], "terrain": ["flat", "x"], "other": [1, 2]})
    before = frame.copy()
    encode_frame(frame)
    pd.testing.assert_frame_equal(frame, before)


# Files of frames


def save(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_ids_choices_and_other_columns_are_read_as_text(tmp_path):
    path = save(tmp_path / "s.csv", "session_id,terrain,shoe_size\n007,Hilly,08\nNA,,\n")
    frame = read_frame(path)
    assert frame.loc[0].tolist() == ["007", "hilly", "08"]
    assert frame["session_id"][1] == "NA"
    assert frame.loc[1, ["terrain", "shoe_size"]].isna().all()


def test_names_of_a_frame_are_those_of_the_schema(tmp_path):
    assert list(read_frame(save(tmp_path / "s.csv", " Terrain ,Notes\nflat,x\n"))) == [
        "terrain",
        "Notes",
    ]


def test_a_file_of_bad_cells_is_refused_with_the_first_ten_and_a_count(tmp_path):
    path = save(tmp_path / "s.csv", "distance_km\n" + "x\n" * 12)
    with pytest.raises(SchemaError) as caught:
        read_frame(path)
    message = str(caught.value)
    assert "line 11," in message and "line 12," not in message and "and 2 more" in message


def test_no_bad_cells_are_no_trouble():
    assert raise_bad_cells([], "s.csv") is None


def test_a_parquet_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="Parquet"):
        read_frame(save(tmp_path / "s.parquet", "distance_km\n5\n"))


def test_bad_cells_of_a_parquet_file_are_refused(tmp_path):
    path = tmp_path / "s.parquet"
    pd.DataFrame({"distance_km": [5, 6, -7]}).to_parquet(path)
    with pytest.raises(SchemaError, match="row 2, column distance_km"):
        read_frame(path)


def test_dates_of_a_parquet_file_stay_dates(tmp_path):
    path = tmp_path / "s.parquet"
    frame = pd.DataFrame({"start_time": pd.to_datetime(["2025-07-10T15:40"]), "distance_km": [5.0]})
    frame.to_parquet(path)
    pd.testing.assert_series_equal(read_frame(path)["start_time"], frame["start_time"])


def test_numbers_as_ids_of_a_parquet_file_become_text(tmp_path):
    path = tmp_path / "s.parquet"
    pd.DataFrame({"runner_id": [7, 8], "distance_km": [5, 6]}).to_parquet(path)
    assert read_frame(path)["runner_id"].tolist() == ["7", "8"]


def cell_of(column):
    """Any cell of a column as read_frame gives it; None is unknown."""
    if column.kind == "choice":
        known = st.sampled_from(column.choices)
    elif column.kind == "flag":
        known = st.sampled_from([0.0, 1.0])
    elif column.kind == "number":
        known = st.floats(column.low, column.high)
    else:
        known = st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
        )
    return st.none() | known


TEXT = pd.StringDtype(na_value=nan)
UGLY_IDS = ["\r", "\n", '"', ",", " ", "\ufeff", "nan", "sep=;"]
COLUMNS_AND_NOTES = {**COLUMNS, "my notes": COLUMNS["session_id"]}


@st.composite
def frames(draw):
    names = draw(st.lists(st.sampled_from(list(COLUMNS_AND_NOTES)), unique=True))
    ids = {name for name in COLUMNS_AND_NOTES if COLUMNS_AND_NOTES[name].group == "ids"}
    names = [*names, "weekly_distance_km"] if set(names) <= ids else names
    n_rows = draw(st.integers(0, 4))
    columns = {}
    for name in names:
        column = COLUMNS_AND_NOTES[name]
        cells = draw(st.lists(cell_of(column), min_size=n_rows, max_size=n_rows))
        dtype = "float64" if column.kind in {"number", "flag"} else TEXT
        columns[name] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(columns)


@pytest.mark.parametrize("name", ["s.csv", "s.csv.gz", "s.parquet"])
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(frame=frames())
@example(frame=pd.DataFrame({"session_id": UGLY_IDS, "terrain": "flat"}, dtype=TEXT))
@example(frame=pd.DataFrame({"distance_km": [0.1 + 0.2, 5e-324, nan]}))
def test_what_is_written_reads_back_exactly(tmp_path, name, frame):
    write_frame(frame, tmp_path / name)
    if ".csv" in name and frame.shape[1] > 1:
        # A row of empty cells is a blank line.
        texts = ["".join("" if cell != cell else str(cell) for cell in row) for row in frame.values]
        filled = np.array([bool(text.strip()) for text in texts], dtype=bool)
        frame = frame[filled].reset_index(drop=True)
    pd.testing.assert_frame_equal(read_frame(tmp_path / name), frame, check_exact=True)


@given(frame=frames())
def test_a_frame_gives_the_cells_of_its_sessions(frame):
    cells, bad_cells = encode_frame(frame)
    assert bad_cells == []
    for row, session in enumerate(frame.to_dict("records")):
        known = {name: codes[row] for name, codes in cells.items() if not np.isnan(codes[row])}
        assert known == encode_session(session)


# Files that appear when they are complete


def test_a_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "out.csv"
    with atomic_path(path) as part:
        part.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"


def test_trouble_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_path(path) as part:
        part.write_text("half")
        raise KeyboardInterrupt
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.csv", "old")]


def test_a_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "plain").touch()
    with atomic_path(tmp_path / "out") as part:
        part.touch()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode
