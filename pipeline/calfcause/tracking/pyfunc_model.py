"""The released folder as an MLflow model, written as code: nothing of it is pickled."""

from typing import Any

import mlflow
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError


class CalfcauseModel(PythonModel):
    """Sessions in, the columns of ``Predictor.predict`` out."""

    def load_context(self, context: PythonModelContext) -> None:
        self.predictor = Predictor.load(context.artifacts["folder"])

    def predict(
        self,
        context: PythonModelContext,
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Answer a frame of sessions.

        Raises
        ------
        MlflowException
            If cells do not fit. A server passes the words of this error on, with status 400; those
            of any other it hides.
        """
        if not isinstance(model_input, pd.DataFrame):
            # MLflow takes the rows of "instances" apart column by column, and sessions that lack
            # different cells would get each other's.
            raise MlflowException.invalid_parameter_value(
                "sessions are sent as dataframe_records or dataframe_split, or as a DataFrame in"
                f" Python; this arrives as a {type(model_input).__name__}"
            )
        try:
            return self.predictor.predict(model_input)
        except CalfcauseError as error:
            raise MlflowException.invalid_parameter_value(str(error)) from error


mlflow.models.set_model(CalfcauseModel())
