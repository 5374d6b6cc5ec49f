"""Baselines for the learned heads: the rules alone, and the shares of the labels."""

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from calfcause.causes import CAUSES
from calfcause.causes.laws import dose
from calfcause.learn.features import exposures
from calfcause.learn.inputs import (
    HeadsClassifier,
    cells_of,
    labels_of,
    n_sessions_of,
    tags_of_sessions,
)
from calfcause.learn.probabilities import HEADS, coherent
from calfcause.simulate.soreness import SIGMA
from calfcause.simulate.world import DEFAULT
from calfcause.types import Array


class RuleModel(HeadsClassifier):
    """Predict from the rules alone: exposures and central effects in closed form, nothing learned.

    Missing cells count as usual. The learned heads have to beat this baseline.

    Attributes
    ----------
    classes_ : ndarray of str
        ``HEADS``.

    Examples
    --------
    >>> import pandas as pd
    >>> RuleModel().fit().predict_proba(pd.DataFrame({"terrain": ["flat", "steep"]})).shape
    (2, 8)
    """

    def fit(self, X: Any = None, y: Any = None, sample_weight: Any = None) -> "RuleModel":
        """Learn nothing; pipelines ask for this method."""
        if X is not None:
            n_sessions_of(X)
        self.classes_ = np.array(HEADS)
        return self

    def predict_proba(self, X: Any) -> Array:
        """Predict a frame of sessions or encoded cells, ``(n_sessions, n_heads)``."""
        spread = np.hypot(SIGMA, DEFAULT.susceptibility_sd)
        exposed = exposures(cells_of(X))
        steps = np.column_stack(
            [
                np.log(cause.effect.central) * dose(np.nan_to_num(exposed[cause.name])) / spread
                for cause in CAUSES
            ]
        )
        z0 = ndtri(DEFAULT.usual_sore_share)
        z_star = z0 + steps.sum(axis=1, keepdims=True)
        largest = steps == steps.max(axis=1, keepdims=True)
        p_sore = ndtr(z_star)
        p = p_sore - np.where(largest & (steps > 0), ndtr(z0), ndtr(z_star - steps))
        return coherent(np.column_stack([p, p_sore]))

    def __sklearn_tags__(self) -> Tags:
        tags = tags_of_sessions(super().__sklearn_tags__())
        tags.requires_fit = tags.target_tags.required = False
        return tags


class DummyHeads(HeadsClassifier):
    """Predict the share of each label in the training set, for every session alike.

    Attributes
    ----------
    shares_ : ndarray, shape (n_heads,)
        The shares.
    classes_ : ndarray of str
        ``HEADS``.
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "DummyHeads":
        """Count the labels ``y``, shape ``(n_sessions, n_heads)``, columns as in ``HEADS``."""
        labels = labels_of(y)
        if len(labels) != n_sessions_of(X):
            raise ValueError(f"{n_sessions_of(X)} sessions have {len(labels)} rows of labels")
        self.shares_ = np.average(labels, axis=0, weights=sample_weight)
        self.classes_ = np.array(HEADS)
        return self

    def predict_proba(self, X: Any) -> Array:
        """Repeat the shares for every session, ``(n_sessions, n_heads)``."""
        check_is_fitted(self, "shares_")
        return np.tile(self.shares_, (len(cells_of(X)["distance_km"]), 1))

    def __sklearn_tags__(self) -> Tags:
        return tags_of_sessions(super().__sklearn_tags__())
