"""Start times in any common form; whether the day or the month comes first is one choice a file.

ISO 8601, ``14.07.2026, 10:36:55``, ``7/14/2026 10:36 PM``, ``Jul 14, 2026, 10:36:55 PM``,
``14 de jul. de 2026`` and Unix times are read. ``7/4/2026`` has two readings. Which one holds is
decided from all rows together and reported in ``Times.note``; if the rows leave it open, the file
is refused, because a guess would put runs in the wrong order without anybody noticing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.time_forms import UNREADABLE, Reading, read_time
from calfcause.texts import counted
from calfcause.types import Bools, Ints

_FORMS = "2026-07-14T22:36, 14.07.2026 22:36 or Jul 14, 2026, 10:36 PM"
# Fewer rows in time order may be so by chance.
FEWEST_ROWS_IN_ORDER = 4
MOST_SHOWN = 10
DAY_FIRST, MONTH_FIRST = 0, 1
MISSING = Reading(None, None)


@dataclass(frozen=True, kw_only=True)
class Times:
    """Start times of runs."""

    # In UTC where the zone is given, or else as written; NaT where missing, (n_rows,)
    moment: NDArray[np.datetime64]
    # The calendar day as written, so that of the runner; NaT where missing, (n_rows,)
    day: NDArray[np.datetime64]
    # Which of day and month was read as the first and why; empty where no row leaves a doubt
    note: str = ""
    order: int = DAY_FIRST  # which of the two readings was chosen


@dataclass(frozen=True, kw_only=True)
class StartTimes:
    """Start times in both readings: with the day first, and with the month first."""

    # As in Times; NaT where a reading is not possible, (n_rows, 2)
    moment: NDArray[np.datetime64]
    day: NDArray[np.datetime64]
    # Which rows are numbers with dots, and which are no time, (n_rows,)
    dotted: Bools
    unreadable: Bools
    texts: Mapping[int, str]  # by row, the cells that messages may show

    @classmethod
    def of(cls, texts: Sequence[str], places: Ints | None = None) -> "StartTimes":
        """Read cells in the order of the file, or texts that stand at these places of each row."""
        if places is None:
            place_of = {text: place for place, text in enumerate(dict.fromkeys(texts))}
            places = np.fromiter(map(place_of.__getitem__, texts), np.int64, len(texts))
            texts = [*place_of]
        distinct = [read_time(text) or MISSING for text in texts]
        both = [(one.day_first, one.month_first) for one in distinct]
        shape = (len(both), 2)
        moment = np.array(
            [time and _in_utc(time) for pair in both for time in pair], dtype="datetime64[s]"
        )
        day = np.array([time and time.date() for pair in both for time in pair], "datetime64[D]")
        found = cls(
            moment=moment.reshape(shape)[places],
            day=day.reshape(shape)[places],
            dotted=np.array([one.dotted for one in distinct], bool)[places],
            unreadable=np.array([one is UNREADABLE for one in distinct], bool)[places],
            texts={},
        )
        rows = [row for rows in found._of_note() for row in rows[:MOST_SHOWN].tolist()]
        return cls(**{**vars(found), "texts": {row: texts[places[row]] for row in rows}})

    @classmethod
    def joined(cls, parts: Sequence["StartTimes"]) -> "StartTimes":
        """The rows of several parts of a file."""
        starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
        texts = {
            start + row: text
            for start, part in zip(starts, parts, strict=False)
            for row, text in part.texts.items()
        }
        columns = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("moment", "day", "dotted", "unreadable")
        }
        return cls(**columns, texts=texts)

    def __len__(self) -> int:
        return len(self.dotted)

    @property
    def known(self) -> Bools:
        """Which rows have a time."""
        return np.asarray(~np.isnat(self.moment).all(axis=1))

    def _of_note(self) -> tuple[Ints, ...]:
        """The rows that are no time, only by the day first, only by the month, and either way."""
        no_day, no_month = np.isnat(self.moment).T
        unclear = ~no_day & ~no_month & (self.moment[:, 0] != self.moment[:, 1])
        kinds = (self.unreadable, no_month & ~no_day, no_day & ~no_month, unclear)
        return tuple(map(np.flatnonzero, kinds))

    def chosen(self, runner: Ints, source: str) -> Times:
        """Choose one order of day and month for all rows, see ``times_of``.

        What is no time counts as missing.
        """
        _, only_day, only_month, unclear = self._of_note()
        if len(only_day) and len(only_month):
            raise SchemaError(
                f"{source}: {self._shown(only_day)} has the day first and"
                f" {self._shown(only_month)} the month; write all start times in one order, best as"
                " 2026-07-14T22:36"
            )
        order, why = DAY_FIRST, ""
        if len(only_month):
            order, why = MONTH_FIRST, f"since {self._shown(only_month)} allows nothing else"
        elif len(only_day):
            why = f"since {self._shown(only_day)} allows nothing else"
        elif len(unclear) and self.dotted[unclear].all():
            why = "as dates with dots are"
        elif len(unclear):
            spreads = [_spread(column, runner) for column in self.moment.T]
            better = [
                this
                for this, other in ((MONTH_FIRST, DAY_FIRST), (DAY_FIRST, MONTH_FIRST))
                if spreads[this].in_order and not spreads[other].in_order
                and spreads[this].days < spreads[other].days
            ]  # fmt: skip
            if not better:
                raise SchemaError(
                    f"{source}: {self._shown(unclear)} may have the day or the month first, and no"
                    " other row shows which; write the start times as 2026-07-14T22:36"
                )
            order, why = better[0], "since only so are the rows in the order of time"
        first = ("day", "month")[order]
        note = f"start_time is read {first} first, {why}" if why else ""
        return replace(self.read(order), note=note)

    def read(self, order: int) -> Times:
        """The times in one reading."""
        return Times(moment=self.moment[:, order], day=self.day[:, order], order=order)

    def refuse_unreadable(self, source: str) -> None:
        """Raise SchemaError if a cell is no time."""
        bad = np.flatnonzero(self.unreadable)
        if len(bad):
            shown = "".join(
                f"\n  row {row + 1}: {self.texts[row][:40]!r}" for row in bad[:MOST_SHOWN].tolist()
            )
            more = f"\n  … and {len(bad) - MOST_SHOWN:,} more" if len(bad) > MOST_SHOWN else ""
            raise SchemaError(
                f"{source} has start times that cannot be read; write them as {_FORMS}:{shown}"
                f"{more}"
            )

    @property
    def unreadable_in_words(self) -> str:
        """How many cells are no time, and the first of them; empty if all can be read."""
        bad = np.flatnonzero(self.unreadable)
        if not len(bad):
            return ""
        counts = "count" if len(bad) > 1 else "counts"
        return (
            f"{counted(len(bad), 'start time')} could not be read and {counts} as missing:"
            f" row {bad[0] + 1}, {self.texts[int(bad[0])][:40]!r}"
        )

    def _shown(self, rows: Ints) -> str:
        return f"{self.texts[int(rows[0])]!r} (row {rows[0] + 1})"


def numbers_of(names: Iterable[object], number: dict[object, int]) -> Ints:
    """The numbers of runners; those not seen before get the next, words for missing get -1."""
    missing = {None, *COLUMNS["runner_id"].words}
    return np.array(
        [
            -1
            if (name.lower() if isinstance(name, str) else name) in missing
            else number.setdefault(name, len(number))
            for name in names
        ],
        dtype=np.int64,
    )


def times_of(texts: Sequence[str], runner: Ints, source: str) -> Times:
    """Read the start times of a file.

    texts : the cells in the order of the file; empty or a word for missing where there is none
    runner : number of the runner of each row. Where no date shows which number is the day, the file
        counts as read rightly if that puts the rows of every runner in order and closer together
    source : what to call the file in messages

    Raises SchemaError if a cell is no time, or the dates leave open whether the day or the month
    comes first.

    >>> texts = ["7/4/2026 15:36", "7/14/2026 15:36"]
    >>> times = times_of(texts, np.zeros(2, int), "runs.csv")
    >>> times.day.astype(str).tolist()
    ['2026-07-04', '2026-07-14']
    >>> times.note
    "start_time is read month first, since '7/14/2026 15:36' (row 2) allows nothing else"
    """
    starts = StartTimes.of(texts)
    starts.refuse_unreadable(source)
    return starts.chosen(runner, source)


def _in_utc(time: datetime) -> datetime:
    if time.tzinfo is None:
        return time
    try:
        return time.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last day of the calendar
        return time.replace(tzinfo=None)


@dataclass(frozen=True)
class _Spread:
    """Whether the rows of every runner are in time order, and how many days they span in all."""

    in_order: bool
    days: float


def _spread(moment: NDArray[np.datetime64], runner: Ints) -> _Spread:
    rows = np.flatnonzero(~np.isnat(moment))
    rows = rows[np.argsort(runner[rows], kind="stable")]
    seconds, own = moment[rows].astype("datetime64[s]").astype(np.int64), runner[rows]
    steps = np.diff(seconds)[own[1:] == own[:-1]]
    firsts = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
    spans = np.maximum.reduceat(seconds, firsts) - np.minimum.reduceat(seconds, firsts)
    enough = len(steps) >= FEWEST_ROWS_IN_ORDER - 1
    in_order = enough and bool((steps >= 0).all() or (steps <= 0).all())
    return _Spread(in_order=in_order, days=float(spans.sum()) / 86_400)
