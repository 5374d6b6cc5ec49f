"""Plausible replies to questions: from simulated sore runs that fit what is known of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from calfcause.models.population import NUMBERS, WORDS, Population
from calfcause.sessions.contradictions import RULES
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS, PLACES

Array = NDArray[np.float64]

# Unusual numbers are rare and carry most of the change: the outer tenths stand for themselves.
SHARES_OF_NUMBERS = np.array([0.1, 0.4, 0.4, 0.1])
# How much less a run fits if a cell differs, assumed: e^5 times for another word, and for a number
# that is a fifth of all runs away. Half or twice as much hardly changes the benchmark.
MISFIT, NEAR_SHARE_OF_RUNS = 5.0, 0.2
# However much is known, this many runs count towards what is plausible.
FITTING_RUNS = 50
LEAST_PLAUSIBLE = 0.02

LOW = np.array([COLUMNS[name].low for name in MODEL_COLUMNS])
HIGH = np.array([COLUMNS[name].high for name in MODEL_COLUMNS])


@dataclass(frozen=True, kw_only=True)
class Replies:
    """Plausible replies for every missing column, ``(n_replies,)`` each.

    places : of their columns in ``MODEL_COLUMNS``.
    weights : how plausible they are; those of a column sum to 1.
    """

    places: NDArray[np.intp]
    codes: Array
    weights: Array


def plausible_replies(
    population: Population, known: Mapping[str, float], weights: Array
) -> Replies:
    """Find a few numbers, or the words, that are plausible for every missing column.

    Replies that contradict the known codes are left out. ``weights`` come from ``fit``.
    """
    unknown = np.array([name not in known for name in MODEL_COLUMNS])
    asked = unknown[NUMBERS]
    ordered = population.ordered[asked]
    below = np.cumsum(weights[population.order[asked]] * ~np.isnan(ordered), axis=1)
    middles = (np.cumsum(SHARES_OF_NUMBERS) - SHARES_OF_NUMBERS / 2) * below[:, -1:]
    at = (below[:, None, :] < middles[:, :, None]).sum(axis=2)
    numbers = np.take_along_axis(ordered, at, axis=1)
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
    # If every reply of a column clashes, the known cells are odd themselves; then all stay.
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
    """Whether each reply contradicts the known cells, by the rules of ``contradictions``."""
    clashing = np.zeros(len(codes), dtype=bool)
    for rule in RULES:
        asked = [name for name in rule.columns if name not in known]
        if len(asked) == 1 and asked[0] in PLACES:
            own = places == PLACES[asked[0]]
            clashing[own] |= rule.broken_by({**known, asked[0]: codes[own]})
    return clashing


def fit(population: Population, known: Mapping[str, float]) -> Array:
    """Weigh the runs by how well they fit the known codes of a session; the weights sum to 1."""
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
    """The least and the greatest code of each column that the known cells leave possible.

    A run is part of its week, and its fastest pace is no slower than its mean pace.
    """
    # A distance or a time of 0 limits nothing.
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
