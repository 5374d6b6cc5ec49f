"""Somebody's own labelled runs: any label may be missing, and it is counted which are used.

A head learns only from rows whose label was put down whatever it is. Soreness from rows with
``sore_calves``; a cause from rows that are stated to be sore and answer ``cause_<name>`` with 0 or
1. A ``primary_cause`` alone says yes of one cause and nothing of the others: rows that are known
only where the answer is yes would make every cause look frequent, so they are counted, not used,
unless it is stated that causes not named are meant as no.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.learn.features import complete
from calfcause.learn.labelled import Labelled, digest_of
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.names import warn_caller
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, label_columns
from calfcause.sessions.times import in_time, tells_time
from calfcause.texts import counted

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

RUNNERS, OF_TIME, OF_ROWS = "runners", "stretches of time", "stretches of rows"
LABELS = ("sore_calves", *(f"cause_{cause.name}" for cause in CAUSES), "primary_cause")


@dataclass(frozen=True, kw_only=True)
class OwnLabels:
    """Sessions whose labels are known in part.

    Attributes
    ----------
    file : name of the file.
    cells : complete model cells, ``(n_sessions,)`` each.
    names : what each session is called.
    runner : whose run it is, as text, ``(n_sessions,)``.
    time : when it started, as text, '' if unknown.
    labels : 0, 1 or NaN, ``(n_sessions, n_heads)``, columns as in ``HEADS``; what may be learned.
    named_only : how many rows tell of a cause by ``primary_cause`` alone, one number per cause.
    of : what ``runner`` tells apart, in words.
    """

    file: str
    cells: dict[str, Array]
    names: NDArray[np.str_]
    runner: NDArray[np.str_]
    time: NDArray[np.str_]
    labels: Array
    named_only: tuple[int, ...]
    of: str = RUNNERS

    def __len__(self) -> int:
        return len(self.runner)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which labels may be learned from, ``(n_sessions, n_heads)``."""
        return ~np.isnan(self.labels)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "OwnLabels":
        """Some of the sessions."""
        return replace(
            self,
            cells={name: found[chosen] for name, found in self.cells.items()},
            names=self.names[chosen],
            runner=self.runner[chosen],
            time=self.time[chosen],
            labels=self.labels[chosen],
        )

    def in_stretches(self, n: int) -> "OwnLabels":
        """The diary of one runner, cut into stretches of time that stand for runners.

        Where no row tells its time the rows are taken to be in order.

        Raises
        ------
        SchemaError
            If some rows tell their time and others do not, or in another form than ISO 8601.
        """
        times = self.time.tolist()
        of = OF_TIME if any(map(tells_time, times)) else OF_ROWS
        stretch = np.arange(len(self)) * n // len(self)
        if of == OF_TIME:
            stretch[in_time(times, f"{self.file}, the runs of one runner,")] = stretch.copy()
        names = [f"{self.file} {place}" for place in range(n)]
        return replace(self, runner=np.array(names)[stretch], of=of)

    def digest(self) -> str:
        """SHA-256 of cells and labels: the same for the same labelled runs."""
        return digest_of(self.cells, self.labels)


def read_own_labels(path: str | Path, *, others_are_no: bool = False) -> OwnLabels:
    """Labelled runs from a CSV or Parquet file; every label may be missing.

    Parameters
    ----------
    path : the file; warns if it does not say whose runs these are.
    others_are_no : a row with a ``primary_cause`` means no by every cause that it leaves empty.

    Raises
    ------
    SchemaError
        If cells do not fit, labels contradict each other, or no label is known.
    """
    columns = {**COLUMNS, **label_columns([cause.name for cause in CAUSES])}
    frame = read_frame(path, columns=columns)
    cells, _ = encode_frame(frame, columns=columns)
    unknown = np.full(len(frame), np.nan)
    sore, *flags, primary = (cells.get(name, unknown) for name in LABELS)
    _refuse_contradictions(str(path), sore, np.column_stack(flags), primary)
    if all(np.isnan(found).all() for found in (sore, *flags, primary)):
        raise SchemaError(
            f"{path} has no label: fill sore_calves with 0 or 1 in some rows, and where you know"
            " them the causes; calfcause schema lists the columns"
        )
    if "runner_id" not in frame.columns:
        warn_caller(
            f"{path} has no runner_id, so each row counts as a runner of its own; if runners have"
            " several, the scores look surer than they are"
        )
    labels, named_only = _learnable(sore, np.column_stack(flags), primary, others_are_no)
    return OwnLabels(
        file=Path(path).name,
        cells=complete({name: cells[name] for name in MODEL_COLUMNS if name in cells}, len(frame)),
        names=_texts(frame, "session_id", (np.arange(len(frame)) + 1).astype(str)),
        runner=_texts(frame, "runner_id", np.array([f"{path} {n}" for n in range(len(frame))])),
        time=_texts(frame, "start_time", np.full(len(frame), "")),
        labels=labels,
        named_only=named_only,
    )


