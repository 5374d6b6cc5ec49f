"""The causes of sore calves, one file each; this is the only list of them."""

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

__all__ = ["CAUSES", "Cause"]
