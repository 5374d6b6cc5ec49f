"""A folder that only one process at a time can hold."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from calfcause.errors import CalfcauseError
from calfcause.files import cannot_write

LOCK = "lock"
# Errors of a file system without locks.
NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}


def locked(folder: Path) -> int | None:
    """Make a folder and lock it; return the handle of its lock file, None on Windows.

    The lock ends with the process, even if it is killed. Another process may remove the folder
    between these steps; then they are repeated.
    """
    while True:
        _make(folder)
        try:
            import fcntl
        except ImportError:  # on Windows open files cannot be replaced, which is enough
            return None
        try:
            handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise CalfcauseError(f"another process is working in {folder}") from None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                os.close(handle)
                raise
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.lstat(folder / LOCK)):
                return handle
        os.close(handle)


def lock_if_free(folder: Path) -> int | None:
    """Lock a folder that another process has left; None if one holds it, or locks do not work."""
    try:
        import fcntl

        handle = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except (ImportError, OSError):
        return None
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), os.lstat(folder / LOCK)):
            return handle
    os.close(handle)
    return None


def _make(folder: Path) -> None:
    """Make a folder unless there is one; a link to a folder does not count."""
    try:
        with cannot_write(folder.parent):
            folder.mkdir(0o700)
    except FileExistsError:
        with suppress(FileNotFoundError):
            if not stat.S_ISDIR(folder.lstat().st_mode):
                raise CalfcauseError(f"{folder} is in the way; move it away") from None
