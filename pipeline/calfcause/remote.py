"""Files at addresses such as ``s3://bucket/runs.csv``, by fsspec where that is installed.

They are copied: a source to this machine before it is read, answers from it once they are complete.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from calfcause.errors import CalfcauseError, SchemaError
from calfcause.parts import held_part
from calfcause.texts import without_secrets

# A single letter before the colon is a drive of Windows; :: joins systems, as zip://a::s3://b.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[^/]+)?://")
# What a Path makes of an address.
_SHORTENED = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+:)/(?!/)")
# A file of this machine, as RFC 8089 and fsspec write it.
_LOCAL = re.compile(r"(?:file:(?://([^/]*))?|local://([^/]*))(?=/)", re.IGNORECASE)


def is_remote(path: object) -> bool:
    """Whether a path is an address of other storage.

    >>> is_remote("s3://bucket/runs.csv"), is_remote("file:///runs.csv")
    (True, False)
    """
    return bool(_ADDRESS.match(str(path))) and not _LOCAL.match(str(path))


def on_disk(path: str | Path) -> str | Path:
    """A local path as it is, and that of ``file://``, in which # and ? are letters of names.

    A ``Path`` makes s3:/bucket of s3://bucket, which is refused unless it is a folder s3: here.
    """
    if not (local := _LOCAL.match(text := str(path))):
        short = _SHORTENED.match(text) if isinstance(path, Path) else None
        if short and not Path(short[1]).exists():
            raise CalfcauseError(
                f"{without_secrets(text)} is no file of this machine; give an address as text,"
                f" which begins {short[1]}//"
            )
        return path
    if (host := local[1] or local[2] or "").lower() not in ("", "localhost"):
        raise CalfcauseError(
            f"{text} names a machine {host}; a file of this machine is file:///FOLDER/FILE"
        )
    # Brings a client for HTTP, a tenth of the start of a program that answers.
    from urllib.request import url2pathname

    return Path(url2pathname(text[local.end() :]))


def here(path: str | Path) -> Path:
    """A path where only a file or folder of this machine will do; an address is refused."""
    if is_remote(path):
        shown = without_secrets(str(path))
        raise CalfcauseError(f"{shown} is an address, and a path of this machine is needed")
    return Path(on_disk(path))


def beside(address: str | Path, name: str) -> str:
    """The address of another file in the same folder."""
    return f"{str(address).rpartition('/')[0]}/{name}"


def exists(address: str | Path) -> bool:
    """Whether there is something at an address."""
    system, path, shown = _found(address)
    with _refusing(shown, "read"):
        return bool(system.exists(path))


def is_same(one: str | Path, other: str | Path) -> bool:
    """Whether two addresses, however they are spelt, are of the same file."""
    if not (is_remote(one) and is_remote(other)):
        return False
    return str(one) == str(other) or _found(one)[:2] == _found(other)[:2]


@contextmanager
def fetched(source: str | Path, names: Sequence[str] = ()) -> Iterator[str | Path]:
    """Give a copy of a file or a folder for the length of a block; a local path as it is.

    names : which files of a folder to copy, where they are there; all by default
    """
    if not is_remote(source):
        yield on_disk(source)
        return
    system, path, shown = _found(source)
    with _near() as folder:
        name = path.rstrip("/").rpartition("/")[2]
        near = Path(folder, name.partition("?")[0] or "files")
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

    When the block has succeeded, the files beside it and last the file itself appear there, all at
    once where the storage can do so: once the file is there, everything is.
    """
    if not is_remote(target):
        yield on_disk(target)
        return
    system, path, shown = _found(target)
    with _refusing(shown, "written"):
        is_folder = str(target).endswith("/") or system.isdir(path)
    if is_folder:
        raise SchemaError(f"{shown} is a folder; name a file")
    with _near() as folder:
        near = Path(folder, path.rpartition("/")[2])
        with _named(shown, near):
            yield near
        written = sorted(Path(folder).iterdir(), key=lambda file: file == near)
        with _refusing(shown, "written"), system.transaction:
            for file in written:
                with file.open("rb") as whole, system.open(beside(path, file.name), "wb") as there:
                    shutil.copyfileobj(whole, there, 1 << 20)


@contextmanager
def _near() -> Iterator[str]:
    """A folder for copies, for its owner alone; the next one sweeps what a killed process left."""
    scratch = Path(gettempdir(), "calfcause-copies")
    with held_part(scratch, folder=True) as part, TemporaryDirectory(dir=part) as folder:
        yield folder


def _found(address: str | Path) -> tuple[Any, str, str]:
    """The file system of an address, the path in it, and the address without its secrets."""
    text = str(address)
    shown = without_secrets(text)
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError:
        raise CalfcauseError(
            f"{shown} needs fsspec: pip install 'calfcause[remote]', and the package that reads"
            " this storage, such as s3fs, gcsfs or adlfs"
        ) from None
    with _refusing(shown, "reached"):
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
        reason = str(error) or "its storage has no way to do this"
        raise CalfcauseError(f"{shown} cannot be {what}: {reason}") from error


@contextmanager
def _named(shown: str, near: Path) -> Iterator[None]:
    """Let errors name the address instead of the copy."""
    try:
        yield
    except CalfcauseError as error:
        error.args = (str(error).replace(str(near), shown),)
        raise
