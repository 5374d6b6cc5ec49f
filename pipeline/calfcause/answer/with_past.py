"""One session with what the runner's earlier runs tell, given as dicts: what doors answer from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calfcause.answer.contents import EarlierRuns
from calfcause.answer.explain import Answer, explain
from calfcause.answer.given import cells_of_many, codes_of
from calfcause.answer.own_base import OwnBase
from calfcause.answer.past import past_of
from calfcause.answer.sore import counts_as_sore
from calfcause.errors import SchemaError
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.bad_cells import bad_cell, further_down
from calfcause.sessions.cells import encode_column
from calfcause.sessions.dates import StartTimes, numbers_of
from calfcause.sessions.history import SHOE
from calfcause.sessions.names import plain_name, warn_caller
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS
from calfcause.sessions.units import UNITS, Units
from calfcause.sessions.whose import followed
from calfcause.texts import counted, joined
from calfcause.types import Array, Bools

Session = Mapping[str, object]
_NO_CELLS = {SORE_LABEL, *(name for name, one in COLUMNS.items() if one.group == "ids")}


@dataclass(frozen=True, kw_only=True)
class WithPast:
    """A session to be answered, and what earlier runs add to it."""

    told: Mapping[str, float]  # its own codes
    codes: Mapping[str, float]  # the same with those from earlier runs
    sore: bool  # whether it counts as sore
    earlier: EarlierRuns | None = None
    base: OwnBase | None = None

    def explained(self, model: LoadedModel, units: Units = UNITS["km"]) -> Answer:
        """Say why, as ``calfcause explain`` does for this row of a file with the earlier ones."""
        return explain(
            model, self.codes, units=units, most_questions=1,
            told_sore=self.sore, earlier=self.earlier, base=self.base,
        )  # fmt: skip


def with_past(
    model: LoadedModel,
    session: Session,
    history: Sequence[Session] = (),
    base: OwnBase | None = None,
    *,
    strict: bool = False,
) -> WithPast:
    """Read a session and the runner's earlier runs, which count as those of a file do.

    ``base`` stands for what the labels in the history tell. Raises SchemaError if cells are not
    allowed; of these, row 0 is the session, and the history follows.
    """
    told = codes_of(told_cells(session), strict=strict)
    sore, past_sore = _labels([session], "session"), _labels(history, "history")
    labelled = told if np.isnan(sore[0]) else {**told, SORE_LABEL: float(sore[0])}
    one = WithPast(told=told, codes=told, sore=counts_as_sore(labelled), base=base)
    if not history:
        return one
    runs = [*history, session]
    try:
        cells, _ = cells_of_many([told_cells(run) for run in runs], strict=strict)
    except SchemaError as error:
        places = [*(f"history[{at}]" for at in range(len(history))), "the session"]
        where = re.compile(r"^( *)session (\d+)(?=:)", re.MULTILINE)
        said = where.sub(lambda found: found[1] + places[int(found[2])], str(error))
        raise SchemaError(said, further_down(error.problems, 1)) from None
    starts = StartTimes.of(_texts(runs, "start_time"))
    known = followed(numbers_of(_texts(runs, "runner_id"), {}), starts, "the history")
    if said := joined(_unused(starts.known), known.warning):
        warn_caller(said)
    if known.times is None:
        return one
    past = past_of(
        model, cells, known.runner, known.times,
        sore=np.append(past_sore, sore), shoe=_texts(runs, SHOE),
    )  # fmt: skip
    codes, earlier, own = past.of_one(len(history), told)
    return WithPast(told=told, codes=codes, sore=one.sore, earlier=earlier, base=base or own)


def told_cells(session: Session) -> Session:
    """The session without its ids and its label, which by themselves are no reason to refuse it."""
    return {name: cell for name, cell in session.items() if plain_name(name) not in _NO_CELLS}


def _cell(session: Session, name: str) -> object:
    if name in session:
        return session[name]
    return next((cell for key, cell in session.items() if plain_name(key) == name), None)


def _texts(sessions: Sequence[Session], name: str) -> list[str]:
    cells = (_cell(session, name) for session in sessions)
    return ["" if cell is None or cell != cell else str(cell).strip() for cell in cells]


def _unused(timed: Bools) -> str:
    """That runs have no time by which they are earlier ones; the last is the session."""
    *earlier, session = timed.tolist()
    if not session:
        return "the session has no start_time that can be read, so its history is not used"
    untimed = earlier.count(False)
    runs = counted(untimed, "run of the history has", "runs of the history have")
    was = "is" if untimed == 1 else "are"
    return f"{runs} no start_time that can be read and {was} not used" if untimed else ""


def _labels(sessions: Sequence[Session], where: str) -> Array:
    """The label ``sore_calves`` of each session, NaN where missing."""
    column = TOLD_COLUMNS[SORE_LABEL]
    cells = [_cell(session, SORE_LABEL) for session in sessions]
    codes, bad = encode_column(column, cells)
    if bad:
        wrong = [bad_cell(column, row, cells[row]) for row in bad]
        if where == "session":
            raise SchemaError(wrong[0].message, wrong)
        said = "\n".join(f"{where}[{cell.row}]: {cell.message}" for cell in wrong)
        raise SchemaError(said, further_down(wrong, 1))
    return codes
