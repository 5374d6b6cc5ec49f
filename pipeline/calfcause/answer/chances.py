"""Probabilities as people say them: "1 in 4" in a sentence; tables and data hold the numbers."""

from bisect import bisect
from itertools import pairwise

_SMALL = ((1, 50), (1, 40), (1, 30), (1, 25), (1, 20), (1, 15), (1, 12))
_FRACTIONS = (
    (1, 100), *_SMALL,
    (1, 10), (1, 9), (1, 8), (1, 7), (1, 6), (1, 5), (1, 4), (3, 10), (1, 3), (2, 5), (1, 2),
    (3, 5), (2, 3), (3, 4), (4, 5), (9, 10), (19, 20), (99, 100),
)  # fmt: skip
_MIDDLES = [
    (low / of_low + high / of_high) / 2 for (low, of_low), (high, of_high) in pairwise(_FRACTIONS)
]
_EVEN = "1 in 2"
LEAST_SAID = 0.0075
_WORDS = [f"{part} in {of}" for part, of in _FRACTIONS]


def in_words(p: float) -> str:
    """The nearest fraction that people say.

    >>> in_words(0.26), in_words(0.65), in_words(0.002)
    ('1 in 4', '2 in 3', 'less than 1 in 100')
    """
    return _WORDS[bisect(_MIDDLES, p)] if p >= LEAST_SAID else f"less than {_WORDS[0]}"


def about(p: float) -> str:
    """The same with "about", where it is about that.

    >>> about(0.26), about(0.002)
    ('about 1 in 4', 'less than 1 in 100')
    """
    words = in_words(p)
    return f"about {words}" if p >= LEAST_SAID else words


def chance_of(what: str, p: float) -> str:
    """A sentence's subject for a risk.

    >>> chance_of("sore calves", 0.26), chance_of("sore calves", 0.5)
    ('About a 1 in 4 chance of sore calves', 'About an even chance of sore calves')
    """
    words = in_words(p)
    if p < LEAST_SAID:
        return f"Less than a {_WORDS[0]} chance of {what}"
    return f"About {'an even' if words == _EVEN else f'a {words}'} chance of {what}"


def such_runs(p: float) -> str:
    """How many such runs leave the calves sore, as the first half of a sentence.

    >>> such_runs(0.26), such_runs(0.65)
    ('About 1 in 4 such runs leaves calves sore', 'About 2 in 3 such runs leave calves sore')
    """
    words = about(p)
    verb = "leaves" if in_words(p).removeprefix("less than ").startswith("1 ") else "leave"
    return f"{words[:1].upper()}{words[1:]} such runs {verb} calves sore"
