"""An explanation is the model's own arithmetic, in the session's own numbers."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import model_sessions, sessions

from calfcause import Predictor, SchemaError
from calfcause.answer.chances import chance_of, in_words, such_runs
from calfcause.answer.contents import A_LITTLE, AGAINST, CANNOT_TELL, FOR, NOTHING_TOLD
from calfcause.answer.explain import explain
from calfcause.answer.rules import LONG_RUN_KM, STATES, state_of
from calfcause.answer.sentences import CANNOT_SAY_WHY, NOTHING_STANDS_OUT, limits_in_words
from calfcause.answer.short import headline_of
from calfcause.answer.text import (
    CAN_WAIT,
    IN_WORDS,
    UNLIKE,
    UNLIKE_SHARES,
    change_of_risk,
    matters,
    questions_as_text,
)
from calfcause.answer.triage import ASKED, HEADLINES, red_flags
from calfcause.causes import CAUSES
from calfcause.causes.run import shortened
from calfcause.errors import CalfcauseError, ModelError
from calfcause.learn.features import complete, exposures, features_of_one
from calfcause.learn.probabilities import NONE, of_one
from calfcause.sessions.cells import decode, encode_session, encode_sessions
from calfcause.sessions.contradictions import usable
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import UNITS

NAMES = [cause.name for cause in CAUSES]
HILLY = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}
ALARMING = HILLY | {"swelling": 1, "one_leg_only": 1}
SOME = [
    {},
    HILLY,
    ALARMING,
    {"shoe_type": "barefoot", "surface": "sand", "soft_surface_fraction": 1},
    {"session_type": "race", "distance_km": 42.2, "duration_min": 200, "experience_weeks": 30},
    {"foot_strike": "forefoot", "usual_foot_strike": "rearfoot", "cadence_spm": 150},
    {"terrain": "flat", "usual_terrain": "steep", "shoe_type": "standard"},
    {"experience_weeks": 0, "distance_km": 3, "foot_strike": "midfoot"},
]


def by_name(answer):
    return {one.name: one for one in answer.causes}


def words_of(answer):
    """The answer at full length, in one line."""
    return " ".join(answer.full.split())


def known_cells(session):
    """The session in the package's own words, known cells that can be true only."""
    codes = usable(encode_session(session))
    return {name: decode(COLUMNS[name], code) for name, code in codes.items()}


def assert_answer_is_that_of_the_predictor(predictor, session):
    answer, told = predictor.explain(session), predictor.predict_one(session)
    assert answer.p_sore == told["p_sore"]
    assert answer.primary_cause == told["primary_cause"]
    for one in answer.causes:
        assert one.p == told[f"p_{one.name}"]
        assert one.p_given_sore == told[f"p_{one.name}_given_sore"]


def assert_the_usual_run_is_answered_by_the_predictor(predictor, session):
    answer, known = predictor.explain(session), known_cells(session)
    for cause in CAUSES:
        told = predictor.predict_one(known | cause.usual(known))["p_sore"]
        assert by_name(answer)[cause.name].p_sore_as_usual == told


# Numbers


@pytest.mark.parametrize("session", SOME)
def test_an_explanation_states_what_the_predictor_answers(tiny, session):
    assert_answer_is_that_of_the_predictor(tiny.predictor, session)


@pytest.mark.parametrize("session", SOME)
def test_the_risk_as_usual_is_the_answer_to_the_usual_run(tiny, session):
    assert_the_usual_run_is_answered_by_the_predictor(tiny.predictor, session)


@settings(max_examples=25)
@given(session=sessions())
def test_any_session_is_explained_by_the_predictors_own_answers(tiny, session):
    assert_answer_is_that_of_the_predictor(tiny.predictor, session)
    assert_the_usual_run_is_answered_by_the_predictor(tiny.predictor, session)


@pytest.mark.parametrize("session", SOME)
def test_the_risk_without_a_cause_and_the_risk_because_of_it_are_all(tiny, session):
    answer = tiny.predictor.explain(session)
    for one in answer.causes:
        assert one.p_sore_without + one.p == pytest.approx(answer.p_sore)
        assert one.p_sore_without == pytest.approx(answer.p_sore * (1 - one.p_given_sore))


@pytest.mark.parametrize("session", SOME)
def test_exposures_are_those_of_the_features(tiny, session):
    found = exposures(complete(*encode_sessions([session])))
    for one in tiny.predictor.explain(session).causes:
        exposure = float(found[one.name][0])
        assert one.exposure == (None if np.isnan(exposure) else exposure)


