"""What a stream of points says: distance, moving time, climb, grade, fastest kilometre, cadence."""

from dataclasses import dataclass, field
from math import nan

import numpy as np

from calfcause.types import Array, Bools

EARTH_M, METRES_PER_DEGREE = 6_371_008.8, 111_195.0
# World record pace over 1 km is 2.2 min/km, and the fastest sprinter reaches 12.4 m/s.
FASTEST_M_PER_S, FASTEST_MIN_PER_KM = 13.0, 2.2
CATCH_UP_M = 50.0  # assumed: a position that hung may catch up at once
# The shore of the Dead Sea and the top of Everest, with some way for sensors.
LOWEST_M, HIGHEST_M = -450.0, 9000.0
# Of files without a timer, such as GPX: a step counts as moving if it is short and fast enough.
LONGEST_STEP_S, SLOWEST_M_PER_S = 30.0, 0.5
# A climb counts from 3 m on, of altitudes smoothed by a running median of 5.
HYSTERESIS_M, MEDIAN_OF = 3.0, 5
FAR_APART_S = 15.0  # assumed: among points so far apart a median would take hills for noise
HELD_M, GRID_M, FARTHEST_M = 100.0, 10.0, 500_000.0
STEEPEST_PCT = 60.0  # assumed: a steeper grade held over 100 m is an error of the altitudes
# Watches count one leg, some exporters both; see docs/imports.md.
BOTH_FEET_FROM = 120.0
DAY_S = 86_400.0


@dataclass(kw_only=True)
class Track:
    """A stream in order: seconds, metres from the start, altitudes without noise, cadence."""

    time: Array
    distance: Array
    altitude: Array
    latitude: Array
    longitude: Array
    cadence: Array
    repaired: list[str] = field(default_factory=list)


def track_of(points: dict[str, Array]) -> Track:
    """Put a stream in order and measure along it."""
    repaired: list[str] = []
    keep = _in_order(points["time"])
    if left := int((~keep & np.isfinite(points["time"])).sum()):
        repaired.append(f"{left} points out of the order of time left out")
    time, altitude, latitude, longitude, device, cadence, segment = (
        points[name][keep]
        for name in (
            "time", "altitude", "latitude", "longitude", "distance", "cadence", "segment"
        )
    )  # fmt: skip
    wild = (altitude < LOWEST_M) | (altitude > HIGHEST_M)
    if wild.any():
        repaired.append(f"{int(wild.sum())} impossible altitudes left out")
    altitude[wild] = nan
    wild = (abs(latitude) > 90) | (abs(longitude) > 180) | ((latitude == 0) & (longitude == 0))
    wild |= ~np.isfinite(latitude + longitude)
    latitude[wild] = longitude[wild] = nan
    known = np.isfinite(device)
    if known.sum() >= 0.5 * len(known) and known.sum() > 1 and np.ptp(device[known]) > 0:
        steps = np.diff(np.interp(time, time[known], device[known])).clip(0)
    else:
        known = np.isfinite(latitude)
        steps = _steps(latitude, longitude, known)
        steps[np.diff(segment) != 0] = 0.0
    jumps = steps > FASTEST_M_PER_S * np.diff(time).clip(1) + CATCH_UP_M
    if jumps.any():
        repaired.append(f"{int(jumps.sum())} jumps of the position left out")
    steps[jumps] = 0.0
    distance = np.concatenate([[0.0], np.cumsum(steps)])[: len(time)]
    return Track(
        time=time, distance=distance, altitude=_smoothed(altitude, time), latitude=latitude,
        longitude=longitude, cadence=cadence, repaired=repaired,
    )  # fmt: skip


def _in_order(time: Array) -> Bools:
    """The points that go on in time; where a clock jumped, those of the longer part."""
    places = np.flatnonzero(np.isfinite(time))
    if not len(places):
        return np.zeros(len(time), bool)
    jump = abs(np.diff(time[places])) > DAY_S
    parts = np.split(places, np.flatnonzero(jump) + 1)
    places = max(parts, key=len)
    keep = np.zeros(len(time), bool)
    before = np.concatenate([[-np.inf], np.maximum.accumulate(time[places])[:-1]])
    keep[places[time[places] >= before]] = True
    return keep


def _steps(latitude: Array, longitude: Array, known: Bools) -> Array:
    """Great-circle metres between points; a point without a position adds to the next one."""
    steps = np.zeros(max(len(latitude) - 1, 0))
    places = np.flatnonzero(known)
    phi, lam = np.radians(latitude[places]), np.radians(longitude[places])
    half = (
        np.sin(np.diff(phi) / 2) ** 2
        + np.cos(phi[1:]) * np.cos(phi[:-1]) * np.sin(np.diff(lam) / 2) ** 2
    )
    steps[places[1:] - 1] = 2 * EARTH_M * np.arcsin(np.sqrt(half.clip(0, 1)))
    return steps


