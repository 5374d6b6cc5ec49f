"""Compare the predicted risk of soreness with a real outcome: sore legs the next morning.

This is the only check of ``p_sore`` against real people. The data record lower legs, not calves,
and the signal is weak: a handful of people, some hardly ever sore and some always. Since people
differ so much, pairs of runs of the same person are scored too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calfcause.answer.predictor import Predictor
from calfcause.errors import SchemaError
from calfcause.evaluate.resample import estimate, resamples
from calfcause.evaluate.scores import Scorer, calibration_bins, scorers_of
from calfcause.evaluate.tables import percent, pivoted, records
from calfcause.evaluate.unseen import ranked
from calfcause.learn.features import complete
from calfcause.learn.probabilities import log_losses
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.texts import counted

Array = NDArray[np.float64]

DRAWS = 1000
BINS = 5
SORE_BEFORE, SORE_AFTER, LAST_OF_DAY = (
    "leg_sore_that_morning",
    "leg_sore_next_morning",
    "last_run_of_the_day",
)


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Runs with a known next morning."""

    cells: dict[str, Array]  # encoded cells by column; NaN where missing, (n_runs,)
    runner: NDArray[np.intp]  # the number of the runner, (n_runs,)
    sore: NDArray[np.bool_]  # whether the legs were sore the next morning, (n_runs,)


@dataclass(frozen=True, kw_only=True)
class OutcomeReport:
    """The predicted risk of soreness against a real outcome."""

    # How many runs and runners were scored, and how many runs left sore legs
    n_runs: int
    n_runners: int
    n_sore: int
    # Rows of scorer, score, value, low, high; the interval is 5 to 95 % when runners are resampled.
    # The scorer share always predicts the share observed in these very runs.
    figures: pd.DataFrame
    # Predicted risk (stated) and observed share (seen) in five bins of equally many runs
    calibration: pd.DataFrame

    def text(self) -> str:
        """Lay out the tables for a terminal."""
        stated = self.calibration.pivot(index="bin", columns="scorer", values=["stated", "seen"])
        stated = stated.swaplevel(axis=1).sort_index(axis=1, ascending=[True, False])
        return "\n\n".join(
            [
                f"A real outcome: {counted(self.n_runs, 'run')} of"
                f" {counted(self.n_runners, 'person', 'people')},"
                f" {self.n_sore} ({self.n_sore / self.n_runs:.0%}) with sore legs next morning",
                pivoted(self.figures, "scorer", "score").to_string(),
                "Predicted risk (stated) and observed share (seen), by fifths of the risk:",
                stated.to_string(float_format=percent),
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return {
            "n_runs": self.n_runs,
            "n_runners": self.n_runners,
            "n_sore": self.n_sore,
            "figures": records(self.figures),
            "calibration": records(self.calibration),
        }


def evaluate_outcomes(path: str | Path, model: str | Path | None = None) -> OutcomeReport:
    """Score the risk that dummy, rules and model predict for runs with a known next morning.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet file of sessions with the columns of the outcome, see ``read_outcomes``.
    model : str or Path, optional
        As in ``Predictor.load``.

    Returns
    -------
    OutcomeReport
        Scores with intervals.

    Raises
    ------
    SchemaError
        If a cell is not allowed, a column is missing, or no run can be used.
    ModelError
        If the model cannot be loaded.
    """
    return report_outcomes(read_outcomes(path), scorers_of(Predictor.load(model)))


def read_outcomes(path: str | Path) -> Outcomes:
    """Read the runs of a file whose outcome can be used.

    These are the last runs of a day, with legs that were not sore before and a known next morning:
    soreness from before says nothing about the run, and only the last run is followed by a night.
    """
    columns = {**COLUMNS, **outcome_columns()}
    frame = read_frame(path, columns=columns)
    cells, _ = encode_frame(frame, columns=columns)
    for name in (SORE_BEFORE, SORE_AFTER, LAST_OF_DAY, "runner_id"):
        if name not in frame.columns:
            raise SchemaError(f"{path} has no column {name}, which a real outcome needs")
    usable = (cells[SORE_BEFORE] == 0) & ~np.isnan(cells[SORE_AFTER]) & (cells[LAST_OF_DAY] == 1)
    sore = cells[SORE_AFTER][usable] == 1
    if not 0 < sore.sum() < len(sore):
        raise SchemaError(
            f"{path}: {int(sore.sum())} of {len(sore)} usable runs left sore legs; runs with and"
            " without sore legs are needed"
        )
    runner = np.asarray(frame["runner_id"], dtype=str)[usable]
    return Outcomes(
        cells=complete({name: column[usable] for name, column in cells.items()}, len(sore)),
        runner=np.unique(runner, return_inverse=True)[1],
        sore=sore,
    )


def outcome_columns() -> dict[str, Column]:
    """The columns that a file of outcomes has besides those of sessions."""
    meanings = {
        SORE_BEFORE: "whether a lower leg was sore the morning before the run",
        SORE_AFTER: "whether a lower leg was sore the morning after the run",
        LAST_OF_DAY: "whether no other run followed on the same day",
    }
    return {
        name: Column(name=name, group="labels", kind="flag", meaning=meaning, high=1.0)
        for name, meaning in meanings.items()
    }


def report_outcomes(outcomes: Outcomes, scorers: Mapping[str, Scorer]) -> OutcomeReport:
    """Score the predictions of scorers, see ``evaluate_outcomes``."""
    sore = outcomes.sore
    stated = {"share": np.full(len(sore), sore.mean())}
    stated |= {name: scorer(outcomes.cells)[:, -1] for name, scorer in scorers.items()}
    calibration = [
        {"scorer": scorer, "bin": place + 1, "runs": int(rows.sum())}
        | {"stated": float(p[rows].mean()), "seen": float(sore[rows].mean())}
        for scorer, p in stated.items()
        if np.ptp(p) > 0
        for place in range(BINS)
        for rows in [calibration_bins(p, BINS) == place]
        if rows.any()
    ]
    return OutcomeReport(
        n_runs=len(sore),
        n_runners=len(np.unique(outcomes.runner)),
        n_sore=int(sore.sum()),
        figures=pd.DataFrame(
            {"scorer": scorer, "score": score} | figure
            for scorer, p in stated.items()
            for score, figure in _figures(outcomes, p).items()
        ),
        calibration=pd.DataFrame(calibration),
    )


def _figures(outcomes: Outcomes, p: Array) -> dict[str, dict[str, float]]:
    draws = resamples(outcomes.runner, DRAWS)
    ((auc, _),) = ranked(outcomes.sore, p, [np.ones(len(p))])
    drawn = np.array(ranked(outcomes.sore, p, draws.weights()))[:, 0]
    return {
        "mean p_sore": draws.mean(p),
        "stated over seen": draws.ratio(p, outcomes.sore.astype(float)),
        "AUC": estimate(auc, drawn),
        "AUC within runners": draws.ratio(*pairs_in_order(outcomes, p)),
        "log loss": draws.mean(log_losses(outcomes.sore, p)),
    }


def pairs_in_order(outcomes: Outcomes, p: Array) -> tuple[Array, Array]:
    """Count pairs of a run that left sore legs and another run of the same runner that did not.

    p : predicted risks, (n_runs,)
    """
    same = outcomes.runner[:, None] == outcomes.runner
    pairs = same & outcomes.sore[:, None] & ~outcomes.sore
    order = (np.sign(p[:, None] - p) + 1.0) / 2.0
    return (pairs * order).sum(axis=1), pairs.sum(axis=1).astype(float)
