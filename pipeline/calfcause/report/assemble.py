"""Put a report together: answer every run, and group the runs by runner, sign and cause."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from calfcause.answer.contents import CauseAnswer, EarlierRuns, Step
from calfcause.answer.course import EASES_ANY
from calfcause.answer.explain import explain
from calfcause.answer.own_base import OwnBase
from calfcause.answer.past import Past, past_of
from calfcause.answer.pattern import Pattern, pattern
from calfcause.answer.picture import LEVELS
from calfcause.answer.triage import red_flags, triage
from calfcause.causes import CAUSES
from calfcause.learn.probabilities import HEADS, NONE, parts_of_one
from calfcause.report.contents import (
    NONE_OF_THESE,
    CauseText,
    Model,
    Report,
    Run,
    Runner,
    Share,
    Signs,
    Summary,
    is_recent,
    recent_since,
)
from calfcause.report.told import ToldRun, headline
from calfcause.sessions.dates import StartTimes, numbers_of
from calfcause.sessions.units import UNITS, Units
from calfcause.sessions.whose import followed

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor

# Choosing a question takes three times as long as answering, so larger reports have none.
MOST_ASKED = 1000
# What a runner is called whose file names nobody.
ONE_RUNNER = "one runner"


def make_report(
    predictor: "Predictor",
    told: Sequence[ToldRun],
    *,
    source: str,
    units: Units = UNITS["km"],
    history: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Answer all runs and put the report together.

    Parameters
    ----------
    told : the runs in the order of the file, see ``read_runs``
    source : name of the file, for the title of the report
    units : the units of the sentences
    history : whether a runner's earlier runs fill missing cells, and earlier labels move the risk
    progress : called from time to time with the number of runs answered so far

    Raises
    ------
    SchemaError
        With a history: if times cannot be read, or leave the order of day and month open.
    """
    told, past, note = _with_past(predictor, told, source) if history else (told, None, "")
    most_questions = 1 if len(told) <= MOST_ASKED else 0
    runners: list[Runner] = []
    signs: list[Signs] = []
    n_answered = 0
    for group in _by_runner(told):
        own_signs = sorted(_signs(group), key=lambda found: found.urgency)
        signs += own_signs
        runs = []
        for run in group:
            if run.complaints:
                continue
            codes, earlier, base = past.of_one(run) if past else (run.codes, None, None)
            answer = explain(
                predictor,
                codes,
                units=units,
                most_questions=most_questions,
                told_sore=run.sore,
                base=base,
                earlier=earlier,
            )
            runs.append(
                Run(
                    told=run,
                    facts=headline(run.codes, units),
                    answer=answer,
                    signs_first=bool(answer.red_flags) or any(one.recent for one in own_signs),
                )
            )
            n_answered += 1
            if progress and (n_answered % 500 == 0 or n_answered == len(told)):
                progress(n_answered)
        if runs:
            runners.append(_runner(runs, tuple(own_signs)))
    runners.sort(key=_by_urgency_and_risk)
    answered = [run for runner in runners for run in runner.runs]
    sore = [run for run in answered if run.told.sore]
    shares = _shares(sore or answered)
    unread = tuple(run for run in told if run.complaints)
    description = predictor.description
    return Report(
        source=source,
        units=units.name,
        note=note,
        summary=Summary(
            runs=len(answered),
            runners=sum(runner.known for runner in runners),
            unread=len(unread),
            expected_sore=sum(run.answer.p_sore for run in answered),
            told_sore=len(sore),
            red_flagged=len(signs),
        ),
        signs=tuple(sorted(signs, key=lambda found: found.urgency)),
        unread=unread,
        runners=tuple(runners),
        shares=shares,
        n_shared=len(sore or answered),
        shared_are_sore=bool(sore),
        causes=_cause_texts(answered, shares),
        eases=EASES_ANY if any(set(EASES_ANY) & set(run.answer.course) for run in answered) else (),
        model=Model(
            calfcause=description.get("calfcause"),
            n_sessions=description.get("n_sessions"),
            n_runners=description.get("n_runners"),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Past:
    past: Past
    row: Mapping[int, int]

    def of_one(self, run: ToldRun) -> tuple[dict[str, float], EarlierRuns | None, OwnBase]:
        return self.past.of_one(self.row[run.number], run.codes)


def _with_past(
    predictor: "Predictor", told: Sequence[ToldRun], source: str
) -> tuple[list[ToldRun], _Past | None, str]:
    """The runs with whose and when they are, what earlier runs add, and what was decided."""
    read = [run for run in told if not run.complaints]
    runner = numbers_of([run.runner for run in read], {})
    runs = followed(runner, StartTimes.of([run.start_time for run in read]), source)
    if runs.times is None:
        return list(told), None, runs.note
    names = {name for run in read for name in run.codes}
    cells = {name: np.array([run.codes.get(name, np.nan) for run in read]) for name in names}
    sore = np.array([np.nan if run.label is None else float(run.label) for run in read])
    shoe = [run.shoe for run in read]
    past = past_of(predictor, cells, runs.runner, runs.times, sore=sore, shoe=shoe)
    alone = ONE_RUNNER if (runner < 0).all() else ""
    when = dict(zip((run.number for run in read), runs.times.moment.tolist(), strict=True))
    return (
        [
            replace(run, runner=run.runner or alone, when=when.get(run.number, run.when))
            for run in told
        ],
        _Past(past=past, row={run.number: row for row, run in enumerate(read)}),
        runs.note,
    )


def _by_runner(told: Sequence[ToldRun]) -> list[list[ToldRun]]:
    """The runs of each runner, the earliest first if all have a start time."""
    groups: dict[tuple[bool, str | int], list[ToldRun]] = {}
    for run in told:
        known = bool(run.runner)
        groups.setdefault((known, run.runner if known else run.number), []).append(run)
    return [
        group if recent_since(group) is None else sorted(group, key=_start)
        for group in groups.values()
    ]


def _start(run: ToldRun) -> datetime:
    return run.when or datetime.max


def _signs(runs: Sequence[ToldRun]) -> Iterator[Signs]:
    """The signs of a runner's runs, of those without an answer too."""
    since = recent_since(runs)
    for run in runs:
        if flags := red_flags(run.codes):
            verdict = triage(run.codes, flags, sore=run.sore)
            yield Signs(told=run, triage=verdict, flags=flags, recent=is_recent(run, since))


def _by_urgency_and_risk(runner: Runner) -> tuple[int, float]:
    level = LEVELS.index(runner.urgent.triage.level) if runner.urgent else len(LEVELS)
    return level, -runner.latest.answer.p_sore


def _runner(runs: Sequence[Run], signs: tuple[Signs, ...]) -> Runner:
    first = runs[0].told
    return Runner(
        name=first.runner or first.name,
        known=bool(first.runner),
        runs=tuple(runs),
        in_time=recent_since([run.told for run in runs]) is not None,
        pattern=_pattern(runs) if first.runner else None,
        signs=signs,
    )


def _pattern(runs: Sequence[Run]) -> Pattern:
    chances = [
        {cause.name: cause.p for cause in run.answer.causes} | {HEADS[-1]: run.answer.p_sore}
        for run in runs
    ]
    probabilities = np.array([[chance[head] for head in HEADS] for chance in chances])
    return pattern(probabilities, np.array([run.told.sore for run in runs]))


def _shares(runs: Sequence[Run]) -> tuple[Share, ...]:
    if not runs:
        return ()
    sums = dict.fromkeys((*(cause.name for cause in CAUSES), NONE), 0.0)
    for run in runs:
        causes = run.answer.causes
        parts = parts_of_one([cause.p_given_sore for cause in causes])
        for name, part in zip([*(cause.name for cause in causes), NONE], parts, strict=True):
            sums[name] += part
    shares = [
        Share(name=cause.name, title=cause.title, mean=sums[cause.name] / len(runs))
        for cause in CAUSES
    ]
    shares.sort(key=lambda share: -share.mean)
    return (*shares, Share(name=NONE, title=NONE_OF_THESE, mean=sums[NONE] / len(runs)))


def _cause_texts(runs: Sequence[Run], shares: Sequence[Share]) -> tuple[CauseText, ...]:
    said: dict[str, CauseAnswer] = {}
    fitting: dict[str, dict[Step, None]] = {}
    title = {share.name: share.title for share in shares}
    for run in runs:
        for cause in run.answer.causes:
            said.setdefault(cause.name, replace(cause, title=title[cause.name]))
            steps = fitting.setdefault(cause.name, {})
            # With signs for a clinician nobody should use the same legs.
            if cause.speaks and not run.signs_first:
                steps |= dict.fromkeys(cause.advice)
    return tuple(
        CauseText(said=said[share.name], advice=tuple(fitting[share.name]))
        for share in shares
        if share.name in said
    )
