"""What several commands ask for, and what is refused before any work is done."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

SESSIONS = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
POSITIVE = click.IntRange(min=1)


def in_a_folder(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse to write where there is no folder before any work is done."""
    if path and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}.")
    return path


def known_world(context: click.Context, option: click.Parameter, name: str) -> str:
    from calfcause.simulate import WORLDS

    if name not in WORLDS:
        near = get_close_matches(name, WORLDS, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(WORLDS)}."
        raise click.BadParameter(f"there is no world {name!r}. {hint}")
    return name


with_model = click.option(
    "--model", metavar="DIR", help="A model folder, or models:/NAME@ALIAS in MLflow. [released]"
)
with_weeks = click.option(
    "--weeks", type=POSITIVE, default=16, show_default=True, help="Weeks to simulate."
)
with_world = click.option(
    "--world", default="default", show_default=True, callback=known_world,
    help="The priors of the simulated population.",
)  # fmt: skip
with_seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True,
    help="The same seed gives the same result.",
)  # fmt: skip


with_experiment = click.option(
    "--experiment", default="calfcause", show_default=True, help="Name in MLflow."
)
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
