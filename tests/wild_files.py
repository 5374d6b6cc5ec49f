"""True sessions as files and columns in formats, dialects and types of chance."""

import csv
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from wild_cells import HEADERS, MISSING, Session, plain, written

from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS


class CsvFile:
    """True sessions as a CSV file in a dialect of chance."""

    def __init__(self, rng: np.random.Generator, truths: list[Session]) -> None:
        self.truths, self.sure = truths, True
        delimiter = (",", ";", "\t")[rng.integers(3)]
        mark = "," if delimiter != "," and rng.random() < 0.5 else "."
        if delimiter == "," and rng.random() < 0.15:
            mark, self.sure = ",", False
        packing = ("", "", ".gz", ".zst")[rng.integers(4)]
        encoding = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")[rng.integers(5)]
        end = ("\n", "\r\n")[rng.integers(2)]
        style = ("least", "all", "some")[rng.integers(3)]
        self.delimiter, self.mark, self.encoding = delimiter, mark, encoding
        if encoding in ("utf-16", "cp1252"):
            self.sure = False
        self.dialect = (delimiter, mark, packing, encoding, end, style)
        names = list(dict.fromkeys(name for truth in truths for name in truth))
        rng.shuffle(names)
        headers = [HEADERS[rng.integers(len(HEADERS))](name) for name in names]
        extra = rng.random() < 0.3
        trailing = rng.random() < 0.15
        self.bad: set[int] = set()
        rows = [
            ["session_id", *headers, *(["Notes"] if extra else []), *([""] if trailing else [])]
        ]
        surely = rng.random() < 0.7
        for at, truth in enumerate(truths):
            row = [f"s{at}"]
            for name in names:
                row.append(self._cell(rng, name, truth.get(name), surely=surely))
            if extra:
                row.append(('say "hi"', f"a{delimiter} b", "two\nlines", "", "é")[rng.integers(5)])
            if trailing:
                row.append("")
            if rng.random() < 0.06:
                self.bad.add(at)
                self._spoil(rng, row, names, headers, at)
            rows.append(row)
            if rng.random() < 0.05:
                rows.append([])
        lines = [
            delimiter.join(_quoted(rng, cell, delimiter, style) for cell in row) for row in rows
        ]
        text = end.join(lines) + (end if rng.random() < 0.8 else "")
        data = text.encode(encoding, errors="replace")
        self.name, self.ending, self.side_ending = (
            f"in.csv{packing}",
            f".csv{packing}",
            f".csv{packing}",
        )
        if packing == ".gz":
            data = gzip.compress(data)
        elif packing == ".zst":
            data = pa.Codec("zstd").compress(data, asbytes=True)
        self.data = data

    def _cell(self, rng: np.random.Generator, name: str, value: Any, *, surely: bool) -> str:
        if value is None:
            return ("", "", "NA", "unknown")[rng.integers(4)] if name != "overstride" else ""
        column = COLUMNS[name]
        if column.kind == "number" and (self.mark == "," or rng.random() < 0.7):
            # One number format throughout a file: the two decimals of a cell tell its mark.
            return plain(value).replace(".", self.mark)
        cell, sure = written(rng, column, value, text_only=True, surely=surely)
        self.sure &= sure
        return str(cell)

    def _spoil(
        self,
        rng: np.random.Generator,
        row: list[str],
        names: list[str],
        headers: list[str],
        at: int,
    ) -> None:
        """A word that is not allowed, a cell too many, or cells too few."""
        kind = rng.integers(3)
        places = [
            place
            for place, name in enumerate(names)
            if name not in AFTERWARDS_COLUMNS and not COLUMNS[name].names_things
        ]
        if kind == 0 and places:
            row[1 + places[rng.integers(len(places))]] = "zzz"
        elif kind == 1:
            row.append("surplus")
        else:
            del row[2:]
            if len(names) < 2:
                row.append("surplus")
                row.append("surplus")

    def read(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a file in the same dialect, by plain means."""
        packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
        data = pa.input_stream(str(path), compression=packing).read()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",
                           errors="replace")  # fmt: skip
        csv.field_size_limit(sys.maxsize)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
        header = next(rows)
        found = [dict(zip(header, row, strict=False)) for row in rows if any(map(str.strip, row))]
        for row in found:
            for name, cell in row.items():
                if name.startswith("p_") and cell:
                    row[name] = float(cell.replace(",", ".") if self.delimiter != "," else cell)
        return found


class ParquetFile:
    """True sessions as a Parquet file with types of chance."""

    name, ending, side_ending = "in.parquet", ".parquet", ".parquet"

    def __init__(self, rng: np.random.Generator, truths: list[Session]) -> None:
        self.truths, self.sure, self.bad = truths, True, set[int]()
        names = list(dict.fromkeys(name for truth in truths for name in truth))
        rng.shuffle(names)
        columns: dict[str, pa.Array] = {
            "session_id": pa.array([f"s{at}" for at in range(len(truths))])
        }
        for name in names:
            cells = [truth.get(name) for truth in truths]
            columns[HEADERS[rng.integers(len(HEADERS))](name)] = _arrow(rng, name, cells)
        if rng.random() < 0.3:
            columns["laps"] = pa.array([[1, 2]] * len(truths))
            columns["more"] = pa.array([{"a": 1}] * len(truths))
        if "terrain" in names and rng.random() < 0.1:
            at = int(rng.integers(len(truths)))
            self.bad.add(at)
            key = next(key for key in columns if same_name(key, "terrain"))
            cells = [truth.get("terrain") for truth in truths]
            cells[at] = "zzz"
            columns[key] = pa.array(cells)
        table = pa.table(columns)
        if rng.random() < 0.2:
            table = table.replace_schema_metadata({b"pandas": b"{not json", b"other": b"\xff"})
        self.schema = table.schema
        sink = io.BytesIO()
        pq.write_table(table, sink, row_group_size=int(rng.integers(1, 5)),
                       compression=("none", "snappy", "zstd", "gzip")[rng.integers(4)])  # fmt: skip
        self.data = sink.getvalue()

    def read(self, path: Path) -> list[dict[str, Any]]:
        return rows_of_parquet(path)


def rows_of_parquet(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _arrow(rng: np.random.Generator, name: str, cells: list[Any]) -> pa.Array:
    """A column of Parquet in a type that holds its cells exactly."""
    column = COLUMNS[name]
    known = [cell for cell in cells if cell is not None]
    texts = [pa.string(), pa.large_string(), pa.string_view()]
    if column.kind == "choice":
        if rng.random() < 0.4:
            return pa.array(cells, pa.string()).dictionary_encode()
        return pa.array(cells, texts[rng.integers(2)])
    kinds: list[Callable[[], pa.Array]] = [
        lambda: pa.array(cells, pa.float64()),
        lambda: pa.array([None if c is None else plain(c) for c in cells], texts[rng.integers(2)]),
    ]
    if all(cell == int(cell) for cell in known):
        whole = [None if cell is None else int(cell) for cell in cells]
        kinds += [lambda: pa.array(whole, pa.int64()), lambda: pa.array(whole, pa.int32())]
        if all(0 <= cell < 128 for cell in known):
            kinds += [lambda: pa.array(whole, pa.int8()), lambda: pa.array(whole, pa.uint8())]
    if all(float(np.float32(cell)) == cell for cell in known):
        kinds.append(lambda: pa.array(cells, pa.float32()))
    if column.kind == "number":
        kinds.append(lambda: pa.array(cells, pa.float64()).cast(pa.decimal128(12, 4)))
    else:
        kinds.append(lambda: pa.array([None if c is None else bool(c) for c in cells], pa.bool_()))
    return kinds[rng.integers(len(kinds))]()


def column_of(
    rng: np.random.Generator, name: str, cells: list[Any], *, surely: bool
) -> tuple[Any, bool]:
    """The cells of a column of a frame in some type, and whether it is sure to be read."""
    column = COLUMNS[name]
    known = [cell for cell in cells if cell is not None]
    numeric = column.kind != "choice"
    kinds = ["objects", "objects", "text", "category"]
    kinds += ["float64", "Float64", "arrow"] if numeric else ["string", "arrow"]
    if numeric and all(cell == int(cell) for cell in known):
        kinds += ["Int64", "Int16"]
    if column.kind == "flag":
        kinds += ["boolean"]
    if column.unit == "min" and not surely:
        kinds += ["timedelta"]
    kind = kinds[rng.integers(len(kinds))]
    if kind == "objects":
        pairs = [
            (MISSING[rng.integers(len(MISSING))], True)
            if cell is None
            else written(rng, column, cell, text_only=False, surely=surely)
            for cell in cells
        ]
        values = np.empty(len(cells), dtype=object)
        values[:] = [cell for cell, _ in pairs]
        return values, all(sure for _, sure in pairs)
    if kind == "text":
        texts = [cell if cell is None or not numeric else plain(cell) for cell in cells]
        return pd.Series(texts, dtype=object), True
    if kind == "category":
        return pd.Series(pd.Categorical(cells)), True
    if kind == "timedelta":
        return pd.to_timedelta([None if c is None else c for c in cells], unit="min"), False
    if kind == "arrow":
        return pd.Series(
            pd.arrays.ArrowExtensionArray(pa.chunked_array([_arrow(rng, name, cells)]))
        ), True
    values = [pd.NA if cell is None else cell for cell in cells]
    return pd.Series(cells if kind == "float64" else values, dtype=kind), True


def _quoted(rng: np.random.Generator, cell: str, delimiter: str, style: str) -> str:
    needed = any(letter in cell for letter in (delimiter, '"', "\n", "\r"))
    if needed or style == "all" or (style == "some" and rng.random() < 0.3):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def same_name(key: object, name: str) -> bool:
    return str(key).strip().lower().replace(" ", "_").replace("-", "_") == name
