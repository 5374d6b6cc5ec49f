"""The command line: a thin skin over the library; errors become exit codes here and nowhere else.

Exit code 0 is success, 1 trouble that the message explains, 2 misuse.
"""

import errno
import json
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import click

from calfcause import __version__
from calfcause.errors import CalfcauseError
from calfcause.schema import Column

# What the extras add, as in pip install 'calfcause[train]'; the base install predicts and explains.
EXTRAS = {
    "report": {"jinja2", "markupsafe", "matplotlib"},
    "train": {"joblib", "mlflow", "onnx", "scipy", "skl2onnx", "sklearn"},
}
# Enough runs for steady quantiles; every further block of 500 runners has the same distributions.
COMPARED_BLOCKS = 10


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


def _in_a_folder(context: click.Context, option: click.Parameter, path: Path) -> Path:
    """Refuse to write where there is no folder before any work is done."""
    if not path.parent.is_dir():
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
@click.argument("sessions", metavar="IN.csv", type=SESSIONS)
@click.option(
    "-o", "--out", metavar="OUT.csv", required=True, type=OUT, callback=_in_a_folder,
    help="Where the answers go.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Add the reasons, in columns of text.")
@click.option(
    "--on-bad-rows", type=click.Choice(["stop", "flag"]), default="stop", show_default=True,
    help="Write nothing when cells are not allowed, or keep such rows with a last column error.",
)  # fmt: skip
@with_units
@with_model
def predict(
    sessions: Path,
    out: Path,
    explain: bool,
    on_bad_rows: Literal["stop", "flag"],
    units: str,
    model: str | None,
) -> None:
    """Answer every session of a CSV file.

    The rows keep their columns and get the answer's: p_sore, p_CAUSE, p_CAUSE_given_sore,
    primary_cause, red_flags. The file appears when it is complete; - is standard input or output.

    \b
    Examples:
      calfcause predict sessions.csv -o answers.csv
      calfcause predict sessions.csv -o answers.csv --explain --on-bad-rows flag
      zcat sessions.csv.gz | calfcause predict - -o - > answers.csv
    """
    from calfcause.batch import predict_file
    from calfcause.predict import Predictor

    on_terminal = sys.stderr.isatty()
    report = predict_file(
        Predictor.load(model), sessions, out, explain=explain, on_bad_rows=on_bad_rows,
        units=units, progress=_count_rows if on_terminal else None,
    )  # fmt: skip
    _tell(f"\r{report}" if on_terminal else str(report))


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
    from calfcause.units import UNITS

    predictor, words = Predictor.load(model), UNITS[units]
    texts, objects = [], []
    for name, codes in find_sessions(sessions, row):
        answer = explain_codes(predictor, codes, units=words, population=predictor.population)
        parts, one = [f"== {name}", str(answer)], {"session": name, **answer.to_dict()}
        if n_questions:
            questions = predictor.next_questions_of_codes(codes, n_questions)
            parts = [*parts, questions_as_text(questions)]
            one = {**one, "questions": [question.to_dict() for question in questions]}
        if risk_under is not None:
            changed = next_run_of_codes(predictor, codes, below=risk_under, units=words)
            parts, one = [*parts, str(changed)], {**one, "next_run": asdict(changed)}
        texts.append("\n\n".join(parts))
        objects.append(one)
    if form == "json":
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(texts))


@main.command()
@click.argument("sessions", metavar="IN", type=FILE)
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=_in_a_folder,
    type=click.Path(dir_okay=False, path_type=Path), help="Where the report goes.",
)  # fmt: skip
@with_units
@with_format("html", "md", "json")
@with_model
def report(sessions: Path, out: Path, units: str, form: str, model: str | None) -> None:
    """Write one file about all runs of a runner or a squad: who is at risk, why, and over time.

    The HTML file needs nothing else: it can be mailed, opened offline and printed. Rows with the
    same runner_id belong together. Needs the extra report.

    \b
    Examples:
      calfcause report runs.csv -o report.html
      calfcause report squad.csv -o report.html --units miles
      calfcause report squad.csv -o report.md --format md
    """
    from calfcause.predict import Predictor
    from calfcause.report import write_report

    on_terminal = sys.stderr.isatty()
    found = write_report(
        Predictor.load(model), sessions, out, form=form, units=units,
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
    help="Name of the model in MLflow's registry; '' registers none.",
)  # fmt: skip
def train(sessions: Path | None, runners: int | None, register: str, **options: Any) -> None:
    """Train a model on simulated or labelled sessions into a folder, tracked in MLflow.

    \b
    Examples:
      calfcause train --runners 1500 --seed 1 --out models/trial
      calfcause train --sessions sessions.parquet --out models/mine --register calfcause
    """
    if sessions and runners:
        raise click.UsageError("--sessions and --runners exclude each other.")
    from calfcause.train import train_release

    options |= {"runners": runners or 1500, "register": register or None}
    report = train_release(sessions=sessions, progress=_tell, **options)
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
    from calfcause.tracking import track_search

    simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
    found = search_heads(from_simulated(simulated), seed=seed, progress=_tell)
    source = {"runners": runners, "weeks": weeks, "world": world, "seed": seed}
    run_id = track_search(found, experiment=experiment, parameters=source)
    if out:
        found.to_csv(out, index=False, float_format="%.5f", lineterminator="\n")
    click.echo(found.sort_values("log_loss").to_string(index=False, float_format="%.5g".__mod__))
    _tell(f"MLflow run: {run_id}")


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
