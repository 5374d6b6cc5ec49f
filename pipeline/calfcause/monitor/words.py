"""The comparison in at most 25 lines."""

from collections.abc import Iterator

from calfcause.monitor.contents import Drift, File, Monitor, Rate
from calfcause.monitor.performance import Figure, Score
from calfcause.monitor.verdict import error_of_a_score, far_apart
from calfcause.texts import counted

MOST_LINES = 25
MOST_COLUMNS, MOST_ANSWERS = 6, 3
SCORES = {
    "sore_share": "share of sore runs",
    "log_loss": "log loss",
    "brier": "Brier score",
    "roc_auc": "ROC AUC",
    "calibration_error": "calibration error",
}


def as_text(found: Monitor) -> str:
    """The summary for a terminal."""
    return "\n".join(_lines(found))


def _lines(found: Monitor) -> Iterator[str]:
    limits = found.limits
    yield f"New:       {file_in_words(found.new)}"
    yield f"Reference: {file_in_words(found.reference)}"
    yield ""
    for what, drifts, most in (
        ("columns", found.columns, MOST_COLUMNS),
        ("answers", found.answers, MOST_ANSWERS),
    ):
        shown = [one for one in drifts if one.drifted][:most]
        judged = [one for one in drifts if one.judged]
        n_drifted = sum(one.drifted for one in judged)
        yield f"Drift of {what}: {n_drifted} of {len(judged)} judged"
        beyond = [one for one in judged if one.psi_beyond_chance >= limits.psi]
        for one in shown or beyond[:1] or judged[:1]:
            held = one in beyond and not one.drifted
            yield f"  {drift_in_words(one)}{_held_back(one.p, limits.error, held)}"
    for what, rate, limit in (
        ("Unknown cells", found.unknown, limits.unknown),
        ("Rules and model disagree", found.disagreement, limits.disagreement),
    ):
        held = rate.rise >= limit and rate.p > limits.error
        yield f"{rate_in_words(what, rate)}{_held_back(rate.p, limits.error, held)}"
    n_labelled = found.performance.n_labelled
    labelled = f"{counted(n_labelled, 'run')} with labels" if n_labelled else "no labels"
    yield f"Performance, expected if the risks are right; {labelled}:"
    for score in found.performance.scores:
        yield f"  {score_in_words(score)}{_chance_of_gap(score, found)}"
    yield found.verdict


def _held_back(p: float, most: float, held: bool) -> str:
    """Why what lies beyond its limit is no alarm."""
    return f"; beyond its limit, but p {p:.3f}, alarm from {most:g}" if held else ""


def _chance_of_gap(score: Score, found: Monitor) -> str:
    """How likely so large a gap is, and why it is no alarm where it lies beyond its limit."""
    p, most = score.p_of_gap, error_of_a_score(found.limits)
    told = "" if p is None else f", p {p:.3f}"
    if not far_apart(score, found.limits):
        return told
    if why := found.performance.why_not_judged:
        return f"{told}; beyond its limit, but {why}"
    return told if p is None or p <= most else _held_back(p, most, True)


def file_in_words(file: File) -> str:
    """What was read of a file."""
    told = file.n_runners
    runners = "unknown runners" if told is None else counted(told, "runner")
    rows = counted(file.n_rows, "row")
    if file.n_sampled < file.n_rows:
        sample = f"{file.n_sampled:,} of {runners} compared"
        return f"{file.name}: {rows}, {sample}"
    return f"{file.name}: {rows}, {runners}"


def drift_in_words(one: Drift) -> str:
    """One column or answer."""
    parts = [f"{one.name}: PSI {one.psi:.2f}, {one.psi_by_chance:.2f} by chance"]
    if one.usual_reference != one.usual_new:
        parts.append(f"usual {plain(one.usual_reference)} → {plain(one.usual_new)}")
    if one.kind == "column":
        parts.append(f"unknown {one.unknown_reference:.0%} → {one.unknown_new:.0%}")
        if one.drifted:
            parts.append(f"{one.moves} {one.moves_by:+.3f}")
    return "; ".join(parts)


def rate_in_words(what: str, rate: Rate) -> str:
    """A share in both files."""
    return f"{what}: {rate.new:.1%} (reference {rate.reference:.1%})"


def score_in_words(score: Score) -> str:
    """One score, by the labels too where there are some."""
    text = f"{SCORES[score.name]} {figure_in_words(score.expected)}"
    if score.realised is None or score.gap is None:
        return text
    return (
        f"{text}; by the labels {figure_in_words(score.realised)},"
        f" apart {figure_in_words(score.gap, signed=True)}"
    )


def figure_in_words(figure: Figure, *, signed: bool = False) -> str:
    """A figure and its interval."""
    if figure.value is None:
        return "undefined"
    form = "+.3f" if signed else ".3f"
    if figure.low is None or figure.high is None:
        return f"{figure.value:{form}}"
    return f"{figure.value:{form}} ({figure.low:{form}} to {figure.high:{form}})"


def plain(usual: float | str | None) -> str:
    """A median or the commonest word."""
    if usual is None:
        return "none told"
    return usual if isinstance(usual, str) else f"{usual:.3g}"
