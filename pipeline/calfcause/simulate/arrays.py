"""Taking rows of dataclasses of arrays, and joining several of them."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Part = TypeVar("Part")


def rows_of(part: Part, rows: NDArray[Any] | slice) -> Part:
    """The rows of a dataclass of arrays, of dicts of arrays, and of such dataclasses.

    part : each array in it has the sessions as its first axis; None stays None
    rows : the rows to take: places, a mask of booleans, or a slice
    """
    taken: Part = _combined(lambda arrays: arrays[0][rows], [part])
    return taken


def joined(parts: list[Part]) -> Part:
    """Join dataclasses of the same kind, one below the other."""
    whole: Part = _combined(np.concatenate, parts)
    return whole


def _combined(combine: Callable[[list[NDArray[Any]]], NDArray[Any]], parts: list[Any]) -> Any:
    first = parts[0]
    if first is None:
        return None
    if isinstance(first, np.ndarray):
        return combine(parts)
    if isinstance(first, dict):
        return {name: _combined(combine, [part[name] for part in parts]) for name in first}
    return type(first)(
        **{
            field.name: _combined(combine, [getattr(part, field.name) for part in parts])
            for field in fields(first)
        }
    )
