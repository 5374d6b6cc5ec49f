"""True sessions, and the many ways in which people and programs write their cells.

Fuzzing needs to know the right answer without asking the code that it tests. So a session is made
first, in plain numbers and words, and written afterwards in one of many forms. A form is *sure* if
calfcause has to read it; others it may refuse, but must not read wrongly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, Column
from calfcause.simulate import simulate
from calfcause.simulate.record import RECORDED_COLUMNS

Session = dict[str, float | str]
FLAGS = [name for name in AFTERWARDS_COLUMNS if COLUMNS[name].kind == "flag"]
# Minutes and paces are multiples of three seconds, so that a clock and two decimals agree.
STEPS = {"min": 0.05, "min/km": 0.05, "km": 0.01, "": 0.05, "h": 0.1, "days": 0.1, "mm": 0.1}


def true_sessions(n_runners: int = 200, seed: int = 11) -> list[Session]:
    """Sessions of simulated runners with complete cells; a flag is 0 or 1, a choice a word."""
    simulated = simulate(n_runners, 3, seed=seed)
    names = list(RECORDED_COLUMNS)
    table = np.column_stack([simulated.true_cells[name] for name in names])
    return [
        {
            name: true_cell(COLUMNS[name], value)
            for name, value in zip(names, row.tolist(), strict=True)
            if value == value
        }
        for row in table
    ]


def true_cell(column: Column, value: float) -> float | str:
    if column.kind == "choice":
        return column.choices[int(value)]
    if column.kind == "flag":
        return float(value)
    step = STEPS.get(column.unit, 1.0)
    return float(min(max(round(round(value / step) * step, 2), column.low), column.high))


def draw(rng: np.random.Generator, sessions: list[Session]) -> Session:
    """Some cells of a session, now and then with signs for a clinician."""
    whole = sessions[rng.integers(len(sessions))]
    share = rng.uniform(0.15, 1.0)
    session = {name: cell for name, cell in whole.items() if rng.random() < share}
    if rng.random() < 0.4:
        for name in rng.choice(FLAGS, rng.integers(1, 4), replace=False):
            session[str(name)] = 1.0
    return session or {"distance_km": 10.0}


@dataclass(frozen=True)
class Form:
    """A way to write a true cell; ``write`` gives None where it does not apply to the cell."""

    name: str
    write: Callable[[Column, Any], Any]
    sure: bool = True


def plain(value: float) -> str:
    """A number with a point and no more digits than it needs."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _whole(value: float) -> bool:
    return value == int(value)


def _with_comma(value: float) -> str | None:
    text = plain(value)
    return text.replace(".", ",") if "." in text else None


def _grouped(value: float, group: str, mark: str) -> str | None:
    """Thousands apart; where the group may be a decimal mark, only with decimals to settle it."""
    whole, _, rest = plain(value).partition(".")
    if abs(value) < 1000 or (group in ",." and not rest):
        return None
    return f"{int(whole):,}".replace(",", group) + (mark + rest if rest else "")


def _clock(value: float) -> tuple[int, int, int] | None:
    seconds = round(value * 60)
    if abs(seconds - value * 60) > 1e-6:
        return None
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def _long_clock(column: Column, value: float) -> str | None:
    parts = _clock(value) if column.unit == "min" else None
    return f"{parts[0]}:{parts[1]:02d}:{parts[2]:02d}" if parts and parts[0] < 24 else None


def _pace_clock(column: Column, value: float) -> str | None:
    parts = _clock(value) if column.unit == "min/km" else None
    return f"{parts[0] * 60 + parts[1]}:{parts[2]:02d}" if parts else None


def _elapsed(column: Column, value: float) -> timedelta | None:
    return timedelta(minutes=value) if column.unit in ("min", "min/km") and _clock(value) else None


def _of_pandas(elapsed: timedelta | None) -> pd.Timedelta | None:
    return pd.Timedelta(elapsed) if elapsed else None


def _time_of_day(column: Column, value: float) -> time | None:
    parts = _clock(value) if column.unit == "min" else None
    return time(*parts) if parts and parts[0] < 24 else None


def _elapsed_64(unit: str, per_minute: float) -> Callable[[Column, float], Any]:
    def write(column: Column, value: float) -> Any:
        count = value * per_minute
        if column.unit != "min" or abs(count - round(count)) > 1e-6:
            return None
        return np.timedelta64(round(count), unit)

    return write


def _in_unit(unit: str, of: str, factor: float) -> Form:
    def write(column: Column, value: float) -> str | None:
        return f"{plain(value * factor)} {unit}" if column.unit == of else None

    return Form(f"in {unit}", write, sure=False)


