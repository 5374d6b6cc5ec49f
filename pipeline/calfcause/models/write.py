"""A model folder is written all at once, so that a full disk leaves what was there."""

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
"""What a model folder holds beside its description."""


def write_files(
    out: Path, files: Mapping[str, Callable[[Path], object]], *, gone: Iterable[str] = ()
) -> None:
    """Write files by name apart first, then put them into the folder in their order.

    ``gone`` are files of the folder that would no longer fit.
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


def refuse_other(out: Path, how: str, tell: Callable[[str], None]) -> None:
    """Notice before any work that a folder holds somebody's model that was made otherwise.

    A model is replaced only by one made in the same way, and that is told.

    Parameters
    ----------
    how : how the new one is made, ``train`` or ``calibrate``.

    Raises
    ------
    CalfcauseError
        If there is a model that was made in another way, or what is no model stands under the
        names of its files.
    """
    if not (out / DESCRIPTION).is_file():
        foreign = [name for name in (*FILES, DESCRIPTION) if (out / name).exists()]
        if foreign:
            raise CalfcauseError(
                f"{out} is no model folder, but holds {foreign[0]}, which {how} would replace:"
                " choose another --out"
            )
        return
    for name in FILES:
        if (out / name).is_dir():
            raise CalfcauseError(f"{out / name} is a folder: choose another --out")
    try:
        there = json.loads((out / DESCRIPTION).read_text(encoding="utf-8"))
        calibrated = there.get(KEY, {}).get("how") == "calibrate"
    except (OSError, ValueError, AttributeError):
        calibrated = None
    made = {True: "calibrate", False: "train", None: ""}[calibrated]
    if made != how:
        by = f"a model that {made} made" if made else f"a {DESCRIPTION} that is none of calfcause"
        raise CalfcauseError(
            f"{out} holds {by}, which {how} does not replace: choose another --out"
        )
    tell(f"the model in {out} will be replaced when the new one is complete")


def described(description: Mapping[str, Any]) -> dict[str, Callable[[Path], object]]:
    """The files that say what a model is; the last says which graph belongs to it."""
    text = json.dumps(description, indent=1) + "\n"
    card = model_card(description)
    return {
        CARD: lambda path: path.write_text(card, encoding="utf-8"),
        DESCRIPTION: lambda path: path.write_text(text, encoding="utf-8"),
    }


def write_adapted(source: Path, out: Path, description: Mapping[str, Any]) -> None:
    """Write a model that differs from that of ``source`` in its description alone.

    The pickled pipeline is not taken along, nor left where it stood: it would answer as before.
    """
    copied = {
        name: partial(shutil.copyfile, source / name)
        for name in (POPULATION, GRAPH)
        if (source / name).is_file()
    }
    write_files(out, copied | described(description), gone=[PIPELINE])
