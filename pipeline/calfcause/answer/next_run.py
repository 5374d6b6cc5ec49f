"""The next run: the smallest single changes that keep its risk of soreness within a limit.

Every change is a whole session that differs in one respect, predicted by the same model.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from calfcause.answer.picture import RedFlag
from calfcause.answer.triage import HEADLINES, red_flags
from calfcause.causes import CAUSES, Cause
from calfcause.errors import CalfcauseError
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode, encode_sessions
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import Units, label
from calfcause.texts import as_text, capital, wrapped

Session = Mapping[str, object]

# A change goes part of the way to the easiest run, in ten steps.
STEPS = tuple(step / 10 for step in range(1, 11))
# What can be changed by degrees, and the step in which people plan it, in their own units. Anything
# else, such as a pair of shoes, is changed as a whole.
FINENESS = {
    "distance_km": 0.5,
    "weekly_distance_km": 0.5,
    "duration_min": 1.0,
    "elevation_gain_m": 10.0,
    "elevation_loss_m": 10.0,
    "max_grade_pct": 1.0,
    "fastest_pace_min_per_km": 1 / 12,
    "cadence_spm": 5.0,
}
ORDERED_WORDS = ("terrain", "longer_than_usual", "faster_than_usual")
PHRASES = {
    "shoe_distance_km": "a pair that you have run {new} in, not {old}",
    "experience_weeks": "the same run after {new} of regular running",
    "duration_min": "taking {new} for it instead of {old}",
    "fastest_pace_min_per_km": "nothing faster than {new} instead of {old}",
    "foot_strike": "landing on the {new} instead of the {old}",
    "session_type": "{new} running instead of {old}",
    "surface": "running on {new} instead of {old}",
    "longer_than_usual": "a length nearer to what you are trained for",
    "faster_than_usual": "a pace nearer to what you are used to",
    "shoe_change": "the shoes that you are used to",
    "stride_change": "your usual stride",
}
"""How a change is said where the label of the column would be odd."""
# What a device measures changes with what a runner chooses, and is not said beside it.
FOLLOWS = {
    "duration_min": ("distance_km",),
    "elevation_gain_m": ("terrain", "distance_km"),
    "elevation_loss_m": ("terrain", "distance_km", "elevation_gain_m"),
    "max_grade_pct": ("terrain", "elevation_gain_m", "elevation_loss_m"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change to the run, and the risk that it leaves.

    cause, title : of the cause that it eases; both empty for all causes together.
    cells : those that change.
    session : the whole changed session; ``predict_one`` gives ``p_sore`` for it.
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
    """What would keep the risk of a planned run within a limit; ``print`` shows it as text.

    Attributes
    ----------
    red_flags : tuple of RedFlag
        Signs for a clinician; with any of them, no change is proposed.
    p_sore : float
        The risk as planned.
    below : float
        The limit.
    changes : tuple of Change
        The smallest change in each respect that is enough by itself, that of least risk first.
    not_enough : tuple of Change
        The other respects, each at its easiest, where that lowers the risk.
    together : Change or None
        Every respect at its easiest; None if no known cell can be eased.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> Predictor.load().next_run({"terrain": "flat"}, below=0.5).is_within
    True
    """

    red_flags: tuple[RedFlag, ...]
    p_sore: float
    below: float
    changes: tuple[Change, ...]
    not_enough: tuple[Change, ...]
    together: Change | None

    @property
    def is_within(self) -> bool:
        """Whether the planned run is within the limit, both rounded to the per cent as printed."""
        return self.p_sore <= self.below or f"{self.p_sore:.0%}" == f"{self.below:.0%}"

    def to_dict(self) -> dict[str, Any]:
        """Convert to nested dicts and tuples of plain values, ready for ``json.dumps``."""
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join(wrapped(line, hanging="    ") for line in self._lines())

    def _lines(self) -> Iterator[str]:
        limit = f"{self.below:.0%}"
        if self.red_flags:
            yield f"{HEADLINES[self.red_flags[0].level].upper()}"
            yield from (f"  {capital(flag.sign)}. {flag.do}" for flag in self.red_flags)
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
        yield f"{planned} No single change to what you told keeps it at {limit} or less."
        if self.together is not None and self.together.p_sore < self.p_sore:
            still = "" if self.together.p_sore <= self.below else ", which is still not enough"
            yield f"  All together{still}: {self.together.text}"


def next_run(
    model: LoadedModel, codes: Mapping[str, float], *, below: float, units: Units
) -> NextRun:
    """Find the smallest single changes to a run, given as its known codes; see ``Predictor``."""
    if not isinstance(below, int | float) or not 0.0 < below <= 1.0:
        raise CalfcauseError(
            f"the limit of the risk is {as_text(below)}; it has to be above 0, up to 1"
        )
    cells = {name: decode(COLUMNS[name], code) for name, code in codes.items()}
    known = {name: cell for name, cell in cells.items() if name in MODEL_COLUMNS}
    if flags := red_flags(cells):
        (p_sore,) = _risks(model, [known])
        return NextRun(
            red_flags=flags, p_sore=p_sore, below=below, changes=(), not_enough=(), together=None
        )
    tried: list[tuple[str, Cause, dict[str, object]]] = []
    every: dict[str, object] = {}
    for cause in CAUSES:
        easiest = (cause.easier or cause.usual)(known)
        # One after the other: a run that is already shorter takes less time at the usual pace.
        every |= (cause.easier or cause.usual)(known | every)
        tried += [(cause.name, cause, changed) for changed in _on_the_way(known, easiest, units)]
        if trained := cause.later(known):
            tried.append((f"{cause.name} later", cause, {**trained}))
    eased_all = _changed(known, every, 1.0, units)
    sessions: list[Session] = [known, known | eased_all, *(known | one for *_, one in tried)]
    p_sore, p_all, *risks = _risks(model, sessions)

    def change(cells: dict[str, object], risk: float, cause: Cause | None = None) -> Change:
        own = {name: cell for name, cell in cells.items() if cause and name in cause.columns}
        return Change(
            cause=cause.name if cause else "",
            title=cause.title_of(known) if cause else "",
            cells=cells,
            session=known | cells,
            p_sore=risk,
            text=words_of_change(known, own or cells, risk, p_sore, units=units),
        )

    smallest: dict[str, Change] = {}
    easiest_of: dict[str, Change] = {}
    for (respect, cause, changed), risk in zip(tried, risks, strict=True):
        lower = risk < p_sore and f"{risk:.0%}" != f"{p_sore:.0%}"
        if p_sore <= below or not lower or respect in smallest:
            continue
        found = smallest if risk <= below else easiest_of
        found[respect] = change(changed, risk, cause)
    others = [one for respect, one in easiest_of.items() if respect not in smallest]
    return NextRun(
        red_flags=(),
        p_sore=p_sore,
        below=below,
        changes=tuple(sorted(smallest.values(), key=lambda change: change.p_sore)),
        not_enough=tuple(sorted(others, key=lambda change: change.p_sore)),
        together=change(eased_all, p_all) if eased_all else None,
    )


def words_of_change(
    known: Session, cells: Session, p_sore: float, p_sore_now: float, *, units: Units
) -> str:
    """Write the cells that change, and both risks, as a sentence.

    >>> from calfcause.sessions.units import UNITS
    >>> words_of_change({"distance_km": 14.0}, {"distance_km": 6.5}, 0.09, 0.19, units=UNITS["km"])
    'Distance 6.5 km instead of 14 km: 9% instead of 19%.'
    """
    parts = [
        _in_words(name, cell, known, units)
        for name, cell in cells.items()
        if cells.keys().isdisjoint(FOLLOWS.get(name, ()))
    ]
    what = ", ".join(parts).replace("rearfoot", "heel")
    return f"{capital(what)}: {p_sore:.0%} instead of {p_sore_now:.0%}."


def _in_words(name: str, cell: object, known: Session, units: Units) -> str:
    distance = float(str(known.get("distance_km") or 0.0))
    if name == "duration_min" and distance >= FINENESS["distance_km"]:
        new, old = (units.pace(float(str(time)) / distance) for time in (cell, known[name]))
        return f"a pace of {new} instead of {old}"
    phrase = PHRASES.get(name, f"{label(name)} {{new}} instead of {{old}}")
    return phrase.format(new=units.cell(name, cell), old=units.cell(name, known[name]))


def _risks(model: LoadedModel, sessions: Sequence[Session]) -> list[float]:
    """The probability of soreness of each session."""
    risks: list[float] = model.predict_cells(*encode_sessions(sessions))[:, -1].tolist()
    return risks


def _on_the_way(known: Session, easiest: Session, units: Units) -> Iterator[dict[str, object]]:
    """Different sets of cells on the way from the known to the easiest, smallest change first."""
    last: dict[str, object] = {}
    for step in STEPS:
        cells = _changed(known, easiest, step, units)
        if cells and cells != last:
            yield cells
        last = cells


def _changed(known: Session, easiest: Session, step: float, units: Units) -> dict[str, object]:
    """The cells a step of the way (0 to 1) to the easiest, if they also differ in words."""
    cells = {name: _moved(name, known[name], end, step, units) for name, end in easiest.items()}
    return {
        name: cell
        for name, cell in cells.items()
        if units.cell(name, cell) != units.cell(name, known[name])
    }


def _moved(name: str, known: object, easiest: object, step: float, units: Units) -> object:
    if name in ORDERED_WORDS:
        words = COLUMNS[name].choices
        place, last = words.index(str(known)), words.index(str(easiest))
        return words[place + int((last - place) * step)]
    if name not in FINENESS:
        return easiest if step == 1.0 else known
    start, end = float(str(known)), float(str(easiest))
    fine = FINENESS[name] * units.in_metric(COLUMNS[name].unit)
    moved = round((start + step * (end - start)) / fine) * fine
    # Rounding must not pass either end.
    return round(min(max(moved, min(start, end)), max(start, end)), 4)
