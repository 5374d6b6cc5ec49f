"""The commands that answer runs: predict, explain and report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from calfcause.cli.options import (
    POSITIVE,
    RUNS,
    At,
    in_a_folder,
    with_format,
    with_history,
    with_model,
    with_strict,
    with_units,
)
from calfcause.cli.terminal import (
    Progress,
    count_rows,
    end_progress,
    on_terminal,
    processors,
    show,
    show_json,
    tell,
)

OUT = At(dir_okay=False, allow_dash=True, path_type=Path)


def by_engine(file: click.Path, check: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """A callback that checks a local file; Spark takes any path that its storage understands."""

    def converted(context: click.Context, option: click.Parameter, path: str) -> Any:
        if context.params["engine"] == "spark":
            return path
        found = file.convert(path, option, context)
        return check(context, option, found) if check else found

    return converted


@click.command()
@click.argument("sessions", metavar="IN", callback=by_engine(RUNS))
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=by_engine(OUT, in_a_folder),
    help="File for the answers. If it is IN itself, that is replaced once all is answered.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Add columns with the reasons in words.")
@click.option(
    "--on-bad-rows", type=click.Choice(["stop", "flag", "side-file"]), default="stop",
    show_default=True,
    help="If cells are not allowed: stop and write nothing; flag their rows in a last column "
    "error; or write their rows to a side file (OUT.bad.csv and alike) to be corrected.",
)  # fmt: skip
@click.option(
    "--resume", is_flag=True,
    help="Continue from where the same command was interrupted.",
)  # fmt: skip
@click.option("--workers", type=POSITIVE, help="Number of processes. [one per processor]")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    # Parsed before the paths, which are folders for Spark.
    is_eager=True, help="Answer a file on this machine, or a folder of files on Apache Spark.",
)  # fmt: skip
@click.option("--master", metavar="URL", help="Address of the Spark master. [local[*]]")
@click.option(
    "--intervals", is_flag=True,
    help="Add p_sore_low and p_sore_high, the 90 % interval of p_sore.",
)  # fmt: skip
@click.option(
    "--name-model", is_flag=True,
    help="Add model_version and model_hash; Parquet names them in its metadata in any case.",
)  # fmt: skip
@with_history
@with_strict
@with_units
@with_model
def predict(
    sessions: Any,
    out: Any,
    model: str | None,
    resume: bool,
    workers: int | None,
    engine: str,
    master: str | None,
    **options: Any,
) -> None:
    """Answer every run of a file, however long.

    OUT holds the rows of IN with added columns: p_sore (the risk of sore calves), p_CAUSE and
    p_CAUSE_given_sore for each cause, primary_cause, red_flags (signs that need a clinician),
    and triage (how urgent they are).

    IN and OUT end in .csv, .csv.gz, .csv.zst or .parquet; - stands for standard input or output.
    Either may be an address such as s3://BUCKET/runs.csv, with the extra remote. OUT appears only
    when it is complete.

    \b
    Examples:
      calfcause predict sessions.csv -o answers.csv
      calfcause predict sessions.parquet -o answers.parquet --explain --on-bad-rows side-file
      calfcause predict years.csv.gz -o answers.csv.gz --resume
      zcat sessions.csv.gz | calfcause predict - -o - > answers.csv
      calfcause predict sessions -o answers --engine spark --master spark://host:7077
    """
    if engine == "spark":
        if resume or workers or options["on_bad_rows"] == "side-file":
            raise click.UsageError(
                "--engine spark does not support --resume, --workers or --on-bad-rows side-file."
            )
        from calfcause.spark import predict_folder, session_at

        with session_at(master or "local[*]") as spark:
            tell(str(predict_folder(spark, sessions, out, model=model, **options)))
        return
    if master:
        raise click.UsageError("--master needs --engine spark.")
    import pyarrow

    from calfcause.answer.predictor import Predictor
    from calfcause.batch import predict_file

    # Arrow handles the interrupt key while it reads, and sometimes swallows it.
    pyarrow.enable_signal_handlers(False)
    progress = Progress() if on_terminal() else None
    report = predict_file(
        Predictor.load(model), sessions, out, resume=resume,
        workers=workers or processors(), progress=progress, **options,
    )  # fmt: skip
    if progress:
        end_progress()
    tell(str(report))


@click.command()
@click.argument("sessions", metavar="IN", type=RUNS)
@click.option("--row", metavar="ID", help="Only this session_id; or else this row, from 1.")
@click.option(
    "--risk-under", metavar="P", type=click.FloatRange(0, 1, min_open=True),
    help="Add the smallest changes that bring the risk of such a run down to P, as in 0.1.",
)  # fmt: skip
@click.option(
    "--questions", "n_questions", metavar="N", type=click.IntRange(min=0), default=0,
    show_default=True, help="Add the N questions whose answers would matter most.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Show every cause, the sources and the terms as well.")
@with_units
@with_history
@with_strict
@with_format("text", "json")
@with_model
def explain(
    sessions: Path,
    row: str | None,
    full: bool,
    n_questions: int,
    risk_under: float | None,
    units: str,
    form: str,
    history: bool,
    strict: bool,
    model: str | None,
) -> None:
    """Explain each run in short: why your calves are sore, or how likely a plan makes them sore.

    IN ends in .csv, .csv.gz, .csv.zst or .parquet; - stands for standard input.

    \b
    Examples:
      calfcause explain sessions.csv
      calfcause explain sessions.csv --row monday-7 --format json
      calfcause explain sessions.csv --row 1 --full
      calfcause explain sessions.csv --row 1 --questions 3
      calfcause explain plan.csv --risk-under 0.1 --units miles
    """
    from calfcause.answer.explain import explain
    from calfcause.answer.next_run import next_run
    from calfcause.answer.predictor import Predictor
    from calfcause.answer.questions import next_questions
    from calfcause.answer.sore import counts_as_sore
    from calfcause.answer.text import questions_as_text
    from calfcause.batch import find_sessions
    from calfcause.sessions.units import UNITS
    from calfcause.texts import printable

    predictor, words = Predictor.load(model), UNITS[units]
    objects, between = [], ""
    by_history = predictor if history else None
    for session in find_sessions(sessions, row, predictor=by_history, say=tell, strict=strict):
        codes, earlier, base = session.with_past()
        answer = explain(
            predictor, codes, units=words, most_questions=1,
            told_sore=counts_as_sore(session.codes), earlier=earlier, base=base,
        )  # fmt: skip
        parts: list[Any] = [answer.full if full else answer]
        more: dict[str, Any] = {}
        if n_questions:
            questions = next_questions(predictor, codes, n_questions, units=words)
            parts.append(questions_as_text(questions))
            more["questions"] = [question.to_dict() for question in questions]
        if risk_under is not None:
            changed = next_run(predictor, codes, below=risk_under, units=words)
            parts.append(changed)
            more["next_run"] = changed.to_dict()
        if form == "json":
            objects.append({"session": session.name, **answer.to_dict(), **more})
        else:
            show(f"{between}== {printable(session.name)}\n\n" + "\n\n".join(map(str, parts)))
            between = "\n"
    if form == "json":
        show_json(objects)


@click.command()
@click.argument("sessions", metavar="IN", type=RUNS)
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=in_a_folder, type=OUT,
    help="File for the report, or its address; - is standard output.",
)  # fmt: skip
@with_units
@with_history
@with_strict
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "json"]),
    help="Format of the report. [by the ending of OUT, else html]",
)  # fmt: skip
@with_model
def report(sessions: Path, out: Path, model: str | None, **options: Any) -> None:
    """Write a report on a runner or a squad: who is at risk, why, and how it changes.

    The report is one file that can be mailed, opened offline and printed. Rows with the same
    runner_id belong to one runner. IN is read as by predict, - included. Needs the extra report:
    pip install 'calfcause[report]'.

    \b
    Examples:
      calfcause report runs.csv -o report.html
      calfcause report squad.csv -o report.html --units miles
      calfcause report squad.csv -o report.md
    """
    from calfcause.answer.predictor import Predictor
    from calfcause.report import write_report

    progress = count_rows if on_terminal() else None
    summary = write_report(Predictor.load(model), sessions, out, progress=progress, **options)
    if progress:
        end_progress()
    tell(str(summary))
