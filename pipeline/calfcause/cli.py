"""The command line: a thin skin over the library; errors become exit codes here and nowhere else.

Exit code 0 is success, 1 trouble that the message explains, 2 misuse, 3 an alarm of monitor.
"""

import errno
import json
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from calfcause import __version__
from calfcause.errors import CalfcauseError
from calfcause.schema import Column

# What the extras add, as in pip install 'calfcause[train]'; the base install predicts and explains.
EXTRAS = {
    "report": {"jinja2", "markupsafe", "matplotlib"},
    "spark": {"py4j", "pyspark"},
    "train": {"joblib", "mlflow", "onnx", "scipy", "skl2onnx", "sklearn"},
}
# Enough runs for steady quantiles, marathons included, of which 500 runners race about ten.
COMPARED_BLOCKS = 40


class _Commands(click.Group):
    """Commands whose errors, warnings and interruptions are told in one line and an exit code."""

    def invoke(self, context: click.Context) -> Any:
        with warnings.catch_warnings(action="always", category=UserWarning):
            warnings.showwarning = _show_warning
            try:
                return super().invoke(context)
            except CalfcauseError as error:
                raise click.ClickException(str(error)) from error
            except ModuleNotFoundError as error:
                missing = (error.name or "").partition(".")[0]
                extra = next((name for name, held in EXTRAS.items() if missing in held), None)
                if extra is None:
                    raise
                raise click.ClickException(
                    f"{error.name} is not installed: this needs calfcause with its extra {extra}, "
                    f"as in pip install 'calfcause[{extra}]'"
                ) from error
            except OSError as error:
                if error.errno == errno.EPIPE:  # whoever read our output has stopped reading
                    raise
                raise click.ClickException(str(error)) from error
            except KeyboardInterrupt:
                _tell("\nInterrupted.")
                raise click.exceptions.Exit(130) from None


def _tell(message: str) -> None:
    click.echo(message, err=True)


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    _tell(f"Warning: {message}")


