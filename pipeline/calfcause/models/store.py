"""MLflow with its store; what it raises becomes one sentence, without passwords."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

from calfcause.errors import CalfcauseError
from calfcause.models.masking import kept_secret, masked
from calfcause.texts import printable

DEFAULT_STORE = "sqlite:///mlflow.db"
VARIABLE = "MLFLOW_TRACKING_URI"
SQLITE = "sqlite:///"
LONGEST_REASON = 400


def open_mlflow() -> ModuleType:
    """Import MLflow with the store of ``MLFLOW_TRACKING_URI``, by default ``mlflow.db`` here.

    A store that the caller set by ``mlflow.set_tracking_uri`` takes precedence.
    """
    # mlflow reports its use to its makers unless told not to before it is imported.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    # It also prints to standard output, where only results belong.
    os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
    # Without a name mlflow would use an old folder mlruns as its store if there is one.
    os.environ[VARIABLE] = os.environ.get(VARIABLE) or DEFAULT_STORE
    import mlflow

    return mlflow


def store_address() -> str:
    """The address of the store; MLflow is not imported for it."""
    if mlflow := sys.modules.get("mlflow"):
        return str(mlflow.get_tracking_uri())
    return os.environ.get(VARIABLE) or DEFAULT_STORE


def file_of(uri: str) -> Path:
    """The file of a store of SQLite."""
    return Path(unquote(uri.removeprefix(SQLITE).partition("?")[0]))


@contextmanager
def mlflow_or(refusal: str, *, kind: type[CalfcauseError] = CalfcauseError) -> Iterator[ModuleType]:
    """Give MLflow; its troubles become errors of this kind that begin with ``refusal``."""
    with translated(lambda reason: kind(f"{refusal}: {reason}")):
        yield open_mlflow()


@contextmanager
def translated(error_of: Callable[[str], CalfcauseError]) -> Iterator[None]:
    """Translate what MLflow and the libraries below it raise in the block, without passwords.

    Logs and warnings are masked as well. Errors of our own code pass.
    """
    with kept_secret():
        try:
            yield
        except CalfcauseError as error:
            if (hidden := masked(str(error))) != str(error):
                raise type(error)(hidden) from None
            raise
        except Exception as error:
            if isinstance(error, ImportError) and error.name == "mlflow":
                raise  # the command line says which extra it needs
            if not (isinstance(error, OSError) or _passed_mlflow(error)):
                raise
            # Not from the error: its text, with the address, would be in every traceback.
            refused = error_of(reason_of(error))
            raise type(refused)(masked(str(refused))) from None


def reason_of(error: BaseException) -> str:
    """The first line of an error's message, printable, bounded and without passwords."""
    message = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
    line = masked(next(iter(str(message).strip().splitlines()), "")) or type(error).__name__
    if isinstance(error, ModuleNotFoundError) and error.name:
        line = f"{error.name} is not installed"
    return printable(line[:LONGEST_REASON])


def _passed_mlflow(error: BaseException) -> bool:
    frames = traceback.walk_tb(error.__traceback__)
    names = {str(frame.f_globals.get("__name__")).partition(".")[0] for frame, _ in frames}
    return bool(names & {"mlflow", "sqlalchemy", "requests", "urllib3", "alembic"})
