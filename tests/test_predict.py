"""The predictor: any session in, probabilities out, from a folder that is checked first."""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import calfcause
from calfcause import CalfcauseError, ModelError, Predictor, SchemaError
from calfcause.causes import CAUSES
from calfcause.learn.probabilities import HEADS, NONE
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION, GRAPH, POPULATION
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

NAMES = [cause.name for cause in CAUSES]
HILLY = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}


@pytest.fixture(scope="module")
def frame():
    """Simulated sessions as a frame, labels and all."""
    return to_frame(simulate(80, 3, seed=4))


@pytest.fixture
def folder(tiny, tmp_path):
    """A copy of the model folder, to be damaged."""
    for name in (GRAPH, POPULATION, DESCRIPTION):
        shutil.copy(tiny.folder / name, tmp_path)
    return tmp_path


def describe(folder, **changes):
    path = folder / DESCRIPTION
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


# Answers


def test_an_answer_has_each_probability_and_the_primary_cause(tiny):
    answer = tiny.predictor.predict_one(HILLY)
    assert list(answer) == [
        "p_sore",
        *(f"p_{name}" for name in NAMES),
        *(f"p_{name}_given_sore" for name in NAMES),
        "primary_cause",
        "red_flags",
        "triage",
        "model",
    ]
    assert json.loads(json.dumps(answer)) == answer


def test_the_hills_of_a_flatlander_come_first(tiny, predictor):
    for model in (tiny.predictor, predictor):
        answer = model.predict_one(HILLY)
        assert answer["p_hills"] == max(answer[f"p_{name}"] for name in NAMES)
    assert predictor.predict_one(HILLY)["primary_cause"] == "hills"


def test_an_empty_session_gets_an_answer(tiny):
    answer = tiny.predictor.predict_one({})
    assert 0 < answer["p_sore"] < 1
    assert answer["primary_cause"] in (*NAMES, NONE)


def test_an_unknown_cell_is_as_an_absent_one(tiny):
    empty = dict.fromkeys(COLUMNS) | {"height_cm": float("nan"), "surface": "", "terrain": pd.NA}
    assert tiny.predictor.predict_one(empty) == tiny.predictor.predict_one({})


def test_words_and_numbers_may_be_text(tiny):
    as_text = {"distance_km": "9", "terrain": " Hilly ", "usual_terrain": "FLAT"}
    as_values = {"distance_km": 9.0, "terrain": "hilly", "usual_terrain": "flat"}
    assert tiny.predictor.predict_one(as_text) == tiny.predictor.predict_one(as_values)


def test_extra_keys_ids_and_what_came_afterwards_change_nothing(tiny):
    more = HILLY | {"mood": "fine", "session_id": "007"}
    more |= {name: COLUMNS[name].high for name in AFTERWARDS_COLUMNS}
    answer = tiny.predictor.predict_one(more)
    assert answer.pop("red_flags") and answer.pop("triage") == "ambulance"
    assert answer.items() <= tiny.predictor.predict_one(HILLY).items()


def test_labels_change_nothing(tiny, frame):
    labels = [name for name in frame if name.startswith(("sore_calves", "cause_", "primary"))]
    assert len(labels) == len(CAUSES) + 2
    pd.testing.assert_frame_equal(
        tiny.predictor.predict(frame, history=False),
        tiny.predictor.predict(frame.drop(columns=labels), history=False),
    )


def test_a_near_miss_of_a_column_warns(tiny):
    with pytest.warns(UserWarning, match="did you mean 'terrain'"):
        tiny.predictor.predict_one({"terrainn": "hilly", "distance_km": 9})


def test_many_are_answered_as_one_by_one(tiny):
    sessions = [HILLY, {}, {"shoe_type": "barefoot"}, {"distance_km": 42.2}]
    many = tiny.predictor.predict_many(sessions)
    assert many == [tiny.predictor.predict_one(session) for session in sessions]
    assert tiny.predictor.predict_many([]) == []


def test_of_many_sessions_one_has_to_have_a_column_as_of_the_rows_of_a_frame(tiny):
    unlike = [{"session_id": "a"}, {"mood": "fine"}]
    with pytest.raises(SchemaError, match="no known column besides ids in 'session_id', 'mood'"):
        tiny.predictor.predict_many(unlike)
    many = tiny.predictor.predict_many([*unlike, {}, HILLY])
    assert many[:3] == [tiny.predictor.predict_one({})] * 3
    assert tiny.predictor.predict_many([{}, {}]) == many[:2]