NUMBERS = [
    Form("float", lambda column, value: value),
    Form("int", lambda column, value: int(value) if _whole(value) else None),
    Form("text", lambda column, value: plain(value)),
    Form("text with spaces", lambda column, value: f"  {plain(value)} "),
    Form("text with zeros", lambda column, value: f"{value:.2f}"),
    Form("text with unit", lambda column, value: f"{plain(value)} {column.unit}".strip()),
    Form("text against unit", lambda column, value: f"{plain(value)}{column.unit}"),
    Form("exponent", lambda column, value: f"{value:.6e}"),
    Form("decimal comma", lambda column, value: _with_comma(value)),
    Form("typographic minus", lambda c, v: plain(v).replace("-", "\u2212") if v < 0 else None),
    Form("np.float64", lambda column, value: np.float64(value)),
    Form("np.float32", lambda column, v: np.float32(v) if float(np.float32(v)) == v else None),
    Form("np.int64", lambda column, value: np.int64(value) if _whole(value) else None),
    Form("np.int16", lambda column, v: np.int16(v) if _whole(v) and abs(v) < 30000 else None),
    Form("np.str_", lambda column, value: np.str_(plain(value))),
    Form("Decimal", lambda column, value: Decimal(plain(value))),
    Form("pace as a clock", _pace_clock),
    Form("time as a clock", _long_clock),
    Form("1,234.5", lambda column, value: _grouped(value, ",", "."), sure=False),
    Form("1.234,5", lambda column, value: _grouped(value, ".", ","), sure=False),
    Form("1 234,5", lambda column, value: _grouped(value, "\u202f", ","), sure=False),
    Form("1'234.5", lambda column, value: _grouped(value, "'", "."), sure=False),
    Form("signed", lambda column, value: f"{value:+g}", sure=False),
    Form("Fraction", lambda column, value: Fraction(plain(value)), sure=False),
    Form("0-d array", lambda column, value: np.array(value), sure=False),
    Form("bytes", lambda column, value: plain(value).encode(), sure=False),
    Form("timedelta", _elapsed, sure=False),
    Form("pd.Timedelta", lambda column, v: _of_pandas(_elapsed(column, v)), sure=False),
    Form("time of day", _time_of_day, sure=False),
    Form("timedelta64[s]", _elapsed_64("s", 60), sure=False),
    Form("timedelta64[ms]", _elapsed_64("ms", 60e3), sure=False),
    Form("timedelta64[ns]", _elapsed_64("ns", 60e9), sure=False),
    _in_unit("m", "km", 1000.0),
    _in_unit("mi", "km", 1 / 1.609344),
    _in_unit("ft", "m", 1 / 0.3048),
    _in_unit("s", "min", 60.0),
    _in_unit("days", "weeks", 7.0),
]  # fmt: skip
FLAG_WORDS = {0.0: ("no", "No", "false", "FALSE", "0"), 1.0: ("yes", "Yes", "true", "TRUE", "1")}
FLAGS_AS = [
    Form("float", lambda column, value: value),
    Form("int", lambda column, value: int(value)),
    Form("bool", lambda column, value: bool(value)),
    Form("np.bool_", lambda column, value: np.bool_(value)),
    Form("np.int8", lambda column, value: np.int8(value)),
    *(
        Form("word", lambda column, value, at=at: FLAG_WORDS[value][at])  # type: ignore[misc]
        for at in range(5)
    ),
    Form("letter", lambda column, value: "y" if value else "n"),
]
WORDS = [
    Form("word", lambda column, word: word),
    Form("capitals", lambda column, word: word.upper()),
    Form("title", lambda column, word: word.title()),
    Form("padded", lambda column, word: f" {word}  "),
    Form("spaces", lambda column, word: word.replace("_", " ")),
    Form("hyphens", lambda column, word: word.replace("_", "-")),
    Form("np.str_", lambda column, word: np.str_(word)),
]
MISSING = (None, float("nan"), pd.NA, pd.NaT, np.float32("nan"), "", "  ", "NA", "n/a", "nan",
           "unknown", "Unknown", "-", "?", "#N/A", "null", Decimal("NaN"))  # fmt: skip
HEADERS: tuple[Callable[[str], str], ...] = (
    lambda name: name,
    str.upper,
    lambda name: name.replace("_", " "),
    lambda name: name.replace("_", "-"),
    lambda name: f" {name.title()} ",
)


def forms_of(column: Column) -> list[Form]:
    """The forms for the cells of a column."""
    return {"number": NUMBERS, "flag": FLAGS_AS}.get(column.kind, WORDS)


def written(
    rng: np.random.Generator, column: Column, value: Any, *, text_only: bool, surely: bool
) -> tuple[Any, bool]:
    """A true cell in a form that applies to it, and whether that is sure to be read."""
    forms = forms_of(column)
    while True:
        form = forms[rng.integers(len(forms))]
        if surely and not form.sure:
            continue
        cell = form.write(column, value)
        if cell is not None and (isinstance(cell, str) or not text_only):
            return cell, form.sure


class Hostile:
    """An object that cannot be shown, compared or told whether it is true."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")

    __str__ = __bool__ = __eq__ = __hash__ = __repr__  # type: ignore[assignment]


def nested(depth: int) -> list[Any]:
    """A list in a list in a list."""
    cell: list[Any] = []
    for _ in range(depth):
        cell = [cell]
    return cell


def bad_cells() -> Iterator[tuple[str, Any]]:
    """Cells that no column of their kind allows."""
    yield from (("distance_km", cell) for cell in (
        -5, 501, 10**400, -(10**400), float("inf"), "far", "9 + 1", "1,2,34", "٣", "1e999", b"\xff",
        [10], {10}, {"km": 10}, 10j, nested(3000), Hostile(), object(), "9" * 10_000, timedelta(9),
        np.datetime64("2025-01-01"), np.array([1.0, 2.0]), lambda: 10,
    ))  # fmt: skip
    yield from (("terrain", cell) for cell in (
        "zzz", 3, 2.0, True, [], "hilly" * 1000, "ﬂat", Hostile(), nested(3000), b"hilly", "\x00",
    ))  # fmt: skip
    yield from (("swelling", cell) for cell in (2, -1, 0.5, "maybe", "0 or 1", [1], Hostile()))


BAD = tuple(bad_cells())
