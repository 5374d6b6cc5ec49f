"""The classifier: monotone heads over features, one for soreness and one for each cause.

Sessions or features are called ``X`` and labels ``y``, since scikit-learn takes an argument of any
other name for metadata.
"""

from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.utils._param_validation import Interval
from sklearn.utils.validation import (
    _check_sample_weight,
    check_consistent_length,
    check_is_fitted,
    validate_data,
)

from calfcause.learn.directions import direction, head_columns
from calfcause.learn.features import features
from calfcause.learn.inputs import HeadsClassifier, in_order, labels_of
from calfcause.learn.layer import Layer
from calfcause.learn.probabilities import HEADS, joined
from calfcause.learn.split import split_by_runner
from calfcause.learn.transformer import SessionFeatures
from calfcause.types import Array, Bools, Integers

# The head of a cause learns from sore sessions alone, so its leaves may hold a third as many.
SMALLER_LEAVES = 3
# That of soreness learns from all and is half of the log loss: it takes more and smaller steps. Of
# 60,000 runners, three times the rounds take 0.0006 from the log loss; of the heads of causes only
# that of beginners gains from more, a little.
ROUNDS = dict.fromkeys(HEADS, 1) | {HEADS[-1]: 4}
RATES = dict.fromkeys(HEADS, 1.0) | {HEADS[-1]: 2 / 3}
# What a matrix of features has to be: float32, as the graph reads it, and NaN where missing.
MATRIX: dict[str, Any] = {"dtype": np.float32, "ensure_all_finite": "allow-nan"}
Table = tuple[NDArray[np.float32], Bools, Array | None]
"""Features, labels, and weights if there are any."""
# What scikit-learn allows for the parameters of a head.
OF_A_HEAD = HistGradientBoostingClassifier._parameter_constraints


