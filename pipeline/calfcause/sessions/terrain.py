"""The word for a terrain, from its climb."""

from calfcause.sessions.schema import COLUMNS

# What a runner would call rolling, hilly and steep; as TERRAIN_FROM_M_PER_KM in simulate/weeks.py.
FROM_M_PER_KM = (6.0, 14.0, 45.0)


def terrain_of(climb_m_per_km: float) -> str:
    """The word for a climb per kilometre.

    >>> terrain_of(3.0), terrain_of(20.0)
    ('flat', 'hilly')
    """
    return COLUMNS["terrain"].choices[sum(climb_m_per_km >= bound for bound in FROM_M_PER_KM)]
