"""A process is killed at any moment: what it wrote is whole or as before; the next run tidies up.

``benchmarks/kills.py`` kills every command more often.
"""

import itertools
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import calfcause
from calfcause import ModelError, Predictor
from calfcause.files import atomic_path
from calfcause.models.layout import COMMITTED, DESCRIPTION, FILES, GRAPH, POPULATION
from calfcause.models.write import finish, refuse_other, write_adapted, write_files
from calfcause.parts import alone, held_part, sweep
from calfcause.simulate import simulate
from calfcause.simulate.write import write_parts

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX has these locks")
KILLS = 20
RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}

SWAPPING = """
import itertools, sys
from pathlib import Path
from calfcause import Predictor
from calfcause.models.write import write_adapted
model, out = Predictor.load(), Path(sys.argv[1])
print("ready", flush=True)
for number in itertools.count():
    described = {**model.description, "n_runners": number}
    write_adapted(out, model.graph, model.population_file, described)
"""

HOLDING = """
import sys, time
from pathlib import Path
from calfcause.parts import held_part
with held_part(Path(sys.argv[1]), folder=sys.argv[2] == "folder") as part:
    print(part, flush=True)
    time.sleep(60)
"""


@contextmanager
def python(program, *arguments):
    """A Python that runs a program, killed at the end; its first line has been printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(calfcause.__file__).parents[1])},
    )  # fmt: skip
    try:
        yield process.stdout.readline().strip()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def hidden(folder):
    return [path.name for path in folder.rglob(".*")]


def write(out, number):
    model = Predictor.load()
    described = {**model.description, "n_runners": number}
    write_adapted(out, model.graph, model.population_file, described)


def test_readers_find_a_whole_model_while_it_is_replaced(tmp_path):
    write(tmp_path / "model", 0)
    with python(SWAPPING, tmp_path / "model"):
        seen = {Predictor.load(tmp_path / "model").description["n_runners"] for _ in range(30)}
    assert len(seen) > 1


def test_a_kill_leaves_the_old_model_or_the_new_one_and_the_next_run_tidies_up(tmp_path):
    out, chance = tmp_path / "model", random.Random(0)
    write(out, 0)
    (out / "notes.txt").write_text("mine")
    answer = Predictor.load().predict_one(RUN)
    del answer["model"]  # the folders are of two descriptions of it
    for _ in range(KILLS):
        with python(SWAPPING, out):
            time.sleep(chance.uniform(0, 0.05))
        assert answer.items() <= Predictor.load(out).predict_one(RUN).items()
    write(out, 7)
    assert Predictor.load(out).description["n_runners"] == 7
    assert not hidden(out)
    assert (out / "notes.txt").read_text() == "mine"


def interrupted(out, step):
    """Replace the model of a folder and be interrupted before a step of the file system."""
    steps, undo = itertools.count(), pytest.MonkeyPatch()

    def counting(function):
        def do(*arguments, **more):
            if next(steps) == step:
                # From here on nothing is done any more, tidying up included, as in a killed one.
                for name in ("replace", "rename", "link", "unlink", "rmdir", "mkdir"):
                    undo.setattr(os, name, dead)
                raise KeyboardInterrupt
            return function(*arguments, **more)

        return do

    def dead(*arguments, **more):
        raise OSError("killed")

    for name in ("replace", "rename", "link"):
        undo.setattr(os, name, counting(getattr(os, name)))
    try:
        write(out, 2)
    except (KeyboardInterrupt, OSError):
        return True
    finally:
        undo.undo()
    return False


def test_every_step_of_a_replacement_may_be_the_last(tmp_path):
    """Step by step, where kills at random moments would hit a few of them."""
    found = []
    for step in itertools.count():
        out = tmp_path / str(step)
        write(out, 1)
        if not interrupted(out, step):
            break
        found.append(Predictor.load(out).description["n_runners"])
        # The next run of the same command is not refused, and finds all in its place.
        finish(out)
        assert Predictor.load(out).description["n_runners"] == found[-1]
        assert not hidden(out) and (out / DESCRIPTION).exists()
    assert found == sorted(found) and set(found) == {1, 2} and len(found) >= len(FILES) - 1


def on_a_full_disk(folder, program, *arguments, size=3_000):
    """What a program says whose files may not grow beyond a size, and what it leaves."""
    before = set(folder.rglob("*"))
    done = subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(Path(calfcause.__file__).parents[1])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert set(folder.rglob("*")) == before
    return done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report in.csv -o out.html", "no room for out.html"),
        ("report in.csv -o out.json", "no room for out.json"),
        ("report dated.csv -o out.html", "no room for temporary files in "),
        ("predict dated.csv -o out.csv", "no room for temporary files in "),
        ("generate --runners 100 --out out.csv.gz", "no room for out.csv.gz"),
        ("generate --runners 100 --out out.parquet", "no room for out.parquet"),
        ("generate --runners 1000 --parts 2 --out parts", "part-0001-of-0002.parquet (File too"),
        ("monitor in.csv --reference in.csv -o out.json", "no room for out.json"),
    ],
)
def test_a_command_on_a_full_disk_leaves_nothing_and_says_where_there_is_no_room(
    tmp_path, line, said
):
    (tmp_path / "in.csv").write_text("distance_km\n" + "9\n" * 40)
    dated = (f"r{at % 7},2025-03-{at % 28 + 1:02d}T08:00,{at % 9 + 3}\n" for at in range(400))
    (tmp_path / "dated.csv").write_text("runner_id,start_time,distance_km\n" + "".join(dated))
    assert said in on_a_full_disk(tmp_path, ["-m", "calfcause"], *line.split())


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
def test_a_model_on_a_full_disk_leaves_the_one_before_or_no_folder(tmp_path, there):
    if there:
        write(tmp_path / "model", 1)
    program = SWAPPING.replace("for number in itertools.count():", "for number in (2,):")
    on_full = "import sys\ntry:\n    exec(sys.argv.pop(1))\nexcept Exception as error:\n"
    on_full += "    sys.exit(f'{type(error).__name__}: {error}')"
    said = on_a_full_disk(tmp_path, ["-c", on_full], program, str(tmp_path / "model"), size=20_000)
    assert said.startswith(f"CalfcauseError: no room for {tmp_path / 'model'}")
    assert not there or Predictor.load(tmp_path / "model").description["n_runners"] == 1


def test_a_folder_that_was_never_complete_is_taken_again(tmp_path):
    out = tmp_path / "model"
    with pytest.raises(ZeroDivisionError):
        write_files(out, {GRAPH: lambda path: path.write_bytes(b"half"), "x": lambda path: 1 / 0})
    assert not out.exists()
    refuse_other(out, "train", lambda message: None)
    with pytest.raises(ModelError):
        Predictor.load(out)


def test_a_committed_model_is_read_before_it_is_in_its_place(tmp_path):
    write(tmp_path, 1)
    (tmp_path / COMMITTED).mkdir()
    for name in (GRAPH, POPULATION, DESCRIPTION):
        os.rename(tmp_path / name, tmp_path / COMMITTED / name)
    assert Predictor.load(tmp_path).description["n_runners"] == 1


def test_a_file_of_the_model_before_does_not_stay(tmp_path):
    write(tmp_path, 1)
    (tmp_path / "pipeline.joblib").write_bytes(b"of the model before")
    write(tmp_path, 2)
    assert not (tmp_path / "pipeline.joblib").exists()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_part_is_swept_once_its_process_is_dead_and_never_before(tmp_path, kind):
    target = tmp_path / "runs.csv"
    with python(HOLDING, target, kind) as part:
        sweep(target)
        with held_part(target, folder=kind == "folder") as mine:
            assert Path(part).exists() and mine.exists()
    assert Path(part).exists()
    sweep(target)
    assert not list(tmp_path.iterdir())


def test_only_parts_of_the_same_path_are_swept(tmp_path):
    kept = [
        ".runs.csv.0a1b2c3d.part.txt",
        ".other.csv.0a1b2c3d.part",
        ".runs.csv.job.part",
        ".runs.csv.part",
    ]
    for name in [*kept, ".runs.csv.0a1b2c3d.part"]:
        (tmp_path / name).write_text("")
    (tmp_path / ".runs.csv.0a1b2c3e.part").symlink_to("elsewhere")
    with atomic_path(tmp_path / "runs.csv") as part:
        part.write_text("whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*kept, "runs.csv", ".runs.csv.0a1b2c3e.part"}


def test_a_name_as_long_as_may_be_has_parts_that_are_swept(tmp_path):
    target = tmp_path / ("n" * 251 + ".csv")
    with python(HOLDING, target, "file") as part:
        assert len(Path(part).name) < 255
    with atomic_path(target) as part:
        part.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_two_processes_do_not_put_their_models_into_place_at_once(tmp_path):
    with alone(tmp_path), python(SWAPPING, tmp_path):
        time.sleep(0.3)
        assert not (tmp_path / DESCRIPTION).exists()


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_a_folder_of_parts_appears_whole_and_what_a_killed_one_left_is_no_obstacle(tmp_path, there):
    folder = tmp_path / "parts"
    if there:
        folder.mkdir()
    for place in (folder, folder / "sessions") if there else (folder,):
        with python(HOLDING, place, "folder") as part:
            (Path(part) / "part-0001-of-0002.parquet").write_bytes(b"half")

    def blocks():
        for seed in (1, 2):
            assert not list(folder.glob("*.parquet"))
            yield simulate(10, 2, seed=seed)

    assert write_parts(blocks(), folder, n_blocks=2, n_parts=2) > 0
    assert len(list(folder.iterdir())) == 2 and not hidden(tmp_path)


def test_a_link_to_an_empty_folder_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "parts").symlink_to("there")
    write_parts(iter([simulate(10, 2, seed=1)]), tmp_path / "parts", n_blocks=1, n_parts=1)
    assert (tmp_path / "parts").is_symlink() and len(list((tmp_path / "there").iterdir())) == 1
