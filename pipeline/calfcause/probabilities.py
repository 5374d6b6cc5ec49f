"""What the heads' numbers mean together: coherent, given soreness, and the primary cause."""

import numpy as np
from numpy.typing import NDArray

from calfcause.causes import CAUSES

Array = NDArray[np.float64]

NONE = "none"
KEPT_RATIO, LARGEST_RATIO, BEND = 0.7, 0.85, 0.2
HEADS: tuple[str, ...] = (*(cause.name for cause in CAUSES), "sore")
"""Names of the heads, in the order of the columns of every probability matrix; ``sore`` is last."""


def coherent(raw: Array) -> Array:
    """Probabilities that fit together: sore because of a cause is never likelier than sore.

    Parameters
    ----------
    raw : shape ``(n_sessions, n_heads)``, one column per head, ``sore`` last.

    Returns
    -------
    ndarray of the same shape with ``0 <= p_cause <= p_sore <= 1``. Taking the smaller keeps both
    monotone in the exposures.
    """
    inside = np.clip(raw, 0.0, 1.0)
    return np.asarray(np.minimum(inside, inside[:, -1:]))


def reconciled(raw: Array) -> Array:
    """Coherent probabilities of heads that were fitted apart, shape as given.

    A cause's head may come near the ``sore`` head or pass it. On the unseen sessions where it did,
    whatever the ratio, the true share was 0.80 to 0.83 (12,000 simulated runners): something else
    is always possible. So ratios are kept up to 0.7 and bent towards 0.85 beyond. The bend is
    concave: more of an exposure still never lowers its cause.
    """
    inside = np.clip(raw, 0.0, 1.0)
    sore = inside[:, -1:]
    ratio = inside[:, :-1] / np.maximum(sore, 1e-12)
    beyond = np.maximum(ratio - KEPT_RATIO, 0.0)
    room = LARGEST_RATIO - KEPT_RATIO
    bent = np.minimum(ratio, KEPT_RATIO) - room * np.expm1(-beyond / BEND)
    return coherent(np.hstack([bent * sore, sore]))


def given_sore(probabilities: Array) -> Array:
    """Excess fractions: probability of each cause once the calves are sore, ``(n, n_causes)``."""
    return np.asarray(probabilities[:, :-1] / np.maximum(probabilities[:, -1:], 1e-12))


def primary_causes(probabilities: Array) -> list[str]:
    """The most probable cause of each session if the calves are sore, or ``none``.

    ``none`` when soreness without any of the causes is likelier than the likeliest cause: its
    probability is at least one less the sum of the excess fractions.
    """
    excess = given_sore(probabilities)
    if excess.shape[1] == 0:
        return [NONE] * len(excess)
    likeliest = excess.argmax(axis=1)
    none = 1.0 - excess.sum(axis=1) > excess.max(axis=1)
    return [NONE if no else HEADS[place] for no, place in zip(none, likeliest, strict=True)]
