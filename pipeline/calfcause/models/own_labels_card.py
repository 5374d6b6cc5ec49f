"""Trials of heads as a table: for a terminal, and for the model card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Figures = Mapping[str, Any]

HEADINGS = ("head", "labels", "yes", "runners", "tried", "before", "after", "gain", "sure", "")


def trial_frame(trials: Sequence[Figures]) -> "pd.DataFrame":
    """One row of text for each head, in the form of ``Trial.to_dict``."""
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
    """The table, and below it what is lacking and which labels are not used, for a terminal."""
    lacking = [trial["lacking"] for trial in trials if trial["lacking"]]
    lacking += not_used if lacking else ()
    return "\n".join(
        [
            "Log loss on runners that the head has not seen, 5 to 95 % when they are resampled:",
            trial_frame(trials).to_string(index=False),
            *(["Too few labels:", *(f"  {one}" for one in lacking)] if lacking else []),
        ]
    )


def gain_line(gain: Mapping[str, float]) -> str:
    """By how much all heads together are better on runners that they have not seen."""
    return f"All heads together, log loss summed: {_interval(gain)} lower, sure {gain['sure']:.0%}"


def holdout_table(trials: Sequence[Figures]) -> str:
    """Before and after on runs that nothing was learned from, for a terminal."""
    frame = trial_frame(trials)[["head", "labels", "yes", "runners", "before", "after", "gain"]]
    return "\n".join(["On the runs that were kept apart:", frame.to_string(index=False)])


def own_labels_section(learned: Figures, trained_on: str) -> list[str]:
    """Lines of Markdown for the model card, from what the description says of own labels."""
    frame = trial_frame(learned["trials"])
    lines = [
        "## Somebody's own labels",
        "",
        f"**{_HOW[learned['how']]}** {learned['n_sessions']:,} labelled runs of"
        f" {learned['n_runners']:,} runners, `{learned['sessions_file']}`, SHA-256"
        f" `{learned['data_sha256'][:16]}…`.",
        "",
        *learned["used"],
        "",
        *_numbers(learned),
        "",
        "Log loss before and after, of runners that the head has not seen in cross-validation; in"
        " brackets 5 to 95 % when runners are resampled."
        f" {_TEST[learned['how']]} A head with too few labels is as it was.",
        "",
        *_markdown(frame),
        "",
        *([f"{gain_line(learned['gain'])}.", ""] if "gain" in learned else []),
    ]
    if learned.get("holdout"):
        kept = trial_frame(learned["holdout"]).drop(columns=["tried", "sure", ""])
        lines += ["On runs that were kept apart:", "", *_markdown(kept), ""]
    return [*lines, f"The figures below are of {trained_on}.", ""]


_HOW = {"calibrate": "Moved to", "mix": "Trained with simulated runs and, beside them,"}
_TEST = {
    "calibrate": "Every move is held back, to the share in the last column: the probability that"
    " the labels are not as the head says, one in ten before any label. The test: the log loss"
    " summed over all heads has to be lower in at least 95 % of the draws (*sure*); else none is"
    " moved.",
    "mix": "The test: the log loss has to be lower in at least 95 % of the draws (*sure*); of a"
    " cause for its probability and for that once the calves are sore. A head that fails it is as"
    " it was.",
}


def _numbers(learned: Figures) -> list[str]:
    if learned["how"] == "mix":
        shares = [f"`{head}` {share:.1%}" for head, share in learned["shares"].items()]
        return [f"Share of the weight that they got: {', '.join(shares) or 'none'}."]
    moves = [
        f"- `{head}`: log odds {move['a']:+.3f} + {move['b']:.3f} × log odds as trained"
        for head, move in learned["moves"].items()
    ]
    return moves or ["No head was moved."]


def _markdown(frame: "pd.DataFrame") -> list[str]:
    rows = ["| " + " | ".join(row) + " |" for row in frame.itertuples(index=False, name=None)]
    return ["| " + " | ".join(frame.columns) + " |", "| --- " * frame.shape[1] + "|", *rows]


def _verdict(trial: Figures) -> str:
    if trial["lacking"]:
        return "too few"
    if not trial["kept"]:
        return "left as it was"
    return "moved" if trial["believed"] is None else f"moved, held back to {trial['believed']:.0%}"


def _interval(found: Figures | None) -> str:
    if found is None:
        return "-"
    return f"{found['value']:.4f} ({found['low']:.4f} to {found['high']:.4f})"
