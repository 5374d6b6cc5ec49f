"""The sentences that HTML and Markdown reports share, beyond those of the answers."""

from collections.abc import Iterator, Sequence
from heapq import nlargest

from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR, CauseAnswer
from calfcause.answer.explain import Answer
from calfcause.answer.glossary import terms_in
from calfcause.answer.pattern import RECENT_WEEKS
from calfcause.answer.sentences import why
from calfcause.answer.short import STEPS, Line
from calfcause.answer.text import what_if
from calfcause.report.contents import Report, Run, Runner, Share, Signs
from calfcause.report.legend import TRAINED
from calfcause.report.signs import what_to_do
from calfcause.texts import capital, counted

SEE_A_CLINICIAN = "See a clinician"
STATES = (FOR, A_LITTLE, AGAINST, CANNOT_TELL)
SECTIONS = {
    "flags": SEE_A_CLINICIAN,
    "unread": "Rows that could not be read",
    "short": "Summary",
    "runs": "Runners and runs",
    "shares": "The causes by share",
    "causes": "The causes",
    "eases": "What eases soreness",
    "read": "How to read this report",
    "sources": "Sources",
}
"""The headings in their order, by the anchor of each."""


def percent(chance: float) -> str:
    """A probability in the form that the answers use.

    >>> percent(0.216)
    '22%'
    """
    return f"{chance:.0%}"


def cents(chance: float) -> int:
    """The same as a whole number."""
    return int(percent(chance).removesuffix("%"))


def day(run: Run | Signs) -> str:
    """When the run was, empty if unknown."""
    when = run.told.when
    if when is None:
        return run.told.start_time
    clock = f", {when:%H:%M}" if (when.hour, when.minute) != (0, 0) else ""
    return f"{when.day} {when:%b %Y}{clock}"


def whose(report: Report) -> str:
    """What the report is about: the file and, if there is only one, the runner."""
    alone = report.runners[0] if len(report.runners) == 1 and not report.unread else None
    return f"{report.source}: {alone.name}" if alone and alone.known else report.source


def key_numbers(report: Report) -> dict[str, str]:
    """The counts of the report, by what they count."""
    summary = report.summary
    counts = [counted(summary.runs, "run")]
    counts += [counted(summary.runners, "runner")] if summary.runners else []
    return {
        **{what: number for number, what in map(str.split, counts)},
        "expected sore": f"{summary.expected_sore:,.1f}",
        "recorded as sore": f"{summary.told_sore:,}",
        "with red flags": f"{summary.red_flagged:,}",
        **({"not read": f"{summary.unread:,}"} if summary.unread else {}),
    }


def sections(report: Report) -> dict[str, str]:
    """The headings of this report's sections, by anchor."""
    has = {
        "flags": report.signs,
        "unread": report.unread,
        "runs": report.runners,
        "shares": report.shares,
        "causes": report.causes,
        "eases": report.eases,
    }
    titles = {key: title for key, title in SECTIONS.items() if has.get(key, True)}
    if "runs" in titles and not (report.is_squad and report.summary.runners):
        titles["runs"] = "The runs"
    return titles


def order(report: Report) -> str:
    """How the runners or runs are sorted."""
    several = any(one.known for one in report.runners)
    first = f"Red flags of the last {RECENT_WEEKS} weeks first" if several else "Red flags first"
    by = "the risk of the latest run" if several else "risk"
    return f"{first}, then by {by}."


def whole(parts: Sequence[float]) -> list[int]:
    """Parts of 1 in whole per cent that add up to 100; the last takes what rounding leaves.

    >>> whole([0.125, 0.125, 0.75]), whole([0.335, 0.665, 0.0])
    ([12, 12, 76], [34, 66, 0])
    """
    shown = [cents(part) for part in parts[:-1]]
    rest = 100 - sum(shown)
    if rest < 0:
        shown[shown.index(max(shown))] += rest
    return [*shown, max(rest, 0)]


def range_of(answer: Answer) -> str:
    """The 90 % interval of a risk.

    >>> from calfcause import Predictor
    >>> range_of(Predictor.load().explain({"distance_km": 5})).endswith("%")
    True
    """
    return f"{answer.p_sore_low * 100:.0f} to {answer.p_sore_high:.0%}"


def verdict(run: Run) -> str:
    """The answer to a run in one sentence."""
    answer = run.answer
    return f"{capital('; '.join(answer.triage.reasons))}." if answer.red_flags else why(answer)


