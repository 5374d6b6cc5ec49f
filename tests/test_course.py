"""What is said of the soreness itself never soothes beside a sign, and rests on filled cells."""

import re
from dataclasses import asdict
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CODED_COLUMNS, sessions

from calfcause.answer.course import (
    OF_SORENESS,
    PREVENTION,
    RELIEF,
    RULES,
    TYPICAL,
    UNUSUAL,
    course_notes,
)
from calfcause.answer.sore import LEAST_SEVERITY, sore_told
from calfcause.answer.triage import red_flags
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS, MODEL_COLUMNS

# What each rule says, and a session that lets it say so; in the order of the rules.
SAID = [
    ({"one_leg_only": 1}, UNUSUAL, "One calf only"),
    ({"pain_at_night": 1}, UNUSUAL, "wakes you at night is not typical"),
    ({"onset_hours": 0.0}, UNUSUAL, "began during the run"),
    ({"onset_hours": 60.0}, UNUSUAL, "began 60 hours after"),
    ({"sore_days": 7.0}, UNUSUAL, "has lasted 7 days: by now it is usually gone"),
    ({"severity_0_10": 8.0}, UNUSUAL, "8 out of 10 is not typical"),
    (
        {"age_years": 11.0, "sore_days": 2.0},
        UNUSUAL,
        "At 11 years of age, pain at the back of the heel",
    ),
    ({"onset_hours": 8.0}, TYPICAL, "began 8 hours after the run: typical"),
    ({"onset_hours": 20.0}, TYPICAL, "began 20 hours after the run: typical"),
    ({"sore_days": 1.0, "distance_km": 42.2}, TYPICAL, "sorest on the first day"),
    (
        {"sore_days": 1.0, "distance_km": 10.0, "elevation_loss_m": 400.0},
        TYPICAL,
        "descent it usually peaks about 48 hours",
    ),
    ({"sore_days": 1.0, "terrain": "hilly"}, TYPICAL, "On hilly ground"),
    ({"sore_days": 1.0}, TYPICAL, "peaks 24 to 72 hours"),
    ({"sore_days": 1.0}, TYPICAL, "has lasted 1 day: typical"),
    ({"severity_0_10": 6.0}, TYPICAL, "6 out of 10 can feel like an injury without being one"),
    ({"severity_0_10": 6.0}, RELIEF, "until it eases: at 6 out of 10 that may strain"),
    ({"sore_days": 2.0}, RELIEF, "short and easy once walking does not hurt"),
    ({"sore_days": 2.0}, RELIEF, "foam roller may"),
    ({"sore_days": 2.0}, RELIEF, "heel lift"),
    ({"sore_calf_runs_28d": 4.0}, PREVENTION, "4 runs in 4 weeks"),
    ({"sore_calf_runs_28d": 4.0}, PREVENTION, "calf raises"),
    (
        {"sore_days": 2.0, "other_calf_load": 1.0},
        PREVENTION,
        "about three days between such other work",
    ),
    ({"sore_days": 2.0}, PREVENTION, "a few minutes of the same"),
    ({"sore_days": 2.0}, PREVENTION, "Warm up"),
    ({"sore_days": 2.0}, PREVENTION, "Stretching before or after a run hardly"),
    ({"sore_days": 2.0}, PREVENTION, "Cooling down"),
]
ALARMING = [
    {"severity_0_10": 8},
    {"sore_days": 10},
    {"sharp_pain": 1},
    {"swelling": 1},
    {"swelling": 1, "one_leg_only": 1},
]
SILENT = [
    {},
    {"distance_km": 42.2, "terrain": "hilly", "session_type": "race"},
    {"sore_calf_runs_28d": 2.0},
    {"sore_days": 0.0, "severity_0_10": 0.0, "one_leg_only": 0, "swelling": 0, "sharp_pain": 0},
    {"sore_days": None, "severity_0_10": None, "onset_hours": None, "terrain": None},
]
# Long in front of what might soothe: a session of which all is typical.
PLAIN = {"onset_hours": 20.0, "sore_days": 2.0, "severity_0_10": 3.0, "distance_km": 9.0}


def said(session, *kinds):
    return [note.text for note in course_notes(session) if note.kind in (kinds or KINDS)]


KINDS = (UNUSUAL, TYPICAL, RELIEF, PREVENTION)


@pytest.mark.parametrize(("session", "kind", "fragment"), SAID)
def test_a_course_gets_its_note(session, kind, fragment):
    assert any(fragment in text for text in said(session, kind))


def test_every_rule_is_tried_above():
    assert [kind for _, kind, _ in SAID] == [rule.kind for rule in RULES]
    for rule, (session, _, fragment) in zip(RULES, SAID, strict=True):
        assert rule.applies(session)
        assert fragment in rule.note(session).text


@pytest.mark.parametrize("session", SILENT)
def test_where_no_soreness_is_told_nothing_is_said(session):
    assert course_notes(session) == ()


@given(sessions(MODEL_COLUMNS))
def test_without_the_afterwards_only_frequent_soreness_is_spoken_of(session):
    frequent = (session.get("sore_calf_runs_28d") or 0) >= 3
    assert bool(course_notes(session)) == frequent
    assert said(session, TYPICAL, UNUSUAL) == []


# Signs for a clinician


@pytest.mark.parametrize("alarming", ALARMING)
@pytest.mark.parametrize("session", [{}, PLAIN, {"sore_calf_runs_28d": 9.0}])
def test_beside_a_red_flag_nothing_is_typical_and_nothing_is_advised(alarming, session):
    assert red_flags(session | alarming)
    assert said(session | alarming, TYPICAL, RELIEF, PREVENTION) == []


