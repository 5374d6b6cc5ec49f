"""A comparison as a run in MLflow: its figures as metrics, its report as artefacts."""

from collections.abc import Mapping
from dataclasses import asdict

from calfcause.errors import CalfcauseError
from calfcause.monitor.contents import Monitor


def track_monitor(found: Monitor, reports: Mapping[str, str], *, experiment: str) -> str:
    """Log a comparison; gives the run's id.

    The store is that of ``MLFLOW_TRACKING_URI``, else ``mlflow.db`` in the working folder.

    Parameters
    ----------
    reports : text of each artefact by its name.

    Raises
    ------
    CalfcauseError
        If MLflow does not take the experiment.
    """
    from calfcause.models.store import open_mlflow

    mlflow = open_mlflow()
    try:
        mlflow.set_experiment(experiment)
    except mlflow.exceptions.MlflowException as error:
        raise CalfcauseError(f"MLflow does not track the comparison: {error.message}") from error
    with mlflow.start_run(run_name="monitor") as run:
        limits = {f"limit.{name}": limit for name, limit in asdict(found.limits).items()}
        files = {"new": found.new.name, "reference": found.reference.name}
        model = {f"model.{name}": text for name, text in found.model.items()}
        mlflow.log_params({**files, **model, **limits})
        mlflow.set_tag("verdict", found.verdict)
        mlflow.log_metrics(found.metrics())
        for name, text in reports.items():
            mlflow.log_text(text, name)
        return str(run.info.run_id)
