"""Answer a whole file: read it in blocks, answer these in parallel, write them in order."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from calfcause.answer.predictor import Predictor
from calfcause.batch.answering import Answering, OnBadRows, answer_names
from calfcause.batch.blocks import packing_of
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.headers import (
    answers_header,
    answers_schema,
    names_beside,
    side_header,
    side_schema,
)
from calfcause.batch.job import Done, Job, PartsError
from calfcause.batch.look_back import FilePast, look_back
from calfcause.batch.report import BatchReport
from calfcause.batch.source import Source, identity_of, open_source
from calfcause.batch.target import (
    Sink,
    check_target,
    new_sink,
    refuse_foreign,
    refuse_over_the_rest,
    side_of,
)
from calfcause.batch.workers import answered_in_order
from calfcause.errors import CalfcauseError, Problem, SchemaError
from calfcause.files import atomic_path, ending, is_stream, refuse_onto, refusing_if_full
from calfcause.remote import beside, fetched, is_remote, uploaded
from calfcause.sessions.bad_cells import further_down, raise_bad_cells
from calfcause.sessions.cells import Synonyms, warn_of_synonyms
from calfcause.sessions.layout import side_names
from calfcause.sessions.units import units_named
from calfcause.version import __version__

# A file with this many bad cells is wrong throughout; reading on would only fill memory.
MOST_BAD_CELLS = 100_000
# How much work an interruption may cost a job that is resumed.
FINISH_SECONDS = 1.0


def predict_file(
    predictor: Predictor,
    source: str | Path,
    target: str | Path,
    *,
    explain: bool = False,
    on_bad_rows: OnBadRows = "stop",
    units: str = "km",
    workers: int = 1,
    resume: bool = False,
    history: bool = True,
    intervals: bool = False,
    strict: bool = False,
    name_model: bool = False,
    progress: Callable[[int, float | None], None] | None = None,
) -> BatchReport:
    """Answer the sessions of a file, and write its rows with their answers to another file.

    The target appears only when it is complete.

    Parameters
    ----------
    predictor : Predictor
        The model to answer with.
    source, target : str or Path
        CSV (``.csv``, ``.csv.gz``, ``.csv.zst``) or Parquet (``.parquet``) files. ``-`` stands for
        standard input or output; like a pipe, the latter has the format of the source. Both may
        be the same file. An address such as ``s3://bucket/runs.csv`` works where fsspec is
        installed; such files are copied to and from a temporary folder of this machine.
    explain : bool
        Whether to add the reasons, in columns of text.
    on_bad_rows : {"stop", "flag", "side-file"}
        What to do with rows that have cells that are not allowed. ``stop`` writes nothing.
        ``flag`` leaves their answers empty but for ``red_flags`` and ``triage``, and adds a last
        column ``error``; cells beyond the header are dropped. ``side-file`` writes these rows,
        complete, to a file beside the target instead (``answers.bad.csv``). Once corrected, that
        file can be the source: its leading columns ``calfcause_line`` (for Parquet
        ``calfcause_row``, from 0), ``calfcause_error``, ``calfcause_red_flags`` and
        ``calfcause_triage`` are dropped.
    units : {"km", "miles"}
        The units of the reasons. Cells are always metric.
    workers : int
        Number of processes. With more than one, a script needs ``if __name__ == "__main__":``, as
        for any Python program that starts processes.
    resume : bool
        Whether to continue an interrupted job from what it has finished, which is kept in a hidden
        folder beside the target. Jobs from a file to a file of this machine can be resumed. Without
        ``resume``, a warning is given, and the finished part is kept until as much is finished
        again.
    history : bool
        Whether rows with ``start_time`` get what their runner's earlier rows tell, as in
        ``Predictor.predict``.
    intervals : bool
        Whether to add ``p_sore_low`` and ``p_sore_high``, the 90 % interval of ``p_sore``.
    strict : bool
        Whether columns that are not known are refused; by default they are passed through.
    name_model : bool
        Whether to add ``model_version`` and ``model_hash``: CSV has no other place for them, while
        the metadata of Parquet names the model in any case.
    progress : callable, optional
        Called after every block with the number of rows so far and the share of the source that
        has been read (None if unknown).

    Returns
    -------
    BatchReport
        The counts over all rows; ``print`` it for a summary.

    Raises
    ------
    SchemaError
        If the source is not a file of sessions, already has answers, or has cells that are not
        allowed and ``on_bad_rows`` is ``stop``; if it is the side file of the target; or if start
        times leave the order of day and month open.
    CalfcauseError
        If the disk is full, another process writes the same target, the source changes while it is
        read, or the finished part is damaged or belongs to another job.

    Notes
    -----
    Rows keep their text, their line ends and their order. If the delimiter is not a comma, the
    answers use the decimal mark of the file. If the file has a column ``primary_cause`` (a label of
    training data), the answer is called ``predicted_primary_cause``. From CSV to Parquet, cells
    stay text, and empty cells become null.

    If the file has ``start_time``, it is looked through once before, whatever the order of its
    rows: what earlier rows add goes to unnamed temporary files, about a hundred bytes a row, so
    that the memory stays small; standard input is kept there, too. A row with bad cells counts as
    an earlier run with its other cells; a side file that is answered later has only its own rows.

    Because cells come back byte for byte, one that a spreadsheet takes for a formula (``=1+1``)
    still is one in the answers. Import files from strangers as text.

    A target that exists keeps its permissions, owner and group where the system allows. A new one
    has those of any new file, but lets in nobody who may not read the source: answers to a source
    of mode 0600 get mode 0600. The side file is never more open than the target.

    Examples
    --------
    >>> import calfcause
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "runs.csv"), Path(folder, "answers.csv")
    ...     _ = source.write_text("session_id,distance_km,terrain\\nmonday,14,steep\\n")
    ...     report = predict_file(calfcause.Predictor.load(), source, target)
    ...     header = target.read_text().splitlines()[0]
    >>> report.rows, report.red_flagged_rows
    (1, 0)
    >>> header[:37]
    'session_id,distance_km,terrain,p_sore'
    """
    check_target(target)
    given, remote = (source, target), is_remote(source) or is_remote(target)
    with fetched(source) as source, uploaded(target) as target:
        from_file = not (str(source) == "-" or os.path.isdir(source) or is_stream(source))
        kept = from_file and not remote and not is_stream(target)
        if resume and not kept:
            raise CalfcauseError(
                "a job can be resumed only if both input and output are files of this machine"
            )
        identity = identity_of(source) if from_file and not remote else {}
        with closing(open_source(source, strict=strict)) as opened:
            side, told_side, of_csv = None, None, isinstance(opened, CsvSource)
            if on_bad_rows == "side-file":
                side = side_of(target, of_csv=of_csv)
                told_side = beside(given[1], side.name) if is_remote(given[1]) else str(side)
                refuse_onto(source, side)
                refuse_foreign(told_side)
            refuse_over_the_rest(*given, of_csv=of_csv)
            answering = answering_of(
                opened, predictor, target, side,
                explain=explain, on_bad_rows=on_bad_rows, units=units, kept=kept,
                intervals=intervals, name_model=name_model,
            )  # fmt: skip
            past = None
            if history:
                piped = None if from_file else opened
                past = _past(source, predictor, answering, opened, piped, workers)
            if is_stream(target):
                with atomic_path(target) as answers:
                    report = _write(opened, answering, past, answers, None, None, workers, progress)
                    _refuse_changed(source, identity)
            else:
                about = _about(source, identity, answering, history) if kept else {}
                with Job(target, about, resume=resume) as job, refusing_if_full(target):
                    report = _write(
                        opened, answering, past, job.answers, job.side if side else None,
                        job if kept else None, workers, progress,
                    )  # fmt: skip
                    _refuse_changed(source, identity)
                    job.complete(target, side, like=source)
            report.side_file = told_side
            report.model = predictor.id
            report.history = past.note if past else ""
            return report


def _past(
    source: str | Path,
    predictor: Predictor,
    answering: Answering,
    opened: Source,
    piped: Source | None,
    workers: int,
) -> FilePast | None:
    """What earlier rows add; an error that refuses the file still counts its red flags."""
    try:
        return look_back(source, predictor, opened=piped, workers=workers)
    except SchemaError as error:
        if piped is not None:
            raise
        report = BatchReport()
        for block in opened.blocks():
            report.add(replace(answering, on_bad_rows="flag")(block))
        raise SchemaError(f"{error}{report.signs}", error.problems) from None


def _write(
    opened: Source,
    answering: Answering,
    past: FilePast | None,
    answers: Path,
    bad_rows: Path | None,
    job: Job | None,
    workers: int,
    progress: Callable[[int, float | None], None] | None,
) -> BatchReport:
    """Answer and write the blocks that are not yet done."""
    done = job.done if job else Done()
    report = BatchReport(**(done.report or {}))
    bad_cells: list[Problem] = []
    synonyms: Synonyms = {}
    finished_at = time.monotonic()
    with ExitStack() as sinks:
        header, schema = answers_header(opened, answering), answers_schema(opened, answering)
        kept = job is not None
        out = _begun(answers, header, schema, done.answers, sinks, kept=kept)
        side = None
        if bad_rows is not None:
            header, schema = side_header(opened, answering), side_schema(opened)
            side = _begun(bad_rows, header, schema, done.side, sinks, kept=kept)
        blocks = opened.blocks(done.next, done.before)
        blocks = past.attached(blocks) if past else blocks
        with closing(answered_in_order(answering, blocks, workers)) as answered:
            for block, found in answered:
                bad_cells += further_down(found.bad_cells, report.rows)
                report.add(found)
                synonyms |= found.synonyms
                if len(bad_cells) >= MOST_BAD_CELLS:
                    unit = "row" if not isinstance(opened, CsvSource) else "line"
                    read = f"{opened.name}, read up to {unit} {block.next_before},"
                    _refuse_bad_cells(bad_cells, read, report)
                if not bad_cells:
                    out.write(found.answers)
                    if side is not None:
                        side.write(found.side)
                    if job and time.monotonic() - finished_at >= FINISH_SECONDS:
                        job.finished(
                            Done(
                                next=block.next,
                                before=block.next_before,
                                answers=out.place(),
                                side=side.place() if side else None,
                                report=asdict(report),
                            )
                        )
                        finished_at = time.monotonic()
                if progress:
                    progress(report.rows, opened.share)
        warn_of_synonyms(synonyms)
        _refuse_bad_cells(bad_cells, opened.name, report)
        out.close()
        if side is not None:
            side.close()
    return report


def _refuse_bad_cells(bad_cells: list[Problem], source: str, report: BatchReport) -> None:
    """Refuse a file with bad cells; the error counts the rows whose signs nobody shall miss."""
    try:
        raise_bad_cells(bad_cells, source)
    except SchemaError as error:
        raise SchemaError(f"{error}{report.signs}", error.problems) from None


def _begun(
    path: Path,
    header: bytes,
    schema: pa.Schema | None,
    place: int | None,
    sinks: ExitStack,
    *,
    kept: bool,
) -> Sink:
    """Start a sink with its header, or continue one from a place."""
    sink = new_sink(path, schema, place, kept=kept)
    sinks.callback(sink.give_up)
    if place is None:
        sink.write(header)
    return sink


def _refuse_changed(source: str | Path, identity: Mapping[str, Any]) -> None:
    """Refuse the answers if the source was changed meanwhile: they may mix two versions."""
    if identity and not (os.path.exists(source) and identity_of(source) == identity):
        raise PartsError(f"{source} changed while it was read; start again")


def _about(
    source: str | Path, identity: Mapping[str, Any], answering: Answering, history: bool
) -> dict[str, object]:
    """What distinguishes one job from another."""
    return {
        "input": {"path": str(Path(source).resolve()), **identity},
        "model": answering.predictor.digest,
        "version of calfcause": __version__,
        "choice of options": [
            answering.explain,
            answering.on_bad_rows,
            answering.units.name,
            answering.intervals,
            answering.name_model,
            history,
        ],
        "form": [answering.to_parquet, answering.packing, answering.side_packing],
    }


def answering_of(
    opened: Source,
    predictor: Predictor,
    target: str | Path,
    side: Path | None,
    *,
    explain: bool,
    on_bad_rows: OnBadRows,
    units: str,
    kept: bool,
    intervals: bool,
    name_model: bool = False,
) -> Answering:
    if isinstance(opened, CsvSource):
        layout, known, names = opened.layout, opened.layout.known, opened.layout.header
    else:
        layout, known, names = None, opened.known, opened.schema.names
    to_parquet = bool(ending(target, [".parquet"])) or (is_stream(target) and layout is None)
    added = answer_names(explain, on_bad_rows, intervals, name_model)
    called = names_beside(names, added, opened.name)
    if side is not None:
        names_beside(names, side_names(of_csv=layout is not None), opened.name)
    # Uncompressed, the batches that a job keeps would take many times the room of its Parquet.
    batches = "zstd" if kept else None
    return Answering(
        predictor=predictor, layout=layout, known=known, names=names, called=called,
        explain=explain, on_bad_rows=on_bad_rows, units=units_named(units), to_parquet=to_parquet,
        intervals=intervals, name_model=name_model,
        packing=packing_of(target) or (batches if to_parquet else None),
        side_packing=(packing_of(side) or (None if layout else batches)) if side else None,
    )  # fmt: skip
