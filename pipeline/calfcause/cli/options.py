"""Options that several commands share, and checks that run before any work is done."""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from calfcause.remote import is_remote, on_disk
from calfcause.texts import without_secrets


class At(click.Path):
    """A path of this machine, which is checked, or an address of other storage."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return value if is_remote(value) else super().convert(on_disk(value), param, ctx)


class Here(click.Path):
    """A path of this machine alone."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if is_remote(value):
            shown = without_secrets(repr(str(value)))
            self.fail(f"{shown} is an address, and a file of this machine is needed.")
        return super().convert(on_disk(value), param, ctx)


SESSIONS = At(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
# A folder holds recordings.
RUNS = At(exists=True, readable=True, allow_dash=True, path_type=Path)
FILE = Here(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = Here(file_okay=False, path_type=Path)
POSITIVE = click.IntRange(min=1)


def in_a_folder(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a path in a folder that does not exist."""
    if path and not is_remote(path) and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}.")
    return path


def known_world(context: click.Context, option: click.Parameter, name: str) -> str:
    """Refuse the name of a simulated world that does not exist."""
    from calfcause.simulate import WORLDS

    if name not in WORLDS:
        near = get_close_matches(name, WORLDS, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Choose from {', '.join(WORLDS)}."
        raise click.BadParameter(f"there is no world {name!r}. {hint}")
    return name


with_model = click.option(
    "--model", metavar="MODEL",
    help="A model folder, its address (s3://BUCKET/FOLDER), or models:/NAME@ALIAS in MLflow. "
    "[the released model]",
)  # fmt: skip
with_weeks = click.option(
    "--weeks", type=POSITIVE, default=16, show_default=True, help="Weeks to simulate."
)
with_world = click.option(
    "--world", metavar="NAME", default="default", show_default=True, callback=known_world,
    help="Which population to simulate.",
)  # fmt: skip
with_seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True,
    help="Random seed; the same seed gives the same result.",
)  # fmt: skip
with_experiment = click.option(
    "--experiment", metavar="NAME", default="calfcause", show_default=True,
    help="Name of the experiment in MLflow.",
)  # fmt: skip
with_units = click.option(
    "--units", type=click.Choice(["km", "miles"]), default="km", show_default=True,
    help="Units of the sentences; the cells of files are always metric.",
)  # fmt: skip
with_history = click.option(
    "--history/--no-history", default=True,
    help="Whether a run gets what earlier rows of the same runner_id tell, by start_time.",
)  # fmt: skip
with_strict = click.option(
    "--strict", is_flag=True, help="Refuse columns that are not known, with a hint; else they pass."
)
with_primary_only = click.option(
    "--primary-only", is_flag=True,
    help="If a row has a primary_cause, count its empty cause_NAME cells as no.",
)  # fmt: skip


def with_format(*forms: str) -> Callable[[Any], Any]:
    """An option ``--format`` with these choices, the first of them the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True,
        help="Output format.",
    )  # fmt: skip
