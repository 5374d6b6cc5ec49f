"""How soon questions lead to the answer of the whole account: adaptive, fixed and random orders.

All cells of an account are hidden. One column after the other is asked and shown if the account
holds it; if not, it was asked in vain and counts all the same. The fixed orders are the best we
know, one of them fitted to simulated accounts for this very purpose.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calfcause import Predictor
from calfcause.answer.questions import expected_change, outcomes_of, primary_shares
from calfcause.answer.replies import Replies, fit, plausible_replies
from calfcause.evaluate.cases import read_cases
from calfcause.learn.probabilities import primary_causes
from calfcause.models.population import Population
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import Simulated, simulate
from calfcause.simulate.record import TOLD

Array = NDArray[np.float64]
Known = dict[str, float]
Chooser = Callable[[Known, set[str]], str]
Measure = Callable[[Array, Replies], Array]
Answered = Callable[[Population, Array], Array]

DATA = Path(__file__).parents[1] / "data"
N_COLUMNS = len(MODEL_COLUMNS)
AFTER = (0, 1, 2, 3, 5, 8, 12)
RANDOM_ORDERS = 5
TINY = 1e-12


def main() -> None:
    predictor = Predictor.load()
    population = predictor.population
    if population is None:
        raise SystemExit("The released model has no population: make release")
    others = simulate(600, seed=123)
    real = columns_of(read_cases(DATA / "real_cases.csv").cells)
    told, complete = simulated_accounts(others, 150)
    fixed = fixed_orders(predictor, population, simulated_accounts(simulate(600, seed=98), 200)[0])
    rng = np.random.default_rng(2)
    sets: dict[str, list[tuple[Known, tuple[str, ...]]]] = {
        f"{len(real)} real accounts": [(account, ()) for account in real],
        f"{len(real)} real accounts twice, one or two cells known at first": [
            (account, starting(account, rng)) for account in real * 2
        ],
        f"{len(told)} simulated accounts in words": [(account, ()) for account in told],
        "75 of these, when every question gets a true reply": [
            (account, ()) for account in complete[:75]
        ],
    }
    adaptive = by_worth(predictor, population, expected_change, by_such_runs)
    for title, accounts in sets.items():
        print(heading(title))
        ours = show("adaptive", [tell(predictor, *account, adaptive) for account in accounts])
        theirs = [
            show(
                f"fixed: {name}",
                [tell(predictor, *account, in_order(order)) for account in accounts],
            )
            for name, order in fixed.items()
        ]
        orders = [
            rng.permutation(MODEL_COLUMNS).tolist() for _ in range(RANDOM_ORDERS) for _ in accounts
        ]
        show(
            f"random, {RANDOM_ORDERS} orders",
            [
                tell(predictor, *account, in_order(order))
                for account, order in zip(accounts * RANDOM_ORDERS, orders, strict=True)
            ],
        )
        best = min(theirs, key=np.mean)
        apart = ours - best
        error = 1.645 * apart.std(ddof=1) / np.sqrt(len(apart))
        print(
            f"adaptive less the best fixed order: {apart.mean():+.2f} questions"
            f" ({apart.mean() - error:+.2f} to {apart.mean() + error:+.2f}, 90 %)\n"
        )
    for title, accounts in sets.items():
        if "at first" in title:
            continue
        print(heading(f"worth of a question, {title}"))
        for name, (measure, answered) in MEASURES.items():
            choose = by_worth(predictor, population, measure, answered)
            show(name, [tell(predictor, *account, choose) for account in accounts])
        print()
    show_time(predictor, population, real)


# Accounts


def columns_of(cells: Mapping[str, Array]) -> list[Known]:
    """Each session's known cells."""
    table = np.stack([cells[name] for name in MODEL_COLUMNS])
    return [
        {name: float(code) for name, code in zip(MODEL_COLUMNS, row, strict=True) if code == code}
        for row in table.T
    ]


