"""Answer the sessions of a Spark frame."""

import pickle
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from calfcause.answer.columns import is_number
from calfcause.answer.predictor import Predictor
from calfcause.answer.tables import model_metadata
from calfcause.batch.answering import OnBadRows, answer_names
from calfcause.batch.headers import names_beside
from calfcause.batch.past_columns import PastColumns
from calfcause.errors import CalfcauseError, SchemaError
from calfcause.models.loaded import ModelId
from calfcause.sessions.names import find_columns, warn_caller
from calfcause.sessions.schema import COLUMNS, SORE_LABEL
from calfcause.sessions.units import units_named
from calfcause.spark.csv_files import Batches
from calfcause.spark.history import LINES, WHOSE, by_runner, decided, labels_in
from calfcause.spark.session import quietly, translated
from calfcause.spark.worker import COMPLAINTS, SHOWN, Job, places
from calfcause.texts import a_or_an

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

FRAME = "the frame of sessions"


def predict(
    spark_df: "DataFrame",
    *,
    model: str | Path | None = None,
    explain: bool = False,
    on_bad_rows: OnBadRows = "stop",
    units: str = "km",
    history: bool = True,
    intervals: bool = False,
    strict: bool = False,
    name_model: bool = False,
) -> "DataFrame":
    """Answer every session of a Spark frame, on the executors.

    Parameters
    ----------
    spark_df : DataFrame
        The sessions. Unknown columns are kept unchanged.
    model : str, Path or None
        The model, as for ``Predictor.load``. The driver loads it and sends it to the executors.
    explain : bool
        Whether to add the reasons, in columns of text.
    on_bad_rows : {"stop", "flag"}
        ``stop`` checks all cells at once, in a separate job, and raises an error if some are not
        allowed. ``flag`` leaves the answers of these rows null except for ``red_flags``, and adds
        a last column ``error``.
    units : {"km", "miles"}
        The units of the reasons.
    history : bool
        Whether rows with ``start_time`` get what their runner's earlier rows tell, as in
        ``Predictor.predict``.
    intervals : bool
        Whether to add ``p_sore_low`` and ``p_sore_high``, the 90 % interval of ``p_sore``.
    strict : bool
        Whether columns that are not known are refused instead of kept.
    name_model : bool
        Whether to add ``model_version`` and ``model_hash``: CSV has no other place for them.

    Returns
    -------
    DataFrame
        The columns of ``spark_df`` followed by those of the answers. Like any frame it is computed
        on use, each time unless it is cached. Version and hash of the model stand in the metadata
        of the answers' columns (``answers.schema["p_sore"].metadata``), which Parquet keeps.

    Raises
    ------
    SchemaError
        If no column is known, the frame already has answers, or it has cells that are not allowed
        and ``on_bad_rows`` is ``stop``; or if start times leave the order of day and month open.
    ModelError
        If there is no such model.

    Notes
    -----
    With ``start_time``, whose runs are whose is decided at once, in a separate job, for which the
    driver holds about fifty bytes a row; the answers then come sorted by ``runner_id``, and all
    rows of a runner have to fit into the memory of one executor.

    Examples
    --------
    >>> answers = predict(spark.read.parquet("sessions"))  # doctest: +SKIP
    >>> answers.write.parquet("answers")  # doctest: +SKIP
    """
    from pyspark.sql import DataFrame

    if not isinstance(spark_df, DataFrame):
        raise SchemaError(
            f"predict takes a Spark DataFrame, not {a_or_an(type(spark_df).__name__)};"
            " for pandas frames use Predictor.predict"
        )
    job = job_for(
        spark_df.columns, FRAME, model=model, explain=explain, on_bad_rows=on_bad_rows,
        units=units, intervals=intervals, strict=strict, name_model=name_model,
    )  # fmt: skip
    types_in_arrow(spark_df, FRAME)
    if on_bad_rows == "stop":
        raise_complaints(spark_df, job)
    sessions, warning = by_place(spark_df), ""
    if history:
        job, sessions, _, warning = with_history(spark_df, job)
    if warning:
        warn_caller(warning)
    with quietly():
        return sessions.mapInArrow(
            job.as_columns, schema_of(spark_df.schema, job.called, job.predictor.id)
        )


def job_for(
    names: Sequence[str],
    source: str,
    *,
    model: str | Path | None,
    explain: bool,
    on_bad_rows: OnBadRows,
    units: str,
    intervals: bool,
    strict: bool,
    name_model: bool,
) -> Job:
    """How to answer sessions with these columns.

    Raises SchemaError if no column is known, or there are answers already; if strict, too, where
    one is not known.
    """
    if on_bad_rows not in ("stop", "flag"):
        raise CalfcauseError(f"on Spark on_bad_rows is 'stop' or 'flag', not {on_bad_rows!r}")
    added = answer_names(explain, on_bad_rows, intervals, name_model)
    return Job(
        predictor=Predictor.load(model),
        source=source,
        known=find_columns(names, COLUMNS, source, strict=strict),
        names=list(names),
        called=names_beside(names, added, source),
        explain=explain,
        on_bad_rows=on_bad_rows,
        units=units_named(units),
        intervals=intervals,
        name_model=name_model,
        layout=None,
        to_parquet=True,
        packing=None,
        side_packing=None,
    )


