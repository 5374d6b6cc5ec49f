"""A runner's own base: a Bayesian update that keeps order and coherence, and is never lost."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import model_sessions

from calfcause import CalfcauseError, SchemaError
from calfcause.answer.chances import chance_of
from calfcause.answer.own_base import (
    PRIOR_PRECISION,
    PRIOR_SD,
    RUNNER_SD,
    OwnBase,
    bases_before,
)
from calfcause.learn.probabilities import HEADS

PROBABILITIES = st.floats(0, 1)
INSIDE = st.floats(0.002, 0.998)
LABELS = st.lists(st.tuples(PROBABILITIES, st.booleans()), max_size=60)
CAUSES = HEADS[:-1]


def after(labels):
    base = OwnBase()
    for p, sore in labels:
        base = base.learned(p, sore=sore)
    return base


U = np.linspace(-12, 12, 4001)
WEIGHTS = np.exp(-0.5 * (U / PRIOR_SD) ** 2)
WEIGHTS /= WEIGHTS.sum()


def expit(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def by_quadrature(labels, p):
    """The exact posterior of a runner's log odds at p without forgetting: mean, spread, risk."""
    z, posterior = OwnBase().centre(p) + U, WEIGHTS.copy()
    for sore in labels:
        posterior *= expit(z) if sore else 1 - expit(z)
    posterior /= posterior.sum()
    mean = posterior @ z
    return mean, math.sqrt(posterior @ (z - mean) ** 2), posterior @ expit(z)


@settings(max_examples=60)
@given(st.lists(st.booleans(), min_size=1, max_size=12), st.floats(0.03, 0.6))
def test_it_is_near_the_exact_posterior(labels, p):
    mean, spread, risk = by_quadrature(labels, p)
    base = after((p, sore) for sore in labels)
    # After rare labels one step of Newton goes too far, and less far than what is not known.
    assert abs(base.centre(p) - mean) < 1.5 * spread
    assert 0.6 < base.precision**-0.5 / spread < 1.7
    assert abs(base.risk(p).p - risk) < 0.25


@given(st.floats(0, 1))
def test_an_unknown_runners_risk_is_what_the_model_says(p):
    found = OwnBase().risk(p)
    assert found.p == p and found.low <= p <= found.high


@given(INSIDE)
def test_and_so_it_is_of_all_runners_whom_the_prior_may_mean(p):
    found, risks = OwnBase().risk(p), expit(U + OwnBase().centre(p))
    assert WEIGHTS @ risks == pytest.approx(p, abs=0.01)
    held = (risks >= found.low) & (risks <= found.high)
    assert WEIGHTS @ held == pytest.approx(0.9, abs=0.005)


@given(INSIDE)
def test_a_first_run_without_soreness_lowers_the_risk_and_a_sore_one_raises_it(p):
    """The mean over what a base may be, closer to one half, once raised it for either."""
    fine, sore = (OwnBase().learned(p, sore=label).risk(p).p for label in (False, True))
    assert fine < p < sore


def test_it_finds_the_share_of_a_runner_and_how_sure_it_is():
    rng = np.random.default_rng(1)
    held = []
    for u in rng.normal(0, PRIOR_SD, 300):
        stated = rng.uniform(0.05, 0.2, 40)
        risks = expit(u + np.array([OwnBase().centre(p) for p in stated.tolist()]))
        base = after(zip(stated.tolist(), (rng.random(40) < risks).tolist(), strict=True))
        found = base.risk(0.1)
        truth = expit(u + OwnBase().centre(0.1))
        held.append(found.low <= truth <= found.high)
    # Not exactly 90 %: a Newton step is no whole posterior.
    assert 0.82 <= np.mean(held) <= 0.97


def test_old_labels_are_forgotten():
    changed = after([(0.1, True)] * 40 + [(0.1, False)] * 40)
    steady = after([(0.1, True), (0.1, False)] * 40)
    assert changed.risk(0.1).p < steady.risk(0.1).p
    # Surety stays bounded: the sum of what 0.97 leaves of each label.
    assert after([(0.5, i % 2 == 0) for i in range(2000)]).precision < PRIOR_PRECISION + 0.25 / 0.03


def test_after_labels_that_say_nothing_a_runner_is_unknown_again():
    # Nobody is sore after runs that hardly ever leave anybody sore: that is no news.
    base = after([(0.5, False)] * 10 + [(0.0, False)] * 300)
    assert abs(base.log_odds) < 0.1 < abs(after([(0.5, False)] * 10).log_odds)
    # Each such label adds p (1 - p) at most, of which 0.97 is kept at the next.
    assert PRIOR_PRECISION <= base.precision <= PRIOR_PRECISION + 0.001 / 0.03


