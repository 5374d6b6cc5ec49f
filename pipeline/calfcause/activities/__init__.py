"""Real run files: recordings of watches and exports of apps become sessions.

In: files, folders and zips as people have them. Out: a file of sessions and a report of the import.
"""

from calfcause.activities.importing import import_file, imported, is_export, read_runs
from calfcause.activities.report import ImportReport
from calfcause.activities.told import Told, told

__all__ = ["ImportReport", "Told", "import_file", "imported", "is_export", "read_runs", "told"]
