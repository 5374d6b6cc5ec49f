"""The classifier: features, then eight monotone heads; and the rules alone, its benchmark.

Both are scikit-learn estimators over sessions (a frame, or encoded cells) whose ``predict_proba``
gives the same matrix as the released predictor, columns as in ``HEADS``. Sessions or features are
called ``X`` and labels ``y``, since scikit-learn takes an argument of any other name for metadata.
"""

from typing import Any, ClassVar

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    validate_data,
)

from calfcause.causes import CAUSES
from calfcause.learn.classifier import HeadsClassifier
from calfcause.learn.features import Feature, features
from calfcause.learn.inputs import labels_of
from calfcause.learn.probabilities import HEADS, joined
from calfcause.learn.transformer import SessionFeatures

Array = NDArray[np.float64]

# A cause's head learns from sore sessions alone, so its leaves may hold a third as many.
SMALLER_LEAVES = 3
# What a matrix of features has to be: float32, as the graph reads it, and NaN where unknown.
MATRIX: dict[str, Any] = {"dtype": np.float32, "ensure_all_finite": "allow-nan"}
COLUMNS_OF_CAUSE = {cause.name: cause.columns for cause in CAUSES}


class CauseHeads(HeadsClassifier):
    """One histogram-gradient-boosting head for soreness, and one per cause for sore sessions.

    The ``sore`` head gives the probability of soreness, a cause's head that of the cause once the
    calves are sore (its excess fraction), learned on sore sessions alone; their product is the
    probability of soreness because of the cause. So no cause is ever likelier than soreness.

    More of an exposure never lowers its own cause nor soreness. See ``direction``.

    Parameters
    ----------
    max_iter, learning_rate, max_leaf_nodes, min_samples_leaf, l2_regularization : of each head.
    rivals : whether a cause's head reads the exposures of the other causes.
    monotone : whether heads are held to ``direction``.
    validation_share : share of runners set aside to stop early, none of whom is trained on.
    patience : rounds without gain on them before a head stops.
    n_jobs : heads fitted at a time.
    random_state : seed.

    Attributes
    ----------
    heads_ : the fitted heads, in the order of ``HEADS``.
    columns_ : places of the features that each of them reads.
    classes_ : ``HEADS``.
    n_features_in_ : number of features.
    feature_names_in_ : their names, if fitted on a frame.
    """

    # Where scikit-learn routes metadata, runners given to a pipeline as ``groups`` arrive here.
    __metadata_request__fit: ClassVar[dict[str, bool]] = {"groups": True}

    def __init__(
        self,
        max_iter: int = 20,
        learning_rate: float = 0.3,
        max_leaf_nodes: int = 31,
        min_samples_leaf: int = 300,
        l2_regularization: float = 5.0,
        rivals: bool = True,
        monotone: bool = True,
        validation_share: float = 0.1,
        patience: int = 20,
        n_jobs: int = 2,
        random_state: int = 0,
    ) -> None:
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.l2_regularization = l2_regularization
        self.rivals = rivals
        self.monotone = monotone
        self.validation_share = validation_share
        self.patience = patience
        self.n_jobs = n_jobs
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Any = None) -> "CauseHeads":
        """Fit all heads.

        Parameters
        ----------
        X : features as float32, shape ``(n_sessions, n_features)``, columns as in ``features()``.
        y : labels, shape ``(n_sessions, n_heads)``, columns as in ``HEADS``.
        groups : runner of each session, for early stopping; None takes each row for a runner.

        Raises
        ------
        ValueError
            If these are other features, no labels of the heads, or labels that all say yes.
        """
        matrix, labels = validate_data(self, X, y, multi_output=True, **MATRIX)
        labels = labels_of(labels)
        _refuse_other_features(self)
        groups = np.arange(len(matrix)) if groups is None else np.asarray(groups)
        check_consistent_length(matrix, groups)
        fit_rows, stop_rows = self._split(groups)
        sore = labels[:, -1]
        tables = []
        for place, head in enumerate(HEADS):
            fit, stop = (
                rows if head == HEADS[-1] else rows[sore[rows]] for rows in (fit_rows, stop_rows)
            )
            if len(fit) and labels[fit, place].all():
                # One class only is the class 0 of a booster, which would then answer never.
                raise ValueError(f"{head} cannot be learned from one class: all labels say yes")
            columns = _known(matrix[fit], head_columns(head, rivals=self.rivals))
            of_head = [(matrix[rows][:, columns], labels[rows, place]) for rows in (fit, stop)]
            tables.append((columns, *of_head[0], *of_head[1]))
        self.columns_ = [columns for columns, *_ in tables]
        self.heads_ = Parallel(n_jobs=self.n_jobs)(
            delayed(_fit_head)(self._head(head, columns), *table)
            for head, (columns, *table) in zip(HEADS, tables, strict=True)
        )
        self.classes_ = np.array(HEADS)
        return self

    @property
    def n_iter_(self) -> NDArray[np.intp]:
        """Rounds of each head until it stopped, ``(n_heads,)``."""
        check_is_fitted(self, "heads_")
        return np.array([head.n_iter_ for head in self.heads_])

    def fit_beside(
        self,
        place: int,
        sessions: tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.intp]],
        own: tuple[NDArray[np.float32], NDArray[np.bool_]],
        share: float,
    ) -> HistGradientBoostingClassifier:
        """One head of these again, fitted with rows beside that get a share of the weight.

        Parameters
        ----------
        place : of the head in ``HEADS``.
        sessions : matrix, labels and groups as given to ``fit``; they alone say when to stop.
        own : matrix ``(n_own, n_features)`` and the head's labels ``(n_own,)`` of the rows beside.
        share : share of all weight that they get together, at least 0 and below 1.
        """
        matrix, labels, groups = sessions
        own_matrix, own_labels = own
        columns = self.columns_[place]
        fit, stop = self._split(groups)
        if HEADS[place] != HEADS[-1]:
            fit, stop = fit[labels[fit, -1]], stop[labels[stop, -1]]
        weight = share / (1.0 - share) * len(fit) / len(own_labels)
        return _fit_head(
            self._head(HEADS[place], columns),
            np.vstack([matrix[fit][:, columns], own_matrix[:, columns]]),
            np.concatenate([labels[fit, place], own_labels]),
            matrix[stop][:, columns],
            labels[stop, place],
            np.repeat([1.0, weight], [len(fit), len(own_labels)]),
        )

    def _split(self, groups: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows to fit on and, of other runners, rows to stop by."""
        split = GroupShuffleSplit(
            1, test_size=self.validation_share, random_state=self.random_state
        )
        fit_rows, stop_rows = next(split.split(groups, groups=groups))
        return fit_rows, stop_rows

    def predict_proba(self, X: Any) -> Array:
        """Coherent probabilities, shape ``(n_sessions, n_heads)``."""
        check_is_fitted(self, "heads_")
        matrix = validate_data(self, X, reset=False, **MATRIX)
        raw = [
            head.predict_proba(matrix[:, columns])[:, 1]
            for head, columns in zip(self.heads_, self.columns_, strict=True)
        ]
        return joined(np.column_stack(raw))

    def _head(self, name: str, columns: list[int]) -> HistGradientBoostingClassifier:
        of_soreness = name == HEADS[-1]
        leaf = self.min_samples_leaf if of_soreness else self.min_samples_leaf // SMALLER_LEAVES
        read = [features()[place] for place in columns]
        return HistGradientBoostingClassifier(
            max_iter=self.max_iter,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=max(leaf, 1),
            l2_regularization=self.l2_regularization,
            monotonic_cst=[direction(one, name) for one in read] if self.monotone else None,
            early_stopping=True,
            n_iter_no_change=self.patience,
            random_state=self.random_state,
        )


def head_columns(head: str, *, rivals: bool = True) -> list[int]:
    """Places of the features that a head reads.

    The ``sore`` head reads all of them; a cause's head its own signs and exposure, what is shared,
    and the exposures of its rivals unless these are left out.
    """
    if head == HEADS[-1]:
        return list(range(len(features())))
    kinds = ("shared", "record", "habit", *(("exposure",) if rivals else ()))
    return [place for place, one in enumerate(features()) if one.kind in kinds or one.cause == head]


def direction(feature: Feature, head: str) -> int:
    """Which way a head may go with more of a feature: 1 never down, -1 never up, 0 either way.

    A told habit, or one more device's column, may only lower a head: the more a runner is used to,
    the less is too much, and a cell told to be as usual must not raise its cause. A rival takes
    from a cause, but low shoes bring a landing with them and a race its hills: either way.
    """
    if feature.kind == "shared":
        return 0
    if feature.kind == "record":
        return -1
    if feature.kind == "habit":
        reads = head == HEADS[-1] or feature.column in COLUMNS_OF_CAUSE[head]
        return -1 if reads else 0
    return 1 if head in (HEADS[-1], feature.cause) else 0


def _known(matrix: NDArray[np.float32], columns: list[int]) -> list[int]:
    """The columns that hold a number in some row: one that nobody knows teaches nothing."""
    return [place for place in columns if not np.isnan(matrix[:, place]).all()]


def _fit_head(
    head: HistGradientBoostingClassifier,
    matrix: NDArray[np.float32],
    labels: NDArray[np.bool_],
    stop_matrix: NDArray[np.float32],
    stop_labels: NDArray[np.bool_],
    weights: Array | None = None,
) -> HistGradientBoostingClassifier:
    head.fit(matrix, labels, sample_weight=weights, X_val=stop_matrix, y_val=stop_labels)
    for iteration in head._predictors:
        for tree in iteration:
            _to_float32(tree.nodes["num_threshold"])
    return head


def _to_float32(thresholds: Array) -> None:
    """Round thresholds down to float32, in place.

    Features are float32, so no decision changes, and the ONNX graph, whose thresholds are float32,
    decides alike.
    """
    rounded = thresholds.astype(np.float32)
    over = rounded.astype(np.float64) > thresholds
    rounded[over] = np.nextafter(rounded[over], np.float32(-np.inf))
    thresholds[:] = rounded


def make_pipeline(**parameters: Any) -> Pipeline:
    """The whole classifier: sessions in, coherent probabilities out.

    Runners reach the heads as ``fit(X, y, heads__groups=runners)``, in ``cross_validate`` as
    ``params={"heads__groups": runners}``; as ``groups`` where scikit-learn routes metadata. There
    sessions have to be a frame, since scikit-learn cannot take rows of a mapping.

    Parameters
    ----------
    parameters : those of ``CauseHeads``.

    Examples
    --------
    >>> make_pipeline(max_iter=10).get_params()["heads__max_iter"]
    10
    """
    return Pipeline([("features", SessionFeatures()), ("heads", CauseHeads(**parameters))])


def _refuse_other_features(heads: CauseHeads) -> None:
    """Heads read features by place, so the matrix has to be the one of this version."""
    names = [feature.name for feature in features()]
    found = list(getattr(heads, "feature_names_in_", names))
    if heads.n_features_in_ != len(names) or found != names:
        named = "" if found == names else " of these names, in this order"
        raise ValueError(
            f"the heads read the {len(names)} features that SessionFeatures makes{named};"
            f" X has {heads.n_features_in_} features"
        )
