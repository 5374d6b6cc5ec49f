"""What recurs over a runner's sore runs: sums of excess fractions, and how sure they are."""

import dataclasses
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from strategies import cells_of, sessions

from calfcause import SchemaError
from calfcause.answer.pattern import (
    FEWEST_RECURRENCES,
    Pattern,
    pattern,
    sum_distribution,
)
from calfcause.answer.rules import LEAST_EXCESS_FRACTION
from calfcause.answer.sore import counts_as_sore
from calfcause.causes import CAUSES
from calfcause.learn.probabilities import HEADS, given_sore, joined
from calfcause.sessions.cells import encode_session
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS
from calfcause.simulate import simulate

chances = st.floats(0.0, 1.0)
PLACE = {cause.name: place for place, cause in enumerate(CAUSES)}


def runs_of(excess, p_sore=0.2):
    """Probabilities of runs whose first cause has these excess fractions, and no other has any."""
    raw = np.zeros((len(excess), len(HEADS)))
    raw[:, 0], raw[:, -1] = excess, p_sore
    return joined(raw)


def first_of(excess):
    found = pattern(runs_of(excess), np.ones(len(excess), dtype=bool))
    return next(one for one in found.causes if one.name == HEADS[0])


def histories(longest=12):
    """Probabilities of the runs of a runner, and which of them were sore."""
    return st.integers(0, longest).flatmap(
        lambda n: st.tuples(
            arrays(float, (n, len(HEADS)), elements=chances).map(joined), arrays(bool, n)
        )
    )


def test_where_no_run_was_told_sore_nothing_is_said_of_how_the_calves_were():
    """Also of runs told not to be sore it is true."""
    for codes in ({}, {"sore_calves": 0.0}, {"severity_0_10": 0.0}):
        found = pattern(runs_of([0.5] * 3), np.array([counts_as_sore(codes)] * 3))
        assert found.sentence == "No run was told sore."


# The distribution


@given(st.lists(chances, max_size=7))
def test_the_distribution_is_that_of_all_outcomes_one_by_one(found):
    by_hand = np.zeros(len(found) + 1)
    for outcome in product((0, 1), repeat=len(found)):
        by_hand[sum(outcome)] += np.prod(
            [p if happens else 1 - p for p, happens in zip(found, outcome, strict=True)]
        )
    np.testing.assert_allclose(sum_distribution(np.array(found)), by_hand, atol=1e-12)


@given(histories())
def test_expected_runs_are_the_sum_of_the_excess_fractions_of_sore_runs(history):
    probabilities, sore = history
    found = pattern(probabilities, sore)
    excess = given_sore(probabilities[sore])
    assert (found.n_runs, found.n_sore) == (len(sore), sore.sum())
    for one in found.causes:
        assert one.expected == pytest.approx(min(excess[:, PLACE[one.name]].sum(), found.n_sore))


@given(histories())
def test_an_interval_holds_nine_tenths_and_no_more_than_it_must(history):
    probabilities, sore = history
    excess = np.clip(given_sore(probabilities[sore]), 0, 1)
    for one in pattern(probabilities, sore).causes:
        chance = sum_distribution(excess[:, PLACE[one.name]])
        assert 0 <= one.low <= one.high <= sore.sum()
        assert chance[one.low : one.high + 1].sum() >= 0.9 - 1e-9
        assert chance[: one.low].sum() < 0.05 + 1e-9
        assert chance[one.high + 1 :].sum() <= 0.05 + 1e-9
        assert chance[: one.low + 1].sum() >= 0.05 - 1e-9


def test_what_is_certain_has_no_interval():
    assert (first_of([1.0] * 6).low, first_of([1.0] * 6).high) == (6, 6)
    assert (first_of([0.0] * 6).low, first_of([0.0] * 6).high) == (0, 0)


def test_the_share_is_surer_the_more_runs_were_sore():
    widths = [(first_of([0.5] * n).high - first_of([0.5] * n).low) / n for n in (5, 20, 80)]
    assert widths == sorted(widths, reverse=True)


