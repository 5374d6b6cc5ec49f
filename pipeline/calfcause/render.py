"""An answer in words: as text for a terminal, and as columns of text for a file."""

from textwrap import fill

from calfcause.explain import A_LITTLE, FOR, Answer, CauseAnswer
from calfcause.probabilities import HEADS

WIDTH = 96
REASON_COLUMNS = (
    "because",
    "explanation",
    *(f"{cause}_{what}" for cause in HEADS[:-1] for what in ("state", "because")),
)


def as_text(answer: Answer) -> str:
    """The answer as text for a terminal, in lines of at most 96 characters."""
    lines = []
    for flag in answer.red_flags:
        lines += [f"SEE A CLINICIAN: {flag.sign}.", f"  {flag.why} {flag.do} [{flag.source}]"]
    if answer.red_flags:
        lines += ["  What follows is about training only and does not judge these signs.", ""]
    leaves = "would leave" if answer.sore_told else "leaves"
    lines.append(f"Probability that this run {leaves} the calves sore: {answer.p_sore:.0%}")
    likely = _primary(answer)
    if not answer.enough_known:
        lines.append("Too little is known to say why.")
    elif likely is None:
        lines.append(
            "No training cause stands out; if they are sore, it is likelier none of these."
        )
    else:
        sore = "" if answer.sore_told else ", if they are sore"
        lines.append(f"Likeliest training cause{sore}: {likely.title}")
    if answer.question and not answer.enough_known:
        lines.append(f"What would help most: {answer.question}")
    for one in answer.causes:
        lines += ["", *_render_cause(one, answer.p_sore)]
    if answer.question and answer.enough_known:
        lines += ["", f"Worth telling next: {answer.question}"]
    if sum(one.p_given_sore for one in answer.causes) > 1.0:
        lines += ["", "The shares overlap: a run can need two causes to leave the calves sore."]
    lines += ["", "These are likely training causes, not a diagnosis."]
    return "\n".join(_wrapped(line) for line in lines)


def _wrapped(line: str) -> str:
    """The line in as many as it takes, those after the first indented by two more."""
    indent = line[: len(line) - len(line.lstrip())]
    return fill(line, WIDTH, subsequent_indent=f"{indent}  ", break_on_hyphens=False)


def _render_cause(one: CauseAnswer, p_sore: float) -> list[str]:
    lines = [
        f"{one.title[:1].upper()}{one.title[1:]}: {one.p_given_sore:.0%} if sore ({one.state})",
        f"  {one.because}",
    ]
    if one.state in (FOR, A_LITTLE):
        if change := _change_without(one, p_sore):
            lines.append(f"  Without it the risk would have been {change}.")
        lines += [f"  {note}" for note in one.notes]
        lines += [
            f"  Do: {step['text']} ({step['support']}; {step['source']})" for step in one.advice
        ]
        lines.append(f"  Evidence: {one.evidence}. {one.evidence_sentence}")
    return lines


def reason_columns(answer: Answer) -> dict[str, str]:
    """The reasons of one answer by column, as in ``REASON_COLUMNS``; red flags come first."""
    texts = {f"{one.name}_state": one.state for one in answer.causes}
    texts |= {f"{one.name}_because": one.because for one in answer.causes}
    primary = _primary(answer)
    texts["because"] = primary.because if primary else ""
    signs = [f"See a clinician: {flag.sign}. {flag.do} " for flag in answer.red_flags]
    texts["explanation"] = "".join(signs) + _in_short(answer, primary)
    return texts


def _in_short(answer: Answer, primary: CauseAnswer | None) -> str:
    if not answer.enough_known:
        question = f" What would help most: {answer.question}" if answer.question else ""
        return f"Too little is known to say why.{question}"
    if primary is None:
        return "No training cause stands out."
    change = _change_without(primary, answer.p_sore)
    without = f" Without it the risk of soreness would have been {change}." if change else ""
    return f"Likeliest training cause: {primary.title}. {primary.because}{without}"


def _change_without(one: CauseAnswer, p_sore: float) -> str:
    """What the risk would have been and what it is; nothing where both round alike."""
    without, now = f"{one.p_sore_without:.0%}", f"{p_sore:.0%}"
    return f"{without} instead of {now}" if without != now else ""


def _primary(answer: Answer) -> CauseAnswer | None:
    return next((one for one in answer.causes if one.name == answer.primary_cause), None)
