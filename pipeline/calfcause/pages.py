"""HTML pages from templates: values are escaped, and a missing value is an error."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from calfcause.texts import printable

if TYPE_CHECKING:
    from jinja2 import Environment


def pages_in(folder: Path) -> "Environment":
    """The Jinja environment for the templates in a folder."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    def harmless(given: Any) -> Any:
        """Text without signs that control a terminal or the direction of writing."""
        return printable(given) if type(given) is str else given

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
