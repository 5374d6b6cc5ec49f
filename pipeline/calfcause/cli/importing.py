"""The command that turns recordings and exports into a file of sessions."""

from pathlib import Path

import click

from calfcause.cli.options import FILE, POSITIVE, Here, in_a_folder
from calfcause.cli.terminal import Progress, end_progress, on_terminal, processors, tell


@click.command("import")
@click.argument(
    "paths", metavar="IN...", nargs=-1, required=True,
    type=Here(exists=True, readable=True, path_type=Path),
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="OUT", required=True, callback=in_a_folder,
    type=Here(dir_okay=False, allow_dash=True, path_type=Path),
    help="File for the runs, .csv or .parquet.",
)  # fmt: skip
@click.option(
    "--profile", metavar="TOML", type=FILE,
    help="What a watch cannot know: height_cm, usual_surface and other columns, and your shoes.",
)  # fmt: skip
@click.option("--notes", metavar="CSV", type=FILE, help="Cells by date, such as sore_calves.")
@click.option(
    "--set", "sets", metavar="NAME=CELL", multiple=True, help="A cell of all runs: surface=sand."
)
@click.option(
    "--runner", metavar="ID", default="me", show_default=True, help="Whose runs these are."
)
@click.option(
    "--miles", is_flag=True, help="Read lists in miles and feet that do not tell their unit."
)
@click.option(
    "--count-guesses", is_flag=True,
    help="Count sore calves guessed from titles and notes as told, without your word.",
)  # fmt: skip
@click.option("--workers", type=POSITIVE, help="Number of processes. [one per processor]")
def import_(
    paths: tuple[Path, ...],
    out: Path,
    profile: Path | None,
    notes: Path | None,
    sets: tuple[str, ...],
    runner: str,
    miles: bool,
    count_guesses: bool,
    workers: int | None,
) -> None:
    """Turn recordings and exports into a file of runs, and say what was guessed.

    IN are files, folders and zips: FIT, TCX and GPX, the exports of Strava, Garmin Connect,
    Polar, Samsung Health, Runkeeper, Fitbit, Apple Health, intervals.icu and TrainingPeaks. The
    same run recorded twice becomes one. Where OUT is there already, only new files are read, and
    its rows stay as they are. After an interruption the same command goes on where it stopped.
    FIT needs the extra activities: pip install 'calfcause[activities]'.

    \b
    Examples:
      calfcause import export.zip -o runs.csv
      calfcause import Downloads/activities -o runs.csv --profile runner.toml --notes sore.csv
      calfcause import beach.fit -o runs.csv --set surface=sand
    """
    from calfcause.activities import import_file, told

    progress = Progress("file") if on_terminal() else None
    report = import_file(
        paths, out, told=told(sets, profile, notes), runner=runner,
        workers=workers or processors(), miles=miles, count_guesses=count_guesses,
        progress=progress,
    )  # fmt: skip
    if progress:
        end_progress()
    tell(str(report))
