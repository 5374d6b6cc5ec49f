"""Recordings and exports of every format, damaged by chance: what an import makes of them."""

import gzip
import io
import json
import random
import re
import signal
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import activity_files as made
from activity_files import MadeRun
from test_activities_lists import POLAR, POLAR_ACCOUNT, SAMSUNG

from calfcause.activities.importing import import_file
from calfcause.activities.reading import read_item
from calfcause.activities.sources import items_of
from calfcause.errors import ActivityError
from calfcause.sessions.schema import COLUMNS, SORE_LABEL

HANGS_S = 20  # assumed: whoever waits longer for a file of some kilobytes gives up
RUN = MadeRun(seconds=90)
WAYS = ("bytes flipped", "cut off", "pieces moved", "words and numbers", "packed")
_GARMIN = b"Activity Type,Date,Title,Distance,Time,Avg Run Cadence,Total Ascent\n" + b"".join(
    b'L\xc3\xb8b,2026-04-%02d 17:51:09,"a, b","5,%02d",00:27:00,165,"1.146"\n' % (day, day)
    for day in range(1, 9)
)
BASES = {
    "FIT": ("a.fit", made.fit(RUN)),
    "FIT triathlon": ("b.fit", made.fit(MadeRun(sport="swimming", seconds=60), RUN)),
    "TCX": ("a.tcx", made.tcx(RUN)),
    "GPX": ("a.gpx", made.gpx(RUN)),
    "Strava": ("activities.csv", made.strava([(RUN, "Run", "a.fit", "Nimbus", "Waden hart")] * 9)),
    "Garmin Connect": ("Activities.csv", _GARMIN),
    "Garmin account": ("a_summarizedActivities.json", made.garmin_account(RUN)),
    "Fitbit": ("exercise-0.json", made.fitbit(RUN)),
    "Apple Health": ("export.xml", made.apple(RUN)),
    "Polar Flow": ("polar.csv", POLAR.encode()),
    "Polar account": ("training-session-1.json", json.dumps(POLAR_ACCOUNT).encode()),
    "Samsung Health": ("com.samsung.shealth.exercise.1.csv", SAMSUNG.encode()),
}
_WORD = re.compile(rb"-?[0-9]+(?:[.:,][0-9]+)*|[A-Za-z_]{2,}|[<>\"'{}\[\],;:=/\n]")
_INSTEAD = (
    b"", b"0", b"-1", b"1e308", b"-1e308", b"nan", b"inf", b"99999999999999999999", b"1,5",
    b"1.234,5", b"0x1p9", b"\xd9\xa3", b"--", b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59+14:00", b"25:61:61", b"null", b"true", b"[[[[", b"<", b"&amp;", b"]]>",
    b"<!--", b'"', b"\x00", b"\xff", b"\n\n", b"\xe2\x80\xae",
)  # fmt: skip


@dataclass
class Tally:
    """What came of the inputs."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)  # by base or way, and end
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.outcomes += other.outcomes
        self.faults += other.faults
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        return self


def wild(seed: int) -> tuple[str, str, str, bytes]:
    """The base, the way, the file's name and its content for a seed."""
    choose = random.Random(seed)
    base = choose.choice(list(BASES))
    name, content = BASES[base]
    way = choose.choice(WAYS)
    if way == "packed":
        content, name = _packed(choose, name, content)
        if choose.random() < 0.7:
            content = _moved(_flipped(choose, content), choose)
    elif way == "cut off":
        content = content[: choose.randrange(len(content))]
    elif way == "bytes flipped":
        content = _flipped(choose, content)
    elif way == "pieces moved":
        content = _moved(content, choose)
    else:
        content = _reworded(choose, content)
    if choose.random() < 0.1:  # what a file is shows its content, not its name
        name = choose.choice([name for name, _ in BASES.values()])
    return base, way, name, content


def _flipped(choose: random.Random, content: bytes) -> bytes:
    data = bytearray(content)
    for _ in range(choose.choice((1, 3, 30))):
        data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
    return bytes(data)


def _moved(content: bytes, choose: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(choose.randint(1, 6)):
        start = choose.randrange(len(data))
        piece = bytes(data[start : start + choose.randint(1, 300)])
        if choose.random() < 0.5:
            del data[start : start + len(piece)]
        else:
            place = choose.randrange(len(data))
            data[place:place] = piece * choose.choice((1, 1, 50))
        data = data or bytearray(b" ")
    return bytes(data)


def _reworded(choose: random.Random, content: bytes) -> bytes:
    words = [*_WORD.finditer(content)]
    if not words:
        return content
    for word in sorted(choose.sample(words, min(len(words), choose.choice((1, 5, 60)))),
                       key=lambda word: -word.start()):  # fmt: skip
        instead = choose.choice(_INSTEAD) if choose.random() < 0.8 else choose.choice(words)[0]
        content = content[: word.start()] + instead + content[word.end() :]
    return content


def _packed(choose: random.Random, name: str, content: bytes) -> tuple[bytes, str]:
    if choose.random() < 0.4:
        return gzip.compress(content, 1), f"{name}.gz"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", choose.choice((zipfile.ZIP_STORED, 8))) as packed:
        for number in range(choose.randint(1, 3)):
            at = choose.choice(("", "../../", "/etc/", "C:\\", "a/b/", "__MACOSX/"))
            packed.writestr(f"{at}{number}{name}", content)
    return file.getvalue(), "export.zip"


def read_wild(seed: int, folder: Path) -> tuple[Tally, Path]:
    """Read the input of a seed, and say what is at fault with what came of it."""
    base, way, name, content = wild(seed)
    path = folder / f"{seed}-{name}"
    path.write_bytes(content)
    tally = Tally()
    began = time.monotonic()
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS_S)
    try:
        reads = [read_item(item) for item in items_of([path])]
        wrong = [fault for read in reads for run in read.runs for fault in _wrong(run.cells)]
        silent = any(not (read.runs or read.left or read.unknown) for read in reads)
        end = "read" if any(read.runs for read in reads) else "left out, said why"
        if wrong or silent:
            tally.faults.append(f"seed {seed}: {base}, {way}: {wrong or 'nothing was said'}")
    except Exception as error:
        end = "fault"
        tally.faults.append(f"seed {seed}: {base}, {way}: {type(error).__name__}: {error}")
    finally:
        signal.alarm(0)
    tally.slowest_s = time.monotonic() - began
    tally.outcomes.update([(base, end), (way, end), ("all", end)])
    return tally, path


def _hangs(*_: object) -> None:
    raise TimeoutError(f"not read after {HANGS_S} s")


def _wrong(cells: dict[str, float | str]) -> list[str]:
    """Cells that no file of sessions may hold."""
    return [
        f"{name} is {cell}"
        for name, cell in cells.items()
        if name != SORE_LABEL
        and not (
            cell in COLUMNS[name].choices
            if isinstance(cell, str)
            else COLUMNS[name].low <= cell <= COLUMNS[name].high
        )
    ]


def import_wild(first: int, number: int, folder: Path) -> tuple[Tally, Path]:
    """Read so many inputs one by one, and then all in one import."""
    tally = Tally()
    for seed in range(first, first + number):
        one, _ = read_wild(seed, folder)
        tally += one
    target = folder.with_name(f"{folder.name}.csv")
    try:
        str(import_file([folder], target, count_guesses=True))
    except ActivityError as error:
        if "there is no run" not in str(error):
            tally.faults.append(f"seeds {first} to {first + number}: {error}")
    return tally, target


def day(number: int) -> MadeRun:
    """The run of a day."""
    return MadeRun(start=made.START + timedelta(days=number), seconds=600)
