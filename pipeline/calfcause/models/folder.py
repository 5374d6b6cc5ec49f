"""Find a model folder, read it, and check that it fits this version."""

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from calfcause.errors import CalfcauseError, ModelError
from calfcause.models.description import check_fits, parsed
from calfcause.models.layout import (
    COMMITTED,
    DESCRIPTION,
    FILES,
    GRAPH,
    OF_GRAPH,
    POPULATION,
    WHOLE_GRAPH,
)
from calfcause.models.masking import masked
from calfcause.remote import fetched, is_remote, on_disk

# How long a model may be in the course of being replaced, time and again, before a reader gives up.
SECONDS_TO_SETTLE, SECONDS_BETWEEN = 10.0, 0.01
# The released graph has 0.3 MB, its population 0.05 MB.
MOST_BYTES = 1_000_000_000
LONGEST_NAME = 200


def released_folder() -> Path:
    """Find the released model: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    for folder in (package / "released", package.parents[1] / "models" / "released"):
        if any((place / DESCRIPTION).is_file() for place in (folder, folder / COMMITTED)):
            return folder
    raise ModelError(
        "this installation has no released model; train one with calfcause train --out DIR"
    )


@contextmanager
def model_folder(source: str | Path | None = None) -> Iterator[Path]:
    """Give a model folder, for the length of a block if it is downloaded from MLflow."""
    if source is None:
        yield released_folder()
        return
    if not isinstance(source, str | os.PathLike) or isinstance(os.fspath(source), bytes):
        raise ModelError(
            f"a model is named by a folder or an address of MLflow, not by {type(source).__name__}"
        )
    if str(source).startswith(("models:/", "runs:/")):
        # Brings the checks of a store, which no folder needs.
        from calfcause.models.registry import downloaded

        try:
            with downloaded(str(source)) as folder:
                yield folder
        except ModuleNotFoundError as error:
            raise ModelError(
                f"{source} needs {error.name}, which is not installed: pip install"
                " 'calfcause[registry]'"
            ) from error
        return
    if is_remote(source):
        try:
            with fetched(source, [GRAPH, POPULATION, DESCRIPTION]) as copied:
                yield Path(copied)
        except ModelError:
            raise
        except CalfcauseError as error:
            raise ModelError(masked(str(error))) from error
        return
    source = on_disk(source)
    shown = masked(str(source))
    shown = shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"
    try:
        is_folder = stat.S_ISDIR(os.stat(source).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        is_folder = False
    except OSError as error:
        raise ModelError(f"the model folder {shown} cannot be read: {error.strerror}") from None
    if not is_folder:
        raise ModelError(f"there is no model folder at {shown}")
    yield Path(source)


def read_model(
    source: str | Path | None = None, *, whole: bool = True
) -> tuple[bytes, dict[str, Any], bytes | None]:
    """Read a model and check it against this version.

    A model that is replaced meanwhile is read again, so that all comes from the same one.

    source : a folder, here or at an address of fsspec, ``models:/…`` or ``runs:/…``; the released
        model by default
    whole : whether the whole graph, if it is there, has to be the one that is described

    Returns the ONNX graph of the heads, the content of ``model.json``, and the runs that questions
    come from, if the model has any. Raises ModelError if there
    is no model, its files are not those described, or it was made for other features or causes than
    those of this version.
    """
    with model_folder(source) as folder:
        return _read_settled(folder, whole=whole)


def _read_settled(folder: Path, *, whole: bool) -> tuple[bytes, dict[str, Any], bytes | None]:
    latest = time.monotonic() + SECONDS_TO_SETTLE
    while True:
        before = _state(folder)
        try:
            model = _read(folder, whole=whole)
        except ModelError:
            if _state(folder) == before or time.monotonic() > latest:
                raise
        else:
            if _state(folder) == before:
                return model
            if time.monotonic() > latest:
                raise ModelError(f"the model in {folder} keeps being replaced; try again later")
        time.sleep(SECONDS_BETWEEN)


def _state(folder: Path) -> list[tuple[int, ...] | None]:
    """What changes whenever a file of the model is replaced."""
    state: list[tuple[int, ...] | None] = []
    for name in (COMMITTED, *FILES):
        try:
            status = os.stat(folder / name)
            state.append((status.st_ino, status.st_mtime_ns, status.st_size))
        except OSError:
            state.append(None)
    return state


def _read(folder: Path, *, whole: bool) -> tuple[bytes, dict[str, Any], bytes | None]:
    place = folder / COMMITTED if (folder / COMMITTED).is_dir() else folder
    content = _content(place / DESCRIPTION)
    if content is None:
        raise ModelError(f"{folder} is not a model folder: it has no readable {DESCRIPTION}")
    description = parsed(content, str(folder / DESCRIPTION))
    graph, population = _content(place / GRAPH), _content(place / POPULATION)
    if graph is None:
        raise ModelError(f"the model folder {folder} has no readable {GRAPH}")
    _check_digest(folder / GRAPH, graph, description.get("graph_sha256"))
    # Models that calfcause 0.1 made do not say which population is theirs.
    if described := description.get("population_sha256"):
        if population is None:
            raise ModelError(f"the model folder {folder} has no readable {POPULATION}")
        _check_digest(folder / POPULATION, population, described)
    about = whole and description.get(OF_GRAPH)
    if about and (content := _content(place / WHOLE_GRAPH)) is not None:
        _check_digest(folder / WHOLE_GRAPH, content, about.get("sha256"))
    check_fits(description, str(folder))
    return graph, description, population


def _content(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ModelError(f"{path} is too large for a model: over {MOST_BYTES:,} bytes")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from None


def _check_digest(path: Path, content: bytes, described: object) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest != described:
        raise ModelError(
            f"{path} is damaged or not the file that {DESCRIPTION} describes (SHA-256"
            f" {digest[:12]}…, expected {str(described)[:12]}…)"
        )
