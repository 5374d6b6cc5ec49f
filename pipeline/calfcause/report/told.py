"""The runs of a file as they were told: whose, when, and the codes of the known cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calfcause.answer.sore import sore_runs
from calfcause.sessions.cells import decode
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.times import time_of
from calfcause.sessions.units import Units

if TYPE_CHECKING:
    import pandas as pd

# What a runner knows a run by, in the order in which it is told; words need no label.
HEADLINE = {
    "session_type": "{}",
    "distance_km": "{}",
    "duration_min": "{}",
    "fastest_pace_min_per_km": "fastest {}",
    "elevation_gain_m": "{} of climb",
    "terrain": "{}",
    "surface": "{}",
    "shoe_type": "shoes: {}",
}


@dataclass(frozen=True, kw_only=True)
class ToldRun:
    """One row of a file.

    Attributes
    ----------
    number : counts the rows from 1.
    name : its session_id, or its number where it has none.
    runner : its runner_id, empty where it has none.
    start_time : as written, empty where it was not told.
    when : the same as a time, None where it cannot be read as one.
    codes : of the known cells, without labels.
    sore : whether it counts as a run that left the calves sore, see ``sore.sore_runs``.
    """

    number: int
    name: str
    runner: str
    start_time: str
    when: datetime | None
    codes: Mapping[str, float]
    sore: bool


def read_runs(path: str | Path) -> list[ToldRun]:
    """Read the runs of a CSV or Parquet file; the label ``sore_calves`` is read where it is there.

    Raises
    ------
    SchemaError
        If the file is no file of sessions or has cells that are not allowed.
    """
    frame = read_frame(path, columns=TOLD_COLUMNS)
    cells, _ = encode_frame(frame, columns=TOLD_COLUMNS)
    sore = sore_runs(cells, len(frame)).tolist()
    names, runners, times = (
        _texts(frame, name) for name in ("session_id", "runner_id", "start_time")
    )
    known = list(zip(*(found.tolist() for found in cells.values()), strict=True)) or [()] * len(
        frame
    )
    return [
        ToldRun(
            number=row + 1,
            name=names[row] or f"row {row + 1}",
            runner=runners[row],
            start_time=times[row],
            when=time_of(times[row]),
            codes={
                name: code
                for name, code in zip(cells, known[row], strict=False)
                if code == code and name != SORE_LABEL
            },
            sore=sore[row],
        )
        for row in range(len(frame))
    ]


def headline(codes: Mapping[str, float], units: Units) -> tuple[str, ...]:
    """What a run is known by, in words.

    >>> from calfcause.sessions.units import UNITS
    >>> headline({"distance_km": 14.0, "elevation_gain_m": 560.0}, UNITS["miles"])
    ('8.7 miles', '1,837 feet of climb')
    """
    return tuple(
        words.format(units.cell(name, decode(COLUMNS[name], codes[name])))
        for name, words in HEADLINE.items()
        if name in codes
    )


def _texts(frame: "pd.DataFrame", name: str) -> list[str]:
    """The cells of a column of ids as text, empty where unknown or where there is no column."""
    if name not in frame:
        return [""] * len(frame)
    found: list[Any] = frame[name].tolist()
    return ["" if one is None or one != one else str(one).strip() for one in found]
