"""The predictor: a released model folder in, probabilities out, on ONNX Runtime alone."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.cells import encode_row, encode_session, lacks_columns, refuse_unknown
from calfcause.errors import ModelError, SchemaError
from calfcause.features import features, features_and_exposures, features_of_one
from calfcause.probabilities import HEADS, given_sore, joined, of_one, primary_causes
from calfcause.recalibration import KEY, moved, moves_of
from calfcause.red_flags import red_flag_names, red_flag_names_of_one
from calfcause.schema import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from calfcause.changes import NextRun
    from calfcause.explain import Answer
    from calfcause.population import Population
    from calfcause.questions import Question

Array = NDArray[np.float64]

FORMAT = 1
# Its heads are moved to somebody's own labels; what knows no such moves must not read it.
ADAPTED_FORMAT = 2
GRAPH = "heads.onnx"
DESCRIPTION = "model.json"


ANSWER_COLUMNS = (
    *(f"p_{head}" for head in (HEADS[-1], *HEADS[:-1])),
    *(f"p_{cause}_given_sore" for cause in HEADS[:-1]),
    "primary_cause",
    "red_flags",
)
"""The columns of every prediction, in order."""


def is_number(name: str) -> bool:
    """Whether a column of answers holds numbers; others hold texts."""
    return name.startswith("p_")


class Predictor:
    """Answers for sessions; load one with ``Predictor.load``.

    Safe to share between threads: nothing changes after loading.
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
        """What other processes need to have the same predictor."""
        return Predictor, (self._graph, self.description, self._folder)

    @classmethod
    def load(cls, source: str | Path | None = None) -> "Predictor":
        """Load the released model, or the one in a folder, or ``models:/name@alias`` from MLflow.

        Raises
        ------
        ModelError
            If there is no model, its graph is not the one described, or it was made for other
            features or causes than this version of calfcause has.
        """
        folder = model_folder(source)
        description = _read_description(folder)
        try:
            graph = (folder / GRAPH).read_bytes()
        except OSError as error:
            raise ModelError(f"no graph in the model folder: {folder / GRAPH}") from error
        found = hashlib.sha256(graph).hexdigest()
        if found != description.get("graph_sha256"):
            raise ModelError(
                f"{folder / GRAPH} is damaged or not the graph that {DESCRIPTION} describes"
                f" (SHA-256 {found[:12]}…, expected {str(description.get('graph_sha256'))[:12]}…)"
            )
        _check_fits(description, folder)
        return cls(graph, description, folder)

    @cached_property
    def population(self) -> "Population | None":
        """Simulated runs that questions are drawn from; None where the model folder has none."""
        from calfcause.population import POPULATION, Population

        path = self._folder / POPULATION if self._folder else None
        return Population.load(path) if path and path.is_file() else None

    def predict_cells(self, cells: Mapping[str, Array], n_sessions: int) -> Array:
        """Probabilities of encoded cells, shape ``(n_sessions, n_heads)``, columns as ``HEADS``.

        Columns that are absent are unknown.
        """
        return self.predict_features(features_and_exposures(cells, n_sessions)[0])

    def predict_features(self, matrix: NDArray[np.float32]) -> Array:
        """The same of a matrix of features, columns as in ``features.features()``."""
        if len(matrix) == 0:
            return np.empty((0, len(HEADS)))
        (raw,) = self._session.run(None, {"features": matrix})
        return joined(moved(raw.astype(np.float64), self._moves))

    def predict_columns(
        self, cells: Mapping[str, Array], n_sessions: int
    ) -> dict[str, NDArray[Any]]:
        """The columns of a prediction of encoded cells, red flags included."""
        columns = answer_columns(self.predict_cells(cells, n_sessions))
        names = red_flag_names(cells, n_sessions)
        return columns | {"red_flags": np.array(names, dtype=object)}

    def predict(self, sessions: "pd.DataFrame") -> "pd.DataFrame":
        """Predict a frame of sessions: same index, columns as in ``predict_columns``.

        Raises
        ------
        SchemaError
            If cells do not fit the schema; the message lists them.
        """
        import pandas as pd

        from calfcause.sessions import encode_frame, raise_bad_cells

        if not isinstance(sessions, pd.DataFrame):
            raise SchemaError(
                f"predict takes a DataFrame, not a {type(sessions).__name__};"
                " dicts go to predict_many"
            )
        cells, bad = encode_frame(sessions)
        raise_bad_cells(bad, "the frame of sessions")
        return pd.DataFrame(self.predict_columns(cells, len(sessions)), sessions.index)

    def predict_many(self, sessions: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
        """Predict sessions given as dicts; no frame is made.

        Examples
        --------
        >>> predictor = Predictor.load()
        >>> first, unknown = predictor.predict_many([{"session_type": "race"}, {}])
        >>> first["p_sore"] > unknown["p_sore"]
        True
        """
        columns = self.predict_columns(*encode_sessions(sessions))
        return [
            dict(zip(columns, row, strict=True))
            for row in zip(*(found.tolist() for found in columns.values()), strict=True)
        ]

    def predict_one(self, session: Mapping[str, object]) -> dict[str, Any]:
        """Predict one session given as a dict."""
        codes = encode_session(session)
        row, _ = features_of_one(codes)
        p = self.predict_features(np.array([row], dtype=np.float32))[0].tolist()
        excess, primary = of_one(p)
        found = (p[-1], *p[:-1], *excess, primary, red_flag_names_of_one(codes))
        return dict(zip(ANSWER_COLUMNS, found, strict=True))

    def explain(self, session: Mapping[str, object], *, units: str = "km") -> "Answer":
        """Predict one session and say why; ``print`` it, or take it apart, see ``Answer``.

        Parameters
        ----------
        session : the known cells, metric.
        units : what its sentences are told in, ``km`` or ``miles``.

        Examples
        --------
        >>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
        >>> answer.causes[0].name == answer.primary_cause
        True
        """
        from calfcause.explain import explain

        return explain(self, session, units=units)

    def next_questions(
        self, session: Mapping[str, object], n: int = 3, *, units: str = "km"
    ) -> "tuple[Question, ...]":
        """The unknown columns most worth asking for, at most ``n``; see ``calfcause.questions``.

        Raises
        ------
        SchemaError
            If a cell does not fit the schema.
        ModelError
            If the model folder has no population of runs to ask from.
        """
        return self.next_questions_of_codes(encode_session(session), n, units=units)

    def next_questions_of_codes(
        self, codes: Mapping[str, float], n: int, *, units: str = "km"
    ) -> "tuple[Question, ...]":
        """The same for a session given as codes of its known cells."""
        from calfcause.questions import questions_of_codes
        from calfcause.units import units_named

        if self.population is None:
            raise ModelError(
                "the model has no population of runs to ask from; train it again with this version"
            )
        return questions_of_codes(self, self.population, codes, n, units=units_named(units))

    def next_run(
        self, session: Mapping[str, object], *, below: float, units: str = "km"
    ) -> "NextRun":
        """What to change of a planned run so that its risk of soreness stays under ``below``.

        Examples
        --------
        >>> planned = {"terrain": "steep", "usual_terrain": "flat", "experience_weeks": 200}
        >>> changes = Predictor.load().next_run(planned, below=0.15).changes
        >>> changes[0].cells["terrain"]
        'rolling'
        """
        from calfcause.changes import next_run

        return next_run(self, session, below=below, units=units)


def encode_sessions(
    sessions: Sequence[Mapping[str, object]],
) -> tuple[dict[str, Array], int]:
    """Cells of sessions given as dicts, and how many sessions there are.

    Raises
    ------
    SchemaError
        If a cell does not fit the schema, with sessions counted from 0; or if there are keys and
        none is a column.
    """
    if isinstance(sessions, Mapping):
        raise SchemaError("predict_many takes a list of sessions; one goes to predict_one")
    if not isinstance(sessions, Sequence):
        raise SchemaError(f"predict_many takes a list of sessions, not a {type(sessions).__name__}")
    if all(map(lacks_columns, sessions)) and any(sessions):
        names = dict.fromkeys(name for session in sessions for name in session)
        refuse_unknown(list(names), COLUMNS, "the sessions")
    cells: dict[str, Array] = {}
    complaints = []
    for row, session in enumerate(sessions):
        try:
            known = encode_row(session)
        except SchemaError as error:
            complaints.append(f"session {row}: {error}")
            continue
        for name, found in known.items():
            if name not in cells:
                cells[name] = np.full(len(sessions), np.nan)
            cells[name][row] = found
    if complaints:
        raise SchemaError("\n".join(complaints))
    return cells, len(sessions)


def answer_columns(probabilities: Array) -> dict[str, NDArray[Any]]:
    """The columns of a prediction: p_sore, p_<cause>, p_<cause>_given_sore, primary_cause."""
    *of_causes, sore = probabilities.T
    primary = np.array(primary_causes(probabilities), dtype=object)
    found = (sore, *of_causes, *given_sore(probabilities).T, primary)
    return dict(zip(ANSWER_COLUMNS[:-1], found, strict=True))


def released_folder() -> Path:
    """Where the released model lies: in the package, or beside it in a checkout.

    Raises
    ------
    ModelError
        If it is in neither place.
    """
    package = Path(__file__).parent
    for folder in (package / "released", package.parents[1] / "models" / "released"):
        if (folder / DESCRIPTION).is_file():
            return folder
    raise ModelError(
        "this installation has no released model; train one: calfcause train --out DIR"
    )


def model_folder(source: str | Path | None = None) -> Path:
    """The folder of the released model, or that of ``source`` as in ``Predictor.load``.

    Raises
    ------
    ModelError
        If there is none.
    """
    return released_folder() if source is None else _folder(source)


def _folder(source: str | Path) -> Path:
    if str(source).startswith(("models:/", "runs:/")):
        try:
            from calfcause.tracking.registry import download_folder
        except ModuleNotFoundError as error:
            raise ModelError(
                f"{source} needs calfcause with its extra train: {error.name} is not installed"
            ) from error

        return download_folder(str(source))
    folder = Path(source)
    if not folder.is_dir():
        raise ModelError(f"no model folder at {folder}")
    return folder


def _read_description(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTION
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"no {DESCRIPTION} in {folder}: not a model folder") from error
    except ValueError as error:
        raise ModelError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(description, dict):
        raise ModelError(f"{path} does not describe a model")
    return description


def _check_fits(description: Mapping[str, Any], folder: Path) -> None:
    own = description.get(KEY)
    adapted = isinstance(own, dict) and "moves" in own
    if description.get("format") != (ADAPTED_FORMAT if adapted else FORMAT):
        raise ModelError(
            f"the model in {folder} has format {description.get('format')!r}; this version of"
            f" calfcause reads format {FORMAT}, and {ADAPTED_FORMAT} of one moved to own labels."
            " Train it again, or install the calfcause it was made with"
        )
    expected = {"features": [one.name for one in features()], "heads": list(HEADS)}
    for what, ours in expected.items():
        theirs = description.get(what)
        if theirs != ours:
            named = {str(one) for one in theirs} if isinstance(theirs, list) else set()
            missing, extra = sorted(set(ours) - named), sorted(named - set(ours))
            raise ModelError(
                f"the model in {folder} was trained with other {what}: lacking {missing or 'none'},"
                f" beyond ours {extra or 'none'}. Train it again with calfcause train"
            )
