"""Simulated runs that left the calves sore: the source of plausible replies to a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import ModelError
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS

Array = NDArray[np.float64]

N_RUNS = 1000

NUMBERS = np.array([COLUMNS[name].kind == "number" for name in MODEL_COLUMNS])
# Every word of every column of words: the place of the column and the code of the word.
WORDS = np.array(
    [
        (place, code)
        for place, name in enumerate(MODEL_COLUMNS)
        if not NUMBERS[place]
        for code in range(int(COLUMNS[name].high) + 1)
    ]
)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Simulated runs that left the calves sore, the source of plausible replies.

    Attributes
    ----------
    cells : ndarray, shape (n_columns, n_runs)
        True cells, rows as in ``MODEL_COLUMNS``; NaN where there is no value, such as the habits
        of a first run.
    recorded : ndarray of bool, shape (n_columns, n_runs)
        Whether the runner recorded the cell.
    """

    cells: Array
    recorded: NDArray[np.bool_]

    def save(self, path: Path) -> None:
        """Write one file of plain arrays; the same population gives the same bytes."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                columns=np.array(MODEL_COLUMNS),
                cells=self.cells.astype(np.float32),
                recorded=self.recorded,
            )

    @classmethod
    def load(cls, path: Path) -> "Population":
        """Read what ``save`` wrote.

        Raises
        ------
        ModelError
            If there is no such file, or it holds Python objects, other arrays or other columns.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                columns, cells, recorded = (file[key] for key in ("columns", "cells", "recorded"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
            raise ModelError(f"{path} cannot be read as a population of runs: {error}") from error
        if (
            columns.tolist() != list(MODEL_COLUMNS)
            or cells.shape != recorded.shape
            or cells.shape[:-1] != columns.shape
            or not cells.size
        ):
            raise ModelError(f"{path} was made for other columns. Train the model again")
        return cls(cells=_three_figures(cells.astype(np.float64)), recorded=recorded.astype(bool))

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Runs in ascending order of every number, missing last, shape (n_numbers, n_runs)."""
        return np.argsort(self.cells[NUMBERS], axis=1, kind="stable")

    @cached_property
    def ordered(self) -> Array:
        """The numbers in that order."""
        return np.take_along_axis(self.cells[NUMBERS], self.order, axis=1)

    @cached_property
    def ranks(self) -> Array:
        """Share of runs below each cell, shape as ``cells``; -1, far from all, where missing."""
        ranks = np.full(self.cells.shape, -1.0)
        for place in np.flatnonzero(NUMBERS):
            known = ~np.isnan(self.cells[place])
            ranks[place, known] = self.rank(place, self.cells[place, known])
        return ranks

    @cached_property
    def has_word(self) -> Array:
        """1 where a run has the word, shape (n_words, n_runs), rows as in ``WORDS``."""
        return np.asarray(self.cells[WORDS[:, 0]] == WORDS[:, 1:], dtype=np.float64)

    def rank(self, place: int | np.intp, codes: Array | float) -> Array:
        """Compute the share of runs below each code of a number column; ties count half.

        Parameters
        ----------
        place : int
            The place of the column in ``MODEL_COLUMNS``.
        codes : ndarray or float
            Cells of that column.
        """
        ordered = self.ordered[NUMBERS[:place].sum()]
        ordered = ordered[: ordered.size - np.isnan(ordered).sum()]
        below, up_to = ordered.searchsorted(codes), ordered.searchsorted(codes, "right")
        return np.asarray((below + up_to) / (2.0 * max(ordered.size, 1)))


def draw_population(
    true_cells: Mapping[str, Array],
    recorded: Mapping[str, Array],
    p_sore: Array,
    rng: np.random.Generator,
) -> Population:
    """Draw runs in proportion to their risk of soreness, so that unusual runs are among them.

    Parameters
    ----------
    true_cells, recorded : mapping of str to ndarray, shape (n_sessions,)
        Cells of the same simulated runs: the true ones, and the recorded ones (NaN if missing).
    p_sore : ndarray, shape (n_sessions,)
        True probability of soreness.
    rng : Generator
        Source of randomness.
    """
    runs = rng.choice(len(p_sore), N_RUNS, p=p_sore / p_sore.sum())
    return Population(
        cells=_three_figures(np.stack([true_cells[name][runs] for name in MODEL_COLUMNS])),
        recorded=np.stack([~np.isnan(recorded[name][runs]) for name in MODEL_COLUMNS]),
    )


def _three_figures(cells: Array) -> Array:
    """Round numbers as people do: three figures, whole from 100 on."""
    size = np.floor(np.log10(np.maximum(np.abs(cells), 0.01)))
    scale = 10.0 ** np.maximum(2.0 - size, 0.0)
    return np.asarray(np.rint(cells * scale) / scale)
