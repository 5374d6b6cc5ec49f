"""Doors that take wild inputs, and what may not happen at any of them.

A fault is an error that is no CalfcauseError, an input that takes more than ten seconds, a row
without its answer, a sign without its red flag, a number read wrongly, or half an answer file.
"""

import csv
import gzip
import io
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from wild_cells import BAD, HEADERS, MISSING, Session, draw, plain, true_sessions, written

from calfcause import CalfcauseError, Predictor
from calfcause.batch import predict_file
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS

MOST_SECONDS = 10.0
NOT_JUDGED = "could not be judged"


@dataclass
class Tally:
    """What came of the inputs of a door: counts of outcomes, and the faults with their inputs."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.outcomes + other.outcomes, self.faults + other.faults)


class Fault(Exception):
    """Something that may not happen."""


class Hang(BaseException):
    """Ten seconds have passed."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer; on the main thread of a system with alarms."""

    def ring(number: int, frame: Any) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Doors:
    """Every door with a model and true sessions behind it."""

    def __init__(self, predictor: Predictor, folder: Path) -> None:
        self.predictor, self.folder = predictor, folder
        self.sessions = true_sessions()

    def knock(self, door: str, seed: int) -> Tally:
        """Bring one input to a door and judge what comes of it."""
        rng = np.random.default_rng([seed, *door.encode()])
        tally = Tally()
        note: dict[str, Any] = {}
        try:
            with warnings.catch_warnings(), within(MOST_SECONDS):
                warnings.simplefilter("ignore")
                outcome = getattr(self, f"_{door}")(rng, note)
        except Fault as fault:
            outcome = "fault"
            tally.faults.append(f"{door} {seed}: {fault}; {_shown(note)}")
        except Hang:
            outcome = "fault"
            tally.faults.append(f"{door} {seed}: more than {MOST_SECONDS} s; {_shown(note)}")
        except Exception as error:  # any other error is what is looked for
            outcome = "fault"
            place = error.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
            tally.faults.append(f"{door} {seed}: {type(error).__name__} at {where}; {_shown(note)}")
        tally.outcomes[outcome] += 1
        return tally

    # One session

    def _one(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A dict, or a row of a frame, to predict_one, predict_many or explain."""
        truth, surely = draw(rng, self.sessions), rng.random() < 0.6
        session, sure = self._written(rng, truth, surely=surely, text_only=False)
        spoilt = self._spoilt(rng, session) if rng.random() < 0.2 else None
        note |= {"truth": truth, "session": session}
        right = self.predictor.predict_one(dict(truth))
        kind = rng.integers(4)
        try:
            if kind == 0:
                answer = self.predictor.predict_one(session)
            elif kind == 1:
                answer = self.predictor.predict_many([{}, session])[1]
            elif kind == 2:
                row = pd.Series(list(session.values()), list(session), dtype=object)
                answer = self.predictor.predict_one(row)
            else:
                told = self.predictor.explain(session)
                answer = {**{f"p_{cause.name}": cause.p for cause in told.causes},
                          "p_sore": told.p_sore, "primary_cause": told.primary_cause,
                          "red_flags": "; ".join(flag.name for flag in told.red_flags)}  # fmt: skip
                str(told)
        except CalfcauseError as error:
            return _refused(str(error), _flags_without(right, truth, spoilt, self), sure, spoilt)
        if spoilt:
            raise Fault(f"a bad cell of {spoilt} is answered")
        compare(answer, right)
        return "answered"

    # A frame

    def _frame(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A frame of any types, to predict."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 12))]
        surely = rng.random() < 0.6
        names = list(dict.fromkeys(name for truth in truths for name in truth))
        rng.shuffle(names)
        columns, sure = {}, True
        for name in names:
            cells = [truth.get(name) for truth in truths]
            values, form_sure = _column(rng, name, cells, surely=surely)
            sure &= form_sure
            columns[HEADERS[rng.integers(len(HEADERS))](name)] = values
        frame = pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})
        frame = self._dressed(rng, frame)
        spoilt = None
        if rng.random() < 0.2:
            spoilt, cell = BAD[rng.integers(len(BAD))]
            at = rng.integers(len(frame))
            given = [None] * len(frame)
            given[at] = cell
            name = next((n for n in frame if _same_name(n, spoilt)), spoilt)
            frame = frame.drop(columns=[name], errors="ignore")
            cells = np.empty(len(frame), dtype=object)
            cells[:] = given
            frame[name] = cells
            truths = [{k: v for k, v in truth.items() if k != spoilt} for truth in truths]
        note |= {"truths": truths, "frame": frame if spoilt is None else list(frame.columns)}
        right = self.predictor.predict_many([dict(truth) for truth in truths])
        before = frame.copy()
        try:
            answers = self.predictor.predict(frame)
        except CalfcauseError as error:
            flags = [row["red_flags"] for row in right if row["red_flags"]][:5]
            return _refused(str(error), "; ".join(flags), sure, spoilt)
        if spoilt:
            raise Fault(f"a bad cell of {spoilt} is answered")
        if not answers.index.equals(frame.index):
            raise Fault("the answers have another index")
        if not frame.dtypes.equals(before.dtypes) or list(frame.columns) != list(before.columns):
            raise Fault("the frame was changed")
        for row, expected in zip(answers.to_dict("records"), right, strict=True):
            compare(row, expected)
        return "answered"

    def _dressed(self, rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with further columns and an index of its own."""
        if rng.random() < 0.3:
            frame["Mood"] = "fine"
            frame[7] = [[1]] * len(frame)
        if rng.random() < 0.3:
            frame["session_id"] = [f"s{at}" for at in range(len(frame))]
        kind = rng.integers(4)
        if kind == 1:
            frame.index = pd.Index([7] * len(frame))
        elif kind == 2:
            frame.index = pd.MultiIndex.from_product([["a"], range(len(frame))])
        elif kind == 3:
            frame.index = pd.date_range("2025-01-01", periods=len(frame))
        return frame[list(rng.permutation(np.array(frame.columns, dtype=object)))]

    # Files

    def _csv(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A CSV file in some dialect, to predict_file."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 9))]
        file = CsvFile(rng, truths)
        note |= {"dialect": file.dialect, "bytes": file.data}
        return self._file(rng, file, note)

    def _parquet(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A Parquet file of any types, to predict_file."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 9))]
        file = ParquetFile(rng, truths)
        note |= {"schema": str(file.schema), "truths": truths}
        return self._file(rng, file, note)

    def _spoilt_file(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A file with bytes changed, lost or doubled: any refusal will do, and no half answer."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 5))]
        file = CsvFile(rng, truths) if rng.random() < 0.6 else ParquetFile(rng, truths)
        data = bytearray(file.data)
        for _ in range(rng.integers(1, 4)):
            at, length = int(rng.integers(len(data) + 1)), int(rng.integers(1, 20))
            kind = rng.integers(4)
            if kind == 0:
                data[at : at + length] = rng.bytes(length)
            elif kind == 1:
                del data[at : at + length]
            elif kind == 2:
                data[at:at] = data[:length]
            else:
                data[at:at] = [b'"', b"\x00", b"\xff\xfe", b"\n", b",,,,", b"\r"][rng.integers(6)]
        source, target = self.folder / file.name, self.folder / f"out{file.ending}"
        source.write_bytes(data)
        note["bytes"] = bytes(data)
        return self._clean_end(rng, source, target)

    def _file(self, rng: np.random.Generator, file: "CsvFile | ParquetFile", note: Any) -> str:
        source = self.folder / file.name
        to_parquet = isinstance(file, CsvFile) and rng.random() < 0.15
        target = self.folder / ("out.parquet" if to_parquet else f"out{file.ending}")
        mode = ("stop", "flag", "side-file")[rng.integers(3)]
        note["mode"] = mode
        source.write_bytes(file.data)
        right = self.predictor.predict_many([dict(truth) for truth in file.truths])
        flagged = [row["red_flags"] for row in right if row["red_flags"]]
        try:
            report = predict_file(self.predictor, source, target, on_bad_rows=mode)
        except CalfcauseError as error:
            if target.exists():
                raise Fault("refused, and an answer file is there") from error
            if not str(error).strip():
                raise Fault("refused without a word") from error
            # A file that cannot be read at all needs no word on the signs of its rows.
            of_rows = "line " in str(error) or "row " in str(error)
            if flagged and of_rows and not _says(str(error), "; ".join(flagged)):
                raise Fault(f"refused without a word on signs {flagged}: {error}") from error
            return "refused" if file.bad or not file.sure else "refused though readable"
        finally:
            source.unlink()
        try:
            answers = file.read(target) if not to_parquet else _rows_of_parquet(target)
            side = self.folder / f"{target.name.split('.')[0]}.bad{file.side_ending}"
            beside = file.read(side) if side.exists() and not to_parquet else []
        finally:
            for path in self.folder.iterdir():
                path.unlink()
        if to_parquet and mode == "side-file":
            return "answered"
        self._judge(file, right, answers, beside, report)
        return "answered"

    def _judge(self, file: Any, right: list[Any], answers: Any, beside: Any, report: Any) -> None:
        by_id = {str(row["session_id"]): row for row in answers}
        bad = {str(row["session_id"]): row for row in beside}
        if len(by_id) + len(bad) != len(file.truths) or report.rows != len(file.truths):
            raise Fault(f"{len(file.truths)} rows became {report.rows}: {len(by_id)} + {len(bad)}")
        for at, expected in enumerate(right):
            name = f"s{at}"
            if name in bad:
                flags, said = bad[name]["calfcause_red_flags"], bad[name]["calfcause_error"]
            elif name not in by_id:
                raise Fault(f"row {name} is lost")
            elif by_id[name].get("error"):
                flags, said = by_id[name]["red_flags"], by_id[name]["error"]
            else:
                if at in file.bad:
                    raise Fault(f"row {name} has a bad cell and is answered")
                compare(by_id[name], expected)
                continue
            if (flags or "") != expected["red_flags"] and not _says(str(said), ""):
                raise Fault(f"row {name}: {expected['red_flags']} became {flags!r}; {said}")

    def _clean_end(self, rng: np.random.Generator, source: Path, target: Path) -> str:
        mode = ("stop", "flag", "side-file")[rng.integers(3)]
        try:
            predict_file(self.predictor, source, target, on_bad_rows=mode)
        except CalfcauseError as error:
            if not str(error).strip():
                raise Fault("refused without a word") from error
            if left := [path.name for path in self.folder.iterdir() if path != source]:
                raise Fault(f"refused, and left {left}") from error
            return "refused"
        finally:
            whole = target.exists()
            for path in self.folder.iterdir():
                path.unlink()
        if not whole:
            raise Fault("answered, and no answer file is there")
        return "answered"

    # Writing

    def _written(
        self, rng: np.random.Generator, truth: Session, *, surely: bool, text_only: bool
    ) -> tuple[dict[Any, Any], bool]:
        sure = True
        session: dict[Any, Any] = {}
        for name, value in truth.items():
            column = COLUMNS[name]
            cell, form_sure = written(rng, column, value, text_only=text_only, surely=surely)
            sure &= form_sure
            session[HEADERS[rng.integers(len(HEADERS))](name)] = cell
        for name in rng.choice(list(COLUMNS), 3):
            if name not in truth and COLUMNS[name].group != "ids":
                session[str(name)] = MISSING[rng.integers(len(MISSING))]
        if rng.random() < 0.3:
            session |= {"mood": "fine", "Notes": ["long"], "session_id": "s1"}
        return session, sure

    def _spoilt(self, rng: np.random.Generator, session: dict[Any, Any]) -> str:
        name, cell = BAD[rng.integers(len(BAD))]
        for key in [key for key in session if _same_name(key, name)]:
            del session[key]
        session[name] = cell
        return name


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
        places = [place for place, name in enumerate(names) if name not in AFTERWARDS_COLUMNS]
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
            key = next(key for key in columns if _same_name(key, "terrain"))
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
        return _rows_of_parquet(path)


def _rows_of_parquet(path: Path) -> list[dict[str, Any]]:
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


def _column(
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


def _same_name(key: object, name: str) -> bool:
    return str(key).strip().lower().replace(" ", "_").replace("-", "_") == name


def _flags_without(right: Any, truth: Session, spoilt: str | None, doors: Doors) -> str:
    """The red flags that are still given once the cell of a column is bad."""
    if spoilt is None or spoilt not in truth:
        return str(right["red_flags"])
    rest = {name: cell for name, cell in truth.items() if name != spoilt}
    return str(doors.predictor.predict_one(rest)["red_flags"]) if rest else ""


def _says(error: str, flags: str) -> bool:
    """Whether a message names all red flags, or says that signs were not judged or are bad."""
    named = bool(flags) and all(name in error for name in flags.split("; "))
    bad_sign = any(f"column {name}" in error for name in AFTERWARDS_COLUMNS)
    return named or bad_sign or NOT_JUDGED in error or "red-flag signs" in error.lower()


def _refused(error: str, flags: str, sure: bool, spoilt: str | None) -> str:
    """Judge a refusal: it says something, and it names the signs that were given."""
    if not error.strip():
        raise Fault("refused without a word")
    if flags and not _says(error, flags):
        raise Fault(f"refused without its signs {flags}: {error[:300]}")
    return "refused" if spoilt or not sure else "refused though readable"


def compare(answer: Any, right: Any) -> None:
    """Compare an answer with the one to the plain session."""
    if (answer["red_flags"] or "") != right["red_flags"]:
        raise Fault(f"red flags {right['red_flags']!r} became {answer['red_flags']!r}")
    for name, expected in right.items():
        if name.startswith("p_") and name in answer:
            found = answer[name]
            if found in (None, "") or not abs(float(found) - expected) <= 2e-6:
                raise Fault(f"{name} is {found}, not {expected}")


def _shown(note: Any) -> str:
    texts = []
    for key, value in note.items():
        try:
            texts.append(f"{key}={value!r}")
        except Exception:  # a cell that cannot be shown
            texts.append(f"{key}=(cannot be shown)")
    return "; ".join(texts)[:3000]
