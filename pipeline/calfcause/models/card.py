"""The model card, written from nothing but a model's description."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calfcause.learn.recalibration import KEY
from calfcause.models.own_labels_card import HEADINGS, gain_line, heads_frame

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Template

Row = Mapping[str, Any]


def model_card(description: Mapping[str, Any]) -> str:
    """Write the model card; the figures that ``benchmarks/quality.py`` measured, if it has any."""
    own = description.get(KEY)
    return _template().render(card=description, own=own, held_out=HEADINGS[:-1])


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "count": "{:,}".format,
        "crossed": _crossed,
        "fixed": _fixed,
        "framed": _framed,
        "gain_line": gain_line,
        "heading": _heading,
        "interval": _interval,
        "listed": _listed,
        "listed_fixed": _listed_fixed,
        "share": _share,
        "heads_frame": heads_frame,
    }
    return environment.get_template("model_card.md.j2")


def _heading(names: Sequence[str]) -> str:
    return "\n".join(map(_line, (names, ["---"] * len(names))))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _framed(frame: "pd.DataFrame") -> str:
    """A frame of text as a table."""
    lines = map(_line, frame.itertuples(index=False, name=None))
    return "\n".join([_heading(list(frame.columns)), *lines])


def _crossed(rows: Iterable[Row], down: str, across: str, figure: str = "", digits: int = 3) -> str:
    """A table of the rows' figure, or of their intervals if none is named."""
    cells = {
        (row[down], row[across]): _fixed(row[figure], 4) if figure else _interval(row, digits)
        for row in rows
    }
    names, headings = (list(dict.fromkeys(part)) for part in zip(*cells, strict=True))
    lines = [[f"`{name}`", *(cells[name, heading] for heading in headings)] for name in names]
    titles = [down, *(heading.replace("_", " ") for heading in headings)]
    return "\n".join([_heading(titles), *map(_line, lines)])


def _interval(row: Row, digits: int, digits_of_ends: int | None = None) -> str:
    ends = digits - 1 if digits_of_ends is None else digits_of_ends
    low, high = _fixed(row["low"], ends), _fixed(row["high"], ends)
    return f"{_fixed(row['value'], digits)} ({low}–{high})"


def _fixed(number: float | None, digits: int) -> str:
    return "–" if number is None else f"{number:.{digits}f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _listed_fixed(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"`{name}` {number:+.2f}" for name, number in numbers.items())


def _listed(numbers: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
