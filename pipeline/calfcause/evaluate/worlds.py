"""Score in worlds unlike the training world: other effects, other runners, noisier records."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from calfcause.evaluate.populations import Population, summary
from calfcause.simulate import DEFAULT, WORLDS

KNOWN = tuple(name for name in WORLDS if name.startswith("only_"))
"""Worlds that differ in what is recorded of a run."""

OTHERS = tuple(name for name in WORLDS if name not in (DEFAULT.name, *KNOWN))
"""Worlds that differ in effects, population or noise."""


def score_worlds(worlds: Iterable[Population]) -> pd.DataFrame:
    """Score each world: one row with the figures of ``populations.summary``."""
    return pd.DataFrame(
        {"world": world.world} | summary(world.sessions, world.answers) for world in worlds
    )


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
