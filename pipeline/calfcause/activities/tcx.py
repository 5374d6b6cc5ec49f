"""TCX: activities of laps, which hold totals and points."""

from math import nan
from typing import BinaryIO

from calfcause.activities.contents import Activity, Lap, grown
from calfcause.activities.gpx import number, time_of
from calfcause.activities.xml import walk
from calfcause.texts import printable

_POINT = {
    "AltitudeMeters": "altitude", "DistanceMeters": "distance", "LatitudeDegrees": "latitude",
    "LongitudeDegrees": "longitude", "Cadence": "cadence", "RunCadence": "cadence",
}  # fmt: skip


def read(stream: BinaryIO) -> list[Activity]:
    """Read the activities of a TCX file."""
    activities: list[Activity] = []
    point: dict[str, float] = {}

    def begin(path: list[str], attributes: dict[str, str]) -> None:
        if path[-1] == "Activity":
            grown(activities, Activity(sport=attributes.get("Sport", "")))
        elif path[-1] == "Lap" and activities:
            grown(activities[-1].laps, Lap())
        elif path[-1] == "Trackpoint":
            point.clear()

    def end(path: list[str], text: str) -> None:
        if not activities:
            return
        name, parent, activity = path[-1], path[-2] if len(path) > 1 else "", activities[-1]
        if name == "Trackpoint":
            one = point.get
            activity.points.add(
                one("time", nan), one("distance", nan), one("altitude", nan), one("latitude", nan),
                one("longitude", nan), one("cadence", nan), 0,
            )  # fmt: skip
        elif "Trackpoint" in path:
            if name == "Time":
                point["time"] = time_of(text)
            elif name in _POINT:
                point[_POINT[name]] = number(text)
        elif parent == "Lap" and activity.laps:
            if name == "TotalTimeSeconds":
                activity.laps[-1].seconds = number(text)
            elif name == "DistanceMeters":
                activity.laps[-1].metres = number(text)
        elif name == "Notes" and parent == "Activity":
            activity.note = printable(text)

    wrong = walk(stream, begin, end)
    for activity in activities:
        if wrong:
            activity.repaired.append(f"the file {wrong}; the points before that are used")
        elif activity.laps:
            activity.distance_m = sum(lap.metres for lap in activity.laps)
            activity.moving_s = sum(lap.seconds for lap in activity.laps)
    return activities
