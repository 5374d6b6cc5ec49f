"""Score explanations: whether the first reason is the truly largest factor, or a true cause.

Only the simulation knows. Sore sessions count if they have a true cause, one without which they
would not be sore.
"""

from typing import Any

import numpy as np
import pandas as pd

from calfcause.evaluate.resample import resamples
from calfcause.evaluate.scores import first_is_among, share
from calfcause.evaluate.worlds import Population
from calfcause.types import Bools

DRAWS = 200


def score_reasons(population: Population) -> pd.DataFrame:
    """Measure how often each scorer's first cause is the largest factor, and a true cause."""
    rows = _caused(population)
    draws = resamples(population.sessions.runner[rows], DRAWS)
    reasons = {
        "largest": _largest(population)[rows],
        "a cause": population.sessions.labels[rows, :-1],
    }
    return pd.DataFrame(
        {"world": population.world, "scorer": scorer, "sessions": int(rows.sum()), "score": score}
        | draws.mean(first_is_among(p[rows, :-1], named))
        for scorer, p in population.answers.items()
        if scorer != "ceiling"
        for score, named in reasons.items()
    )


def score_disagreement(population: Population) -> dict[str, Any]:
    """Measure how often rules and model name different causes first, and which one is right then.

    Rules that see nothing unusual, or tie two causes, name none: that is no disagreement. Both are
    right if both causes are true ones.
    """
    rows = _caused(population)
    rules, model = (population.answers[scorer][rows, :-1] for scorer in ("rules", "model"))
    true = population.sessions.labels[rows, :-1]
    named = (rules == rules.max(axis=1, keepdims=True)).sum(axis=1) == 1
    differ = named & (rules.argmax(axis=1) != model.argmax(axis=1))
    return {
        "world": population.world,
        "sessions": int(rows.sum()),
        "rules_name_none": float(1.0 - named.mean()),
        "disagree": float(differ.mean()),
        "rules_right": share(first_is_among(rules[differ], true[differ])),
        "model_right": share(first_is_among(model[differ], true[differ])),
    }


def _caused(population: Population) -> Bools:
    return np.asarray(population.sessions.labels[:, :-1].any(axis=1))


def _largest(population: Population) -> Bools:
    factors = np.column_stack(list(population.simulated.soreness.log_factors.values()))
    return np.asarray(factors == factors.max(axis=1, keepdims=True))
