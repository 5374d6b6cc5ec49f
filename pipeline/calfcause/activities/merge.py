"""The same run recorded twice: by watch and phone, as FIT and GPX, in a list and as a file."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import UTC, timedelta, timezone
from math import inf, nan
from operator import itemgetter

from calfcause.activities.contents import seconds_of
from calfcause.activities.derive import Derived, finish

# Assumed: two records of a run overlap by half of the shorter, and tell distances so close.
OVERLAP, ALIKE = 0.5, 0.3
# A list in local time is of the same run as a recording in UTC if both are nearly equal.
EXACTLY_ALIKE, MOST_HOURS, QUARTER_S = 0.03, 14, 900
WITHIN_S = 86_400.0  # of no two records of a run do the starts lie further apart


def merged(runs: Iterable[Derived]) -> list[Derived]:
    """Join the records of each run; the runs in the order of time, those without one at the end."""
    whole = _by_file([*runs])
    kept: list[tuple[float, int, Derived]] = []
    timeless: dict[tuple[float, float], Derived] = {}
    # The best record comes first, so that the others are held against it.
    order = sorted(whole, key=lambda run: -run.rank)
    for number, run in enumerate(order):
        begin = seconds_of(run.start)
        if begin != begin:
            alike = (_number(run, "distance_km"), _number(run, "duration_min"))
            if alike in timeless:
                _join(timeless[alike], run)
            else:
                timeless[alike] = run
            continue
        near = slice(
            *(bisect_left(kept, begin + off, key=itemgetter(0)) for off in (-WITHIN_S, WITHIN_S))
        )
        same = next((other for _, _, other in kept[near] if _is_same(other, run)), None)
        if same is None:
            insort(kept, (begin, number, run))
        else:
            _join(same, run)
    return [*(run for _, _, run in kept), *timeless.values()]


def _by_file(runs: list[Derived]) -> list[Derived]:
    """Join the entries of lists with the recordings that they name."""
    recorded = {_key(run.source): run for run in runs if run.rank}
    left = []
    for run in runs:
        recording = recorded.get(_key(run.file)) if run.file and not run.rank else None
        if recording is None:
            left.append(run)
        else:
            _join(recording, run)
    return left


def _key(name: str) -> str:
    return name.rpartition("/")[2]


def _number(run: Derived, column: str) -> float:
    cell = run.cells.get(column)
    return float(cell) if isinstance(cell, int | float) else nan


def _is_same(one: Derived, other: Derived) -> bool:
    if one.start is None or other.start is None:
        return False
    apart = abs(seconds_of(one.start) - seconds_of(other.start))
    minutes = [_number(run, "duration_min") for run in (one, other)]
    kms = [_number(run, "distance_km") for run in (one, other)]
    share = [abs(pair[0] / pair[1] - 1) if pair[1] else inf for pair in (minutes, kms)]
    if (one.start.tzinfo is None) != (other.start.tzinfo is None):
        off = abs(apart - QUARTER_S * round(apart / QUARTER_S))
        near = off <= 120 and apart <= MOST_HOURS * 3600 + 120
        return near and all(one <= EXACTLY_ALIKE for one in share)
    begin, end = (
        max(seconds_of(run.start) for run in (one, other)),
        min(seconds_of(run.start) + 60 * _number(run, "duration_min") for run in (one, other)),
    )
    return end - begin >= OVERLAP * 60 * min(minutes) and not share[1] > ALIKE


def _join(best: Derived, other: Derived) -> None:
    """Fill what the better record lacks from the other."""
    best.others.append(other.source)
    best.others += other.others
    if best.start and other.start:
        if best.start.utcoffset() == timedelta(0) and other.start.tzinfo is None:
            apart = seconds_of(other.start) - seconds_of(best.start)
            zone = timezone(timedelta(seconds=QUARTER_S * round(apart / QUARTER_S)))
            best.start = best.start.astimezone(zone)
        elif best.start.utcoffset() is None and other.start.tzinfo not in (None, UTC):
            best.start = other.start
    best.start = best.start or other.start
    for name in ("title", "note", "gear"):
        setattr(best, name, getattr(best, name) or getattr(other, name))
    for name, cell in other.cells.items():
        guess = other.guessed.get(name)
        # What one record tells wins over what is guessed from the other.
        if name not in best.cells or (name in best.guessed and guess is None):
            best.cells[name] = cell
            best.guessed.pop(name, None)
            if guess is not None:
                best.guessed[name] = guess
    best.repaired += other.repaired
    finish(best)
