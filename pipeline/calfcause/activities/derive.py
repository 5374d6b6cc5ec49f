"""One place for what a recording says of a run: its cells, and which of them are guesses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from calfcause.activities.contents import Activity
from calfcause.activities.session_guess import session_of, session_told
from calfcause.activities.soreness import sore_phrase
from calfcause.activities.sports import is_run, surface_of
from calfcause.activities.track import (
    FARTHEST_M,
    FASTEST_MIN_PER_KM,
    METRES_PER_DEGREE,
    STEEPEST_PCT,
    Track,
    cadence_of,
    fastest_min_per_km,
    gain_and_loss,
    moving_s,
    steepest_pct,
    track_of,
)
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.terrain import terrain_of

# Assumed: shorter recordings are a watch that was tried out.
SHORTEST_M, SHORTEST_S = 100.0, 15.0
# Assumed: a sport that is not told is running between a brisk walk and a racing pace.
RUNNING_M_PER_S = (1.9, 6.0)
TRACK_M, LAPS_ON_TRACK = 220.0, 4  # a standard track is 177 m long, GPS errors added


@dataclass(kw_only=True)
class Derived:
    """A run as a row: cells by column, and what is to be told of them."""

    source: str
    start: datetime | None = None
    title: str = ""
    note: str = ""
    gear: str = ""
    file: str = ""  # the recording that an entry of a list is of
    cells: dict[str, float | str] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)  # why, by column
    repaired: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # other records of the same run
    rank: int = 0  # how much its source is to be believed where two record the same run

    def put(self, name: str, number: float, digits: int = 2) -> None:
        """Fill a cell, if the number is one that its column allows."""
        column = COLUMNS[name]
        if column.low <= number <= column.high:
            self.cells[name] = round(number, digits)
        elif np.isfinite(number) and number != 0:
            self.repaired.append(f"{name} of {number:.4g} is impossible and left out")

    def guess(self, name: str, word: float | str, why: str) -> None:
        """Fill a cell that nothing else has filled, and say that it is a guess."""
        if word != "" and name not in self.cells:
            self.cells[name], self.guessed[name] = word, why


def derive(activity: Activity, source: str, rank: int) -> Derived | str:
    """Make a row of a recorded activity, or say why it is left out."""
    running = is_run(activity.sport)
    if running is False:
        return f"not a run ({activity.sport.partition('/')[0][:40]})"
    track = track_of(activity.points.arrays())
    along = float(track.distance[-1]) if len(track.distance) else 0.0
    metres = activity.distance_m if 0 < activity.distance_m <= FARTHEST_M else along
    seconds = activity.moving_s if 0 < activity.moving_s <= 360_000 else moving_s(track)
    if not len(track.time) and not metres:
        return "its points have no times, as those of a planned route, and it has no totals"
    if metres < SHORTEST_M or seconds < SHORTEST_S:
        return f"too short to be a run ({metres:.0f} m in {seconds:.0f} s)"
    run = Derived(
        source=source, rank=rank, start=activity.start or _start(track), title=activity.title,
        note=activity.note, gear=activity.gear, repaired=[*activity.repaired, *track.repaired],
    )  # fmt: skip
    if running is None:
        if not RUNNING_M_PER_S[0] <= metres / seconds <= RUNNING_M_PER_S[1]:
            return "its sport is not told, and its pace is not that of a run"
        run.guessed["sport"] = "the sport is not told, but the pace is that of a run"
    run.put("distance_km", metres / 1000, 3)
    run.put("duration_min", seconds / 60)
    run.put("cadence_spm", cadence_of(track.cadence, activity.cadence), 0)
    surface = surface_of(activity.sport)
    if surface != "treadmill":  # what climbs there is the weather, or a picture on a screen
        _put_climb(run, activity, track)
    fastest = fastest_min_per_km(track)
    if fastest >= FASTEST_MIN_PER_KM:
        run.put("fastest_pace_min_per_km", fastest)
    elif fastest == fastest:
        run.repaired.append(f"a kilometre in {fastest:.1f} min left out")
    if surface:
        run.cells["surface"] = surface
    elif _on_track(track):
        run.guess("surface", "track", "all of it is within the length of a track")
    finish(run)
    run.guess("session_type", *session_of(activity.laps, track))
    return run


def finish(run: Derived) -> None:
    """Add what follows from the cells and the words of a run, however they came."""
    climb, km = run.cells.get("elevation_gain_m"), run.cells.get("distance_km")
    if isinstance(climb, float) and isinstance(km, float) and km >= 1:
        run.guess("terrain", terrain_of(climb / km), f"{climb / km:.1f} m of climb per km")
    kind, why = session_told(f"{run.title}\n{run.note}")
    if kind and "session_type" in run.guessed:  # what a title says beats the spread of pace
        del run.cells["session_type"]
    run.guess("session_type", kind, why)
    if phrase := sore_phrase(f"{run.title}\n{run.note}"):
        run.guess(SORE_LABEL, 1, f"“{phrase}”")


def _put_climb(run: Derived, activity: Activity, track: Track) -> None:
    gain, loss = gain_and_loss(track)
    # A device that counts no climb at all while its own altitudes climb has not counted.
    counted = activity.gain_m >= 0 and not (activity.gain_m == 0 < gain)
    run.put("elevation_gain_m", activity.gain_m if counted else gain, 0)
    counted = activity.loss_m >= 0 and not (activity.loss_m == 0 < loss)
    run.put("elevation_loss_m", activity.loss_m if counted else loss, 0)
    grade = steepest_pct(track)
    if grade <= STEEPEST_PCT:
        run.put("max_grade_pct", grade, 1)
    elif grade == grade:
        run.repaired.append(f"a grade of {grade:.0f} % left out")


def _start(track: Track) -> datetime | None:
    # Clocks that were never set count from a day long before any watch with a memory.
    if not len(track.time) or track.time[0] < 7e8:
        return None
    return datetime.fromtimestamp(float(track.time[0]), UTC)


def _on_track(track: Track) -> bool:
    known = np.isfinite(track.latitude)
    if known.sum() < 0.5 * len(known) or not known.any():
        return False
    latitude, longitude = track.latitude[known], track.longitude[known]
    high = np.ptp(latitude) * METRES_PER_DEGREE
    wide = np.ptp(longitude) * METRES_PER_DEGREE * np.cos(np.radians(latitude.mean()))
    inside = bool(np.hypot(high, wide) <= TRACK_M)
    return inside and float(track.distance[-1]) >= LAPS_ON_TRACK * 400
