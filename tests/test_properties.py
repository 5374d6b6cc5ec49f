"""Whatever the session, as long as the schema allows it, these hold."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import model_sessions, sessions

from calfcause.causes import CAUSES
from calfcause.learn.baselines import RuleModel
from calfcause.learn.inputs import cells_of
from calfcause.learn.probabilities import HEADS, NONE

NAMES = [cause.name for cause in CAUSES]
some_sessions = st.lists(sessions(), min_size=1, max_size=6)
in_moderation = settings(max_examples=50)


@in_moderation
@given(session=sessions())
def test_any_session_gets_a_coherent_answer(tiny, session):
    answer = tiny.predictor.predict_one(session)
    assert 0 <= answer["p_sore"] <= 1
    for name in NAMES:
        assert 0 <= answer[f"p_{name}"] <= answer["p_sore"]
        assert answer[f"p_{name}"] <= answer[f"p_{name}_given_sore"] + 1e-12 <= 1 + 2e-12
    assert answer["primary_cause"] in (*NAMES, NONE)


@in_moderation
@given(session=sessions())
def test_any_session_gets_the_same_answer_again(tiny, session):
    assert tiny.predictor.predict_one(session) == tiny.predictor.predict_one(dict(session))


@in_moderation
@given(session=sessions())
def test_any_session_gets_an_explanation_that_can_be_read(tiny, session):
    answer = tiny.predictor.explain(session)
    text = str(answer)
    assert len(answer.causes) == len(CAUSES)
    assert "nan" not in text.split() and "None" not in text and "inf" not in text.split()
    for one in answer.causes:
        assert 0 <= one.p_sore_without <= answer.p_sore
        assert one.because.endswith(".")


@in_moderation
@given(several=some_sessions, order=st.randoms())
def test_the_order_and_the_company_of_sessions_do_not_matter(tiny, several, order):
    places = list(range(len(several)))
    order.shuffle(places)
    alone = [tiny.predictor.predict_one(session) for session in several]
    shuffled = tiny.predictor.predict_many([several[place] for place in places])
    assert shuffled == [alone[place] for place in places]


@in_moderation
@given(several=some_sessions)
def test_a_frame_and_dicts_get_the_same_answers(tiny, several):
    # What is unknown in a row that others know of is a missing value.
    frame = pd.DataFrame(several, index=range(len(several)))
    found = tiny.predictor.predict(frame)
    answers = [one | found.attrs for one in found.to_dict(orient="records")]
    assert answers == tiny.predictor.predict_many(several)


@in_moderation
@given(several=st.lists(model_sessions, min_size=1, max_size=6))
def test_the_rules_answer_any_session_coherently_too(several):
    frame = pd.DataFrame(several, index=range(len(several)))
    p = RuleModel().fit().predict_proba(cells_of(frame))
    assert p.shape == (len(several), len(HEADS))
    assert not np.isnan(p).any()
    assert (p >= 0).all() and (p <= p[:, -1:]).all() and (p <= 1).all()


@in_moderation
@given(session=model_sessions)
def test_what_came_afterwards_never_changes_a_probability(tiny, session):
    after = session | {"onset_hours": 24, "severity_0_10": 9, "sharp_pain": 1, "sore_days": 14}
    answer = tiny.predictor.predict_one(after)
    assert answer.pop("red_flags") and answer.pop("triage") == "doctor within 24 hours"
    assert answer.items() <= tiny.predictor.predict_one(session).items()
