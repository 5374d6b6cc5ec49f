"""What a sentence tells of a run, as cells: whose run it is decides more than vocabulary."""

import json

import pytest

from calfcause import CalfcauseError, read_words

SENTENCES = {
    "8k on grass, usually on the road, calves sore next morning": {
        "distance_km": 8, "surface": "grass", "usual_surface": "road", "onset_hours": 16,
    },
    "not hilly at all, 5 miles": {"terrain": "flat", "distance_km": 8.05},
    "meant to do 10 miles but bailed at 4": {"distance_km": 6.44},
    "left calf is swollen and red": {"one_leg_only": 1, "swelling": 1},
    "no pop, no swelling": {"sharp_pain": 0, "swelling": 0},
    "recovery jog, 30 min, sore from Saturday's race": {"session_type": "easy", "duration_min": 30},
}  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_becomes_its_cells(text):
    assert read_words(text).session == SENTENCES[text]


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
