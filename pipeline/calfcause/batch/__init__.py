"""Whole files: sessions in, the same rows with their answers out, larger than memory."""

from calfcause.batch.files import predict_file
from calfcause.batch.find import find_sessions
from calfcause.batch.report import BatchReport

__all__ = ["BatchReport", "find_sessions", "predict_file"]