def simulated_accounts(simulated: Simulated, n: int) -> tuple[list[Known], list[Known]]:
    """Sore runs told in words, as they were told and in full."""
    sore = np.flatnonzero((simulated.recorder == TOLD) & simulated.soreness.sore)
    rows = np.random.default_rng(3).choice(sore, n, replace=False)
    cells = {name: found[rows] for name, found in simulated.cells.items()}
    true_cells = {name: found[rows] for name, found in simulated.true_cells.items()}
    return columns_of(cells), columns_of(true_cells)


def starting(account: Known, rng: np.random.Generator) -> tuple[str, ...]:
    """One or two of the account's columns, but never all."""
    n = min(int(rng.integers(1, 3)), len(account) - 1)
    return tuple(rng.permutation(list(account))[:n].tolist())


# Orders of questions


def by_worth(
    predictor: Predictor, population: Population, measure: Measure, answered: Answered
) -> Chooser:
    """Ask what is worth most now, by this measure and how often it can be answered."""

    def choose(known: Known, asked: set[str]) -> str:
        worth = worths(predictor, population, known, measure, answered)
        left = np.array([name not in known and name not in asked for name in MODEL_COLUMNS])
        return MODEL_COLUMNS[int(np.argmax(np.where(left, worth, -np.inf)))]

    return choose


def in_order(order: Sequence[str]) -> Chooser:
    return lambda known, asked: next(n for n in order if n not in known and n not in asked)


def worths(
    predictor: Predictor,
    population: Population,
    known: Known,
    measure: Measure,
    answered: Answered,
) -> Array:
    weights = fit(population, known)
    replies = plausible_replies(population, known, weights)
    shares = primary_shares(outcomes_of(predictor, known, replies))
    return measure(shares, replies) * answered(population, weights)


def fixed_orders(
    predictor: Predictor, population: Population, accounts: list[Known]
) -> dict[str, list[str]]:
    worth = worths(predictor, population, {}, expected_change, by_such_runs)
    return {
        "worth at the start": [MODEL_COLUMNS[i] for i in np.argsort(-worth, kind="stable")],
        "most often answered": [
            MODEL_COLUMNS[i] for i in np.argsort(-population.recorded.mean(axis=1), kind="stable")
        ],
        "fitted to simulated": fitted(predictor, accounts),
        "schema": list(MODEL_COLUMNS),
    }


def fitted(predictor: Predictor, accounts: list[Known]) -> list[str]:
    """Column by column the one that on average brings accounts closest to their whole answer."""
    whole = primary_shares(answers(predictor, accounts))
    order: list[str] = []
    while len(order) < N_COLUMNS:
        apart = {}
        for name in MODEL_COLUMNS:
            if name not in order:
                shown = [
                    {one: code for one, code in account.items() if one in (*order, name)}
                    for account in accounts
                ]
                apart[name] = np.abs(primary_shares(answers(predictor, shown)) - whole).sum()
        order.append(min(apart, key=lambda name: apart[name]))
    return order


# What a question may be worth


def expectation(replies: Replies, found: Array) -> Array:
    found_by_column = np.bincount(replies.places, replies.weights * found, N_COLUMNS)
    return np.asarray(found_by_column, dtype=np.float64)


def mean_outcome(after: Array, replies: Replies) -> Array:
    """Of each reply, the mean outcome of its column's replies."""
    columns = [expectation(replies, share) for share in after.T]
    return np.asarray(np.stack(columns, axis=1)[replies.places])


def divergence(after: Array, before: Array) -> Array:
    return np.asarray((after * np.log(np.maximum(after, TINY) / np.maximum(before, TINY))).sum(1))


def divergence_from_now(shares: Array, replies: Replies) -> Array:
    return expectation(replies, divergence(shares[:-1], shares[-1]))


def from_mean(shares: Array, replies: Replies) -> Array:
    mean = mean_outcome(shares[:-1], replies)
    return expectation(replies, np.abs(shares[:-1] - mean).sum(axis=1) / 2)


