"""Requests that nobody thought of, made by schemathesis from the description of the service."""

import subprocess
import sys
from pathlib import Path

# Doors read more than the schema asks for, such as numbers in text: what it does not allow may be
# answered. No schema describes text that is a CSV or a recording, and where no history is sent, a
# session needs a cell besides ids.
CHECKS = """
[checks.negative_data_rejection]
enabled = false
"""
NOT_ALL_VALID = (
    "/v1/activities", "/v1/batch", "/v1/predict", "/v1/explain", "/v1/questions", "/v1/next-run",
    "/v1/runners/learn",
)  # fmt: skip


def fuzzed(address: str, folder: Path, *, examples: int, seconds: int) -> tuple[int, str]:
    """Make requests; gives the exit code, 0 if nothing was found, and what was said."""
    config = folder / "schemathesis.toml"
    loose = "".join(
        f'[[operations]]\ninclude-path = "{path}"\n'
        "[operations.checks.positive_data_acceptance]\nenabled = false\n"
        for path in NOT_ALL_VALID
    )
    config.write_text(CHECKS + loose)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "--config-file", config,
            "run", f"{address}/openapi.json", "--phases", "examples,coverage,fuzzing",
            "--max-examples", str(examples), "--max-time", str(seconds), "--no-color",
            "--no-shrink", "--request-timeout", "30", "--seed", "1",
        ],
        cwd=folder, capture_output=True, text=True, timeout=seconds + 120,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
