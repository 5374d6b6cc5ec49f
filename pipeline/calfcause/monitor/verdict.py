"""Which limits are passed: far enough to matter, and further than chance goes."""

from calfcause.monitor.contents import Alarm, Drift, File, Limits, Rate
from calfcause.monitor.performance import Performance, Score
from calfcause.texts import counted

KINDS = ("columns", "answers", "unknown", "disagreement", "performance")
# With fewer rows a tenth of the reference is a handful of runs, and its share says nothing.
LEAST_ROWS = 50
# Chance is what other runners of the reference do: of fewer nobody can tell.
LEAST_REFERENCE_RUNNERS = 20
MOST_NAMED = 5


def why_not(new: File, reference: File) -> str:
    """Why these files are not judged, empty if they can be."""
    for what, file in (("the new file", new), ("the reference", reference)):
        if file.n_rows < LEAST_ROWS:
            return f"{what} has {counted(file.n_rows, 'row')}; {LEAST_ROWS} are needed"
    if reference.n_runners is not None and reference.n_runners < LEAST_REFERENCE_RUNNERS:
        return (
            f"the reference has {counted(reference.n_runners, 'runner')}; {LEAST_REFERENCE_RUNNERS}"
            " are needed to tell chance from drift"
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
    """The limits that are passed, in the order of ``KINDS``."""
    found = [_drifted("columns", columns, limits), _drifted("answers", answers, limits)]
    found.append(_risen("unknown", "unknown cells", unknown, limits.unknown, limits.error))
    what = "disagreement of rules and model"
    found.append(_risen("disagreement", what, disagreement, limits.disagreement, limits.error))
    found += _missed(performance, limits)
    return tuple(one for one in found if one)


def _drifted(kind: str, drifts: tuple[Drift, ...], limits: Limits) -> Alarm | None:
    passed = [one for one in drifts if one.drifted]
    if not passed:
        return None
    named = ", ".join(f"{one.name} ({one.psi_beyond_chance:.2f})" for one in passed[:MOST_NAMED])
    more = f" and {len(passed) - MOST_NAMED} more" if len(passed) > MOST_NAMED else ""
    return Alarm(
        kind=kind,
        reason=f"{kind} drifted (PSI beyond chance, limit {limits.psi:g}): {named}{more}",
    )


def _risen(kind: str, what: str, rate: Rate, limit: float, error: float) -> Alarm | None:
    if rate.rise < limit or rate.p > error:
        return None
    return Alarm(
        kind=kind,
        reason=f"{what} rose from {rate.reference:.1%} to {rate.new:.1%} (limit {limit:.1%})",
    )


def far_apart(score: Score, limits: Limits) -> bool:
    """Whether a score by the labels is as far from what is expected as its limit, or further."""
    if not score.gap or score.gap.value is None:
        return False
    if score.name == "sore_share":
        return abs(score.gap.value) >= limits.sore_share
    return score.name == "log_loss" and score.gap.value >= limits.log_loss


def error_of_a_score(limits: Limits) -> float:
    """The share that ``Limits.error`` leaves to each of the two scores that are judged."""
    return limits.error / 2


def _missed(performance: Performance, limits: Limits) -> list[Alarm]:
    if performance.why_not_judged:
        return []
    scores = {one.name: one for one in performance.scores}
    found = []
    for name, limit in (("log_loss", limits.log_loss), ("sore_share", limits.sore_share)):
        one = scores[name]
        if not one.gap or not one.realised:
            continue
        if one.gap.value is None or one.realised.value is None or one.p_of_gap is None:
            continue
        if far_apart(one, limits) and one.p_of_gap <= error_of_a_score(limits):
            words = name.replace("_", " ")
            expected = one.realised.value - one.gap.value  # of the labelled runs alone
            reason = f"{words} is {one.realised.value:.3f} where {expected:.3f} is expected"
            found.append(Alarm(kind="performance", reason=f"{reason} (limit {limit:g} apart)"))
    return found
