"""The one table of columns of a run session, and how a cell becomes a number.

Every column may be missing and every cell may be empty: both mean *unknown*, which is NaN. Inside
the package a cell is a float: a number as it stands, a flag as 0.0 or 1.0, a choice as the place of
its word in ``Column.choices``.
"""

import difflib
import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import inf, nan
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import SchemaError


@dataclass(frozen=True, kw_only=True)
class Column:
    """What one column holds, which cells it allows, and how to ask a runner for it."""

    name: str
    group: str
    kind: str
    meaning: str
    question: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = inf
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """The cells it allows, for people.

        >>> COLUMNS["distance_km"].allowed
        '0 to 500 km'
        """
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "flag":
            return "0 or 1"
        if self.kind == "number":
            return f"{self.low:g} to {self.high:g} {self.unit}".strip()
        return "a date and time as 2025-06-30T18:05" if self.kind == "time" else "any text"

    @cached_property
    def words(self) -> Mapping[str, float]:
        """The code of every word that it allows, the words for unknown (NaN) included."""
        codes = dict.fromkeys(_UNKNOWN_WORDS, nan)
        if self.kind == "flag":
            codes |= {"0": 0.0, "false": 0.0, "no": 0.0, "1": 1.0, "true": 1.0, "yes": 1.0}
        # Last, to win: "none" is an answer where it is a choice (overstride), also when a CSV
        # exporter writes it "None". In every other column it is unknown.
        return codes | {word: float(code) for code, word in enumerate(self.choices)}


