"""The search fits each candidate once, counts its cost, and chooses the cheapest good one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calfcause.learn.features import make_features
from calfcause.learn.heads import ROUNDS, CauseHeads
from calfcause.learn.labelled import from_simulated
from calfcause.simulate import simulate
from calfcause.tracking.runs import track_search
from calfcause.training.search import _staged, choose, search_heads

TABLE = Path(__file__).parents[1] / "models" / "heads_search.csv"
GRID = ({"max_leaf_nodes": 7, "learning_rate": 0.3}, {"max_leaf_nodes": 7, "monotone": False})


@pytest.fixture(scope="module")
def sessions():
    return from_simulated(simulate(500, 5, seed=3))


@pytest.fixture(scope="module")
def found(sessions):
    return search_heads(sessions, grid=GRID, most_trees=(3, 8))


def test_every_candidate_is_scored_with_few_and_with_many_trees(found):
    assert len(found) == 4 and found["chosen"].sum() == 1
    assert found["max_iter"].tolist() == [3, 8, 3, 8]
    assert (found["log_loss"] > 0).all()
    assert (
        found["trees"].iloc[0] == 3 * sum(ROUNDS.values())
        and found["trees"].iloc[1] > found["trees"].iloc[0]
    )
    assert (found["leaves"] <= 7 * found["trees"]).all()


def test_heads_that_are_not_monotone_are_never_chosen(found):
    assert found.loc[found["chosen"], "monotone"].all()


def test_the_fewest_trees_near_the_best_are_chosen():
    table = pd.DataFrame(
        {
            "trees": [800, 400, 200, 100],
            "leaves": [8, 4, 2, 1],
            "log_loss": [1.0, 1.002, 1.0024, 1.005],
        }
    )
    assert choose(table) == 2


def test_fewer_trees_answer_as_heads_fitted_with_so_many(sessions):
    matrix = make_features(sessions.cells)
    parameters = {"min_samples_leaf": 20, "n_jobs": 1}
    long = CauseHeads(max_iter=8, **parameters).fit(matrix, sessions.labels)
    short = CauseHeads(max_iter=3, **parameters).fit(matrix, sessions.labels)
    (staged,) = _staged(long, matrix, [3])
    np.testing.assert_allclose(staged, short.predict_proba(matrix), atol=1e-6)


def test_a_search_is_tracked_with_a_run_for_each_candidate(found, tmp_path, monkeypatch):
    import mlflow

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    run_id = track_search(found, experiment="search", parameters={"runners": 500})
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path / 'mlflow.db'}")
    parent = client.get_run(run_id)
    nested = client.search_runs(
        [parent.info.experiment_id], f"tags.mlflow.parentRunId = '{run_id}'"
    )
    assert len(nested) == len(found)
    assert parent.info.run_name == "search on 500 simulated runners"
    assert all("max_iter" in run.info.run_name for run in nested)
    chosen = [run for run in nested if run.data.tags["chosen"] == "true"]
    assert len(chosen) == 1
    assert chosen[0].data.metrics["trees"] == parent.data.metrics["chosen/trees"]


def test_the_heads_are_those_that_the_committed_search_chose(predictor):
    table = pd.read_csv(TABLE)
    (chosen,) = table[table["chosen"]].to_dict(orient="records")
    assert table.index[table["chosen"]] == [choose(table)]
    for parameters in (CauseHeads().get_params(), predictor.description["heads_parameters"]):
        for name in ("max_iter", "max_leaf_nodes", "learning_rate", "rivals", "monotone"):
            assert parameters[name] == chosen[name], name
