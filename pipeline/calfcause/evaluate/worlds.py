"""Score fresh runners of simulated worlds, among them worlds unlike the one trained on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calfcause.evaluate.scores import Scorer, answers_of, calibration_error, first_is_among, share
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.learn.probabilities import HEADS, summed_log_loss
from calfcause.sessions.schema import COLUMNS
from calfcause.simulate import DEFAULT, WORLDS, Simulated, simulate, world_named
from calfcause.types import Array, Bools

KNOWN = tuple(name for name in WORLDS if name.startswith("only_"))
"""Worlds that differ in what is recorded of a run."""

OTHERS = tuple(name for name in WORLDS if name not in (DEFAULT.name, *KNOWN))
"""Worlds that differ in effects, population or noise."""

NEW_WEEKS, EXPERIENCED_WEEKS = 26, 104
UNKNOWN = "unknown"


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
    """Simulate fresh runners in each of several worlds, one world at a time, and answer them."""
    for world in worlds:
        simulated = simulate(runners, weeks, world=world_named(world), seed=seed)
        sessions = from_simulated(simulated)
        answers = answers_of(scorers, sessions)
        yield Population(world=world, simulated=simulated, sessions=sessions, answers=answers)


def score_worlds(worlds: Iterable[Population]) -> pd.DataFrame:
    """Score each world: one row with the figures of ``summary``."""
    return pd.DataFrame(
        {"world": world.world} | summary(world.sessions, world.answers) for world in worlds
    )


def summary(sessions: Labelled, answers: Mapping[str, Array]) -> dict[str, Any]:
    """Summarise how good the answers to sessions are."""
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


def worst_worlds(scores: pd.DataFrame) -> dict[str, Any]:
    """Find the worst world by calibration, and by the model's distance from the ceiling."""
    gaps = scores["model"] / scores["ceiling"] - 1.0
    calibration, gap = scores["calibration_error"].argmax(), gaps.argmax()
    return {
        "by_calibration": scores["world"].iloc[calibration],
        "calibration_error": float(scores["calibration_error"].iloc[calibration]),
        "of_head": scores["of_head"].iloc[calibration],
        "by_gap": scores["world"].iloc[gap],
        "gap": float(gaps.iloc[gap]),
    }


def score_slices(sessions: Labelled, answers: Mapping[str, Array]) -> pd.DataFrame:
    """Score each part of one population, by recorded experience and surface, that has a session."""
    rows = [
        {"by": by, "part": part}
        | summary(sessions.rows(rows), {scorer: p[rows] for scorer, p in answers.items()})
        for by, part, rows in _parts(sessions.cells)
        if rows.any()
    ]
    return pd.DataFrame(rows)


def _parts(cells: Mapping[str, Array]) -> Iterator[tuple[str, str, Bools]]:
    weeks = cells["experience_weeks"]
    yield "experience", f"below {NEW_WEEKS} weeks", weeks < NEW_WEEKS
    between = (weeks >= NEW_WEEKS) & (weeks <= EXPERIENCED_WEEKS)
    yield "experience", f"{NEW_WEEKS} to {EXPERIENCED_WEEKS} weeks", between
    yield "experience", f"above {EXPERIENCED_WEEKS} weeks", weeks > EXPERIENCED_WEEKS
    yield "experience", UNKNOWN, np.isnan(weeks)
    for code, word in enumerate(COLUMNS["surface"].choices):
        yield "surface", word, cells["surface"] == code
    yield "surface", UNKNOWN, np.isnan(cells["surface"])
