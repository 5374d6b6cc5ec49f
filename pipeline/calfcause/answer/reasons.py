"""The reasons of many sessions at once, far faster than explaining one by one.

Many sessions share their sentences, and an answer in short compares one more prediction at most.
The rules and the words are those of ``rules`` and ``text``; a test holds both ways equal.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.columns import REASON_COLUMNS, YES_OR_NO
from calfcause.answer.contents import CANNOT_TELL, NOTHING_TOLD, EarlierRuns
from calfcause.answer.kinds import (
    CauseGist,
    Gist,
    Kind,
    kind_of,
    once_for_each_kind,
    told_earlier,
)
from calfcause.answer.past import Past
from calfcause.answer.rules import is_known, is_long, likeliest, speaks, state_of
from calfcause.answer.sentences import in_short, odd_in_short, signs_in_short
from calfcause.answer.sore import sore_told
from calfcause.answer.triage import flags_by_row, seek_help
from calfcause.causes import CAUSES, Cause
from calfcause.causes.run import shortened
from calfcause.learn.features import complete, exposures
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.contradictions import RULES, contradictions, usable
from calfcause.sessions.units import Units

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Cells = Mapping[str, Array]

ODD_COLUMNS = tuple(dict.fromkeys(name for rule in RULES for name in rule.columns))

SEEK_HELP = seek_help({})  # where no sign is given


def reasons(
    model: LoadedModel,
    cells: Cells,
    probabilities: Array,
    *,
    units: Units,
    past: Past | None = None,
) -> dict[str, list[str]]:
    """Give the reasons of encoded sessions: the columns of ``REASON_COLUMNS``, a text a session.

    cells : encoded, ``(n_sessions,)`` each, NaN where missing; absent columns count as missing.
    probabilities : what the model predicts for them, ``(n_sessions, n_heads)``.
    past : what earlier runs add to the cells; the probabilities are those with it.

    >>> from calfcause import Predictor
    >>> from calfcause.sessions.units import UNITS
    >>> predictor, cells = Predictor.load(), {"terrain": np.array([2.0, np.nan])}
    >>> chances = predictor.predict_cells(cells, 2)
    >>> reasons(predictor, cells, chances, units=UNITS["km"])["because"]
    ['You ran on hilly ground.', '']
    """
    n_sessions = len(probabilities)
    told, whole = cells, past.filled(cells) if past else cells
    cells = usable(whole)
    full = complete(cells, n_sessions)
    exposed = exposures(full)
    states = [state_of(exposed[cause.name]) for cause in CAUSES]
    shares = given_sore(probabilities)
    _, enough = likeliest(list(probabilities[:, :-1].T), list(shares.T), states)
    kinds = [
        _kinds(cause, cells, units, state) for cause, state in zip(CAUSES, states, strict=True)
    ]
    # The last place stands for none of the causes.
    places = {name: place for place, name in enumerate(HEADS[:-1])}
    named = [places.get(name, -1) for name in primary_causes(probabilities)]
    sentences = [
        _sentences(cause, own, past, told, whole, units)
        for cause, own in zip(CAUSES, kinds, strict=True)
    ]
    texts = {
        "enough_known": [YES_OR_NO[is_enough] for is_enough in enough.tolist()],
        "because": [sentences[place][row] if place >= 0 else "" for row, place in enumerate(named)],
        "explanation": list[str](),
    }
    for cause, own, said in zip(CAUSES, kinds, sentences, strict=True):
        texts[f"{cause.name}_state"] = [kind.state for kind in own]
        texts[f"{cause.name}_because"] = said
    otherwise = _risks_otherwise(model, full, enough, named, states, kinds, past)
    signs, odd = flags_by_row(whole), _odd(whole, n_sessions, units)
    likeliest_two = np.argsort(-probabilities[:, :-1], axis=1, kind="stable")[:, :2]
    are_sore = np.broadcast_to(sore_told(whole), n_sessions)
    worked = full["other_calf_load"] == 1.0
    columns = (probabilities, shares, enough, likeliest_two, are_sore, worked)
    rows = zip(named, otherwise, *(column.tolist() for column in columns), strict=True)
    for row, (place, risk, p, share, is_enough, two, is_sore, has_worked) in enumerate(rows):
        differs = risk == risk
        spoken_of = [
            CauseGist(kinds[one][row], sentences[one][row], p[one], share[one], risk)
            for one in (two if is_enough or differs else ())
        ]
        answer = Gist(
            enough_known=is_enough,
            p_sore=p[-1],
            p_sore_at_half_length=risk if differs else None,
            primary=spoken_of[two.index(place)] if place in two and spoken_of else None,
            causes=spoken_of,
            sore_told=is_sore,
            other_work_told=has_worked,
        )
        before, help_for = odd.get(row, ""), SEEK_HELP
        if flags := signs.get(row):
            # Whatever the line leaves out raises a flag.
            before, help_for = signs_in_short(flags) + before, seek_help(_known(whole, row))
        texts["explanation"].append(f"{before}{in_short(answer)} {help_for}".rstrip())
    return {name: texts[name] for name in REASON_COLUMNS}


def _kinds(cause: Cause, cells: Cells, units: Units, states: NDArray[np.intp]) -> list[Kind]:
    """The kind of each session, by its cells of the cause."""
    own = {name: cells[name] for name in cause.columns if name in cells}

    def make(known: dict[str, object], row: int) -> Kind:
        return kind_of(cause, known, states[row], units)

    untold = Kind(cause, {}, CANNOT_TELL)
    return once_for_each_kind(own, is_known(states), make, otherwise=untold)


def _sentences(
    cause: Cause,
    kinds: Sequence[Kind],
    past: Past | None,
    told: Cells,
    whole: Cells,
    units: Units,
) -> list[str]:
    """The sentence of each session, and which cells in it are from earlier runs."""
    sentences = [kind.because for kind in kinds]
    came = past.came(told, whole) if past else {}
    names = [name for name in came if name in cause.columns]
    if past is None or not names:
        return sentences
    made: dict[tuple[int, EarlierRuns], str] = {}
    mask = np.stack([came[name] for name in names], axis=1)
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        kind = kinds[row]
        if kind.because != NOTHING_TOLD:
            columns = tuple(name for name, has in zip(names, mask[row], strict=True) if has)
            earlier = EarlierRuns(columns=columns, n_runs=int(past.n_runs[row]))
            key = id(kind), earlier
            if key not in made:
                made[key] = told_earlier(kind, units, earlier)
            sentences[row] += made[key]
    return sentences


def _odd(cells: Cells, n_sessions: int, units: Units) -> dict[int, str]:
    """The contradictions of each session that has any, by row; they come next."""
    clashes = np.zeros(n_sessions, dtype=bool)
    for rule in RULES:
        clashes |= rule.broken_by(cells)
    own = {name: cells[name] for name in ODD_COLUMNS if name in cells}
    return {
        row: odd_in_short(contradictions(_known(own, row), units))
        for row in np.flatnonzero(clashes).tolist()
    }


def _known(cells: Cells, row: int) -> dict[str, float]:
    """The known codes of one session."""
    codes = {name: float(column[row]) for name, column in cells.items()}
    return {name: code for name, code in codes.items() if code == code}


def _risks_otherwise(
    model: LoadedModel,
    full: Cells,
    enough: Bools,
    named: Sequence[int],
    states: Sequence[NDArray[np.intp]],
    kinds: Sequence[Sequence[Kind]],
    past: Past | None,
) -> list[float]:
    """The risk that an answer in short compares with; NaN where it compares with nothing.

    It is that of the run as usual in its primary cause or, if none is named, of half the run.
    """
    long_run = np.asarray(is_long(full["distance_km"])).tolist()
    speaking = [speaks(state).tolist() for state in states]

    def changes() -> Iterator[tuple[int, dict[str, float]]]:
        for row, (is_enough, place) in enumerate(zip(enough.tolist(), named, strict=True)):
            if is_enough and place >= 0 and speaking[place][row]:
                yield row, kinds[place][row].usual
            elif (not is_enough or place < 0) and long_run[row]:
                yield row, shortened(_known(full, row), 0.5)

    changed = dict(changes())
    rows = list(changed)
    columns = {name: column[rows] for name, column in full.items()}
    for at, change in enumerate(changed.values()):
        for name, code in change.items():
            columns[name][at] = code
    risks = np.full(len(enough), np.nan)
    found = model.predict_cells(columns, len(rows))[:, -1]
    risks[rows] = past.bases.at(rows).risks(found)[0] if past else found
    return risks.tolist()
