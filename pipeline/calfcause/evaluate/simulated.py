"""Score on fresh simulated runners: other worlds, kinds of record, reasons, coverage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.evaluate.coverage import choose_threshold, coverage
from calfcause.evaluate.reasons import score_disagreement, score_reasons
from calfcause.evaluate.scores import Scorer, scorers_of
from calfcause.evaluate.tables import pivoted, plain, records
from calfcause.evaluate.unseen import UnseenReport, report_unseen
from calfcause.evaluate.worlds import (
    KNOWN,
    OTHERS,
    Population,
    populations,
    score_slices,
    score_worlds,
    worst_worlds,
)
from calfcause.simulate import DEFAULT
from calfcause.texts import counted

WEEKS = 16
TOLD, EVERYTHING = "only_told", "only_everything"


@dataclass(frozen=True, kw_only=True)
class SimulatedReport:
    """Scores on fresh simulated runners."""

    runners: int
    weeks: int
    seed: int
    # One row for each other world, kind of record, and part of the default world; see
    # populations.summary
    worlds: pd.DataFrame
    known: pd.DataFrame
    slices: pd.DataFrame
    # By kind of record; see reasons
    reasons: pd.DataFrame
    disagreement: pd.DataFrame
    coverage: Mapping[str, pd.DataFrame]  # the curve of the model by kind of record; see coverage

    @property
    def worst(self) -> dict[str, Any]:
        return worst_worlds(self.worlds)

    @property
    def thresholds(self) -> dict[str, float]:
        return {name: choose_threshold(curve) for name, curve in self.coverage.items()}

    def text(self) -> str:
        """Lay out the tables for a terminal."""
        worst = self.worst
        return "\n\n".join(
            [
                f"Fresh simulated runners, {self.runners:,} of each world."
                " Summed log loss of all heads by scorer, largest calibration error of a head,"
                " share of sore runs whose first cause is a true one:",
                _laid_out(self.worlds, "world"),
                f"Worst world by calibration: {worst['by_calibration']}"
                f" ({worst['calibration_error']:.3f}, {worst['of_head']});"
                f" by distance to the ceiling: {worst['by_gap']} ({worst['gap']:.0%} above it)",
                "By what is known:",
                _laid_out(self.known, "world"),
                "By experience and surface, in the default world:",
                _laid_out(self.slices, ["by", "part"]),
                "The first reason is the truly largest factor:",
                self._reasons("largest"),
                "The first reason is a true cause:",
                self._reasons("a cause"),
                "Where rules and model name different causes first, which one is right:",
                _laid_out(self.disagreement, "world"),
                *(
                    text
                    for name, curve in self.coverage.items()
                    for text in (f"Coverage and accuracy, {name}:", _laid_out(curve, "threshold"))
                ),
                "Threshold below which answers are wrong more often than right: "
                + ", ".join(f"{limit:.2f} in {name}" for name, limit in self.thresholds.items()),
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return plain(self) | {
            "worst_worlds": self.worst,
            "coverage": {name: records(curve) for name, curve in self.coverage.items()},
            "thresholds": self.thresholds,
        }

    def _reasons(self, score: str) -> str:
        rows = self.reasons[self.reasons["score"] == score]
        return pivoted(rows, "world", "scorer").to_string()


def report_simulated(
    scorers: Mapping[str, Scorer],
    *,
    runners: int,
    seed: int,
    progress: Callable[[str], None] = lambda message: None,
) -> SimulatedReport:
    """Simulate fresh runners of every world, and score the answers of scorers."""

    def of(*worlds: str) -> list[Population]:
        progress(f"simulating {counted(runners, 'runner')} in {', '.join(worlds)}")
        return list(populations(scorers, worlds, runners=runners, weeks=WEEKS, seed=seed))

    known = of(*KNOWN)
    (default,) = of(DEFAULT.name)
    by_world = {population.world: population for population in known}
    return SimulatedReport(
        runners=runners,
        weeks=WEEKS,
        seed=seed,
        worlds=pd.concat([score_worlds(of(world)) for world in OTHERS], ignore_index=True),
        known=score_worlds(known),
        slices=score_slices(default.sessions, default.answers),
        reasons=pd.concat(map(score_reasons, known), ignore_index=True),
        disagreement=pd.DataFrame(map(score_disagreement, known)),
        coverage={
            world: coverage(by_world[world].sessions, by_world[world].answers["model"])
            for world in (TOLD, EVERYTHING)
        },
    )


def evaluate_simulated(
    model: str | Path | None = None,
    *,
    runners: int,
    seed: int,
    progress: Callable[[str], None] = lambda message: None,
) -> tuple[UnseenReport, SimulatedReport]:
    """Score dummy, rules, model and ceiling on fresh simulated runners.

    Parameters
    ----------
    model : str or Path, optional
        As in ``Predictor.load``.
    runners, seed : int
        As in ``simulate``, the same for each world.
    progress : callable
        Called with a sentence on each step.

    Returns
    -------
    unseen : UnseenReport
        Every score of every head, in the default world.
    simulated : SimulatedReport
        Other worlds, kinds of record, reasons, coverage.

    Raises
    ------
    CalfcauseError
        If the model was trained on runners of the same seed.
    ModelError
        If the model cannot be loaded.
    """
    predictor = Predictor.load(model)
    check_fresh(predictor, seed)
    scorers = scorers_of(predictor.without_accounts())
    (default,) = populations(scorers, [DEFAULT.name], runners=runners, weeks=WEEKS, seed=seed)
    unseen = report_unseen(default.sessions, default.answers)
    return unseen, report_simulated(scorers, runners=runners, seed=seed, progress=progress)


def check_fresh(predictor: Predictor, seed: int) -> None:
    """Refuse the seed of the runners that the model was trained on."""
    source = predictor.description.get("source", {})
    if "runners" in source and source["seed"] == seed:
        raise CalfcauseError(
            f"this model was trained on the runners of seed {seed}: score it with another seed"
        )


def _laid_out(figures: pd.DataFrame, index: str | list[str]) -> str:
    return figures.set_index(index).to_string(float_format=lambda figure: f"{figure:.3f}")
