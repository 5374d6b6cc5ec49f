"""What an import has read so far, beside its target, so that one that breaks off goes on there."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from calfcause.activities.derive import Derived
from calfcause.activities.reading import Read
from calfcause.activities.sources import Item
from calfcause.version import __version__


class Journal:
    """A line of JSON for every file read; it ends with the import."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._reads: dict[str, Any] = {}
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, ValueError):
            lines = []
        for line in lines:
            try:
                key, read = json.loads(line)
                self._reads[key] = read
            # The last line may have been cut off.
            except (ValueError, TypeError):
                continue

    def known(self, item: Item) -> Read | None:
        """What an import that broke off has read of the same file."""
        try:
            return _read_of(self._reads[_key(item)], item)
        except (KeyError, TypeError, ValueError):
            return None

    def add(self, read: Read) -> None:
        """Note what was read of a file."""
        if self._file is None:
            self._file = open(self._path, "a", encoding="utf-8")  # noqa: SIM115, ended below
        content = asdict(read) | {"item": None}
        line = json.dumps([_key(read.item), content], default=datetime.isoformat)
        self._file.write(f"{line}\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file, and leave it to the import that goes on."""
        if self._file:
            self._file.close()

    def end(self) -> None:
        """Remove it: all is written."""
        self.close()
        self._path.unlink(missing_ok=True)


def _key(item: Item) -> str:
    return json.dumps([__version__, item.path, item.members, item.size, item.stamp, item.miles])


def _read_of(content: Mapping[str, Any], item: Item) -> Read:
    runs = [
        Derived(**{**run, "start": datetime.fromisoformat(run["start"]) if run["start"] else None})
        for run in content["runs"]
    ]
    left = [(name, why) for name, why in content["left"]]
    return Read(**{**content, "item": item, "runs": runs, "left": left})
