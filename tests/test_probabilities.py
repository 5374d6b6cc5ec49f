"""What the heads' numbers mean together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from calfcause.causes import CAUSES
from calfcause.learn.probabilities import (
    HEADS,
    NONE,
    coherent,
    given_sore,
    joined,
    of_one,
    primary_causes,
)

matrices = arrays.arrays(
    np.float64, st.tuples(st.integers(0, 5), st.just(len(HEADS))), elements=st.floats(-0.5, 1.5)
)


def with_sore(p_sore, **by_cause):
    return np.array([[by_cause.get(name, 0.0) for name in HEADS[:-1]] + [p_sore]])


FIRST, SECOND = HEADS[0], HEADS[1]


def test_there_is_a_head_for_every_cause_and_sore_is_last():
    assert (*(cause.name for cause in CAUSES), "sore") == HEADS


@given(matrices)
def test_coherent_probabilities_lie_between_0_and_sore(raw):
    made = coherent(raw)
    assert made.shape == raw.shape
    assert (made >= 0).all() and (made <= made[:, -1:]).all() and (made <= 1).all()


@given(matrices)
def test_coherent_probabilities_stay_as_they_are(raw):
    once = coherent(raw)
    np.testing.assert_array_equal(coherent(once), once)


@given(matrices, st.integers(0, len(HEADS) - 1), st.floats(0, 0.5))
def test_coherence_keeps_the_order_of_what_it_is_given(raw, place, more):
    higher = raw.copy()
    higher[:, place] += more
    assert (coherent(higher) >= coherent(raw)).all()


@given(matrices)
def test_joined_probabilities_are_coherent(raw):
    p = joined(raw)
    np.testing.assert_array_equal(coherent(p), p)


@given(arrays.arrays(np.float64, (3, len(HEADS)), elements=st.floats(0.01, 1)))
def test_what_the_heads_of_causes_give_are_excess_fractions(raw):
    np.testing.assert_allclose(given_sore(joined(raw)), raw[:, :-1])


@given(matrices)
def test_once_sore_a_cause_is_no_less_likely(raw):
    p = coherent(raw)
    excess = given_sore(p)
    assert excess.shape == (len(p), len(HEADS) - 1)
    assert (excess >= p[:, :-1] - 1e-12).all() and (excess <= 1 + 1e-12).all()


def test_the_excess_fraction_is_the_share_of_sore_runs():
    assert given_sore(with_sore(0.4, **{FIRST: 0.1}))[0, 0] == 0.25


def test_never_sore_has_no_cause():
    p = with_sore(0.0)
    assert given_sore(p).max() == 0
    assert primary_causes(p) == [NONE]


def test_the_likeliest_cause_is_primary():
    assert primary_causes(with_sore(0.5, **{FIRST: 0.2, SECOND: 0.3})) == [SECOND]


def test_none_is_primary_where_soreness_without_any_cause_is_likelier():
    assert primary_causes(with_sore(0.5, **{FIRST: 0.05, SECOND: 0.1})) == [NONE]


def test_what_two_causes_cannot_explain_counts_as_none():
    nearly_half = {FIRST: 0.05, SECOND: 0.14}
    assert primary_causes(with_sore(0.5, **nearly_half)) == [NONE]
    assert primary_causes(with_sore(0.34, **nearly_half)) == [SECOND]


def test_each_session_has_its_own_primary_cause():
    rows = [with_sore(0.5, **{FIRST: 0.4}), with_sore(0.5), with_sore(0.5, **{SECOND: 0.4})]
    assert primary_causes(np.vstack(rows)) == [FIRST, NONE, SECOND]
    assert primary_causes(np.empty((0, len(HEADS)))) == []


@given(matrices)
def test_one_session_is_judged_as_many_are(raw):
    p = joined(raw)
    found = [of_one(row) for row in p.tolist()]
    assert [primary for _, primary in found] == primary_causes(p)
    assert [excess for excess, _ in found] == given_sore(p).tolist()
