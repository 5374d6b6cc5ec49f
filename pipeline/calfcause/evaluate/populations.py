"""Fresh runners of a world, answered by every scorer, and how good those answers are in a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Population:
    """Simulated sessions of one world, and what each scorer answers to them.

    Attributes
    ----------
    simulated : with the hidden truth.
    sessions : what scorers may see of it, and the labels.
    answers : by scorer, ``(n_sessions, n_heads)`` each; the ceiling among them.
    """

    world: str
    simulated: Simulated
    sessions: Labelled
    answers: Mapping[str, Array]


def populations(
    scorers: Mapping[str, Scorer], worlds: Sequence[str], *, runners: int, weeks: int, seed: int
) -> Iterator[Population]:
    """As many fresh runners in each of these worlds, one world at a time."""
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
    """How good the answers to these sessions are.

    Gives the number of sessions and the share of sore ones; each scorer's summed log loss of all
    heads; the largest calibration error that a head of the model has, and which head; and how often
    the model's first cause is a true one, among sore sessions that have one.
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
