"""Tell which times of a text are paces: "10k at 4:50", "6 x 800 in 3:10", "usually 5:30"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan

from calfcause.sessions.numbers import FASTEST_RUN, FEWEST_MINUTES, SLOWEST_RUN

# No repetition is run slower, in minutes a kilometre; assumed.
_SLOWEST_REP = 8.0
# A usual pace is not farther from another than these times it; assumed.
_LEAST, _MOST = 0.6, 1.7


# A length without a unit is in the unit of another one up to so many times it; assumed.
_ALIKE = 5.0


@dataclass(frozen=True)
class PaceWords:
    """Patterns of the text with letters, in each of which a group ``time`` is the time."""

    # after the length of a run or of repetitions, named ``run``, with ``how`` if "in" is between
    at: str
    own: str  # named a pace
    usual: str  # told as what is usual


@dataclass(frozen=True)
class Quantity:
    """A quantity in the metric unit of its kind, NaN if it cannot be told, and its place."""

    kind: str
    value: float
    start: int
    end: int
    is_clock: bool = False


def paces(
    words: PaceWords, text: str, quantities: Mapping[int, Quantity], km_of_bare: float
) -> Iterator[tuple[int, float]]:
    """Where a time is a pace, and which; one of a clock, or of repetitions."""
    told = [one.value for one in quantities.values() if one.kind == "P" and one.value > 0.0]
    for pattern in (words.at, words.own, words.usual):
        for found in re.finditer(pattern, text):
            time, run = quantities[found.start("time")], found.groupdict().get("run")
            pace = time.value / km_of_bare
            if run:
                of, is_time = quantities[found.start("run")].value or nan, bool(found["how"])
                minutes = minutes_of(time.value, of) if is_time else time.value
                if run == "R":
                    pace = _pace_of(pace, time.value / of, is_time)
                elif minutes > of * FASTEST_RUN:
                    continue
            elif pattern == words.usual and not any(_LEAST < pace / one < _MOST for one in told):
                continue
            if FASTEST_RUN <= pace <= SLOWEST_RUN and (time.is_clock or run == "R"):
                told.append(pace)
                yield found.start("time"), pace


def lengths(
    pattern: str, text: str, quantities: Mapping[int, Quantity], km_of_bare: float
) -> Iterator[tuple[int, str, float]]:
    """Where a number is the length of a run, its kind, and the length in km or min.

    Its unit is that of the length in the text that it is nearest to.
    """
    told = [
        (one.kind, one.value / (1.0 if one.kind == "T" else km_of_bare))
        for one in quantities.values()
        if one.kind in "DWT" and one.value > 0.0
    ]
    for found in re.finditer(pattern, text) if told else ():
        number = quantities[found.start("length")].value
        near = {
            max(number, other) / min(number, other): kind for kind, other in told if number > 0.0
        }
        if near and min(near) <= _ALIKE:
            is_time = near[min(near)] == "T"
            yield (
                found.start("length"),
                "T" if is_time else "D",
                number * (1.0 if is_time else km_of_bare),
            )


def _pace_of(pace: float, of_one: float, is_time: bool) -> float:
    """The pace of repetitions told by a time: theirs, or that of one; NaN if it may be either."""
    if is_time or pace < FASTEST_RUN or abs(pace - of_one) < 0.05 * pace:
        return of_one
    return nan if FASTEST_RUN <= of_one <= _SLOWEST_REP else pace


def minutes_of(clock: float, distance_km: float) -> float:
    """A time as m:ss, or as h:mm if only that fits the distance; NaN if neither is clear."""
    readings = (clock, 60.0 * clock)
    if distance_km > 0.0:
        fit = [one for one in readings if FASTEST_RUN <= one / distance_km <= SLOWEST_RUN]
        return fit[0] if len(fit) == 1 else nan
    return clock if clock >= FEWEST_MINUTES else nan
