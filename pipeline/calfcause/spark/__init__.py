"""Beyond one machine: the same predictor and the same runners on the executors of Apache Spark."""

from calfcause.spark.folders import predict_folder
from calfcause.spark.frames import predict
from calfcause.spark.runners import generate
from calfcause.spark.session import session_at

__all__ = ["generate", "predict", "predict_folder", "session_at"]
