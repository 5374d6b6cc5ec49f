"""What holds for every command: errors, warnings and interruptions become one line and a code."""

import errno
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import click

from calfcause.cli.terminal import (
    columns_of_output,
    ended_as_if_interrupted,
    forget_output,
    prepare_streams,
    tell,
)
from calfcause.errors import CalfcauseError
from calfcause.texts import WIDTH, clean

# What the extras add, as in pip install 'calfcause[train]'; the base install predicts and explains.
EXTRAS = {
    "activities": {"fitdecode"},
    "registry": {"mlflow"},
    "report": {"jinja2", "markupsafe", "matplotlib"},
    "service": {"fastapi", "prometheus_client", "python_multipart", "starlette", "uvicorn"},
    "spark": {"py4j", "pyspark"},
    "train": {"joblib", "onnx", "scipy", "sklearn"},
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

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line with streams that are safe to use."""
        prepare_streams()
        WIDTH.set(columns_of_output())
        return super().main(*arguments, **options)

    def invoke(self, context: click.Context) -> Any:
        """Run a command; turn what calfcause raises into a message and an exit code."""
        shown = cache(_show_warning)
        with (
            warnings.catch_warnings(action="always", category=UserWarning),
            ended_as_if_interrupted() as signal_that_came,
        ):
            # A file may be read twice, and says the same both times.
            warnings.showwarning = lambda message, *_, **__: shown(str(message))
            try:
                return self._translated(context)
            except BaseException as error:
                # A library may have made another error of the interruption: an import, above all.
                if not (number := signal_that_came()):
                    raise
                tell("\nInterrupted.")
                for note in getattr(error, "__notes__", ()):
                    tell(note)
                raise click.exceptions.Exit(128 + number) from None

    def _translated(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except CalfcauseError as error:
            notes = getattr(error, "__notes__", ())
            raise click.ClickException("\n".join([str(error), *notes])) from error
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
            if error.filename is None:
                forget_output()
            if error.errno == errno.EPIPE:  # the reader of our output has gone
                raise
            what = "" if error.filename is None else f"{error.filename}: "
            raise click.ClickException(clean(f"{what}{error.strerror or error}")) from error


def _show_warning(message: str) -> None:
    tell(f"Warning: {message}")
