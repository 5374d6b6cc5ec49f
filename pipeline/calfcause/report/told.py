"""Read the runs of a file: whose, when, and the codes of the known cells."""

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

# What identifies a run for its runner, in order; words need no label.
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
    number : int
        Number of the row, from 1.
    name : str
        The session_id, or "row N" if it is missing.
    runner, start_time : str
        The runner_id and the start time as written, empty if missing.
    when : datetime or None
        The start time, None if it is missing or cannot be read.
    codes : mapping of str to float
        The known cells, encoded, without labels.
    sore : bool
        Whether the run counts as sore, see ``answer.sore.sore_runs``.
    """

    number: int
    name: str
    runner: str
    start_time: str
    when: datetime | None
    codes: Mapping[str, float]
    sore: bool


def read_runs(path: str | Path) -> list[ToldRun]:
    """Read the runs of a CSV or Parquet file, with the label ``sore_calves`` if there is one.

    Parameters
    ----------
    path : str or Path
        The file to read.

    Returns
    -------
    list of ToldRun
        The runs in the order of the file.

    Raises
    ------
    SchemaError
        If the file is not a file of sessions, or has cells that are not allowed.
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
    """What identifies a run for its runner, in words.

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
    """The cells of a column of ids as text, empty if missing."""
    if name not in frame:
        return [""] * len(frame)
    cells: list[Any] = frame[name].tolist()
    return ["" if cell is None or cell != cell else str(cell).strip() for cell in cells]
