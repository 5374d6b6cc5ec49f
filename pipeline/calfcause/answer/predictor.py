"""The predictor: sessions in; probabilities, causes and the reasons for them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.columns import ANSWER_COLUMNS, answer_columns
from calfcause.answer.explain import Answer, explain
from calfcause.answer.next_run import NextRun, next_run
from calfcause.answer.questions import Question, next_questions
from calfcause.answer.red_flags import red_flag_names, red_flag_names_of_one
from calfcause.errors import SchemaError
from calfcause.learn.features import features_of_one
from calfcause.learn.probabilities import of_one
from calfcause.models.folder import read_model
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.cells import encode_session, encode_sessions, raise_bad_cells
from calfcause.sessions.units import units_named

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]


class Predictor(LoadedModel):
    """Answers for sessions; load one with ``Predictor.load``.

    Safe to share between threads: nothing changes after loading.
    """

    @classmethod
    def load(cls, source: str | Path | None = None) -> "Predictor":
        """Load the released model, or the one in a folder, or ``models:/name@alias`` from MLflow.

        Raises
        ------
        ModelError
            If there is no model, its graph is not the one described, or it was made for other
            features or causes than this version of calfcause has.
        """
        return cls(*read_model(source))

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

        from calfcause.sessions.frames import encode_frame

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

    def explain(self, session: Mapping[str, object], *, units: str = "km") -> Answer:
        """Predict one session and say why; ``print`` it, or take it apart, see ``Answer``.

        Parameters
        ----------
        session : the known cells, metric.
        units : what its sentences are told in, ``km`` or ``miles``.

        Raises
        ------
        SchemaError
            If a cell does not fit the schema.
        CalfcauseError
            If there are no such units.

        Examples
        --------
        >>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
        >>> answer.causes[0].name == answer.primary_cause
        True
        """
        return explain(self, encode_session(session), units=units_named(units), most_questions=1)

    def next_questions(
        self, session: Mapping[str, object], n: int = 3, *, units: str = "km"
    ) -> tuple[Question, ...]:
        """The unknown columns most worth asking for, at most ``n``, the best first.

        Raises
        ------
        SchemaError
            If a cell does not fit the schema.
        CalfcauseError
            If ``n`` is no whole number from 0 on, or there are no such units.
        ModelError
            If the model folder has no population of runs to ask from.

        Examples
        --------
        >>> first, second = Predictor.load().next_questions({"terrain": "hilly"}, n=2)
        >>> first.expected_change >= second.expected_change
        True
        """
        return next_questions(self, encode_session(session), n, units=units_named(units))

    def next_run(
        self, session: Mapping[str, object], *, below: float, units: str = "km"
    ) -> NextRun:
        """What to change of a planned run so that its risk of soreness stays under ``below``.

        Raises
        ------
        SchemaError
            If a cell does not fit the schema.
        CalfcauseError
            If ``below`` is no probability above 0, or there are no such units.

        Examples
        --------
        >>> planned = {"terrain": "steep", "usual_terrain": "flat", "experience_weeks": 200}
        >>> changes = Predictor.load().next_run(planned, below=0.15).changes
        >>> changes[0].cells["terrain"]
        'rolling'
        """
        return next_run(self, encode_session(session), below=below, units=units_named(units))
