"""Check before any work, and in seconds, that the store and the model folder can be used."""

import os
import socket
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from calfcause.errors import CalfcauseError
from calfcause.models.masking import masked
from calfcause.models.store import (
    DEFAULT_STORE,
    SQLITE,
    VARIABLE,
    file_of,
    open_mlflow,
    reason_of,
    store_address,
    translated,
)
from calfcause.parts import held_part
from calfcause.remote import here
from calfcause.version import __version__

SECONDS_TO_ANSWER = 5
RUN_ID = "MLFLOW_RUN_ID"
PORTS = {"postgresql": 5432, "mysql": 3306, "mssql": 1433}
OF_DATABASES = ("sqlalchemy", "alembic")
SQLITE_START = b"SQLite format 3\0"
# Of larger databases only the length is checked: to read all of them takes longer than seconds.
MOST_BYTES_TO_READ = 50_000_000


def check_store(experiment: str, register: str | None = None) -> None:
    """Check before any work that a run of this experiment can be tracked.

    The experiment is created if needed, unless the whole store would have to be. Raises
    CalfcauseError if not; one line that says what to do.
    """
    address = store_address()
    check_reachable(address)
    if _is_to_be_made(address):
        _check_local(Path.cwd() / "mlruns")
        return
    mlflow = open_mlflow()
    with translated(lambda reason: _unusable(address, reason)), _impatient():
        _check_experiment(mlflow, experiment)
    registry = mlflow.get_registry_uri()
    if register and registry != address:
        check_reachable(registry)
        if not _is_to_be_made(registry):
            with translated(lambda reason: _unusable(registry, reason)), _impatient():
                mlflow.MlflowClient().search_registered_models(max_results=1)


def check_readable() -> None:
    """Check that there is a store to read models from; MLflow would create a missing one."""
    mlflow = open_mlflow()
    for address in {mlflow.get_registry_uri(): None, mlflow.get_tracking_uri(): None}:
        check_reachable(address, write=False)
        if address.startswith(SQLITE) and not file_of(address).exists():
            raise CalfcauseError(
                f"there is no MLflow store {file_of(address)}: train a model first, go to the"
                f" folder where one was trained, or name its store in {VARIABLE}"
            )


def check_out(folder: Path) -> None:
    """Check before any work that a folder, which need not exist yet, can be written."""
    existing = _existing(here(folder))
    if reason := _refuses_files(existing):
        raise CalfcauseError(
            f"{folder} cannot be written ({reason} at {existing}): choose another folder with --out"
        )


def check_reachable(address: str, *, write: bool = True) -> None:
    """Check without MLflow, which tries again for a minute, that a store answers at all.

    Raises CalfcauseError if it does not.
    """
    scheme = address.partition(":")[0].partition("+")[0]
    reason = ""
    if (scheme in PORTS or address.startswith(SQLITE)) and not all(map(find_spec, OF_DATABASES)):
        # As beside mlflow-skinny, which reads from servers alone.
        raise CalfcauseError(
            f"MLflow's store {masked(address)} is a database, which MLflow reads with"
            f" {' and '.join(OF_DATABASES)}: pip install {' '.join(OF_DATABASES)}, or name an"
            f" MLflow server in {VARIABLE}"
        )
    if address.startswith(SQLITE):
        reason = _refusal_of_file(file_of(address), write)
    elif scheme in ("http", "https"):
        reason = _refusal_of_server(address)
    elif scheme in PORTS:
        reason = _refusal_of_database(address, PORTS[scheme])
    if reason:
        raise _unusable(address, reason)


def _check_experiment(mlflow: Any, name: str) -> None:
    """Check that a run can be started in the experiment, as MLflow would do after the work."""
    if active := mlflow.active_run():
        raise CalfcauseError(
            f"the MLflow run {active.info.run_id} is open: end it by mlflow.end_run()"
        )
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        experiment = client.get_experiment(client.create_experiment(name))
    if experiment.lifecycle_stage != "active":
        raise CalfcauseError(
            f"the experiment {name} is deleted in MLflow: choose another --experiment, or"
            f" restore it by mlflow experiments restore --experiment-id {experiment.experiment_id}"
        )
    # Writing is tried too: who may read need not be allowed to write.
    client.set_experiment_tag(experiment.experiment_id, "calfcause", __version__)
    if run_id := os.environ.get(RUN_ID):
        _check_run(client, run_id, experiment.experiment_id)
    location = urlsplit(str(experiment.artifact_location))
    if location.scheme in ("", "file"):
        _check_local(Path(unquote(location.path)))


