"""The columns that answers have in a table: probabilities, primary cause, signs, reasons."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.learn.probabilities import HEADS, given_sore, primary_causes

Array = NDArray[np.float64]

REASON_COLUMNS = (
    "enough_known",
    "because",
    "explanation",
    *(f"{cause}_{what}" for cause in HEADS[:-1] for what in ("state", "because")),
)
YES_OR_NO = {True: "yes", False: "no"}

ANSWER_COLUMNS = (
    *(f"p_{head}" for head in (HEADS[-1], *HEADS[:-1])),
    *(f"p_{cause}_given_sore" for cause in HEADS[:-1]),
    "primary_cause",
    "red_flags",
    "triage",
)
"""The columns of every prediction, in order."""

INTERVAL_COLUMNS = ("p_sore_low", "p_sore_high")
"""The columns that follow them if asked for: the 90 % interval of ``p_sore``."""

MODEL_COLUMNS = ("model_version", "model_hash")
"""The columns that come next if asked for, for files and tables that keep no metadata."""


def rows_of(columns: Mapping[str, NDArray[Any]]) -> list[dict[str, Any]]:
    """The rows of columns as dicts of plain values."""
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def is_number(name: str) -> bool:
    """Whether a column of answers holds numbers; the others hold text."""
    return name.startswith("p_")


def answer_columns(probabilities: Array) -> dict[str, NDArray[Any]]:
    """Arrange probabilities, ``(n_sessions, n_heads)``, as prediction columns but red flags."""
    *of_causes, sore = probabilities.T
    primary = np.array(primary_causes(probabilities), dtype=object)
    columns = (sore, *of_causes, *given_sore(probabilities).T, primary)
    return dict(zip(ANSWER_COLUMNS[:-2], columns, strict=True))
