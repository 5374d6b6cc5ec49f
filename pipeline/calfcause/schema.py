"""The one table of columns of a run session, and how a cell becomes a number.

Every column may be missing and every cell may be empty: both mean *unknown*, which is NaN. Inside
the package a cell is a float: a number as it stands, a flag as 0.0 or 1.0, a choice as the place of
its word in ``Column.choices``.
"""

import difflib
import re
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

    @classmethod
    def of(cls, column: Column, row: int, found: object, line: int | None = None) -> "BadCell":
        """Describe what was found in the column, with the nearest cell that would be allowed."""
        text = str(found)
        allowed = column.allowed
        if column.kind == "number" and (two := _TWO_WAYS.fullmatch(text.strip())):
            readings = (float(two[1] + two[2]), float(f"{two[1]}.{two[2]}"))
            if any(column.low <= reading <= column.high for reading in readings):
                allowed += (
                    f"; it may be {readings[0]:g} or {readings[1]:g}, so write no thousands "
                    "separators and one decimal mark throughout"
                )
        return cls(row, column.name, text, allowed, line, _nearest_cell(column, text))

    @property
    def complaint(self) -> str:
        """What is wrong and what would be right, without the place in the file."""
        found = self.found if len(self.found) <= 40 else self.found[:39] + "…"
        hint = f". Did you mean {self.nearest!r}?" if self.nearest else ""
        if not self.column:
            return f"{found}; {self.allowed}{hint}"
        return f"column {self.column}: {found!r} is not allowed; {self.allowed}{hint}"

    def __str__(self) -> str:
        place = f"row {self.row}" if self.line is None else f"line {self.line}"
        return f"{place}, {self.complaint}"


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1,150 and 1.150 are 1150 to some people and 1.15 to others; 5,5 and 0,125 are decimals to all.
_TWO_WAYS = re.compile(r"[+-]?([1-9][0-9]{0,2})[.,]([0-9]{3})")
_CLOCK = re.compile(r"(?:([0-9]+):)?([0-9]{1,3}):([0-5][0-9])(?:\D.*)?")


def _nearest_cell(column: Column, text: str) -> str | None:
    cleaned = text.strip().lower()
    if column.kind == "choice":
        candidate = re.sub(r"[\s-]+", "_", cleaned)
        return next(iter(difflib.get_close_matches(candidate, column.choices, n=1)), None)
    if column.kind != "number" or _TWO_WAYS.fullmatch(cleaned):
        return None
    if clock := _CLOCK.fullmatch(cleaned):
        if not column.unit.startswith("min"):
            return None
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        nearest = f"{hours * 60 + minutes + seconds / 60:.5g}"
    elif typed := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)\s*[a-z%/ ]+", cleaned):
        nearest = typed[1].replace(",", ".")
    else:
        return None
    return nearest if column.low <= float(nearest) <= column.high else None


def _code(column: Column, found: object, decimal: str = ".") -> float:
    """Return the code of a cell, NaN if unknown, infinity (which no column allows) if bad."""
    if isinstance(found, str):
        code = column.words.get(found)
        if code is None:
            cleaned = found.strip().lower()
            code = column.words.get(cleaned)
        if code is not None:
            return code
        return inf if column.kind == "choice" else _checked(column, _parse(cleaned, decimal))
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

    ``None``, NaN, ``pandas.NA`` and words for unknown are left out, and so are ids. A key that is
    no column is left out too, with a warning if it looks like one.

    Raises
    ------
    SchemaError
        Naming every cell that its column does not allow.

    Examples
    --------
    >>> encode_session({"distance_km": "9.5", "terrain": "Hilly", "height_cm": None})
    {'distance_km': 9.5, 'terrain': 2.0}
    """
    codes: dict[str, float] = {}
    bad_cells: list[BadCell] = []
    for name, found in session.items():
        column = COLUMNS.get(name)
        if column is None:
            warn_of_near_miss(name, session)
        elif column.group != "ids":
            code = _code(column, found)
            if code == inf:
                bad_cells.append(BadCell.of(column, 0, found))
            elif code == code:
                codes[name] = code
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
def near_miss(name: str) -> str | None:
    """Return the column that a name which is no column was probably meant to be.

    >>> near_miss("Distance (km)"), near_miss("notes")
    ('distance_km', None)
    """
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    if not plain or plain.startswith(_OWN_PREFIXES):
        return None
    without_unit = [c.name for c in _TABLE if c.unit and c.name.startswith(plain + "_")]
    close = difflib.get_close_matches(plain, COLUMNS, n=1, cutoff=0.8)
    return next(iter([*close, *without_unit]), None)


def warn_of_near_miss(name: object, present: Sequence[str] | Mapping[str, object]) -> None:
    """Warn that a name is no column if it looks like one that is not present as well."""
    nearest = near_miss(name) if isinstance(name, str) else None
    if nearest is not None and nearest not in present:
        warnings.warn(
            f"column {name!r} is unknown and not read; did you mean {nearest!r}?",
            UserWarning,
            stacklevel=3,
        )
