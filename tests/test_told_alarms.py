"""Warning signs in everyday words and in poor English, with the level that they lead to."""

import pytest

from calfcause import read_words
from calfcause.answer.triage import triage
from calfcause.sessions.cells import encode_session

AMBULANCE, TODAY = "ambulance", "doctor within 24 hours"
EMERGENCY, APPOINTMENT = "emergency department", "appointment"

LEVELS = {
    AMBULANCE: (
        "calves sore since the long flight and run, and it stabs in my chest when I breathe in",
        "heart racing and short of air since the flight, calf tender",
        "I get winded on the stairs since the run, calf sore",
        "gasping for air at rest, calf sore",
        "calf sore after 5k and I get out of breath just talking since yesterday",
        "ran 5k, calf sore, and since this morning I'm puffing like a steam train going up one"
        " flight of stairs",
        "I have spit red when I cough since the run and my calf is sore",
        "felt dizzy and everything went black after the run, calves sore",
        "wheezing when I lie down, calf sore", "there is a weight on my chest, calf sore",
        "breathless up the stairs now, calf sore", "it burns across my ribs, calf sore",
        "bloody phlegm since the run, calf sore", "i no can breathe good, calf sore",
        "lost consciousness after the run, calf sore", "light headed and then fell, calf sore",
    ),
    EMERGENCY: (
        "calf broke blue after run, i hear loud crack and fall down",
        "i hear loud crack in calf and fall down",
        "my foot drops and slaps on the ground since the 15 km run, shin tight as a drum",
        "shin very hard, cannot lift my toes", "calf like wood",
        "the skin on my calf is tight and shiny red like sunburn and I feel feverish after the"
        " trail race",
    ),
    TODAY: (
        "left leg big and hot after airplane", "leg big after plane", "left leg big and warm",
        "leg swole up big after plane, calf hot, is only the right", "left calf big",
        "the left one is warm", "left leg fat", "my right leg became thick since the flight",
        "recovering from calf strain 3 weeks ago, 4 km easy, sore in the same spot again",
        "one calf is swollen, calves sore since the morning after",
    ),
    APPOINTMENT: (
        "my calves hurt each time after exactly 400 m walking and stop when I stand still, I am 66"
        " and smoke",
        "walking about 300 m my calf hurts, and I am 70",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("level", "text"), [(one, text) for one in LEVELS for text in LEVELS[one]])
def test_everyday_words_lead_to_the_level_of_the_sign(level, text):
    told = read_words(text)
    assert triage(encode_session(told.session), sore=told.sore).level == level


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # Days in bed make a clot likelier
        ("calves sore, ran a half this sunday after 3 weeks ill in bed",
         {"clot_risk": 1, "distance_km": 21.1, "session_type": "race"}),
        ("calf sore, in bed with flu for 6 days before", {"clot_risk": 1}),
        ("laid up for two weeks", {"clot_risk": 1}),
        # Of another
        ("we did 12 km, half road half trail, my mate swelled up in one leg, I'm just sore in both"
         " calves", {"distance_km": 12, "one_leg_only": 0}),
        ("my dad had a clot, I ran 5k and my calves are sore", {"distance_km": 5}),
        ("my friend has a clot, and my calf is swollen", {"swelling": 1}),
        ("ran 5 km with my mate, swollen left calf",
         {"distance_km": 5, "swelling": 1, "one_leg_only": 1}),
        # Denied in poor English
        ("i no have swelling, only pain both calf after run hill", {"swelling": 0}),
        ("swelling no, fever no", {"swelling": 0, "fever": 0}),
        ("not have fever", {"fever": 0}),
        # Stairs are hard for sore calves
        ("two days can not walk stairs", {"sore_days": 2}),
        ("cannot walk downstairs without the handrail after 21 km", {"distance_km": 21}),
        ("cant walk down the steps", {}),
        # As in the list of what makes clots likelier: within 6 weeks of a birth, 12 of a plaster
        ("birth 10 weeks ago", {}), ("10 weeks postpartum", {}),
        ("gave birth 5 weeks ago", {"clot_risk": 1}), ("cast 10 weeks ago", {"clot_risk": 1}),
        # False friends
        ("up a flight of stairs, then a second flight of stairs", {}),
        ("winded at the finish", {}), ("my shins are hard", {}), ("calves like concrete", {}),
        ("woke up in bed", {}), ("hot day", {}), ("2 days in bed", {}), ("max heart rate 181", {}),
    ],
)  # fmt: skip
def test_what_is_anothers_denied_or_harmless_is_no_sign(text, cells):
    assert read_words(text).session == cells
