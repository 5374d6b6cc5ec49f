"""Check whether held-out runs or runners also occur in the training set."""

from collections.abc import Sequence

import numpy as np

from calfcause.own_labels.reading import RUNNERS, OwnLabels
from calfcause.sessions.names import warn_caller
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.sessions.times import time_of
from calfcause.texts import counted

SHOWN = 5
# Runs described in words have two to six cells, and many are equal without being copies.
MOST_CELLS_ALIKE = 6


def warn_of_leaks(own: OwnLabels, others: Sequence[OwnLabels] = ()) -> None:
    """Warn of runs or runners on both sides: they make scores look better than they are.

    Parameters
    ----------
    own : the runs to learn from; duplicates among them are reported too
    """
    row_of: dict[bytes, int] = {}
    twice = []
    for row, key in enumerate(_row_keys(own, timed=True)):
        if key and row_of.setdefault(key, row) != row:
            twice.append(str(own.names[row]))
    if twice:
        warn_caller(f"{_counted(twice, 'row')} of {own.file}: there more than once")
    for other in others:
        both = sorted(set(own.runner.tolist()) & set(other.runner.tolist()))
        # Periods of a diary are named after their file, and are of the same runner on purpose.
        if both and own.of == RUNNERS:
            warn_caller(
                f"{_counted(both, 'runner')} of the held-out file {other.file}: also in the"
                f" training file {own.file}"
            )
        ours = {key for key in _row_keys(own, timed=False) if key}
        keys = _row_keys(other, timed=False)
        same = [str(name) for name, key in zip(other.names, keys, strict=True) if key in ours]
        if same:
            warn_caller(
                f"{_counted(same, 'row')} of the held-out file {other.file}: also in the"
                f" training file {own.file}"
            )


def _row_keys(own: OwnLabels, *, timed: bool) -> list[bytes]:
    """Identify each row by its cells, whatever its name; empty if too few cells are known."""
    table = np.column_stack([own.cells[name] for name in MODEL_COLUMNS])
    enough_known = (~np.isnan(table)).sum(axis=1) > MOST_CELLS_ALIKE
    return [
        (row.tobytes() + (str(time_of(time) or time).encode() if timed else b"")) if enough else b""
        for row, time, enough in zip(table, own.time.tolist(), enough_known, strict=True)
    ]


def _counted(names: Sequence[str], noun: str) -> str:
    shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    return f"{counted(len(names), noun)} ({shown})"
