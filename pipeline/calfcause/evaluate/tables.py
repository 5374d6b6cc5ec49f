"""Frames of figures, one row each with its interval, as tables to read and as plain data."""

from typing import Any

import pandas as pd

Records = list[dict[str, Any]]


def pivoted(figures: pd.DataFrame, index: str, columns: str, digits: int = 3) -> pd.DataFrame:
    """Figures as text with their intervals, in the order in which they stand.

    Examples
    --------
    >>> row = {"scorer": "model", "score": "log loss", "value": 0.5, "low": 0.4, "high": 0.6}
    >>> pivoted(pd.DataFrame([row]), "scorer", "score").loc["model", "log loss"]
    '0.500 (0.40-0.60)'
    """
    texts = [
        f"{row.value:.{digits}f} ({row.low:.{digits - 1}f}-{row.high:.{digits - 1}f})"
        for row in figures.itertuples()
    ]
    table = figures.assign(text=texts).pivot(index=index, columns=columns, values="text")
    table = table.loc[figures[index].unique(), figures[columns].unique()]
    return table.rename_axis(index=None, columns=None)


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{share:.0%}"


def records(figures: pd.DataFrame) -> Records:
    """The rows as plain data, fit for JSON; a figure that there is not is None."""
    return [
        {str(name): None if pd.isna(found) else found for name, found in row.items()}
        for row in figures.to_dict(orient="records")
    ]
