"""What the tests share."""

import fcntl
import json
import os
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from calfcause import Predictor

# Some of it is wrong on purpose: type checkers read it, nobody runs it.
collect_ignore = ["typed_example.py"]

# Heads as small as those of the tests are fitted no faster by threads that wait for one another,
# and far slower where other workers want the same processors.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# The same examples every time, however slow the machine: a change that breaks nothing passes.
settings.register_profile(
    "calfcause",
    deadline=None,
    derandomize=True,
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
settings.load_profile("calfcause")


@pytest.fixture(scope="session")
def predictor() -> Predictor:
    """The released model."""
    return Predictor.load()


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium; skips where there is none."""
    tools = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium on the path")
    with tools.sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium)
        yield found
        found.close()


@dataclass(frozen=True)
class Tiny:
    """A model trained on few simulated runners, and the MLflow store that tracked its training."""

    folder: Path
    store: str
    run_id: str
    text: str
    predictor: Predictor


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """One tiny model for all tests and all of their workers."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    done, store = shared / "tiny.json", f"sqlite:///{shared / 'mlflow.db'}"
    with (shared / "tiny.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            from calfcause.training.train import train_release

            patch.chdir(shared)  # where MLflow puts the artifacts of such a store
            patch.setenv("MLFLOW_TRACKING_URI", store)
            with warnings.catch_warnings():
                # MLflow compares the columns of its example as pandas 4 will not; until then.
                warnings.filterwarnings("ignore", "Operation with range is deprecated")
                report = train_release(out=shared / "tiny", runners=4000, weeks=6, seed=1)
            done.write_text(json.dumps({"run_id": report.run_id, "text": report.text()}))
    return Tiny(
        folder=shared / "tiny",
        store=store,
        predictor=Predictor.load(shared / "tiny"),
        **json.loads(done.read_text()),
    )