@pytest.mark.parametrize("log_odds", [-12.0, 12.0])
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_the_risk_of_an_extreme_runner_is_inside_its_interval(log_odds, p):
    risk = OwnBase(log_odds=log_odds).risk(p)
    assert risk.low <= risk.p <= risk.high


@given(LABELS, PROBABILITIES, PROBABILITIES)
def test_the_order_of_a_runners_runs_is_kept(labels, one, other):
    base = after(labels)
    low, high = sorted((one, other))
    assert base.risk(low).p <= base.risk(high).p
    assert base.risk(low).low <= base.risk(high).low
    assert base.risk(low).high <= base.risk(high).high


@given(LABELS, INSIDE, INSIDE)
def test_a_sore_run_raises_the_risk_and_another_lowers_it(labels, stated, p):
    base = after(labels)
    sore, fine = base.learned(stated, sore=True), base.learned(stated, sore=False)
    assert fine.log_odds < sore.log_odds
    assert fine.risk(p).p <= sore.risk(p).p


@given(LABELS, PROBABILITIES)
def test_it_is_always_a_probability_inside_its_interval(labels, p):
    base = after(labels)
    risk = base.risk(p)
    assert 0.0 <= risk.low <= risk.p <= risk.high <= 1.0
    assert math.isfinite(base.log_odds) and base.precision >= PRIOR_PRECISION * (1 - 1e-12)


@given(st.booleans(), st.sampled_from([0.0, 1e-300, 0.5, 1.0]))
def test_thousands_of_equal_labels_leave_it_finite(sore, p):
    base = after([(p, sore)] * 3000)
    risk = base.risk(p)
    assert math.isfinite(base.log_odds) and 0.0 <= risk.low <= risk.p <= risk.high <= 1.0


def squad_of(n_others, sore, *, days=3, p=0.1):
    """Runners with a label a day, all alike, and then the first run of somebody new."""
    runner = np.append(np.repeat(np.arange(n_others), days), n_others)
    day = np.append(np.tile(np.arange(days), n_others), days)
    label = np.append(np.full(n_others * days, float(sore)), np.nan)
    return bases_before(runner, 86_400 * day, day, np.full(len(runner), p), label)


@pytest.mark.parametrize("sore", [False, True])
def test_labels_of_enough_others_in_the_file_move_the_risk_of_somebody_new(sore):
    (few, *_), (many, *_), (more, *_) = (
        (risks[-1] for risks in squad_of(n, sore).risks(np.full(3 * n + 1, 0.1)))
        for n in (4, 5, 40)
    )
    assert few == 0.1
    assert (0.1 < many < more) if sore else (0.1 > many > more)


def test_a_label_of_another_counts_from_the_next_day_on():
    bases = squad_of(8, True)
    assert not bases.at(slice(0, None, 3)).known[:8].any()
    # On the second day every runner has a label, and those of seven others.
    second = bases.at(slice(1, 24, 3))
    assert second.known.all()
    assert np.ptp(second.log_odds) < 1e-12


def test_others_leave_more_to_learn_of_a_runner_than_labels_of_the_runner_s_own():
    new = squad_of(200, True, days=10)
    own = after([(0.1, True)] * 10)
    assert new.precision[-1] < RUNNER_SD**-2 < own.precision


def test_a_squad_of_the_stated_risk_moves_nothing_on_average():
    rng = np.random.default_rng(7)
    moved = []
    for _ in range(300):
        runner, day = np.repeat(np.arange(10), 4), np.tile(np.arange(4), 10)
        odds = rng.normal(0.0, RUNNER_SD, 10)[runner] + np.log(0.1 / 0.9) * np.sqrt(
            1.0 + np.pi * RUNNER_SD**2 / 8.0
        )
        label = (rng.random(40) < expit(odds)).astype(float)
        bases = bases_before(
            np.append(runner, 10), np.append(day, 4), np.append(day, 4),
            np.full(41, 0.1), np.append(label, np.nan),
        )  # fmt: skip
        moved.append(bases.risks(np.full(41, 0.1))[0][-1])
    assert np.mean(moved) == pytest.approx(0.1, abs=0.01)


def test_labels_narrow_the_interval():
    labels = [(0.2, i % 4 == 0) for i in range(30)]
    widths = [after(labels[:n]).risk(0.2) for n in (0, 5, 30)]
    widths = [risk.high - risk.low for risk in widths]
    assert widths[0] > widths[1] > widths[2]


