"""Read ``model.json``, whoever wrote it: no number, depth or size in it may end in a traceback."""

import json
import math
from collections.abc import Mapping
from typing import Any

from calfcause.errors import ModelError
from calfcause.learn.features import features
from calfcause.learn.layer import KEY as ACCOUNTS
from calfcause.learn.probabilities import HEADS
from calfcause.learn.recalibration import KEY
from calfcause.models.features_check import KEY as FEATURES
from calfcause.models.layout import ADAPTED_FORMAT, FORMAT, OF_GRAPH
from calfcause.texts import a_or_an

# The released one has 0.1 MB.
MOST_BYTES = 16_000_000
LARGEST_INTEGER = 2**63
# What other rooms read of a description, where it is there.
TYPES: Mapping[str, type] = {
    KEY: dict,
    ACCOUNTS: dict,
    FEATURES: dict,
    "calfcause": str,
    "graph_sha256": str,
    "label_shares": dict,
    "n_runners": int,
    "n_sessions": int,
    "population_sha256": str,
    "source": dict,
    OF_GRAPH: dict,
}


def parsed(content: bytes, place: str) -> dict[str, Any]:
    """Parse a description and check the types in it."""
    if len(content) > MOST_BYTES:
        raise ModelError(f"{place} has {len(content):,} bytes; at most {MOST_BYTES:,} are allowed")
    try:
        description = json.loads(
            content.decode("utf-8"), parse_int=_integer, parse_float=_finite, parse_constant=_finite
        )
    except RecursionError:
        raise ModelError(f"{place} is not a description: it is nested too deeply") from None
    except ValueError as error:
        raise ModelError(f"{place} is not valid JSON: {error}") from error
    if not isinstance(description, dict):
        raise ModelError(f"{place} does not describe a model: a JSON object is expected")
    for name, kind in TYPES.items():
        entry = description.get(name)
        if entry is not None and (not isinstance(entry, kind) or isinstance(entry, bool)):
            found, wanted = a_or_an(type(entry).__name__), a_or_an(kind.__name__)
            raise ModelError(f"{place}: {name} is {found}, not {wanted}")
    shares = description.get("label_shares") or {}
    if not all(type(share) in (int, float) and 0 <= share <= 1 for share in shares.values()):
        raise ModelError(f"{place}: label_shares must be numbers from 0 to 1")
    return description


def check_fits(description: Mapping[str, Any], place: str) -> None:
    """Check a description against this version."""
    adapted = "moves" in (description.get(KEY) or {})
    if description.get("format") != (ADAPTED_FORMAT if adapted else FORMAT):
        raise ModelError(
            f"the model in {place} has format {description.get('format')!r}; this version of"
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
                f"the model in {place} was trained with other {what}: missing {_few(missing)},"
                f" unknown {_few(extra)}. Train it again with calfcause train"
            )

    if FEATURES not in description:
        raise ModelError(
            f"the model in {place} does not state the features that it was trained with"
            f" ({FEATURES}), so nobody can tell whether they are those of this version. Train it"
            " again with calfcause train"
        )


def _few(names: list[str], most: int = 10) -> str:
    shown = str([name[:40] for name in names[:most]]) if names else "none"
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _integer(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INTEGER:
        raise ValueError(f"the number {text[:20]}… is too large")
    return int(text)


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text[:20]} is not a finite number")
    return number
