"""Decide which limits are exceeded: by enough to matter, and by more than chance."""

from calfcause.monitor.contents import Alarm, Drift, File, Limits, Rate
from calfcause.monitor.performance import Performance, Score
from calfcause.texts import counted

KINDS = ("columns", "answers", "unknown", "disagreement", "performance")
# With fewer rows, a tenth of the reference is a handful of runs, and its share says nothing.
LEAST_ROWS = 50
# Chance is measured by drawing runners of the reference: with fewer it cannot be.
LEAST_REFERENCE_RUNNERS = 20
MOST_NAMED = 5


def why_not(new: File, reference: File) -> str:
    """Say why these files cannot be judged; empty if they can."""
    for what, file in (("the new file", new), ("the reference", reference)):
        if file.n_rows < LEAST_ROWS:
            return f"{what} has {counted(file.n_rows, 'row')}; {LEAST_ROWS} are needed"
    if reference.n_runners is not None and reference.n_runners < LEAST_REFERENCE_RUNNERS:
        return (
            f"the reference has {counted(reference.n_runners, 'runner')}; {LEAST_REFERENCE_RUNNERS}"
            " are needed to distinguish drift from chance"
        )
    return ""


def alarms(
    columns: tuple[Drift, ...],
    answers: tuple[Drift, ...],
    unknown: Rate,
    disagreement: Rate,
    performance: Performance,
    limits: Limits,
) -> tuple[Alarm, ...]:
    """Collect the limits that are exceeded, in the order of ``KINDS``."""
    what = "disagreement of rules and model"
    raised = (
        _drifted("columns", columns, limits),
        _drifted("answers", answers, limits),
        _risen("unknown", "missing cells", unknown, limits.unknown, limits.error),
        _risen("disagreement", what, disagreement, limits.disagreement, limits.error),
        *_missed(performance, limits),
    )
    return tuple(alarm for alarm in raised if alarm)


def _drifted(kind: str, drifts: tuple[Drift, ...], limits: Limits) -> Alarm | None:
    drifted = [drift for drift in drifts if drift.drifted]
    if not drifted:
        return None
    named = ", ".join(
        f"{drift.name} ({drift.psi_beyond_chance:.2f})" for drift in drifted[:MOST_NAMED]
    )
    more = f" and {len(drifted) - MOST_NAMED} more" if len(drifted) > MOST_NAMED else ""
    return Alarm(
        kind=kind, reason=f"{kind} drifted (PSI beyond chance, limit {limits.psi:g}): {named}{more}"
    )


def _risen(kind: str, what: str, rate: Rate, limit: float, error: float) -> Alarm | None:
    if rate.rise < limit or rate.p > error:
        return None
    return Alarm(
        kind=kind,
        reason=f"{what} rose from {rate.reference:.1%} to {rate.new:.1%} (limit {limit:.1%})",
    )


def far_apart(score: Score, limits: Limits) -> bool:
    """Check whether a score by the labels is as far from the expected one as its limit allows."""
    if not score.gap or score.gap.value is None:
        return False
    if score.name == "sore_share":
        return abs(score.gap.value) >= limits.sore_share
    return score.name == "log_loss" and score.gap.value >= limits.log_loss


def error_of_a_score(limits: Limits) -> float:
    """Give each of the two judged scores its part of ``Limits.error``."""
    return limits.error / 2


def _missed(performance: Performance, limits: Limits) -> list[Alarm]:
    if performance.why_not_judged:
        return []
    scores = {score.name: score for score in performance.scores}
    raised = []
    for name, limit in (("log_loss", limits.log_loss), ("sore_share", limits.sore_share)):
        score = scores[name]
        if not score.gap or not score.realised:
            continue
        if score.gap.value is None or score.realised.value is None or score.p_of_gap is None:
            continue
        if far_apart(score, limits) and score.p_of_gap <= error_of_a_score(limits):
            words = name.replace("_", " ")
            expected = score.realised.value - score.gap.value  # of the labelled runs alone
            reason = f"{words} is {score.realised.value:.3f} where {expected:.3f} is expected"
            raised.append(Alarm(kind="performance", reason=f"{reason} (limit {limit:g} apart)"))
    return raised
