"""A job that can be resumed: its finished part is kept in a hidden folder beside its target."""

import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calfcause.batch.lock import LOCK, lock_if_free, locked
from calfcause.batch.report import BatchReport
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.files import cannot_write, mode_for, put, real
from calfcause.parts import hidden
from calfcause.sessions.names import warn_caller
from calfcause.texts import counted

MANIFEST, ANSWERS, SIDE = "manifest.json", "answers", "bad_rows"
# Suffixes of a manifest being written, and of the batches kept beside a part that is Parquet.
NEW, BATCHES = ".new", ".batches"
# The parts of a job, and those of a job that starts again beside what an earlier one has left.
PARTS = tuple(
    (answers, side, f"{answers}{BATCHES}", f"{side}{BATCHES}")
    for answers, side in ((ANSWERS, SIDE), (f"{ANSWERS}.anew", f"{SIDE}.anew"))
)
# Every file that a job puts into its folder. The lock is removed last, to keep others out.
NAMES = (MANIFEST, f"{MANIFEST}{NEW}", *PARTS[0], *PARTS[1], LOCK)
_OF_A_JOB = re.compile(r"\.(?:.*\.(?:csv|csv\.gz|csv\.zst|parquet)|[0-9a-f]{32})\.job", re.DOTALL)
# For at least this long the parts of another job are kept, so that a person can read the warning.
GRACE_SECONDS = 10.0
KEPT = "The finished part is kept. To continue, run the same command with --resume."
KEPT_OF_ANOTHER = (
    "The finished part of another command is kept. To continue that, run it with --resume."
)


class PartsError(CalfcauseError):
    """The finished part of a job is of no use any more."""


# Errors after which a job cannot be resumed.
FOR_GOOD = (SchemaError, PartsError)


@dataclass(frozen=True, kw_only=True)
class Done:
    """How far a job has come."""

    # Where its next block begins, as in Block
    next: int = 0
    before: int = 0
    # Up to which byte its parts are finished
    answers: int | None = None
    side: int | None = None
    report: Mapping[str, Any] | None = None  # the counts so far, see BatchReport


@dataclass(frozen=True, kw_only=True)
class Left:
    """What an interrupted job has left in its folder."""

    done: Done  # how far it has come
    rows: int  # number of sessions that it has finished
    parts: int  # which of the PARTS are its own
    other: Sequence[str]  # how it differs from the job that finds it: "input", "model" and so on


