"""Write calfcause/sessions/typed.py from the columns: ``python tests/typed_session.py``."""

import json
from pathlib import Path

import calfcause
from calfcause.sessions.schema import IMPORTED, TOLD_COLUMNS

PLACE = Path(calfcause.__file__).parent / "sessions" / "typed.py"

BEGIN = '''\
"""A session as a typed dict, with the words of each column. Made by tests/typed_session.py."""

from datetime import datetime
from typing import Literal, TypedDict

Flag = bool | Literal[0, 1]
'''

CLASS = '''

class Session(TypedDict, total=False):
    """One run, for type checkers: annotate a dict with it.

    Every key may be left out, and every cell may be None. The doors read more than this names:
    numbers in text, other units, synonyms.

    Examples
    --------
    >>> from calfcause import Predictor, Session
    >>> run: Session = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat"}
    >>> Predictor.load().predict_one(run)["primary_cause"]
    'hills'
    """

'''
TYPES = {"number": "float", "flag": "Flag", "text": "str", "time": "str | datetime"}


def written() -> str:
    """The module as it has to be."""
    names: dict[tuple[str, ...], str] = {}
    lines = []
    for column in TOLD_COLUMNS.values():
        kind = TYPES.get(column.kind, "")
        if column.kind == "choice":
            kind = names.setdefault(column.choices, column.name.title().replace("_", ""))
        said = f"  # {column.allowed}" if column.kind == "number" else ""
        lines.append(f"    {column.name}: {kind} | None{said}\n")
    lines += [f"    {name}: str | None\n" for name in IMPORTED]
    literals = ""
    for words, name in names.items():
        one = f"{name} = Literal[{', '.join(map(json.dumps, words))}]\n"
        if len(one) > 101:
            each = "".join(f'    "{word}",\n' for word in words)
            one = f"{name} = Literal[\n{each}]\n"
        literals += one
    return BEGIN + literals + CLASS + "".join(lines)


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
