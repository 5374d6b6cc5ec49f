"""Whether what is scored on has been learned from: the same runs, or the same runners."""

from collections.abc import Sequence

import numpy as np

from calfcause.own_labels.reading import RUNNERS, OwnLabels
from calfcause.sessions.names import warn_caller
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.sessions.times import time_of

SHOWN = 5
# Runs told in words have two to six cells, and many are told alike: those are no copies.
MOST_CELLS_ALIKE = 6


def warn_of_leaks(own: OwnLabels, others: Sequence[OwnLabels] = ()) -> None:
    """Warn of what makes scores look better than they are: runs or runners on both sides.

    Parameters
    ----------
    own : what is learned from; also looked through for rows that stand there twice.
    others : what is scored on besides.
    """
    row_of: dict[bytes, int] = {}
    twice = []
    for row, key in enumerate(_row_keys(own, timed=True)):
        if key and row_of.setdefault(key, row) != row:
            twice.append(str(own.names[row]))
    if twice:
        warn_caller(f"{_counted(twice, 'row', 'rows')} of {own.file} there more than once")
    for other in others:
        both = sorted(set(own.runner.tolist()) & set(other.runner.tolist()))
        # Stretches of a diary are called after their file, and of the same runner on purpose.
        if both and own.of == RUNNERS:
            warn_caller(
                f"{_counted(both, 'runner', 'runners')} of {other.file}, which is scored on, also"
                f" in {own.file}, which is learned from"
            )
        ours = {key for key in _row_keys(own, timed=False) if key}
        keys = _row_keys(other, timed=False)
        same = [str(name) for name, key in zip(other.names, keys, strict=True) if key in ours]
        if same:
            warn_caller(
                f"{_counted(same, 'row', 'rows')} of {other.file}, which is scored on, also in"
                f" {own.file}, which is learned from"
            )


def _row_keys(own: OwnLabels, *, timed: bool) -> list[bytes]:
    """What makes a row itself, whatever it is called; empty where too little is known."""
    table = np.column_stack([own.cells[name] for name in MODEL_COLUMNS])
    told = (~np.isnan(table)).sum(axis=1) > MOST_CELLS_ALIKE
    return [
        (row.tobytes() + (str(time_of(time) or time).encode() if timed else b"")) if enough else b""
        for row, time, enough in zip(table, own.time.tolist(), told, strict=True)
    ]


def _counted(names: Sequence[str], one: str, many: str) -> str:
    shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
    return f"{len(names)} {one if len(names) == 1 else many} ({shown})"
