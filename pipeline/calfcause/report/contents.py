"""The report as plain data; every format shows the same numbers in the same order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from heapq import nlargest

from calfcause.answer.contents import CauseAnswer, Step
from calfcause.answer.course import CourseNote
from calfcause.answer.explain import Answer
from calfcause.answer.pattern import RECENT_WEEKS, Pattern
from calfcause.answer.picture import LEVELS, RedFlag
from calfcause.answer.triage import Triage
from calfcause.report.told import ToldRun
from calfcause.texts import counted

# More would make a page of a large squad heavy and slow to draw.
MOST_CHARTS = 60
NONE_OF_THESE = "something else"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run with its answer."""

    told: ToldRun  # the run as it was recorded
    facts: tuple[str, ...]  # what identifies the run: its kind, distance, pace and so on, in words
    answer: Answer  # the explained answer
    # Whether the run or its runner has signs for a clinician, so that neither a risk nor an
    # exercise is shown
    signs_first: bool


@dataclass(frozen=True, kw_only=True)
class Signs:
    """Signs after a run that a clinician has to look at, and how urgent they are.

    ``recent`` is whether they are of the last ``RECENT_WEEKS`` of the runner; they are if the
    times are missing.
    """

    told: ToldRun
    triage: Triage
    flags: tuple[RedFlag, ...]
    recent: bool

    @property
    def urgency(self) -> tuple[bool, int]:
        """Sorts recent signs before earlier ones, and the most urgent first."""
        return not self.recent, LEVELS.index(self.triage.level)


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A runner with all runs. Each run without a runner_id counts as a runner of its own."""

    name: str
    known: bool
    runs: tuple[Run, ...]  # the earliest first if in_time, else in the order of the file
    in_time: bool
    pattern: Pattern | None  # None without a runner_id
    signs: tuple[Signs, ...]  # recent ones first, then the most urgent

    @property
    def latest(self) -> Run:
        """The last run."""
        return self.runs[-1]

    @property
    def highest(self) -> Run:
        """The run with the highest risk, the latest if there are several."""
        return max(reversed(self.runs), key=lambda run: run.answer.p_sore)

    @property
    def urgent(self) -> Signs | None:
        """The most urgent recent signs; where there are any, no risk is shown."""
        return self.signs[0] if self.signs and self.signs[0].recent else None

    @property
    def n_sore(self) -> int:
        """How many runs are recorded as sore."""
        return sum(run.told.sore for run in self.runs)

    @property
    def concern(self) -> float:
        """The risk of the latest run, plus the share of the recent runs recorded as sore."""
        recent = [run for run in self.runs if is_recent(run.told, self.since)]
        return self.latest.answer.p_sore + sum(run.told.sore for run in recent) / len(recent)

    @property
    def since(self) -> datetime | None:
        """From when on a run of this runner is recent; None if a start time is missing."""
        return recent_since([run.told for run in self.runs])

    @cached_property
    def likeliest(self) -> tuple[tuple[str, int], ...]:
        """The two causes named most often, as the latest run calls them, with how many runs."""
        named = [cause for run in self.runs if (cause := run.answer.named)]
        title = {cause.name: cause.title for cause in named}
        most = Counter(cause.name for cause in named).most_common(2)
        return tuple((title[name], number) for name, number in most)


def recent_since(runs: Sequence[ToldRun]) -> datetime | None:
    """From when on these runs of one runner are recent; None if a start time is missing."""
    times = [run.when for run in runs if run.when is not None]
    return max(times) - timedelta(weeks=RECENT_WEEKS) if len(times) == len(runs) else None


def is_recent(run: ToldRun, since: datetime | None) -> bool:
    """Whether a run is recent; all are if a start time is missing."""
    return since is None or run.when is None or run.when >= since


@dataclass(frozen=True, kw_only=True)
class Share:
    """The mean part of the soreness that is because of a cause, or of none of the causes.

    The parts add up to 1. Where causes overlap in a run, its parts are scaled down to 1.
    """

    name: str
    title: str
    mean: float


@dataclass(frozen=True, kw_only=True)
class CauseText:
    """What the report says about a cause once; ``advice`` collects that of the runs it fits."""

    said: CauseAnswer
    advice: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """The model that answered; None where its description does not say."""

    calfcause: str | None
    n_sessions: int | None
    n_runners: int | None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The counts over all runs; ``print`` gives a summary."""

    # Number of runs, and of different runner_ids
    runs: int
    runners: int
    unread: int  # number of rows with cells that are not allowed, which have no answer
    expected_sore: float  # sum of the risks of all runs
    told_sore: int  # number of runs recorded as sore, see answer.sore.counts_as_sore
    red_flagged: int  # number of rows with red flags, those without an answer too

    def __str__(self) -> str:
        return (
            f"{counted(self.runs, 'run')}: {self.expected_sore:,.1f} expected to leave the calves"
            f" sore, {self.told_sore:,} recorded as sore, {self.red_flagged:,} with red flags"
            + (f"; {counted(self.unread, 'row')} not read" if self.unread else "")
        )


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report, in order."""

    source: str  # name of the file
    units: str  # name of the units of its sentences
    note: str  # what was decided of whose runs these are, and of their times; empty if nothing
    summary: Summary  # the counts over all runs
    signs: tuple[Signs, ...]  # all signs for a clinician, recent ones first, then the most urgent
    unread: tuple[ToldRun, ...]  # the rows with cells that are not allowed
    # Runners with recent signs first, the most urgent at the top, then by the risk of the latest
    # run
    runners: tuple[Runner, ...]
    # By cause, the largest first, then none of them, over n_shared runs: the sore ones if there are
    # any (shared_are_sore), else all
    shares: tuple[Share, ...]
    n_shared: int
    shared_are_sore: bool
    causes: tuple[CauseText, ...]  # what is said about each cause, in the order of shares
    eases: tuple[CourseNote, ...]  # what eases any soreness; empty if no run is sore
    model: Model  # the model that answered

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs by runner, the latest first: the order of the cards."""
        return tuple(run for runner in self.runners for run in reversed(runner.runs))

    @property
    def charted(self) -> set[str]:
        """Who has a chart: runners with several runs and no recent signs, the sorest first."""
        several = [
            one for one in self.runners if one.known and len(one.runs) > 1 and not one.urgent
        ]
        return {one.name for one in nlargest(MOST_CHARTS, several, key=lambda one: one.concern)}

    @property
    def is_squad(self) -> bool:
        """Whether there is more than one runner; runs without a runner_id count as several."""
        return len(self.runners) > 1