def _in_a_folder(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse to write where there is no folder before any work is done."""
    if path and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}.")
    return path


def _known_world(context: click.Context, option: click.Parameter, name: str) -> str:
    from calfcause.simulate import WORLDS

    if name not in WORLDS:
        near = get_close_matches(name, WORLDS, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(WORLDS)}."
        raise click.BadParameter(f"there is no world {name!r}. {hint}")
    return name


SESSIONS = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
OUT = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
POSITIVE = click.IntRange(min=1)


def _by_engine(file: click.Path, check: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """A file to this machine; to Spark a folder, or whatever else its own storage has."""

    def converted(context: click.Context, option: click.Parameter, path: str) -> Any:
        if context.params["engine"] == "spark":
            return path
        found = file.convert(path, option, context)
        return check(context, option, found) if check else found

    return converted


with_model = click.option(
    "--model", metavar="DIR", help="A model folder, or models:/NAME@ALIAS in MLflow. [released]"
)
with_weeks = click.option(
    "--weeks", type=POSITIVE, default=16, show_default=True, help="Weeks to simulate."
)
with_world = click.option(
    "--world", default="default", show_default=True, callback=_known_world,
    help="The priors of the simulated population.",
)  # fmt: skip
with_seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True,
    help="The same seed gives the same result.",
)  # fmt: skip


with_units = click.option(
    "--units", type=click.Choice(["km", "miles"]), default="km", show_default=True,
    help="What the texts are told in; cells of files are metric.",
)  # fmt: skip


with_primary_only = click.option(
    "--primary-only", is_flag=True,
    help="Take a primary_cause for a no by every cause that its row leaves empty.",
)  # fmt: skip


def with_format(*forms: str) -> Callable[[Any], Any]:
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True,
        help="How to print it.",
    )  # fmt: skip


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="See calfcause COMMAND --help for examples.",
)
@click.version_option(__version__, prog_name="calfcause")
def main() -> None:
    """Why the calves are sore after a run: causes, probabilities and reasons.

    These are likely training causes, not a diagnosis.
    """


@main.command()
@click.argument("sessions", metavar="IN", callback=_by_engine(SESSIONS))
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=_by_engine(OUT, _in_a_folder),
    help="Where the answers go.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Add the reasons, in columns of text.")
@click.option(
    "--on-bad-rows", type=click.Choice(["stop", "flag", "side-file"]), default="stop",
    show_default=True,
    help="Of rows with cells that are not allowed: write nothing at all, keep them with a last "
    "column error, or write them to OUT.bad instead.",
)  # fmt: skip
@click.option(
    "--resume", is_flag=True,
    help="Keep what is finished when interrupted, and go on from it.",
)  # fmt: skip
@click.option("--workers", type=POSITIVE, help="Processes to answer with. [one per processor]")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    # Before the paths, which are folders to Spark.
    is_eager=True, help="Answer on this machine, or folders of files on Apache Spark.",
)  # fmt: skip
@click.option("--master", metavar="URL", help="Where Spark is. [local[*]]")
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
    """Answer every session of a CSV or Parquet file, however long.

    The rows keep their columns and get the answer's: p_sore, p_CAUSE, p_CAUSE_given_sore,
    primary_cause, red_flags. IN and OUT end in .csv, .csv.gz, .csv.zst or .parquet; - is standard
    input or output. The file appears when it is complete.

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
                "--resume, --workers and --on-bad-rows side-file are not for --engine spark."
            )
        from calfcause.spark import predict_folder, session_at

        with _ended_as_if_interrupted(), session_at(master or "local[*]") as spark:
            found = predict_folder(spark, sessions, out, model=model, **options)
        _tell(str(found))
        return
    if master:
        raise click.UsageError("--master needs --engine spark.")
    import pyarrow

    from calfcause.batch import predict_file
    from calfcause.predict import Predictor

    # Arrow listens to the interrupt key while it reads, and now and then does not pass it on.
    pyarrow.enable_signal_handlers(False)
    progress = _Progress() if sys.stderr.isatty() else None
    with _ended_as_if_interrupted(), _told_to_resume(resume):
        report = predict_file(
            Predictor.load(model), sessions, out, resume=resume,
            workers=workers or _processors(), progress=progress, **options,
        )  # fmt: skip
    _tell(f"\r\033[K{report}" if progress else str(report))


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Progress:
    """Shows on the terminal how many rows are done, how fast, and how long the rest will take."""

    def __init__(self) -> None:
        self._first: tuple[float, int, float] | None = None

    def __call__(self, rows: int, share: float | None) -> None:
        now = time.monotonic()
        # Counted from the first block on: what a job resumes from took no time, and starting some.
        began, rows_then, share_then = self._first = self._first or (now, rows, share or 0.0)
        text = f"{rows:,} sessions"
        if now > began and rows > rows_then:
            text += f", {(rows - rows_then) / (now - began):,.0f} a second"
            if share is not None and share > share_then:
                left = round((1.0 - share) * (now - began) / (share - share_then))
                text += f", {share:.0%}, {left // 60}:{left % 60:02d} left"
        click.echo(f"\r\033[K{text}", nl=False, err=True)


@contextmanager
def _ended_as_if_interrupted() -> Iterator[None]:
    """Clean up when told to end (SIGTERM) or when the terminal is gone (SIGHUP)."""

    def end(number: int, _: object) -> None:
        raise click.exceptions.Exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _told_to_resume(resume: bool) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, click.exceptions.Exit):
        if resume:
            _tell("\nWhat is finished is kept; the same command goes on from there.")
        raise


def _count_rows(rows: int) -> None:
    click.echo(f"\r{rows:,} sessions", nl=False, err=True)


