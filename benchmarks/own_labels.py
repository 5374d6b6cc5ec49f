"""What own labels are worth: to a squad's model (``calibrate``), and to one runner (own base).

Squads. Of a coach's simulated runners so many are taken, with all their runs, that 30 to 1000 runs
are labelled; scored are runs of other runners of that coach, before and after ``calibrate``. One
coach is biased against the model (half the base rate, hills twice as strong), one is not: there own
labels can only do harm. Then runners who keep a diary, and the people of the real outcome: moved to
by all others and scored on the one left out.

Runners. The log loss of a runner's next runs after 0, 1, 5, 10 and 30 labels, with and without the
runner's own base, for runners who differ as the simulation has it and more.
"""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from calfcause.answer.own_base import OwnBase
from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.evaluate.outcome import read_outcomes
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.learn.probabilities import HEADS, joined, log_losses
from calfcause.own_labels.calibrate import FOLDS, after, fit_moves, raw_of
from calfcause.own_labels.figures import counted_heads
from calfcause.own_labels.reading import OwnLabels
from calfcause.simulate import DEFAULT, simulate
from calfcause.types import Array, Integers

SIZES = (30, 100, 300, 1000)
COACHES = {
    "biased": replace(
        DEFAULT,
        name="coach",
        usual_sore_share=DEFAULT.usual_sore_share / 2,
        effect_power={"hills": 2.0},
    ),
    "unbiased": DEFAULT,
}
DIARY_SIZES, DIARY_LATER, DIARY_WEEKS = (100, 300), 150, 160
AFTER, NEXT = (0, 1, 5, 10, 30), 5
# Those told in words are too few of each runner.
DIARISTS = replace(
    DEFAULT, recorders={name: share for name, share in DEFAULT.recorders.items() if name != "told"}
)
ROOT = Path(__file__).parents[1]
STARTED = time.monotonic()


def main() -> None:
    options = _options()
    predictor = Predictor.load()
    print(" ".join(["$ python", *sys.argv]))
    print(f"{platform.machine()}, Python {platform.python_version()}, {_versions()}\n")
    rows: list[dict[str, object]] = []
    for coach, world in COACHES.items():
        own = of_simulated(from_simulated(simulate(4000, world=world, seed=options.seed)), coach)
        later = from_simulated(simulate(2000, world=world, seed=options.seed + 1))
        before, adapt = calibrated(own, later, predictor)
        for size in SIZES:
            for draw in range(options.draws):
                moved = adapt(some_runners(own, size, draw))
                rows += [
                    row | {"who": f"{coach} coach", "labelled": size}
                    for row in scored(later, before, moved)
                ]
            tell(f"{coach} coach, {size} labelled runs")
    for size in DIARY_SIZES:
        rows += of_diaries(predictor, options.diarists, size, options.seed)
        tell(f"diaries, {size} labelled runs")
    rows += of_people(predictor)
    found = summary(pd.DataFrame(rows))
    print(found.to_string(index=False, float_format=lambda number: f"{number:.4f}"))
    print("\nA runner's own base, log loss of the runs after so many labels of the runner:\n")
    bases = pd.concat(of_runners(predictor, spread, options) for spread in options.spreads)
    print(bases.to_string(index=False, float_format=lambda number: f"{number:.4f}"))
    picture(found, options.picture)
    tell(f"picture in {options.picture}")


def of_simulated(labelled: Labelled, name: str) -> OwnLabels:
    """Simulated runs as own labels."""
    labels = labelled.labels.astype(float)
    labels[~labelled.labels[:, -1], :-1] = np.nan
    return OwnLabels(
        file=name,
        cells=labelled.cells,
        names=labelled.names,
        runner=labelled.runner.astype(str),
        time=np.full(len(labelled), ""),
        labels=labels,
        n_named_only=0,
    )


def some(own: OwnLabels, rows: Integers) -> OwnLabels:
    """Some of the runs; their cells are not asked again."""
    return replace(
        own,
        names=own.names[rows],
        runner=own.runner[rows],
        time=own.time[rows],
        labels=own.labels[rows],
    )


