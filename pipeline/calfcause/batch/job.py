"""A job that can be resumed: what it has finished, in a hidden folder beside its target."""

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calfcause.batch.lock import LOCK, locked
from calfcause.batch.report import BatchReport
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.files import atomic_path, real
from calfcause.sessions.names import warn_caller
from calfcause.texts import counted

MANIFEST, ANSWERS, SIDE = "manifest.json", "answers", "bad_rows"
# What ends the names of a new manifest, and of what is kept of a part that is Parquet.
NEW, BATCHES = ".new", ".batches"
# The parts of a job, and those of one that began anew beside what an earlier one left.
PARTS = tuple(
    (answers, side, f"{answers}{BATCHES}", f"{side}{BATCHES}")
    for answers, side in ((ANSWERS, SIDE), (f"{ANSWERS}.anew", f"{SIDE}.anew"))
)
# All that a job puts into its folder. The lock goes last: until then nobody else begins there.
NAMES = (MANIFEST, f"{MANIFEST}{NEW}", *PARTS[0], *PARTS[1], LOCK)
# How long the parts of another job are kept at least, for a person to read the warning.
GRACE_SECONDS = 10.0
KEPT = "What is finished is kept; the same command with --resume goes on from there."
KEPT_OF_ANOTHER = (
    "What another command has finished is kept; that one with --resume goes on from it."
)


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


@dataclass(frozen=True, kw_only=True)
class Left:
    """What an interrupted job has left in its folder.

    Attributes
    ----------
    done, rows : how far it has come.
    parts : which of the ``PARTS`` are its own, by place.
    other : in what it is another job than the one that finds it.
    """

    done: Done
    rows: int
    parts: int
    other: Sequence[str]


class Job:
    """The folder of a job, from its beginning until its target is complete.

    As a context it leaves the folder for a later time when interrupted, with a note on the error,
    unless nothing in it is finished or of use, or the sessions are wrong. What others have put
    there stays. If an interrupted job is begun anew there is a warning, and what it has finished is
    kept until as much is finished again; that of another job for some seconds.

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
        self._manifest = self.folder / MANIFEST
        self._about = json.loads(json.dumps(about))
        self._began = time.monotonic()
        try:
            self._lock = locked(self.folder)
        except BaseException:
            with suppress(OSError):
                self.folder.rmdir()
            raise
        try:
            left = self._left(resume=resume)
            if left and not resume:
                _warn(left, target)
        except BaseException:
            self._let_go()
            raise
        self.done = left.done if left and resume else Done()
        self._earlier = None if resume else left
        self._parts = (left.parts if resume else 1 - left.parts) if left else 0
        self.answers, self.side = (self.folder / name for name in PARTS[self._parts][:2])

    def __enter__(self) -> "Job":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        of_another = self._earlier is not None and bool(self._earlier.other)
        useless = isinstance(error, FOR_GOOD) and not of_another
        if error is None or useless or not self._manifest.exists():
            self._remove(NAMES)
        else:
            error.add_note(KEPT_OF_ANOTHER if of_another else KEPT)
            if self._earlier:
                self._remove(PARTS[self._parts])
        self._let_go()

    def finished(self, done: Done) -> None:
        """Put down how far it has come; what is there is valid at any moment."""
        if self._earlier and self._is_worth_more(self._earlier, done):
            return
        written = self.folder / f"{MANIFEST}{NEW}"
        with written.open("w", encoding="utf-8") as file:
            found = {"job": self._about, "parts": self._parts, "done": vars(done)}
            json.dump(found, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, self._manifest)
        self.done = done
        if self._earlier:
            self._remove(PARTS[self._earlier.parts])
            self._earlier = None

    def complete(self, target: str | Path, side: str | Path | None) -> None:
        """Let its files appear, that of bad rows first: with the answers everything is complete.

        Bad rows are copied, so that until then all that is needed to go on is still there.
        """
        if side is not None:
            # Called so that what a killed job leaves of it is replaced when that is gone on with.
            with atomic_path(side, part_name=f"{self.folder.name}.part") as part:
                shutil.copyfile(self.side, part)
        os.replace(self.answers, real(target))

    def _is_worth_more(self, earlier: Left, done: Done) -> bool:
        """Whether what an earlier job has left is still kept, and not what this one has done."""
        if earlier.other:
            return time.monotonic() - self._began < GRACE_SECONDS
        return done.next < earlier.done.next

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(OSError):
                (self.folder / name).unlink()
        with suppress(OSError):
            self.folder.rmdir()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _left(self, *, resume: bool) -> Left | None:
        """What an earlier job has left; None if there is nothing, or nothing to begin anew from."""
        try:
            left = self._read()
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            if not resume:
                self._manifest.unlink()
                return None
            raise CalfcauseError(
                f"{self._manifest} is not that of a job ({error!r}); begin anew, without --resume"
            ) from None
        if resume and left.other:
            raise CalfcauseError(
                f"{self.folder} holds the finished parts of another job, with another "
                f"{_listed(left.other)}; resume that with the command that began it, or begin anew,"
                " without --resume"
            )
        return left

    def _read(self) -> Left:
        found = json.loads(self._manifest.read_text(encoding="utf-8"))
        job, done, parts = dict(found["job"]), Done(**found["done"]), found["parts"]
        rows = BatchReport(**(done.report or {})).rows
        for place in (done.next, done.before, done.answers, done.side or 0, parts, rows):
            if not isinstance(place, int) or place < 0:
                raise TypeError(f"{place!r} is no place")
        if parts >= len(PARTS):
            raise ValueError(f"there are no parts {parts}")
        other = [name for name in self._about if job.get(name) != self._about[name]]
        if job != self._about and not other:
            other = ["input"]
        return Left(done=done, rows=rows, parts=parts, other=other)


def _listed(other: Sequence[str]) -> str:
    return " and another ".join(other)


def _warn(left: Left, target: str | Path) -> None:
    """Say what a job that is begun anew will lose, and how to keep it."""
    finished = f"{counted(left.rows, 'session')} finished"
    if left.other:
        warn_caller(
            f"an interrupted job for {target}, with another {_listed(left.other)}, has {finished}, "
            f"which this one replaces after {GRACE_SECONDS:.0f} seconds, or sooner once it is "
            "complete; to keep them press Ctrl-C before"
        )
    else:
        warn_caller(
            f"an interrupted job for {target} is begun anew, with {finished}; to go on from there "
            "press Ctrl-C and add --resume; they are kept until as many are finished again"
        )