# By name, because checking one session must not import pandas.
_UNKNOWN_OF_PANDAS = ("NAType", "NaTType")
_UNKNOWN_WORDS = ("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "unknown", "-", "--", "?")

_TERRAIN = ("flat", "rolling", "hilly", "steep")
_SURFACE = ("road", "track", "treadmill", "trail", "grass", "sand", "mud", "snow")
_STRIKE = ("rearfoot", "midfoot", "forefoot")
_SESSION = ("easy", "long", "tempo", "intervals", "sprints", "hill_repeats", "race")
_SHOE = ("standard", "minimalist", "zero_drop", "racing_flat", "track_spikes", "barefoot")


def _text(name: str, meaning: str, question: str, kind: str = "text") -> Column:
    return Column(name=name, group="ids", kind=kind, meaning=meaning, question=question)


def _number(
    name: str, group: str, low: float, high: float, unit: str, meaning: str, question: str
) -> Column:
    return Column(
        name=name, group=group, kind="number", meaning=meaning, question=question,
        unit=unit, low=low, high=high,
    )  # fmt: skip


def _flag(name: str, group: str, meaning: str, question: str) -> Column:
    return Column(name=name, group=group, kind="flag", meaning=meaning, question=question, high=1.0)


def _choice(name: str, group: str, choices: tuple[str, ...], meaning: str, question: str) -> Column:
    return Column(
        name=name, group=group, kind="choice", meaning=meaning, question=question,
        high=len(choices) - 1.0, choices=choices,
    )  # fmt: skip


# fmt: off
_TABLE = (
    _text("session_id", "the row's own name; passed through", "What do you call this run?"),
    _text("runner_id", "whose run it is; rows of one runner belong together", "Whose run was it?"),
    _text("start_time", "when the run started (ISO 8601)", "When did the run start?", kind="time"),

    _number("experience_weeks", "runner", 0, 4000, "weeks",
            "weeks of regular running before this run; 0 is the first run; "
            "a long break (3 months or more) restarts the count",
            "How many weeks have you been running regularly, since any break of 3 months or more?"),
    _number("height_cm", "runner", 120, 230, "cm", "body height", "How tall are you?"),
    _number("weekly_distance_km", "runner", 0, 400, "km",
            "distance run in the 7 days that end with this run, this run included",
            "How far did you run in the 7 days up to and including this run?"),
    _number("usual_weekly_distance_km", "runner", 0, 400, "km",
            "mean weekly distance over the 4 weeks before those 7 days",
            "How far did you run in a usual week of the 4 weeks before that?"),
    _number("longest_run_28d_km", "runner", 0, 500, "km",
            "longest run in the 28 days before this one",
            "How long was your longest run in the 4 weeks before this one?"),
    _number("sore_calf_runs_28d", "runner", 0, 60, "runs",
            "runs in the 28 days before this one that left the calves sore",
            "How many of your runs in the 4 weeks before this one left your calves sore?"),
    _flag("calf_injury_52w", "runner", "a calf or Achilles injury in the last 52 weeks",
          "Have you had a calf or Achilles injury in the last year?"),

    _choice("session_type", "run", _SESSION, "what kind of run it was", "What kind of run was it?"),
    _number("distance_km", "run", 0, 500, "km", "distance", "How far did you run?"),
    _number("duration_min", "run", 0, 6000, "min", "moving time", "How long were you moving?"),
    _number("elevation_gain_m", "run", 0, 20000, "m", "total climb",
            "How many metres did you climb in all?"),
    _number("elevation_loss_m", "run", 0, 20000, "m", "total descent",
            "How many metres did you descend in all?"),
    _number("max_grade_pct", "run", 0, 100, "%", "steepest uphill grade held for 100 m or more",
            "How steep was the steepest climb of 100 m or more?"),
    _choice("terrain", "run", _TERRAIN,
            "how hilly the run was, in the runner's own words; "
            "steep also covers stairs and short steep banks",
            "How hilly was the run (steep also means stairs or short steep banks)?"),
    _choice("surface", "run", _SURFACE, "what most of the run was on",
            "What was most of the run on?"),
    _number("soft_surface_fraction", "run", 0, 1, "",
            "fraction of the run on grass, sand, mud or snow",
            "What fraction of the run was on grass, sand, mud or snow (0 to 1)?"),
    _number("fastest_pace_min_per_km", "run", 1.5, 20, "min/km",
            "fastest pace held for a kilometre, or for one repetition",
            "What was your fastest pace over a kilometre or one repetition, "
            "in minutes per km (5.5 is 5:30)?"),
    _number("cadence_spm", "run", 100, 260, "steps/min", "mean cadence, both feet counted",
            "How many steps a minute did you take, both feet counted?"),
    _choice("foot_strike", "run", _STRIKE, "which part of the foot lands first",
            "Which part of your foot landed first on this run?"),
    _choice("overstride", "run", ("none", "mild", "marked"),
            "how far the foot lands ahead of the body, "
            "seen by a coach, on video or in a gait analysis",
            "How far ahead of your body does your foot land, "
            "if a coach, a video or a gait analysis has shown it?"),
    _choice("posture", "run", ("upright", "tilted"), "upright, or pelvis tilted / bent at the hips",
            "Did you run upright, or with the pelvis tilted or bent at the hips?"),

    _number("usual_pace_min_per_km", "habit", 1.5, 20, "min/km", "usual training pace",
            "What is your usual training pace, in minutes per km (5.5 is 5:30)?"),
    _number("usual_climb_m_per_km", "habit", 0, 300, "m/km", "usual climb per kilometre",
            "How many metres do you usually climb per kilometre?"),
    _choice("usual_terrain", "habit", _TERRAIN, "the terrain of most runs",
            "How hilly are most of your runs?"),
    _choice("usual_surface", "habit", _SURFACE, "the surface of most runs",
            "What are most of your runs on?"),
    _number("usual_cadence_spm", "habit", 100, 260, "steps/min", "usual cadence",
            "How many steps a minute do you usually take, both feet counted?"),
    _choice("usual_foot_strike", "habit", _STRIKE, "the strike used until now",
            "Which part of your foot used to land first until now?"),
    _number("usual_shoe_drop_mm", "habit", -10, 30, "mm", "heel-to-toe drop of the usual shoes",
            "What is the heel-to-toe drop of your usual shoes?"),

    _choice("shoe_type", "footwear", _SHOE, "kind of shoe; a carbon racing shoe is a racing_flat",
            "What kind of shoes did you wear on this run (a carbon racing shoe is a racing_flat)?"),
    _number("shoe_drop_mm", "footwear", -10, 30, "mm", "heel-to-toe drop",
            "What is their heel-to-toe drop?"),
    _number("shoe_distance_km", "footwear", 0, 10000, "km",
            "distance already run in this kind of shoe before this run",
            "How far had you already run in this kind of shoe before this run?"),

    _number("onset_hours", "afterwards", 0, 168, "h",
            "hours from the end of the run to the first soreness; 0 is during the run",
            "How many hours after the run did the soreness begin (0 is during the run)?"),
    _number("sore_days", "afterwards", 0, 365, "days", "how long the soreness has lasted",
            "For how many days have your calves been sore?"),
    _number("severity_0_10", "afterwards", 0, 10, "", "worst soreness",
            "How bad was the soreness at its worst, from 0 to 10?"),
    _flag("sharp_pain", "afterwards", "a sharp or sudden pain, or a pop",
          "Did you feel a sharp or sudden pain, or a pop?"),
    _flag("one_leg_only", "afterwards", "only one calf is sore", "Is only one calf sore?"),
    _flag("swelling", "afterwards", "swelling, warmth, redness or bruising",
          "Is there any swelling, warmth, redness or bruising?"),
)
# fmt: on

COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _TABLE})
MODEL_COLUMNS = tuple(c.name for c in _TABLE if c.group in {"runner", "run", "habit", "footwear"})
AFTERWARDS_COLUMNS = tuple(c.name for c in _TABLE if c.group == "afterwards")


