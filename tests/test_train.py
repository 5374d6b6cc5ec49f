"""Training: labelled sessions in, a model folder out, scored on runners never trained on."""

import hashlib
import json

import joblib
import numpy as np
import pandas as pd
import pytest
from frames import write_frame

from calfcause import CalfcauseError, ModelError, Predictor, SchemaError
from calfcause.causes import CAUSES
from calfcause.learn.features import features
from calfcause.learn.labelled import from_simulated, read_labelled
from calfcause.learn.probabilities import HEADS
from calfcause.learn.recalibration import KEY
from calfcause.models.layout import DESCRIPTION, FORMAT, GRAPH, WHOLE_GRAPH
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, MODEL_COLUMNS
from calfcause.simulate import DEFAULT, simulate
from calfcause.simulate.frame import to_frame
from calfcause.training import train
from calfcause.training.parameters import CHOSEN, chosen_parameters
from calfcause.version import __version__

LABELS = ["sore_calves", *(f"cause_{cause.name}" for cause in CAUSES)]


@pytest.fixture(scope="module")
def simulated():
    return simulate(300, 3, seed=3)


@pytest.fixture
def untracked(monkeypatch):
    """Training without MLflow; gives what would have been tracked."""
    tracked = {}
    monkeypatch.setattr(train, "track", lambda **what: tracked.update(what) or "no-run")
    return tracked


@pytest.fixture
def write(tmp_path, simulated):
    """Writes the simulated sessions, after a change to their frame, and gives the path."""

    def written(change=lambda frame: frame, name="sessions.csv"):
        write_frame(change(to_frame(simulated, truth=True)), tmp_path / name)
        return tmp_path / name

    return written


# Labelled sessions


@pytest.mark.parametrize("name", ["sessions.csv", "sessions.parquet"])
def test_a_file_gives_the_same_sessions_as_the_simulation_that_wrote_it(simulated, write, name):
    of_file, of_memory = read_labelled(write(name=name)), from_simulated(simulated)
    assert of_file.digest() == of_memory.digest()
    np.testing.assert_array_equal(of_file.labels, of_memory.labels)
    np.testing.assert_array_equal(of_file.primary, of_memory.primary)
    np.testing.assert_array_equal(of_file.truth, of_memory.truth)
    same = of_file.runner[:, None] == of_file.runner
    np.testing.assert_array_equal(same, of_memory.runner[:, None] == of_memory.runner)


def test_without_true_probabilities_there_is_no_truth(write):
    path = write(lambda frame: frame.drop(columns="true_p_sore"))
    assert read_labelled(path).truth is None


@pytest.mark.parametrize("label", LABELS)
def test_a_missing_label_is_refused(write, label):
    with pytest.raises(SchemaError, match=f"training needs {label} in every row"):
        read_labelled(write(lambda frame: frame.drop(columns=label)))


def test_an_empty_label_is_refused_and_counted(write, simulated):
    def forget(frame):
        frame = frame.astype({LABELS[1]: object})
        frame.loc[[1, 4], LABELS[1]] = None
        return frame

    with pytest.raises(SchemaError, match=f"2 of {len(simulated):,} rows lack it"):
        read_labelled(write(forget))


def test_without_a_primary_cause_the_first_that_is_labelled_stands_for_it(write, simulated):
    found = read_labelled(write(lambda frame: frame.drop(columns="primary_cause")))
    labelled = found.labels[:, :-1].any(axis=1)
    rows = np.flatnonzero(labelled)
    assert found.labels[rows, found.primary[rows]].all()
    assert (found.primary[~labelled] == len(CAUSES)).all()


def test_without_runners_each_row_is_one(write, simulated):
    found = read_labelled(write(lambda frame: frame.drop(columns="runner_id")))
    assert len(np.unique(found.runner)) == len(simulated)


def test_models_are_shown_neither_what_came_afterwards_nor_labels(simulated, write):
    for found in (from_simulated(simulated), read_labelled(write())):
        assert tuple(found.cells) == MODEL_COLUMNS
        assert not set(found.cells) & {*AFTERWARDS_COLUMNS, *LABELS}


def test_the_digest_tells_data_apart(simulated):
    found = from_simulated(simulated)
    assert found.digest() == from_simulated(simulate(300, 3, seed=3)).digest()
    fewer, other = found.rows(np.arange(10)), found.rows(np.arange(10))
    other.labels[0, 0] = not other.labels[0, 0]
    digests = {found.digest(), fewer.digest(), other.digest()}
    assert len(digests) == 3


def test_some_rows_are_those_rows(simulated):
    found = from_simulated(simulated)
    some = found.rows(found.runner == found.runner[7])
    assert set(some.runner) == {found.runner[7]}
    assert (
        len(some) == len(some.labels) == len(some.truth) == (found.runner == found.runner[7]).sum()
    )


# Splitting


