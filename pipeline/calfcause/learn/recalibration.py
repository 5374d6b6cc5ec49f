"""Recalibration of a head on own labels: ``logit(p') = a + b logit(p)``, two numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from calfcause.errors import ModelError
from calfcause.learn.probabilities import HEADS, LEAST_P
from calfcause.types import Array

# No labels lead anywhere near these; assumed.
LARGEST = 100.0
KEY = "own_labels"
"""Where a model's description holds what was learned from somebody's own labels."""


@dataclass(frozen=True)
class Move:
    """Base rate ``a`` and slope ``b`` of a head, in log odds; ``b > 0`` keeps it monotone."""

    a: float = 0.0
    b: float = 1.0

    def __call__(self, p: Array) -> Array:
        """The moved probabilities, any shape.

        >>> Move()(np.array([0.25])).tolist()
        [0.25]
        """
        if self == Move():
            return p
        moved: Array = 1.0 / (1.0 + np.exp(-(self.a + self.b * log_odds(p))))
        return moved


def log_odds(p: Array) -> Array:
    """Logarithm of the odds, cut off where p is all but 0 or 1."""
    # np.clip does the same, and takes four times as long for one session.
    p = np.minimum(np.maximum(p, LEAST_P), 1.0 - LEAST_P)
    odds: Array = np.log(p / (1.0 - p))
    return odds


def moved(raw: Array, moves: Mapping[int, Move]) -> Array:
    """Recalibrate some of the heads, by position; shape ``(n_sessions, n_heads)``.

    ``raw`` is not yet joined: a cause's head is moved as its excess fraction, so that no cause gets
    likelier than soreness.
    """
    if not moves:
        return raw
    heads = [raw[:, place : place + 1] for place in range(len(HEADS))]
    for place, move in moves.items():
        heads[place] = move(heads[place])
    return np.concatenate(heads, axis=1)


def moves_of(description: Mapping[str, Any]) -> dict[int, Move]:
    """Read the recalibrations in the description of a model, by position of the head."""
    stated = description.get(KEY, {})
    try:
        moves = {
            HEADS.index(head): Move(float(numbers["a"]), float(numbers["b"]))
            for head, numbers in stated.get("moves", {}).items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"the model's calibration cannot be read ({error!r}): calibrate it again"
        ) from error
    for place, move in moves.items():
        if not (abs(move.a) <= LARGEST and 0 < move.b <= LARGEST):
            raise ModelError(
                f"the model's calibration of {HEADS[place]} is a = {move.a}, b = {move.b}; allowed"
                f" are numbers up to {LARGEST:g} either way, b above 0: calibrate it again"
            )
    return moves
