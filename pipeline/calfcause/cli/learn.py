"""The commands that make a model and measure it: generate, train, calibrate, evaluate, search."""

import sys
from pathlib import Path
from typing import Any

import click

from calfcause.cli.group import tell
from calfcause.cli.options import (
    FILE,
    FOLDER,
    POSITIVE,
    in_a_folder,
    with_experiment,
    with_model,
    with_primary_only,
    with_seed,
    with_weeks,
    with_world,
)
from calfcause.texts import counted

# Enough runs for steady quantiles, marathons included, of which 500 runners race about ten.
COMPARED_BLOCKS = 40


@click.command()
@click.option(
    "--runners", type=POSITIVE, default=1500, show_default=True, help="Runners to simulate."
)
@with_weeks
@with_world
@with_seed
@click.option(
    "--out", metavar="PATH", required=True, callback=in_a_folder,
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
        simulated, length=n_blocks, label=counted(runners, "runner"), file=sys.stderr
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
    tell(f"{counted(rows, 'session')} in {out}")


@click.command()
@click.option("--sessions", type=FILE, help="Sessions with labels, CSV or Parquet.")
@click.option("--runners", type=POSITIVE, help="Runners to simulate instead. [1500]")
@with_weeks
@with_world
@with_seed
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="The model folder.")
@with_experiment
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

    It is registered there as calfcause, and the alias candidate moves to it; --register '' does
    neither.

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
    from calfcause.training.train import train_release

    if mix:
        options |= {"mix": mix, "others_are_no": primary_only}
    options |= {"runners": runners or 1500, "register": register or None}
    report = train_release(sessions=sessions, progress=tell, **options)
    click.echo(report.text())


@click.command()
@click.option(
    "--sessions", type=FILE, required=True, help="Runs with labels, CSV or Parquet; some may lack."
)
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="The new model folder.")
@click.option("--holdout", type=FILE, help="Further labelled runs, to score on alone.")
@with_experiment
@click.option(
    "--register", metavar="NAME", default="",
    help="Name in MLflow's registry, alias candidate, if a head is moved. [not registered]",
)  # fmt: skip
@with_primary_only
@with_model
def calibrate(sessions: Path, register: str, primary_only: bool, **options: Any) -> None:
    """Move a model to labelled runs of your own, as far as these carry, into a new folder.

    Labels are sore_calves and, of sore runs, cause_NAME; any may be empty. A head gets another base
    rate with 10 runs that say yes and 10 that say no, with 20 of each a slope too; as far as chance
    does not explain it, and only if all heads together are better on runners they have not seen. It
    is tracked in MLflow. Needs the training extra.

    \b
    Examples:
      calfcause calibrate --sessions mine.csv --out models/mine
      calfcause calibrate --sessions mine.csv --holdout later.csv --out models/mine
      calfcause calibrate --sessions mine.csv --out models/mine --register calfcause
    """
    from calfcause.own_labels.calibrate import calibrate as calibrated

    options |= {"others_are_no": primary_only, "register": register or None}
    report = calibrated(sessions, progress=tell, **options)
    click.echo(report.text())


@click.command()
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
        reports = evaluate_simulated(model, runners=runners, seed=seed, progress=tell)
        texts += [report.text() for report in reports]
    click.echo("\n\n".join(texts))


@click.command()
@click.option(
    "--runners", type=POSITIVE, default=20000, show_default=True, help="Runners to simulate."
)
@with_weeks
@with_world
@with_seed
@click.option("--experiment", default="calfcause-search", show_default=True, help="Name in MLflow.")
@click.option(
    "--out", metavar="FILE.csv", callback=in_a_folder,
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
    from calfcause.learn.labelled import from_simulated
    from calfcause.models.store import check_store
    from calfcause.simulate import simulate, world_named
    from calfcause.tracking.runs import track_search
    from calfcause.training.search import search_heads

    check_store()
    simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
    found = search_heads(from_simulated(simulated), seed=seed, progress=tell)
    source = {"runners": runners, "weeks": weeks, "world": world, "seed": seed}
    run_id = track_search(found, experiment=experiment, parameters=source)
    if out:
        found.to_csv(out, index=False, float_format="%.5f", lineterminator="\n")
    click.echo(found.sort_values("log_loss").to_string(index=False, float_format="%.5g".__mod__))
    tell(f"MLflow run: {run_id}")
