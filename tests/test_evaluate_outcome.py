"""A real outcome: which runs count, and what the stated risk is held against."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calfcause import SchemaError
from calfcause.evaluate import evaluate_outcomes
from calfcause.evaluate.outcome import Outcomes, pairs_in_order, read_outcomes, report_outcomes
from calfcause.learn.features import complete

DATA = Path(__file__).parents[1] / "data"
CSV = DATA / "real_outcomes.csv"

HEADER = "runner_id,distance_km,leg_sore_that_morning,leg_sore_next_morning,last_run_of_the_day\n"


@pytest.fixture
def written(tmp_path):
    def write(*rows, header=HEADER):
        path = tmp_path / "outcomes.csv"
        path.write_text(header + "".join(f"{row}\n" for row in rows))
        return path

    return write


def outcomes_of(runner, sore):
    return Outcomes(
        cells=complete({}, len(runner)), runner=np.array(runner), sore=np.array(sore, dtype=bool)
    )


def stating(p):
    """A scorer that states these risks of soreness."""
    return lambda cells: np.column_stack([np.zeros(len(p)), p])


def figures(report, scorer):
    rows = report.figures[report.figures["scorer"] == scorer]
    return rows.set_index("score")["value"]


def simulated_outcomes(n_runners=14, n_runs=20):
    """Runners who differ much, and a risk that knows nothing but the runner."""
    rng = np.random.default_rng(5)
    runner = np.repeat(np.arange(n_runners), n_runs)
    share = np.linspace(0.02, 0.9, n_runners)[runner]
    return outcomes_of(runner, rng.random(len(runner)) < share), share


# Which runs count


def test_a_run_counts_without_soreness_before_with_a_morning_after_and_as_the_last(written):
    path = written("a,5,0,1,1", "a,6,0,0,1", "a,7,1,1,1", "b,8,,1,1", "b,9,0,,1", "b,4,0,1,0")
    found = read_outcomes(path)
    assert found.cells["distance_km"].tolist() == [5, 6]
    assert found.sore.tolist() == [True, False]


def test_a_file_without_an_outcome_is_refused(written):
    path = written("a,5", header="runner_id,distance_km\n")
    with pytest.raises(SchemaError, match="no column leg_sore_that_morning"):
        read_outcomes(path)


def test_an_outcome_that_is_no_flag_is_refused_by_line(written):
    with pytest.raises(SchemaError, match="line 3, column leg_sore_next_morning: '7'"):
        read_outcomes(written("a,5,0,1,1", "a,5,0,7,1"))


@pytest.mark.parametrize("rows", [["a,5,1,1,1"], ["a,5,0,0,1", "a,5,0,0,1"]])
def test_without_sore_and_other_runs_there_is_nothing_to_tell_apart(written, rows):
    with pytest.raises(SchemaError, match="usable runs"):
        read_outcomes(written(*rows))


def test_the_data_card_counts_the_usable_runs():
    found = read_outcomes(CSV)
    card = (DATA / "README.md").read_text("utf-8")
    counted = re.search(r"(\d+) runs of (\d+) people,\n?\s*(\d+) of them followed", card)
    assert counted
    assert [int(count) for count in counted.groups()] == [
        len(found.sore),
        len(np.unique(found.runner)),
        found.sore.sum(),
    ]


def test_the_data_card_describes_every_column_of_the_outcome():
    card = (DATA / "README.md").read_text("utf-8")
    columns = pd.read_csv(CSV).columns
    assert all(f"| `{name}` |" in card for name in columns if "leg_" in name or "_morning" in name)


# What it is held against


def test_pairs_are_those_of_one_runner():
    outcomes = outcomes_of([0, 0, 0, 1, 1], [1, 0, 0, 1, 0])
    right, pairs = pairs_in_order(outcomes, np.array([0.5, 0.1, 0.5, 0.2, 0.9]))
    assert pairs.tolist() == [2, 0, 0, 1, 0]
    assert right.tolist() == [1.5, 0, 0, 0, 0]


def test_a_risk_that_knows_only_the_runner_ranks_runners_but_not_their_runs():
    outcomes, share = simulated_outcomes()
    found = figures(report_outcomes(outcomes, {"model": stating(share)}), "model")
    assert found["AUC"] > 0.75
    assert found["AUC within runners"] == 0.5


def test_a_risk_that_is_chance_is_near_one_half():
    outcomes, _ = simulated_outcomes(n_runs=200)
    p = np.random.default_rng(6).random(len(outcomes.sore))
    found = figures(report_outcomes(outcomes, {"model": stating(p)}), "model")
    assert found["AUC"] == pytest.approx(0.5, abs=0.05)
    assert found["AUC within runners"] == pytest.approx(0.5, abs=0.05)


def test_a_risk_that_knows_the_morning_is_right_everywhere():
    outcomes, _ = simulated_outcomes()
    report = report_outcomes(outcomes, {"model": stating(0.1 + 0.8 * outcomes.sore)})
    found, always = figures(report, "model"), figures(report, "share")
    assert found["AUC"] == found["AUC within runners"] == 1
    assert found["log loss"] < always["log loss"]
    assert always["stated over seen"] == pytest.approx(1.0)
    assert always["AUC"] == always["AUC within runners"] == 0.5


def test_calibration_splits_the_runs_into_fifths_by_risk():
    outcomes, share = simulated_outcomes()
    table = report_outcomes(outcomes, {"model": stating(share)}).calibration
    assert table["runs"].sum() == len(outcomes.sore)
    assert table["stated"].is_monotonic_increasing and len(table) == 5
    np.testing.assert_allclose(table["stated"], table["seen"], atol=0.15)


def test_dummy_rules_and_model_are_held_against_the_real_outcome(tiny):
    report = evaluate_outcomes(CSV, tiny.folder)
    assert report.figures["scorer"].unique().tolist() == ["share", "dummy", "rules", "model"]
    spread = report.figures
    assert (spread["low"] <= spread["high"]).all()
    assert f"{report.n_runs} runs of {report.n_runners} people" in report.text()
    found = report.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
