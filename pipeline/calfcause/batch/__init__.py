"""Answer files of sessions that may be larger than memory.

In: a file of sessions. Out: a file of the same rows with their answers.
"""

from calfcause.batch.files import predict_file
from calfcause.batch.find import find_sessions
from calfcause.batch.report import BatchReport
from calfcause.batch.stream import answered_blocks

__all__ = ["BatchReport", "answered_blocks", "find_sessions", "predict_file"]
