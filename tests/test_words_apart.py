"""Times, lengths and races in a sentence that are not those of the run."""

import pytest

from calfcause import read_words


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # How long it was sore
        ("calves sore for 48 hours, 10 km", {"sore_days": 2, "distance_km": 10}),
        ("my calf has hurt for 72 hours after an easy 10 km in 60 min",
         {"sore_days": 3, "session_type": "easy", "distance_km": 10, "duration_min": 60}),
        ("sore 48h", {"sore_days": 2}),
        ("calves sore 3h", {}),
        ("pain for 2 hours, ran 10 km", {"distance_km": 10}),
        ("cramp for 10 minutes, ran 5k", {"lasting_cramp": 1, "distance_km": 5}),
        ("calves hurt while running for 30 min", {"onset_hours": 0, "duration_min": 30}),
        ("sore calves 45 min easy run", {"duration_min": 45, "session_type": "easy"}),
        # Rest, work, travel, another sport
        ("I work 8 hours standing, ran 5k", {"distance_km": 5}),
        ("ran 10 km, sat 4 hours at my desk", {"distance_km": 10}),
        ("30 min nap, 5k", {"distance_km": 5}),
        ("waited 20 min at the start, 10 km", {"distance_km": 10}),
        ("10 km with a 5 minute break", {"distance_km": 10}),
        ("45 min strength session, then ran 5k", {"distance_km": 5}),
        ("iced for 20 minutes", {}),
        ("Rested 20 min then ran home", {}),
        ("no flight, 8 hours in the car", {"clot_risk": 1}),
        ("without water for 3 hours, dark urine", {"dark_urine": 1}),
        ("I could not put weight on it for an hour", {"cannot_walk": 1}),
        ("30 min commute run", {"duration_min": 30}),
        ("ran to work 30 min on the road", {"duration_min": 30, "surface": "road"}),
        ("off running 6 weeks with the flu, ran 5 km",
         {"weeks_since_last_run": 6, "distance_km": 5}),
        ("off running 26 weeks", {"weeks_since_last_run": 26, "experience_weeks": 0}),
        # Races that were not run, or not to the end
        ("dropped out of my marathon at 30 km", {"session_type": "race", "distance_km": 30}),
        ("DNF at 30 km of a marathon", {"session_type": "race", "distance_km": 30}),
        ("quit the half marathon after 15 km", {"distance_km": 15}),
        ("crewed a marathon", {}),
        ("dance marathon", {}),
        ("did a marathon session at work, then 6 km", {"distance_km": 6}),
        ("marathon shoes, 8 km", {"distance_km": 8}),
        ("half marathon cancelled, ran 10 km", {"distance_km": 10}),
        ("10 km race cancelled, ran 5 km instead", {"distance_km": 5}),
        ("Watched the London marathon, ran 6 km", {"distance_km": 6}),
        ("two weeks before the marathon I ran 30 km", {"distance_km": 30}),
        ("calves sore after a 20 miler", {"distance_km": 32.19}),
        ("calves sore after the marathon", {"distance_km": 42.2, "session_type": "race"}),
        # A part of a run, and a run that ended before its end
        ("10 km, fine till 4 km, then my calf hurt", {"distance_km": 10}),
        ("had to stop at 7 km, calf tight", {"onset_hours": 0, "distance_km": 7}),
        ("10 km, stopped 2 km short", {"distance_km": 10}),
        ("ran 10 km, dragged myself 3 km back", {"distance_km": 10}),
        ("ran 5 km, 2 km to go", {"distance_km": 5}),
        ("25 min, only 3 min to go", {"duration_min": 25}),
        ("ten minutes to warm up, then 8 km", {"distance_km": 8}),
        ("1 min run 1.5 min walk for 20 or so min", {"duration_min": 20}),
        # Of several parts neither is the whole run
        ("3 km in shoes, then another 2 km barefoot", {"shoe_type": "barefoot"}),
        ("2 runs this way, 17 km in total", {}),
        # A plan, and what became of it
        ("supposed to be 13 miles but turned into 16", {"distance_km": 25.75}),
        ("training for a hilly 10 mile race, ran 5 miles", {"distance_km": 8.05}),
        ("half was a month ago, today 8 km", {"distance_km": 8}),
        # The distance of shoes, and of a week
        ("45 minutes, 6 km; the pair has 280 km",
         {"duration_min": 45, "distance_km": 6, "shoe_distance_km": 280}),
        ("8 km, shoes almost 800 km old", {"distance_km": 8, "shoe_distance_km": 800}),
        ("87 miles last week", {"weekly_distance_km": 140.01}),
        ("an easy 6 km last week", {"distance_km": 6, "session_type": "easy"}),
        # Other people, and a dog
        ("10 km, my wife did 5", {"distance_km": 10}),
        ("10 km and my dog ran 12", {"distance_km": 10}),
        ("10 km, my husband 12", {"distance_km": 10}),
        ("10 km, my daughter is 12", {"distance_km": 10}),
        ("my son ran 5 km barefoot next to me", {}),
        ("my barefoot friend ran with me, 5 k", {"distance_km": 5}),
        ("10 km, my son did 3 in new shoes", {"distance_km": 10}),
        ("my daughter, 12, ran 5 km", {"age_years": 12, "distance_km": 5}),
        # Parts, corrections, bounds
        ("8 km incl. 4 km tempo", {"distance_km": 8, "session_type": "tempo"}),
        ("2 km warm up, 5 km tempo, 2 km cool down", {"session_type": "tempo"}),
        ("half my usual 10 km", {"distance_km": 5, "longer_than_usual": "no"}),
        ("ran 12, no sorry, 10 km", {"distance_km": 10}),
        ("8 km, I mean 6 km", {"distance_km": 6}),
        ("ran less than 5 km", {}),
        # A number alone is a length in the unit of another one, and of another run as well
        ("20 min every other day. On Saturday I did 50, calves sore",
         {"duration_min": 50, "longer_than_usual": "much"}),
        ("20 miles a week, then did 9 in the rain and my calf tightened",
         {"usual_weekly_distance_km": 32.19, "distance_km": 14.48}),
        # What is told after the calves, once the run was told, is of another run, or a guess
        ("ran 8 km, calves sore. Two days later 3 km on grass went well", {"distance_km": 8}),
        ("ran on roads, calves sore. Suspects the hills", {"surface": "road"}),
        ("calves sore. I ran 8 km on grass", {"distance_km": 8, "surface": "grass"}),
        ("ran 10 km, calves sore. 52:10 in all", {"distance_km": 10, "duration_min": 52.17}),
        ("ran 5 km on sand, calves sore. Usually on roads",
         {"distance_km": 5, "surface": "sand", "usual_surface": "road"}),
        # A range is read as its middle
        ("2-3 miles on grass, sore 4-5 days",
         {"distance_km": 4.02, "surface": "grass", "sore_days": 4.5}),
        # Compounds, and what is compared or not worn
        ("5 km, still beats the treadmill", {"distance_km": 5}),
        ("5 km after the street fair", {"distance_km": 5}),
        ("got new trainers yesterday but not wearing them yet, 5 km", {"distance_km": 5}),
        ("longest in them so far was 12 km", {}),
        ("8 km, legs ached from running up a mountain two days earlier", {"distance_km": 8}),
        # Parts, habits, plans, and what was fine
        ("40 min run, gone at 30, walked home", {"duration_min": 40}),
        ("the plan asked for 60 minutes. She ran 75 with a friend", {"duration_min": 75}),
        ("runs of 2 minutes, 10 minutes each evening on grass", {"surface": "grass"}),
        ("listed as 5 miles with no hills", {}),
        ("nothing hurt for 3 months, then my calf", {}),
        ("second run in the new shoes. The first run in them was fine",
         {"shoe_change": "other_model"}),
        # A later run, and comparisons
        ("ran 8 km, calves sore. After 3 days of rest, intervals on grass", {"distance_km": 8}),
        ("calves sore after 6 km, worse than after the race", {"distance_km": 6}),
        ("4 km, stopped with a cramp. He can run 20 km on roads", {"distance_km": 4}),
        ("8 runs and 86 miles, 5 km on grass", {"distance_km": 5, "surface": "grass"}),
        ("the last 1/4 mile hurt", {}),
        ("5 km, it was not going to be easy", {"distance_km": 5}),
        ("shoes used for races, 5 km on trails", {"distance_km": 5, "surface": "trail"}),
        ("4 miles, finished 3 minutes down", {"distance_km": 6.44}),
        ("when I run more than 40 minutes my calves get hard", {"onset_hours": 0}),
        ("can you run with sore calves? My race was 10 km",
         {"session_type": "race", "distance_km": 10}),
        # Repetitions of an exercise, others, what was fine, and a cure
        ("6 km easy. calf raises, 3 x 15",
         {"distance_km": 6, "session_type": "easy", "other_calf_load": 1}),
        ("everyone else in spikes, me in trainers", {}),
        ("fine on long runs. The 4 mile commute hurts", {"distance_km": 6.44}),
        ("not sore after the marathon, but a 5 km jog hurt my calf",
         {"distance_km": 5, "session_type": "easy"}),
        ("8 km, has ordered cushioned shoes", {"distance_km": 8}),
        ("10 km, calves fine that evening, sore the next day",
         {"distance_km": 10, "onset_hours": 24}),
        ("nothing hurts while running", {}),
        ("her 6 year old tennis shoes", {}),
        # Ways to stand, other times, and what is usual
        ("I can walk on my toes", {"cannot_tiptoe": 0}),
        ("I can walk, but only on my heels", {}),
        ("barefoot as a kid, now in Hokas", {}),
        ("180 spm usually 165", {"cadence_spm": 180, "usual_cadence_spm": 165}),
        ("from 10 mm to 4 mm drop",
         {"usual_shoe_drop_mm": 10, "shoe_drop_mm": 4, "shoe_change": "other_model"}),
        ("Weekly 40 miles, 20 miles today",
         {"usual_weekly_distance_km": 64.37, "distance_km": 32.19}),
    ],
)  # fmt: skip
def test_a_number_of_something_else_is_not_the_runs(text, cells):
    told = read_words(text).session
    told.pop("one_leg_only", None)
    assert told == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("30 min nap, 5k", ["30 min nap"]),
        ("crewed a marathon", ["crewed a marathon"]),
        ("calves sore 3h", ["sore 3h"]),
        ("sore 48h", []),
        ("ran less than 5 km", ["ran less than 5 km"]),
        ("ran 12, no sorry, 10 km", ["ran 12, no sorry"]),
    ],
)
def test_what_is_held_apart_is_said(text, left):
    assert [one.words for one in read_words(text).not_understood] == left


@pytest.mark.parametrize(
    ("text", "faster"),
    [
        ("went out like a rocket, calves gone by mile 2", "much"),
        ("ran it as hard as I could", "much"),
        ("10 km in 44:10, a PB", "much"),
        ("my PB is 24 flat, today 31:40", None),
        ("nearly a PB", None),
        ("much better pace than last week", "much"),
        ("began slowly, sped up, then flat out", "much"),  # the most of several
        ("blames going out too fast", "little"),  # how a run was run, whoever is to blame
        ("blames building up too fast", None),
        ("a bit harder than the one before", "little"),
        ("harder than I thought", None),
        ("faster than her husband", None),
        ("chased the 25 minute pacer", "little"),
        ("ran with a faster group", "little"),
        ("set off at 10 km/h instead of her usual 9, stopped", "little"),
        ("5 km on the quick side", "little"),
        ("did a fast race, a hard 20 miler", None),  # a kind of run merely named
        ("fast strides after a long run", None),
        ("8 km at my usual pace", "no"),
        ("slower than usual", "no"),
        ("calves went hard", None),
    ],
)
def test_how_fast_a_run_was_for_its_runner(text, faster):
    assert read_words(text).session.get("faster_than_usual") == faster
