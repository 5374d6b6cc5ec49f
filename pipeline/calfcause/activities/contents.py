"""What the readers of recordings hand over: one activity with its stream of points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import nan
from typing import TypeVar

import numpy as np

from calfcause.errors import ActivityError
from calfcause.types import Array

Part = TypeVar("Part")
# Eleven days at a point a second; assumed: nobody presses the button for a lap more often.
MOST_POINTS, MOST_PARTS = 1_000_000, 20_000
COLUMNS = ("time", "distance", "altitude", "latitude", "longitude", "cadence", "segment")
"""Of a point: seconds since 1970, metres, metres, degrees, degrees, as recorded, number."""


class Points:
    """The stream of points, which grows while a file is read."""

    def __init__(self) -> None:
        self.rows: list[Sequence[float]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, *values: float) -> None:
        """Add a point, with a value for each of the columns; NaN where there is none."""
        if len(self.rows) >= MOST_POINTS:
            raise ActivityError(f"it has more than {MOST_POINTS:,} points")
        self.rows.append(values)

    def arrays(self) -> dict[str, Array]:
        """The points by column."""
        table = np.array(self.rows, dtype=float).reshape(-1, len(COLUMNS))
        table[~np.isfinite(table)] = nan
        return dict(zip(COLUMNS, table.T, strict=True))


def grown(parts: list[Part], part: Part) -> Part:
    """Add a lap, a session or a track to those of a file, if there are not too many."""
    if len(parts) >= MOST_PARTS:
        raise ActivityError(f"it has more than {MOST_PARTS:,} laps or tracks")
    parts.append(part)
    return part


@dataclass(kw_only=True)
class Lap:
    """A lap as the device counted it."""

    metres: float = nan
    seconds: float = nan


@dataclass(kw_only=True)
class Activity:
    """One activity as it was recorded; what the device itself says is NaN where it does not."""

    sport: str = ""  # as the file words it
    start: datetime | None = None
    title: str = ""
    note: str = ""
    gear: str = ""
    distance_m: float = nan
    moving_s: float = nan
    gain_m: float = nan
    loss_m: float = nan
    cadence: float = nan
    laps: list[Lap] = field(default_factory=list)
    points: Points = field(default_factory=Points)
    repaired: list[str] = field(default_factory=list)  # what was put right, in words


def seconds_of(time: datetime | None) -> float:
    """Seconds since 1970; a time without a zone counts as UTC, since only differences matter."""
    if time is None:
        return nan
    try:
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return nan