@given(sessions(CODED_COLUMNS))
def test_no_session_with_a_red_flag_is_soothed(session):
    if red_flags(session):
        assert said(session, TYPICAL, RELIEF, PREVENTION) == []


@given(sessions(("sore_calf_runs_28d", "distance_km", "terrain", *AFTERWARDS_COLUMNS)))
def test_beside_anything_unusual_nothing_is_typical_and_no_relief_is_named(session):
    if said(session, UNUSUAL):
        assert said(session, TYPICAL) == []
        assert not any("roll" in text.lower() for text in said(session))


def test_one_sore_leg_or_a_start_during_the_run_is_not_to_be_rolled():
    for unusual in ({"one_leg_only": 1}, {"onset_hours": 0.0}):
        assert any("roller" in text for text in said(PLAIN))
        assert not any("roller" in text for text in said(PLAIN | unusual))


@given(sessions(CODED_COLUMNS))
def test_more_soreness_is_never_called_typical_instead(session):
    worst = session | {name: COLUMNS[name].high for name in ("severity_0_10", "sore_days")}
    assert said(worst, TYPICAL, RELIEF, PREVENTION) == []
    assert len(said(worst, UNUSUAL)) >= len(said(session, UNUSUAL))


@pytest.mark.parametrize("nearly", [6.95, 6.99, 6.999])
def test_what_is_not_yet_a_sign_is_not_rounded_up_to_one(nearly):
    assert not any("7 days:" in text for text in said({"sore_days": nearly}))
    assert not any(text.startswith("8 ") for text in said({"severity_0_10": nearly + 1}))


# What a note says


@given(sessions(CODED_COLUMNS))
def test_a_note_is_gone_with_any_cell_that_it_rests_on(session):
    notes = course_notes(session)
    for rule in RULES:
        if rule.applies(session) and rule.note(session) in notes:
            for name in rule.cells:
                fewer = {one: found for one, found in session.items() if one != name}
                assert not rule.applies(fewer)
                assert not rule.applies(session | {name: None})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.text[:30])
def test_a_text_cites_only_the_cells_that_its_note_rests_on(rule):
    cited = {name for _, name, _, _ in Formatter().parse(rule.text) if name}
    assert cited <= set(rule.cells) <= set(COLUMNS)


@given(sessions(CODED_COLUMNS))
def test_any_session_gets_notes_with_a_source_in_short_sentences(session):
    notes = course_notes(session)
    assert [KINDS.index(note.kind) for note in notes] == sorted(
        KINDS.index(note.kind) for note in notes
    )
    for note in notes:
        assert all(asdict(note).values()) and str(note.source)
        assert note.text.endswith(".") and "{" not in note.text
        for sentence in re.split(r"(?<=[.?!]) ", note.text):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.text[:30])
def test_a_note_names_no_disease_promises_nothing_and_is_plain(rule):
    words = set(re.findall(r"[a-z]+", rule.text.lower()))
    assert not words & {"diagnosis", "clot", "thrombosis", "tear", "torn", "rupture"}
    assert not words & {"will", "cure", "cures", "heal", "heals", "prevents", "always", "never"}
    assert not words & {"doms", "eccentric", "delayed"}


def test_running_on_is_warned_of_with_how_little_is_known():
    (text,) = (text for text in said({"severity_0_10": 6.0}) if "until it eases" in text)
    assert "may strain" in text and "No study" in text


def test_what_may_ease_it_comes_best_supported_first():
    wanted = {
        RELIEF: ["walking does not hurt", "foam roller", "heel lift"],
        PREVENTION: ["few minutes", "Warm up", "Stretching", "Cooling down"],
    }
    for kind, fragments in wanted.items():
        texts = said({"sore_days": 2.0}, kind)
        assert len(texts) == len(fragments)
        assert all(one in text for one, text in zip(fragments, texts, strict=True))


@pytest.mark.parametrize(
    ("more", "heavy"),
    [({}, True), ({"age_years": 40.0}, True), ({"age_years": 12.0}, False),
     ({"calf_injury_52w": 1}, False)],
)  # fmt: skip
def test_heavy_loads_are_for_adults_with_sound_calves(more, heavy):
    texts = said({"sore_calf_runs_28d": 4.0} | more)
    assert any("heavy" in text for text in texts) is heavy


@given(sessions([name for name in AFTERWARDS_COLUMNS if name != "severity_0_10"]))
def test_whoever_is_told_something_tells_of_soreness(session):
    if course_notes(session):
        assert sore_told(session)


@given(sessions([name for name in CODED_COLUMNS if name not in OF_SORENESS]))
def test_no_rule_applies_where_nothing_of_soreness_is_known(session):
    assert not any(rule.applies(session) for rule in RULES)


@given(sessions(AFTERWARDS_COLUMNS), st.floats(0.0, LEAST_SEVERITY, exclude_max=True))
def test_a_severity_that_is_background_is_no_soreness_and_gets_no_relief(session, mild):
    assert not sore_told(session | {"severity_0_10": mild})
    assert said(session | {"severity_0_10": mild}, RELIEF, PREVENTION) == []


@pytest.mark.parametrize("unusual", [{"one_leg_only": 1}, {"onset_hours": 0.0}])
def test_what_is_unusual_is_said_however_mild_it_is(unusual):
    assert said(unusual | {"severity_0_10": 1.0}, UNUSUAL) == said(unusual, UNUSUAL) != []