class Job:
    """The folder of a job, from its start until its target is complete.

    Used as a context. If the job is interrupted, the folder is kept, and a note on the error says
    how to resume; it is removed if nothing in it is finished or the sessions are wrong. Files of
    others in the folder are kept. If an interrupted job is started again without ``resume``, there
    is a warning, and its finished part is kept until as much is finished again (that of a different
    job for some seconds).

    about : what distinguishes this job from others
    resume : whether to continue from what is there, or to start again
    """

    def __init__(self, target: str | Path, about: Mapping[str, Any], *, resume: bool) -> None:
        path = real(target)
        self.folder = hidden(path, ".job")
        self._manifest = self.folder / MANIFEST
        self._about = json.loads(json.dumps(about))
        self._began = time.monotonic()
        _sweep(path.parent)
        try:
            self._lock = locked(self.folder)
        except BaseException:
            with suppress(OSError):
                self.folder.rmdir()
            raise
        try:
            left = self._left(path, resume=resume)
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
        """Record how far the job has come; the record on disk is valid at any moment."""
        if self._earlier and self._is_worth_more(self._earlier, done):
            return
        written = self.folder / f"{MANIFEST}{NEW}"
        with cannot_write(self.folder.parent):
            with written.open("w", encoding="utf-8") as file:
                manifest = {"job": self._about, "parts": self._parts, "done": vars(done)}
                json.dump(manifest, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(written, self._manifest)
        self.done = done
        if self._earlier:
            self._remove(PARTS[self._earlier.parts])
            self._earlier = None

    def complete(self, target: str | Path, side: Path | None, *, like: str | Path) -> None:
        """Let the files appear, the answers last: once they are there, everything is complete.

        The side file is a copy, so that until then a killed job can still be resumed. Neither file
        is more open than ``like``, unless the target exists and is.
        """
        mode = mode_for(target, like)
        with cannot_write(self.folder.parent if side is None else real(side).parent):
            if side is not None:
                # A fixed name, so that the next run replaces what a killed one has left.
                part = real(side).with_name(hidden(real(target), ".job.part").name)
                part.unlink(missing_ok=True)
                part.touch(0o600)
                shutil.copyfile(self.side, part)
                put(part, side, mode=mode & mode_for(side, like))
            put(self.answers, target, mode=mode)

    def _is_worth_more(self, earlier: Left, done: Done) -> bool:
        """Whether to keep what an earlier job has left rather than what this one has done."""
        if earlier.other:
            return time.monotonic() - self._began < GRACE_SECONDS
        return done.next < earlier.done.next

    def _remove(self, names: Iterable[str]) -> None:
        remove(self.folder, names)
        if names is NAMES:
            with suppress(OSError):  # what a killed job has left of its side file
                self.folder.with_name(f"{self.folder.name}.part").unlink()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _left(self, target: Path, *, resume: bool) -> Left | None:
        """What an earlier job has left, if anything."""
        try:
            left = self._read()
            answers = self.folder / PARTS[left.parts][0]
            if not answers.exists() and _is_newer(target, self._manifest):
                return None  # it was killed when it was complete
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            if not resume:
                self._manifest.unlink()
                return None
            raise CalfcauseError(
                f"{self._manifest} is damaged ({error!r}); start again without --resume"
            ) from None
        if resume and left.other:
            raise CalfcauseError(
                f"{self.folder} holds the finished part of another job, with another "
                f"{_listed(left.other)}; resume that job with its own command, or start again"
                " without --resume"
            )
        return left

    def _read(self) -> Left:
        manifest = json.loads(self._manifest.read_text(encoding="utf-8"))
        job, done, parts = dict(manifest["job"]), Done(**manifest["done"]), manifest["parts"]
        rows = BatchReport(**(done.report or {})).rows
        for place in (done.next, done.before, done.answers, done.side or 0, parts, rows):
            if not isinstance(place, int) or place < 0:
                raise TypeError(f"{place!r} is not a place")
        if parts >= len(PARTS):
            raise ValueError(f"there are no parts {parts}")
        other = [name for name in self._about if job.get(name) != self._about[name]]
        if job != self._about and not other:
            other = ["input"]
        return Left(done=done, rows=rows, parts=parts, other=other)


def _is_newer(target: Path, manifest: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns >= manifest.stat().st_mtime_ns


def _sweep(beside: Path) -> None:
    """Remove the folders of jobs that were killed before anything was finished."""
    with suppress(OSError):
        names = [name for name in os.listdir(beside) if _OF_A_JOB.fullmatch(name)]
        for folder in (beside / name for name in names):
            if not folder.is_symlink() and {*os.listdir(folder)} <= {*NAMES} - {MANIFEST}:
                handle = lock_if_free(folder)
                if handle is not None and not (folder / MANIFEST).exists():
                    remove(folder, NAMES)
                if handle is not None:
                    os.close(handle)
                with suppress(OSError):
                    folder.rmdir()  # empty where it was killed before it took the lock


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a job, and its folder once nothing else is in it."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()


def _listed(other: Sequence[str]) -> str:
    return " and another ".join(other)


def _warn(left: Left, target: str | Path) -> None:
    """Say what is lost if an interrupted job is started again, and how to keep it."""
    finished = f"{counted(left.rows, 'session')} finished"
    if left.other:
        warn_caller(
            f"an interrupted job for {target}, with another {_listed(left.other)}, has {finished}; "
            f"this job replaces them after {GRACE_SECONDS:.0f} seconds, or sooner if it completes; "
            "to keep them, press Ctrl-C before"
        )
    else:
        warn_caller(
            f"an interrupted job for {target} starts again, with {finished}; to continue from "
            "there press Ctrl-C and add --resume; they are kept until as many are finished again"
        )
