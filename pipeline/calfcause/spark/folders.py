"""Answer a folder of Parquet or CSV files; the new folder appears only when it is complete."""

import pickle
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa

from calfcause.answer.past import Counts
from calfcause.batch.answering import OnBadRows
from calfcause.batch.arrays import strings
from calfcause.batch.headers import refuse_what_csv_cannot_hold
from calfcause.batch.report import BatchReport
from calfcause.batch.texts import quoted
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.files import ending
from calfcause.sessions.layout import Layout
from calfcause.sessions.names import plain_name
from calfcause.spark.csv_files import Batches, in_blocks, layouts, plain_path
from calfcause.spark.frames import (
    by_place,
    job_for,
    raise_complaints,
    schema_of,
    types_in_arrow,
    with_history,
)
from calfcause.spark.history import ALIKE
from calfcause.spark.session import interruptible, quietly, translated
from calfcause.spark.worker import COUNTS, Job, places
from calfcause.texts import joined

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation, SparkSession
    from pyspark.sql.types import StructType

ALIKE_AS_CSV = "write the answers to Parquet, or make the files alike"
CSV_ENDS = (".csv", ".csv.gz", ".csv.zst")
PARQUET_END = ".parquet"
REMOVALS, SECONDS_TO_HEAR = 10, 0.5
# Compression of Spark's text files, by the ending of the folder's name.
PACKING = {".csv": "none", ".csv.gz": "gzip"}


def predict_folder(
    spark: "SparkSession",
    source: str | Path,
    target: str | Path,
    *,
    model: str | Path | None = None,
    explain: bool = False,
    on_bad_rows: OnBadRows = "stop",
    units: str = "km",
    history: bool = True,
    intervals: bool = False,
    strict: bool = False,
    name_model: bool = False,
) -> BatchReport:
    """Answer the sessions of a folder on Spark, and write them to a new folder.

    Parameters
    ----------
    spark : SparkSession
        The session to work with, see ``session_at``.
    source : str or Path
        A folder of Parquet (``.parquet``) or CSV (``.csv``, ``.csv.gz``, ``.csv.zst``) files with
        the same columns, or a single file, on any storage that Spark reads.
    target : str or Path
        A folder that does not exist yet. If its name ends in ``.parquet``, ``.csv`` or
        ``.csv.gz``, its files have that format, else the format of the source.
    model, explain, on_bad_rows, units, history, intervals, strict, name_model
        See ``predict``.

    Returns
    -------
    BatchReport
        The counts over all rows; ``print`` it for a summary.

    Raises
    ------
    SchemaError
        If the files are not files of sessions, already have answers, or have cells that are not
        allowed and ``on_bad_rows`` is ``stop``.
    CalfcauseError
        If the target exists, or Spark fails.

    Notes
    -----
    One worker cuts a CSV file into blocks, because quoted cells may span lines; all workers answer
    them. The parts of the answers follow the names of the files and the order of their rows. Every
    CSV part has the header. Rows of Parquet keep their order within a part. With earlier runs, the
    rows come sorted by ``runner_id`` instead.

    Examples
    --------
    >>> with session_at("local[2]") as spark:  # doctest: +SKIP
    ...     print(predict_folder(spark, "sessions", "answers.parquet"))
    """
    options: dict[str, Any] = {
        "model": model, "explain": explain, "on_bad_rows": on_bad_rows, "units": units,
        "intervals": intervals, "strict": strict, "name_model": name_model,
    }  # fmt: skip
    with translated(), quietly():
        return interruptible(
            spark, lambda: _write(spark, str(source), str(target), options, history)
        )


def _write(
    spark: "SparkSession", source: str, target: str, options: dict[str, Any], history: bool
) -> BatchReport:
    with _new_folder(spark, target) as (storage, part):
        read = spark.read.format("binaryFile").load(source)
        to_csv = ending(target, (*PACKING, PARQUET_END))
        if _are_csv(read, source):
            layout = _layout_of_first(spark, read)
            job = job_for(layout.header, layout.name, **options)
            job = replace(job, source=source, layout=layout, to_parquet=to_csv == PARQUET_END)
            history = history and "start_time" in map(plain_name, job.names)
            alike = ALIKE if history else "" if job.to_parquet else ALIKE_AS_CSV
            sessions = in_blocks(read, layout, alike=alike)
        else:
            sessions = spark.read.parquet(source)
            job = job_for(sessions.columns, source, **options)
            job = replace(job, to_parquet=to_csv in ("", PARQUET_END))
        if options["on_bad_rows"] == "stop":
            raise_complaints(sessions, job)
        given, note = sessions if job.layout else by_place(sessions), ""
        schema = sessions.schema
        if not (job.to_parquet or job.layout):
            refuse_what_csv_cannot_hold(types_in_arrow(sessions, source), source)
        if history:
            job, given, note, _ = with_history(sessions, job)
        if job.to_parquet:
            report, done = _write_parquet(given, schema, job, part)
        else:
            report, done = _write_csv(given, job, part, PACKING[to_csv or ".csv"])
            storage.rename_ends(part, ".txt", ".csv")
        report.history = joined(note, str(done))
        report.model = job.predictor.id
        return report