def test_bad_cells_of_many_sessions_are_told_together(tiny):
    with pytest.raises(SchemaError) as caught:
        tiny.predictor.predict_many([{"terrain": "hily"}, {}, {"distance_km": -3}])
    message = str(caught.value)
    assert "session 0: " in message and "session 2: " in message
    assert "'hily'" in message and "'-3'" in message


def test_the_help_of_the_package_lists_every_column():
    words = set(calfcause.__doc__.replace(",", " ").split())
    assert set(COLUMNS) <= words


# Frames


def test_a_frame_is_answered_as_its_rows(tiny, frame):
    rows = frame.head(20).to_dict(orient="records")
    answers = pd.DataFrame(tiny.predictor.predict_many(rows)).drop(columns="model")
    pd.testing.assert_frame_equal(
        tiny.predictor.predict(frame.head(20), history=False).reset_index(drop=True),
        answers,
        check_exact=True,
    )


def test_the_index_of_a_frame_is_kept(tiny, frame):
    some = frame.sample(15, random_state=1).set_index("session_id")
    assert tiny.predictor.predict(some).index.equals(some.index)
    doubled = frame.iloc[[3, 3, 1]]
    assert tiny.predictor.predict(doubled).index.tolist() == [3, 3, 1]


def test_the_input_is_not_changed(tiny, frame):
    before = frame.copy(deep=True)
    tiny.predictor.predict(frame)
    pd.testing.assert_frame_equal(frame, before)
    session = dict(HILLY)
    tiny.predictor.explain(session)
    assert session == HILLY


def test_the_order_of_rows_does_not_matter(tiny, frame):
    shuffled = frame.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(
        tiny.predictor.predict(shuffled).loc[frame.index], tiny.predictor.predict(frame)
    )


def test_the_order_of_columns_does_not_matter(tiny, frame):
    pd.testing.assert_frame_equal(
        tiny.predictor.predict(frame[frame.columns[::-1]]), tiny.predictor.predict(frame)
    )


def test_a_frame_without_rows_gives_one_without_rows(tiny, frame):
    none, some = tiny.predictor.predict(frame.head(0)), tiny.predictor.predict(frame.head(1))
    assert len(none) == 0 and list(none) == list(some)


def test_a_frame_without_columns_is_of_unknown_sessions(tiny):
    answers = tiny.predictor.predict(pd.DataFrame(index=["a", "b"]))
    assert answers.index.tolist() == ["a", "b"]
    assert answers["p_sore"].tolist() == [tiny.predictor.predict_one({})["p_sore"]] * 2


def test_unknown_columns_of_a_frame_are_ignored(tiny, frame):
    more = frame.assign(mood="fine", weather=3.5)
    pd.testing.assert_frame_equal(tiny.predictor.predict(more), tiny.predictor.predict(frame))


def test_bad_cells_of_a_frame_are_refused_together(tiny):
    bad = pd.DataFrame({"terrain": ["flat", "hily", "steep"], "distance_km": [5.0, 6.0, -1.0]})
    with pytest.raises(SchemaError) as caught:
        tiny.predictor.predict(bad)
    assert "'hily'" in str(caught.value) and "-1" in str(caught.value)


def test_threads_share_a_predictor(tiny, frame):
    predict = tiny.predictor.predict
    parts = [frame.iloc[first::8] for first in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answered = list(pool.map(lambda part: predict(part, history=False), parts * 4))
    whole = predict(frame, history=False)
    for part, answers in zip(parts * 4, answered, strict=True):
        pd.testing.assert_frame_equal(answers, whole.loc[part.index], check_exact=True)


def test_threads_explain_and_ask_alike(tiny):
    runs = [HILLY, {}, {"distance_km": 42.2}, {"shoe_type": "barefoot", "swelling": 1}] * 10
    fresh = Predictor.load(tiny.folder)  # nothing of it is cached yet
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(fresh.explain, runs))
        questions = list(pool.map(fresh.next_questions, runs))
    assert answers == [tiny.predictor.explain(run) for run in runs]
    assert questions == [tiny.predictor.next_questions(run) for run in runs]


