"""A layer learned on accounts: it moves the shares of the causes in runs told in words.

The heads know from the simulation what a run does to calves; accounts know what people tell and
what they then blame. The log odds of every share move by a few numbers. The more of a row devices
measured the less it moves, and from four such cells on not at all. The risk of soreness never
moves.

Accounts say which cause is blamed, and nothing of how much the causes explain together. So a cause
that the run shows is not lowered where its head takes it for likely: its odds stay, and what else
would lower it raises all others instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.errors import ModelError
from calfcause.learn.features import MEASURED, RECORD, features
from calfcause.learn.recalibration import log_odds
from calfcause.types import Array

KEY = "accounts"
"""Where a model's description holds what was learned from accounts."""
# A row with half of what devices measure is no account in words; assumed.
MEASURED_IN_NO_ACCOUNT = len(MEASURED) / 2
NAMES = (
    "not_shown",
    *(f"log_odds_of_{cause.name}" for cause in CAUSES),
    *(cause.name for cause in CAUSES),
    *(f"{cause.name}_of_silent_runs" for cause in CAUSES),
)
"""The weights: of what a run does not show (1 where a cause is as usual or not told, falling to 0
where it shows), of the log odds that each head gives, of each cause, and of each cause in silent
runs (1 where no cause shows, falling to 0 where one does): what nothing is told of is blamed in
other shares."""
# From here on a run shows a cause. Assumed; of 0.02, 0.25 and 0.75 it was best in folds, by little.
SHOWN_EXPOSURE = 0.25
OF_ODDS, OF_CAUSES, OF_SILENT = (
    slice(1 + kind * len(CAUSES), 1 + (kind + 1) * len(CAUSES)) for kind in range(3)
)
# These keep a cause from falling with more of its exposure. What a run stops to be when a cause
# begins to show, unshown and silent, may not have raised it: the sum of both is bounded.
LOWEST, HIGHEST = np.full(len(NAMES), -np.inf), np.full(len(NAMES), np.inf)
LOWEST[OF_ODDS] = -0.9
HIGHEST[0] = 0.0
HIGHEST[OF_SILENT] = 0.0
_EACH = np.eye(len(CAUSES))
# Log odds of 20 are a certainty already; no fit with a prior leads anywhere near. Assumed.
LARGEST = 20.0


@lru_cache(maxsize=1)
def _places() -> tuple[NDArray[np.intp], list[int]]:
    names = [feature.name for feature in features()]
    exposures = [names.index(f"{cause.name}.exposure") for cause in CAUSES]
    return np.array(exposures), [names.index(RECORD[0])]


def inputs(raw: Array, matrix: NDArray[np.float32]) -> tuple[Array, Array, Array]:
    """Log odds of the shares, ``(n, n_causes)``, what moves them, and which causes are shown."""
    odds, not_shown, shown, gate = _given(raw, matrix)
    moving = np.empty((*odds.shape, len(NAMES)))
    moving[:, :, 0] = not_shown
    moving[:, :, OF_ODDS] = odds[:, :, None] * _EACH
    moving[:, :, OF_CAUSES] = _EACH
    moving[:, :, OF_SILENT] = _silence(not_shown)[:, :, None] * _EACH
    moving *= gate[:, :, None]
    return odds, moving, shown


def _given(raw: Array, matrix: NDArray[np.float32]) -> tuple[Array, Array, Array, Array]:
    """By cause log odds, what is not shown and what is; and how far a row is an account."""
    exposures, known = _places()
    exposure = np.fmax(matrix[:, exposures].astype(np.float64), 0.0)
    measured = matrix[:, known].astype(np.float64)
    gate = np.maximum(1.0 - measured / MEASURED_IN_NO_ACCOUNT, 0.0)
    not_shown = 1.0 - np.minimum(exposure / SHOWN_EXPOSURE, 1.0)
    return log_odds(raw[:, :-1]), not_shown, (1.0 - not_shown) * gate, gate


def _silence(not_shown: Array) -> Array:
    """How little a run shows of any cause, ``(n, 1)``."""
    most_shown: Array = (1.0 - not_shown).max(axis=1, keepdims=True)
    return 1.0 - most_shown


def bounded(weights: Array) -> Array:
    """The numbers that ``LOWEST`` and ``HIGHEST`` bound."""
    sums = weights.copy()
    sums[OF_SILENT] += weights[0]
    return sums


def lift(weights: Array, shown: Array) -> Array:
    """By cause, what all causes of a row rise so that this one is not lowered; the largest counts.

    It grows with every exposure, so that more of it still never lowers its cause. The weight of the
    log odds has no part in it: these fall where a rival grows, which may not lower that rival.
    """
    return shown * np.maximum(-weights[OF_CAUSES], 0.0)


def kept(odds: Array, shown: Array) -> Array:
    """The part of the log odds that no weight lowers: what is likely of a cause that is shown.

    Both grow with its exposure, so the less of them is lowered the more of it there is.
    """
    return shown * np.maximum(odds, 0.0)


@dataclass(frozen=True)
class Layer:
    """The weights, by ``NAMES``; 0 leaves everything as the heads say."""

    weights: tuple[float, ...]

    def __call__(self, raw: Array, matrix: NDArray[np.float32]) -> Array:
        """Move the shares of the causes; ``raw`` is not yet joined, ``(n_sessions, n_heads)``."""
        odds, not_shown, shown, gate = _given(raw, matrix)
        weights = np.array(self.weights)
        pull = weights[0] * not_shown + weights[OF_ODDS] * odds + weights[OF_CAUSES]
        pull = pull + weights[OF_SILENT] * _silence(not_shown)
        by = pull * gate + kept(odds, shown) * np.maximum(-weights[OF_ODDS], 0.0)
        by = by + lift(weights, shown).max(axis=1, keepdims=True)
        # Where nothing moves, the share stays the same to the last bit.
        shares = np.where(by == 0.0, raw[:, :-1], 1.0 / (1.0 + np.exp(-(odds + by))))
        return np.concatenate([shares, raw[:, -1:]], axis=1)


def layer_of(description: Mapping[str, Any]) -> Layer | None:
    """Read the layer in the description of a model, if it has one."""
    stated = description.get(KEY)
    if not stated:
        return None
    try:
        weights = tuple(float(stated["weights"][name]) for name in NAMES)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"the model's layer cannot be read ({error!r}): train the model again"
        ) from error
    lowest, highest = np.maximum(LOWEST, -LARGEST), np.minimum(HIGHEST, LARGEST)
    sums = bounded(np.clip(weights, -2 * LARGEST, 2 * LARGEST))
    # Comparing refuses NaN too. A sum of decimals may be off by the last bit.
    if not ((sums >= lowest) & (sums <= highest + 1e-9)).all():
        raise ModelError(
            f"the model's layer has weights {weights}; allowed are numbers from"
            f" {-LARGEST:g} to {LARGEST:g}, those of log odds from -0.9 on and that of what is"
            " not shown up to 0: train the model again"
        )
    return Layer(weights)
