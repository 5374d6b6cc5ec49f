"""Put a report together: answer every run, and group the runs by runner, sign and cause."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from calfcause.answer.contents import CauseAnswer, Step
from calfcause.answer.course import EASES_ANY
from calfcause.answer.explain import explain
from calfcause.answer.pattern import Pattern, pattern
from calfcause.answer.pictures import PICTURES
from calfcause.causes import CAUSES
from calfcause.learn.probabilities import HEADS
from calfcause.report.contents import (
    CauseText,
    Flagged,
    Model,
    Report,
    Run,
    Runner,
    Share,
    Summary,
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
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Answer all runs and put the report together.

    Parameters
    ----------
    told : the runs in the order of the file, see ``read_runs``
    source : name of the file, for the title of the report
    units : the units of the sentences
    progress : called from time to time with the number of runs answered so far
    """
    most_questions = 1 if len(told) <= MOST_ASKED else 0
    runs = []
    for run in told:
        answer = explain(
            predictor, run.codes, units=units, most_questions=most_questions, told_sore=run.sore
        )
        runs.append(Run(told=run, facts=headline(run.codes, units), answer=answer))
        if progress and (len(runs) % 500 == 0 or len(runs) == len(told)):
            progress(len(runs))
    sore = [run for run in runs if run.told.sore]
    flagged = [run for run in runs if run.answer.red_flags]
    runners = _runners(runs)
    shares = _shares(sore or runs)
    description = predictor.description
    return Report(
        source=source,
        units=units.name,
        summary=Summary(
            runs=len(runs),
            runners=sum(runner.known for runner in runners),
            expected_sore=sum(run.answer.p_sore for run in runs),
            told_sore=len(sore),
            red_flagged=len(flagged),
        ),
        flagged=_by_flag(flagged, runners),
        runners=runners,
        shares=shares,
        n_shared=len(sore or runs),
        shared_are_sore=bool(sore),
        causes=_cause_texts(runs, shares),
        eases=EASES_ANY if any(set(EASES_ANY) & set(run.answer.course) for run in runs) else (),
        model=Model(
            calfcause=description.get("calfcause"),
            n_sessions=description.get("n_sessions"),
            n_runners=description.get("n_runners"),
        ),
    )


def _runners(runs: Sequence[Run]) -> tuple[Runner, ...]:
    groups: dict[tuple[bool, str | int], list[Run]] = {}
    for run in runs:
        known = bool(run.told.runner)
        groups.setdefault((known, run.told.runner if known else run.told.number), []).append(run)
    runners = [_runner(known, own) for (known, _), own in groups.items()]
    runners.sort(key=lambda one: (not one.recently_flagged, -one.latest.answer.p_sore))
    return tuple(runners)


def _runner(known: bool, runs: Sequence[Run]) -> Runner:
    times = [run.told.when for run in runs if run.told.when is not None]
    in_time = len(times) == len(runs)
    if in_time:
        order = sorted(range(len(runs)), key=times.__getitem__)
        runs = [runs[place] for place in order]
    return Runner(
        name=runs[0].told.runner if known else runs[0].told.name,
        known=known,
        runs=tuple(runs),
        in_time=in_time,
        pattern=_pattern(runs) if known else None,
    )


def _pattern(runs: Sequence[Run]) -> Pattern:
    chances = [
        {cause.name: cause.p for cause in run.answer.causes} | {HEADS[-1]: run.answer.p_sore}
        for run in runs
    ]
    probabilities = np.array([[chance[head] for head in HEADS] for chance in chances])
    return pattern(probabilities, np.array([run.told.sore for run in runs]))


def _by_flag(runs: Sequence[Run], runners: Sequence[Runner]) -> tuple[Flagged, ...]:
    """The red flags that any run has, with these runs."""
    recent = {run.told.number for runner in runners for run in runner.recently_flagged}
    flags = []
    for picture in PICTURES:
        if own := [run for run in runs if picture.flag in run.answer.red_flags]:
            flags.append(
                Flagged(
                    flag=picture.flag,
                    recent=tuple(run for run in own if run.told.number in recent),
                    earlier=tuple(run for run in own if run.told.number not in recent),
                )
            )
    # The rules are in the order of their urgency, and sorting is stable.
    return tuple(sorted(flags, key=lambda flag: not flag.recent))


def _shares(runs: Sequence[Run]) -> tuple[Share, ...]:
    sums: dict[str, float] = {}
    for run in runs:
        for cause in run.answer.causes:
            sums[cause.name] = sums.get(cause.name, 0.0) + cause.p_given_sore
    shares = [
        Share(name=cause.name, title=cause.title, mean=sums[cause.name] / len(runs))
        for cause in CAUSES
        if cause.name in sums
    ]
    return tuple(sorted(shares, key=lambda share: -share.mean))


def _cause_texts(runs: Sequence[Run], shares: Sequence[Share]) -> tuple[CauseText, ...]:
    title = {share.name: share.title for share in shares}
    said: dict[str, CauseAnswer] = {}
    fitting: dict[str, dict[Step, None]] = {}
    for run in runs:
        for cause in run.answer.causes:
            said.setdefault(cause.name, replace(cause, title=title[cause.name]))
            steps = fitting.setdefault(cause.name, {})
            if cause.speaks:
                steps |= dict.fromkeys(cause.advice)
    return tuple(
        CauseText(said=said[share.name], advice=tuple(fitting[share.name])) for share in shares
    )
