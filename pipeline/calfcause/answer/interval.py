"""The interval of a risk in words: between 1 in 130 and 1 in 3 until we know you."""

from calfcause.answer.contents import Explanation


def interval_in_words(answer: Explanation) -> str:
    """How far the risk may be off for this runner, as a part of a sentence."""
    low, high = odds_in_words(answer.p_sore_low), odds_in_words(answer.p_sore_high)
    whose = "by your own earlier runs" if answer.knows_runner else "until we know you"
    return f"between {low} and {high} {whose}" if low != high else f"about {low} {whose}"


def odds_in_words(p: float) -> str:
    """A probability as people count: 1 in 50, 3 in 10, 19 in 20.

    >>> odds_in_words(0.02), odds_in_words(0.31), odds_in_words(0.5), odds_in_words(0.97)
    ('1 in 50', '3 in 10', '1 in 2', '19 in 20')
    """
    if p >= 0.925:
        return "19 in 20"
    tenths = round(10.0 * p)
    if p > 0.275:
        return "1 in 2" if tenths == 5 else f"{tenths} in 10"
    one_in = 1.0 / max(p, 1e-3)
    step = 1 if one_in < 20 else 5 if one_in < 50 else 10 if one_in < 200 else 100
    return f"1 in {step * round(one_in / step):,}"
