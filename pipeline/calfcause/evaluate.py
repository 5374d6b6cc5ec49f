"""How good the answers are: on unseen simulated runners, and on real cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score

from calfcause.causes import CAUSES
from calfcause.errors import ModelError, SchemaError
from calfcause.labelled import Labelled, blamed_name, read_labelled
from calfcause.model import DummyHeads, RuleModel
from calfcause.predict import Predictor
from calfcause.probabilities import HEADS

Array = NDArray[np.float64]

CALIBRATION_BINS = 15
BOOTSTRAPS = 1000


def score_head(labels: NDArray[np.bool_], p: Array) -> dict[str, float]:
    """Log loss, Brier score, ROC AUC, average precision and calibration error of one head.

    AUC and average precision are NaN where only one label occurs.
    """
    p = np.clip(p, 1e-7, 1 - 1e-7)
    both = 0 < labels.sum() < len(labels)
    return {
        "log_loss": float(log_loss(labels, p, labels=[False, True])),
        "brier": float(np.mean((p - labels) ** 2)),
        "roc_auc": float(roc_auc_score(labels, p)) if both else float("nan"),
        "average_precision": float(average_precision_score(labels, p)) if both else float("nan"),
        "calibration_error": calibration_error(labels, p),
    }


def calibration_error(labels: NDArray[np.bool_], p: Array) -> float:
    """Expected calibration error over 15 bins of equally many sessions."""
    order = np.argsort(p, kind="stable")
    bins = np.array_split(order, min(CALIBRATION_BINS, len(order)))
    gaps = [abs(labels[rows].mean() - p[rows].mean()) * len(rows) for rows in bins if len(rows)]
    return float(sum(gaps) / len(p))


def score_heads(sessions: Labelled, answers: Mapping[str, Array]) -> pd.DataFrame:
    """Every score of every head and scorer, one row for each of their pairs."""
    rows = [
        {"head": head, "scorer": scorer} | score_head(sessions.labels[:, place], p[:, place])
        for place, head in enumerate(HEADS)
        for scorer, p in answers.items()
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True, kw_only=True)
class CasesReport:
    """How often each scorer names what people blamed, on real cases.

    Attributes
    ----------
    summary : one row per scorer: shares with bootstrap intervals (5 to 95 %).
    per_cause : recall at 1 by primary cause and scorer, and the number of cases.
    confusion : blamed first (rows) against the model's first (columns).
    misses : cases in which the model's first is not among the blamed.
    """

    summary: pd.DataFrame
    per_cause: pd.DataFrame
    confusion: pd.DataFrame
    misses: pd.DataFrame

    def text(self) -> str:
        """The tables, for a terminal."""
        return "\n\n".join(
            [
                f"Real cases: {int(self.per_cause['cases'].sum())} public accounts of sore calves",
                self.summary.to_string(),
                "Share of cases whose primary cause comes first, by primary cause:",
                self.per_cause.to_string(float_format=lambda share: f"{share:.0%}"),
                "Blamed first (rows) against the model's first (columns):",
                self.confusion.to_string(),
                "The model's first is not among the blamed:",
                self.misses.to_string(index=False) if len(self.misses) else "never",
            ]
        )


def evaluate_cases(path: str | Path, model: str | Path | None = None) -> CasesReport:
    """Score dummy, rules and model on labelled real cases (sore by selection).

    The dummy blames by the simulated shares of the causes, the same for every case.

    Raises
    ------
    SchemaError
        If the file does not fit, or blames no run on any cause.
    ModelError
        If the model cannot be loaded.
    """
    cases = read_labelled(path)
    cases = cases.rows(cases.labels[:, :-1].any(axis=1) & (cases.primary < len(CAUSES)))
    if not len(cases):
        raise SchemaError(f"{path} has no case: no run is blamed on any cause")
    predictor = Predictor.load(model)
    answers = {
        "dummy": _dummy(predictor, len(cases)),
        "rules": RuleModel().fit().predict_proba(cases.cells),
        "model": predictor.predict_cells(cases.cells, len(cases)),
    }
    return report_cases(cases, answers)


def report_cases(cases: Labelled, answers: Mapping[str, Array]) -> CasesReport:
    """The report on answers already at hand, see ``evaluate_cases``."""
    hits = {scorer: case_hits(cases, p) for scorer, p in answers.items()}
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(cases), (BOOTSTRAPS, len(cases)))
    summary = pd.DataFrame(
        {
            scorer: {name: _with_interval(found, draws) for name, found in table.items()}
            for scorer, table in hits.items()
        }
    ).T
    names = [cause.name for cause in CAUSES]
    primary = np.array([blamed_name(place) for place in cases.primary])
    first = np.array([names[place] for place in answers["model"][:, :-1].argmax(axis=1)])
    per_cause = pd.DataFrame(
        {"cases": [int((primary == name).sum()) for name in names]}
        | {
            scorer: [_mean(table["top-1 is primary"][primary == name]) for name in names]
            for scorer, table in hits.items()
        },
        index=names,
    )
    missed = hits["model"]["top-1 is blamed"] == 0
    blamed = [
        " + ".join(name for name, yes in zip(names, row, strict=False) if yes)
        for row in cases.labels
    ]
    return CasesReport(
        summary=summary,
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


def case_hits(cases: Labelled, p: Array) -> dict[str, Array]:
    """Per case: whether the first is primary, is blamed, the first two hold it, rank, log loss.

    Causes on a level share their places: a scorer that cannot tell seven apart names the right one
    one time in seven. The log loss is that of the primary cause with the causes' probabilities
    scaled to sum to 1.
    """
    causes = p[:, :-1]
    rows = np.arange(len(cases))
    of_primary = causes[rows, cases.primary][:, None]
    ahead = (causes > of_primary).sum(axis=1)
    level = (causes == of_primary).sum(axis=1)
    first = causes == causes.max(axis=1, keepdims=True)
    places = np.arange(causes.shape[1])
    within = (places >= ahead[:, None]) & (places < (ahead + level)[:, None])
    share = causes / np.maximum(causes.sum(axis=1, keepdims=True), 1e-12)
    return {
        "top-1 is primary": within[:, 0] / level,
        "top-1 is blamed": (first & cases.labels[:, :-1]).sum(axis=1) / first.sum(axis=1),
        "top-2 hold primary": within[:, :2].sum(axis=1) / level,
        "reciprocal rank": (within / (places + 1.0)).sum(axis=1) / level,
        "log loss": -np.log(np.clip(share[rows, cases.primary], 1e-6, 1.0)),
    }


def _with_interval(found: Array, draws: NDArray[np.intp]) -> str:
    low, high = np.percentile(found[draws].mean(axis=1), [5, 95])
    return f"{found.mean():.3f} ({low:.2f}-{high:.2f})"


def _mean(found: Array) -> float:
    return float(found.mean()) if len(found) else float("nan")


def _dummy(predictor: Predictor, n_cases: int) -> Array:
    shares = predictor.description.get("label_shares")
    if shares is None:
        raise ModelError("the model's description lacks label_shares: train it again")
    return np.tile([shares[head] for head in HEADS], (n_cases, 1))


def score_unseen(
    predictor: Predictor, dummy: DummyHeads, sessions: Labelled
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Scores of dummy, rules, model and, where the truth is known, the ceiling; and the answers."""
    answers = {
        "dummy": dummy.predict_proba(sessions.cells),
        "rules": RuleModel().fit().predict_proba(sessions.cells),
        "model": predictor.predict_cells(sessions.cells, len(sessions)),
    }
    if sessions.truth is not None:
        answers["ceiling"] = sessions.truth
    return score_heads(sessions, answers), answers