def from_labelled(labelled: Labelled, name: str) -> OwnLabels:
    """Completely labelled sessions in the same form; their runners are nobody's own."""
    labels = labelled.labels.astype(float)
    labels[~labelled.labels[:, -1], :-1] = np.nan
    return OwnLabels(
        file=name,
        cells=labelled.cells,
        names=labelled.names,
        runner=np.char.add(f"{name} ", labelled.runner.astype(str)),
        time=np.full(len(labelled), ""),
        labels=labels,
        named_only=(0,) * len(CAUSES),
    )


def _texts(frame: "pd.DataFrame", name: str, instead: NDArray[np.str_]) -> NDArray[np.str_]:
    if name not in frame.columns:
        return instead
    known = frame[name].notna().to_numpy()
    return np.where(known, np.asarray(frame[name].astype(str), dtype=str), instead)


def _learnable(
    sore: Array, flags: Array, primary: Array, others_are_no: bool
) -> tuple[Array, tuple[int, ...]]:
    """The labels to learn from, and how often each cause is named as primary and no more."""
    named = primary[:, None] == np.arange(len(CAUSES))
    alone = named & np.isnan(flags)
    if others_are_no:
        said = np.where(named, 1.0, 0.0)
        flags = np.where(np.isnan(flags) & ~np.isnan(primary)[:, None], said, flags)
        alone = np.zeros_like(named)
    # Of runs without soreness the causes are all no; their heads are of sore runs alone.
    causes = np.where(sore[:, None] == 1, flags, np.nan)
    return np.column_stack([causes, sore]), tuple(alone.sum(axis=0).tolist())


def _refuse_contradictions(source: str, sore: Array, flags: Array, primary: Array) -> None:
    names = [cause.name for cause in CAUSES]
    found: list[tuple[int, str]] = []
    for place, name in enumerate(names):
        rows = np.flatnonzero((sore == 0) & (flags[:, place] == 1))
        found += [(row, f"cause_{name} is 1 though sore_calves is 0") for row in rows.tolist()]
        rows = np.flatnonzero((primary == place) & (flags[:, place] == 0))
        found += [
            (row, f"primary_cause is {name} though cause_{name} is 0") for row in rows.tolist()
        ]
    blamed = (primary >= 0) & (primary < len(names))
    found += [
        (row, f"primary_cause is {names[int(primary[row])]} though sore_calves is 0")
        for row in np.flatnonzero((sore == 0) & blamed).tolist()
    ]
    found += [
        (row, "primary_cause is none though a cause is 1")
        for row in np.flatnonzero((primary == len(names)) & (flags == 1).any(axis=1)).tolist()
    ]
    if found:
        shown = "".join(f"\n  row {row + 1}: {what}" for row, what in sorted(found)[:10])
        more = f"\n  … and {len(found) - 10} more" if len(found) > 10 else ""
        raise SchemaError(f"{source} has labels that contradict each other:{shown}{more}")


def used_labels(own: OwnLabels) -> list[str]:
    """Sentences that say how many labels each head can use, and which are left out and why."""
    counts = ", ".join(
        f"{head} {int(known.sum())} ({int(np.nansum(found))} yes)"
        for head, known, found in zip(
            (HEADS[-1], *HEADS[:-1]),
            np.roll(own.known, 1, axis=1).T,
            np.roll(own.labels, 1, axis=1).T,
            strict=True,
        )
    )
    lines = [f"Labels used of the {len(own):,} rows of {own.file}: {counts}."]
    if own.of != RUNNERS:
        lines.append(
            f"All are of one runner, to whom the model is moved: {own.of} stand for runners."
        )
    if own.of == OF_ROWS:
        lines.append("No row tells its start_time, so they are taken to be in order.")
    return lines + not_used(own)


def not_used(own: OwnLabels) -> list[str]:
    """A sentence on rows that name a cause by ``primary_cause`` alone, if there are any."""
    if not any(own.named_only):
        return []
    return [
        f"Not used: {counted(sum(own.named_only), 'row')} with a cause by primary_cause alone,"
        " which says nothing of the runs it is not blamed for. If causes not named are meant as"
        " no, say so with --primary-only."
    ]
