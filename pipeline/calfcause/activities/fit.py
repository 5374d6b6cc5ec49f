"""FIT: what watches record. One session a sport; the run in a triathlon is one of several."""

import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from math import nan
from typing import Any, BinaryIO

from calfcause.activities.contents import Activity, Lap, Points, grown, seconds_of
from calfcause.errors import ActivityError
from calfcause.texts import printable

_DEGREES = 180 / 2**31
# Altitude and speed are there twice, and the enhanced ones are finer.
_RECORD = {
    "distance", "enhanced_altitude", "altitude", "position_lat", "position_long", "cadence",
    "fractional_cadence", "timestamp",
}  # fmt: skip
_MESSAGES = {"record", "session", "lap", "activity", "sport"}


def read(stream: BinaryIO) -> list[Activity]:
    """Read the sessions of a FIT file, or of several in a row."""
    import fitdecode  # the extra activities

    messages: dict[str, list[dict[str, Any]]] = {name: [] for name in _MESSAGES}
    points, wrong = Points(), ""
    reader = fitdecode.FitReader(
        stream, check_crc=fitdecode.CrcCheck.WARN, error_handling=fitdecode.ErrorHandling.IGNORE
    )
    with warnings.catch_warnings(record=True) as caught, reader:
        warnings.simplefilter("always")
        try:
            for frame in reader:
                if frame.frame_type != fitdecode.FIT_FRAME_DATA or frame.name not in _MESSAGES:
                    continue
                if frame.name == "record":
                    _add(points, {f.name: f.value for f in frame.fields if f.name in _RECORD})
                else:
                    grown(messages[frame.name], {f.name: f.value for f in frame.fields})
        except ActivityError:
            raise
        # Damaged bytes make the decoder fail in many ways; what came before is sound.
        except Exception as error:
            wrong = f"the file breaks off ({printable(str(error))[:80]}); what came before is used"
    if not wrong and any("crc" in str(one.message).lower() for one in caught):
        wrong = "the checksum of the file is wrong; it is read all the same"
    sessions = messages["session"] or _made_up(messages, points)
    offset = _offset(messages["activity"])
    activities = [_activity(one, messages["lap"], points, offset) for one in sessions]
    for activity in activities:
        activity.repaired += [wrong] if wrong else []
    return activities


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else nan


def _moment(value: object) -> float:
    """Seconds since 1970, or since the watch was switched on if its clock was never set."""
    return seconds_of(value) if isinstance(value, datetime) else _number(value)


def _add(points: Points, record: Mapping[str, Any]) -> None:
    get = record.get
    altitude = _number(get("enhanced_altitude"))
    points.add(
        _moment(get("timestamp")),
        _number(get("distance")),
        altitude if altitude == altitude else _number(get("altitude")),
        _number(get("position_lat")) * _DEGREES,
        _number(get("position_long")) * _DEGREES,
        _number(get("cadence")) + _number(get("fractional_cadence") or 0.0),
        0,
    )


def _made_up(messages: Mapping[str, Any], points: Points) -> list[dict[str, Any]]:
    """The session of a file that ends before the watch has written one."""
    sport = messages["sport"][0] if messages["sport"] else {}
    return [{**sport, "start_time": points.rows[0][0]}] if len(points) else []


def _offset(activities: list[dict[str, Any]]) -> timezone:
    """The zone of the runner, from the local time that the watch writes beside that in UTC."""
    for one in activities:
        utc, local = one.get("timestamp"), one.get("local_timestamp")
        if isinstance(utc, datetime) and isinstance(local, datetime):
            quarters = round((local - utc) / timedelta(minutes=15))
            if abs(quarters) <= 14 * 4:
                return timezone(timedelta(minutes=15 * quarters)) if quarters else UTC
    return UTC


def _activity(
    session: Mapping[str, Any], laps: list[dict[str, Any]], points: Points, zone: timezone
) -> Activity:
    start, seconds = session.get("start_time"), _number(session.get("total_elapsed_time"))
    begin = _moment(start)
    # Without its elapsed time a session has all the points.
    end = begin + seconds + 1 if seconds == seconds else float("inf")
    own = Points()
    own.rows = [row for row in points.rows if not (row[0] < begin - 1 or row[0] > end)]
    kind = [session.get("sport"), session.get("sub_sport")]
    cadence = _number(session.get("avg_running_cadence", session.get("avg_cadence")))
    return Activity(
        sport="/".join(str(word) for word in kind if word not in (None, "generic")),
        start=start.astimezone(zone) if isinstance(start, datetime) else None,
        distance_m=_number(session.get("total_distance")),
        moving_s=_number(session.get("total_timer_time")),
        gain_m=_number(session.get("total_ascent")),
        loss_m=_number(session.get("total_descent")),
        cadence=cadence + _number(session.get("avg_fractional_cadence") or 0.0),
        laps=[
            Lap(
                metres=_number(lap.get("total_distance")),
                seconds=_number(lap.get("total_timer_time")),
            )
            for lap in laps
            if begin - 1 <= _moment(lap.get("start_time")) < end
        ],
        points=own,
    )
