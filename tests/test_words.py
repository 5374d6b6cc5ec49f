"""What a sentence tells of a run, as cells: whose run it is decides more than vocabulary."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_accounts import ACCOUNTS
from told_words import MAY, SENTENCES

from calfcause import CalfcauseError, read_words
from calfcause.sessions.cells import encode_session
from calfcause.sessions.schema import COLUMNS, TOLD_COLUMNS
from calfcause.words.english import ENGLISH
from calfcause.words.found import KINDS
from calfcause.words.language import rules_of


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_becomes_its_cells(text):
    told, said = read_words(text).session, SENTENCES[text]
    follows = {name: cell for name, cell in MAY.get(text, {}).items() if told.get(name) == cell}
    assert told == pytest.approx({**said, **follows}, abs=0.011)


@pytest.mark.parametrize("text", SENTENCES)
def test_every_cell_stands_with_its_words(text):
    told = read_words(text)
    for part in (*told.cells, *told.not_understood):
        assert text[part.start : part.end] == part.words
    assert json.loads(json.dumps(told.to_dict()))["session"] == told.session


def test_what_is_not_understood_is_said():
    told = read_words("my brand new Hokas, 6 miles")
    assert told.session == {"distance_km": 9.66}
    assert [phrase.words for phrase in told.not_understood] == ["my brand new Hokas"]
    assert told.units == "miles"


def test_what_is_no_text_and_an_unknown_language_are_refused():
    with pytest.raises(CalfcauseError, match="have to be a text"):
        read_words(7)
    with pytest.raises(CalfcauseError, match="use en"):
        read_words("8 km", "xx")


@pytest.mark.parametrize(
    "text",
    ["my calves were not sore", "calves weren't sore", "calves not at all sore", "no calf pain",
     "neither calf was sore"],
)  # fmt: skip
def test_denied_soreness_is_no_soreness(text):
    assert read_words(text).sore is False


@pytest.mark.parametrize(
    ("text", "sore"),
    [
        ("will my calves be sore if I run 10 km?", None),
        ("my calves will hurt", None),
        ("are my calves going to be sore?", None),
        ("my calves were fine after 5k, sore after 10k", True),
        ("my calves weren't sore after 5k but they were after 10k", True),
        ("my calves were fine after 5k", False),
        ("how do I avoid sore calves", None),
        ("today I can hardly walk down stairs, calves", True),
        ("weren't sore after the 10k, but after the 12k they were", True),
        ("yesterday I ran 8 km, calves sore", True),
    ],
)
def test_soreness_is_a_fact_only_where_it_is_told_as_one(text, sore):
    assert read_words(text).sore is sore


def test_two_lengths_of_which_either_may_be_the_run_are_both_left_open():
    told = read_words("8 miles, 5 miles, hilly")
    assert told.session == {"terrain": "hilly"}
    assert [phrase.words for phrase in told.not_understood] == ["8 miles", "5 miles"]


WORDS = st.sampled_from(
    [*" ".join(SENTENCES).split(), "£", "½", "🔥", "İ", "Ωmega", "走った", "\0"]
)
UNITS = [unit for kind in ENGLISH.measures.units.values() for unit in kind]
NUMBERS = (
    "3",
    "180",
    "1.80",
    "1,80",
    "0",
    "99999",
    "5:30",
    "5'11",
    "2-3",
    "a couple of",
    "½",
    "ten",
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_with_any_unit_is_read_or_said_to_be_not_understood(number):
    for unit in UNITS:
        for text in (f"{number} {unit}", f"{number}{unit}", f"I am {number} {unit} tall"):
            for part in (*(told := read_words(text)).cells, *told.not_understood):
                assert text[part.start : part.end] == part.words


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("I am 180 cm", {"height_cm": 180}),
        ("180 cm tall", {"height_cm": 180}),
        ("180 cm, 6 ft", {"height_cm": 180}),
        ("5'11", {"height_cm": 180.34}),
        ("1.80 m tall", {"height_cm": 180}),
        ("left calf 3 cm bigger than right", {"swelling": 1, "one_leg_only": 1}),
        ("one leg is 2-3 cm thicker than the other", {"swelling": 1, "one_leg_only": 1}),
        ("3 cm", {}),
    ],
)
def test_centimetres_tell_a_height_or_a_swelling(text, cells):
    told = read_words(text)
    assert told.session == pytest.approx(cells)
    assert cells or told.not_understood


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I hardly can stand on my toes", "cannot_tiptoe"),
        ("can barely rise on my toes", "cannot_tiptoe"),
        ("can't rise on the toes", "cannot_tiptoe"),
        ("calf won't let me go up on tiptoe", "cannot_tiptoe"),
        ("my chest hurts when I breathe", "breathless_or_chest_pain"),
        ("it hurts when I breathe in", "breathless_or_chest_pain"),
        ("my chest feels tight", "breathless_or_chest_pain"),
        ("headache and I threw up", "headache_and_vomiting"),
        ("threw up and headache", "headache_and_vomiting"),
        ("my foot hangs", "foot_drop"),
        ("foot drags", "foot_drop"),
        ("my foot slaps", "foot_drop"),
        ("can barely walk", "cannot_walk"),
        ("I can hardly walk", "cannot_walk"),
        ("felt like someone kicked me", "sharp_pain"),
        ("flew 12 hours two days before", "clot_risk"),
        ("long-haul flight", "clot_risk"),
        ("lump in the cord behind my heel", "cord_or_lump"),
    ],
)
def test_a_sign_is_read_however_it_is_worded_and_tells_nothing_else(text, sign):
    assert read_words(text).session == {sign: 1}


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("no fever, swelling, or numbness", {"fever": 0, "swelling": 0, "numbness": 0}),
        (
            "no swelling or dark urine, chest pain or fever",
            {"swelling": 0, "dark_urine": 0, "breathless_or_chest_pain": 0, "fever": 0},
        ),
        ("no fever or numbness but my calf is hot", {"fever": 0, "numbness": 0, "swelling": 1}),
        ("neither fever nor swelling", {"fever": 0, "swelling": 0}),
        ("denies fever, swelling and numbness", {"fever": 0, "swelling": 0, "numbness": 0}),
        ("swollen? No.", {"swelling": 0}),
        ("no pain or swelling", {"swelling": 0}),
    ],
)
def test_all_of_a_denied_list_is_denied(text, cells):
    assert read_words(text).session == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("no longer numb", {"numbness": 1}),
        ("swelling has gone down", {"swelling": 1}),
        ("no fever, calf swollen", {"fever": 0, "swelling": 1}),
        ("swollen? no fever", {"swelling": 1, "fever": 0}),
        ("my foot is cold or numb", {"cold_or_pale_foot": 1, "numbness": 1}),
        ("can't run without swelling or numbness", {"swelling": 1, "numbness": 1}),
    ],
)
def test_a_sign_that_may_be_there_is_never_denied(text, cells):
    assert read_words(text).session == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("ran 10 km, usually 5 km", {"distance_km": 10, "longer_than_usual": "much"}),
        ("ran 6 km, usually 5 km", {"distance_km": 6, "longer_than_usual": "little"}),
        ("ran 5 km, usually 5 km", {"distance_km": 5, "longer_than_usual": "no"}),
        ("not sure if it was hilly", {}),
        ("calves usually hurt after 5 km, ran 8 km", {"onset_hours": 0, "distance_km": 8}),
        ("I don't usually run 10 km, today 12 km", {"distance_km": 12}),
        ("10 km, I usually run about 5 km", {"distance_km": 10, "longer_than_usual": "much"}),
        (
            "last week I ran 20 km, today 5 km in 25 minutes",
            {"distance_km": 5, "duration_min": 25},
        ),
    ],
)
def test_the_usual_and_another_run_are_held_apart_from_this_one(text, cells):
    assert read_words(text).session == cells


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("can barely walk up the stairs", None),
        ("ran in toe shoes, calves so sore I can barely walk", None),
        ("both calves ache, could hardly walk the next day", None),
        ("both calves ache, I can't walk", 1),
        ("felt a pop, calves sore, can hardly walk", 1),
        ("my right calf is sore and I can barely walk", 1),
        ("calves sore, can barely walk on it", 1),
        ("cannot put weight on the ball of my foot", None),
    ],
)
def test_walking_badly_on_sore_calves_is_not_being_unable_to_walk(text, cell):
    assert read_words(text).session.get("cannot_walk") == cell


def test_a_sign_that_is_left_open_is_said_to_matter():
    for text in ("calves so sore I can barely walk", "the left side of my face is numb"):
        assert "may matter" in read_words(text).not_understood[0].why


QUANTITIES = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(UNITS)).map(" ".join)


@given(
    st.one_of(
        st.text(max_size=300), st.lists(st.one_of(WORDS, QUANTITIES), max_size=60).map(" ".join)
    )
)
@settings(deadline=None, max_examples=150)
def test_whatever_is_written_no_cell_is_bad_and_every_span_is_the_text(text):
    told = read_words(text)
    for part in (*told.cells, *told.not_understood):
        assert 0 <= part.start < part.end <= len(text)
        assert text[part.start : part.end] == part.words
    assert len(told.session) == len(told.cells)
    if told.cells:
        encoded = encode_session(told.session)
        assert encoded.keys() == told.session.keys()
    for cell in told.cells:
        column = COLUMNS[cell.column]
        if column.kind == "choice":
            assert cell.value in column.choices
        else:
            assert column.low <= cell.value <= column.high


@pytest.mark.parametrize(
    "part",
    ["5 miles ", "calves sore ", "1:2", "not ", "a ", "((", "🔥", "走", "first run in ", ", "],
)
def test_a_long_text_takes_time_by_its_length_alone(part):
    def seconds(length):
        text = part * (length // len(part))
        begun = time.process_time()
        read_words(text)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(10_000) < 3.0
    assert seconds(20_000) < 6.0 * max(seconds(5_000), 0.02)
    assert seconds(1_000_000) < 6.0


@pytest.mark.parametrize("text", SENTENCES)
def test_capitals_and_closing_marks_change_nothing(text):
    plain = read_words(text).session
    assert read_words(text.upper()).session == plain
    assert read_words(f"  {text}!").session == plain


def test_accounts_are_read_as_well_as_when_they_were_last_measured():
    filled, right, told, found = 0, 0, 0, 0
    for text, (said, may) in ACCOUNTS.items():
        read = read_words(text).session
        filled, told = filled + len(read), told + len(said)
        right += sum(
            _is_any(cell, said.get(name, may.get(name, ()))) for name, cell in read.items()
        )
        found += sum(name in read and _is_any(read[name], cells) for name, cells in said.items())
    assert right >= 0.97 * filled
    assert found >= 0.88 * told


def _is_any(cell, cells):
    return any(cell == (one if isinstance(one, str) else pytest.approx(one, 0.02)) for one in cells)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # After the whole run, or within it: only if the run was longer
        ("sore after 10 km", {"distance_km": 10}),
        ("calves sore after 3 km, ran 10 km", {"distance_km": 10, "onset_hours": 0}),
        ("just started running last week", {"experience_weeks": 1}),
        ("first run in 6 months", {"experience_weeks": 0, "weeks_since_last_run": 26}),
        ("haven't run for 3 weeks", {"weeks_since_last_run": 3}),
        ("planning to do 15 km tomorrow", {}),
        ("I'll do 15 km on trails next week", {}),
        ("Half marathon next weekend", {}),
        ("5 km on grass, a trail race in 3 weeks", {"distance_km": 5, "surface": "grass"}),
        ("calves fine until mile 8, then they cramped", {"onset_hours": 0}),
        ("I am 6 ft tall", {"height_cm": 182.88}),
        ("calves sore within 24 hours", {"onset_hours": 24}),
        ("twice my longest", {"longer_than_usual": "much"}),
        ("my longest run ever", {"longer_than_usual": "much"}),
        ("20 min more than usual", {"longer_than_usual": "little"}),
        ("usually 30 minutes, today 60 minutes", {"duration_min": 60, "longer_than_usual": "much"}),
        ("usually at 9 min miles", {"usual_pace_min_per_km": 5.59}),
        ("usually on the track", {"usual_surface": "track"}),
        ("my orthotics as always", {"shoe_change": "none"}),
        ("treadmill at 4% incline", {"surface": "treadmill", "max_grade_pct": 4}),
        ("treadmill, incline 4", {"surface": "treadmill", "max_grade_pct": 4}),
        ("my 8 year old came along", {}),
        ("with my 8-year-old son", {}),
        ("I'm 45", {"age_years": 45}),
        ("usual climb 20 m per km", {"usual_climb_m_per_km": 20}),
    ],
)
def test_what_was_misread_once_is_read(text, cells):
    assert read_words(text).session == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("planning 15 km tomorrow", [("planning 15 km tomorrow", "a plan or another run")]),
        ("my wife ran 10 k, I ran 5 k", [("my wife ran 10 k", "somebody else, or advice")]),
        ("5 km on gras in barfoot shoes", [("gras in barfoot shoes", "grass? barefoot?")]),
        ("5 km on the tredmil", [("tredmil", "treadmill?")]),
        ("my calf looks odd, 5k", [("my calf looks odd", "it may matter: say it in other words")]),
        ("counting shops, 5k on grass", [("counting shops", "")]),
        ("Gestern taten meine Waden weh",
         [("Gestern taten meine Waden weh", "only English is understood")]),
        ("8 km with the dog, on grass", [("dog", "")]),
        ("8 km on grass, calves sore next morning", []),
    ],
)  # fmt: skip
def test_what_was_not_used_is_said_and_why(text, left):
    assert [(one.words, one.why) for one in read_words(text).not_understood] == left


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # A half or a marathon that was run is a race; a share, a habit or a plan is none
        ("My first half yesterday, 1:52, hilly",
         {"session_type": "race", "distance_km": 21.1, "duration_min": 112, "terrain": "hilly",
          "longer_than_usual": "much"}),
        ("Half on Sunday in spikes",
         {"session_type": "race", "distance_km": 21.1, "shoe_type": "track_spikes"}),
        ("Berlin was my third marathon", {"session_type": "race", "distance_km": 42.2}),
        ("the first half was slow, 10 km in all", {"distance_km": 10}),
        ("Half marathon runner, 8 km on trails", {"distance_km": 8, "surface": "trail"}),
        ("32 km on the road", {"distance_km": 32, "surface": "road"}),
        ("an interval session a week, yesterday a tempo run", {"session_type": "tempo"}),
        # What this run came after, or before
        ("Two days after my first track session I ran an easy 10 km on the road",
         {"session_type": "easy", "distance_km": 10, "surface": "road"}),
        ("did a tempo run on the road the day after sprints on grass",
         {"session_type": "tempo", "surface": "road"}),
        ("9 days to my half marathon, ran 5 km on the track",
         {"distance_km": 5, "surface": "track"}),
        ("two days after a hilly trail run both calves are sore",
         {"terrain": "hilly", "surface": "trail", "one_leg_only": 0, "onset_hours": 48}),
        # One leg, both, or open
        ("My left calf cramped at 3 km and then the right one", {"onset_hours": 0}),
        ("both calves sore, the left one worse", {"one_leg_only": 0}),
        ("my calves ached, then the right calf cramped at 8 km", {"onset_hours": 0}),
        ("calves tight at 4 km, only the left knee hurts", {"onset_hours": 0}),
        ("right calf sore after the last lap and no sprint left in me",
         {"one_leg_only": 1, "onset_hours": 0}),
        # Two grounds or landings of one run leave it open; what it is likened to does not
        ("ran on snow that gave way like sand", {"surface": "snow"}),
        ("hilly 8 km, it is better on the flat", {"distance_km": 8, "terrain": "hilly"}),
        ("on the treadmill in place of the road",
         {"surface": "treadmill", "usual_surface": "road"}),
        ("landed on my mid- or forefoot, 5 km", {"distance_km": 5}),
        ("normally I go heel to toe", {"usual_foot_strike": "rearfoot"}),
    ],
)  # fmt: skip
def test_a_word_belongs_to_its_run_and_to_its_leg(text, cells):
    assert read_words(text).session == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # A part of the run, or a time of something else, is not the run
        ("ran 9 km after a 2 km warm-up", {"distance_km": 9}),
        ("passed halfway in 50:10, finished in 1:44:00", {"duration_min": 104}),
        ("cut a 2 hour run short to 70 minutes", {"duration_min": 70}),
        ("first mile in 9 minutes, 40 minutes in all", {"duration_min": 40}),
        ("spent 30 minutes on my calves, 6 km", {"distance_km": 6}),
        ("3 min run 1 min walk on grass", {"surface": "grass"}),
        ("now up to 9 km, 3 runs a week", {"longest_run_28d_km": 9}),
        ("ran 4, 3 and 2 km on the track", {"surface": "track"}),
        ("12 km, my shoes are at 700 km", {"distance_km": 12, "shoe_distance_km": 700}),
        ("450 km into my Asics, 8 km on the road",
         {"shoe_distance_km": 450, "distance_km": 8, "surface": "road"}),
        # What is on order is not worn yet, what is taken off to rest was not missing
        ("my shoes are pretty much dead, new ones come on Friday", {"shoe_change": "worn_out"}),
        ("calves too sore to get my shoes off, 6 km", {"distance_km": 6}),
        # Days of other muscles, of a plan, or of no number
        ("thighs wrecked for 5 days, calves sore for 2 days", {"sore_days": 2}),
        ("day four of a plan, 20 minutes", {"duration_min": 20}),
        ("calves stiff for a day or two", {}),
        # A walk that had to be says when, unless soreness says it
        ("had to walk a bit, woke up to a cramp in my calf", {"onset_hours": 16}),
        ("had to walk, calves sore", {"onset_hours": 0}),
        # A calf that goes tight did not tear; one that goes did
        ("my calf went super tight", {}),
        ("at 5 km the calf went", {"sharp_pain": 1, "onset_hours": 0}),
    ],
)  # fmt: skip
def test_parts_and_other_things_are_not_the_run(text, cells):
    told = read_words(text).session
    told.pop("one_leg_only", None)
    assert told == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # A time within the run, that evening or the next day tells of calves that are not fine
        ("calves complained on every stair the following day", {"onset_hours": 24}),
        ("felt the calves at once and was stiff next day", {"onset_hours": 0}),
        ("tight calves straight after, 5k", {"onset_hours": 0, "distance_km": 5}),
        ("calves were fine on the climb but wrecked two days later", {"onset_hours": 48}),
        # How often a verb is done makes its clause a habit, and so does what was left behind
        (
            "I jog 2 miles most days on the pavement, this time 5 miles on grass",
            {
                "longest_run_28d_km": 3.22,
                "usual_surface": "road",
                "distance_km": 8.05,
                "surface": "grass",
                "longer_than_usual": "much",
            },
        ),
        ("moved from the treadmill to the road", {"usual_surface": "treadmill", "surface": "road"}),
        (
            "20 miles a week on trails, 3 miles on the road yesterday",
            {
                "usual_weekly_distance_km": 32.19,
                "usual_surface": "trail",
                "distance_km": 4.83,
                "surface": "road",
            },
        ),
        ("not my usual heel strike", {"usual_foot_strike": "rearfoot"}),
        # Who comes along is not the runner, who is named in a sentence of its own is another
        ("8k with my daughter, calves sore", {"distance_km": 8}),
        (
            "my running buddy wore spikes, I did 8k in normal trainers",
            {"shoe_type": "standard", "distance_km": 8},
        ),
        ("I ran 5k with the wife, she runs 10k every week", {"distance_km": 5}),
        # A plan reaches over what it lists
        ("planned splits: 5:20, 5:15, 5:10. Ran 8k", {"distance_km": 8}),
        ("plan: 10k easy, 2k cool down. Did 6k", {"distance_km": 6}),
        # Of a clock time its length tells whether it is a pace, and so do words
        (
            "10k at 4:50, usually 5:30",
            {
                "distance_km": 10,
                "duration_min": 48.33,
                "fastest_pace_min_per_km": 4.83,
                "usual_pace_min_per_km": 5.5,
            },
        ),
        ("10k in 49:30", {"distance_km": 10, "duration_min": 49.5}),
        ("12 x 400m in 88 secs", {"session_type": "intervals", "fastest_pace_min_per_km": 3.67}),
        ("6 x 800 at 3:10", {"session_type": "intervals"}),
        ("4 x 1k, 3 min jog", {"session_type": "intervals"}),
        # Beats a minute are those of the heart unless steps are told of
        ("5k, 180 beats a minute", {"distance_km": 5}),
        ("cadence 180 beats a minute", {"cadence_spm": 180}),
        # A number without its unit, a word that is an item, and a part of the run
        ("12k, usual 9", {"distance_km": 12, "longer_than_usual": "little"}),
        (
            "8k, rolling, 200m climb",
            {"distance_km": 8, "terrain": "rolling", "elevation_gain_m": 200},
        ),
        ("6k on grass, barefoot for the last mile", {"distance_km": 6, "surface": "grass"}),
        ("5k uphill and downhill", {"distance_km": 5, "terrain": "hilly"}),
        ("being woken by my calf", {"pain_at_night": 1}),
        ("woke up with sore calves", {"onset_hours": 16}),
        ("worse each week", {"worsening": 1}),
        ("2 hours of squash, then 6 miles", {"distance_km": 9.66}),
        # A part of the session, and how long it lasted
        (
            "cooldown barefoot on grass after 6x1k on the track",
            {"session_type": "intervals", "surface": "track"},
        ),
        ("not sore during the run, that night they started to ache", {"onset_hours": 8}),
        ("calves sore two days after", {"onset_hours": 48}),
        ("jogging slowly for a year now", {"experience_weeks": 52}),
        ("25 km week instead of 15", {"weekly_distance_km": 25, "usual_weekly_distance_km": 15}),
    ],
)
def test_grammar_tells_whose_when_and_how_fast(text, cells):
    assert read_words(text).session == pytest.approx(cells, abs=0.011)


def test_every_rule_with_a_quantity_knows_the_units_of_its_column():
    of_quantity = [rule for rule in ENGLISH.rules if rule.of and not rule.inside]
    assert {TOLD_COLUMNS[rule.column].unit for rule in of_quantity} <= KINDS.keys()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # The day of the run, and that of the soreness
        ("8 km on the road yesterday, calves tight today",
         {"distance_km": 8, "surface": "road", "onset_hours": 24}),
        ("calves ache today after 8 km yesterday", {"distance_km": 8, "onset_hours": 24}),
        ("8 km on grass. Calves tight since.",
         {"distance_km": 8, "surface": "grass", "onset_hours": 0}),
        ("after a while of running my calves hurt", {"onset_hours": 0}),
        ("calves sore on my long run", {"session_type": "long", "onset_hours": 0}),
        ("calves stiff 3 days after", {"sore_days": 3}),
        ("calves tight, gone two days later", {"sore_days": 2}),
        ("calves sore yesterday and today", {"sore_days": 2}),
        # Hills, stairs and grounds by what was done on them
        ("did stairs with the group, 30 minutes", {"terrain": "steep", "duration_min": 30}),
        ("my route goes uphill a lot", {"terrain": "hilly"}),
        ("went to the track for 8 km", {"surface": "track", "distance_km": 8}),
        ("snowshoe race, 9 km", {"session_type": "race", "surface": "snow", "distance_km": 9}),
        ("6 km in about 40 minutes", {"distance_km": 6, "duration_min": 40}),
        ("third in my age group", {"session_type": "race"}),
        # Who blames a landing landed so; who blames a hill may never have run it
        ("A runner with sore calves. Blames running on the forefoot", {"foot_strike": "forefoot"}),
        ("A runner with sore calves. Blames hills", {}),
        ("I am a ball-of-the-foot guy",
         {"foot_strike": "forefoot", "usual_foot_strike": "forefoot"}),
        ("with my old heel strike it would be my knees", {"usual_foot_strike": "rearfoot"}),
        ("ran 10 km, in these shoes I had run 3 km", {"distance_km": 10}),
    ],
)  # fmt: skip
def test_what_was_lost_once_is_found(text, cells):
    assert read_words(text).session == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Sore calves after Saturday's half marathon, easy 5k on the treadmill on Sunday",
         {"distance_km": 21.1, "session_type": "race"}),
        ("Did 16 km on trails Saturday, calves sore Sunday when I ran 5 km on the road",
         {"distance_km": 16, "surface": "trail"}),
        ("Ran 13 km Tuesday. Wednesday I was sore, still did 6 km easy.", {"distance_km": 13}),
        ("Parkrun on Saturday in 24:10 then a 19 km long run on Sunday, left calf tight",
         {"distance_km": 19, "session_type": "long", "one_leg_only": 1}),
        ("10k race Sunday, calves so sore on Monday that my recovery jog lasted 2 km",
         {"distance_km": 10, "session_type": "race"}),
        ("calf tightened on Thursday's tempo, easy 5k the next day", {}),
        ("calves still sore from Sunday's marathon so only 5 km easy today",
         {"distance_km": 5, "session_type": "easy"}),
        ("Monday 5k flat, calves sore. Wednesday 8k hilly. I am new to running.",
         {"distance_km": 5, "terrain": "flat", "experience_weeks": 0}),
    ],
)  # fmt: skip
def test_of_runs_on_several_days_the_sore_one_is_read(text, cells):
    told = read_words(text).session
    told.pop("onset_hours", None)
    assert told == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # The distance of the run that the soreness is named after, not of a later one
        ("right calf tight after the 15k, 4 miles Tuesday", {"distance_km": 15}),
        ("calves weren't sore after the 6k, but after the 9k they were", {"distance_km": 9}),
        ("Monday 12 km, calves sore since Tuesday, 5 km today", {"distance_km": 12}),
        ("Monday 12 km, today 5 km and calves sore since Tuesday", {"distance_km": 12}),
        ("Monday 12 km, today 5 km and both calves hurt", {"distance_km": 5}),
        ("calves cramped in yesterday's half marathon", {"distance_km": 21.1}),
        ("calf sore since Sunday's tempo, jogged 3k today to test it", {}),
        # Broken off, become longer, in total, or a part of it
        ("parkrun, packed it in at 3k, calves burning", {"distance_km": 3}),
        ("stopped at 3k to tie a lace", {}),
        ("cut a planned 13 miles to 7 with my sister, calf sore", {"distance_km": 11.27}),
        ("a planned 12 km became 15, calves sore", {"distance_km": 15}),
        ("fine for two miles, then her calves seized", {}),
        ("2 times round the block which is 3 km", {}),
        # What was walked or ridden, a race coming up, other runs
        ("rode 30 km today, ran 8 km yesterday, calves sore", {"distance_km": 8}),
        ("calves sore, my marathon is on 4th May", {}),
        ("few weeks out from my marathon and my calf hurts", {}),
        ("marathon block: 28 km, calves sore", {"distance_km": 28}),
        ("three 6 mile runs this spring, calves sore", {}),
        ("two hours longer than the recent one-hour sessions", {}),
        ("ran 5 miles, 3 min slower, calves sore", {"distance_km": 8.05}),
        ("parkrun 5 km in 27 min after a bad night", {"distance_km": 5, "duration_min": 27}),
        ("my last 10k was awful, calves sore", {"distance_km": 10}),
    ],
)
def test_a_length_is_that_of_the_sore_run(text, cells):
    told = read_words(text).session
    lengths = {name: told[name] for name in ("distance_km", "duration_min") if name in told}
    assert lengths == pytest.approx(cells, abs=0.011)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("sat down for lunch and when I got up my calves were in agony", None),
        ("sore calves on getting up from the sofa", None),
        ("calves only stiff next morning", None),
        ("my knee stopped me, calves ok", None),
        ("8 km on hills, pain in both calves", None),
        ("by the time I finished both calves hurt, next day stiff", 0),
        ("calves cramped 3 km from the end", 0),
        ("second half my calves went like lead", 0),
        ("a few kilometres into it my calves hurt", 0),
        ("calves started 5 min in and never let up", 0),
        ("calves tight next morning", 16),
        ("8 km, no trouble until the next morning, now my calves ache", 16),
        ("about two hours after a 5 mile run my right calf began to hurt", 2),
        ("the left calf seized up on a cold and sunny morning run", 0),
        ("pulled my left calf on rep six of the track repeats", 0),
        ("felt a pop in my right calf", None),
        ("tight in the 5k but fine by the next day, calves ok", None),
        ("calves sore again the next day", None),
        ("10 km. The next day on an easy run the calf hurt in the first mile", 24),
        ("I hope my calves won't be tight in the morning", None),
        ("a quarter of the way round my calves turned stiff", 0),
    ],
)
def test_an_onset_is_that_of_the_calves_and_of_this_run(text, hours):
    assert read_words(text).session.get("onset_hours") == hours


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("did a 24 km long run", "long"),
        ("did a 90 km week, calves sore", None),
        ("7 km in calm tempo", "easy"),
        ("took my grandson for a jog, calf tight", None),
        ("I do sprints in them, ran 20 min", None),
        ("3 min hard, 2 easy, fartlek", "intervals"),
        ("marathon block, 28 km, calves sore", None),
        ("hill reps, 10 times 60 seconds up", "hill_repeats"),
        ("raced a fast 10k, then on my long run my calf got tight", "long"),
        ("Two weeks after a marathon she ran easy for 5 km", "easy"),
        ("eight weeks from a half marathon, calves so sore", None),
        ("in a big city marathon my calves hurt from mile 20", "race"),
        ("entered a half marathon and finished in 1:55, calf seized", "race"),
        ("the calf hurt on the jog home", None),
        ("three days later I had to stop an easy run", None),
        ("training on the pavement for a 10 mile race, calf tight", None),
    ],
)
def test_a_session_is_what_this_run_was(text, session):
    assert read_words(text).session.get("session_type") == session


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("calves got sorer, then the left one hurt a lot", {}),
        ("left calf cramped, then the right one was cramping too", {"one_leg_only": 0}),
        ("ball-then-heel landing", {"foot_strike": "forefoot"}),
        ("landed midfoot in place of the heel",
         {"foot_strike": "midfoot", "usual_foot_strike": "rearfoot"}),
        ("8 inches of snow, reminded me of the beach", {"surface": "snow"}),
        ("8 km with 600 d+", {"distance_km": 8, "elevation_gain_m": 600}),
        ("steep hills", {"terrain": "steep"}),
        ("drills barefoot on grass, then 6k", {"distance_km": 6}),
        ("raced a 5k on them", {"distance_km": 5, "session_type": "race"}),
        ("6 km in 36 min, my usual is 6 km in 48 min",
         {"distance_km": 6, "duration_min": 36, "usual_pace_min_per_km": 8,
          "longer_than_usual": "no"}),
        # Who asks what a run will do, and tells no other, asks about that run
        ("I plan to run 16 km next month, will my calves be sore?", {"distance_km": 16}),
        ("ran 5 km, will my calves be sore after the race tomorrow?", {"distance_km": 5}),
        ("calves tight, 8 km, will they be sore in the 30 km next month?", {"distance_km": 8}),
        ("10 km, calves sore, would new shoes help my calves?", {"distance_km": 10}),
    ],
)  # fmt: skip
def test_facts_are_told_of_the_run_that_they_stand_with(text, cells):
    assert read_words(text).session == pytest.approx(cells, abs=0.011)


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(AssertionError, match="two parts are called a"):
        rules_of("part a\n    x", "part a\n    y")
