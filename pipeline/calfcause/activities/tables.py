"""Read a list of activities that is a table: its format, its numbers, its units, its dates."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan

import numpy as np

from calfcause.activities.formats import (
    FORMATS,
    GARMIN,
    SAMSUNG_PREFIX,
    STRAVA,
    STRAVA_AFTER,
    STRAVA_FIRST,
    Format,
)
from calfcause.activities.listed import Entry, Listed
from calfcause.activities.sports import is_run, plain, surface_of
from calfcause.errors import SchemaError
from calfcause.sessions.dates import times_of
from calfcause.sessions.layout import DELIMITERS, any_length
from calfcause.sessions.names import UNIT_OF_WORD
from calfcause.sessions.numbers import decimal_of, number_in, only, without_thousands
from calfcause.sessions.schema import Column
from calfcause.sessions.time_forms import UNREADABLE, read_time
from calfcause.sessions.units import FEET_PER_METRE, KM_PER_MILE
from calfcause.texts import printable

_COUNTED = ("distance", "gain", "loss", "cadence", "steps", "stride")
_TIMED = ("timer", "moving")
_PLAIN = Column(name="number", group="run", kind="number", meaning="", high=1e7, low=-1e7)
_MINUTES = Column(name="time", group="run", kind="number", meaning="", unit="min", high=1e7)
_TWO_PARTS = re.compile(r"[0-9]{1,3}:[0-5][0-9]")
_UNIT = re.compile(r"(.*?)\s*[(\[]([a-z/]+)[)\]]")
_STRAVA_FILE = re.compile(r"activities/[^/]+\.(gpx|tcx|fit)(\.gz)?$")
# Danes write 06.30.00, which else looks like a date.
_DOTTED = re.compile(r"(?<=[0-9]\s)([0-9]{1,2})\.([0-9]{2})(?:\.([0-9]{2}))?$")
_Found = tuple[Format, dict[str, int], dict[str, float]]
_ZONE = re.compile(r"UTC([+-])([01][0-9]):?([0-5][0-9])")
_SIZE = {"km": 1.0, "mi": KM_PER_MILE, "m": 1.0, "ft": 1 / FEET_PER_METRE}
# How far one is from the other where an account is in miles; feet are beside them.
STRIDE_IN_MILES = (1.45, 1.80)
# Assumed: nobody makes shorter steps on the median run.
SHORTEST_STEP_M = 0.72
FASTEST_KM_PER_MIN = 0.5
# Races by words of titles, and how long their distance comes out at most (assumed).
_RACED = (
    (r"\b(half|halb|semi|halve|media|mezza|meia|halv|pol)\W?marat", 21.0975),
    (r"\bmarat[ho]+n\w*\b(?! training| block| prep| plan| pace)", 42.195),
    (r"\b10 ?k(m)?\b", 10.0),
    (r"\bparkrun\b|\b5 ?k(m)?\b", 5.0),
)
RACED_LONG = 1.05


def is_known(head: bytes) -> bool:
    """Whether the first bytes of a table are of a format that is known."""
    try:
        return format_of(*_table(head)) is not None
    except SchemaError:
        return False


def read(data: bytes, name: str, *, miles: bool = False) -> Listed | None:
    """Read a table of activities; None if its header is of no format that is known.

    miles : whether it is in miles if it does not tell
    """
    header, rows = _table(data)
    found = format_of(header, rows)
    if found is None:
        return None
    form, places, factors = found
    listed = Listed(kind=form.title)
    cells = [
        {field: row[at].strip() if at < len(row) else "" for field, at in places.items()}
        for row in (rows[:1] if form.one else rows)
        if any(row)
    ]
    for row in cells:
        start = f"{row.get('day', '')} {row['start']}".strip()
        row["start"] = _DOTTED.sub(lambda at: ":".join(filter(None, at.groups())), start)
        row["sport"] = form.sports.get(row["sport"], row["sport"])
    mark = (
        only(
            decimal_of((_PLAIN, row[field]) for row in cells for field in _COUNTED if field in row)
        )
        or "."
    )
    if mark == ",":
        listed.notes.append(f"{name}: numbers are read with a decimal comma")
    starts = _starts([row["start"] for row in cells], form, listed, name)
    entries = [
        _entry(row, form, factors, mark, f"{name} row {number}", start)
        for number, (row, start) in enumerate(zip(cells, starts, strict=True), start=1)
    ]
    runs = [place for place, entry in enumerate(entries) if is_run(entry.sport)]
    if not form.km and "distance" not in factors:
        _find_unit(form, entries, cells, runs, mark, listed, name, miles=miles)
    for entry in entries:
        listed.add(entry)
    return listed


def format_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> _Found | None:
    """The format of a table, where its fields stand, and the units that the header names."""
    names, units = [], []
    for text in (text.strip().removeprefix(SAMSUNG_PREFIX) for text in header):
        # Parentheses hold a unit, or belong to the name: Ø Schrittfrequenz (Laufen).
        part = _UNIT.fullmatch(plain(text))
        unit = UNIT_OF_WORD.get(part[2], "") if part else ""
        names.append(part[1] if part and unit in _SIZE else plain(text))
        units.append(unit if unit in _SIZE else "")
    for form in FORMATS:
        places: dict[str, int] = {}
        for field, known in form.names.items():
            at = [place for place, name in enumerate(names) if name in known]
            if at:
                places[field] = at[-1] if field in form.last else at[0]
        if all(field in places for field in form.needs):
            factors = {field: _SIZE[units[at]] for field, at in places.items() if units[at]}
            return form, places, factors
    return _strava_of_any_language(names, rows)


def _strava_of_any_language(names: Sequence[str], rows: Sequence[Sequence[str]]) -> _Found | None:
    """A Strava export shows by its file names, or by elapsed time and distance that stand twice."""
    files = [at for row in rows[:100] for at, cell in enumerate(row) if _STRAVA_FILE.match(cell)]
    twice = [at for at in range(7, len(names) - 2) if [names[at], names[at + 2]] == [*names[5:7]]]
    if not files and not twice:
        return None
    places = {field: at for at, field in enumerate(STRAVA_FIRST)}
    places |= {"file": files[0]} if files else {}
    if not twice:
        return STRAVA, places, {}
    places |= {field: twice[0] + after for field, after in STRAVA_AFTER.items()}
    return STRAVA, places, {"distance": 1 / 1000}


def _table(data: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    # Untranslated, so that lines may also end in a lone carriage return.
    lines = io.StringIO(text, newline="")
    head = lines.readline()
    lines.seek(0)
    delimiter = max(DELIMITERS, key=head.count)
    with any_length():
        try:
            rows = [*csv.reader(lines, delimiter=delimiter)]
        except csv.Error:  # whose message speaks of how Python opens files
            raise SchemaError("it is no table: its cells cannot be told apart") from None
    # The first line of a table of Samsung Health is the name of the table.
    rows = rows[1:] if rows and rows[0][:1] and rows[0][0].startswith("com.samsung.") else rows
    return (rows[0], rows[1:]) if rows else ([], [])


def _starts(texts: Sequence[str], form: Format, listed: Listed, name: str) -> list[datetime | None]:
    """The start of every row: day or month first is decided from the whole file."""
    readings = [read_time(text) for text in texts]
    if bad := [
        text for text, reading in zip(texts, readings, strict=True) if reading is UNREADABLE
    ]:
        listed.notes.append(
            f"{name}: {len(bad)} start times cannot be read, such as {printable(bad[0][:40])!r}"
        )
    sound = ["" if one is UNREADABLE else text for text, one in zip(texts, readings, strict=True)]
    try:
        times = times_of(sound, np.zeros(len(sound), np.int64), name)
    except SchemaError as error:
        listed.notes.append(f"{error}; the start times of this file are left empty")
        return [None] * len(texts)
    if times.note:
        listed.notes.append(f"{name}: {times.note}")
    starts: list[datetime | None] = []
    for reading, moment in zip(readings, times.moment.tolist(), strict=True):
        first = reading.day_first if reading else None
        second = reading.month_first if reading else None
        start = next((one for one in (first, second) if one and _utc(one) == moment), None)
        starts.append(
            start.replace(tzinfo=UTC) if start and form.utc and not start.tzinfo else start
        )
    return starts


def _utc(time: datetime) -> datetime:
    whole = time.replace(microsecond=0)
    return whole.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else whole


def number_of(text: str, mark: str) -> float:
    """The number of a cell, NaN if it is missing or none."""
    text = text.strip().lstrip("'").lower()  # an apostrophe guards against formulas
    if text in _PLAIN.words:
        return nan
    found = number_in(_PLAIN, without_thousands(text, mark), mark)
    return found if found != inf else nan


def _minutes(text: str, form: Format, mark: str) -> float:
    if not form.clock or ":" not in text:
        return number_of(text, mark) * form.minutes
    text = text.strip()
    found = number_in(_MINUTES, f"0:{text}" if _TWO_PARTS.fullmatch(text) else text, mark)
    return found if found not in (inf, 0.0) else nan


def _in_zone(start: datetime | None, zone: str) -> datetime | None:
    """The local time of a moment, beside which stands a zone such as UTC+0200."""
    found = _ZONE.fullmatch(zone)
    if not (start and start.tzinfo and found):
        return start
    minutes = int(found[2]) * 60 + int(found[3])
    return start.astimezone(timezone(timedelta(minutes=minutes * (-1 if found[1] == "-" else 1))))


def _entry(
    row: Mapping[str, str], form: Format, factors: Mapping[str, float], mark: str, name: str,
    start: datetime | None,
) -> Entry:  # fmt: skip
    numbers = {field: number_of(row[field], mark) for field in _COUNTED if field in row}
    times = {field: _minutes(row[field], form, mark) for field in _TIMED if field in row}
    get = numbers.get
    notes = [row.get(field, "") for field in ("note", "private")]
    return Entry(
        name=name,
        sport=printable(row["sport"]),
        start=_in_zone(start, row.get("zone", "")),
        title=printable(row.get("title", "")),
        note=" ".join(filter(None, map(printable, notes))),
        gear=printable(row.get("gear", "")),
        file=row.get("file", ""),
        km=get("distance", nan) * factors.get("distance", form.km or 1.0),
        moving_min=times.get("moving", nan),
        timer_min=times.get("timer", nan),
        gain_m=get("gain", nan) * factors.get("gain", 1.0),
        loss_m=get("loss", nan) * factors.get("loss", factors.get("gain", 1.0)),
        # An export of all sports may have the cadence of rides alone, and runs stand in it.
        cadence=get("cadence", nan) if "cadence" in row else number_of(row.get("anyway", ""), mark),
        steps=get("steps", nan),
    )


def _raced_in(entry: Entry) -> str:
    """The unit, km or mi, in which a race that the title names has its distance; empty if none."""
    words = plain(entry.title)
    raced = next((km for pattern, km in _RACED if re.search(pattern, words)), nan)
    units = {"km": 1.0, "mi": KM_PER_MILE}
    return next((u for u, km in units.items() if 0.99 <= entry.km * km / raced <= RACED_LONG), "")


def _find_unit(
    form: Format, entries: Sequence[Entry], rows: Sequence[Mapping[str, str]],
    runs: Sequence[int], mark: str, listed: Listed, name: str, *, miles: bool,
) -> None:  # fmt: skip
    """Find the unit of distance, and of climb beside it, from the values of the runs."""
    on_track = {place for place in runs if surface_of(entries[place].sport) == "track"}

    def median(values: list[float]) -> float:
        known = [value for value in values if 0 < value < inf]
        return float(np.median(known)) if known else nan

    def minutes(entry: Entry) -> float:
        found = entry.moving_min if entry.moving_min > 0 else entry.timer_min
        return found if found > 0 else nan

    others = [entries[place] for place in runs if place not in on_track]
    if median([one.km / minutes(one) for one in others]) > FASTEST_KM_PER_MIN:
        for entry in entries:
            entry.km /= 1000
        if form is not STRAVA:
            listed.notes.append(f"{name}: distances are read as metres, by the pace of the runs")
        return
    # Of runs on a track, and of swims, the same column is metres.
    for entry in (entries[place] for place in on_track):
        if entry.km / minutes(entry) > FASTEST_KM_PER_MIN:
            entry.km /= 1000
            entry.repaired.append("distance read as metres, as of runs on a track")
    if form is not GARMIN:
        return
    strides = [
        number_of(rows[place].get("stride", ""), mark) * entries[place].cadence
        * minutes(entries[place]) / (1000 * entries[place].km)
        for place in runs if place not in on_track and entries[place].km > 0
    ]  # fmt: skip
    ratio = median(strides)
    steps = [one.cadence * minutes(one) if one.cadence > 0 else one.steps for one in others]
    step = median([1000 * one.km / n for one, n in zip(others, steps, strict=True) if n > 0])
    raced = [(unit, one) for one in others if (unit := _raced_in(one))]
    if STRIDE_IN_MILES[0] < ratio < STRIDE_IN_MILES[1]:
        why = f"stride × cadence × time is {ratio:.2f} times the distance"
    elif ratio == ratio:
        return
    elif step < SHORTEST_STEP_M:
        why = f"in kilometres a step would be {step:.2f} m long"
    elif step == step or (raced and raced[0][0] == "km"):
        return
    elif raced:
        why = f"“{raced[0][1].title[:40]}” is {raced[0][1].km:g} long"
    elif miles:
        why = "you said so"
    elif not runs:
        return
    else:
        listed.notes.append(
            f"{name}: read as kilometres and metres, though nothing in it tells; if these are"
            " miles and feet, import it with --miles"
        )
        return
    listed.notes.append(f"{name}: read as miles and feet, since {why}")
    for place, entry in enumerate(entries):
        if place not in on_track:
            entry.km *= KM_PER_MILE
        entry.gain_m /= FEET_PER_METRE
        entry.loss_m /= FEET_PER_METRE
