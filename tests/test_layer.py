"""The layer learned on accounts: what it may move, what it must not, and answers in folds."""

from dataclasses import replace

import numpy as np
import pytest

from calfcause import Predictor
from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError, ModelError
from calfcause.evaluate.cases import read_cases, report_cases, report_model
from calfcause.evaluate.folds import answers_in_folds
from calfcause.learn.features import make_features
from calfcause.learn.layer import KEY, NAMES, Layer, _places
from calfcause.learn.layer_fit import fit_layer, in_folds
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.schema import MODEL_COLUMNS

CASES = "data/real_cases.csv"
MOVING = {
    **dict.fromkeys(NAMES, 0.0),
    "not_shown": -0.8,
    "shoes": 0.7,
    "beginner": -1.0,
    "log_odds_of_beginner": -0.9,
}


@pytest.fixture(scope="module")
def cases():
    return read_cases(CASES)


@pytest.fixture(scope="module")
def moved(cases):
    """The released heads with a layer that says of itself that it learned from these cases."""
    released = Predictor.load()
    learned = {"data_sha256": cases.digest(), "weights": MOVING}
    return Predictor(released.graph, {**released.description, KEY: learned})


def test_accounts_move_and_the_risk_of_soreness_does_not(moved, cases):
    before, after = (
        moved.without_accounts().predict_cells(cases.cells, len(cases)),
        moved.predict_cells(cases.cells, len(cases)),
    )
    assert (before[:, -1] == after[:, -1]).all()
    assert (before[:, :-1] != after[:, :-1]).any(axis=1).mean() > 0.9
    assert (after[:, :-1] <= after[:, -1:]).all()


def test_what_devices_measured_stays_as_the_heads_say(moved):
    watch = {
        "distance_km": 10, "elevation_gain_m": 200, "elevation_loss_m": 200, "cadence_spm": 160,
        "weekly_distance_km": 30, "usual_pace_min_per_km": 6, "shoe_type": "minimalist",
    }  # fmt: skip
    alone = moved.without_accounts()
    same = moved.predict_one(watch) | {"model": None}
    assert same == alone.predict_one(watch) | {"model": None}
    assert moved.predict_one({"shoe_type": "minimalist"}) != alone.predict_one(
        {"shoe_type": "minimalist"}
    )


def test_more_of_an_exposure_never_lowers_its_cause():
    names = list(HEADS[:-1])
    rng = np.random.default_rng(3)
    width = make_features({name: np.full(1, np.nan) for name in MODEL_COLUMNS}).shape[1]
    of_causes = rng.normal(size=len(CAUSES))
    of_silent = np.minimum(rng.normal(size=len(CAUSES)), 0.8)
    of_odds = rng.uniform(-0.9, 1.0, len(CAUSES))
    layer = Layer((-0.8, *of_odds, *of_causes, *of_silent))
    for cause, place in zip(names, _places()[0], strict=True):
        matrix = np.zeros((50, width), dtype=np.float32)
        matrix[:, place] = np.linspace(0, 3, 50)
        raw = np.tile(rng.uniform(0.05, 0.6, len(HEADS)), (50, 1))
        raw[:, names.index(cause)] = np.linspace(0.1, 0.9, 50)  # a head is monotone by itself
        assert (np.diff(layer(raw, matrix)[:, names.index(cause)]) >= 0).all()


def test_a_cause_told_to_be_as_usual_is_not_raised(moved):
    """What is known and as usual counts as what is not told; more would turn silence round."""
    places, known = _places()
    width = make_features({name: np.full(1, np.nan) for name in MODEL_COLUMNS}).shape[1]
    matrix = np.zeros((2, width), dtype=np.float32)
    matrix[0, places] = np.nan
    raw = np.full((2, len(HEADS)), 0.3)
    untold, as_usual = moved.layer(raw, matrix)
    assert (as_usual == untold).all() and matrix[0, known] == 0


def test_what_a_run_clearly_shows_is_not_lowered(moved):
    first_run = {"experience_weeks": 0, "distance_km": 4, "shoe_type": "minimalist"}
    alone, after = (
        {cause.name: cause.p_given_sore for cause in one.explain(first_run).causes}
        for one in (moved.without_accounts(), moved)
    )
    assert after["beginner"] >= alone["beginner"]
    assert after["shoes"] / after["beginner"] > alone["shoes"] / alone["beginner"]


def test_every_door_moves_alike(moved, cases):
    session = {"shoe_type": "minimalist", "shoe_distance_km": 0, "distance_km": 5}
    by_dict = moved.predict_one(session)
    assert by_dict["p_shoes_given_sore"] == pytest.approx(
        moved.explain(session).causes[0].p_given_sore
    )
    assert by_dict["p_shoes"] == moved.predict_many([session])[0]["p_shoes"]


def test_the_layer_learns_what_is_blamed_and_folds_do_not_flatter(cases):
    matrix = make_features(cases.cells)
    rng = np.random.default_rng(0)
    raw = np.full((len(cases), len(HEADS)), 0.2)
    layer, _ = fit_layer(raw, matrix, cases.primary)
    weights = dict(zip(NAMES, layer.weights, strict=True))
    assert weights["not_shown"] < -0.5  # what is blamed is mostly told
    chance = rng.permutation(cases.primary)
    # On labels that are chance, layers fitted on the others gain nothing over the bare shares.
    shuffled = replace(cases, primary=chance)
    bare = report_cases(shuffled, {"model": raw}).figures
    folds = report_cases(shuffled, {"model": raw}, {"folds": in_folds(raw, matrix, chance)}).figures
    loss = folds[(folds["scorer"] == "folds") & (folds["score"] == "log loss")]["value"].item()
    of_shares = -sum(
        share * np.log(share)
        for share in np.bincount(chance, minlength=len(CAUSES)) / len(chance)
        if share
    )
    assert loss > of_shares - 0.05
    assert bare["value"].notna().all()


def test_figures_of_a_model_that_learned_from_the_cases_stand_in_folds_too(moved, cases):
    scorers = report_model(moved, cases).summary.index.tolist()
    assert scorers == ["dummy", "rules", "heads", "model", "rules, in folds", "model, in folds"]
    assert answers_in_folds(moved, cases.rows(np.arange(len(cases) - 1))) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"not_shown": 0.1},
        {"hills_of_silent_runs": 0.9},
        {"log_odds_of_hills": -1.0},
        {"hills": 1e999},
        {"hills": 1e308},
        {"log_odds_of_shoes": 1e308},
        {"shoes": -20.1},
        {"shoes": None},
    ],
)
def test_a_layer_that_could_mislead_is_refused(moved, wrong):
    weights = {**MOVING, **wrong}
    with pytest.raises(ModelError, match="layer"):
        Predictor(moved.graph, {**moved.description, KEY: {"weights": weights}})


def test_a_handful_of_accounts_is_refused(cases):
    few = cases.rows(np.arange(20))
    with pytest.raises(CalfcauseError, match="too few"):
        fit_layer(np.full((20, len(HEADS)), 0.2), make_features(few.cells), few.primary)
