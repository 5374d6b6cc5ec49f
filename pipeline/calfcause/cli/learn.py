"""The commands that make and measure models: generate, train, calibrate, evaluate, search."""

import sys
from pathlib import Path
from typing import Any

import click

from calfcause.cli.options import (
    FILE,
    FOLDER,
    POSITIVE,
    Here,
    in_a_folder,
    with_experiment,
    with_model,
    with_primary_only,
    with_seed,
    with_weeks,
    with_world,
)
from calfcause.cli.terminal import show, tell
from calfcause.texts import counted

# Enough runs for steady quantiles of marathons too: 500 runners race about ten.
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
    type=Here(path_type=Path),
    help="A .parquet, .csv or .csv.gz file, or with --parts a folder.",
)  # fmt: skip
@click.option("--parts", type=POSITIVE, help="Write this many Parquet files to a new folder.")
@click.option("--truth", is_flag=True, help="Add the true probabilities: true_p_sore and others.")
@click.option("--compare", is_flag=True, help="Compare the distributions with real ones.")
@click.option(
    "--accounts", metavar="FILE", type=FILE,
    help="Compare the cells that are filled with these real accounts.",
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
    """Simulate the runs of many runners, with labels.

    Memory does not grow with the number of runners. The file appears only when it is complete.
    Needs the extra train.

    \b
    Examples:
      calfcause generate --runners 2000 --weeks 16 --seed 1 --out sessions.parquet
      calfcause generate --runners 500 --out sessions.csv --truth --compare
      calfcause generate --runners 5000 --out sessions.csv --accounts data/real_cases.csv
      calfcause generate --runners 1000000 --out sessions --parts 20
    """
    if out.is_dir() and not parts:
        raise click.UsageError("--out is a folder. Name a file, or give the number of --parts.")
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
        show(comparison(*compared))
    if accounts:
        from calfcause.evaluate.accounts import compare_accounts

        show(compare_accounts(accounts, *compared).text())
    tell(f"{counted(rows, 'session')} in {out}")


@click.command()
@click.option("--sessions", type=FILE, help="Labelled runs, CSV or Parquet.")
@click.option("--runners", type=POSITIVE, help="Runners to simulate. [1500]")
@click.option(
    "--accounts", type=FILE,
    help="Sore runs told in words, with blamed causes, to learn from beside; CSV or Parquet.",
)  # fmt: skip
@click.option(
    "--params", type=FILE,
    help="Parameters of the heads: the table that search wrote, or a JSON object.",
)  # fmt: skip
@click.option(
    "--set", "settings", metavar="NAME=VALUE", multiple=True,
    help="One parameter of the heads, before those of --params; may be repeated.",
)  # fmt: skip
@with_weeks
@with_world
@with_seed
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="Folder for the model.")
@with_experiment
@click.option(
    "--register", metavar="NAME", default="calfcause", show_default=True,
    help="Register the model under this name, alias candidate; '' for not at all.",
)  # fmt: skip
def train(
    sessions: Path | None,
    runners: int | None,
    params: Path | None,
    settings: tuple[str, ...],
    register: str,
    **options: Any,
) -> None:
    """Train a model on simulated or labelled runs.

    Training is tracked in MLflow. The model is registered there as calfcause, and the alias
    candidate moves to it. Needs the extra train.

    \b
    Examples:
      calfcause train --runners 1500 --seed 1 --out models/trial
      calfcause train --accounts data/real_cases.csv --out models/trial
      calfcause train --sessions sessions.parquet --out models/mine --register calfcause
      calfcause train --params search.csv --set l2_regularization=10 --out models/mine
    """
    if sessions and runners:
        raise click.UsageError("--sessions and --runners exclude each other.")
    from calfcause.training.parameters import chosen_parameters
    from calfcause.training.train import train_release

    options |= {"runners": runners or 1500, "register": register or None}
    options |= {"parameters": chosen_parameters(params, settings)}
    report = train_release(sessions=sessions, progress=tell, **options)
    show(report.text())


