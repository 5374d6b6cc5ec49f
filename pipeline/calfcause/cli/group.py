"""What holds for every command: errors, warnings and interruptions become one line and a code."""

import errno
import warnings
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import click

from calfcause.errors import CalfcauseError

# What the extras add, as in pip install 'calfcause[train]'; the base install predicts and explains.
EXTRAS = {
    "report": {"jinja2", "markupsafe", "matplotlib"},
    "spark": {"py4j", "pyspark"},
    "train": {"joblib", "mlflow", "onnx", "scipy", "skl2onnx", "sklearn"},
}


class Commands(click.Group):
    """A group of commands, listed in sections, whose errors end in one line and an exit code."""

    def __init__(self, *, sections: Mapping[str, Sequence[click.Command]], **options: Any) -> None:
        self.sections = sections
        super().__init__(commands=[*chain(*sections.values())], **options)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, in the order in which a newcomer needs them."""
        for title, commands in self.sections.items():
            with formatter.section(title):
                rows = [(str(command.name), command.get_short_help_str(80)) for command in commands]
                formatter.write_dl(rows)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; turn what calfcause raises into a message and an exit code."""
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
                    f"{error.name} is not installed. This command needs the extra {extra}: "
                    f"pip install 'calfcause[{extra}]'"
                ) from error
            except OSError as error:
                if error.errno == errno.EPIPE:  # the reader of our output has gone
                    raise
                raise click.ClickException(str(error)) from error
            except KeyboardInterrupt:
                tell("\nInterrupted.")
                raise click.exceptions.Exit(130) from None


def tell(message: str) -> None:
    """Print a message to stderr."""
    click.echo(message, err=True)


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    tell(f"Warning: {message}")
