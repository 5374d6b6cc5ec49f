"""The sentences of a report that are not in its answers, said alike in HTML and Markdown."""

from collections.abc import Iterator
from heapq import nlargest

from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR, CauseAnswer
from calfcause.answer.explain import Answer
from calfcause.answer.glossary import terms_in
from calfcause.answer.text import change_of_risk, in_short
from calfcause.report.contents import RECENT_WEEKS, Report, Run, Runner, named_cause
from calfcause.texts import capital, counted

SEE_A_CLINICIAN = "See a clinician"
EARLIER = f"Earlier is more than {RECENT_WEEKS} weeks before the latest run of the same runner."
RED_FLAGS_FIRST = "These signs come first, by rule. All that follows is about training only."
TRAINED = (
    "The model is trained on simulated runs. It names likely training causes; it is never a"
    " diagnosis."
)
STATES = (FOR, A_LITTLE, AGAINST, CANNOT_TELL)
SECTIONS = {
    "flags": SEE_A_CLINICIAN,
    "short": "In short",
    "risk": "Who is at risk",
    "time": "Over time",
    "spread": "How the risks are spread",
    "shares": "Because of what",
    "recurs": "What recurs",
    "runs": "The runs",
    "causes": "The causes",
    "eases": "What eases it",
    "read": "How to read this",
    "sources": "Sources",
}
"""The headings in their order, by the anchor of each."""
NUMBERS_AND_WORDS = {
    "Risk": (
        "The probability that a run like this leaves the calves sore. Of 100 runs at 20%, about 20"
        " should."
    ),
    "Share of a cause": (
        "The probability that sore calves are because of this cause: sore, and not sore had the run"
        " been as usual in this respect."
    ),
    "Shares together": (
        "They need not add up to 100%. A run can need two causes, and it can leave calves sore"
        " because of none."
    ),
    "As usual": (
        "What this runner is used to: the usual ground, pace, shoes, landing and distance. Told so,"
        " a run also tells what was left out. So the change of risk need not equal the share."
    ),
    "Speaks for it, a little, against it": (
        "What the rule for this cause reads from the run. The share is the model's, so the two can"
        " differ."
    ),
    "Cannot tell": "Nothing that is known of the run tells of this cause. Its share is a guess.",
    "Told sore": (
        "The column sore_calves says so; else a soreness of 2 or more out of 10; else, without a"
        " number, anything told of it."
    ),
    "Expected sore": "The risks of all runs added up: so many should leave the calves sore.",
    "What recurs": (
        "In so many sore runs one cause made the difference, with a range that should hold the"
        " truth in about nine of ten cases."
    ),
    "Evidence": "How well research supports that this makes calves sore: strong, moderate or weak.",
}
LIMITS = (
    "Signs for a clinician are judged by rule. That none was told does not mean that there is"
    " none.",
    "How often a usual run leaves calves sore is assumed: 6% for the experienced. Where that is"
    " off, the risks are as well.",
    "One run is judged by what was told of it. What was left out is unknown, not normal.",
    "It answers for calves after a run, not for other muscles, other sports or pain without"
    " running.",
)


def percent(chance: float) -> str:
    """A probability as the answers say it.

    >>> percent(0.216)
    '22%'
    """
    return f"{chance:.0%}"


def day(run: Run) -> str:
    """When the run was, empty where that was not told."""
    when = run.told.when
    if when is None:
        return run.told.start_time
    clock = f", {when:%H:%M}" if (when.hour, when.minute) != (0, 0) else ""
    return f"{when.day} {when:%b %Y}{clock}"


def whose(report: Report) -> str:
    """What the report is of: the file and, where there is but one, the runner."""
    alone = report.runners[0] if len(report.runners) == 1 else None
    return f"{report.source}: {alone.name}" if alone and alone.known else report.source


def key_numbers(report: Report) -> dict[str, str]:
    """What the report comes to: numbers by what they count."""
    found = report.summary
    counts = [counted(found.runs, "run")]
    counts += [counted(found.runners, "runner")] if found.runners else []
    return {
        **{what: number for number, what in map(str.split, counts)},
        "expected sore": f"{found.expected_sore:,.1f}",
        "told sore": f"{found.told_sore:,}",
        "with red flags": f"{found.red_flagged:,}",
    }


def red_flags_first(report: Report) -> str:
    """What stands above the red flags."""
    earlier = any(one.earlier for one in report.flagged)
    return f"{RED_FLAGS_FIRST} {EARLIER}" if earlier else RED_FLAGS_FIRST


def flags_of(runner: Runner) -> str:
    """In how many runs a runner had red flags, recently and earlier; empty where in none."""
    recent = len(runner.recently_flagged)
    earlier = len(runner.flagged) - recent
    found = [f"{recent:,}"] if recent else []
    return ", ".join(found + ([f"{earlier:,} earlier"] if earlier else []))


