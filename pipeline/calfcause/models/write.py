"""Write a model folder all at once: a full disk leaves the model that was there."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from calfcause.errors import CalfcauseError
from calfcause.learn.recalibration import KEY
from calfcause.models.card import model_card
from calfcause.models.layout import CARD, DESCRIPTION, GRAPH, PIPELINE, POPULATION

FILES = (CARD, PIPELINE, GRAPH, POPULATION)
"""The files of a model folder besides its description."""


def write_files(
    out: Path, files: Mapping[str, Callable[[Path], object]], *, gone: Iterable[str] = ()
) -> None:
    """Write files elsewhere first, then move them into the folder in their order.

    Parameters
    ----------
    out : Path
        The folder; it is created if needed.
    files : mapping of str to callable
        For each name a function that writes the file to a path.
    gone : iterable of str
        Names of files to remove, since they would no longer fit.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".part") as part:
        folder = Path(part)
        for name, write in files.items():
            write(folder / name)
        for name in gone:
            (out / name).unlink(missing_ok=True)
        for name in files:
            os.replace(folder / name, out / name)


def refuse_other(out: Path, how: str, progress: Callable[[str], None]) -> None:
    """Refuse before any work to replace files that the same command did not write.

    Only a model made by the same command may be replaced, and then the user is informed.

    Parameters
    ----------
    out : Path
        The folder to write to.
    how : str
        How the new model is made, ``train`` or ``calibrate``.
    progress : callable
        Called with a sentence if a model will be replaced.

    Raises
    ------
    CalfcauseError
        If the folder holds a model made in another way, or other files with the same names.
    """
    if not (out / DESCRIPTION).is_file():
        foreign = [name for name in (*FILES, DESCRIPTION) if (out / name).exists()]
        if foreign:
            raise CalfcauseError(
                f"{out} is not a model folder, but holds {foreign[0]}, which {how} would replace:"
                " choose another --out"
            )
        return
    for name in FILES:
        if (out / name).is_dir():
            raise CalfcauseError(f"{out / name} is a folder: choose another --out")
    try:
        description = json.loads((out / DESCRIPTION).read_text(encoding="utf-8"))
        calibrated = description.get(KEY, {}).get("how") == "calibrate"
    except (OSError, ValueError, AttributeError):
        calibrated = None
    made = {True: "calibrate", False: "train", None: ""}[calibrated]
    if made != how:
        what = (
            f"a model made by {made}" if made else f"a {DESCRIPTION} that calfcause did not write"
        )
        raise CalfcauseError(
            f"{out} holds {what}, which {how} does not replace: choose another --out"
        )
    progress(f"the model in {out} will be replaced when the new one is complete")


def described(description: Mapping[str, Any]) -> dict[str, Callable[[Path], object]]:
    """Make the files that describe a model; the last one says which graph belongs to it.

    Parameters
    ----------
    description : mapping
        The content of ``model.json``.

    Returns
    -------
    dict of str to callable
        For each name a function that writes the file to a path.
    """
    text = json.dumps(description, indent=1) + "\n"
    card = model_card(description)
    return {
        CARD: lambda path: path.write_text(card, encoding="utf-8"),
        DESCRIPTION: lambda path: path.write_text(text, encoding="utf-8"),
    }


def write_adapted(source: Path, out: Path, description: Mapping[str, Any]) -> None:
    """Write a model that differs from another one in nothing but its description.

    The pickled pipeline is neither copied nor kept: it would answer as before.

    Parameters
    ----------
    source, out : Path
        The other model folder, and the one to write.
    description : mapping
        The content of the new ``model.json``.
    """
    copied = {
        name: partial(shutil.copyfile, source / name)
        for name in (POPULATION, GRAPH)
        if (source / name).is_file()
    }
    write_files(out, copied | described(description), gone=[PIPELINE])
