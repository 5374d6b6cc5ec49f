"""Measure the answers: on held-out simulated runners, on real accounts, on a real outcome.

In: a predictor and labelled sessions. Out: scores with intervals, beside baselines.
"""

from calfcause.evaluate.cases import evaluate_cases
from calfcause.evaluate.outcome import evaluate_outcomes
from calfcause.evaluate.past_labels import evaluate_past_labels
from calfcause.evaluate.simulated import evaluate_simulated

__all__ = ["evaluate_cases", "evaluate_outcomes", "evaluate_past_labels", "evaluate_simulated"]