def types_in_arrow(sessions: "DataFrame", source: str) -> "dict[str, pa.DataType]":
    """The Arrow type of each column."""
    from pyspark.errors import PySparkException
    from pyspark.sql.pandas.types import to_arrow_type

    types = {}
    for field in sessions.schema:
        try:
            types[field.name] = to_arrow_type(field.dataType, timezone="UTC")
        except PySparkException:
            raise SchemaError(
                f"{source}: column {field.name} holds {field.dataType.simpleString()}, which Spark"
                " cannot pass to Python; drop the column or cast it to string"
            ) from None
    return types


def by_place(sessions: "DataFrame") -> "DataFrame":
    """The frame with its columns named by position."""
    return sessions.toDF(*places(len(sessions.columns)))


def schema_of(
    given: "StructType", called: Sequence[str], model: ModelId | None = None
) -> "StructType":
    """The given columns and those of the answers, which name the model in their metadata."""
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    noted = model_metadata(asdict(model)) if model else None
    added = [
        StructField(name, DoubleType() if is_number(name) else StringType(), metadata=noted)
        for name in called
    ]
    return StructType([*given.fields, *added])


def raise_complaints(sessions: "DataFrame", job: Job) -> None:
    """Check all known cells, and that all files can be read."""
    if job.layout is None:
        job, sessions = _only(job, sessions, [*job.known])

    def look(batches: Batches) -> Batches:
        from pyspark import TaskContext

        context = TaskContext.get()
        return job.complaints(context.partitionId() if context else 0, batches)

    with quietly(), translated():
        complaints = sessions.mapInArrow(look, COMPLAINTS).collect()
    if not complaints:
        return
    shown = "".join(
        f"\n  {row['place']}, {row['complaint']}" if row["place"] else f"\n  {row['complaint']}"
        for row in complaints[:SHOWN]
    )
    more = sum(row["cells"] for row in complaints) - min(SHOWN, len(complaints))
    rest = f"\n  … and {more:,} more" if more else ""
    raise SchemaError(f"{job.source} has cells that are not allowed:{shown}{rest}")


def _only(job: Job, sessions: "DataFrame", wanted: Sequence[int]) -> tuple[Job, "DataFrame"]:
    """The job and the sessions with these columns alone, so that Spark need not read the others."""
    kept = sorted(wanted)
    columns = places(len(job.names))
    known = {place: job.known[at] for place, at in enumerate(kept) if at in job.known}
    narrow = replace(job, names=[job.names[at] for at in kept], known=known)
    return narrow, by_place(sessions).select(*(columns[at] for at in kept))


def with_history(sessions: "DataFrame", job: Job) -> tuple[Job, "DataFrame", str, str]:
    """The job that answers with earlier runs, and the sessions by runner; a note and a warning.

    sessions : with their own names, or blocks of CSV
    """
    given = sessions if job.layout else by_place(sessions)
    columns = PastColumns.of(job.names, job.layout)
    if columns is None:
        return job, given, "", ""
    reader, read, narrow = job, sessions, columns
    if job.layout is None:
        label = [at for at, column in columns.known.items() if column.name == SORE_LABEL]
        reader, read = _only(job, sessions, sorted({*columns.places.values(), *label}))
        narrow = PastColumns.of(reader.names, None) or columns
    with quietly(), translated():
        parts = read.mapInArrow(partial(reader.starts, narrow), "starts binary").collect()
    history = decided(columns, [pickle.loads(row["starts"]) for row in parts], job.source)
    if history.order is None:
        return job, given, history.note, history.warning
    if job.layout is not None:
        layout = replace(job.layout, decimal=history.decimal, n_own=0)
        history = replace(history, columns=replace(columns, layout=layout))
        schema: str | StructType = LINES
        spread = ["line"]
    else:
        layout, schema = None, schema_of(given.schema, [WHOSE])
        # Spark cannot hash a map.
        spread = [
            field.name for field in given.schema if "map" not in field.dataType.simpleString()
        ]
    with quietly(), translated():
        sorted_rows = by_runner(given.mapInArrow(partial(job.keyed, history), schema), spread)
        job = replace(job, history=history, layout=layout)
        if any(column.name == SORE_LABEL for column in columns.known.values()):
            labels = sorted_rows.mapInArrow(job.labels, "labels binary").collect()
            file = labels_in([row["labels"] for row in labels])
            job = replace(job, history=replace(history, file=file))
    return job, sorted_rows, history.note, history.warning
