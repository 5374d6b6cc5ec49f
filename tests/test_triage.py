"""Signs get the level that guidelines lead to, in words and in data, whatever else is known."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from signs_page import PAGE, page
from strategies import sessions
from triage_sessions import (
    ALARMS,
    NEAR_MISSES,
    NOTHING,
    ORDINARY,
    PICTURES,
    SELF_CARE,
)

from calfcause.answer.picture import LEVELS, combinations
from calfcause.answer.pictures import PICTURES as TABLE
from calfcause.answer.pictures_urgent import URGENT
from calfcause.answer.sign_questions import GROUPS, sign_questions
from calfcause.answer.sore import sore_told
from calfcause.answer.triage import (
    ASKED,
    HEADLINES,
    SIGN_COLUMNS,
    WHILE_WAITING,
    red_flags,
    seek_help,
    side_decides,
    sign_columns,
    triage,
)
from calfcause.sessions.cells import encode_session, encode_sessions
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS

EVERYTHING = [
    *(cells for cells, _, _ in PICTURES),
    *NEAR_MISSES.values(),
    *(cells for _, _, cells in ALARMS),
    *ORDINARY,
    *NOTHING,
]
JUDGED = tuple(dict.fromkeys((*AFTERWARDS_COLUMNS, *SIGN_COLUMNS)))


def level_of(session):
    return triage(encode_session(session)).level


def rank(level):
    return LEVELS.index(level) if level else len(LEVELS)


@pytest.mark.parametrize(("session", "level", "name"), PICTURES)
def test_a_picture_gets_its_level(session, level, name):
    flags = red_flags(encode_session(session))
    assert level_of(session) == flags[0].level == level
    assert name in [flag.name for flag in flags]


def test_every_picture_and_every_pair_is_tried_above():
    for picture in TABLE:
        tried = [encode_session(cells) for cells, _, name in PICTURES if name == picture.flag.name]
        for terms in picture.any_of:
            columns = {term.column for term in terms}
            assert any(columns <= set(cells) for cells in tried), (picture.flag.name, terms)


@pytest.mark.parametrize("story", NEAR_MISSES)
def test_a_near_miss_raises_no_alarm(story):
    assert level_of(NEAR_MISSES[story]) in (SELF_CARE, "")
    assert not red_flags(encode_session(NEAR_MISSES[story]))


@pytest.mark.parametrize(("story", "level", "session"), ALARMS)
def test_an_alarm_gets_its_level(story, level, session):
    assert level_of(session) == level


@pytest.mark.parametrize("session", ORDINARY)
def test_ordinary_soreness_is_self_care_with_a_day_to_come_back(session):
    found = triage(encode_session(session))
    assert (found.level, found.reasons) == (SELF_CARE, ())
    day = int(re.search(r"day (\d+)", found.come_back)[1])
    assert day > session.get("sore_days", 0) or day == 10


@pytest.mark.parametrize("session", NOTHING)
def test_where_nothing_was_given_nothing_is_judged(session):
    found = triage(encode_session(session))
    assert (found.level, found.headline, found.reasons, found.come_back) == ("", "", (), "")


def test_there_are_at_least_fifteen_near_misses_and_twenty_five_alarms():
    assert len(NEAR_MISSES) >= 15 and len(ALARMS) >= 25


# The table of pictures


@pytest.mark.parametrize("picture", TABLE, ids=lambda picture: picture.flag.name)
def test_a_picture_says_what_why_what_to_do_and_where_that_is_written(picture):
    flag = picture.flag
    assert flag.level in LEVELS[:-1] and flag.confidence in ("high", "medium", "low")
    assert all((flag.sign, flag.source.cite)) and not flag.sign.endswith(".")
    assert all(text.endswith(".") and text[0].isupper() for text in (flag.why, flag.do, flag.avoid))
    assert "wikipedia" not in str(flag.source).lower()
    for term in (*(term for terms in picture.any_of for term in terms), *picture.unless):
        assert term.column in COLUMNS


def test_pictures_stand_in_the_order_of_their_urgency_and_have_names_of_their_own():
    ranks = [rank(picture.flag.level) for picture in TABLE]
    assert ranks == sorted(ranks)
    assert len({picture.flag.name for picture in TABLE}) == len(TABLE)


def test_a_reassuring_sign_cancels_nothing_of_the_two_highest_levels():
    assert not any(picture.unless for picture in URGENT)
    assert {picture.flag.level for picture in URGENT} == set(LEVELS[:2])


@given(sessions(JUDGED))
def test_no_answer_but_yes_moves_the_two_highest_levels(session):
    codes = encode_session(session)
    yes = {name: code for name, code in codes.items() if code != 0.0 or name == "onset_hours"}
    if level_of(yes) in LEVELS[:2]:
        assert triage(codes).level == level_of(yes)


def test_a_term_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no term"):
        combinations("swelling and fever")


# One sign more

FLAGS = [name for name in JUDGED if COLUMNS[name].kind == "flag"]


@given(sessions(JUDGED), st.sampled_from(FLAGS))
def test_one_sign_more_never_lowers_the_level(session, name):
    codes = encode_session(session)
    assert rank(triage(codes | {name: 1.0}).level) <= rank(triage(codes).level)


@given(sessions(JUDGED), st.sampled_from(["severity_0_10", "sore_days"]), st.floats(0, 10))
def test_more_pain_for_longer_never_lowers_the_level(session, name, more):
    codes = encode_session(session)
    if name in codes:
        worse = codes | {name: min(codes[name] + more, COLUMNS[name].high)}
        assert rank(triage(worse).level) <= rank(triage(codes).level)


@given(sessions(MODEL_COLUMNS))
def test_what_a_model_reads_raises_no_flag(session):
    assert level_of(session) == ""


@given(sessions(AFTERWARDS_COLUMNS), sessions(MODEL_COLUMNS))
def test_of_the_run_only_an_earlier_calf_injury_counts(afterwards, run):
    injury = {name: cell for name, cell in run.items() if name == "calf_injury_52w"}
    assert triage(encode_session(run | afterwards)) == triage(encode_session(afterwards | injury))


# One session and many


@pytest.mark.parametrize("n_times", [1, 3])
def test_columns_of_sessions_are_judged_as_each_by_itself(n_times):
    told = EVERYTHING * n_times
    cells, n_sessions = encode_sessions(told)
    found = sign_columns(cells, n_sessions)
    for row, session in enumerate(told):
        codes = encode_session(session)
        assert found["triage"][row] == triage(codes).level
        assert found["red_flags"][row] == "; ".join(flag.name for flag in red_flags(codes))


@given(st.lists(sessions(JUDGED), max_size=4))
def test_any_sessions_are_judged_as_each_by_itself(told):
    cells, n_sessions = encode_sessions(told)
    found = sign_columns(cells, n_sessions)
    codes = [encode_session(session) for session in told]
    assert found["triage"] == [triage(one).level for one in codes]
    assert found["red_flags"] == ["; ".join(f.name for f in red_flags(one)) for one in codes]


def test_sessions_without_a_column_of_signs_are_not_judged():
    assert sign_columns({"distance_km": np.ones(2)}, 2) == {
        "red_flags": ["", ""], "triage": ["", ""]
    }  # fmt: skip


# Signs are asked for


def test_every_sign_is_asked_for_once_and_named_in_a_few_short_lines():
    asked = [name for group in GROUPS for name in group]
    assert sorted(asked) == sorted(ASKED)
    lines = [question for _, question in sign_questions({})]
    for group, line in zip(GROUPS, lines, strict=True):
        assert all(sign.brief in f"{line[0].lower()}{line[1:]}" for sign in group.values())
    # 40 seconds if every word is read (Brysbaert 2019: 238 a minute), less in a list.
    assert len(" ".join(lines).split()) <= 160


def test_what_was_answered_is_not_asked_again():
    told = {"dark_urine": 1.0, "fever": 0.0, "hot_red_skin": 0.0, "numbness": 0.0}
    columns = [name for names, _ in sign_questions(told) for name in names]
    assert sorted(columns) == sorted(set(ASKED) - set(told))
    assert triage(told | {"sore_days": 1.0}).not_answered == tuple(
        name for name in ASKED if name not in told
    )
    assert all(question.endswith("?") for _, question in sign_questions(told))
    assert not list(sign_questions(dict.fromkeys(ASKED, 0.0)))


def test_the_first_question_is_on_what_needs_an_ambulance():
    assert "breathless_or_chest_pain" in next(sign_questions({}))[0]


def test_the_line_of_signs_leaves_out_what_was_given():
    whole = seek_help({})
    assert whole.startswith("See a doctor today if ") and "ambulance" in whole
    assert "onto your toes" in whole and "chest pain" in whole
    assert "onto your toes" not in seek_help({"cannot_tiptoe": 1.0})
    assert seek_help({"cannot_tiptoe": 0.0}) == whole and whole.count(".") == 1
    assert "swells" not in seek_help({"swelling": 1.0})
    assert "ambulance" not in seek_help({
        "breathless_or_chest_pain": 1.0, "confused_or_collapsed": 1.0,
    })  # fmt: skip


def test_beside_an_urgent_verdict_stands_only_what_is_more_urgent():
    assert seek_help({"confused_or_collapsed": 1.0}) == WHILE_WAITING
    assert seek_help({"hard_calf": 1.0}).startswith("Call an ambulance for breathlessness")
    assert "24 hours" not in seek_help({"fever": 1.0})


@pytest.mark.parametrize(
    ("cells", "decides"),
    [({"swelling": 1}, True), ({"clot_risk": 1}, True), ({"blood_thinner": 1}, True),
     ({"swelling": 1, "one_leg_only": 1}, False), ({"fever": 1, "swelling": 1}, False),
     ({"swelling": 0}, False), ({"sore_days": 5}, False), ({}, False)],
)  # fmt: skip
def test_one_leg_or_both_is_asked_where_it_decides(cells, decides):
    assert side_decides(cells) is decides


def test_every_level_has_a_headline():
    assert list(HEADLINES) == list(LEVELS)


def test_the_page_of_signs_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tests/signs_page.py"


@given(sessions(JUDGED))
def test_one_session_is_sore_as_columns_of_it_are(session):
    codes = encode_session(session)
    columns = {name: np.array([code]) for name, code in codes.items()}
    assert sore_told(codes) == np.broadcast_to(sore_told(columns), 1)[0]
