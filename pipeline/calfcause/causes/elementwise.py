"""What causes compute with: functions of NumPy, by their names there, that take floats as well.

A column of sessions goes to NumPy. The float of a single session does not: an array of one number
costs NumPy about ten times what the number costs Python, and answering one session is hundreds of
such steps. Unknown is NaN to both, and both give the same, but for the last bit of a logarithm, a
power or an exponential.
"""

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64] | float
"""A column, shape ``(n_sessions,)``, or the number of one session."""
Truths = NDArray[np.bool_] | bool


def known(a: Numbers) -> Truths:
    """Whether there is a number: the opposite of ``isnan``."""
    return a == a


def isnan(a: Numbers) -> Truths:
    return a != a


def where(condition: Truths, a: Numbers, b: Numbers) -> Numbers:
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
    """The larger of what is known; NaN if neither is."""
    if type(a) is float and type(b) is float:
        return a if a >= b or b != b else b
    return np.fmax(a, b)


def fmin(a: Numbers, b: Numbers) -> Numbers:
    """The smaller of what is known; NaN if neither is."""
    if type(a) is float and type(b) is float:
        return a if a <= b or b != b else b
    return np.fmin(a, b)


def clip(a: Numbers, low: float, high: float) -> Numbers:
    return minimum(maximum(a, low), high)


def log(a: Numbers) -> Numbers:
    return math.log(a) if type(a) is float else np.log(a)


def log2(a: Numbers) -> Numbers:
    return math.log2(a) if type(a) is float else np.log2(a)


def exp(a: Numbers) -> Numbers:
    return math.exp(a) if type(a) is float else np.exp(a)


def lookup(codes: Numbers, table: NDArray[np.float64]) -> Numbers:
    """Table value of each code, NaN for unknown codes."""
    if type(codes) is float:
        return table.item(int(codes)) if codes == codes else math.nan
    unknown = isnan(codes)
    return np.where(unknown, np.nan, table[np.where(unknown, 0.0, codes).astype(np.intp)])


def or_else(values: Numbers, fallback: Numbers) -> Numbers:
    """Values, and the fallback where they are unknown."""
    if type(values) is float:
        return values if values == values else fallback
    return np.where(isnan(values), fallback, values)
