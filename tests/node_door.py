"""Node.js, for the tests: a model folder answers sessions by ``node/answer.mjs``."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calfcause.sessions.cells import decode
from calfcause.sessions.schema import CODED_COLUMNS, COLUMNS

SOURCES = Path(__file__).parent / "node"
# Node finds packages beside the program, and the working tree stays clean.
INSTALLED = Path(__file__).parents[1] / "build" / "node"


def installed() -> Path:
    """The folder that holds the program and the runtime; skips where they cannot be had."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("there is no Node.js on the path")
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for source in SOURCES.iterdir():
            if source.is_file():
                shutil.copy(source, INSTALLED)
        if not (INSTALLED / "node_modules" / "onnxruntime-node").is_dir():
            # What its own script would fetch is for graphics cards.
            done = subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=INSTALLED, capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            if done.returncode:
                pytest.skip(f"npm cannot install onnxruntime-node: {done.stderr[-300:]}")
    return INSTALLED


def answers(folder: Path, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Node.js answers; raises what it complains of."""
    done = subprocess.run(
        ["node", installed() / "answer.mjs", folder],
        input=json.dumps(sessions), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise ValueError(done.stderr)
    return list(json.loads(done.stdout))


def as_sessions(cells: dict[str, Any], n_sessions: int) -> list[dict[str, Any]]:
    """Coded cells as sessions that are ready for JSON."""
    coded = [name for name in CODED_COLUMNS if name in cells]
    rows = np.array([cells[name] for name in coded]).reshape(len(coded), n_sessions).T.tolist()
    return [
        {name: decode(COLUMNS[name], code) for name, code in zip(coded, row, strict=True)}
        for row in rows
    ]