@given(LABELS)
def test_the_state_survives_json(labels):
    base = after(labels)
    assert OwnBase.from_dict(json.loads(json.dumps(base.to_dict()))) == base


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"log_odds": 0.0},
        {"log_odds": 0.0, "precision": 0.0},
        {"log_odds": 0.0, "precision": -1.0},
        {"log_odds": float("nan"), "precision": 1.0},
        {"log_odds": 0.0, "precision": float("inf")},
        {"log_odds": "0", "precision": 1.0},
        {"log_odds": True, "precision": 1.0},
        {"log_odds": 0.0, "precision": 1.0, "more": 1},
        [0.0, 1.0],
    ],
)
def test_a_damaged_state_is_refused(predictor, state):
    with pytest.raises(CalfcauseError, match=r"log_odds|precision"):
        predictor.runner(state)


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_not_learned(p):
    with pytest.raises(CalfcauseError, match="probability"):
        OwnBase().learned(p, sore=True)


# The runner


@settings(max_examples=60)
@given(session=model_sessions, labels=st.lists(st.booleans(), max_size=8))
def test_a_runners_answer_is_coherent_and_its_causes_keep_their_shares(predictor, session, labels):
    runner = predictor.runner()
    for sore in labels:
        runner.learn(session, sore=sore)
    plain, answer = predictor.predict_one(session), runner.predict_one(session)
    assert list(answer) == [*plain, "p_sore_low", "p_sore_high"]
    assert answer["p_sore_low"] <= answer["p_sore"] <= answer["p_sore_high"]
    for cause in CAUSES:
        assert answer[f"p_{cause}_given_sore"] == plain[f"p_{cause}_given_sore"]
        assert 0.0 <= answer[f"p_{cause}"] <= answer["p_sore"]
        share = answer[f"p_{cause}_given_sore"]
        assert answer[f"p_{cause}"] == pytest.approx(share * answer["p_sore"])
    assert answer["primary_cause"] == plain["primary_cause"]


@settings(max_examples=40)
@given(session=model_sessions, sore=st.booleans())
def test_a_runners_explanation_is_the_prediction_in_words(predictor, session, sore):
    runner = predictor.runner()
    for _ in range(3):
        runner.learn(session, sore=sore)
    answer, predicted = runner.explain(session), runner.predict_one(session)
    plain = predictor.explain(session)
    assert answer.p_sore == pytest.approx(predicted["p_sore"], rel=1e-6)
    assert answer.p_sore_low == pytest.approx(predicted["p_sore_low"], rel=1e-6)
    assert answer.p_sore_high == pytest.approx(predicted["p_sore_high"], rel=1e-6)
    causes = {cause.name: cause for cause in answer.causes}
    for cause in plain.causes:
        mine = causes[cause.name]
        assert mine.p_given_sore == pytest.approx(cause.p_given_sore, abs=1e-9)
        assert mine.p == pytest.approx(predicted[f"p_{cause.name}"], rel=1e-6, abs=1e-12)
        assert mine.p_sore_without == pytest.approx(answer.p_sore - mine.p)
        # The same run as usual is the same runner's.
        moved = runner.base.risk(cause.p_sore_as_usual).p
        assert mine.p_sore_as_usual == pytest.approx(moved, rel=1e-6)
        assert (mine.state, mine.because) == (cause.state, cause.because)
    assert answer.primary_cause == plain.primary_cause
    assert chance_of("sore calves", answer.p_sore) in str(answer)


@given(session=model_sessions)
def test_without_a_runner_the_risk_stays_and_gets_the_interval_of_the_unknown(predictor, session):
    answer = predictor.explain(session)
    unknown = OwnBase().risk(answer.p_sore)
    assert answer.p_sore == pytest.approx(predictor.predict_one(session)["p_sore"], rel=1e-6)
    assert (answer.p_sore_low, answer.p_sore_high) == (unknown.low, unknown.high)
    assert answer.to_dict()["p_sore_low"] == unknown.low


def test_a_kept_runner_goes_on_where_it_was(predictor):
    run = {"distance_km": 12, "terrain": "hilly"}
    runner = predictor.runner()
    for sore in (True, False, True):
        runner.learn(run, sore=sore)
    kept = predictor.runner(json.loads(json.dumps(runner.to_dict())))
    for one in (runner, kept):
        one.learn(run, sore=True)
    assert kept.predict_one(run) == runner.predict_one(run)


def test_runners_do_not_learn_from_each_other(predictor):
    run = {"distance_km": 12}
    ada, bo = predictor.runner(), predictor.runner()
    ada.learn(run, sore=True)
    assert bo.to_dict() == OwnBase().to_dict()
    assert predictor.runner().predict_one(run) == bo.predict_one(run)


def test_a_label_with_a_bad_cell_teaches_nothing(predictor):
    runner = predictor.runner()
    with pytest.raises(SchemaError, match="distance_km"):
        runner.learn({"distance_km": -1}, sore=True)
    with pytest.raises(CalfcauseError, match="True or False"):
        runner.learn({"distance_km": 5}, sore=float("nan"))
    assert runner.to_dict() == OwnBase().to_dict()
