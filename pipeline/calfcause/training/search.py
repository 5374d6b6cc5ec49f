"""Choose the parameters of the heads: log loss on held-out runners against the cost of an answer.

An answer costs as much as its trees. Each candidate is fitted once; since boosting adds trees one
by one, its log loss with fewer trees comes for free. Among the candidates whose log loss is within
0.25 % of the best, the one with the fewest trees wins, then the one with the fewest leaves. Within
0.4 %, the heads would be more than 1 % worse than the best other library.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calfcause.learn.features import make_features
from calfcause.learn.heads import ROUNDS, CauseHeads
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import HEADS, joined, summed_log_loss
from calfcause.learn.split import split_by_runner
from calfcause.training.parameters import CHOSEN
from calfcause.types import Array

WITHIN = 0.0025
MOST_TREES = (20, 25, 30, 40, 60, 80, 100, 150)
GRID: tuple[dict[str, Any], ...] = (
    *(
        {"max_leaf_nodes": leaves, "learning_rate": rate}
        for leaves, rate in product((15, 31, 63), (0.15, 0.3))
    ),
    {"max_leaf_nodes": 31, "learning_rate": 0.15, "rivals": False},
    {"max_leaf_nodes": 31, "learning_rate": 0.15, "monotone": False},
)


def search_heads(
    sessions: Labelled,
    *,
    grid: Sequence[dict[str, Any]] = GRID,
    most_trees: Sequence[int] = MOST_TREES,
    seed: int = 0,
    progress: Callable[[str], None] = lambda message: None,
) -> pd.DataFrame:
    """Fit every candidate and score it on held-out runners.

    Parameters
    ----------
    sessions : Labelled
        Sessions to fit and to score on.
    grid : sequence of dict
        Parameters of ``CauseHeads`` by candidate.
    most_trees : sequence of int
        The largest numbers of trees of the head of a cause to try.
    seed : int
        Splits the runners, and fits.
    progress : callable
        Called with a sentence on each step.

    Returns
    -------
    DataFrame
        One row for each candidate and number of trees: its parameters, ``max_iter``, ``trees`` (of
        all heads), ``leaves``, ``log_loss`` (summed over the heads), and ``chosen``, true in one
        row. Heads that are not monotone are measured, to show what the constraint costs, but never
        chosen: more of an exposure must not lower its cause.
    """
    seen, unseen = split_by_runner(sessions.runner, seed)
    matrix = make_features(sessions.cells)
    rows = []
    for parameters in grid:
        heads = CauseHeads(max_iter=max(most_trees), random_state=seed, **parameters)
        progress(f"fitting {parameters}")
        heads.fit(matrix[seen], sessions.labels[seen], groups=sessions.runner[seen])
        for cap, p in zip(most_trees, _staged(heads, matrix[unseen], most_trees), strict=True):
            rows.append(
                {name: heads.get_params()[name] for name in _varied(grid)}
                | {"max_iter": cap}
                | _cost(heads, cap)
                | {"log_loss": summed_log_loss(sessions.labels[unseen], p)}
            )
    candidates = pd.DataFrame(rows)
    return candidates.assign(**{CHOSEN: candidates.index == choose(candidates)})


def choose(candidates: pd.DataFrame) -> Any:
    """Choose the candidate with the fewest trees whose log loss is close to the best; its index."""
    eligible = candidates[candidates["monotone"]] if "monotone" in candidates else candidates
    near = eligible[eligible["log_loss"] <= (1 + WITHIN) * eligible["log_loss"].min()]
    return near.sort_values(["trees", "leaves", "log_loss"]).index[0]


def _varied(grid: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for parameters in grid for name in parameters))


def _staged(
    heads: CauseHeads, matrix: NDArray[np.float32], most_trees: Sequence[int]
) -> Iterator[Array]:
    """Give the probabilities with at most so many trees a head, for each number."""
    raw = np.empty((len(most_trees), len(matrix), len(heads.heads_)))
    for place, (head, columns) in enumerate(zip(heads.heads_, heads.columns_, strict=True)):
        stages = head.staged_predict_proba(matrix[:, columns])
        most = np.multiply(most_trees, ROUNDS[HEADS[place]])
        for trees, stage in enumerate(stages, start=1):
            for at in np.flatnonzero(np.minimum(most, head.n_iter_) == trees):
                raw[at, :, place] = stage[:, 1]
    return (joined(answers) for answers in raw)


def _cost(heads: CauseHeads, cap: int) -> dict[str, int]:
    kept = [
        tree
        for name, head in zip(HEADS, heads.heads_, strict=True)
        for (tree,) in head._predictors[: cap * ROUNDS[name]]
    ]
    return {"trees": len(kept), "leaves": sum(tree.get_n_leaf_nodes() for tree in kept)}
