"""What a coach's own labels are worth: log loss on that coach's next runs, before and after.

The coach is simulated and biased against the model: half the base rate, hills twice as strong. Of
the coach's runners so many are taken, with all their runs, that 30, 100, 300 or 1000 runs are
labelled; scored are the runs of other runners of the same coach. For ``calibrate`` the released
model is adapted, for ``train --mix`` one of fewer simulated runners, each held against itself.
A coach without any bias stands beside it: there own labels can only do harm. Last come runners who
keep a diary: the first 100 or 300 runs of each are learned from, the next 150 scored on.
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

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError
from calfcause.evaluate.scores import log_losses
from calfcause.learn.features import make_features
from calfcause.learn.heads import CauseHeads
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.learn.probabilities import HEADS, joined
from calfcause.learn.recalibration import moved
from calfcause.own_labels.calibrate import fit_moves, raw_of
from calfcause.own_labels.mix import mix_heads, refuse_too_few
from calfcause.own_labels.reading import OwnLabels, from_labelled
from calfcause.own_labels.trial import LEAST_RUNNERS
from calfcause.simulate import DEFAULT, simulate

Array = NDArray[np.float64]

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
# Those told in words are too few of each runner.
DIARISTS = replace(
    DEFAULT, recorders={name: share for name, share in DEFAULT.recorders.items() if name != "told"}
)
PICTURE = Path(__file__).parents[1] / "docs" / "own-labels.svg"
STARTED = time.monotonic()


def main() -> None:
    options = _options()
    rows: list[dict[str, object]] = []
    predictor = Predictor.load()
    for coach, world in COACHES.items():
        own = from_labelled(from_simulated(simulate(4000, world=world, seed=options.seed)), coach)
        later = from_simulated(simulate(2000, world=world, seed=options.seed + 1))
        ways = {
            "calibrate": (calibrated(own, later, predictor), options.draws),
            "train --mix": (
                mixed(own, later, options.runners, options.mix, options.seed),
                options.mix_draws,
            ),
        }
        for way, ((before, adapt), n_draws) in ways.items():
            for size in SIZES:
                for draw in range(n_draws):
                    after = adapt(some_runners(own, size, draw))
                    rows += [
                        row | {"coach": coach, "way": way, "size": size}
                        for row in scored(later, before, after)
                    ]
                tell(f"{coach} coach, {way}, {size} labelled runs")
    for size in DIARY_SIZES:
        rows += [row | {"size": size} for row in of_diaries(options.diarists, size, options.seed)]
        tell(f"diaries, {size} labelled runs")
    table = pd.DataFrame(rows)
    print(" ".join(["$ python", *sys.argv]))
    print(f"{platform.machine()}, Python {platform.python_version()}, {_versions()}\n")
    print(summary(table).to_string(index=False, float_format=lambda found: f"{found:.4f}"))
    picture(summary(table), options.picture)
    tell(f"picture in {options.picture}")


def some_runners(own: OwnLabels, size: int, draw: int) -> NDArray[np.intp]:
    """Rows of runners drawn at random, with all their runs, so that there are ``size`` of them."""
    rng = np.random.default_rng([draw, size])
    _, runner = np.unique(own.runner, return_inverse=True)
    place = rng.permutation(runner.max() + 1)[runner]
    return np.argsort(place, kind="stable")[:size]


Adapt = Callable[[NDArray[np.intp]], Array]


def calibrated(own: OwnLabels, later: Labelled, predictor: Predictor) -> tuple[Array, Adapt]:
    """What a model says of the later runs, and what it says once it is calibrated."""
    of_own = raw_of(predictor, own)
    of_later = raw_of(predictor, from_labelled(later, "later"))

    def adapt(rows: NDArray[np.intp]) -> Array:
        try:
            moves, *_ = fit_moves(own.rows(rows), of_own[rows])
        except CalfcauseError:  # too few labels: the model stays as it is
            return joined(of_later)
        return joined(moved(of_later, {HEADS.index(head): move for head, move in moves.items()}))

    return joined(of_later), adapt


def mixed(
    own: OwnLabels, later: Labelled, runners: int, mix: float, seed: int
) -> tuple[Array, Adapt]:
    """The same of heads trained on simulated runners, and with the labels beside them."""
    seen = from_simulated(simulate(runners, seed=seed + 2))
    heads = CauseHeads(random_state=seed)
    heads.fit(make_features(seen.cells), seen.labels, groups=seen.runner)
    matrix = make_features(later.cells)

    def adapt(rows: NDArray[np.intp]) -> Array:
        labelled = own.rows(rows)
        try:
            refuse_too_few(labelled)
        except CalfcauseError:
            return heads.predict_proba(matrix)
        return mix_heads(heads, seen, labelled, mix).heads.predict_proba(matrix)

    return heads.predict_proba(matrix), adapt


def of_diaries(runners: int, size: int, seed: int) -> Iterator[dict[str, object]]:
    """Scores of each runner's later runs, before and after calibrating to the earlier ones."""
    predictor = Predictor.load()
    runs = from_simulated(simulate(runners, DIARY_WEEKS, world=DIARISTS, seed=seed))
    for runner in np.unique(runs.runner):
        rows = np.flatnonzero(runs.runner == runner)
        if len(rows) < size + DIARY_LATER:
            continue
        learned, later = runs.rows(rows[:size]), runs.rows(rows[size : size + DIARY_LATER])
        before, adapt = calibrated(
            from_labelled(learned, "diary").in_stretches(LEAST_RUNNERS), later, predictor
        )
        for row in scored(later, before, adapt(np.arange(size))):
            yield row | {"coach": "one runner", "way": "calibrate"}


