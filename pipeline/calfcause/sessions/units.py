"""The same quantities in words, in kilometres or in miles; files are metric whatever is chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import COLUMNS

KM_PER_MILE = 1.609344
FEET_PER_METRE = 1 / 0.3048


@dataclass(frozen=True, kw_only=True)
class Units:
    """How quantities are said.

    Attributes
    ----------
    name : km or miles.
    long, short : the units of the way and of climb, as words after a number.
    km_per_long, short_per_m : what they are of a kilometre, and how many make a metre.
    in_questions : what metric questions say, and what these say instead.
    """

    name: str
    long: str
    short: str
    km_per_long: float
    short_per_m: float
    in_questions: tuple[tuple[str, str], ...] = ()

    def distance(self, km: float) -> str:
        """A way, to three figures.

        >>> UNITS["km"].distance(14.0), UNITS["miles"].distance(14.0)
        ('14 km', '8.7 miles')
        """
        found = km / self.km_per_long
        if found >= 100:
            return f"{found:,.0f} {self.long}"
        shown = f"{found:.1f}".removesuffix(".0")
        return f"{shown} {self.long.removesuffix('s') if shown == '1' else self.long}"

    def climb(self, metres: float) -> str:
        """A climb or a descent.

        >>> UNITS["km"].climb(560.0), UNITS["miles"].climb(560.0)
        ('560 m', '1,837 feet')
        """
        return f"{metres * self.short_per_m:,.0f} {self.short}"

    def climb_rate(self, metres_per_km: float) -> str:
        """Climb on the way.

        >>> UNITS["km"].climb_rate(40.0), UNITS["miles"].climb_rate(40.0)
        ('40 m per km', '211 feet per mile')
        """
        rate = metres_per_km * self.short_per_m * self.km_per_long
        return f"{rate:,.0f} {self.short} per {self.long.removesuffix('s')}"

    def pace(self, minutes_per_km: float) -> str:
        """Minutes and seconds for a kilometre or a mile.

        >>> UNITS["km"].pace(4.5), UNITS["miles"].pace(4.5)
        ('4:30 min/km', '7:15 min/mile')
        """
        minutes, seconds = divmod(round(minutes_per_km * self.km_per_long * 60), 60)
        return f"{minutes}:{seconds:02d} min/{self.long.removesuffix('s')}"

    def in_metric(self, unit: str) -> float:
        """How much of a column's unit the one is that is said instead.

        >>> UNITS["miles"].in_metric("km"), UNITS["miles"].in_metric("min")
        (1.609344, 1.0)
        """
        sizes = {"km": self.km_per_long, "m": 1 / self.short_per_m, "min/km": 1 / self.km_per_long}
        return sizes.get(unit, 1.0)

    def asked(self, question: str) -> str:
        """A metric question, asked in these units.

        >>> UNITS["miles"].asked("How many metres do you usually climb per kilometre?")
        'How many feet do you usually climb per mile?'
        """
        for metric, own in self.in_questions:
            question = question.replace(metric, own)
        return question

    def cell(self, name: str, found: object) -> str:
        """The cell of a column, known and decoded, with its unit.

        >>> UNITS["miles"].cell("distance_km", 10.0), UNITS["km"].cell("terrain", "hilly")
        ('6.2 miles', 'hilly')
        """
        if not isinstance(found, int | float):
            return str(found).replace("_", " ")
        column = COLUMNS[name]
        if column.unit == "km":
            return self.distance(found)
        if column.unit == "m":
            return self.climb(found)
        if column.unit == "m/km":
            return self.climb_rate(found)
        if column.unit == "min/km":
            return self.pace(found)
        if name.endswith("_fraction"):
            return f"{found:.0%}"
        if column.kind == "flag":
            return "yes" if found else "no"
        shown = f"{found:.0f}" if found >= 100 else f"{found:.1f}".removesuffix(".0")
        return f"{shown} {column.unit.removesuffix('s') if shown == '1' else column.unit}".rstrip()


_UNIT_SUFFIX = re.compile(
    r"(_min_per_km|_m_per_km|_km|_m|_mm|_min|_pct|_spm|_cm|_weeks|_hours|_0_10)$"
)


def label(name: str) -> str:
    """A column's name as words, without its unit.

    >>> label("fastest_pace_min_per_km"), label("longest_run_28d_km")
    ('fastest pace', 'longest run in 28 days')
    """
    return _UNIT_SUFFIX.sub("", name).replace("_28d", " in 28 days").replace("_", " ")


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
                ("per km (5.5 is 5:30)", "per mile (8.5 is 8:30)"),
            ),
        ),
    }
)  # fmt: skip
"""The units that an answer can be told in."""


def units_named(name: str) -> Units:
    """The units of this name.

    Raises
    ------
    CalfcauseError
        If there are none such.
    """
    if name not in UNITS:
        raise CalfcauseError(f"there are no units {name!r}; there are {', '.join(UNITS)}")
    return UNITS[name]
