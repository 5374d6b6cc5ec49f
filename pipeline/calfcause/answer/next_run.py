"""The next run: the smallest single changes that keep its risk of soreness under a limit.

Every change is a real session, told otherwise in one respect and answered by the same predictor.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from calfcause.answer.red_flags import RedFlag, red_flags
from calfcause.causes import CAUSES, Cause
from calfcause.errors import CalfcauseError
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode, encode_sessions
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import Units, label
from calfcause.texts import capital, wrapped

Session = Mapping[str, object]

# A change goes part of the way to the run at its easiest, in ten steps.
STEPS = tuple(step / 10 for step in range(1, 11))
# What can be changed by degrees, and to how fine a number people plan, in their own units; anything
# else, a pair of shoes say, is changed as a whole.
FINENESS = {
    "distance_km": 0.5,
    "weekly_distance_km": 0.5,
    "duration_min": 1.0,
    "elevation_gain_m": 10.0,
    "elevation_loss_m": 10.0,
    "max_grade_pct": 1.0,
    "fastest_pace_min_per_km": 1 / 12,
    "cadence_spm": 1.0,
}
ORDERED_WORDS = ("terrain",)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change to the run, and the risk that it leaves.

    Attributes
    ----------
    cause, title : the cause that it eases; both empty for all of them together.
    cells : what to tell otherwise.
    session : the whole changed session; predicted by itself it gives ``p_sore``.
    text : the change as a sentence.
    """

    cause: str
    title: str
    cells: Mapping[str, object]
    session: Mapping[str, object]
    p_sore: float
    text: str


@dataclass(frozen=True, kw_only=True)
class NextRun:
    """What would keep the risk of a run under a limit.

    Attributes
    ----------
    red_flags : signs for a clinician; beside them no change is proposed.
    p_sore, below : the risk as planned, and the limit.
    changes : of each respect in which it can be done the smallest change, that of least risk first.
    together : every respect at its easiest; None where nothing told can be eased.
    """

    red_flags: tuple[RedFlag, ...]
    p_sore: float
    below: float
    changes: tuple[Change, ...]
    together: Change | None

    @property
    def is_within(self) -> bool:
        """Whether the run as planned is within the limit, to the per cent that people are told."""
        return self.p_sore <= self.below or f"{self.p_sore:.0%}" == f"{self.below:.0%}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join(wrapped(line, hanging="    ") for line in self._lines())

    def _lines(self) -> Iterator[str]:
        limit = f"{self.below:.0%}"
        if self.red_flags:
            yield from (f"SEE A CLINICIAN: {flag.sign}. {flag.do}" for flag in self.red_flags)
            yield "Plan no run before that has been looked at."
            return
        if self.is_within:
            yield f"As planned the risk of sore calves is {self.p_sore:.0%}, not over {limit}."
            return
        planned = f"As planned the risk of sore calves is {self.p_sore:.0%}."
        if self.changes:
            yield f"{planned} Each of these alone keeps it at {limit} or less:"
            yield from (f"  {change.text}" for change in self.changes)
            return
        yield f"{planned} Nothing that was told of it keeps it at {limit} or less by itself."
        if self.together is not None and self.together.p_sore < self.p_sore:
            still = "" if self.together.p_sore <= self.below else ", which is still not enough"
            yield f"  All together{still}: {self.together.text}"


