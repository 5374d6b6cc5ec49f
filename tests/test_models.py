"""Whoever made the files of a model: it is loaded and answers, or it is refused with a sentence."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import calfcause
from calfcause import ModelError, Predictor
from calfcause.learn.features import features
from calfcause.learn.layer import NAMES as WEIGHTS
from calfcause.learn.probabilities import HEADS
from calfcause.models.description import MOST_BYTES
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION, GRAPH, POPULATION

RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}
WIDTH, N_HEADS = len(features()), len(HEADS)


@pytest.fixture
def folder(tmp_path):
    """A copy of the released model, to be damaged."""
    for name in (GRAPH, DESCRIPTION, POPULATION):
        shutil.copy(released_folder() / name, tmp_path)
    return tmp_path


def write_graph(folder, graph):
    """Put a graph into the folder and mend its hash."""
    (folder / GRAPH).write_bytes(graph)
    path = folder / DESCRIPTION
    described = json.loads(path.read_text()) | {"graph_sha256": hashlib.sha256(graph).hexdigest()}
    path.write_text(json.dumps(described))


def released():
    return onnx.load_model_from_string((released_folder() / GRAPH).read_bytes())


def refused(source):
    """The message with which a model is refused."""
    with pytest.raises(ModelError) as caught:
        predictor = Predictor.load(source)
        predictor.predict_one(RUN)
        predictor.explain(RUN)
    message = str(caught.value)
    assert message and len(message) < 1000
    return message


# The name of a model


@pytest.mark.parametrize(
    "source",
    ["a" * 300, "a/" * 3000, "a\0b", "", b"models/released", 5, 2.5, ["models"], object()],
    ids=lambda source: f"{type(source).__name__} {str(source)[:10]!a}",
)
def test_whatever_a_model_is_named_by_it_is_found_or_refused(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(source)


def test_a_folder_that_may_not_be_read_is_refused(folder):
    folder.chmod(0)
    program = (
        "import os, sys\n"
        "from calfcause import ModelError, Predictor\n"
        "import calfcause.answer.predictor, onnxruntime\n"
        "if os.geteuid() == 0: os.setresuid(65534, 65534, 65534)\n"
        "try: Predictor.load(sys.argv[1])\n"
        "except ModelError as error: print(error)\n"
    )
    try:
        shown = subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            env=os.environ | {"PYTHONPATH": str(Path(calfcause.__file__).parents[1])},
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
    finally:
        folder.chmod(0o700)
    assert "cannot be read: Permission denied" in shown.stdout, shown.stderr


# The graph


def other_input(graph):
    graph.graph.input[0].name = "cells"
    for node in graph.graph.node:
        node.input[:] = ["cells" if name == "features" else name for name in node.input]


def doubles(graph):
    graph.graph.output[0].type.tensor_type.elem_type = TensorProto.DOUBLE


def wider(graph):
    graph.graph.input[0].type.tensor_type.shape.dim[1].dim_value = WIDTH + 1


def of_any_width(graph):
    graph.graph.input[0].type.tensor_type.shape.dim[1].dim_param = "any"


def two_outputs(graph):
    graph.graph.output.append(helper.make_tensor_value_info("both", TensorProto.FLOAT, None))


def more_heads(graph):
    graph.graph.node[-1].output[0] = "once"
    graph.graph.node.append(helper.make_node("Concat", ["once", "once"], ["probabilities"], axis=1))
    graph.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 2 * N_HEADS


def weights(number):
    def change(graph):
        for attribute in (one for node in graph.graph.node for one in node.attribute):
            if attribute.name == "leaf_weights":
                found = np.full(attribute.t.dims[0], number, dtype=np.float32)
                attribute.t.CopyFrom(numpy_helper.from_array(found))

    return change


def outside(graph):
    """The lowest number, in a file of the working folder."""
    Path("outside.bin").write_bytes(np.array(0.0, dtype=np.float32).tobytes())
    (tensor,) = graph.graph.initializer
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "outside.bin"


def endless(graph):
    """A loop of so many rounds that it never ends."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["on"], ["goes_on"]),
            helper.make_node("Identity", ["x"], ["y"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("at", TensorProto.INT64, []),
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("x", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("goes_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("y", TensorProto.FLOAT, None),
        ],
    )
    graph.graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(2**62), "rounds"),
            numpy_helper.from_array(np.array(True), "begin"),
        ]
    )
    graph.graph.node[-1].output[0] = "raw"
    graph.graph.node.append(
        helper.make_node("Loop", ["rounds", "begin", "raw"], ["probabilities"], body=body)
    )


def same_names_other_functions(graph):
    graph.functions.append(
        helper.make_function(
            "", "IsNaN", ["x"], ["y"], [helper.make_node("Not", ["x"], ["y"])],
            [helper.make_opsetid("", 17)],
        )
    )  # fmt: skip


CHANGES = {
    other_input: "the graph takes cells",
    doubles: "cannot read the graph|the graph takes",
    wider: "the graph takes|does not answer|cannot read the graph",
    of_any_width: "the graph takes features",
    two_outputs: "cannot read the graph|and gives",
    more_heads: "and gives",
    weights(float("nan")): "not between 0 and 1",
    weights(1e30): "not between 0 and 1",
    weights(-1e30): "not between 0 and 1",
    outside: "outside its file",
    endless: "operations that no model of calfcause has: Loop",
    same_names_other_functions: "operations that no model of calfcause has: function",
}


