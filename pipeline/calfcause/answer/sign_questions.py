"""Questions about signs: a few, each for several columns at once, the most urgent first.

A plain no to a question answers all of its columns. What is known already is not asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Group:
    """Signs that are asked for together: how the question begins, and each sign in words."""

    lead: str
    signs: Mapping[str, str]


GROUPS = (
    Group(
        "Since the run, have you had any of these",
        {
            "breathless_or_chest_pain": (
                "new breathlessness, chest pain, coughing blood or fainting"
            ),
            "confused_or_collapsed": (
                "confusion, a collapse (even awake), a fit, or still too hot after 30 minutes of"
                " cooling"
            ),
            "headache_and_vomiting": "a bad headache with vomiting",
        },
    ),
    Group(
        "Compare both feet, with the laces loose. Is any of these so",
        {
            "cold_or_pale_foot": "one foot is colder, paler or bluer",
            "numbness": "the calf or foot is numb, tingling or weak",
            "foot_drop": "you cannot lift the front of the foot",
            "numb_saddle_or_bladder": (
                "both legs are weak, it is numb between the legs, or it is newly hard to pee"
            ),
        },
    ),
    Group(
        "Sit still for 30 minutes. Is any of these so",
        {
            "worsening": "the pain keeps growing",
            "hard_calf": "the calf is as hard as wood, or it is unbearable when the toes are bent",
        },
    ),
    Group(
        "Is any of these so",
        {
            "dark_urine": "urine the colour of tea or cola, or hardly any for 12 hours",
            "fever": "fever of 38 degrees or more, shivers, or feeling very ill",
            "hot_red_skin": "hot red skin on the leg that spreads",
        },
    ),
    Group(
        "Is any of these so",
        {
            "sharp_pain": "it began with a sudden pain, a kick or a pop",
            "cannot_tiptoe": "you cannot rise onto tiptoe on that leg alone",
            "cannot_walk": "you cannot take a few steps on it",
            "crack_or_odd_shape": "you heard a crack, or the leg has an odd shape",
            "lasting_cramp": "a cramp went on for over 10 minutes",
        },
    ),
    Group(
        "Compare both calves. Is any of these so",
        {
            "one_leg_only": "only one calf is sore",
            "swelling": "one or both are swollen, warm or red (not just bruised)",
            "came_back": "the pain came back after it had eased, with no new injury",
            "cord_or_lump": "a hard, sore cord along a vein, or a beating lump behind the knee",
            "clot_risk": (
                "clots are likelier in you: an earlier clot, cancer, pregnancy, the pill or hormone"
                " tablets (or an operation, plaster or bed rest in the last 12 weeks, a birth in 6,"
                " a journey of over 4 hours in 4)"
            ),
        },
    ),
    Group(
        "Is any of these so",
        {
            "bone_spot": "one spot on the bone is sore, no larger than a fingertip",
            "pain_at_night": "the pain wakes you at night",
            "tight_at_same_point": "the calf gets tight at the same point of every run",
            "blood_thinner": "you take blood thinners",
            "tendon_antibiotic": (
                "you took an antibiotic whose name ends in -floxacin in the last 60 days"
            ),
            "sickle_cell_trait": "you have sickle cell trait",
            "muscle_risk": (
                "it was very hot, it was your first hard run after a break, you take a statin, or"
                " you have had muscle breakdown"
            ),
        },
    ),
)


# What makes a sign worse, and the sign that is then asked for first.
BEARS_ON = {
    "clot_risk": "one_leg_only",
    "muscle_risk": "dark_urine",
    "sickle_cell_trait": "dark_urine",
}


def sign_questions(cells: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], str]]:
    """Ask for the signs that a session does not answer.

    cells : the known cells of the session

    Yields the columns that a question fills, each with its sign in words, and the question; first
    what a given risk bears on.

    >>> signs, question = next(sign_questions({"breathless_or_chest_pain": 0.0}))
    >>> tuple(signs)
    ('confused_or_collapsed', 'headache_and_vomiting')
    """
    first = {sign for risk, sign in BEARS_ON.items() if cells.get(risk) == 1 and sign not in cells}
    for group in sorted(GROUPS, key=lambda group: not first & group.signs.keys()):
        missing = {name: words for name, words in group.signs.items() if name not in cells}
        if missing:
            yield missing, f"{group.lead}: {'; '.join(missing.values())}?"
