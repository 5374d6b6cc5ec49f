"""Guess the kind of session: from its title, from its laps and climbs, from the spread of pace."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from calfcause.activities.contents import Lap
from calfcause.activities.sports import plain
from calfcause.activities.track import (
    FASTEST_M_PER_S,
    METRES_PER_DEGREE,
    Track,
    gain_and_loss,
    turns_of,
)

# Words of titles, in small letters without accents; the first kind that fits is taken.
_TITLES = {
    "hill_repeats": r"hill (repeats?|reps?|sprints?)|bergsprints?|hugelsprints?|bergintervalle?"
    r"|cotes? (repetee?s?)|series? en cuesta|cuestas|ripetute in salita|heuveltraining"
    r"|subidas repetidas|bakkeintervall?er|backintervall?er|podbiegi",
    "intervals": r"interval\w*|fartlek|fahrtspiel|fractionne\w*|vma|series|ripetute|repeats?"
    r"|track (session|workout)|vo2 ?max|bahntraining|tiros|interwal\w*|\d+ ?[x×] ?\d{3,4} ?m",
    "tempo": r"tempo(run|lauf|loop|dauerlauf)?|threshold|schwelle\w*|seuil|umbral|soglia|drempel"
    r"|limiar|progressi(on|ve)\w*|troskel",
    "race": r"race|parkrun|wettkampf|volkslauf|wedstrijd|competi(tion|cao|cion)|gara"
    r"|carrera popular|zawody|lopet|(half ?|semi.?|halb|halve |media |mezza |meia )?"
    r"(marathon|maraton\w*)(?! training| block| prep\w*| plan| pace)",
    "long": r"long (slow )?(run|distance)|longie|lsd|langer lauf|sortie longue|tirada larga"
    r"|rodaje largo|lungo|lange duurloop|longao|longo|langtur|langpass|dlugie wybieganie",
    "easy": r"easy( run)?|recovery|shakeout|regeneration\w*|locker\w*|footing|recup\w*|suave"
    r"|recuperacion|herstel\w*|leve|regenerativo|roligt?|spokojn\w*",
}
_TITLE_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b") for kind, words in _TITLES.items()}
# All assumed: a bout is a stretch that is clearly faster or slower than the mean.
FAST, SLOW, FEWEST_BOUTS, SHORTEST_BOUT_S, GRID_S, OVER_S = 1.15, 0.85, 4, 20, 5.0, 20.0
FEWEST_IN_STREAM, HILLY_M_PER_KM = 6, 14.0  # on hills the ground changes the pace
FEWEST_HILLS, ALIKE, ALL_CLIMB, SAME_PLACE_M = 5, 0.25, 0.8, 80.0
REPETITION_M = 10.0
TEMPO_S, TEMPO, STEADY, WALKING_M_PER_S = 900, 1.12, 0.93, 1.9


def session_told(text: str) -> tuple[str, str]:
    """The kind that a title or note names, and the words; empty if it names none.

    >>> session_told("Bergsprints, 6 Stück"), session_told("Marathon training")
    (('hill_repeats', '“bergsprints”'), ('', ''))
    """
    words = plain(text[:2000])
    for kind, pattern in _TITLE_PATTERNS.items():
        if found := pattern.search(words):
            return kind, f"“{found[0]}”"
    return "", ""


def session_of(laps: Sequence[Lap], track: Track) -> tuple[str, str]:
    """The kind that laps, climbs and the spread of pace show, and why; empty if they show none."""
    if hills := _hills(track):
        return "hill_repeats", f"{hills} climbs of the same hill"
    metres = track.distance[-1] if len(track.distance) else 0.0
    if gain_and_loss(track)[0] > HILLY_M_PER_KM * metres / 1000:
        return "", ""
    if bouts := _lap_bouts(laps) or _stream_bouts(track):
        return "intervals", f"{bouts} fast stretches with slow ones between"
    if faster := _steady_block(track):
        return "tempo", f"{TEMPO_S // 60} minutes on end, {faster - 1:.0%} faster than the rest"
    return "", ""


def _hills(track: Track) -> int:
    """The number of like climbs from one place that make most of the gain, 0 if too few."""
    turns = np.array(turns_of(track.altitude), dtype=int)
    rises = np.diff(track.altitude[turns])
    hills = rises >= REPETITION_M
    if hills.sum() < FEWEST_HILLS:
        return 0
    feet, rises = turns[:-1][hills], rises[hills]
    north = track.latitude[feet] * METRES_PER_DEGREE
    east = track.longitude[feet] * METRES_PER_DEGREE * np.cos(np.radians(track.latitude[feet]))
    apart = np.hypot(north - np.median(north), east - np.median(east))
    alike = rises[(abs(rises / np.median(rises) - 1) <= ALIKE) & (apart <= SAME_PLACE_M)]
    most = alike.sum() >= ALL_CLIMB * rises.sum()
    return len(alike) if most and len(alike) >= FEWEST_HILLS else 0


def _lap_bouts(laps: Sequence[Lap]) -> int:
    """The number of fast laps that slow ones follow."""
    whole = [lap for lap in laps if lap.metres > 0 and lap.seconds > 0]
    if not whole:
        return 0
    mean = sum(lap.metres for lap in whole) / sum(lap.seconds for lap in whole)
    return _alternations([lap.metres / lap.seconds / mean for lap in whole])


def _stream_bouts(track: Track) -> int:
    """The same from the speed over 20 s, for files without laps by hand."""
    if len(track.time) < 60 or not 300 <= track.time[-1] - track.time[0] <= 86_400:
        return 0
    grid = np.arange(track.time[0], track.time[-1], GRID_S)
    metres = np.interp(grid, track.time, track.distance)
    over = int(OVER_S / GRID_S)
    speed = (metres[over:] - metres[:-over]) / OVER_S
    moving = speed[speed > 0.5]
    if not len(moving):
        return 0
    share = speed / moving.mean()
    # Only stretches that last.
    kind = np.where(share >= FAST, 1, np.where(share <= SLOW, -1, 0))
    bounds = np.flatnonzero(np.diff(kind)) + 1
    bouts = [part for part in np.split(kind, bounds) if len(part) * GRID_S >= SHORTEST_BOUT_S]
    times = _alternations([{1: FAST, -1: SLOW, 0: 1.0}[int(part[0])] for part in bouts])
    return times if times >= FEWEST_IN_STREAM else 0


def _steady_block(track: Track) -> float:
    """How many times faster a steady block is than what lies around it; 0 if there is none."""
    if len(track.time) < 60 or not 2 * TEMPO_S <= track.time[-1] - track.time[0] <= 86_400:
        return 0.0
    grid = np.arange(track.time[0], track.time[-1], GRID_S)
    metres = np.interp(grid, track.time, track.distance)
    long = int(TEMPO_S / GRID_S)
    covered = metres[long:] - metres[:-long]
    begin = int(covered.argmax())
    speed = np.diff(metres[begin : begin + long + 1 : int(60 / GRID_S)]) / 60
    rest = np.diff(np.delete(metres, slice(begin + 1, begin + long))) / GRID_S
    rest = rest[(rest > WALKING_M_PER_S) & (rest < FASTEST_M_PER_S)]
    if not len(rest) or speed.min() < STEADY * speed.mean():
        return 0.0
    faster = float(speed.mean() / rest.mean())
    return faster if faster >= TEMPO else 0.0


def _alternations(shares: Sequence[float]) -> int:
    """How often fast is followed by slow, steady stretches left out; 0 if too seldom."""
    kinds = [share >= FAST for share in shares if share >= FAST or share <= SLOW]
    times = sum(one and not then for one, then in pairwise([*kinds, False]))
    return times if times >= FEWEST_BOUTS else 0