def mutual_information(shares: Array, replies: Replies) -> Array:
    return expectation(replies, divergence(shares[:-1], mean_outcome(shares[:-1], replies)))


def by_such_runs(population: Population, weights: Array) -> Array:
    return np.asarray(population.recorded @ weights, dtype=np.float64)


def by_all_runs(population: Population, weights: Array) -> Array:
    return np.asarray(population.recorded.mean(axis=1), dtype=np.float64)


def always(population: Population, weights: Array) -> Array:
    return np.ones(N_COLUMNS)


MEASURES: dict[str, tuple[Measure, Answered]] = {
    "variation from now (chosen)": (expected_change, by_such_runs),
    "divergence from now": (divergence_from_now, by_such_runs),
    "variation from the mean": (from_mean, by_such_runs),
    "mutual information": (mutual_information, by_such_runs),
    "chosen, answered as by all": (expected_change, by_all_runs),
    "chosen, always answered": (expected_change, always),
}


# What comes of asking


@dataclass(frozen=True, kw_only=True)
class Told:
    """How one account went, by the number of questions asked, ``(n_columns + 1,)`` each.

    ``right``: the primary cause is that of the whole account, and stays so; ``apart``: total
    variation between the shares of the primary cause and those of the whole account.
    """

    right: NDArray[np.bool_]
    apart: Array


def tell(predictor: Predictor, account: Known, start: Sequence[str], choose: Chooser) -> Told:
    known = {name: account[name] for name in start}
    asked: set[str] = set()
    states = [dict(known)]
    while len(known) < len(account):
        name = choose(known, asked)
        asked.add(name)
        if name in account:
            known[name] = account[name]
        states.append(dict(known))
    found = answers(predictor, states)
    first, shares = np.array(primary_causes(found)), primary_shares(found)
    stays = np.logical_and.accumulate((first == first[-1])[::-1])[::-1]
    apart = np.abs(shares - shares[-1]).sum(axis=1) / 2
    rest = N_COLUMNS + 1 - len(states)
    return Told(right=np.pad(stays, (0, rest), mode="edge"), apart=np.pad(apart, (0, rest)))


def answers(predictor: Predictor, sessions: Sequence[Known]) -> Array:
    cells = {
        name: np.array([session.get(name, np.nan) for session in sessions])
        for name in MODEL_COLUMNS
    }
    return predictor.predict_cells(cells, len(sessions))


def heading(title: str) -> str:
    after = " ".join(f"{k:>4}" for k in AFTER)
    return (
        f"{title}\n{'':36} {'until':>6}   {'same primary after':34}   apart after\n"
        f"{'':36} {'right':>6}   {after}   {after}"
    )


def show(name: str, told: list[Told]) -> Array:
    """Print one line; return the number of questions until each account is right."""
    right = np.stack([one.right for one in told])
    apart = np.stack([one.apart for one in told]).mean(axis=0)
    until = np.asarray((~right).sum(axis=1), dtype=np.float64)
    shares = " ".join(f"{right[:, k].mean():4.0%}" for k in AFTER)
    print(
        f"{name:36} {until.mean():6.2f}   {shares}   "
        + " ".join(f"{apart[k]:4.2f}" for k in AFTER),
        flush=True,
    )
    return until


def show_time(predictor: Predictor, population: Population, accounts: list[Known]) -> None:
    taken = []
    for account in [{}, *accounts] * 5:
        half = list(account.items())[::2]
        session = {name: decode(COLUMNS[name], code) for name, code in half}
        started = time.perf_counter()
        predictor.next_questions(session, 3)
        taken.append(time.perf_counter() - started)
    middle, slow = (np.quantile(taken, share) * 1e3 for share in (0.5, 0.95))
    print(f"three questions on an account half told: {middle:.2f} ms (p50), {slow:.2f} ms (p95)")


if __name__ == "__main__":
    main()
