"""The sections of the model card with the figures that ``benchmarks/quality.py`` measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from calfcause.models.markdown import table

Figures = Mapping[str, Any]
Rows = Sequence[Figures]

SCORERS = ("dummy", "rules", "model", "reference", "ceiling")
MEASURED_BY = "`python benchmarks/quality.py` prints this."


def quality_sections(quality: Figures) -> list[str]:
    """Write these sections."""
    simulated = quality["simulated"]
    lines = [*_unseen(quality["unseen"]), *_cases(quality["cases"]), *_outcome(quality["outcome"])]
    if "references" in quality:
        lines += _references(quality)
    lines += [*_worlds(simulated), *_known(simulated), *_reasons(simulated)]
    return [*lines, *_coverage(simulated, quality["cases"]), *_learning(quality["learning"])]


def _unseen(unseen: Figures) -> list[str]:
    return [
        "With intervals, 5 to 95 % when runners are resampled:",
        "",
        *_pivoted([row for row in unseen["heads"] if row["scorer"] == "model"], "head", "score", 4),
        "",
    ]


def _cases(cases: Figures) -> list[str]:
    scorers = [name for name in cases["per_cause"][0] if name not in ("cause", "cases")]
    return [
        "## On real accounts",
        "",
        f"{cases['n_cases']} public accounts of sore calves; the label is what was blamed, which is"
        " no proof. In brackets 5 to 95 % when the accounts are resampled. The log losses are of"
        " the cause blamed most, and of all that were blamed together, with the causes scaled to"
        " sum to 1. `calfcause evaluate --cases data/real_cases.csv` prints this.",
        "",
        *_pivoted(cases["figures"], "scorer", "score"),
        "",
        "Share whose primary cause comes first, by primary cause:",
        "",
        *table(
            ["cause", "cases", *scorers],
            (
                [f"`{row['cause']}`", str(row["cases"]), *(_share(row[name]) for name in scorers)]
                for row in cases["per_cause"]
            ),
        ),
        "",
    ]


def _outcome(outcome: Figures) -> list[str]:
    bins = [row for row in outcome["calibration"] if row["scorer"] == "model"]
    return [
        "## On a real outcome",
        "",
        f"{outcome['n_runs']} runs of {outcome['n_runners']} people,"
        f" {_share(outcome['n_sore'] / outcome['n_runs'])} of them followed by sore lower legs next"
        " morning; nothing was trained or tuned on it. *Share* always states that share. An AUC of"
        " 0.5 is chance; *within runners* compares only runs of the same person. In brackets 5 to"
        " 95 % when people are resampled."
        " `calfcause evaluate --outcomes data/real_outcomes.csv` prints this.",
        "",
        *_pivoted(outcome["figures"], "scorer", "score"),
        "",
        "By fifths of the risk that the model states:",
        "",
        *table(
            ["stated", "seen", "runs"],
            ([_share(row["stated"]), _share(row["seen"]), str(row["runs"])] for row in bins),
        ),
        "",
    ]


def _references(quality: Figures) -> list[str]:
    sums = {row["scorer"]: _interval(row, 4) for row in quality["unseen"]["sums"]}
    ratio = quality["model_over_reference"]
    return [
        "## Beside a reference",
        "",
        "Other libraries on the same features and training runners, every feature in every head,"
        " no monotone constraint; settings chosen on few runners by runners kept apart. The best"
        " of them on the unseen runners is the *reference*. Summed log loss of all heads there;"
        f" the model's is {ratio['value']:.4f} ({ratio['low']:.4f}–{ratio['high']:.4f}) times the"
        f" reference's. {MEASURED_BY}",
        "",
        *table(
            ["library", "setting", "sessions", "log loss"],
            (
                [row["library"], row["setting"], f"{row['sessions']:,}", f"{row['log_loss']:.4f}"]
                for row in quality["references"]
            ),
        ),
        "",
        *table(list(sums), [list(sums.values())]),
        "",
    ]


def _worlds(simulated: Figures) -> list[str]:
    worst = simulated["worst_worlds"]
    return [
        "## In other worlds",
        "",
        f"{simulated['runners']:,} fresh runners of each world, whose effects, population or noise"
        " differ from those trained on. Summed log loss of all heads by scorer (*dummy* states the"
        " shares of the default world); the largest calibration error of a head; how often the"
        " first cause of a sore run is a true one, where there is any.",
        "",
        f"**Worst world** by calibration: `{worst['by_calibration']}`"
        f" ({worst['calibration_error']:.3f}, head `{worst['of_head']}`); by distance to the"
        f" ceiling: `{worst['by_gap']}` ({_share(worst['gap'])} above it)."
        " `calfcause evaluate --simulated` prints this.",
        "",
        *_summaries(simulated["worlds"], "world"),
        "",
    ]


def _known(simulated: Figures) -> list[str]:
    return [
        "## By what is known",
        "",
        *_summaries(simulated["known"], "world"),
        "",
        "By experience and surface, as they were recorded, in the default world; in a few sessions"
        " the calibration error is mostly chance:",
        "",
        *_summaries(simulated["slices"], "by", "part"),
        "",
    ]


def _reasons(simulated: Figures) -> list[str]:
    reasons = simulated["reasons"]
    differ = simulated["disagreement"]
    return [
        "## The reasons, scored",
        "",
        "Sore simulated runs that have a true cause, by kind of record. How often the first reason"
        " is the truly largest factor:",
        "",
        *_pivoted([row for row in reasons if row["score"] == "largest"], "world", "scorer"),
        "",
        "How often it is a true cause, without which the calves would not be sore:",
        "",
        *_pivoted([row for row in reasons if row["score"] == "a cause"], "world", "scorer"),
        "",
        "Where rules and model name different causes first, and who is right then:",
        "",
        *table(
            ["world", "sessions", "rules name none", "they differ", "rules right", "model right"],
            (
                [
                    f"`{row['world']}`",
                    f"{row['sessions']:,}",
                    *(
                        _share(row[name])
                        for name in ("rules_name_none", "disagree", "rules_right", "model_right")
                    ),
                ]
                for row in differ
            ),
        ),
        "",
    ]


def _coverage(simulated: Figures, cases: Figures) -> list[str]:
    curves = {**simulated["coverage"], "real cases": cases["coverage"]}
    thresholds = ", ".join(
        f"{_number(threshold, 2)} in `{name}`"
        for name, threshold in simulated["thresholds"].items()
    )
    columns = [
        f"{name}: {what}" for name in curves for what in ("answered", "right", "right there")
    ]
    rows = (
        [
            f"{steps[0]['threshold']:.2f}",
            *(
                _share(step[figure])
                for step in steps
                for figure in ("coverage", "accuracy", "accuracy_there")
            ),
        ]
        for steps in zip(*curves.values(), strict=True)
    )
    return [
        "## Coverage against accuracy",
        "",
        "What is won by answering only where the likeliest cause explains at least so large a share"
        " of such sore calves (*threshold*): the share of sore runs answered, how many of the"
        " answers name a true or blamed cause first, and how many of those less than 0.05 above the"
        " threshold do. Below this threshold answers are wrong more often than right, and an"
        " explanation says that too little is known:"
        f" {thresholds}.",
        "",
        *table(["threshold", *columns], rows),
        "",
    ]


def _learning(curve: Rows) -> list[str]:
    return [
        "## Learning curve",
        "",
        "Summed log loss on the same unseen runners, by the runners learned from.",
        "",
        *table(
            ["runners", "sessions", "log loss"],
            (
                [f"{row['runners']:,}", f"{row['sessions']:,}", f"{row['log_loss']:.4f}"]
                for row in curve
            ),
        ),
        "",
    ]


def _summaries(rows: Rows, *named: str) -> list[str]:
    scorers = [name for name in SCORERS if name in rows[0]]
    return table(
        [*named, "sessions", "sore", *scorers, "calibration error", "of head", "first is a cause"],
        (
            [
                *(f"`{row[name]}`" for name in named),
                f"{row['sessions']:,}",
                _share(row["sore"]),
                *(f"{row[name]:.3f}" for name in scorers),
                f"{row['calibration_error']:.3f}",
                f"`{row['of_head']}`",
                _share(row["first_is_a_cause"]),
            ]
            for row in rows
        ),
    )


def _pivoted(figures: Rows, index: str, columns: str, digits: int = 3) -> list[str]:
    cells = {(row[index], row[columns]): _interval(row, digits) for row in figures}
    lines, headings = (list(dict.fromkeys(names)) for names in zip(*cells, strict=True))
    return table(
        [index, *(heading.replace("_", " ") for heading in headings)],
        ([f"`{line}`", *(cells[line, heading] for heading in headings)] for line in lines),
    )


def _interval(row: Figures, digits: int) -> str:
    low, high = (_number(row[end], digits - 1) for end in ("low", "high"))
    return f"{_number(row['value'], digits)} ({low}–{high})"


def _number(number: float | None, digits: int) -> str:
    return "–" if number is None else f"{number:.{digits}f}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
