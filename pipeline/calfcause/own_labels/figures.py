"""Count a head's labels, and score it on them before and after, with intervals over runners."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from calfcause.errors import CalfcauseError
from calfcause.evaluate.resample import estimate, resamples
from calfcause.learn.probabilities import HEADS, joined, log_losses
from calfcause.own_labels.reading import OwnLabels, not_used
from calfcause.types import Array

# Ten events for each fitted number: Peduzzi et al. 1996 (10.1016/S0895-4356(96)00236-3).
EVENTS_PER_NUMBER = 10
DRAWS = 1000


@dataclass(frozen=True, kw_only=True)
class HeadFigures:
    """What a head's labels are, and its log loss on them before and after."""

    head: str  # the name of the head
    # Its labels, how many of them are yes, and of how many runners they are
    n: int
    n_yes: int
    n_runners: int
    # The probability that the head was off, by which its move is shrunk; None if not moved
    off: float | None = None
    # Log loss and their difference: value, low, high, 5 to 95 % when runners are resampled; None
    # without labels
    before: dict[str, float] | None = None
    after: dict[str, float] | None = None
    gain: dict[str, float] | None = None

    @property
    def n_numbers(self) -> int:
        """How many numbers the labels carry: none, the base rate, or the slope as well."""
        return min(min(self.n_yes, self.n - self.n_yes) // EVENTS_PER_NUMBER, 2)

    @property
    def lacking(self) -> str:
        """What the head needs, in words, if it has too few labels."""
        if self.n_numbers:
            return ""
        n_no = self.n - self.n_yes
        among = "runs" if self.head == HEADS[-1] else "sore runs with this label"
        needed = (
            f"{self.head} needs {EVENTS_PER_NUMBER} yes and {EVENTS_PER_NUMBER} no among {among};"
            f" there are {self.n_yes} yes and {n_no} no from {self.n_runners}"
        )
        rarer = min(self.n_yes, n_no)
        about = -(-self.n * EVENTS_PER_NUMBER // rarer) if rarer else 0
        return needed + (f". At the present shares that takes about {about} {among}" * bool(rarer))

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return asdict(self) | {"lacking": self.lacking}


def counted_heads(own: OwnLabels, *, refuse: bool = True) -> dict[str, HeadFigures]:
    """Count the labels of each head; unless told otherwise, refuse too few."""
    found = {}
    for head in (HEADS[-1], *HEADS[:-1]):
        labels = own.labels[:, HEADS.index(head)]
        known = ~np.isnan(labels)
        found[head] = HeadFigures(
            head=head,
            n=int(known.sum()),
            n_yes=int(np.nansum(labels)),
            n_runners=len(np.unique(own.runner[known])),
        )
    if refuse and not any(one.n_numbers for one in found.values()):
        needed = [one.lacking for one in found.values() if one.n or one.head == HEADS[-1]]
        lines = "\n  ".join(needed + not_used(own))
        raise CalfcauseError(f"{own.file} has too few labels to move any head:\n  {lines}")
    return found


def stated(own: OwnLabels, place: int) -> tuple[Array, Array]:
    """The labels that a head's probability is compared with, and the weight of each row.

    The label of a cause is whether the run left the calves sore because of it: no without soreness.
    Sore runs with a record represent those without one; otherwise no would look too likely.
    """
    labels, known = own.labels[:, place], own.known[:, place]
    if place == len(HEADS) - 1:
        return labels, known.astype(float)
    sore = own.labels[:, -1] == 1
    labels = np.where(own.labels[:, -1] == 0, 0.0, labels)
    return labels, np.where(sore, known * (sore.sum() / max(known.sum(), 1)), ~np.isnan(labels))


def scored(
    own: OwnLabels, before: Array, after: Array, heads: Mapping[str, HeadFigures]
) -> tuple[tuple[HeadFigures, ...], dict[str, float]]:
    """Add the log losses of each head that has labels; and say how much all together gain.

    before, after : what the heads say, not yet joined, (n_sessions, n_heads)
    """
    draws = resamples(np.unique(own.runner, return_inverse=True)[1], DRAWS)
    found, value, drawn = [], 0.0, np.zeros(DRAWS)
    for head, one in heads.items():
        if not one.n:
            found.append(one)
            continue
        place = HEADS.index(head)
        labels, weights = stated(own, place)
        old, new = (
            weights * log_losses(labels == 1, joined(raw)[:, place]) for raw in (before, after)
        )
        gain = draws.ratio(old - new, weights)
        of_old, of_new = draws.ratio(old, weights), draws.ratio(new, weights)
        found.append(replace(one, before=of_old, after=of_new, gain=gain))
        value += gain["value"]
        drawn += draws.sums(old - new) / draws.sums(weights)
    return tuple(found), estimate(value, drawn)
