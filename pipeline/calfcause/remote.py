"""Files at addresses such as ``s3://bucket/runs.csv``, by fsspec where that is installed.

They are copied: a source to this machine before it is read, answers from it once they are complete.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from calfcause.errors import CalfcauseError

# A single letter before the colon is a drive of Windows; :: joins systems, as zip://a::s3://b.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[^/]+)?://.")


def is_remote(path: object) -> bool:
    """Whether a path is an address of other storage.

    >>> is_remote("s3://bucket/runs.csv"), is_remote("file:///runs.csv")
    (True, False)
    """
    return bool(_ADDRESS.match(str(path))) and not str(path).startswith("file://")


def on_disk(path: str | Path) -> str | Path:
    """A local path as it is, and that of ``file://``."""
    if not (text := str(path)).startswith("file://"):
        return path
    # Brings a client for HTTP, a tenth of the start of a program that answers.
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(text).path))


def beside(address: str | Path, name: str) -> str:
    """The address of another file in the same folder."""
    return f"{str(address).rpartition('/')[0]}/{name}"


def exists(address: str | Path) -> bool:
    """Whether there is something at an address."""
    system, path, shown = _found(address)
    with _refusing(shown, "read"):
        return bool(system.exists(path))


@contextmanager
def fetched(source: str | Path, names: Sequence[str] = ()) -> Iterator[str | Path]:
    """Give a copy of a file or a folder for the length of a block; a local path as it is.

    names : which files of a folder to copy, where they are there; all by default
    """
    if not is_remote(source):
        yield on_disk(source)
        return
    system, path, shown = _found(source)
    with TemporaryDirectory(prefix="calfcause-") as folder:
        near = Path(folder, path.rstrip("/").rpartition("/")[2] or "files")
        with _refusing(shown, "read"):
            if names:
                near.mkdir()
            elif system.isfile(path):
                system.get_file(path, str(near))
            else:
                system.get(path.rstrip("/") + "/", f"{near}/", recursive=True)
            for name in names:
                with suppress(FileNotFoundError):
                    system.get_file(f"{path.rstrip('/')}/{name}", str(near / name))
        with _named(shown, near):
            yield near


@contextmanager
def uploaded(target: str | Path) -> Iterator[str | Path]:
    """Give a local path to write to; a local target as it is.

    When the block has succeeded, the file and those beside it appear at the address, all at once
    where its storage can do so.
    """
    if not is_remote(target):
        yield on_disk(target)
        return
    system, path, shown = _found(target)
    with TemporaryDirectory(prefix="calfcause-") as folder:
        near = Path(folder, path.rpartition("/")[2])
        with _named(shown, near):
            yield near
        written = sorted(Path(folder).iterdir(), key=lambda file: file == near)
        with _refusing(shown, "written"), system.transaction:
            for file in written:
                with file.open("rb") as whole, system.open(beside(path, file.name), "wb") as there:
                    shutil.copyfileobj(whole, there, 1 << 20)


def _found(address: str | Path) -> tuple[Any, str, str]:
    """The file system of an address, the path in it, and the address without its secrets."""
    text = str(address)
    shown = re.sub(r"//[^/@]*@", "//***@", text.partition("?")[0])
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError:
        raise CalfcauseError(
            f"{shown} needs fsspec: pip install 'calfcause[remote]', and the package that reads"
            " this storage, such as s3fs, gcsfs or adlfs"
        ) from None
    with _refusing(shown, "read"):
        # One of its own: a transaction belongs to the file system, which others may be using.
        system, path = url_to_fs(text, skip_instance_cache=True)
    return system, path, shown


@contextmanager
def _refusing(shown: str, what: str) -> Iterator[None]:
    """Say in one sentence what a storage refuses; each has errors of its own."""
    try:
        yield
    except FileNotFoundError:
        raise CalfcauseError(f"there is nothing at {shown}") from None
    except Exception as error:
        raise CalfcauseError(f"{shown} cannot be {what}: {error}") from error


@contextmanager
def _named(shown: str, near: Path) -> Iterator[None]:
    """Let errors name the address instead of the copy."""
    try:
        yield
    except CalfcauseError as error:
        error.args = (str(error).replace(str(near), shown),)
        raise
