"""Answers to accounts by what was learned from other accounts only."""

import numpy as np

from calfcause.answer.predictor import Predictor
from calfcause.learn.baselines import RuleModel
from calfcause.learn.features import make_features
from calfcause.learn.labelled import Labelled
from calfcause.learn.layer import KEY
from calfcause.learn.layer_fit import in_folds
from calfcause.learn.probabilities import given_sore
from calfcause.types import Array


def answers_in_folds(predictor: Predictor, cases: Labelled) -> dict[str, list[Array]]:
    """Answer each account by a layer fitted on others, once for each repeat of the folds.

    Beside it stands the plain baseline: the same layer on the rules in place of the heads. Empty if
    the model has learned nothing from these accounts; then its own answers are such answers.
    """
    learned = predictor.description.get(KEY) or {}
    if learned.get("data_sha256") != cases.digest():
        return {}
    matrix = make_features(cases.cells)
    rules = RuleModel().fit().predict_proba(cases.cells)
    of_rules = np.column_stack([given_sore(rules), rules[:, -1]])
    return {
        "rules, in folds": in_folds(of_rules, matrix, cases.primary),
        "model, in folds": [
            predictor.moved_and_joined(moved, matrix, None)
            for moved in in_folds(predictor.raw(matrix), matrix, cases.primary)
        ],
    }
