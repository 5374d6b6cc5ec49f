"""Hidden parts: what is written apart first, locked while its process lives, swept once it is dead.

The lock belongs to the open file, so that it ends with the process however that ends; no process
number or time has to be compared. Where there are no locks (Windows, some network drives) nothing
is swept: what may be in use stays.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# What comes after the name of the path itself.
RANDOM = re.compile(r"[0-9a-f]{8}\.part")
# What most file systems allow, in bytes.
LONGEST_NAME = 255


@contextmanager
def held_part(path: Path, *, folder: bool = False) -> Iterator[Path]:
    """Make a hidden file or folder beside a path, locked until the block ends, and then removed.

    First the parts that dead processes have left of the same path are swept. The block may move the
    part to its place. A new file is for its owner alone (0600).
    """
    sweep(path)
    part, handle = _locked_part(path, folder)
    try:
        yield part
    finally:
        _remove(part)
        if handle is not None:
            os.close(handle)


def sweep(path: Path) -> None:
    """Remove the parts of a path that no living process holds."""
    start = hidden(path, ".00000000.part").name.removesuffix("00000000.part")
    try:
        names = [name for name in os.listdir(path.parent) if name.startswith(start)]
    except OSError:
        return
    for part in (path.parent / name for name in names if RANDOM.fullmatch(name[len(start) :])):
        handle = _lock(part)
        if handle is not None:
            _remove(part)
            os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process works in a folder, and keep others out until the block ends."""
    handle = _lock(folder, wait=True)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def hidden(path: Path, end: str) -> Path:
    """A hidden name beside a path, made of its own name and an ending; no longer than allowed."""
    name = f".{path.name}{end}"
    if len(os.fsencode(name)) > LONGEST_NAME:
        name = f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:32]}{end}"
    return path.with_name(name)


def _locked_part(path: Path, folder: bool) -> tuple[Path, int | None]:
    while True:
        part = hidden(path, f".{secrets.token_hex(4)}.part")
        if folder:
            part.mkdir()
        else:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        handle = _lock(part, wait=True)
        # Another process may have swept it before it was locked; then it is made again.
        if handle is None or _is_at(handle, part):
            return part, handle
        os.close(handle)


def _is_at(handle: int, part: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(part))
    except FileNotFoundError:
        return False


def _lock(part: Path, *, wait: bool = False) -> int | None:
    """Open and lock a file or folder; None if another process holds it, or there are no locks."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        handle = os.open(part, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle


def _remove(part: Path) -> None:
    with suppress(OSError):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
