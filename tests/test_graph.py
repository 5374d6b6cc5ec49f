"""The ONNX graph answers as the scikit-learn pipeline does."""

import joblib
import numpy as np
import onnx
import pytest

from calfcause import Predictor
from calfcause.learn.features import complete, features, make_features
from calfcause.learn.graph import largest_difference, to_graph
from calfcause.learn.heads import CauseHeads
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS, coherent
from calfcause.models.layout import GRAPH
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import WORLDS, simulate


@pytest.fixture(scope="module")
def pipeline(tiny):
    return joblib.load(tiny.folder / "pipeline.joblib")


def random_cells(n_sessions, known):
    """Any allowed cells, however unlikely together."""
    rng = np.random.default_rng(3)
    cells = {}
    for name in MODEL_COLUMNS:
        column = COLUMNS[name]
        share = rng.random(n_sessions)
        cells[name] = column.low + (column.high - column.low) * share**3
        if column.kind != "number":
            cells[name] = np.floor(share * (column.high + 1))
        cells[name][rng.random(n_sessions) > known] = np.nan
    return cells


@pytest.mark.parametrize("world", ["default", "only_everything", "only_watch", "elite"])
def test_graph_and_pipeline_agree_on_simulated_sessions(tiny, pipeline, world):
    sessions = from_simulated(simulate(300, 3, world=WORLDS[world], seed=5))
    theirs = tiny.predictor.predict_cells(sessions.cells, len(sessions))
    np.testing.assert_allclose(pipeline.predict_proba(sessions.cells), theirs, rtol=0, atol=1e-5)


@pytest.mark.parametrize("known", [0.1, 0.5, 1.0])
def test_graph_and_pipeline_agree_on_any_cells(tiny, pipeline, known):
    cells = random_cells(3000, known)
    theirs = tiny.predictor.predict_cells(cells, 3000)
    np.testing.assert_allclose(pipeline.predict_proba(cells), theirs, rtol=0, atol=1e-5)


def test_small_chances_are_as_exact_as_large_ones(tiny, pipeline):
    matrix = make_features(random_cells(20_000, 0.7))
    heads, ours = pipeline["heads"], tiny.predictor.raw(matrix)
    assert ours.min() < 1e-2
    for place, (head, columns) in enumerate(zip(heads.heads_, heads.columns_, strict=True)):
        theirs = head.predict_proba(matrix[:, columns])[:, 1]
        np.testing.assert_allclose(ours[:, place], theirs, rtol=1e-5)


def test_graph_and_pipeline_decide_alike_at_the_thresholds_themselves(tiny, pipeline):
    """Features that lie on a threshold of a tree, and just beside it."""
    heads = pipeline["heads"]
    matrix = make_features(complete({}, 400))
    for head, columns in zip(heads.heads_, heads.columns_, strict=True):
        nodes = np.concatenate([tree.nodes for trees in head._predictors for tree in trees])
        # A split between known and unknown alone has an infinite threshold, which is no feature.
        inner = nodes[~nodes["is_leaf"].astype(bool) & np.isfinite(nodes["num_threshold"])][:100]
        places = np.array(columns)[inner["feature_idx"]]
        rows = np.arange(len(inner))
        matrix[rows, places] = inner["num_threshold"]
        matrix[100 + rows, places] = np.nextafter(matrix[rows, places], np.float32(np.inf))
        matrix[200 + rows, places] = np.nextafter(matrix[rows, places], np.float32(-np.inf))
    ours = heads.predict_proba(matrix)
    np.testing.assert_allclose(tiny.predictor.predict_features(matrix), ours, rtol=0, atol=1e-5)


def test_the_graph_is_valid_and_reads_features(tiny):
    graph = onnx.load(tiny.folder / GRAPH)
    onnx.checker.check_model(graph, full_check=True)
    (given,), (answer,) = graph.graph.input, graph.graph.output
    assert [given.name, answer.name] == ["features", "probabilities"]
    assert given.type.tensor_type.shape.dim[1].dim_value == len(features())
    assert answer.type.tensor_type.shape.dim[1].dim_value == len(HEADS)


def test_the_same_heads_give_the_same_graph(pipeline, tiny):
    assert to_graph(pipeline["heads"]) == (tiny.folder / GRAPH).read_bytes()


def test_a_head_that_found_nothing_to_split_gives_its_share():
    rng = np.random.default_rng(0)
    matrix = rng.random((90, len(features()))).astype(np.float32)
    labels = rng.random((90, len(HEADS))) < 0.5
    labels[:30, -1] = True
    heads = CauseHeads(max_iter=2, min_samples_leaf=1000, n_jobs=1).fit(matrix, labels)
    assert all(len(tree.nodes) == 1 for head in heads.heads_ for (tree,) in head._predictors)
    found = Predictor(to_graph(heads), {}).predict_features(matrix)
    np.testing.assert_allclose(found, heads.predict_proba(matrix), rtol=0, atol=1e-6)


def test_rows_of_a_graph_do_not_touch_each_other(tiny):
    matrix = make_features(random_cells(50, 0.5))
    together = tiny.predictor.predict_features(matrix)
    alone = np.vstack([tiny.predictor.predict_features(matrix[row : row + 1]) for row in range(50)])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(coherent(together), together)


def test_a_difference_is_measured_by_its_largest_and_by_how_many_cells_differ():
    ours, theirs = np.zeros((2, 5)), np.zeros((2, 5))
    theirs[0, 1], theirs[1, 4] = 0.25, -1e-6
    assert largest_difference(ours, theirs) == (0.25, 0.1)
    assert largest_difference(ours, ours) == (0.0, 0.0)