def label_columns(causes: Sequence[str]) -> dict[str, Column]:
    """Return the columns that only training data has, for these causes in this order."""
    flags = [_flag("sore_calves", "labels", "whether the run left the calves sore", "")]
    for cause in causes:
        flags.append(_flag(f"cause_{cause}", "labels", f"{cause}: not sore without it", ""))
    primary = _choice(
        "primary_cause", "labels", (*causes, "none"), "the cause that contributed most", ""
    )
    return {column.name: column for column in (*flags, primary)}


@dataclass(frozen=True)
class BadCell:
    """A cell that its column does not allow.

    ``row`` counts sessions from 0, ``line`` counts the lines of the file from 1, as an editor does.
    """

    row: int
    column: str
    found: str
    allowed: str
    line: int | None = None
    nearest: str | None = None
    note: str = ""

    @classmethod
    def of(cls, column: Column, row: int, found: object, line: int | None = None) -> "BadCell":
        """Describe what was found in the column, with the nearest cell that would be allowed."""
        text = str(found)
        nearest, allowed, note = None, column.allowed, ""
        if column.kind == "choice":
            near = difflib.get_close_matches(plain_name(text), column.choices, n=1)
            nearest = next(iter(near), None)
        elif column.kind == "number":
            allowed += _readings(column, text.strip().lower())
            if nearest := _converted(column, text.strip().lower()):
                note = f" ({text.strip()} in {column.unit})"
        return cls(row, column.name, text, allowed, line, nearest, note)

    @property
    def complaint(self) -> str:
        """What is wrong and what would be right, without the place in the file."""
        found = self.found if len(self.found) <= 40 else self.found[:39] + "…"
        hint = f". Did you mean {self.nearest!r}{self.note}?" if self.nearest else ""
        if not self.column:
            return f"{found}; {self.allowed}{hint}"
        return f"column {self.column}: {found!r} is not allowed; {self.allowed}{hint}"

    def __str__(self) -> str:
        place = f"row {self.row}" if self.line is None else f"line {self.line}"
        return f"{place}, {self.complaint}"


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1,150 and 1.150 are 1150 to some people and 1.15 to others; 5,5 and 0,125 are decimals to all.
_TWO_WAYS = re.compile(r"[+-]?([1-9][0-9]{0,2})[.,]([0-9]{3})")
_MEASURE = re.compile(r"(.*[0-9.])\s*([^0-9.]*)")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-5][0-9])")
# How a unit may be written, in cells and in names; "foot" is left to foot_strike.
_SPELLINGS = {
    "km": "km kms kilometer kilometers kilometre kilometres",
    "m": "m meter meters metre metres",
    "cm": "cm centimeter centimeters centimetre centimetres",
    "mm": "mm millimeter millimeters millimetre millimetres",
    "mi": "mi mile miles",
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
_UNITS = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
# Units that are certain to measure the same. Metres are not among miles: "26 m" may be either.
_SIZES = (
    {"km": 1.0, "mi": 1.609344},
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "in": 0.0254},
    {"weeks": 1.0, "years": 52.0, "months": 4.345, "days": 1 / 7, "h": 1 / 168, "min": 1 / 10_080},
)


