"""Track a calibration in MLflow: labels, moves, each head before and after, the model."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from calfcause.own_labels.reading import OwnLabels
from calfcause.tracking.provenance import dataset
from calfcause.tracking.runs import tracked


def track_calibration(
    *,
    folder: Path,
    learned: Mapping[str, Any],
    own: OwnLabels,
    holdout: OwnLabels | None,
    parameters: Mapping[str, Any],
    text: str,
    experiment: str,
    register: str | None,
    progress: Callable[[str], None],
) -> str:
    """Track a calibration and log its model, see ``tracking.runs.tracked``."""
    with tracked(folder, experiment, register, progress) as (mlflow, run_id):
        stated = {name: learned[name] for name in ("how", "data_sha256", "n_sessions", "n_runners")}
        moves = {
            f"move.{head}.{name}": number
            for head, move in learned["moves"].items()
            for name, number in move.items()
        }
        mlflow.log_params({**parameters, **stated, **learned["prior"], **moves})
        for context, labelled in {"training": own, "evaluation": holdout}.items():
            if labelled:
                sessions = dataset(
                    name=f"{context} sessions",
                    digest=labelled.digest(),
                    n_sessions=len(labelled),
                    parameters={"sessions_file": labelled.file},
                )
                mlflow.log_input(sessions, context=context)
        mlflow.log_metrics(_metrics(learned))
        mlflow.log_text(text, "calibration.txt")
    return run_id


def _metrics(learned: Mapping[str, Any]) -> dict[str, float]:
    """Name the figures, as in ``sore.after.log_loss`` and ``holdout.sore.gain``."""
    metrics = {"all.gain": learned["gain"]["value"], "moved": float(bool(learned["moves"]))}
    for where, trials in {"": learned["trials"], "holdout.": learned["holdout"]}.items():
        for trial in trials:
            head = f"{where}{trial['head']}"
            metrics |= {f"{head}.labels": trial["n"], f"{head}.yes": trial["n_yes"]}
            if trial["gain"]:
                metrics |= {
                    f"{head}.before.log_loss": trial["before"]["value"],
                    f"{head}.after.log_loss": trial["after"]["value"],
                    f"{head}.gain": trial["gain"]["value"],
                }
            if trial["believed"] is not None:
                metrics[f"{head}.believed"] = trial["believed"]
    return metrics
