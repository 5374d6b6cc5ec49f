"""A folder that one process holds."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from calfcause.errors import CalfcauseError

LOCK = "lock"
# What a file system without locks says.
NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}


def locked(folder: Path) -> int | None:
    """Make a folder, and open a file in it that one process can hold.

    It lets go of that when it ends, killed or not. Whoever ends removes both, so what was opened
    meanwhile may not be what is there.
    """
    while True:
        _make(folder)
        try:
            import fcntl
        except ImportError:  # Windows refuses to replace files that are open, which is enough
            return None
        try:
            handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o666)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise CalfcauseError(f"another process is at work in {folder}") from None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                os.close(handle)
                raise
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.lstat(folder / LOCK)):
                return handle
        os.close(handle)


def _make(folder: Path) -> None:
    """Make a folder if there is none, or none any more; a link to one is none."""
    try:
        folder.mkdir()
    except FileExistsError:
        with suppress(FileNotFoundError):
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise CalfcauseError(f"{folder} is in the way; move it away") from None
