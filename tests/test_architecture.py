"""What keeps the design in shape: the way imports go, where causes are named, what gets loaded."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import calfcause
from calfcause.causes import CAUSES
from calfcause.sessions.schema import COLUMNS

PACKAGE = Path(calfcause.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
NOT_CAUSES = {"base", "elementwise", "laws", "plan", "run", "sources"}
HEAVY = {
    "click",
    "fastapi",
    "fitdecode",
    "fsspec",
    "jinja2",
    "joblib",
    "matplotlib",
    "mlflow",
    "onnx",
    "pandas",
    "prometheus_client",
    "py4j",
    "pyarrow",
    "pyspark",
    "scipy",
    "sklearn",
    "starlette",
    "uvicorn",
}

ROOMS = (
    ("version", "texts", "parts", "types"),
    ("errors",),
    ("remote",),
    ("files", "pages"),
    ("sessions",),
    ("processes",),
    ("words",),
    ("causes",),
    ("simulate",),
    ("learn",),
    ("models",),
    ("answer",),
    ("evaluate",),
    ("tracking",),
    ("own_labels",),
    ("training",),
    ("promotion",),
    ("monitor",),
    ("activities",),
    ("batch",),
    ("spark",),
    ("report",),
    ("service",),
    ("cli",),
    ("__main__",),
)
"""The rooms in the order of the data: a room imports from those above it and from itself."""


def room_of(path):
    """The room of a file; the package's own ``__init__`` has none."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def module_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in PACKAGE.rglob("*.py")}


def imports(path):
    """Every module of calfcause that a file imports: at its top, in a function, for types alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in names)


def imports_within(path):
    return {name for name in imports(path) if name in MODULES and name != module_of(path)}


def relative(path):
    return str(path.relative_to(PACKAGE))


FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}


def test_every_room_stands_in_the_list():
    rooms = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert rooms | files == set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_room_imports_only_from_those_above_it(path):
    for module in imports_within(path):
        assert module != "calfcause", "the public names are for users; import from the room"
        room = module.split(".")[1]
        assert FLOOR[room] < FLOOR[room_of(path)] or room == room_of(path), module


def test_no_import_is_relative():
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), relative(path)


def test_no_files_import_each_other_in_a_circle_not_even_late_or_for_types():
    arrows = {module: imports_within(path) for module, path in MODULES.items()}
    left = dict(arrows)
    # What imports nothing that is left is taken away until nothing is; a circle would stay.
    while free := [module for module, needed in left.items() if not needed & left.keys()]:
        for module in free:
            del left[module]
    assert not left


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_a_room_says_what_goes_in_and_what_comes_out(room):
    doc = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))
    assert "In: " in doc and "Out: " in doc


# Causes


@pytest.mark.parametrize("path", sorted((PACKAGE / "causes").glob("*.py")), ids=relative)
def test_every_cause_file_is_registered(path):
    names = [cause.name for cause in CAUSES]
    has_cause = re.search(r"^CAUSE = ", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert bool(has_cause) == (path.stem not in NOT_CAUSES | {"__init__"})
    assert (path.stem in names) == bool(has_cause)


def test_a_cause_is_named_as_its_file():
    assert [sys.modules[cause.signs.__module__].__name__ for cause in CAUSES] == [
        f"calfcause.causes.{cause.name}" for cause in CAUSES
    ]
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize(
    "path", [path for path in FILES if room_of(path) != "causes"], ids=relative
)
def test_no_other_module_knows_a_cause_by_name(path):
    names = "|".join(cause.name for cause in CAUSES)
    # Also as part of a column, a feature or a world: p_hills, hills.exposure, no_hills.
    naming = re.compile(rf"((true_)?p_|cause_|no_|double_)?({names})(_given_sore|\..*)?")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    named = {text for text in texts if isinstance(text, str) and naming.fullmatch(text)}
    assert named <= set(COLUMNS)


# What is loaded


def run_python(program, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(PACKAGE.parent), "PATH": "", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def test_importing_calfcause_loads_nothing_heavy():
    loaded = run_python(f"import calfcause\n{LOADED}")
    own = {name for name in loaded if name.startswith("calfcause.")}
    assert own == {"calfcause.errors", "calfcause.version"}
    with_predictor = run_python(f"from calfcause import Predictor\n{LOADED}")
    assert "calfcause.answer.predictor" in with_predictor
    assert not (HEAVY | {"onnxruntime"}) & set(with_predictor)


def test_every_public_name_is_there():
    for name in calfcause.__all__:
        assert getattr(calfcause, name) is not None
    assert set(calfcause.__all__) <= set(dir(calfcause))
    with pytest.raises(AttributeError, match="no attribute 'Predicter'"):
        calfcause.Predicter  # noqa: B018


def test_answering_loads_onnx_runtime_and_nothing_else_that_is_heavy(tiny):
    loaded = run_python(
        "import sys\n"
        "from calfcause import Predictor\n"
        "predictor = Predictor.load(sys.argv[1])\n"
        "predictor.predict_one({'terrain': 'hilly'})\n"
        "str(predictor.explain({'terrain': 'hilly', 'sharp_pain': 1}))\n" + LOADED,
        tiny.folder,
    )
    assert "onnxruntime" in loaded
    assert not (HEAVY | {"http.client"}) & set(loaded)


def test_the_command_line_says_its_help_without_loading_anything_heavy():
    loaded = run_python(
        "import contextlib, io\n"
        "from calfcause.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['predict', '--help'], standalone_mode=False)\n" + LOADED
    )
    assert not (HEAVY - {"click"}) & set(loaded)


# Causes come and go

WITH_OTHER_CAUSES = """
import dataclasses, importlib, json, sys, traceback, types

