"""Signs of danger as runners word them: none is lost, and what is plainly denied stays denied."""

import pytest

from calfcause import read_words

TOLD = {
    "cannot_tiptoe": (
        "cant push off with that foot", "I cannot push off", "I can't stand on my right toes",
        "couldnt do a single leg calf raise", "can no longer rise onto my left toes",
        "I'm unable to lift my heel",
    ),
    "swelling": (
        "it's a bit red", "calf looks a little swollen", "one side is warm and slightly red",
        "left calf is huge compared to the right", "my leg swelled up", "the ankle is puffy",
        "calf twice the size of the other", "red calf", "my calf has gone huge",
        "my calf isn't swollen any more but was yesterday", "calf not red anymore",
    ),
    "clot_risk": (
        "just had a baby 3 weeks ago", "gave birth 5 weeks ago", "I flew back from Australia",
        "after a transatlantic flight", "just got off a plane", "drove 9 hours on Friday",
        "6 weeks postpartum", "on birth control", "having chemo", "operation 3 weeks ago",
        "c-section last month", "I take HRT", "had thrombosis", "my leg was in plaster, in a boot",
    ),
    "blood_thinner": ("I'm on blood thinners", "on anticoagulants", "taking edoxaban"),
    "pain_at_night": ("pain wakes me up at night", "it aches at night", "woken by the pain"),
    "breathless_or_chest_pain": (
        "cant breathe properly", "I nearly fainted, I felt faint", "coughing up some blood",
        "shortness of breath", "trouble breathing", "I blacked out",
    ),
    "confused_or_collapsed": ("I collapsed", "he is disoriented", "had a seizure"),
    "dark_urine": (
        "my pee is dark brown", "pee looks like coke", "peeing brown", "rusty urine",
        "havent peed since",
    ),
    "numbness": ("my foot has gone to sleep", "toes are tingling",
                 "cant feel my left foot"),
    "foot_drop": ("cant lift my left foot", "my foot won't lift", "I keep tripping over my foot"),
    "cold_or_pale_foot": ("my foot is ice cold", "left foot looks bluish", "one foot is paler"),
    "hard_calf": ("calf hard as stone", "solid like wood"),
    "fever": ("I'm shivering", "feel really unwell", "flu-like"),
    "cannot_walk": ("cant put any weight on it", "couldn't take a step", "I need crutches",
                    "cant put my foot down"),
    "came_back": ("the pain has come back", "pain has returned", "got better and now it's back"),
    "hot_red_skin": ("the redness keeps spreading", "skin is hot", "cellulitis"),
    "numb_saddle_or_bladder": ("numb around my bum", "trouble peeing", "both legs are very weak"),
    "sickle_cell_trait": ("I have sickle trait",),
    "tendon_antibiotic": ("took levofloxacin", "on Cipro"),
    "bone_spot": ("sore spot on my shin", "tibia hurts"),
    "crack_or_odd_shape": ("a gap in my achilles", "leg looks deformed"),
}  # fmt: skip


@pytest.mark.parametrize(("sign", "text"), [(sign, text) for sign in TOLD for text in TOLD[sign]])
@pytest.mark.parametrize("whole", ["{}", "8 km, calves sore, {}", "{}, since 8 km on Sunday"])
def test_a_sign_is_read_wherever_it_stands(sign, text, whole):
    assert read_words(whole.format(text)).session.get(sign) == 1


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("calf isnt swollen", {"swelling": 0}),
        ("calves arent red or hot", {"swelling": 0}),
        ("i dont have any swelling", {"swelling": 0}),
        ("it doesn't look red, no fever", {"swelling": 0, "fever": 0}),
        ("not swollen today", {"swelling": 0}),
        ("it was hot", {}),
        ("I am confused about why", {}),
        ("in my red shoes", {}),
        ("a number of hills", {"terrain": "hilly"}),
        ("had a baby 2 years ago", {}),
        ("a cancer charity run", {}),
    ],
)  # fmt: skip
def test_what_is_denied_or_something_else_is_no_sign(text, cells):
    assert read_words(text).session == cells


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("calf swelled up yesterday, left one", 1), ("calf sore left, flew 11 hours", 1),
        ("only the left is sore", 1), ("the right is swollen", 1), ("one of my calves aches", 1),
        ("on one side", 1),
        ("swelling in my left ankle", 1),
        ("sore in the left and right calf", 0), ("my calf is bruised", 1),
        ("my calf feels all right", None), ("turned right", None),
    ],
)  # fmt: skip
def test_the_side_may_stand_anywhere(text, one):
    assert read_words(text).session.get("one_leg_only") == one


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("My son is 12 and ran a race in spikes, his heel and calves hurt",
         {"age_years": 12, "session_type": "race", "shoe_type": "track_spikes"}),
        ("my daughter, 12, has had sore calves for 2 weeks", {"age_years": 12, "sore_days": 14}),
        ("my mum is 70, her left calf is swollen",
         {"age_years": 70, "one_leg_only": 1, "swelling": 1}),
        ("my husband has a swollen calf", {"swelling": 1}),
        ("I'm worried about my boy, he is 13 and cannot walk", {"age_years": 13, "cannot_walk": 1}),
        # Here the writer runs.
        ("I ran 8k with my son, he is 9", {"distance_km": 8}),
        ("my daughter has a swollen calf. I ran 5 km", {"distance_km": 5}),
        ("my friend has dark urine", {}),
    ],
)  # fmt: skip
def test_who_asks_for_one_of_the_family_tells_of_that_runner(text, cells):
    assert read_words(text).session == cells
