"""Read a user's own labelled runs: any label may be missing, and used labels are counted.

A head learns only from rows whose label is recorded whether it is yes or no: soreness from rows
with ``sore_calves``, a cause from sore rows with 0 or 1 in ``cause_<name>``. A ``primary_cause``
alone says yes to one cause and nothing about the others; rows that are known only if the answer is
yes would make every cause look frequent. So they are counted but not used, unless the user declares
that causes not named mean no.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.features import complete
from calfcause.learn.labelled import digest_of
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.names import warn_caller
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, label_columns
from calfcause.sessions.times import in_time, tells_time
from calfcause.texts import counted
from calfcause.types import Array, Bools

if TYPE_CHECKING:
    import pandas as pd

RUNNERS, OF_TIME, OF_ROWS = "runners", "periods of time", "blocks of rows"
LABELS = ("sore_calves", *(f"cause_{cause.name}" for cause in CAUSES), "primary_cause")


@dataclass(frozen=True, kw_only=True)
class OwnLabels:
    """Sessions some of whose labels are known."""

    file: str  # the name of the file
    cells: dict[str, Array]  # encoded cells of all model columns; NaN where missing, (n_sessions,)
    names: NDArray[np.str_]  # the name of each session, (n_sessions,)
    runner: NDArray[np.str_]  # whose run it is, (n_sessions,)
    time: NDArray[np.str_]  # when it started; '' if missing, (n_sessions,)
    # The labels to learn from, columns as in HEADS: 0, 1, or NaN where there is none, (n_sessions,
    # n_heads)
    labels: Array
    n_named_only: int  # how many rows name a cause by primary_cause alone
    of: str = RUNNERS  # what runner distinguishes, in words

    def __len__(self) -> int:
        return len(self.runner)

    @property
    def known(self) -> Bools:
        """Which labels there are, shape (n_sessions, n_heads)."""
        return ~np.isnan(self.labels)

    def in_stretches(self, n: int) -> "OwnLabels":
        """Split one runner's diary into ``n`` periods that take the place of runners.

        If no row has a time, the rows are assumed to be in order. Raises SchemaError if the time is
        missing in some rows but not in all, or is not in ISO 8601.
        """
        times = self.time.tolist()
        of = OF_TIME if any(map(tells_time, times)) else OF_ROWS
        stretch = np.arange(len(self)) * n // len(self)
        if of == OF_TIME:
            stretch[in_time(times, f"{self.file}, the runs of one runner,")] = stretch.copy()
        names = [f"{self.file} {place}" for place in range(n)]
        return replace(self, runner=np.array(names)[stretch], of=of)

    def digest(self) -> str:
        """Compute the SHA-256 of cells and labels."""
        return digest_of(self.cells, self.labels)


def read_own_labels(path: str | Path, *, others_are_no: bool = False) -> OwnLabels:
    """Read labelled runs from a CSV or Parquet file; any label may be missing.

    path : the file. A warning is issued if it has no ``runner_id``
    others_are_no : whether causes that a row with a ``primary_cause`` leaves empty mean no
    """
    columns = {**COLUMNS, **label_columns([cause.name for cause in CAUSES])}
    frame = read_frame(path, columns=columns)
    cells, _ = encode_frame(frame, columns=columns)
    unknown = np.full(len(frame), np.nan)
    sore, *flags, primary = (cells.get(name, unknown) for name in LABELS)
    _refuse_contradictions(str(path), sore, np.column_stack(flags), primary)
    if all(np.isnan(labels).all() for labels in (sore, *flags, primary)):
        raise SchemaError(
            f"{path} has no label: fill in sore_calves with 0 or 1 in some rows, and the causes if"
            " you know them; calfcause schema lists the columns"
        )
    if "runner_id" not in frame.columns:
        warn_caller(
            f"{path} has no runner_id, so each row counts as another runner; if runners have"
            " several rows, the scores look more certain than they are"
        )
    labels, n_named_only = _learnable(sore, np.column_stack(flags), primary, others_are_no)
    return OwnLabels(
        file=Path(path).name,
        cells=complete({name: cells[name] for name in MODEL_COLUMNS if name in cells}, len(frame)),
        names=_texts(frame, "session_id", (np.arange(len(frame)) + 1).astype(str)),
        runner=_texts(frame, "runner_id", np.array([f"{path} {n}" for n in range(len(frame))])),
        time=_texts(frame, "start_time", np.full(len(frame), "")),
        labels=labels,
        n_named_only=n_named_only,
    )


def _texts(frame: "pd.DataFrame", name: str, instead: NDArray[np.str_]) -> NDArray[np.str_]:
    if name not in frame.columns:
        return instead
    known = frame[name].notna().to_numpy()
    return np.where(known, np.asarray(frame[name].astype(str), dtype=str), instead)


def _learnable(sore: Array, flags: Array, primary: Array, others_are_no: bool) -> tuple[Array, int]:
    """Give the labels to learn from, and how many rows name a cause and nothing of the others."""
    named = primary[:, None] == np.arange(len(CAUSES))
    alone = named & np.isnan(flags)
    if others_are_no:
        flags = np.where(np.isnan(flags) & ~np.isnan(primary)[:, None], named, flags)
        alone = np.zeros_like(named)
    # Without soreness every cause is no; the heads of the causes learn from sore runs alone.
    causes = np.where(sore[:, None] == 1, flags, np.nan)
    return np.column_stack([causes, sore]), int(alone.sum())


def _refuse_contradictions(source: str, sore: Array, flags: Array, primary: Array) -> None:
    wrong = []
    for place, name in enumerate(cause.name for cause in CAUSES):
        flag, named = flags[:, place], primary == place
        wrong += [
            ((sore == 0) & (flag == 1), f"cause_{name} is 1 though sore_calves is 0"),
            (named & (flag == 0), f"primary_cause is {name} though cause_{name} is 0"),
            (named & (sore == 0), f"primary_cause is {name} though sore_calves is 0"),
        ]
    none = (primary == len(CAUSES)) & (flags == 1).any(axis=1)
    wrong.append((none, "primary_cause is none though a cause is 1"))
    faults = [(row, what) for rows, what in wrong for row in np.flatnonzero(rows).tolist()]
    if faults:
        shown = "".join(f"\n  row {row + 1}: {what}" for row, what in sorted(faults)[:10])
        more = f"\n  … and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise SchemaError(f"{source} has labels that contradict each other:{shown}{more}")


def used_labels(own: OwnLabels) -> list[str]:
    """Say in sentences how many labels each head can use, and which are left out and why."""
    n, yes = own.known.sum(axis=0).tolist(), np.nansum(own.labels, axis=0).astype(int).tolist()
    order = (-1, *range(len(CAUSES)))
    counts = ", ".join(f"{HEADS[place]} {n[place]} ({yes[place]} yes)" for place in order)
    lines = [f"Labels used of the {len(own):,} rows of {own.file}: {counts}."]
    if own.of != RUNNERS:
        lines.append(f"All are of one runner, to whom the model is moved; scored by {own.of}.")
    if own.of == OF_ROWS:
        lines.append("No row has a start_time, so the rows are assumed to be in order.")
    return lines + not_used(own)


def not_used(own: OwnLabels) -> list[str]:
    """Say in a sentence how many rows name a cause by ``primary_cause`` alone, if any do."""
    if not own.n_named_only:
        return []
    return [
        f"Not used: {counted(own.n_named_only, 'row')} with a cause in primary_cause alone,"
        " which says nothing about the other causes. If causes not named mean no, add"
        " --primary-only."
    ]