def _check_run(client: Any, run_id: str, experiment_id: str) -> None:
    unset = f"unset {RUN_ID}"
    run = client.get_run(run_id)
    if run.info.experiment_id != experiment_id:
        raise CalfcauseError(f"{RUN_ID} names a run of another experiment, {run_id}: {unset}")
    if run.info.lifecycle_stage != "active":
        raise CalfcauseError(f"{RUN_ID} names a deleted run, {run_id}: {unset}")
    if "data_sha256" in run.data.params:
        raise CalfcauseError(f"{RUN_ID} names a run that is tracked already, {run_id}: {unset}")


def _check_local(folder: Path) -> None:
    if reason := _refuses_files(_existing(folder)):
        raise CalfcauseError(f"MLflow's artifacts cannot be written to {folder}: {reason}")


def _is_to_be_made(address: str) -> bool:
    """Whether MLflow would first have to create the database, which takes longer than seconds."""
    path = file_of(address)
    return address.startswith(SQLITE) and not (path.exists() and path.stat().st_size)


def _refusal_of_file(path: Path, write: bool) -> str:
    """Say why a database file cannot be used; empty if it can, or could be created."""
    if path.is_dir():
        return "it is a folder, not a database"
    if not path.parent.is_dir():
        return "there is no such folder"
    if write and (reason := _refuses_files(path.parent)):
        return reason
    try:
        if not path.exists() or not path.stat().st_size:
            return ""
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        return reason_of(error)
    if not header.startswith(SQLITE_START):
        return "the file is not an SQLite database"
    return _refusal_of_database_file(path, header, write)


def _refusal_of_database_file(path: Path, header: bytes, write: bool) -> str:
    # Both as in the documentation of the file format; 1 stands for 65,536.
    page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    size = path.stat().st_size
    if size < pages * (65_536 if page == 1 else page):
        return "the database is truncated"
    if write and not os.access(path, os.W_OK):
        return "the file is write-protected"
    try:
        place = f"file:{quote(str(path.absolute()))}?mode={'rw' if write else 'ro'}"
        with closing(sqlite3.connect(place, uri=True, timeout=SECONDS_TO_ANSWER)) as database:
            if write:
                database.execute("BEGIN IMMEDIATE").connection.rollback()
            if size <= MOST_BYTES_TO_READ:
                (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
                return "" if verdict == "ok" else "the database is damaged"
    except sqlite3.Error as error:
        return str(error)
    return ""


def _refusal_of_server(address: str) -> str:
    try:
        # Only whether anybody answers: MLflow itself is asked as soon as somebody does.
        user, at, _ = urlsplit(address).netloc.rpartition("@")
        place = address.rstrip("/").replace(user + at, "", 1)
        urllib.request.urlopen(f"{place}/health", timeout=SECONDS_TO_ANSWER).close()
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            return f"it answers {error.code} {error.reason}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return getattr(reason, "strerror", None) or str(reason)
    except Exception as error:  # those of http.client share a base that urllib does not name
        return f"it does not answer as a web server does: {type(error).__name__}"
    return ""


def _refusal_of_database(address: str, port: int) -> str:
    import sqlalchemy

    try:
        url = sqlalchemy.make_url(address)
        url.get_dialect().import_dbapi()
        if url.host and not url.host.startswith("/"):
            place = (url.host, url.port or port)
            socket.create_connection(place, timeout=SECONDS_TO_ANSWER).close()
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
        engine.connect().close()
    except Exception as error:  # drivers' errors share no base, and some come unwrapped
        return reason_of(error)
    return ""


def _unusable(address: str, reason: str) -> CalfcauseError:
    return CalfcauseError(
        f"MLflow's store {masked(address)} cannot be used ({masked(reason)}): start it, name"
        f" another one in {VARIABLE}, or unset that to track in"
        f" {DEFAULT_STORE.removeprefix(SQLITE)} here"
    )


@contextmanager
def _impatient() -> Iterator[None]:
    """Let MLflow ask a server once and briefly, where it would try again for minutes."""
    impatience = {"MAX_RETRIES": "0", "TIMEOUT": f"{2 * SECONDS_TO_ANSWER}"}
    settings = {f"MLFLOW_HTTP_REQUEST_{name}": number for name, number in impatience.items()}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, setting in before.items():
            if setting is None:
                del os.environ[name]
            else:
                os.environ[name] = setting


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _refuses_files(folder: Path) -> str:
    """Say why no file can be written to a folder; empty if one can."""
    try:
        with held_part(folder / "calfcause"):
            return ""
    except OSError as error:
        return reason_of(error)