@pytest.mark.parametrize("session", SOME)
def test_every_cause_is_there_the_likeliest_first(tiny, session):
    causes = tiny.predictor.explain(session).causes
    assert sorted(one.name for one in causes) == sorted(NAMES)
    assert [one.p for one in causes] == sorted((one.p for one in causes), reverse=True)


def test_a_strain_made_usual_lowers_the_risk(tiny, predictor):
    for model in (tiny.predictor, predictor):
        hills = by_name(model.explain(HILLY))["hills"]
        assert hills.p_sore_without < model.explain(HILLY).p_sore
        assert hills.p_sore_as_usual < model.explain(HILLY).p_sore


@settings(max_examples=60)
@given(session=sessions())
def test_any_session_has_a_complete_explanation(tiny, session):
    answer = tiny.predictor.explain(session)
    assert json.loads(json.dumps(answer.to_dict(), allow_nan=False))["causes"]
    for one in answer.causes:
        assert one.state in (FOR, A_LITTLE, AGAINST, CANNOT_TELL)
        assert one.because.endswith(".") and one.evidence_sentence and one.sources and one.article
        assert one.state not in (FOR, A_LITTLE) or one.advice, one.name
        assert all(step.text and step.support and step.source.cite for step in one.advice)


# States


def test_states_follow_the_exposure():
    exposures = [0.0, 0.01, 0.1, 0.5, 1.0, 5.0]
    assert [STATES[state_of(exposure)] for exposure in exposures] == [
        AGAINST, AGAINST, A_LITTLE, A_LITTLE, FOR, FOR,
    ]  # fmt: skip
    assert STATES[state_of(float("nan"))] == CANNOT_TELL
    column = np.array([*exposures, np.nan])
    assert state_of(column).tolist() == [state_of(exposure) for exposure in column.tolist()]


def test_what_is_strained_speaks_for_its_cause_and_what_is_usual_against(tiny):
    states = {
        name: one.state
        for name, one in by_name(
            tiny.predictor.explain(
                {"terrain": "steep", "usual_terrain": "flat", "shoe_type": "standard"}
                | {"session_type": "easy", "posture": "tilted"}
            )
        ).items()
    }
    assert states["hills"] == FOR
    assert states["shoes"] == states["speed"] == AGAINST
    assert states["overstriding"] == A_LITTLE
    assert states["beginner"] == states["soft_surface"] == states["foot_strike"] == CANNOT_TELL


@settings(max_examples=40)
@given(session=model_sessions)
def test_a_cause_of_which_nothing_is_known_has_no_sentence_of_its_own(tiny, session):
    for one in tiny.predictor.explain(session).causes:
        nothing = one.because == NOTHING_TOLD
        assert nothing == (one.exposure is None) == (one.state == CANNOT_TELL)


def test_sentences_hold_the_numbers_of_the_run(tiny):
    session = {"distance_km": 14, "elevation_gain_m": 560, "usual_climb_m_per_km": 7}
    session |= {"experience_weeks": 3, "cadence_spm": 151, "fastest_pace_min_per_km": 4.5}
    told = {name: one.because for name, one in by_name(tiny.predictor.explain(session)).items()}
    for number in ("560 m", "14 km", "40 m per km", "7 m per km"):
        assert number in told["hills"]
    assert "3 weeks" in told["beginner"]
    assert "4:30 min/km" in told["speed"]


def test_the_article_comforts_a_beginner_who_lands_on_the_forefoot(tiny):
    new = {"experience_weeks": 1, "foot_strike": "forefoot"}
    (note,) = by_name(tiny.predictor.explain(new))["beginner"].notes
    assert "need not be a fault of form" in note
    assert not by_name(tiny.predictor.explain({"experience_weeks": 1}))["beginner"].notes


# Too little known, and what to ask


def test_of_an_empty_session_too_little_is_known(tiny):
    answer = tiny.predictor.explain({})
    assert not answer.enough_known
    assert all(one.state == CANNOT_TELL for one in answer.causes)
    assert CANNOT_SAY_WHY in words_of(answer) and CANNOT_SAY_WHY in str(answer)


def test_what_came_afterwards_does_not_say_why(tiny):
    assert not tiny.predictor.explain({"severity_0_10": 5, "onset_hours": 20}).enough_known


