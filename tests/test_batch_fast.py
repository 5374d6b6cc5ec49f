"""The fast way through plain CSV finds what the careful reader finds, or leaves it to that."""

import csv
import io
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from calfcause.batch.arrays import bytes_of
from calfcause.batch.fast import read_fast
from calfcause.batch.rows import row_ends
from calfcause.batch.texts import numbers_as_text, quoted
from calfcause.errors import SchemaError
from calfcause.sessions.csv_reader import read_rows
from calfcause.sessions.layout import read_layout

HEADERS = {
    ",": b"session_id,distance_km,terrain,swelling,notes\n",
    ";": b"session_id;distance_km;terrain;swelling;notes\n5;5,5;;;\n",
    "\t": b"session_id\tdistance_km\tterrain\tswelling\tnotes\n",
}
CELLS = st.sampled_from(
    ["", "5", "5.5", "5,5", "1,150", "1.150", "1e1", "-1", "nan", "inf", "-inf", "NA", "501",
     "dirt",     " Very  Hilly", "1 150", "1.150.000",
     "5 km", "5:30", " 5 ", "+5", "0x10", "1_0", "hilly", "Hilly ", "hily", "none", "1", "0", "yes",
     '"', '""', "'", '5\'2"', "a b", "\r", "é", "\u0665", "1.0", "2", ";", ",", "\t", " "]
)  # fmt: skip
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \n"])


def layout_of(delimiter):
    return read_layout(HEADERS[delimiter].decode(), "x")


def both_ways(text, layout):
    """What both readers find in a block; the careful one None where it refuses."""
    fast = read_fast(text.encode(), layout)
    try:
        careful = read_rows(text, layout, 1)
    except SchemaError:
        careful = None
    return fast, careful


def check_alike(fast, careful):
    cells, texts, end, synonyms, _ = fast
    assert careful is not None and not careful.bad_cells
    assert cells.keys() == careful.cells.keys()
    for name, codes in cells.items():
        np.testing.assert_array_equal(codes, careful.cells[name], err_msg=name)
    assert [one.decode() for one in texts.to_pylist()] == [
        one.removesuffix("\n").removesuffix("\r") for one in careful.texts
    ]
    assert end in (b"\n", b"\r\n")
    assert synonyms == careful.synonyms


@st.composite
def blocks(draw):
    """Rows of a file, quoted as need be or here and there, mostly as programs write them."""
    delimiter = draw(st.sampled_from(sorted(HEADERS)))
    n_rows = draw(st.integers(0, 5))
    end = draw(LINE_ENDS)
    lines = []
    for _ in range(n_rows):
        cells = draw(st.lists(CELLS, min_size=4, max_size=5) | st.lists(CELLS, min_size=5))
        if draw(st.booleans()):
            line = io.StringIO()
            csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
            lines.append(line.getvalue())
        else:
            lines.append(delimiter.join(cells))
    return delimiter, end.join(lines) + draw(st.sampled_from(["", end]))


@settings(max_examples=500)
@given(block=blocks())
@example(block=(",", "a,5,flat,1,x\nb,5\n"))
@example(block=(",", 'a,5,flat,1,"x\ny"\nb,,,,\n'))
@example(block=(",", "\n\na,5,flat,1,x\r\n"))
@example(block=(";", "a;5,5;flat;1;x\n"))
@example(block=(",", 'a,"5,5",flat,1,x\n'))
def test_what_is_read_fast_is_what_the_careful_reader_reads(block):
    delimiter, text = block
    fast, careful = both_ways(text, layout_of(delimiter))
    if fast is not None:
        check_alike(fast, careful)


@pytest.mark.parametrize(
    "text",
    [
        "a,5,flat,1,x\n",
        "a,5.25,Hilly,yes,x\r\nb,,,,\r\n",
        'a,5 km,NA,TRUE,"x, y"\nb,5:30 ,none,0,"say ""x"""\n',
        'a,"5,5",flat,1,"two\nlines"\n\n\n',
        "a,5,flat,1,é",
        "a,5,flat,1," + "x" * 200_000 + "\n",
    ],
)
def test_usual_files_are_read_fast(text):
    text = text.replace("5:30 ", "5")
    fast, careful = both_ways(text, layout_of(","))
    assert fast is not None
    check_alike(fast, careful)


