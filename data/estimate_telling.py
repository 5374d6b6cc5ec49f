"""Estimate from accounts how runs are told, and write what the simulation reads.

Run it as ``python data/estimate_telling.py``. What the causes assume is the prior, worth
``WORTH`` accounts (a beta distribution of each share, a Dirichlet distribution of each column's
values and of the causes): of each share, the accounts and the simulated ones are pooled by these
weights, first over all causes, then for each. Then the shifts are sought that make simulated
accounts tell so. Nothing in it knows what a model answers.
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from calfcause.causes import CAUSES
from calfcause.evaluate.cases import read_cases
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import DEFAULT, simulate
from calfcause.simulate.record import TOLD
from calfcause.simulate.telling import FILE, NOTHING, Telling, Values

WORTH = 20.0  # assumed
ROUNDS, STEP = 5, 0.8
RUNNERS, SEED = 10_000, 777
FURTHEST = 1.5  # in log odds; assumed, so that no handful of accounts rules anything out
FEWEST_NUMBERS = 20  # told numbers of a column, below which their sizes are left alone
NAMES = [cause.name for cause in CAUSES]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=Path, default=Path(__file__).parent / "real_cases.csv")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    accounts = read_cases(options.accounts)
    of = {"file": options.accounts.name, "n": len(accounts), "sha256": accounts.digest()}
    content = {"estimated_from": of, **asdict(estimate(accounts))}
    options.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def estimate(accounts: Labelled, runners: int = RUNNERS, seed: int = SEED) -> Telling:
    """Find the telling that simulated accounts need to be told as these, given the prior."""
    simulated = told(Telling(), runners, seed)
    edges = _edges(accounts, simulated)
    goal, now = _pooled(accounts, simulated, edges), _shares(simulated, edges)
    found = {key: np.zeros_like(share) for key, share in goal.items()}
    for round_ in range(ROUNDS):
        for key, share in goal.items():
            found[key] = np.clip(
                found[key] + STEP * _shift(now[key], share, key), -FURTHEST, FURTHEST
            )
        telling = _telling(found, edges)
        if round_ < ROUNDS - 1:
            now = _shares(told(telling, runners, seed), edges)
    return telling


def told(telling: Telling, runners: int, seed: int) -> Labelled:
    """Simulated accounts of runs that left the calves sore because of a cause."""
    runs = simulate(runners, world=replace(DEFAULT, telling=telling), seed=seed)
    return from_simulated(runs).rows(
        (runs.recorder == TOLD[0]) & runs.soreness.sore & (runs.soreness.primary < len(CAUSES))
    )


Key = tuple[str, str]
Shares = dict[Key, np.ndarray]
Edges = dict[str, tuple[float, ...]]


def _edges(accounts: Labelled, simulated: Labelled) -> Edges:
    """Where the values of a column are cut: between words, and at thirds of simulated numbers."""
    edges: Edges = {}
    for name in MODEL_COLUMNS:
        column, real = COLUMNS[name], accounts.cells[name]
        if column.kind == "choice":
            edges[name] = tuple(code + 0.5 for code in range(len(column.choices) - 1))
        elif column.kind == "number" and (~np.isnan(real)).sum() >= FEWEST_NUMBERS:
            thirds = np.nanquantile(simulated.cells[name], [1 / 3, 2 / 3])
            edges[name] = tuple(np.unique(thirds.round(2)).tolist())
    return edges


def _counts(accounts: Labelled, edges: Edges) -> dict[Key, tuple[np.ndarray, np.ndarray]]:
    """What was counted, and of how many."""
    primary = accounts.primary
    n_of = np.bincount(primary, minlength=len(CAUSES)).astype(float)
    several = accounts.labels[:, :-1].sum(axis=1) > 1
    found: dict[Key, tuple[np.ndarray, np.ndarray]] = {
        ("causes", ""): (n_of, np.full(len(CAUSES), float(len(accounts)))),
        ("several", ""): (np.array([float(several.sum())]), np.array([float(len(accounts))])),
    }
    for name in MODEL_COLUMNS:
        known = ~np.isnan(accounts.cells[name])
        by_cause = np.bincount(primary[known], minlength=len(CAUSES)).astype(float)
        found["columns", name] = (by_cause, n_of)
        if name in edges:
            places = np.searchsorted(edges[name], accounts.cells[name][known])
            by_value = np.bincount(places, minlength=len(edges[name]) + 1).astype(float)
            found["values", name] = (by_value, np.full(len(by_value), float(known.sum())))
    return found


def _shares(accounts: Labelled, edges: Edges) -> Shares:
    return {
        key: counted / np.maximum(of, 1.0)
        for key, (counted, of) in _counts(accounts, edges).items()
    }


def _pooled(accounts: Labelled, simulated: Labelled, edges: Edges) -> Shares:
    """The shares to reach: those of the accounts, shrunk to the simulated ones."""
    prior = _shares(simulated, edges)
    goal: Shares = {}
    for key, (counted, of) in _counts(accounts, edges).items():
        mean = prior[key]
        if key[0] == "columns":
            # How much accounts tell at all moves every cause, before the accounts of each do.
            expected = (mean * of).sum() / of.sum()
            overall = (counted.sum() + WORTH * expected) / (of.sum() + WORTH)
            mean = _expit(_logit(mean) + _logit(overall) - _logit(expected))
        goal[key] = (counted + WORTH * mean) / (of + WORTH)
    return goal


def _shift(now: np.ndarray, goal: np.ndarray, key: Key) -> np.ndarray:
    if key[0] in ("causes", "values"):
        return np.where(now > 0.0, np.log(np.maximum(goal, 1e-3) / np.maximum(now, 1e-3)), 0.0)
    return np.where(now > 0.0, _logit(goal) - _logit(now), 0.0)


def _telling(found: Shares, edges: Edges) -> Telling:
    rounded = {key: np.round(shift, 2) + 0.0 for key, shift in found.items()}
    by_cause = {name: rounded["columns", name] for name in MODEL_COLUMNS}
    return Telling(
        causes=dict(zip(NAMES, rounded["causes", ""].tolist(), strict=True)),
        several=float(rounded["several", ""][0]),
        columns={
            name: dict(zip([*NAMES, NOTHING], [*shifts.tolist(), _middle(shifts)], strict=True))
            for name, shifts in by_cause.items()
        },
        values={name: Values(edge, tuple(rounded["values", name])) for name, edge in edges.items()},
    )


def _middle(shifts: np.ndarray) -> float:
    """Of what causes nobody gives an account: as much as of the causes in the middle."""
    return round(float(np.median(shifts)), 2)


def _logit(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 0.002, 0.998)
    return np.log(share / (1.0 - share))


def _expit(log_odds: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-log_odds))


if __name__ == "__main__":
    main()
