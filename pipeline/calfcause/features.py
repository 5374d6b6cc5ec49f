"""Sessions to numbers: the one place where features are made, for training and for answering.

Every cause gives its signs and its exposure; beside them stand what all heads share: dose,
experience, susceptibility, and how much of what kind is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.base import dose
from calfcause.schema import MODEL_COLUMNS

Array = NDArray[np.float64]

SHARED = (
    "log_distance_km",
    "log_duration_min",
    "log_experience_weeks",
    "log_weekly_distance_km",
    "log_distance_of_usual_week",
    "log_usual_weekly_distance_km",
    "log_longest_run_28d_km",
    "sore_calf_runs_28d",
    "calf_injury_52w",
    "n_known",
    "n_known_habits",
    "n_known_measured",
)
# What devices measure and people hardly ever tell: how a row was recorded says what silence means.
MEASURED = (
    "elevation_gain_m",
    "elevation_loss_m",
    "max_grade_pct",
    "cadence_spm",
    "weekly_distance_km",
    "usual_pace_min_per_km",
    "usual_climb_m_per_km",
    "usual_cadence_spm",
)
HABITS = tuple(name for name in MODEL_COLUMNS if name.startswith("usual_"))


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A column of the feature matrix: its name and the cause it belongs to ('' if shared)."""

    name: str
    cause: str
    kind: str


@lru_cache(maxsize=1)
def features() -> tuple[Feature, ...]:
    """The columns of the feature matrix, in order."""
    nothing = complete({}, 0)
    found = [Feature(name=name, cause="", kind="shared") for name in SHARED]
    for cause in CAUSES:
        found += [
            Feature(name=f"{cause.name}.{sign}", cause=cause.name, kind="sign")
            for sign in cause.signs(nothing)
        ]
        found.append(Feature(name=f"{cause.name}.exposure", cause=cause.name, kind="exposure"))
    found.append(Feature(name="all_doses", cause="", kind="total"))
    return tuple(found)


def complete(cells: Mapping[str, Array], n_sessions: int) -> dict[str, Array]:
    """Cells with every model column present, NaN where nothing is known."""
    full = np.full((len(MODEL_COLUMNS), n_sessions), np.nan)
    for row, name in enumerate(MODEL_COLUMNS):
        if name in cells:
            full[row] = cells[name]
    return dict(zip(MODEL_COLUMNS, full, strict=True))


def make_features(cells: Mapping[str, Array]) -> NDArray[np.float32]:
    """The feature matrix of complete cells.

    Parameters
    ----------
    cells : every model column, shape ``(n_sessions,)`` each, NaN where unknown (see ``complete``).

    Returns
    -------
    ndarray of float32, shape ``(n_sessions, n_features)``, columns as in ``features()``; NaN where
    the cells do not tell.
    """
    n_sessions = len(cells["distance_km"])
    matrix = np.empty((len(features()), n_sessions), dtype=np.float32)
    matrix[: len(SHARED)] = _shared(cells)
    row = len(SHARED)
    total = np.zeros(n_sessions)
    for cause in CAUSES:
        signs = cause.signs(cells)
        exposure = cause.exposure(signs)
        for sign in signs.values():
            matrix[row] = sign
            row += 1
        matrix[row] = exposure
        total = total + np.log(cause.effect.central) * dose(np.fmax(exposure, 0.0))
        row += 1
    matrix[row] = total
    return np.ascontiguousarray(matrix.T)


def exposures(cells: Mapping[str, Array]) -> dict[str, Array]:
    """Exposure of every cause, shape ``(n_sessions,)`` each, NaN where the cells do not tell."""
    return {cause.name: cause.exposure_of(cells) for cause in CAUSES}


def _shared(cells: Mapping[str, Array]) -> Array:
    known = ~np.isnan(np.stack([cells[name] for name in MODEL_COLUMNS]))
    habits = [MODEL_COLUMNS.index(name) for name in HABITS]
    measured = [MODEL_COLUMNS.index(name) for name in MEASURED]
    distance = np.log(np.maximum(cells["distance_km"], 0.1))
    usual_week = np.log(np.maximum(cells["usual_weekly_distance_km"], 1.0))
    return np.stack(
        [
            distance,
            np.log(np.maximum(cells["duration_min"], 0.5)),
            np.log1p(cells["experience_weeks"]),
            np.log1p(cells["weekly_distance_km"]),
            distance - usual_week,
            usual_week,
            np.log(np.maximum(cells["longest_run_28d_km"], 0.1)),
            cells["sore_calf_runs_28d"],
            cells["calf_injury_52w"],
            known.sum(axis=0),
            known[habits].sum(axis=0),
            known[measured].sum(axis=0),
        ]
    )
