"""The report as plain data; every format shows the same numbers in the same order."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from heapq import nlargest

from calfcause.answer.contents import CauseAnswer, Step
from calfcause.answer.course import CourseNote
from calfcause.answer.explain import Answer
from calfcause.answer.pattern import RECENT_WEEKS, Pattern
from calfcause.answer.picture import RedFlag
from calfcause.report.told import ToldRun
from calfcause.texts import counted

# Nobody compares more small figures than this.
MOST_OVER_TIME = 12


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run with its answer.

    Attributes
    ----------
    told : the run as it was recorded
    facts : what identifies the run: its kind, distance, pace and so on, in words
    answer : the explained answer
    """

    told: ToldRun
    facts: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A runner with all runs. Each run without a runner_id counts as a runner of its own.

    Attributes
    ----------
    name : the runner_id, or the name of the run if it has none
    known : whether there is a runner_id
    runs : the earliest first if all have a start time, else in the order of the file
    in_time : whether all runs have a start time
    pattern : which causes recur; None without a runner_id
    """

    name: str
    known: bool
    runs: tuple[Run, ...]
    in_time: bool
    pattern: Pattern | None

    @property
    def latest(self) -> Run:
        """The last run."""
        return self.runs[-1]

    @property
    def highest(self) -> Run:
        """The run with the highest risk, the latest if there are several."""
        return max(reversed(self.runs), key=lambda run: run.answer.p_sore)

    @property
    def flagged(self) -> tuple[Run, ...]:
        """The runs with red flags."""
        return tuple(run for run in self.runs if run.answer.red_flags)

    @cached_property
    def recently_flagged(self) -> tuple[Run, ...]:
        """The flagged runs of the last ``RECENT_WEEKS``; all of them if times are missing."""
        latest = self.latest.told.when
        if not self.in_time or latest is None:
            return self.flagged
        since = latest - timedelta(weeks=RECENT_WEEKS)
        return tuple(run for run in self.flagged if run.told.when and run.told.when >= since)

    @cached_property
    def likeliest(self) -> tuple[tuple[str, int], ...]:
        """The two causes named most often, each with its number of runs."""
        titles = (named.title for run in self.runs if (named := run.answer.named))
        return tuple(Counter(titles).most_common(2))


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """A red flag with its runs: those recent for their runner, and earlier ones."""

    flag: RedFlag
    recent: tuple[Run, ...]
    earlier: tuple[Run, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs with this flag, the recent ones first."""
        return self.recent + self.earlier


@dataclass(frozen=True, kw_only=True)
class Share:
    """The mean probability that a cause is why the calves are sore."""

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
    """The counts over all runs; ``print`` gives a summary.

    Attributes
    ----------
    runs, runners : number of runs, and of different runner_ids
    expected_sore : sum of the risks of all runs
    told_sore : number of runs recorded as sore, see ``answer.sore.sore_runs``
    red_flagged : number of runs with red flags
    """

    runs: int
    runners: int
    expected_sore: float
    told_sore: int
    red_flagged: int

    def __str__(self) -> str:
        return (
            f"{counted(self.runs, 'run')}: {self.expected_sore:,.1f} expected to leave the calves"
            f" sore, {self.told_sore:,} recorded as sore, {self.red_flagged:,} with red flags"
        )


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report, in order.

    Attributes
    ----------
    source : name of the file
    units : name of the units of its sentences
    summary : the counts over all runs
    flagged : the red flags, recent ones first, then the more urgent
    runners : runners with recent red flags first, then by the risk of the latest run
    shares : by cause, the largest first, over ``n_shared`` runs: the sore ones if there are any
        (``shared_are_sore``), else all
    causes : what is said about each cause, in the order of ``shares``
    eases : what eases any soreness; empty if no run is sore
    model : the model that answered
    """

    source: str
    units: str
    summary: Summary
    flagged: tuple[Flagged, ...]
    runners: tuple[Runner, ...]
    shares: tuple[Share, ...]
    n_shared: int
    shared_are_sore: bool
    causes: tuple[CauseText, ...]
    eases: tuple[CourseNote, ...]
    model: Model

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs by runner, the latest first: the order of the cards."""
        return tuple(run for runner in self.runners for run in reversed(runner.runs))

    @property
    def over_time(self) -> tuple[Runner, ...]:
        """The runners with several runs, those with the highest latest risk."""
        several = [runner for runner in self.runners if len(runner.runs) > 1]
        return tuple(nlargest(MOST_OVER_TIME, several, key=lambda one: one.latest.answer.p_sore))

    @property
    def is_squad(self) -> bool:
        """Whether there is more than one runner; runs without a runner_id count as several."""
        return len(self.runners) > 1
