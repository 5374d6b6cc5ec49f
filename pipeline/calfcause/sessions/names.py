"""Column names as people write them, and hints for a name that is not a column."""

import difflib
import re
import sys
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from calfcause.errors import Problem, SchemaError
from calfcause.sessions.schema import COLUMNS, IMPORTED, SORE_LABEL, TOLD_COLUMNS, Column
from calfcause.texts import as_text, capital, clean

# Spellings of units, in cells and in names; "foot" is left to foot_strike.
UNIT_SPELLINGS = {
    "km": "k km kms kilometer kilometers kilometre kilometres",
    "m": "m meter meters metre metres",
    "cm": "cm centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "mi": "mi mile miles miler",
    "ft": "ft feet",
    "in": "in inch inches",
    "years": "y yr yrs year years",
    "months": "month months",
    "weeks": "wk wks week weeks",
    "days": "d day days",
    "h": "h hr hrs hour hours",
    "min": "min mins minute minutes",
    "s": "s sec secs second seconds",
    "lb": "lb lbs pound pounds",
    "%": "% pct percent",
    "steps/min": "spm",
}
UNIT_OF_WORD = {word: unit for unit, words in UNIT_SPELLINGS.items() for word in words.split()}
_ENCODED = frozenset(column.name for column in COLUMNS.values() if column.group != "ids")
# Labels and predictions in our own files are named much like some columns.
_OWN_PREFIXES = ("cause_", "p_", "true_")
# No column is called by more characters, and no cache keeps more.
LONGEST_NAME = 100
# Looking for typos in more names than this would take long.
_MOST_NAMES = 1000


def lacks_columns(session: object) -> bool:
    """Whether a session is a mapping in which no key is the exact name of a column, ids apart."""
    return isinstance(session, Mapping) and session.keys().isdisjoint(_ENCODED)


def refuse_unknown(names: Sequence[object], columns: Mapping[str, Column], place: str) -> None:
    """Refuse names none of which is a column, ids apart.

    names : the header of a file, the columns of a frame or the keys of a session
    columns : the columns that may be there
    place : where the names are, for the message
    """
    known = [columns[name] for name in map(plain_name, names) if name in columns]
    if any(column.group != "ids" for column in known):
        return
    texts = [as_text(name).strip() for name in names[:_MOST_NAMES]]
    others = [text for text in texts if plain_name(text) not in {*columns, SORE_LABEL}]
    labelled = SORE_LABEL in map(plain_name, names)
    apart = ["ids"] * bool(known) + [f"the label {SORE_LABEL}"] * labelled
    besides = f" besides {' and '.join(apart)}" if apart else ""
    near = {text: column for text in others if (column := near_miss(text))}
    hints = [f"{text!r}: {rename_hint(text, column)}" for text, column in list(near.items())[:5]]
    shown = ", ".join(repr(text[:LONGEST_NAME]) for text in texts[:5])
    raise SchemaError(
        f"{place}: no known column{besides} in "
        f"{shown}{' …' if len(names) > 5 else ''}. Use columns such as "
        "distance_km, duration_min, terrain or shoe_type (calfcause schema lists them); convert "
        "the export of a watch or an app to these names and units first."
        + (f" To rename: {'; '.join(hints)}" if hints else ""),
        map(unknown, others),
    )


def unknown(name: object, row: int | None = None) -> Problem:
    """A name that is no column, with the one that it probably stands for."""
    text = as_text(name).strip()[:LONGEST_NAME]
    nearest = near_miss(text)
    hint = capital(rename_hint(text, nearest)) if nearest else ""
    return Problem(
        row=row, column=text, found=text, allowed="a column that calfcause schema lists", hint=hint,
        message=f"column {text!r} is not known{f'. {hint}' if hint else ''}",
    )  # fmt: skip


def appears_twice(column: Column) -> Problem:
    """A column that is there in two spellings, or twice in one."""
    return Problem(
        column=column.name, found=column.name, allowed="one column of that name",
        message=f"column {column.name} appears twice; remove one",
    )  # fmt: skip


def is_known(name: object) -> bool:
    """Whether a name is a column, a label of training data, or one that an import writes."""
    plain = plain_name(name)
    return plain in {*TOLD_COLUMNS, *IMPORTED, "primary_cause"} or plain[:6] == "cause_"


def refuse_any_unknown(names: Sequence[object], place: str) -> None:
    """Refuse names that are not known, where nothing unknown may be ignored."""
    others = [unknown(name) for name in names if not is_known(name)]
    if others:
        shown = "".join(f"\n  {one}" for one in others[:10])
        more = f"\n  … and {len(others) - 10} more" if len(others) > 10 else ""
        raise SchemaError(
            f"{place} has columns that are not known (calfcause schema lists those that are):"
            f"{shown}{more}",
            others,
        )