@main.command()
@click.argument("sessions", metavar="IN.csv", type=SESSIONS)
@click.option("--row", metavar="ID", help="A session_id or, if there is none such, a row from 1.")
@click.option(
    "--risk-under", metavar="P", type=click.FloatRange(0, 1, min_open=True),
    help="Add the smallest changes that keep the risk of such a run at this probability or less.",
)  # fmt: skip
@click.option(
    "--questions", "n_questions", metavar="N", type=click.IntRange(min=0), default=0,
    show_default=True, help="Add what is worth asking next: the N unknown cells that matter most.",
)  # fmt: skip
@with_units
@with_format("text", "json")
@with_model
def explain(
    sessions: Path,
    row: str | None,
    n_questions: int,
    risk_under: float | None,
    units: str,
    form: str,
    model: str | None,
) -> None:
    """Say why, session by session, in words.

    \b
    Examples:
      calfcause explain sessions.csv
      calfcause explain sessions.csv --row monday-7 --format json
      calfcause explain sessions.csv --row 1 --questions 3
      calfcause explain plan.csv --risk-under 0.1 --units miles
    """
    from calfcause.batch import find_sessions
    from calfcause.changes import next_run_of_codes
    from calfcause.explain import explain_codes
    from calfcause.predict import Predictor
    from calfcause.render import questions_as_text
    from calfcause.texts import printable
    from calfcause.units import UNITS

    predictor, words = Predictor.load(model), UNITS[units]
    objects, between = [], ""
    for name, codes in find_sessions(sessions, row):
        answer = explain_codes(predictor, codes, units=words, most_questions=1)
        parts: list[Any] = [answer]
        one: dict[str, Any] = {}
        if n_questions:
            questions = predictor.next_questions_of_codes(codes, n_questions)
            parts.append(questions_as_text(questions))
            one["questions"] = [question.to_dict() for question in questions]
        if risk_under is not None:
            changed = next_run_of_codes(predictor, codes, below=risk_under, units=words)
            parts.append(changed)
            one["next_run"] = changed.to_dict()
        if form == "json":
            objects.append({"session": name, **answer.to_dict(), **one})
        else:
            click.echo(f"{between}== {printable(name)}\n\n" + "\n\n".join(map(str, parts)))
            between = "\n"
    if form == "json":
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))


@main.command()
@click.argument("sessions", metavar="IN", type=FILE)
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=_in_a_folder,
    type=click.Path(dir_okay=False, path_type=Path), help="Where the report goes.",
)  # fmt: skip
@with_units
@click.option(
    "--format", "form", type=click.Choice(["html", "md", "json"]),
    help="How to write it. [by the ending of OUT, or html]",
)  # fmt: skip
@with_model
def report(sessions: Path, out: Path, units: str, form: str | None, model: str | None) -> None:
    """Write one file about all runs of a runner or a squad: who is at risk, why, and over time.

    The HTML file needs nothing else: it can be mailed, opened offline and printed. Rows with the
    same runner_id belong together. Needs the extra report.

    \b
    Examples:
      calfcause report runs.csv -o report.html
      calfcause report squad.csv -o report.html --units miles
      calfcause report squad.csv -o report.md
    """
    from calfcause.predict import Predictor
    from calfcause.report import write_report

    on_terminal = sys.stderr.isatty()
    found = write_report(
        Predictor.load(model), sessions, out, units=units,
        form=form or {".md": "md", ".json": "json"}.get(out.suffix, "html"),
        progress=_count_rows if on_terminal else None,
    )  # fmt: skip
    _tell(f"\r{found}" if on_terminal else str(found))


