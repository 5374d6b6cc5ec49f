"""From the outputs of the heads to coherent probabilities, excess fractions and primary cause."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from calfcause.causes import CAUSES
from calfcause.causes import elementwise as xp
from calfcause.causes.elementwise import Numbers
from calfcause.sessions.schema import SORE_LABEL
from calfcause.types import Array, Bools

NONE = "none"
# Excess fractions of what is never sore are 0, not unknown.
LEAST_P_SORE = 1e-12
# Where logarithms of a probability and of its odds are cut off: no head is surer than this.
LEAST_P = 1e-7
# A cause that explains three in ten of such soreness is named even where none of the causes is
# likelier: the rest is spread over all that a runner cannot change. Assumed.
LEAST_SHARE_TO_NAME = 0.3
# A cause that adds less than this to the risk is not named, however large its share of next to
# nothing. Assumed: half a point, which nobody would notice in a hundred runs.
LEAST_TO_NAME = 0.005
HEADS: tuple[str, ...] = (*(cause.name for cause in CAUSES), "sore")
"""Names of the heads, in the order of the columns of every probability matrix; ``sore`` is last."""
LABELS = (*(f"cause_{head}" for head in HEADS[:-1]), SORE_LABEL)
"""Names of the labels of the heads in files, in the same order."""
PRIMARY = (*HEADS[:-1], NONE)
"""What a primary cause may be, by place."""


def coherent(raw: Array) -> Array:
    """Make probabilities coherent: no cause is likelier than soreness."""
    inside = np.clip(raw, 0.0, 1.0)
    return np.asarray(np.minimum(inside, inside[:, -1:]))


def joined(raw: Array) -> Array:
    """Join the outputs of the heads to probabilities of the same shape.

    A cause's head gives its excess fraction (the probability of the cause once the calves are
    sore), the ``sore`` head the probability of soreness; a cause's probability is their product.
    """
    inside = np.minimum(np.maximum(raw, 0.0), 1.0)
    shares, sore = inside[:, :-1], inside[:, -1:]
    return np.concatenate([shares * sore, sore], axis=1)


def given_sore(probabilities: Array) -> Array:
    """Compute excess fractions, the probability of each cause once sore, ``(n, n_causes)``."""
    excess: Array = probabilities[:, :-1] / np.maximum(probabilities[:, -1:], LEAST_P_SORE)
    return excess


def primary_causes(probabilities: Array) -> list[str]:
    """Find the most probable cause of each session if the calves are sore, or ``none``."""
    places = primary_place(list(probabilities[:, :-1].T), list(given_sore(probabilities).T))
    return [PRIMARY[place] for place in np.broadcast_to(places, len(probabilities)).tolist()]


def primary_place(of_causes: Sequence[Numbers], excess: Sequence[Numbers]) -> Any:
    """Find the place in ``PRIMARY`` of the cause to name, from probabilities and excess fractions.

    None is named when the likeliest cause explains less than three in ten, and soreness without any
    of them is likelier: its probability is at least one less the sum of the excess fractions; nor
    when the cause hardly changes the risk.
    """
    first: Any = 0
    largest: Numbers = -1.0
    most: Numbers = -1.0
    for place, (p, share) in enumerate(zip(of_causes, excess, strict=True)):
        first = xp.where(share > largest, place, first)
        largest, most = xp.maximum(largest, share), xp.maximum(most, p)
    unexplained = 1.0 - sum(excess, 0.0)
    none = (unexplained > largest) & (largest < LEAST_SHARE_TO_NAME) | (most < LEAST_TO_NAME)
    return xp.where(none, len(of_causes), first)


def of_one(probabilities: Sequence[float]) -> tuple[list[float], str]:
    """Compute excess fractions and primary cause of one session, in a tenth of the time."""
    *of_causes, sore = probabilities
    excess = [p / max(sore, LEAST_P_SORE) for p in of_causes]
    return excess, PRIMARY[primary_place(of_causes, excess)]


def parts_of_one(excess: Sequence[float]) -> list[float]:
    """Divide one session's soreness among its causes and, last, none of them; the sum is 1.

    Excess fractions overlap where it takes two causes; if they sum to more than 1, they are scaled.

    >>> parts_of_one([0.5, 0.25]), parts_of_one([1.0, 1.0])
    ([0.5, 0.25, 0.25], [0.5, 0.5, 0.0])
    """
    total = max(sum(excess), 1.0)
    return [*(share / total for share in excess), max(1.0 - sum(excess), 0.0)]


def log_losses(labels: Bools, p: Array) -> Array:
    """Compute the log loss of every label; labels, probabilities and result have one shape."""
    p = np.clip(p, LEAST_P, 1 - LEAST_P)
    return np.asarray(-np.log(np.where(labels, p, 1 - p)))


def summed_log_loss(labels: Bools, p: Array, weight: Array | None = None) -> float:
    """Sum the log loss over the heads, ``(n, n_heads)``, and average over sessions."""
    return float(np.average(log_losses(labels, p).sum(axis=1), weights=weight))
