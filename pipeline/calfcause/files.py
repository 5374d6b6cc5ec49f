"""Output files that appear only when complete; pipes and devices are written to directly."""

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
    """Whether a target is a stream (``-``, a pipe, a device) rather than a file to replace."""
    if str(target) == "-" or _DESCRIPTOR.fullmatch(str(target)):
        return True
    return os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)


@contextmanager
def atomic_path(target: str | Path, *, part_name: str | None = None) -> Iterator[Path]:
    """Yield a path to write to; if the block succeeds, its content replaces the target at once.

    If the target is a link, the file that it points to is replaced. Pipes and devices receive a
    copy of the content.

    Parameters
    ----------
    target : str or Path
        The file to write, or ``-`` for standard output.
    part_name : str, optional
        Name of the hidden file that is written first, beside the target. With the same name each
        time, the next call replaces what a killed process has left. By default a random name.

    Yields
    ------
    Path
        The path to write to.
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
    """The target with all links resolved."""
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
    """Open a file for writing, compressed with gzip if ``packed``; the output is reproducible."""
    with open(part, "wb") as file:
        if not packed:
            yield file
            return
        # No file name and no time in the header.
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as stream:
            yield cast(IO[bytes], stream)


def refuse_onto(source: str | Path, target: str | Path) -> None:
    """Refuse to overwrite the input with the output.

    Raises
    ------
    SchemaError
        If ``source`` and ``target`` are the same file.
    """
    if os.path.exists(source) and os.path.exists(target) and os.path.samefile(source, target):
        raise SchemaError(f"{target} is the input file; choose another name for the output")