class Stub:
    """A predictor that gives one cause the same share of soreness, whatever it is told."""

    population = None
    id = None

    def __init__(self, share):
        self.share = share

    def predict_features(self, matrix):
        others = [0.0] * (len(CAUSES) - 1)
        return np.tile([0.8 * self.share, *others, 0.8], (len(matrix), 1))


def test_where_nothing_of_the_run_is_known_no_model_knows_enough():
    sure = Stub(0.9)
    assert explain(sure, encode_session({"experience_weeks": 0})).enough_known
    assert not explain(sure, encode_session({"height_cm": 180})).enough_known
    assert not explain(sure, encode_session({})).enough_known
    assert not explain(sure, encode_session({"severity_0_10": 5})).enough_known


def test_a_cause_of_a_tenth_of_such_sore_calves_is_too_little_to_name():
    assert not explain(Stub(0.1), encode_session({"experience_weeks": 0})).enough_known


def test_a_clear_strain_is_enough(tiny, predictor):
    for model in (tiny.predictor, predictor):
        answer = model.explain(HILLY)
        assert answer.enough_known
        assert CANNOT_SAY_WHY not in answer.full


@settings(max_examples=40)
@given(session=model_sessions)
def test_where_too_little_is_known_the_answer_asks_for_what_is_unknown(tiny, session):
    answer = tiny.predictor.explain(session)
    assert answer.questions == (
        () if answer.enough_known else tiny.predictor.next_questions(session, 1)
    )
    assert all(one.column not in session for one in answer.questions)


def test_the_question_is_told_with_its_choices(predictor):
    answer = predictor.explain({"distance_km": 7})
    (question,) = answer.questions
    assert f"One answer would help most: {question.asked}" in words_of(answer)
    assert all(word.replace("_", " ") in question.asked for word in question.choices)


def test_an_answer_to_the_question_is_not_asked_for_again(tiny):
    session, asked = dict(HILLY), set()
    while questions := tiny.predictor.next_questions(session, 1):
        (question,) = questions
        assert question.column not in asked
        asked.add(question.column)
        column = COLUMNS[question.column]
        session[column.name] = column.choices[0] if column.choices else column.low
    assert asked
    assert questions_as_text(()) == "Nothing that is unknown would change the answer."


def test_without_a_population_there_is_an_answer_and_no_question(tiny):
    bare = Predictor((tiny.folder / "heads.onnx").read_bytes(), {})
    assert not bare.explain({}).enough_known and bare.explain({}).questions == ()
    with pytest.raises(ModelError, match="no population"):
        bare.next_questions({})


# Rendering


def test_red_flags_come_first(tiny):
    answer = tiny.predictor.explain(ALARMING)
    assert answer.red_flags == red_flags(ALARMING) != ()
    text = words_of(answer)
    assert text.startswith(answer.triage.headline.upper())
    below = CAN_WAIT if answer.triage.is_urgent else headline_of(answer)
    for flag in answer.red_flags:
        if flag.level == answer.triage.level:
            assert flag.source.cite in text and flag.why in text
        assert text.lower().index(flag.sign.lower()) < text.index(below)


def test_beside_a_doctor_within_a_day_the_signs_come_before_the_risk(tiny):
    answer = tiny.predictor.explain(HILLY | {"swelling": 1, "one_leg_only": 1})
    text = words_of(answer)
    assert text.startswith("SEE A DOCTOR WITHIN 24 HOURS")
    (flag,) = answer.red_flags
    headline, rest = flag.do.split(". ", maxsplit=1)
    assert headline == answer.triage.headline
    assert text.index(flag.why) < text.index(rest) < text.index(headline_of(answer))


@pytest.mark.parametrize("signs", [{"breathless_or_chest_pain": 1}, {"dark_urine": 1}])
def test_at_the_two_highest_levels_all_else_waits(tiny, signs):
    answer = tiny.predictor.explain(HILLY | signs)
    text = answer.full
    assert answer.triage.is_urgent and answer.questions == ()
    assert tiny.predictor.next_questions(HILLY | signs, 50) == ()
    assert "%" not in text and "Do:" not in text and "would help most" not in text
    assert text.index(CAN_WAIT) < text.index("hilly")
    assert answer.causes == tiny.predictor.explain(HILLY).causes


