"""How good everything that is learned from accounts is on accounts it has not seen.

In each fold the telling is estimated from the other accounts, a model as large as the released one
is trained on runs told so, and the layer is fitted on those accounts. Scored are all accounts, and
apart those read earlier, which tell more, and those read last. It costs a training for each fold,
some twelve minutes in all; the figures of ``calfcause evaluate --cases`` hold the telling as
estimated from all.
"""

import argparse
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

from calfcause.evaluate.cases import read_cases, report_cases
from calfcause.learn.baselines import RuleModel
from calfcause.learn.features import make_features
from calfcause.learn.labelled import Labelled
from calfcause.learn.layer_fit import FOLDS, fit_layer, splits
from calfcause.learn.probabilities import given_sore, joined
from calfcause.simulate import DEFAULT
from calfcause.simulate.telling import Telling
from calfcause.training.train import fitted, simulated_sessions
from calfcause.types import Array

DATA = Path(__file__).parents[1] / "data"
READ_LAST = ("d", "e", "f")  # how the names of these accounts begin
sys.path.insert(0, str(DATA))
from estimate_telling import estimate  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=Path, default=DATA / "real_cases.csv")
    parser.add_argument("--runners", type=int, default=240_000, help="[%(default)s]")
    parser.add_argument("--weeks", type=int, default=16, help="[%(default)s]")
    parser.add_argument("--seed", type=int, default=1, help="[%(default)s]")
    parser.add_argument("--as-assumed", action="store_true", help="estimate no telling")
    options = parser.parse_args()
    cases = read_cases(options.accounts)
    answers: dict[str, Array] = defaultdict(lambda: np.empty(cases.labels.shape))
    for fold, (seen, unseen) in enumerate(splits(cases.primary, FOLDS, options.seed)):
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
        found = in_fold(cases.rows(seen), cases.rows(unseen), options)
        for scorer, p in found.items():
            answers[scorer][unseen] = p
    last = np.array([name.startswith(READ_LAST) for name in cases.names])
    for title, rows in (("All", last | ~last), ("Read earlier", ~last), ("Read last", last)):
        report = report_cases(cases.rows(rows), {scorer: p[rows] for scorer, p in answers.items()})
        show = (title, report.summary.to_string(), report.per_cause.to_string())
        print(*show, sep="\n\n", end="\n\n")


def in_fold(seen: Labelled, unseen: Labelled, options: argparse.Namespace) -> dict[str, Array]:
    """The answers to the unseen accounts, by all that can be learned from those seen."""
    telling = Telling() if options.as_assumed else estimate(seen)
    world = replace(DEFAULT, telling=telling)
    runs, _ = simulated_sessions(options.runners, options.weeks, world, options.seed)
    pipeline = fitted(runs, options.seed)
    found = {}
    for name, scorer in (("rules", RuleModel().fit()), ("model", pipeline)):
        matrices = [make_features(accounts.cells) for accounts in (seen, unseen)]
        raws = [_raw(scorer.predict_proba(accounts.cells)) for accounts in (seen, unseen)]
        layer, _ = fit_layer(raws[0], matrices[0], seen.primary)
        if name == "model":
            found["heads"] = joined(raws[1])
        found[name] = joined(layer(raws[1], matrices[1]))
    return found


def _raw(p: Array) -> Array:
    return np.column_stack([given_sore(p), p[:, -1]])


if __name__ == "__main__":
    main()
