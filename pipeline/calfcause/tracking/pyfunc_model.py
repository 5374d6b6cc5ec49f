"""A model folder as an MLflow model, logged as code: nothing is pickled."""

from typing import Any

import mlflow
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError


class CalfcauseModel(PythonModel):
    """An MLflow model: sessions in, the columns of ``Predictor.predict`` out."""

    def load_context(self, context: PythonModelContext) -> None:
        self.predictor = Predictor.load(context.artifacts["folder"])

    def predict(
        self,
        context: PythonModelContext,
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Answer a frame of sessions, each without its runner's earlier ones.

        MLflow hands on parts of a frame as it likes, so earlier runs would depend on its batches.

        Raises
        ------
        MlflowException
            If a cell is not allowed. A server passes on the message of this error, with status 400;
            it hides that of any other.
        """
        if not isinstance(model_input, pd.DataFrame):
            # MLflow splits "instances" into columns, and sessions with different missing cells
            # would get each other's.
            raise MlflowException.invalid_parameter_value(
                "send sessions as dataframe_records or dataframe_split, or as a DataFrame in"
                f" Python; these arrived as {type(model_input).__name__}"
            )
        try:
            return self.predictor.predict(model_input, history=False)
        except CalfcauseError as error:
            raise MlflowException.invalid_parameter_value(str(error)) from error


mlflow.models.set_model(CalfcauseModel())