@click.command()
@click.option(
    "--sessions", type=FILE, required=True,
    help="Labelled runs, CSV or Parquet; labels may be missing.",
)  # fmt: skip
@click.option("--out", metavar="DIR", required=True, type=FOLDER, help="Folder for the new model.")
@click.option("--holdout", type=FILE, help="Labelled runs for scoring only.")
@with_experiment
@click.option(
    "--register", metavar="NAME", default="",
    help="Register the model under this name, alias candidate. [no]",
)  # fmt: skip
@with_primary_only
@with_model
def calibrate(sessions: Path, register: str, primary_only: bool, **options: Any) -> None:
    """Adjust a model to your own labelled runs.

    The labels are sore_calves and, for sore runs, cause_NAME; any of them may be empty. A head gets
    a new base rate from 10 runs with yes and 10 with no, and a new slope from 20 of each. It moves
    only as far as chance and the differences between runners do not explain the labels. The work is
    tracked in MLflow. Needs the extra train.

    \b
    Examples:
      calfcause calibrate --sessions mine.csv --out models/mine
      calfcause calibrate --sessions mine.csv --holdout later.csv --out models/mine
      calfcause calibrate --sessions mine.csv --out models/mine --register calfcause
    """
    from calfcause.own_labels.calibrate import calibrate as calibrated

    options |= {"others_are_no": primary_only, "register": register or None}
    report = calibrated(sessions, progress=tell, **options)
    show(report.text())


@click.command()
@click.option("--cases", type=FILE, help="Cases with blamed causes, CSV or Parquet.")
@click.option(
    "--outcomes", type=FILE, help="Runs with the soreness of the next morning, CSV or Parquet."
)
@click.option("--simulated", is_flag=True, help="New simulated runners of every world.")
@click.option(
    "--runners", type=POSITIVE, default=1000, show_default=True,
    help="Runners to simulate per world.",
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
    """Measure how good the answers are, in any of three ways.

    Cases show how often the model names the cause that people blamed. Outcomes show how well the
    risk matches the soreness that followed and, if start times are known, what earlier runs of a
    runner add. Simulated runners show what only a simulation knows: the true causes. Needs the
    extra train.

    \b
    Examples:
      calfcause evaluate --cases data/real_cases.csv --model models/trial
      calfcause evaluate --outcomes data/real_outcomes.csv
      calfcause evaluate --simulated --runners 2000 --seed 7
    """
    if not (cases or outcomes or simulated):
        raise click.UsageError("Choose what to measure on: --cases, --outcomes or --simulated.")
    from calfcause.evaluate import (
        evaluate_cases,
        evaluate_outcomes,
        evaluate_past_labels,
        evaluate_simulated,
    )

    texts = []
    if cases:
        texts.append(evaluate_cases(cases, model).text())
    if outcomes:
        texts.append(evaluate_outcomes(outcomes, model).text())
        if past_labels := evaluate_past_labels(outcomes, model):
            texts.append(past_labels.text())
    if simulated:
        reports = evaluate_simulated(model, runners=runners, seed=seed, progress=tell)
        texts += [report.text() for report in reports]
    show("\n\n".join(texts))


@click.command()
@click.option(
    "--runners", type=POSITIVE, default=20000, show_default=True, help="Runners to simulate."
)
@with_weeks
@with_world
@with_seed
@click.option(
    "--experiment", metavar="NAME", default="calfcause-search", show_default=True,
    help="Name of the experiment in MLflow.",
)  # fmt: skip
@click.option(
    "--out", metavar="FILE.csv", callback=in_a_folder,
    type=Here(dir_okay=False, path_type=Path),
    help="File for the table of candidates; train --params takes the chosen one.",
)  # fmt: skip
def search(
    runners: int, weeks: int, world: str, seed: int, experiment: str, out: Path | None
) -> None:
    """Choose depth, learning rate and number of trees for training.

    Among the candidates within half a per cent of the best log loss on runners held out, the one
    with the fewest trees wins. The search is tracked in MLflow. Needs the extra train.

    \b
    Example:
      calfcause search --runners 20000 --out search.csv
      calfcause train --params search.csv --out models/mine
    """
    from calfcause.files import atomic_path
    from calfcause.learn.labelled import from_simulated
    from calfcause.models.store_check import check_store
    from calfcause.simulate import simulate, world_named
    from calfcause.tracking.runs import track_search
    from calfcause.training.search import search_heads

    check_store(experiment)
    simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
    found = search_heads(from_simulated(simulated), seed=seed, progress=tell)
    source = {"runners": runners, "weeks": weeks, "world": world, "seed": seed}
    run_id = track_search(found, experiment=experiment, parameters=source)
    if out:
        with atomic_path(out) as part:
            found.to_csv(part, index=False, float_format="%.5f", lineterminator="\n")
    show(found.sort_values("log_loss").to_string(index=False, float_format="%.5g".__mod__))
    tell(f"MLflow run: {run_id}")
