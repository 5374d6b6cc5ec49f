"""Stage 4: what is recorded of the true cells: noise, quirks of devices, and missing cells.

There are seven kinds of recorder. A *watch* fills what it measures and what its history knows;
*watch and shoes* adds the shoe box. A *log* fills what a diary asks for. *Told* is an account in
words: it mentions what was unusual and leaves out what was normal, and gives terrain in words and
hardly ever in metres. *Asked* is an account whose writer was asked more, so that it stood out and
yet tells what was normal. *Patchy* keeps each cell by chance, so that no combination of cells is
new to the model. *Everything* keeps all cells.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.laws import Mention, code
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate.telling import Telling

Array = NDArray[np.float64]
Cells = dict[str, Array]

# Relative noise of devices and memories (standard deviation of the logarithm); assumed, but for the
# climb: GPS and barometer disagree by 15 % and more on the same run.
LOG_NOISE = {
    "distance_km": 0.02,
    "duration_min": 0.01,
    "elevation_gain_m": 0.20,
    "elevation_loss_m": 0.20,
    "max_grade_pct": 0.25,
    "fastest_pace_min_per_km": 0.03,
    "cadence_spm": 0.01,
    "weekly_distance_km": 0.03,
    "usual_weekly_distance_km": 0.05,
    "longest_run_28d_km": 0.02,
    "usual_pace_min_per_km": 0.02,
    "usual_climb_m_per_km": 0.10,
    "usual_cadence_spm": 0.01,
    "shoe_distance_km": 0.15,
    "experience_weeks": 0.10,
}
TRAIL, OTHER_LOAD = code("surface", "trail"), "other_calf_load"
TOLD_NOISE = 3.0  # assumed: people round what devices measure
# Accounts are given of runs that the runner felt, and about six by each runner; assumed.
ACCOUNTS_A_RUNNER, LEAST_WORTH = 6.0, 0.15
MOST_ASKED = 0.8  # assumed: nobody answers everything
DILIGENCE_SD = 0.8  # assumed, in log odds
NO_BAROMETER_SHARE = 0.08  # assumed
# Times often hold breaks, which slow the mean pace and the mean cadence alike: real paces run up to
# 10 min/km where simulated ones end at 7.6 (compare.py). Share and size assumed.
BREAKS_SHARE, BREAKS_MEAN = 0.25, 0.12

# Chances that a cell is filled, by kind of recorder. Assumed; a watch's history and a diary's
# questions say which are likely.

WATCH = {
    "distance_km": 1.0,
    "duration_min": 1.0,
    "elevation_gain_m": 0.9,
    "elevation_loss_m": 0.6,
    "max_grade_pct": 0.4,
    "fastest_pace_min_per_km": 0.8,
    "cadence_spm": 0.8,
    "weekly_distance_km": 0.95,
    "usual_weekly_distance_km": 0.9,
    "longest_run_28d_km": 0.9,
    "weeks_since_last_run": 0.9,
    "usual_pace_min_per_km": 0.9,
    "usual_climb_m_per_km": 0.8,
    "usual_cadence_spm": 0.7,
    "experience_weeks": 0.5,
    "height_cm": 0.6,
    "session_type": 0.2,
}
SHOE_BOX = {
    "shoe_type": 0.95,
    "shoe_drop_mm": 0.8,
    "shoe_distance_km": 0.9,
    "usual_shoe_drop_mm": 0.8,
}
LOG = {
    "experience_weeks": 0.7,
    "height_cm": 0.4,
    "weekly_distance_km": 0.7,
    "usual_weekly_distance_km": 0.6,
    "longest_run_28d_km": 0.5,
    "weeks_since_last_run": 0.5,
    "sore_calf_runs_28d": 0.5,
    "calf_injury_52w": 0.5,
    "session_type": 0.9,
    "distance_km": 0.95,
    "duration_min": 0.9,
    "elevation_gain_m": 0.4,
    "terrain": 0.6,
    "surface": 0.75,
    "max_grade_pct": 0.05,
    "soft_surface_fraction": 0.25,
    "fastest_pace_min_per_km": 0.35,
    "foot_strike": 0.3,
    "overstride": 0.2,
    "posture": 0.15,
    "usual_pace_min_per_km": 0.5,
    "usual_climb_m_per_km": 0.2,
    "usual_terrain": 0.5,
    "usual_surface": 0.5,
    "usual_foot_strike": 0.25,
    "usual_shoe_drop_mm": 0.3,
    "shoe_type": 0.7,
    "shoe_drop_mm": 0.35,
    "shoe_distance_km": 0.4,
    "longer_than_usual": 0.3,
    "faster_than_usual": 0.3,
    "other_calf_load": 0.3,
    "stride_change": 0.2,
    "shoe_change": 0.3,
}
# Other work is mentioned where it was felt; assumed, as the chances of the causes are.
OTHER_LOAD_TOLD = Mention(0.03, 0.5)
# Columns added later are drawn from a stream of their own, so that a new column changes nothing
# else in the sessions of a seed.
DRAWN_APART = (
    "worsening",
    "numbness",
    "tight_at_same_point",
    "cannot_tiptoe",
    "longer_than_usual",
    "other_calf_load",
    "stride_change",
    "shoe_change",
    "faster_than_usual",
)
AFTERWARDS = {
    "onset_hours": 0.7,
    "sore_days": 0.5,
    "severity_0_10": 0.6,
    "sharp_pain": 0.4,
    "one_leg_only": 0.6,
    "swelling": 0.4,
    "worsening": 0.3,
    "numbness": 0.3,
    "tight_at_same_point": 0.2,
    "cannot_tiptoe": 0.3,
}
RECORDED_COLUMNS = (*MODEL_COLUMNS, *AFTERWARDS)
"""The columns that simulated sessions have; of the signs only those that are drawn."""


class Runs(NamedTuple):
    """What a recorder may look at: the arguments of ``record``."""

    cells: Cells
    felt: Cells
    size: int
    rng: np.random.Generator
    telling: Telling


def record(
    cells: Cells,
    felt: Cells,
    recorder: str,
    noise: Array,
    rng: np.random.Generator,
    telling: Telling,
) -> Cells:
    """Keep what a kind of recorder records of the true cells, ``(n_sessions,)``; NaN where missing.

    felt : how strongly each cause, and other work, was felt: its log factor over that of three
        times the odds
    noise : what measurement noise is multiplied by; about 1 in the default world
    """
    size = len(cells["distance_km"])
    chance = RECORDERS[recorder](Runs(cells, felt, size, rng, telling))
    scale = noise * (TOLD_NOISE if recorder in ("told", "asked") else 1.0)
    seen: Cells = {}
    (apart,) = rng.spawn(1)
    for name in RECORDED_COLUMNS:
        stream = apart if name in DRAWN_APART else rng
        values = _measure(name, cells[name], scale, stream)
        kept = stream.random(size) < chance.get(name, np.zeros(1))
        seen[name] = np.where(kept, values, np.nan)
    return _quirks(seen, rng) if recorder.startswith("watch") else seen


def is_recorded(
    seen: Cells,
    felt: Cells,
    runner: NDArray[np.intp],
    recorder: NDArray[np.intp],
    shown: NDArray[np.bool_],
    telling: Telling,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Choose which of the shown sessions are recorded: devices record all, accounts some of them.

    What an account mentions and what was felt makes it likelier, the outcome does not. Each runner
    gives about as many, or those who are new for weeks would give them all.
    """
    told = np.flatnonzero(shown & np.isin(recorder, TOLD))
    cells = {name: values[told] for name, values in seen.items()}
    standing_out = [
        np.where(cause.exposure_of(cells) > 0.0, felt[cause.name][told], 0.0) for cause in CAUSES
    ]
    likelier = telling.given(np.stack(standing_out))
    standing_out.append(np.where(cells[OTHER_LOAD] > 0.0, felt[OTHER_LOAD][told], 0.0))
    worth = np.clip(np.max(standing_out, axis=0), LEAST_WORTH, 1.0) ** 2
    of_runner = np.bincount(runner[told], worth)[runner[told]]
    share = worth / np.maximum(of_runner, 1e-12)
    recorded = shown.copy()
    recorded[told] = rng.random(len(shown))[told] < ACCOUNTS_A_RUNNER * share * likelier
    return recorded


