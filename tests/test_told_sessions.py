"""Runs as people tell them get the level, the cause and the text that a good physio would give."""

import re
import warnings

import pytest
from told_sessions import (
    CANNOT_TELL,
    NONE,
    RUNS,
    SELF_CARE,
    SIGNS,
)

from calfcause import Predictor
from calfcause.answer.contents import AGAINST
from calfcause.answer.picture import AMBULANCE, APPOINTMENT, EMERGENCY, LEVELS, TODAY
from calfcause.answer.pictures import PICTURES
from calfcause.answer.questions import SIGN
from calfcause.answer.sentences import NOTHING_STANDS_OUT
from calfcause.answer.triage import ASKED
from calfcause.sessions.cells import encode_session

# What an answer with urgent signs leaves out: risks, habits of soreness, exercises.
TRAINING = re.compile(r"Probability|would have been|ypical of such|What else to do|Next time| Do: ")

# What the first sentence says of a level.
SAID = {
    AMBULANCE: "ambulance", EMERGENCY: "emergency department", APPOINTMENT: "this week",
    TODAY: "within 24 hours",
}  # fmt: skip
# "About 120 words": the longest reason of a sign may take a line more.
MOST_WORDS, MOST_ON_AVERAGE = 135, 115
# What readers did not understand, or what was said against its own numbers.
BANNED = re.compile(
    r"if sore \(|speaks (a little )?for it|speaks against it|because of none of these causes|"
    r"also tells what was left out|Clearly too much|article behind this|Probability that this run",
    re.IGNORECASE,
)
ALL = {story: told.cells for story, told in RUNS.items()} | {
    f"{name}, {which}": cells
    for name, pair in SIGNS.items()
    for which, (cells, _) in zip(("told", "near"), pair, strict=True)
}


@pytest.fixture(scope="module")
def explained():
    """The answer to any cells, each computed once by the released model."""
    predictor, answers = Predictor.load(), {}

    def explain(cells):
        key = repr(cells)
        if key not in answers:
            with warnings.catch_warnings():
                # Words of people are read with a note.
                warnings.simplefilter("ignore", UserWarning)
                answers[key] = predictor.explain(cells)
        return answers[key]

    return explain


def cause_of(answer):
    """The cause that an answer names, or that it cannot tell, or that it is none of them."""
    if answer.named is not None:
        return answer.named.name if answer.named.speaks else NONE
    return NONE if answer.enough_known else CANNOT_TELL


def sentence(answer):
    """The first sentence of the short text."""
    return plain(answer).partition(". ")[0].lower()


def encode(cells):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return encode_session(cells)


def plain(answer):
    return " ".join(str(answer).split())


@pytest.mark.parametrize("story", RUNS)
def test_a_run_gets_the_cause_that_a_good_physio_names(explained, story):
    told = RUNS[story]
    answer = explained(told.cells)
    assert cause_of(answer) in told.causes
    states = {cause.name: cause.state for cause in answer.causes}
    assert AGAINST not in [states[name] for name in told.not_against]


@pytest.mark.parametrize("story", RUNS)
def test_a_run_gets_its_level(explained, story):
    answer = explained(RUNS[story].cells)
    assert answer.triage.level == RUNS[story].level
    assert answer.seek_help


@pytest.mark.parametrize("story", RUNS)
def test_the_text_says_what_it_must_and_nothing_that_it_must_not(explained, story):
    text = plain(explained(RUNS[story].cells))
    for pattern in RUNS[story].says:
        assert re.search(pattern, text, re.IGNORECASE), pattern
    for pattern in RUNS[story].never:
        assert not re.search(pattern, text, re.IGNORECASE), pattern


@pytest.mark.parametrize("name", SIGNS)
def test_a_picture_gets_its_level_and_a_near_miss_does_not_raise_it(explained, name):
    (cells, level), (near, near_level) = SIGNS[name]
    answer = explained(cells)
    assert answer.triage.level == level
    assert name in [flag.name for flag in answer.red_flags]
    assert re.search(SAID[level], sentence(answer))
    almost = explained(near)
    assert almost.triage.level == near_level
    assert name not in [flag.name for flag in almost.red_flags]
    assert LEVELS.index(near_level) >= LEVELS.index(level)


@pytest.mark.parametrize("name", SIGNS)
def test_a_level_is_said_first_and_urgent_signs_leave_training_aside(explained, name):
    for cells, level in SIGNS[name]:
        answer = explained(cells)
        if level != SELF_CARE:
            assert answer.triage.reasons
            assert all(reason.lower() in plain(answer).lower() for reason in answer.triage.reasons)
        if answer.triage.is_urgent:
            assert not answer.questions and not re.search(TRAINING, plain(answer))


@pytest.mark.parametrize("story", ALL)
def test_the_short_text_answers_first_and_is_short_and_plain(explained, story):
    answer = explained(ALL[story])
    text, first = plain(answer), sentence(answer)
    assert len(text.split()) <= MOST_WORDS
    assert not BANNED.search(text)
    assert answer.seek_help in text
    if answer.triage.level not in ("", SELF_CARE):
        assert re.search(SAID[answer.triage.level], first)
    elif not answer.sore_told:
        assert "chance of sore calves" in first
    elif cause_of(answer) == CANNOT_TELL:
        assert re.match("i can't tell why|most likely the length", first)
    elif cause_of(answer) == NONE:
        assert first.startswith(NOTHING_STANDS_OUT.lower())
    else:
        assert answer.named.title in first or first.startswith("most likely the length")


def test_the_short_texts_have_a_hundred_words_on_average(explained):
    words = [len(plain(explained(cells)).split()) for cells in ALL.values()]
    assert sum(words) / len(words) <= MOST_ON_AVERAGE


@pytest.mark.parametrize("story", ALL)
def test_signs_are_asked_for_where_calves_are_sore_and_told_ones_never_again(explained, story):
    answer, told = explained(ALL[story]), encode(ALL[story])
    asked = {name for question in answer.questions for name in question.columns}
    assert not asked & set(told)
    if answer.triage.level and not answer.triage.is_urgent and not set(ASKED) <= set(told):
        assert answer.questions[0].kind == SIGN


def test_every_picture_and_sixty_runs_are_told():
    assert set(SIGNS) == {picture.flag.name for picture in PICTURES}
    assert len(RUNS) >= 60
