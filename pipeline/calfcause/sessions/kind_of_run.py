"""Cells that name one kind of run in several words, some with its distance: 10 km easy run."""

import re
from functools import lru_cache
from math import nan

from calfcause.sessions.names import UNIT_OF_WORD, plain_name
from calfcause.sessions.numbers import converted, number_in
from calfcause.sessions.schema import COLUMNS

_KINDS, _DISTANCE = COLUMNS["session_type"], COLUMNS["distance_km"]
_RACE = float(_KINDS.choices.index("race"))
# Of these a distance may be that of one repetition, so it is not taken for that of the run.
_REPEATED = {float(_KINDS.choices.index(one)) for one in ("intervals", "sprints", "hill_repeats")}
_OF_A_RUN = re.compile(r"^(?:an?|the|my)_|_(?:run|session|workout)$")
_PUNCTUATION = re.compile(r"[():]|,(?!\d)")
_LENGTH = re.compile(r"[0-9]+(?:[.,][0-9]+)?_?([a-z]+)")


@lru_cache(maxsize=512)
def kind_in(cell: str) -> tuple[float, float]:
    """Return the code of the one kind of run that a cell names, and its distance in kilometres.

    Each is NaN where it is not named.

    >>> [kind_in(cell) for cell in ("10 km easy run", "half-marathon race", "400 m intervals")]
    [(0.0, 10.0), (6.0, 21.1), (3.0, nan)]
    """
    plain = plain_name(_PUNCTUATION.sub(" ", cell))
    words = plain.split("_")
    splits = [(plain, plain)]
    for at in range(1, len(words)):
        first, last = "_".join(words[:at]), "_".join(words[at:])
        splits += [(first, last), (last, first)]
    for distance, name in splits:
        kind = _kind(name)
        if kind in _REPEATED and (length := _LENGTH.fullmatch(distance)):
            if UNIT_OF_WORD.get(length[1]) in ("km", "mi", "m"):
                return kind, nan
        elif kind == kind and 0.0 < (km := _distance(distance, kind)) <= _DISTANCE.high:
            return kind, km
    return _kind(plain), nan


def _kind(plain: str) -> float:
    code = _KINDS.words.get(plain)
    if code is None:
        code = _KINDS.words.get(_OF_A_RUN.sub("", plain), nan)
        return nan if code == _RACE else code  # who trains for a race does a race session too
    return code


def _distance(plain: str, kind: float) -> float:
    """The kilometres that a text is; words such as marathon are a distance of races alone."""
    if kind == _RACE and plain in _DISTANCE.synonyms:
        return _DISTANCE.words[plain]
    text = plain.replace("_", " ")
    if not _LENGTH.fullmatch(plain):
        return nan
    return float(converted(_DISTANCE, text) or number_in(_DISTANCE, text, ""))