@main.command()
@click.option(
    "--runners", type=POSITIVE, default=1500, show_default=True, help="Runners to simulate."
)
@with_weeks
@with_world
@with_seed
@click.option(
    "--out", metavar="PATH", required=True, callback=_in_a_folder,
    type=click.Path(path_type=Path), help="A .parquet, .csv or .csv.gz file, or a folder of parts.",
)  # fmt: skip
@click.option("--parts", type=POSITIVE, help="Write so many Parquet files into a new folder.")
@click.option("--truth", is_flag=True, help="Add the true probabilities, true_p_sore and others.")
@click.option("--compare", is_flag=True, help="Print the runs' distributions beside real ones.")
@click.option(
    "--accounts", metavar="FILE", type=FILE,
    help="Print what is told in words beside these real accounts.",
)  # fmt: skip
def generate(
    runners: int,
    weeks: int,
    world: str,
    seed: int,
    out: Path,
    parts: int | None,
    truth: bool,
    compare: bool,
    accounts: Path | None,
) -> None:
    """Simulate sessions of runners, with labels. Needs the training extra.

    Memory does not grow with the number of runners. A file appears when it is complete.

    \b
    Examples:
      calfcause generate --runners 2000 --weeks 16 --seed 1 --out sessions.parquet
      calfcause generate --runners 500 --out sessions.csv --truth --compare
      calfcause generate --runners 5000 --out sessions.csv --accounts data/real_cases.csv
      calfcause generate --runners 1000000 --out sessions --parts 20
    """
    if out.is_dir() and not parts:
        raise click.UsageError("--out is a folder: name a file, or say how many --parts.")
    from calfcause.simulate import world_named
    from calfcause.simulate.compare import compare as comparison
    from calfcause.simulate.generate import BLOCK_RUNNERS, Simulated, blocks
    from calfcause.simulate.write import write_parts, write_sessions

    compared: list[Simulated] = []

    def kept(block: Simulated) -> Simulated:
        if (compare or accounts) and len(compared) < COMPARED_BLOCKS:
            compared.append(block)
        return block

    simulated = blocks(runners, weeks, world=world_named(world), seed=seed)
    n_blocks = -(-runners // BLOCK_RUNNERS)
    with click.progressbar(
        simulated, length=n_blocks, label=f"{runners:,} runners", file=sys.stderr
    ) as shown:
        found = map(kept, shown)
        if parts:
            rows = write_parts(found, out, n_blocks=n_blocks, n_parts=parts, truth=truth)
        else:
            rows = write_sessions(found, out, truth=truth)
    if compare:
        click.echo(comparison(*compared))
    if accounts:
        from calfcause.evaluate.accounts import compare_accounts

        click.echo(compare_accounts(accounts, *compared).text())
    _tell(f"{rows:,} sessions in {out}")


@main.command()
@click.option("--sessions", type=FILE, help="Sessions with labels, CSV or Parquet.")
@click.option("--runners", type=POSITIVE, help="Runners to simulate instead. [1500]")
@with_weeks
@with_world
@with_seed
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="The model folder.")
@click.option("--experiment", default="calfcause", show_default=True, help="Name in MLflow.")
@click.option(
    "--register", metavar="NAME", default="calfcause", show_default=True,
    help="Name of the model in MLflow's registry, alias candidate; '' registers none.",
)  # fmt: skip
@click.option(
    "--mix", metavar="SHARE", type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Simulate, and let --sessions have this share of the weight at most.",
)  # fmt: skip
@with_primary_only
def train(
    sessions: Path | None,
    runners: int | None,
    register: str,
    mix: float | None,
    primary_only: bool,
    **options: Any,
) -> None:
    """Train a model on simulated or labelled sessions into a folder, tracked in MLflow.

    With --mix the labels of --sessions stand beside simulated ones; any of them may be missing. Few
    labels weigh less than the share, and a head that they do not mend is trained without them.

    \b
    Examples:
      calfcause train --runners 1500 --seed 1 --out models/trial
      calfcause train --sessions sessions.parquet --out models/mine --register calfcause
      calfcause train --sessions mine.csv --mix 0.3 --runners 20000 --out models/mine
    """
    if mix and not sessions:
        raise click.UsageError("--mix needs --sessions.")
    if sessions and runners and not mix:
        raise click.UsageError("--sessions and --runners exclude each other, but with --mix.")
    if primary_only and not mix:
        raise click.UsageError("--primary-only needs --mix.")
    from calfcause.train import train_release

    if mix:
        options |= {"mix": mix, "others_are_no": primary_only}
    options |= {"runners": runners or 1500, "register": register or None}
    report = train_release(sessions=sessions, progress=_tell, **options)
    click.echo(report.text())


