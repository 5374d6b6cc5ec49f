"""The four stages in a row, block of runners by block of runners."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from calfcause.sessions.schema import AFTERWARDS_COLUMNS, MODEL_COLUMNS
from calfcause.simulate.history import Runs
from calfcause.simulate.record import RECORDERS, TOLD, is_recorded, record
from calfcause.simulate.runners import draw_runners
from calfcause.simulate.soreness import (
    INJURY_LOG_ODDS,
    Soreness,
    base_log_load,
    draw_afterwards,
    draw_soreness,
    fresh_exposures,
    log_factors,
)
from calfcause.simulate.weeks import BURN_IN_DAYS, cells_of_runs, plan_weeks
from calfcause.simulate.world import DEFAULT, World

Array = NDArray[np.float64]
Kind = TypeVar("Kind", bound=np.generic)

BLOCK_RUNNERS = 500
# A log factor of this size is clearly felt, whatever its cause: three times the odds.
FELT_CLEARLY = np.log(3.0)
FIRST_DAY = np.datetime64("2025-01-06")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """Sessions of simulated runners: what was recorded, the labels, and the hidden truth.

    Attributes
    ----------
    cells : recorded cells, ``(n_sessions,)`` each, NaN where unknown.
    true_cells : the same, complete and without noise.
    runner : number of the runner of each session, ``(n_sessions,)``; sessions of one runner are
        together and in time order.
    day : day of each session, counted from the first day of the simulated weeks.
    recorder : name index into ``RECORDERS`` of each session.
    soreness : labels and true probabilities.
    """

    cells: dict[str, Array]
    true_cells: dict[str, Array]
    runner: NDArray[np.intp]
    day: NDArray[np.intp]
    recorder: NDArray[np.intp]
    soreness: Soreness

    def __len__(self) -> int:
        return len(self.runner)


def simulate(
    n_runners: int, n_weeks: int = 16, *, world: World = DEFAULT, seed: int = 0
) -> Simulated:
    """Simulate all sessions of ``n_runners`` over ``n_weeks``; the same for the same seed.

    Examples
    --------
    >>> sessions = simulate(10, 4, seed=1)
    >>> len(sessions) == len(sessions.cells["distance_km"])
    True
    """
    return _joined(list(blocks(n_runners, n_weeks, world=world, seed=seed)))


def blocks(
    n_runners: int, n_weeks: int, *, world: World = DEFAULT, seed: int = 0
) -> Iterator[Simulated]:
    """The same sessions in blocks of runners; a block depends on the seed and its place alone."""
    for number in range(-(-n_runners // BLOCK_RUNNERS)):
        yield block(number, n_runners, n_weeks, world=world, seed=seed)
        logger.info("%d of %d runners", min((number + 1) * BLOCK_RUNNERS, n_runners), n_runners)


def block(
    number: int, n_runners: int, n_weeks: int, *, world: World = DEFAULT, seed: int = 0
) -> Simulated:
    """The block of this number, counted from 0, without those before it."""
    first = number * BLOCK_RUNNERS
    streams = np.random.SeedSequence([seed, number]).spawn(4)
    # Always a whole block is drawn, so that the first runners are the same for any n_runners.
    whole = _block(BLOCK_RUNNERS, n_weeks, world, [np.random.default_rng(s) for s in streams])
    return _first_runners(whole, min(BLOCK_RUNNERS, n_runners - first), first)


def _block(
    n_runners: int, n_weeks: int, world: World, streams: list[np.random.Generator]
) -> Simulated:
    for_runners, for_weeks, for_soreness, for_record = streams
    recorder = _recorder_of_runner(n_runners, world, for_record)
    runners = draw_runners(n_runners, world, recorder == TOLD, for_runners)
    n_days = BURN_IN_DAYS + 7 * n_weeks
    plan = plan_weeks(runners, n_days, for_weeks)
    runs = Runs(plan.runs)
    runner, day = runs.runner, runs.day
    true_cells = cells_of_runs(runners, plan, runs, for_weeks)
    factors = log_factors(fresh_exposures(true_cells, runs), runners, runner)
    felt = {name: found / FELT_CLEARLY for name, found in factors.items()}
    soreness = draw_soreness(
        base_log_load(true_cells["distance_km"], runs.of(plan.usual_distance_km)),
        runners.susceptibility[runner] + INJURY_LOG_ODDS * runners.injured[runner],
        factors,
        world,
        for_soreness,
    )
    true_cells["sore_calf_runs_28d"] = runs.count_in_window(soreness.sore).astype(float)
    true_cells |= draw_afterwards(soreness, for_soreness)
    kinds = recorder[runner]
    noise = world.noise * np.exp(for_record.normal(0.0, world.noise_spread, len(runner)))
    cells = _recorded(true_cells, felt, kinds, noise, for_record)
    shown = is_recorded(cells, felt, runner, kinds, day >= BURN_IN_DAYS, for_record)
    rows = np.flatnonzero(shown)
    return Simulated(
        cells={name: values[rows] for name, values in cells.items()},
        true_cells={name: values[rows] for name, values in true_cells.items()},
        runner=runner[rows],
        day=day[rows] - BURN_IN_DAYS,
        recorder=kinds[rows],
        soreness=_taken(soreness, rows),
    )


def _recorder_of_runner(n_runners: int, world: World, rng: np.random.Generator) -> NDArray[np.intp]:
    names = list(RECORDERS)
    codes = [names.index(name) for name in world.recorders]
    shares = np.array(list(world.recorders.values()))
    return np.asarray(rng.choice(codes, size=n_runners, p=shares / shares.sum()), dtype=np.intp)


def _recorded(
    true_cells: dict[str, Array],
    felt: dict[str, Array],
    kinds: NDArray[np.intp],
    noise: Array,
    rng: np.random.Generator,
) -> dict[str, Array]:
    seen = {name: np.full(len(kinds), np.nan) for name in (*MODEL_COLUMNS, *AFTERWARDS_COLUMNS)}
    for kind, name in enumerate(RECORDERS):
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            some = {column: values[rows] for column, values in true_cells.items()}
            felt_there = {cause: values[rows] for cause, values in felt.items()}
            for column, values in record(some, felt_there, name, noise[rows], rng).items():
                seen[column][rows] = values
    return seen


def _taken(soreness: Soreness, rows: NDArray[np.intp] | slice) -> Soreness:
    return Soreness(
        sore=soreness.sore[rows],
        because_of={name: values[rows] for name, values in soreness.because_of.items()},
        primary=soreness.primary[rows],
        true_p_sore=soreness.true_p_sore[rows],
        true_p={name: values[rows] for name, values in soreness.true_p.items()},
        log_factors={name: values[rows] for name, values in soreness.log_factors.items()},
    )


def _first_runners(block: Simulated, size: int, first: int) -> Simulated:
    rows = slice(int(np.searchsorted(block.runner, size)))
    return Simulated(
        cells={name: values[rows] for name, values in block.cells.items()},
        true_cells={name: values[rows] for name, values in block.true_cells.items()},
        runner=block.runner[rows] + first,
        day=block.day[rows],
        recorder=block.recorder[rows],
        soreness=_taken(block.soreness, rows),
    )


def _joined(parts: list[Simulated]) -> Simulated:
    def join(tables: list[dict[str, NDArray[Kind]]]) -> dict[str, NDArray[Kind]]:
        return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}

    found = [part.soreness for part in parts]
    return Simulated(
        cells=join([part.cells for part in parts]),
        true_cells=join([part.true_cells for part in parts]),
        runner=np.concatenate([part.runner for part in parts]),
        day=np.concatenate([part.day for part in parts]),
        recorder=np.concatenate([part.recorder for part in parts]),
        soreness=Soreness(
            sore=np.concatenate([one.sore for one in found]),
            because_of=join([one.because_of for one in found]),
            primary=np.concatenate([one.primary for one in found]),
            true_p_sore=np.concatenate([one.true_p_sore for one in found]),
            true_p=join([one.true_p for one in found]),
            log_factors=join([one.log_factors for one in found]),
        ),
    )
