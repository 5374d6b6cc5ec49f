"""The word for a terrain, from its climb."""

from calfcause.sessions.schema import COLUMNS

# What a runner would call rolling, hilly and steep. Assumed near the bands of a directory of races
# (see hills.py), with words as loose as people's.
TERRAIN_FROM_M_PER_KM = (6.0, 14.0, 45.0)


def terrain_of(climb_m_per_km: float) -> str:
    """The word for a climb per kilometre.

    >>> terrain_of(3.0), terrain_of(20.0)
    ('flat', 'hilly')
    """
    place = sum(climb_m_per_km >= bound for bound in TERRAIN_FROM_M_PER_KM)
    return COLUMNS["terrain"].choices[place]
