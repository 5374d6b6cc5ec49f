"""Answer and simulate sessions on Apache Spark, with the same results as on one machine.

In: folders of files or Spark frames. Out: the same rows with their answers, or simulated sessions.
"""

from calfcause.spark.folders import predict_folder
from calfcause.spark.frames import predict
from calfcause.spark.runners import generate
from calfcause.spark.session import session_at

__all__ = ["generate", "predict", "predict_folder", "session_at"]
