"""What a model learned from its user's own labels, as tables."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Figures = Mapping[str, Any]

HEADINGS = ["head", "labels", "yes", "runners", "tried", "before", "after", "gain", "sure", ""]
HELD_OUT = [name for name in HEADINGS if name not in ("tried", "sure", "")]


def trial_frame(trials: Sequence[Figures]) -> "pd.DataFrame":
    """Lay out trials as text, one row for each head."""
    import pandas as pd

    rows = [
        (
            trial["head"],
            f"{trial['n']}",
            f"{trial['n_yes']}",
            f"{trial['n_runners']}",
            trial["tried"] or "-",
            *(_interval(trial[name]) for name in ("before", "after", "gain")),
            f"{trial['sure']:.0%}" if trial["gain"] else "-",
            _verdict(trial),
        )
        for trial in trials
    ]
    return pd.DataFrame(rows, columns=HEADINGS)


def trial_table(trials: Sequence[Figures], not_used: Sequence[str] = ()) -> str:
    """Lay out trials for a terminal, and below them what is missing.

    not_used : sentences on labels that were left out; shown if some head has too few labels
    """
    lacking = [trial["lacking"] for trial in trials if trial["lacking"]]
    lacking += not_used if lacking else ()
    return "\n".join(
        [
            "Log loss on held-out runners, 5 to 95 % when they are resampled:",
            trial_frame(trials).to_string(index=False),
            *(["Too few labels:", *(f"  {sentence}" for sentence in lacking)] if lacking else []),
        ]
    )


def gain_line(gain: Mapping[str, float]) -> str:
    """State by how much all heads together are better on held-out runners."""
    return f"All heads together, log loss summed: {_interval(gain)} lower, sure {gain['sure']:.0%}"


def holdout_table(trials: Sequence[Figures]) -> str:
    """Lay out log losses before and after on the held-out runs, for a terminal."""
    frame = trial_frame(trials)[HELD_OUT]
    return "\n".join(["On the held-out runs:", frame.to_string(index=False)])


def _verdict(trial: Figures) -> str:
    if trial["lacking"]:
        return "too few"
    if not trial["kept"]:
        return "unchanged"
    return "moved" if trial["believed"] is None else f"moved, shrunk to {trial['believed']:.0%}"


def _interval(figure: Figures | None) -> str:
    if figure is None:
        return "-"
    return f"{figure['value']:.4f} ({figure['low']:.4f} to {figure['high']:.4f})"
