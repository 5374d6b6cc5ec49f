"""Write the comparison as one self-contained HTML page: no network, no script, no font."""

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
    """The bar of a column or answer in the figure."""

    name: str
    width: float
    top: int
    text: str
    drifted: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The figure: bars, positions in units of the drawing, and a description in words."""

    bars: tuple[Bar, ...]  # the bars, longest first
    # Where bars begin, the size of the drawing, and the height of a row
    left: int
    limit_at: float  # where the line of the limit is
    width: int
    height: int
    row: int
    says: str


def as_html(comparison: Monitor) -> str:
    """Write the comparison as a page; text of users is escaped."""
    return (
        pages_in(Path(__file__).parent)
        .get_template(TEMPLATE)
        .render(
            comparison=comparison,
            chart=chart(comparison),
            w=words,
            closing=CLOSING,
            interval=INTERVAL_PCT,
            error_of_a_score=error_of_a_score(comparison.limits),
        )
    )


def chart(comparison: Monitor) -> Chart:
    """Draw PSI beyond chance of the judged columns and answers that differ most."""
    judged = [drift for drift in (*comparison.columns, *comparison.answers) if drift.judged]
    shown = sorted(judged, key=lambda drift: -drift.psi_beyond_chance)[:MOST_BARS]
    limit = comparison.limits.psi
    most = max([2 * limit, *(drift.psi_beyond_chance for drift in shown)]) or 1.0
    return Chart(
        bars=tuple(
            Bar(
                name=drift.name,
                width=round(max(drift.psi_beyond_chance, 0.0) / most * BARS_WIDTH, 1),
                top=row * ROW_HEIGHT,
                text=f"{drift.psi_beyond_chance:.3f}",
                drifted=drift.drifted,
            )
            for row, drift in enumerate(shown)
        ),
        left=NAMES_WIDTH,
        limit_at=round(NAMES_WIDTH + limit / most * BARS_WIDTH, 1),
        width=NAMES_WIDTH + BARS_WIDTH + NUMBERS_WIDTH,
        height=len(shown) * ROW_HEIGHT,
        row=ROW_HEIGHT,
        says=_says(shown, limit),
    )


def _says(shown: Sequence[Drift], limit: float) -> str:
    first = ", ".join(f"{drift.name} {drift.psi_beyond_chance:.3f}" for drift in shown[:3])
    over = sum(drift.drifted for drift in shown)
    return (
        f"PSI beyond chance of the {len(shown)} columns and answers that differ most. Largest:"
        f" {first}. {over} of them drifted; the limit is {limit:g}."
    )
