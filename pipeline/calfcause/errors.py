"""The errors of calfcause. Each message says where, what was found and what to do next."""


class CalfcauseError(Exception):
    """An error that the caller can understand and put right; the base of all others.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load().explain({"terrain": "hilly"}, units="furlongs")
    ... except CalfcauseError as error:
    ...     print("furlongs" in str(error))
    True
    """

    def __str__(self) -> str:
        """The message, in which no text of a user can control a terminal."""
        from calfcause.texts import clean

        return clean(super().__str__())


class SchemaError(CalfcauseError):
    """Sessions do not fit the columns: an unknown column, or a cell that is not allowed.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load().predict_one({"distance_km": -5})
    ... except SchemaError as error:
    ...     print(str(error).partition(":")[0])
    column distance_km
    """


class ModelError(CalfcauseError):
    """A model folder is missing, damaged or made for another version.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load("no_such_folder")
    ... except ModelError:
    ...     print("train one: calfcause train --out no_such_folder")
    train one: calfcause train --out no_such_folder
    """


class ActivityError(CalfcauseError):
    """An activity file of a watch cannot be read as a run."""
