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


def warn_of_leaks(own: OwnLabels, held_out: OwnLabels | None = None) -> None:
    """Warn of runs and runners on both sides, which flatter scores, and of runs there twice."""
    keys = _keys(own, timed=True)
    first = {key: row for row, key in reversed(keys.items())}
    twice = [str(own.names[row]) for row, key in keys.items() if first[key] != row]
    _warn(twice, "row", own.file, "there more than once")
    if held_out:
        both = sorted(set(own.runner.tolist()) & set(held_out.runner.tolist()))
        ours, theirs = (_keys(one, timed=False) for one in (own, held_out))
        known = set(ours.values())
        same = [str(held_out.names[row]) for row, key in theirs.items() if key in known]
        # Periods of a diary are named after their file, and are of the same runner on purpose.
        for names, noun in ((both if own.of == RUNNERS else [], "runner"), (same, "row")):
            where = f"the held-out file {held_out.file}"
            _warn(names, noun, where, f"also in the training file {own.file}")


def _keys(own: OwnLabels, *, timed: bool) -> dict[int, bytes]:
    """The cells of each row in bytes, without rows of which too few cells are known."""
    table = np.column_stack([own.cells[name] for name in MODEL_COLUMNS])
    times = [str(time_of(time) or time) if timed else "" for time in own.time.tolist()]
    rows = np.flatnonzero((~np.isnan(table)).sum(axis=1) > MOST_CELLS_ALIKE).tolist()
    return {row: table[row].tobytes() + times[row].encode() for row in rows}


def _warn(names: Sequence[str], noun: str, where: str, what: str) -> None:
    if names:
        shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        warn_caller(f"{counted(len(names), noun)} ({shown}) of {where}: {what}")
