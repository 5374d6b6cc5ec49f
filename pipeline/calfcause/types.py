"""The kinds of arrays, by what they hold; numbers are NaN where missing."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Integers = NDArray[np.intp]