def _measure(name: str, values: Array, scale: Array, rng: np.random.Generator) -> Array:
    """Add measurement noise to the columns that have any."""
    if name in LOG_NOISE:
        column = COLUMNS[name]
        noisy = values * np.exp(scale * LOG_NOISE[name] * rng.standard_normal(len(values)))
        return np.asarray(np.clip(noisy, column.low, column.high))
    return values


def _quirks(seen: Cells, rng: np.random.Generator) -> Cells:
    """Remove the climb where a watch has no barometer, and count breaks as moving."""
    size = len(seen["distance_km"])
    no_altitude = rng.random(size) < NO_BAROMETER_SHARE
    for name in ("elevation_gain_m", "elevation_loss_m", "max_grade_pct"):
        seen[name] = np.where(no_altitude, np.nan, seen[name])
    has_breaks = rng.random(size) < BREAKS_SHARE
    longer = np.where(has_breaks, 1.0 + rng.exponential(BREAKS_MEAN, size), 1.0)
    seen["duration_min"] = np.minimum(seen["duration_min"] * longer, COLUMNS["duration_min"].high)
    seen["cadence_spm"] = np.maximum(seen["cadence_spm"] / longer, COLUMNS["cadence_spm"].low)
    return seen


def _watch(runs: Runs) -> Cells:
    chance = _by_table(WATCH | AFTERWARDS, runs)
    indoor = runs.cells["surface"] == COLUMNS["surface"].choices.index("treadmill")
    chance["surface"] = np.where(indoor, 0.9, 0.0)
    for name in ("elevation_gain_m", "elevation_loss_m", "max_grade_pct"):
        chance[name] = np.where(indoor, 0.0, chance[name])
    chance["sore_calf_runs_28d"] = chance["calf_injury_52w"] = np.full(runs.size, 0.1)
    return chance