# Threads busy at the fork hold ONNX Runtime's locks at that moment, and no child can release them.
FORKED_WHILE_THREADS_ANSWER = """
import os, sys, threading, time
from calfcause import Predictor
session = {"terrain": "hilly"}
predictor = Predictor.load(sys.argv[1])
expected = predictor.predict_one(session)
def answer_on():
    while True:
        predictor.predict_one(session)
for _ in range(16):
    threading.Thread(target=answer_on, daemon=True).start()
ended = []
for _ in range(100):
    child = os.fork()
    if not child:
        os._exit(0 if predictor.predict_one(session) == expected else 3)
    patience = time.monotonic() + 20
    while not (done := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > patience:
            os.kill(child, 9)
            os.waitpid(child, 0)
            print("a child hung", flush=True)
            os._exit(1)
        time.sleep(0.002)
    ended.append(done[1])
print("all children answered" if not any(ended) else "a child answered otherwise", flush=True)
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_process_forked_while_threads_answer_answers_alike(tiny):
    done = subprocess.run(
        [sys.executable, "-c", FORKED_WHILE_THREADS_ANSWER, tiny.folder],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout == "all children answered\n", done.stderr


def test_a_pickled_predictor_answers_alike(tiny):
    copy = pickle.loads(pickle.dumps(tiny.predictor))
    assert copy.predict_one(HILLY) == tiny.predictor.predict_one(HILLY)
    assert copy.next_questions({}) == tiny.predictor.next_questions({})


# Rows of a frame


def answers_of(predictor):
    """Every method that takes one session."""
    return (
        predictor.predict_one,
        predictor.explain,
        predictor.next_questions,
        lambda session: predictor.next_run(session, below=0.1),
        lambda session: predictor.predict_many([session, {}]),
    )


@pytest.mark.parametrize("at", range(5))
def test_a_row_of_a_frame_is_answered_as_its_cells(tiny, at):
    runs = pd.DataFrame(
        {
            "session_id": ["a", "b"],
            "Terrain": pd.Categorical(["hilly", "flat"]),
            "usual_terrain": np.array(["flat", "flat"], dtype=object),
            "distance_km": pd.array([9, None], dtype="Int64"),
            "swelling": [True, False],
            "mood": ["fine", "fine"],
        }
    )
    by_hand = [
        {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9, "swelling": 1},
        {"terrain": np.str_("flat"), "usual_terrain": "flat", "distance_km": pd.NA, "swelling": 0},
    ]
    answer = answers_of(tiny.predictor)[at]
    assert [answer(row) for _, row in runs.iterrows()] == [answer(cells) for cells in by_hand]


def test_a_frame_applies_predict_one_to_its_rows(tiny, frame):
    some = frame.head(20)
    answers = some.apply(tiny.predictor.predict_one, axis=1).tolist()
    whole = tiny.predictor.predict(some, history=False)
    assert [answer["p_sore"] for answer in answers] == whole["p_sore"].tolist()
    assert [answer["red_flags"] for answer in answers] == whole["red_flags"].tolist()


@pytest.mark.parametrize("at", range(5))
def test_a_column_of_a_frame_is_no_session(tiny, at):
    answer = answers_of(tiny.predictor)[at]
    with pytest.raises(SchemaError, match=r"its index has to hold column names.*it holds 0, 1\."):
        answer(pd.Series([9.0, 7.0], name="distance_km"))
    with pytest.raises(SchemaError, match="column distance_km appears twice"):
        answer(pd.Series([9.0, 7.0], index=["distance_km"] * 2))
    # As in a frame, other columns may appear as often as they like.
    answer(pd.Series([9.0, 1, 2], index=["distance_km", "mood", "mood"]))


def test_a_frame_or_a_list_in_the_wrong_place_is_refused(tiny, frame):
    with pytest.raises(SchemaError, match="a session is a dict of cells, not a DataFrame"):
        tiny.predictor.predict_one(frame)
    with pytest.raises(SchemaError, match="takes a list of sessions, not a Series"):
        tiny.predictor.predict_many(frame.iloc[0])
    with pytest.raises(SchemaError, match=r"not a Series.* a row to predict_one"):
        tiny.predictor.predict(frame.iloc[0])


# Cells that Python can hardly write


def nested(make, depth=3000):
    cell = make(None)
    for _ in range(depth):
        cell = make(cell)
    return cell


class Unwritable:
    def __repr__(self):
        raise ZeroDivisionError

    __str__ = __repr__


@pytest.mark.parametrize("column", ["distance_km", "terrain", "swelling"])
@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (nested(lambda cell: [cell]), "an unwritable list"),
        (nested(lambda cell: {"a": cell}), "an unwritable dict"),
        (10**5000, "a number of thousands of digits"),
        (Unwritable(), "an unwritable Unwritable"),
    ],
    ids=["list", "dict", "number", "unwritable"],
)
def test_a_cell_that_cannot_be_written_is_refused_in_words(tiny, column, cell, words):
    for answer in answers_of(tiny.predictor):
        with pytest.raises(SchemaError, match=f"column {column}: '{words}"):
            answer({column: cell})
    with pytest.raises(SchemaError, match=f"column {column}: '{words}"):
        tiny.predictor.predict(pd.DataFrame({column: pd.Series([cell], dtype=object)}))


def test_other_arguments_that_cannot_be_written_are_refused_in_words(tiny):
    with pytest.raises(CalfcauseError, match="a number of thousands of digits"):
        tiny.predictor.next_run({}, below=10**5000)
    with pytest.raises(CalfcauseError, match="an unwritable Unwritable"):
        tiny.predictor.next_questions({}, n=Unwritable())
    with pytest.raises(CalfcauseError, match="use km or miles"):
        tiny.predictor.explain({}, units=["km"])
    with pytest.raises(SchemaError, match="an unwritable Unwritable"):
        tiny.predictor.predict_one({Unwritable(): 1})


# Signs are never lost


BAD_BESIDE_SIGNS = [
    {"distance_km": -1, "swelling": 1, "one_leg_only": "yes"},
    {"terrain": "hily", "Swelling": True, "one-leg only": 1, "sharp_pain": "perhaps"},
    {"Swelling": 0, "swelling": 1, "one_leg_only": 1, "distance_km": 9},
]


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("session", BAD_BESIDE_SIGNS)
def test_an_error_about_a_session_gives_its_signs(tiny, at, session):
    for given in (session, pd.Series(session, dtype=object)):
        with pytest.raises(SchemaError) as caught:
            answers_of(tiny.predictor)[at](given)
        message = str(caught.value)
        assert "column " in message.splitlines()[0]
        assert "red-flag signs: one_leg_swollen. Doctor within 24 hours: " in message
        assert "See a doctor within 24 hours" in message


def test_an_error_about_a_session_without_signs_speaks_of_none(tiny):
    for session in ({"distance_km": -1, "swelling": 0}, {"swelling": "a lot"}, [], None, dict):
        with pytest.raises(SchemaError) as caught:
            tiny.predictor.predict_one(session)
        assert "sign" not in str(caught.value)
    with pytest.raises(SchemaError) as caught:
        tiny.predictor.predict_many([{"distance_km": -1}, {"swelling": 0}])
    assert "sign" not in str(caught.value)


def test_an_error_about_many_sessions_names_all_that_have_signs(tiny):
    fine = [{"sharp_pain": 1}, {"distance_km": 9}, pd.Series({"cannot_tiptoe": 1})]
    for bad in ({"distance_km": -1, "numbness": 1}, pd.Series([1, 2])):
        with pytest.raises(SchemaError) as caught:
            tiny.predictor.predict_many([*fine, bad])
        lines = str(caught.value).splitlines()
        assert {
            "  session 0: appointment: sharp_pain",
            "  session 2: doctor within 24 hours: cannot_tiptoe",
        } <= set(lines)
        assert ("  session 3: doctor within 24 hours: numbness" in lines) == isinstance(bad, dict)


@pytest.mark.parametrize(
    "bad", [{"distance_km": [-1.0] * 30}, {"Swelling": [0] * 30}], ids=["cell", "column"]
)
def test_an_error_about_a_frame_names_the_rows_with_signs_and_counts_the_rest(tiny, bad):
    runs = pd.DataFrame({"swelling": [None] * 3 + [1] * 27, **bad})
    with pytest.raises(SchemaError) as caught:
        tiny.predictor.predict(runs)
    _, _, signs = str(caught.value).partition("\nRed-flag signs")
    named = [f"  row {row}: doctor within 24 hours: swelling" for row in range(3, 13)]
    assert signs.splitlines()[1:] == [*named, "  … and 17 more rows"]


# Loading


def test_a_folder_is_loaded_by_path_or_text(tiny):
    answers = [
        Predictor.load(place).predict_one(HILLY) for place in (tiny.folder, str(tiny.folder))
    ]
    assert answers == [tiny.predictor.predict_one(HILLY)] * 2


def test_the_released_model_needs_no_name(predictor):
    assert predictor.description == Predictor.load(released_folder()).description
    assert 0 < predictor.predict_one({})["p_sore"] < 1


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"there is no model folder at .*nowhere"):
        Predictor.load(tmp_path / "nowhere")


def test_a_folder_without_a_description_is_no_model(tmp_path):
    with pytest.raises(
        ModelError, match=rf"is not a model folder: it has no readable {DESCRIPTION}"
    ):
        Predictor.load(tmp_path)


def test_a_folder_without_a_graph_is_refused(folder):
    (folder / GRAPH).unlink()
    with pytest.raises(ModelError, match=f"the model folder .* has no readable {GRAPH}"):
        Predictor.load(folder)


def test_one_changed_byte_of_a_graph_is_seen(folder):
    graph = bytearray((folder / GRAPH).read_bytes())
    graph[len(graph) // 2] ^= 1
    (folder / GRAPH).write_bytes(graph)
    with pytest.raises(ModelError, match="is damaged or not the file that"):
        Predictor.load(folder)


def test_half_a_graph_is_seen(folder):
    graph = (folder / GRAPH).read_bytes()
    (folder / GRAPH).write_bytes(graph[: len(graph) // 2])
    with pytest.raises(ModelError, match="is damaged"):
        Predictor.load(folder)


def test_what_is_no_graph_is_refused_whatever_the_description_says(folder):
    (folder / GRAPH).write_bytes(b"not a graph")
    describe(folder, graph_sha256=hashlib.sha256(b"not a graph").hexdigest())
    with pytest.raises(ModelError):
        Predictor.load(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"model"', "\xff\xfe"])
def test_a_description_that_is_none_is_refused(folder, text):
    (folder / DESCRIPTION).write_bytes(text.encode("latin-1"))
    with pytest.raises(ModelError, match=DESCRIPTION):
        Predictor.load(folder)


def test_a_description_without_a_digest_is_refused(folder):
    describe(folder, graph_sha256=None)
    with pytest.raises(ModelError, match="is damaged"):
        Predictor.load(folder)


@pytest.mark.parametrize("what", ["features", "heads"])
def test_other_features_or_heads_are_refused_with_the_difference(folder, what):
    ours = json.loads((folder / DESCRIPTION).read_text())[what]
    describe(folder, **{what: [*ours[1:], "moon"]})
    with pytest.raises(ModelError, match=rf"other {what}: missing \['{ours[0]}'\].*\['moon'\]"):
        Predictor.load(folder)


@pytest.mark.parametrize("what", ["features", "heads"])
@pytest.mark.parametrize("found", [None, 3, []])
def test_a_description_that_lists_no_features_or_heads_is_refused(folder, what, found):
    describe(folder, **{what: found})
    with pytest.raises(ModelError, match=f"other {what}"):
        Predictor.load(folder)


def test_features_in_another_order_are_refused(folder):
    ours = json.loads((folder / DESCRIPTION).read_text())["features"]
    describe(folder, features=ours[::-1])
    with pytest.raises(ModelError, match="other features"):
        Predictor.load(folder)


@pytest.mark.parametrize("found", [None, 0, 2, "1"])
def test_another_format_is_refused(folder, found):
    describe(folder, format=found)
    with pytest.raises(ModelError, match="reads format 1"):
        Predictor.load(folder)


def test_without_a_released_model_one_is_told_to_train_it(monkeypatch, tmp_path):
    monkeypatch.setattr("calfcause.models.folder.__file__", str(tmp_path / "a" / "b" / "folder.py"))
    with pytest.raises(ModelError, match="calfcause train"):
        released_folder()


def test_the_heads_are_named_in_the_description(tiny):
    assert tiny.predictor.description["heads"] == list(HEADS)
