"""Simulated runners, their weeks, soreness and its causes, and what is recorded of it.

In: a number of runners, a world and a seed. Out: sessions with labels and the hidden truth.
"""

from calfcause.simulate.generate import Simulated, simulate
from calfcause.simulate.world import DEFAULT, WORLDS, World, world_named

__all__ = ["DEFAULT", "WORLDS", "Simulated", "World", "simulate", "world_named"]
