"""The commands that watch a model in use and change it: monitor, promote, rollback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from calfcause.cli.group import tell
from calfcause.cli.options import FILE, POSITIVE, SESSIONS, in_a_folder, with_model
from calfcause.errors import CalfcauseError


def _writable_reports(
    context: click.Context, option: click.Parameter, paths: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Refuse reports of another form, or where there is no folder, before any work is done."""
    for path in paths:
        if path.suffix not in (".html", ".json"):
            raise click.BadParameter(f"{str(path)!r} ends in neither .html nor .json.")
        in_a_folder(context, option, path)
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


@click.command()
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
    from calfcause.answer.predictor import Predictor
    from calfcause.monitor import FORMS, Limits, monitor_files, write_monitor
    from calfcause.monitor.words import as_text

    found = monitor_files(Predictor.load(model), new, reference, limits=Limits(**limits))
    for path in out:
        write_monitor(found, path)
    click.echo(as_text(found))
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
            f"there is no file {str(path)!r}. The real cases are in calfcause's repository: call"
            " promote in its folder, or name a file of labelled cases."
        )
    return path


@click.command()
@click.option(
    "--model", metavar="URI", default="models:/calfcause@candidate", show_default=True,
    help="The version to promote, models:/NAME@ALIAS or models:/NAME/VERSION.",
)  # fmt: skip
@click.option(
    "--cases", metavar="FILE", type=click.Path(path_type=Path), callback=_real_cases,
    default="data/real_cases.csv", show_default=True,
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

    done = promote_model(model, cases=cases, runners=runners, force=reason, progress=tell)
    click.echo(done.text())
    if not done.change:
        raise CalfcauseError(done.refusal)


@click.command()
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
    from calfcause.models.registry import history, roll_back

    roll_back(name, reason=reason)
    click.echo("\n".join(map(str, history(name))))