def table_order(report: Report) -> str:
    """How the table of runners or runs is sorted."""
    several = any(one.known for one in report.runners)
    first = f"Red flags of the last {RECENT_WEEKS} weeks first" if several else "Red flags first"
    by = "the risk of the latest run" if several else "risk"
    return f"{first}, then by {by}."


def summary(report: Report) -> Iterator[str]:
    """What stands out in the report, in sentences."""
    found = report.summary
    if not found.runs:
        yield "There is no run in this file."
        return
    if report.is_squad and found.runners:
        most = nlargest(3, report.runners, key=lambda runner: runner.latest.answer.p_sore)
        risks = ", ".join(f"{one.name} ({percent(one.latest.answer.p_sore)})" for one in most)
        yield f"Most at risk by the latest run: {risks}."
    if odd := sum(bool(run.answer.contradictions) for run in report.runs):
        yield f"Cells of {counted(odd, 'run')} do not go together; the cards say which."
    yield TRAINED


def likeliest(answer: Answer) -> str:
    """What the answer says where it names no cause; empty where it names one."""
    if named_cause(answer) is not None:
        return ""
    return in_short(answer)


def what_if(one: CauseAnswer, answer: Answer) -> str:
    """What the risk would have been as usual in this respect; empty where not lower."""
    change = change_of_risk(one.p_sore_as_usual, answer.p_sore)
    return f"{capital(one.as_usual)}, the risk would have been {change}." if change else ""


def said(one: CauseAnswer, answer: Answer) -> str:
    """The sentences on a cause in a card: its reasons where it is for it, and what is odd."""
    is_for = one.state in (FOR, A_LITTLE)
    told = [one.because, what_if(one, answer), *one.notes] if is_for else []
    return " ".join(filter(None, [*told, one.disagreement]))


def by_state(answer: Answer) -> list[tuple[str, list[CauseAnswer]]]:
    """The causes by what speaks for them, each group with the most probable first."""
    groups = ((state, [one for one in answer.causes if one.state == state]) for state in STATES)
    return [(state, own) for state, own in groups if own]


def likeliest_of(runner: Runner) -> str:
    """Which causes were the likeliest in a runner's runs, and in how many of them."""
    if not runner.likeliest:
        return "none named"
    if len(runner.runs) == 1:
        return runner.likeliest[0][0]
    return ", ".join(f"{title} ({number:,})" for title, number in runner.likeliest)


def course(runner: Runner) -> str:
    """How the risk of a runner's runs went, in words."""
    first, last, highest = runner.runs[0], runner.latest, runner.highest
    runs = counted(len(runner.runs), "run")
    between = f" from {day(first)} to {day(last)}" if runner.in_time else " in the order of rows"
    sore = sum(run.told.sore for run in runner.runs)
    peak = f"{percent(highest.answer.p_sore)} at {highest.told.name}"
    return (
        f"{runs}{between}. The highest risk is {peak}, the latest"
        f" {percent(last.answer.p_sore)}. {counted(sore, 'run')} told sore."
    )


def patterns(report: Report) -> dict[str, list[Runner]]:
    """The runners by the sentence on what recurs, those of whom something does first."""
    found: dict[str, list[Runner]] = {}
    known = [(one, one.pattern) for one in report.runners if one.pattern is not None]
    for runner, seen in sorted(known, key=lambda pair: not pair[1].recurring):
        found.setdefault(seen.sentence, []).append(runner)
    return found


def shares_of(report: Report) -> str:
    """Over which runs the shares are the mean."""
    of = "told sore" if report.shared_are_sore else "in the file"
    runs = "the one run" if report.n_shared == 1 else f"all {report.n_shared:,} runs"
    return f"Mean share of each cause over {runs} {of}."


def terms(report: Report) -> dict[str, str]:
    """The special terms that the sentences of the report use, with what they mean."""
    texts = [said(one, run.answer) for run in report.runs for one in run.answer.causes]
    texts += [note.text for run in report.runs for note in run.answer.course]
    texts += [text for one in report.flagged for text in (one.flag.why, one.flag.do)]
    for cause in report.causes:
        texts += [cause.said.title, cause.said.article, cause.said.evidence_sentence]
        texts += [text for step in cause.advice for text in (step.text, step.support)]
    return terms_in("\n".join(dict.fromkeys(texts)))


def model_in_words(report: Report) -> str:
    """Which model answered."""
    model = report.model
    version = f"calfcause {model.calfcause}" if model.calfcause else "a model without description"
    if model.n_sessions is None:
        return f"Answered by {version}."
    of = f" of {counted(model.n_runners, 'runner')}" if model.n_runners is not None else ""
    return f"Answered by {version}, trained on {model.n_sessions:,} simulated runs{of}."
