"""The answer in short: short, plain, answering what was asked, and true to the data."""

import re
from pathlib import Path

import numpy as np
import pytest

from calfcause import Predictor
from calfcause.answer.chances import LEAST_SAID, about, in_words
from calfcause.answer.explain import explain
from calfcause.answer.sentences import CANNOT_SAY_WHY, NOTHING_STANDS_OUT
from calfcause.answer.short import (
    DIFFERENT,
    MOST_WORDS,
    MOST_WORDS_WITH_SIGNS,
    URGENCY,
)
from calfcause.answer.sore import counts_as_sore
from calfcause.answer.triage import ASKED
from calfcause.batch import find_sessions
from calfcause.sessions.schema import SORE_LABEL
from calfcause.simulate import simulate

REAL_CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"
# Each was said by an answer, and understood by nobody.
BANNED = (
    "if sore (", "speaks for it", "speaks against it", "speaks a little", "none of these causes",
    "Told as usual", "told as usual", "min or less", "article behind this", "the runner",
    "stands in for it",
    "would have been", "Nothing that is known",
)  # fmt: skip
N_GENERATED = 1000
SHARE_OF_SIGNS = 0.01


def generated():
    """As many simulated runs, and as many sessions of cells that were put together by chance."""
    rng, cells = np.random.default_rng(1), simulate(500, 4, seed=11).cells
    n_runs = len(cells["distance_km"])
    for row in rng.choice(n_runs, N_GENERATED, replace=False):
        yield {name: column[row] for name, column in cells.items() if column[row] == column[row]}
    known = {name: column[column == column] for name, column in cells.items()}
    for _ in range(N_GENERATED):
        share = rng.uniform(0.05, 0.5)
        yield {
            name: rng.choice(column)
            for name, column in known.items()
            if len(column) and rng.random() < share
        } | {name: 1.0 for name in ASKED if rng.random() < SHARE_OF_SIGNS}


@pytest.fixture(scope="module")
def answers(predictor):
    """Answers to the real accounts and to generated sessions."""
    sessions = [dict(session.codes) for session in find_sessions(REAL_CASES)]
    sessions += [{name: float(code) for name, code in one.items()} for one in generated()]
    found = []
    for codes in sessions:
        sore = counts_as_sore(codes)
        codes.pop(SORE_LABEL, None)
        found.append(explain(predictor, codes, most_questions=1, told_sore=sore))
    return [(answer, answer.short, " ".join(str(answer).split())) for answer in found]


def sentences(text):
    return re.split(r"(?<=[.?!]) (?=[A-Z])", text)


def test_an_answer_is_short(answers):
    for answer, _, text in answers:
        most = MOST_WORDS_WITH_SIGNS if answer.red_flags else MOST_WORDS
        assert len(text.split()) <= most, text


def test_an_answer_uses_no_phrase_that_was_not_understood(answers):
    for answer, _, text in answers[:300]:
        for phrase in BANNED:
            assert phrase not in text, text
            assert phrase not in answer.full, answer.full


def test_an_answer_says_nothing_twice(answers):
    for _, _, text in answers:
        said = [sentence.lower() for sentence in sentences(text)]
        assert len(said) == len(set(said)), text


def test_the_first_line_answers_what_was_asked(answers):
    why = (
        "The most likely cause is ",
        "Most likely the length ",
        "Perhaps the cause is ",
        CANNOT_SAY_WHY,
        NOTHING_STANDS_OUT,
        "Nothing you told ",
        "You told of other hard work ",
    )
    for answer, short, text in answers:
        assert text.startswith(short.headline)
        if answer.red_flags:
            assert URGENCY[answer.triage.level] in short.headline.lower()
            assert all(reason in short.headline for reason in answer.triage.reasons)
        elif answer.sore_told:
            assert short.headline.startswith(why), text
            if answer.named and answer.named.speaks:
                assert answer.named.title in short.headline
        else:
            assert "chance of sore calves" in short.headline
            assert f"{answer.p_sore_high:.0%}" in short.headline


@pytest.mark.parametrize(
    ("rating", "spared"),
    [({"severity_0_10": 0}, True), ({"sore_days": 0}, True), ({}, False), ({"fever": 0}, False)],
)
def test_a_run_that_left_nothing_is_no_plan(predictor, rating, spared):
    answer = predictor.explain({"terrain": "hilly", "usual_terrain": "flat"} | rating)
    assert answer.spared == spared and not answer.sore_told
    assert answer.short.headline.startswith("Not sore. Next time: about") == spared
    assert not predictor.explain({"severity_0_10": 4}).spared


def test_a_cadence_that_holds_walking_is_said_to_count_for_nothing(predictor):
    run = {"distance_km": 9, "duration_min": 50}
    said = "A cadence of 130 steps a minute nearly always holds walking"
    low = predictor.explain(run | {"cadence_spm": 130})
    assert said in str(low).replace("\n  ", " ") and said in low.full.replace("\n    ", " ")
    assert "walking" not in str(predictor.explain(run | {"cadence_spm": 150}))


def test_the_line_of_signs_is_always_the_last(answers):
    for answer, short, text in answers:
        assert short.signs == answer.seek_help and text.endswith(short.signs)


def test_beside_an_urgent_sign_training_is_not_spoken_of(answers):
    urgent = [one for one in answers if one[0].triage.is_urgent]
    assert urgent
    for answer, short, text in urgent:
        assert "%" not in text and not any(
            line.lead in ("Now", "Next time") for line in short.lines
        )
        assert not any(cause.title in text for cause in answer.causes)


def test_the_numbers_of_the_text_are_those_of_the_data(answers):
    for answer, short, _ in answers:
        if answer.red_flags:
            continue
        if answer.sore_told and answer.named and answer.named.speaks:
            assert about(answer.named.p_given_sore) in short.headline
        text = str(short)
        risks = [answer.p_sore, answer.p_sore_at_half_length, answer.p_sore_as_usual]
        risks += [one.p_sore_as_usual for one in answer.causes]
        shares = [one.p_given_sore for one in answer.causes]
        sayable = {
            in_words(p).removeprefix("less than ") for p in (*risks, *shares) if p is not None
        }
        assert set(re.findall(r"\b\d+ in \d+\b", text)) <= sayable, text


@pytest.mark.parametrize("p", np.linspace(LEAST_SAID, 1.0, 200))
def test_a_fraction_is_near_its_probability(p):
    part, of = map(int, in_words(p).split(" in "))
    assert abs(part / of - p) <= min(0.05, 0.5 * p) + 1e-9


def test_where_the_cause_is_not_known_one_question_is_asked(answers):
    for answer, short, text in answers:
        if not answer.red_flags and short.headline.startswith(CANNOT_SAY_WHY):
            assert DIFFERENT in text or answer.questions[0].asked in text


def test_the_length_of_a_run_brings_no_advice_of_another_cause():
    answer = Predictor.load().explain({"distance_km": 42, "shoe_type": "zero_drop", "sore_days": 1})
    text = str(answer)
    assert text.startswith("Most likely the length of the run")
    assert "heel" not in text and "such shoes" not in text and "You wore" not in text


def test_pain_at_night_is_spoken_of():
    answer = Predictor.load().explain({"pain_at_night": 1, "sore_calves": 1})
    assert "not typical of soreness" in " ".join(str(answer).split())
