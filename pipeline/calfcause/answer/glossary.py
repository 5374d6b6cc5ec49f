"""The terms that answers use, explained: every answer lists those that it uses."""

import re
from collections.abc import Mapping
from types import MappingProxyType

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "cadence": "steps per minute, both feet counted",
        "calf muscle": (
            "there are two: the large one (gastrocnemius) bends the knee and points the foot, as on"
            " tiptoe or in a jump; the one beneath it (soleus) points the foot in standing, walking"
            " and running"
        ),
        "cohort": "many people followed over time and told to do nothing else",
        "crossover trial": "one in which the same people try both, one after the other",
        "forefoot": "the front of the foot, toes and ball",
        "grade": "metres up on 100 metres of way, in per cent",
        "heel-to-toe drop": "how much higher the heel stands in the shoe than the toes",
        "midfoot": "the middle of the foot, heel and ball landing together",
        "minimalist": "thin and flexible, near to barefoot",
        "overstride": "landing with the foot far ahead of the body",
        "racing flats": "light shoes for racing, with a thin or hard sole and little drop",
        "randomised trial": "people were given one or the other by lot",
        "tendon": "what ties a muscle to the bone; the calf's is the Achilles tendon",
        "zero-drop": "with the heel no higher than the toes",
    }
)
"""Terms as texts use them, and what they mean."""

_USED = {term: re.compile(rf"\b{re.escape(term)}", re.IGNORECASE) for term in GLOSSARY}


def terms_in(text: str) -> dict[str, str]:
    """Find the terms of the glossary that a text uses, in alphabetical order.

    >>> terms_in("The shoes were zero-drop.")
    {'zero-drop': 'with the heel no higher than the toes'}
    """
    return {term: meaning for term, meaning in GLOSSARY.items() if _USED[term].search(text)}
