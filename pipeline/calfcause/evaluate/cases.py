"""Score on real accounts of sore calves: how often a scorer names what people blamed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calfcause.answer.predictor import Predictor
from calfcause.causes import CAUSES
from calfcause.errors import SchemaError
from calfcause.evaluate.coverage import thresholds_in_folds
from calfcause.evaluate.folds import answers_in_folds
from calfcause.evaluate.resample import resamples
from calfcause.evaluate.scores import answers_of, first_is_among, scorers_of, share
from calfcause.evaluate.tables import percent, pivoted, records
from calfcause.learn.labelled import Labelled, blamed_name, read_labelled
from calfcause.types import Array

DRAWS = 1000


@dataclass(frozen=True, kw_only=True)
class CasesReport:
    """How often each scorer names what people blamed, on real cases."""

    # Rows of scorer, score, value, low, high; the interval is 5 to 95 % when cases are resampled
    figures: pd.DataFrame
    per_cause: pd.DataFrame  # recall at 1 by primary cause and scorer, and the number of cases
    confusion: pd.DataFrame  # primary cause (rows) against the model's first cause (columns)
    # Of the answers in folds: the share of soreness from which on a cause is named, see
    # ``thresholds_in_folds``; None where there are no folds
    threshold: dict[str, float] | None = None
    misses: pd.DataFrame  # cases in which the model's first cause is not among the blamed ones

    @property
    def n_cases(self) -> int:
        return int(self.per_cause["cases"].sum())

    @property
    def summary(self) -> pd.DataFrame:
        """The figures as text, one row for each scorer."""
        return pivoted(self.figures, "scorer", "score")

    def text(self) -> str:
        """Lay out the tables for a terminal."""
        return "\n\n".join(
            [
                f"Real cases: {self.n_cases} public accounts of sore calves",
                self.summary.to_string(),
                "Share of cases whose primary cause comes first, by primary cause:",
                self.per_cause.to_string(float_format=percent),
                "Blamed first (rows) against the model's first (columns):",
                self.confusion.to_string(),
                *([_threshold_text(self.threshold)] if self.threshold else []),
                "The model's first is not among the blamed:",
                self.misses.to_string(index=False) if len(self.misses) else "never",
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return {
            "n_cases": self.n_cases,
            "figures": records(self.figures),
            "per_cause": records(self.per_cause.rename_axis("cause").reset_index()),
            "threshold": self.threshold,
        }


def evaluate_cases(path: str | Path, model: str | Path | None = None) -> CasesReport:
    """Score dummy, rules and model on labelled real cases, all of them sore.

    The dummy gives every case the simulated shares of the causes. If the model has learned from
    these very cases, its figures flatter it; then *in folds* is what it scores on cases that it has
    not learned from, and *heads* what it scores without having learned from cases at all.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet file of labelled sessions.
    model : str or Path, optional
        As in ``Predictor.load``.

    Returns
    -------
    CasesReport
        Scores with intervals.

    Raises
    ------
    SchemaError
        If a cell or label is not allowed, or no run is blamed on any cause.
    ModelError
        If the model cannot be loaded.
    """
    cases = read_cases(path)
    return report_model(Predictor.load(model), cases)


def read_cases(path: str | Path) -> Labelled:
    """Read the runs of a file that are blamed on a cause."""
    cases = read_labelled(path)
    cases = cases.rows(cases.labels[:, :-1].any(axis=1) & (cases.primary < len(CAUSES)))
    if not len(cases):
        raise SchemaError(f"{path} has no case: no run is blamed on a cause")
    return cases


def report_model(predictor: Predictor, cases: Labelled) -> CasesReport:
    """Score a model on real cases, see ``evaluate_cases``."""
    answers = answers_of(scorers_of(predictor), cases)
    if predictor.layer:
        answers = {
            **answers,
            "heads": predictor.without_accounts().predict_cells(cases.cells, len(cases)),
        }
        answers["model"] = answers.pop("model")
    return report_cases(cases, answers, answers_in_folds(predictor, cases))


def report_cases(
    cases: Labelled, answers: Mapping[str, Array], in_folds: Mapping[str, Sequence[Array]] = {}
) -> CasesReport:
    """Score answers to real cases, see ``evaluate_cases``.

    answers : probabilities by scorer; ``model`` must be among them, (n_cases, n_heads)
    in_folds : the same for scorers that learned from other cases, once for each repeat
    """
    repeated = {scorer: [p] for scorer, p in answers.items()} | dict(in_folds)
    hits = {
        scorer: _mean([case_hits(cases, p) for p in repeats])
        for scorer, repeats in repeated.items()
    }
    draws = resamples(np.arange(len(cases)), DRAWS)
    names = [cause.name for cause in CAUSES]
    primary = np.array([blamed_name(place) for place in cases.primary])
    first = np.array([names[place] for place in answers["model"][:, :-1].argmax(axis=1)])
    per_cause = pd.DataFrame(
        {"cases": [int((primary == name).sum()) for name in names]}
        | {
            scorer: [share(table["top-1 is primary"][primary == name]) for name in names]
            for scorer, table in hits.items()
        },
        index=names,
    )
    missed = hits["model"]["top-1 is blamed"] == 0
    blamed = [
        " + ".join(name for name, is_blamed in zip(names, row, strict=False) if is_blamed)
        for row in cases.labels
    ]
    folds = in_folds.get("model, in folds")
    return CasesReport(
        threshold=thresholds_in_folds(cases, folds) if folds else None,
        figures=pd.DataFrame(
            {"scorer": scorer, "score": score} | draws.mean(per_case)
            for scorer, table in hits.items()
            for score, per_case in table.items()
        ),
        per_cause=per_cause,
        confusion=pd.crosstab(
            pd.Categorical(primary, names),
            pd.Categorical(first, names),
            rownames=["blamed"],
            colnames=["answered"],
            dropna=False,
        ),
        misses=pd.DataFrame(
            {
                "session": cases.names[missed],
                "blamed": np.array(blamed)[missed],
                "answered": first[missed],
            }
        ),
    )


def _threshold_text(found: dict[str, float]) -> str:
    return (
        "Naming a cause only from the share of soreness on that is chosen in folds"
        f" ({found['lowest']:.2f} to {found['highest']:.2f}, mostly {found['median']:.2f}):"
        f" {found['answered']:.1%} answered, {found['right']:.1%} of them right,"
        f" {found['right_of_the_rest']:.1%} of the rest"
    )


def _mean(hits: Sequence[dict[str, Array]]) -> dict[str, Array]:
    return {score: np.mean([one[score] for one in hits], axis=0) for score in hits[0]}


def case_hits(cases: Labelled, p: Array) -> dict[str, Array]:
    """Whether the first cause is primary and is blamed, the first two hold the primary one; its
    reciprocal rank; log losses of it and of all blamed causes together, ``(n_cases,)``.

    Tied causes share their ranks: a scorer that ties all seven is right one time in seven.
    """
    causes = p[:, :-1]
    named = cases.labels[:, :-1]
    rows = np.arange(len(cases))
    of_primary = causes[rows, cases.primary][:, None]
    ahead = (causes > of_primary).sum(axis=1)
    level = (causes == of_primary).sum(axis=1)
    places = np.arange(causes.shape[1])
    within = (places >= ahead[:, None]) & (places < (ahead + level)[:, None])
    scaled = causes / np.maximum(causes.sum(axis=1, keepdims=True), 1e-12)
    return {
        "top-1 is primary": within[:, 0] / level,
        "top-1 is blamed": first_is_among(causes, named),
        "top-2 hold primary": within[:, :2].sum(axis=1) / level,
        "reciprocal rank": (within / (places + 1.0)).sum(axis=1) / level,
        "log loss": -np.log(np.clip(scaled[rows, cases.primary], 1e-6, 1.0)),
        "blamed log loss": -np.log(np.clip((scaled * named).sum(axis=1), 1e-6, 1.0)),
    }
