"""The reasons of many sessions at once: what ``render.reason_columns`` gives of each, far faster.

One by one, a session asks the model of itself with every cause as usual and makes its sentences
anew. Many share their sentences, and of the other runs a short answer needs one at most. What is
said stays with ``explain`` and ``render``; a test holds both ways equal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.columns import REASON_COLUMNS, YES_OR_NO
from calfcause.answer.contents import (
    A_LITTLE,
    AGAINST,
    CANNOT_TELL,
    FOR,
    LEAST_EXCESS_FRACTION,
    LONG_RUN_KM,
    NOTHING_TOLD,
)
from calfcause.answer.explain import Answer, explain, sentence_of
from calfcause.answer.red_flags import red_flags
from calfcause.answer.text import in_short, odd_in_short, signs_in_short
from calfcause.causes import CAUSES, Cause
from calfcause.causes.base import CLEAR_EXPOSURE, NOTICEABLE_EXPOSURE, shortened
from calfcause.learn.features import complete, exposures
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.contradictions import RULES, contradictions
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS, PLACES, Column
from calfcause.sessions.units import Units

Array = NDArray[np.float64]
Cells = Mapping[str, Array]
One = TypeVar("One")

ODD_COLUMNS = tuple(dict.fromkeys(name for rule in RULES for name in rule.columns))
STATES = (AGAINST, A_LITTLE, FOR, CANNOT_TELL)


@dataclass
class _Kind:
    """Sessions that tell the same of a cause: its sentence, and what would be told as usual."""

    known: dict[str, object]
    sentence: str
    usual: dict[str, float] | None = None


def reasons(
    model: LoadedModel, cells: Cells, probabilities: Array, *, units: Units
) -> dict[str, list[str]]:
    """The reasons of encoded sessions by column, as in ``REASON_COLUMNS``, a text for each session.

    Parameters
    ----------
    cells : columns of shape ``(n_sessions,)``, NaN where unknown.
    probabilities : what the model answers to them, shape ``(n_sessions, n_heads)``.
    units : what the sentences are told in.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> from calfcause.sessions.units import UNITS
    >>> predictor, cells = Predictor.load(), {"terrain": np.array([2.0, np.nan])}
    >>> found = reasons(predictor, cells, predictor.predict_cells(cells, 2), units=UNITS["km"])
    >>> found["because"]
    ['The terrain was hilly.', '']
    """
    n_sessions = len(probabilities)
    full = complete(cells, n_sessions)
    exposed = exposures(full)
    states = np.array([_states(exposed[cause.name]) for cause in CAUSES]).reshape(
        len(CAUSES), n_sessions
    )
    kinds = [
        _kinds(cause, cells, units, state != STATES.index(CANNOT_TELL))
        for cause, state in zip(CAUSES, states, strict=True)
    ]
    texts: dict[str, list[str]] = {}
    for cause, state, kind in zip(CAUSES, states, kinds, strict=True):
        texts[f"{cause.name}_state"] = [STATES[one] for one in state.tolist()]
        texts[f"{cause.name}_because"] = [one.sentence if one else NOTHING_TOLD for one in kind]
    primaries = primary_causes(probabilities)
    texts["because"] = [
        texts[f"{name}_because"][row] if name in HEADS else "" for row, name in enumerate(primaries)
    ]
    answers = _short_answers(model, full, probabilities, states, kinds, primaries, units)
    signs, odd = _signs(cells, n_sessions), _odd(cells, n_sessions, units)
    texts["enough_known"], texts["explanation"] = [], []
    for row, (sign, answer) in enumerate(zip(signs, answers, strict=True)):
        texts["enough_known"].append(YES_OR_NO[answer.enough_known])
        texts["explanation"].append(sign + odd.get(row, "") + in_short(answer))
    return {name: texts[name] for name in REASON_COLUMNS}


def _states(exposure: Array) -> NDArray[np.intp]:
    """``explain.state_of`` of many exposures, as places in ``STATES``."""
    level = (exposure >= NOTICEABLE_EXPOSURE).astype(np.intp) + (exposure >= CLEAR_EXPOSURE)
    return np.where(np.isnan(exposure), STATES.index(CANNOT_TELL), level)


def _kinds(cause: Cause, cells: Cells, units: Units, told: NDArray[np.bool_]) -> list[_Kind | None]:
    """For each session what it tells of the cause, None where that is nothing."""
    names = [name for name in cause.columns if name in cells]

    def kind_of(known: dict[str, object]) -> _Kind:
        return _Kind(known, sentence_of(cause, known, units))

    return _once_for_each_kind({name: cells[name] for name in names}, told, kind_of)


def _once_for_each_kind(
    cells: Cells, rows: NDArray[np.bool_], work: Callable[[dict[str, object]], One]
) -> list[One | None]:
    """What the work makes of the known cells of the rows; of equal cells it is done once."""
    found: list[One | None] = [None] * len(rows)
    if not cells or not rows.any():
        return found
    table = np.stack(list(cells.values()), axis=1)[rows]
    columns = [(name, _words(COLUMNS[name])) for name in cells]
    made: dict[bytes, One] = {}
    keys = table.view(f"V{table.itemsize * table.shape[1]}").ravel().tolist()
    places = np.flatnonzero(rows).tolist()
    for row, key, codes in zip(places, keys, table.tolist(), strict=True):
        one = made.get(key)
        if one is None:
            known: dict[str, object] = {
                name: words[code] if words else code
                for (name, words), code in zip(columns, codes, strict=True)
                if code == code
            }
            one = made[key] = work(known)
        found[row] = one
    return found


def _words(column: Column) -> dict[float, object]:
    """What ``cells.decode`` makes of each code; nothing for numbers, which are their own codes."""
    if column.kind == "number":
        return {}
    return {float(code): decode(column, code) for code in range(int(column.high) + 1)}


def _signs(cells: Cells, n_sessions: int) -> list[str]:
    """What is said first of each session that has signs for a clinician."""
    afterwards = {name: cells[name] for name in AFTERWARDS_COLUMNS if name in cells}
    told = np.zeros(n_sessions, dtype=bool)
    for codes in afterwards.values():
        told |= ~np.isnan(codes)
    found = _once_for_each_kind(afterwards, told, lambda known: signs_in_short(red_flags(known)))
    return [one or "" for one in found]


def _odd(cells: Cells, n_sessions: int, units: Units) -> dict[int, str]:
    """What is said next of each session whose cells do not go together, by row."""
    clashes = np.zeros(n_sessions, dtype=bool)
    for rule in RULES:
        clashes |= rule.broken_by(cells)
    named = {name: cells[name] for name in ODD_COLUMNS if name in cells}
    found = {}
    for row in np.flatnonzero(clashes).tolist():
        codes = {name: float(values[row]) for name, values in named.items()}
        known = {name: code for name, code in codes.items() if code == code}
        found[row] = odd_in_short(contradictions(known, units))
    return found


def _short_answers(
    model: LoadedModel,
    full: Cells,
    probabilities: Array,
    states: NDArray[np.intp],
    kinds: Sequence[Sequence[_Kind | None]],
    primaries: Sequence[str],
    units: Units,
) -> Iterator[Answer]:
    """Answers that hold what a short one tells, and in all else are that of an unknown session."""
    n_sessions, causes = len(probabilities), HEADS[:-1]
    if not n_sessions:
        return
    excess = given_sore(probabilities)
    first = probabilities[:, :-1].argmax(axis=1) if causes else np.zeros(n_sessions, dtype=np.intp)
    enough = (states != STATES.index(CANNOT_TELL)).all(axis=0)
    if causes:
        first_state = states[first, np.arange(n_sessions)]
        first_is_told = np.isin(first_state, [STATES.index(FOR), STATES.index(A_LITTLE)])
        enough |= first_is_told & (excess.max(axis=1) >= LEAST_EXCESS_FRACTION)
    named = [causes.index(name) if name in causes else None for name in primaries]
    otherwise = _risks_otherwise(model, full, enough, named, kinds)
    blank = explain(model, {}, units=units)
    blank_causes = {one.name: one for one in blank.causes}
    chances, shares, is_enough = probabilities.tolist(), excess.tolist(), enough.tolist()
    state_of = states.tolist()
    for row, (place, best) in enumerate(zip(named, first.tolist(), strict=True)):
        if not is_enough[row] and otherwise[row] != otherwise[row]:
            # Where too little is known, the question that would help most belongs here.
            yield blank
            continue
        # The likeliest first; of the others nothing is told, but that they are no likelier.
        shown = [best, place] if place is not None and place != best else [best]
        p, risk = chances[row], otherwise[row]
        told = tuple(
            _like(
                blank_causes[causes[one]],
                p=p[one],
                p_given_sore=shares[row][one],
                state=STATES[state_of[one][row]],
                because=kind.sentence if (kind := kinds[one][row]) else NOTHING_TOLD,
                p_sore_as_usual=risk,
            )
            for one in shown[: len(causes)]
        )
        yield _like(
            blank,
            p_sore=p[-1],
            p_sore_at_half_length=None if is_enough[row] else risk,
            primary_cause=primaries[row],
            enough_known=is_enough[row],
            causes=told,
            # And for such a long run here.
            questions=(),
        )


def _risks_otherwise(
    model: LoadedModel,
    full: Cells,
    enough: NDArray[np.bool_],
    named: Sequence[int | None],
    kinds: Sequence[Sequence[_Kind | None]],
) -> list[float]:
    """The risk that a short answer compares with: the primary cause as usual, or half the run.

    NaN where it compares with nothing.
    """
    table = np.stack([full[name] for name in MODEL_COLUMNS], axis=1)
    long_run = full["distance_km"] >= LONG_RUN_KM
    rows, changes = [], []
    for row, place in enumerate(named):
        if enough[row] and place is not None:
            changes.append(_as_usual(CAUSES[place], kinds[place][row]))
        elif not enough[row] and long_run[row]:
            known = zip(MODEL_COLUMNS, table[row].tolist(), strict=True)
            changes.append(shortened({name: code for name, code in known if code == code}, 0.5))
        else:
            continue
        rows.append(row)
    changed = table[rows]
    for place, change in enumerate(changes):
        for name, code in change.items():
            changed[place, PLACES[name]] = code
    cells = dict(zip(MODEL_COLUMNS, changed.T.copy(), strict=True))
    risks = np.full(len(table), np.nan)
    risks[rows] = model.predict_cells(cells, len(rows))[:, -1]
    return risks.tolist()


def _as_usual(cause: Cause, kind: _Kind | None) -> dict[str, float]:
    if kind is None:
        return encode_session(cause.usual({}))
    if kind.usual is None:
        kind.usual = encode_session(cause.usual(kind.known))
    return kind.usual


def _like(blank: One, **told: Any) -> One:
    """The same with some of it told; ``dataclasses.replace`` takes ten times as long."""
    made = object.__new__(type(blank))
    vars(made).update(vars(blank), **told)
    return made
