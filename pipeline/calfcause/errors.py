"""The errors of calfcause. Each message says where, what was found and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass


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
        """The message, without secrets of addresses and what could control a terminal."""
        from calfcause.texts import clean, without_secrets

        return clean(without_secrets(super().__str__()))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong with sessions, as data.

    ``dataclasses.asdict(problem)`` is a dict for JSON.

    Attributes
    ----------
    row : int or None
        Place of the session, from 0; None if a column is wrong for all of them.
    line : int or None
        Line of the file, from 1 as an editor counts; None if there is no file of lines.
    column : str
        Name of the column, or the key that is unknown; empty if the row as a whole is wrong.
    found : str
        What was there, as text: the cell, or the unknown key.
    allowed : str
        What would be allowed there.
    hint : str
        What was probably meant, as a sentence; empty if nothing comes near.
    message : str
        All of this as a sentence, without the place.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load().predict_one({"terrain": "hily"})
    ... except SchemaError as error:
    ...     (problem,) = error.problems
    >>> problem.column, problem.found, problem.hint
    ('terrain', 'hily', "Did you mean 'hilly'?")
    """

    row: int | None = None
    line: int | None = None
    column: str
    found: str
    allowed: str
    hint: str = ""
    message: str

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        place = f"row {self.row}" if self.line is None else f"line {self.line}"
        return f"{place}, {self.message}"


class SchemaError(CalfcauseError):
    """Sessions do not fit the columns: an unknown column, or a cell that is not allowed.

    Parameters
    ----------
    message : str
        Where, what was found, what is allowed.
    problems : iterable of Problem
        The same as data.

    Attributes
    ----------
    problems : tuple of Problem
        Every cell that is not allowed, and every column that is unknown or appears twice; empty if
        something else is wrong, such as the quotes of a file.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> try:
    ...     Predictor.load().predict_one({"distance_km": -5})
    ... except SchemaError as error:
    ...     print(str(error).partition(":")[0], error.problems[0].found)
    column distance_km -5
    """

    def __init__(self, message: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


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