def some_runners(own: OwnLabels, size: int, draw: int) -> Integers:
    """Rows of runners drawn at random, with all their runs, so that there are ``size`` of them."""
    rng = np.random.default_rng([draw, size])
    _, runner = np.unique(own.runner, return_inverse=True)
    place = rng.permutation(runner.max() + 1)[runner]
    return np.argsort(place, kind="stable")[:size]


Adapt = Callable[[Integers], Array]


def calibrated(own: OwnLabels, later: Labelled, predictor: Predictor) -> tuple[Array, Adapt]:
    """What a model says of the later runs, and what it says once it is calibrated."""
    of_own = raw_of(predictor, own)
    of_later = raw_of(predictor, of_simulated(later, "later"))

    def adapt(rows: Integers) -> Array:
        mine = some(own, rows)
        try:
            moves = fit_moves(mine, of_own[rows], counted_heads(mine))
        except CalfcauseError:  # too few labels: the model stays as it is
            return joined(of_later)
        return joined(after(of_later, moves))

    return joined(of_later), adapt


def of_diaries(
    predictor: Predictor, runners: int, size: int, seed: int
) -> Iterator[dict[str, object]]:
    """Scores of each runner's later runs, before and after calibrating to the earlier ones."""
    runs = from_simulated(simulate(runners, DIARY_WEEKS, world=DIARISTS, seed=seed))
    for runner in np.unique(runs.runner):
        rows = np.flatnonzero(runs.runner == runner)
        if len(rows) < size + DIARY_LATER:
            continue
        learned, later = runs.rows(rows[:size]), runs.rows(rows[size : size + DIARY_LATER])
        own = of_simulated(learned, "diary").in_stretches(FOLDS)
        before, adapt = calibrated(own, later, predictor)
        for row in scored(later, before, adapt(np.arange(size))):
            yield row | {"who": "one runner", "labelled": size}


def of_people(predictor: Predictor) -> Iterator[dict[str, object]]:
    """Soreness of each person of the real outcome, the model moved to the labels of all others."""
    outcomes = read_outcomes(ROOT / "data" / "real_outcomes.csv")
    n = len(outcomes.sore)
    labels = np.full((n, len(HEADS)), np.nan)
    labels[:, -1] = outcomes.sore
    whole = OwnLabels(
        file="real_outcomes.csv",
        cells=outcomes.cells,
        names=np.arange(n).astype(str),
        runner=outcomes.runner.astype(str),
        time=np.full(n, ""),
        labels=labels,
        n_named_only=0,
    )
    raw = raw_of(predictor, whole)
    for person in np.unique(outcomes.runner):
        out = outcomes.runner == person
        others = np.flatnonzero(~out)
        theirs = some(whole, others)
        moved = after(raw[out], fit_moves(theirs, raw[others], counted_heads(theirs)))
        losses = [log_losses(outcomes.sore[out], p[:, -1]).sum() for p in (raw[out], moved)]
        # So that the mean over people is the mean over runs.
        share = len(np.unique(outcomes.runner)) / n
        yield {
            "who": "real people", "labelled": n, "score": "sore",
            "before": losses[0] * share, "after": losses[1] * share,
        }  # fmt: skip


def scored(later: Labelled, before: Array, after: Array) -> list[dict[str, object]]:
    """Mean log losses before and after: of soreness, of hills, and of all heads together."""
    losses = [log_losses(later.labels, p).mean(axis=0) for p in (before, after)]
    hills = HEADS.index("hills")
    of = {"sore": lambda found: found[-1], "hills": lambda found: found[hills], "all heads": sum}
    return [
        {"score": name, "before": float(take(losses[0])), "after": float(take(losses[1]))}
        for name, take in of.items()
    ]


