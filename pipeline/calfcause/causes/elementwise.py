"""NumPy functions under their own names that also take plain floats, for causes to compute with.

What NumPy hands its functions over to, such as ``learn.trace``, computes with them as well.

A column of sessions goes to NumPy. The float of a single session does not: an array of one number
costs NumPy about ten times what the number costs Python, and answering one session takes hundreds
of such steps. NaN means missing in both. Both give the same result, except for the last bit of a
logarithm, a power or an exponential.
"""

import math
from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Cells = Mapping[str, Array]
"""Encoded cells by column, shape ``(n_sessions,)`` each, NaN where missing."""
Numbers = Array | float
"""A column, shape ``(n_sessions,)``, or the number of one session."""
Columns = Mapping[str, Numbers]
"""Columns, or the numbers of one session, by name."""
Truths = NDArray[np.bool_] | bool


def known(a: Numbers) -> Truths:
    """Whether a number is known: the opposite of ``isnan``."""
    return a == a


def isnan(a: Numbers) -> Truths:
    """Whether a number is missing."""
    return a != a


def where(condition: Truths, a: Numbers, b: Numbers) -> Numbers:
    """``a`` where the condition holds, else ``b``."""
    if condition is True:
        return a
    if condition is False:
        return b
    return np.where(condition, a, b)


def maximum(a: Numbers, b: Numbers) -> Numbers:
    """The larger; NaN if either is."""
    if type(a) is float and type(b) is float:
        return a if a >= b or a != a else b
    return np.maximum(a, b)


def minimum(a: Numbers, b: Numbers) -> Numbers:
    """The smaller; NaN if either is."""
    if type(a) is float and type(b) is float:
        return a if a <= b or a != a else b
    return np.minimum(a, b)


def fmax(a: Numbers, b: Numbers) -> Numbers:
    """The larger of the known ones; NaN if neither is known."""
    if type(a) is float and type(b) is float:
        return a if a >= b or b != b else b
    return np.fmax(a, b)


def fmin(a: Numbers, b: Numbers) -> Numbers:
    """The smaller of the known ones; NaN if neither is known."""
    if type(a) is float and type(b) is float:
        return a if a <= b or b != b else b
    return np.fmin(a, b)


def clip(a: Numbers, low: float, high: float) -> Numbers:
    """``a``, but at least ``low`` and at most ``high``."""
    return minimum(maximum(a, low), high)


def log(a: Numbers) -> Numbers:
    """Natural logarithm."""
    return math.log(a) if type(a) is float else np.log(a)


def log2(a: Numbers) -> Numbers:
    """Logarithm to base 2."""
    return math.log2(a) if type(a) is float else np.log2(a)


def exp(a: Numbers) -> Numbers:
    """Exponential."""
    return math.exp(a) if type(a) is float else np.exp(a)


def lookup(codes: Numbers, table: Array) -> Numbers:
    """The table's value for each code; NaN for a missing code."""
    if type(codes) is float:
        return table.item(int(codes)) if codes == codes else math.nan
    if traced := getattr(codes, "lookup", None):
        return cast(Numbers, traced(table))
    missing = isnan(codes)
    return np.where(missing, np.nan, table[np.where(missing, 0.0, codes).astype(np.intp)])


def or_else(values: Numbers, fallback: Numbers) -> Numbers:
    """The values, with the fallback where they are missing."""
    if type(values) is float:
        return values if values == values else fallback
    return np.where(isnan(values), fallback, values)
