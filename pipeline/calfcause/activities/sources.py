"""Where files are: paths, folders, zips and zips in zips; as streams of bounded length."""

import gzip
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from calfcause.errors import ActivityError
from calfcause.texts import printable

# Assumed: no recording and no list of activities is larger unpacked.
MOST_BYTES, MOST_NESTED, MOST_MEMBERS = 256 << 20, 2 << 30, 300_000
TOO_LARGE = "it unpacks to more than any recording"
# Assumed: recordings and tables pack to a hundredth at best; small ones are let through.
MOST_TIMES, SMALL = 250, 1 << 16
RECORDINGS, TABLES = (".fit", ".tcx", ".gpx"), (".csv", ".json", ".xml")
_BROKEN = (
    gzip.BadGzipFile, zipfile.BadZipFile, EOFError, zlib.error, RuntimeError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A file on the disk or in a zip: its path, and its name in the zip, or in the zip in it."""

    path: str
    members: tuple[str, ...] = ()
    size: int = 0
    stamp: int = 0  # changes with the content
    wanted: bool = False  # named by the caller, so not to be passed over silently
    refused: str = ""  # why it is not even opened
    miles: bool = False  # how a list is read that does not tell kilometres from miles

    @property
    def name(self) -> str:
        """What the file is called in reports and in the column source_file."""
        return printable("/".join((Path(self.path).name, *self.members)))

    @property
    def ending(self) -> str:
        """The ending of the name without that of packing."""
        return os.path.splitext((self.members or (self.path,))[-1].lower().removesuffix(".gz"))[1]


class Stream:
    """The unpacked bytes of a file. One that is cut off ends there, and ``wrong`` says why."""

    def __init__(self, raw: IO[bytes], most: int, packed: "Stream | None" = None) -> None:
        self._raw, self._left, self._ahead, self.wrong = raw, most, b"", ""
        self._packed = packed  # closed with this one

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all."""
        if size < 0:
            parts = [self._ahead]
            self._ahead = b""
            while more := self._more(1 << 20):
                parts.append(more)
            return b"".join(parts)
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        while len(taken) < size and (more := self._more(size - len(taken))):
            taken += more
        return taken

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay to be read."""
        self._ahead = self.read(size) + self._ahead
        return self._ahead

    def close(self) -> None:
        """Close the file."""
        self._raw.close()
        if self._packed:
            self._packed.close()

    def _more(self, size: int) -> bytes:
        try:
            more = self._raw.read(size)
        except _BROKEN as error:
            self.wrong = printable(str(error))[:80]
            return b""
        self._left -= len(more)
        if self._left < 0:
            raise ActivityError(TOO_LARGE)
        return more


def opened(item: Item) -> Stream:
    """Open a file, unpacked if its content is gzip; raises ActivityError if it cannot be opened."""
    if item.refused:
        raise ActivityError(item.refused)
    try:
        if item.members:
            archive = _zip_of(item.path, item.members[:-1])
            raw: IO[bytes] = archive.open(item.members[-1])
        else:
            raw = open(item.path, "rb")  # noqa: SIM115, the caller closes it
    except (*_BROKEN, OSError, KeyError) as error:
        raise ActivityError(f"it cannot be opened ({printable(str(error))[:80]})") from None
    # An export.xml of Apple may hold years of heart beats.
    most = MOST_BYTES if item.ending != ".xml" else 1 << 40
    stream = Stream(raw, most)
    for _ in range(2):  # some exporters pack twice
        if stream.peek(2)[:2] == b"\x1f\x8b":
            unpacked: Any = gzip.GzipFile(fileobj=cast(IO[bytes], stream))
            stream = Stream(unpacked, most, stream)
    return stream


def items_of(paths: list[Path], *, miles: bool = False) -> Iterator[Item]:
    """Every file that may hold activities, in the order of names; zips are looked into."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if _is_shown(name))
                for name in sorted(filter(_is_shown, names)):
                    inner = Path(folder, name)
                    if inner.is_file():
                        yield from _items(inner, wanted=False, miles=miles)
        else:
            yield from _items(path, wanted=True, miles=miles)


def _items(path: Path, *, wanted: bool, miles: bool) -> Iterator[Item]:
    status = path.stat()
    item = Item(str(path), (), status.st_size, status.st_mtime_ns, wanted, miles=miles)
    with open(path, "rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    if is_zip:
        yield from _members(item)
    elif wanted or item.ending in RECORDINGS + TABLES:
        yield item


def _members(item: Item) -> Iterator[Item]:
    """The members of a zip that may hold activities. Nothing is written, so no path can climb."""
    try:
        members = _zip_of(item.path, item.members).infolist()
    except (ActivityError, *_BROKEN, OSError, KeyError) as error:
        why = f"it cannot be opened ({printable(str(error))[:80]})"
        yield replace(item, wanted=True, refused=why)
        return
    # Members that lie over each other unpack to any length.
    if sum(member.compress_size for member in members) > item.size:
        yield replace(item, wanted=True, refused="its members overlap, as in no zip of an app")
        return
    if len(members) > MOST_MEMBERS:
        why = f"it has {len(members):,} members; the first {MOST_MEMBERS:,} are read"
        yield replace(item, wanted=True, refused=why)
    for member in members[:MOST_MEMBERS]:
        name, size = member.filename, member.file_size
        inner = Item(item.path, (*item.members, name), size, member.CRC, miles=item.miles)
        if member.is_dir() or not all(map(_is_shown, name.split("/")[-2:])):
            continue
        if inner.ending not in (*RECORDINGS, *TABLES, ".zip"):
            continue
        most = MOST_BYTES if inner.ending in (*RECORDINGS, ".csv", ".json") else 1 << 40
        if size > min(most, SMALL + MOST_TIMES * member.compress_size):
            yield replace(inner, refused=TOO_LARGE)
        elif inner.ending != ".zip":
            yield inner
        elif item.members:
            yield replace(inner, refused="it is a zip in a zip in a zip, which is not opened")
        else:
            yield from _members(inner)


def forget_zips() -> None:
    """Close the zips that are open, before somebody writes them anew."""
    _zip_of.cache_clear()


def _is_shown(name: str) -> bool:
    return name == ".." or not name.startswith((".", "__MACOSX"))


class _Inner(zipfile.ZipFile):
    """A zip in a temporary file, which ends with it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        super().__init__(file)

    def close(self) -> None:
        super().close()
        self._file.close()


@lru_cache(maxsize=4)
def _zip_of(path: str, members: tuple[str, ...]) -> zipfile.ZipFile:
    """An open zip; one in another is unpacked to a file that has no name."""
    if not members:
        return zipfile.ZipFile(path)
    inner = tempfile.TemporaryFile()  # noqa: SIM115, lives as long as the zip
    with _zip_of(path, members[:-1]).open(members[-1]) as packed:
        left = MOST_NESTED
        while chunk := packed.read(1 << 20):
            left -= len(chunk)
            if left < 0:
                raise ActivityError("it unpacks to more than two gigabytes")
            inner.write(chunk)
    inner.seek(0, io.SEEK_SET)
    return _Inner(inner)
