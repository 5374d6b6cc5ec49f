"""A world: one set of priors. The default world trains; the others only test."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from calfcause.causes import CAUSES
from calfcause.errors import CalfcauseError
from calfcause.simulate.telling import Telling, estimated


@dataclass(frozen=True, kw_only=True)
class World:
    """Priors of a simulated population.

    Attributes
    ----------
    name : str
        What the world is called on the command line.
    usual_sore_share : float
        Share of an experienced runner's usual runs that leave the calves sore. Assumed: 6 % (3-12);
        no source exists.
    susceptibility_sd : float
        Spread between runners in log odds, beside causes; so that with them they differ as much as
        the people of three studies, see ``compare.REAL_SPREADS``.
    effect_power : mapping of str to float
        By name of a cause, what its log odds ratio is multiplied by.
    every_effect_power : float
        The same for all causes.
    effect_power_spread : float
        How runners of this world differ in it (standard deviation of its logarithm): those prone to
        soreness react the more. Assumed; a model that trains on a range of worlds does not lean on
        one of them.
    recorders : mapping of str to float
        Share of runners by how their runs are recorded. Assumed: mostly accounts in words, which a
        model needs many of.
    noise : float
        What the measurement noise of devices and memories is multiplied by.
    noise_spread : float
        How sessions differ in it (standard deviation of its logarithm); assumed.
    telling : Telling
        How accounts in words tell, estimated from real ones.
    kinds : mapping of str to float
        Share of runners by kind: ``mixed`` as in public diaries, ``new`` (within their first
        weeks), ``elite`` (fast, seasoned, three times the weekly distance).

    Examples
    --------
    >>> World(name="hardly ever sore", usual_sore_share=0.01).power("anything")
    1.0
    """

    name: str
    usual_sore_share: float = 0.06
    susceptibility_sd: float = 1.2
    effect_power: Mapping[str, float] = field(default_factory=dict)
    every_effect_power: float = 1.0
    effect_power_spread: float = 0.25
    recorders: Mapping[str, float] = field(
        default_factory=lambda: {
            "watch": 0.030,
            "watch_and_shoes": 0.015,
            "log": 0.025,
            "told": 0.705,
            "asked": 0.200,
            "patchy": 0.015,
            "everything": 0.010,
        }
    )
    telling: Telling = field(default_factory=estimated)
    noise: float = 1.0
    noise_spread: float = 0.4
    kinds: Mapping[str, float] = field(
        default_factory=lambda: {"mixed": 0.95, "new": 0.02, "elite": 0.03}
    )

    def power(self, cause: str) -> float:
        """What the log odds ratio of a cause is multiplied by."""
        return self.every_effect_power * self.effect_power.get(cause, 1.0)


DEFAULT = World(name="default")


def _worlds() -> dict[str, World]:
    worlds = [
        DEFAULT,
        replace(DEFAULT, name="low_effects", every_effect_power=0.6),
        replace(DEFAULT, name="high_effects", every_effect_power=1.5),
        replace(DEFAULT, name="noisy_records", noise=3.0),
        replace(DEFAULT, name="novices", kinds={"new": 1.0}),
        replace(DEFAULT, name="elite", kinds={"elite": 1.0}),
        replace(DEFAULT, name="sparse_tellers", recorders={"told": 1.0}),
        replace(DEFAULT, name="often_sore", usual_sore_share=0.12),
    ]
    for cause in CAUSES:
        off = replace(DEFAULT, name=f"no_{cause.name}", effect_power={cause.name: 0.0})
        twice = replace(DEFAULT, name=f"double_{cause.name}", effect_power={cause.name: 2.0})
        worlds += [off, twice]
    for recorder in ("watch", "watch_and_shoes", "log", "told", "asked", "everything"):
        worlds.append(replace(DEFAULT, name=f"only_{recorder}", recorders={recorder: 1.0}))
    return {world.name: world for world in worlds}


WORLDS: Mapping[str, World] = _worlds()


def world_named(name: str) -> World:
    """Look up a world by its name.

    Parameters
    ----------
    name : str
        A key of ``WORLDS``.

    Returns
    -------
    World
        The priors of that name.

    Raises
    ------
    CalfcauseError
        If there is no such world; the message lists the names.

    Examples
    --------
    >>> world_named("often_sore").usual_sore_share
    0.12
    """
    if not isinstance(name, str) or name not in WORLDS:
        raise CalfcauseError(f"there is no world {name!r}; choose from {', '.join(WORLDS)}")
    return WORLDS[name]
