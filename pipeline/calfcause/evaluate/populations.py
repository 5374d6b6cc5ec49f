"""Simulate fresh runners of a world, answer them with every scorer, and summarise the scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calfcause.evaluate.scores import (
    Scorer,
    answers_of,
    calibration_error,
    first_is_among,
    share,
    summed_log_loss,
)
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.learn.probabilities import HEADS
from calfcause.simulate import Simulated, simulate, world_named
from calfcause.types import Array


@dataclass(frozen=True, kw_only=True)
class Population:
    """Simulated sessions of one world, and the answers of each scorer."""

    world: str
    simulated: Simulated  # the sessions with the hidden truth
    sessions: Labelled  # the cells that scorers may see, and the labels
    # Probabilities by scorer, the ceiling included, (n_sessions, n_heads)
    answers: Mapping[str, Array]


def populations(
    scorers: Mapping[str, Scorer], worlds: Sequence[str], *, runners: int, weeks: int, seed: int
) -> Iterator[Population]:
    """Simulate fresh runners in each of several worlds, one world at a time.

    scorers : scorers by name, as ``scorers_of`` gives them
    runners, weeks, seed : as in ``simulate``, the same for each world
    """
    for world in worlds:
        simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
        sessions = from_simulated(simulated)
        yield Population(
            world=world,
            simulated=simulated,
            sessions=sessions,
            answers=answers_of(scorers, sessions),
        )


def summary(sessions: Labelled, answers: Mapping[str, Array]) -> dict[str, Any]:
    """Summarise how good the answers to sessions are.

    answers : probabilities by scorer; ``model`` must be among them, (n_sessions, n_heads)
    """
    model = answers["model"]
    errors = [
        calibration_error(sessions.labels[:, place], model[:, place]) for place in range(len(HEADS))
    ]
    caused = sessions.labels[:, :-1].any(axis=1)
    right = first_is_among(model[caused, :-1], sessions.labels[caused, :-1])
    return {
        "sessions": len(sessions),
        "sore": float(sessions.labels[:, -1].mean()),
        **{scorer: summed_log_loss(sessions.labels, p) for scorer, p in answers.items()},
        "calibration_error": max(errors),
        "of_head": HEADS[int(np.argmax(errors))],
        "first_is_a_cause": share(right),
    }
