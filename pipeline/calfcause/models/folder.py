"""Find a model folder, read it, and check that it fits this version."""

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
    """Find the released model: in the package, or beside it in a checkout.

    Returns
    -------
    Path
        The model folder.

    Raises
    ------
    ModelError
        If the model is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "released", package.parents[1] / "models" / "released"):
        if (folder / DESCRIPTION).is_file():
            return folder
    raise ModelError(
        "this installation has no released model; train one with calfcause train --out DIR"
    )


def model_folder(source: str | Path | None = None) -> Path:
    """Find a model folder; download it if the address is one of MLflow's.

    Parameters
    ----------
    source : str or Path, optional
        A folder, ``models:/…`` or ``runs:/…``; the released model by default.

    Returns
    -------
    Path
        The model folder.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    return released_folder() if source is None else _folder(source)


def _folder(source: str | Path) -> Path:
    if str(source).startswith(("models:/", "runs:/")):
        try:
            return download_folder(str(source))
        except ModuleNotFoundError as error:
            raise ModelError(
                f"{source} needs {error.name}, which is not installed:"
                " pip install 'calfcause[train]'"
            ) from error
    folder = Path(source)
    if not folder.is_dir():
        raise ModelError(f"there is no model folder at {folder}")
    return folder


def _read_description(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTION
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{folder} is not a model folder: it has no readable {DESCRIPTION}"
        ) from error
    except ValueError as error:
        raise ModelError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(description, dict):
        raise ModelError(f"{path} does not describe a model: a JSON object is expected")
    return description


def _check_fits(description: Mapping[str, Any], folder: Path) -> None:
    own = description.get(KEY)
    adapted = isinstance(own, dict) and "moves" in own
    if description.get("format") != (ADAPTED_FORMAT if adapted else FORMAT):
        raise ModelError(
            f"the model in {folder} has format {description.get('format')!r}; this version of"
            f" calfcause reads format {FORMAT}, and {ADAPTED_FORMAT} for one moved to own labels."
            " Train it again, or install the version of calfcause that made it"
        )
    expected = {"features": [feature.name for feature in features()], "heads": list(HEADS)}
    for what, ours in expected.items():
        theirs = description.get(what)
        if theirs != ours:
            names = {str(name) for name in theirs} if isinstance(theirs, list) else set()
            missing, extra = sorted(set(ours) - names), sorted(names - set(ours))
            raise ModelError(
                f"the model in {folder} was trained with other {what}: missing {missing or 'none'},"
                f" unknown {extra or 'none'}. Train it again with calfcause train"
            )


def read_model(source: str | Path | None = None) -> tuple[bytes, dict[str, Any], Path]:
    """Read a model and check it against this version.

    Parameters
    ----------
    source : str or Path, optional
        As in ``model_folder``.

    Returns
    -------
    graph : bytes
        The ONNX graph of the heads.
    description : dict
        The content of ``model.json``.
    folder : Path
        Where both were read.

    Raises
    ------
    ModelError
        If there is no model, its graph is not the one described, or it was made for other
        features or causes than those of this version.
    """
    folder = model_folder(source)
    description = _read_description(folder)
    try:
        graph = (folder / GRAPH).read_bytes()
    except OSError as error:
        raise ModelError(f"the model folder {folder} has no readable {GRAPH}") from error
    digest = hashlib.sha256(graph).hexdigest()
    if digest != description.get("graph_sha256"):
        raise ModelError(
            f"{folder / GRAPH} is damaged or not the graph that {DESCRIPTION} describes"
            f" (SHA-256 {digest[:12]}…, expected {str(description.get('graph_sha256'))[:12]}…)"
        )
    _check_fits(description, folder)
    return graph, description, folder
