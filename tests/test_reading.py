"""Answers can be read: short sentences, plain words, terms explained, advice with a source."""

import re

import paste_outputs
import pytest
from hypothesis import given, settings
from strategies import sessions
from typical_sessions import TYPICAL

from calfcause.answer.course import RULES as COURSE_RULES
from calfcause.answer.glossary import GLOSSARY, terms_in
from calfcause.answer.pictures import PICTURES
from calfcause.causes import CAUSES
from calfcause.sessions.contradictions import RULES as CONTRADICTIONS
from calfcause.sessions.schema import COLUMNS

MOST_WORDS = 30
# Words of nine letters and more that need no explaining. A new one has to be put here by someone
# who has thought of a reader without training, or into the glossary.
PLAIN = {
    "barefoot-like", "breathlessness", "certainly", "different", "department", "difference",
    "direction", "disagree", "emergency", "expected", "exposures", "highest", "including",
    "kilometre", "kilometres", "laboratory", "likeliest", "mechanism", "marathons", "otherwise",
    "overstriding", "physiotherapist", "probability", "protected", "randomised", "regularly",
    "repetition", "repetitions", "something", "sprinting", "strengthen", "stretched", "stretches",
    "stretching", "supported", "tightness", "together", "treadmill", "unaccustomed", "elevation",
    "everything", "diagnosis", "clinician", "intervals", "repeatable",
    "ambulance", "anti-inflammatory", "antibiotic", "antibiotics", "breakdown", "compression",
    "confusion", "exercises", "fingertip", "ibuprofen", "infection", "one-sided", "operation",
    "overheated", "overloaded", "painkillers", "pregnancy", "prescribed", "thermometer",
    "unbearable",
}  # fmt: skip
# What runners need not know; none of it may be used without being in the glossary.
JARGON = re.compile(
    r"\b(DOMS|delayed-onset|eccentric|concentric|isometric|plantar|gastrocnemius|soleus|dorsi\w+|"
    r"EMG|kinematic\w*|kinetic\w*|excess fraction|log loss|odds|hazard|quantile|calibrat\w+|prior|"
    r"counterfactual|cohort|crossover trial|meta-analysis|cadence|minimalist|zero-drop|"
    r"overstride)\b",
    re.IGNORECASE,
)


def sentences(text):
    """The sentences of a text; the end of a line, a colon and a semicolon end one as well."""
    for paragraph in re.split(r"\n(?!\s{4})|\n\n", text):
        line = " ".join(paragraph.split())
        yield from filter(None, re.split(r"(?<=[.!?:;])\s+|\s\(|\)\s", line))


def jargon(text):
    """Special words, but for names in brackets, which stand behind what they mean."""
    return {word.lower() for word in JARGON.findall(re.sub(r"\(\w+\)", "", text))}


def texts_of_the_package():
    for cause in CAUSES:
        yield from (cause.title, cause.article, cause.evidence.sentence, cause.as_usual)
        yield from (f"{one.text} ({one.support})" for one in cause.advice)
    yield from (f"{rule.text} ({rule.support})" for rule in COURSE_RULES)
    for picture in PICTURES:
        flag = picture.flag
        yield from (flag.sign, flag.why, flag.do, flag.avoid)
    yield from (text for rule in CONTRADICTIONS for text in (rule.why, rule.taken))
    yield from (column.question for column in COLUMNS.values())
    yield from GLOSSARY.values()


def assert_readable(answer):
    text = answer.partition("\n\nSources:\n")[0]
    for sentence in sentences(text):
        assert len(sentence.split()) <= MOST_WORDS, sentence
    assert jargon(text) <= set(GLOSSARY)
    for term, meaning in terms_in(text.partition("\n\nWords:\n")[0]).items():
        assert f"{term}: {meaning}" in " ".join(text.split())


@pytest.mark.parametrize("text", [*texts_of_the_package()])
def test_no_text_has_a_long_sentence_or_an_unexplained_word(text):
    for sentence in sentences(text):
        assert len(sentence.split()) <= MOST_WORDS
    explained = set(" ".join(GLOSSARY).split())
    long = {word.lower() for word in re.findall(r"(?<!\()\b[A-Za-z-]{9,}", text)}
    assert long <= PLAIN | explained
    assert jargon(text) <= set(GLOSSARY)


@pytest.mark.parametrize("name", TYPICAL)
def test_a_typical_answer_is_readable(predictor, name):
    answer = predictor.explain(TYPICAL[name])
    assert_readable(answer.full)


@settings(max_examples=40)
@given(session=sessions())
def test_any_answer_is_readable(tiny, session):
    assert_readable(tiny.predictor.explain(session).full)


def test_every_piece_of_advice_has_a_source_and_says_how_well_it_is_supported():
    for cause in CAUSES:
        assert cause.advice and all(one.source.cite and one.support for one in cause.advice)
        assert cause.evidence.references
    assert all(rule.source.cite and rule.support for rule in COURSE_RULES)
    assert all(picture.flag.source.cite for picture in PICTURES)


def test_there_are_twelve_typical_sessions_and_their_answers_are_those_that_were_read():
    """Renew them with ``python tests/paste_outputs.py`` and read what has changed."""
    assert len(TYPICAL) == 12
    for path, text in paste_outputs.answers().items():
        assert path.read_text("utf-8") == text, path.name
