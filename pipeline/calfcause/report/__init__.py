"""Reports on a runner or a squad: who is at risk, why, and how it changes over time.

In: a predictor and a file of sessions. Out: one file of HTML, Markdown or JSON.
"""

from calfcause.report.contents import Report, Summary
from calfcause.report.write import FORMS, write_report

__all__ = ["FORMS", "Report", "Summary", "write_report"]
