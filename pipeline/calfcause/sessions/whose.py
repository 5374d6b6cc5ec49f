"""Whose run each row of a file is, and when it was: what decides that earlier runs can be used.

A file without ``runner_id`` is taken for the runs of one runner, unless more than four of its rows
are of one day: that is a squad, whose runs are nobody's past.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calfcause.errors import SchemaError
from calfcause.sessions.dates import StartTimes, Times
from calfcause.sessions.schema import SORE_LABEL
from calfcause.texts import counted, joined
from calfcause.types import Array, Ints

# Two runs a day, each exported twice; assumed.
MOST_ROWS_A_DAY = 4
# Nobody has run so often; assumed. A runner_id with more rows is a default of some app.
MOST_ROWS = 100_000


@dataclass(frozen=True, kw_only=True)
class Told:
    """What sessions tell beside their cells, ``(n_sessions,)`` each."""

    runner: Ints  # number of the runner, negative if missing
    starts: StartTimes  # the start times
    sore: Array  # the label sore_calves; NaN where missing or not readable
    n_unread: int = 0  # how many of these labels could not be read
    # The names of the shoes, "" where missing; None without such a column
    shoe: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The rows of runners who can be followed over time.

    warning : the part of it that a caller has to see, who may know better
    """

    runner: Ints  # as told, or 0 for all rows of a single runner
    times: Times | None  # when the runs began; None if there is no earlier run that could be used
    note: str = ""  # what was decided of the file, in words; empty if nothing was in doubt
    warning: str = ""


def refuse_rounded_ids(ids: Array) -> None:
    """Refuse ids that two runners may share: as floats, large whole numbers are rounded."""
    digits = np.finfo(ids.dtype).nmant + 1
    if (np.abs(ids) >= 2.0**digits).any():
        raise SchemaError(
            f"column runner_id: its numbers are floats of 2**{digits} or more, in which several"
            " runners can share an id; give text or whole numbers, such as the dtype Int64"
        )


def followed(runner: Ints, starts: StartTimes, source: str) -> Followed:
    """Decide whose runs can be followed, and read their start times.

    A start time that is no time counts as missing, which the note says.
    """
    known = starts.known
    if not known.any():
        odd = starts.unreadable.any()
        return _unfollowed(
            runner,
            "no start_time can be read as a time, so no earlier runs are used" if odd else "",
        )
    said, alone = starts.unreadable_in_words, bool((runner < 0).all())
    if alone:
        runner = np.zeros_like(runner)
    elif nameless := int((runner < 0).sum()):
        said = joined(said, _answered_alone(nameless, "no runner_id"))
    numbers, counts = np.unique(runner[known & (runner >= 0)], return_counts=True)
    if not alone and (counts > MOST_ROWS).any():
        many = numbers[counts > MOST_ROWS]
        said = joined(said, _too_often(len(many)))
        runner = np.where(np.isin(runner, many), -1, runner)
    if not (counts > 1).any():
        return _unfollowed(runner, said)
    try:
        times = starts.chosen(runner, source)
    except SchemaError as error:
        raise SchemaError(
            f"{error}\nStart times are not read with --no-history (in Python history=False), which"
            " answers each run without the earlier ones"
        ) from None
    said = joined(said, times.note)
    if not alone:
        return Followed(runner=runner, times=times, note=said, warning=said)
    if np.unique(times.day[known], return_counts=True)[1].max() > MOST_ROWS_A_DAY:
        note = (
            f"there is no runner_id, and more than {MOST_ROWS_A_DAY} rows are of one day: these are"
            " runs of several runners, so no earlier runs are used"
        )
        return _unfollowed(runner, note)
    note = "there is no runner_id, so all rows are taken for runs of one runner"
    return Followed(runner=runner, times=times, note=joined(note, said), warning=said)


def unread_labels(n_cells: int) -> str:
    """That labels could not be read, in words; empty if there are none."""
    was = "was" if n_cells == 1 else "were"
    labels = counted(n_cells, f"label of {SORE_LABEL}", f"labels of {SORE_LABEL}")
    return f"{labels} could not be read and {was} not used" if n_cells else ""


def _unfollowed(runner: Ints, note: str) -> Followed:
    return Followed(runner=runner, times=None, note=note, warning=note)


def _answered_alone(n_rows: int, why: str) -> str:
    verbs = ("has", "is") if n_rows == 1 else ("have", "are")
    return f"{counted(n_rows, 'row')} {verbs[0]} {why} and {verbs[1]} answered alone"


def _too_often(n_runners: int) -> str:
    has = "has" if n_runners == 1 else "have"
    return (
        f"{counted(n_runners, 'runner_id')} {has} more than {MOST_ROWS:,} rows, which are answered"
        " alone"
    )