def test_no_runner_is_both_trained_and_scored_on():
    sessions = from_simulated(simulate(1000, 3, seed=3))
    seen, unseen = train.split_runners(sessions, seed=0)
    assert not set(seen.runner) & set(unseen.runner)
    assert len(seen) + len(unseen) == len(sessions)
    assert 0.1 < len(set(unseen.runner)) / len(set(sessions.runner)) < 0.3


def test_runners_to_score_on_are_simulated_beside_those_to_learn_from():
    seen, unseen = train.simulated_sessions(1000, 3, DEFAULT, 3)
    assert not set(seen.runner) & set(unseen.runner)
    # Who is scored on changes nothing of who is learned from.
    assert seen.digest() == from_simulated(simulate(1000, 3, seed=3)).digest()
    assert unseen.runner.min() >= 1000 and unseen.runner.max() < 1200


def test_too_few_runners_are_refused(untracked, tmp_path):
    with pytest.raises(CalfcauseError, match="too few runners to train on"):
        train.train_release(out=tmp_path / "model", runners=5, weeks=2)
    assert not (tmp_path / "model").exists()


def test_too_few_labels_are_refused_by_name(untracked, tmp_path):
    refusal = (
        r"\d of \d+ (?:sessions|sore ones) are labelled \w+; at least 10 with the label and 10"
        " without"
    )
    with pytest.raises(CalfcauseError, match=refusal):
        train.train_release(out=tmp_path / "model", runners=25, weeks=2)


def test_an_unknown_world_is_refused(untracked, tmp_path):
    with pytest.raises(CalfcauseError, match="no world 'mars'"):
        train.train_release(out=tmp_path / "model", world="mars")


# The folder


def test_the_folder_holds_graph_description_card_and_pipeline(tiny):
    names = {path.name for path in tiny.folder.iterdir()}
    others = {"MODEL_CARD.md", "pipeline.joblib", "population.npz"}
    assert names == {GRAPH, WHOLE_GRAPH, DESCRIPTION, *others}


def test_the_description_says_what_the_model_is(tiny):
    description = json.loads((tiny.folder / DESCRIPTION).read_text())
    assert description["format"] == FORMAT
    assert description["calfcause"] == __version__
    assert description["heads"] == list(HEADS)
    assert description["features"] == [feature.name for feature in features()]
    assert description["source"] == {"runners": 4000, "weeks": 6, "world": "default", "seed": 1}
    graph = (tiny.folder / GRAPH).read_bytes()
    assert description["graph_sha256"] == hashlib.sha256(graph).hexdigest()
    assert set(description["label_shares"]) == set(description["trees"]) == set(HEADS)
    scorers = {row["scorer"] for row in description["scores"]}
    assert scorers == {"dummy", "rules", "model", "ceiling"}
    assert description["n_runners"] > 3 * description["n_unseen_runners"] > 0
    assert description["graph_difference"]["share_over_1e-5"] <= 1e-4
    assert description["libraries"]["onnxruntime"]


def test_the_saved_pipeline_answers_as_the_predictor(tiny, simulated):
    pipeline = joblib.load(tiny.folder / "pipeline.joblib")
    ours = tiny.predictor.predict(to_frame(simulated), history=False)["p_sore"]
    theirs = pipeline.predict_proba(to_frame(simulated))[:, -1]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)


def test_the_report_has_every_head_and_says_where_things_are(tiny):
    lines = tiny.text.splitlines()
    assert [line.split()[0] for line in lines if line.split()[0] in HEADS] == list(HEADS)
    assert str(tiny.folder) in tiny.text and tiny.run_id in tiny.text


def test_the_same_seed_trains_the_same_model(untracked, tmp_path, simulated):
    cells = from_simulated(simulated).cells
    answers = []
    for folder in ("one", "other"):
        train.train_release(out=tmp_path / folder, runners=800, weeks=4, seed=5)
        answers.append(Predictor.load(tmp_path / folder).predict_cells(cells, len(simulated)))
    np.testing.assert_allclose(*answers, rtol=0, atol=1e-6)


def test_a_file_is_split_by_runner_and_learned_from(untracked, tmp_path):
    # Of seeds 5 and 6 a noisy climb cannot be true: missing to whoever reads the file, not before.
    sessions = simulate(800, 4, seed=7)
    write_frame(to_frame(sessions, truth=True), tmp_path / "mine.parquet")
    said = []
    report = train.train_release(
        out=tmp_path / "file", sessions=tmp_path / "mine.parquet", seed=5, progress=said.append
    )
    found = Predictor.load(tmp_path / "file").description
    seen, unseen = train.split_runners(from_simulated(sessions), seed=5)
    assert found["source"] == {"sessions_file": "mine.parquet", "seed": 5}
    assert found["data_sha256"] == seen.digest()
    assert found["n_unseen_sessions"] == len(unseen)
    assert any("mine.parquet" in message for message in said)
    assert report.n_sessions == found["n_sessions"] == len(seen)


