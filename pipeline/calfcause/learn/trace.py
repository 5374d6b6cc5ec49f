"""A column that stands for any column: what NumPy is asked to compute of it is written as ONNX.

NumPy hands its functions over to it, so the code that makes features of numbers writes the graph.
Whatever has to treat NaN as NumPy does is made of comparisons, for which ONNX leaves nothing open.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.lib.mixins import NDArrayOperatorsMixin
from onnx import helper, numpy_helper

DOUBLE, BOOL = np.dtype(np.float64), np.dtype(np.bool_)
# NumPy's functions that ONNX has under another name, with NaN treated alike.
OPERATIONS = {
    "add": "Add", "subtract": "Sub", "multiply": "Mul", "divide": "Div", "power": "Pow",
    "exp": "Exp", "log": "Log", "negative": "Neg",
    "less": "Less", "less_equal": "LessOrEqual", "greater": "Greater",
    "greater_equal": "GreaterOrEqual", "equal": "Equal", "isnan": "IsNaN",
    "bitwise_and": "And", "bitwise_or": "Or", "bitwise_xor": "Xor", "invert": "Not",
}  # fmt: skip
LOGICAL = {"And", "Or", "Xor", "Not"}
TRUTHS = LOGICAL | {"Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal", "IsNaN"}
# When the first of two numbers is taken; the second is where it is not known.
FIRST = {"maximum": "Less", "minimum": "Greater", "fmax": "GreaterOrEqual", "fmin": "LessOrEqual"}


class Trace:
    """The nodes and constants of a graph, each written once."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[tuple[Any, ...], onnx.TensorProto] = {}
        self._made: dict[str, str] = {}

    def constant(self, value: Any, kind: np.dtype[Any]) -> str:
        """The name of a constant."""
        array = np.asarray(value, dtype=kind)
        key = (kind, array.shape, array.tobytes())
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(array, f"c{len(self.constants)}")
        return str(self.constants[key].name)

    def node(self, operation: str, inputs: Sequence[str], **attributes: Any) -> str:
        """The name of what an operation makes of these."""
        key = repr((operation, *inputs, attributes))
        if key not in self._made:
            name = self._made[key] = f"n{len(self.nodes)}"
            self.nodes.append(helper.make_node(operation, inputs, [name], **attributes))
        return self._made[key]


class Traced(NDArrayOperatorsMixin):
    """A column, shape ``(n_sessions, 1)``, or ``width`` of them beside each other."""

    def __init__(
        self, trace: Trace, name: str, kind: np.dtype[Any] = DOUBLE, width: int = 1
    ) -> None:
        self.trace, self.name, self.kind, self.width = trace, name, kind, width

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **others: Any) -> Any:
        function = ufunc.__name__
        if method != "__call__" or others:
            return NotImplemented
        if function in FIRST:
            return self._larger(function, *inputs)
        if function == "not_equal":
            return ~np.equal(*inputs)
        if function == "log2":
            return np.log(inputs[0]) / np.log(2.0)
        if function not in OPERATIONS:
            return NotImplemented
        if any(one is True for one in inputs) and function in ("bitwise_and", "bitwise_xor"):
            return self if function == "bitwise_and" else ~self
        if any(one is False for one in inputs) and function == "bitwise_or":
            return self
        return self._of(OPERATIONS[function], *inputs)

    def __array_function__(self, function: Any, types: Any, given: Any, options: Any) -> Any:
        if function is np.where:
            return self._where(*given)
        if function is np.any:
            return True  # of some sessions, so nothing is left out
        if function is np.concatenate:
            parts = [one for one in given[0] if isinstance(one, Traced)]
            return Traced(
                self.trace,
                self.trace.node("Concat", [one._as(self.kind) for one in parts], **options),
                self.kind,
                sum(one.width for one in parts),
            )
        return NotImplemented

    def __getitem__(self, key: tuple[slice, Any]) -> "Traced":
        """Columns of it, as in ``matrix[:, 1:3]``."""
        places = np.atleast_1d(np.arange(self.width)[key[1]])
        at = self.trace.constant(places, np.dtype(np.int64))
        name = self.trace.node("Gather", [self.name, at], axis=1)
        return Traced(self.trace, name, self.kind, len(places))

    def astype(self, kind: Any) -> "Traced":
        """The same as other numbers."""
        kind = np.dtype(kind)
        return Traced(self.trace, self._as(kind), kind, self.width)

    def max(self, axis: int, keepdims: bool) -> "Traced":
        """The largest of a row, which has to be known."""
        name = self.trace.node("ReduceMax", [self.name], axes=[axis], keepdims=int(keepdims))
        return Traced(self.trace, name, self.kind)

    def lookup(self, table: Any) -> "Traced":
        """The table's value for each code, NaN for a missing one; any other code is an error."""
        missing = np.isnan(self)
        at = self._where(missing, 0.0, self).astype(np.int64)
        found = self.trace.node("Gather", [self.trace.constant(table, DOUBLE), at.name])
        return self._where(missing, np.nan, Traced(self.trace, found))

    def _larger(self, function: str, a: Any, b: Any) -> "Traced":
        if not isinstance(a, Traced):
            a, b = b, a
        first = self._of(FIRST[function], a, b)
        if isinstance(b, Traced):
            first = first | np.isnan(b)
        return self._where(first, *((b, a) if function in ("maximum", "minimum") else (a, b)))

    def _where(self, condition: Any, a: Any, b: Any) -> "Traced":
        return self._of("Where", condition, a, b)

    def _of(self, operation: str, *inputs: Any) -> "Traced":
        """What an operation makes of columns and constants."""
        kinds = [BOOL if operation in LOGICAL else DOUBLE for _ in inputs]
        if operation == "Where":
            kinds[0] = BOOL
        names = [
            one._as(kind) if isinstance(one, Traced) else self.trace.constant(one, kind)
            for one, kind in zip(inputs, kinds, strict=True)
        ]
        width = max(one.width for one in inputs if isinstance(one, Traced))
        kind = BOOL if operation in TRUTHS else DOUBLE
        return Traced(self.trace, self.trace.node(operation, names), kind, width)

    def _as(self, kind: np.dtype[Any]) -> str:
        if kind == self.kind:
            return self.name
        if kind == BOOL:
            return self._of("Greater", self, 0.0).name
        return self.trace.node("Cast", [self.name], to=helper.np_dtype_to_tensor_dtype(kind))
