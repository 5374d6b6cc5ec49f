"""Where a training run came from: data, generator, commit; and what it used of the machine."""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from calfcause import causes, simulate
from calfcause.version import __version__

DIGEST_LENGTH = 36
"""The longest digest that MLflow accepts."""


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


def dataset(*, name: str, digest: str, n_sessions: int, parameters: Mapping[str, Any]) -> Any:
    """Describe sessions as a dataset of MLflow, without the sessions themselves.

    Simulated sessions can be made again from their parameters and the version of the generator.

    parameters : where they come from: ``runners``, ``weeks``, ``world``, ``seed``, or
        ``sessions_file``
    """
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.meta_dataset import MetaDataset

    origin = ("runners", "weeks", "world", "seed", "sessions_file")
    tags = {key: str(parameters[key]) for key in origin if key in parameters}
    if "runners" in parameters:
        tags |= {"generator": f"calfcause {generator_version()}"}
    source = CodeDatasetSource(tags | {"sessions": str(n_sessions), "sha256": digest})
    # Abstract in name only: mlflow's own example creates one.
    return MetaDataset(source, name=name, digest=digest[:DIGEST_LENGTH])  # type: ignore[abstract]


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