def next_run(
    model: LoadedModel, codes: Mapping[str, float], *, below: float, units: Units
) -> NextRun:
    """The smallest single changes to a run that keep its risk under ``below``.

    Parameters
    ----------
    model : the model that answers.
    codes : the known cells of the run, encoded.
    below : the limit of the risk, above 0 and up to 1.
    units : what the changes are told in.

    Raises
    ------
    CalfcauseError
        If ``below`` is no probability above 0.
    """
    if not isinstance(below, int | float) or not 0.0 < below <= 1.0:
        raise CalfcauseError(f"the limit of the risk is {below}; it has to lie above 0 and up to 1")
    told = {name: decode(COLUMNS[name], found) for name, found in codes.items()}
    known = {name: cell for name, cell in told.items() if name in MODEL_COLUMNS}
    if flags := red_flags(told):
        (p_sore,) = _risks(model, [known])
        return NextRun(red_flags=flags, p_sore=p_sore, below=below, changes=(), together=None)
    tried: list[tuple[Cause, dict[str, object]]] = []
    every: dict[str, object] = {}
    for cause in CAUSES:
        easiest = (cause.easier or cause.usual)(known)
        # One after the other: at the usual pace a shorter run takes less time, not as long as all.
        every |= (cause.easier or cause.usual)(known | every)
        tried += [(cause, cells) for cells in _on_the_way(known, easiest, units)]
    eased_all = _changed(known, every, 1.0, units)
    sessions: list[Session] = [known, known | eased_all, *(known | cells for _, cells in tried)]
    p_sore, p_all, *risks = _risks(model, sessions)

    def change(cells: dict[str, object], risk: float, cause: Cause | None = None) -> Change:
        own = {name: told for name, told in cells.items() if cause and name in cause.columns}
        return Change(
            cause=cause.name if cause else "",
            title=cause.title if cause else "",
            cells=cells,
            session=known | cells,
            p_sore=risk,
            text=words_of_change(known, own or cells, risk, p_sore, units=units),
        )

    found: dict[str, Change] = {}
    for (cause, cells), risk in zip(tried, risks, strict=True):
        is_told = f"{risk:.0%}" != f"{p_sore:.0%}"
        if cause.name not in found and risk <= below < p_sore and is_told:
            found[cause.name] = change(cells, risk, cause)
    return NextRun(
        red_flags=(),
        p_sore=p_sore,
        below=below,
        changes=tuple(sorted(found.values(), key=lambda change: change.p_sore)),
        together=change(eased_all, p_all) if eased_all else None,
    )


def words_of_change(
    known: Session, cells: Session, p_sore: float, p_sore_now: float, *, units: Units
) -> str:
    """A change as a sentence.

    Examples
    --------
    >>> from calfcause.sessions.units import UNITS
    >>> words_of_change({"distance_km": 14.0}, {"distance_km": 6.5}, 0.09, 0.19, units=UNITS["km"])
    'Distance 6.5 km instead of 14 km: 9% instead of 19%.'
    """
    parts = [
        f"{label(name)} {units.cell(name, told)} instead of {units.cell(name, known[name])}"
        for name, told in cells.items()
    ]
    what = ", ".join(parts)
    return f"{capital(what)}: {p_sore:.0%} instead of {p_sore_now:.0%}."


def _risks(model: LoadedModel, sessions: Sequence[Session]) -> list[float]:
    """The probability of soreness of each session."""
    risks: list[float] = model.predict_cells(*encode_sessions(sessions))[:, -1].tolist()
    return risks


def _on_the_way(known: Session, easiest: Session, units: Units) -> Iterator[dict[str, object]]:
    """Different sets of cells between those known and the easiest, the smallest change first."""
    last: dict[str, object] = {}
    for step in STEPS:
        cells = _changed(known, easiest, step, units)
        if cells and cells != last:
            yield cells
        last = cells


def _changed(known: Session, easiest: Session, step: float, units: Units) -> dict[str, object]:
    """The cells that differ, also as told, a step of the way (0 to 1) to the easiest."""
    cells = {name: _moved(name, known[name], end, step, units) for name, end in easiest.items()}
    return {
        name: cell
        for name, cell in cells.items()
        if units.cell(name, cell) != units.cell(name, known[name])
    }


def _moved(name: str, told: object, easiest: object, step: float, units: Units) -> object:
    if name in ORDERED_WORDS:
        words = COLUMNS[name].choices
        place, last = words.index(str(told)), words.index(str(easiest))
        return words[place + int((last - place) * step)]
    if name not in FINENESS:
        return easiest if step == 1.0 else told
    start, end = float(str(told)), float(str(easiest))
    fine = FINENESS[name] * units.in_metric(COLUMNS[name].unit)
    moved = round((start + step * (end - start)) / fine) * fine
    # Rounding must not pass either end.
    return round(min(max(moved, min(start, end)), max(start, end)), 4)
