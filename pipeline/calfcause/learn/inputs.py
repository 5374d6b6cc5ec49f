"""What the estimators share: sessions as a frame or as encoded cells, labels, and tags."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array

from calfcause.errors import SchemaError
from calfcause.learn.features import complete
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.contradictions import usable
from calfcause.sessions.frames import encode_frame
from calfcause.types import Array, Bools


def cells_of(sessions: Any) -> dict[str, Array]:
    """Encode a frame of sessions, or complete a mapping of encoded cells.

    Cells that cannot be true are NaN, as in every answer. Raises SchemaError if this is neither, or
    a cell does not fit the schema.
    """
    n_sessions = n_sessions_of(sessions)
    if isinstance(sessions, Mapping):
        return complete(usable(sessions), n_sessions)
    cells, bad = encode_frame(sessions)
    raise_bad_cells(bad, "the frame of sessions")
    return complete(usable(cells), n_sessions)


def n_sessions_of(sessions: Any) -> int:
    """Count the sessions of a frame or of a mapping of encoded cells, without reading them."""
    if isinstance(sessions, pd.DataFrame):
        return len(sessions)
    if not isinstance(sessions, Mapping):
        raise SchemaError(
            "sessions are a DataFrame with columns of the schema, or a mapping of encoded cells,"
            f" not a {type(sessions).__name__}"
        )
    for name, codes in sessions.items():
        if np.ndim(codes) != 1:
            raise SchemaError(
                f"{name} has to be an array of codes, one for each session; a session as a dict is"
                " a row of a DataFrame, or goes to Predictor.predict_one"
            )
    return max((len(codes) for codes in sessions.values()), default=0)


def labels_of(y: Any) -> Bools:
    """Convert labels to booleans, ``(n_sessions, n_heads)``, columns as in ``HEADS``."""
    if y is None:
        raise ValueError("requires y to be passed, but the target y is None")
    labels = check_array(y, ensure_2d=False, dtype=None, input_name="y")
    check_classification_targets(labels)
    if labels.ndim != 2 or labels.shape[1] != len(HEADS) or not np.isin(labels, (0, 1)).all():
        raise ValueError(
            f"labels are yes or no for each of the {len(HEADS)} heads {', '.join(HEADS)}: 0 or 1 of"
            f" shape (n_sessions, {len(HEADS)}); found {labels.dtype} of shape {labels.shape}"
        )
    return np.asarray(labels, dtype=bool)


def tags_of_sessions(tags: Tags) -> Tags:
    """Tag an estimator that reads sessions: words and numbers, any of which may be missing."""
    tags.input_tags.allow_nan = tags.input_tags.categorical = tags.input_tags.string = True
    tags.input_tags.dict = True
    return tags


class HeadsClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """What all classifiers here share: a probability and a label for each of ``HEADS``."""

    def predict_proba(self, X: Any) -> Array:
        raise NotImplementedError

    def predict(self, X: Any) -> Bools:
        """Labels at probability one half, shape ``(n_sessions, n_heads)``."""
        return np.asarray(self.predict_proba(X) >= 0.5)

    def __sklearn_tags__(self) -> Tags:
        tags: Tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.classifier_tags.multi_class = False
        tags.target_tags.two_d_labels = tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.input_tags.allow_nan = True
        return tags