def _are_csv(read: "DataFrame", source: str) -> bool:
    """Whether all files are CSV; otherwise all are Parquet."""
    names = read.inputFiles()
    ends = [ending(name, (*CSV_ENDS, PARQUET_END)) for name in names]
    if not names:
        raise SchemaError(f"there are no files in {source}")
    if "" in ends:
        other = plain_path(names[ends.index("")])
        raise SchemaError(f"{other}: sessions are read from .csv, .csv.gz, .csv.zst or .parquet")
    if len({end == PARQUET_END for end in ends}) == 2:
        raise SchemaError(f"{source} holds both CSV and Parquet files; give a folder of one format")
    if ends[0] != PARQUET_END and len(read.columns) > 4:
        raise SchemaError(
            f"{source} has {', '.join(read.columns[4:])} in the names of its folders, not in its"
            " CSV files; read it with Spark and pass the frame to calfcause.spark.predict"
        )
    return ends[0] != PARQUET_END


def _layout_of_first(spark: "SparkSession", read: "DataFrame") -> Layout:
    """How the first CSV file is written; the others must have the same header."""
    first = unquote(min(read.inputFiles()))
    # Spark takes a path as a pattern.
    literal = re.sub(r"([\\\[\]{}*?])", r"\\\1", first)
    files = spark.read.format("binaryFile").load(literal).select("path", "content")
    row = files.mapInArrow(layouts, "layout binary").first()
    assert row is not None
    layout: Layout = pickle.loads(row["layout"])
    return layout


def _write_parquet(
    given: "DataFrame", types: "StructType", job: Job, part: str
) -> tuple[BatchReport, Counts]:
    from pyspark.sql.types import StringType, StructField, StructType

    if job.layout:
        types = StructType([StructField(name, StringType()) for name in job.names])
    schema = schema_of(types, job.called, job.predictor.id)
    names = list(schema.names)
    for name, kind in COUNTS.items():
        schema = schema.add(name, kind)
    answers = given.mapInArrow(job.as_counted, schema)
    counted, counts = _counted(answers.toDF(*places(len(names)), *COUNTS))
    counted.drop(*COUNTS).toDF(*names).write.parquet(part)
    return _report(counts)


def _write_csv(given: "DataFrame", job: Job, part: str, packing: str) -> tuple[BatchReport, Counts]:
    delimiter = job.layout.delimiter if job.layout else ","
    header = delimiter.join(quoted(strings([*job.names, *job.called]), delimiter).to_pylist())

    def lines(batches: Batches) -> Iterator[pa.RecordBatch]:
        return job.as_lines(header, batches)

    schema = ", ".join(f"{name} {kind}" for name, kind in ({"lines": "string"} | COUNTS).items())
    counted, counts = _counted(given.mapInArrow(lines, schema))
    counted.select("lines").write.option("compression", packing).text(part)
    return _report(counts)


def _counted(answers: "DataFrame") -> tuple["DataFrame", "Observation"]:
    """The answers, and the sums of their counts once they are written."""
    from pyspark.sql import Observation
    from pyspark.sql.functions import sum as total

    seen = Observation()
    return answers.observe(seen, *(total(name).alias(name) for name in COUNTS)), seen


def _report(seen: "Observation") -> tuple[BatchReport, Counts]:
    # Sums of no rows are null.
    counts: dict[str, Any] = {name: count or 0 for name, count in seen.get.items()}
    done = Counts(**{name: counts.pop(name) for name in Counts._fields})
    return BatchReport(**counts), done


@contextmanager
def _new_folder(spark: "SparkSession", target: str) -> Iterator[tuple["_Storage", str]]:
    """Yield a folder to write to; if the block succeeds, it is renamed to the target.

    Raises CalfcauseError if the target exists.
    """
    storage = _Storage(spark, target)
    storage.refuse_if_there()
    part = storage.beside(f".{{}}.{secrets.token_hex(4)}.part")
    try:
        yield storage, part
        # If the target was made meanwhile, renaming would move the folder into it.
        storage.refuse_if_there()
        storage.rename_to_target(part)
    finally:
        storage.remove(part)


class _Storage:
    """The storage of the target (disk, HDFS or bucket), through Spark's own file system."""

    def __init__(self, spark: "SparkSession", target: str) -> None:
        self._hadoop: Any = spark._jvm.org.apache.hadoop.fs  # type: ignore[union-attr]
        self._target, self._path = target, self._hadoop.Path(target)
        self._files = self._path.getFileSystem(spark._jsc.hadoopConfiguration())

    def refuse_if_there(self) -> None:
        if self._files.exists(self._path):
            raise CalfcauseError(f"{self._target} exists already; choose a new folder")

    def beside(self, form: str) -> str:
        whole = self._files.makeQualified(self._path)
        return str(self._hadoop.Path(whole.getParent(), form.format(whole.getName())).toString())

    def rename_ends(self, folder: str, old: str, new: str) -> None:
        """Replace the ending ``old`` of the file names in a folder, compressed or not."""
        for status in self._files.listStatus(self._hadoop.Path(folder)):
            path = status.getPath()
            name = str(path.getName())
            stem, end, packed = name.rpartition(old)
            if end:
                self._rename(path, self._hadoop.Path(path.getParent(), f"{stem}{new}{packed}"))

    def rename_to_target(self, folder: str) -> None:
        self._rename(self._hadoop.Path(folder), self._path)

    def _rename(self, path: Any, new: Any) -> None:
        if not self._files.rename(path, new):
            raise CalfcauseError(f"{path.toString()} cannot be renamed to {new.toString()}")

    def remove(self, folder: str) -> None:
        """Remove a folder, repeatedly: cancelled tasks may still write to it."""
        path = self._hadoop.Path(folder)
        for _ in range(REMOVALS):
            if not self._files.exists(path):
                return
            self._files.delete(path, True)
            time.sleep(SECONDS_TO_HEAR)
