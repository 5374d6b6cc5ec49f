"""Recalibrate the heads of a trained model on a user's own labels, into a new model folder.

Each head with enough labels is moved as far as ``moves`` says. The moves are kept only if together
they pass the test of ``trial``; otherwise every head stays unchanged, to the last bit. If all runs
are of one runner, the model is moved to that runner, and periods of time take the place of runners.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.learn.probabilities import HEADS, given_sore
from calfcause.learn.recalibration import KEY, Move, moved, moves_of
from calfcause.models.folder import model_folder
from calfcause.models.layout import ADAPTED_FORMAT
from calfcause.models.own_labels_card import gain_line, holdout_table, trial_table
from calfcause.models.store_check import check_out, check_store
from calfcause.models.write import refuse_other, write_adapted
from calfcause.own_labels.leaks import warn_of_leaks
from calfcause.own_labels.moves import BASE_RATE_SD, OFF, SLOPE_SD, fit_move, runner_weights
from calfcause.own_labels.reading import (
    RUNNERS,
    OwnLabels,
    not_used,
    read_own_labels,
    used_labels,
)
from calfcause.own_labels.track import track_calibration
from calfcause.own_labels.trial import (
    LEAST_RUNNERS,
    SURE,
    Trial,
    count_labels,
    judged,
    judged_together,
    n_numbers,
    out_of_fold,
    too_few,
)
from calfcause.sessions.names import warn_caller

Array = NDArray[np.float64]

HOW = "calibrate"
TRIED = {1: "base rate", 2: "base rate and slope"}


@dataclass(frozen=True, kw_only=True)
class CalibrationReport:
    """The result of a calibration.

    Attributes
    ----------
    folder : the new model folder
    trials : one for each head, soreness first
    gain : how much all heads together gain on held-out runners, and how sure that is
    holdout : trials on the runs of ``--holdout``, which were not used for learning
    used : sentences on the labels that were used
    not_used : as in ``reading.not_used``
    run_id : the id of the run in MLflow
    """

    folder: Path
    trials: tuple[Trial, ...]
    gain: dict[str, float]
    holdout: tuple[Trial, ...]
    used: tuple[str, ...]
    not_used: tuple[str, ...] = ()
    run_id: str = ""

    def text(self) -> str:
        """Lay out the report for a terminal."""
        table = trial_table([trial.to_dict() for trial in self.trials], self.not_used)
        parts = [*self.used, f"{table}\n{gain_line(self.gain)}"]
        if self.holdout:
            parts.append(holdout_table([trial.to_dict() for trial in self.holdout]))
        kept = [trial.head for trial in self.trials if trial.kept]
        nothing = f"{100 * SURE:.0f} % are needed, so nothing is moved"
        moved_heads = f"moved: {', '.join(kept)}" if kept else nothing
        where = f"Model folder: {self.folder}   {moved_heads}"
        run = f"   MLflow run: {self.run_id}" if self.run_id else ""
        return "\n\n".join([*parts, where + run])


def calibrate(
    sessions: Path,
    out: Path,
    *,
    model: str | Path | None = None,
    holdout: Path | None = None,
    others_are_no: bool = False,
    experiment: str = "calfcause",
    register: str | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> CalibrationReport:
    """Adapt a model to labelled runs, and write it as an ordinary model folder.

    Parameters
    ----------
    sessions : Path
        CSV or Parquet file of labelled runs; labels may be missing, see ``own_labels``.
    out : Path
        The folder for graph, description and card.
    model : str or Path, optional
        The model to adapt, as in ``Predictor.load``.
    holdout : Path, optional
        Further labelled runs to score on; nothing is learned from them.
    others_are_no : bool
        Whether causes that a row with a ``primary_cause`` leaves empty mean no.
    experiment : str
        The name of the experiment in MLflow.
    register : str, optional
        The name to register the model under; a model without a moved head is never registered.
    progress : callable
        Called with a sentence on each step.

    Returns
    -------
    CalibrationReport
        The folder, the trials and the run.

    Raises
    ------
    CalfcauseError
        If there are too few labels for every head; the message says how many are needed. If ``out``
        holds files that no calibration wrote, ``out`` cannot be written, or the MLflow store cannot
        be used.
    SchemaError
        If a cell or label is not allowed, or the runs of one runner cannot be put in order of time.
    ModelError
        If the model cannot be loaded.
    """
    check_out(out)
    check_store(experiment, register)
    with model_folder(model) as source:
        if out.resolve() == source.resolve():
            raise CalfcauseError(f"{out} is the model to adapt: choose another folder with --out")
        refuse_other(out, HOW, progress)
        predictor = Predictor.load(source)
    if KEY in predictor.description:
        raise CalfcauseError(
            f"the model {model or source} is already adapted to own labels: adapt the model that it"
            " was made from, with all labels in one file"
        )
    own = read_own_labels(sessions, others_are_no=others_are_no)
    held_out = read_own_labels(holdout, others_are_no=others_are_no) if holdout else None
    if len(np.unique(own.runner)) == 1:
        held_out = held_out and _beside_diary(held_out, own.runner[0])
        own = own.in_stretches(LEAST_RUNNERS)
    warn_of_leaks(own, [held_out] if held_out else [])
    moves, trials, gain = fit_moves(own, raw_of(predictor, own))
    scored = score_moves(held_out, raw_of(predictor, held_out), moves) if held_out else ()
    description = _description(predictor.description, own, moves, trials, gain, scored)
    write_adapted(out, predictor.graph, predictor.population_file, description)
    report = CalibrationReport(
        folder=out,
        trials=trials,
        gain=gain,
        holdout=scored,
        used=tuple(used_labels(own)),
        not_used=tuple(not_used(own)),
    )
    if register and not moves:
        progress(f"nothing is moved, so nothing is registered as {register}")
    progress("tracking the run in MLflow")
    run_id = track_calibration(
        folder=out,
        learned=description[KEY],
        own=own,
        holdout=held_out,
        parameters={
            "model": str(model or "released"),
            "model_graph_sha256": description["graph_sha256"],
            "sessions_file": own.file,
            "others_are_no": others_are_no,
        },
        text=report.text(),
        experiment=experiment,
        register=register if moves else None,
        progress=progress,
    )
    return replace(report, run_id=run_id)


def _beside_diary(held_out: OwnLabels, runner: str) -> OwnLabels:
    """Prepare held-out runs to go with one runner's diary: split into periods if of one runner."""
    runners = np.unique(held_out.runner).tolist()
    # Such a model is for later runs of the same runner.
    if runners != [runner]:
        warn_caller(
            f"not all runs of the held-out file {held_out.file} are recorded as runs of the"
            " runner to whom the model is moved"
        )
    return held_out.in_stretches(LEAST_RUNNERS) if len(runners) == 1 else held_out


