"""Quantities in words, in kilometres or miles; files are always metric."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import COLUMNS

KM_PER_MILE = 1.609344
FEET_PER_METRE = 1 / 0.3048

UnitSystem = Literal["km", "miles"]
"""The units that sentences can be told in."""


@dataclass(frozen=True, kw_only=True)
class Units:
    """The units of an answer."""

    name: str  # km or miles
    # The units of distance and of climb, as words after a number
    long: str
    short: str
    # Kilometres in one long unit, and short units in a metre
    km_per_long: float
    short_per_m: float
    # Metric words in questions, and their replacements
    in_questions: tuple[tuple[str, str], ...] = ()

    def distance(self, km: float) -> str:
        """Return a distance with its unit, to three figures.

        >>> UNITS["km"].distance(14.0), UNITS["miles"].distance(14.0)
        ('14 km', '8.7 miles')
        """
        distance = km / self.km_per_long
        if distance >= 100:
            return f"{distance:,.0f} {self.long}"
        shown = f"{distance:.1f}".removesuffix(".0")
        return f"{shown} {self.long.removesuffix('s') if shown == '1' else self.long}"

    def climb(self, metres: float) -> str:
        """Return a climb or a descent with its unit.

        >>> UNITS["km"].climb(560.0), UNITS["miles"].climb(560.0)
        ('560 m', '1,837 feet')
        """
        return f"{metres * self.short_per_m:,.0f} {self.short}"

    def climb_rate(self, metres_per_km: float) -> str:
        """Return climb per distance with its units.

        >>> UNITS["km"].climb_rate(40.0), UNITS["miles"].climb_rate(40.0)
        ('40 m per km', '211 feet per mile')
        """
        rate = metres_per_km * self.short_per_m * self.km_per_long
        return f"{rate:,.0f} {self.short} per {self.long.removesuffix('s')}"

    def pace(self, minutes_per_km: float) -> str:
        """Return a pace in minutes and seconds per kilometre or mile.

        >>> UNITS["km"].pace(4.5), UNITS["miles"].pace(4.5)
        ('4:30 min/km', '7:15 min/mile')
        """
        minutes, seconds = divmod(round(minutes_per_km * self.km_per_long * 60), 60)
        return f"{minutes}:{seconds:02d} min/{self.long.removesuffix('s')}"

    def in_metric(self, unit: str) -> float:
        """Return the size of the unit shown in place of a metric one.

        >>> UNITS["miles"].in_metric("km"), UNITS["miles"].in_metric("min")
        (1.609344, 1.0)
        """
        sizes = {"km": self.km_per_long, "m": 1 / self.short_per_m, "min/km": 1 / self.km_per_long}
        sizes["m/km"] = sizes["m"] / self.km_per_long
        return sizes.get(unit, 1.0)

    def unit_asked(self, unit: str) -> str:
        """Return the unit shown in place of a metric one.

        >>> UNITS["miles"].unit_asked("min/km"), UNITS["miles"].unit_asked("h")
        ('min/mile', 'h')
        """
        long = self.long.removesuffix("s")
        names = {"km": self.long, "m": self.short, "min/km": f"min/{long}"}
        names["m/km"] = f"{self.short}/{long}"
        return names.get(unit, unit)

    def asked(self, question: str) -> str:
        """Return a metric question in these units.

        >>> UNITS["miles"].asked("How many metres do you usually climb per kilometre?")
        'How many feet do you usually climb per mile?'
        """
        for metric, own in self.in_questions:
            question = question.replace(metric, own)
        return question

    def cell(self, name: str, cell: object) -> str:
        """Return a decoded cell of a column with its unit.

        >>> UNITS["miles"].cell("distance_km", 10.0), UNITS["km"].cell("terrain", "hilly")
        ('6.2 miles', 'hilly')
        """
        if not isinstance(cell, int | float):
            return str(cell).replace("_", " ")
        column = COLUMNS[name]
        if column.unit == "km":
            return self.distance(cell)
        if column.unit == "m":
            return self.climb(cell)
        if column.unit == "m/km":
            return self.climb_rate(cell)
        if column.unit == "min/km":
            return self.pace(cell)
        if name.endswith("_fraction"):
            return f"{cell:.0%}"
        if column.kind == "flag":
            return "yes" if cell else "no"
        shown = f"{cell:.0f}" if cell >= 100 else f"{cell:.1f}".removesuffix(".0")
        return f"{shown} {column.unit.removesuffix('s') if shown == '1' else column.unit}".rstrip()


_UNIT_SUFFIX = re.compile(
    r"(_min_per_km|_m_per_km|_km|_m|_mm|_min|_pct|_spm|_cm|_weeks|_hours|_0_10)$"
)


# Names that only say what they mean in a header
_IN_WORDS = {
    "calf_injury_52w": "calf injury in the last year",
    "clot_risk": "clots likelier than in most",
    "max_grade_pct": "steepest climb",
    "muscle_risk": "muscle breakdown likelier than in most",
    "numb_saddle_or_bladder": "weak in both legs, numb between them, or trouble to pee",
    "onset_hours": "soreness began after",
    "one_leg_only": "only one calf is sore",
    "other_calf_load": "other hard work for the calves",
    "session_type": "kind of run",
    "severity_0_10": "worst soreness, of 10",
    "shoe_change": "change of the shoes",
    "soft_surface_fraction": "share on soft ground",
    "sore_calf_runs_28d": "runs with sore calves in 28 days",
    "worsening": "pain that keeps growing",
}


def label(name: str) -> str:
    """Return a column's name as words, without its unit.

    >>> label("fastest_pace_min_per_km"), label("longest_run_28d_km"), label("onset_hours")
    ('fastest pace', 'longest run in 28 days', 'soreness began after')
    """
    return _IN_WORDS.get(name) or _UNIT_SUFFIX.sub("", name).replace("_28d", " in 28 days").replace(
        "_", " "
    )


UNITS: Mapping[str, Units] = MappingProxyType(
    {
        "km": Units(name="km", long="km", short="m", km_per_long=1.0, short_per_m=1.0),
        "miles": Units(
            name="miles", long="miles", short="feet",
            km_per_long=KM_PER_MILE, short_per_m=FEET_PER_METRE,
            in_questions=(
                ("metres", "feet"),
                ("100 m ", "300 feet "),
                ("over a kilometre", "over 0.6 miles"),
                ("per kilometre", "per mile"),
                ("per km (as 5:30)", "per mile (as 8:30)"),
            ),
        ),
    }
)  # fmt: skip
"""The units that an answer can use."""


def units_named(name: str) -> Units:
    """Return the units of a name."""
    if not isinstance(name, str) or name not in UNITS:
        raise CalfcauseError(f"unknown units {name!r}; use {' or '.join(UNITS)}")
    return UNITS[name]