def test_every_answer_has_the_line_of_signs_and_asks_for_none_that_was_given(tiny):
    for session in (*SOME, ALARMING, {}):
        answer = tiny.predictor.explain(session)
        assert answer.seek_help and " ".join(answer.seek_help.split()) in words_of(answer)
        assert answer.to_dict()["seek_help"] == answer.seek_help
    assert "rise onto your toes" not in tiny.predictor.explain({"cannot_tiptoe": 1}).full


def test_of_sore_calves_the_signs_are_asked_for_first(tiny):
    (question,) = tiny.predictor.explain({"sore_days": 1}).questions
    assert question.kind == "sign" and question.replies == ()
    assert question.asked in words_of(tiny.predictor.explain({"sore_days": 1}))
    answered = {"sore_days": 1} | dict.fromkeys(ASKED, 0)
    (question,) = tiny.predictor.explain(answered).questions
    assert question.kind == "training"


def test_a_label_of_soreness_asks_for_signs_too(tiny):
    answer = explain(tiny.predictor, {}, most_questions=1, told_sore=True)
    assert answer.questions[0].kind == "sign" and answer.triage.level == "self-care"


def test_self_care_comes_with_a_day_to_come_back(tiny):
    text = words_of(tiny.predictor.explain({"sore_days": 7, "severity_0_10": 2}))
    assert text.startswith(HEADLINES["self-care"]) and "by day 10" in text


def test_red_flags_leave_the_numbers_as_they_are(tiny):
    plain, alarming = (tiny.predictor.explain(session) for session in (HILLY, ALARMING))
    assert plain.causes == alarming.causes and plain.p_sore == alarming.p_sore


def test_without_soreness_and_signs_there_is_no_verdict(tiny):
    text = tiny.predictor.explain(HILLY).full
    assert not any(headline.lower() in text.lower() for headline in HEADLINES.values())


@pytest.mark.parametrize("session", SOME)
def test_the_answer_as_plain_data_is_json_and_whole(tiny, session):
    answer = tiny.predictor.explain(session)
    plain = answer.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)).keys() == plain.keys()
    assert [one["name"] for one in plain["causes"]] == [one.name for one in answer.causes]
    assert plain["causes"][0]["p"] == answer.causes[0].p
    assert len(plain["red_flags"]) == len(answer.red_flags)


@pytest.mark.parametrize("session", SOME)
def test_the_wording_speaks_of_likely_training_causes_and_never_diagnoses(tiny, session):
    text = tiny.predictor.explain(session).full
    claims, closing, rest = text.partition("These are likely training causes, not a diagnosis.")
    assert closing and (not rest or re.match(r"\n\n(Words|Sources):\n", rest))
    assert not re.search(r"diagnos|you have|certainly|definitely|will prevent|cure", claims, re.I)


def percentages(text):
    return set(re.findall(r"\d+%", text))


def assert_every_percentage_is_an_answer_of_the_predictor(predictor, session):
    """Every probability in the text, apart from cells and fixed texts that hold percentages."""
    # Cells that cannot be true are answered as if they were missing.
    session = known = known_cells(session)
    every = {name: found for cause in CAUSES for name, found in cause.usual(known).items()}
    variants = [session, known | every, *(known | cause.usual(known) for cause in CAUSES)]
    codes = {k: v for k, v in encode_session(session).items() if k in MODEL_COLUMNS}
    if codes.get("distance_km", 0) >= LONG_RUN_KM:
        variants.append(known | shortened(codes, 0.5))
    answers = predictor.predict_many(variants)
    told = answers[0]
    sayable = {f"{told[f'p_{name}_given_sore']:.0%}" for name in NAMES}
    answer = predictor.explain(session)
    sayable |= {f"{p:.0%}" for p in (answer.p_sore_low, answer.p_sore_high)}
    facts = " ".join(one.because for one in answer.causes)
    limits = " ".join(limits_in_words(one.measures, UNITS["km"]) for one in answer.causes)
    fixed = " ".join(step.text + step.support for one in answer.causes for step in one.advice)
    fixed += " ".join(note.text for note in answer.course)
    assert percentages(words_of(answer)) <= sayable | percentages(f"{facts} {limits} {fixed}")
    risks = [in_words(one["p_sore"]) for one in answers]
    shares = [in_words(told[f"p_{name}_given_sore"]) for name in NAMES]
    said = re.findall(r"\b\d+ in \d+\b", f"{words_of(answer)} {answer}")
    assert set(said) <= {one.removeprefix("less than ") for one in (*risks, *shares)}