class CauseHeads(HeadsClassifier):
    """One gradient-boosting head for soreness, and one per cause learned on sore sessions.

    The ``sore`` head gives the probability of soreness; the head of a cause gives the probability
    of that cause if the calves are sore (its excess fraction). Their product is the probability of
    soreness because of the cause, so no cause is ever likelier than soreness. More of an exposure
    never lowers its own cause nor soreness; see ``directions``.

    Parameters
    ----------
    max_iter, learning_rate, max_leaf_nodes, min_samples_leaf, l2_regularization
        Parameters of each head, as in ``HistGradientBoostingClassifier``; that of soreness takes
        ``ROUNDS`` times as many rounds, at ``RATES`` times the rate.
    rivals : bool
        Whether the head of a cause reads the exposures of the other causes.
    monotone : bool
        Whether heads are constrained to their directions.
    validation_share : float
        Share of runners held out to stop training early.
    patience : int
        Rounds without gain on those runners before a head stops.
    n_jobs : int
        Number of heads fitted at a time.
    random_state : int
        Seed.

    Attributes
    ----------
    heads_ : list of HistGradientBoostingClassifier
        The fitted heads, in the order of ``HEADS``.
    columns_ : list of list of int
        Places of the features that each head reads.
    classes_ : ndarray of str
        ``HEADS``.
    n_features_in_ : int
        Number of features.
    layer_ : Layer or None
        What was learned from accounts in words; None until it is set.
    feature_names_in_ : ndarray of str
        Their names, if fitted on a frame.

    Examples
    --------
    >>> CauseHeads(max_iter=10).get_params()["max_iter"]
    10
    """

    # Where scikit-learn routes metadata, runners given to a pipeline as ``groups`` arrive here.
    __metadata_request__fit: ClassVar[dict[str, bool]] = {"groups": True}

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        **{name: OF_A_HEAD[name] for name in ("max_iter", "learning_rate", "max_leaf_nodes")},
        **{name: OF_A_HEAD[name] for name in ("min_samples_leaf", "l2_regularization")},
        "rivals": ["boolean"],
        "monotone": ["boolean"],
        "validation_share": [Interval(Real, 0, 1, closed="neither")],
        "patience": OF_A_HEAD["n_iter_no_change"],
        # joblib takes every number but 0: -1 is all processors.
        "n_jobs": [Interval(Integral, None, 0, closed="neither"), OF_A_HEAD["max_iter"][0], None],
        "random_state": OF_A_HEAD["random_state"],
    }

    def __init__(
        self,
        max_iter: int = 20,
        learning_rate: float = 0.3,
        max_leaf_nodes: int = 63,
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

    def fit(self, X: Any, y: Any, groups: Any = None, sample_weight: Any = None) -> "CauseHeads":
        """Fit all heads.

        Parameters
        ----------
        X : array-like of float32, shape (n_sessions, n_features)
            Features, columns as in ``features()``; NaN where missing.
        y : array-like of bool, shape (n_sessions, n_heads)
            Labels, columns as in ``HEADS``; of a frame by name, in any order.
        groups : array-like, shape (n_sessions,), optional
            Runner of each session, for early stopping; without it each row counts as a runner.
        sample_weight : array-like, shape (n_sessions,), optional
            What each session counts; one that counts 0 is left out. Leaves are as large as
            ``min_samples_leaf`` says in sessions, whatever they count.

        Returns
        -------
        CauseHeads
            Itself.

        Raises
        ------
        ValueError
            If these are other features or labels, a parameter or a weight is out of its range, or
            all labels of a head are yes.
        """
        self._validate_params()
        matrix, labels = validate_data(self, X, in_order(y), multi_output=True, **MATRIX)
        labels = labels_of(labels)
        _refuse_other_features(self)
        groups = np.arange(len(matrix)) if groups is None else np.asarray(groups)
        check_consistent_length(matrix, groups)
        weight = None
        if sample_weight is not None:
            weight = _check_sample_weight(sample_weight, matrix, ensure_non_negative=True)
            counting = weight > 0
            matrix, labels, groups, weight = (
                rows[counting] for rows in (matrix, labels, groups, weight)
            )
        fit_rows, stop_rows = self._split(groups)
        sore = labels[:, -1]
        given = matrix, labels, weight
        tables: list[tuple[Any, ...]] = []
        for place, head in enumerate(HEADS):
            fit, stop = (
                rows if head == HEADS[-1] else rows[sore[rows]] for rows in (fit_rows, stop_rows)
            )
            if len(fit) and labels[fit, place].all():
                # A booster takes a single class for its class 0 and would answer "never".
                raise ValueError(f"{head} cannot be learned from one class: all labels say yes")
            columns = _known(matrix[fit], head_columns(head, rivals=self.rivals))
            of_head = (_table(given, place, columns, rows) for rows in (fit, stop))
            tables.append((columns, *of_head))
        self.columns_ = [columns for columns, *_ in tables]
        self.heads_ = Parallel(n_jobs=self.n_jobs)(
            delayed(_fit_head)(self._head(head, columns), *table)
            for head, (columns, *table) in zip(HEADS, tables, strict=True)
        )
        self.classes_ = np.array(HEADS)
        self.layer_: Layer | None = None
        return self

    @property
    def n_iter_(self) -> Integers:
        """Rounds of each head until it stopped, ``(n_heads,)``."""
        check_is_fitted(self, "heads_")
        return np.array([head.n_iter_ for head in self.heads_])

    def _split(self, groups: NDArray[Any]) -> tuple[Integers, Integers]:
        """Rows to fit on, and rows of other runners to stop by."""
        return split_by_runner(groups, self.random_state, share=self.validation_share)

    def predict_proba(self, X: Any) -> Array:
        """Predict coherent probabilities.

        Parameters
        ----------
        X : array-like of float32, shape (n_sessions, n_features)
            Features as given to ``fit``.

        Returns
        -------
        ndarray, shape (n_sessions, n_heads)
            Columns as in ``HEADS``.
        """
        check_is_fitted(self, "heads_")
        matrix = validate_data(self, X, reset=False, **MATRIX)
        raw = [
            head.predict_proba(matrix[:, columns])[:, 1]
            for head, columns in zip(self.heads_, self.columns_, strict=True)
        ]
        stacked = np.column_stack(raw)
        return joined(self.layer_(stacked, matrix) if self.layer_ else stacked)

    def _head(self, name: str, columns: list[int]) -> HistGradientBoostingClassifier:
        of_soreness = name == HEADS[-1]
        leaf = self.min_samples_leaf if of_soreness else self.min_samples_leaf // SMALLER_LEAVES
        read = [features()[place] for place in columns]
        return HistGradientBoostingClassifier(
            max_iter=self.max_iter * ROUNDS[name],
            learning_rate=self.learning_rate * RATES[name],
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=max(leaf, 1),
            l2_regularization=self.l2_regularization,
            monotonic_cst=[direction(feature, name) for feature in read] if self.monotone else None,
            early_stopping=True,
            n_iter_no_change=self.patience,
            random_state=self.random_state,
        )


def _known(matrix: NDArray[np.float32], columns: list[int]) -> list[int]:
    """The columns that hold a number in some row; a column of NaN teaches nothing."""
    return [place for place in columns if not np.isnan(matrix[:, place]).all()]


def _table(given: Table, place: int, columns: list[int], rows: Integers) -> Table:
    """What the head at a place reads of some rows."""
    matrix, labels, weight = given
    weights = None if weight is None else weight[rows]
    return matrix[rows][:, columns], labels[rows, place], weights


def _fit_head(
    head: HistGradientBoostingClassifier, fit: Table, stop: Table
) -> HistGradientBoostingClassifier:
    head.fit(*fit, **dict(zip(("X_val", "y_val", "sample_weight_val"), stop, strict=True)))
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
    """Make the whole classifier: sessions in, coherent probabilities out.

    Pass runners to the heads as ``fit(X, y, heads__groups=runners)``, and in ``cross_validate`` as
    ``params={"heads__groups": runners}``; where scikit-learn routes metadata, as ``groups``. There
    sessions have to be a frame, since scikit-learn cannot take rows of a mapping. Weights go the
    same way, as ``heads__sample_weight`` or ``sample_weight``. ``score``, and so a search without
    ``scoring``, is minus the log loss, summed over the heads.

    Parameters
    ----------
    **parameters
        Parameters of ``CauseHeads``.

    Returns
    -------
    Pipeline
        ``SessionFeatures`` and ``CauseHeads``, not yet fitted.

    Examples
    --------
    >>> make_pipeline(max_iter=10).get_params()["heads__max_iter"]
    10
    """
    return Pipeline([("features", SessionFeatures()), ("heads", CauseHeads(**parameters))])


def _refuse_other_features(heads: CauseHeads) -> None:
    """Refuse a matrix of other features, since heads read features by place."""
    names = [feature.name for feature in features()]
    given = list(getattr(heads, "feature_names_in_", names))
    if heads.n_features_in_ != len(names) or given != names:
        named = "" if given == names else " of these names, in this order"
        raise ValueError(
            f"the heads read the {len(names)} features that SessionFeatures makes{named};"
            f" X has {heads.n_features_in_} features"
        )
