"""The report as Markdown, in the same order as the HTML."""

import re
from collections.abc import Iterator

from calfcause.answer.text import CLOSING
from calfcause.causes.base import Reference
from calfcause.report import legend, signs, wording
from calfcause.report.contents import Report, Run, Signs
from calfcause.report.wording import percent
from calfcause.texts import capital, printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~!&])")


def as_markdown(report: Report) -> str:
    """The report as Markdown; text from the user's file cannot become markup."""
    return "\n".join(_lines(report)) + "\n"


def plain(text: str) -> str:
    """Text from the user's file on one line, with Markdown characters escaped.

    >>> plain("<b>|x")
    '\\\\<b\\\\>\\\\|x'
    """
    return _SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# Why the calves are sore: {plain(wording.whose(report))}", "")
    if report.signs:
        yield from (*_section("flags"), signs.red_flags_first(report), "")
        yield from map(_signs, report.signs)
        yield ""
    if report.unread:
        yield from (*_section("unread"), signs.unread_in_words(report), "")
        for row in report.unread[: signs.MOST_UNREAD]:
            yield f"- {plain(row.name)}: {plain(signs.complaint(row))}"
        yield ""
    yield from _section("short")
    yield from (f"- {number} {what}" for what, number in wording.key_numbers(report).items())
    yield ""
    for sentence in wording.summary(report):
        yield from (plain(sentence), "")
    yield from _at_risk(report)
    yield from _shares(report)
    for one in report.runners:
        if one.pattern is not None:
            course = "" if one.urgent else plain(wording.course(one))
            yield f"- {plain(one.name)}: {course} {one.pattern.sentence}"
    yield ""
    if report.runs:
        yield from _section("runs")
    for run in report.runs:
        yield from _card(run, report)
    yield from _causes(report)
    yield from _section("read")
    yield from (f"- **{term}**: {meaning}" for term, meaning in legend.NUMBERS_AND_WORDS.items())
    yield from (f"- {term}: {meaning}." for term, meaning in wording.terms(report).items())
    yield from ("", *(f"- {limit}" for limit in legend.LIMITS), "")
    yield f"{legend.model_in_words(report)} {CLOSING}"


def _section(key: str) -> tuple[str, str]:
    return f"## {wording.SECTIONS[key]}", ""


def _signs(found: Signs) -> str:
    reasons = f"{capital('; '.join(found.triage.reasons))}."
    step = f"{signs.what_to_do(found.flags, found.triage)} {found.flags[0].avoid}".strip()
    also = f" Also: {signs.also(found)}." if signs.also(found) else ""
    when = ", ".join(filter(None, (wording.day(found), "" if found.recent else "earlier")))
    return (
        f"- {_which(found)}{f' ({plain(when)})' if when else ''}: **{found.triage.headline}.**"
        f" {reasons} {step}{also} ({_cite(found.flags[0].source)})"
    )


def _which(run: Run | Signs) -> str:
    return plain(run.told.name) + (f" of {plain(run.told.runner)}" if run.told.runner else "")


def _cite(source: Reference) -> str:
    return f"[{plain(source.cite)}]({source.link})" if source.link else source.cite


def _at_risk(report: Report) -> Iterator[str]:
    if not report.is_squad:
        return
    yield from (wording.order(report), "")
    yield "| runner or run | runs | latest risk | highest | likeliest cause |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for one in report.runners:
        risks = [percent(one.latest.answer.p_sore), percent(one.highest.answer.p_sore)]
        if one.urgent:
            risks = [f"**{one.urgent.triage.headline}**", ""]
        likeliest = wording.likeliest_of(one)
        cells = plain(one.name), wording.how_many(one), *risks, likeliest
        yield f"| {' | '.join(cells)} |"
    yield ""


def _shares(report: Report) -> Iterator[str]:
    if not report.shares:
        return
    yield from (*_section("shares"), wording.shares_of(report), "")
    yield from (f"- {cents}% {share.title}" for share, cents in wording.shares_in_whole(report))
    yield ""


def _card(run: Run, report: Report) -> Iterator[str]:
    answer, when = run.answer, wording.day(run)
    yield from (f"### {_which(run)}{f', {plain(when)}' if when else ''}", "")
    verdict = answer.triage
    for flag in answer.red_flags:
        yield from (f"**{verdict.headline}: {flag.sign}.** {flag.do}", "")
    if run.facts:
        yield from (" · ".join(run.facts), "")
    if run.signs_first:
        yield from (signs.CAN_WAIT, "")
    else:
        sore = ", recorded as sore" if run.told.sore else ""
        risk = f"**{percent(answer.p_sore)} risk of sore calves**"
        yield from (wording.verdict(run), "")
        for line in wording.lines(run):
            yield from (f"**{line.lead}:** {line.text}" if line.lead else line.text, "")
        yield from (f"{risk} ({wording.range_of(answer)}){sore}", "")
    for state, causes in wording.by_state(answer):
        yield f"- {capital(state)}"
        for one in causes:
            said = wording.said(one, run)
            yield f"  - {percent(one.p_given_sore)} {one.title}" + (f": {said}" if said else "")
    in_short = {line.text for line in wording.lines(run)}
    yield from (f"- {one.text}" for one in answer.contradictions if one.text not in in_short)
    notes = [note for note in answer.course if note not in report.eases]
    yield from (f"- {note.text} ({_cite(note.source)})" for note in notes)
    yield from ("", answer.seek_help, "") if answer.seek_help else ("",)


def _causes(report: Report) -> Iterator[str]:
    if report.causes:
        yield from _section("causes")
    for one in report.causes:
        said = one.said
        yield from (f"### {capital(said.title)}", "", said.article, "")
        for step in one.advice:
            yield f"- {step.text} ({step.support}; {_cite(step.source)})"
        sources = "; ".join(map(_cite, said.sources))
        yield from ("", f"Evidence: {said.evidence}. {said.evidence_sentence} {sources}", "")
    if report.eases:
        yield from _section("eases")
        yield from (f"- {one.text} ({one.support}; {_cite(one.source)})" for one in report.eases)
        yield ""