# The pattern


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_runs_does_not_matter(history, random):
    probabilities, sore = history
    order = list(range(len(sore)))
    random.shuffle(order)
    one, other = pattern(probabilities, sore), pattern(probabilities[order], sore[order])
    by_name = {found.name: found for found in other.causes}
    for found in one.causes:
        assert found.expected == pytest.approx(by_name[found.name].expected)
        assert found.likeliest_in == by_name[found.name].likeliest_in


@given(histories())
def test_runs_that_were_not_sore_change_nothing_of_what_soreness_was_because_of(history):
    probabilities, sore = history
    alone = {one.name: one for one in pattern(probabilities[sore], sore[sore]).causes}
    for found in pattern(probabilities, sore).causes:
        one = alone[found.name]
        assert (found.likeliest_in, found.expected) == (one.likeliest_in, one.expected)
        assert (found.low, found.high) == (one.low, one.high)


@given(histories())
def test_every_cause_is_there_once_the_most_expected_first(history):
    found = pattern(*history).causes
    assert {one.name: one.title for one in found} == {one.name: one.title for one in CAUSES}
    assert [one.expected for one in found] == sorted((one.expected for one in found), reverse=True)
    assert sum(one.likeliest_in for one in found) <= history[1].sum()


@given(st.lists(chances, min_size=1, max_size=20), st.data())
def test_a_cause_made_likelier_in_a_run_is_expected_no_less_often(excess, data):
    place = data.draw(st.integers(0, len(excess) - 1))
    raised = list(excess)
    raised[place] = data.draw(st.floats(excess[place], 1.0))
    one, other = first_of(excess), first_of(raised)
    assert other.expected >= one.expected - 1e-9
    assert other.low >= one.low and other.high >= one.high


# Sentences


def test_a_recurring_cause_is_told_with_its_counts_and_interval():
    sentence = pattern(runs_of([0.9] * 9), np.ones(9, dtype=bool)).sentence
    title = CAUSES[0].title
    assert sentence.startswith(title[0].upper() + title[1:])
    assert "likeliest cause in 9 of 9 sore runs" in sentence
    assert "Of all 9, 6 to 9 were because of it" in sentence and "90 %" in sentence
    assert "may be chance" not in sentence


def test_one_sore_run_is_no_pattern_however_sure_it_is():
    found = pattern(runs_of([1.0]), np.ones(1, dtype=bool))
    assert found.recurring == () and found.sentence == "1 sore run is too few to see a pattern."


def test_four_sore_runs_of_four_in_new_shoes_are_told_with_how_sure_that_is():
    """They used to be too few to see a pattern."""
    found = pattern(runs_of([0.6] * 4 + [0.0] * 5, 0.25), np.arange(9) < 4)
    assert "likeliest cause in 4 of 4 sore runs" in found.sentence
    assert "Of all 4, 1 to 4 were because of it" in found.sentence
    assert "Sore after 4 of 4 runs that it may explain, and after 0 of 5 others." in found.sentence
    assert found.sentence.endswith("It may be chance.") and found.recurring == ()
    assert pattern(runs_of([0.95] * 4), np.ones(4, dtype=bool)).recurring


@given(histories())
def test_the_runs_that_a_cause_may_explain_are_counted_with_those_that_were_sore(history):
    probabilities, sore = history
    for found in pattern(probabilities, sore).causes:
        share = np.clip(given_sore(probabilities)[:, PLACE[found.name]], 0, 1)
        having = share >= LEAST_EXCESS_FRACTION
        assert (found.runs_with, found.sore_with) == (having.sum(), sore[having].sum())


def test_sore_runs_without_a_clear_cause_show_no_pattern():
    found = pattern(runs_of([0.1] * 9), np.ones(9, dtype=bool))
    assert found.recurring == () and "No cause recurs" in found.sentence


def test_a_cause_that_is_often_likeliest_yet_not_sure_is_told_as_such():
    found = pattern(runs_of([0.55] * 6), np.ones(6, dtype=bool))
    assert found.recurring == ()
    assert "likeliest cause in" in found.sentence and "It may be chance." in found.sentence


def test_a_cause_that_is_never_likeliest_is_not_said_to_recur():
    """Runs of which nothing is known add up to some of every cause."""
    found = pattern(runs_of([0.5] * 40), np.ones(40, dtype=bool))
    low = dataclasses.replace(found.causes[0], likeliest_in=0, low=2)
    assert Pattern(n_runs=40, n_sore=40, causes=(low,)).recurring == ()


