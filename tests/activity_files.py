"""Made-up runs, written as every format that an import reads."""

import csv
import io
import json
import math
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
LATITUDE, LONGITUDE, METRES_PER_DEGREE = 52.0, 13.0, 111_195.0


@dataclass(kw_only=True)
class MadeRun:
    """A run to the north at a steady speed over regular hills, with a faster kilometre."""

    start: datetime = START
    seconds: int = 1800
    speed: float = 2.8
    fast: float = 4.0  # speed from metre 2,000 to 3,000
    hill_m: float = 20.0
    hills: int = 4
    cadence: int = 84  # of one leg
    sport: str = "running"
    sub_sport: int = 0
    title: str = "Morning Run"
    rows: list[tuple[int, float, float]] = field(default_factory=list)  # second, metres, altitude

    def __post_init__(self):
        metres = 0.0
        for second in range(self.seconds + 1):
            self.rows.append((second, metres, 0.0))
            metres += self.fast if 2000 <= metres < 3000 else self.speed
        turn = 2 * math.pi * self.hills / self.metres
        self.rows = [
            (second, far, 100 + self.hill_m / 2 * (1 - math.cos(turn * far)))
            for second, far, _ in self.rows
        ]

    @property
    def metres(self):
        return self.rows[-1][1]

    @property
    def gain(self):
        return self.hill_m * self.hills


def hilly_run():
    """The recording in data/hilly-run.gpx."""
    run = MadeRun(
        seconds=3240, speed=2.7, fast=2.9, hills=16, hill_m=32, title="Hills with friends"
    )
    run.rows = run.rows[::15]
    return run


def latitude(far):
    return LATITUDE + far / METRES_PER_DEGREE


