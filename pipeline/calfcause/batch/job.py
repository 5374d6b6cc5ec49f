"""A job that can be resumed: what it has finished, in a hidden folder beside its target."""

import errno
import json
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calfcause.atomic import atomic_path, real
from calfcause.batch.report import BatchReport
from calfcause.errors import CalfcauseError, SchemaError

MANIFEST, ANSWERS, SIDE, LOCK = "manifest.json", "answers", "bad_rows", "lock"
# What ends the names of a new manifest, and of what is kept of a part that is Parquet.
NEW, BATCHES = ".new", ".batches"
PARTS = (ANSWERS, SIDE, f"{ANSWERS}{BATCHES}", f"{SIDE}{BATCHES}")
# All that a job puts into its folder. The lock goes last: until then nobody else begins there.
NAMES = (MANIFEST, f"{MANIFEST}{NEW}", *PARTS, LOCK)
# What a file system without locks says.
NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}
KEPT = "What is finished is kept; the same command with --resume goes on from there."


class PartsError(CalfcauseError):
    """What a job has finished is of no use any more."""


# What no resuming can mend.
FOR_GOOD = (SchemaError, PartsError)


@dataclass(frozen=True, kw_only=True)
class Done:
    """How far a job has come.

    Attributes
    ----------
    next, before : where its next block begins, as in ``Block``.
    answers, side : the places up to which its parts are finished.
    report : what it came to so far.
    """

    next: int = 0
    before: int = 0
    answers: int | None = None
    side: int | None = None
    report: Mapping[str, Any] | None = None


class Job:
    """The folder of a job, from its beginning until its target is complete.

    As a context it leaves the folder for a later time when interrupted, with a note on the error,
    unless nothing in it is finished or of use, or the sessions are wrong. What others have put
    there stays.

    Parameters
    ----------
    target : where its answers go.
    about : what tells it from other jobs.
    resume : whether to go on from what is there, or to begin anew.

    Raises
    ------
    CalfcauseError
        If the folder belongs to another job, somebody is at work in it, or it is none.
    """

    def __init__(self, target: str | Path, about: Mapping[str, Any], *, resume: bool) -> None:
        path = real(target)
        self.folder = path.with_name(f".{path.name}.job")
        self.answers, self.side = self.folder / ANSWERS, self.folder / SIDE
        self._manifest = self.folder / MANIFEST
        self._about = json.loads(json.dumps(about))
        try:
            self._lock = _locked(self.folder)
        except BaseException:
            with suppress(OSError):
                self.folder.rmdir()
            raise
        try:
            if not resume:
                self._manifest.unlink(missing_ok=True)
            self.done = self._read()
        except BaseException:
            self._let_go()
            raise

    def __enter__(self) -> "Job":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, FOR_GOOD) or not self._manifest.exists():
            self._remove()
        else:
            error.add_note(KEPT)
        self._let_go()

    def finished(self, done: Done) -> None:
        """Put down how far it has come; what is there is valid at any moment."""
        written = self.folder / f"{MANIFEST}{NEW}"
        with written.open("w", encoding="utf-8") as file:
            json.dump({"job": self._about, "done": vars(done)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, self._manifest)
        self.done = done

    def complete(self, target: str | Path, side: str | Path | None) -> None:
        """Let its files appear, that of bad rows first: with the answers everything is complete."""
        if side is not None:
            self._move_side(side)
        self._manifest.unlink(missing_ok=True)
        os.replace(self.answers, real(target))

    def _move_side(self, side: str | Path) -> None:
        try:
            os.replace(self.side, real(side))
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # A link to another file system.
            with atomic_path(side) as part:
                shutil.copyfile(self.side, part)

    def _remove(self) -> None:
        for name in NAMES:
            with suppress(OSError):
                (self.folder / name).unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _read(self) -> Done:
        try:
            found = json.loads(self._manifest.read_text(encoding="utf-8"))
            job, done = dict(found["job"]), Done(**found["done"])
            BatchReport(**(done.report or {}))
            for place in (done.next, done.before, done.answers, done.side or 0):
                if not isinstance(place, int) or place < 0:
                    raise TypeError(f"{place!r} is no place")
        except FileNotFoundError:
            return Done()
        except (ValueError, TypeError, KeyError) as error:
            raise CalfcauseError(
                f"{self._manifest} is not that of a job ({error!r}); begin anew, without --resume"
            ) from None
        if job != self._about:
            other = [name for name in self._about if job.get(name) != self._about[name]]
            raise CalfcauseError(
                f"{self.folder} holds the finished parts of another job, with another "
                f"{' and another '.join(other) or 'content'}; resume that with the command that "
                "began it, or begin anew, without --resume"
            )
        return done


def _locked(folder: Path) -> int | None:
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
