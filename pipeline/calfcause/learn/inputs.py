"""What the estimators share: sessions as a frame or as encoded cells, labels, and tags."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array

from calfcause.errors import SchemaError
from calfcause.learn.features import complete
from calfcause.learn.probabilities import HEADS, LABELS, summed_log_loss
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.contradictions import usable
from calfcause.sessions.frames import encode_frame
from calfcause.texts import a_or_an
from calfcause.types import Array, Bools

HEAD_OF_LABEL = dict(zip(LABELS, HEADS, strict=True))


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
            f" not {a_or_an(type(sessions).__name__)}"
        )
    for name, codes in sessions.items():
        if np.ndim(codes) != 1:
            raise SchemaError(
                f"{name} has to be an array of codes, one for each session; a session as a dict is"
                " a row of a DataFrame, or goes to Predictor.predict_one"
            )
    return max((len(codes) for codes in sessions.values()), default=0)


def in_order(y: Any) -> Any:
    """Bring a frame of named labels into the order of ``HEADS``; anything else stays as it is.

    A column bears the name of its head, or that of the label in files: ``cause_NAME``,
    ``sore_calves``. Raises ValueError if a name is missing, unknown or there twice.
    """
    if not isinstance(y, pd.DataFrame) or not all(isinstance(name, str) for name in y.columns):
        return y
    heads = [HEAD_OF_LABEL.get(name, name) for name in y.columns]
    problems = {
        "lack": [head for head in HEADS if head not in heads],
        "should not have": [head for head in heads if head not in HEADS],
        "have twice": [head for head in HEADS if heads.count(head) > 1],
    }
    if any(problems.values()):
        told = (f"{what} {', '.join(names)}" for what, names in problems.items() if names)
        raise ValueError(
            f"the labels {' and '.join(told)}; they are {', '.join(HEADS)}, in any order"
        )
    return y.set_axis(heads, axis="columns")[list(HEADS)]


def labels_of(y: Any) -> Bools:
    """Convert labels to booleans, ``(n_sessions, n_heads)``, columns as in ``HEADS``."""
    if y is None:
        raise ValueError("requires y to be passed, but the target y is None")
    labels = check_array(in_order(y), ensure_2d=False, dtype=None, input_name="y")
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

    # Where scikit-learn routes metadata, weights given to a search or to folds count in both.
    __metadata_request__fit: ClassVar[dict[str, bool]] = {"sample_weight": True}
    __metadata_request__score: ClassVar[dict[str, bool]] = {"sample_weight": True}

    def predict_proba(self, X: Any) -> Array:
        raise NotImplementedError

    def predict(self, X: Any) -> Bools:
        """Labels at probability one half, shape ``(n_sessions, n_heads)``."""
        return np.asarray(self.predict_proba(X) >= 0.5)

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """Minus the log loss, summed over the heads and averaged over sessions: higher is better.

        This is what the heads are fitted and searched by. The share of sessions whose labels are
        all right, scikit-learn's own choice, would be best where nothing is ever expected.

        Parameters
        ----------
        X : array-like
            As given to ``fit``.
        y : array-like of bool, shape (n_sessions, n_heads)
            Labels, as given to ``fit``.
        sample_weight : array-like, shape (n_sessions,), optional
            What each session counts; without it all count alike.

        Returns
        -------
        float
            At most 0.
        """
        if sample_weight is not None:
            sample_weight = np.asarray(sample_weight, dtype=float)
        return -summed_log_loss(labels_of(y), self.predict_proba(X), sample_weight)

    def __sklearn_tags__(self) -> Tags:
        tags: Tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.classifier_tags.multi_class = False
        tags.target_tags.two_d_labels = tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.input_tags.allow_nan = True
        return tags
