"""How often ordinary sore runs raise an alarm, by level and by picture.

    python benchmarks/false_alarms.py

Ordinary are simulated runs that left training soreness: with their true cells, of which none is
missing, and as they were recorded, where much is. The simulation gives a few of them a sign at a
rate that is a guess (2 % a sharp pain, swelling or growing pain, 1 % other signs). A sign that is
there is no false alarm, so further tables leave those runs out: what is left is alarmed by how
sore, for how long and in which leg alone. Nothing here validates the levels in real runners.
"""

import argparse
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.picture import LEVELS, SELF_CARE
from calfcause.answer.triage import sign_columns
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS
from calfcause.simulate import simulate

Array = NDArray[np.float64]
# Sore in one leg only is told by one runner in ten and is no sign by itself.
SIGNS = tuple(
    name for name in AFTERWARDS_COLUMNS if COLUMNS[name].kind == "flag" and name != "one_leg_only"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--runners", type=int, default=16_000)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    true, recorded = ordinary(arguments.runners, arguments.seed, arguments.runs)
    signs = np.any([true[name] == 1.0 for name in SIGNS if name in true], axis=0)
    show("ordinary sore runs, all cells known", true)
    show("those without a sign", {name: codes[~signs] for name, codes in true.items()})
    show("the same, as recorded", {name: codes[~signs] for name, codes in recorded.items()})


def ordinary(n_runners: int, seed: int, most: int) -> tuple[dict[str, Array], dict[str, Array]]:
    """The true and the recorded cells of simulated runs that left soreness, at most so many."""
    simulated = simulate(n_runners, 16, seed=seed)
    rows = np.flatnonzero(simulated.soreness.sore)[:most]
    read = [name for name in (*AFTERWARDS_COLUMNS, "calf_injury_52w") if name in simulated.cells]
    true, recorded = (
        {name: cells[name][rows] for name in read}
        for cells in (simulated.true_cells, simulated.cells)
    )
    return true, recorded


def show(title: str, cells: Mapping[str, Array]) -> None:
    """Print the share of each level and of each picture."""
    n_runs = len(cells["sore_days"])
    found = sign_columns(cells, n_runs)
    levels = Counter(found["triage"])
    names = Counter(name for text in found["red_flags"] for name in text.split("; ") if name)
    alarmed = n_runs - levels[SELF_CARE] - levels[""]
    print(f"{title}: {n_runs:,}, of which {alarmed / n_runs:.1%} are alarmed at any level")
    for level in LEVELS:
        print(f"  {level:24} {levels[level]:7,} {levels[level] / n_runs:7.2%}")
    print(f"  {'not sore enough to judge':24} {levels['']:7,} {levels[''] / n_runs:7.2%}")
    for name, count in names.most_common():
        print(f"    {name:26} {count:7,} {count / n_runs:7.2%}")


if __name__ == "__main__":
    main()
