"""The benchmark of quality measures a model folder, and what it wrote is not stale."""

import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from calfcause import CalfcauseError, Predictor
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.evaluate import evaluate_cases, evaluate_outcomes
from calfcause.evaluate.scores import scorers_of
from calfcause.evaluate.worlds import KNOWN, OTHERS
from calfcause.learn.labelled import from_simulated
from calfcause.learn.probabilities import HEADS, summed_log_loss
from calfcause.models.card import model_card
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION
from calfcause.simulate import simulate

ROOT = Path(__file__).parents[1]
CASES, OUTCOMES = ROOT / "data" / "real_cases.csv", ROOT / "data" / "real_outcomes.csv"


@pytest.fixture(scope="session")
def benchmarks():
    """The modules in benchmarks/, importable while the session lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        yield


@pytest.fixture(scope="session")
def measured(tiny, benchmarks, tmp_path_factory):
    """A copy of the tiny model that the benchmark has measured."""
    import quality

    folder = tmp_path_factory.mktemp("measured") / "tiny"
    shutil.copytree(tiny.folder, folder)
    line = f"--model {folder} --runners 600 --fresh-runners 12 --skip-reference --write"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["quality.py", *line.split()])
        quality.main()
    return folder


@pytest.fixture(params=["just measured", "released"])
def folder(request):
    """A measured model folder."""
    if request.param == "just measured":
        return request.getfixturevalue("measured")
    folder = released_folder()
    if "quality" not in description_of(folder):
        pytest.skip("nobody measured the released model: python benchmarks/quality.py --write")
    return folder


def description_of(folder):
    return json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))


def by_scorer_and_score(figures):
    return {(row["scorer"], row["score"]): row["value"] for row in figures}


# Stale figures


def test_the_figures_are_those_of_this_graph(folder):
    description = description_of(folder)
    assert description["quality"]["graph_sha256"] == description["graph_sha256"]


def test_the_figures_on_real_cases_are_fresh(folder):
    stated = by_scorer_and_score(description_of(folder)["quality"]["cases"]["figures"])
    found = by_scorer_and_score(evaluate_cases(CASES, folder).to_dict()["figures"])
    assert {pair: stated[pair] for pair in found} == pytest.approx(found, abs=1e-6)


def test_the_figures_on_the_real_outcome_are_fresh(folder):
    stated = by_scorer_and_score(description_of(folder)["quality"]["outcome"]["figures"])
    found = by_scorer_and_score(evaluate_outcomes(OUTCOMES, folder).to_dict()["figures"])
    assert {pair: stated[pair] for pair in found} == pytest.approx(found, abs=1e-6)


def test_the_simulation_is_the_one_that_was_measured(folder, benchmarks):
    import quality

    stated = description_of(folder)["quality"]["fingerprint"]
    found = quality.fingerprint(scorers_of(Predictor.load(folder))["model"])
    assert math.isclose(found, stated, rel_tol=0.01), "run make release"


def test_an_explanation_withholds_what_was_mostly_wrong(predictor):
    """What folds of accounts choose, and what simulated runs say, both to a step."""
    quality = predictor.description["quality"]
    chosen = quality["cases"]["threshold"]
    assert chosen["median"] == pytest.approx(LEAST_EXCESS_FRACTION, abs=0.051)
    assert chosen["lowest"] <= LEAST_EXCESS_FRACTION <= chosen["highest"]
    thresholds = quality["simulated"]["thresholds"].values()
    assert max(thresholds) == pytest.approx(LEAST_EXCESS_FRACTION, abs=0.051)


# The card


def test_the_card_is_that_of_the_description(folder):
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert card == model_card(description_of(folder))


def test_the_card_has_every_section(measured):
    description = description_of(measured)
    card = model_card(description)
    for heading in (
        "On real accounts", "On a real outcome", "In other worlds", "By what is known",
        "The reasons, scored", "Coverage against accuracy", "Learning curve", "Limits",
    ):  # fmt: skip
        assert f"\n## {heading}\n" in card
    assert all(f"| `{world}` |" in card for world in (*OTHERS, *KNOWN))
    worst = description["quality"]["simulated"]["worst_worlds"]["by_calibration"]
    assert f"**Worst world** by calibration: `{worst}`" in card
    assert "nan" not in card.lower().split()


def test_without_figures_the_card_is_shorter(measured, tiny):
    description = description_of(measured)
    del description["quality"]
    assert model_card(description) == (tiny.folder / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_the_reference_has_a_section_where_there_is_one(measured):
    description = description_of(measured)
    assert "## Beside a reference" not in model_card(description)
    rows = [{"library": "Some", "setting": "depth 5", "sessions": 1000, "log_loss": 0.5}]
    ratio = {"value": 1.01, "low": 1.0, "high": 1.02}
    description["quality"] |= {"references": rows, "model_over_reference": ratio}
    card = model_card(description)
    assert "## Beside a reference" in card and "| Some | depth 5 | 1,000 | 0.5000 |" in card
    assert "1.0100 (1.0000–1.0200) times" in card


# The benchmark


def test_the_training_sessions_are_made_again(tiny, benchmarks):
    import quality

    seen, unseen = quality.trained_on(tiny.predictor)
    assert seen.digest() == tiny.predictor.description["data_sha256"]
    assert len(unseen) == tiny.predictor.description["n_unseen_sessions"]


def test_other_sessions_than_those_trained_on_are_refused(tiny, benchmarks):
    import quality

    graph = (tiny.folder / "heads.onnx").read_bytes()
    changed = Predictor(graph, tiny.predictor.description | {"data_sha256": "another"})
    with pytest.raises(CalfcauseError, match="train again"):
        quality.trained_on(changed)
    from_a_file = Predictor(graph, {"source": {"sessions_file": "mine.csv"}})
    with pytest.raises(CalfcauseError, match="only the simulated"):
        quality.trained_on(from_a_file)


def test_the_fingerprint_is_the_same_again_and_another_of_another_scorer(tiny, benchmarks):
    from quality import fingerprint

    scorers = scorers_of(tiny.predictor)
    assert fingerprint(scorers["model"]) == fingerprint(scorers["model"])
    assert fingerprint(scorers["model"]) < fingerprint(scorers["dummy"])


def test_answers_that_are_as_good_have_a_ratio_of_one(tiny, benchmarks):
    from quality import loss_ratio

    sessions = from_simulated(simulate(30, 6, seed=5))
    scorers = scorers_of(tiny.predictor)
    model, dummy = (scorers[name](sessions.cells) for name in ("model", "dummy"))
    assert loss_ratio(sessions, model, model) == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert loss_ratio(sessions, model, dummy)["high"] < 1.0


def test_more_runners_teach_more(benchmarks):
    from quality import learning_curve

    sessions = from_simulated(simulate(900, 6, seed=5))
    seen, unseen = (sessions.rows(rows) for rows in (sessions.runner < 800, sessions.runner >= 800))
    curve = learning_curve(seen, unseen, [250, 800], n_jobs=1)
    assert curve["sessions"].iloc[1] == len(seen) > curve["sessions"].iloc[0]
    assert curve["log_loss"].is_monotonic_decreasing


def test_every_library_learns_and_the_best_is_the_reference(benchmarks, monkeypatch):
    references = pytest.importorskip("references", reason="the extra bench is not installed")
    import quality

    few = {name: (fit, some[:1], most) for name, (fit, some, most) in references.LIBRARIES.items()}
    monkeypatch.setattr(references, "LIBRARIES", few)
    monkeypatch.setattr(references, "MOST_ROUNDS", 30)
    monkeypatch.setattr(references, "JOBS", 1)
    sessions = from_simulated(simulate(500, 6, seed=6))
    seen, unseen = (sessions.rows(rows) for rows in (sessions.runner < 400, sessions.runner >= 400))
    scorer, rows = quality.best_reference(seen, unseen)
    assert [row["library"] for row in rows] == list(few)
    p = scorer(unseen.cells)
    assert p.shape == (len(unseen), len(HEADS))
    assert ((p >= 0) & (p <= p[:, -1:])).all()
    shares = np.tile(seen.labels.mean(axis=0), (len(unseen), 1))
    best = summed_log_loss(unseen.labels, p)
    assert best == min(row["log_loss"] for row in rows) < summed_log_loss(unseen.labels, shares)
