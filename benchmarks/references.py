"""The reference: the best of four boosting libraries on the same features as the released heads.

Each gives soreness, and each cause once the calves are sore, as the released heads do. But every
head sees every feature, none is held monotone, and all grow until early stopping: what they do
better is what the released heads give away for their design.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from catboost import CatBoostClassifier
from interpret.glassbox import ExplainableBoostingClassifier
from joblib import Parallel, delayed
from lightgbm import LGBMClassifier, early_stopping
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit
from xgboost import XGBClassifier

from calfcause.learn.features import make_features
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS, summed_log_loss

Array = NDArray[np.float64]
Setting = Mapping[str, float]
Table = tuple[NDArray[np.float32], NDArray[np.bool_]]

TUNING_RUNNERS = 20_000
STOP_SHARE = 0.1
PATIENCE = 30
MOST_ROUNDS = 2000
BINS = 127
L2 = 5.0
JOBS = 2


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Fitted heads of one library.

    Attributes
    ----------
    setting : the chosen one.
    n_sessions : how many it learned from, those for early stopping included.
    stop_loss : summed log loss on the runners for early stopping.
    """

    library: str
    setting: Setting
    n_sessions: int
    heads: tuple[Any, ...]
    stop_loss: float

    def predict_proba(self, cells: Mapping[str, Array]) -> Array:
        """Probabilities of complete cells, ``(n_sessions, n_heads)``."""
        return _answers(self.heads, make_features(cells))


def fit_references(seen: Labelled, progress: Callable[[str], None]) -> list[Reference]:
    """Each library with its best setting, chosen on few runners and then fitted on all it takes."""
    few = _some_runners(seen, TUNING_RUNNERS)
    found = []
    for library, (fit, settings, most_runners) in LIBRARIES.items():
        progress(f"{library}: choosing of {len(settings)} settings on {len(few):,} sessions")
        tried = [_fit(library, fit, setting, few) for setting in settings]
        setting = min(tried, key=lambda one: one.stop_loss).setting
        most = _some_runners(seen, most_runners)
        progress(f"{library}: fitting {setting} on {len(most):,} sessions")
        found.append(_fit(library, fit, setting, most))
    return found


def _some_runners(sessions: Labelled, n_runners: int | None) -> Labelled:
    """The sessions of the first so many runners, None of all; who comes first is chance."""
    return sessions.rows(np.isin(sessions.runner, np.unique(sessions.runner)[:n_runners]))


def _fit(library: str, fit: Callable[..., Any], setting: Setting, sessions: Labelled) -> Reference:
    matrix, labels = make_features(sessions.cells), sessions.labels
    split = GroupShuffleSplit(1, test_size=STOP_SHARE, random_state=0)
    rows, stop_rows = next(split.split(matrix, groups=sessions.runner))

    def table(head: str, rows: NDArray[np.intp]) -> Table:
        """All sessions for soreness, sore ones for a cause."""
        rows = rows if head == HEADS[-1] else rows[labels[rows, -1]]
        return matrix[rows], labels[rows, HEADS.index(head)]

    heads = Parallel(n_jobs=JOBS)(
        delayed(fit)(setting, table(head, rows), table(head, stop_rows))
        for head in reversed(HEADS)  # the longest first
    )
    heads.reverse()
    answers = _answers(heads, matrix[stop_rows])
    return Reference(
        library=library,
        setting=setting,
        n_sessions=len(sessions),
        heads=tuple(heads),
        stop_loss=summed_log_loss(labels[stop_rows], answers),
    )


def _answers(heads: Sequence[Any], matrix: NDArray[np.float32]) -> Array:
    *causes, sore = (head.predict_proba(matrix)[:, 1] for head in heads)
    return np.column_stack([*(cause * sore for cause in causes), sore]).astype(np.float64)


def _lightgbm(setting: Setting, table: Table, stop: Table) -> Any:
    head = LGBMClassifier(
        n_estimators=MOST_ROUNDS, reg_lambda=L2, max_bin=BINS, n_jobs=1, verbose=-1, **setting
    )
    stopping = early_stopping(PATIENCE, verbose=False)
    return head.fit(*table, eval_X=stop[0], eval_y=stop[1], callbacks=[stopping])


def _xgboost(setting: Setting, table: Table, stop: Table) -> Any:
    head = XGBClassifier(
        n_estimators=MOST_ROUNDS, reg_lambda=L2, max_bin=BINS, tree_method="hist", n_jobs=1,
        early_stopping_rounds=PATIENCE, **setting,
    )  # fmt: skip
    return head.fit(*table, eval_set=[stop], verbose=False)


def _catboost(setting: Setting, table: Table, stop: Table) -> Any:
    head = CatBoostClassifier(
        iterations=MOST_ROUNDS, l2_leaf_reg=L2, border_count=BINS, thread_count=1,
        early_stopping_rounds=PATIENCE, allow_writing_files=False, verbose=False, **setting,
    )  # fmt: skip
    return head.fit(*table, eval_set=stop)


def _ebm(setting: Setting, table: Table, stop: Table) -> Any:
    head = ExplainableBoostingClassifier(outer_bags=1, max_bins=BINS, n_jobs=1, **setting)
    matrix, labels = (np.concatenate(parts) for parts in zip(table, stop, strict=True))
    bag = np.repeat([1, -1], [len(table[0]), len(stop[0])])[:, None]
    with warnings.catch_warnings():
        # It warns that its drawings, which nobody asks for, leave out missing values.
        warnings.filterwarnings("ignore", "Missing values detected", UserWarning)
        # And that a column is missing throughout a small set.
        warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
        return head.fit(matrix, labels, bags=bag)


LIBRARIES: Mapping[str, tuple[Callable[..., Any], Sequence[Setting], int | None]] = {
    "LightGBM": (
        _lightgbm,
        [
            {"num_leaves": leaves, "colsample_bytree": share, "min_child_samples": 100}
            | {"learning_rate": 0.05}
            for leaves in (7, 15, 31)
            for share in (0.4, 1.0)
        ],
        None,
    ),
    "XGBoost": (
        _xgboost,
        [
            {"max_depth": depth, "colsample_bytree": 0.5, "min_child_weight": 10}
            | {"learning_rate": 0.07}
            for depth in (4, 5, 6)
        ],
        None,
    ),
    "CatBoost": (_catboost, [{"depth": depth, "learning_rate": 0.1} for depth in (5, 6)], None),
    "EBM": (_ebm, [{"interactions": 20}], 30_000),
}
"""How each library is fitted, the settings to choose from, and the most runners it is given: a
million sessions take an EBM longer than all others together."""
