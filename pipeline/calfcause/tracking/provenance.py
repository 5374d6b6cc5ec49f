"""Where a training run came from: data, generator, commit, and what it took of the machine."""

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
"""What MLflow keeps of a digest."""


@cache
def generator_version() -> str:
    """The version of what simulates: of the package, and of the very source of its generator.

    Examples
    --------
    >>> generator_version().startswith(__version__ + "+")
    True
    """
    found = hashlib.sha256()
    for package in (causes, simulate):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.glob("*.py")):
            found.update(path.read_bytes())
    return f"{__version__}+{found.hexdigest()[:12]}"


def dataset(*, name: str, digest: str, n_sessions: int, parameters: Mapping[str, Any]) -> Any:
    """Sessions as a dataset of MLflow: what they are known by, without the sessions themselves.

    Simulated sessions come back from their parameters and the generator's version, those of a file
    from the file.
    """
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.meta_dataset import MetaDataset

    told = ("runners", "weeks", "world", "seed", "sessions_file")
    tags = {key: str(parameters[key]) for key in told if key in parameters}
    if "runners" in parameters:
        tags |= {"generator": f"calfcause {generator_version()}"}
    source = CodeDatasetSource(tags | {"sessions": str(n_sessions), "sha256": digest})
    # Abstract in name only: mlflow's own example makes one.
    return MetaDataset(source, name=name, digest=digest[:DIGEST_LENGTH])  # type: ignore[abstract]


def git_commit() -> str | None:
    """The commit of the working folder, None outside of a repository or without git."""
    git = shutil.which("git")
    if git is None:
        return None
    found = subprocess.run([git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None if found.returncode == 0 else None


def machine_use() -> dict[str, float]:
    """Peak memory and processor time of this process and of those it started, as metrics.

    Asked once, when all is done: MLflow's own sampling would need psutil and a run that is open
    while the model trains. Empty where the system does not tell (Windows).
    """
    try:
        import resource
    except ImportError:
        return {}
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "system/peak_memory_mb": max(one.ru_maxrss for one in used) / 1024,
        "system/cpu_seconds": sum(one.ru_utime + one.ru_stime for one in used),
    }
