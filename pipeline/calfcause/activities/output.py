"""Write the runs of an import as a file of sessions, and read them again at the next import."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from calfcause.activities.derive import Derived
from calfcause.errors import SchemaError
from calfcause.files import atomic_path
from calfcause.sessions.schema import COLUMNS, GUESSED, SORE_LABEL
from calfcause.sessions.time_forms import read_time

IDS = ("session_id", "runner_id", "start_time", "source_file", "title", "shoe")
COLUMNS_AFTER = (SORE_LABEL, "guessed")
Row = dict[str, str]
# The rank of a run that an earlier import has written: nothing replaces it.
KNOWN = 100


def rows_of(runs: Sequence[Derived], runner: str, *, count_guesses: bool = False) -> list[Row]:
    """The runs as rows of text; a guess of sore calves is marked as one, unless it is to count."""
    rows = []
    for run in runs:
        time = _time(run.start)
        cells = {name: text_of(cell) for name, cell in run.cells.items()}
        if SORE_LABEL in run.guessed and not count_guesses:
            cells[SORE_LABEL] = GUESSED
        rows.append(
            {
                "session_id": time[:16].replace("T", " ") or run.source,
                "runner_id": runner,
                "start_time": time,
                "source_file": run.source,
                "title": run.title,
                "shoe": run.gear,
                **cells,
                "guessed": "; ".join(f"{name}: {why}" for name, why in run.guessed.items()),
            }
        )
    return rows


def names_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns of a file with these rows; a column of the runner's own comes last."""
    filled = {name for row in rows for name, cell in row.items() if cell}
    known = [*IDS, *(name for name in COLUMNS if name not in IDS), *COLUMNS_AFTER]
    own = [name for row in rows[:1] for name in row if name not in known]
    return [name for name in known if name in filled or name in IDS[:4]] + own


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names_of(rows), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def write(rows: Sequence[Mapping[str, str]], target: str | Path) -> None:
    """Write the rows as CSV, or as Parquet by the ending; the file appears when it is complete."""
    with atomic_path(target) as part:
        if not str(target).lower().endswith(".parquet"):
            part.write_bytes(as_csv(rows))
            return
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {name: [row.get(name) or None for row in rows] for name in names_of(rows)}
        pq.write_table(
            pa.table(columns, pa.schema([(name, pa.string()) for name in columns])), part
        )


def read_back(target: str | Path) -> list[Row]:
    """The rows of an earlier import, with what the runner has changed; none without a file."""
    path = Path(target)
    if not path.is_file():
        return []
    if path.name.lower().endswith(".parquet"):
        import pyarrow.parquet as pq

        table = pq.read_table(path).to_pylist()
        rows = [{k: "" if v is None else str(v) for k, v in row.items()} for row in table]
    else:
        text = path.read_text("utf-8-sig")
        rows = [
            {k: v or "" for k, v in row.items() if k} for row in csv.DictReader(io.StringIO(text))
        ]
    if rows and "source_file" not in rows[0]:
        raise SchemaError(
            f"{target} is there, and was not written by calfcause import; name another file"
        )
    return rows


def as_run(row: Row) -> Derived:
    """A row of an earlier import, to be held against new runs."""
    read = read_time(row.get("start_time", ""))
    cells: dict[str, float | str] = {}
    for name in ("distance_km", "duration_min"):
        try:
            cells[name] = float(row.get(name) or "nan")
        except ValueError:
            continue
    cells["surface"] = row.get("surface", "")
    return Derived(
        source=row.get("source_file", ""), start=read.day_first if read else None, cells=cells,
        rank=KNOWN,
    )  # fmt: skip


def read_ledger(path: Path) -> dict[str, list[int]]:
    """Size and stamp of every file that an earlier import has read, by name."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _time(start: datetime | None) -> str:
    if start is None:
        return ""
    return start.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def text_of(cell: float | str) -> str:
    return cell if isinstance(cell, str) else f"{cell:.3f}".rstrip("0").rstrip(".")