def test_no_sore_run_is_said_as_such():
    assert "No run" in pattern(runs_of([0.5] * 3), np.zeros(3, dtype=bool)).sentence


@given(histories())
def test_no_sentence_is_long(history):
    for sentence in pattern(*history).sentence.split(". "):
        assert len(sentence.split()) <= 25


@pytest.mark.parametrize(
    ("probabilities", "n_sore", "complaint"),
    [
        (runs_of([0.5]), 2, "shape"),
        (np.full((1, len(HEADS)), np.nan), 1, "from 0 to 1"),
        (np.full((1, 2), 0.5), 1, "shape"),
    ],
)
def test_what_does_not_fit_is_refused(probabilities, n_sore, complaint):
    with pytest.raises(SchemaError, match=complaint):
        pattern(probabilities, np.ones(n_sore, dtype=bool))


# Which runs were sore


@pytest.mark.parametrize(
    ("session", "sore"),
    [
        ({}, False),
        ({"sore_days": 2}, True),
        ({"sore_days": 0}, False),
        ({"onset_hours": 0}, True),
        ({"sharp_pain": 1}, True),
        ({"swelling": 0, "one_leg_only": 0}, False),
        ({"severity_0_10": 2}, True),
        ({"severity_0_10": 1.5}, False),
        ({"severity_0_10": 1, "sore_days": 2, "onset_hours": 20}, False),
    ],
)
def test_notes_say_whether_a_run_was_sore(session, sore):
    assert counts_as_sore(encode_session(session)) == sore


def test_a_label_is_believed_where_there_is_one():
    assert not counts_as_sore({"sore_calves": 0.0, "sore_days": 3.0})
    assert counts_as_sore({"sore_calves": 1.0, "sore_days": 0.0})
    assert counts_as_sore({"sore_days": 3.0})


@given(sessions(AFTERWARDS_COLUMNS, always=["severity_0_10"]), cells_of(COLUMNS["severity_0_10"]))
def test_worse_soreness_never_makes_a_run_less_sore(session, worse):
    if worse >= session["severity_0_10"]:
        milder, worse_one = (
            counts_as_sore(encode_session(one))
            for one in (session, session | {"severity_0_10": worse})
        )
        assert worse_one >= milder


# Coverage of the truth


@pytest.fixture(scope="module")
def simulated():
    return simulate(4000, 16, seed=11)


def coverage(sessions, probabilities):
    """Share of intervals that hold the true number of runs, and what they state, where an interval
    is of a cause that is expected in a run at least: of the others nearly all begin at none."""
    soreness = sessions.soreness
    labels = np.column_stack(list(soreness.because_of.values()))[soreness.sore]
    excess = given_sore(probabilities[soreness.sore])
    runner = sessions.runner[soreness.sore]
    seen, stated = [], []
    for number in np.unique(sessions.runner):
        runs = sessions.runner == number
        found = pattern(probabilities[runs], soreness.sore[runs])
        if found.n_sore >= FEWEST_RECURRENCES:
            own = runner == number
            for one in found.causes:
                if one.expected >= 1:
                    true = labels[own, PLACE[one.name]].sum()
                    chance = sum_distribution(excess[own, PLACE[one.name]])
                    seen.append(one.low <= true <= one.high)
                    stated.append(chance[one.low : one.high + 1].sum())
    assert len(seen) > 100
    return np.mean(seen), np.mean(stated)


def test_intervals_of_the_true_probabilities_hold_the_truth_as_often_as_they_state(simulated):
    """Given all that is hidden, runs are independent: then the intervals are exact."""
    soreness = simulated.soreness
    truth = np.column_stack([*soreness.true_p.values(), soreness.true_p_sore])
    seen, stated = coverage(simulated, truth)
    assert stated >= 0.9
    assert seen == pytest.approx(stated, abs=0.04)


def test_intervals_of_a_model_hold_the_truth_somewhat_less_often_than_they_state(tiny, simulated):
    """What is hidden of a runner is the same in all of the runs, and the model does not know it."""
    seen, stated = coverage(
        simulated, tiny.predictor.predict_cells(simulated.cells, len(simulated))
    )
    assert seen < stated
    assert seen == pytest.approx(0.9, abs=0.08)
