"""Tables in Markdown, for the model card."""

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table.

    >>> table(["head", "loss"], [["sore", "0.2"]])
    ['| head | loss |', '| --- | --- |', '| sore | 0.2 |']
    """
    return [f"| {' | '.join(cells)} |" for cells in (headings, ["---"] * len(headings), *rows)]
