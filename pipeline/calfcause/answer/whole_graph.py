"""A model and the rules of its answers as one ONNX graph, for services that are not Python.

Coded cells in; probabilities, primary cause, exposures, states and red flags out. Nothing here
computes anything: the code that answers is asked to answer for columns that are traced.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper

from calfcause.answer.json_schema import contract
from calfcause.answer.picture import LEVELS, SELF_CARE
from calfcause.answer.pictures import PICTURES
from calfcause.answer.rules import STATES, likeliest, state_of
from calfcause.answer.sore import sore_told
from calfcause.causes import CAUSES
from calfcause.learn.features import feature_columns
from calfcause.learn.graph import as_bytes
from calfcause.learn.probabilities import HEADS, PRIMARY, given_sore, primary_place
from calfcause.learn.trace import Trace, Traced
from calfcause.models.folder import read_model
from calfcause.models.graph_check import INPUT
from calfcause.models.layout import OF_GRAPH, WHOLE_GRAPH
from calfcause.models.loaded import LoadedModel
from calfcause.models.write import described as description_files
from calfcause.sessions.contradictions import usable
from calfcause.sessions.schema import CODED_COLUMNS, COLUMNS, Column
from calfcause.version import __version__

ENCODING = "encoding"
"""Where the metadata of the graph, and a model's description, hold what its numbers mean."""
TRIAGE = (*LEVELS, "")
"""The levels of the output ``triage``, by place; the last is none."""
OUTPUTS = {
    "probabilities": HEADS,
    "given_sore": HEADS[:-1],
    "primary_cause": PRIMARY,
    "enough_known": ("no", "yes"),
    "exposures": HEADS[:-1],
    "states": STATES,
    "red_flags": tuple(picture.flag.name for picture in PICTURES),
    "triage": TRIAGE,
}
"""The outputs: of ``probabilities``, ``given_sore``, ``exposures`` and ``red_flags`` what their
columns are, of the others what their numbers mean."""


def whole_graph(model: LoadedModel) -> bytes:
    """Write a model as one graph.

    Input ``cells``, float64 ``(n_sessions, n_columns)``: codes, NaN where missing. What they and
    the outputs mean is in the metadata, see ``encoding``.
    """
    trace, heads = Trace(), onnx.load_model_from_string(model.graph)
    cells = Traced(trace, "cells", width=len(CODED_COLUMNS))
    told = {name: cells[:, place] for place, name in enumerate(CODED_COLUMNS)}
    answers = _answers(model, heads.graph, told)
    number, whole = onnx.TensorProto.DOUBLE, onnx.TensorProto.INT32
    outputs = []
    for name, answer in answers.items():
        kind = number if answer.kind == np.float64 else whole
        trace.nodes.append(helper.make_node("Identity", [answer.name], [name]))
        outputs.append(helper.make_tensor_value_info(name, kind, [None, answer.width]))
    graph = helper.make_graph(
        trace.nodes,
        "calfcause",
        [helper.make_tensor_value_info("cells", number, [None, len(CODED_COLUMNS)])],
        outputs,
        list(trace.constants.values()),
    )
    about = {
        "calfcause": __version__,
        "model": json.dumps(asdict(model.id)),
        "graph_sha256": str(model.description.get("graph_sha256", "")),
        ENCODING: json.dumps(encoding()),
    }
    return as_bytes(graph, about, {one.domain: one.version for one in heads.opset_import})


def encoding() -> dict[str, Any]:
    """What the input and the outputs of the whole graph mean; its metadata hold it as JSON.

    >>> encoding()["columns"][0]
    {'name': 'experience_weeks', 'kind': 'number', 'low': 0, 'high': 4000, 'unit': 'weeks'}
    """
    return {"columns": [_of_column(COLUMNS[name]) for name in CODED_COLUMNS], **OUTPUTS}


def with_graph(model: LoadedModel) -> tuple[bytes, dict[str, Any]]:
    """Give the whole graph of a model, and the description that names it."""
    whole = whole_graph(model)
    about = {"sha256": hashlib.sha256(whole).hexdigest(), "model": asdict(model.id)}
    return whole, model.description | {OF_GRAPH: about}


def renew(folder: Path) -> None:
    """Write the whole graph and the schemas of a model folder again, after a change of answers."""
    graph, description, _ = read_model(folder, whole=False)
    description |= {ENCODING: encoding(), "json_schema": contract()}
    whole, description = with_graph(LoadedModel(graph, description))
    (folder / WHOLE_GRAPH).write_bytes(whole)
    for name, write in description_files(description).items():
        write(folder / name)


def _answers(
    model: LoadedModel, heads: onnx.GraphProto, told: Mapping[str, Any]
) -> dict[str, Traced]:
    found, exposed = feature_columns(usable(told), told)
    matrix: Any = np.concatenate(found, axis=1).astype(np.float32)
    raw = _behind(matrix, heads).astype(np.float64)
    p: Any = model.moved_and_joined(raw, matrix, model.layer)
    shares: Any = given_sore(p)
    of_causes, of_sore = ([one[:, place] for place in range(len(CAUSES))] for one in (p, shares))
    states = [state_of(exposure) for exposure in exposed.values()]
    raised: Any = [picture.fits(told) for picture in PICTURES]
    level: Any = np.where(sore_told(told), TRIAGE.index(SELF_CARE), TRIAGE.index(""))
    for picture, fits in zip(reversed(PICTURES), reversed(raised), strict=True):
        level = np.where(fits, TRIAGE.index(picture.flag.level), level)
    answers: dict[str, Any] = {
        "probabilities": p,
        "given_sore": shares,
        "primary_cause": primary_place(of_causes, of_sore),
        "enough_known": likeliest(of_causes, of_sore, states)[1],
        "exposures": np.concatenate(list(exposed.values()), axis=1),
        "states": np.concatenate(states, axis=1),
        "red_flags": np.concatenate(raised, axis=1),
        "triage": level,
    }
    numbers = ("probabilities", "given_sore", "exposures")
    return {
        name: answer if name in numbers else answer.astype(np.int32)
        for name, answer in answers.items()
    }


def _behind(matrix: Traced, heads: onnx.GraphProto) -> Any:
    """Put the graph of the heads behind the features."""
    trace, names = matrix.trace, {INPUT: matrix.name}
    for constant in heads.initializer:
        names[constant.name] = constant.name = f"heads_{constant.name}"
        trace.constants[constant.name,] = constant
    for node in heads.node:
        names |= {name: f"heads_{name}" for name in node.output}
        node.input[:] = [names[name] for name in node.input]
        node.output[:] = [names[name] for name in node.output]
        trace.nodes.append(node)
    return Traced(trace, names[heads.output[0].name], matrix.kind, len(HEADS))


def _of_column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "kind": column.kind}
    found |= {"low": column.low, "high": column.high}
    if column.unit:
        found["unit"] = column.unit
    if column.choices:
        found["codes"] = {word: code for code, word in enumerate(column.choices)}
    return found
