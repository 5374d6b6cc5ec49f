"""What every classifier here shares: a probability and a label for each head."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags

from calfcause.types import Array, Bools


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
