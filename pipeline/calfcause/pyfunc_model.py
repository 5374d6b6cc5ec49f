"""The released folder as an MLflow model, written as code: nothing of it is pickled."""

from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from calfcause.predict import Predictor


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
        return self.predictor.predict(model_input)


mlflow.models.set_model(CalfcauseModel())