@pytest.mark.parametrize("session", SOME)
def test_every_percentage_in_the_text_is_an_answer_of_the_predictor(predictor, session):
    assert_every_percentage_is_an_answer_of_the_predictor(predictor, session)


@settings(max_examples=25)
@given(session=sessions())
def test_in_the_text_of_any_session_as_well(tiny, session):
    assert_every_percentage_is_an_answer_of_the_predictor(tiny.predictor, session)


@pytest.mark.parametrize("session", SOME)
def test_the_text_states_the_numbers_of_the_answer(tiny, session):
    answer = tiny.predictor.explain(session)
    text = words_of(answer)
    if answer.triage.is_urgent:
        return
    risk = such_runs(answer.p_sore) if answer.sore_told else chance_of("sore calves", answer.p_sore)
    assert risk in text
    for one in answer.causes:
        if one.state == CANNOT_TELL and not one.disagreement:
            assert f"{one.title} ({one.p_given_sore:.0%})" in text
            continue
        assert f": {one.p_given_sore:.0%} ({IN_WORDS[one.state]})" in text
        assert " ".join(one.because.split()) in text
        if one.state == FOR or matters(one):
            if change := change_of_risk(one.p_sore_as_usual, answer.p_sore):
                assert f"The same run {one.as_usual}: {change}" in text
            advised = one.advice if not answer.red_flags else ()
            assert all(step.text in text and str(step.source) in text for step in advised)
            assert one.evidence_sentence in text
            assert all(str(source) in text for source in one.sources)


def test_what_would_not_lower_the_risk_is_not_said_to():
    assert change_of_risk(0.18, 0.34) == "about 1 in 6 instead of 1 in 3"
    assert change_of_risk(0.46, 0.46) == change_of_risk(0.461, 0.469) == ""
    assert change_of_risk(0.5, 0.46) == ""


def test_every_cause_as_usual_is_the_answer_to_that_run(tiny):
    session = {"terrain": "steep", "usual_terrain": "flat", "shoe_type": "barefoot"}
    answer, known = tiny.predictor.explain(session), known_cells(session)
    for cause in CAUSES:
        known |= cause.usual(known)
    assert answer.p_sore_as_usual == tiny.predictor.predict_one(known)["p_sore"]
    change = change_of_risk(answer.p_sore_as_usual, answer.p_sore)
    assert change and f"With all of this as you are used to: {change}." in words_of(answer)


def test_sources_are_numbered_in_order_and_each_is_listed_once(tiny):
    text = tiny.predictor.explain(HILLY | {"severity_0_10": 6, "onset_hours": 20}).full
    body, _, sources = text.partition("\n\nSources:\n")
    cited = [int(number) for number in re.findall(r"\[(\d+)\]", body)]
    listed = re.findall(r"^  \[(\d+)\] (\S.*)$", sources, re.M)
    assert list(dict.fromkeys(cited)) == [int(number) for number, _ in listed]
    assert len({source for _, source in listed}) == len(listed)


@pytest.mark.parametrize("session", SOME)
def test_no_line_is_too_wide_for_a_terminal(tiny, session):
    lines = tiny.predictor.explain(session).full.splitlines()
    assert all(len(line) <= 96 for line in lines if "https://" not in line)


def test_the_text_names_the_primary_cause(predictor):
    answer = predictor.explain(HILLY)
    assert re.search(
        f"(most likely cause is|perhaps the cause is) {answer.primary.title}", str(answer)
    )
    assert re.search(f"(likel(y|iest)|cause is) {answer.primary.title}", answer.full)


@pytest.mark.parametrize(
    ("session", "title"),
    [
        ({}, "being new to running, or too much too soon"),
        ({"experience_weeks": 300}, "being new to running, or too much too soon"),
        ({"experience_weeks": 2}, "being new to running"),
        ({"distance_km": 20, "longest_run_28d_km": 10}, "a longer run than you are used to"),
        ({"distance_km": 8, "longest_run_28d_km": 0}, "coming back after a break"),
        (
            {"weekly_distance_km": 130, "usual_weekly_distance_km": 30},
            "more running in a week than usual",
        ),
    ],
)
def test_the_title_of_a_cause_follows_the_run(tiny, session, title):
    answer = tiny.predictor.explain(session)
    assert by_name(answer)["beginner"].title == title
    next_run = tiny.predictor.next_run(session, below=1e-6)
    assert all(change.title == title for change in next_run.changes if change.cause == "beginner")


