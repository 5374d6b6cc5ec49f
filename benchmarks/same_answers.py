"""Whether two checkouts answer alike, to the last digit; wording and signs may differ.

    python benchmarks/same_answers.py                          # digests of this checkout
    git worktree add ../before 7183f50
    python benchmarks/same_answers.py --beside ../before       # and of another one

The real cases and 20,000 simulated sessions are answered by ``calfcause predict --explain`` of each
checkout, the real cases by ``calfcause explain`` as well. A digest covers probabilities, primary
cause, exposures, states and the order of causes. Others cover signs for a doctor with the questions
about them, and the sentences: these may change.
"""

import argparse
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
N_SIMULATED = 20_000
# Parts of an answer that follow from signs for a doctor (beside one, no run is planned).
# They have a digest of their own, since the rules for signs change on grounds of their own.
SIGNS = ("red_flags", "triage", "seek_help", "questions", "next_run")
# Columns that hold sentences.
TEXTS = ("because", "explanation")
DATA_KEYS = (
    "p", "p_given_sore", "p_sore", "p_sore_as_usual", "p_sore_at_half_length", "p_sore_without",
    "exposure", "state", "name", "column", "plausibility", "expected_change", "primary_cause",
    "rules_primary_cause", "enough_known", "sore_told", "reply", "told", "usual", "counts_from",
    "too_much", "answered",
)  # fmt: skip


def main() -> int:
    """Print the digests of every checkout; 1 if two of them differ in what is no wording."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--beside", metavar="DIR", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    digests = []
    with tempfile.TemporaryDirectory() as folder:
        # Both checkouts answer the sessions that this one simulates.
        sessions = simulated(Path(folder))
        for checkout in [HERE, *(path.resolve() for path in arguments.beside)]:
            found = digests_of(checkout, sessions, Path(folder))
            digests.append([found["numbers"], found["simulated"]])
            print(f"{checkout}")
            for name, digest in found.items():
                print(f"  {name:10}  {digest}")
    same = all(digest == digests[0] for digest in digests)
    if len(digests) > 1:
        print("the same answers" if same else "OTHER ANSWERS")
    return 0 if same else 1


def simulated(folder: Path) -> Path:
    """Simulate sessions and keep the first 20,000."""
    whole, part = folder / "whole.csv", folder / "simulated.csv"
    run(HERE, "generate", "--runners", "3000", "--seed", "77", "--out", str(whole))
    with whole.open(newline="") as source, part.open("w", newline="") as target:
        target.writelines(islice(source, 1 + N_SIMULATED))
    return part


def digests_of(checkout: Path, sessions: Path, folder: Path) -> dict[str, str]:
    """SHA-256 of the numbers and of the sentences of a checkout's answers."""
    numbers, sentences, more, signs = (hashlib.sha256() for _ in range(4))
    cases = HERE / "data" / "real_cases.csv"
    for digest, source in ((numbers, cases), (more, sessions)):
        answers = folder / "answers.csv"
        run(checkout, "predict", str(source), "-o", str(answers), "--explain")
        with answers.open(newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    if name in SIGNS:
                        signs.update(f"{name}={cell}\n".encode())
                        continue
                    of_text = any(text in name for text in TEXTS)
                    (sentences if of_text else digest).update(f"{name}={cell}\n".encode())
    for answer in json.loads(run(checkout, "explain", str(cases), "--format", "json",
                                 "--questions", "3", "--risk-under", "0.1")):  # fmt: skip
        for key, value in leaves({key: answer[key] for key in answer if key not in SIGNS}):
            (numbers if key in DATA_KEYS else sentences).update(f"{key}={value}\n".encode())
    return {
        "numbers": numbers.hexdigest(),
        "simulated": more.hexdigest(),
        "signs": signs.hexdigest(),
        "sentences": sentences.hexdigest(),
    }


def leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every number and text of nested JSON, with the key that it stands under."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, key)
    else:
        yield key, value


def run(checkout: Path, *arguments: str) -> str:
    """Run the command line of a checkout; gives what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "calfcause", *arguments],
        env=os.environ | {"PYTHONPATH": str(checkout / "pipeline")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{checkout}: calfcause {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
