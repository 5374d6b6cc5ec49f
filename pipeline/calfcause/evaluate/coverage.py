"""Coverage against accuracy: how much more accurate the answers are if only clear ones are given.

An answer is as clear as its largest excess fraction: the share of such sore calves that the
likeliest cause explains.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from calfcause.evaluate.scores import first_is_among, share
from calfcause.learn.labelled import Labelled
from calfcause.learn.layer_fit import FOLDS, splits
from calfcause.learn.probabilities import given_sore
from calfcause.types import Array

STEP = 0.05
THRESHOLDS = np.arange(0.0, 0.9 + STEP / 2, STEP).round(2)


def coverage(sessions: Labelled, p: Array) -> pd.DataFrame:
    """Compute coverage and accuracy by threshold."""
    rows = sessions.labels[:, :-1].any(axis=1)
    clear = given_sore(p[rows]).max(axis=1)
    right = first_is_among(p[rows, :-1], sessions.labels[rows, :-1])
    answered = [clear >= threshold for threshold in THRESHOLDS]
    there = [
        rows & (clear < threshold + STEP)
        for rows, threshold in zip(answered, THRESHOLDS, strict=True)
    ]
    return pd.DataFrame(
        {
            "threshold": THRESHOLDS,
            "coverage": [float(rows.mean()) for rows in answered],
            "accuracy": [share(right[rows]) for rows in answered],
            "answers_there": [int(rows.sum()) for rows in there],
            "accuracy_there": [share(right[rows]) for rows in there],
        }
    )


def choose_threshold(curve: pd.DataFrame) -> float:
    """Find the highest threshold below which answers are wrong more often than right."""
    answers = curve["answers_there"].cumsum()
    right = (curve["answers_there"] * curve["accuracy_there"].fillna(0.0)).cumsum()
    mostly_wrong = curve.index[(answers > 0) & (right < 0.5 * answers)]
    return float(curve["threshold"][mostly_wrong[-1]] + STEP) if len(mostly_wrong) else 0.0


def thresholds_in_folds(cases: Labelled, repeats: Sequence[Array]) -> dict[str, float]:
    """Choose the threshold on some accounts and count on the others what it does.

    Gives the thresholds' lowest, middle and highest; the share of accounts answered, how many of
    these answers name a blamed cause first, and how many of the rest would have.
    """
    chosen, answered, right = [], [], []
    for seed, p in enumerate(repeats):
        clear = given_sore(p).max(axis=1)
        hits = first_is_among(p[:, :-1], cases.labels[:, :-1])
        for seen, unseen in splits(cases.primary, FOLDS, seed):
            threshold = choose_threshold(coverage(cases.rows(seen), p[seen]))
            chosen.append(threshold)
            answered.append(clear[unseen] >= threshold)
            right.append(hits[unseen])
    kept, hit = np.concatenate(answered), np.concatenate(right)
    return {
        "lowest": min(chosen),
        "median": float(np.median(chosen)),
        "highest": max(chosen),
        "answered": float(kept.mean()),
        "right": share(hit[kept]),
        "right_of_the_rest": share(hit[~kept]),
    }
