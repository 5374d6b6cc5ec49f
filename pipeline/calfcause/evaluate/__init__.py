"""Measure the answers: on held-out simulated runners, on real accounts, on a real outcome.

In: a predictor and labelled sessions. Out: scores with intervals, beside baselines.
"""

from calfcause.evaluate.cases import CasesReport, case_hits, evaluate_cases, report_cases
from calfcause.evaluate.outcome import OutcomeReport, evaluate_outcomes
from calfcause.evaluate.past_labels import PastLabelsReport, evaluate_past_labels
from calfcause.evaluate.scores import (
    answers_of,
    calibration_error,
    score_head,
    score_heads,
    score_unseen,
    scorers_of,
)
from calfcause.evaluate.simulated import SimulatedReport, evaluate_simulated
from calfcause.evaluate.unseen import UnseenReport, report_unseen

__all__ = [
    "CasesReport",
    "OutcomeReport",
    "PastLabelsReport",
    "SimulatedReport",
    "UnseenReport",
    "answers_of",
    "calibration_error",
    "case_hits",
    "evaluate_cases",
    "evaluate_outcomes",
    "evaluate_past_labels",
    "evaluate_simulated",
    "report_cases",
    "report_unseen",
    "score_head",
    "score_heads",
    "score_unseen",
    "scorers_of",
]
