"""A model answers only where its features are made as when it was trained."""

import importlib
import json
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import calfcause
from calfcause import ModelError, Predictor, causes
from calfcause.causes import elementwise
from calfcause.learn import features
from calfcause.models import features_check
from calfcause.models.features_check import KEY, feature_digests
from calfcause.models.folder import released_folder
from calfcause.models.layout import DESCRIPTION, GRAPH, POPULATION
from calfcause.sessions.contradictions import usable
from calfcause.simulate import simulate

PACKAGE = Path(calfcause.__file__).parent
# A constant that moves features of fewer simulated runs need not be seen.
FEW = 0.01


@pytest.fixture
def folder(tmp_path):
    """A copy of the released model."""
    (tmp_path / "model").mkdir()
    for name in (GRAPH, DESCRIPTION, POPULATION):
        shutil.copy(released_folder() / name, tmp_path / "model")
    return tmp_path / "model"


def described(folder, change):
    path = folder / DESCRIPTION
    text = json.loads(path.read_text("utf-8"))
    change(text)
    path.write_text(json.dumps(text), "utf-8")


LOAD = "import sys\nfrom calfcause import Predictor\nprint(Predictor.load(sys.argv[1]).digest)"


def load_with(tmp_path, folder, edits):
    """Load a model in a copy of the package with other lines in it."""
    copy = tmp_path / "elsewhere" / "calfcause"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("*.pyc"))
    for name, (pattern, other) in edits.items():
        text, n = re.subn(pattern, other, (copy / name).read_text("utf-8"), count=1, flags=re.M)
        assert n == 1, name
        (copy / name).write_text(text, "utf-8")
    # Its own folder comes first on the path: no variable of the environment outruns it.
    return subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(copy.parent)!r})\n{LOAD}",
         str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_constant_of_a_cause_changed_without_training_is_refused(tmp_path, folder):
    done = load_with(
        tmp_path, folder, {"causes/hills.py": (r"^HABIT_KEEPS = .*", "HABIT_KEEPS = 0.9")}
    )
    assert done.returncode == 1 and "ModelError" in done.stderr
    assert "other features than this version makes: hills." in done.stderr
    assert "Train it again with calfcause train, or use the code that made it" in done.stderr
    described(folder, lambda text: text.update(calfcause="7.0"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(features_check, "STEP", 0.3)
        with pytest.raises(
            ModelError, match=r"or install the version that made it, calfcause 7\.0"
        ):
            Predictor.load(folder)


def test_a_model_that_does_not_state_its_features_is_refused(folder):
    described(folder, lambda text: text.pop(KEY))
    with pytest.raises(ModelError, match=r"does not state the features.*Train it again"):
        Predictor.load(folder)


def test_another_version_with_the_same_features_loads(tmp_path, folder, predictor):
    described(folder, lambda text: text.update(calfcause="7.0"))
    edits = {
        "version.py": (r"__version__ = .*", '__version__ = "8.0"'),
        "causes/hills.py": (r'\A"""', '"""Told anew. '),
    }
    done = load_with(tmp_path, folder, edits)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == Predictor.load(folder).digest != predictor.digest


def test_what_accounts_move_is_checked_too(folder, monkeypatch):
    from calfcause.learn import layer

    monkeypatch.setattr(layer, "SHOWN_EXPOSURE", 0.5)
    with pytest.raises(ModelError, match=r"makes: answers\. Its answers would be wrong"):
        Predictor.load(folder)


def test_models_that_are_trained_now_state_their_features(tiny):
    assert tiny.predictor.description[KEY] == feature_digests(tiny.predictor.population)
    names = [feature.name for feature in features.features()]
    assert [*tiny.predictor.description[KEY]] == [*names, "answers"]


@pytest.mark.parametrize("stated", [{}, {"answers": "x"}, {"log_dose_km": ["x"]}])
def test_features_that_are_stated_wrongly_are_refused(folder, stated):
    described(folder, lambda text: text.update({KEY: stated}))
    with pytest.raises(ModelError, match="other features"):
        Predictor.load(folder)


def test_a_model_without_the_runs_to_check_by_is_refused(folder):
    (folder / POPULATION).unlink()
    with pytest.raises(ModelError, match=r"no readable population\.npz"):
        Predictor.load(folder)


@pytest.mark.parametrize("towards", [-np.inf, np.inf])
def test_a_platform_that_differs_in_the_last_bits_makes_the_same_features(
    predictor, monkeypatch, towards
):
    for name in ("log", "log2", "exp"):
        exact = getattr(np, name)
        off = lambda a, exact=exact: np.nextafter(exact(a), towards)  # noqa: E731
        monkeypatch.setattr(elementwise, name, off)
    features._by_cause.cache_clear()
    assert feature_digests(predictor.population) == predictor.description[KEY]
    features._by_cause.cache_clear()


def test_every_constant_that_moves_features_is_seen(predictor):
    """Each number of a cause, a tenth larger: if it moves simulated runs, the hash says so."""
    runs = simulate(150, 16, seed=5)
    given = [usable(cells) for cells in (runs.cells, runs.true_cells)]

    def matrix():
        features._by_cause.cache_clear()
        return np.concatenate(
            [features.features_and_exposures(cells, len(runs))[0] for cells in given]
        )

    names = [f"calfcause.causes.{module.name}" for module in pkgutil.iter_modules(causes.__path__)]
    modules = [features, *map(importlib.import_module, names)]
    before, stated = matrix(), feature_digests(predictor.population)
    moving, unseen = 0, []
    for module in modules:
        for name, number in list(vars(module).items()):
            if not name.isupper() or type(number) not in (float, np.ndarray):
                continue
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(module, name, number * 1.1)
                after = matrix()
                seen = feature_digests(predictor.population) != stated
            same = (after == before) | (np.isnan(after) & np.isnan(before))
            share = 1.0 - same.all(axis=1).mean()
            moving += share > FEW
            if share > FEW and not seen:
                unseen.append(f"{module.__name__}.{name}")
    features._by_cause.cache_clear()
    assert not unseen and moving > 50
