"""Simulate runners in blocks on the executors."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import COLUMNS, Column, label_columns
from calfcause.spark.csv_files import Batches
from calfcause.spark.session import quietly

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from calfcause.simulate.world import World

# Starting a task takes Spark some milliseconds; a block takes a second.
MOST_PARTITIONS = 10_000


def generate(
    spark: "SparkSession",
    *,
    runners: int,
    weeks: int = 16,
    seed: int = 0,
    world: "World | None" = None,
    partitions: int | None = None,
) -> "DataFrame":
    """Simulate sessions of runners with their labels, on the executors.

    The sessions are those of ``calfcause generate``. The executors need the extra ``train`` too.

    Parameters
    ----------
    spark : SparkSession
        The session to work with, see ``session_at``.
    runners, weeks, seed, world
        See ``simulate``; the same arguments give the same sessions.
    partitions : int, optional
        Number of partitions; by default each block of runners has its own. It does not change the
        sessions.

    Returns
    -------
    DataFrame
        One row per session. Like any frame it is computed on use.

    Raises
    ------
    CalfcauseError
        If the number of runners, weeks or partitions is below 1.

    Examples
    --------
    >>> sessions = generate(spark, runners=1_000_000, seed=1)  # doctest: +SKIP
    >>> sessions.write.parquet("sessions")  # doctest: +SKIP
    """
    from calfcause.simulate.generate import BLOCK_RUNNERS
    from calfcause.simulate.world import DEFAULT

    world = DEFAULT if world is None else world
    counts = {"runners": runners, "weeks": weeks, "partitions": partitions or 1}
    for name, count in counts.items():
        if count < 1:
            raise CalfcauseError(f"{name} is {count}; it must be at least 1")
    n_blocks = -(-runners // BLOCK_RUNNERS)

    def make(batches: Batches) -> Iterator[pa.RecordBatch]:
        # Imported here: executors that only answer do not need the simulation.
        from calfcause.simulate.frame import in_plain_text, to_table
        from calfcause.simulate.generate import block

        for batch in batches:
            for number in batch.column(0).to_pylist():
                made = block(number, runners, weeks, world=world, seed=seed)
                yield from in_plain_text(to_table(made)).to_batches()

    numbers = spark.range(0, n_blocks, 1, partitions or min(n_blocks, MOST_PARTITIONS))
    with quietly():
        return numbers.mapInArrow(make, _schema())


def _schema() -> str:
    """The columns of simulated sessions with their Spark types."""
    from calfcause.simulate.record import RECORDED_COLUMNS

    ids = [column for column in COLUMNS.values() if column.group == "ids"]
    recorded = [COLUMNS[name] for name in RECORDED_COLUMNS]
    labels = label_columns([cause.name for cause in CAUSES]).values()
    return ", ".join(f"`{column.name}` {_type(column)}" for column in (*ids, *recorded, *labels))


def _type(column: Column) -> str:
    if column.kind in ("text", "time", "choice"):
        return "string"
    return "tinyint" if column.group == "labels" else "double"
