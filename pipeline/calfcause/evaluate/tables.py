"""Lay out figures and their intervals as tables, and convert them to plain data."""

from typing import Any

import pandas as pd

Records = list[dict[str, Any]]


def pivoted(figures: pd.DataFrame, index: str, columns: str, digits: int = 3) -> pd.DataFrame:
    """Lay out figures with their intervals as a table of text.

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
    """Write a share in whole per cent."""
    return f"{share:.0%}"


def records(figures: pd.DataFrame) -> Records:
    """Convert rows to plain data, fit for JSON; NaN becomes None."""
    return [
        {str(name): None if pd.isna(figure) else figure for name, figure in row.items()}
        for row in figures.to_dict(orient="records")
    ]


def plain(report: object) -> dict[str, Any]:
    """Convert the fields of a report to plain data, fit for JSON."""
    return {
        name: records(field) if isinstance(field, pd.DataFrame) else field
        for name, field in vars(report).items()
    }
