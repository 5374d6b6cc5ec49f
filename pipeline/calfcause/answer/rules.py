"""The rules that decide an answer, for the floats of one session and for columns of many alike.

``explain`` applies them to one session and ``reasons`` to the columns of a file, so both decide the
same.
"""

from collections.abc import Sequence
from typing import Any

from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR
from calfcause.causes import elementwise as xp
from calfcause.causes.elementwise import Numbers, Truths
from calfcause.causes.laws import CLEAR_EXPOSURE, NOTICEABLE_EXPOSURE

STATES = (AGAINST, A_LITTLE, FOR, CANNOT_TELL)
_SPEAKING, _UNKNOWN = (STATES.index(A_LITTLE), STATES.index(FOR)), STATES.index(CANNOT_TELL)
# Where the likeliest cause explains less of such sore calves, naming it was wrong more often than
# right in simulated runs told in words. Folds of accounts now say 0 to 0.20 ("How good it is").
LEAST_EXCESS_FRACTION = 0.15
# From about this length on, a run tires the calf by length alone: after 90 minutes the tendon is
# less stiff and each stride costs the calf more (Fletcher & MacIntosh 2018).
LONG_RUN_KM = 20.0


def state_of(exposure: Numbers) -> Any:
    """Give the place in ``STATES`` of what an exposure says of its cause; an int, or a column.

    >>> [STATES[state_of(exposure)] for exposure in (0.0, 0.5, 1.0, float("nan"))]
    ['speaks against it', 'speaks a little for it', 'speaks for it', 'cannot tell']
    """
    level = 1 * (exposure >= NOTICEABLE_EXPOSURE) + 1 * (exposure >= CLEAR_EXPOSURE)
    return level + _UNKNOWN * xp.isnan(exposure)


def is_known(state: Any) -> Any:
    """Whether the cells say anything of a cause, by the place of its state."""
    return state != _UNKNOWN


def speaks(state: Any) -> Any:
    """Whether the cells speak for a cause, clearly or a little, by the place of its state."""
    return (state == _SPEAKING[0]) | (state == _SPEAKING[1])


def is_long(distance_km: Numbers) -> Truths:
    """Whether a run is so long that its length alone may explain sore calves; not if unknown."""
    return distance_km >= LONG_RUN_KM


def likeliest(p: Sequence[Numbers], p_given_sore: Sequence[Numbers], states: Sequence[Any]) -> Any:
    """Find the place of the likeliest cause, and whether enough is known to name a cause.

    Enough is known if the cells say something of every cause, or if they speak for the likeliest
    and it explains enough. A cause of which the cells say nothing, or the opposite, is not named
    however likely it is.

    p, p_given_sore, states : over the causes, a number each or a column of ``(n_sessions,)``.
    """
    first: Any = 0
    all_known: Any = True
    first_speaks: Any = False
    most: Numbers = -1.0
    largest: Numbers = 0.0
    for place, (p_cause, share, state) in enumerate(zip(p, p_given_sore, states, strict=True)):
        likelier: Truths = p_cause > most
        first = xp.where(likelier, place, first)
        first_speaks = xp.where(likelier, speaks(state), first_speaks)
        most, largest = xp.maximum(most, p_cause), xp.maximum(largest, share)
        all_known = all_known & is_known(state)
    return first, all_known | (first_speaks & (largest >= LEAST_EXCESS_FRACTION))