def _measure(column: Column, text: str) -> tuple[str, str]:
    """Split a cell into its number and its unit, which is the column's if it names none."""
    if not (parts := _MEASURE.fullmatch(text)):
        return text, ""
    over = [_UNITS.get(word, word) for word in re.split(r"\s*(?:/|\bper\b)\s*", parts[2].strip())]
    if not over[0]:
        over[0] = column.unit.partition("/")[0] if over[1:] else column.unit
    return parts[1], "/".join(over)


def _measured(written: str, unit: str, decimal: str) -> float:
    """Return a number or a clear clock time (m:ss only of a pace), infinity if it is neither."""
    if not (clock := _CLOCK.fullmatch(written)):
        return _parse(written, decimal)
    if not unit.startswith("min") or ("/" not in unit and _two_clocks(written)):
        return inf
    hours, minutes, seconds = (float(part or 0) for part in clock.groups())
    return hours * 60 + minutes + seconds / 60


def _two_clocks(written: str) -> tuple[int, int] | None:
    """Return the parts of a clock time that may be h:mm as well as m:ss.

    Excel takes a run of 45:30 for hours and exports 45:30:00.
    """
    clock = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9])(:00)?", written)
    return (
        (int(clock[1]), int(clock[2])) if clock and (not clock[3] or int(clock[1]) > 23) else None
    )


def _readings(column: Column, text: str) -> str:
    """Say what a cell may mean that can be read in two ways."""
    written, unit = _measure(column, text)
    if unit != column.unit:
        return ""
    if two := _TWO_WAYS.fullmatch(written):
        readings = (float(two[1] + two[2]), float(f"{two[1]}.{two[2]}"))
        if any(column.low <= reading <= column.high for reading in readings):
            return (
                f"; it may be {readings[0]:g} or {readings[1]:g}, so write no thousands "
                "separators and one decimal mark throughout"
            )
    if unit == "min" and (clock := _two_clocks(written)):
        first, second = clock
        return (
            f"; it may be {first * 60 + second} ({first} h {second} min) or "
            f"{first + second / 60:.2f} ({first} min {second} s), so write minutes or h:mm:ss"
        )
    return ""


def _converted(column: Column, text: str) -> str | None:
    """Return a cell of another unit in the unit of the column, if that is certain and allowed."""
    written, unit = _measure(column, text)
    number = _measured(written, unit, ".")
    units, wanted = unit.split("/"), column.unit.split("/")
    if unit == column.unit or len(units) != len(wanted):
        return None
    for one, other, power in zip(units, wanted, (1, -1), strict=False):
        size = next((size for size in _SIZES if one in size and other in size), {one: 1.0})
        if other not in size:
            return None
        number *= (size[one] / size[other]) ** power
    converted = f"{number:.2f}".rstrip("0").rstrip(".")
    return converted if column.low <= float(converted) <= column.high else None


