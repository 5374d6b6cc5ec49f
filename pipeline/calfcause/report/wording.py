"""The sentences that HTML and Markdown reports share, beyond those of the answers."""

from collections.abc import Iterator
from heapq import nlargest

from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR, CauseAnswer
from calfcause.answer.explain import Answer
from calfcause.answer.glossary import terms_in
from calfcause.answer.pattern import RECENT_WEEKS
from calfcause.answer.text import in_short, what_if
from calfcause.report.contents import Report, Run, Runner
from calfcause.texts import counted

SEE_A_CLINICIAN = "See a clinician"
EARLIER = f"Earlier is more than {RECENT_WEEKS} weeks before the latest run of the same runner."
RED_FLAGS_FIRST = "These signs come first, by rule. Everything below is about training only."
TRAINED = (
    "The model is trained on simulated runs. It names likely training causes; it is never a"
    " diagnosis."
)
STATES = (FOR, A_LITTLE, AGAINST, CANNOT_TELL)
SECTIONS = {
    "flags": SEE_A_CLINICIAN,
    "short": "Summary",
    "risk": "Who is at risk",
    "time": "Over time",
    "spread": "How many runs have which risk",
    "shares": "The causes by share",
    "recurs": "What recurs",
    "runs": "The runs",
    "causes": "The causes",
    "eases": "What eases soreness",
    "read": "How to read this report",
    "sources": "Sources",
}
"""The headings in their order, by the anchor of each."""
NUMBERS_AND_WORDS = {
    "Risk": (
        "The probability that a run like this leaves the calves sore. Out of 100 runs at 20%, about"
        " 20 should."
    ),
    "Share of a cause": (
        "If the calves are sore: the probability that they would not be, had the run been as usual"
        " in this respect."
    ),
    "Shares together": (
        "They need not add up to 100%. Soreness can need two causes together, and it can come from"
        " none of them."
    ),
    "As usual": (
        "What this runner is used to: the usual ground, pace, shoes, landing and distance. A run"
        " set to usual also fills what was missing, so the change in risk need not equal the share."
    ),
    "Speaks for it, a little, against it": (
        "What the rule for this cause finds in the run. The share comes from the model, so the two"
        " can differ."
    ),
    "Cannot tell": "The run has no cells about this cause. Its share is a guess.",
    "Recorded as sore": (
        "The column sore_calves says so. If it is empty: the soreness is 2 or more out of 10. If"
        " that is missing too: anything is recorded about soreness."
    ),
    "Expected sore": "The sum of the risks of all runs: how many should leave the calves sore.",
    "What recurs": (
        "The number of sore runs in which one cause made the difference, with a range that should"
        " hold the true number in about nine of ten cases."
    ),
    "Evidence": "How well research supports that this makes calves sore: strong, moderate or weak.",
}
LIMITS = (
    "Signs that need a clinician are judged by rule. If none was recorded, there may still be one.",
    "How often a usual run leaves calves sore is assumed: 6% for experienced runners. If that is"
    " wrong, so are the risks.",
    "A run is judged by what was recorded. What was left out is unknown, not normal.",
    "The report is about calves after a run, not about other muscles, other sports or pain without"
    " running.",
)


def percent(chance: float) -> str:
    """A probability in the form that the answers use.

    >>> percent(0.216)
    '22%'
    """
    return f"{chance:.0%}"


def day(run: Run) -> str:
    """When the run was, empty if unknown."""
    when = run.told.when
    if when is None:
        return run.told.start_time
    clock = f", {when:%H:%M}" if (when.hour, when.minute) != (0, 0) else ""
    return f"{when.day} {when:%b %Y}{clock}"


def whose(report: Report) -> str:
    """What the report is about: the file and, if there is only one, the runner."""
    alone = report.runners[0] if len(report.runners) == 1 else None
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
    }


def red_flags_first(report: Report) -> str:
    """The sentence above the red flags."""
    earlier = any(one.earlier for one in report.flagged)
    return f"{RED_FLAGS_FIRST} {EARLIER}" if earlier else RED_FLAGS_FIRST


