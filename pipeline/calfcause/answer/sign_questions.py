"""Questions about signs: a line each for several columns at once, the most urgent first.

A plain no to a line answers all of its columns; after a yes each of its signs is asked for in full.
What is known already is not asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from calfcause.texts import capital


@dataclass(frozen=True)
class Sign:
    """A sign in a few words, to be read among others, and in full, to be sure of it."""

    brief: str
    full: str


# Signs that are asked for in one line each, the most urgent first.
GROUPS: tuple[Mapping[str, Sign], ...] = (
    {
        "breathless_or_chest_pain": Sign(
            "new breathlessness, chest pain, coughing blood, fainting",
            "new breathlessness, chest pain, coughing blood or fainting",
        ),
        "confused_or_collapsed": Sign(
            "collapse, a fit, confusion, overheating",
            "confusion, a collapse (even awake), a fit, or still too hot after 30 minutes of"
            " cooling",
        ),
        "headache_and_vomiting": Sign("headache with vomiting", "a bad headache with vomiting"),
    },
    {
        "cold_or_pale_foot": Sign(
            "a cold, pale or blue foot",
            "with loose laces, one foot is colder, paler or bluer than the other",
        ),
        "numbness": Sign(
            "numbness, tingling, weakness", "the calf or foot is numb, tingling or weak"
        ),
        "foot_drop": Sign("a foot that drops", "you cannot lift the front of the foot"),
        "numb_saddle_or_bladder": Sign(
            "numb between the legs, trouble peeing",
            "both legs are weak, it is numb between the legs, or it is newly hard to pee",
        ),
    },
    {
        "worsening": Sign(
            "pain that grows at rest", "the pain keeps growing while you sit still for 30 minutes"
        ),
        "hard_calf": Sign(
            "a calf as hard as wood, toes that hurt to bend",
            "the calf is as hard as wood, or it is unbearable when the toes are bent",
        ),
    },
    {
        "dark_urine": Sign(
            "dark or hardly any urine",
            "urine the colour of tea or cola, or hardly any for 12 hours",
        ),
        "fever": Sign(
            "fever, shivers, feeling very ill",
            "fever of 38 degrees or more, shivers, or feeling very ill",
        ),
        "hot_red_skin": Sign("hot red skin", "hot red skin on the leg that spreads"),
    },
    {
        "sharp_pain": Sign("a sudden pain or pop", "it began with a sudden pain, a kick or a pop"),
        "cannot_tiptoe": Sign(
            "cannot rise onto tiptoe", "you cannot rise onto tiptoe on that leg alone"
        ),
        "cannot_walk": Sign("cannot walk", "you cannot take a few steps on it"),
        "crack_or_odd_shape": Sign(
            "a crack or odd shape", "you heard a crack, or the leg has an odd shape"
        ),
        "lasting_cramp": Sign("a cramp of over 10 minutes", "a cramp went on for over 10 minutes"),
    },
    {
        "one_leg_only": Sign("only one calf sore", "only one calf is sore"),
        "swelling": Sign(
            "a swollen, warm or red calf",
            "one or both are swollen, warm or red (not just bruised)",
        ),
        "came_back": Sign(
            "pain that came back", "the pain came back after it had eased, with no new injury"
        ),
        "cord_or_lump": Sign(
            "a cord or lump",
            "a hard, sore cord along a vein, or a beating lump behind the knee",
        ),
    },
    {
        "bone_spot": Sign(
            "one sore spot on bone",
            "one spot on the bone is sore, no larger than a fingertip",
        ),
        "pain_at_night": Sign("pain that wakes you", "the pain wakes you at night"),
        "tight_at_same_point": Sign(
            "tight at the same point each run",
            "the calf gets tight at the same point of every run",
        ),
    },
    {
        "clot_risk": Sign(
            "a clot before, cancer, pregnancy, pill or hormones, or lately an operation, plaster,"
            " bed rest, birth or long journey",
            "clots are likelier in you: an earlier clot, cancer, pregnancy, the pill or hormone"
            " tablets (or an operation, plaster or bed rest in the last 12 weeks, a birth in 6, a"
            " journey of over 4 hours in 4)",
        ),
    },
    {
        "blood_thinner": Sign("blood thinners", "you take blood thinners"),
        "tendon_antibiotic": Sign(
            "a -floxacin antibiotic",
            "you took an antibiotic whose name ends in -floxacin in the last 60 days",
        ),
        "sickle_cell_trait": Sign("sickle cell trait", "you have sickle cell trait"),
        "muscle_risk": Sign(
            "a statin, great heat, hard run after a break, muscle breakdown",
            "it was very hot, it was your first hard run after a break, you take a statin, or you"
            " have had muscle breakdown",
        ),
    },
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

    Yields the columns that a question fills, each with its sign in full, and the question, which
    names them in a few words; first what a given risk bears on.

    >>> signs, question = next(sign_questions({"breathless_or_chest_pain": 0.0}))
    >>> tuple(signs)
    ('confused_or_collapsed', 'headache_and_vomiting')
    """
    first = {sign for risk, sign in BEARS_ON.items() if cells.get(risk) == 1 and sign not in cells}
    for group in sorted(GROUPS, key=lambda group: not first & group.keys()):
        missing = {name: sign for name, sign in group.items() if name not in cells}
        if missing:
            brief = ", ".join(sign.brief for sign in missing.values())
            yield {name: sign.full for name, sign in missing.items()}, f"{capital(brief)}?"
