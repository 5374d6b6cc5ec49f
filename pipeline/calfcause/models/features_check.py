"""Whether this version makes the features that a model was trained with.

A constant of a cause, changed without training again, would move every answer without a word. So
the features of the runs that come with a model are hashed when it is trained and when it is loaded.
What makes them may be written anew, in another version or for another machine: only what comes out
counts.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from calfcause.errors import ModelError
from calfcause.learn.features import features, features_and_exposures
from calfcause.learn.layer import NAMES, Layer
from calfcause.learn.probabilities import HEADS, joined
from calfcause.models.population import Population
from calfcause.sessions.contradictions import usable
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.version import __version__

KEY = "features_sha256"
# Runs as told, as many others with every cell, and these once more with cells of different runs,
# which makes what is rare. A test changes each constant of a cause, and looks whether that is seen.
N_RUNS, SHIFT_OF_COLUMN = 500, 11
DIGEST_LENGTH = 16
# Far wider than platforms differ by; shifted so that no round number lies at the edge of a step.
STEP, SHIFT = 1e-4, 0.6180339887
MISSING = -(2**62)


def feature_digests(population: Population) -> dict[str, str]:
    """Hash each feature of these runs, and ``answers``: what is made of features and heads."""
    told = np.where(population.recorded, population.cells, np.nan)[:, :N_RUNS]
    full = population.cells[:, -N_RUNS:]
    places, runs = np.ogrid[: full.shape[0], : full.shape[1]]
    mixed = full[places, (runs + SHIFT_OF_COLUMN * places) % full.shape[1]]
    cells = np.concatenate([told, full, mixed], axis=1)
    given = usable(dict(zip(MODEL_COLUMNS, cells, strict=True)))
    matrix, _ = features_and_exposures(given, cells.shape[1])
    layer = Layer((-0.5,) * len(NAMES))
    # Of what is likely the layer keeps some.
    answers = joined(layer(np.full((told.shape[1], len(HEADS)), 0.6), matrix[: told.shape[1]]))
    names = [feature.name for feature in features()]
    parts = dict(zip(names, _steps(matrix).T, strict=True)) | {"answers": _steps(answers)}
    return {
        name: hashlib.sha256(part.tobytes()).hexdigest()[:DIGEST_LENGTH]
        for name, part in parts.items()
    }


def _other_code(made: object) -> str:
    if made == __version__:
        return (
            f"use the code that made it: this one, too, calls itself calfcause {made}, but differs"
        )
    return f"install the version that made it, calfcause {made}"


def _steps(numbers: Any) -> Any:
    steps = np.floor(numbers.astype(np.float64) / STEP + SHIFT)
    return np.where(np.isfinite(steps), steps, MISSING).astype("<i8")


def check_features(description: Mapping[str, Any], population: Population) -> None:
    """Refuse a model that was trained with other features than this version makes."""
    stated = description[KEY]
    digests = feature_digests(population)
    if other := [name for name, digest in digests.items() if stated.get(name) != digest]:
        made = description.get("calfcause")
        few = ", ".join(other[:6]) + (f" and {len(other) - 6} more" if len(other) > 6 else "")
        raise ModelError(
            f"the model was trained with other features than this version makes: {few}. Its"
            f" answers would be wrong. Train it again with calfcause train, or {_other_code(made)}"
        )
