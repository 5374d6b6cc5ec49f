"""The report as Markdown, in the same order as the HTML."""

import re
from collections.abc import Iterator

from calfcause.answer.text import CAN_WAIT, CLOSING, question_in_words
from calfcause.causes.base import Reference
from calfcause.report import wording
from calfcause.report.contents import Report, Run
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
    if report.flagged:
        yield from (f"## {wording.SEE_A_CLINICIAN}", "", wording.red_flags_first(report), "")
        for one in report.flagged:
            flag = one.flag
            told = [", ".join(map(_which, one.recent))] if one.recent else []
            told += [f"earlier {', '.join(map(_which, one.earlier))}"] if one.earlier else []
            runs = "; ".join(told)
            yield f"- **{capital(flag.sign)}**: {runs}. {flag.why} {flag.do} ({_cite(flag.source)})"
        yield ""
    yield from _section("short")
    yield from (f"- {number} {what}" for what, number in wording.key_numbers(report).items())
    yield ""
    for sentence in wording.summary(report):
        yield from (plain(sentence), "")
    yield from _at_risk(report)
    if report.over_time:
        yield from _section("time")
        yield from (
            f"- {plain(one.name)}: {plain(wording.course(one))}" for one in report.over_time
        )
        yield ""
    yield from _shares(report)
    if found := wording.patterns(report):
        yield from _section("recurs")
        for sentence, runners in found.items():
            yield f"- {', '.join(plain(one.name) for one in runners)}: {sentence}"
        yield ""
    if report.runs:
        yield from _section("runs")
    for run in report.runs:
        yield from _card(run, report)
    yield from _causes(report)
    yield from _section("read")
    yield from (f"- **{term}**: {meaning}" for term, meaning in wording.NUMBERS_AND_WORDS.items())
    yield from (f"- {term}: {meaning}." for term, meaning in wording.terms(report).items())
    yield from ("", *(f"- {limit}" for limit in wording.LIMITS), "")
    yield f"{wording.model_in_words(report)} {CLOSING}"


def _section(key: str) -> tuple[str, str]:
    return f"## {wording.SECTIONS[key]}", ""


def _which(run: Run) -> str:
    return plain(run.told.name) + (f" of {plain(run.told.runner)}" if run.told.runner else "")


def _cite(source: Reference) -> str:
    return f"[{plain(source.cite)}]({source.link})" if source.link else source.cite


def _at_risk(report: Report) -> Iterator[str]:
    if not report.is_squad:
        return
    yield from (*_section("risk"), wording.table_order(report), "")
    yield "| runner or run | runs | latest risk | highest | likeliest cause | red flags |"
    yield "| --- | ---: | ---: | ---: | --- | ---: |"
    for one in report.runners:
        cells = (
            plain(one.name),
            f"{len(one.runs):,}",
            percent(one.latest.answer.p_sore),
            percent(one.highest.answer.p_sore),
            wording.likeliest_of(one),
            wording.flags_of(one),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _shares(report: Report) -> Iterator[str]:
    if not report.shares:
        return
    yield from (*_section("shares"), wording.shares_of(report), "")
    yield from (f"- {percent(share.mean)} {share.title}" for share in report.shares)
    yield ""


def _card(run: Run, report: Report) -> Iterator[str]:
    answer, when = run.answer, wording.day(run)
    yield from (f"### {_which(run)}{f', {plain(when)}' if when else ''}", "")
    verdict = answer.triage
    for flag in answer.red_flags:
        yield from (f"**{verdict.headline}: {flag.sign}.** {flag.do}", "")
    if verdict.come_back:
        yield from (f"{verdict.headline}. {verdict.come_back}", "")
    if run.facts:
        yield from (" · ".join(run.facts), "")
    sore = ", recorded as sore" if run.told.sore else ""
    risk = f"**{percent(answer.p_sore)} risk of sore calves**{sore}"
    yield from (CAN_WAIT if verdict.is_urgent else risk, "")
    named = answer.named
    yield f"Likeliest training cause: {named.title}" if named else wording.likeliest(answer)
    yield ""
    for state, causes in wording.by_state(answer):
        yield f"- {capital(state)}"
        for one in causes:
            said = wording.said(one, answer)
            yield f"  - {percent(one.p_given_sore)} {one.title}" + (f": {said}" if said else "")
    yield from (f"- {one.text}" for one in answer.contradictions)
    notes = [note for note in answer.course if note not in report.eases]
    yield from (f"- {note.text} ({_cite(note.source)})" for note in notes)
    for question in answer.questions:
        yield f"- {question_in_words(question)}"
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
