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
from calfcause.schema import COLUMNS

PACKAGE = Path(calfcause.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
NOT_CAUSES = {"base", "plan"}
HEAVY = {
    "click",
    "fastapi",
    "jinja2",
    "joblib",
    "matplotlib",
    "mlflow",
    "onnx",
    "pandas",
    "py4j",
    "pyarrow",
    "pyspark",
    "scipy",
    "skl2onnx",
    "sklearn",
}

# Who may import whom when it is imported itself; what those may import is allowed as well.
ARROWS = {
    "errors": (),
    "schema": ("errors",),
    "cells": ("schema",),
    "atomic": ("errors",),
    "sessions": ("cells", "atomic", "texts"),
    "texts": (),
    "times": ("schema", "texts"),
    "pages": (),
    "units": ("schema",),
    "elementwise": (),
    "causes": ("schema", "units", "texts", "elementwise"),
    "simulate": ("causes", "sessions"),
    "features": ("causes",),
    "red_flags": ("causes", "cells"),
    "probabilities": ("causes",),
    "model": ("simulate", "features", "probabilities"),
    "labelled": ("simulate", "features", "probabilities"),
    "graph": ("model",),
    "search": ("evaluate",),
    "recalibration": ("probabilities",),
    "predict": ("features", "recalibration", "red_flags"),
    "course": ("causes", "red_flags"),
    "pattern": ("probabilities", "course"),
    "population": ("schema",),
    "contradictions": ("cells", "units", "texts"),
    "questions": ("probabilities", "population", "contradictions"),
    "explain": ("features", "course", "questions"),
    "changes": ("red_flags",),
    "glossary": (),
    "render": ("explain", "glossary"),
    "report": ("pattern", "render", "sessions", "pages", "times"),
    "monitor": ("predict", "render", "sessions", "tracking", "pages"),
    "reasons": ("predict", "render"),
    "batch": ("reasons", "sessions"),
    "spark": ("batch", "simulate"),
    "evaluate": ("model", "labelled", "predict"),
    "tracking": ("evaluate", "population"),
    "promotion": ("tracking",),
    "pyfunc_model": ("predict",),
    "quality_card": (),
    "own_labels_card": (),
    "card": ("quality_card", "own_labels_card", "recalibration"),
    "folder": ("card", "predict", "population"),
    "own_labels": ("tracking", "folder", "times"),
    "train": ("graph", "own_labels"),
    "cli": ("batch", "report", "monitor", "train", "search", "promotion", "spark"),
    "__main__": ("cli",),
}
# What is imported only when asked for, against the arrows or to keep it from being loaded.
WHEN_ASKED = {
    "predict": {"changes", "explain", "population", "questions", "sessions", "tracking"},
    "explain": {"render"},
    "simulate": {"simulate"},
}


def stage_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0] if parts[0] != "__init__" else "calfcause"


def allowed(stage):
    found = set(ARROWS[stage]) | {stage}
    for one in ARROWS[stage]:
        found |= allowed(one)
    return found


def imported_stages(tree):
    """Stages of calfcause imported by statements of this tree; ``from calfcause import x`` too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _, rest = node.module.partition(".")
            if package == "calfcause":
                names = [rest] if rest else [one.name for one in node.names]
                yield from (name.partition(".")[0] for name in names)
        elif isinstance(node, ast.Import):
            for one in node.names:
                if one.name.startswith("calfcause."):
                    yield one.name.split(".")[1]


def imports(path):
    """Stages imported when the module is, and those imported inside its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    within = {stage for function in functions for stage in imported_stages(function)}

    class AtImport(ast.NodeTransformer):
        def visit_FunctionDef(self, node):
            return None

        def visit_If(self, node):
            typing_only = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
            return None if typing_only else self.generic_visit(node)

    return set(imported_stages(AtImport().visit(tree))), within


def relative(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_go_one_way(path):
    stage = stage_of(path)
    assert stage in ARROWS, f"say in ARROWS what {stage} may import"
    at_import, _ = imports(path)
    # The package itself gives its version and the Predictor.
    package = {"__version__"} | ({"Predictor"} if "predict" in allowed(stage) else set())
    assert at_import - package <= allowed(stage)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_what_is_imported_late_goes_the_same_way_but_for_what_is_listed(path):
    stage = stage_of(path)
    if stage == "cli":
        return  # the last stage, which imports what a command needs when it runs
    _, within = imports(path)
    assert within <= allowed(stage) | WHEN_ASKED.get(stage, set())


def test_no_import_is_relative_and_none_goes_in_a_circle():
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), relative(path)
    for stage, direct in ARROWS.items():
        assert all(stage not in allowed(one) for one in direct)


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
    "path", [path for path in FILES if stage_of(path) != "causes"], ids=relative
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
    assert "calfcause.predict" in loaded
    assert not (HEAVY | {"onnxruntime"}) & set(loaded)


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
    assert not HEAVY & set(loaded)


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
    from calfcause.graph import to_graph
    from calfcause.labelled import from_simulated
    from calfcause.model import DummyHeads, make_pipeline
    from calfcause.evaluate import score_unseen
    from calfcause.probabilities import HEADS
    from calfcause.simulate import simulate
    from calfcause.tracking.runs import figures_of
    sessions = from_simulated(simulate(300, 4, seed=1))
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
