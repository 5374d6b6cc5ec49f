"""How much chance is in the figures of the release: the same training with other seeds.

Each seed simulates other runners and fits anew; all are scored on the same accounts, with the layer
fitted in folds as ``calfcause evaluate --cases`` does, and on the same fresh simulated runners.
Some three minutes a seed.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from calfcause.evaluate.cases import read_cases, report_cases
from calfcause.evaluate.reasons import score_reasons
from calfcause.evaluate.scores import Scorer
from calfcause.evaluate.simulated import EVERYTHING, TOLD
from calfcause.evaluate.worlds import populations, summary
from calfcause.learn.features import make_features
from calfcause.learn.layer_fit import in_folds
from calfcause.learn.probabilities import given_sore, joined
from calfcause.simulate import DEFAULT
from calfcause.training.train import fitted, simulated_sessions

ACCOUNTS = Path(__file__).parents[1] / "data" / "real_cases.csv"
FEWEST = 9  # of fewer accounts a share says nothing
WEEKS, FRESH_RUNNERS, FRESH_SEED = 16, 5_000, 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="[%(default)s]")
    parser.add_argument("--runners", type=int, default=240_000, help="[%(default)s]")
    options = parser.parse_args()
    print(spread(options.seeds, options.runners).to_string(float_format="{:.4f}".format))


def spread(seeds: Sequence[int], runners: int) -> pd.DataFrame:
    """A column for each seed, and how far they lie apart."""
    heads = {}
    for seed in seeds:
        print(f"training with seed {seed}", file=sys.stderr, flush=True)
        seen, _ = simulated_sessions(runners, WEEKS, DEFAULT, seed)
        heads[f"seed {seed}"] = fitted(seen, seed).predict_proba
    table = pd.concat([on_accounts(heads), on_simulated(heads)])
    return table.assign(spread=table.max(axis=1) - table.min(axis=1))


def on_accounts(heads: Mapping[str, Scorer]) -> pd.DataFrame:
    """The figures on accounts, each by a layer learned from others."""
    cases = read_cases(ACCOUNTS)
    matrix = make_features(cases.cells)
    found = {}
    for name, scorer in heads.items():
        p = scorer(cases.cells)
        moved = in_folds(np.column_stack([given_sore(p), p[:, -1]]), matrix, cases.primary)
        report = report_cases(cases, {"model": p}, {"in folds": [joined(raw) for raw in moved]})
        figures = report.figures[report.figures["scorer"] == "in folds"]
        enough = report.per_cause[report.per_cause["cases"] >= FEWEST]
        found[name] = figures.set_index("score")["value"].to_dict() | {
            f"lowest of a cause with {FEWEST} accounts": enough["in folds"].min()
        }
    return pd.DataFrame(found)


def on_simulated(heads: Mapping[str, Scorer]) -> pd.DataFrame:
    """The figures on fresh simulated runners, of the heads alone."""
    default, *known = populations(
        heads, [DEFAULT.name, EVERYTHING, TOLD],
        runners=FRESH_RUNNERS, weeks=WEEKS, seed=FRESH_SEED,
    )  # fmt: skip
    reasons = {
        world.world: score_reasons(world).set_index(["score", "scorer"])["value"] for world in known
    }
    found = {}
    for name in heads:
        of_default = summary(default.sessions, {"model": default.answers[name]})
        found[name] = {
            "simulated log loss": of_default["model"],
            "largest calibration error": of_default["calibration_error"],
        } | {
            f"first reason is the largest, {world}": values["largest", name]
            for world, values in reasons.items()
        }
    return pd.DataFrame(found)


if __name__ == "__main__":
    main()
