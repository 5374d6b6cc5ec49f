"""Compare new runs with a reference: are the runs alike, and the answers as good?

In: a predictor and two files of sessions. Out: drift, scores and alarms, as text, HTML or JSON.
"""

from calfcause.monitor.contents import Limits, Monitor
from calfcause.monitor.files import FORMS, monitor_files, write_monitor

__all__ = ["FORMS", "Limits", "Monitor", "monitor_files", "write_monitor"]