def scored(later: Labelled, before: Array, after: Array) -> list[dict[str, object]]:
    """Mean log losses before and after: of soreness, of hills, and of all heads together."""
    losses = [log_losses(later.labels, p).mean(axis=0) for p in (before, after)]
    hills = HEADS.index("hills")
    of = {"sore": lambda found: found[-1], "hills": lambda found: found[hills], "all heads": sum}
    return [
        {"score": name, "before": float(take(losses[0])), "after": float(take(losses[1]))}
        for name, take in of.items()
    ]


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Means over the draws, with where the mean lies (5 to 95 %, draws resampled) and the worst."""
    rng = np.random.default_rng(0)
    found = []
    for (coach, way, score, size), part in table.groupby(
        ["coach", "way", "score", "size"], sort=False
    ):
        change = (part["after"] - part["before"]).to_numpy()
        means = change[rng.integers(0, len(change), (2000, len(change)))].mean(axis=1)
        low, high = np.percentile(means, [5, 95])
        found.append(
            {
                "coach": coach,
                "way": way,
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
                "worse in": float((change > 0).mean()),
            }
        )
    return pd.DataFrame(found)


def picture(found: pd.DataFrame, path: Path) -> None:
    """Change of the log loss against the number of labelled runs, with intervals."""
    found = found[found["coach"].isin(COACHES)]
    figure = Figure(figsize=(9, 3.6))
    for place, score in enumerate(("sore", "all heads"), start=1):
        axes = figure.add_subplot(1, 2, place)
        axes.axhline(0.0, color="grey", linewidth=0.8)
        for (coach, way), part in found[found["score"] == score].groupby(
            ["coach", "way"], sort=False
        ):
            percent = 100.0 / part["before"]
            change = part["change"] * percent
            errors = [change - part["low"] * percent, part["high"] * percent - change]
            axes.errorbar(
                part["labelled"],
                change,
                yerr=errors,
                marker="o",
                capsize=3,
                linestyle="-" if coach == "biased" else ":",
                label=f"{way}, {coach} coach",
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
    parser.add_argument("--draws", type=int, default=200, help="squads to calibrate to")
    parser.add_argument("--mix-draws", type=int, default=8, help="squads to train with")
    parser.add_argument("--runners", type=int, default=1500, help="simulated beside a mix")
    parser.add_argument("--diarists", type=int, default=250, help="runners who keep a diary")
    parser.add_argument("--mix", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=60_000)
    parser.add_argument("--picture", type=Path, default=PICTURE)
    return parser.parse_args()


if __name__ == "__main__":
    main()
