"""A model in memory: cells in, probabilities out, by ONNX Runtime alone."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import ModelError
from calfcause.learn.features import features, features_and_exposures
from calfcause.learn.layer import KEY, Layer, layer_of
from calfcause.learn.probabilities import HEADS, joined
from calfcause.learn.recalibration import moved, moves_of
from calfcause.models.features_check import KEY as FEATURES
from calfcause.models.features_check import check_features
from calfcause.models.graph_check import (
    INPUT,
    check_answers,
    check_content,
    check_session,
    refuse_no_probabilities,
)
from calfcause.models.layout import OF_GRAPH
from calfcause.models.population import Population
from calfcause.sessions.contradictions import usable
from calfcause.types import Array

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def _open(graph: bytes) -> "InferenceSession":
    """Open a graph in ONNX Runtime, on the thread that calls it."""
    # onnxruntime reports its use to its makers unless this is set before it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what it would write to standard error becomes a message
    try:
        return onnxruntime.InferenceSession(
            graph,
            sess_options=options,
            providers=["CPUExecutionProvider"],
            enable_fallback=0,  # which would print to standard output
        )
    except Exception as error:  # its errors have no base class of their own
        raise ModelError(f"ONNX Runtime cannot read the graph: {str(error)[:300]}") from error


@dataclass(frozen=True)
class ModelId:
    """Which model answered.

    Attributes
    ----------
    version : str
        The version of calfcause that trained it.
    hash : str
        SHA-256 of its description, which covers all that answers depend on.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> predictor = Predictor.load()
    >>> predictor.predict_one({})["model"]["hash"] == predictor.id.hash
    True
    """

    version: str
    hash: str


class LoadedModel:
    """A model in memory that gives probabilities.

    Threads can share it, and a forked process can go on using it.

    Parameters
    ----------
    graph : bytes
        The ONNX graph of the heads.
    description : mapping
        The content of ``model.json``.
    population : bytes, optional
        The content of ``population.npz``; without it there are no questions.

    Attributes
    ----------
    description : dict
        The content of ``model.json``: features, heads, training and figures.
    graph, population_file : bytes
        What the model was made from; the latter may be None.
    layer : Layer or None
        What was learned from accounts in words, if anything.

    Raises
    ------
    ModelError
        If the graph is not one of calfcause's or cannot be read, it does not answer with
        probabilities, the layer or calibration in the description cannot be read, or the model was
        trained with other features than this version makes.
    """

    def __init__(
        self, graph: bytes, description: Mapping[str, Any], population: bytes | None = None
    ) -> None:
        check_content(graph)
        self.graph, self.population_file = graph, population
        self._sessions = {os.getpid(): _open(graph)}
        width = len(features())
        check_session(self._session(), width, len(HEADS))
        check_answers(self._raw, width, len(HEADS))
        self.description = dict(description)
        self.layer = layer_of(description)
        self._moves = moves_of(description)
        if FEATURES in description and self.population:
            check_features(description, self.population)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the model as what it was made from."""
        return type(self), (self.graph, self.description, self.population_file)

    def without_accounts(self) -> Self:
        """Give the same model without what it learned from accounts: the heads alone."""
        bare = {name: entry for name, entry in self.description.items() if name != KEY}
        return type(self)(self.graph, bare, self.population_file)

    def _session(self) -> "InferenceSession":
        """Give the session of this process; a forked process opens its own.

        One that was forked while a thread answered has inherited locks that nobody will release.
        The inherited session stays in the dict unused, since freeing it could wait for them too.
        """
        number = os.getpid()
        session = self._sessions.get(number)
        if session is None:
            session = self._sessions[number] = _open(self.graph)
        return session

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the description, which covers all that answers depend on, graph included."""
        # What names the whole graph, which holds this hash, cannot be in it.
        told = {name: entry for name, entry in self.description.items() if name != OF_GRAPH}
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def id(self) -> ModelId:
        """The version and the hash of the model, which stand in every answer."""
        return ModelId(str(self.description.get("calfcause", "")), self.digest)

    @cached_property
    def population(self) -> Population | None:
        """Simulated runs that questions come from; None if the model folder has none."""
        return Population.parse(self.population_file) if self.population_file else None

    def predict_cells(self, cells: Mapping[str, Array], n_sessions: int) -> Array:
        """Predict encoded cells.

        Parameters
        ----------
        cells : mapping of str to ndarray, shape (n_sessions,)
            Encoded cells by column: numbers as they are, flags as 0 or 1, a word as its place
            among the choices of its column; NaN where missing. Absent columns count as missing.
        n_sessions : int
            How many sessions there are.

        Returns
        -------
        ndarray, shape (n_sessions, n_heads)
            Probabilities, 0 to 1: a column for each cause, then ``sore``.
        """
        return self.predict_features(features_and_exposures(usable(cells), n_sessions)[0])

    def predict_features(self, matrix: NDArray[np.float32]) -> Array:
        """Predict a matrix of features.

        Parameters
        ----------
        matrix : ndarray of float32, shape (n_sessions, n_features)
            Features of sessions, with the columns of ``learn.features.features()``.

        Returns
        -------
        ndarray, shape (n_sessions, n_heads)
            Probabilities, as in ``predict_cells``.
        """
        if len(matrix) == 0:
            return np.empty((0, len(HEADS)))
        return self.moved_and_joined(self.raw(matrix), matrix, self.layer)

    def raw(self, matrix: NDArray[np.float32]) -> Array:
        """Give the outputs of the heads: neither moved nor joined."""
        raw = self._raw(matrix)
        refuse_no_probabilities(raw)
        return np.asarray(raw.astype(np.float64))

    def moved_and_joined(
        self, raw: Array, matrix: NDArray[np.float32], layer: Layer | None
    ) -> Array:
        """Turn outputs of the heads into probabilities, with this or another layer."""
        told = layer(raw, matrix) if layer else raw
        return joined(moved(told, self._moves))

    def _raw(self, matrix: NDArray[np.float32]) -> Any:
        return self._session().run(None, {INPUT: matrix})[0]
