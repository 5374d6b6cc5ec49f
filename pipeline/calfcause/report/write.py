"""A report from a file of sessions to a file of HTML, Markdown or JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.errors import CalfcauseError
from calfcause.files import atomic_path, refuse_onto
from calfcause.report.assemble import make_report
from calfcause.report.contents import Report, Summary
from calfcause.report.html import as_html
from calfcause.report.markdown import as_markdown
from calfcause.report.plain import as_json
from calfcause.report.told import read_runs
from calfcause.sessions.units import units_named

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor

FORMS: dict[str, Callable[[Report], str]] = {
    "html": as_html,
    "md": as_markdown,
    "json": as_json,
}
"""What a report can be written as."""


def write_report(
    predictor: "Predictor",
    source: str | Path,
    target: str | Path,
    *,
    form: str = "html",
    units: str = "km",
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Write the report of a file of sessions; it appears when it is complete.

    Parameters
    ----------
    source : a CSV or Parquet file of sessions.
    target : where the report goes.
    form : html, md or json, see ``FORMS``.
    units : what it is told in, km or miles.
    progress : called now and then with the number of runs answered so far.

    Raises
    ------
    SchemaError
        If the file is no file of sessions or has cells that are not allowed, all of which are
        listed; or if it is the target itself.
    CalfcauseError
        If there is no such form, or there are no such units.
    """
    if form not in FORMS:
        raise CalfcauseError(f"there is no form {form!r} of a report; there are {', '.join(FORMS)}")
    words = units_named(units)
    refuse_onto(source, target)
    report = make_report(
        predictor, read_runs(source), source=Path(source).name, units=words, progress=progress
    )
    text = FORMS[form](report)
    with atomic_path(target) as part:
        part.write_text(text, encoding="utf-8")
    return report.summary