def flags_of(runner: Runner) -> str:
    """The number of runs with red flags, recent and earlier; empty if there are none."""
    recent = len(runner.recently_flagged)
    earlier = len(runner.flagged) - recent
    parts = (f"{recent:,}" if recent else "", f"{earlier:,} earlier" if earlier else "")
    return ", ".join(filter(None, parts))


def table_order(report: Report) -> str:
    """How the table of runners or runs is sorted."""
    several = any(one.known for one in report.runners)
    first = f"Red flags of the last {RECENT_WEEKS} weeks first" if several else "Red flags first"
    by = "the risk of the latest run" if several else "risk"
    return f"{first}, then by {by}."


def summary(report: Report) -> Iterator[str]:
    """What stands out in the report, in sentences."""
    if not report.summary.runs:
        yield "There are no runs in this file."
        return
    if report.is_squad and report.summary.runners:
        most = nlargest(3, report.runners, key=lambda runner: runner.latest.answer.p_sore)
        risks = ", ".join(f"{one.name} ({percent(one.latest.answer.p_sore)})" for one in most)
        yield f"Most at risk by the latest run: {risks}."
    if odd := sum(bool(run.answer.contradictions) for run in report.runs):
        yield f"The cells of {counted(odd, 'run')} contradict each other; the cards say which."
    yield TRAINED


def likeliest(answer: Answer) -> str:
    """What the answer says if it names no cause, else empty."""
    return "" if answer.named else in_short(answer)


def said(one: CauseAnswer, answer: Answer) -> str:
    """The sentences on a cause in a card: its reasons if the rule speaks for it, and doubts."""
    reasons = [one.because, what_if(one, answer), *one.notes] if one.speaks else []
    return " ".join(filter(None, [*reasons, one.disagreement]))


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
    return ", ".join(f"{title} ({number:,})" for title, number in runner.likeliest)


def course(runner: Runner) -> str:
    """How the risk of a runner's runs changed, in words."""
    first, last, highest = runner.runs[0], runner.latest, runner.highest
    runs = counted(len(runner.runs), "run")
    between = f" from {day(first)} to {day(last)}" if runner.in_time else " in the order of rows"
    sore = sum(run.told.sore for run in runner.runs)
    peak = f"{percent(highest.answer.p_sore)} at {highest.told.name}"
    return (
        f"{runs}{between}. The highest risk is {peak}, the latest"
        f" {percent(last.answer.p_sore)}. {counted(sore, 'run')} recorded as sore."
    )


def patterns(report: Report) -> dict[str, list[Runner]]:
    """The runners by the sentence on what recurs, those with a recurring cause first."""
    sentences: dict[str, list[Runner]] = {}
    known = [(one, one.pattern) for one in report.runners if one.pattern is not None]
    for runner, pattern in sorted(known, key=lambda pair: not pair[1].recurring):
        sentences.setdefault(pattern.sentence, []).append(runner)
    return sentences


def shares_of(report: Report) -> str:
    """The sentence that says which runs the mean shares are over."""
    of = "recorded as sore" if report.shared_are_sore else "in the file"
    runs = "the one run" if report.n_shared == 1 else f"all {report.n_shared:,} runs"
    return f"Mean share of each cause over {runs} {of}."


def terms(report: Report) -> dict[str, str]:
    """The special terms in the sentences of the report, with their meaning."""
    texts = [said(one, run.answer) for run in report.runs for one in run.answer.causes]
    texts += [note.text for run in report.runs for note in run.answer.course]
    texts += [text for one in report.flagged for text in (one.flag.why, one.flag.do)]
    for cause in report.causes:
        texts += [cause.said.title, cause.said.article, cause.said.evidence_sentence]
        texts += [text for step in cause.advice for text in (step.text, step.support)]
    return terms_in("\n".join(dict.fromkeys(texts)))


def model_in_words(report: Report) -> str:
    """The sentence that names the model."""
    model = report.model
    version = f"calfcause {model.calfcause}" if model.calfcause else "a model without description"
    if model.n_sessions is None:
        return f"Answered by {version}."
    of = f" of {counted(model.n_runners, 'runner')}" if model.n_runners is not None else ""
    return f"Answered by {version}, trained on {model.n_sessions:,} simulated runs{of}."