def _watch_and_shoes(runs: Runs) -> Cells:
    return _watch(runs) | _by_table(SHOE_BOX, runs)


def _log(runs: Runs) -> Cells:
    return _by_table(LOG | AFTERWARDS, runs)


def _told(runs: Runs) -> Cells:
    """Each cause says what is mentioned of it; of two causes with a column the likelier decides."""
    cells, felt, size = runs.cells, runs.felt, runs.size
    chance = {
        "distance_km": np.full(size, 0.58),
        "duration_min": np.full(size, 0.22),
        "session_type": np.full(size, 0.22),
        "sore_calf_runs_28d": np.where(cells["sore_calf_runs_28d"] >= 1, 0.25, 0.01),
        "calf_injury_52w": np.where(cells["calf_injury_52w"] > 0, 0.2, 0.01),
        "height_cm": np.full(size, 0.02),
        OTHER_LOAD: OTHER_LOAD_TOLD.chance(felt[OTHER_LOAD], cells[OTHER_LOAD] > 0.0),
        "surface": np.where(
            cells["surface"] == TRAIL, 0.5, np.where(cells["surface"] > 0, 0.3, 0.15)
        ),
    } | _by_table(AFTERWARDS, runs)
    for cause in CAUSES:
        for name, mention in cause.mentions(cells, felt[cause.name]).items():
            chance[name] = np.maximum(chance.get(name, np.zeros(1)), mention)
    return runs.telling.told(chance, cells, felt)


def _asked(runs: Runs) -> Cells:
    answered = MOST_ASKED * runs.rng.random(runs.size)
    told = _told(runs)
    return told | {name: np.maximum(told.get(name, answered), answered) for name in MODEL_COLUMNS}


def _patchy(runs: Runs) -> Cells:
    return dict.fromkeys(runs.cells, runs.rng.random(runs.size))


def _everything(runs: Runs) -> Cells:
    return dict.fromkeys(runs.cells, np.ones(runs.size))


def _by_table(table: dict[str, float], runs: Runs) -> Cells:
    """Spread the chances of a table: some people and devices are diligent, some are not."""
    diligence = runs.rng.normal(0.0, DILIGENCE_SD, runs.size)
    return {name: _expit(_logit(share) + diligence) for name, share in table.items()}


def _logit(share: float) -> float:
    return float(np.log(share / (1.0 - share))) if share < 1.0 else 50.0


def _expit(log_odds: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


RECORDERS: dict[str, Callable[[Runs], Cells]] = {
    "watch": _watch,
    "watch_and_shoes": _watch_and_shoes,
    "log": _log,
    "told": _told,
    "patchy": _patchy,
    "everything": _everything,
    "asked": _asked,
}
TOLD = [list(RECORDERS).index(name) for name in ("told", "asked")]
"""The recorders that are accounts in words."""
