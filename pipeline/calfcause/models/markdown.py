"""Tables in Markdown, for the model card."""

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table.

    Parameters
    ----------
    headings : sequence of str
        The heading of each column.
    rows : iterable of sequence of str
        The cells, as many in a row as there are headings.

    Returns
    -------
    list of str
        One line for the headings, one for the rule, one for each row.

    Examples
    --------
    >>> table(["head", "loss"], [["sore", "0.2"]])
    ['| head | loss |', '| --- | --- |', '| sore | 0.2 |']
    """
    return [f"| {' | '.join(cells)} |" for cells in (headings, ["---"] * len(headings), *rows)]