def test_what_is_tracked_is_what_was_written(untracked, tmp_path):
    report = train.train_release(
        out=tmp_path / "model", runners=800, weeks=4, seed=5, experiment="mine", register=None
    )
    description = json.loads((tmp_path / "model" / DESCRIPTION).read_text())
    assert untracked["experiment"] == "mine" and untracked["register"] is None
    assert untracked["description"]["data_sha256"] == description["data_sha256"]
    assert untracked["parameters"]["seed"] == 5
    assert untracked["scores"].to_dict(orient="records") == description["scores"]
    assert report.run_id == "no-run"


def test_a_graph_that_answers_otherwise_is_not_written(untracked, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "largest_difference", lambda ours, theirs: (0.02, 0.5))
    with pytest.raises(ModelError, match="the graph differs from the pipeline"):
        train.train_release(out=tmp_path / "model", runners=800, weeks=4)
    assert not (tmp_path / "model").exists()


def test_true_probabilities_are_checked_like_cells(tmp_path):
    frame = to_frame(simulate(12, 2, seed=1), truth=True)
    for found in ("abc", 7.0, np.nan):
        write_frame(frame.assign(true_p_sore=found), tmp_path / "mine.parquet")
        with pytest.raises(SchemaError, match="true_p_"):
            read_labelled(tmp_path / "mine.parquet")


def test_a_calibrated_model_is_not_trained_over(untracked, tmp_path):
    there = json.dumps({KEY: {"how": "calibrate"}})
    (tmp_path / DESCRIPTION).write_text(there)
    with pytest.raises(CalfcauseError, match="made by calibrate, which train does not replace"):
        train.train_release(out=tmp_path, runners=800, weeks=4)
    assert (tmp_path / DESCRIPTION).read_text() == there


# Parameters of the heads


def test_the_parameters_that_a_search_chose_are_trained_with(untracked, tmp_path):
    table = pd.DataFrame(
        {
            "max_leaf_nodes": [7, 15],
            "learning_rate": [0.15, 0.25],
            "rivals": [True, False],
            "max_iter": [4, 3],
            "trees": [32, 24],
            "leaves": [200, 300],
            "log_loss": [0.9, 0.8],
            CHOSEN: [False, True],
        }
    )
    table.to_csv(tmp_path / "search.csv", index=False, float_format="%.5f")
    found = chosen_parameters(tmp_path / "search.csv", ["l2_regularization=7", "max_iter=2"])
    assert found == {
        "max_leaf_nodes": 15, "learning_rate": 0.25, "rivals": False, "max_iter": 2,
        "l2_regularization": 7,
    }  # fmt: skip
    train.train_release(out=tmp_path / "model", runners=800, weeks=4, parameters=found)
    description = Predictor.load(tmp_path / "model").description
    assert found.items() <= description["heads_parameters"].items()
    assert set(description["trees"].values()) <= {1, 2, 4, 8}  # rounds of one head count four times
    assert found.items() <= untracked["parameters"].items()


def test_parameters_of_a_grid_search_are_read_from_json(tmp_path):
    (tmp_path / "best.json").write_text('{"heads__max_iter": 8, "rivals": false}')
    assert chosen_parameters(tmp_path / "best.json") == {"max_iter": 8, "rivals": False}
    assert chosen_parameters(None) == {}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("search.csv", "max_iter,trees\n4,32\n", "no table of calfcause search"),
        ("search.csv", "max_iter,chosen\n4,False\n", "no table of calfcause search"),
        ("search.csv", "", "no table of calfcause search"),
        ("search.csv", "max_iter,chosen\n4,maybe\n", "no table of calfcause search"),
        ("search.csv", "max_iter,chosen\n4,1.5\n", "no table of calfcause search"),
        ("search.csv", "a\n1,2\n1,2,3\n", "no table of calfcause search"),
        ("best.json", "max_iter: 4", "this is no JSON"),
        ("best.json", "[4]", "a JSON object"),
    ],
)
def test_a_file_without_parameters_is_refused(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(CalfcauseError, match=rf"{name}: .*{message}"):
        chosen_parameters(tmp_path / name)


@pytest.mark.parametrize("setting", ["max_iter", "max_iter=", "max_iter=many", "=4x"])
def test_a_setting_without_a_value_is_refused(setting):
    with pytest.raises(CalfcauseError, match="write NAME=VALUE"):
        chosen_parameters(None, [setting])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"trees": 4}, "Invalid parameter 'trees'"),
        ({"max_iter": 0}, "'max_iter' parameter.*must be"),
        ({"n_jobs": 0}, "'n_jobs' parameter.*must be"),
    ],
)
def test_parameters_that_no_head_has_are_refused_before_any_work(tmp_path, parameters, message):
    with pytest.raises(CalfcauseError, match=f"no heads can be fitted so.*{message}"):
        train.train_release(
            out=tmp_path / "model", parameters=parameters, progress=lambda said: pytest.fail(said)
        )
    assert not (tmp_path / "model").exists()