def interval(changes: NDArray[np.float64]) -> tuple[float, float]:
    """Where their mean lies, 5 to 95 %, when they are resampled."""
    rng = np.random.default_rng(0)
    means = changes[rng.integers(0, len(changes), (2000, len(changes)))].mean(axis=1)
    low, high = np.percentile(means, [5, 95])
    return float(low), float(high)


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Means over squads, diaries or people, with the interval of the mean change and the worst."""
    found = []
    for (who, score, size), part in table.groupby(["who", "score", "labelled"], sort=False):
        change = (part["after"] - part["before"]).to_numpy(dtype=float)
        low, high = interval(change)
        found.append(
            {
                "who": who,
                "score": score,
                "labelled": size,
                "draws": len(part),
                "adapted": float((change != 0).mean()),
                "before": part["before"].mean(),
                "after": part["after"].mean(),
                "change": change.mean(),
                "low": low,
                "high": high,
                "worst": change.max(),
                "ratio": part["after"].mean() / part["before"].mean(),
            }
        )
    return pd.DataFrame(found)


def of_runners(predictor: Predictor, spread: float, options: argparse.Namespace) -> pd.DataFrame:
    """Log loss of the runs after so many labels of their runner, without and with own base."""
    world = replace(DIARISTS, susceptibility_sd=spread)
    runs = from_simulated(simulate(options.diarists * 2, 30, world=world, seed=options.seed))
    p = predictor.predict_cells(runs.cells, len(runs))[:, -1]
    sore = runs.labels[:, -1]
    changes: dict[int, list[tuple[float, float]]] = {n: [] for n in AFTER}
    shares = []
    for runner in np.unique(runs.runner):
        rows = np.flatnonzero(runs.runner == runner)
        if len(rows) < AFTER[-1] + NEXT:
            continue
        shares.append(sore[rows].mean())
        base, known = OwnBase(), list[OwnBase]()
        for one, label in zip(p[rows].tolist(), sore[rows].tolist(), strict=True):
            known.append(base)
            base = base.learned(one, sore=label)
        for n in AFTER:
            # The very next run, and where it makes no difference to speak of a few more.
            places = range(n, n + (NEXT if n >= NEXT else 1))
            mine = np.array([known[place].risk(p[rows[place]]).p for place in places])
            chosen = rows[list(places)]
            losses = [log_losses(sore[chosen], risks).mean() for risks in (p[chosen], mine)]
            changes[n].append((float(losses[0]), float(losses[1])))
    found = []
    for n, losses in changes.items():
        without, having = np.array(losses).T
        low, high = interval(having - without)
        found.append(
            {
                "susceptibility sd": spread,
                "sd of shares": np.std(shares),
                "labels": n,
                "runners": len(losses),
                "model": without.mean(),
                "own base": having.mean(),
                "change": (having - without).mean(),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(found)


def picture(found: pd.DataFrame, path: Path) -> None:
    """Change of the log loss against the number of labelled runs, with intervals."""
    found = found[found["who"].str.endswith("coach")]
    figure = Figure(figsize=(9, 3.6))
    for place, score in enumerate(("sore", "all heads"), start=1):
        axes = figure.add_subplot(1, 2, place)
        axes.axhline(0.0, color="grey", linewidth=0.8)
        for who, part in found[found["score"] == score].groupby("who", sort=False):
            percent = 100.0 / part["before"]
            change = part["change"] * percent
            errors = [change - part["low"] * percent, part["high"] * percent - change]
            line = "-" if who == "biased coach" else ":"
            axes.errorbar(
                part["labelled"], change, errors, marker="o", capsize=3, linestyle=line, label=who
            )
        axes.set_xscale("log")
        axes.set_xticks(SIZES, [str(size) for size in SIZES])
        axes.minorticks_off()
        axes.set(
            title="soreness" if score == "sore" else "all heads together",
            xlabel="labelled runs",
            ylabel="change of log loss, %",
        )
    figure.axes[0].legend(fontsize=8)
    figure.suptitle("A coach's next runs, against the model as it was; below 0 is better")
    figure.tight_layout()
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "scipy"))


def tell(message: str) -> None:
    print(f"{time.monotonic() - STARTED:5.0f} s  {message}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--draws", type=int, default=100, help="squads of each size")
    parser.add_argument("--diarists", type=int, default=250, help="runners who keep a diary")
    parser.add_argument("--spreads", type=float, nargs="+", default=[DEFAULT.susceptibility_sd, 4])
    parser.add_argument("--seed", type=int, default=60_000)
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "own-labels.svg")
    return parser.parse_args()


if __name__ == "__main__":
    main()
