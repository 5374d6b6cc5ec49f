"""Apple Health: the workouts of an export.xml; their routes are GPX files beside it."""

from math import nan
from typing import BinaryIO

from calfcause.activities.gpx import number
from calfcause.activities.listed import Entry, Listed
from calfcause.activities.xml import walk
from calfcause.sessions.time_forms import read_time
from calfcause.sessions.units import FEET_PER_METRE, KM_PER_MILE
from calfcause.texts import printable

_KIND = "HKWorkoutActivityType"
_KM = {"km": 1.0, "m": 0.001, "cm": 0.00001, "mi": KM_PER_MILE, "ft": 0.001 / FEET_PER_METRE}
_MINUTES = {"min": 1.0, "s": 1 / 60, "sec": 1 / 60, "hr": 60.0, "h": 60.0}
_DISTANCE = "HKQuantityTypeIdentifierDistanceWalkingRunning"
_STEPS = "HKQuantityTypeIdentifierStepCount"


def read(stream: BinaryIO, name: str) -> Listed:
    """Read the workouts of an export.xml, however long it is."""
    listed = Listed(kind="Apple Health")
    entries: list[Entry] = []

    def begin(path: list[str], given: dict[str, str]) -> None:
        get = given.get
        if path[-1] == "Workout":
            entries.append(
                _entry(given, f"{name} workout {len(listed.runs) + len(listed.left) + 1}")
            )
        elif not entries or "Workout" not in path:
            return
        elif path[-1] == "WorkoutStatistics":
            if get("type") == _DISTANCE:
                entries[-1].km = number(get("sum", "")) * _KM.get(get("unit", ""), nan)
            elif get("type") == _STEPS:
                entries[-1].steps = number(get("sum", ""))
        elif path[-1] == "MetadataEntry":
            value, _, unit = get("value", "").partition(" ")
            if get("key") == "HKElevationAscended":
                entries[-1].gain_m = number(value) * 1000 * _KM.get(unit, nan)
            elif get("key") == "HKIndoorWorkout" and value == "1":
                entries[-1].surface = "treadmill"
        elif path[-1] == "FileReference":
            entries[-1].file = printable(get("path", "")).lstrip("/")

    def end(path: list[str], _: str) -> None:
        if path[-1] == "Workout" and entries:
            listed.add(entries.pop())

    if wrong := walk(stream, begin, end):
        listed.notes.append(f"{name}: the file {wrong}; the workouts before that are used")
    return listed


def _entry(given: dict[str, str], name: str) -> Entry:
    read = read_time(given.get("startDate", ""))
    unit = given.get("totalDistanceUnit", "km")
    return Entry(
        name=name,
        sport=given.get("workoutActivityType", "").removeprefix(_KIND),
        start=read.day_first if read else None,
        km=number(given.get("totalDistance", "")) * _KM.get(unit, nan),
        timer_min=number(given.get("duration", ""))
        * _MINUTES.get(given.get("durationUnit", "min"), nan),
    )
