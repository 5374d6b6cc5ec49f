"""Kill every command that writes, at random moments, and look at what it leaves.

    python benchmarks/kills.py                        # 50 kills of each command
    python benchmarks/kills.py --kills 10 train       # of some

Half of the kills come at any moment of a run, half within 50 ms after a hidden part has appeared.
After each, what is there has to be usable: a model loads, a file is whole or absent, a champion is
the one that the records say. Every tenth kill, and the last, is followed by a run that is let
through: it has to end well and to leave nothing hidden behind.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path

LET_THROUGH = 10
AFTER_A_PART = 0.05
CASES = Path(__file__).resolve().parents[1] / "data" / "real_cases.csv"
RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}


@dataclass(frozen=True)
class Command:
    """A command, the files that it is made from, and whether what it leaves is usable."""

    arguments: Sequence[str]
    usable: Callable[[], bool]
    prepare: Callable[[], None] = lambda: None
    ready: Callable[[], None] = lambda: None


@dataclass
class Counts:
    """What kills of one command did."""

    kills: int = 0
    at_a_part: int = 0
    unusable: int = 0
    failed: int = 0
    leftovers: int = 0
    notes: list[str] = field(default_factory=list)


def main() -> int:
    """Print a table by command; 1 if anything was unusable, refused or left."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=", ".join(COMMANDS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        tempfile.tempdir = os.environ["TMPDIR"] = str(Path(scratch, "tmp"))
        Path("tmp").mkdir()
        os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{scratch}/mlflow.db"
        for name in ("MLFLOW_RUN_ID", "MLFLOW_REGISTRY_URI"):
            os.environ.pop(name, None)
        found = {
            name: killed(COMMANDS[name], arguments.kills, random.Random(arguments.seed))
            for name in arguments.commands or COMMANDS
        }
    print("| command | kills | of them at a part | unusable | next run failed | left |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, counts in found.items():
        print(
            f"| {name} | {counts.kills} | {counts.at_a_part} | {counts.unusable} | {counts.failed}"
            f" | {counts.leftovers} |"
        )
        for note in counts.notes[:3]:
            print(f"  {note}", file=sys.stderr)
    return int(any(one.unusable or one.failed or one.leftovers for one in found.values()))


def killed(command: Command, kills: int, chance: random.Random) -> Counts:
    """Kill a command so often, each time a process of its own."""
    command.prepare()
    command.ready()
    started = time.monotonic()
    code = wait(start(command.arguments))
    taken, counts = time.monotonic() - started, Counts()
    if code or not command.usable():
        raise SystemExit(f"{command.arguments} ends with {code}:\n{Path('log').read_text()}")
    for number in range(1, kills + 1):
        command.ready()
        process = start(command.arguments)
        latest = time.monotonic() + (chance.uniform(0, taken) if number % 2 else 2 * taken)
        while time.monotonic() < latest and not done(process):
            if number % 2 == 0 and hidden():
                time.sleep(chance.uniform(0, AFTER_A_PART))
                break
            time.sleep(0.0005)
        counts.kills += 1
        counts.at_a_part += bool(hidden())
        os.killpg(process, signal.SIGKILL)
        wait(process)
        if not command.usable():
            counts.unusable += 1
            counts.notes.append(f"after kill {number}: {sorted(map(str, hidden()))}")
        if number % LET_THROUGH == 0 or number == kills:
            command.ready()
            if wait(start(command.arguments)) or not command.usable():
                counts.failed += 1
                counts.notes.append(Path("log").read_text()[-300:])
            if left := hidden():
                counts.leftovers += len(left)
                counts.notes.append(f"left: {sorted(map(str, left))}")
    return counts


def hidden() -> list[Path]:
    """Hidden parts anywhere below the scratch folder, and new models not yet in their place."""
    # Unlike a glob, this takes it calmly that folders come and go meanwhile.
    return [
        Path(folder, name)
        for folder, folders, files in os.walk(".")
        for name in (*folders, *files)
        if name.startswith(".") and name.endswith((".part", ".model"))
    ]


def start(arguments: Sequence[str]) -> int:
    """Run the command line in a forked process, which need not import anything; its number."""
    process = os.fork()
    if process:
        # Both set it, so that it is set before the kill whoever comes first.
        with suppress(OSError):
            os.setpgid(process, process)
        return process
    code = 1
    try:
        os.setpgid(0, 0)
        from calfcause.cli import main as command_line

        with Path("log").open("w") as log, redirect_stdout(log), redirect_stderr(log):
            try:
                command_line([*arguments], standalone_mode=True)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(bool(end.code))
            log.flush()
    finally:
        os._exit(code)


def done(process: int) -> bool:
    """Whether a process has ended; it stays to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def wait(process: int) -> int:
    """The exit code of a process."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def in_a_child(task: Callable[[], bool]) -> bool:
    """Ask in a forked process, so that this one opens neither models nor stores."""
    process = os.fork()
    if process:
        return wait(process) == 0
    answer = False
    try:
        answer = task()
    except Exception as error:
        with Path("log").open("a") as log:
            log.write(f"\n{type(error).__name__}: {error}")
    finally:
        os._exit(0 if answer else 1)


def loads(folder: str) -> Callable[[], bool]:
    """Whether the model of a folder answers."""

    def task() -> bool:
        from calfcause import Predictor

        return 0 < Predictor.load(folder).predict_one(RUN)["p_sore"] < 1

    return lambda: in_a_child(task)


def whole(*patterns: str) -> Callable[[], bool]:
    """Whether files are those that the first run wrote, or are not there."""
    first: dict[str, dict[str, bytes]] = {}

    def usable() -> bool:
        paths = sorted(path for pattern in patterns for path in Path().glob(pattern))
        found = {str(path): path.read_bytes() for path in paths}
        return not found or found == first.setdefault("first", found)

    return usable


def remove(*patterns: str) -> Callable[[], None]:
    """Remove what an earlier run has completed."""

    def ready() -> None:
        import shutil

        for path in [path for pattern in patterns for path in Path().glob(pattern)]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return ready


def simulated(name: str, runners: int, seed: int) -> None:
    """Write labelled sessions."""

    def task() -> bool:
        from calfcause.simulate import simulate
        from calfcause.simulate.frame import to_frame

        to_frame(simulate(runners, 6, seed=seed)).to_csv(name, index=False)
        return True

    assert in_a_child(task)


def own_labels() -> None:
    simulated("mine.csv", 300, 5)


def two_files() -> None:
    simulated("reference.csv", 60, 1)
    simulated("new.csv", 60, 2)


def registered() -> None:
    """Two versions of the released model, the first of which is the champion."""

    def task() -> bool:
        import shutil

        from calfcause.models.folder import released_folder
        from calfcause.models.registry import make_champion
        from calfcause.tracking.runs import tracked

        shutil.copytree(released_folder(), "released", dirs_exist_ok=True)
        for _ in range(2):
            with tracked(Path("released"), "kills", "mine"):
                pass
        make_champion("mine", "1", did="promoted", reason="the first")
        make_champion("mine", "2", did="promoted", reason="the second")
        return True

    assert in_a_child(task), Path("log").read_text()


def changed(version: str, before: Sequence[str]) -> Callable[[], None]:
    """Put the champion back to what a command is to change; its records go with it."""

    def task() -> bool:
        import mlflow

        from calfcause.models.registry import CHANGE_TAG, make_champion

        client = mlflow.MlflowClient()
        for tag in client.get_registered_model("mine").tags:
            if tag.startswith(CHANGE_TAG):
                client.delete_registered_model_tag("mine", tag)
        client.delete_registered_model_alias("mine", "champion")
        for champion in before:
            make_champion("mine", champion, did="promoted", reason="prepared")
        return True

    def ready() -> None:
        assert in_a_child(task), (version, Path("log").read_text())

    return ready


def agrees() -> bool:
    """Whether the champion is the one that the records say, and loads."""

    def task() -> bool:
        from calfcause import Predictor
        from calfcause.models.registry import champion_of, history, standing

        champion = champion_of("mine")
        Predictor.load("models:/mine@champion")
        return standing(history("mine"))[-1] == champion

    return in_a_child(task)


COMMANDS = {
    "train": Command(
        ["train", "--runners", "900", "--weeks", "6", "--out", "model", "--register", ""],
        loads("model"),
    ),
    "calibrate": Command(
        ["calibrate", "--sessions", "mine.csv", "--out", "moved"], loads("moved"), own_labels
    ),
    "search": Command(
        ["search", "--runners", "40", "--weeks", "4", "--out", "found.csv"],
        lambda: not Path("found.csv").exists() or Path("found.csv").read_text().endswith("\n"),
    ),
    "generate": Command(
        ["generate", "--runners", "1500", "--seed", "1", "--out", "sessions.csv.gz"],
        whole("sessions.csv.gz"),
        ready=remove("sessions.csv.gz"),
    ),
    "generate --parts": Command(
        ["generate", "--runners", "2000", "--seed", "1", "--parts", "3", "--out", "parts"],
        whole("parts/*.parquet"),
        ready=remove("parts"),
    ),
    "report": Command(
        ["report", "new.csv", "-o", "report.html"],
        lambda: (
            not Path("report.html").exists()
            or Path("report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
        ),
        two_files,
    ),
    "monitor": Command(
        [
            "monitor",
            "new.csv",
            "--reference",
            "reference.csv",
            "-o",
            "monitor.json",
            "--fail-on",
            "nothing",
        ],
        whole("monitor.json"),
        two_files,
        ready=remove("monitor.json"),
    ),
    "promote": Command(
        [
            *("promote", "--model", "models:/mine/2", "--cases", str(CASES), "--runners", "4"),
            *("--force", "--reason", "to be killed"),
        ],
        agrees,
        registered,
        changed("2", ["1"]),
    ),
    "rollback": Command(
        ["rollback", "--name", "mine", "--reason", "to be killed"],
        agrees,
        registered,
        changed("1", ["1", "2"]),
    ),
}

if __name__ == "__main__":
    # Imported once, so that forked processes begin at once.
    import mlflow  # noqa: F401

    import calfcause.cli
    import calfcause.evaluate
    import calfcause.own_labels.calibrate
    import calfcause.training.train  # noqa: F401

    sys.exit(main())