def raw_of(predictor: Predictor, own: OwnLabels) -> Array:
    """Compute the probabilities of the heads before they are joined."""
    p = predictor.predict_cells(own.cells, len(own))
    return np.column_stack([given_sore(p), p[:, -1]])


def fit_moves(
    own: OwnLabels, raw: Array
) -> tuple[dict[str, Move], tuple[Trial, ...], dict[str, float]]:
    """Fit a move for each head with enough labels, and test them together.

    raw : the probabilities of the heads, see ``raw_of``, (n_sessions, n_heads)

    Raises
    ------
    CalfcauseError
        If no head has enough labels.
    """
    counted = {head: count_labels(own, head) for head in (HEADS[-1], *HEADS[:-1])}
    sizes = {head: n_numbers(trial) for head, trial in counted.items()}
    if not any(sizes.values()):
        raise too_few(own, counted.values(), "to move any head")
    moves, believed, unseen = {}, {}, raw.copy()
    for head, size in sizes.items():
        if size:
            place = HEADS.index(head)
            rows = own.known[:, place]
            labelled, p = own.rows(rows), raw[rows, place]
            moves[head], believed[head] = _fit(labelled, p, place, size)
            unseen[rows, place] = _unseen(labelled, p, place, size)
    gain = judged_together(own, raw, unseen)
    kept = gain["sure"] >= SURE
    trials = [
        replace(
            judged(trial, TRIED[sizes[head]], own, raw, unseen),
            believed=believed[head],
            kept=kept,
        )
        if head in moves
        else trial
        for head, trial in counted.items()
    ]
    return moves if kept else {}, tuple(trials), gain


def _unseen(own: OwnLabels, p: Array, place: int, size: int) -> Array:
    """Give a head's probabilities, each moved by a fit to the runs of other runners."""
    return out_of_fold(
        own.runner,
        lambda learned, answered: _fit(own.rows(learned), p[learned], place, size)[0](p[answered]),
    )


def _fit(own: OwnLabels, p: Array, place: int, size: int) -> tuple[Move, float]:
    return fit_move(own.labels[:, place], p, size, runner_weights(own.runner))


def score_moves(own: OwnLabels, raw: Array, moves: Mapping[str, Move]) -> tuple[Trial, ...]:
    """Score each head before and after on held-out runs.

    raw : the probabilities of the heads, see ``raw_of``, (n_sessions, n_heads)
    """
    after = moved(raw, {HEADS.index(head): move for head, move in moves.items()})
    return tuple(
        replace(judged(count_labels(own, head), "", own, raw, after), lacking="")
        for head in (HEADS[-1], *HEADS[:-1])
        if own.known[:, HEADS.index(head)].any()
    )


def _description(
    trained: Mapping[str, Any],
    own: OwnLabels,
    moves: Mapping[str, Move],
    trials: tuple[Trial, ...],
    gain: Mapping[str, float],
    holdout: tuple[Trial, ...],
) -> dict[str, Any]:
    """Add what was learned to the description of the trained model.

    The figures of ``benchmarks/quality.py`` are left out: they belong to the model before.
    """
    learned = {
        "how": HOW,
        "sessions_file": own.file,
        "data_sha256": own.digest(),
        "n_sessions": len(own),
        "n_runners": len(np.unique(own.runner)) if own.of == RUNNERS else 1,
        "used": used_labels(own),
        "prior": {"off": OFF, "base_rate_sd": BASE_RATE_SD, "slope_sd": SLOPE_SD},
        "moves": {head: asdict(move) for head, move in moves.items()},
        "trials": [trial.to_dict() for trial in trials],
        "gain": dict(gain),
        "holdout": [trial.to_dict() for trial in holdout],
    }
    described = {name: entry for name, entry in trained.items() if name != "quality"}
    described |= {"format": ADAPTED_FORMAT, KEY: learned}
    moves_of(described)
    return described
