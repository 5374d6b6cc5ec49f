"""Whether a graph is one of calfcause's, before and after ONNX Runtime has read it.

The hash of a graph says that it is the one described; who can replace the graph can replace the
hash. So only the operations that such a graph has are let through, which rules out loops,
bombs and code, and nothing is read from other files.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import ModelError

# TreeEnsembleRegressor: models that were trained before the trees were written as TreeEnsemble.
OPERATIONS = {
    b"IsNaN", b"Where", b"Concat", b"TreeEnsemble", b"TreeEnsembleRegressor", b"Cast", b"Sigmoid",
}  # fmt: skip
INPUT = "features"
# Fields of the messages of onnx.proto.
MODEL_GRAPH, MODEL_FUNCTIONS, GRAPH_NODE, NODE_OPERATION = 7, 25, 1, 4
RANDOM_ROWS = 64


def check_content(graph: bytes) -> None:
    """Refuse a graph with other operations than ours, or with data in another file."""
    # A tensor that lies in another file names it under this key.
    if b"location" in graph:
        raise ModelError("the graph refers to data outside its file, which is never read")
    try:
        operations = set(_operations(graph))
    except (IndexError, ValueError) as error:
        raise ModelError("the graph is damaged: it is not an ONNX file") from error
    if others := operations - OPERATIONS:
        names = ", ".join(sorted(name[:40].decode("ascii", "replace") for name in others))
        raise ModelError(f"the graph has operations that no model of calfcause has: {names}")


def check_session(session: Any, n_features: int, n_heads: int) -> None:
    """Refuse a session whose input or output differs from ours."""
    kinds = [[(tensor.name, tensor.type) for tensor in session.get_inputs()]]
    kinds += [[tensor.type for tensor in session.get_outputs()]]
    widths = [tensor.shape[1:] for tensor in (*session.get_inputs(), *session.get_outputs())]
    if kinds != [[(INPUT, "tensor(float)")], ["tensor(float)"]] or widths != [
        [n_features],
        [n_heads],
    ]:
        raise ModelError(
            f"the graph takes {_shown(session.get_inputs())} and gives"
            f" {_shown(session.get_outputs())}; a model of calfcause takes {INPUT}, float"
            f" (n, {n_features}), and gives one float (n, {n_heads})"
        )


def check_answers(run: Callable[[NDArray[np.float32]], Any], n_features: int, n_heads: int) -> None:
    """Ask for the answers to a row of missing features and to random rows."""
    rows = np.random.default_rng(0).normal(0, 30, (1 + RANDOM_ROWS, n_features)).astype(np.float32)
    rows[0] = np.nan
    rows[1 + RANDOM_ROWS // 2 :, ::2] = np.nan
    try:
        answers = run(rows)
    except Exception as error:  # ONNX Runtime's errors share no base of their own
        raise ModelError(f"the graph does not answer: {str(error)[:300]}") from error
    if answers.shape != (len(rows), n_heads):
        raise ModelError(f"the graph answers {len(rows)} sessions with numbers of {answers.shape}")
    refuse_no_probabilities(answers)


def refuse_no_probabilities(answers: NDArray[Any]) -> None:
    """Refuse what cannot be the answer of trained heads: NaN, 0, 1 and beyond."""
    # Written so that NaN does not pass; NumPy would take four times as long for a single answer.
    if len(answers) == 1:
        right = all(0.0 < p < 1.0 for p in answers[0].tolist())
    else:
        right = bool(answers.min() > 0.0 and answers.max() < 1.0)
    if not right:
        raise ModelError(
            "the graph answers with numbers that are not between 0 and 1: it is damaged;"
            " train the model again"
        )


def _shown(tensors: Any) -> str:
    return ", ".join(f"{tensor.name[:40]}, {tensor.type} {tensor.shape}" for tensor in tensors[:3])


def _operations(graph: bytes) -> Iterator[bytes]:
    for field, part in _fields(memoryview(graph)):
        if field == MODEL_FUNCTIONS:
            yield b"function"
        if field == MODEL_GRAPH:
            for inner, node in _fields(part):
                if inner == GRAPH_NODE:
                    operation = b""
                    for name, content in _fields(node):
                        if name == NODE_OPERATION:
                            operation = bytes(content)
                    yield operation


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a protobuf message: number and content, which is empty for numbers."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind, size = key & 7, 0
        if kind == 0:
            _, at = _varint(message, at)
        elif kind == 2:
            size, at = _varint(message, at)
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            raise ValueError(f"no field is of kind {kind}")
        if at + size > len(message):
            raise ValueError("a field is longer than its message")
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise ValueError("a number has more than 64 bits")
