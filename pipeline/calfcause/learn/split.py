"""The split by runner: a runner's sessions are alike, so all of them are on one side."""

from typing import Any

from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit

from calfcause.types import Integers

UNSEEN_SHARE = 0.2
"""The share of runners that training and search hold out."""


def split_by_runner(
    runner: NDArray[Any], seed: int, *, share: float = UNSEEN_SHARE
) -> tuple[Integers, Integers]:
    """Give the places of the sessions to learn from, and of those of held-out runners."""
    split = GroupShuffleSplit(1, test_size=share, random_state=seed)
    seen, unseen = next(split.split(runner, groups=runner))
    return seen, unseen
