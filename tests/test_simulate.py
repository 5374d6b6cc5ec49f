"""The generator: histories that hold together, and labels that mean what they say."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from calfcause import CalfcauseError
from calfcause.causes import CAUSES
from calfcause.causes.plan import Plan
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import DEFAULT, WORLDS, generate, simulate, weeks, world_named
from calfcause.simulate.arrays import joined, rows_of
from calfcause.simulate.history import Runs
from calfcause.simulate.record import AFTERWARDS, RECORDED_COLUMNS, RECORDERS
from calfcause.simulate.runners import draw_runners
from calfcause.simulate.soreness import draw_soreness, fresh_exposures

NAMES = [cause.name for cause in CAUSES]
EVERYTHING = WORLDS["only_everything"]


def everything_in(world):
    """The world, with every cell of every session recorded."""
    return replace(world, recorders=EVERYTHING.recorders)


@pytest.fixture(scope="module")
def sessions():
    """Every session of 500 runners, with complete cells."""
    return simulate(500, 12, world=EVERYTHING, seed=1)


@pytest.fixture(scope="module")
def told():
    return simulate(500, 12, world=WORLDS["only_told"], seed=1)


def assert_same(one, other):
    for name in one.cells:
        np.testing.assert_array_equal(one.cells[name], other.cells[name])
    np.testing.assert_array_equal(one.runner, other.runner)
    np.testing.assert_array_equal(one.day, other.day)
    np.testing.assert_array_equal(one.soreness.sore, other.soreness.sore)
    for name in NAMES:
        assert (one.soreness.because_of[name] == other.soreness.because_of[name]).all()


def first_runners(simulated, n_runners):
    rows = simulated.runner < n_runners
    return rows_of(simulated, slice(np.searchsorted(simulated.runner, n_runners))), rows.sum()


# Seeds and streams


def test_the_same_seed_gives_the_same_sessions():
    assert_same(simulate(30, 3, seed=4), simulate(30, 3, seed=4))


def test_another_seed_gives_other_sessions():
    one, other = simulate(30, 3, seed=4), simulate(30, 3, seed=5)
    assert not np.isin(one.true_cells["duration_min"], other.true_cells["duration_min"]).any()


def test_the_first_runners_are_the_same_however_many_there_are():
    few, many = simulate(20, 3, seed=4), simulate(generate.BLOCK_RUNNERS + 10, 3, seed=4)
    first, n_sessions = first_runners(many, 20)
    assert n_sessions == len(few) > 0
    assert_same(few, first)


def test_the_whole_is_its_blocks_one_below_the_other():
    n_runners = generate.BLOCK_RUNNERS + 20
    whole = simulate(n_runners, 2, world=EVERYTHING, seed=4)
    blocks = list(generate.blocks(n_runners, 2, world=EVERYTHING, seed=4))
    assert len(blocks) == 2
    assert_same(whole, joined(blocks))
    first = len(blocks[0])
    np.testing.assert_array_equal(
        blocks[1].soreness.true_p_sore, whole.soreness.true_p_sore[first:]
    )


def test_blocks_of_runners_differ():
    size = generate.BLOCK_RUNNERS
    both = simulate(2 * size, 2, world=EVERYTHING, seed=4)
    first, second = (
        both.true_cells["duration_min"][both.runner // size == block] for block in (0, 1)
    )
    assert len(first) and len(second) and not np.isin(first, second).any()


def test_no_two_stages_share_a_stream(monkeypatch):
    drawn = {}
    for stage in ("draw_runners", "plan_weeks", "draw_soreness", "record"):
        original = getattr(generate, stage)

        def spy(*arguments, stage=stage, original=original):
            (rng,) = (one for one in arguments if isinstance(one, np.random.Generator))
            drawn.setdefault(stage, copy.deepcopy(rng).random())
            return original(*arguments)

        monkeypatch.setattr(generate, stage, spy)
    simulate(5, 2, seed=4)
    assert len(drawn) == len(set(drawn.values())) == 4


def test_no_two_causes_share_a_stream(monkeypatch):
    drawn = {}

    def watched(cause):
        def provoke(plan, rng):
            drawn["plan", cause.name] = copy.deepcopy(rng).random()
            cause.provoke(plan, rng)

        return replace(cause, provoke=provoke)

    monkeypatch.setattr(weeks, "CAUSES", tuple(map(watched, CAUSES)))
    simulate(5, 2, seed=4)
    runners = draw_runners(50, DEFAULT, np.zeros(50, dtype=bool), np.random.default_rng(4))
    for name, effects in runners.log_effects.items():
        cause = next(cause for cause in CAUSES if cause.name == name)
        drawn["effect", name] = (np.exp(effects) > cause.effect.central).tobytes()
    assert len(set(drawn.values())) == 2 * len(CAUSES)


def test_without_a_cause_the_runners_react_to_the_others_as_before(monkeypatch):
    before = draw_runners(
        50, DEFAULT, np.zeros(50, dtype=bool), np.random.default_rng(4)
    ).log_effects
    monkeypatch.setattr("calfcause.simulate.runners.CAUSES", CAUSES[1:])
    after = draw_runners(
        50, DEFAULT, np.zeros(50, dtype=bool), np.random.default_rng(4)
    ).log_effects
    assert list(after) == NAMES[1:]
    for name, effects in after.items():
        np.testing.assert_array_equal(effects, before[name])


def test_a_change_in_one_stage_leaves_the_earlier_ones_alone():
    plain = simulate(40, 3, world=EVERYTHING, seed=4)
    noisier = simulate(40, 3, world=replace(EVERYTHING, noise=3.0), seed=4)
    sorer = simulate(40, 3, world=replace(EVERYTHING, usual_sore_share=0.2), seed=4)
    np.testing.assert_array_equal(plain.soreness.sore, noisier.soreness.sore)
    for name in MODEL_COLUMNS:
        np.testing.assert_array_equal(plain.true_cells[name], noisier.true_cells[name])
        if name != "sore_calf_runs_28d":
            np.testing.assert_array_equal(plain.true_cells[name], sorer.true_cells[name])
    assert sorer.soreness.sore.sum() > plain.soreness.sore.sum()


# Histories


def before(sessions, n_days, *, least=1):
    """For each session after 5 weeks: its row and the rows of its runner in the days before it."""
    for runner in np.unique(sessions.runner)[:60]:
        rows = np.flatnonzero(sessions.runner == runner)
        days = sessions.day[rows]
        for row, day in zip(rows, days, strict=True):
            if day >= 35:
                yield row, rows[(days >= day - n_days) & (days <= day - least)]


def test_windows_of_days_are_those_of_the_runner_alone():
    rng = np.random.default_rng(3)
    days = rng.random((6, 80)) < 0.3
    runs = Runs(days)
    lengths, counted = rng.uniform(1.0, 20.0, len(runs)), rng.random(len(runs)) < 0.5
    totals, longest, counts = (
        runs.sum_before(lengths), runs.max_in_window(lengths), runs.count_in_window(counted)
    )  # fmt: skip
    for row in range(len(runs)):
        earlier = (runs.runner == runs.runner[row]) & (runs.day < runs.day[row])
        window = earlier & (runs.day >= runs.day[row] - 28)
        assert totals[row] == pytest.approx(lengths[earlier].sum())
        assert longest[row] == lengths[window].max(initial=0.0)
        assert counts[row] == counted[window].sum()
        assert runs.first_of_window[row] == row - window.sum()
    np.testing.assert_array_equal(np.nonzero(days), (runs.runner, runs.day))


def test_sessions_of_a_runner_are_together_and_in_time_order(sessions):
    assert (np.diff(sessions.runner) >= 0).all()
    assert (np.diff(sessions.day)[np.diff(sessions.runner) == 0] > 0).all()


def test_days_count_from_the_first_of_the_simulated_weeks(sessions):
    assert sessions.day.min() == 0 and sessions.day.max() == 12 * 7 - 1


def test_sore_runs_are_those_of_the_28_days_before(sessions):
    sore = sessions.soreness.sore
    for row, earlier in before(sessions, 28):
        assert sessions.true_cells["sore_calf_runs_28d"][row] == sore[earlier].sum()


def test_the_longest_run_is_that_of_the_28_days_before(sessions):
    distance = sessions.true_cells["distance_km"]
    for row, earlier in before(sessions, 28):
        longest = distance[earlier].max(initial=0.0)
        found = sessions.true_cells["longest_run_28d_km"][row]
        assert found == pytest.approx(longest)


def test_the_weekly_distance_is_that_of_7_days_this_run_included(sessions):
    distance = sessions.true_cells["distance_km"]
    for row, earlier in before(sessions, 6, least=0):
        weekly = sessions.true_cells["weekly_distance_km"][row]
        assert weekly == pytest.approx(distance[earlier].sum())


def test_the_usual_week_is_the_mean_of_the_4_before(sessions):
    distance = sessions.true_cells["distance_km"]
    for row, earlier in before(sessions, 34, least=7):
        found = sessions.true_cells["usual_weekly_distance_km"][row]
        expected = distance[earlier].sum() / 4
        assert found == pytest.approx(expected, abs=1e-9)


def test_the_usual_words_are_the_most_frequent_of_the_28_days_before(sessions):
    for name in ("terrain", "surface", "foot_strike"):
        words = sessions.true_cells[name]
        for row, earlier in before(sessions, 28):
            counts = np.bincount(words[earlier].astype(int), minlength=8)
            found = sessions.true_cells[f"usual_{name}"][row]
            assert np.isnan(found) if not len(earlier) else counts[int(found)] == counts.max()


def test_usual_numbers_lie_within_those_of_the_28_days_before(sessions):
    cells = sessions.true_cells
    pace = cells["duration_min"] / cells["distance_km"]
    for found, values in (
        ("usual_pace_min_per_km", pace),
        ("usual_cadence_spm", cells["cadence_spm"]),
    ):
        for row, earlier in before(sessions, 28):
            if len(earlier):
                within = values[earlier]
                assert within.min() - 1e-9 <= cells[found][row] <= within.max() + 1e-9


def test_the_distance_in_a_kind_of_shoe_grows_by_what_is_run_in_it(sessions):
    """But for ordinary shoes, of which a new pair begins anew."""
    cells = sessions.true_cells
    standard = COLUMNS["shoe_type"].choices.index("standard")
    checked = 0
    for runner in np.unique(sessions.runner):
        kinds = cells["shoe_type"][sessions.runner == runner]
        for kind in set(kinds) - {standard}:
            rows = np.flatnonzero((sessions.runner == runner) & (cells["shoe_type"] == kind))
            grown = np.diff(cells["shoe_distance_km"][rows])
            assert grown == pytest.approx(cells["distance_km"][rows[:-1]]), runner
            checked += len(rows) > 1
    assert checked > 100


def test_ordinary_shoes_that_have_gone_far_go_further(sessions):
    cells = sessions.true_cells
    standard = cells["shoe_type"] == COLUMNS["shoe_type"].choices.index("standard")
    one_pair = 0
    for runner in np.unique(sessions.runner)[:100]:
        rows = np.flatnonzero((sessions.runner == runner) & standard)
        if len(rows) and np.ptp(cells["shoe_drop_mm"][rows]) == 0:
            one_pair += 1
            grown = np.diff(cells["shoe_distance_km"][rows])
            assert grown == pytest.approx(cells["distance_km"][rows[:-1]])
    assert one_pair > 20


def test_experience_grows_a_week_in_seven_days(sessions):
    weeks_run = sessions.true_cells["experience_weeks"]
    same = np.diff(sessions.runner) == 0
    assert np.diff(weeks_run)[same] == pytest.approx((np.diff(sessions.day) / 7)[same])


def test_true_cells_are_complete_and_allowed(sessions):
    for name in MODEL_COLUMNS:
        found = sessions.true_cells[name]
        habit = COLUMNS[name].group == "habit" or name in (
            "usual_weekly_distance_km",
            "longest_run_28d_km",
            "weeks_since_last_run",
        )
        # A runner without a run in four weeks has no habit.
        assert np.isnan(found).mean() < (0.1 if habit else 1e-9), name
        known = found[~np.isnan(found)]
        assert known.min() >= COLUMNS[name].low and known.max() <= COLUMNS[name].high, name


@pytest.mark.parametrize("world", ["default", "noisy_records", "elite", "novices"])
def test_recorded_cells_are_allowed(world):
    simulated = simulate(200, 3, world=WORLDS[world], seed=2)
    for name, found in simulated.cells.items():
        known = found[~np.isnan(found)]
        if len(known):
            assert known.min() >= COLUMNS[name].low and known.max() <= COLUMNS[name].high, name


# What causes do in the weeks


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_a_cause_happens_because_it_is_provoked(monkeypatch, cause):
    def clearly_exposed():
        simulated = simulate(500, 4, world=EVERYTHING, seed=3)
        return (cause.exposure_of(simulated.true_cells) >= 0.9).mean()

    provoked = clearly_exposed()
    quiet = replace(cause, provoke=lambda plan, rng: None)
    monkeypatch.setattr(weeks, "CAUSES", [quiet if one is cause else one for one in CAUSES])
    assert 0.002 < provoked < 0.3
    assert provoked > 1.05 * clearly_exposed()


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_what_a_cause_leaves_behind_is_a_plan(cause):
    rng = np.random.default_rng(0)
    plan = weeks._habitual_plan(draw_runners(300, DEFAULT, np.zeros(300, dtype=bool), rng), 40, rng)
    kinds = {name: np.asarray(getattr(plan, name)).dtype for name in Plan.__dataclass_fields__}
    cause.provoke(plan, rng)
    for name, dtype in kinds.items():
        found = np.asarray(getattr(plan, name))
        assert found.dtype == dtype, name
        assert np.isfinite(found).all(), name
    assert plan.distance_km.min() > 0 and plan.relative_speed.min() > 0
    assert plan.soft_fraction.min() >= 0 and plan.soft_fraction.max() <= 1
    for name in ("session_type", "surface", "foot_strike", "overstride"):
        assert set(np.unique(getattr(plan, name))) <= set(range(len(COLUMNS[name].choices)))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_an_exposure_protects_from_the_next_and_the_protection_fades(cause):
    strained = replace(cause, exposure=lambda signs: np.ones(3))
    days = np.zeros((1, 90), dtype=bool)
    days[0, [0, 1, 89]] = True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("calfcause.simulate.soreness.CAUSES", (strained,))
        cells = {name: np.full(3, np.nan) for name in MODEL_COLUMNS}
        first, second, much_later = fresh_exposures(cells, Runs(days))[cause.name]
    assert first == 1
    if cause.adaptation == 0:
        assert second == much_later == 1
    else:
        assert second < much_later < 1
        assert second == pytest.approx(1 - cause.adaptation, abs=0.02)


# Soreness and its labels


def test_a_cause_is_labelled_only_where_the_calves_are_sore(sessions, told):
    for simulated in (sessions, told):
        for labels in simulated.soreness.because_of.values():
            assert not (labels & ~simulated.soreness.sore).any()


def test_the_primary_cause_is_the_labelled_one_with_the_largest_factor(sessions):
    soreness = sessions.soreness
    labels = np.stack(list(soreness.because_of.values()))
    factors = np.where(labels, np.stack(list(soreness.log_factors.values())), -np.inf)
    none = soreness.primary == len(CAUSES)
    assert (none == ~labels.any(axis=0)).all()
    rows = np.flatnonzero(~none)
    assert (factors[soreness.primary[rows], rows] == factors[:, rows].max(axis=0)).all()


@pytest.fixture(scope="module")
def drawn():
    """Soreness of 20,000 runs by their factors, on the same tolerances each time."""
    rng = np.random.default_rng(9)
    size = 20_000
    base, susceptibility = rng.normal(0.3, 0.5, size), rng.normal(0, 0.9, size)
    here = {name: rng.random(size) < 0.35 for name in NAMES}
    factors = {name: np.where(here[name], rng.exponential(1.5, size), 0.0) for name in NAMES}

    def draw(factors):
        return draw_soreness(base, susceptibility, factors, DEFAULT, np.random.default_rng(5))

    return draw, factors


def without(factors, *names):
    return factors | {name: np.zeros_like(factors[name]) for name in names}


def test_a_label_means_sore_and_not_without_the_cause(drawn):
    draw, factors = drawn
    soreness = draw(factors)
    would_not_be = {name: soreness.sore & ~draw(without(factors, name)).sore for name in NAMES}
    alone = np.any(list(would_not_be.values()), axis=0)
    for name in NAMES:
        np.testing.assert_array_equal(soreness.because_of[name][alone], would_not_be[name][alone])
        # Where no single cause is but-for, a label is the largest of causes that are it together.
        assert not (would_not_be[name] & ~soreness.because_of[name]).any()


def test_where_only_all_causes_together_are_but_for_the_largest_is_labelled(drawn):
    draw, factors = drawn
    soreness = draw(factors)
    single = [soreness.sore & ~draw(without(factors, name)).sore for name in NAMES]
    together = soreness.sore & ~draw(without(factors, *NAMES)).sore
    overdetermined = together & ~np.any(single, axis=0)
    assert overdetermined.sum() > 50
    labels = np.stack(list(soreness.because_of.values()))[:, overdetermined]
    stacked = np.stack(list(factors.values()))[:, overdetermined]
    assert (labels.sum(axis=0) == 1).all()
    assert (labels.argmax(axis=0) == stacked.argmax(axis=0)).all()


def test_sore_without_any_cause_has_no_label(drawn):
    draw, factors = drawn
    soreness = draw(factors)
    anyway = draw(without(factors, *NAMES)).sore
    assert anyway.any() and soreness.sore[anyway].all()
    assert not np.any([labels[anyway] for labels in soreness.because_of.values()])
    assert (soreness.primary[anyway] == len(CAUSES)).all()


def test_what_the_largest_cause_adds_and_what_would_be_anyway_are_all(drawn):
    draw, factors = drawn
    soreness, plain = draw(factors), draw(without(factors, *NAMES))
    largest = np.max(list(soreness.true_p.values()), axis=0)
    np.testing.assert_allclose(largest + plain.true_p_sore, soreness.true_p_sore, atol=1e-12)


def test_the_true_probability_of_a_smaller_cause_is_what_its_absence_would_take(drawn):
    draw, factors = drawn
    soreness = draw(factors)
    stacked = np.stack(list(factors.values()))
    for place, name in enumerate(NAMES):
        smaller = stacked[place] < stacked.max(axis=0)
        less = soreness.true_p_sore - draw(without(factors, name)).true_p_sore
        np.testing.assert_allclose(soreness.true_p[name][smaller], less[smaller], atol=1e-12)


def test_true_probabilities_are_coherent(sessions):
    soreness = sessions.soreness
    for true_p in soreness.true_p.values():
        assert (true_p >= 0).all() and (true_p <= soreness.true_p_sore).all()
    assert soreness.true_p_sore.max() <= 1


def test_a_stronger_factor_makes_sorer_and_more_because_of_it(drawn):
    draw, factors = drawn
    for name in NAMES:
        more = factors | {name: 2 * factors[name]}
        plain, stronger = draw(factors), draw(more)
        assert (stronger.true_p_sore >= plain.true_p_sore).all()
        assert (stronger.sore >= plain.sore).all()
        assert stronger.true_p[name].sum() > plain.true_p[name].sum()


def assert_labels_come_as_often_as_stated(labels, true_p):
    error = np.sqrt((true_p * (1 - true_p)).sum())
    assert abs(labels.sum() - true_p.sum()) < 4 * error


def test_soreness_comes_as_often_as_its_true_probability_says(sessions):
    assert_labels_come_as_often_as_stated(sessions.soreness.sore, sessions.soreness.true_p_sore)


@pytest.mark.parametrize("name", NAMES)
def test_labels_come_as_often_as_their_true_probabilities_say(sessions, name):
    labels, true_p = sessions.soreness.because_of[name], sessions.soreness.true_p[name]
    assert labels.sum() > 20
    assert_labels_come_as_often_as_stated(labels, true_p)


@pytest.mark.parametrize("name", NAMES)
def test_among_likely_runs_labels_come_as_often_as_stated_too(sessions, name):
    true_p = sessions.soreness.true_p[name]
    likely = true_p > np.quantile(true_p, 0.95)
    labels = sessions.soreness.because_of[name][likely]
    assert_labels_come_as_often_as_stated(labels, true_p[likely])


def test_several_causes_at_once_occur(sessions):
    n_labels = np.sum(list(sessions.soreness.because_of.values()), axis=0)
    assert (n_labels >= 2).sum() > 0.1 * (n_labels >= 1).sum()


# Worlds


@pytest.mark.parametrize("name", NAMES)
def test_a_cause_that_is_switched_off_never_labels(name):
    simulated = simulate(500, 2, world=WORLDS[f"no_{name}"], seed=6)
    assert not simulated.soreness.because_of[name].any()
    assert np.any(list(simulated.soreness.because_of.values()))


@pytest.mark.parametrize("name", NAMES)
def test_a_cause_of_double_effect_labels_more(name):
    def labelled(world):
        simulated = simulate(500, 2, world=everything_in(WORLDS[world]), seed=6)
        return simulated.soreness.true_p[name].sum()

    assert labelled(f"double_{name}") > 1.1 * labelled("default")


def test_low_effects_make_less_sore_than_high_ones():
    shares = [
        simulate(500, 2, world=everything_in(WORLDS[name]), seed=6).soreness.true_p_sore.mean()
        for name in ("low_effects", "default", "high_effects")
    ]
    assert shares == sorted(shares) and shares[0] < shares[2]


def test_novices_are_new_and_elites_run_far():
    novices, default, elite = (
        simulate(200, 2, world=everything_in(WORLDS[name]), seed=6).true_cells
        for name in ("novices", "default", "elite")
    )
    assert np.median(novices["experience_weeks"]) < 26 < np.median(default["experience_weeks"])
    weekly = [np.median(cells["weekly_distance_km"]) for cells in (novices, default, elite)]
    assert weekly == sorted(weekly)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_every_world_gives_sessions(world):
    simulated = simulate(40, 2, world=world, seed=7)
    assert len(simulated) > 20
    assert set(simulated.recorder) <= {list(RECORDERS).index(name) for name in world.recorders}
    assert simulated.cells.keys() == set(RECORDED_COLUMNS) < set(COLUMNS)


def test_an_unknown_world_is_refused_with_those_that_there_are():
    with pytest.raises(CalfcauseError, match="no world 'defualt'; choose from default, "):
        world_named("defualt")


# Assumed base rates (no source: evidence.md, section 8), in broad ranges


def share_sore(simulated, rows):
    assert rows.sum() > 60
    return simulated.soreness.true_p_sore[rows].mean()


def nothing_unusual(simulated, limit=0.1):
    return np.sum(list(simulated.soreness.log_factors.values()), axis=0) < limit


def test_a_usual_run_leaves_the_experienced_sore_about_as_often_as_assumed(sessions):
    seasoned = sessions.true_cells["experience_weeks"] > 104
    rows = seasoned & nothing_unusual(sessions)
    assert 0.03 <= share_sore(sessions, rows) <= 0.12


def test_a_run_of_the_first_weeks_does_so_about_as_often_as_assumed(sessions):
    assert 0.25 <= share_sore(sessions, sessions.true_cells["experience_weeks"] < 4) <= 0.65


def test_a_marathon_does_so_about_as_often_as_assumed(sessions):
    assert 0.60 <= share_sore(sessions, sessions.true_cells["distance_km"] > 42) <= 0.90


# The record


def n_known(simulated):
    return np.sum([~np.isnan(simulated.cells[name]) for name in MODEL_COLUMNS], axis=0)


def share_known(simulated, name):
    return (~np.isnan(simulated.cells[name])).mean()


def test_what_is_told_in_words_is_two_to_eight_cells(told):
    known = n_known(told)
    assert 2 <= np.median(known) <= 6
    assert ((known >= 2) & (known <= 8)).mean() > 0.85


def test_terrain_is_told_in_words_and_hardly_ever_in_metres(told):
    assert share_known(told, "terrain") > 3 * share_known(told, "elevation_gain_m")
    for name in ("elevation_loss_m", "max_grade_pct", "usual_climb_m_per_km", "cadence_spm"):
        assert share_known(told, name) < 0.1, name


def test_what_is_unusual_is_told_rather_than_what_is_not(told):
    hilly = told.true_cells["terrain"] >= COLUMNS["terrain"].choices.index("hilly")
    named = ~np.isnan(told.cells["terrain"])
    assert named[hilly].mean() > 2 * named[~hilly].mean()


def test_whether_calves_are_sore_plays_no_part_in_what_is_told(told):
    sorer = simulate(500, 12, world=replace(WORLDS["only_told"], usual_sore_share=0.2), seed=1)
    assert sorer.soreness.sore.sum() > 1.2 * told.soreness.sore.sum()
    np.testing.assert_array_equal(sorer.runner, told.runner)
    np.testing.assert_array_equal(sorer.day, told.day)


def test_every_runner_has_about_as_much_to_tell(told):
    accounts = np.bincount(told.runner, minlength=500)
    assert 1 < accounts.mean() < 12
    assert accounts.max() < 5 * accounts.mean()


def test_a_watch_measures_and_knows_nothing_of_form_or_shoes():
    watch = simulate(300, 2, world=WORLDS["only_watch"], seed=8)
    assert share_known(watch, "distance_km") > 0.95
    for name in ("foot_strike", "overstride", "posture", "shoe_type", "terrain"):
        assert share_known(watch, name) == 0, name
    shoes = simulate(300, 2, world=WORLDS["only_watch_and_shoes"], seed=8)
    assert share_known(shoes, "shoe_type") > 0.8


def test_a_watch_sees_no_climb_on_a_treadmill():
    watch = simulate(300, 2, world=WORLDS["only_watch"], seed=8)
    indoor = watch.true_cells["surface"] == COLUMNS["surface"].choices.index("treadmill")
    assert indoor.any() and np.isnan(watch.cells["elevation_gain_m"][indoor]).all()


def test_everything_is_everything(sessions):
    for name in MODEL_COLUMNS:
        assert (np.isnan(sessions.cells[name]) == np.isnan(sessions.true_cells[name])).all()


def test_measurements_scatter_around_the_truth_and_more_so_in_a_noisy_world(sessions):
    noisy = simulate(200, 3, world=everything_in(WORLDS["noisy_records"]), seed=1)

    def scatter(simulated):
        error = np.log(simulated.cells["distance_km"] / simulated.true_cells["distance_km"])
        assert abs(error.mean()) < error.std() / 10
        return error.std()

    assert 0 < 2 * scatter(sessions) < scatter(noisy)


def test_words_and_flags_are_recorded_as_they_are(sessions):
    for name in RECORDED_COLUMNS:
        if COLUMNS[name].kind in ("choice", "flag"):
            np.testing.assert_array_equal(sessions.cells[name], sessions.true_cells[name])


# Afterwards


def test_only_runs_that_hurt_have_a_course(sessions):
    sore = sessions.soreness.sore
    course = sessions.true_cells
    assert not np.isnan(course["severity_0_10"][sore]).any()
    # A few runs end in a strain and leave no training soreness.
    assert np.isnan(course["severity_0_10"][~sore]).mean() > 0.99


def test_the_course_of_training_soreness_is_as_in_the_literature(sessions):
    course = {name: sessions.true_cells[name][sessions.soreness.sore] for name in AFTERWARDS}
    later = course["onset_hours"][course["onset_hours"] > 0]
    assert 12 <= np.median(later) <= 26
    assert 0.08 <= (course["onset_hours"] == 0).mean() <= 0.27
    assert 2 <= np.median(course["sore_days"]) <= 4
    assert 2 <= np.median(course["severity_0_10"]) <= 5
    assert (course["severity_0_10"] > 8).mean() < 0.03
    assert course["sharp_pain"].mean() < 0.06 and course["swelling"].mean() < 0.06


def test_sorer_calves_are_sore_for_longer(sessions):
    severity, days = (
        sessions.true_cells[name][sessions.soreness.sore] for name in ("severity_0_10", "sore_days")
    )
    assert np.median(days[severity >= 5]) > np.median(days[severity <= 2])
