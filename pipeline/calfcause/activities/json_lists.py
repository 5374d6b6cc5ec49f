"""JSON: the activities of the exports of Garmin and Polar accounts, the exercises of Fitbit."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from math import nan
from typing import Any

from calfcause.activities.listed import Entry, Listed
from calfcause.activities.sports import is_run
from calfcause.errors import ActivityError
from calfcause.sessions.time_forms import read_time
from calfcause.sessions.units import KM_PER_MILE
from calfcause.texts import counted, printable

_EXPORTED = re.compile(r'"summarizedActivitiesExport"\s*:')
_BLANKS = re.compile(r"\s*")
_LASTED = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_Maker = Callable[[Mapping[str, Any], str], Entry]


def read(data: bytes, name: str) -> Listed | None:
    """Read a JSON list of activities; None if it is of no kind that is known."""
    text = data.decode("utf-8-sig", errors="replace")
    exported = [found.end() for found in _EXPORTED.finditer(text)]
    listed = Listed(kind="Garmin account export" if exported else "")
    number = 0
    try:
        elements = chain.from_iterable(_elements(text, start) for start in exported or [0])
        for number, one in enumerate(elements, start=1):
            entry = f"{name} entry {number}"
            make = _garmin if exported else _maker(one, listed)
            if not make:
                return None if not listed.kind else listed
            if isinstance(one, dict):
                listed.add(make(one, entry))
            else:
                listed.left.append((entry, "it is no activity"))
    except (ValueError, RecursionError) as error:
        what = f"it is not whole JSON ({printable(str(error))[:80]})"
        if not number:
            raise ActivityError(what) from None
        listed.notes.append(
            f"{name}: {what}; {counted(number, 'entry', 'entries')} before that used"
        )
    return listed if listed.kind else None


def _elements(text: str, start: int) -> Iterator[Any]:
    """Decode the elements of a list one by one, or the only value; never all at once."""
    decoder = json.JSONDecoder()

    def after(place: int) -> int:
        return _BLANKS.match(text, place).end()  # type: ignore[union-attr]

    start = after(start)
    if not text.startswith("[", start):
        yield decoder.raw_decode(text, start)[0]
        return
    start = after(start + 1)
    while not text.startswith("]", start):
        element, start = decoder.raw_decode(text, start)
        yield element
        start = after(start)
        if text.startswith(",", start):
            start = after(start + 1)
        elif not text.startswith("]", start):
            raise ValueError(f"a comma is missing at letter {start:,}")


def _maker(one: object, listed: Listed) -> _Maker | None:
    """How to read an entry of a list without a name, by its keys."""
    keys = one.keys() if isinstance(one, dict) else set()
    if keys >= {"logId", "activityName", "startTime"}:
        listed.kind = "Fitbit"
    elif keys >= {"exercises", "startTime", "duration"}:
        listed.kind = "Polar account export"
    return {"Fitbit": _fitbit, "Polar account export": _polar}.get(listed.kind)


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


def _polar(one: Mapping[str, Any], name: str) -> Entry:
    """A session of one exercise; of a triathlon the first that is a run."""
    parts = one["exercises"] if isinstance(one["exercises"], list) else []
    parts = [part for part in parts if isinstance(part, dict)] or [{}]
    part = next((part for part in parts if is_run(_text(part, "sport"))), parts[0])
    whole = {**one, **part} if len(parts) > 1 else {**part, **one}
    read = read_time(_text(whole, "startTime"))
    lasted = _LASTED.fullmatch(_text(whole, "duration"))
    hours, minutes, seconds = (
        (float(number or 0) for number in lasted.groups()) if lasted else [nan] * 3
    )
    cadence = part.get("cadence")
    return Entry(
        name=name,
        sport=_text(part, "sport"),
        start=read.day_first if read else None,
        note=_text(one, "note"),
        km=_number(whole, "distance") / 1000,
        timer_min=60 * hours + minutes + seconds / 60,
        gain_m=_number(part, "ascent"),
        loss_m=_number(part, "descent"),
        cadence=_number(cadence, "avg") if isinstance(cadence, dict) else nan,
    )
