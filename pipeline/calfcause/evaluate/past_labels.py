"""What a runner's own earlier runs add to the stated risk, on runs with a known next morning.

Everything is stated with past labels only: a label counts from the day after its run. It is the
label that a runner would give: whether the legs were sore the morning after the last run of a day.
As in ``outcome``, only runs without soreness that morning are scored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calfcause.answer.own_base import Bases, OwnBase, bases_before
from calfcause.answer.past import past_of
from calfcause.answer.predictor import Predictor
from calfcause.evaluate.count_interval import interval_of_count
from calfcause.evaluate.outcome import (
    LAST_OF_DAY,
    SORE_AFTER,
    SORE_BEFORE,
    Outcomes,
    outcome_columns,
    read_outcomes,
    report_outcomes,
)
from calfcause.evaluate.tables import pivoted, records
from calfcause.learn.features import complete
from calfcause.sessions.dates import Times, numbers_of, times_of
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.texts import counted

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEW_LABELS = 5
NEXT_RUNS = 10


@dataclass(frozen=True, kw_only=True)
class LabelledDiary:
    """All runs of a file in order of runner and time, ``(n_runs,)`` each."""

    cells: dict[str, Array]  # encoded, NaN where missing
    # Whose run it is, and when it began
    runner: list[str]
    times: Times
    # 1 for sore legs the morning after the last run of a day, 0 for none, NaN for no report
    label: Array
    # The same for runs without soreness that morning; NaN for all others. These are scored.
    clean: Array

    @property
    def number(self) -> NDArray[np.int64]:
        """The number of each run's runner."""
        return numbers_of(self.runner, {})

    def of_runners(self) -> Iterator[NDArray[np.intp]]:
        """The places of each runner's runs, in order of time."""
        order = np.argsort(self.times.moment, kind="stable")
        names = np.array(self.runner)[order]
        yield from (order[names == name] for name in np.unique(names))


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How often the 90 % interval of the number of sore runs among the next ten held it."""

    n_labels: int  # labels of the runner that were known before
    # Runners with ten such runs, and those whose number was in the interval
    n_runners: int
    n_held: int
    expected: float  # share that the intervals should hold: more than 90 %, since numbers are whole


@dataclass(frozen=True, kw_only=True)
class PastLabelsReport:
    """What history and own base add to the model on a real outcome."""

    # At least five earlier labels of the runner; the latter empty if all of these were alike
    figures: pd.DataFrame
    after_few: pd.DataFrame
    # What each of the two rests on
    n_runs: tuple[int, int]
    n_runners: tuple[int, int]
    coverage: tuple[Coverage, ...]  # before any label, and after five

    def text(self) -> str:
        """The tables, for a terminal."""
        sizes = [
            f"{counted(n_runs, 'run')} of {counted(n_runners, 'person', 'people')}"
            for n_runs, n_runners in zip(self.n_runs, self.n_runners, strict=True)
        ]
        held = [
            f"  after {counted(part.n_labels, 'own label')}: held for {part.n_held} of"
            f" {counted(part.n_runners, 'person', 'people')},"
            f" {part.expected:.0%} expected"
            for part in self.coverage
            if part.n_runners
        ]
        return "\n\n".join(
            [
                f"What a runner's own earlier runs add, by past labels only: {sizes[0]}\n"
                "(clean: learned only from runs without soreness that morning)",
                pivoted(self.figures, "scorer", "score").to_string(),
                f"After {FEW_LABELS} own labels: {sizes[1]}",
                pivoted(self.after_few, "scorer", "score").to_string()
                if len(self.after_few)
                else "  too few to score: some of these runs have to leave sore legs, and some not",
                f"90 % interval of the number of sore runs among the next {NEXT_RUNS}:\n"
                + ("\n".join(held) or f"  nobody has {NEXT_RUNS} such runs"),
                f"{counted(self.n_runners[0], 'person', 'people')} are few: read the intervals, and"
                " take differences smaller than they are for chance.",
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return {
            "figures": records(self.figures),
            "after_few": records(self.after_few),
            "n_runs": list(self.n_runs),
            "n_runners": list(self.n_runners),
            "coverage": [
                vars(part) | {"expected": part.expected if part.n_runners else None}
                for part in self.coverage
            ],
        }


def evaluate_past_labels(
    path: str | Path, model: str | Path | None = None
) -> PastLabelsReport | None:
    """Score the model, with history, with own base and with both; None without start times.

    Raises SchemaError if the file does not fit, has no usable run, or start times that cannot be
    read; ModelError if the model cannot be loaded.
    """
    diary = read_diary(path)
    return None if diary is None else report_past_labels(Predictor.load(model), diary)


def read_diary(path: str | Path) -> LabelledDiary | None:
    """All runs of a file of outcomes; None without start times. It raises as ``read_outcomes``."""
    read_outcomes(path)
    columns = {**COLUMNS, **outcome_columns()}
    frame = read_frame(path, columns=columns)
    if "start_time" not in frame.columns:
        return None
    cells, _ = encode_frame(frame, columns=columns)
    runner = frame["runner_id"].fillna("").astype(str).tolist()
    starts = frame["start_time"].fillna("").astype(str).tolist()
    times = times_of(starts, numbers_of(runner, {}), str(path))
    label = np.where(cells[LAST_OF_DAY] == 1, cells[SORE_AFTER], np.nan)
    return LabelledDiary(
        cells={name: column for name, column in cells.items() if name in MODEL_COLUMNS},
        runner=runner,
        times=times,
        label=label,
        clean=np.where(cells[SORE_BEFORE] == 0, label, np.nan),
    )


def report_past_labels(predictor: Predictor, diary: LabelledDiary) -> PastLabelsReport:
    """The report on a diary, see ``evaluate_past_labels``."""
    stated = stated_risks(predictor, diary)
    scored = ~np.isnan(diary.clean)
    few = scored & (_n_labels(diary) >= FEW_LABELS)
    tables = [_figures(diary, stated, rows) for rows in (scored, few)]
    return PastLabelsReport(
        figures=tables[0],
        after_few=tables[1],
        n_runs=(int(scored.sum()), int(few.sum())),
        n_runners=(_n_runners(diary, scored), _n_runners(diary, few)),
        coverage=tuple(_coverage(diary, stated["model"], n) for n in (0, FEW_LABELS)),
    )


def _n_runners(diary: LabelledDiary, rows: Bools) -> int:
    return len({name for name, counts in zip(diary.runner, rows, strict=True) if counts})


def _figures(diary: LabelledDiary, stated: dict[str, Array], rows: Bools) -> pd.DataFrame:
    """The scores of these runs; no rows where not both outcomes are among them."""
    n = int(rows.sum())
    if not 0 < diary.clean[rows].sum() < n:
        return pd.DataFrame()
    outcomes = Outcomes(
        cells=complete({}, n),
        runner=np.unique(np.array(diary.runner)[rows], return_inverse=True)[1],
        sore=diary.clean[rows] == 1,
    )
    scorers = {name: lambda _, p=p[rows]: p[:, None] for name, p in stated.items()}
    return report_outcomes(outcomes, scorers).figures


def stated_risks(predictor: Predictor, diary: LabelledDiary) -> dict[str, Array]:
    """The risk of every run by every scorer, each from what was known before it."""
    n = len(diary.runner)

    def with_past(label: Array) -> tuple[Array, Array]:
        """The risk with history, and with own base too, as every answer to a file has it."""
        past = past_of(predictor, diary.cells, diary.number, diary.times, sore=label)
        p = predictor.predict_cells(past.filled(diary.cells), n)[:, -1]
        return p, past.bases.risks(p)[0]

    model = predictor.predict_cells(diary.cells, n)[:, -1]
    history, both = with_past(diary.label)
    return {
        "model": model,
        "+ history": history,
        "+ own base": _bases(diary, model).risks(model)[0],
        "both": both,
        "both, clean": with_past(diary.clean)[1],
    }


def _bases(diary: LabelledDiary, p: Array) -> Bases:
    """The base before each run, from the labels of the runner's earlier days."""
    moment, day = diary.times.moment.astype(np.int64), diary.times.day.astype(np.int64)
    return bases_before(diary.number, moment, day, p, diary.label)


def _n_labels(diary: LabelledDiary) -> NDArray[np.intp]:
    """How many labels of earlier days each run's runner has."""
    found = np.zeros(len(diary.runner), np.intp)
    for runs in diary.of_runners():
        days, known = diary.times.day[runs], ~np.isnan(diary.label[runs])
        found[runs] = [(known & (days < day)).sum() for day in days]
    return found


def _coverage(diary: LabelledDiary, p: Array, n_labels: int) -> Coverage:
    held, expected = [], []
    known, bases = _n_labels(diary), _bases(diary, p)
    for runs in diary.of_runners():
        scored = runs[~np.isnan(diary.clean[runs]) & (known[runs] >= n_labels)][:NEXT_RUNS]
        if len(scored) < NEXT_RUNS:
            continue
        base = OwnBase(
            log_odds=float(bases.log_odds[scored[0]]), precision=float(bases.precision[scored[0]])
        )
        low, high, mass = interval_of_count(base, p[scored])
        held.append(low <= diary.clean[scored].sum() <= high)
        expected.append(mass)
    return Coverage(
        n_labels=n_labels,
        n_runners=len(held),
        n_held=sum(map(bool, held)),
        expected=float(np.mean(expected)) if expected else float("nan"),
    )
