"""Labelled sessions, simulated or from a file, in the form that training and scoring read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.features import complete
from calfcause.learn.probabilities import HEADS, LABELS, NONE
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.contradictions import usable
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, label_columns
from calfcause.simulate import Simulated
from calfcause.simulate.arrays import rows_of
from calfcause.texts import counted
from calfcause.types import Array, Bools, Integers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """Sessions with their labels."""

    cells: dict[str, Array]  # complete model cells, (n_sessions,) each
    names: NDArray[np.str_]
    labels: Bools  # shape (n_sessions, n_heads), columns as in HEADS
    # Position of the primary cause in CAUSES, or their number if there is none
    primary: Integers
    runner: Integers
    truth: Array | None  # the true probabilities where they are known, as labels; else None

    def __len__(self) -> int:
        return len(self.runner)

    def rows(self, chosen: Bools | Integers) -> "Labelled":
        """Select some of the sessions."""
        return rows_of(self, chosen)

    def digest(self) -> str:
        """SHA-256 of the cells and labels: the same for the same training data."""
        return digest_of(self.cells, self.labels)


def digest_of(cells: Mapping[str, Array], labels: NDArray[Any]) -> str:
    """Hash cells, in the order of their names, and labels with SHA-256."""
    digest = hashlib.sha256()
    for name in sorted(cells):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(cells[name]).tobytes())
    digest.update(np.ascontiguousarray(labels).tobytes())
    return digest.hexdigest()


def from_simulated(simulated: Simulated) -> Labelled:
    """Convert simulated sessions, with their true probabilities."""
    soreness = simulated.soreness
    return Labelled(
        cells=complete(simulated.cells, len(simulated)),
        names=np.arange(len(simulated)).astype(str),
        labels=np.column_stack([*soreness.because_of.values(), soreness.sore]),
        primary=soreness.primary,
        runner=simulated.runner,
        truth=np.column_stack([*soreness.true_p.values(), soreness.true_p_sore]),
    )


def read_labelled(path: str | Path) -> Labelled:
    """Read labelled sessions from a CSV or Parquet file, and ``true_p_*`` columns if present."""
    columns = {**COLUMNS, **label_columns([cause.name for cause in CAUSES])}
    frame = read_frame(path, columns=columns)
    cells, bad = encode_frame(frame, columns=columns)
    raise_bad_cells(bad, str(path))
    for name in LABELS:
        unknown = int(np.isnan(cells[name]).sum()) if name in cells else len(frame)
        if name not in cells or unknown:
            raise SchemaError(
                f"{path}: training needs {name} in every row; {unknown} of"
                f" {counted(len(frame), 'row')} lack it"
            )
    labels = np.column_stack([cells[name] == 1 for name in LABELS])
    primary = cells.get("primary_cause", np.full(len(frame), np.nan))
    first = np.where(labels[:, :-1].any(axis=1), labels[:, :-1].argmax(axis=1), len(CAUSES))
    truth_names = [f"true_p_{head}" for head in HEADS]
    has_truth = all(name in frame.columns for name in truth_names)
    names = frame["session_id"] if "session_id" in frame.columns else frame.index + 1
    runners = frame["runner_id"] if "runner_id" in frame.columns else frame.index.astype(str)
    return Labelled(
        cells=complete(
            usable({name: cells[name] for name in MODEL_COLUMNS if name in cells}), len(frame)
        ),
        names=np.asarray(names, dtype=str),
        labels=labels,
        primary=np.where(np.isnan(primary), first, np.nan_to_num(primary)).astype(np.intp),
        runner=np.unique(np.asarray(runners, dtype=str), return_inverse=True)[1],
        truth=_truth(frame[truth_names], path) if has_truth else None,
    )


def _truth(frame: "pd.DataFrame", path: str | Path) -> Array:
    """Read the true probabilities of a file, shape ``(n_sessions, n_heads)``."""
    try:
        truth = frame.to_numpy(dtype=float)
    except ValueError as error:
        raise SchemaError(f"{path}: true_p_* columns hold what is no number: {error}") from error
    if not ((truth >= 0) & (truth <= 1)).all():
        raise SchemaError(f"{path}: true_p_* columns have to be known and from 0 to 1 in every row")
    return truth


def blamed_name(place: int) -> str:
    """Name the primary cause at a position, or ``none``."""
    return CAUSES[place].name if place < len(CAUSES) else NONE
