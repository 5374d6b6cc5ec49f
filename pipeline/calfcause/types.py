"""The kinds of arrays, by what they hold; numbers are NaN where missing."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.intp]