def _smoothed(altitude: Array, time: Array) -> Array:
    """Altitudes by a running median of 5; gaps are bridged if half of the points have one."""
    known = np.isfinite(altitude)
    if known.sum() < max(2, 0.5 * len(altitude)):
        return np.full(len(altitude), nan)
    whole = np.interp(np.arange(len(altitude)), np.flatnonzero(known), altitude[known])
    if np.median(np.diff(time)) > FAR_APART_S:
        return whole
    padded = np.pad(whole, MEDIAN_OF // 2, mode="edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_OF), axis=1)


def moving_s(track: Track) -> float:
    """The time of steps that are short and fast enough to be moving."""
    seconds, metres = np.diff(track.time), np.diff(track.distance)
    # Some watches save power with a point a minute.
    longest = max(LONGEST_STEP_S, 3 * float(np.median(seconds))) if len(seconds) else 0.0
    moving = (seconds <= longest) & (metres >= SLOWEST_M_PER_S * seconds)
    return float(seconds[moving].sum())


def turns_of(altitude: Array) -> list[int]:
    """Where a climb or a descent of 3 m or more begins and ends; nothing on a flat track."""
    heights = altitude.tolist()
    turns: list[int] = []
    low = high = last = way = 0  # the way is 1 uphill and -1 downhill
    for place, height in enumerate(heights):
        if not way:
            low = place if height < heights[low] else low
            high = place if height > heights[high] else high
            if height - heights[low] >= HYSTERESIS_M:
                way, turns, last = 1, [low], place
            elif heights[high] - height >= HYSTERESIS_M:
                way, turns, last = -1, [high], place
        elif (height - heights[last]) * way >= 0:
            last = place
        elif (heights[last] - height) * way >= HYSTERESIS_M:
            turns.append(last)
            way, last = -way, place
    return [*turns, last] if way else []


def gain_and_loss(track: Track) -> tuple[float, float]:
    """Metres up and down; NaN without altitudes."""
    if not len(track.altitude) or np.isnan(track.altitude[0]):
        return nan, nan
    rises = np.diff(track.altitude[turns_of(track.altitude)])
    return float(rises[rises > 0].sum()), float(abs(rises[rises < 0].sum()))


def steepest_pct(track: Track) -> float:
    """The steepest climb held over 100 m in percent; NaN if there is none of 3 m."""
    known = len(track.altitude) and not np.isnan(track.altitude[0])
    if not known or not HELD_M <= track.distance[-1] <= FARTHEST_M:
        return nan
    far, places = np.unique(track.distance, return_index=True)
    grid = np.arange(0.0, track.distance[-1], GRID_M)
    heights = np.interp(grid, far, track.altitude[places])
    held = int(HELD_M / GRID_M)
    rises = heights[held:] - heights[:-held]
    steepest = float(rises.max()) if len(rises) else nan
    return steepest / HELD_M * 100 if steepest >= HYSTERESIS_M else nan


def fastest_min_per_km(track: Track) -> float:
    """The least clock time over any 1,000 m; a pause inside counts. NaN on a shorter run."""
    far, first = np.unique(track.distance, return_index=True)
    if not len(far) or far[-1] < 1000:
        return nan
    last = np.append(first[1:], len(track.time)) - 1
    arrive, leave = track.time[first], track.time[last]

    def when(metres: Array, *, leaving: bool) -> Array:
        """When a distance is reached or left, on a straight line between points."""
        place = np.searchsorted(far, metres).clip(1, len(far) - 1)
        share = (metres - far[place - 1]) / (far[place] - far[place - 1])
        times = leave[place - 1] + share * (arrive[place] - leave[place - 1])
        if leaving:
            at_point = far[place] == metres
            times[at_point] = leave[place[at_point]]
        return np.asarray(times)

    begin, end = far[far <= far[-1] - 1000], far[far >= 1000]
    times = [when(begin + 1000, leaving=False) - leave[: len(begin)]]
    times.append(arrive[len(far) - len(end) :] - when(end - 1000, leaving=True))
    return float(np.concatenate(times).min()) / 60


def cadence_of(recorded: Array, device: float) -> float:
    """Steps a minute of both feet: the mean while stepping, or else what the device says."""
    stepping = recorded[recorded > 0]
    mean = float(stepping.mean()) if len(stepping) >= 0.1 * len(recorded) > 0 else device
    return 2 * mean if 0 < mean < BOTH_FEET_FROM else mean