def _code(column: Column, found: object, decimal: str = ".") -> float:
    """Return the code of a cell, NaN if unknown, infinity (which no column allows) if bad."""
    if isinstance(found, str):
        code = column.words.get(found)
        if code is None:
            cleaned = found.strip().lower()
            code = column.words.get(cleaned)
        if code is not None:
            return code
        if column.kind == "choice":
            return column.words.get(plain_name(cleaned), inf)
        number = _parse(cleaned, decimal)
        if number == inf:
            written, unit = _measure(column, cleaned)
            number = _measured(written, unit, decimal) if unit == column.unit else inf
        return _checked(column, number)
    if found is None or type(found).__name__ in _UNKNOWN_OF_PANDAS:
        return nan
    if isinstance(found, bool | np.bool_):
        return float(found) if column.kind == "flag" else inf
    if isinstance(found, int | float | np.integer | np.floating | Decimal):
        try:
            number = float(found)
        except (OverflowError, ValueError):
            return inf
        return nan if number != number else inf if column.choices else _checked(column, number)
    return inf


def _checked(column: Column, number: float) -> float:
    if column.kind == "flag":
        return number if number in (0.0, 1.0) else inf
    return number if column.low <= number <= column.high else inf


def _parse(text: str, decimal: str) -> float:
    text = text.replace("\N{MINUS SIGN}", "-")  # pasted from web pages about shoes
    other = "," if decimal == "." else "."
    if other in text and _TWO_WAYS.fullmatch(text):
        return inf
    if text.count(",") + text.count(".") > 1:
        return inf
    text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else inf


def encode_session(session: Mapping[str, object]) -> dict[str, float]:
    """Return the codes of the known cells of one session, given as a dict.

    ``None``, NaN, ``pandas.NA`` and words for unknown are left out, and so are ids. Keys are read
    like the header of a file: in any case, with spaces or hyphens. A key that is no column is left
    out too, with a warning if it looks like one.

    Raises
    ------
    SchemaError
        Naming every cell that its column does not allow, or a column that stands twice.

    Examples
    --------
    >>> encode_session({"distance_km": "9.5", "Terrain": "Hilly", "height_cm": None})
    {'distance_km': 9.5, 'terrain': 2.0}
    """
    codes: dict[str, float] = {}
    bad_cells: list[BadCell] = []
    for name, found in session.items():
        column = COLUMNS.get(name)
        if column is None:
            column = COLUMNS.get(plain_name(name))
            if column and (column.name in session or column.name in codes):
                raise SchemaError(f"column {column.name} stands twice; remove one")
        if column is None:
            warn_of_near_miss(name, session)
        elif column.group != "ids":
            code = _code(column, found)
            if code == inf:
                bad_cells.append(BadCell.of(column, 0, found))
            elif code == code:
                codes[column.name] = code
    if bad_cells:
        raise SchemaError("\n".join(cell.complaint for cell in bad_cells))
    return codes


class _Codes(dict[str, float]):
    """The codes of texts, each worked out once: columns of a file repeat themselves."""

    def __init__(self, column: Column, decimal: str) -> None:
        self._column, self._decimal = column, decimal

    def __missing__(self, text: str) -> float:
        code = self[text] = _code(self._column, text, self._decimal)
        return code


def encode_column(
    column: Column, values: Sequence[Any] | NDArray[Any], *, decimal: str = "."
) -> tuple[NDArray[np.float64], list[int]]:
    """Return the codes of a column's cells, shape ``(n_sessions,)``, and where the bad ones are.

    Unknown and bad cells are NaN. ``decimal`` is the decimal mark of the file the texts are from:
    the other mark is understood too, except where it could separate thousands.

    Examples
    --------
    >>> encode_column(COLUMNS["terrain"], ["flat", "", "hily"])
    (array([ 0., nan, nan]), [2])
    """
    codes = _encode_plain_numbers(column, values, decimal) if column.kind != "choice" else None
    if codes is None:
        by_text = _Codes(column, decimal)
        found: Iterator[float]
        # 1 and True are one key of a dict and not one cell: only texts are remembered.
        if set(map(type, values)) == {str}:
            found = map(by_text.__getitem__, values)
        else:
            found = (by_text[v] if type(v) is str else _code(column, v, decimal) for v in values)
        codes = np.fromiter(found, np.float64, len(values))
    bad = np.flatnonzero(np.isinf(codes))
    codes[bad] = nan
    return codes, bad.tolist()


