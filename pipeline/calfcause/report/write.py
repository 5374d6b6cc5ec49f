"""Write a report on a file of sessions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.errors import CalfcauseError
from calfcause.files import atomic_path, ending, refuse_onto
from calfcause.remote import is_remote, on_disk
from calfcause.report.assemble import make_report
from calfcause.report.contents import Report, Summary
from calfcause.report.html import as_html
from calfcause.report.markdown import as_markdown
from calfcause.report.plain import as_json
from calfcause.report.told import read_runs
from calfcause.sessions.units import units_named
from calfcause.texts import printable, without_secrets

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor

FORMS: dict[str, Callable[[Report], str]] = {
    "html": as_html,
    "md": as_markdown,
    "json": as_json,
}
"""The formats of a report, by name."""


def write_report(
    predictor: "Predictor",
    source: str | Path,
    target: str | Path,
    *,
    form: str | None = None,
    units: str = "km",
    history: bool = True,
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Write a report on all runs of a file. The report appears only when it is complete.

    Parameters
    ----------
    predictor : Predictor
        The model to answer with.
    source : str or Path
        A file of sessions, as for ``predict_file``; ``-`` is standard input. Rows with the
        same ``runner_id`` belong to one runner.
    target : str or Path
        The file for the report; ``-`` is standard output.
    form : {"html", "md", "json"}, optional
        The format; by default by the ending of the target, and html for any other.
    units : {"km", "miles"}
        The units of the sentences. Cells are always metric.
    history : bool
        Whether a runner's earlier runs fill missing cells, and earlier labels move the risk.
    strict : bool
        Whether columns that are not known are refused; by default they are ignored.
    progress : callable, optional
        Called from time to time with the number of runs answered so far.

    Returns
    -------
    Summary
        The counts over all runs; ``print`` it for a summary.

    Raises
    ------
    SchemaError
        If the source is not a file of sessions or has cells that are not allowed (the message
        lists them), or if source and target are the same file.
    CalfcauseError
        If the format or the units are unknown.

    Examples
    --------
    >>> import calfcause
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "runs.csv"), Path(folder, "report.md")
    ...     _ = source.write_text("runner_id,distance_km,terrain\\nanna,14,steep\\n")
    ...     summary = write_report(calfcause.Predictor.load(), source, target)
    ...     first = target.read_text().splitlines()[0]
    >>> summary.runs, first
    (1, '# Why the calves are sore: runs.csv: anna')
    """
    if form is None:
        form = ending(target, [f".{name}" for name in FORMS])[1:] or "html"
    if form not in FORMS:
        raise CalfcauseError(f"there is no report format {form!r}; choose from {', '.join(FORMS)}")
    words = units_named(units)
    refuse_onto(source, target)
    name = (
        "standard input"
        if str(source) == "-"
        else printable(Path(without_secrets(str(source))).name)
    )
    notes: list[str] = []
    by_history = predictor if history else None
    told = read_runs(source, by_history, notes.append, strict=strict)
    report = make_report(
        predictor, told, source=name, units=words, note="; ".join(notes), progress=progress
    )
    text = FORMS[form](report)
    with atomic_path(target, like=None if is_remote(source) else on_disk(source)) as part:
        part.write_text(text, encoding="utf-8")
    return report.summary
