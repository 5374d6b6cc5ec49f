"""Put a report together: answer every run, and group the runs by runner, sign and cause."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from calfcause.answer.contents import CauseAnswer, Step
from calfcause.answer.course import EASES_ANY
from calfcause.answer.explain import explain
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
from calfcause.sessions.units import UNITS, Units

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor

# Choosing a question takes three times as long as answering, so larger reports have none.
MOST_ASKED = 1000


def make_report(
    predictor: "Predictor",
    told: Sequence[ToldRun],
    *,
    source: str,
    units: Units = UNITS["km"],
    note: str = "",
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Answer all runs, in the order of the file, and put the report together."""
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
            answer = explain(
                predictor,
                run.filled,
                units=units,
                most_questions=most_questions,
                told_sore=run.sore,
                base=run.base,
                earlier=run.earlier,
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