@main.command()
@click.option(
    "--sessions", type=FILE, required=True, help="Runs with labels, CSV or Parquet; some may lack."
)
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="The new model folder.")
@click.option("--holdout", type=FILE, help="Further labelled runs, to score on alone.")
@with_primary_only
@with_model
def calibrate(
    sessions: Path, out: Path, holdout: Path | None, primary_only: bool, model: str | None
) -> None:
    """Move a model to labelled runs of your own, as far as these carry, into a new folder.

    Labels are sore_calves and, of sore runs, cause_NAME; any may be empty. A head gets another base
    rate with 10 runs that say yes and 10 that say no, with 20 of each a slope too, and only if that
    is better on runners it has not seen. Needs the training extra.

    \b
    Examples:
      calfcause calibrate --sessions mine.csv --out models/mine
      calfcause calibrate --sessions mine.csv --holdout later.csv --out models/mine
    """
    from calfcause.own_labels.calibrate import calibrate as calibrated

    report = calibrated(sessions, out, model=model, holdout=holdout, others_are_no=primary_only)
    click.echo(report.text())


@main.command()
@click.option("--cases", type=FILE, help="Cases with labels, CSV or Parquet.")
@click.option(
    "--outcomes", type=FILE, help="Runs with the soreness of the next morning, CSV or Parquet."
)
@click.option("--simulated", is_flag=True, help="Fresh simulated runners of every world.")
@click.option(
    "--runners", type=POSITIVE, default=1000, show_default=True,
    help="Runners to simulate of each world.",
)  # fmt: skip
@with_seed
@with_model
def evaluate(
    cases: Path | None,
    outcomes: Path | None,
    simulated: bool,
    runners: int,
    seed: int,
    model: str | None,
) -> None:
    """Say how good the answers are, by any of three yardsticks. Needs the training extra.

    Cases tell how often the model names the cause that people blamed, outcomes how well the stated
    risk fits whether the legs were sore, simulated runners everything that only a simulation knows.

    \b
    Examples:
      calfcause evaluate --cases data/real_cases.csv --model models/trial
      calfcause evaluate --outcomes data/real_outcomes.csv
      calfcause evaluate --simulated --runners 2000 --seed 7
    """
    if not (cases or outcomes or simulated):
        raise click.UsageError("Say by what: --cases, --outcomes or --simulated.")
    from calfcause.evaluate import evaluate_cases, evaluate_outcomes, evaluate_simulated

    texts = []
    if cases:
        texts.append(evaluate_cases(cases, model).text())
    if outcomes:
        texts.append(evaluate_outcomes(outcomes, model).text())
    if simulated:
        reports = evaluate_simulated(model, runners=runners, seed=seed, progress=_tell)
        texts += [report.text() for report in reports]
    click.echo("\n\n".join(texts))


@main.command()
@click.option(
    "--runners", type=POSITIVE, default=20000, show_default=True, help="Runners to simulate."
)
@with_weeks
@with_world
@with_seed
@click.option("--experiment", default="calfcause-search", show_default=True, help="Name in MLflow.")
@click.option(
    "--out", metavar="FILE.csv", callback=_in_a_folder,
    type=click.Path(dir_okay=False, path_type=Path), help="A file for the table of candidates.",
)  # fmt: skip
def search(
    runners: int, weeks: int, world: str, seed: int, experiment: str, out: Path | None
) -> None:
    """Choose depth, learning rate and number of trees of the heads, tracked in MLflow.

    Of all candidates within half a per cent of the best log loss on unseen runners, the one with
    the fewest trees wins. Needs the training extra.

    \b
    Example:
      calfcause search --runners 20000 --out models/heads_search.csv
    """
    from calfcause.labelled import from_simulated
    from calfcause.search import search_heads
    from calfcause.simulate import simulate, world_named
    from calfcause.tracking.runs import track_search
    from calfcause.tracking.store import check_store

    check_store()
    simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
    found = search_heads(from_simulated(simulated), seed=seed, progress=_tell)
    source = {"runners": runners, "weeks": weeks, "world": world, "seed": seed}
    run_id = track_search(found, experiment=experiment, parameters=source)
    if out:
        found.to_csv(out, index=False, float_format="%.5f", lineterminator="\n")
    click.echo(found.sort_values("log_loss").to_string(index=False, float_format="%.5g".__mod__))
    _tell(f"MLflow run: {run_id}")


