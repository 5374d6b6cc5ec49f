"""Parameters of the heads that somebody chose: from a file, or one by one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from calfcause.errors import CalfcauseError

MEASURED = ("trees", "leaves", "log_loss")
"""What a search measured of each candidate, in its table beside the parameters."""
CHOSEN = "chosen"


def chosen_parameters(path: Path | None, settings: Iterable[str] = ()) -> dict[str, Any]:
    """Read parameters from a file, then those of ``NAME=VALUE``, which come before it.

    The file is the table of a search, whose chosen row counts, or a JSON object, such as the
    ``best_params_`` of a ``GridSearchCV``.
    """
    found = {} if path is None else _of_table(path) if path.suffix == ".csv" else _of_json(path)
    for setting in settings:
        name, _, value = setting.partition("=")
        try:
            found[name] = json.loads(value)
        except ValueError as error:
            raise CalfcauseError(
                f"{setting!r} sets no parameter; write NAME=VALUE, as in learning_rate=0.2 or"
                " rivals=false"
            ) from error
    return {name.removeprefix("heads__"): value for name, value in found.items()}


def _of_table(path: Path) -> dict[str, Any]:
    try:
        table = pd.read_csv(path)
        told = CHOSEN in table and table[CHOSEN].dtype == bool
        rows = table[table[CHOSEN]].to_dict(orient="records") if told else []
    except ValueError:  # empty, ragged or no text
        rows = []
    if len(rows) != 1:
        raise CalfcauseError(
            f"{path}: this is no table of calfcause search, which has one chosen row"
        )
    return {str(name): rows[0][name] for name in rows[0] if name not in (*MEASURED, CHOSEN)}


def _of_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CalfcauseError(f"{path}: this is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise CalfcauseError(f"{path}: parameters are a JSON object, a value for each name")
    return found
