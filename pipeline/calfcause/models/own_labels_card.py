"""What a model learned from its user's own labels: tables for a terminal and the model card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Figures = Mapping[str, Any]

HEADINGS = ["head", "labels", "yes", "runners", "before", "after", "gain", ""]


def heads_frame(heads: Sequence[Figures]) -> "pd.DataFrame":
    """One row of text for each head, as ``HeadFigures.to_dict`` gives them."""
    import pandas as pd

    rows = [
        (
            one["head"],
            f"{one['n']}",
            f"{one['n_yes']}",
            f"{one['n_runners']}",
            *(_interval(one[name]) for name in ("before", "after", "gain")),
            _verdict(one),
        )
        for one in heads
    ]
    return pd.DataFrame(rows, columns=HEADINGS)


def heads_table(heads: Sequence[Figures]) -> str:
    """Lay out the heads for a terminal, and below them what is missing."""
    lacking = [one["lacking"] for one in heads if one["lacking"]]
    return "\n".join(
        [
            "Log loss on held-out runners, 5 to 95 % when they are resampled:",
            heads_frame(heads).to_string(index=False),
            *(["Too few labels:", *(f"  {sentence}" for sentence in lacking)] if lacking else []),
        ]
    )


def gain_line(gain: Mapping[str, float]) -> str:
    """State by how much all heads together are better on held-out runners."""
    return f"All heads together, log loss summed: {_interval(gain)} lower"


def holdout_table(heads: Sequence[Figures]) -> str:
    """Lay out log losses before and after on the held-out runs, for a terminal."""
    frame = heads_frame(heads)[HEADINGS[:-1]]
    return "\n".join(["On the held-out runs:", frame.to_string(index=False)])


def _verdict(one: Figures) -> str:
    if one["lacking"]:
        return "too few"
    return "unchanged" if one["off"] is None else f"moved, shrunk to {one['off']:.0%}"


def _interval(figure: Figures | None) -> str:
    if figure is None:
        return "-"
    return f"{figure['value']:.4f} ({figure['low']:.4f} to {figure['high']:.4f})"
