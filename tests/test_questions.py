"""Which question comes next: asked of what is unknown, ranked by what its reply would change."""

import json
import tracemalloc
from dataclasses import FrozenInstanceError, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import model_sessions

from calfcause.answer.questions import next_questions, primary_shares
from calfcause.answer.replies import fit, plausible_replies
from calfcause.answer.triage import ASKED
from calfcause.errors import ModelError, SchemaError
from calfcause.models.population import N_RUNS, Population, draw_population
from calfcause.sessions.cells import encode_session
from calfcause.sessions.contradictions import RULES
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate

RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "experience_weeks": 200}


def drawn(seed):
    runs = simulate(500, 4, seed=3)
    rng = np.random.default_rng(seed)
    return draw_population(runs.true_cells, runs.cells, runs.soreness.true_p_sore, rng)


@pytest.fixture(scope="module")
def population():
    return drawn(1)


class AskingFrom:
    """A model that asks from another population."""

    def __init__(self, model, population):
        self.predict_cells, self.population = model.predict_cells, population


def asked(model, population, session, n, units="km"):
    codes = encode_session(session)
    return next_questions(AskingFrom(model, population), codes, n, units=UNITS[units])


@pytest.fixture(scope="module")
def ask(predictor, population):
    def ask(session, n=31):
        return asked(predictor, population, session, n)

    return ask


@settings(max_examples=30)
@given(session=model_sessions)
def test_only_what_is_unknown_is_asked_and_each_column_once(ask, session):
    columns = [one.column for one in ask(session)]
    assert not set(columns) & set(session)
    assert len(set(columns)) == len(columns)
    assert set(columns) <= set(MODEL_COLUMNS)
    assert all(one.kind == "training" and one.columns == (one.column,) for one in ask(session))


@settings(max_examples=30)
@given(session=model_sessions)
def test_replies_are_cells_that_their_column_allows(ask, predictor, session):
    for question in ask(session, 5):
        for one in question.replies:
            predictor.predict_one({question.column: one.reply})
        assert sum(one.plausibility for one in question.replies) == pytest.approx(1.0)


@pytest.mark.parametrize("session", [{}, RUN, {"shoe_type": "barefoot", "clot_risk": 1}])
def test_the_expected_change_is_that_of_the_predictors_own_answers(ask, predictor, session):
    columns = {name: COLUMNS[name] for name in MODEL_COLUMNS}

    def answer(found):
        row = predictor.predict_one(found)
        heads = [row[name] for name in row if name.startswith("p_") and "_given_" not in name]
        return row, primary_shares(np.array([[*heads[1:], heads[0]]]))[0]

    _, now = answer(session)
    for question in ask(session):
        moved = 0.0
        for one in question.replies:
            row, then = answer({**session, question.column: one.reply})
            assert row["primary_cause"] == one.primary_cause
            assert row["p_sore"] == pytest.approx(one.p_sore)
            moved += one.plausibility * np.abs(then - now).sum() / 2
        assert question.expected_change == pytest.approx(question.answered * moved)
        assert question.question == columns[question.column].question


def test_the_question_worth_most_comes_first(ask):
    changes = [one.expected_change for one in ask(RUN)]
    assert changes == sorted(changes, reverse=True)
    assert 0.0 < changes[-1] <= changes[0] <= 1.0


def test_the_same_session_gets_the_same_questions(ask, predictor):
    assert ask(RUN) == asked(predictor, drawn(1), RUN, 31)


def test_no_more_questions_than_wanted(ask):
    assert [len(ask({}, n)) for n in (0, 1, 3)] == [0, 1, 3]
    assert ask({}, 3) == ask({})[:3]


def test_where_all_is_known_nothing_is_asked(ask):
    session = {name: COLUMNS[name].choices[0] if COLUMNS[name].choices else 0 for name in COLUMNS}
    session = {name: session[name] for name in MODEL_COLUMNS} | {
        "height_cm": 180,
        "fastest_pace_min_per_km": 5,
        "usual_pace_min_per_km": 6,
        "cadence_spm": 170,
        "usual_cadence_spm": 170,
    }
    assert ask(session) == ()


def test_of_sore_calves_signs_come_first_and_then_the_same_questions_as_ever(ask):
    found = ask({**RUN, "onset_hours": 10, "sore_days": 2})
    signs = [one for one in found if one.kind == "sign"]
    assert signs and found == (*signs, *ask(RUN, len(found) - len(signs)))
    columns = [name for one in signs for name in one.columns]
    assert sorted(columns) == sorted(ASKED)
    for one in signs:
        assert (one.replies, one.answered, one.expected_change) == ((), 0.0, 0.0)
        assert one.column == one.columns[0] and one.question == one.asked
    assert ask({**RUN, "sore_days": 2} | dict.fromkeys(ASKED, 0)) == ask(RUN)


def test_of_signs_no_more_is_asked_than_wanted(ask):
    assert [len(ask({"sore_days": 2}, n)) for n in (0, 1, 3)] == [0, 1, 3]
    assert {one.kind for one in ask({"sore_days": 2}, 50)} == {"sign", "training"}
    assert json.loads(json.dumps([one.to_dict() for one in ask({"sore_days": 2}, 50)]))


