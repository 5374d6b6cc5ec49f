"""The model card, written from nothing but a model's description."""

from collections.abc import Mapping
from typing import Any

from calfcause.learn.recalibration import KEY
from calfcause.models.markdown import table
from calfcause.models.own_labels_card import own_labels_section
from calfcause.models.quality_card import quality_sections

SCORERS = ("dummy", "rules", "model", "ceiling")


def model_card(description: Mapping[str, Any]) -> str:
    """Write the model card."""
    source = description["source"]
    mixed = (
        f" --sessions {source['sessions_file']} --mix {source['mix']}" if "mix" in source else ""
    )
    made = (
        f"`calfcause train{mixed} --runners {source['runners']} --weeks {source['weeks']}"
        f" --world {source['world']} --seed {source['seed']}`"
        if "runners" in source
        else f"`calfcause train --sessions {source['sessions_file']} --seed {source['seed']}`"
    )
    simulated = "runners" in source
    difference = description["graph_difference"]
    lines = [
        "# Model card: calfcause",
        "",
        "**What it gives.** For one run: the probability that it leaves the calves sore, and for"
        f" each of {len(description['heads']) - 1} training causes the probability that it leaves"
        " them sore *because of* the cause: sore, and would not be without it.",
        "",
        (
            "**Trained on simulated runs**, from a causal model whose effect sizes come from the"
            " literature where it has any, and are assumed where it has none. No real outcome was"
            f" trained on{', but for the labels below' if KEY in description else ''}."
            if simulated
            else "**Trained on labelled sessions from a file**; it knows what those knew."
        )
        + " What was checked on real cases:"
        + " `calfcause evaluate --cases data/real_cases.csv` prints it.",
        "",
        "**Not for.** Diagnosis, or a promise about injury. Signs that need a clinician are judged"
        " by rule, before the model, and head every answer.",
        "",
        "## How it was made",
        "",
        f"- {made}",
        f"- {description['n_sessions']:,} sessions of {description['n_runners']:,} runners;"
        f" scored on {description['n_unseen_sessions']:,} sessions of"
        f" {description['n_unseen_runners']:,} runners never trained on",
        f"- one monotone histogram-gradient-boosting head each; trees:"
        f" {_listed(description['trees'])}",
        f"- data SHA-256 `{description['data_sha256'][:16]}…`, graph SHA-256"
        f" `{description['graph_sha256'][:16]}…`",
        f"- the ONNX graph differs from the scikit-learn pipeline by at most"
        f" {difference['largest']:.1g}; by more than 1e-5 in"
        f" {difference['share_over_1e-5']:.4%} of cells",
        f"- Python {description['python']}, {_listed(description['libraries'])}",
        "",
        *_own_labels(description),
        "## How good it is on runners it has never seen",
        "",
        "Log loss; lower is better. *Dummy* states the share of each label; *rules* is the"
        " exposures through the closed form, nothing learned; *ceiling* knows everything that is"
        " hidden.",
        "",
        *_log_losses(description["scores"]),
        "",
        "Of the model alone:",
        "",
        *table(
            ["head", "ROC AUC", "average precision", "Brier", "calibration error"],
            (
                [
                    f"`{row['head']}`",
                    f"{row['roc_auc']:.3f}",
                    f"{row['average_precision']:.3f}",
                    f"{row['brier']:.4f}",
                    f"{row['calibration_error']:.4f}",
                ]
                for row in description["scores"]
                if row["scorer"] == "model"
            ),
        ),
        "",
        *(quality_sections(description["quality"]) if "quality" in description else ()),
        "## Limits",
        "",
        "- Nobody has published how often a run leaves the calves sore: the base rate (6 % of an"
        " experienced runner's usual runs) is assumed.",
        "- Effects on soreness are known in direction, hardly in size; `causes/` says it cause by"
        " cause.",
        "- What is told of a run in words is simulated too; an account unlike the simulated ones"
        " gets a less certain answer than it seems.",
        "",
    ]
    return "\n".join(lines)


def _own_labels(description: Mapping[str, Any]) -> list[str]:
    if KEY not in description:
        return []
    moved = "the model before it was moved" if "moves" in description[KEY] else "this model"
    return own_labels_section(description[KEY], moved)


def _log_losses(scores: list[dict[str, Any]]) -> list[str]:
    losses = {(row["head"], row["scorer"]): row["log_loss"] for row in scores}
    scorers = [name for name in SCORERS if any(scorer == name for _, scorer in losses)]
    heads = dict.fromkeys(head for head, _ in losses)
    return table(
        ["head", *scorers],
        ([f"`{head}`", *(f"{losses[head, name]:.4f}" for name in scorers)] for head in heads),
    )


def _listed(numbers: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
