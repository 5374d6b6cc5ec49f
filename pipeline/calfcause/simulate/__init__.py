"""The generator: runners, their weeks, soreness and its causes, and the record of it."""

from calfcause.simulate.generate import Simulated, simulate
from calfcause.simulate.world import DEFAULT, WORLDS, World, world_named

__all__ = ["DEFAULT", "WORLDS", "Simulated", "World", "simulate", "world_named"]
