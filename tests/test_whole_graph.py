"""The graph from coded cells to answers gives what the predictor gives, and does so in Node.js."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from contract import INPUTS
from node_door import answers, as_sessions, installed
from onnx import helper

from calfcause import ModelError, Predictor
from calfcause.answer.given import cells_of_frame
from calfcause.answer.rules import likeliest, state_of
from calfcause.answer.triage import sign_columns
from calfcause.answer.whole_graph import ENCODING, encoding, renew, whole_graph
from calfcause.causes import elementwise as xp
from calfcause.learn.features import complete, exposures
from calfcause.learn.graph import as_bytes
from calfcause.learn.labelled import read_labelled
from calfcause.learn.probabilities import HEADS, given_sore, primary_causes
from calfcause.learn.recalibration import KEY as OWN_LABELS
from calfcause.learn.trace import Trace, Traced
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION, GRAPH, POPULATION, WHOLE_GRAPH
from calfcause.sessions.contradictions import usable
from calfcause.sessions.json_schema import session_schema
from calfcause.sessions.schema import CODED_COLUMNS, COLUMNS
from calfcause.simulate import WORLDS, simulate

REAL_CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"


def opened(graph):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def released(predictor):
    return opened(whole_graph(predictor))


def any_cells(n_sessions, known, seed):
    """Allowed cells, however unlikely together: the bounds, whole numbers, anything between."""
    rng = np.random.default_rng(seed)
    cells = {}
    for name in CODED_COLUMNS:
        column = COLUMNS[name]
        values = column.low + (column.high - column.low) * rng.random(n_sessions) ** 3
        kind = rng.integers(10, size=n_sessions)
        values = np.where((kind < 5) | (column.kind != "number"), np.floor(values), values)
        values[kind == 8], values[kind == 9] = column.low, column.high
        cells[name] = np.where(
            rng.random(n_sessions) < known, np.maximum(values, column.low), np.nan
        )
    return cells


SETS = {
    **{
        f"{known:.0%} known": lambda known=known: any_cells(17_000, known, 7)
        for known in (0.03, 0.1, 0.3, 0.6, 1.0)
    },
    **{
        f"recorded in the {world} world": lambda world=world: (
            simulate(800, 4, world=WORLDS[world], seed=5).cells
        )
        for world in ("default", "only_watch")
    },
    "complete": lambda: simulate(1200, 4, seed=6).true_cells,
    "told": lambda: read_labelled(REAL_CASES).cells,
    "nothing": lambda: {"distance_km": np.full(2, np.nan)},
}
N_SESSIONS = 100_000


def from_graph(session, cells):
    n_sessions = len(next(iter(cells.values())))
    rows = np.full((n_sessions, len(CODED_COLUMNS)), np.nan)
    for place, name in enumerate(CODED_COLUMNS):
        rows[:, place] = cells.get(name, np.nan)
    found = session.run(None, {"cells": rows})
    return {output.name: one for output, one in zip(session.get_outputs(), found, strict=True)}


def words(output, found):
    return [encoding()[output][place] for place in found[output][:, 0]]


def check_equal(predictor, cells, found):
    """Hold the outputs of a graph to what the predictor computes."""
    n_sessions = len(found["triage"])
    p = predictor.predict_cells(cells, n_sessions)
    shares = given_sore(p)
    exposed = [one for one in exposures(complete(usable(cells), n_sessions)).values()]
    states = [state_of(one) for one in exposed]
    enough = likeliest(list(p[:, :-1].T), list(shares.T), states)[1]
    for output, expected in (
        ("probabilities", p),
        ("given_sore", shares),
        ("exposures", np.stack(exposed, axis=1)),
    ):
        np.testing.assert_allclose(found[output], expected, rtol=0, atol=1e-6, err_msg=output)
    np.testing.assert_array_equal(found["states"], np.stack(states, axis=1))
    np.testing.assert_array_equal(found["enough_known"][:, 0], enough)
    assert words("primary_cause", found) == primary_causes(p)
    names = np.array(encoding()["red_flags"])
    signs = sign_columns(cells, n_sessions)
    assert ["; ".join(names[row == 1]) for row in found["red_flags"]] == signs["red_flags"]
    assert words("triage", found) == signs["triage"]


def test_the_graph_gives_what_the_predictor_gives(predictor, released):
    total = 0
    for make in SETS.values():
        cells = make()
        found = from_graph(released, cells)
        check_equal(predictor, cells, found)
        total += len(found["triage"])
    assert total >= N_SESSIONS


def test_what_training_writes_is_the_graph_of_the_model(tiny):
    content = (tiny.folder / WHOLE_GRAPH).read_bytes()
    assert content == whole_graph(tiny.predictor)
    cells = any_cells(500, 0.5, 1)
    check_equal(tiny.predictor, cells, from_graph(opened(content), cells))
    # Nor does it depend on the order of any set, which changes from process to process.
    program = (
        "import hashlib, sys; from calfcause import Predictor;"
        "from calfcause.answer.whole_graph import whole_graph;"
        "print(hashlib.sha256(whole_graph(Predictor.load(sys.argv[1]))).hexdigest())"
    )
    for seed in "12":
        done = subprocess.run(
            [sys.executable, "-c", program, tiny.folder], env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == hashlib.sha256(content).hexdigest()


def test_the_released_graph_is_that_of_the_released_model(predictor):
    content = (released_folder() / WHOLE_GRAPH).read_bytes()
    assert content == whole_graph(predictor), "make graph writes it again"
    told = predictor.description[ENCODING]
    assert told == json.loads(json.dumps(encoding())), "make graph writes it again"


def test_renewing_a_folder_writes_what_training_writes(tiny, tmp_path):
    for name in (GRAPH, POPULATION):
        shutil.copy(tiny.folder / name, tmp_path)
    bare = {name: one for name, one in tiny.predictor.description.items() if name != ENCODING}
    (tmp_path / DESCRIPTION).write_text(json.dumps(bare), "utf-8")
    renew(tmp_path)
    assert (tmp_path / WHOLE_GRAPH).read_bytes() == (tiny.folder / WHOLE_GRAPH).read_bytes()
    assert Predictor.load(tmp_path).description == tiny.predictor.description


def test_a_graph_of_another_model_is_refused_until_it_is_renewed(tiny, tmp_path):
    for name in (GRAPH, POPULATION, DESCRIPTION, WHOLE_GRAPH):
        shutil.copy(tiny.folder / name, tmp_path)
    (tmp_path / WHOLE_GRAPH).write_bytes((released_folder() / WHOLE_GRAPH).read_bytes())
    with pytest.raises(ModelError, match=r"calfcause\.onnx is damaged or not the file"):
        Predictor.load(tmp_path)
    with pytest.raises(ValueError, match=r"calfcause\.onnx is not the graph"):
        answers(tmp_path, [{}])
    renew(tmp_path)
    assert Predictor.load(tmp_path).id == tiny.predictor.id
    (tmp_path / WHOLE_GRAPH).unlink()  # Python needs the heads alone
    assert Predictor.load(tmp_path).id == tiny.predictor.id


def test_a_model_moved_to_own_labels_is_written_as_moved(predictor):
    moves = {"sore": {"a": 0.4, "b": 0.8}, HEADS[1]: {"a": -0.3, "b": 1.2}}
    other = Predictor(predictor.graph, {**predictor.description, OWN_LABELS: {"moves": moves}})
    cells = any_cells(500, 0.3, 2)
    check_equal(other, cells, from_graph(opened(whole_graph(other)), cells))
    bare = predictor.without_accounts()
    check_equal(bare, cells, from_graph(opened(whole_graph(bare)), cells))


def test_a_word_that_is_no_code_is_an_error_and_not_an_answer(released):
    with pytest.raises(Exception, match="indices element out of data bounds"):
        from_graph(released, {"terrain": np.array([7.0])})


def test_the_metadata_say_what_the_numbers_mean(tiny):
    model = onnx.load(tiny.folder / WHOLE_GRAPH)
    about = {one.key: one.value for one in model.metadata_props}
    assert about["graph_sha256"] == tiny.predictor.description["graph_sha256"]
    assert json.loads(about["model"]) == asdict(tiny.predictor.id)
    told = json.loads(about[ENCODING])
    assert told == tiny.predictor.description[ENCODING] == json.loads(json.dumps(encoding()))
    assert [column["name"] for column in told["columns"]] == list(CODED_COLUMNS)
    for output in model.graph.output:
        width = output.type.tensor_type.shape.dim[1].dim_value
        of_causes = output.name in ("given_sore", "exposures", "states")
        assert width in (1, len(HEADS) - 1 if of_causes else len(told[output.name])), output.name


def test_the_schema_of_a_session_says_the_same():
    properties = session_schema()["properties"]
    for place, column in enumerate(encoding()["columns"]):
        about = properties[column["name"]]
        assert about["x-place"] == place
        assert about.get("x-codes") == column.get("codes")
        assert about.get("x-unit") == column.get("unit")
    assert not any("x-place" in properties[name] for name in ("runner_id", "sore_calves"))


VALUES = np.array([np.nan, -2.0, -0.5, 0.0, 0.5, 1.0, 3.0])
A, B = (one.reshape(-1, 1) for one in np.meshgrid(VALUES, VALUES))
COMPUTED = {
    "maximum": lambda a, b: xp.maximum(a, b),
    "minimum": lambda a, b: xp.minimum(a, b),
    "fmax": lambda a, b: xp.fmax(a, b),
    "fmin": lambda a, b: xp.fmin(a, b),
    "with a number": lambda a, b: xp.maximum(xp.fmin(0.5, xp.minimum(1.0, a)), xp.fmax(b, -0.5)),
    "clip": lambda a, b: xp.clip(a, -1.0, 1.0) + xp.clip(b, 0.0, 0.5),
    "or_else": lambda a, b: xp.or_else(a, xp.or_else(b, 7.0)),
    "where": lambda a, b: xp.where((a > b) | ~(b <= 0.5) & (a != b), a, -b),
    "truths": lambda a, b: 1 * xp.known(a) + 2 * (xp.isnan(b) ^ (a == b)),
    "powers": lambda a, b: xp.log(xp.exp(a)) + xp.log2(xp.exp(b)) + xp.maximum(a, 0.0) ** 1.5,
    "lookup": lambda a, b: xp.lookup(xp.maximum(a, 0.0), np.arange(4.0)) - b / 3.0,
}


@pytest.mark.parametrize("compute", COMPUTED.values(), ids=COMPUTED)
def test_what_numpy_is_asked_to_compute_is_written_as_onnx(compute):
    trace = Trace()
    given = Traced(trace, "given", width=2)
    answer = compute(given[:, 0], given[:, 1])
    trace.nodes.append(helper.make_node("Identity", [answer.name], ["answer"]))
    number = onnx.TensorProto.DOUBLE
    graph = helper.make_graph(
        trace.nodes,
        "test",
        [helper.make_tensor_value_info("given", number, [None, 2])],
        [helper.make_tensor_value_info("answer", number, [None, 1])],
        list(trace.constants.values()),
    )
    (found,) = opened(as_bytes(graph, {})).run(None, {"given": np.hstack([A, B])})
    np.testing.assert_allclose(found, compute(A, B), rtol=1e-14, atol=1e-15)


# Node.js


def check_node(predictor, cells, n_sessions, found):
    """Hold answers from Node.js to those of the predictor."""
    p = predictor.predict_cells(cells, n_sessions)
    names = {"probabilities": HEADS, "given_sore": HEADS[:-1]}
    for output, expected in (("probabilities", p), ("given_sore", given_sore(p))):
        numbers = [[row[output][name] for name in names[output]] for row in found]
        np.testing.assert_allclose(
            np.reshape(numbers, expected.shape), expected, rtol=0, atol=1e-6, err_msg=output
        )
    signs = sign_columns(cells, n_sessions)
    assert [row["primary_cause"] for row in found] == primary_causes(p)
    assert ["; ".join(row["red_flags"]) for row in found] == signs["red_flags"]
    assert [row["triage"] for row in found] == signs["triage"]


def test_node_gives_what_python_gives(tiny):
    cells = {name: np.round(codes, 3) for name, codes in any_cells(300, 0.4, 3).items()}
    sessions = as_sessions(cells, 300)
    found = answers(tiny.folder, sessions)
    check_node(tiny.predictor, cells, 300, found)
    assert all(row["model"] == asdict(tiny.predictor.id) for row in found)
    for session, row in zip(sessions[:20], found, strict=False):
        answer = tiny.predictor.explain(session)
        assert row["enough_known"] == ("yes" if answer.enough_known else "no")
        assert row["states"] == {cause.name: cause.state for cause in answer.causes}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_node_answers_the_inputs_of_the_contract_as_python_does(tiny):
    frames = [one.sessions() for one in INPUTS if not one.complaint]
    coded = [(cells_of_frame(frame), len(frame)) for frame in frames]
    sessions = [session for cells, n in coded for session in as_sessions(cells, n)]
    found = answers(tiny.folder, sessions)
    assert len(found) > 500
    for cells, n_sessions in coded:
        check_node(tiny.predictor, cells, n_sessions, found[:n_sessions])
        found = found[n_sessions:]


@pytest.mark.parametrize(
    "session",
    [
        {"terrain": "hily"}, {"terrain": "toString"}, {"distance_km": 501}, {"distance_km": "9"},
        {"distance_km": True}, {"swelling": 0.5}, {"terrain": True}, {"terrain": 2},
    ],
)  # fmt: skip
def test_node_refuses_cells_that_are_not_allowed(tiny, session):
    with pytest.raises(ValueError, match=r"RangeError: .* is not allowed"):
        answers(tiny.folder, [session])


def test_node_refuses_a_name_that_is_no_column(tiny):
    with pytest.raises(ValueError, match="RangeError: distance_kms is no column"):
        answers(tiny.folder, [{"distance_kms": 9}])


def test_node_takes_nan_for_unknown(tiny):
    program = (
        'import { load } from "./calfcause.mjs"; const predict = await load(process.argv[1]);'
        "const one = { distance_km: NaN, terrain: NaN, swelling: NaN };"
        "console.log(JSON.stringify(await predict([one, {}])));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, tiny.folder],
        cwd=installed(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    nothing, empty = json.loads(done.stdout)
    assert nothing == empty
