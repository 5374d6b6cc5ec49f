"""Where a training run came from: data, generator, commit; and what it used of the machine."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from calfcause import causes, simulate
from calfcause.learn.probabilities import HEADS, LABELS
from calfcause.sessions.schema import COLUMNS
from calfcause.types import Array
from calfcause.version import __version__

DIGEST_LENGTH = 36
"""The longest digest that MLflow accepts."""


class Sessions(Protocol):
    """Labelled sessions, of which some labels may be unknown: NaN."""

    @property
    def cells(self) -> dict[str, Array]: ...
    @property
    def labels(self) -> NDArray[Any]: ...
    @property
    def runner(self) -> NDArray[Any]: ...
    def __len__(self) -> int: ...


@cache
def generator_version() -> str:
    """Identify the generator of simulated sessions: package version and digest of its source.

    >>> generator_version().startswith(__version__ + "+")
    True
    """
    digest = hashlib.sha256()
    for package in (causes, simulate):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def dataset(name: str, sessions: Sessions, digest: str, parameters: Mapping[str, Any]) -> Any:
    """Describe sessions as a dataset of MLflow: origin, schema and profile, but no session itself.

    Simulated sessions can be made again from their parameters and the version of the generator.

    parameters : where they come from: ``runners``, ``weeks``, ``world``, ``seed``, or
        ``sessions_file``
    """
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.meta_dataset import MetaDataset
    from mlflow.types.schema import ColSpec, DataType, Schema

    origin = ("runners", "weeks", "world", "seed", "sessions_file")
    tags = {key: str(parameters[key]) for key in origin if key in parameters}
    if "runners" in parameters:
        tags |= {"generator": f"calfcause {generator_version()}"}
    tags |= {"sessions": str(len(sessions)), "sha256": digest}
    labels = np.asarray(sessions.labels, dtype=np.float64)
    labels_known = np.isfinite(labels).sum(axis=0)
    profile = {
        "num_rows": len(sessions),
        "num_runners": len(np.unique(sessions.runner)),
        "share_known": {
            name: round(1.0 - float(np.isnan(cells).mean()), 4)
            for name, cells in sessions.cells.items()
        },
        "labels": dict(zip(HEADS, labels_known.tolist(), strict=True)),
        "labels_yes": dict(zip(HEADS, np.nansum(labels, axis=0).astype(int).tolist(), strict=True)),
    }
    kinds = {"number": DataType.double, "flag": DataType.boolean, "choice": DataType.string}
    columns: list[Any] = [
        ColSpec(kinds[COLUMNS[name].kind], name, required=False) for name in sessions.cells
    ]
    columns += [ColSpec(DataType.boolean, label, required=False) for label in LABELS]

    class Described(MetaDataset):
        """What MetaDataset leaves out."""

        profile = property(lambda self: profile)

        def to_dict(self) -> dict[str, str]:
            return super().to_dict() | {"profile": json.dumps(profile)}

    return Described(CodeDatasetSource(tags), name, digest[:DIGEST_LENGTH], Schema(columns))


def git_commit() -> str | None:
    """Get the commit of the working folder; None outside a repository or without git."""
    git = shutil.which("git")
    if git is None:
        return None
    asked = subprocess.run([git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or None if asked.returncode == 0 else None


def machine_use() -> dict[str, float]:
    """Measure peak memory and processor time of this process and its children, as metrics.

    Measured once, at the end: MLflow's own sampling would need psutil, and a run that is open while
    the model trains. Empty on Windows, which does not report them.
    """
    try:
        import resource
    except ImportError:
        return {}
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "system/peak_memory_mb": max(usage.ru_maxrss for usage in used) / 1024,
        "system/cpu_seconds": sum(usage.ru_utime + usage.ru_stime for usage in used),
    }
