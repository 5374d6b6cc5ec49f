"""Features of sessions: the one place where they are made, for training and for prediction.

Every cause adds its signs and its exposure. To these come features that all heads read (how long
the run was, what the runner is used to, how prone to soreness, how the row was recorded) and what
the head of soreness alone reads: the dose against the habit, and the doses of all causes together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES, Cause
from calfcause.causes import elementwise as xp
from calfcause.causes.elementwise import Numbers
from calfcause.causes.laws import dose
from calfcause.sessions.schema import MODEL_COLUMNS, PLACES

Array = NDArray[np.float64]

SHARED = ("log_dose_km", "sore_calf_runs_28d", "calf_injury_52w", "other_calf_load")
RECORD = ("n_known_measured",)
HABIT = {
    "log_usual_weekly_distance_km": "usual_weekly_distance_km",
    "log_longest_run_28d_km": "longest_run_28d_km",
}
DOSE = ("log_dose_of_usual_week", "log_dose_of_longest_run")
# A run of which only the time is known is as long as at the median pace of real diaries.
TYPICAL_PACE_MIN_PER_KM = 5.6
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
# So many kinds of cells of a cause, with what is made of them, are kept for the next session alike,
# such as the same run with one more answer; assumed: some megabytes.
MOST_KEPT = 1000
NOTHING_KNOWN = dict.fromkeys(MODEL_COLUMNS, np.nan)


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A column of the feature matrix.

    ``cause`` is the cause it belongs to, '' if none; ``column`` the schema column that a habit is
    read from, '' for other kinds.
    """

    name: str
    kind: str
    cause: str = ""
    column: str = ""


@lru_cache(maxsize=1)
def features() -> tuple[Feature, ...]:
    """The columns of the feature matrix, in order."""
    found = [Feature(name=name, kind="shared") for name in SHARED]
    found += [Feature(name=name, kind="record") for name in RECORD]
    found += [Feature(name=name, kind="habit", column=column) for name, column in HABIT.items()]
    found += [Feature(name=name, kind="dose") for name in DOSE]
    for cause in CAUSES:
        found += [
            Feature(name=f"{cause.name}.{sign}", kind="sign", cause=cause.name)
            for sign in cause.signs(NOTHING_KNOWN)
        ]
        found.append(Feature(name=f"{cause.name}.exposure", kind="exposure", cause=cause.name))
    found.append(Feature(name="all_doses", kind="dose"))
    return tuple(found)


def complete(cells: Mapping[str, Array], n_sessions: int) -> dict[str, Array]:
    """Add every missing model column to encoded cells, as NaN."""
    full = np.full((len(MODEL_COLUMNS), n_sessions), np.nan)
    for name, found in cells.items():
        if name in PLACES:
            full[PLACES[name]] = found
    return dict(zip(MODEL_COLUMNS, full, strict=True))


def make_features(cells: Mapping[str, Array]) -> NDArray[np.float32]:
    """Make the feature matrix of complete cells.

    Parameters
    ----------
    cells : every model column, shape ``(n_sessions,)`` each, NaN where missing (see ``complete``).
    """
    return features_and_exposures(cells, len(cells["distance_km"]))[0]


def features_and_exposures(
    cells: Mapping[str, Array], n_sessions: int
) -> tuple[NDArray[np.float32], dict[str, Array]]:
    """Make the feature matrix, and give the exposures in it by cause.

    Absent columns count as missing. A cause whose columns are all absent costs next to nothing.
    """
    found, exposed = feature_columns(complete(cells, n_sessions), cells)
    matrix = np.empty((len(found), n_sessions), dtype=np.float32)
    for place, values in enumerate(found):
        matrix[place] = values
    of_cause = {
        name: np.full(n_sessions, values) if isinstance(values, float) else values
        for name, values in exposed.items()
    }
    return np.ascontiguousarray(matrix.T), of_cause


class OneRun(NamedTuple):
    """The features of one session, by cause, so that a session like it computes few of them."""

    codes: Mapping[str, float]
    beside: tuple[float, ...]
    of_causes: list[tuple[list[float], float]]

    @property
    def row(self) -> list[float]:
        """Its row of the matrix."""
        return cast("list[float]", _joined(self.beside, self.of_causes))

    @property
    def exposures(self) -> dict[str, float]:
        """Its exposures by cause."""
        return {one.name: found[-1] for one, (found, _) in zip(CAUSES, self.of_causes, strict=True)}

    @property
    def first_by_rule(self) -> int:
        """What ``first_by_rule`` finds for it."""
        doses = [found for _, found in self.of_causes]
        largest = max(doses)
        return doses.index(largest) if largest > 0.0 else len(doses)


