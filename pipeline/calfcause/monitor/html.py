"""The comparison as one HTML page that needs nothing else: no network, no script, no font."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calfcause.answer.text import CLOSING
from calfcause.monitor import words
from calfcause.monitor.contents import Drift, Monitor
from calfcause.monitor.performance import INTERVAL_PCT
from calfcause.monitor.verdict import error_of_a_score
from calfcause.pages import pages_in

TEMPLATE = "monitor.html.j2"
MOST_BARS = 16
# The drawing, in its own units: names on the left, numbers on the right of the bars.
NAMES_WIDTH, BARS_WIDTH, NUMBERS_WIDTH, ROW_HEIGHT = 210, 340, 110, 22


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A column or answer in the figure."""

    name: str
    width: float
    top: int
    text: str
    drifted: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Where everything of the figure stands, and what it shows in words."""

    bars: tuple[Bar, ...]
    left: int
    limit_at: float
    width: int
    height: int
    row: int
    says: str


def as_html(found: Monitor) -> str:
    """The comparison as a page; what users wrote is escaped."""
    return (
        pages_in(Path(__file__).parent)
        .get_template(TEMPLATE)
        .render(
            found=found,
            chart=chart(found),
            w=words,
            closing=CLOSING,
            interval=INTERVAL_PCT,
            error_of_a_score=error_of_a_score(found.limits),
        )
    )


def chart(found: Monitor) -> Chart:
    """Bars of PSI beyond chance of the judged columns and answers that differ most."""
    judged = [one for one in (*found.columns, *found.answers) if one.judged]
    shown = sorted(judged, key=lambda one: -one.psi_beyond_chance)[:MOST_BARS]
    limit = found.limits.psi
    most = max([2 * limit, *(one.psi_beyond_chance for one in shown)]) or 1.0
    return Chart(
        bars=tuple(
            Bar(
                name=one.name,
                width=round(max(one.psi_beyond_chance, 0.0) / most * BARS_WIDTH, 1),
                top=at * ROW_HEIGHT,
                text=f"{one.psi_beyond_chance:.3f}",
                drifted=one.drifted,
            )
            for at, one in enumerate(shown)
        ),
        left=NAMES_WIDTH,
        limit_at=round(NAMES_WIDTH + limit / most * BARS_WIDTH, 1),
        width=NAMES_WIDTH + BARS_WIDTH + NUMBERS_WIDTH,
        height=len(shown) * ROW_HEIGHT,
        row=ROW_HEIGHT,
        says=_says(shown, limit),
    )


def _says(shown: Sequence[Drift], limit: float) -> str:
    first = ", ".join(f"{one.name} {one.psi_beyond_chance:.3f}" for one in shown[:3])
    over = sum(one.drifted for one in shown)
    return (
        f"PSI beyond chance of the {len(shown)} columns and answers that differ most. Largest:"
        f" {first}. {over} of them drifted; the limit is {limit:g}."
    )
