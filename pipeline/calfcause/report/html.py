"""The report as one self-contained HTML file: no network, no font, and no need of its script."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from calfcause.answer.course import CourseNote
from calfcause.answer.explain import Answer
from calfcause.answer.text import CLOSING
from calfcause.causes.base import Reference
from calfcause.learn.probabilities import parts_of_one
from calfcause.pages import pages_in
from calfcause.report import figures, legend, signs, wording
from calfcause.report.contents import NONE_OF_THESE, Report, Run
from calfcause.texts import capital

TEMPLATE, STYLE, SCRIPT = "report.html.j2", "style.css", "script.js"


def as_html(report: Report) -> str:
    """The report as an HTML page; all text is escaped."""
    from markupsafe import Markup

    folder = Path(__file__).parent
    page = pages_in(folder)
    page.filters |= {"percent": wording.percent, "bar": _bar, "capital": capital}
    sources = list(references(report))
    script = (folder / SCRIPT).read_text(encoding="utf-8")
    chosen = report.charted
    charted = [runner for runner in report.runners if runner.known and runner.name in chosen]
    most = figures.axis_end(charted)
    charts = {
        runner.name: Markup(figures.over_time(runner, key=f"t{place}-", most=most))
        for place, runner in enumerate(charted)
    }
    return page.get_template(TEMPLATE).render(
        report=report,
        w=wording,
        signs=signs,
        legend=legend,
        closing=CLOSING,
        style=Markup(_compact((folder / STYLE).read_text(encoding="utf-8"))),
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        sections=wording.sections(report),
        charts=charts,
        spark=lambda runner: Markup(figures.spark(runner)),
        parts=parts,
        sources=sources,
        number={source: place for place, source in enumerate(sources, start=1)},
        anchor={one.said.name: f"c{place}" for place, one in enumerate(report.causes, start=1)},
        notes=own_notes,
    )


def references(report: Report) -> Iterator[Reference]:
    """The sources that the report cites, each once, in the order of the page."""
    cited = [flag.source for one in report.signs for flag in one.flags]
    cited += [note.source for run in report.runs for note in own_notes(report, run)]
    for cause in report.causes:
        cited += [step.source for step in cause.advice]
        cited += cause.said.sources
    cited += [note.source for note in report.eases]
    yield from dict.fromkeys(cited)


def own_notes(report: Report, run: Run) -> list[CourseNote]:
    """The notes on the soreness of a run, without those that the report gives once for all."""
    return [note for note in run.answer.course if note not in report.eases]


def parts(answer: Answer) -> list[tuple[str, int]]:
    """The causes of one answer and none of them, as parts of a bar in whole per cent."""
    cents = wording.whole(parts_of_one([cause.p_given_sore for cause in answer.causes]))
    return [*zip([*(cause.title for cause in answer.causes), NONE_OF_THESE], cents, strict=True)]


def _bar(cents: int) -> str:
    """The length of a bar as an HTML attribute; none for 0."""
    return f" style=--p:{cents}" if cents else ""


def _compact(style: str) -> str:
    """A style sheet without comments and extra space."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", style)).strip()
