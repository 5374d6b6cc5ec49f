"""Recalibrate the heads of a trained model on a user's own labels, into a new model folder.

Each head with enough labels is moved as far as ``moves`` says, which is never far where chance
explains the labels. If all runs are of one runner, the model is moved to that runner, and periods
of time take the place of runners where the move is scored.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from calfcause.answer.predictor import Predictor
from calfcause.answer.whole_graph import with_graph
from calfcause.errors import CalfcauseError
from calfcause.learn.probabilities import HEADS, given_sore
from calfcause.learn.recalibration import KEY, Move, moved, moves_of
from calfcause.models.folder import model_folder
from calfcause.models.layout import ADAPTED_FORMAT
from calfcause.models.own_labels_card import gain_line, heads_table, holdout_table
from calfcause.models.store_check import check_out, check_store
from calfcause.models.write import refuse_other, write_adapted
from calfcause.own_labels.figures import HeadFigures, counted_heads, scored
from calfcause.own_labels.leaks import warn_of_leaks
from calfcause.own_labels.moves import BASE_RATE_SD, OFF, SLOPE_SD, fit_move
from calfcause.own_labels.reading import RUNNERS, OwnLabels, read_own_labels, used_labels
from calfcause.own_labels.track import track_calibration
from calfcause.sessions.names import warn_caller
from calfcause.types import Array, Integers

HOW = "calibrate"
FOLDS = 10


@dataclass(frozen=True, kw_only=True)
class CalibrationReport:
    """The result of a calibration."""

    folder: Path  # the new model folder
    # One for each head, soreness first, scored on runners from whom it did not learn
    heads: tuple[HeadFigures, ...]
    gain: dict[str, float]  # how much all heads together gain there
    holdout: tuple[HeadFigures, ...]  # the same on the runs of --holdout
    used: tuple[str, ...]  # sentences on the labels
    run_id: str = ""  # the id of the run in MLflow

    def text(self) -> str:
        """Lay out the report for a terminal."""
        table = heads_table([one.to_dict() for one in self.heads])
        parts = [*self.used, f"{table}\n{gain_line(self.gain)}"]
        if self.holdout:
            parts.append(holdout_table([one.to_dict() for one in self.holdout]))
        names = ", ".join(one.head for one in self.heads if one.off is not None)
        run = f"   MLflow run: {self.run_id}" if self.run_id else ""
        return "\n\n".join([*parts, f"Model folder: {self.folder}   moved: {names}{run}"])


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

    sessions, holdout : labelled runs to learn from, and to score on only; labels may be missing
    out : the folder for graph, description and card
    model : the model to adapt, as in ``Predictor.load``
    others_are_no : whether causes that a row with a ``primary_cause`` leaves empty mean no
    register : the name to register the model under

    Raises
    ------
    CalfcauseError
        If no head has enough labels (the message says how many are needed), ``out`` holds other
        files or cannot be written, or the MLflow store cannot be used.
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
        # Such a model is for later runs of the same runner.
        if held_out and (held_out.runner != own.runner[0]).any():
            warn_caller(
                f"not all runs of the held-out file {held_out.file} are recorded as runs of the"
                " runner to whom the model is moved"
            )
        own = own.in_stretches(FOLDS)
        if held_out and len(np.unique(held_out.runner)) == 1:
            held_out = held_out.in_stretches(FOLDS)
    warn_of_leaks(own, held_out)
    raw, heads = raw_of(predictor, own), counted_heads(own)
    moves = fit_moves(own, raw, heads)
    heads |= {head: replace(heads[head], off=off) for head, (_, off) in moves.items()}
    figures, gain = scored(own, raw, unseen(own, raw, heads), heads)
    later: tuple[HeadFigures, ...] = ()
    if held_out:
        raw = raw_of(predictor, held_out)
        counts = counted_heads(held_out, refuse=False)
        later, _ = scored(held_out, raw, after(raw, moves), counts)
    report = CalibrationReport(
        folder=out,
        heads=figures,
        gain=gain,
        holdout=later,
        used=tuple(used_labels(own)),
    )
    learned = {
        "how": HOW,
        "sessions_file": own.file,
        "data_sha256": own.digest(),
        "n_sessions": len(own),
        "n_runners": len(np.unique(own.runner)) if own.of == RUNNERS else 1,
        "used": list(report.used),
        "prior": {"off": OFF, "base_rate_sd": BASE_RATE_SD, "slope_sd": SLOPE_SD},
        "moves": {head: asdict(move) for head, (move, _) in moves.items()},
        "heads": [one.to_dict() for one in figures],
        "gain": gain,
        "holdout": [one.to_dict() for one in later],
    }
    # The figures of benchmarks/quality.py belong to the model before.
    described = {name: entry for name, entry in predictor.description.items() if name != "quality"}
    described |= {"format": ADAPTED_FORMAT, KEY: learned}
    moves_of(described)
    whole, described = with_graph(Predictor(predictor.graph, described))
    write_adapted(out, predictor.graph, predictor.population_file, described, whole)
    progress("tracking the run in MLflow")
    run_id = track_calibration(
        out,
        learned,
        {"training": own, "evaluation": held_out},
        {
            "model": str(model or "released"),
            "model_graph_sha256": described["graph_sha256"],
            "sessions_file": own.file,
            "others_are_no": others_are_no,
        },
        report.text(),
        experiment=experiment,
        register=register,
        progress=progress,
    )
    return replace(report, run_id=run_id)


def raw_of(predictor: Predictor, own: OwnLabels) -> Array:
    """Compute the probabilities of the heads before they are joined."""
    p = predictor.predict_cells(own.cells, len(own))
    return np.column_stack([given_sore(p), p[:, -1]])


Moves = dict[str, tuple[Move, float]]


def fit_moves(
    own: OwnLabels, raw: Array, heads: Mapping[str, HeadFigures], rows: Integers | None = None
) -> Moves:
    """Fit the move of each head with enough labels, and the probability that the head is off.

    raw : the probabilities of the heads, see ``raw_of``, (n_sessions, n_heads)
    rows : to learn from; all by default
    """
    found = {}
    for head, one in heads.items():
        if one.n_numbers:
            place = HEADS.index(head)
            known = own.known[:, place] if rows is None else rows[own.known[rows, place]]
            labels, p, runner = own.labels[known, place], raw[known, place], own.runner[known]
            found[head] = fit_move(labels, p, runner, one.n_numbers, of_one=own.of != RUNNERS)
    return found


def after(raw: Array, moves: Moves) -> Array:
    """The probabilities of the heads once they are moved."""
    return moved(raw, {HEADS.index(head): move for head, (move, _) in moves.items()})


def unseen(own: OwnLabels, raw: Array, heads: Mapping[str, HeadFigures]) -> Array:
    """The probabilities of the heads, moved by the labels of other runners than a row's own."""
    found = raw.copy()
    folds = GroupKFold(min(FOLDS, len(np.unique(own.runner))))
    for learned, answered in folds.split(raw, groups=own.runner):
        found[answered] = after(raw[answered], fit_moves(own, raw, heads, learned))
    return found