def _encode_plain_numbers(
    column: Column, values: Sequence[Any] | NDArray[Any], decimal: str
) -> NDArray[np.float64] | None:
    """Return the codes if all cells are numbers or texts of plain numbers: much faster."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        codes = values.astype(np.float64)
    else:
        try:
            joined = "".join(values)
            # float() also reads nan, inf, 1_000 and Eastern digits, and knows no thousands.
            signs = "_nN." if decimal == "," else "_nN"
            if not joined.isascii() or any(sign in joined for sign in signs):
                return None
            texts = values if decimal == "." else [text.replace(",", ".") for text in values]
            codes = np.array([float(text) if text else nan for text in texts], dtype=np.float64)
        except (TypeError, ValueError):
            return None
    codes[(codes < column.low) | (codes > column.high)] = inf
    if column.kind == "flag":
        codes[(codes > 0.0) & (codes < 1.0)] = inf
    return codes


def decode(column: Column, code: float) -> str | float | int | None:
    """Return what a person would write for a code, or None if it is unknown.

    >>> decode(COLUMNS["terrain"], 2.0)
    'hilly'
    """
    if code != code:
        return None
    if column.kind == "choice":
        return column.choices[int(code)]
    return int(code) if column.kind == "flag" else float(code)


# Labels and predictions stand beside the columns in our own files, named much like some of them.
_OWN_PREFIXES = ("cause_", "p_", "true_")


@lru_cache(maxsize=512)
def plain_name(name: object) -> str:
    """Return the name that a column, or the word of a choice, has here.

    >>> plain_name(" Shoe-Type")
    'shoe_type'
    """
    return re.sub(r"[\s_-]+", "_", name.strip().lower()) if isinstance(name, str) else ""


@lru_cache(maxsize=512)
def near_miss(name: str) -> str | None:
    """Return the column that a name which is no column was probably meant to be.

    >>> near_miss("Distance (km)"), near_miss("distance_miles"), near_miss("notes")
    ('distance_km', 'distance_km', None)
    """
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    if not plain or plain.startswith(_OWN_PREFIXES):
        return None
    if plain.removesuffix("s") == "shoe":
        return "shoe_type"
    stem = "_".join(word for word in plain.split("_") if word not in _UNITS)
    longer = [column for column in _TABLE if stem and column.name.startswith(stem + "_")]
    close = difflib.get_close_matches(plain, COLUMNS, n=1, cutoff=0.8)
    if not close and len(longer) == 1 and longer[0].unit:
        return longer[0].name
    return next(iter(close), None)


def rename_hint(name: str, nearest: str) -> str:
    """Say how a column by this name becomes the one it was probably meant to be.

    >>> rename_hint("distance (mi)", "distance_km")
    "it holds another unit; convert it to km and call it 'distance_km'"
    """
    named, own = (
        {_UNITS[word] for word in re.split(r"[^a-z0-9]+", text.lower()) if word in _UNITS}
        for text in (name, nearest)
    )
    # All of its own units are there in "Height in cm", whose "in" is no inch.
    if (unit := COLUMNS[nearest].unit) and named - own and not own <= named:
        return f"it holds another unit; convert it to {unit} and call it {nearest!r}"
    return f"did you mean {nearest!r}?"


def warn_of_near_miss(name: object, present: Sequence[str] | Mapping[str, object]) -> None:
    """Warn that a name is no column if it looks like one that is not present as well."""
    nearest = near_miss(name) if isinstance(name, str) else None
    if nearest is not None and nearest not in present:
        hint = rename_hint(str(name), nearest)
        warn_caller(f"column {name!r} is unknown and not read; {hint}")


def warn_caller(message: str) -> None:
    """Warn, pointing at the line outside this package that called it."""
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "calfcause":
        frame, level = frame.f_back, level + 1
    warnings.warn(message, UserWarning, stacklevel=level)
