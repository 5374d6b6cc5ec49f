"""Start Spark, and turn its errors into those of calfcause."""

import os
import re
import secrets
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from calfcause.errors import CalfcauseError, ModelError, SchemaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Result = TypeVar("Result")

# How Python prints an error of a worker; further lines of the message are indented.
_OUR_ERROR = re.compile(r"calfcause\.errors\.(\w+): (.*(?:\n  .*)*)")
_NOT_THERE = re.compile(r"No module named '(calfcause[\w.]*)'")
_OURS = {kind.__name__: kind for kind in (CalfcauseError, ModelError, SchemaError)}


@contextmanager
def session_at(master: str) -> Iterator["SparkSession"]:
    """Yield a Spark session and stop it afterwards; an active session is used and kept.

    Parameters
    ----------
    master : str
        Address of the master, such as ``local[2]`` or ``spark://host:7077``.

    Yields
    ------
    SparkSession
        The session.

    Raises
    ------
    CalfcauseError
        If Spark does not start, for lack of Java or of the master.

    Examples
    --------
    >>> with session_at("local[2]") as spark:  # doctest: +SKIP
    ...     answers = predict(spark.read.parquet("sessions"))
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        yield running
        return
    if master.startswith("local"):
        # Spark would use the first python3 on the path, which may not have calfcause.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        # The error says what is wrong; Java would log a hundred lines first.
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }
    with quietly():
        builder = SparkSession.builder.master(master).appName("calfcause")
        for name, chosen in settings.items():
            builder = builder.config(name, chosen)
        try:
            spark = builder.getOrCreate()
        except (PySparkException, _java_error()) as error:
            raise CalfcauseError(
                f"Spark does not start at {master}: {_first_line(error)}. It needs Java 17 or 21"
                " (on the path or in JAVA_HOME) and a master that is running, such as local[2]"
            ) from None
    try:
        yield spark
    finally:
        spark.stop()


def interruptible(spark: "SparkSession", work: Callable[[], Result]) -> Result:
    """Work with Spark in a separate thread, and cancel its jobs if this thread is interrupted.

    An interruption amid a call to Java would leave the reply to that call to the next one, and
    Spark working for nobody.
    """
    context, tag = spark.sparkContext, f"calfcause-{secrets.token_hex(4)}"

    def tagged() -> Result:
        context.addJobTag(tag)
        context.setInterruptOnCancel(True)
        return work()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(tagged)
        try:
            while not future.done():
                wait([future], 0.2)
        except BaseException:
            while not future.done():
                context.cancelJobsWithTag(tag)
                wait([future], 0.2)
            raise
        return future.result()


@contextmanager
def quietly() -> Iterator[None]:
    """Suppress PySpark's warning about pandas 3, which is not used here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        yield


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of Spark into errors of calfcause."""
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, _java_error()) as error:
        text = str(error)
        if ours := _OUR_ERROR.search(text):
            raise _OURS.get(ours[1], CalfcauseError)(ours[2]) from None
        if _NOT_THERE.search(text):
            raise CalfcauseError(
                "calfcause is not installed for the Python of an executor; install it there, or set"
                " PYSPARK_PYTHON to another Python"
            ) from None
        raise CalfcauseError(f"Spark: {_first_line(error)}") from None


def _java_error() -> type[Exception]:
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]

    return Py4JError  # type: ignore[no-any-return]


def _first_line(error: Exception) -> str:
    return next((line.strip(" .") for line in str(error).splitlines() if line.strip()), "no reason")
