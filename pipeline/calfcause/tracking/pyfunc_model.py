"""A model folder as an MLflow model, logged as code: nothing is pickled."""

import sys
from inspect import getfile
from pathlib import Path
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
        folder = Path(context.artifacts["folder"])
        self.predictor = Predictor.load(folder)
        code, home = folder.parents[1] / "code", Path(getfile(Predictor)).parents[2]
        if home != code:
            # This process answers by a calfcause of its own, and so shall those that it starts.
            sys.path[:] = [place for place in sys.path if Path(place) != code]

    def predict(
        self,
        context: PythonModelContext,
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Answer a frame of sessions, each with its runner's earlier ones in that frame.

        ``params={"history": False}`` turns that off; ``{"strict": True}`` refuses columns that are
        not known. MLflow keeps any other from the model, and logs a warning that names it
        and these two. History is off in Spark, which hands on a frame in
        batches: ``calfcause.spark.predict`` brings the rows of a runner together.

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
            options = {"history": True} | (params or {})
            options["history"] &= not _in_spark()
            return self.predictor.predict(model_input, **options)
        except CalfcauseError as error:
            raise MlflowException.invalid_parameter_value(str(error)) from error


def _in_spark() -> bool:
    """Whether this process works for Spark."""
    pyspark = sys.modules.get("pyspark")
    return pyspark is not None and pyspark.TaskContext.get() is not None


mlflow.models.set_model(CalfcauseModel())
