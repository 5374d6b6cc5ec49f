"""The gate before a promotion: its checks, their limits, and the table that shows them.

A check passes if, at the worse end of its interval, the candidate is no further behind the champion
than allowed: too little evidence does not pass. Without a champion, the candidate's own figure is
compared with a fixed limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

Figure = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The limit of one check."""

    name: str
    # The limit of the figure without a champion: the largest allowed, or the smallest if more is
    # better
    first: float
    behind: float
    # Whether the change is a ratio of losses or times; otherwise it is a difference
    is_ratio: bool = False
    more_is_better: bool = False  # whether a larger figure is the better one
    # Whether the figure itself is compared with the limit, not the worse end of its interval
    by_value: bool = False

    def allows(self, figure: Figure, *, first: bool) -> bool:
        """Check whether the worse end of the interval is within the limit."""
        worse = "value" if self.by_value else "low" if self.more_is_better else "high"
        limit = self.first if first else self.behind
        return figure[worse] >= limit if self.more_is_better else figure[worse] <= limit

    def text(self, *, first: bool) -> str:
        """Put the limit into words."""
        least = "at least" if self.more_is_better else "at most"
        if first:
            return f"{least} {self.first:g}"
        return f"{least} {self.behind:g} times" if self.is_ratio else f"{least} {self.behind:+g}"


# All assumed: wide enough for the same model trained on other simulated runners, too narrow for one
# that loses a tenth of the real cases, or is hardly better than the dummy in some world.
BLAMED = Limit(name="real cases: first is blamed", first=0.70, behind=-0.10, more_is_better=True)
BLAMED_LOSS = Limit(name="real cases: log loss of the blamed", first=1.0, behind=0.15)
WORST_WORLD = Limit(
    name="worst world: log loss over the dummy's", first=0.95, behind=1.03, is_ratio=True
)
CALIBRATION = Limit(name="calibration error of the worst head", first=0.06, behind=0.015)
# Its interval says more about the machine than about the model, see ``contest.check_latency``.
LATENCY = Limit(
    name="time of an answer over its features'",
    first=16.0,
    behind=2.0,
    is_ratio=True,
    by_value=True,
)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the gate."""

    limit: Limit
    # Value, low, high of candidate and champion
    new: Figure
    old: Figure | None = None
    # The change from the champion to the candidate, measured on the same draws
    change: Figure | None = None
    where: str = ""  # the world that the check is about, if it is about one

    @property
    def name(self) -> str:
        return f"{self.limit.name} ({self.where})" if self.where else self.limit.name

    @property
    def holds(self) -> bool:
        return self.limit.allows(self.change or self.new, first=self.change is None)

    def row(self) -> dict[str, str]:
        """Lay out the check as text, for a table."""
        return {
            "check": self.name,
            "champion": _text(self.old),
            "candidate": _text(self.new),
            "change": _text(self.change, signed=not self.limit.is_ratio),
            "allowed": self.limit.text(first=self.change is None),
            "holds": "yes" if self.holds else "NO",
        }


@dataclass(frozen=True, kw_only=True)
class Gate:
    """All checks of a candidate."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)

    @property
    def failed(self) -> list[str]:
        """The names of the checks that do not hold."""
        return [check.name for check in self.checks if not check.holds]

    def text(self) -> str:
        """Lay out the checks; in brackets 5 to 95 % when cases or runners are resampled."""
        table = pd.DataFrame([check.row() for check in self.checks]).set_index("check")
        if all(check.old is None for check in self.checks):
            table = table.drop(columns=["champion", "change"])
        return table.rename_axis(index=None).to_string()


def _text(figure: Figure | None, *, signed: bool = False) -> str:
    if figure is None:
        return "–"
    value, low, high = (
        f"{figure[end]:{'+' if signed else ''}.3f}" for end in ("value", "low", "high")
    )
    return f"{value} ({low} to {high})"
