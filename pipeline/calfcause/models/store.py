"""Which MLflow store there is, and whether it answers: asked before any work is done."""

import os
import re
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

from calfcause.errors import CalfcauseError

DEFAULT_STORE = "sqlite:///mlflow.db"
VARIABLE = "MLFLOW_TRACKING_URI"
SQLITE = "sqlite:///"
SECONDS_TO_ANSWER = 5.0


def open_mlflow() -> ModuleType:
    """MLflow, on the store that ``MLFLOW_TRACKING_URI`` names, else ``mlflow.db`` in this folder.

    A store that the caller has given MLflow itself, by ``mlflow.set_tracking_uri``, comes first.
    """
    # mlflow reports its use to its makers unless told not to before it is imported.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    # It also prints to standard output, where only results belong.
    os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    # Without a name mlflow would take an old folder mlruns for the store if there is one.
    os.environ[VARIABLE] = os.environ.get(VARIABLE) or DEFAULT_STORE
    import mlflow

    return mlflow


def check_store() -> None:
    """Notice before any work that runs cannot be tracked.

    Raises
    ------
    CalfcauseError
        If the store does not answer or cannot be written; one line that says what to do.
    """
    uri = os.environ.get(VARIABLE) or DEFAULT_STORE
    if uri.startswith(SQLITE):
        # Asking the database itself would create it, which takes longer than a small training.
        _check_file(uri)
        return
    if uri.startswith(("http://", "https://")):
        _check_server(uri)
    mlflow = open_mlflow()
    from sqlalchemy.exc import SQLAlchemyError

    try:
        mlflow.MlflowClient().search_experiments(max_results=1)
    except (mlflow.exceptions.MlflowException, SQLAlchemyError, ImportError) as error:
        raise _unreachable(uri, str(error).partition("\n")[0]) from error


def open_there() -> ModuleType:
    """MLflow, to read from a store that is there already; asking would make a new one.

    Raises
    ------
    CalfcauseError
        If the store is a file that is not there.
    """
    mlflow = open_mlflow()
    uri = mlflow.get_registry_uri()
    if uri.startswith(SQLITE) and not _file_of(uri).exists():
        raise CalfcauseError(
            f"there is no MLflow store {_file_of(uri)}: train a model first, go to the folder where"
            f" one was trained, or name its store in {VARIABLE}"
        )
    return mlflow


def check_out(folder: Path) -> None:
    """Notice before any work that a folder cannot be written; nothing is left behind.

    Raises
    ------
    CalfcauseError
        If it cannot.
    """
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if reason := _refuses_files(there):
        raise CalfcauseError(
            f"{folder} cannot be written ({reason} at {there}): choose another folder by --out"
        )


def masked(uri: str) -> str:
    """A store's address without its password.

    >>> masked("postgresql://me:secret@db/runs")
    'postgresql://me:***@db/runs'
    """
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:***@", uri)


def _check_file(uri: str) -> None:
    path = _file_of(uri)
    folder = path.parent
    reason = "there is no such folder" if not folder.is_dir() else _refuses_files(folder)
    if not reason and path.exists() and not os.access(path, os.W_OK):
        reason = "the file is write-protected"
    if not reason and path.is_file() and path.stat().st_size and not _is_sqlite(path):
        reason = "the file is no SQLite database"
    if reason:
        raise _unreachable(uri, reason)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _file_of(uri: str) -> Path:
    return Path(unquote(uri.removeprefix(SQLITE).partition("?")[0]))


def _check_server(uri: str) -> None:
    try:
        # Only whether anybody is there: mlflow itself would try again for minutes.
        urllib.request.urlopen(f"{uri.rstrip('/')}/health", timeout=SECONDS_TO_ANSWER).close()
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            raise _unreachable(uri, f"it answers {error.code} {error.reason}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _unreachable(uri, getattr(reason, "strerror", None) or str(reason)) from error


def _refuses_files(folder: Path) -> str:
    """Why a folder takes no files, empty if it does."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".calfcause"):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _unreachable(uri: str, reason: str) -> CalfcauseError:
    return CalfcauseError(
        f"MLflow's store {masked(uri)} cannot be used ({reason}): start it, name another one in"
        f" {VARIABLE}, or leave that unset to track in {DEFAULT_STORE.removeprefix(SQLITE)} here"
    )
