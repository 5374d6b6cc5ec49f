"""Other worlds than the one that trained: other effects, other runners, noisier records."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from calfcause.evaluate.populations import Population, summary
from calfcause.simulate import DEFAULT, WORLDS

KNOWN = tuple(name for name in WORLDS if name.startswith("only_"))
"""Worlds that differ in what is known of a run; scored by ``slices``."""

OTHERS = tuple(name for name in WORLDS if name not in (DEFAULT.name, *KNOWN))
"""Worlds that differ in effects, population or noise."""


def score_worlds(found: Iterable[Population]) -> pd.DataFrame:
    """One row for each world, see ``populations.summary``."""
    rows = [{"world": one.world} | summary(one.sessions, one.answers) for one in found]
    return pd.DataFrame(rows)


def worst_worlds(scores: pd.DataFrame) -> dict[str, Any]:
    """The worst world by calibration, and by how far the model is from the ceiling.

    The gap is the model's summed log loss beyond the ceiling's, as a share of the ceiling's.
    """
    gaps = scores["model"] / scores["ceiling"] - 1.0
    calibration, gap = scores["calibration_error"].argmax(), gaps.argmax()
    return {
        "by_calibration": scores["world"].iloc[calibration],
        "calibration_error": float(scores["calibration_error"].iloc[calibration]),
        "of_head": scores["of_head"].iloc[calibration],
        "by_gap": scores["world"].iloc[gap],
        "gap": float(gaps.iloc[gap]),
    }
