"""Move a trained model's heads to somebody's own labels, as far as these carry, into a new folder.

Each head with labels enough is moved as far as ``moves`` says. All of it is kept only if it passes
the test that ``trial`` states; else every head stays as it is, to the last bit. The runs of one
runner alone move the model to that runner: stretches of time stand for runners then.
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
from calfcause.models.store import check_out, check_store
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
)
from calfcause.sessions.names import warn_caller

Array = NDArray[np.float64]

HOW = "calibrate"
TRIED = {1: "base rate", 2: "base rate and slope"}


@dataclass(frozen=True, kw_only=True)
class CalibrationReport:
    """What calibration gave: the folder, each head's trial and, if asked, other runs' scores.

    Attributes
    ----------
    folder : the new model folder.
    trials : one for each head, soreness first.
    gain : of all heads together, on runners that they have not seen, and how sure it is.
    holdout : trials on the runs of ``--holdout``, on which nothing was learned.
    used : sentences on which labels were used.
    not_used : as ``reading.not_used``.
    run_id : of the run in MLflow.
    """

    folder: Path
    trials: tuple[Trial, ...]
    gain: dict[str, float]
    holdout: tuple[Trial, ...]
    used: tuple[str, ...]
    not_used: tuple[str, ...] = ()
    run_id: str = ""

    def text(self) -> str:
        """All of it, for a terminal."""
        table = trial_table([trial.to_dict() for trial in self.trials], self.not_used)
        parts = [*self.used, f"{table}\n{gain_line(self.gain)}"]
        if self.holdout:
            parts.append(holdout_table([trial.to_dict() for trial in self.holdout]))
        kept = [trial.head for trial in self.trials if trial.kept]
        nothing = f"{100 * SURE:.0f} % are needed, so nothing is moved"
        said = f"moved: {', '.join(kept)}" if kept else nothing
        where = f"Model folder: {self.folder}   {said}"
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
    """Adapt a model to labelled runs and write it as a model folder like any other.

    Parameters
    ----------
    sessions : CSV or Parquet of labelled runs; labels may be missing, see ``own_labels``.
    out : folder for graph, description and card.
    model : what to adapt, as in ``Predictor.load``.
    holdout : further labelled runs to score on, of which nothing is learned.
    others_are_no : causes that a row with a ``primary_cause`` leaves empty are meant as no.
    experiment, register : names in MLflow; ``register=None`` registers no model, and one of which
        no head is moved is not registered either.
    progress : told in words what is going on.

    Raises
    ------
    CalfcauseError
        If the labels carry no head, and then the message says how many are needed; if ``out``
        holds what no calibration wrote or cannot be written, or the MLflow store does not answer.
    SchemaError
        If a file does not fit, or one runner's runs cannot be split by time.
    ModelError
        If the model cannot be loaded.
    """
    check_out(out)
    check_store()
    source = model_folder(model)
    if out.resolve() == source.resolve():
        raise CalfcauseError(f"{out} is the model to adapt; write the adapted one beside it")
    refuse_other(out, HOW, progress)
    predictor = Predictor.load(source)
    if KEY in predictor.description:
        raise CalfcauseError(
            f"the model in {source} has learned from own labels already; adapt the one that it was"
            " made from, with all labels in one file"
        )
    own = read_own_labels(sessions, others_are_no=others_are_no)
    kept_apart = read_own_labels(holdout, others_are_no=others_are_no) if holdout else None
    if len(np.unique(own.runner)) == 1:
        kept_apart = kept_apart and _beside_diary(kept_apart, own.runner[0])
        own = own.in_stretches(LEAST_RUNNERS)
    warn_of_leaks(own, [kept_apart] if kept_apart else [])
    moves, trials, gain = fit_moves(own, raw_of(predictor, own))
    scored = score_moves(kept_apart, raw_of(predictor, kept_apart), moves) if kept_apart else ()
    description = _description(predictor.description, own, moves, trials, gain, scored)
    write_adapted(source, out, description)
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
        holdout=kept_apart,
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


def _beside_diary(kept_apart: OwnLabels, runner: str) -> OwnLabels:
    """Runs to score on beside a diary: of one runner in stretches as well, of many as they are."""
    runners = np.unique(kept_apart.runner).tolist()
    # Later runs of the same runner are what such a model is for.
    if runners != [runner]:
        warn_caller(
            f"not all runs of {kept_apart.file}, which is scored on, are told to be of the runner"
            " to whom the model is moved"
        )
    return kept_apart.in_stretches(LEAST_RUNNERS) if len(runners) == 1 else kept_apart


def raw_of(predictor: Predictor, own: OwnLabels) -> Array:
    """What the heads give before they are joined, ``(n_sessions, n_heads)``."""
    p = predictor.predict_cells(own.cells, len(own))
    return np.column_stack([given_sore(p), p[:, -1]])


def fit_moves(
    own: OwnLabels, raw: Array
) -> tuple[dict[str, Move], tuple[Trial, ...], dict[str, float]]:
    """The moves by head, none if they fail the test; every head's trial, soreness first; the gain.

    Parameters
    ----------
    own : the labelled runs.
    raw : what the model's heads give for them, see ``raw_of``.

    Raises
    ------
    CalfcauseError
        If the labels are too few for any head.
    """
    counted = {head: count_labels(own, head) for head in (HEADS[-1], *HEADS[:-1])}
    sizes = {head: n_numbers(trial) for head, trial in counted.items()}
    if not any(sizes.values()):
        needed = [t.lacking for head, t in counted.items() if t.n or head == HEADS[-1]]
        lacking = "\n  ".join(needed + not_used(own))
        raise CalfcauseError(f"{own.file} has too few labels to move any head:\n  {lacking}")
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
    """A head's probabilities, each moved on the runs of other runners."""
    return out_of_fold(
        own.runner,
        lambda learned, answered: _fit(own.rows(learned), p[learned], place, size)[0](p[answered]),
    )


def _fit(own: OwnLabels, p: Array, place: int, size: int) -> tuple[Move, float]:
    return fit_move(own.labels[:, place], p, size, runner_weights(own.runner))


def score_moves(own: OwnLabels, raw: Array, moves: Mapping[str, Move]) -> tuple[Trial, ...]:
    """Log loss of each head before and after on runs that nothing was learned from."""
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
    """The description of the trained model, with what was learned from the labels.

    What ``benchmarks/quality.py`` measured is left out: it is of the model before.
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
    described = {name: found for name, found in trained.items() if name != "quality"}
    described |= {"format": ADAPTED_FORMAT, KEY: learned}
    moves_of(described)
    return described
