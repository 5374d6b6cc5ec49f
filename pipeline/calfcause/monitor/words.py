"""Put the comparison into words, in at most 25 lines."""

from collections.abc import Iterator

from calfcause.monitor.contents import Drift, File, Monitor, Rate
from calfcause.monitor.performance import Figure, Score
from calfcause.monitor.verdict import error_of_a_score, far_apart
from calfcause.texts import counted

MOST_COLUMNS, MOST_ANSWERS = 6, 3
SCORES = {
    "sore_share": "share of sore runs",
    "log_loss": "log loss",
    "brier": "Brier score",
    "roc_auc": "ROC AUC",
    "calibration_error": "calibration error",
}


def as_text(comparison: Monitor) -> str:
    """Summarise a comparison for a terminal."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Monitor) -> Iterator[str]:
    limits = comparison.limits
    yield f"New:       {file_in_words(comparison.new)}"
    yield f"Reference: {file_in_words(comparison.reference)}"
    yield ""
    for what, drifts, most in (
        ("columns", comparison.columns, MOST_COLUMNS),
        ("answers", comparison.answers, MOST_ANSWERS),
    ):
        shown = [drift for drift in drifts if drift.drifted][:most]
        judged = [drift for drift in drifts if drift.judged]
        n_drifted = sum(drift.drifted for drift in judged)
        yield f"Drift of {what}: {n_drifted} of {len(judged)} judged"
        beyond = [drift for drift in judged if drift.psi_beyond_chance >= limits.psi]
        for drift in shown or beyond[:1] or judged[:1]:
            held = drift in beyond and not drift.drifted
            yield f"  {drift_in_words(drift)}{_held_back(drift.p, limits.error, held)}"
    for what, rate, limit in (
        ("Missing cells", comparison.unknown, limits.unknown),
        ("Rules and model disagree", comparison.disagreement, limits.disagreement),
    ):
        held = rate.rise >= limit and rate.p > limits.error
        yield f"{rate_in_words(what, rate)}{_held_back(rate.p, limits.error, held)}"
    n_labelled = comparison.performance.n_labelled
    labelled = f"{counted(n_labelled, 'run')} with labels" if n_labelled else "no labels"
    yield f"Performance, expected if the predicted risks are right; {labelled}:"
    for score in comparison.performance.scores:
        yield f"  {score_in_words(score)}{_chance_of_gap(score, comparison)}"
    yield comparison.verdict


def _held_back(p: float, most: float, held: bool) -> str:
    """Say why a figure beyond its limit raises no alarm."""
    return f"; beyond its limit, but p {p:.3f}, alarm at {most:g} or less" if held else ""


def _chance_of_gap(score: Score, comparison: Monitor) -> str:
    """Say how likely so large a gap is, and why it raises no alarm if it is beyond its limit."""
    p, most = score.p_of_gap, error_of_a_score(comparison.limits)
    chance = "" if p is None else f", p {p:.3f}"
    if not far_apart(score, comparison.limits):
        return chance
    if why := comparison.performance.why_not_judged:
        return f"{chance}; beyond its limit, but {why}"
    return chance if p is None or p <= most else _held_back(p, most, True)


def file_in_words(file: File) -> str:
    """Say what was read of a file."""
    runners = "unknown runners" if file.n_runners is None else counted(file.n_runners, "runner")
    sampled = file.n_sampled < file.n_rows
    compared = f"{file.n_sampled:,} of {runners} compared" if sampled else runners
    said = f"; {file.history}" if file.history else ""
    return f"{file.name}: {counted(file.n_rows, 'row')}, {compared}{said}"


def drift_in_words(drift: Drift) -> str:
    """Describe the drift of one column or answer."""
    parts = [f"{drift.name}: PSI {drift.psi:.2f}, {drift.psi_by_chance:.2f} by chance"]
    if drift.usual_reference != drift.usual_new:
        parts.append(f"usual {plain(drift.usual_reference)} → {plain(drift.usual_new)}")
    if drift.kind == "column":
        parts.append(f"missing {drift.unknown_reference:.0%} → {drift.unknown_new:.0%}")
        if drift.drifted:
            parts.append(f"{drift.moves} {drift.moves_by:+.3f}")
    return "; ".join(parts)


def rate_in_words(what: str, rate: Rate) -> str:
    """State a share in both files."""
    return f"{what}: {rate.new:.1%} (reference {rate.reference:.1%})"


def score_in_words(score: Score) -> str:
    """State one score, by the labels too if there are any."""
    text = f"{SCORES[score.name]} {figure_in_words(score.expected)}"
    if score.realised is None or score.gap is None:
        return text
    return (
        f"{text}; by the labels {figure_in_words(score.realised)},"
        f" apart {figure_in_words(score.gap, signed=True)}"
    )


def figure_in_words(figure: Figure, *, signed: bool = False) -> str:
    """State a figure and its interval."""
    if figure.value is None:
        return "undefined"
    form = "+.3f" if signed else ".3f"
    if figure.low is None or figure.high is None:
        return f"{figure.value:{form}}"
    return f"{figure.value:{form}} ({figure.low:{form}} to {figure.high:{form}})"


def plain(usual: float | str | None) -> str:
    """State a median or the commonest word."""
    if usual is None:
        return "none"
    return usual if isinstance(usual, str) else f"{usual:.3g}"