def plain_name(name: object) -> str:
    """Return a name, or the word of a choice, in lower case with underscores.

    Texts that are too long for either give an empty text.

    >>> plain_name(" Shoe-Type")
    'shoe_type'
    """
    return _plain_name(name) if isinstance(name, str) and len(name) <= LONGEST_NAME else ""


@lru_cache(maxsize=512)
def _plain_name(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def near_miss(name: str) -> str | None:
    """Return the column that an unknown name probably stands for, None if there is none.

    >>> near_miss("Distance (km)"), near_miss("distance_miles"), near_miss("notes")
    ('distance_km', 'distance_km', None)
    """
    return _near_miss(name) if len(name) <= LONGEST_NAME else None


@lru_cache(maxsize=512)
def _near_miss(name: str) -> str | None:
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    if not plain or plain.startswith(_OWN_PREFIXES):
        return None
    if plain.removesuffix("s") == "shoe":
        return "shoe_type"
    for close in difflib.get_close_matches(plain, COLUMNS, n=1, cutoff=0.8):
        # As a whole "Elevation Low" is close to elevation_loss_m, but low is no typo for loss.
        return close if _resembles(plain, close) else None
    stem = _stem(plain)
    longer = [name for name in COLUMNS if stem and name.startswith("_".join([*stem, ""]))]
    if len(longer) == 1 and COLUMNS[longer[0]].unit and _stem(longer[0]) == stem:
        return longer[0]
    return None


def _stem(name: str) -> list[str]:
    """Return the words of a name without units and spans of time (28d)."""
    words = (word for word in name.split("_") if word != "per" and not word[0].isdigit())
    return [word for word in words if word not in UNIT_OF_WORD]


def _resembles(name: str, column: str) -> bool:
    """Whether every word of a name is a unit or close to a word of the column, not its opposite."""
    words = column.split("_")
    return not ("min" in name.split("_") and "max" in words) and all(
        # Slowest is close to fastest, and unusual to usual.
        word in UNIT_OF_WORD or any(w[0] == word[0] for w in difflib.get_close_matches(word, words))
        for word in name.split("_")
    )


def rename_hint(name: str, nearest: str) -> str:
    """Say how to turn a column of this name into the nearest known one.

    >>> rename_hint("distance (mi)", "distance_km")
    "it holds another unit; convert it to km and call it 'distance_km'"
    """
    named, own = (
        {
            UNIT_OF_WORD[word]
            for word in re.split(r"[^a-z0-9]+", text.lower())
            if word in UNIT_OF_WORD
        }
        for text in (name, nearest)
    )
    unit = COLUMNS[nearest].unit
    # "Height in cm" names all units of height_cm, so its "in" is not an inch.
    if unit and named - own and not own <= named:
        return f"it holds another unit; convert it to {unit} and call it {nearest!r}"
    if unit and own and not named:
        return f"it names no unit; convert it to {unit} if need be and call it {nearest!r}"
    return f"did you mean {nearest!r}?"


def warn_of_near_miss(name: object, present: Sequence[str] | Mapping[str, object]) -> None:
    """Warn of an unknown name that looks like a column which is not present itself."""
    nearest = near_miss(name) if isinstance(name, str) else None
    # In a diary it names the pair, which ``sessions.history`` follows.
    is_pair = plain_name(name) == "shoe" and "start_time" in present
    if nearest is not None and nearest not in present and not is_pair:
        hint = rename_hint(str(name), nearest)
        warn_caller(f"column {name!r} is not known and was ignored; {hint}")


def warn_caller(message: str) -> None:
    """Warn, pointing at the first line outside this package that led to the call."""
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "calfcause":
        frame, level = frame.f_back, level + 1
    warnings.warn(clean(message), UserWarning, stacklevel=level)


def find_columns(
    names: Sequence[object], columns: Mapping[str, Column], place: str, *, strict: bool = False
) -> dict[int, Column]:
    """Return the known columns by position, and warn of names that narrowly miss one.

    names : the header of a file or the columns of a frame
    columns : the columns that may be there
    place : where the names are, for messages
    strict : whether names that are not known are refused
    """
    plain = [plain_name(name) for name in names]
    known = {at: columns[name] for at, name in enumerate(plain) if name in columns}
    counts = Counter(plain)
    for column in known.values():
        if counts[column.name] > 1:
            raise SchemaError(f"{place}: {(twice := appears_twice(column))}", [twice])
    refuse_unknown(names, columns, place)
    if strict:
        refuse_any_unknown(names, place)
    for name in () if strict else names[:_MOST_NAMES]:
        if plain_name(name) not in columns:
            warn_of_near_miss(name, counts)
    return known
