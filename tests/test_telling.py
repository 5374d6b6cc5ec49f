"""How accounts are told: shifts do what they say, and the estimate finds them again."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

from calfcause.causes import CAUSES
from calfcause.evaluate.cases import read_cases
from calfcause.simulate import DEFAULT, simulate
from calfcause.simulate.telling import FILE, NOTHING, Telling, Values

sys.path.insert(0, "data")
from estimate_telling import estimate, told

NOTHING_FELT = {cause.name: np.zeros(2) for cause in CAUSES}


def test_without_shifts_accounts_are_told_as_assumed():
    chances = {"terrain": np.array([0.3, 0.7])}
    cells = {"terrain": np.array([0.0, 3.0])}
    assert Telling().told(chances, cells, NOTHING_FELT)["terrain"] is chances["terrain"]
    assert (Telling().given(np.zeros((len(CAUSES), 3))) == 1.0).all()


def test_a_shift_moves_the_odds_of_its_column_its_cause_and_its_value():
    telling = Telling(
        columns={"terrain": {"hills": 1.0, NOTHING: -1.0}},
        values={"terrain": Values((1.5,), (0.0, 0.5))},
    )
    felt = NOTHING_FELT | {"hills": np.array([0.9, 0.0])}
    cells = {"terrain": np.array([0.0, 3.0])}
    found = telling.told({"terrain": np.array([0.5, 0.5])}, cells, felt)["terrain"]
    assert np.log(found / (1.0 - found)).tolist() == pytest.approx([1.0, -0.5])


def test_the_estimate_finds_a_telling_again():
    of_distance = dict.fromkeys([cause.name for cause in CAUSES], -1.4)
    as_told = Telling(columns={"distance_km": of_distance}, causes={"beginner": -1.4})
    accounts, assumed = told(as_told, 800, 5), told(Telling(), 800, 6)
    found = told(estimate(accounts, runners=800), 800, 6)
    distance = [np.isfinite(one.cells["distance_km"]).mean() for one in (accounts, assumed, found)]
    assert abs(distance[2] - distance[0]) < 0.3 * abs(distance[1] - distance[0])
    beginners = [(one.primary == 0).mean() for one in (accounts, assumed, found)]
    assert abs(beginners[2] - beginners[0]) < 0.3 * abs(beginners[1] - beginners[0])


def test_the_shipped_telling_is_of_the_shipped_accounts():
    of = json.loads(FILE.read_text(encoding="utf-8"))["estimated_from"]
    assert of["sha256"] == read_cases("data/real_cases.csv").digest()


def test_the_shipped_telling_is_nearer_to_the_accounts_than_what_was_assumed():
    accounts = read_cases("data/real_cases.csv")
    off = [_far(accounts, told(telling, 1500, 9)) for telling in (DEFAULT.telling, Telling())]
    assert off[0] < 0.7 * off[1]


def test_devices_record_as_before():
    world = replace(DEFAULT, recorders={"watch": 1.0})
    a, b = (
        simulate(60, 4, world=replace(world, telling=t), seed=2)
        for t in (Telling(), DEFAULT.telling)
    )
    assert all(np.array_equal(a.cells[name], b.cells[name], equal_nan=True) for name in a.cells)


def _far(real, simulated):
    """How far shares of told columns and of primary causes are apart, summed."""
    columns = [
        abs(np.isfinite(real.cells[n]).mean() - np.isfinite(simulated.cells[n]).mean())
        for n in real.cells
    ]
    causes = [
        abs((real.primary == k).mean() - (simulated.primary == k).mean())
        for k in range(len(CAUSES))
    ]
    return sum(columns) + sum(causes)
