"""Whole files, larger than memory.

In: a file of sessions. Out: the same rows with their answers, in a file that appears when complete.
"""

from calfcause.batch.files import predict_file
from calfcause.batch.find import find_sessions
from calfcause.batch.report import BatchReport

__all__ = ["BatchReport", "find_sessions", "predict_file"]