def at(run, second):
    return (run.start + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def gpx(run, *, prefix=True):
    points = "".join(
        f'<trkpt lat="{latitude(far):.8f}" lon="{LONGITUDE}"><ele>{high:.2f}</ele>'
        f"<time>{at(run, second)}</time><extensions><x:cad>{run.cadence}</x:cad>"
        "</extensions></trkpt>"
        for second, far, high in run.rows
    )
    declared = ' xmlns:x="http://x"' if prefix else ""
    return (
        f'<?xml version="1.0"?><gpx version="1.1"{declared}><trk><name>{run.title}</name>'
        f"<type>{run.sport}</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def tcx(run):
    points = "".join(
        f"<Trackpoint><Time>{at(run, second)}</Time><Position><LatitudeDegrees>{latitude(far):.8f}"
        f"</LatitudeDegrees><LongitudeDegrees>{LONGITUDE}</LongitudeDegrees></Position>"
        f"<AltitudeMeters>{high:.2f}</AltitudeMeters><DistanceMeters>{far:.2f}</DistanceMeters>"
        f"<Extensions><TPX><RunCadence>{run.cadence}</RunCadence></TPX></Extensions></Trackpoint>"
        for second, far, high in run.rows
    )
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase><Activities>'
        f'<Activity Sport="{run.sport.title()}"><Id>{at(run, 0)}</Id>'
        f'<Lap StartTime="{at(run, 0)}"><TotalTimeSeconds>{run.seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{run.metres:.2f}</DistanceMeters><Track>{points}</Track></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


# FIT: fields of each message as number, size and base type, and how a value is packed.
_U32, _S32, _U16, _U8, _ENUM = (
    (4, 0x86, "I"),
    (4, 0x85, "i"),
    (2, 0x84, "H"),
    (1, 2, "B"),
    (1, 0, "B"),
)
_FIELDS = {
    0: ((0, _ENUM),),
    20: ((253, _U32), (0, _S32), (1, _S32), (2, _U16), (5, _U32), (4, _U8)),
    19: ((253, _U32), (2, _U32), (7, _U32), (8, _U32), (9, _U32)),
    18: (
        (253, _U32), (2, _U32), (7, _U32), (8, _U32), (9, _U32), (22, _U16), (23, _U16),
        (5, _ENUM), (6, _ENUM), (18, _U8),
    ),
    34: ((253, _U32), (5, _U32), (1, _U16)),
}  # fmt: skip
_SPORTS = {"running": 1, "cycling": 2, "swimming": 5}


def _crc(data):
    table = (0x0, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
             0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)  # fmt: skip
    crc = 0
    for byte in data:
        for nibble in (byte & 15, byte >> 4):
            crc = (crc >> 4 & 0xFFF) ^ table[crc & 15] ^ table[nibble]
    return crc


def fit(*runs, zone=timedelta(hours=2)):
    """A FIT file with a session for each run."""
    body = b""
    for local, (number, fields) in enumerate(_FIELDS.items()):
        body += struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
        body += b"".join(struct.pack("<BBB", field, *kind[:2]) for field, kind in fields)
    places = list(_FIELDS)

    def message(number, *values):
        kinds = "".join(kind[2] for _, kind in _FIELDS[number])
        return struct.pack(f"<B{kinds}", places.index(number), *values)

    body += message(0, 4)
    for run in runs:
        begin = int((run.start - FIT_EPOCH).total_seconds())
        turn = 2**31 / 180
        for second, far, high in run.rows:
            body += message(
                20, begin + second, round(latitude(far) * turn), round(LONGITUDE * turn),
                round((high + 500) * 5), round(far * 100), run.cadence,
            )  # fmt: skip
        end, ms, cm = begin + run.seconds, run.seconds * 1000, round(run.metres * 100)
        body += message(19, end, begin, ms, ms, cm)
        climb = round(run.gain)
        body += message(
            18, end, begin, ms, ms, cm, climb, climb, _SPORTS[run.sport], run.sub_sport, run.cadence
        )
    body += message(34, end, end + int(zone.total_seconds()), len(runs))
    head = struct.pack("<BBHI4s", 14, 0x10, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", _crc(head)) + body
    return whole + struct.pack("<H", _crc(whole))


STRAVA_HEADER = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Activity Gear,Filename,Elapsed Time,Moving Time,Distance,Max Speed,"
    "Average Speed,Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,"
    "Average Cadence"
)


def strava(rows):
    """The activities.csv of a bulk export, of runs with their type, file, shoe and description."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(STRAVA_HEADER.split(","))
    for number, (run, kind, name, shoe, told) in enumerate(rows, start=1):
        writer.writerow(
            [
                number, run.start.strftime("%b %d, %Y, %I:%M:%S %p"), run.title, kind, told,
                run.seconds + 60, f"{run.metres / 1000:.2f}", "", shoe, name, run.seconds + 60.0,
                float(run.seconds), f"{run.metres:.1f}", 5.5, 2.8, float(run.gain),
                float(run.gain), 100, 120, 46.6, float(run.cadence),
            ]
        )  # fmt: skip
    return text.getvalue().encode()


def garmin(header, rows):
    """A list of activities of Garmin Connect with cells by position."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def apple(run, route=""):
    """An export.xml with a run, and heart beats that are passed over."""
    reference = f'<WorkoutRoute><FileReference path="{route}"/></WorkoutRoute>' if route else ""
    return (
        "<?xml version='1.0'?><!DOCTYPE HealthData [<!ELEMENT HealthData (Record|Workout)*>]>"
        '<HealthData><Record type="HeartRate" value="120"/>'
        '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" '
        f'duration="{run.seconds / 60}" durationUnit="min" '
        f'startDate="{run.start:%Y-%m-%d %H:%M:%S} +0000">'
        f'<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" '
        f'sum="{run.metres}" unit="m"/>'
        f'<MetadataEntry key="HKElevationAscended" value="{run.gain * 100:.0f} cm"/>{reference}'
        '</Workout><Workout workoutActivityType="HKWorkoutActivityTypeWalking" duration="30"/>'
        "</HealthData>"
    ).encode()


def garmin_account(run):
    milliseconds = int(run.start.timestamp() * 1000)
    return json.dumps(
        [
            {
                "summarizedActivitiesExport": [
                    {
                        "activityType": "running", "name": run.title, "distance": run.metres * 100,
                        "beginTimestamp": milliseconds, "startTimeLocal": milliseconds + 7_200_000,
                        "duration": run.seconds * 1000.0, "elevationGain": run.gain * 100.0,
                        "avgRunCadence": float(run.cadence),
                    },
                    {"activityType": "cycling", "distance": 4e6, "duration": 3.6e6},
                ]
            }
        ]
    ).encode()  # fmt: skip


def fitbit(run):
    return json.dumps(
        [
            {
                "logId": 1, "activityName": "Run",
                "startTime": run.start.strftime("%m/%d/%y %H:%M:%S"),
                "distance": run.metres / 1609.344, "distanceUnit": "Mile",
                "activeDuration": run.seconds * 1000, "steps": run.seconds * run.cadence // 30,
                "elevationGain": run.gain,
            }
        ]
    ).encode()  # fmt: skip
