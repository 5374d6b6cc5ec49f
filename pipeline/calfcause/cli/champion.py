"""The commands for a model in use: monitor, promote and rollback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from calfcause.cli.options import (
    POSITIVE,
    SESSIONS,
    At,
    Here,
    in_a_folder,
    with_history,
    with_model,
    with_strict,
)
from calfcause.cli.terminal import show, tell
from calfcause.errors import CalfcauseError
from calfcause.files import ending
from calfcause.texts import without_secrets


def _writable_reports(
    context: click.Context, option: click.Parameter, paths: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Refuse reports in another format or in a folder that does not exist."""
    for path in paths:
        if not ending(path, (".html", ".json")):
            raise click.BadParameter(
                f"{without_secrets(repr(str(path)))} must end in .html or .json."
            )
        in_a_folder(context, option, path)
    return paths


def with_limit(name: str, default: float, help: str) -> Callable[[Any], Any]:
    """An option for the limit of an alarm."""

    def known(context: click.Context, option: click.Parameter, limit: float) -> float:
        if limit != limit:
            raise click.BadParameter("nan is not a number.")
        return limit

    return click.option(
        name, type=click.FloatRange(min=0), default=default, show_default=True, help=help,
        callback=known,
    )  # fmt: skip


@click.command()
@click.argument("new", metavar="NEW.csv", type=SESSIONS)
@click.option(
    "--reference", metavar="FILE", type=SESSIONS, required=True,
    help="Earlier runs to compare with, CSV or Parquet.",
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="FILE", multiple=True, callback=_writable_reports,
    type=At(dir_okay=False, path_type=Path),
    help="File for the full comparison, .html or .json; may be given twice.",
)  # fmt: skip
@click.option(
    "--fail-on", multiple=True, default=("all",), show_default=True,
    type=click.Choice(
        ["all", "nothing", "columns", "answers", "unknown", "disagreement", "performance"]
    ),
    help="Which alarms give exit code 3; may be given several times.",
)  # fmt: skip
@with_limit("--psi", 0.1, "Drift of a column or an answer: PSI beyond chance.")
@with_limit("--unknown", 0.05, "Rise in the share of missing cells.")
@with_limit("--disagreement", 0.05, "Rise in the share of runs where rules and model disagree.")
@with_limit("--log-loss", 0.05, "With labels: log loss above the expected one.")
@with_limit("--sore-share", 0.05, "With labels: difference of the share of sore runs.")
@click.option("--track", is_flag=True, help="Log the figures and the reports in MLflow.")
@click.option(
    "--experiment", metavar="NAME", default="calfcause-monitor", show_default=True,
    help="Name of the experiment in MLflow.",
)  # fmt: skip
@with_history
@with_strict
@with_model
def monitor(
    new: Path,
    reference: Path,
    out: tuple[Path, ...],
    fail_on: tuple[str, ...],
    track: bool,
    experiment: str,
    history: bool,
    strict: bool,
    model: str | None,
    **limits: float,
) -> None:
    """Check whether new runs still look like earlier ones, and the answers as good.

    Compares columns, answers, missing cells and how often rules and model disagree. If the new runs
    have labels (sore_calves), it also measures how good the risks were. An alarm needs two things:
    a limit is exceeded, and by more than chance explains.

    Exit code 3 means an alarm, and stderr names it. Fewer than 50 rows are not judged.

    \b
    Examples:
      calfcause monitor week.csv --reference train.parquet
      calfcause monitor week.csv --reference train.parquet -o monitor.html -o monitor.json --track
      calfcause monitor week.csv --reference train.parquet --fail-on columns --psi 0.25
    """
    from calfcause.answer.predictor import Predictor
    from calfcause.monitor import FORMS, Limits, monitor_files, write_monitor
    from calfcause.monitor.words import as_text

    found = monitor_files(
        Predictor.load(model), new, reference,
        limits=Limits(**limits), history=history, strict=strict,
    )  # fmt: skip
    if out:
        write_monitor(found, *out)
    show(as_text(found))
    if track:
        from calfcause.monitor.track import track_monitor

        reports = {f"monitor{suffix}": form(found) for suffix, form in FORMS.items()}
        tell(f"MLflow run: {track_monitor(found, reports, experiment=experiment)}")
    if found.why_not_judged:
        tell(found.verdict)
    asked = [one for one in found.alarms if one.kind in fail_on or "all" in fail_on]
    if asked and "nothing" not in fail_on:
        tell(f"Alarm: {'; '.join(one.reason for one in asked)}.")
        raise click.exceptions.Exit(3)


def _real_cases(context: click.Context, option: click.Parameter, path: Path) -> Path:
    if not path.is_file():
        raise click.BadParameter(
            f"there is no file {str(path)!r}. The real cases are in calfcause's repository: run"
            " promote there, or give a file of labelled cases with --cases."
        )
    return path


@click.command()
@click.option(
    "--model", metavar="URI", default="models:/calfcause@candidate", show_default=True,
    help="The model to promote, models:/NAME@ALIAS or models:/NAME/VERSION.",
)  # fmt: skip
@click.option(
    "--cases", metavar="FILE", type=Here(path_type=Path), callback=_real_cases,
    default="data/real_cases.csv", show_default=True,
    help="Real cases with labels, CSV or Parquet.",
)  # fmt: skip
@click.option(
    "--runners", type=POSITIVE, default=500, show_default=True,
    help="New runners to simulate per world.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Promote the model even if it fails the gate.")
@click.option("--reason", metavar="TEXT", help="Reason for --force; recorded with name and time.")
def promote(model: str, cases: Path, runners: int, force: bool, reason: str | None) -> None:
    """Make a registered model the champion if it passes the gate.

    The gate compares the model with the champion: on real cases, in the worst simulated world, in
    calibration and in the time an answer takes. Without a champion, fixed limits apply. Needs the
    extra train.

    \b
    Examples:
      calfcause promote
      calfcause promote --model models:/calfcause/3 --force --reason "the champion is withdrawn"
    """
    if force != bool(reason):
        raise click.UsageError("--force needs --reason, and --reason needs --force.")
    from calfcause.promotion.promote import promote as promote_model

    done = promote_model(model, cases=cases, runners=runners, force=reason, progress=tell)
    show(done.text())
    if not done.change:
        raise CalfcauseError(done.refusal)


@click.command()
@click.option(
    "--name", default="calfcause", show_default=True, help="Name of the model in MLflow's registry."
)
@click.option("--reason", metavar="TEXT", default="none told", help="Reason; recorded.")
def rollback(name: str, reason: str) -> None:
    """Return to the previous champion, and list the champions so far.

    \b
    Example:
      calfcause rollback --reason "too many complaints"
    """
    from calfcause.models.registry import history, roll_back

    roll_back(name, reason=reason)
    show("\n".join(map(str, history(name))))
