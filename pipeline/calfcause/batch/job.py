"""A job that can be resumed: what it has finished, in a hidden folder beside its target."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calfcause.atomic import real
from calfcause.errors import CalfcauseError, SchemaError

MANIFEST, ANSWERS, SIDE = "manifest.json", "answers", "bad_rows"
KEPT = "What is finished is kept; the same command with --resume goes on from there."


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
    unless nothing in it is finished or the sessions are wrong.

    Parameters
    ----------
    target : where its answers go.
    about : what tells it from other jobs.
    resume : whether to go on from what is there, or to begin anew.

    Raises
    ------
    CalfcauseError
        If the folder belongs to another job, or somebody is at work in it.
    """

    def __init__(self, target: str | Path, about: Mapping[str, Any], *, resume: bool) -> None:
        path = real(target)
        self.folder = path.with_name(f".{path.name}.job")
        self.answers, self.side = self.folder / ANSWERS, self.folder / SIDE
        self._manifest = self.folder / MANIFEST
        self._about = json.loads(json.dumps(about))
        self.folder.mkdir(exist_ok=True)
        self._lock = _locked(self.folder)
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
        if error is None or isinstance(error, SchemaError) or not self._manifest.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            error.add_note(KEPT)
        self._let_go()

    def finished(self, done: Done) -> None:
        """Put down how far it has come; what is there is valid at any moment."""
        written = self.folder / f"{MANIFEST}.new"
        with written.open("w", encoding="utf-8") as file:
            json.dump({"job": self._about, "done": vars(done)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, self._manifest)
        self.done = done

    def complete(self, target: str | Path, side: str | Path | None) -> None:
        """Let its files appear, that of bad rows first: with the answers everything is complete."""
        self._manifest.unlink(missing_ok=True)
        if side is not None:
            os.replace(self.side, real(side))
        os.replace(self.answers, real(target))

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _read(self) -> Done:
        try:
            found = json.loads(self._manifest.read_text(encoding="utf-8"))
            job, done = found["job"], Done(**found["done"])
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
    """Open a file that one process can hold, and that it lets go of when it ends, killed or not."""
    try:
        import fcntl
    except ImportError:  # Windows refuses to replace files that are open, which is enough
        return None
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise CalfcauseError(f"another process is at work in {folder}") from None
    return handle
