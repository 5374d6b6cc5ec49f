"""Compare a candidate with the champion: same real cases, simulated runners and machine."""

import time
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path

import numpy as np

from calfcause.answer.predictor import Predictor
from calfcause.evaluate.cases import DRAWS, case_hits, read_cases
from calfcause.evaluate.resample import Resamples, estimate, resamples
from calfcause.evaluate.scores import Scorer, calibration_error, scorers_of
from calfcause.evaluate.unseen import drawn_calibration_errors
from calfcause.evaluate.worlds import OTHERS, Population, populations
from calfcause.learn.features import features_of_one
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import log_losses
from calfcause.promotion.gate import (
    BLAMED,
    BLAMED_LOSS,
    CALIBRATION,
    LATENCY,
    WORST_WORLD,
    Check,
    Figure,
    Gate,
)
from calfcause.sessions.cells import encode_session
from calfcause.simulate import DEFAULT
from calfcause.texts import counted
from calfcause.types import Array, Bools

RUNNER_DRAWS = 200
WEEKS = 16
FIRST_SEED = 40_000
LATENCY_TURNS, LATENCY_CALLS = 30, 20
SESSION = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}


def hold_gate(
    new: Predictor,
    old: Predictor | None,
    *,
    cases: Path,
    runners: int,
    progress: Callable[[str], None] = lambda message: None,
) -> Gate:
    """Measure a candidate, beside the champion if there is one.

    Raises SchemaError if the cases cannot be read; ModelError if a model's description does not
    include the shares of its labels.
    """
    models = {"new": new} if old is None else {"new": new, "old": old}
    scorers = {name: scorers_of(model)["model"] for name, model in models.items()}
    scorers["dummy"] = scorers_of(new)["dummy"]
    progress("gate: real cases")
    checks = check_cases(scorers, read_cases(cases))
    progress(f"gate: {counted(runners, 'fresh runner')} in each of {len(OTHERS) + 1} worlds")
    sampled = {"runners": runners, "weeks": WEEKS, "seed": _fresh_seed(models.values())}
    checks.append(check_worlds(populations(scorers, OTHERS, **sampled)))
    (default,) = populations(scorers, [DEFAULT.name], **sampled)
    checks.append(check_calibration(default))
    progress("gate: time of an answer")
    return Gate(checks=(*checks, check_latency(new, old)))


def check_cases(scorers: Mapping[str, Scorer], cases: Labelled) -> list[Check]:
    """Check how often the first cause is blamed, and the log loss of all blamed causes."""
    hits = {name: case_hits(cases, scorers[name](cases.cells)) for name in _models(scorers)}
    draws = resamples(np.arange(len(cases)), DRAWS)
    checks = []
    for limit, score in ((BLAMED, "top-1 is blamed"), (BLAMED_LOSS, "blamed log loss")):
        new, old = hits["new"][score], hits["old"][score] if "old" in hits else None
        checks.append(
            Check(
                limit=limit,
                new=draws.mean(new),
                old=None if old is None else draws.mean(old),
                change=None if old is None else draws.mean(new - old),
            )
        )
    return checks


def check_worlds(worlds: Iterable[Population]) -> Check:
    """Check the summed log loss, divided by the dummy's, in the candidate's worst world.

    With a champion, the worst world is the one where the candidate falls behind most.
    """
    return max(map(_check_world, worlds), key=lambda check: (check.change or check.new)["value"])


def _check_world(world: Population) -> Check:
    sessions = world.sessions
    losses = {name: log_losses(sessions.labels, p).sum(axis=1) for name, p in world.answers.items()}
    draws = resamples(sessions.runner, RUNNER_DRAWS)
    old = losses.get("old")
    return Check(
        limit=WORST_WORLD,
        where=world.world,
        new=draws.ratio(losses["new"], losses["dummy"]),
        old=None if old is None else draws.ratio(old, losses["dummy"]),
        change=None if old is None else draws.ratio(losses["new"], old),
    )


def check_calibration(default: Population) -> Check:
    """Check the largest calibration error of a head in the default world."""
    draws = resamples(default.sessions.runner, RUNNER_DRAWS)
    errors = {
        name: _calibration_errors(default.sessions.labels, default.answers[name], draws)
        for name in _models(default.answers)
    }
    (new, new_drawn), old = errors["new"], errors.get("old")
    return Check(
        limit=CALIBRATION,
        new=estimate(new, new_drawn),
        old=None if old is None else estimate(*old),
        change=None if old is None else estimate(new - old[0], new_drawn - old[1]),
    )


def _calibration_errors(labels: Bools, p: Array, draws: Resamples) -> tuple[float, Array]:
    """Give the largest error of a head, for all sessions and for each draw.

    A resampled error is larger than the error itself, by mere chance; so only the spread of the
    draws counts here, not their mean.
    """
    heads = list(zip(labels.T, p.T, strict=True))
    value = max(calibration_error(*head) for head in heads)
    largest = np.max([drawn_calibration_errors(*head, draws) for head in heads], axis=0)
    return value, largest - largest.mean() + value


def check_latency(new: Predictor, old: Predictor | None) -> Check:
    """Check the time of an answer, divided by the champion's, or by the time of its features.

    All take turns, in one order and then in the other. What counts is the processor time of this
    thread, and of each its shortest turn: waiting for a busy machine is in neither, and whatever
    else disturbs a turn makes it longer, never shorter. The interval is that of the turns' ratios.
    """
    calls: dict[str, Callable[[], object]] = {
        "new": lambda: new.predict_one(SESSION),
        "alone": lambda: features_of_one(encode_session(SESSION)),
    }
    if old is not None:
        calls["old"] = lambda: old.predict_one(SESSION)
    turns: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(LATENCY_TURNS):
        for name in sorted(calls, reverse=bool(turn % 2)):
            started = _clock()
            for _ in range(LATENCY_CALLS):
                calls[name]()
            turns[name].append(_clock() - started)
    seconds = {name: np.array(taken) for name, taken in turns.items()}
    return Check(
        limit=LATENCY,
        new=_ratio(seconds["new"], seconds["alone"]),
        old=None if old is None else _ratio(seconds["old"], seconds["alone"]),
        change=None if old is None else _ratio(seconds["new"], seconds["old"]),
    )


def _ratio(above: Array, below: Array) -> Figure:
    return estimate(float(above.min() / below.min()), above / below)


# Where the clock of a thread is too coarse for a turn, as on Windows, that of the wall has to do.
_FINE = time.get_clock_info("thread_time").resolution < 1e-4
_clock = time.thread_time if _FINE else time.perf_counter


def _models(names: Iterable[str]) -> list[str]:
    return [name for name in ("new", "old") if name in names]


def _fresh_seed(models: Iterable[Predictor]) -> int:
    """Choose a seed that trained none of these models: the first free one from a fixed one on."""
    taken = {model.description.get("source", {}).get("seed") for model in models}
    return next(seed for seed in count(FIRST_SEED) if seed not in taken)