def features_of_one(codes: Mapping[str, float], like: OneRun | None = None) -> OneRun:
    """Make the features of one session from its known codes; of one ``like`` it what is the same.

    Plain floats are computed without NumPy, which is ten times as fast.
    """
    changed = dict(like.codes.items() ^ codes.items()) if like else codes
    if like and not changed:
        return like
    cells = {**NOTHING_KNOWN, **codes}
    of_causes = [
        like.of_causes[place]
        if like and columns.isdisjoint(changed)
        else _of_one(place, *map(cells.__getitem__, cause.columns))
        for place, (cause, columns, *_) in enumerate(_by_cause())
    ]
    return OneRun(codes, cast("tuple[float, ...]", _beside_causes(cells, codes)), of_causes)


@lru_cache(maxsize=MOST_KEPT)
def _of_one(place: int, *codes: float) -> tuple[list[float], float]:
    """What ``_of_cause`` gives for one session; NaN where a code is missing."""
    one = _by_cause()[place]
    cells = dict(zip(one[0].columns, codes, strict=True))
    told = [name for name, code in cells.items() if code == code]
    return cast("tuple[list[float], float]", _of_cause(one, cells, told))


def feature_columns(
    cells: Mapping[str, Numbers], told: Collection[str]
) -> tuple[list[Numbers], dict[str, Numbers]]:
    """Compute the columns of the feature matrix, and the exposures, from complete cells."""
    of_causes = [_of_cause(one, cells, told) for one in _by_cause()]
    exposed = {cause.name: found[-1] for cause, (found, _) in zip(CAUSES, of_causes, strict=True)}
    return _joined(_beside_causes(cells, told), of_causes), exposed


def _joined(
    beside: Sequence[Numbers], of_causes: Sequence[tuple[Sequence[Numbers], Numbers]]
) -> list[Numbers]:
    row, total = list(beside), cast("Numbers", 0.0)
    for found, weighed in of_causes:
        row += found
        total = total + weighed
    row.append(total)
    return row


def _of_cause(
    one: "_ByCause", cells: Mapping[str, Numbers], told: Collection[str]
) -> tuple[list[Numbers], Numbers]:
    """The signs of a cause and its exposure, and its dose times effect.

    If none of its columns is given, they are single numbers.
    """
    cause, columns, log_effect, untold = one
    if columns.isdisjoint(told):
        return [*untold], 0.0
    signs = cause.signs(cells)
    exposure = cause.exposure(signs)
    return [*signs.values(), exposure], log_effect * dose(xp.fmax(exposure, 0.0))


_ByCause = tuple[Cause, frozenset[str], float, list[float]]


@lru_cache(maxsize=1)
def _by_cause() -> list[_ByCause]:
    """Each cause, its columns, its log effect, and its features if none of these is given."""
    found = []
    for cause in CAUSES:
        signs = cause.signs(NOTHING_KNOWN)
        untold = [float(one) for one in (*signs.values(), cause.exposure(signs))]
        log_effect = float(np.log(cause.effect.central))
        found.append((cause, frozenset(cause.columns), log_effect, untold))
    return found


def exposures(cells: Mapping[str, Array]) -> dict[str, Array]:
    """Compute the exposure to every cause, ``(n_sessions,)`` each; NaN where cells are missing."""
    return {cause.name: cause.exposure_of(cells) for cause in CAUSES}


def first_by_rule(exposures: Mapping[str, Array]) -> NDArray[np.intp]:
    """Find the cause that the rules put first, by dose times central effect, ``(n_sessions,)``.

    Positions in ``CAUSES``; the number of causes where no cause has any dose.
    """
    found = np.stack([exposures[cause.name] for cause in CAUSES])
    effects = np.log([cause.effect.central for cause in CAUSES])
    doses = dose(np.where(np.isnan(found), 0.0, found)) * effects[:, None]
    return np.where(doses.max(axis=0) > 0.0, doses.argmax(axis=0), len(CAUSES))


def _beside_causes(cells: Mapping[str, Numbers], told: Collection[str]) -> tuple[Numbers, ...]:
    n_known: Numbers = 0.0
    for name in MEASURED:
        if name in told:
            n_known = n_known + xp.where(xp.known(cells[name]), 1.0, 0.0)
    by_time = cells["duration_min"] / TYPICAL_PACE_MIN_PER_KM
    dose_km = xp.log(xp.maximum(xp.or_else(cells["distance_km"], by_time), 0.1))
    usual_week = xp.log(xp.maximum(cells["usual_weekly_distance_km"], 1.0))
    longest = xp.log(xp.maximum(cells["longest_run_28d_km"], 0.1))
    return (
        dose_km,
        cells["sore_calf_runs_28d"],
        cells["calf_injury_52w"],
        cells["other_calf_load"],
        n_known,
        usual_week,
        longest,
        dose_km - usual_week,
        dose_km - longest,
    )
