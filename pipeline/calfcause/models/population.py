"""Simulated runs that left the calves sore: the source of plausible replies to a question."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from calfcause.errors import ModelError
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.types import Array, Bools, Integers

N_RUNS = 1000
# Of all arrays, unpacked; those of the released model have 0.2 MB.
MOST_BYTES = 64_000_000
ARRAYS = ("columns", "cells", "recorded")

NUMBERS = np.array([COLUMNS[name].kind == "number" for name in MODEL_COLUMNS])
LOW, HIGH = (
    np.array([[getattr(COLUMNS[name], end)] for name in MODEL_COLUMNS]) for end in ("low", "high")
)
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
    """Simulated runs that left the calves sore, the source of plausible replies."""

    # True cells, rows as in MODEL_COLUMNS; NaN where there is no value, such as the habits of a
    # first run, (n_columns, n_runs)
    cells: Array
    recorded: Bools  # whether the runner recorded the cell, (n_columns, n_runs)

    def content(self) -> bytes:
        """Pack it into a file of plain arrays; the same population gives the same bytes."""
        file = BytesIO()
        np.savez_compressed(
            file,
            columns=np.array(MODEL_COLUMNS),
            cells=self.cells.astype(np.float32),
            recorded=self.recorded,
        )
        return file.getvalue()

    @classmethod
    def parse(cls, content: bytes) -> "Population":
        """Read what ``content`` packed."""
        try:
            columns, cells, recorded = _arrays(content)
        except Exception as error:  # those of zip, zlib and NumPy share no base of their own
            raise ModelError(f"population.npz of the model is damaged: {error}") from error
        if columns.tolist() != list(MODEL_COLUMNS):
            raise ModelError("population.npz of the model has other columns: train the model again")
        if (
            cells.dtype != np.float32
            or recorded.dtype != np.bool_
            or cells.shape != recorded.shape
            or cells.shape[:-1] != columns.shape
            or not cells.size
        ):
            raise ModelError("population.npz of the model is damaged: its arrays do not fit")
        codes = cells.astype(np.float64)
        # NaN, a missing cell, is within any range.
        if (codes < LOW).any() or (codes > HIGH).any() or (codes[~NUMBERS] % 1 > 0).any():
            raise ModelError("population.npz of the model is damaged: it has impossible cells")
        return cls(cells=_three_figures(codes), recorded=recorded)

    @cached_property
    def order(self) -> Integers:
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
        """Compute the share of runs below each code of a number column; ties count half."""
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

    true_cells, recorded : cells of the same simulated runs: the true ones, and the recorded ones
        (NaN if missing), ``(n_sessions,)``
    p_sore : true probability of soreness, ``(n_sessions,)``
    """
    runs = rng.choice(len(p_sore), N_RUNS, p=p_sore / p_sore.sum())
    return Population(
        cells=_three_figures(np.stack([true_cells[name][runs] for name in MODEL_COLUMNS])),
        recorded=np.stack([~np.isnan(recorded[name][runs]) for name in MODEL_COLUMNS]),
    )


def _arrays(content: bytes) -> list[NDArray[Any]]:
    """Unpack the arrays, of at most so many bytes and each as large as its own header says."""
    with ZipFile(BytesIO(content)) as file:
        members = [file.getinfo(f"{name}.npy") for name in ARRAYS]
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise ValueError(f"it unpacks to more than {MOST_BYTES:,} bytes")
        arrays = []
        for member in members:
            with file.open(member) as packed:
                whole = BytesIO(packed.read(member.file_size))
            version = np.lib.format.read_magic(whole)
            if version != (1, 0):
                raise ValueError(f"it is written in NumPy's format {version}")
            shape, _, dtype = np.lib.format.read_array_header_1_0(whole)
            if math.prod(shape) * dtype.itemsize != member.file_size - whole.tell():
                raise ValueError(f"{member.filename} is not as long as it says")
            whole.seek(0)
            arrays.append(np.lib.format.read_array(whole, allow_pickle=False))
    return arrays


def _three_figures(cells: Array) -> Array:
    """Round numbers as people do: three figures, whole from 100 on."""
    size = np.floor(np.log10(np.maximum(np.abs(cells), 0.01)))
    scale = 10.0 ** np.maximum(2.0 - size, 0.0)
    return np.asarray(np.rint(cells * scale) / scale)
