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
    metrics = {"all.gain": learned["gain"]["value"], "moved": float(bool(learned["moves"]))}
    for place, heads in {"": learned["heads"], "holdout.": learned["holdout"]}.items():
        for one in heads:
            found = {"labels": one["n"], "yes": one["n_yes"], "off": one["off"]} | {
                name: (one[of] or {}).get("value") for name, of in _FIGURES.items()
            }
            named = {f"{place}{one['head']}.{name}": value for name, value in found.items()}
            metrics |= {name: value for name, value in named.items() if value is not None}
    with tracked(folder, **where) as (mlflow, run_id):
        mlflow.log_params({**parameters, **stated, **learned["prior"], **moves})
        for context, own in sessions.items():
            if own:
                mlflow.log_input(
                    dataset(
                        name=f"{context} sessions",
                        digest=own.digest(),
                        n_sessions=len(own),
                        parameters={"sessions_file": own.file},
                    ),
                    context=context,
                )
        mlflow.log_metrics(metrics)
        mlflow.log_text(text, "calibration.txt")
    return run_id


_FIGURES = {"before.log_loss": "before", "after.log_loss": "after", "gain": "gain"}
