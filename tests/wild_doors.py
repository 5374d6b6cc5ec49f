"""Doors that take wild inputs, and what may not happen at any of them.

A fault is an error that is no CalfcauseError, an input that takes more than ten seconds, a row
without its answer, a sign without its red flag, a number read wrongly, or half an answer file.
"""

import json
import signal
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from wild_cells import BAD, HEADERS, MISSING, Session, draw, true_sessions, written
from wild_files import CsvFile, ParquetFile, column_of, rows_of_parquet, same_name

from calfcause import CalfcauseError, Predictor
from calfcause.batch import blocks, predict_file
from calfcause.report import write_report
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS

MOST_SECONDS = 60.0  # against hangs, on a machine that others use
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
            values, form_sure = column_of(rng, name, cells, surely=surely)
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
            name = next((n for n in frame if same_name(n, spoilt)), spoilt)
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

    def _csv(self, rng: np.random.Generator, note: dict[str, Any], **options: Any) -> str:
        """A CSV file in some dialect, to predict_file."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 9))]
        file = CsvFile(rng, truths)
        note |= {"dialect": file.dialect, "bytes": file.data}
        return self._file(rng, file, note, **options)

    def _parquet(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A Parquet file of any types, to predict_file."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 9))]
        file = ParquetFile(rng, truths)
        note |= {"schema": str(file.schema), "truths": truths}
        return self._file(rng, file, note)

    def _workers(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A CSV file to predict_file with two processes and blocks of a few rows."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(blocks, "BLOCK_BYTES", 200)
            return self._csv(rng, note, workers=2)

    def _report(self, rng: np.random.Generator, note: dict[str, Any]) -> str:
        """A CSV or Parquet file to write_report, as data."""
        truths = [draw(rng, self.sessions) for _ in range(rng.integers(1, 9))]
        file = CsvFile(rng, truths) if rng.random() < 0.6 else ParquetFile(rng, truths)
        note["bytes"] = file.data
        source, target = self.folder / file.name, self.folder / "report.json"
        source.write_bytes(file.data)
        right = self.predictor.predict_many([dict(truth) for truth in truths])
        try:
            write_report(self.predictor, source, target)
            told = json.loads(target.read_text(encoding="utf-8"))
        except CalfcauseError as error:
            if target.exists() or not str(error).strip():
                raise Fault(f"refused, and not cleanly: {error}") from error
            # A report needs a run that can be read.
            readable = file.sure and len(file.bad) < len(truths)
            return "refused though readable" if readable else "refused"
        finally:
            for path in self.folder.iterdir():
                path.unlink()
        runs = {run["row"] - 1: run for run in told["runs"]}
        unread = {row["row"] - 1: row for row in told["unread"]}
        signs = {row["row"] - 1: row["flags"] for row in told["red_flags"]}
        if sorted([*runs, *unread]) != list(range(len(right))):
            raise Fault(f"{len(right)} rows became {sorted(runs)} and {sorted(unread)}")
        if at := set(runs) & file.bad:
            raise Fault(f"rows {at} have bad cells and are answered")
        for at, expected in enumerate(right):
            flags = "; ".join(flag["name"] for flag in signs.get(at, ()))
            if at in runs:
                # Beside signs a report says no risk.
                said = {"red_flags": expected["red_flags"]} if flags else expected
                compare(runs[at] | {"red_flags": flags}, said)
            elif flags != expected["red_flags"] and not unread[at]["signs_not_judged"]:
                raise Fault(f"row {at}: {expected['red_flags']} became {flags!r}")
        return (
            "answered" if not set(unread) - file.bad or not file.sure else "refused though readable"
        )

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

    def _file(
        self, rng: np.random.Generator, file: CsvFile | ParquetFile, note: Any, **options: Any
    ) -> str:
        source = self.folder / file.name
        to_parquet = isinstance(file, CsvFile) and rng.random() < 0.15
        target = self.folder / ("out.parquet" if to_parquet else f"out{file.ending}")
        mode = ("stop", "flag", "side-file")[rng.integers(3)]
        note["mode"] = mode
        source.write_bytes(file.data)
        right = self.predictor.predict_many([dict(truth) for truth in file.truths])
        flagged = [row["red_flags"] for row in right if row["red_flags"]]
        try:
            report = predict_file(self.predictor, source, target, on_bad_rows=mode, **options)
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
            answers = file.read(target) if not to_parquet else rows_of_parquet(target)
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
        for key in [key for key in session if same_name(key, name)]:
            del session[key]
        session[name] = cell
        return name


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