def first_step(run: Run) -> str:
    """What to do first, or to tell first; empty if there is nothing, or signs come first."""
    if run.signs_first:
        return what_to_do(run.answer.red_flags, run.answer.triage)
    return next((str(line) for line in run.answer.short.lines if line.lead in STEPS), "")


def lines(run: Run) -> list[Line]:
    """The answer in short without its verdict."""
    return [line for line in run.answer.short.lines if line.text != verdict(run)]


def summary(report: Report) -> Iterator[str]:
    """What stands out in the report, in sentences."""
    if not report.summary.runs:
        yield "There are no runs in this file."
        return
    if report.is_squad and report.summary.runners:
        rest = [one for one in report.runners if not one.urgent]
        most = nlargest(3, rest, key=lambda runner: runner.latest.answer.p_sore)
        risks = ", ".join(f"{one.name} ({percent(one.latest.answer.p_sore)})" for one in most)
        if most:
            yield f"Most at risk by the latest run: {risks}."
    if report.note:
        yield f"{capital(report.note)}."
    if odd := sum(bool(run.answer.contradictions) for run in report.runs):
        yield f"The cells of {counted(odd, 'run')} contradict each other; the cards say which."
    yield TRAINED


def said(one: CauseAnswer, run: Run) -> str:
    """The sentences on a cause in a card: its reasons if the rule speaks for it, and doubts."""
    usual = "" if run.signs_first else what_if(one, run.answer)
    reasons = [one.because, usual, *one.notes] if one.speaks else []
    return " ".join(filter(None, [*reasons, one.disagreement]))


def overlap(answer: Answer) -> str:
    """Say that the bar is scaled where shares overlap; empty where they do not."""
    total = sum(cause.p_given_sore for cause in answer.causes)
    return (
        f"The shares overlap and come to {percent(total)}; the bar is scaled." if total > 1 else ""
    )


def by_state(answer: Answer) -> list[tuple[str, list[CauseAnswer]]]:
    """The causes grouped by what the rules say, the most probable first in each group."""
    groups = ((state, [one for one in answer.causes if one.state == state]) for state in STATES)
    return [(state, own) for state, own in groups if own]


def likeliest_of(runner: Runner) -> str:
    """The causes named most often in a runner's runs, each with its number of runs."""
    if not runner.likeliest:
        return "none named"
    if len(runner.runs) == 1:
        return runner.likeliest[0][0]
    return ", ".join(f"{title} ({counted(number, 'run')})" for title, number in runner.likeliest)


def how_many(runner: Runner) -> str:
    """How many runs of a runner there are, and how many of them are recorded as sore."""
    sore = f", {runner.n_sore:,} sore" if runner.n_sore else ""
    return f"{counted(len(runner.runs), 'run')}{sore}"


def course(runner: Runner) -> str:
    """How the risk of a runner's runs changed, in words."""
    first, last, highest = runner.runs[0], runner.latest, runner.highest
    runs = counted(len(runner.runs), "run")
    between = f" from {day(first)} to {day(last)}" if runner.in_time else " in the order of rows"
    peak = f"{percent(highest.answer.p_sore)} at {highest.told.name}"
    return (
        f"{runs}{between}. The highest risk is {peak}, the latest"
        f" {percent(last.answer.p_sore)}. {counted(runner.n_sore, 'run')} recorded as sore."
        f" The 90% range of the latest is {range_of(last.answer)}."
    )


def shares_of(report: Report) -> str:
    """The sentence that says which runs the mean shares are over."""
    of = "recorded as sore" if report.shared_are_sore else "in the file"
    runs = "the one run" if report.n_shared == 1 else f"all {report.n_shared:,} runs"
    return f"Mean share of each cause over {runs} {of}, and of none of them. They add up to 100%."


def shares_in_whole(report: Report) -> list[tuple[Share, int]]:
    """The mean shares with whole per cents that add up to 100."""
    return [*zip(report.shares, whole([share.mean for share in report.shares]), strict=True)]


def terms(report: Report) -> dict[str, str]:
    """The special terms in the sentences of the report, with their meaning."""
    texts = [said(one, run) for run in report.runs for one in run.answer.causes]
    texts += [note.text for run in report.runs for note in run.answer.course]
    texts += [text for one in report.signs for flag in one.flags for text in (flag.why, flag.do)]
    for cause in report.causes:
        texts += [cause.said.title, cause.said.article, cause.said.evidence_sentence]
        texts += [text for step in cause.advice for text in (step.text, step.support)]
    return terms_in("\n".join(dict.fromkeys(texts)))
