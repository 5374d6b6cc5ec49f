"""What to ask next: the unknown column whose answer would change the likeliest causes most.

Plausible replies come from simulated runs that left the calves sore and fit what is known; the
model says what each reply would lead to. A question is worth how far that is from the present
answer, times how often runners can tell at all: who cannot changes nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import CalfcauseError, ModelError
from calfcause.learn.probabilities import given_sore, primary_causes
from calfcause.models.loaded import LoadedModel
from calfcause.models.population import NUMBERS, WORDS, Population
from calfcause.sessions.cells import decode
from calfcause.sessions.contradictions import RULES
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, PLACES, Column
from calfcause.sessions.units import UNITS, Units

Array = NDArray[np.float64]

# Unusual numbers are rare and carry most of the change: the outer tenths stand for themselves.
SHARES_OF_NUMBERS = np.array([0.1, 0.4, 0.4, 0.1])
# How far a run is from what is known, assumed: another word makes it e^5 times less fitting, and so
# does a number a fifth of all runs away. Half or twice as much hardly changes the benchmark.
MISFIT, NEAR_SHARE_OF_RUNS = 5.0, 0.2
# However much is known, so many runs have a say in what is plausible.
FITTING_RUNS = 50
LEAST_PLAUSIBLE = 0.02
LEAST_CHANGE = 0.001

LOW = np.array([COLUMNS[name].low for name in MODEL_COLUMNS])
HIGH = np.array([COLUMNS[name].high for name in MODEL_COLUMNS])


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A plausible reply and what it would lead to; ``plausibility`` sums to 1 over the replies."""

    reply: str | float | None
    plausibility: float
    primary_cause: str
    p_sore: float


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question worth asking.

    Attributes
    ----------
    column : the column that it fills.
    question, choices, unit, allowed : how to ask for its cell, which is metric; no choices where it
        is a number or a flag.
    asked : the question to a person, with its choices and in the units of the answer.
    answered : share of runners who can tell, of those with such a run.
    expected_change : total variation of the shares of the primary cause that asking is expected to
        bring, 0 to 1; 0 from those who cannot tell.
    replies : a few plausible ones, in ascending order.
    """

    column: str
    question: str
    choices: tuple[str, ...]
    unit: str
    allowed: str
    asked: str
    answered: float
    expected_change: float
    replies: tuple[Reply, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return asdict(self)


def next_questions(
    model: LoadedModel,
    codes: Mapping[str, float],
    n: int,
    *,
    units: Units = UNITS["km"],
) -> tuple[Question, ...]:
    """At most ``n`` questions on what is unknown of a session, most worth asking first.

    Parameters
    ----------
    model : the model that answers.
    codes : the known cells of the session, encoded.
    n : the most questions to give.
    units : what the questions are asked in.

    Raises
    ------
    CalfcauseError
        If ``n`` is no whole number from 0 on.
    ModelError
        If the model folder has no population of runs to ask from.
    """
    if not isinstance(n, int) or n < 0:
        raise CalfcauseError(f"{n} questions cannot be asked; a whole number from 0 on can")
    population = model.population
    if population is None:
        raise ModelError(
            "the model has no population of runs to ask from; train it again with this version"
        )
    known = {name: code for name, code in codes.items() if name in MODEL_COLUMNS}
    weights = fit(population, known)
    replies = plausible_replies(population, known, weights)
    outcomes = outcomes_of(model, known, replies)
    answered = population.recorded @ weights
    change = answered * expected_change(primary_shares(outcomes), replies)
    ranked = np.argsort(-change, kind="stable")[:n]
    return tuple(
        _question(
            int(place), replies, outcomes, float(answered[place]), float(change[place]), units
        )
        for place in ranked
        if change[place] >= LEAST_CHANGE
    )


@dataclass(frozen=True, kw_only=True)
class Replies:
    """Plausible replies to all that is unknown, shape ``(n_replies,)`` each.

    ``places`` are the places of their columns in ``MODEL_COLUMNS``; the ``weights`` of a column's
    replies sum to 1.
    """

    places: NDArray[np.intp]
    codes: Array
    weights: Array


def plausible_replies(
    population: Population, known: Mapping[str, float], weights: Array
) -> Replies:
    """A few numbers, or the words, that what is known leaves plausible for every other column.

    ``weights`` are those of the runs, see ``fit``. What cannot be true beside what is known is no
    reply.
    """
    unknown = np.array([name not in known for name in MODEL_COLUMNS])
    asked = unknown[NUMBERS]
    ordered = population.ordered[asked]
    below = np.cumsum(weights[population.order[asked]] * ~np.isnan(ordered), axis=1)
    middles = (np.cumsum(SHARES_OF_NUMBERS) - SHARES_OF_NUMBERS / 2) * below[:, -1:]
    found = (below[:, None, :] < middles[:, :, None]).sum(axis=2)
    numbers = np.take_along_axis(ordered, found, axis=1)
    places = np.flatnonzero(NUMBERS & unknown)
    lows, highs = _limits(known)
    numbers = np.clip(numbers, lows[places, None], highs[places, None])
    shares = population.has_word @ weights
    shares /= np.bincount(WORDS[:, 0], shares, len(MODEL_COLUMNS))[WORDS[:, 0]]
    words = unknown[WORDS[:, 0]] & (shares >= LEAST_PLAUSIBLE)
    places = np.concatenate([np.repeat(places, len(SHARES_OF_NUMBERS)), WORDS[words, 0]])
    codes = np.concatenate([numbers.ravel(), WORDS[words, 1]])
    weights = np.concatenate([np.tile(SHARES_OF_NUMBERS, len(numbers)), shares[words]])
    fits = ~_clashing(known, places, codes)
    # Where every reply clashes what is known is odd itself, and they stay as they are.
    some = np.bincount(places, fits, len(MODEL_COLUMNS))[places] > 0
    kept = fits | ~some
    places, codes, weights = places[kept], codes[kept], weights[kept]
    return Replies(
        places=places,
        codes=codes,
        weights=weights / np.bincount(places, weights, len(MODEL_COLUMNS))[places],
    )


def _clashing(
    known: Mapping[str, float], places: NDArray[np.intp], codes: Array
) -> NDArray[np.bool_]:
    """Which replies cannot be true beside what is known, by the rules of ``contradictions``."""
    found = np.zeros(len(codes), dtype=bool)
    for rule in RULES:
        asked = [name for name in rule.columns if name not in known]
        if len(asked) == 1 and asked[0] in PLACES:
            own = places == PLACES[asked[0]]
            found[own] |= rule.broken_by({**known, asked[0]: codes[own]})
    return found


def outcomes_of(model: LoadedModel, known: Mapping[str, float], replies: Replies) -> Array:
    """Probabilities after each reply and, last, without any, ``(n_replies + 1, n_heads)``."""
    n_replies = len(replies.places)
    cells = np.full((len(MODEL_COLUMNS), n_replies + 1), nan)
    for name, code in known.items():
        cells[PLACES[name]] = code
    cells[replies.places, np.arange(n_replies)] = replies.codes
    return model.predict_cells(dict(zip(MODEL_COLUMNS, cells, strict=True)), n_replies + 1)


def primary_shares(probabilities: Array) -> Array:
    """How likely each cause, or none (last), is the primary one of sore calves; rows sum to 1."""
    excess = given_sore(probabilities)
    none = np.maximum(1.0 - excess.sum(axis=1, keepdims=True), 0.0)
    shares = np.hstack([excess, none])
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def expected_change(shares: Array, replies: Replies) -> Array:
    """Expected total variation between the present answer and that after a reply, by column.

    Total variation is the share of the answer that moves. Of the measures in
    ``benchmarks/questions.py`` it takes the fewest questions where all are answered, and none is
    clearly better where some are not.

    Parameters
    ----------
    shares : shares of the primary cause after each reply and, last, without any.

    Returns
    -------
    ndarray of shape ``(n_columns,)``; 0 where the column is known, or all replies come to the same:
    what changes then is due to the column being told at all, and nobody needs to be asked for that.
    """
    moved = np.abs(shares[:-1] - shares[-1]).sum(axis=1) / 2.0
    first = np.zeros(len(MODEL_COLUMNS), dtype=np.intp)
    first[replies.places[::-1]] = np.arange(len(moved))[::-1]
    differs = (shares[:-1] != shares[first[replies.places]]).any(axis=1)
    is_open = np.bincount(replies.places, differs, len(MODEL_COLUMNS)) > 0
    change = np.bincount(replies.places, replies.weights * moved, len(MODEL_COLUMNS))
    return np.where(is_open, change, 0.0)


def fit(population: Population, known: Mapping[str, float]) -> Array:
    """Weights of the runs by how well they fit what is known, ``(n_runs,)``; they sum to 1."""
    n_runs = population.cells.shape[1]
    misfit = np.zeros(n_runs)
    for name, code in known.items():
        place = PLACES[name]
        if NUMBERS[place]:
            apart = (population.ranks[place] - population.rank(place, code)) / NEAR_SHARE_OF_RUNS
            misfit += MISFIT * np.minimum(apart**2, 1.0)
        else:
            misfit += MISFIT * (population.cells[place] != code)
    misfit -= misfit.min()
    last = min(FITTING_RUNS, n_runs) - 1
    weights = np.exp(-misfit / max(np.partition(misfit, last)[last], 1.0))
    return np.asarray(weights / weights.sum())


def _limits(known: Mapping[str, float]) -> tuple[Array, Array]:
    """Least and greatest code of each column that what is known leaves possible.

    A run is part of its week, and its fastest pace is no slower than its mean pace.
    """
    # A distance or a time of 0 bounds nothing.
    distance, minutes, pace, week = (
        known.get(name) or nan
        for name in ("distance_km", "duration_min", "fastest_pace_min_per_km", "weekly_distance_km")
    )
    low, high = LOW.copy(), HIGH.copy()
    low[PLACES["weekly_distance_km"]] = np.fmax(distance, 0.0)
    low[PLACES["duration_min"]] = np.fmax(distance * pace, 0.0)
    high[PLACES["distance_km"]] = np.fmin(
        np.fmin(week, minutes / pace), HIGH[PLACES["distance_km"]]
    )
    slowest = PLACES["fastest_pace_min_per_km"]
    high[slowest] = np.fmin(minutes / distance, HIGH[slowest])
    return np.minimum(low, HIGH), np.maximum(high, LOW)


def _question(
    place: int, replies: Replies, outcomes: Array, answered: float, change: float, units: Units
) -> Question:
    column = COLUMNS[MODEL_COLUMNS[place]]
    rows = np.flatnonzero(replies.places == place)
    first = primary_causes(outcomes[rows])
    merged: dict[float, Reply] = {}
    for row, cause in zip(rows, first, strict=True):
        code = float(replies.codes[row])
        before = merged[code].plausibility if code in merged else 0.0
        merged[code] = Reply(
            reply=decode(column, code),
            plausibility=before + float(replies.weights[row]),
            primary_cause=cause,
            p_sore=float(outcomes[row, -1]),
        )
    return Question(
        column=column.name,
        question=column.question,
        choices=column.choices,
        unit=column.unit,
        allowed=column.allowed,
        asked=_asked(column, units),
        answered=answered,
        expected_change=change,
        replies=tuple(merged.values()),
    )


def _asked(column: Column, units: Units) -> str:
    question = units.asked(column.question)
    words = ", ".join(choice.replace("_", " ") for choice in column.choices)
    return f"{question} ({words})" if words else question
