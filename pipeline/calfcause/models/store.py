"""Find the MLflow store, and check before any work that it can be used."""

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
    """Import MLflow with the store of ``MLFLOW_TRACKING_URI``, by default ``mlflow.db`` here.

    A store that the caller set by ``mlflow.set_tracking_uri`` takes precedence.

    Returns
    -------
    module
        ``mlflow``.
    """
    # mlflow reports its use to its makers unless told not to before it is imported.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    # It also prints to standard output, where only results belong.
    os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    # Without a name mlflow would use an old folder mlruns as its store if there is one.
    os.environ[VARIABLE] = os.environ.get(VARIABLE) or DEFAULT_STORE
    import mlflow

    return mlflow


def check_store() -> None:
    """Check before any work that runs can be tracked.

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
    """Import MLflow to read from an existing store; MLflow would create a missing one.

    Returns
    -------
    module
        ``mlflow``.

    Raises
    ------
    CalfcauseError
        If the store is a file that does not exist.
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
    """Check before any work that a folder can be written; nothing is left behind.

    Parameters
    ----------
    folder : Path
        A folder, which need not exist yet.

    Raises
    ------
    CalfcauseError
        If no file can be written there.
    """
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if reason := _refuses_files(existing):
        raise CalfcauseError(
            f"{folder} cannot be written ({reason} at {existing}): choose another folder with --out"
        )


def masked(uri: str) -> str:
    """Hide the password in the address of a store.

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
        reason = "the file is not an SQLite database"
    if reason:
        raise _unreachable(uri, reason)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _file_of(uri: str) -> Path:
    return Path(unquote(uri.removeprefix(SQLITE).partition("?")[0]))


def _check_server(uri: str) -> None:
    try:
        # Only whether the server answers: mlflow itself would retry for minutes.
        urllib.request.urlopen(f"{uri.rstrip('/')}/health", timeout=SECONDS_TO_ANSWER).close()
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            raise _unreachable(uri, f"it answers {error.code} {error.reason}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _unreachable(uri, getattr(reason, "strerror", None) or str(reason)) from error


def _refuses_files(folder: Path) -> str:
    """Say why no file can be written to a folder; empty if one can."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".calfcause"):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _unreachable(uri: str, reason: str) -> CalfcauseError:
    return CalfcauseError(
        f"MLflow's store {masked(uri)} cannot be used ({reason}): start it, name another one in"
        f" {VARIABLE}, or unset that to track in {DEFAULT_STORE.removeprefix(SQLITE)} here"
    )
