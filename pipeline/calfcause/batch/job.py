"""A long job that can be resumed: what it has finished, in a hidden folder beside its target."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calfcause.atomic import real
from calfcause.errors import CalfcauseError

MANIFEST, ANSWERS, SIDE = "manifest.json", "answers", "bad_rows"


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

    Raises
    ------
    CalfcauseError
        If the folder belongs to another job, or somebody is at work in it.
    """

    def __init__(self, target: str | Path, about: Mapping[str, Any]) -> None:
        path = real(target)
        self.folder = path.with_name(f".{path.name}.job")
        self._about = json.loads(json.dumps(about))
        self.folder.mkdir(exist_ok=True)
        self._lock = _locked(self.folder)
        try:
            self.done = self._read()
        except BaseException:
            self.close()
            raise

    @property
    def answers(self) -> Path:
        return self.folder / ANSWERS

    @property
    def side(self) -> Path:
        return self.folder / SIDE

    def finished(self, done: Done) -> None:
        """Put down how far it has come; what is there is valid at any moment."""
        written = self.folder / f"{MANIFEST}.new"
        with written.open("w", encoding="utf-8") as file:
            json.dump({"job": self._about, "done": vars(done)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, self.folder / MANIFEST)
        self.done = done

    def close(self) -> None:
        """Leave the folder for a later time, unless nothing in it is finished."""
        os.close(self._lock)
        if not (self.folder / MANIFEST).exists():
            self.remove()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self) -> Done:
        try:
            found = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
            job, done = found["job"], Done(**found["done"])
        except FileNotFoundError:
            return Done()
        except (ValueError, TypeError, KeyError) as error:
            raise CalfcauseError(
                f"{self.folder} is not the folder of a job ({error!r}); remove it and start again"
            ) from None
        if job != self._about:
            other = [name for name in self._about if job.get(name) != self._about[name]]
            raise CalfcauseError(
                f"{self.folder} holds the finished parts of another job, with another "
                f"{' and another '.join(other) or 'content'}; to start anew remove it, or resume "
                "the other job with the command that began it"
            )
        return done


def _locked(folder: Path) -> int:
    """Open a file that one process can hold, and that it lets go of when it ends, killed or not."""
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    try:
        import fcntl
    except ImportError:  # Windows refuses to replace files that are open, which is enough
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise CalfcauseError(f"another process is at work in {folder}") from None
    return handle
