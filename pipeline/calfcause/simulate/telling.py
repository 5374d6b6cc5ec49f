"""How real accounts tell differently from the chances that the causes assume.

``telling.json`` holds it, estimated from accounts by ``data/estimate_telling.py``: which causes
accounts are given of, how often a column is told when a cause is felt most, and which values are.
All are shifts of log odds, 0 where accounts say nothing else than was assumed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES
from calfcause.causes.laws import HARDLY_FELT

Array = NDArray[np.float64]
Cells = Mapping[str, Array]

FILE = Path(__file__).with_suffix(".json")
NOTHING = "nothing"


@dataclass(frozen=True)
class Values:
    """Shifts of the values of a column: one below each edge, and one above the last."""

    edges: tuple[float, ...]
    shifts: tuple[float, ...]

    def of(self, values: Array) -> Array:
        """The shift of each value."""
        return np.array(self.shifts)[np.searchsorted(self.edges, values)]


@dataclass(frozen=True)
class Telling:
    """Shifts by cause, by column and cause (or ``nothing`` felt), and by column and value."""

    causes: Mapping[str, float] = field(default_factory=dict)
    several: float = 0.0  # of runs of which two causes or more stand out
    columns: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    values: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "Telling":
        """Read what ``dataclasses.asdict`` gives."""
        values = {
            name: Values(tuple(one["edges"]), tuple(one["shifts"]))
            for name, one in content["values"].items()
        }
        return cls(content["causes"], content["several"], content["columns"], values)

    def told(self, chances: Mapping[str, Array], cells: Cells, felt: Cells) -> dict[str, Array]:
        """Shift the chances that columns are told, by session, for what was felt of each cause."""
        strength = np.stack([felt[cause.name] for cause in CAUSES])
        most = np.where(strength.max(axis=0) > HARDLY_FELT, strength.argmax(axis=0), len(CAUSES))
        names = [*(cause.name for cause in CAUSES), NOTHING]
        shifted = dict(chances)
        for column, chance in chances.items():
            by: Array | float = 0.0
            if column in self.columns:
                by = np.array([self.columns[column].get(name, 0.0) for name in names])[most]
            if column in self.values:
                by = by + self.values[column].of(cells[column])
            if np.any(by):
                odds = np.exp(by)
                shifted[column] = chance * odds / (1.0 - chance + chance * odds)
        return shifted

    def given(self, standing_out: Array) -> Array:
        """How much likelier an account is, by what stands out in it, ``(n_causes, n_accounts)``."""
        weights = np.exp([*(self.causes.get(cause.name, 0.0) for cause in CAUSES), 0.0])
        top = standing_out.max(axis=0, initial=0.0)
        first = np.where(top > HARDLY_FELT, standing_out.argmax(axis=0), len(CAUSES))
        several = (standing_out > HARDLY_FELT).sum(axis=0) > 1
        return np.asarray(weights[first] * np.where(several, np.exp(self.several), 1.0))


@lru_cache(maxsize=1)
def estimated() -> Telling:
    """What was estimated from the accounts."""
    return Telling.from_dict(json.loads(FILE.read_text(encoding="utf-8")))
