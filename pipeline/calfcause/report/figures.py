"""Figures as inline SVG in the colours of the page, each with a title and a description."""

import re
from collections.abc import Callable, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

from calfcause.report.contents import Report, Run, Runner
from calfcause.report.wording import course, percent, shares_of
from calfcause.texts import capital, counted, printable

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
    "#010208": "var(--paper)",
}
INK, QUIET, LINE, RISK, CAUSE, PAPER = COLOURS
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # texts stay texts, in the font of the page
    "svg.hashsalt": "calfcause",  # the same report gives the same bytes
    "font.size": 11,
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
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "text.parse_math": False,
}
POINTS_PER_INCH = 72
# With more runs than this, only the sore ones get a mark.
MOST_MARKS = 150
BIN_PCT = 5


def over_time(runner: Runner, *, key: str, most: float) -> str:
    """Draw the risk of a runner's runs over time, or in the order of rows if times are missing.

    Parameters
    ----------
    key : prefix of the ids in the drawing, unique on the page
    most : the highest risk on the axis, from 0 to 1; the same for all runners
    """
    risks = np.array([run.answer.p_sore for run in runner.runs]) * 100
    sore = np.array([run.told.sore for run in runner.runs])

    def draw(axes: "Axes") -> None:
        at: Any = [run.told.when for run in runner.runs]
        if not runner.in_time:
            at = np.arange(1, len(risks) + 1)
        at = np.asarray(at)
        axes.plot(at, risks, color=QUIET, linewidth=1.0)
        if len(risks) <= MOST_MARKS:
            axes.plot(at[~sore], risks[~sore], "o", color=PAPER, mec=QUIET, markersize=4, mew=1)
        axes.plot(
            at[sore], risks[sore], "D", color=RISK, mec=PAPER, markersize=7, mew=0.8, clip_on=False
        )
        axes.set_ylim(0, _rounded_up(most * 100))
        _percent_axis(axes)
        _time_axis(axes) if runner.in_time else _row_axis(axes, len(risks))

    return _svg(
        draw, 320, 150, (34, 24, 8, 8), key=key,
        title=f"Risk of {runner.name} over time", says=course(runner),
    )  # fmt: skip


def spread(runs: Sequence[Run], *, key: str) -> str:
    """Draw how many runs have which risk."""
    risks = np.array([run.answer.p_sore for run in runs]) * 100
    top = _rounded_up(float(risks.max()))
    edges = np.arange(0, top + BIN_PCT, BIN_PCT)
    counts, _ = np.histogram(risks, edges)

    def draw(axes: "Axes") -> None:
        axes.bar(edges[:-1] + BIN_PCT / 2, counts, BIN_PCT * 0.86, color=RISK)
        for left, count in zip(edges[:-1].tolist(), counts.tolist(), strict=True):
            if count:
                axes.annotate(
                    f"{count:,}", (left + BIN_PCT / 2, count), (0, 3), textcoords="offset points",
                    ha="center", fontsize=10,
                )  # fmt: skip
        axes.set_yticks([])
        axes.set_ylim(0, counts.max() * 1.15)
        axes.set_xticks(edges[:: max(1, len(edges) // 8)])
        axes.xaxis.set_major_formatter(lambda found, _: f"{found:g}%")

    told = [
        f"{count:,} from {left} to {left + BIN_PCT}%"
        for left, count in zip(edges[:-1].tolist(), counts.tolist(), strict=True)
        if count
    ]
    says = f"{counted(len(runs), 'run')} by their risk: {'; '.join(told)}."
    return _svg(
        draw, 420, 190, (2, 24, 8, 4), key=key, title="How many runs have which risk", says=says
    )


def shares(report: Report, *, key: str) -> str:
    """Draw the mean share of each cause."""
    means = [share.mean * 100 for share in report.shares]
    titles = [capital(share.title) for share in report.shares]

    def draw(axes: "Axes") -> None:
        places = np.arange(len(means))
        axes.barh(places, means, 0.34, color=CAUSE)
        for place, mean, title in zip(places.tolist(), means, titles, strict=True):
            axes.annotate(title, (0, place - 0.36), ha="left", va="center")
            axes.annotate(
                percent(mean / 100), (mean, place), (5, 0), textcoords="offset points",
                ha="left", va="center", fontweight="bold",
            )  # fmt: skip
        axes.set_xlim(0, max(*means, 1.0) * 1.12)
        axes.set_ylim(len(means) - 0.6, -0.75)
        axes.set_axis_off()

    told = "; ".join(f"{share.title} {percent(share.mean)}" for share in report.shares)
    says = f"{shares_of(report)} {capital(told)}."
    height = 40 * len(means) + 6
    return _svg(draw, 420, height, (0, 0, 0, 0), key=key, title="Share of each cause", says=says)


def _rounded_up(pct: float) -> int:
    """The end of an axis: the next multiple of 10 that leaves some room."""
    return int(max(10, -(-(pct + 1) // 10) * 10))


def _percent_axis(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(lambda found, _: f"{found:g}%")
    axes.grid(True, axis="y")
    axes.set_axisbelow(True)


def _time_axis(axes: "Axes") -> None:
    from matplotlib import dates

    untyped: Any = dates
    locator = untyped.AutoDateLocator(minticks=2, maxticks=5)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(untyped.ConciseDateFormatter(locator, show_offset=False))


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
