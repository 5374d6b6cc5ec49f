"""Encode blocks of plain CSV with Arrow; whatever is not plain is left to the careful reader."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from calfcause.batch.arrays import as_floats, as_integers, pieces
from calfcause.batch.rows import CR, row_ends
from calfcause.sessions.cells import Synonyms, encode_column, lengths_in
from calfcause.sessions.layout import Layout
from calfcause.sessions.schema import Column
from calfcause.types import Array, Integers

# Numbers that may have a thousands separator, see ``number_in``.
_UNCLEAR = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"


def read_fast(
    text: bytes, layout: Layout, places: Iterable[int] = ()
) -> tuple[dict[str, Array], pa.Array, bytes, Synonyms, pa.Table] | None:
    """Read a block of CSV the fast way.

    places : columns that are wanted as text as well

    Returns codes by column, rows as they are written, their line end, synonyms, and a table of the
    texts of all columns read, by their places. None if
    anything is unusual or not allowed: then the careful reader, which agrees on all else, has to
    read it.
    """
    rows = rows_of(text, layout)
    if rows is None:
        return None
    texts, end = rows
    known = [at for at, column in layout.known.items() if column.group != "ids"]
    table = parsed(text, layout, sorted({*known, *places}))
    if table is None or table.num_rows != len(texts):
        return None
    cells: dict[str, Array] = {}
    synonyms: Synonyms = {}
    for at in known:
        column = layout.known[at]
        codes = _codes(column, table.column(str(at)), layout.decimal, synonyms)
        if codes is None:
            return None
        cells[column.name] = codes
    if lengths_in(synonyms):  # whose length fills another column
        return None
    if layout.n_own:
        texts = pc.replace_substring_regex(texts, layout.own_cells, "", max_replacements=1)
    return cells, texts, end, synonyms, table


def rows_of(text: bytes, layout: Layout) -> tuple[pa.Array, bytes] | None:
    """Return the rows of a block that are not blank, and their line end; None if unusual."""
    if b"\0" in text:
        return None
    ends, plain = row_ends(text, layout.delimiter)
    if not plain:
        return None
    breaks = np.ones(len(ends), dtype=np.intp)
    returns = b"\r" in text
    if returns:
        if text.count(b"\r") != text.count(b"\r\n"):
            return None
        marks = np.frombuffer(text, dtype=np.uint8)
        returned = marks[np.maximum(ends - 2, 0)] == CR
        if not returned.all():
            return None
        breaks += 1
    starts = np.append(0, ends).astype(np.intp)
    stops = np.append(ends - breaks, len(text))
    filled = stops > starts
    starts, stops = starts[filled], stops[filled]
    if _any_blank(text, starts, layout):
        return None
    own = ("\r\n" if returns else "\n") if len(ends) else layout.end
    return pieces(text, starts, stops), (own or "\n").encode()


def _any_blank(text: bytes, starts: Integers, layout: Layout) -> bool:
    """Whether a row has only empty cells, as Excel leaves them below a table."""
    if len(layout.header) + layout.n_own == 1 or not len(starts):
        return False
    firsts = np.frombuffer(text, dtype=np.uint8)[starts]
    begun = np.isin(firsts, np.frombuffer(f'{layout.delimiter}" \t'.encode(), dtype=np.uint8))
    blank = re.compile(rf'[{layout.delimiter}"\s]*?(?:\n|\Z)'.encode())
    return any(blank.match(text, start) for start in starts[begun].tolist())


def parsed(text: bytes, layout: Layout, places: Sequence[int]) -> pa.Table | None:
    """Return columns of a block as texts, named by their positions.

    Null where a cell is empty; None if Arrow cannot parse the block.
    """
    as_text = {str(at): pa.string() for at in places}
    try:
        return pa.csv.read_csv(
            pa.BufferReader(text),
            read_options=pa.csv.ReadOptions(
                column_names=[str(at) for at in range(-layout.n_own, len(layout.header))],
                use_threads=False,
                block_size=len(text) + 1,
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=layout.delimiter, newlines_in_values=b'"' in text
            ),
            convert_options=pa.csv.ConvertOptions(
                include_columns=list(as_text),
                column_types=as_text,
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,
            ),
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None


def _codes(
    column: Column, cells: pa.ChunkedArray, decimal: str, synonyms: Synonyms
) -> Array | None:
    """Return the codes of a column, None if a cell is bad."""
    texts = cells.chunk(0) if cells.num_chunks else pa.nulls(0, pa.string())
    if column.kind == "number":
        numbers = _plain_numbers(column, texts, decimal)
        if numbers is not None:
            beyond = (numbers < column.low) | (numbers > column.high)
            return None if beyond.any() else numbers
        # A row that shows another mark than its file is read by that, with care.
        if decimal == "." and pc.any(pc.match_substring(texts, ",")).as_py():
            return None
    encoded = texts.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    codes, bad = encode_column(column, words, decimal=decimal, synonyms=synonyms)
    if bad:
        return None
    return np.asarray(np.append(codes, np.nan)[as_integers(encoded.indices, null=len(codes))])


def _any_unclear(texts: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, _UNCLEAR)).as_py())


def _plain_numbers(column: Column, texts: pa.Array, decimal: str) -> Array | None:
    """Return plain numbers, NaN where missing; None if some are not plain."""
    if decimal == ",":
        if pc.any(pc.match_substring(texts, ".")).as_py():
            return None
        texts = pc.replace_substring(texts, ",", ".")
    elif not decimal and column.high >= 1000 and _any_unclear(texts):
        return None
    try:
        numbers = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    codes = as_floats(numbers)
    # Words such as nan and inf are numbers to Arrow.
    plain = int(np.isfinite(codes).sum()) == len(numbers) - numbers.null_count
    return codes if plain else None