def test_a_bad_cell_is_refused(ask):
    with pytest.raises(SchemaError, match="terrain"):
        ask({"terrain": "hily"})


def test_what_nobody_can_tell_is_not_asked(predictor, population):
    first = asked(predictor, population, {}, 1)[0].column
    recorded = population.recorded.copy()
    recorded[MODEL_COLUMNS.index(first)] = False
    untold = asked(predictor, replace(population, recorded=recorded), {}, 31)
    assert first not in [one.column for one in untold]


def test_what_has_but_one_plausible_reply_is_not_asked(predictor, population):
    first = asked(predictor, population, {}, 1)[0].column
    cells = population.cells.copy()
    cells[MODEL_COLUMNS.index(first)] = 0.0
    settled = asked(predictor, replace(population, cells=cells), {}, 31)
    assert first not in [one.column for one in settled]


class Reading:
    """A model whose first cause grows with what it reads of the cells; the second is never one."""

    def __init__(self, read):
        self.read = read

    def predict_cells(self, cells, n_sessions):
        return np.column_stack([self.read(cells), np.zeros(n_sessions), np.full(n_sessions, 0.5)])


def test_a_column_that_no_head_reads_is_not_asked(monkeypatch, population):
    monkeypatch.setattr(
        "calfcause.answer.questions.primary_causes", lambda outcomes: [""] * len(outcomes)
    )
    model = Reading(lambda cells: np.nan_to_num(cells["terrain"]) / 10)
    assert [one.column for one in asked(model, population, {}, 31)] == ["terrain"]


def test_what_counts_by_being_told_alone_is_not_asked(monkeypatch, population):
    monkeypatch.setattr(
        "calfcause.answer.questions.primary_causes", lambda outcomes: [""] * len(outcomes)
    )
    model = Reading(lambda cells: np.where(np.isnan(cells["cadence_spm"]), 0.0, 0.4))
    assert asked(model, population, {}, 31) == ()


def test_plausible_replies_follow_from_what_is_known(ask):
    def mean_of(column, session):
        question = next(one for one in ask(session) if one.column == column)
        return sum(one.plausibility * one.reply for one in question.replies)

    short, long = {"distance_km": 3}, {"distance_km": 30}
    assert mean_of("duration_min", short) < mean_of("duration_min", long)


def test_no_reply_contradicts_what_is_known(population):
    def replies(column, known):
        found = plausible_replies(population, known, fit(population, known))
        return found.codes[found.places == MODEL_COLUMNS.index(column)]

    known = {"distance_km": 42.0, "duration_min": 210.0}
    assert (replies("weekly_distance_km", known) >= 42).all()
    assert (replies("fastest_pace_min_per_km", known) <= 5).all()
    assert (replies("distance_km", {"weekly_distance_km": 4.0}) <= 4).all()
    assert (replies("distance_km", {"weekly_distance_km": 0.0}) > 0).any()


def test_replies_that_clash_with_what_is_known_have_no_weight(population):
    known = {"distance_km": 16.0, "elevation_gain_m": 900.0, "weekly_distance_km": 20.0}
    found = plausible_replies(population, known, fit(population, known))
    for rule in RULES:
        for place in {*found.places}:
            told = known | {MODEL_COLUMNS[place]: found.codes[found.places == place]}
            if told.keys() >= set(rule.columns):
                assert not np.any(rule.clashes(*(told[name] for name in rule.columns)))
    sums = np.bincount(found.places, found.weights)
    assert sums[np.unique(found.places)] == pytest.approx(1.0)


def test_where_every_reply_would_clash_they_stay(population):
    known = {"distance_km": 400.0}
    found = plausible_replies(population, known, fit(population, known))
    place = MODEL_COLUMNS.index("duration_min")
    assert found.weights[found.places == place].sum() == pytest.approx(1.0)


def test_a_question_says_how_to_ask_and_is_plain_data(ask):
    for question in ask({}):
        column = COLUMNS[question.column]
        assert question.choices == column.choices
        assert (question.unit, question.allowed) == (column.unit, column.allowed)
        assert json.loads(json.dumps(question.to_dict()))["column"] == question.column
    with pytest.raises(FrozenInstanceError):
        question.column = ""


def test_a_tiny_model_asks_as_well(tiny, population):
    assert len(asked(tiny.predictor, population, {}, 3)) == 3


# The population


def test_runs_are_drawn_as_often_as_they_leave_the_calves_sore():
    size = 2000
    cells = {name: np.arange(size, dtype=float) % 2 for name in MODEL_COLUMNS}
    p_sore = np.where(cells["distance_km"] == 1, 0.5, 0.0)
    found = draw_population(cells, cells, p_sore, np.random.default_rng(0))
    assert found.cells.shape == (len(MODEL_COLUMNS), N_RUNS)
    assert (found.cells == 1).all()
    assert found.recorded.all()


