"""Spark started for one command, and its errors told as the package's own."""

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

# As Python prints an error that a worker raised; the lines of the message that follow are indented.
_OUR_ERROR = re.compile(r"calfcause\.errors\.(\w+): (.*(?:\n  .*)*)")
_NOT_THERE = re.compile(r"No module named '(calfcause[\w.]*)'")
_OURS = {kind.__name__: kind for kind in (CalfcauseError, ModelError, SchemaError)}


@contextmanager
def session_at(master: str) -> Iterator["SparkSession"]:
    """Give a session of Spark at a master, which ends with this; or the one that is there already.

    Raises
    ------
    CalfcauseError
        If Spark does not start, for want of Java or of the master.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        yield running
        return
    if master.startswith("local"):
        # Spark would take the first python3 of the path, which may not have calfcause.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        # What goes wrong is told by the error; Java would tell it in a hundred lines before.
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
                f"Spark does not start at {master}: {_first_line(error)}. It needs Java 17 or 21,"
                " on the path or named by JAVA_HOME, and a master that is there, such as local[2]"
            ) from None
    try:
        yield spark
    finally:
        spark.stop()


def interruptible(spark: "SparkSession", work: Callable[[], Result]) -> Result:
    """Do some work with Spark in a thread of its own, and end it there if this one is interrupted.

    What interrupts a thread amid a call to Java leaves it an answer that belongs to that call, and
    Spark at work on what nobody waits for.
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
    """Leave out PySpark's warning that it does not yet know pandas 3: it is handed no frame."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        yield


@contextmanager
def translated() -> Iterator[None]:
    """Tell errors of Spark in one message each.

    Raises
    ------
    CalfcauseError
        What a worker raised, or the first line of what Spark says.
    """
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, _java_error()) as error:
        text = str(error)
        if found := _OUR_ERROR.search(text):
            raise _OURS.get(found[1], CalfcauseError)(found[2]) from None
        if _NOT_THERE.search(text):
            raise CalfcauseError(
                "the Python of an executor has no calfcause; install it there, or name another"
                " Python by PYSPARK_PYTHON"
            ) from None
        raise CalfcauseError(f"Spark: {_first_line(error)}") from None


def _java_error() -> type[Exception]:
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]

    return Py4JError  # type: ignore[no-any-return]


def _first_line(error: Exception) -> str:
    return next((line.strip(" .") for line in str(error).splitlines() if line.strip()), "no reason")