@pytest.mark.parametrize(
    ("change", "message"), CHANGES.items(), ids=[change.__name__ for change in CHANGES]
)
def test_a_graph_with_a_mended_hash_is_checked_all_the_same(
    folder, tmp_path, monkeypatch, change, message
):
    monkeypatch.chdir(tmp_path)
    graph = released()
    change(graph)
    write_graph(folder, graph.SerializeToString())
    assert any(part in refused(folder) for part in message.split("|"))


def test_an_unchanged_graph_written_again_answers_as_before(folder):
    write_graph(folder, released().SerializeToString())
    assert Predictor.load(folder).predict_one(RUN) == Predictor.load().predict_one(RUN)


def test_flipped_bytes_of_a_graph_with_a_mended_hash_never_end_in_a_traceback(folder):
    program = (
        "import sys, pathlib, random, signal\n"
        "from calfcause import ModelError, Predictor\n"
        "from calfcause.models.layout import GRAPH\n"
        "import json\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "whole, random = (folder / GRAPH).read_bytes(), random.Random(0)\n"
        "for number in range(300):\n"
        "    graph = bytearray(whole)\n"
        "    for _ in range(random.choice((1, 3, 30))):\n"
        "        near = random.random() < 0.5\n"
        "        place = random.randrange(600) if near else random.randrange(len(graph))\n"
        "        graph[place] = random.randrange(256)\n"
        "    signal.alarm(10)\n"
        "    try:\n"
        "        answer = Predictor(bytes(graph), {}).predict_one({'distance_km': 9})\n"
        "        assert 0 < answer['p_sore'] < 1\n"
        "    except ModelError as error:\n"
        "        assert str(error)\n"
        "print('done')\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env=os.environ | {"PYTHONPATH": str(Path(calfcause.__file__).parents[1])},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert shown.stdout == "done\n", (shown.returncode, shown.stderr[-2000:])


# The description


DESCRIPTIONS = {
    "deep": '{"quality": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "a huge integer": '{"n_sessions": 1' + "0" * 400 + "}",
    "an endless integer": '{"n_sessions": 1' + "0" * 100_000 + "}",
    "an infinite number": '{"label_shares": {"sore": 1e999}}',
    "no number": '{"label_shares": {"sore": NaN}}',
    "Infinity": '{"label_shares": {"sore": -Infinity}}',
    "huge": '{"x": "' + "x" * MOST_BYTES + '"}',
    "not UTF-8": '{"calfcause": "\xff"}',
}


@pytest.mark.parametrize("text", DESCRIPTIONS.values(), ids=list(DESCRIPTIONS))
def test_a_description_beyond_all_measure_is_refused(folder, text):
    (folder / DESCRIPTION).write_bytes(text.encode("latin-1"))
    assert DESCRIPTION in refused(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": ["simulated"]},
        {"source": "simulated"},
        {"label_shares": [0.1] * N_HEADS},
        {"label_shares": {"sore": "many"}},
        {"label_shares": {"sore": 2}},
        {"label_shares": {"sore": True}},
        {"calfcause": 1},
        {"graph_sha256": 10**18},
        {"population_sha256": ["a"]},
        {"population_sha256": "a"},
        {"n_sessions": "many"},
        {"n_runners": True},
        {"own_labels": []},
        {"own_labels": {"moves": 3}, "format": 2},
        {"own_labels": {"moves": {"sore": {"a": 1e308, "b": -1}}}, "format": 2},
        {"own_labels": {"moves": {"sore": {"a": [], "b": 1}}}, "format": 2},
        {"own_labels": {"moves": {"sore": {"a": 1e308, "b": 1}}}, "format": 2},
        {"own_labels": {"moves": {"sore": {"a": 0, "b": 1e308}}}, "format": 2},
        {"accounts": {"weights": dict.fromkeys(WEIGHTS, 1e308)}},
        {"accounts": {"weights": {**dict.fromkeys(WEIGHTS, 0.0), "not_shown": 1e308}}},
        {"features": [[]] * WIDTH},
        {"features": ["x" * 1000] * 10_000},
        {"heads": {"sore": 1}},
    ],
    ids=str,
)
def test_entries_of_other_types_are_refused(folder, changes):
    path = folder / DESCRIPTION
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    refused(folder)


def test_another_population_than_the_described_one_is_refused(folder):
    path = folder / DESCRIPTION
    digest = hashlib.sha256((folder / POPULATION).read_bytes()).hexdigest()
    path.write_text(json.dumps(json.loads(path.read_text()) | {"population_sha256": digest}))
    assert Predictor.load(folder).next_questions(RUN)
    (folder / POPULATION).write_bytes((folder / POPULATION).read_bytes()[:-1])
    assert "population.npz is damaged" in refused(folder)


def test_a_loaded_model_does_not_need_its_folder_any_more(folder):
    predictor = Predictor.load(folder)
    shutil.rmtree(folder)
    assert predictor.next_questions(RUN) == Predictor.load().next_questions(RUN)


def test_models_that_are_trained_now_describe_their_population(tiny):
    content = (tiny.folder / POPULATION).read_bytes()
    assert tiny.predictor.description["population_sha256"] == hashlib.sha256(content).hexdigest()


def test_the_released_model_describes_its_population():
    content = (released_folder() / POPULATION).read_bytes()
    described = Predictor.load().description["population_sha256"]
    assert described == hashlib.sha256(content).hexdigest()
