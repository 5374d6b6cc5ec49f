"""Read the runs of a file: whose, when, and the codes of the known cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from calfcause.answer.sore import counts_as_sore
from calfcause.batch.find import find_sessions
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.times import time_of
from calfcause.sessions.units import Units

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
    number : number of the row, from 1
    name : the session_id, or "row N" if it is missing
    runner, start_time : the runner_id and the start time as written, empty if missing
    when : the start time, None if it is missing or cannot be read
    codes : the known cells, encoded, without labels
    sore : whether the run counts as sore, see ``answer.sore.sore_runs``
    """

    number: int
    name: str
    runner: str
    start_time: str
    when: datetime | None
    codes: Mapping[str, float]
    sore: bool


def read_runs(path: str | Path) -> list[ToldRun]:
    """Read the runs of a file, with the label ``sore_calves`` if there is one.

    Returns
    -------
    The runs in the order of the file.

    Raises
    ------
    SchemaError
        If the file is not a file of sessions, or has cells that are not allowed.
    """
    return [
        ToldRun(
            number=session.number,
            name=session.name,
            runner=session.ids["runner_id"],
            start_time=session.ids["start_time"],
            when=time_of(session.ids["start_time"]),
            codes={name: code for name, code in session.codes.items() if name != SORE_LABEL},
            sore=counts_as_sore(session.codes),
        )
        for session in find_sessions(path)
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
