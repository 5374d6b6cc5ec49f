"""The fitted heads as one ONNX graph: features in, raw probabilities out."""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, compose, helper, numpy_helper
from skl2onnx import to_onnx

from calfcause.model import CauseHeads

OPSET = {"": 17, "ai.onnx.ml": 3}


def to_graph(heads: CauseHeads) -> bytes:
    """One graph of all heads.

    Input ``features``, float32 ``(n_sessions, n_features)``; output ``probabilities``, float32
    ``(n_sessions, n_heads)``, not yet joined. Each head gathers the columns that it reads.
    """
    parts, outputs = [], []
    nodes, constants = [], []
    for place, (head, columns) in enumerate(zip(heads.heads_, heads.columns_, strict=True)):
        sample = np.zeros((1, len(columns)), dtype=np.float32)
        converted = to_onnx(head, sample, options={"zipmap": False}, target_opset=OPSET)
        part = compose.add_prefix(converted, f"head{place}_").graph
        constants += [
            numpy_helper.from_array(np.array(columns, dtype=np.int64), f"columns{place}"),
            *part.initializer,
        ]
        nodes.append(
            helper.make_node(
                "Gather", ["features", f"columns{place}"], [part.input[0].name], axis=1
            )
        )
        nodes += part.node
        chosen = f"sore_because{place}"
        nodes.append(
            helper.make_node("Gather", [part.output[1].name, "positive"], [chosen], axis=1)
        )
        parts.append(part)
        outputs.append(chosen)
    constants.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "positive"))
    nodes.append(helper.make_node("Concat", outputs, ["probabilities"], axis=1))
    graph = helper.make_graph(
        nodes,
        "calfcause_heads",
        [
            helper.make_tensor_value_info(
                "features", TensorProto.FLOAT, [None, heads.n_features_in_]
            )
        ],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, len(outputs)])],
        constants,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid(domain, n) for domain, n in OPSET.items()]
    )
    model.ir_version = 8
    model.producer_name = "calfcause"
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def largest_difference(
    ours: NDArray[np.float64], theirs: NDArray[np.float64]
) -> tuple[float, float]:
    """Largest absolute difference, and the share of cells that differ by more than 1e-5."""
    difference = np.abs(ours - theirs)
    return float(difference.max(initial=0.0)), float((difference > 1e-5).mean())
