"""A scikit-learn transformer from sessions to features."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags

from calfcause.learn.features import features, make_features
from calfcause.learn.inputs import cells_of, n_sessions_of, tags_of_sessions
from calfcause.sessions.schema import MODEL_COLUMNS


class SessionFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn sessions into the feature matrix, shape ``(n_sessions, n_features)``.

    Attributes
    ----------
    feature_names_in_ : ndarray of str
        The columns that it reads; any of them may be absent.
    n_features_in_, n_features_out_ : int
        How many columns it reads, and how many features it makes.

    Examples
    --------
    >>> import pandas as pd
    >>> len(SessionFeatures().fit_transform(pd.DataFrame({"terrain": ["hilly", "flat"]})))
    2
    """

    def fit(self, X: Any, y: Any = None) -> "SessionFeatures":
        """Learn nothing; pipelines ask for this method.

        Raises
        ------
        SchemaError
            If these are no sessions.
        """
        n_sessions_of(X)
        self.feature_names_in_ = np.array(MODEL_COLUMNS, dtype=object)
        self.n_features_in_ = len(MODEL_COLUMNS)
        self.n_features_out_ = len(features())
        return self

    def transform(self, X: Any) -> NDArray[np.float32]:
        """Make the features of a frame of sessions, or of a mapping of encoded cells.

        Raises
        ------
        SchemaError
            If these are no sessions, or cells of a frame do not fit the schema.
        """
        return make_features(cells_of(X))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:
        """Give the names of the features, whatever columns the sessions have."""
        return np.array([feature.name for feature in features()], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = tags_of_sessions(super().__sklearn_tags__())
        tags.requires_fit = False
        tags.transformer_tags.preserves_dtype = []
        return tags
