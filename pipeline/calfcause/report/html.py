"""The report as one self-contained HTML file: no network, no script, no font."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from calfcause.answer.course import CourseNote
from calfcause.answer.text import CAN_WAIT, CLOSING, question_in_words
from calfcause.causes.base import Reference
from calfcause.pages import pages_in
from calfcause.report import figures, wording
from calfcause.report.contents import Report, Run, Runner
from calfcause.texts import capital

TEMPLATE = "report.html.j2"
STYLE = "style.css"
# A coach looks for names; of runs without names, only those most at risk are worth a table.
MOST_RUNNERS, MOST_RUNS = 100, 20


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A runner with the figure of the risk over time."""

    runner: Runner
    svg: str


def as_html(report: Report) -> str:
    """The report as an HTML page; all text is escaped."""
    from markupsafe import Markup

    folder = Path(__file__).parent
    page = pages_in(folder)
    page.filters |= {
        "percent": wording.percent,
        "bar": _bar,
        "capital": capital,
        "drawn": Markup,
    }
    sources = list(references(report))
    return page.get_template(TEMPLATE).render(
        report=report,
        w=wording,
        closing=CLOSING,
        can_wait=CAN_WAIT,
        question_in_words=question_in_words,
        style=Markup(_compact((folder / STYLE).read_text(encoding="utf-8"))),
        sections=_sections(report),
        rows=_rows(report),
        panels=_panels(report),
        spread=figures.spread(alone, key="h-") if (alone := _alone(report)) else "",
        shares=figures.shares(report, key="s-") if report.runs else "",
        sources=sources,
        number={source: place for place, source in enumerate(sources, start=1)},
        anchor={one.said.name: f"c{place}" for place, one in enumerate(report.causes, start=1)},
        notes=own_notes,
    )


def references(report: Report) -> Iterator[Reference]:
    """The sources that the report cites, each once, in the order of the page."""
    cited = [one.flag.source for one in report.flagged]
    cited += [note.source for run in report.runs for note in own_notes(report, run)]
    for cause in report.causes:
        cited += [step.source for step in cause.advice]
        cited += cause.said.sources
    cited += [note.source for note in report.eases]
    yield from dict.fromkeys(cited)


def own_notes(report: Report, run: Run) -> list[CourseNote]:
    """The notes on the soreness of a run, without those that the report gives once for all."""
    return [note for note in run.answer.course if note not in report.eases]


def _sections(report: Report) -> dict[str, str]:
    """The headings of this report's sections, by anchor."""
    has = {
        "flags": report.flagged,
        "risk": report.is_squad,
        "time": report.over_time,
        "spread": _alone(report),
        "shares": report.runs,
        "recurs": wording.patterns(report),
        "runs": report.runs,
        "causes": report.causes,
        "eases": report.eases,
    }
    return {key: title for key, title in wording.SECTIONS.items() if has.get(key, True)}


def _rows(report: Report) -> tuple[Runner, ...]:
    """The rows of the table: all runners with recent red flags, then those most at risk."""
    flagged = sum(bool(runner.recently_flagged) for runner in report.runners)
    most = MOST_RUNNERS if report.summary.runners else MOST_RUNS
    return report.runners[: max(most, flagged)] if report.is_squad else ()


def _panels(report: Report) -> list[Panel]:
    shown = report.over_time
    most = max((one.highest.answer.p_sore for one in shown), default=0.0)
    return [
        Panel(runner=one, svg=figures.over_time(one, key=f"t{place}-", most=most))
        for place, one in enumerate(shown)
    ]


def _alone(report: Report) -> list[Run]:
    """The runs without a runner_id, if there are several."""
    runs = [runner.latest for runner in report.runners if not runner.known]
    return runs if len(runs) > 1 else []


def _bar(chance: float) -> str:
    """The length of a bar as an HTML attribute; equal to the number beside it, none for 0."""
    shown = wording.percent(chance).removesuffix("%")
    return f" style=--p:{shown}" if shown != "0" else ""


def _compact(style: str) -> str:
    """A style sheet without comments and extra space."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", style)).strip()
