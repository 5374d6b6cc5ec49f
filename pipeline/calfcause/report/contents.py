"""The report as plain data: every rendering shows the same numbers in the same order."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from heapq import nlargest

from calfcause.answer.contents import CauseAnswer, Step
from calfcause.answer.course import CourseNote
from calfcause.answer.explain import Answer
from calfcause.answer.pattern import Pattern
from calfcause.answer.red_flags import RedFlag
from calfcause.report.told import ToldRun
from calfcause.texts import counted

# More small figures than this are not compared any more.
MOST_OVER_TIME = 12
# Whoever has run on for so long since a sign for a clinician is not today's first worry; assumed.
RECENT_WEEKS = 4


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run, as it was told and as it was answered; ``facts`` are its headline numbers."""

    told: ToldRun
    facts: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A runner with all runs in the order of time; a run of an unknown runner stands alone.

    Attributes
    ----------
    name : the runner_id; of a run of an unknown runner the name of that run.
    known : whether it was told whose runs these are.
    runs : the earliest first if all have a time, else as in the file.
    in_time : whether all have a time.
    pattern : what recurs in them, None of an unknown runner.
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
        """The run most likely to leave the calves sore, the latest such."""
        return max(reversed(self.runs), key=lambda run: run.answer.p_sore)

    @property
    def flagged(self) -> tuple[Run, ...]:
        """The runs with red flags."""
        return tuple(run for run in self.runs if run.answer.red_flags)

    @cached_property
    def recently_flagged(self) -> tuple[Run, ...]:
        """Those of them at most ``RECENT_WEEKS`` before the latest run; all where times lack."""
        latest = self.latest.told.when
        if not self.in_time or latest is None:
            return self.flagged
        since = latest - timedelta(weeks=RECENT_WEEKS)
        return tuple(run for run in self.flagged if run.told.when and run.told.when >= since)

    @cached_property
    def likeliest(self) -> tuple[tuple[str, int], ...]:
        """The two causes that were the likeliest in most runs, and in how many of them."""
        titles = (named.title for run in self.runs if (named := named_cause(run.answer)))
        return tuple(Counter(titles).most_common(2))


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """A red flag and the runs that raise it: recently, as of their runner, and earlier."""

    flag: RedFlag
    recent: tuple[Run, ...]
    earlier: tuple[Run, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of them, the recent ones first."""
        return self.recent + self.earlier


@dataclass(frozen=True, kw_only=True)
class Share:
    """The mean probability that sore calves are because of a cause."""

    name: str
    title: str
    mean: float


@dataclass(frozen=True, kw_only=True)
class CauseText:
    """What is said of a cause once for all runs; ``advice`` is for those that it speaks for."""

    said: CauseAnswer
    advice: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """The model that answered; None is what its description does not say."""

    calfcause: str | None
    n_sessions: int | None
    n_runners: int | None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the runs come to; ``expected_sore`` is the sum of the probabilities of soreness."""

    runs: int
    runners: int
    expected_sore: float
    told_sore: int
    red_flagged: int

    def __str__(self) -> str:
        return (
            f"{counted(self.runs, 'run')}: {self.expected_sore:,.1f} expected to leave the calves"
            f" sore, {self.told_sore:,} told sore, {self.red_flagged:,} with red flags"
        )


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report, in its order.

    Attributes
    ----------
    source : name of the file.
    flagged : red flags that were raised recently first, then the more urgent.
    runners : those with recent red flags first, then by the risk of their latest run.
    shares : by cause, the largest first, over ``n_shared`` runs: all told sore, or else all.
    causes : in the order of ``shares``.
    eases : what is known to ease any soreness; empty where no run was told of it.
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
        """All runs, by runner and the latest first: the order of the cards."""
        return tuple(run for runner in self.runners for run in reversed(runner.runs))

    @property
    def over_time(self) -> tuple[Runner, ...]:
        """The runners with several runs whose latest run is most at risk."""
        several = [runner for runner in self.runners if len(runner.runs) > 1]
        return tuple(nlargest(MOST_OVER_TIME, several, key=lambda one: one.latest.answer.p_sore))

    @property
    def is_squad(self) -> bool:
        """Whether there is more than one runner, or it is unknown whose runs they are."""
        return len(self.runners) > 1


def named_cause(answer: Answer) -> CauseAnswer | None:
    """The cause that the answer names: none where too little is known to name any."""
    return answer.primary if answer.enough_known else None
