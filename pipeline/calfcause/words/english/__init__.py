"""English: how people tell of a run and of sore calves, a table for each group of columns."""

from pathlib import Path

from calfcause.sessions.english import alone, in_sentences
from calfcause.sessions.schema import COLUMNS
from calfcause.words.english import (
    alike,
    apart,
    body,
    effort,
    ground,
    legs,
    length,
    parts,
    plain,
    runner,
    running,
    scope,
    shoes,
    signs,
    soreness,
)
from calfcause.words.english.idle import IDLE
from calfcause.words.english.measures import MEASURES
from calfcause.words.language import Language, Scope, parts_of, patterns_of, rules_of

# Of these columns the words of the choices stand in sessions/english.py.
_CHOICES = (
    "terrain", "surface", "foot_strike", "session_type", "shoe_type", "overstride", "posture",
)  # fmt: skip
# As an item of a list by itself a word of these columns means what it does as a whole cell, unless
# it may name something else there.
_ITEMS = ("terrain", "surface", "session_type")
_NO_ITEMS = {"marathon", "half marathon", "stairs", "races", "racing", "ladder", "pyramid"}
_RULES = (
    parts, apart, runner, length, effort, shoes, soreness, legs, signs, body, alike, ground,
    running,
)  # fmt: skip


def _words_of(name: str) -> dict[str, str]:
    """All words for the cells of a column, and the cells."""
    column = COLUMNS[name]
    words = {**alone(column.phrases), **{cell: cell for cell in column.choices}}
    return {word.replace("_", " "): cell for word, cell in words.items()}


ENGLISH = Language(
    measures=MEASURES,
    phrases={name: in_sentences(COLUMNS[name].phrases) for name in _CHOICES},
    items={
        name: {word: cell for word, cell in _words_of(name).items() if word not in _NO_ITEMS}
        for name in _ITEMS
    },
    rules=rules_of(*(table.TABLE for table in _RULES)),
    plain=rules_of(parts.TABLE, parts_of(soreness.TABLE), plain.TABLE),
    choices={name: _words_of(name) for name in _CHOICES},
    scope=Scope(**dict(patterns_of((parts.TABLE, scope.TABLE), {}))),
    learned=Path(__file__).with_name("learned.json"),
    idle=IDLE,
    why_body="it may matter: say it in other words",
    why_language="only English is understood",
    why_unreal="a plan or another run",
    why_unlikely="it may not be of this run",
    why_others="somebody else, or advice",
)
