"""Write the comparison as one self-contained HTML page: no network, no script, no font."""

from collections.abc import Sequence
from pathlib import Path

from calfcause.answer.text import CLOSING
from calfcause.monitor import words
from calfcause.monitor.contents import Drift, Monitor
from calfcause.monitor.performance import INTERVAL_PCT
from calfcause.monitor.verdict import error_of_a_score
from calfcause.pages import pages_in

TEMPLATE = "monitor.html.j2"
MOST_BARS = 16


def as_html(comparison: Monitor) -> str:
    """Write the comparison as a page; text of users is escaped."""
    shown = most_different(comparison)
    limit = comparison.limits.psi
    return (
        pages_in(Path(__file__).parent)
        .get_template(TEMPLATE)
        .render(
            comparison=comparison,
            shown=shown,
            longest=max([2 * limit, *(drift.psi_beyond_chance for drift in shown)]) or 1.0,
            figure_in_words=figure_in_words(shown, limit),
            w=words,
            closing=CLOSING,
            interval=INTERVAL_PCT,
            error_of_a_score=error_of_a_score(comparison.limits),
        )
    )


def most_different(comparison: Monitor) -> list[Drift]:
    """The judged columns and answers that differ most, by PSI beyond chance."""
    judged = [drift for drift in (*comparison.columns, *comparison.answers) if drift.judged]
    return sorted(judged, key=lambda drift: -drift.psi_beyond_chance)[:MOST_BARS]


def figure_in_words(shown: Sequence[Drift], limit: float) -> str:
    """Say what the bars show, for those who do not see them."""
    first = ", ".join(f"{drift.name} {drift.psi_beyond_chance:.3f}" for drift in shown[:3])
    over = sum(drift.drifted for drift in shown)
    return (
        f"PSI beyond chance of the {len(shown)} columns and answers that differ most. Largest:"
        f" {first}. {over} of them drifted; the limit is {limit:g}."
    )
