"""How good a model folder is, on everything there is to hold it against, beside a reference.

Real cases, a real outcome, the simulated runners that training kept apart, other worlds, what is
known, reasons, coverage, a learning curve. With ``--write`` the figures go into the folder's
description, and the model card is written again from it.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calfcause.answer.predictor import Predictor
from calfcause.answer.whole_graph import renew
from calfcause.errors import CalfcauseError
from calfcause.evaluate.cases import read_cases, report_model
from calfcause.evaluate.coverage import coverage
from calfcause.evaluate.outcome import read_outcomes, report_outcomes
from calfcause.evaluate.resample import resamples
from calfcause.evaluate.scores import Scorer, answers_of, scorers_of
from calfcause.evaluate.simulated import WEEKS, check_fresh, report_simulated
from calfcause.evaluate.tables import records
from calfcause.evaluate.unseen import DRAWS, report_unseen
from calfcause.evaluate.worlds import populations
from calfcause.learn.heads import make_pipeline
from calfcause.learn.labelled import Labelled
from calfcause.learn.probabilities import log_losses, summed_log_loss
from calfcause.models.folder import released_folder
from calfcause.models.write import described
from calfcause.simulate import DEFAULT, world_named
from calfcause.training.train import simulated_sessions
from calfcause.types import Array

DATA = Path(__file__).parents[1] / "data"
LEARNING_SIZES = (500, 1000, 2000, 4000, 8000, 16_000, 32_000)
FINGERPRINT_RUNNERS, FINGERPRINT_SEED = 500, 20_000
STARTED = time.monotonic()


def main() -> None:
    options = _options()
    try:
        measure(options)
    except CalfcauseError as error:
        sys.exit(f"Error: {error}")


def measure(options: argparse.Namespace) -> None:
    folder = options.model or released_folder()
    predictor = Predictor.load(folder)
    check_fresh(predictor, options.seed)
    # What accounts add moves runs told in words away from the simulation, on purpose.
    scorers = scorers_of(predictor.without_accounts())
    quality: dict[str, Any] = {"graph_sha256": predictor.description["graph_sha256"]}
    seen, unseen = trained_on(predictor)
    if options.runners:
        seen = seen.rows(np.isin(seen.runner, np.unique(seen.runner)[: options.runners]))
    if not options.skip_reference:
        scorers["reference"], quality["references"] = best_reference(seen, unseen)
    quality |= on_simulated(scorers, unseen, options.fresh_runners, options.seed)
    if "reference" in scorers and predictor.layer:
        told, reference = (
            scorer(unseen.cells)
            for scorer in (scorers_of(predictor)["model"], scorers["reference"])
        )
        quality["with_accounts_over_reference"] = loss_ratio(unseen, told, reference)
    scorers |= scorers_of(predictor)
    quality |= on_real(predictor, scorers)
    quality["learning"] = learned(seen, unseen, predictor.description["heads_parameters"])
    quality["fingerprint"] = fingerprint(scorers["model"])
    if options.write:
        write(folder, predictor.description | {"quality": quality})
        renew(folder)  # the graph names the hash of its model
        tell(f"written into {folder}")


def trained_on(predictor: Predictor) -> tuple[Labelled, Labelled]:
    """The sessions that the model was trained on and those that were kept apart, made again.

    Raises
    ------
    CalfcauseError
        If the model was not trained on a simulation, or not on this one.
    """
    source = predictor.description["source"]
    if "runners" not in source:
        raise CalfcauseError("only the simulated sessions of a training run can be made again")
    tell(f"simulating the {source['runners']:,} runners that it was trained with")
    seen, unseen = simulated_sessions(
        source["runners"], source["weeks"], world_named(source["world"]), source["seed"]
    )
    if seen.digest() != predictor.description["data_sha256"]:
        raise CalfcauseError("the simulation has changed since the model was trained: train again")
    return seen, unseen


def best_reference(seen: Labelled, unseen: Labelled) -> tuple[Scorer, list[dict[str, Any]]]:
    """The library with the lowest summed log loss on the unseen runners, and how all did."""
    # Here, because all else can be measured without these libraries.
    from references import fit_references

    fitted = fit_references(seen, tell)
    losses = [summed_log_loss(unseen.labels, one.predict_proba(unseen.cells)) for one in fitted]
    rows = [
        {
            "library": one.library,
            "setting": ", ".join(f"{name} {chosen:g}" for name, chosen in one.setting.items()),
            "sessions": one.n_sessions,
            "log_loss": loss,
        }
        for one, loss in zip(fitted, losses, strict=True)
    ]
    show("References, summed log loss on the unseen runners:", pd.DataFrame(rows).to_string())
    return fitted[int(np.argmin(losses))].predict_proba, rows


def on_simulated(
    scorers: Mapping[str, Scorer], unseen: Labelled, runners: int, seed: int
) -> dict[str, Any]:
    """The simulated runners that training kept apart, and fresh ones of every world."""
    tell(f"scoring {len(unseen):,} sessions of runners never trained on")
    answers = answers_of(scorers, unseen)
    kept_apart = report_unseen(unseen, answers)
    fresh = report_simulated(scorers, runners=runners, seed=seed, progress=tell)
    show(kept_apart.text(), fresh.text())
    found = {"unseen": kept_apart.to_dict(), "simulated": fresh.to_dict()}
    if "reference" in answers:
        ratio = loss_ratio(unseen, answers["model"], answers["reference"])
        found["model_over_reference"] = ratio
        interval = "{value:.4f} ({low:.4f}-{high:.4f})".format(**ratio)
        show(f"Summed log loss of the model over the reference's: {interval}")
    return found


def on_real(predictor: Predictor, scorers: Mapping[str, Scorer]) -> dict[str, Any]:
    """Real cases, with their coverage, and the real outcome."""
    tell("scoring real cases and the real outcome")
    cases = read_cases(DATA / "real_cases.csv")
    curve = coverage(cases, scorers["model"](cases.cells))
    on_cases = report_model(predictor, cases)
    outcome = report_outcomes(read_outcomes(DATA / "real_outcomes.csv"), scorers)
    show(on_cases.text(), "Coverage and accuracy, real cases:", curve.to_string(), outcome.text())
    return {
        "cases": on_cases.to_dict() | {"coverage": records(curve)},
        "outcome": outcome.to_dict(),
    }


def learned(seen: Labelled, unseen: Labelled, parameters: Mapping[str, Any]) -> Any:
    """Learning curve of heads with the model's own parameters."""
    sizes = [size for size in LEARNING_SIZES if size < len(np.unique(seen.runner))]
    tell(f"learning from {', '.join(f'{size:,}' for size in sizes)} runners")
    curve = learning_curve(seen, unseen, sizes, **parameters)
    show("Learning curve, summed log loss on the same unseen runners:", curve.to_string())
    return records(curve)


