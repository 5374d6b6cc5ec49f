"""One tree of errors: everything calfcause raises on purpose is a ``CalfcauseError``."""


class CalfcauseError(Exception):
    """Trouble that the caller can understand and mend; the message says how."""


class SchemaError(CalfcauseError):
    """Sessions that do not fit the table of columns."""


class ModelError(CalfcauseError):
    """A model folder that is missing, damaged or made for another version."""


class ActivityError(CalfcauseError):
    """An activity file that cannot be read as a run."""
