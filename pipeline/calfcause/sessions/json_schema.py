"""The JSON Schema of a session, from the table of columns."""

from collections.abc import Mapping
from typing import Any

from calfcause.sessions.schema import (
    CODED_COLUMNS,
    COLUMNS,
    IMPORTED,
    SORE_LABEL,
    TOLD_COLUMNS,
    Column,
)
from calfcause.sessions.units import label
from calfcause.texts import capital

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXAMPLE: Mapping[str, object] = {
    "distance_km": 9,
    "terrain": "hilly",
    "usual_terrain": "flat",
    "experience_weeks": 200,
}


def session_schema() -> dict[str, Any]:
    """Describe what to send as a session; doors also read text, synonyms and other units.

    >>> session_schema()["properties"]["terrain"]["enum"]
    ['flat', 'rolling', 'hilly', 'steep', None]
    """
    imported = {
        name: {"title": capital(label(name)), "description": capital(said), "x-group": "imported"}
        | {"type": ["string", "null"]}
        for name, said in IMPORTED.items()
    }
    ids = [column.name for column in COLUMNS.values() if column.group == "ids"]
    return {
        "$schema": DIALECT,
        "title": "Session",
        "description": "One run. Every cell may be left out or null: it counts as unknown.",
        "type": "object",
        "properties": {column.name: _property(column) for column in TOLD_COLUMNS.values()}
        | imported,
        "additionalProperties": False,
        # Ids, a label or notes alone are refused; nothing at all is a run that is not known.
        "not": {"minProperties": 1, "propertyNames": {"enum": [*ids, SORE_LABEL, *imported]}},
        "examples": [dict(EXAMPLE)],
    }


def _property(column: Column) -> dict[str, Any]:
    said = f"{column.meaning} ({column.allowed})"
    about: dict[str, Any] = {
        "title": capital(label(column.name)),
        "description": capital(said),
        "x-group": column.group,
    }
    if column.kind == "number":
        about |= {"type": ["number", "null"], "minimum": column.low, "maximum": column.high}
        if column.unit:
            about["x-unit"] = column.unit
    elif column.kind == "choice":
        about["enum"] = [*column.choices, None]
        about["x-codes"] = {word: code for code, word in enumerate(column.choices)}
    elif column.kind == "flag":
        about["enum"] = [0, 1, False, True, None]
    else:
        about["type"] = ["string", "null"]
        if column.kind == "time":
            about["examples"] = ["2025-06-30T18:05"]
    if column.name in CODED_COLUMNS:
        about["x-place"] = CODED_COLUMNS.index(column.name)  # in calfcause.onnx
    if column.name in COLUMNS:
        about["x-question"] = column.question
    return about
