"""The errors of calfcause. Each message says where, what was found and what to do next."""

from collections.abc import Iterable
from typing import Any


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

    Parameters
    ----------
    message : str
        Where, what was found, what is allowed.
    cells : iterable of BadCell
        The cells that are not allowed.

    Attributes
    ----------
    cells : tuple of BadCell
        The cells that are not allowed, each with ``row``, ``column``, ``found``, ``allowed`` and
        ``nearest``; empty if something else is wrong.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load().predict_one({"distance_km": -5})
    ... except SchemaError as error:
    ...     print(str(error).partition(":")[0], error.cells[0].found)
    column distance_km -5
    """

    def __init__(self, message: str = "", cells: Iterable[Any] = ()) -> None:
        super().__init__(message)
        self.cells = tuple(cells)


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
