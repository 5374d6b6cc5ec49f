"""Score parts of one population: by recorded experience and recorded surface."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from calfcause.evaluate.populations import summary
from calfcause.learn.labelled import Labelled
from calfcause.sessions.schema import COLUMNS
from calfcause.types import Array, Bools

NEW_WEEKS, EXPERIENCED_WEEKS = 26, 104
UNKNOWN = "unknown"


def score_slices(sessions: Labelled, answers: Mapping[str, Array]) -> pd.DataFrame:
    """Score each part that has a session.

    answers : probabilities by scorer, (n_sessions, n_heads)
    """
    rows = [
        {"by": by, "part": part}
        | summary(sessions.rows(rows), {scorer: p[rows] for scorer, p in answers.items()})
        for by, part, rows in _parts(sessions.cells)
        if rows.any()
    ]
    return pd.DataFrame(rows)


def _parts(cells: Mapping[str, Array]) -> Iterator[tuple[str, str, Bools]]:
    weeks = cells["experience_weeks"]
    yield "experience", f"below {NEW_WEEKS} weeks", weeks < NEW_WEEKS
    between = (weeks >= NEW_WEEKS) & (weeks <= EXPERIENCED_WEEKS)
    yield "experience", f"{NEW_WEEKS} to {EXPERIENCED_WEEKS} weeks", between
    yield "experience", f"above {EXPERIENCED_WEEKS} weeks", weeks > EXPERIENCED_WEEKS
    yield "experience", UNKNOWN, np.isnan(weeks)
    for code, word in enumerate(COLUMNS["surface"].choices):
        yield "surface", word, cells["surface"] == code
    yield "surface", UNKNOWN, np.isnan(cells["surface"])