def _writable_reports(
    context: click.Context, option: click.Parameter, paths: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Refuse reports of another form, or where there is no folder, before any work is done."""
    for path in paths:
        if path.suffix not in (".html", ".json"):
            raise click.BadParameter(f"{str(path)!r} ends in neither .html nor .json.")
        _in_a_folder(context, option, path)
    return paths


def with_limit(name: str, default: float, help: str) -> Callable[[Any], Any]:
    def known(context: click.Context, option: click.Parameter, limit: float) -> float:
        if limit != limit:
            raise click.BadParameter("nan is no limit.")
        return limit

    return click.option(
        name, type=click.FloatRange(min=0), default=default, show_default=True, help=help,
        callback=known,
    )  # fmt: skip


@main.command()
@click.argument("new", metavar="NEW.csv", type=SESSIONS)
@click.option(
    "--reference", metavar="FILE", type=FILE, required=True,
    help="Sessions that new ones should be like, CSV or Parquet.",
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="FILE", multiple=True, callback=_writable_reports,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A .html or .json file for the whole comparison; may be given twice.",
)  # fmt: skip
@click.option(
    "--fail-on", multiple=True, default=("all",), show_default=True,
    type=click.Choice(
        ["all", "nothing", "columns", "answers", "unknown", "disagreement", "performance"]
    ),
    help="Which alarms end with exit code 3; may be given several times.",
)  # fmt: skip
@with_limit("--psi", 0.1, "Drift of a column or an answer: PSI beyond what chance does.")
@with_limit("--unknown", 0.05, "Rise of the share of unknown cells.")
@with_limit("--disagreement", 0.05, "Rise of the share of runs where rules and model disagree.")
@with_limit("--log-loss", 0.05, "With labels: log loss above what is expected.")
@with_limit("--sore-share", 0.05, "With labels: share of sore runs apart from what is expected.")
@click.option("--track", is_flag=True, help="Log figures and report in MLflow.")
@click.option(
    "--experiment", default="calfcause-monitor", show_default=True, help="Its name in MLflow."
)
@with_model
def monitor(
    new: Path,
    reference: Path,
    out: tuple[Path, ...],
    fail_on: tuple[str, ...],
    track: bool,
    experiment: str,
    model: str | None,
    **limits: float,
) -> None:
    """Say whether new sessions are still like those of a reference, and the answers as good.

    Drift of columns and answers, unknown cells, disagreement of rules and model, and how good the
    risks should be; with labels (sore_calves) also how good they were. An alarm needs both: a limit
    passed, and more than other runners of the reference would differ by chance.

    Exit code 3 is an alarm, and stderr says which. Under 50 rows nothing is judged.

    \b
    Examples:
      calfcause monitor week.csv --reference train.parquet
      calfcause monitor week.csv --reference train.parquet -o monitor.html -o monitor.json --track
      calfcause monitor week.csv --reference train.parquet --fail-on columns --psi 0.25
    """
    from calfcause.monitor import FORMS, Limits, as_text, monitor_files, write_monitor
    from calfcause.predict import Predictor

    found = monitor_files(Predictor.load(model), new, reference, limits=Limits(**limits))
    for path in out:
        write_monitor(found, path)
    click.echo(as_text(found))
    if track:
        from calfcause.monitor.track import track_monitor

        reports = {f"monitor{suffix}": form(found) for suffix, form in FORMS.items()}
        _tell(f"MLflow run: {track_monitor(found, reports, experiment=experiment)}")
    if found.why_not_judged:
        _tell(found.verdict)
    asked = [one for one in found.alarms if one.kind in fail_on or "all" in fail_on]
    if asked and "nothing" not in fail_on:
        _tell(f"Alarm: {'; '.join(one.reason for one in asked)}.")
        raise click.exceptions.Exit(3)


@main.command()
@click.option(
    "--model", metavar="URI", default="models:/calfcause@candidate", show_default=True,
    help="The version to promote, models:/NAME@ALIAS or models:/NAME/VERSION.",
)  # fmt: skip
@click.option(
    "--cases", type=FILE, default="data/real_cases.csv", show_default=True,
    help="Real cases with labels, CSV or Parquet.",
)  # fmt: skip
@click.option(
    "--runners", type=POSITIVE, default=500, show_default=True,
    help="Fresh runners to simulate of each world.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Promote even if the gate does not hold.")
@click.option("--reason", metavar="TEXT", help="Why --force, written down with who and when.")
def promote(model: str, cases: Path, runners: int, force: bool, reason: str | None) -> None:
    """Make a registered model the champion, if it passes the gate.

    The gate holds the model against the champion on real cases, in the worst simulated world, in
    calibration and in the time of an answer; where there is no champion, against fixed limits.
    Needs the training extra.

    \b
    Examples:
      calfcause promote
      calfcause promote --model models:/calfcause/3 --force --reason "the champion is withdrawn"
    """
    if force != bool(reason):
        raise click.UsageError("--force and --reason belong together.")
    from calfcause.promotion.promote import promote as promote_model

    done = promote_model(model, cases=cases, runners=runners, force=reason, progress=_tell)
    click.echo(done.text())
    if not done.change:
        raise CalfcauseError(done.refusal)


@main.command()
@click.option(
    "--name", default="calfcause", show_default=True, help="Name of the model in MLflow's registry."
)
@click.option("--reason", metavar="TEXT", default="none told", help="Why, written down.")
def rollback(name: str, reason: str) -> None:
    """Make the version before the champion champion again, and print the champions so far.

    \b
    Example:
      calfcause rollback --reason "too many complaints"
    """
    from calfcause.tracking.registry import history, roll_back

    roll_back(name, reason=reason)
    click.echo("\n".join(map(str, history(name))))


@main.command()
@with_format("text", "json", "md")
def schema(form: str) -> None:
    """List the columns of a session: what they mean and which cells they allow.

    Every column may be missing and every cell empty: both mean unknown.
    """
    from calfcause.causes import CAUSES
    from calfcause.schema import COLUMNS, label_columns

    columns = [*COLUMNS.values(), *label_columns([cause.name for cause in CAUSES]).values()]
    click.echo({"text": _as_text, "json": _as_json, "md": _as_markdown}[form](columns))


def _as_text(columns: Sequence[Column]) -> str:
    formatter = click.get_current_context().make_formatter()
    for group, members in groupby(columns, key=lambda column: column.group):
        with formatter.section(f"{group} (training data only)" if group == "labels" else group):
            formatter.write_dl([(one.name, f"{one.meaning} ({one.allowed})") for one in members])
    return formatter.getvalue().strip()


def _as_json(columns: Sequence[Column]) -> str:
    table = [asdict(column) | {"allowed": column.allowed} for column in columns]
    for row in table:
        if row["kind"] != "number":
            del row["low"], row["high"], row["unit"]
        if row["kind"] != "choice":
            del row["choices"]
    return json.dumps(table, indent=2, ensure_ascii=False)


def _as_markdown(columns: Sequence[Column]) -> str:
    lines = ["| column | group | allowed | meaning |", "| --- | --- | --- | --- |"]
    lines += [f"| {one.name} | {one.group} | {one.allowed} | {one.meaning} |" for one in columns]
    return "\n".join(lines)
