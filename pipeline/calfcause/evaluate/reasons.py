"""Explanations, scored: whether the first reason is the truly largest factor, or a true cause.

Only the simulation can tell. Scored are sore sessions that have a true cause: one without which
they would not be sore.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calfcause.evaluate.populations import Population
from calfcause.evaluate.resample import resamples
from calfcause.evaluate.scores import first_is_among, share

Array = NDArray[np.float64]

DRAWS = 200


def score_reasons(found: Population) -> pd.DataFrame:
    """How often each scorer's likeliest cause is the largest factor, and is a true cause.

    Gives rows of world, scorer, sessions, score, value, low, high; runners are resampled. The
    ceiling knows the factors, so it is left out.
    """
    rows = _caused(found)
    draws = resamples(found.sessions.runner[rows], DRAWS)
    reasons = {"largest": _largest(found)[rows], "a cause": found.sessions.labels[rows, :-1]}
    return pd.DataFrame(
        {"world": found.world, "scorer": scorer, "sessions": int(rows.sum()), "score": score}
        | draws.mean(first_is_among(p[rows, :-1], named))
        for scorer, p in found.answers.items()
        if scorer != "ceiling"
        for score, named in reasons.items()
    )


def score_disagreement(found: Population) -> dict[str, Any]:
    """How often rules and model name different causes first, and how often each is right then.

    Rules that see nothing unusual, or two causes on a level, name none: that is no disagreement.
    Both are right where both causes are true ones.
    """
    rows = _caused(found)
    rules, model = (found.answers[scorer][rows, :-1] for scorer in ("rules", "model"))
    true = found.sessions.labels[rows, :-1]
    named = (rules == rules.max(axis=1, keepdims=True)).sum(axis=1) == 1
    differ = named & (rules.argmax(axis=1) != model.argmax(axis=1))
    return {
        "world": found.world,
        "sessions": int(rows.sum()),
        "rules_name_none": float(1.0 - named.mean()),
        "disagree": float(differ.mean()),
        "rules_right": share(first_is_among(rules[differ], true[differ])),
        "model_right": share(first_is_among(model[differ], true[differ])),
    }


def _caused(found: Population) -> NDArray[np.bool_]:
    return np.asarray(found.sessions.labels[:, :-1].any(axis=1))


def _largest(found: Population) -> NDArray[np.bool_]:
    factors = np.column_stack(list(found.simulated.soreness.log_factors.values()))
    return np.asarray(factors == factors.max(axis=1, keepdims=True))
