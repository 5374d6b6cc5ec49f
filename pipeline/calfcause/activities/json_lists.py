"""JSON: the activities of a Garmin account's export, and the exercises of Fitbit."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from math import nan
from typing import Any

from calfcause.activities.listed import Entry, Listed
from calfcause.errors import ActivityError
from calfcause.sessions.time_forms import read_time
from calfcause.sessions.units import KM_PER_MILE
from calfcause.texts import printable


def read(data: bytes, name: str) -> Listed | None:
    """Read a JSON list of activities; None if it is of no kind that is known."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ActivityError(f"it is not whole JSON ({printable(str(error))[:80]})") from None
    content = content if isinstance(content, list) else [content]
    dicts = [one for one in content if isinstance(one, dict)]
    exported = [
        one["summarizedActivitiesExport"] for one in dicts if "summarizedActivitiesExport" in one
    ]
    if exported:
        listed, make = Listed(kind="Garmin account export"), _garmin
        dicts = [one for part in exported if isinstance(part, list) for one in part]
    elif dicts and {"logId", "activityName", "startTime"} <= dicts[0].keys():
        listed, make = Listed(kind="Fitbit"), _fitbit
    else:
        return None
    for number, one in enumerate(dicts, start=1):
        entry = f"{name} entry {number}"
        if isinstance(one, dict):
            listed.add(make(one, entry))
        else:
            listed.left.append((entry, "it is no activity"))
    return listed


def _number(entry: Mapping[str, Any], key: str) -> float:
    value = entry.get(key)
    return float(value) if isinstance(value, int | float) and abs(value) < 1e15 else nan


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return printable(value) if isinstance(value, str) else ""


def _garmin(one: Mapping[str, Any], name: str) -> Entry:
    """Times in milliseconds, distance and climb in centimetres; local times look like UTC."""
    begin = _number(one, "beginTimestamp")
    utc = begin if begin == begin else _number(one, "startTimeGmt")
    local, start = _number(one, "startTimeLocal"), None
    if 0 < utc < 1e14:
        quarters = round((local - utc) / 900_000) if local == local else 0
        zone = timezone(timedelta(minutes=15 * quarters)) if abs(quarters) <= 56 else UTC
        start = datetime.fromtimestamp(utc / 1000, UTC).astimezone(zone) if utc < 4e12 else None
    return Entry(
        name=name,
        sport=_text(one, "activityType") or _text(one, "sportType"),
        start=start,
        title=_text(one, "name") or _text(one, "activityName"),
        note=_text(one, "description"),
        km=_number(one, "distance") / 100_000,
        moving_min=_number(one, "movingDuration") / 60_000,
        timer_min=_number(one, "duration") / 60_000,
        gain_m=_number(one, "elevationGain") / 100,
        loss_m=_number(one, "elevationLoss") / 100,
        cadence=_number(one, "avgRunCadence"),
        steps=_number(one, "steps"),
    )


def _fitbit(one: Mapping[str, Any], name: str) -> Entry:
    read = read_time(_text(one, "startTime"))
    # Its short dates have the month first, whatever the country.
    miles = _text(one, "distanceUnit").lower().startswith("mile")
    return Entry(
        name=name,
        sport=_text(one, "activityName"),
        start=read.month_first if read else None,
        km=_number(one, "distance") * (KM_PER_MILE if miles else 1.0),
        moving_min=_number(one, "activeDuration") / 60_000,
        timer_min=_number(one, "duration") / 60_000,
        gain_m=_number(one, "elevationGain"),
        steps=_number(one, "steps"),
    )
