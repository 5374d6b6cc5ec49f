"""Figures as inline SVG in the colours of the page, each with a title and a description."""

import re
from collections.abc import Callable, Sequence
from html import escape
from io import StringIO
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from calfcause.report.contents import Runner
from calfcause.report.wording import course
from calfcause.texts import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Placeholder colours; each is replaced by a variable of the style sheet, so that one drawing serves
# light and dark pages.
COLOURS = {
    "#010203": "var(--ink)",
    "#010204": "var(--quiet)",
    "#010205": "var(--line)",
    "#010206": "var(--risk)",
    "#010207": "var(--cause)",
    "#010208": "var(--card)",
}
INK, QUIET, LINE, RISK, CAUSE, CARD = COLOURS
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # texts stay texts, in the font of the page
    "svg.hashsalt": "calfcause",  # the same report gives the same bytes
    "font.size": 13.5,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": QUIET,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid.axis": "y",
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "ytick.major.size": 0,
    "xtick.major.pad": 7,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "text.parse_math": False,
}
POINTS_PER_INCH = 72
MOST_IN_SPARK = 30


def over_time(runner: Runner, *, key: str, most: float) -> str:
    """Draw the risk of a runner's runs with its 90 % interval, over time or in the order of rows.

    key : prefix of the ids in the drawing, unique on the page
    most : the end of the axis, from 0 to 1; the same for all runners
    """
    answers = [run.answer for run in runner.runs]
    p, low, high = np.array([(one.p_sore, one.p_sore_low, one.p_sore_high) for one in answers]).T
    sore = np.array([run.told.sore for run in runner.runs])

    def draw(axes: "Axes") -> None:
        at: Any = [run.told.when for run in runner.runs]
        if not runner.in_time:
            at = np.arange(1, len(p) + 1)
        at = np.asarray(at)
        axes.fill_between(at, low * 100, high * 100, color=CAUSE, alpha=0.18, linewidth=0)
        axes.plot(at, p * 100, color=CAUSE, linewidth=1.6)
        axes.plot(at[sore], p[sore] * 100, "o", color=RISK, mec=CARD, ms=6.5, mew=1, clip_on=False)
        axes.set_ylim(0, most * 100)
        _percent_axis(axes)
        _time_axis(axes) if runner.in_time else _row_axis(axes, len(p))

    return _svg(
        draw, 360, 170, (46, 30, 10, 8), key=key,
        title=f"Risk of {runner.name} over time", says=course(runner),
    )  # fmt: skip


def spark(runner: Runner) -> str:
    """The risk of a runner's runs as a line without axes, for a row; the numbers stand beside it.

    It shows the last runs, with a dot for each one recorded as sore.
    """
    runs = runner.runs[-MOST_IN_SPARK:]
    most = max(0.3, *(run.answer.p_sore for run in runs))
    step = 92 / (len(runs) - 1) if len(runs) > 1 else 0
    at = [
        (f"{4 + step * place:.0f}", f"{24 - 20 * run.answer.p_sore / most:.1f}")
        for place, run in enumerate(runs)
    ]
    line = " ".join(f"{x},{y}" for x, y in at)
    dots = "".join(
        f"<circle cx={x} cy={y} r=3 />"
        for (x, y), run in zip(at, runs, strict=True)
        if run.told.sore
    )
    return (
        '<svg class=spark viewBox="0 0 100 28" aria-hidden=true>'
        f'<polyline points="{line}"/>{dots}</svg>'
    )


def axis_end(runners: Sequence[Runner]) -> float:
    """The end of the axis of all charts: the highest end of an interval, rounded up to tenths."""
    highs = [run.answer.p_sore_high for runner in runners for run in runner.runs]
    return min(1.0, max(0.1, ceil(max(highs, default=0.0) * 10) / 10))


def _percent_axis(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda found, _: f"{found:g}%")
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)


def _time_axis(axes: "Axes") -> None:
    from matplotlib import dates

    untyped: Any = dates

    def day(at: float, _: float) -> str:
        when = untyped.num2date(at)
        return f"{when:%b}" if when.day == 1 else f"{when.day} {when:%b}"

    axes.xaxis.set_major_locator(untyped.AutoDateLocator(minticks=2, maxticks=5))
    axes.xaxis.set_major_formatter(day)


def _row_axis(axes: "Axes", n_runs: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim(0.5, n_runs + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def _svg(
    draw: "Callable[[Axes], None]",
    width: int,
    height: int,
    margins: tuple[int, int, int, int],
    *,
    key: str,
    title: str,
    says: str,
) -> str:
    """Draw on one pair of axes with these margins (left, bottom, right, top) and return SVG."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    left, below, right, above = margins
    with rc_context(STYLE):
        figure = Figure((width / POINTS_PER_INCH, height / POINTS_PER_INCH))
        FigureCanvasSVG(figure)
        draw(
            figure.add_axes(
                (
                    left / width,
                    below / height,
                    (width - left - right) / width,
                    (height - below - above) / height,
                )
            )
        )
        drawn = StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    return _for_page(drawn.getvalue(), key=key, title=title, says=says)


def _for_page(svg: str, *, key: str, title: str, says: str) -> str:
    """The drawing for use inside a page: with unique ids, and in the colours of the page."""
    box = re.search(r'viewBox="[^"]*"', svg)
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", body, flags=re.S)
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', body))
    body = re.sub(
        r' id="([^"]*)"', lambda found: f' id="{key}{found[1]}"' if found[1] in used else "", body
    )
    body = re.sub(r'(url\(|href=")#', rf"\1#{key}", body).replace("xlink:href", "href")
    body = re.sub(r" font-family: [^\"]*?sans-serif;", "", body)
    body = re.sub(r' transform="rotate\(-0 [^"]*"', "", body)
    body = re.sub(r"(-?\d+\.\d)\d+", r"\1", body)
    body = re.sub(r"\s*\n\s*", "\n", body)
    for empty in ("<defs>\n</defs>\n", "<g>\n</g>\n"):
        body = body.replace(empty, "")
    for marker, variable in COLOURS.items():
        body = body.replace(marker, variable)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box[0] if box else ""} role="img"'
        f' aria-labelledby="{key}t" aria-describedby="{key}d">'
        f'<title id="{key}t">{escape(printable(title))}</title>'
        f'<desc id="{key}d">{escape(printable(says))}</desc>'
    )
    return head + body.strip()