def learning_curve(
    seen: Labelled, unseen: Labelled, sizes: Sequence[int], **parameters: Any
) -> pd.DataFrame:
    """Fit pipelines on more and more runners, and score all of them on the same unseen ones."""
    runners = np.random.default_rng(0).permutation(np.unique(seen.runner))
    rows = []
    for size in sizes:
        some = seen.rows(np.isin(seen.runner, runners[:size]))
        pipeline = make_pipeline(**parameters)
        pipeline.fit(some.cells, some.labels, heads__groups=some.runner)
        log_loss = summed_log_loss(unseen.labels, pipeline.predict_proba(unseen.cells))
        rows.append({"runners": size, "sessions": len(some), "log_loss": log_loss})
    return pd.DataFrame(rows)


def loss_ratio(sessions: Labelled, p: Array, other: Array) -> dict[str, float]:
    """Divide the summed log losses of two answers to the same sessions."""
    losses = (log_losses(sessions.labels, answer).sum(axis=1) for answer in (p, other))
    return resamples(sessions.runner, DRAWS).ratio(*losses)


def fingerprint(scorer: Scorer) -> float:
    """The summed log loss on 500 fixed runners: other if the simulation or the features are."""
    (fixed,) = populations(
        {"model": scorer}, [DEFAULT.name], runners=FINGERPRINT_RUNNERS, weeks=WEEKS,
        seed=FINGERPRINT_SEED,
    )  # fmt: skip
    return summed_log_loss(fixed.sessions.labels, fixed.answers["model"])


def write(folder: Path, description: Mapping[str, Any]) -> None:
    """Write description and card apart first, and the description last."""
    files = described(description)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".part") as part:
        for name, write_to in files.items():
            write_to(Path(part) / name)
        for name in files:
            os.replace(Path(part) / name, folder / name)


def tell(message: str) -> None:
    print(f"{time.monotonic() - STARTED:5.0f} s  {message}", file=sys.stderr, flush=True)


def show(*parts: str) -> None:
    print(*parts, sep="\n\n", end="\n\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", type=Path, metavar="DIR", help="a model folder [released]")
    parser.add_argument(
        "--runners", type=int, metavar="N",
        help="the most training runners that references and learning curve learn from [all]",
    )  # fmt: skip
    parser.add_argument(
        "--fresh-runners", type=int, default=2000, metavar="N",
        help="runners to simulate of every world [%(default)s]",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=10_000, help="of the fresh runners [%(default)s]"
    )
    parser.add_argument("--skip-reference", action="store_true", help="fit no other libraries")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into the folder and its card"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
