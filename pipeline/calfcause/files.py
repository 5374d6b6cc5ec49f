"""Files that appear when they are complete; links are followed, pipes and devices written into."""

import gzip
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from calfcause.errors import SchemaError

_DESCRIPTOR = re.compile(r"/dev/(stdin|stdout|stderr)|/(?:dev|proc/self)/fd/(\d+)")


def is_stream(target: str | Path) -> bool:
    """Whether a target is written into, as a pipe is, and not replaced by a new file."""
    if str(target) == "-" or _DESCRIPTOR.fullmatch(str(target)):
        return True
    return os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)


@contextmanager
def atomic_path(target: str | Path, *, part_name: str | None = None) -> Iterator[Path]:
    """Give a path to write to; what is there is at the target, whole, if all goes well.

    A link stays, and the file that it points to is replaced; a pipe or a device is written into.
    What a killed process leaves is replaced only by one that gives its part the same name.
    """
    if is_stream(target):
        with tempfile.TemporaryDirectory(prefix="calfcause-") as folder:
            part = Path(folder, "whole")
            yield part
            with part.open("rb") as whole, _stream(target) as stream:
                shutil.copyfileobj(whole, stream, 1 << 20)
                stream.flush()
        return
    path = real(target)
    part = path.with_name(part_name or f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def real(target: str | Path) -> Path:
    """The file that a target is or points to."""
    return Path(os.path.realpath(target))


@contextmanager
def _stream(target: str | Path) -> Iterator[IO[bytes]]:
    found = _DESCRIPTOR.fullmatch(str(target))
    if str(target) == "-" or (found and found[1] == "stdout"):
        yield sys.stdout.buffer
    elif found:
        number = int(found[2] or {"stdin": 0, "stderr": 2}[found[1]])
        with os.fdopen(os.dup(number), "wb") as stream:
            yield stream
    else:
        with open(target, "wb") as stream:
            yield stream


@contextmanager
def opened(part: Path, *, packed: bool) -> Iterator[IO[bytes]]:
    """The part open to be written, packed by gzip or not; the same bytes come out the same."""
    with open(part, "wb") as file:
        if not packed:
            yield file
            return
        # Without a name and a time.
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as stream:
            yield cast(IO[bytes], stream)


def refuse_onto(source: str | Path, target: str | Path) -> None:
    """Refuse to write a result over the file that it is made from.

    Raises
    ------
    SchemaError
        If both are the same file.
    """
    if os.path.exists(source) and os.path.exists(target) and os.path.samefile(source, target):
        raise SchemaError(f"{target} is the file that is read; name another one for the result")
