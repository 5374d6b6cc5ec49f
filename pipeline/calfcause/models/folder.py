"""Where a model folder is and what it holds: found, read and checked."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calfcause.errors import ModelError
from calfcause.learn.features import features
from calfcause.learn.probabilities import HEADS
from calfcause.learn.recalibration import KEY
from calfcause.models.layout import ADAPTED_FORMAT, DESCRIPTION, FORMAT, GRAPH
from calfcause.models.registry import download_folder


def released_folder() -> Path:
    """Where the released model lies: in the package, or beside it in a checkout.

    Raises
    ------
    ModelError
        If it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "released", package.parents[1] / "models" / "released"):
        if (folder / DESCRIPTION).is_file():
            return folder
    raise ModelError(
        "this installation has no released model; train one: calfcause train --out DIR"
    )


def model_folder(source: str | Path | None = None) -> Path:
    """The folder of the released model, or that of ``source`` as in ``Predictor.load``.

    Raises
    ------
    ModelError
        If there is none.
    """
    return released_folder() if source is None else _folder(source)


def _folder(source: str | Path) -> Path:
    if str(source).startswith(("models:/", "runs:/")):
        try:
            return download_folder(str(source))
        except ModuleNotFoundError as error:
            raise ModelError(
                f"{source} needs calfcause with its extra train: {error.name} is not installed"
            ) from error
    folder = Path(source)
    if not folder.is_dir():
        raise ModelError(f"no model folder at {folder}")
    return folder


def _read_description(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTION
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"no {DESCRIPTION} in {folder}: not a model folder") from error
    except ValueError as error:
        raise ModelError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(description, dict):
        raise ModelError(f"{path} does not describe a model")
    return description


def _check_fits(description: Mapping[str, Any], folder: Path) -> None:
    own = description.get(KEY)
    adapted = isinstance(own, dict) and "moves" in own
    if description.get("format") != (ADAPTED_FORMAT if adapted else FORMAT):
        raise ModelError(
            f"the model in {folder} has format {description.get('format')!r}; this version of"
            f" calfcause reads format {FORMAT}, and {ADAPTED_FORMAT} of one moved to own labels."
            " Train it again, or install the calfcause it was made with"
        )
    expected = {"features": [one.name for one in features()], "heads": list(HEADS)}
    for what, ours in expected.items():
        theirs = description.get(what)
        if theirs != ours:
            named = {str(one) for one in theirs} if isinstance(theirs, list) else set()
            missing, extra = sorted(set(ours) - named), sorted(named - set(ours))
            raise ModelError(
                f"the model in {folder} was trained with other {what}: lacking {missing or 'none'},"
                f" beyond ours {extra or 'none'}. Train it again with calfcause train"
            )


def read_model(source: str | Path | None = None) -> tuple[bytes, dict[str, Any], Path]:
    """The graph, the description and the folder of a model, checked against this version.

    Raises
    ------
    ModelError
        If there is no model, its graph is not the one described, or it was made for other
        features or causes than this version of calfcause has.
    """
    folder = model_folder(source)
    description = _read_description(folder)
    try:
        graph = (folder / GRAPH).read_bytes()
    except OSError as error:
        raise ModelError(f"no graph in the model folder: {folder / GRAPH}") from error
    found = hashlib.sha256(graph).hexdigest()
    if found != description.get("graph_sha256"):
        raise ModelError(
            f"{folder / GRAPH} is damaged or not the graph that {DESCRIPTION} describes"
            f" (SHA-256 {found[:12]}…, expected {str(description.get('graph_sha256'))[:12]}…)"
        )
    _check_fits(description, folder)
    return graph, description, folder