def answer_with(causes):
    try:
        return generate_train_explain(causes)
    except Exception:
        return {"error": traceback.format_exc(limit=-3)}

def generate_train_explain(causes):
    "All of it in a calfcause that has these causes and no others."
    for name in [name for name in sys.modules if name.partition(".")[0] == "calfcause"]:
        del sys.modules[name]
    # The list is changed before any other module of the package has read it.
    bare = types.ModuleType("calfcause")
    bare.__path__ = [sys.argv[1]]
    sys.modules["calfcause"] = bare
    registry = importlib.import_module("calfcause.causes")
    registry.CAUSES = causes(registry.CAUSES)
    del sys.modules["calfcause"]
    from calfcause import Predictor
    from calfcause.learn.graph import to_graph
    from calfcause.learn.labelled import from_simulated
    from calfcause.learn.baselines import DummyHeads
    from calfcause.learn.heads import make_pipeline
    from calfcause.evaluate.scores import score_unseen
    from calfcause.learn.probabilities import HEADS
    from calfcause.simulate import simulate
    from calfcause.tracking.runs import figures_of
    sessions = from_simulated(simulate(900, 4, seed=1))
    pipeline = make_pipeline(max_iter=5, min_samples_leaf=20, n_jobs=1)
    pipeline.fit(sessions.cells, sessions.labels, heads__groups=sessions.runner)
    predictor = Predictor(to_graph(pipeline["heads"]), {})
    dummy = DummyHeads().fit(sessions.cells, sessions.labels)
    scores, answers = score_unseen(predictor, dummy, sessions)
    figures_of(sessions, answers)
    answer = predictor.explain({"distance_km": 9, "terrain": "hilly", "shoe_type": "minimalist"})
    str(answer)
    return {"heads": list(HEADS), "scored": sorted(set(scores["head"])),
            "explained": sorted(one.name for one in answer.causes)}

answers = {
    removed: answer_with(lambda causes: tuple(c for c in causes if c.name != removed))
    for removed in ("", *sys.argv[2:])
}
answers["one more"] = answer_with(
    lambda causes: (*causes, dataclasses.replace(causes[0], name="one_more"))
)
print(json.dumps(answers))
"""


NAMES = [cause.name for cause in CAUSES]


@pytest.fixture(scope="module")
def with_other_causes():
    return run_python(WITH_OTHER_CAUSES, PACKAGE, *NAMES)


@pytest.mark.parametrize("removed", ["", *NAMES])
def test_without_one_cause_all_goes_on_from_generating_to_explaining(with_other_causes, removed):
    left = [name for name in NAMES if name != removed]
    answer = with_other_causes[removed]
    assert "error" not in answer, answer["error"]
    assert answer["heads"] == [*left, "sore"]
    assert answer["scored"] == sorted([*left, "sore"])
    assert answer["explained"] == sorted(left)


def test_one_more_cause_is_one_line(with_other_causes):
    answer = with_other_causes["one more"]
    assert "error" not in answer, answer["error"]
    assert answer["explained"] == sorted([*NAMES, "one_more"])
