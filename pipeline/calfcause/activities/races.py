"""Guess races by effort: a distance that is raced, much faster than the runner's other runs."""

from collections.abc import Sequence
from math import inf, nan
from statistics import median

from calfcause.activities.contents import seconds_of
from calfcause.activities.derive import Derived

# All assumed: courses are measured short of what GPS counts; a race is faster than most runs.
RACED_KM, SHORT, LONG = (5.0, 10.0, 15.0, 16.093, 21.0975, 42.195), 0.99, 1.04
FASTER, FEWEST_OTHERS, WITHIN_S = 0.88, 8, 180 * 86_400


def guess_races(runs: Sequence[Derived]) -> None:
    """Mark runs as races whose kind nothing else tells; without other runs none can be told."""
    paces = [(seconds_of(run.start), _pace(run), run) for run in runs]
    outside = [one for one in paces if one[1] == one[1] and one[0] == one[0]]
    for time, pace, run in outside:
        if "session_type" in run.cells or not _is_raced(run):
            continue
        near = [p for when, p, other in outside if other is not run and abs(when - time) < WITHIN_S]
        if len(near) >= FEWEST_OTHERS and pace <= FASTER * (usual := median(near)):
            run.guess(
                "session_type", "race",
                f"{run.cells['distance_km']:.4g} km, {1 - pace / usual:.0%} faster than usual",
            )  # fmt: skip


def _is_raced(run: Derived) -> bool:
    km = _cell(run, "distance_km")
    return any(SHORT * raced <= km <= LONG * raced for raced in RACED_KM)


def _pace(run: Derived) -> float:
    """Minutes per km; NaN on a treadmill, whose distance is a guess."""
    km, minutes = _cell(run, "distance_km"), _cell(run, "duration_min")
    known = 0 < km < inf and minutes > 0 and run.cells.get("surface") != "treadmill"
    return minutes / km if known else nan


def _cell(run: Derived, name: str) -> float:
    cell = run.cells.get(name)
    return float(cell) if isinstance(cell, int | float) else nan
