"""Output files that appear only when complete; pipes and devices are written to directly."""

import errno
import gzip
import os
import re
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Literal, cast

from calfcause.errors import CalfcauseError, SchemaError
from calfcause.parts import held_part
from calfcause.remote import is_same, on_disk, uploaded

_DESCRIPTOR = re.compile(r"/dev/(stdin|stdout|stderr)|/(?:dev|proc/self)/fd/(\d+)")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UMASK = threading.Lock()


def is_stream(target: str | Path) -> bool:
    """Whether a target is a stream (``-``, a pipe, a device) rather than a file to replace."""
    if str(target) == "-" or _DESCRIPTOR.fullmatch(str(target)):
        return True
    if os.path.isdir(target):
        raise SchemaError(f"{target} is a folder; name a file")
    return os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode)


def ending(path: object, ends: Iterable[str]) -> str:
    """The one of these endings that a name has, in capitals or not; empty if it has none.

    >>> ending("RUNS.CSV.GZ", (".csv", ".csv.gz"))
    '.csv.gz'
    """
    name = str(path).lower()
    return next((end for end in ends if name.endswith(end)), "")


@contextmanager
def atomic_path(target: str | Path, *, like: str | Path | None = None) -> Iterator[Path]:
    """Yield a path to write to; if the block succeeds, its content replaces the target at once.

    What killed processes have left of the same target is removed first. If the target is a link,
    the file that it points to is replaced. Pipes, devices and addresses receive a copy of the
    content.

    Raises CalfcauseError if the folder cannot be written to, or the disk is full.
    """
    with refusing_if_full(target), uploaded(target) as target:
        if is_stream(target):
            with _passing_part() as part:
                yield part
                with part.open("rb") as whole, _stream(target) as stream:
                    shutil.copyfileobj(whole, stream, 1 << 20)
                    stream.flush()
            return
        path = real(target)
        with ExitStack() as stack:
            with cannot_write(path.parent):
                part = stack.enter_context(held_part(path))
            yield part
            put(part, path, mode=mode_for(path, like))


def mode_for(target: str | Path, like: str | Path | None = None) -> int:
    """The permission bits for a file: its own if it exists, else those that the umask leaves.

    A new file is never more open than the file ``like`` that it is made from.
    """
    with suppress(FileNotFoundError):
        return stat.S_IMODE(os.stat(target).st_mode) & 0o777
    with _UMASK:
        umask = os.umask(0o077)
        os.umask(umask)
    mode = 0o666 & ~umask
    if like is None or str(like) == "-" or (not os.path.isdir(like) and is_stream(like)):
        return mode
    return mode & (os.stat(like).st_mode | 0o600)


def put(part: Path, target: str | Path, *, mode: int) -> None:
    """Replace the target by a part; owner, group and extended attributes stay if permitted."""
    path = real(target)
    if os.name != "nt":
        if path.exists():
            mode = _as_owned(part, path, mode)
        os.chmod(part, mode)
        with suppress(OSError, AttributeError):  # macOS has no such functions
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(part, name, os.getxattr(path, name))
    os.replace(part, path)


def _as_owned(part: Path, path: Path, mode: int) -> int:
    """Give the part the owner and group of the path; return the mode that it may have then."""
    old = os.stat(path)
    with suppress(OSError):
        os.chown(part, old.st_uid, -1)
    try:
        os.chown(part, -1, old.st_gid)
    except OSError:  # a group that is not the old one may do no more than others
        return mode & ~0o070 | (mode & 0o007) << 3
    return mode


def real(target: str | Path) -> Path:
    """The target with all links resolved."""
    return Path(os.path.realpath(target))


@contextmanager
def refusing_if_full(target: str | Path) -> Iterator[None]:
    """Say so in one sentence if the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise CalfcauseError(
            f"no room for {target} ({os.strerror(error.errno)}): free space or write elsewhere"
        ) from None


@contextmanager
def cannot_write(folder: Path) -> Iterator[None]:
    """Say so in one sentence if a folder is not there or cannot be written to."""
    try:
        yield
    except OSError as error:
        if error.errno in {*_FULL, errno.EEXIST}:
            raise
        raise CalfcauseError(
            f"cannot write to the folder {folder} ({error.strerror}); write elsewhere"
        ) from None


def temporary_file() -> IO[bytes]:
    """A temporary file without a name, or one sentence if there is no folder for it."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise CalfcauseError(
            f"there is no folder for temporary files ({error.strerror}); set TMPDIR to one"
        ) from None


@contextmanager
def _passing_part() -> Iterator[Path]:
    """A temporary file; nothing is left of it even if the process is killed, if there is /proc."""
    with temporary_file() as file:
        path = Path(f"/proc/self/fd/{file.fileno()}")
        if path.exists():
            yield path
            return
    with tempfile.TemporaryDirectory(prefix="calfcause-") as folder:
        yield Path(folder, "whole")


@contextmanager
def _stream(target: str | Path) -> Iterator[IO[bytes]]:
    descriptor = _DESCRIPTOR.fullmatch(str(target))
    if str(target) == "-" or (descriptor and descriptor[1] == "stdout"):
        yield standard("output")
    elif descriptor:
        number = int(descriptor[2] or {"stdin": 0, "stderr": 2}[descriptor[1]])
        with os.fdopen(os.dup(number), "wb") as stream:
            yield stream
    else:
        with open(target, "wb") as stream:
            yield stream


def standard(which: Literal["input", "output"]) -> IO[bytes]:
    """Standard input or output as a stream of bytes."""
    stream = getattr(sys.stdin if which == "input" else sys.stdout, "buffer", None)
    if stream is None:
        raise CalfcauseError(f"standard {which} is closed or takes no bytes; name a file instead")
    return cast(IO[bytes], stream)


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
    """Refuse to overwrite the input with the output."""
    source, near = on_disk(source), on_disk(target)
    there = os.path.exists(source) and os.path.exists(near)
    if (there and os.path.samefile(source, near)) or is_same(source, near):
        raise SchemaError(f"{target} is the input file; choose another name for the output")
