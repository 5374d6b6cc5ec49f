"""Write a model folder all at once: whenever a reader looks, it finds the whole old or new model.

The new files are written into a hidden part of the folder. Renaming that part to ``.model`` is the
instant of change: from then on readers take the files from there (``folder.read_model``), while
they are put into their places one by one; at last ``.model`` goes. A process that is killed before
that instant leaves the old model, and after it the new one, which the next run puts into place.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from calfcause.errors import CalfcauseError
from calfcause.files import refusing_if_full
from calfcause.learn.recalibration import KEY
from calfcause.models.card import model_card
from calfcause.models.layout import (
    CARD,
    COMMITTED,
    DESCRIPTION,
    FILES,
    GRAPH,
    POPULATION,
    WHOLE_GRAPH,
)
from calfcause.parts import alone, held_part, sweep
from calfcause.remote import here

PARTS = "model"

Writers = Mapping[str, Callable[[Path], object]]


def write_files(out: Path, files: Writers) -> None:
    """Replace the model of a folder, which is made if needed; other files in it stay."""
    out = here(out)
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        with refusing_if_full(out), held_part(out / PARTS, folder=True) as part:
            for name, write in files.items():
                write(part / name)
            with alone(out):
                _put_into_place(out)
                os.rename(part, out / COMMITTED)
                _put_into_place(out)
    except BaseException:
        if made:
            with suppress(OSError):  # of a folder that is not empty
                out.rmdir()
        raise


def finish(out: Path) -> None:
    """Put into place what a killed process had written completely, and sweep what it had not."""
    if out.is_dir():
        with alone(out):
            _put_into_place(out)
        sweep(out / PARTS)


def _put_into_place(out: Path) -> None:
    committed = out / COMMITTED
    if not committed.is_dir():
        return
    with held_part(out / PARTS, folder=True) as part:
        for name in FILES:
            new, place = committed / name, out / name
            if not new.exists():
                place.unlink(missing_ok=True)
            elif not (place.exists() and place.samefile(new)):
                # A link costs nothing, and readers may be about to open the file itself.
                try:
                    os.link(new, part / name)
                except OSError:
                    shutil.copyfile(new, part / name)
                os.replace(part / name, place)
        os.replace(committed, part / COMMITTED)


def refuse_other(out: Path, how: str, progress: Callable[[str], None]) -> None:
    """Refuse before any work to replace files that the same command did not write.

    Only a model made by the same command may be replaced, and then the user is informed.
    """
    finish(out)
    if not (out / DESCRIPTION).is_file():
        foreign = [name for name in FILES if (out / name).exists()]
        if foreign:
            raise CalfcauseError(
                f"{out} is not a model folder, but holds {foreign[0]}, which {how} would replace:"
                " choose another --out"
            )
        return
    for name in FILES:
        if (out / name).is_dir():
            raise CalfcauseError(f"{out / name} is a folder: choose another --out")
    made = ""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        description = json.loads((out / DESCRIPTION).read_text(encoding="utf-8"))
        calibrated = description.get(KEY, {}).get("how") == "calibrate"
        made = "calibrate" if calibrated else "train"
    if made != how:
        what = (
            f"a model made by {made}" if made else f"a {DESCRIPTION} that calfcause did not write"
        )
        raise CalfcauseError(
            f"{out} holds {what}, which {how} does not replace: choose another --out"
        )
    progress(f"the model in {out} will be replaced when the new one is complete")


def described(description: Mapping[str, Any]) -> dict[str, Callable[[Path], object]]:
    """Make the writers of card and description, from the content of ``model.json``."""
    text = json.dumps(description, indent=1, allow_nan=False) + "\n"
    card = model_card(description)
    return {
        CARD: lambda path: path.write_text(card, encoding="utf-8"),
        DESCRIPTION: lambda path: path.write_text(text, encoding="utf-8"),
    }


def write_adapted(
    out: Path,
    graph: bytes,
    population: bytes | None,
    description: Mapping[str, Any],
    whole: bytes | None = None,
) -> None:
    """Write a model that differs from another one in its description, and so in its whole graph.

    The pickled pipeline is neither copied nor kept: it would answer as before.
    """
    files: dict[str, Callable[[Path], object]] = {GRAPH: lambda path: path.write_bytes(graph)}
    if whole is not None:
        files[WHOLE_GRAPH] = lambda path: path.write_bytes(whole)
    if population is not None:
        files[POPULATION] = lambda path: path.write_bytes(population)
        description = {**description, "population_sha256": hashlib.sha256(population).hexdigest()}
    write_files(out, files | described(description))
