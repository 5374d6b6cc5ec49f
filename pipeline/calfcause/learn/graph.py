"""The fitted heads as one ONNX graph: features in, raw probabilities out."""

from collections import defaultdict
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx

from calfcause.learn.heads import CauseHeads
from calfcause.types import Array

OPSET = {"": 17, "ai.onnx.ml": 3}


def to_graph(heads: CauseHeads) -> bytes:
    """Write all heads as one graph.

    Input ``features``, float32 ``(n_sessions, n_features)``; output ``probabilities``, float32
    ``(n_sessions, n_heads)``, not yet joined.

    All trees are in one ensemble, and each head is a target of it. Features are there twice, the
    second time with minus infinity for what is unknown: a node that sends the unknown where the low
    goes reads those, so that no node has to ask what is known. Both together take two thirds of
    the time of an ensemble for each head, with the same sums to the last bit.
    """
    n_features = heads.n_features_in_
    trees: dict[str, Any] = defaultdict(list)
    n_trees = 0
    for place, (head, columns) in enumerate(zip(heads.heads_, heads.columns_, strict=True)):
        of_head = _trees(head, len(columns))
        unknown_is_low = of_head.pop("nodes_missing_value_tracks_true")
        of_head["nodes_featureids"] = [
            columns[feature] + n_features * low
            for feature, low in zip(of_head["nodes_featureids"], unknown_is_low, strict=True)
        ]
        of_head["target_ids"] = [place] * len(of_head["target_ids"])
        for name in ("nodes_treeids", "target_treeids"):
            of_head[name] = [n_trees + tree for tree in of_head[name]]
        n_trees = 1 + max(of_head["nodes_treeids"])
        for name, values in of_head.items():
            trees[name] += values
    nodes = [
        helper.make_node("IsNaN", ["features"], ["unknown"]),
        helper.make_node("Where", ["unknown", "lowest", "features"], ["unknown_is_low"]),
        helper.make_node("Concat", ["features", "unknown_is_low"], ["both"], axis=1),
        helper.make_node(
            "TreeEnsembleRegressor",
            ["both"],
            ["probabilities"],
            domain="ai.onnx.ml",
            n_targets=len(heads.heads_),
            aggregate_function="SUM",
            post_transform="LOGISTIC",
            **trees,
        ),
    ]
    graph = helper.make_graph(
        nodes,
        "calfcause_heads",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, n_features])],
        [
            helper.make_tensor_value_info(
                "probabilities", TensorProto.FLOAT, [None, len(heads.heads_)]
            )
        ],
        [numpy_helper.from_array(np.array(-np.inf, dtype=np.float32), "lowest")],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid(domain, n) for domain, n in OPSET.items()]
    )
    model.ir_version = 8
    model.producer_name = "calfcause"
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _trees(head: Any, n_features: int) -> dict[str, list[Any]]:
    """Convert the trees of a head to attributes of a regressor, which gives log odds."""
    sample = np.zeros((1, n_features), dtype=np.float32)
    converted = to_onnx(head, sample, options={"zipmap": False}, target_opset=OPSET)
    (ensemble,) = (
        node for node in converted.graph.node if node.op_type == "TreeEnsembleClassifier"
    )
    attributes = {part.name: helper.get_attribute_value(part) for part in ensemble.attribute}
    return {
        name.replace("class_", "target_"): list(values)
        for name, values in attributes.items()
        if name.startswith(("nodes_", "class_")) or name == "base_values"
    }


def largest_difference(ours: Array, theirs: Array) -> tuple[float, float]:
    """Measure the largest absolute difference, and the share of cells that differ by over 1e-5."""
    difference = np.abs(ours - theirs)
    return float(difference.max(initial=0.0)), float((difference > 1e-5).mean())
