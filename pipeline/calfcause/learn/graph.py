"""The fitted heads as one ONNX graph: features in, raw probabilities out."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from calfcause.learn.heads import CauseHeads
from calfcause.types import Array, Ints

OPSET = {"": 17, "ai.onnx.ml": 5}
IR_VERSION = 8
# How ONNX numbers "at most", and a sum over trees.
AT_MOST, SUM = 0, 1


def to_graph(heads: CauseHeads) -> bytes:
    """Write all heads as one graph.

    Input ``features``, float32 ``(n_sessions, n_features)``; output ``probabilities``, float32
    ``(n_sessions, n_heads)``, not yet joined.

    Each head is an ensemble of its own, of which ONNX Runtime keeps plain sums: with all of them as
    targets of one it takes a fifth longer. Features are there twice, the second time with minus
    infinity for what is unknown: a node that sends the unknown where the low goes reads those, so
    that no node has to ask what is known.
    """
    n_features, n_heads = heads.n_features_in_, len(heads.heads_)
    sums = [f"sum_{place}" for place in range(n_heads)]
    nodes = [
        helper.make_node("IsNaN", ["features"], ["unknown"]),
        helper.make_node("Where", ["unknown", "lowest", "features"], ["unknown_is_low"]),
        helper.make_node("Concat", ["features", "unknown_is_low"], ["both"], axis=1),
        *(
            helper.make_node(
                "TreeEnsemble",
                ["both"],
                [name],
                domain="ai.onnx.ml",
                n_targets=1,
                aggregate_function=SUM,
                **_trees(head, np.array(columns), n_features),
            )
            for name, head, columns in zip(sums, heads.heads_, heads.columns_, strict=True)
        ),
        helper.make_node("Concat", sums, ["sums"], axis=1),
        # In float32 a small chance would be wrong in its fourth digit.
        helper.make_node("Cast", ["sums"], ["log_odds"], to=TensorProto.DOUBLE),
        helper.make_node("Sigmoid", ["log_odds"], ["chances"]),
        helper.make_node("Cast", ["chances"], ["probabilities"], to=TensorProto.FLOAT),
    ]
    number = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "calfcause_heads",
        [helper.make_tensor_value_info("features", number, [None, n_features])],
        [helper.make_tensor_value_info("probabilities", number, [None, n_heads])],
        [numpy_helper.from_array(np.array(-np.inf, dtype=np.float32), "lowest")],
    )
    return as_bytes(graph, {})


def as_bytes(
    graph: onnx.GraphProto, about: Mapping[str, str], opset: Mapping[str, int] = OPSET
) -> bytes:
    """Make a graph a model, with these metadata, and check it."""
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid(domain, n) for domain, n in opset.items()]
    )
    model.ir_version = IR_VERSION
    model.producer_name = "calfcause"
    helper.set_model_props(model, dict(about))
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _trees(head: Any, columns: Ints, n_features: int) -> dict[str, Any]:
    """The trees of a head as attributes of an ensemble, which numbers branches and leaves apart."""
    found: dict[str, list[Any]] = defaultdict(list)
    splits: list[Array] = []
    weights: list[Array] = []
    n_branches = n_leaves = 0
    # The rate that a head starts from is added to the leaves of its first tree.
    start = float(head._baseline_prediction.item())
    for (tree,) in head._predictors:
        nodes = tree.nodes
        is_leaf = nodes["is_leaf"].astype(bool)
        leaves = nodes[is_leaf]
        # Where nothing is split, the only leaf hangs on both sides of a branch.
        branches = nodes[~is_leaf] if len(nodes) > 1 else nodes
        place = np.where(
            is_leaf,
            n_leaves + np.cumsum(is_leaf) - 1,
            n_branches + np.cumsum(~is_leaf) - 1,
        )
        reads = columns[branches["feature_idx"]] + n_features * branches["missing_go_to_left"]
        found["tree_roots"].append(n_branches)
        found["nodes_featureids"] += reads.tolist()
        for side, child in (("true", branches["left"]), ("false", branches["right"])):
            found[f"nodes_{side}nodeids"] += place[child].tolist()
            found[f"nodes_{side}leafs"] += is_leaf[child].astype(int).tolist()
        splits.append(branches["num_threshold"])
        weights.append(leaves["value"] + start)
        n_branches, n_leaves, start = n_branches + len(branches), n_leaves + len(leaves), 0.0
    tensors: dict[str, NDArray[Any]] = {
        "nodes_splits": np.concatenate(splits).astype(np.float32),
        "leaf_weights": np.concatenate(weights).astype(np.float32),
        "nodes_modes": np.full(n_branches, AT_MOST, dtype=np.uint8),
    }
    arrays = {name: numpy_helper.from_array(one, name) for name, one in tensors.items()}
    return found | {"leaf_targetids": [0] * n_leaves} | arrays


def largest_difference(ours: Array, theirs: Array) -> tuple[float, float]:
    """Measure the largest absolute difference, and the share of cells that differ by over 1e-5."""
    difference = np.abs(ours - theirs)
    return float(difference.max(initial=0.0)), float((difference > 1e-5).mean())
