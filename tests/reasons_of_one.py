"""The reasons of one explained session, as a file of answers has them."""

from calfcause.answer.columns import YES_OR_NO
from calfcause.answer.sentences import in_short, odd_in_short, signs_in_short


def reason_columns(answer):
    """By column: an explanation is red flags, contradictions, the answer, and signs to watch."""
    texts = {f"{cause.name}_state": cause.state for cause in answer.causes}
    texts |= {f"{cause.name}_because": cause.because for cause in answer.causes}
    texts["enough_known"] = YES_OR_NO[answer.enough_known]
    texts["because"] = answer.primary.because if answer.primary else ""
    first = signs_in_short(answer.red_flags) + odd_in_short(answer.contradictions)
    texts["explanation"] = f"{first}{in_short(answer)} {answer.seek_help}".rstrip()
    return texts
