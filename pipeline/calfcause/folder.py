"""A model folder made from another: all at once, so that a full disk leaves what was there."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calfcause.card import model_card
from calfcause.population import POPULATION
from calfcause.predict import DESCRIPTION, GRAPH

CARD = "MODEL_CARD.md"
PIPELINE = "pipeline.joblib"


def write_adapted(source: Path, out: Path, description: Mapping[str, Any]) -> None:
    """Write a model that differs from that of ``source`` in its description alone.

    The pickled pipeline is not taken along, nor left where it stood: it would answer as before.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".part") as part:
        folder = Path(part)
        copied = [name for name in (POPULATION, GRAPH) if (source / name).is_file()]
        for name in copied:
            shutil.copyfile(source / name, folder / name)
        (folder / CARD).write_text(model_card(description), encoding="utf-8")
        text = json.dumps(description, indent=1) + "\n"
        (folder / DESCRIPTION).write_text(text, encoding="utf-8")
        (out / PIPELINE).unlink(missing_ok=True)
        # The description last: it says which graph belongs to it.
        for name in (*copied, CARD, DESCRIPTION):
            os.replace(folder / name, out / name)
