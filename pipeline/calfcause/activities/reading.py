"""Read one file of any known kind, which its content tells: rows, or why it gives none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from calfcause.activities import apple, fit, gpx, json_lists, tables, tcx
from calfcause.activities.contents import Activity
from calfcause.activities.derive import Derived, derive
from calfcause.activities.listed import Listed
from calfcause.activities.sources import RECORDINGS, Item, Stream, opened
from calfcause.errors import ActivityError, SchemaError
from calfcause.texts import printable

HEAD = 1 << 16
FORMATS = (
    "FIT, TCX and GPX (also .gz and in a .zip), the exports of Strava, Garmin Connect, Polar,"
    " Samsung Health, Runkeeper, Fitbit, Apple Health, intervals.icu and TrainingPeaks"
)
READABLE = (
    f"calfcause import reads {FORMATS}; other apps and watches mostly export one of FIT, TCX and"
    " GPX"
)


@dataclass(kw_only=True)
class Read:
    """What one file gave."""

    item: Item
    kind: str = ""
    runs: list[Derived] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)  # what was left out, and why
    notes: list[str] = field(default_factory=list)  # how units, numbers and dates were read
    not_runs: list[str] = field(default_factory=list)  # files that a table knows to be no runs
    unknown: bool = False  # one of the many files of an export that hold no activities


# By rank: what a device records says more than what an app keeps of it.
_RECORDINGS: dict[str, tuple[int, Callable[[BinaryIO], list[Activity]]]] = {
    "FIT": (3, fit.read), "TCX": (2, tcx.read), "GPX": (1, gpx.read),
}  # fmt: skip


def kind_of(head: bytes) -> str:
    """The kind of a file by its first bytes; CSV if it is none of the others."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[8:12] == b".FIT":
        return "FIT"
    if text[:1] == b"<" or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = head.replace(b"\0", b"")
        marks = {b"<gpx": "GPX", b"<TrainingCenterDatabase": "TCX", b"<HealthData": "Apple Health"}
        return next((kind for mark, kind in marks.items() if mark in plain), "")
    return "JSON" if text[:1] in (b"{", b"[") else "CSV"


def read_item(item: Item) -> Read:
    """Read a file; whatever it holds, this returns."""
    read = Read(item=item)
    try:
        stream = opened(item)
        try:
            _read_into(read, stream)
        finally:
            stream.close()
    except (ActivityError, SchemaError) as error:
        read.left.append((item.name, printable(str(error)).strip()))
    except OSError as error:
        read.left.append((item.name, f"it cannot be read ({error.strerror or error})"))
    except ImportError:
        raise
    # A file of a stranger must not end the import of all others; the report names it.
    except Exception as error:
        what = f"{type(error).__name__}: {printable(str(error))[:80]}"
        read.left.append((item.name, f"it is damaged ({what})"))
    return read


def _read_into(read: Read, stream: Stream) -> None:
    item = read.item
    head = stream.peek(HEAD)
    if not head:
        raise ActivityError(
            f"it is damaged and cannot be unpacked ({stream.wrong})"
            if stream.wrong
            else "it is empty"
        )
    read.kind, source = kind_of(head), cast(BinaryIO, stream)
    if read.kind in _RECORDINGS:
        rank, reader = _RECORDINGS[read.kind]
        activities = reader(source)
        for number, activity in enumerate(activities, start=1):
            name = item.name if len(activities) == 1 else f"{item.name} ({number})"
            if stream.wrong:
                activity.repaired.append(f"the packed file is damaged ({stream.wrong})")
            run = derive(activity, name, rank)
            if isinstance(run, str):
                read.left.append((name, run))
            else:
                read.runs.append(run)
        if not activities:
            raise ActivityError("it holds no activity that can be read")
        return
    listed: Listed | None = None
    is_called_zip = item.ending == ".zip"
    if read.kind == "Apple Health":
        listed = apple.read(source, item.name)
    elif read.kind == "JSON":
        listed = json_lists.read(stream.read(), item.name)
    elif read.kind == "CSV":
        try:
            listed = tables.read(stream.read(), item.name, miles=item.miles)
        except SchemaError:
            if not is_called_zip:
                raise
    if listed is None and is_called_zip:
        raise ActivityError("it is no zip, though its name says so; download it again")
    if listed is None and not item.wanted and item.ending not in RECORDINGS:
        read.unknown = True
        return
    if listed is None:
        raise ActivityError(f"it is no file of activities that is known; {READABLE}")
    read.kind, read.runs, read.notes = listed.kind, listed.runs, listed.notes
    read.left += listed.left
    if not read.runs and not read.left:
        raise ActivityError("it lists no activities")
    read.not_runs = listed.not_runs
