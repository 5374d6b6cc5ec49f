"""GPX: tracks of points; distance and times are derived, since GPX has no totals."""

import re
from math import nan
from typing import BinaryIO

from calfcause.activities.contents import Activity, grown, seconds_of
from calfcause.activities.xml import walk
from calfcause.sessions.time_forms import read_time
from calfcause.texts import printable

# Tracks this close together are one activity, cut by pauses. Assumed.
LONGEST_PAUSE_S = 3600
_CLOCK = re.compile(r"T?([0-9]{1,2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)Z?")


def number(text: str) -> float:
    """The number that a machine wrote, NaN if it is none."""
    try:
        return float(text)
    except ValueError:
        return nan


def time_of(text: str) -> float:
    """Seconds since 1970 of a time that a machine wrote, or of the day if it has no date."""
    read = read_time(text)
    if read and read.day_first:
        return seconds_of(read.day_first)
    clock = _CLOCK.fullmatch(text)
    parts = [float(part) for part in clock.groups()] if clock else [nan] * 3
    return 3600 * parts[0] + 60 * parts[1] + parts[2]


def read(stream: BinaryIO) -> list[Activity]:
    """Read the tracks of a GPX file."""
    tracks: list[Activity] = []
    point: dict[str, float] = {}
    file_title, segment = "", 0

    def begin(path: list[str], attributes: dict[str, str]) -> None:
        nonlocal segment, point
        if path[-1] == "trk":
            grown(tracks, Activity())
        elif path[-1] == "trkseg":
            segment += 1
        elif path[-1] == "trkpt":
            point = {name: number(attributes.get(name, "")) for name in ("lat", "lon")}

    def end(path: list[str], text: str) -> None:
        nonlocal file_title
        name, parent = path[-1], path[-2] if len(path) > 1 else ""
        if name == "trkpt" and tracks:
            one = point.get
            tracks[-1].points.add(
                one("time", nan), nan, one("ele", nan), one("lat", nan), one("lon", nan),
                one("cad", nan), segment,
            )  # fmt: skip
        elif name == "time" and parent == "trkpt":
            point["time"] = time_of(text)
        elif name == "ele":
            point["ele"] = number(text)
        elif name in ("cad", "cadence"):
            point["cad"] = number(text)
        elif parent == "trk" and tracks:
            track = tracks[-1]
            if name == "type":
                track.sport = text
            elif name == "name":
                track.title = printable(text)
            elif name in ("desc", "cmt") and not track.note:
                track.note = printable(text)
        elif name == "name" and parent == "metadata":
            file_title = printable(text)

    wrong = walk(stream, begin, end)
    joined: list[Activity] = []
    for track in tracks:
        track.title = track.title or file_title
        if joined and _follows(joined[-1], track):
            joined[-1].points.rows += track.points.rows
        elif len(track.points):
            joined.append(track)
    for track in joined:
        track.repaired += [f"the file {wrong}; the points before that are used"] if wrong else []
    return joined


def _follows(first: Activity, then: Activity) -> bool:
    if not len(then.points) or first.sport != then.sport:
        return not len(then.points)
    return bool(0 <= then.points.rows[0][0] - first.points.rows[-1][0] <= LONGEST_PAUSE_S)
