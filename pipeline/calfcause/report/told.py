"""Read the runs of a file: whose, when, and the codes of the known cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.answer.contents import EarlierRuns
from calfcause.answer.own_base import OwnBase
from calfcause.answer.sore import counts_as_sore
from calfcause.batch.blocks import name_of
from calfcause.batch.find import Session, read_sessions
from calfcause.sessions.bad_cells import hides_signs, raise_bad_cells
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.times import time_of
from calfcause.sessions.units import Units

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor

# What a runner is called whose file names nobody.
ONE_RUNNER = "one runner"
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
    """One row of a file."""

    number: int  # number of the row, from 1
    name: str  # the session_id, or "row N" if it is missing
    # The runner_id and the start time as written, empty if missing
    runner: str
    start_time: str
    when: datetime | None  # the start time, None if it is missing or cannot be read
    codes: Mapping[str, float]  # the known cells, encoded, without labels
    # The same with cells from earlier runs, which these are, and what is known of the runner's own
    # base by then
    filled: Mapping[str, float]
    earlier: EarlierRuns | None
    base: OwnBase | None
    sore: bool  # whether the run counts as sore, see answer.sore.counts_as_sore
    # What is wrong with cells that are not allowed; such a row has no answer
    complaints: tuple[str, ...]
    hides_signs: bool  # whether signs for a clinician could not be judged because of these cells


def read_runs(
    path: str | Path,
    predictor: "Predictor | None" = None,
    say: Callable[[str], object] = len,
    *,
    strict: bool = False,
) -> list[ToldRun]:
    """Read the runs of a file in its order, with the label ``sore_calves`` if there is one.

    With a predictor, with the runners' earlier runs; ``say`` is told what was done with them.
    Raises SchemaError if no row can be read, or times leave the order of day and month open.
    """
    sessions = list(read_sessions(path, predictor, say, strict=strict))
    if all(session.bad_cells for session in sessions):
        bad_cells = [cell for session in sessions for cell in session.bad_cells]
        raise_bad_cells(bad_cells, name_of(path))
    return [_told(session) for session in sessions]


def _told(session: Session) -> ToldRun:
    filled, earlier, base = session.with_past()
    return ToldRun(
        number=session.number,
        name=session.name,
        runner=session.ids["runner_id"] or (ONE_RUNNER if session.followed else ""),
        start_time=session.ids["start_time"],
        when=session.when or time_of(session.ids["start_time"]),
        codes=session.told,
        filled=filled,
        earlier=earlier,
        base=base,
        sore=counts_as_sore(session.codes),
        complaints=tuple(str(cell) for cell in session.bad_cells),
        hides_signs=any(hides_signs(cell) for cell in session.bad_cells),
    )


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