def test_where_no_cause_stands_out_the_text_says_so(tiny, monkeypatch):
    monkeypatch.setattr("calfcause.answer.explain.of_one", lambda p: (of_one(p)[0], NONE))
    text = words_of(tiny.predictor.explain(HILLY))
    assert f"{NOTHING_STANDS_OUT}; the likeliest is hills (about" in text
    monkeypatch.setattr("calfcause.answer.sentences.LEAST_EXCESS_FRACTION", 1.0)
    for session in (HILLY, HILLY | {"sore_days": 2}):
        text = words_of(tiny.predictor.explain(session))
        assert NOTHING_STANDS_OUT in text and "the likeliest is" not in text


def test_a_run_labelled_sore_is_told_as_sore(predictor):
    codes = encode_session(HILLY)
    for told_sore in (True, False, None):
        answer = explain(predictor, codes, told_sore=told_sore)
        assert answer.sore_told is bool(told_sore)
        assert ("yours was one" in answer.full) is bool(told_sore)
        assert ("If your calves get sore" in answer.full) is not bool(told_sore)


def test_a_share_that_the_risk_as_usual_does_not_follow_is_explained_once(predictor):
    answer = predictor.explain(HILLY)
    first = answer.primary
    assert first.p_given_sore > 2 * UNLIKE
    for p_as_usual, said in (
        (answer.p_sore * (1 - first.p_given_sore), 0),
        (answer.p_sore * (1 - first.p_given_sore / 2), 1),
        (answer.p_sore, 0),
    ):
        one = replace(first, p_sore_as_usual=p_as_usual)
        assert words_of(replace(answer, causes=(one,))).count(UNLIKE_SHARES) == said


@pytest.mark.parametrize(
    ("session", "limit"),
    [
        ({"distance_km": 21, "duration_min": 80, "usual_pace_min_per_km": 5},
         r"faster than \d:\d\d min/km on average"),
        ({"fastest_pace_min_per_km": 3.5, "usual_pace_min_per_km": 5},
         r"a stretch faster than \d:\d\d min/km"),
        ({"experience_weeks": 1}, r"fewer than about \d weeks of regular running"),
        ({"cadence_spm": 140, "usual_cadence_spm": 175}, r"cadence below \d+ steps/min"),
        ({"elevation_gain_m": 900, "distance_km": 9}, r"climb of \d+ m or more"),
    ],
)  # fmt: skip
def test_what_strains_by_being_less_is_told_as_less(tiny, session, limit):
    limits = [
        limits_in_words(one.measures, UNITS["km"]) for one in tiny.predictor.explain(session).causes
    ]
    assert any(re.fullmatch(limit, one) for one in limits), limits


HABIT = "habit takes away only part of it"


@pytest.mark.parametrize(
    ("cause", "session", "kept"),
    [
        ("hills", {"terrain": "steep", "usual_terrain": "steep"}, True),
        ("hills", {"terrain": "hilly", "usual_terrain": "steep"}, True),
        ("hills", {"terrain": "flat", "usual_terrain": "flat"}, False),
        ("hills", {"terrain": "steep", "usual_terrain": "flat"}, False),
        ("hills", {"terrain": "steep"}, False),
        ("hills", {"elevation_gain_m": 400, "distance_km": 10, "usual_climb_m_per_km": 40}, True),
        ("hills", {"elevation_gain_m": 50, "distance_km": 10, "usual_climb_m_per_km": 5,
                   "terrain": "steep", "usual_terrain": "steep"}, False),
        ("soft_surface", {"surface": "sand", "usual_surface": "sand"}, True),
        ("soft_surface", {"surface": "grass", "usual_surface": "sand"}, True),
        ("soft_surface", {"surface": "sand", "usual_surface": "sand",
                          "soft_surface_fraction": 0.1}, False),
        ("soft_surface", {"surface": "sand", "usual_surface": "road"}, False),
        ("soft_surface", {"surface": "road", "usual_surface": "road"}, False),
    ],
)  # fmt: skip
def test_what_counts_though_it_is_usual_says_why(tiny, cause, session, kept):
    one = by_name(tiny.predictor.explain(session))[cause]
    assert (HABIT in one.because) is kept


