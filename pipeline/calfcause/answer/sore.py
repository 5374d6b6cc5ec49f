"""Whether a run left the calves sore, as far as its cells say."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from calfcause.causes.run import number
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, SORE_LABEL

# A cell of these other than 0 means soreness, and so does any hour at which it began.
SORE_CELLS = tuple(name for name in AFTERWARDS_COLUMNS if name != "onset_hours")

# Before a race, runners rate their calves 1.7 (SD 2.2) of 10, so below 2 to 3 is background. The
# lower bound counts, since runners who give a number at all have noticed something.
LEAST_SEVERITY = 2.0


def sore_told(session: Mapping[str, object]) -> bool:
    """Whether the cells of a session say that the calves were sore.

    A known severity decides, and has to be at least 2 of 10. Otherwise any other sign of soreness
    does, such as when it began or how long it lasted.

    >>> sore_told({"onset_hours": 0.0}), sore_told({"sore_days": 0.0, "swelling": 0})
    (True, False)
    >>> sore_told({"sore_days": 1.0, "severity_0_10": 1.0})
    False
    """
    severity = number(session, "severity_0_10")
    if severity is not None:
        return severity >= LEAST_SEVERITY
    onset_known = session.get("onset_hours") is not None
    return onset_known or any(session.get(name) for name in SORE_CELLS)


def sore_runs(cells: Mapping[str, NDArray[np.float64]], n_sessions: int) -> NDArray[np.bool_]:
    """Whether each encoded session counts as sore: by the label ``sore_calves`` or ``sore_told``.

    >>> cells = {"severity_0_10": np.array([1.0, 3.0, np.nan]), "sore_days": np.array([1.0] * 3)}
    >>> sore_runs(cells, 3).tolist()
    [False, True, True]
    """
    read = (*AFTERWARDS_COLUMNS, SORE_LABEL)
    columns = {name: cells[name].tolist() for name in read if name in cells}
    sessions = (
        {name: column[row] for name, column in columns.items() if column[row] == column[row]}
        for row in range(n_sessions)
    )
    return np.fromiter(map(counts_as_sore, sessions), bool, n_sessions)


def counts_as_sore(codes: Mapping[str, float]) -> bool:
    """Whether a session, given as codes of its known cells, counts as sore; see ``sore_runs``."""
    label = codes.get(SORE_LABEL)
    return sore_told(codes) if label is None else label == 1
