"""Simulated runners by the block, each block by whichever executor is free."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import (
    AFTERWARDS_COLUMNS,
    COLUMNS,
    MODEL_COLUMNS,
    Column,
    label_columns,
)
from calfcause.spark.csv_files import Batches
from calfcause.spark.session import quietly

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from calfcause.simulate.world import World

# A task that starts costs Spark some milliseconds, a block a second.
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
    """Simulate sessions of runners with their labels, as ``calfcause generate`` does.

    The executors need the extra ``train`` as well.

    Parameters
    ----------
    runners, weeks, seed, world : as in ``simulate``, and the same sessions for the same ones.
    partitions : in how many parts they are made, by default each block of runners in its own; the
        sessions are the same whatever their number.

    Raises
    ------
    CalfcauseError
        If there are to be no runners, weeks or partitions.

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
            raise CalfcauseError(f"{name} is {count}; at least 1 is needed")
    n_blocks = -(-runners // BLOCK_RUNNERS)

    def make(batches: Batches) -> Iterator[pa.RecordBatch]:
        # What answers sessions does without all that makes them.
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
    """The columns of simulated sessions, in order, as Spark writes types."""
    ids = [column for column in COLUMNS.values() if column.group == "ids"]
    told = [COLUMNS[name] for name in (*MODEL_COLUMNS, *AFTERWARDS_COLUMNS)]
    labels = label_columns([cause.name for cause in CAUSES]).values()
    return ", ".join(f"`{one.name}` {_type(one)}" for one in (*ids, *told, *labels))


def _type(column: Column) -> str:
    if column.kind in ("text", "time", "choice"):
        return "string"
    return "tinyint" if column.group == "labels" else "double"
