"""What causes compute with gives the same for a float as NumPy does for an array."""

from math import inf, nan

import numpy as np
import pytest

from calfcause.causes import elementwise

NUMBERS = [nan, -inf, -2.0, 0.0, 0.5, 1.0, 3.0, inf]
TABLE = np.array([0.0, 0.35, 1.0, 1.5])


@pytest.mark.parametrize("name", ["maximum", "minimum", "fmax", "fmin"])
def test_of_two_numbers(name):
    for a in NUMBERS:
        for b in NUMBERS:
            found, column = getattr(elementwise, name)(a, b), np.array([a])
            np.testing.assert_equal(found, getattr(np, name)(a, b), f"{a} {b}")
            np.testing.assert_equal(getattr(elementwise, name)(column, b), np.array([found]))
            assert type(found) is float


@pytest.mark.parametrize("name", ["log", "log2", "exp"])
def test_of_one_number(name):
    for a in (0.1, 0.5, 1.0, 3.0, nan):
        found = getattr(elementwise, name)(a)
        np.testing.assert_allclose(found, getattr(np, name)(a), rtol=1e-15)
        assert type(found) is float
    np.testing.assert_equal(getattr(elementwise, name)(TABLE[1:]), getattr(np, name)(TABLE[1:]))


def test_what_is_known():
    numbers = np.array(NUMBERS)
    np.testing.assert_equal(elementwise.isnan(numbers), np.isnan(numbers))
    np.testing.assert_equal(elementwise.known(numbers), ~np.isnan(numbers))
    assert [elementwise.isnan(a) for a in NUMBERS] == np.isnan(numbers).tolist()
    assert [elementwise.known(a) for a in NUMBERS] == (~np.isnan(numbers)).tolist()


def test_one_or_the_other():
    assert elementwise.where(2.0 > 1.0, 1.0, nan) == 1.0
    assert elementwise.where(2.0 < 1.0, nan, 2.0) == 2.0
    found = elementwise.where(np.array([True, False]), np.array([1.0, nan]), 2.0)
    np.testing.assert_equal(found, [1.0, 2.0])
    assert [elementwise.or_else(a, 7.0) for a in (nan, 0.0)] == [7.0, 0.0]
    np.testing.assert_equal(elementwise.or_else(np.array([nan, 0.0]), 7.0), [7.0, 0.0])


def test_between_bounds():
    assert [elementwise.clip(a, 0.0, 1.0) for a in (-2.0, 0.5, 3.0)] == [0.0, 0.5, 1.0]
    np.testing.assert_equal(elementwise.clip(np.array(NUMBERS), 0.0, 1.0), np.clip(NUMBERS, 0, 1))


def test_codes_are_looked_up():
    codes = [0.0, 1.0, 3.0, nan]
    by_float = [elementwise.lookup(code, TABLE) for code in codes]
    np.testing.assert_equal(by_float, [0.0, 0.35, 1.5, nan])
    np.testing.assert_equal(elementwise.lookup(np.array(codes), TABLE), by_float)
    assert {type(one) for one in by_float} == {float}
