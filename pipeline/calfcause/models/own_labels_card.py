"""What a model learned from its user's own labels: tables for a terminal and the model card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from calfcause.models.markdown import table

if TYPE_CHECKING:
    import pandas as pd

Figures = Mapping[str, Any]

HEADINGS = ("head", "labels", "yes", "runners", "tried", "before", "after", "gain", "sure", "")


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
    return pd.DataFrame(rows, columns=list(HEADINGS))


def trial_table(trials: Sequence[Figures], not_used: Sequence[str] = ()) -> str:
    """Lay out trials for a terminal, and below them what is missing.

    trials : trials as ``Trial.to_dict`` gives them
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
    frame = trial_frame(trials)[["head", "labels", "yes", "runners", "before", "after", "gain"]]
    return "\n".join(["On the held-out runs:", frame.to_string(index=False)])


def own_labels_section(learned: Figures, trained_on: str) -> list[str]:
    """Write the section of the model card on own labels."""
    frame = trial_frame(learned["trials"])
    lines = [
        "## Your own labels",
        "",
        f"**{_HOW[learned['how']]}** {learned['n_sessions']:,} labelled runs of"
        f" {learned['n_runners']:,} runners, `{learned['sessions_file']}`, SHA-256"
        f" `{learned['data_sha256'][:16]}…`.",
        "",
        *learned["used"],
        "",
        *_numbers(learned),
        "",
        "Log loss before and after on runners held out in cross-validation; in brackets 5 to 95 %"
        " when runners are resampled."
        f" {_TEST[learned['how']]} A head with too few labels stays unchanged.",
        "",
        *_markdown(frame),
        "",
        *([f"{gain_line(learned['gain'])}.", ""] if "gain" in learned else []),
    ]
    if learned.get("holdout"):
        kept = trial_frame(learned["holdout"]).drop(columns=["tried", "sure", ""])
        lines += ["On the held-out runs:", "", *_markdown(kept), ""]
    return [*lines, f"The figures below are those of {trained_on}.", ""]


_HOW = {"calibrate": "Moved to", "mix": "Trained with simulated runs and, beside them,"}
_TEST = {
    "calibrate": "Every correction is shrunk to the share in the last column: the probability that"
    " the head is off, which is one in ten before any label. The test: the log loss summed over all"
    " heads must be lower in at least 95 % of the draws (*sure*); otherwise no head is moved.",
    "mix": "The test: the log loss must be lower in at least 95 % of the draws (*sure*); for a"
    " cause, both of its probability and of its probability given soreness. A head that fails the"
    " test stays unchanged.",
}


def _numbers(learned: Figures) -> list[str]:
    if learned["how"] == "mix":
        shares = [f"`{head}` {share:.1%}" for head, share in learned["shares"].items()]
        return [f"Share of the weight that own labels got: {', '.join(shares) or 'none'}."]
    moves = [
        f"- `{head}`: log odds {move['a']:+.3f} + {move['b']:.3f} × log odds as trained"
        for head, move in learned["moves"].items()
    ]
    return moves or ["No head was moved."]


def _markdown(frame: "pd.DataFrame") -> list[str]:
    return table(list(frame.columns), frame.itertuples(index=False, name=None))


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
