"""Many sessions have the same cells of a cause, so what is made of these is made once."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, Column

Made = TypeVar("Made")


def once_for_each_kind(
    cells: Mapping[str, NDArray[np.float64]],
    rows: NDArray[np.bool_],
    make: Callable[[dict[str, object], int], Made],
    otherwise: Made,
) -> list[Made]:
    """Make something of the known cells (decoded) of these rows; other rows get ``otherwise``.

    make : takes these cells, and the first row that has them
    """
    made = [otherwise] * len(rows)
    if not cells or not rows.any():
        return made
    table = np.stack(list(cells.values()), axis=1)[rows]
    columns = [(name, _words(COLUMNS[name])) for name in cells]
    by_key: dict[bytes, Made] = {}
    keys = table.view(f"V{table.itemsize * table.shape[1]}").ravel().tolist()
    places = np.flatnonzero(rows).tolist()
    for row, key, codes in zip(places, keys, table.tolist(), strict=True):
        if key not in by_key:
            by_key[key] = make(
                {
                    name: words[code] if words else code
                    for (name, words), code in zip(columns, codes, strict=True)
                    if code == code
                },
                row,
            )
        made[row] = by_key[key]
    return made


def _words(column: Column) -> dict[float, object]:
    """What ``decode`` makes of each code; empty for numbers, which are their own codes."""
    if column.kind == "number":
        return {}
    return {float(code): decode(column, code) for code in range(int(column.high) + 1)}
