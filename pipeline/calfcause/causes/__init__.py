"""Why calves get sore: one file per cause, and the only list of causes.

In: cells of sessions. Out: for each cause its exposure, how it happens in simulated weeks, its
sentence in an answer, its advice and its sources.
"""

from calfcause.causes import (
    beginner,
    foot_strike,
    hills,
    overstriding,
    shoes,
    soft_surface,
    speed,
)
from calfcause.causes.base import Cause

CAUSES: tuple[Cause, ...] = (
    beginner.CAUSE,
    hills.CAUSE,
    shoes.CAUSE,
    soft_surface.CAUSE,
    speed.CAUSE,
    overstriding.CAUSE,
    foot_strike.CAUSE,
)
"""The order is that of the columns of every probability matrix."""

__all__ = ["CAUSES", "Cause"]