@given(session=model_sessions)
def test_habit_is_not_spoken_of_where_the_cells_speak_against_the_cause(session):
    known = known_cells(session)
    exposed = features_of_one(encode_session(session)).exposures
    for cause in CAUSES:
        if HABIT in cause.because(known, UNITS["km"]):
            assert STATES[state_of(exposed[cause.name])] in (FOR, A_LITTLE)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_an_answer_passes_on_what_a_cause_says_of_itself(tiny, cause):
    one = by_name(tiny.predictor.explain({}))[cause.name]
    assert (one.title, one.article, one.evidence) == (
        cause.title,
        cause.article,
        cause.evidence.strength,
    )
    assert one.sources == cause.evidence.references
    assert [step.text for step in one.advice] == [
        piece.text for piece in cause.advice if piece.when({})
    ]


def test_bad_cells_are_refused(tiny):
    with pytest.raises(SchemaError, match="'hily' is not allowed"):
        tiny.predictor.explain({"terrain": "hily"})


def test_a_cause_that_the_cells_speak_against_is_not_named(predictor):
    answer = predictor.explain({"longest_run_28d_km": 5, "distance_km": 1})
    first = answer.causes[0]
    assert first.state in (FOR, A_LITTLE) or not answer.enough_known


def test_what_is_no_session_is_refused(predictor):
    for found in (None, [], "hilly", 5):
        with pytest.raises(SchemaError, match="a session is a dict"):
            predictor.explain(found)


# Rules and model


def test_where_the_rules_would_name_another_cause_the_text_says_so(tiny):
    both = {"shoe_type": "barefoot", "foot_strike": "forefoot", "usual_foot_strike": "rearfoot"}
    sure = Stub(0.9)  # of the first cause, whatever the rules say
    differing = []
    for model in (tiny.predictor, sure):
        for more in ({}, {"terrain": "steep"}, {"session_type": "race"}, {"experience_weeks": 12}):
            for cells in ({}, both, HILLY, {"experience_weeks": 12, "terrain": "steep"}):
                answer = explain(model, encode_session(cells | more))
                first, by_rule = answer.causes[0].name, answer.rules_primary_cause
                differ = answer.enough_known and by_rule not in (first, NONE)
                assert bool(answer.disagreement) == differ
                assert not differ or answer.disagreement in words_of(answer)
                differing.append(differ)
    assert any(differing) and not all(differing)


def test_a_cause_that_the_model_hardly_counts_though_its_rule_speaks_for_it_says_so():
    little = explain(Stub(0.05), encode_session({"experience_weeks": 0})).causes
    assert next(one for one in little if one.state == FOR).disagreement
    much = explain(Stub(0.9), encode_session({"experience_weeks": 0})).causes
    assert not much[0].disagreement
    seen = explain(Stub(0.9), encode_session({"experience_weeks": 200})).causes[0]
    assert seen.state == AGAINST and seen.disagreement


# Units


def test_in_miles_no_way_is_told_in_km(tiny):
    session = {"distance_km": 14, "elevation_gain_m": 560, "usual_climb_m_per_km": 7}
    session |= {"fastest_pace_min_per_km": 4.5, "longest_run_28d_km": 8}
    told = by_name(tiny.predictor.explain(session, units="miles"))
    assert "1,837 feet of climb over 8.7 miles is 211 feet per mile" in told["hills"].because
    assert "7:15 min/mile" in told["speed"].because
    metric = tiny.predictor.explain(session)
    assert {one.name: one.p for one in metric.causes} == {name: o.p for name, o in told.items()}


def test_unknown_units_are_refused(tiny):
    with pytest.raises(CalfcauseError, match=r"unknown units .furlongs.; use km or miles"):
        tiny.predictor.explain({}, units="furlongs")


# Length


def test_of_a_marathon_the_length_itself_is_told(predictor):
    run = {"distance_km": 42.2, "duration_min": 240, "experience_weeks": 250}
    answer = predictor.explain(run)
    half = predictor.predict_one(run | {"distance_km": 21.1, "duration_min": 120})
    assert answer.p_sore_at_half_length == pytest.approx(half["p_sore"], abs=1e-6)
    assert answer.p_sore_at_half_length < answer.p_sore
    assert "Most likely the length of the run" in words_of(answer)
    assert CANNOT_SAY_WHY not in words_of(answer)


def test_of_a_short_run_it_is_not(predictor):
    answer = predictor.explain({"distance_km": 10})
    assert answer.p_sore_at_half_length is None and "length of the run" not in answer.full