@pytest.mark.parametrize(
    "text",
    [
        "a,x,flat,1,x\n",
        "a,5,hily,1,x\n",
        "a,501,flat,1,x\n",
        "a,inf,flat,1,x\n",
        "a,5,flat,2,x\n",
        "a,5,flat,1\n",
        "a,5,flat,1,x,y\n",
        'a,5,flat,1,"x" y\n',
        "a,5,flat,1,5'2\"\n",
        "a,5,flat,1,x\rb,5,flat,1,x\n",
        "a,5,flat,1,x\0\n",
        "a,5,flat,1,x\r\nb,5,flat,1,x\n",
        "a,5,flat,1,x\n,,,,\n",
        'a,5,flat,1,x\n"", ,,,\n',
    ],
)
def test_what_is_unusual_or_not_allowed_is_left_to_the_careful_reader(text):
    assert read_fast(text.encode(), layout_of(",")) is None


# Ends of rows


@settings(max_examples=500)
@given(block=blocks(), tail=st.sampled_from(["", '"', '"a', '"a\nb']))
def test_rows_end_where_the_careful_reader_ends_them(block, tail):
    delimiter, text = block
    assume("\r" not in text.replace("\r\n", ""))
    ends, _ = row_ends((text + tail).encode(), delimiter)
    layout = layout_of(delimiter)
    try:
        rows = read_rows(text, layout, 0).texts
    except SchemaError:
        return
    pieces = [text.encode()[start:stop] for start, stop in pairwise([0, *ends.tolist()])]
    found = [row for piece in pieces for row in read_rows(piece.decode(), layout, 0).texts]
    assert found == rows[: len(found)]
    assert len(rows) - len(found) <= 1 or tail


def test_an_open_quote_holds_back_its_row():
    assert row_ends(b'1,a\n2,"b\n3,c\n', ",")[0].tolist() == [4]
    assert row_ends(b'1,5\'2"\n2,"b\n3,c\n', ",")[0].tolist() == [7]


# Texts


PROBABILITIES = (
    st.floats(0, 1)
    | st.integers(0, 10**7).map(lambda n: n / 10**7)
    | st.integers(0, 10**6).map(lambda n: (n + 0.5) / 10**6)
    | st.sampled_from([0.0, 1.0, 1e-4, 0.1, 0.01, 0.9999995, 0.99999949, 1e-5, 5e-324, np.nan])
    | st.sampled_from([0.01, 0.001, 1e-4]).map(lambda bound: np.nextafter(bound, 0.0))
)


def in_python(values, mark="."):
    return ["" if one != one else f"{one:.6g}".replace(".", mark) for one in values]


@settings(max_examples=300)
@given(
    table=st.integers(1, 3).flatmap(
        lambda width: st.lists(st.tuples(*[PROBABILITIES] * width), min_size=1)
    ),
    mark=st.sampled_from(".,"),
)
def test_numbers_are_written_as_python_writes_them(table, mark):
    found = numbers_as_text(np.array(table).T, ";", mark).to_pylist()
    assert found == [";".join(in_python(row, mark)).encode() for row in table]


def test_many_numbers_are_written_as_python_writes_them():
    values = np.random.default_rng(0).random(50_000) ** 4
    found = numbers_as_text([values], ";").to_pylist()
    assert [one.decode() for one in found] == in_python(values.tolist())


@given(
    cells=st.lists(st.text(alphabet='ab,;\t"\r\n é'), min_size=2), delimiter=st.sampled_from(",;\t")
)
def test_texts_are_quoted_as_the_csv_module_quotes_them(cells, delimiter):
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow(cells)
    found = quoted(pa.array(cells, pa.string()), delimiter).to_pylist()
    assert delimiter.join(found) + "\r\n" == line.getvalue()


@given(pieces=st.lists(st.binary()), start=st.integers(0, 3))
def test_bytes_of_a_column_are_its_values_one_after_the_other(pieces, start):
    column = pa.array(pieces, pa.binary()).slice(start)
    assert bytes_of(column) == b"".join(pieces[start:])
