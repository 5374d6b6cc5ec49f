"""A list of activities, however it is written: each of its entries as a row."""

from dataclasses import dataclass, field
from datetime import datetime
from math import nan

from calfcause.activities.derive import SHORTEST_M, SHORTEST_S, Derived, finish
from calfcause.activities.sports import is_run, surface_of
from calfcause.activities.track import BOTH_FEET_FROM

# Assumed: outside, one of distance and time is wrong.
PACES_MIN_PER_KM = (1.8, 30.0)


@dataclass(kw_only=True)
class Entry:
    """What an entry says, in kilometres, minutes and metres; NaN where it does not."""

    name: str
    sport: str = ""
    start: datetime | None = None
    title: str = ""
    note: str = ""
    gear: str = ""
    file: str = ""  # the recording that the entry is of
    km: float = nan
    moving_min: float = nan
    timer_min: float = nan
    gain_m: float = nan
    loss_m: float = nan
    cadence: float = nan
    steps: float = nan
    surface: str = ""
    repaired: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Listed:
    """What a list of activities gave, see ``reading.Read``."""

    kind: str
    runs: list[Derived] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_runs: list[str] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Add the row of an entry, or why it is left out."""
        if not is_run(entry.sport):
            what = entry.sport.partition("/")[0][:40] or "no sport is told"
            self.left.append((entry.name, f"not a run ({what})"))
            self.not_runs += [entry.file] if entry.file else []
            return
        minutes = entry.moving_min if entry.moving_min > 0 else entry.timer_min
        if entry.km * 1000 < SHORTEST_M or minutes * 60 < SHORTEST_S:
            metres, seconds = entry.km * 1000, minutes * 60
            self.left.append(
                (entry.name, f"too short to be a run ({metres:.0f} m in {seconds:.0f} s)")
            )
            return
        run = Derived(
            source=entry.name, start=entry.start, title=entry.title, note=entry.note,
            gear=entry.gear, file=entry.file, repaired=entry.repaired,
        )  # fmt: skip
        if entry.km > 0:
            run.put("distance_km", entry.km, 3)
        pace = minutes / entry.km if entry.km > 0 else nan
        if pace < PACES_MIN_PER_KM[0] or pace > PACES_MIN_PER_KM[1]:
            run.repaired.append(f"{minutes:.0f} min for {entry.km:.4g} km left out as impossible")
        else:
            run.put("duration_min", minutes)
        surface = entry.surface or surface_of(entry.sport)
        # A gain of 0 is a treadmill or a track without heights as often as a flat run, and what a
        # wrist climbs on a treadmill is the weather.
        if entry.gain_m > 0 and surface != "treadmill":
            run.put("elevation_gain_m", entry.gain_m, 0)
            if entry.loss_m < 0:
                run.repaired.append("a descent below 0 left out")
            run.put("elevation_loss_m", entry.loss_m if entry.loss_m >= 0 else nan, 0)
        if entry.cadence > 0:
            both = 2 if entry.cadence < BOTH_FEET_FROM else 1
            run.put("cadence_spm", both * entry.cadence, 0)
        elif minutes > 0:
            run.put("cadence_spm", entry.steps / minutes, 0)
        if surface:
            run.cells["surface"] = surface
        finish(run)
        self.runs.append(run)
