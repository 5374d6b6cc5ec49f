"""What holds for every command: errors, warnings and interruptions end in a line and a code."""

import errno
import warnings
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
                tell("\nInterrupted.")
                raise click.exceptions.Exit(130) from None


def tell(message: str) -> None:
    click.echo(message, err=True)


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    tell(f"Warning: {message}")
