"""Compare simulated accounts with real ones: how many cells, which ones, and with what values.

A real account is of a run described in words that left the calves sore for one of the causes; so
only such simulated runs are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calfcause.causes import CAUSES
from calfcause.evaluate.cases import read_cases
from calfcause.evaluate.tables import percent
from calfcause.learn.features import exposures
from calfcause.learn.labelled import Labelled, from_simulated
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import Simulated
from calfcause.simulate.record import TOLD
from calfcause.types import Integers

LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
CLEARLY_SHOWN, HARDLY_SHOWN = 0.5, 0.02


@dataclass(frozen=True, kw_only=True)
class AccountsReport:
    """Real and simulated accounts, side by side: a column each."""

    n_real: int
    n_simulated: int
    # Quantiles of the number of known cells; shares of accounts with several causes, and by how
    # clearly the cells show the primary cause
    known: pd.DataFrame
    primary: pd.DataFrame  # share of accounts by primary cause
    columns: pd.DataFrame  # share of accounts in which a column is known
    words: pd.DataFrame  # share of each word among the known cells of a column of words
    numbers: pd.DataFrame  # quantiles of the known cells of each column of numbers

    def text(self) -> str:
        """Lay out the tables for a terminal."""
        return "\n\n".join(
            [
                f"{self.n_real} real accounts beside {self.n_simulated:,} simulated ones",
                self.known.to_string(float_format=lambda number: f"{number:.2f}"),
                "Primary cause:",
                self.primary.to_string(float_format=percent),
                "Columns known:",
                self.columns.to_string(float_format=percent),
                "Words, of the accounts in which the column is known:",
                self.words.to_string(float_format=percent),
                "Numbers, of the accounts in which the column is known:",
                self.numbers.to_string(float_format=lambda number: f"{number:.1f}"),
            ]
        )


def compare_accounts(cases: str | Path, *blocks: Simulated) -> AccountsReport:
    """Compare the real accounts of a file with the accounts among simulated sessions.

    Raises SchemaError if a cell or label of the file is not allowed, or no run is blamed on any
    cause.
    """
    both = {"real": [read_cases(cases)], "simulated": [_accounts(block) for block in blocks]}
    sizes = {name: sum(map(len, parts)) for name, parts in both.items()}
    cells = {name: _cells(parts) for name, parts in both.items()}
    primaries = {name: np.concatenate([part.primary for part in both[name]]) for name in both}
    causes = {
        name: np.concatenate([part.labels[:, :-1].sum(axis=1) for part in both[name]])
        for name in both
    }
    return AccountsReport(
        n_real=sizes["real"],
        n_simulated=sizes["simulated"],
        known=pd.DataFrame(
            {name: _known(cells[name], primaries[name], causes[name]) for name in both}
        ),
        primary=pd.DataFrame({name: _primary(primaries[name]) for name in both}),
        columns=pd.DataFrame({name: cells[name].notna().mean() for name in both}),
        words=pd.DataFrame({name: _words(cells[name]) for name in both}),
        numbers=pd.DataFrame({name: _numbers(cells[name]) for name in both}).dropna(),
    )


def _accounts(simulated: Simulated) -> Labelled:
    return from_simulated(simulated).rows(
        (simulated.recorder == TOLD[0])
        & simulated.soreness.sore
        & (simulated.soreness.primary < len(CAUSES))
    )


def _cells(parts: Sequence[Labelled]) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(part.cells) for part in parts], ignore_index=True)


def _known(cells: pd.DataFrame, primary: Integers, n_causes: Integers) -> pd.Series:
    by_cause = exposures({name: cells[name].to_numpy() for name in MODEL_COLUMNS})
    exposure = np.column_stack(list(by_cause.values()))[np.arange(len(cells)), primary]
    n_cells = cells.notna().sum(axis=1)
    return pd.Series(
        {f"known cells, {level:.0%} quantile": n_cells.quantile(level) for level in LEVELS}
        | {
            "share with two causes or more": (n_causes > 1).mean(),
            "primary cause clearly shown": (exposure >= CLEARLY_SHOWN).mean(),
            "primary cause shown a little": (
                (exposure >= HARDLY_SHOWN) & (exposure < CLEARLY_SHOWN)
            ).mean(),
            "primary cause reported as usual": (exposure < HARDLY_SHOWN).mean(),
            "primary cause not reported": np.isnan(exposure).mean(),
        }
    )


def _primary(primary: Integers) -> pd.Series:
    counts = np.bincount(primary, minlength=len(CAUSES))
    return pd.Series(counts / len(primary), [cause.name for cause in CAUSES])


def _words(cells: pd.DataFrame) -> pd.Series:
    shares = {}
    for name in MODEL_COLUMNS:
        known = cells[name].dropna()
        if COLUMNS[name].kind == "choice" and len(known):
            for code, word in enumerate(COLUMNS[name].choices):
                shares[name, word] = (known == code).mean()
    return pd.Series(shares)


def _numbers(cells: pd.DataFrame) -> pd.Series:
    numbers = [name for name in MODEL_COLUMNS if COLUMNS[name].kind == "number"]
    quantiles = {name: cells[name].quantile([0.1, 0.5, 0.9]) for name in numbers}
    return pd.concat(quantiles)
