"""A loaded model: cells in, probabilities out, on ONNX Runtime alone."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import ModelError
from calfcause.learn.features import features_and_exposures
from calfcause.learn.probabilities import HEADS, joined
from calfcause.learn.recalibration import moved, moves_of
from calfcause.models.layout import POPULATION
from calfcause.models.population import Population

Array = NDArray[np.float64]


class LoadedModel:
    """The heads of a model folder, ready to answer.

    Safe to share between threads: nothing changes after loading.

    Parameters
    ----------
    graph : the ONNX graph of the heads.
    description : what ``model.json`` says of the model.
    folder : where it was loaded from; None if it comes from no folder.

    Raises
    ------
    ModelError
        If ONNX Runtime cannot read the graph, or the description holds an unreadable calibration.
    """

    def __init__(
        self, graph: bytes, description: Mapping[str, Any], folder: Path | None = None
    ) -> None:
        # onnxruntime reports its use to its makers unless told not to before it is imported.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                graph, sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its errors share no base of their own
            raise ModelError(f"ONNX Runtime cannot read the graph: {error}") from error
        self.description = dict(description)
        self._moves = moves_of(description)
        self._graph = graph
        self._folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        """What other processes need to have the same model."""
        return type(self), (self._graph, self.description, self._folder)

    @cached_property
    def population(self) -> Population | None:
        """Simulated runs that questions are drawn from; None where the model folder has none."""
        path = self._folder / POPULATION if self._folder else None
        return Population.load(path) if path and path.is_file() else None

    def predict_cells(self, cells: Mapping[str, Array], n_sessions: int) -> Array:
        """Probabilities of encoded cells.

        Parameters
        ----------
        cells : columns of shape ``(n_sessions,)``, NaN where unknown; absent columns are unknown.
        n_sessions : how many sessions there are.

        Returns
        -------
        ndarray, shape ``(n_sessions, n_heads)``, columns as ``HEADS``.
        """
        return self.predict_features(features_and_exposures(cells, n_sessions)[0])

    def predict_features(self, matrix: NDArray[np.float32]) -> Array:
        """The same of a matrix of features, columns as in ``learn.features.features()``."""
        if len(matrix) == 0:
            return np.empty((0, len(HEADS)))
        (raw,) = self._session.run(None, {"features": matrix})
        return joined(moved(raw.astype(np.float64), self._moves))
