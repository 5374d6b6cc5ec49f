"""The JSON Schemas of the contract: a session in, and a prediction or an answer out."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from calfcause.answer.columns import ANSWER_COLUMNS, INTERVAL_COLUMNS, is_number
from calfcause.answer.explain import Answer
from calfcause.answer.short import ShortAnswer
from calfcause.models.loaded import ModelId
from calfcause.sessions.json_schema import DIALECT, session_schema

Schema = dict[str, Any]
PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}
PROBABILITY: Mapping[str, object] = {"type": "number", "minimum": 0, "maximum": 1}


def contract() -> dict[str, Schema]:
    """The three schemas, by what they describe."""
    return {
        "session": session_schema(),
        "prediction": prediction_schema(),
        "answer": answer_schema(),
    }


def prediction_schema() -> Schema:
    """Describe what ``predict_one`` gives.

    >>> prediction_schema()["properties"]["p_sore"]
    {'type': 'number', 'minimum': 0, 'maximum': 1}
    """
    of_name = {
        name: dict(PROBABILITY) if is_number(name) else {"type": "string"}
        for name in (*ANSWER_COLUMNS, *INTERVAL_COLUMNS)
    }
    return {
        "$schema": DIALECT,
        "title": "Prediction",
        "description": "The probabilities of one run, without reasons.",
        "type": "object",
        "properties": {**of_name, "model": {"$ref": "#/$defs/ModelId"}},
        "required": [*ANSWER_COLUMNS, "model"],
        "$defs": described(ModelId, "#/$defs/"),
    }


def answer_schema() -> Schema:
    """Describe what ``explain(…).to_dict()`` gives."""
    definitions = described(Answer, "#/$defs/")
    definitions |= described(ShortAnswer, "#/$defs/")
    answer = definitions.pop("Answer")
    answer["properties"]["short"] = {"$ref": "#/$defs/ShortAnswer"}
    answer["required"].append("short")
    return {"$schema": DIALECT, **answer, "$defs": definitions}


def described(kind: type, ref: str) -> dict[str, Schema]:
    """Describe a dataclass and those in it, by name; ``ref`` stands before the names."""
    found: dict[str, Schema] = {}
    _of(kind, ref, found)
    return found


def _of(kind: Any, ref: str, found: dict[str, Schema]) -> Schema:
    """The schema of a type; that of a dataclass is a reference, and is added to those found."""
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in found:
            found[kind.__name__] = {}
            hints = get_type_hints(kind)
            properties = {
                field.name: dict(PROBABILITY)
                if hints[field.name] is float and (field.name == "p" or is_number(field.name))
                else _of(hints[field.name], ref, found)
                for field in fields(kind)
            }
            found[kind.__name__] = {
                "title": kind.__name__,
                "description": (getdoc(kind) or "").partition("\n")[0],
                "type": "object",
                "properties": properties,
                "required": [*properties],
            }
        return {"$ref": f"{ref}{kind.__name__}"}
    origin, given = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": [*given]}
    if origin in (Union, UnionType):
        return {"anyOf": [_of(one, ref, found) for one in given]}
    if origin is tuple and given[-1] is not Ellipsis:
        return {"type": "array", "prefixItems": [_of(one, ref, found) for one in given]}
    if origin in (tuple, list, Sequence):
        return {"type": "array", "items": _of(given[0], ref, found)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of(given[1], ref, found)}
    return {"type": PLAIN[kind]} if kind in PLAIN else {}
