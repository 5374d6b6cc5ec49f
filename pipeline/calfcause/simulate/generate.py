"""Run the four stages in order, block of runners by block of runners."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calfcause.simulate.arrays import joined, rows_of
from calfcause.simulate.history import Runs
from calfcause.simulate.record import RECORDED_COLUMNS, RECORDERS, TOLD, is_recorded, record
from calfcause.simulate.runners import draw_runners
from calfcause.simulate.soreness import (
    INJURY_LOG_ODDS,
    OTHER_LOAD,
    Soreness,
    base_log_load,
    draw_afterwards,
    draw_soreness,
    fresh_exposures,
    log_factors,
)
from calfcause.simulate.telling import Telling
from calfcause.simulate.weeks import BURN_IN_DAYS, cells_of_runs, plan_weeks
from calfcause.simulate.world import DEFAULT, World

Array = NDArray[np.float64]

BLOCK_RUNNERS = 500
# A log factor of this size is clearly felt, whatever its cause: three times the odds. Assumed.
FELT_CLEARLY = np.log(3.0)
FIRST_DAY = np.datetime64("2025-01-06")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """Sessions of simulated runners: what was recorded, the labels, and the hidden truth.

    Attributes
    ----------
    cells : dict of str to ndarray, shape (n_sessions,)
        Recorded cells by column, encoded, NaN where missing.
    true_cells : dict of str to ndarray, shape (n_sessions,)
        The same cells, complete and without noise.
    runner : ndarray of int, shape (n_sessions,)
        Number of the runner. Sessions of one runner are together and in time order.
    day : ndarray of int, shape (n_sessions,)
        Day of the session, counted from the first day of the simulated weeks.
    recorder : ndarray of int, shape (n_sessions,)
        How the session was recorded: the place in ``RECORDERS``.
    soreness : Soreness
        Labels and true probabilities.
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
    """Simulate all sessions of some runners over some weeks.

    Parameters
    ----------
    n_runners : int
        How many runners; the first ones are the same for any number.
    n_weeks : int
        How many weeks each of them is followed.
    world : World
        The priors of the population.
    seed : int
        The same seed gives the same sessions.

    Returns
    -------
    Simulated
        Sessions, labels and the hidden truth.

    Examples
    --------
    >>> sessions = simulate(10, 4, seed=1)
    >>> len(sessions) == len(sessions.cells["distance_km"])
    True
    """
    return joined(list(blocks(n_runners, n_weeks, world=world, seed=seed)))


def blocks(
    n_runners: int, n_weeks: int, *, world: World = DEFAULT, seed: int = 0
) -> Iterator[Simulated]:
    """Simulate the same sessions block by block.

    Parameters are those of ``simulate``. A block depends on the seed and its number alone. Yields
    the sessions of ``BLOCK_RUNNERS`` runners, fewer in the last block.
    """
    for number in range(-(-n_runners // BLOCK_RUNNERS)):
        yield block(number, n_runners, n_weeks, world=world, seed=seed)
        logger.info("%d of %d runners", min((number + 1) * BLOCK_RUNNERS, n_runners), n_runners)


def block(
    number: int, n_runners: int, n_weeks: int, *, world: World = DEFAULT, seed: int = 0
) -> Simulated:
    """Simulate one block, by its number from 0; ``n_runners`` of all blocks together."""
    streams = np.random.SeedSequence([seed, number]).spawn(4)
    # Always a whole block is drawn, so that the first runners are the same for any n_runners.
    whole = _block(BLOCK_RUNNERS, n_weeks, world, [np.random.default_rng(s) for s in streams])
    first = number * BLOCK_RUNNERS
    wanted = rows_of(whole, slice(int(np.searchsorted(whole.runner, n_runners - first))))
    return replace(wanted, runner=wanted.runner + first)


def _block(
    n_runners: int, n_weeks: int, world: World, streams: list[np.random.Generator]
) -> Simulated:
    for_runners, for_weeks, for_soreness, for_record = streams
    recorder = _recorder_of_runner(n_runners, world, for_record)
    runners = draw_runners(n_runners, world, np.isin(recorder, TOLD), for_runners)
    n_days = BURN_IN_DAYS + 7 * n_weeks
    plan = plan_weeks(runners, n_days, for_weeks)
    runs = Runs(plan.runs)
    runner, day = runs.runner, runs.day
    true_cells = cells_of_runs(runners, plan, runs, for_weeks)
    factors = log_factors(true_cells, fresh_exposures(true_cells, runs), runners, runner)
    felt = {name: factor / FELT_CLEARLY for name, factor in factors.items()}
    other_load = true_cells["other_calf_load"] * OTHER_LOAD.draw_log(for_weeks, len(runner))
    felt["other_calf_load"] = other_load / FELT_CLEARLY
    soreness = draw_soreness(
        other_load
        + base_log_load(
            true_cells["distance_km"],
            runs.of(plan.usual_distance_km),
            true_cells["longest_run_28d_km"],
        ),
        runners.susceptibility[runner] + INJURY_LOG_ODDS * runners.injured[runner],
        factors,
        world,
        for_soreness,
    )
    true_cells["sore_calf_runs_28d"] = runs.count_in_window(soreness.sore).astype(float)
    true_cells |= draw_afterwards(soreness, for_soreness)
    kinds = recorder[runner]
    noise = world.noise * np.exp(for_record.normal(0.0, world.noise_spread, len(runner)))
    cells = _recorded(true_cells, felt, kinds, noise, world.telling, for_record)
    shown = is_recorded(cells, felt, runner, kinds, day >= BURN_IN_DAYS, world.telling, for_record)
    whole = Simulated(
        cells=cells,
        true_cells=true_cells,
        runner=runner,
        day=day - BURN_IN_DAYS,
        recorder=kinds,
        soreness=soreness,
    )
    return rows_of(whole, np.flatnonzero(shown))


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
    telling: Telling,
    rng: np.random.Generator,
) -> dict[str, Array]:
    """The cells that each runner's kind of recorder leaves."""
    seen = {name: np.full(len(kinds), np.nan) for name in RECORDED_COLUMNS}
    for kind, name in enumerate(RECORDERS):
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            some = {column: values[rows] for column, values in true_cells.items()}
            felt_there = {cause: values[rows] for cause, values in felt.items()}
            kept = record(some, felt_there, name, noise[rows], rng, telling)
            for column, values in kept.items():
                seen[column][rows] = values
    return seen
