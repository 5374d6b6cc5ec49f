"""The prediction for one session, without pandas and without reasons."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from calfcause.answer.columns import ANSWER_COLUMNS
from calfcause.answer.triage import level_of, red_flags
from calfcause.learn.features import features_of_one
from calfcause.learn.probabilities import of_one
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.contradictions import usable


def predict_one(model: LoadedModel, codes: Mapping[str, float]) -> dict[str, Any]:
    """Predict the encoded cells of one session; the keys are ``ANSWER_COLUMNS``."""
    row = features_of_one(usable(codes)).row
    p = model.predict_features(np.array([row], dtype=np.float32))[0].tolist()
    excess, primary = of_one(p)
    flags = red_flags(codes)
    names = "; ".join(flag.name for flag in flags)
    cells = (p[-1], *p[:-1], *excess, primary, names, level_of(codes, flags))
    return dict(zip(ANSWER_COLUMNS, cells, strict=True))
