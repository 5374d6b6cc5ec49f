"""Track a calibration in MLflow: labels, moves, each head before and after, the model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calfcause.own_labels.reading import OwnLabels
from calfcause.tracking.provenance import dataset
from calfcause.tracking.runs import tracked


def track_calibration(
    folder: Path,
    learned: Mapping[str, Any],
    sessions: Mapping[str, OwnLabels | None],
    parameters: Mapping[str, Any],
    text: str,
    **where: Any,
) -> str:
    """Track a calibration and log its model; ``where`` as in ``tracking.runs.tracked``."""
    stated = {name: learned[name] for name in ("how", "data_sha256", "n_sessions", "n_runners")}
    moves = {
        f"move.{head}.{name}": number
        for head, move in learned["moves"].items()
        for name, number in move.items()
    }
    moved = float(bool(learned["moves"]))
    metrics = {"own_labels/all.gain": learned["gain"]["value"], "own_labels/moved": moved}
    for group, heads in {"own_labels": learned["heads"], "holdout": learned["holdout"]}.items():
        for one in heads:
            found = {"labels": one["n"], "yes": one["n_yes"], "off": one["off"]} | {
                name: (one[of] or {}).get("value") for name, of in _FIGURES.items()
            }
            named = {f"{group}/{one['head']}.{name}": value for name, value in found.items()}
            metrics |= {name: value for name, value in named.items() if value is not None}
    name = f"calibrate on {parameters['sessions_file']}"
    with tracked(folder, name=name, **where) as (mlflow, run_id):
        mlflow.log_params({**parameters, **stated, **learned["prior"], **moves})
        for context, own in sessions.items():
            if own:
                file = {"sessions_file": own.file}
                described = dataset(f"{context} sessions", own, own.digest(), file)
                mlflow.log_input(described, context=context)
        mlflow.log_metrics(metrics)
        mlflow.log_text(text, "calibration.txt")
    return run_id


_FIGURES = {"before.log_loss": "before", "after.log_loss": "after", "gain": "gain"}
