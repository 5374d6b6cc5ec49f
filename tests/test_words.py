"""What a sentence tells of a run, as cells: whose run it is decides more than vocabulary."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_words import MAY, SENTENCES

from calfcause import CalfcauseError, read_words
from calfcause.sessions.cells import encode_session
from calfcause.sessions.schema import COLUMNS


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


def test_two_lengths_of_which_either_may_be_the_run_are_both_left_open():
    told = read_words("8 miles, 5 miles, hilly")
    assert told.session == {"terrain": "hilly"}
    assert [phrase.words for phrase in told.not_understood] == ["8 miles", "5 miles"]


WORDS = st.sampled_from(
    [*" ".join(SENTENCES).split(), "£", "½", "🔥", "İ", "Ωmega", "走った", "\0"]
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
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
