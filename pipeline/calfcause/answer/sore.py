"""Whether a run left the calves sore, as far as its cells say."""

from collections.abc import Mapping
from typing import Any

from calfcause.answer.picture import all_hold, combinations
from calfcause.sessions.schema import SORE_LABEL

# Before a race, runners rate their calves 1.7 (SD 2.2) of 10, so below 2 to 3 is background. The
# lower bound counts, since runners who give a number at all have noticed something.
LEAST_SEVERITY = 2.0
_RATED = combinations("severity_0_10>=0")[0]
_RATED_SORE = combinations(f"severity_0_10>={LEAST_SEVERITY}")[0]
# Each of these means soreness. A risk, such as one of clots, and signs elsewhere do not.
_SIGNS = combinations(
    "onset_hours>=0", "sore_days>0", "sharp_pain", "one_leg_only", "swelling", "worsening",
    "numbness", "tight_at_same_point", "cannot_tiptoe", "hard_calf", "cannot_walk", "came_back",
    "bone_spot", "pain_at_night", "tendon_antibiotic",
)  # fmt: skip
_SORE = {terms[0].column: terms for terms in _SIGNS}


def sore_told(cells: Mapping[str, Any]) -> Any:
    """Whether cells say that the calves were sore, for one session or for columns of them.

    A known severity decides, and has to be at least 2 of 10. Otherwise any other sign of soreness
    does, such as when it began or how long it lasted.

    >>> sore_told({"onset_hours": 0.0}), sore_told({"sore_days": 0.0, "swelling": 0})
    (True, False)
    >>> sore_told({"sore_days": 1.0, "severity_0_10": 1.0})
    False
    """
    sore: Any = False
    for column, terms in _SORE.items():
        if column in cells:
            sore = sore | all_hold(terms, cells)
    if "severity_0_10" not in cells:
        return sore
    return all_hold(_RATED_SORE, cells) | (sore & (all_hold(_RATED, cells) ^ True))


def counts_as_sore(codes: Mapping[str, float]) -> bool:
    """Whether a session counts as sore: by the label ``sore_calves``, or else ``sore_told``."""
    label = codes.get(SORE_LABEL)
    return sore_told(codes) if label is None else label == 1