def test_a_population_comes_back_from_its_file_as_it_was(population, ask, predictor):
    back = Population.parse(population.content())
    assert np.array_equal(back.cells, population.cells, equal_nan=True)
    assert np.array_equal(back.recorded, population.recorded)
    assert asked(predictor, back, RUN, 3) == ask(RUN, 3)


def test_its_file_is_small_the_same_each_time_and_holds_no_pickle(population):
    content = population.content()
    assert content == population.content()
    assert len(content) < 300_000
    with ZipFile(BytesIO(content)) as parts:
        assert all(b"'|O'" not in parts.read(name)[:128] for name in parts.namelist())


def packed(**arrays):
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def like(population, **changes):
    """The arrays of a population, some of them changed."""
    arrays = {
        "columns": np.array(MODEL_COLUMNS),
        "cells": population.cells.astype(np.float32),
        "recorded": population.recorded,
    }
    return packed(**arrays | changes)


def with_cell(population, name, code):
    cells = population.cells.astype(np.float32)
    cells[MODEL_COLUMNS.index(name), 0] = code
    return like(population, cells=cells)


def longer_than_it_says(population):
    """A header that asks for a thousand times the memory of its cells."""
    n, content = len(MODEL_COLUMNS), BytesIO()
    with ZipFile(BytesIO(like(population))) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            whole = old.read(name).replace(
                f"({n}, 1000), }}   ".encode(), f"({n}, 1000000), }}".encode()
            )
            new.writestr(name, whole)
    return content.getvalue()


def bomb(population):
    """A hundred kilobytes that unpack to a hundred megabytes."""
    content = BytesIO(like(population))
    with ZipFile(content) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["cells.npy"] += bytes(100_000_000)
    with ZipFile(content := BytesIO(), "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


DAMAGED = {
    "other columns": lambda runs: like(runs, columns=np.array(["a"])),
    "objects": lambda runs: like(runs, columns=np.array([{}], dtype=object)),
    "no archive": lambda runs: b"no archive",
    "nothing": lambda runs: b"",
    "half": lambda runs: like(runs)[: len(like(runs)) // 2],
    "parts missing": lambda runs: packed(columns=np.array(MODEL_COLUMNS)),
    "other shapes": lambda runs: like(runs, recorded=runs.recorded[:, :-1]),
    "no runs": lambda runs: like(runs, cells=np.empty((len(MODEL_COLUMNS), 0), np.float32)),
    "other types": lambda runs: like(runs, recorded=runs.recorded.astype(float)),
    "an infinite cell": lambda runs: with_cell(runs, "distance_km", np.inf),
    "a cell out of range": lambda runs: with_cell(runs, "distance_km", -3),
    "a word that there is not": lambda runs: with_cell(runs, "terrain", 99),
    "half a word": lambda runs: with_cell(runs, "terrain", 0.5),
    "longer than it says": longer_than_it_says,
    "a bomb": bomb,
}


@pytest.mark.parametrize("make", DAMAGED.values(), ids=list(DAMAGED))
def test_another_file_is_refused_and_costs_little_memory(population, make):
    content = make(population)
    tracemalloc.start()
    try:
        with pytest.raises(ModelError, match=r"population\.npz"):
            Population.parse(content)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_any_flipped_byte_of_its_file_is_refused_or_harmless(population):
    content = bytearray(population.content())
    rng = np.random.default_rng(0)
    for place in rng.choice(len(content), 300, replace=False).tolist():
        content[place] ^= 0xFF
        try:
            runs = Population.parse(bytes(content))
            assert np.array_equal(runs.cells, population.cells, equal_nan=True)
        except ModelError:
            pass
        content[place] ^= 0xFF


def test_people_are_asked_in_their_own_units_and_the_cell_stays_metric(predictor, population):
    metric, other = (
        asked(predictor, population, RUN, 31, units=units) for units in ("km", "miles")
    )
    assert [
        replace(two, asked=one.asked, unit_asked=one.unit_asked, metric=one.metric)
        for one, two in zip(metric, other, strict=True)
    ] == [*metric]
    texts = {one.column: one.asked for one in other}
    assert texts["elevation_gain_m"] == "How many feet did you climb in all?"
    assert json.loads(json.dumps(other[0].to_dict()))["asked"] == other[0].asked


def test_what_was_asked_before_is_not_asked_again(tiny):
    ask = tiny.predictor.next_questions
    first = ask({"distance_km": 9, "onset_hours": 24}, 10)
    asked = [column for question in first for column in question.columns]
    again = ask({"distance_km": 9, "onset_hours": 24}, 20, asked=asked)
    assert again
    assert not {column for question in again for column in question.columns} & set(asked)


def test_a_question_says_how_to_reply(tiny):
    for units in ("km", "miles"):
        for question in tiny.predictor.next_questions({"onset_hours": 24}, 50, units=units):
            if question.kind == "sign":
                assert question.reply_as == "signs" and tuple(question.signs) == question.columns
                continue
            column = COLUMNS[question.column]
            assert question.reply_as == column.kind and not question.signs
            assert question.metric == UNITS[units].in_metric(column.unit)
            assert (question.unit_asked == question.unit) == (question.metric == 1.0)
