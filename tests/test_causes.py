"""Every cause in the registry keeps the same promises; what is known of each is in a table."""

import ast
import inspect
import re
import sys

import numpy as np
import pytest
from hypothesis import example, given, settings
from strategies import model_sessions

from calfcause.causes import CAUSES
from calfcause.causes.laws import CLEAR_EXPOSURE, dose, fading
from calfcause.causes.overstriding import WALKING_SPM
from calfcause.causes.sources import ARTICLE
from calfcause.learn.features import complete
from calfcause.sessions.cells import decode, encode_session
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.sessions.units import UNITS

BY_NAME = {cause.name: cause for cause in CAUSES}
ORDERED = {
    "terrain",
    "usual_terrain",
    "overstride",
    "foot_strike",
    "usual_foot_strike",
    "posture",
    "longer_than_usual",
}
N_CONTEXTS = 4000

# More of a cell means more (1) or less (-1) of the cause, whatever the other cells are.
DIRECTIONS = {
    "beginner": {
        "experience_weeks": -1,
        "longer_than_usual": 1,
        "weeks_since_last_run": 1,
        "distance_km": 1,
        "longest_run_28d_km": -1,
        "weekly_distance_km": 1,
        "usual_weekly_distance_km": -1,
    },
    "hills": {
        "elevation_gain_m": 1,
        "elevation_loss_m": 1,
        "distance_km": -1,
        "usual_climb_m_per_km": -1,
        "max_grade_pct": 1,
        "terrain": 1,
        "usual_terrain": -1,
    },
    "shoes": {
        "shoe_distance_km": -1,
        "shoe_drop_mm": -1,
        "usual_shoe_drop_mm": 1,
        "experience_weeks": -1,
    },
    "soft_surface": {"soft_surface_fraction": 1},
    "speed": {
        "fastest_pace_min_per_km": -1,
        "usual_pace_min_per_km": 1,
        "duration_min": -1,
        "distance_km": 1,
        "experience_weeks": -1,
        "cadence_spm": -1,
        "usual_cadence_spm": 1,
    },
    "overstriding": {
        "overstride": 1,
        "posture": 1,
        "cadence_spm": -1,
        "usual_cadence_spm": 1,
        "usual_pace_min_per_km": 1,
        "height_cm": -1,
        "distance_km": 1,
        "duration_min": -1,
    },
    "foot_strike": {"foot_strike": 1, "usual_foot_strike": -1, "experience_weeks": -1},
}

# A usual run, and the same run with the cause.
USUAL_AND_STRAINED = [
    ("beginner", {"experience_weeks": 200}, {"experience_weeks": 1}),
    (
        "beginner",
        {"distance_km": 10, "longest_run_28d_km": 12, "experience_weeks": 200},
        {"distance_km": 24, "longest_run_28d_km": 12, "experience_weeks": 200},
    ),
    (
        "beginner",
        {"weekly_distance_km": 30, "usual_weekly_distance_km": 30},
        {"weekly_distance_km": 240, "usual_weekly_distance_km": 30},
    ),
    (
        "hills",
        {"terrain": "flat", "usual_terrain": "flat"},
        {"terrain": "steep", "usual_terrain": "flat"},
    ),
    (
        "hills",
        {"distance_km": 10, "elevation_gain_m": 80, "usual_climb_m_per_km": 8},
        {"distance_km": 10, "elevation_gain_m": 500, "usual_climb_m_per_km": 8},
    ),
    ("hills", {"session_type": "easy", "terrain": "flat"}, {"session_type": "hill_repeats"}),
    ("shoes", {"shoe_type": "standard", "shoe_distance_km": 300}, {"shoe_type": "barefoot"}),
    (
        "shoes",
        {"shoe_type": "standard", "shoe_distance_km": 300},
        {"shoe_type": "standard", "shoe_distance_km": 0},
    ),
    (
        "shoes",
        {"shoe_drop_mm": 10, "usual_shoe_drop_mm": 10, "shoe_distance_km": 200},
        {"shoe_drop_mm": 0, "usual_shoe_drop_mm": 10, "shoe_distance_km": 0},
    ),
    ("soft_surface", {"surface": "road"}, {"surface": "sand", "soft_surface_fraction": 1}),
    ("speed", {"session_type": "easy"}, {"session_type": "sprints"}),
    (
        "speed",
        {"fastest_pace_min_per_km": 5.5, "usual_pace_min_per_km": 6},
        {"fastest_pace_min_per_km": 3.8, "usual_pace_min_per_km": 6},
    ),
    ("speed", {"shoe_type": "standard"}, {"shoe_type": "track_spikes"}),
    ("overstriding", {"overstride": "none"}, {"overstride": "marked"}),
    ("overstriding", {"posture": "upright"}, {"posture": "tilted"}),
    (
        "overstriding",
        {"distance_km": 10, "duration_min": 55, "cadence_spm": 172},
        {"distance_km": 10, "duration_min": 55, "cadence_spm": 148},
    ),
    ("beginner", {"longer_than_usual": "no"}, {"longer_than_usual": "little"}),
    ("shoes", {"shoe_change": "none"}, {"shoe_change": "other_model"}),
    ("shoes", {"shoe_change": "none"}, {"shoe_change": "worn_out", "shoe_distance_km": 900}),
    ("shoes", {"shoe_change": "none"}, {"shoe_change": "inserts"}),
    ("shoes", {"shoe_change": "none"}, {"shoe_change": "same_model_new"}),
    ("overstriding", {"stride_change": "shorter"}, {"stride_change": "longer"}),
    ("foot_strike", {"stride_change": "longer"}, {"stride_change": "shorter"}),
    (
        "foot_strike",
        {"surface": "treadmill", "usual_surface": "treadmill"},
        {"surface": "treadmill", "usual_surface": "road"},
    ),
    (
        "foot_strike",
        {"foot_strike": "rearfoot", "usual_foot_strike": "rearfoot"},
        {"foot_strike": "forefoot", "usual_foot_strike": "rearfoot"},
    ),
]

# An unusual cell that counts for a change as long as nobody says that it is usual.
UNUSUAL = [
    ("hills", {"terrain": "steep"}, {"usual_terrain": "steep"}),
    ("hills", {"elevation_gain_m": 600, "distance_km": 10}, {"usual_climb_m_per_km": 60}),
    ("shoes", {"shoe_type": "minimalist"}, {"shoe_distance_km": 900}),
    ("shoes", {"shoe_drop_mm": 0}, {"usual_shoe_drop_mm": 0}),
    ("soft_surface", {"surface": "sand"}, {"usual_surface": "sand"}),
    ("speed", {"fastest_pace_min_per_km": 3.6}, {"usual_pace_min_per_km": 3.8}),
    ("foot_strike", {"foot_strike": "forefoot"}, {"usual_foot_strike": "forefoot"}),
]


def of_every_cause(test):
    return pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)(test)


def cells_of(session):
    codes = encode_session(session)
    return complete({name: np.array([code]) for name, code in codes.items()}, 1)


def exposure_of(cause, session):
    return float(cause.exposure_of(cells_of(session))[0])


def decoded(session):
    """The session as explanations see it: known cells only, in the package's own words."""
    return {name: decode(COLUMNS[name], code) for name, code in encode_session(session).items()}


def random_cells(seed, *, known=0.7):
    """Sessions of any allowed cells, each known with this chance."""
    rng = np.random.default_rng(seed)
    cells = {}
    for name in MODEL_COLUMNS:
        cells[name] = values_of(name, rng)
        cells[name][rng.random(N_CONTEXTS) > known] = np.nan
    return cells


def values_of(name, rng):
    """Allowed values of a column, crowded where runs are: half of them in its lowest tenth."""
    column = COLUMNS[name]
    if column.kind == "number":
        share = rng.random(N_CONTEXTS) ** 3.3
        return column.low + (column.high - column.low) * share
    return rng.integers(0, int(column.high) + 1, N_CONTEXTS).astype(float)


# What a cause says about itself


@of_every_cause
def test_the_effect_has_a_range_around_its_centre_and_a_source(cause):
    assert 1 <= cause.effect.low < cause.effect.central < cause.effect.high
    assert cause.effect.source and cause.effect.unit


@of_every_cause
def test_runners_differ_as_the_range_says(cause):
    drawn = cause.effect.draw_log(np.random.default_rng(1), 20_000)
    low, middle, high = np.exp(np.percentile(drawn, [5, 50, 95]))
    assert drawn.min() >= 0
    assert [low, middle, high] == pytest.approx(
        [cause.effect.low, cause.effect.central, cause.effect.high], rel=0.06
    )


@of_every_cause
def test_adaptation_is_a_share_and_never_whole(cause):
    assert 0 <= cause.adaptation < 1


@of_every_cause
def test_the_evidence_has_a_strength_a_sentence_and_references(cause):
    assert cause.evidence.strength in {"strong", "moderate", "weak"}
    assert cause.evidence.sentence.endswith(".")
    assert cause.evidence.references and all(one.cite for one in cause.evidence.references)


@of_every_cause
def test_every_piece_of_advice_says_how_well_it_is_supported_and_by_what(cause):
    assert cause.advice
    for piece in cause.advice:
        assert piece.text.endswith(".") and piece.support and str(piece.source)


def module_of(cause):
    return sys.modules[cause.signs.__module__]


SECTIONS = ("Mechanism", "Exposure", "Evidence", "Limits")


@of_every_cause
def test_the_file_of_a_cause_reads_as_an_article(cause):
    article, references = module_of(cause).__doc__.split("\nReferences\n----------\n")
    found = re.findall(r"^(\w+)\n    \S", article, re.MULTILINE)
    assert tuple(found) == SECTIONS
    cited = {int(number) for number in re.findall(r"\[(\d+)\]_", article)}
    listed = [int(number) for number in re.findall(r"^\.\. \[(\d+)\]", references, re.MULTILINE)]
    assert listed == sorted(cited) == list(range(1, len(cause.references) + 1))


@of_every_cause
def test_a_source_is_cited_in_the_same_words_everywhere(cause):
    references = module_of(cause).__doc__.split("\nReferences\n----------\n")[1]
    listed = [" ".join(text.split()) for text in re.split(r"\.\. \[\d+\]", references)[1:]]
    assert listed == [str(reference) for reference in cause.references]
    assert set(cause.evidence.references) <= set(cause.references)
    assert {piece.source for piece in cause.advice} <= set(cause.references)


@of_every_cause
def test_a_citation_has_a_year_and_links_to_a_doi_or_a_public_page(cause):
    for reference in cause.references:
        # Of the article neither a year nor an address is known.
        assert reference is ARTICLE or re.search(r"\b(19|20)\d\d\b", reference.cite), reference
        assert re.fullmatch(
            r"(https://(doi\.org/10|pubmed\.ncbi|pmc\.ncbi|github\.com)[^\s,]+)?", reference.link
        ), reference


# Numbers that need no source: nothing, one, what doubles, and the days of a week.
PLAIN = {0, 1, 2, 7}
# Where other numbers come from: real runs, shops, units.
OTHER_SOURCES = ("a unit", "diaries", "runyourheartout", "RunRepeat", "trackeR", "real recordings")


def numbers_below(node):
    constants = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return [value for value in constants if type(value) in (int, float) and value not in PLAIN]


@of_every_cause
def test_a_cause_names_its_numbers_and_says_where_they_come_from(cause):
    source = inspect.getsource(module_of(cause))
    lines = ["", *source.splitlines()]
    sources = [*(reference.cite.split()[0] for reference in cause.references), *OTHER_SOURCES]
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            assert not numbers_below(node), f"{node.name} has bare numbers"
        elif isinstance(node, ast.Assign) and "Cause(" not in lines[node.lineno]:
            own = lines[node.lineno].partition("#")[2]
            # A comment on its own heads the paragraph below it.
            first = max(place for place in range(node.lineno) if not lines[place])
            head = " ".join(line for line in lines[first : node.lineno] if line[:1] == "#")
            said = own or head
            known = "assumed" in said.lower() or any(name in said for name in sources)
            assert known or not numbers_below(node), lines[node.lineno]


# Exposure


@of_every_cause
def test_nothing_known_is_no_exposure(cause):
    nothing = complete({}, 1)
    assert all(np.isnan(sign[0]) or sign[0] == 0 for sign in cause.signs(nothing).values())
    assert np.isnan(cause.exposure_of(nothing)[0]) or cause.exposure_of(nothing)[0] == 0


@given(session=model_sessions)
def test_signs_and_exposure_are_never_negative(session):
    cells = cells_of(session)
    for cause in CAUSES:
        signs = cause.signs(cells)
        for found in (*signs.values(), cause.exposure(signs)):
            assert found.shape == (1,)
            assert not found[0] < 0 and not np.isinf(found[0]), cause.name


@of_every_cause
def test_the_exposure_is_known_where_all_its_columns_are(cause):
    assert not np.isnan(cause.exposure_of(random_cells(1, known=1.0))).any()


@of_every_cause
def test_a_cause_reads_the_columns_that_it_names_and_no_others(cause):
    cells = random_cells(2)
    own = complete({name: cells[name] for name in cause.columns}, N_CONTEXTS)
    np.testing.assert_array_equal(cause.exposure_of(own), cause.exposure_of(cells))


@of_every_cause
def test_every_column_that_a_cause_names_matters_to_it(cause):
    cells = random_cells(3)
    before = cause.exposure_of(cells)
    for name in cause.columns:
        unknown = cells | {name: np.full(N_CONTEXTS, np.nan)}
        assert not np.array_equal(cause.exposure_of(unknown), before, equal_nan=True), name


@of_every_cause
def test_an_exposure_belongs_to_its_session_alone(cause):
    cells = random_cells(4)
    backwards = {name: found[::-1] for name, found in cells.items()}
    np.testing.assert_array_equal(cause.exposure_of(backwards)[::-1], cause.exposure_of(cells))


@pytest.mark.parametrize(
    ("name", "column", "direction"),
    [(name, *pair) for name, table in DIRECTIONS.items() for pair in table.items()],
)
def test_an_exposure_follows_the_natural_direction_of_a_cell(name, column, direction):
    cells = random_cells(5, known=0.5)
    rng = np.random.default_rng(6)
    one, other = values_of(column, rng), values_of(column, rng)
    low, high = np.minimum(one, other), np.maximum(one, other)
    if column == "cadence_spm":
        # Below that people walk, and their cadence tells nothing of their stride.
        low, high = np.maximum(low, WALKING_SPM), np.maximum(high, WALKING_SPM)
    cause = BY_NAME[name]
    below, above = (cause.exposure_of(cells | {column: values}) for values in (low, high))
    rise = direction * (above - below)[~np.isnan(above - below)]
    assert rise.min() >= -1e-12
    assert (rise > 1e-6).mean() > 2e-4


def test_the_table_of_directions_knows_every_cause_and_ordered_column():
    for cause in CAUSES:
        numbers = {name for name in cause.columns if COLUMNS[name].kind == "number"}
        assert DIRECTIONS[cause.name].keys() == numbers | (ORDERED & set(cause.columns))


@pytest.mark.parametrize(("name", "as_usual", "strained"), USUAL_AND_STRAINED)
def test_a_strain_is_an_exposure_and_the_usual_is_next_to_none(name, as_usual, strained):
    cause = BY_NAME[name]
    assert exposure_of(cause, strained) > 0.1
    assert np.isnan(exposure_of(cause, as_usual)) or exposure_of(cause, as_usual) <= 0.1


@pytest.mark.parametrize(("name", "unusual", "habit"), UNUSUAL)
def test_an_unusual_cell_counts_as_a_change_until_it_is_said_to_be_usual(name, unusual, habit):
    cause = BY_NAME[name]
    assert exposure_of(cause, unusual) >= 0.5
    assert exposure_of(cause, unusual | habit) <= 0.6 * exposure_of(cause, unusual)


def test_a_dose_is_next_to_nothing_for_a_small_exposure_and_flattens_beyond_one():
    exposures = np.linspace(0, 5, 501)
    doses = dose(exposures)
    assert doses[0] == 0 and dose(np.array([1.0])) == 1
    small = (exposures > 0) & (exposures < 1)
    assert (doses[small] < exposures[small]).all()
    steps = np.diff(doses)
    assert (steps > 0).all()
    assert (np.diff(steps[:100]) > 0).all() and (np.diff(steps[100:]) < 0).all()


def test_what_fades_is_gone_in_the_end():
    left = fading(2.0, np.array([0.0, 1.0, 10.0, 50.0, 500.0, np.nan]), 10.0)
    assert left[0] == 2 and (np.diff(left[:4]) < 0).all()
    assert left[3] == left[4] == 0 and np.isnan(left[5])


# Words

KM = UNITS["km"]


def numbers_in(sentence):
    """Numbers of a sentence but for estimates and stand-ins, which are called so."""
    without_estimates = re.sub(r"\babout [\d.:]+", "", sentence)
    return re.findall(r"\d+:\d\d|-?\d(?:[\d.,]*\d)?(?:e[+-]\d+)?%?", without_estimates)


def sayable(session):
    """How a number of a session, or the ratio of two of its numbers, may be said."""
    numbers = [value for value in session.values() if isinstance(value, int | float)]
    ratios = [one / other for one in numbers for other in numbers if other]
    found = set()
    for value in (*numbers, *ratios, *(ratio - 1 for ratio in ratios)):
        found.add(f"{value:.0f}%")  # of a cell in per cent
        found |= {f"{value:g}", f"{value:.2g}", f"{value:,.0f}", f"{value:.0f}", f"{value:.0%}"}
        found.add(f"{value:.1f}".removesuffix(".0"))
        if 0 <= value < 1e6:
            found.add("{}:{:02d}".format(*divmod(round(value * 60), 60)))
    return found


@of_every_cause
def test_an_empty_session_gives_no_sentence(cause):
    assert cause.because({}, KM) == ""
    assert cause.notes({}) == ()


@given(session=model_sessions)
def test_a_sentence_states_no_number_that_the_session_does_not_hold(session):
    session = decoded(session)
    may_be_said = sayable(session)
    for cause in CAUSES:
        assert set(numbers_in(cause.because(session, KM))) <= may_be_said, cause.name


@given(session=model_sessions)
def test_what_is_kept_of_a_cause_tells_of_the_columns_of_its_cause_alone(session):
    session = decoded(session)
    for cause in CAUSES:
        own = {name: found for name, found in session.items() if name in cause.columns}
        assert cause.because(own, KM) == cause.because(session, KM), cause.name
        for said in (cause.title_of, cause.measures, cause.usual):
            assert said(own) == said(session), cause.name


@of_every_cause
def test_a_sentence_tells_every_column_of_its_cause(cause):
    """Leaving out any filled column of the cause changes what is said of a strained run."""
    strains = [strained for name, _, strained in USUAL_AND_STRAINED if name == cause.name]
    for strained in strains:
        whole = cause.because(decoded(strained), KM)
        assert whole
        for left_out in strained:
            rest = {name: found for name, found in strained.items() if name != left_out}
            assert cause.because(decoded(rest), KM) != whole, left_out


@given(session=model_sessions)
def test_a_known_exposure_has_a_sentence(session):
    for cause in CAUSES:
        if not np.isnan(exposure_of(cause, session)):
            assert cause.because(decoded(session), KM), cause.name


@given(session=model_sessions)
def test_in_miles_a_sentence_says_the_same_without_a_metric_way(session):
    session = decoded(session)
    for cause in CAUSES:
        metric, other = (cause.because(session, UNITS[name]) for name in ("km", "miles"))
        assert bool(metric) == bool(other)
        assert not re.search(r"\bkm\b|\d m\b", other), cause.name


# Measures


def alone(cause, measure, session, told):
    """Exposure with one measure told and nothing but what it is compared with."""
    beside = ("distance_km", "duration_min", "height_cm", "surface", "longest_run_28d_km")
    compared = {
        name: found
        for name, found in session.items()
        if name.startswith("usual_") or name in beside
    }
    compared = {name: found for name, found in compared.items() if name in cause.columns}
    if measure.column == "shoe_drop_mm":
        compared["shoe_distance_km"] = 0.0  # of worn shoes a low drop is no change
    if measure.column != "duration_min" and cause.name == "speed":
        compared = {name: found for name, found in compared.items() if name != "duration_min"}
    if measure.column == "surface":
        compared.pop("soft_surface_fraction", None)
    if measure.column in ("experience_weeks", "weekly_distance_km", "max_grade_pct"):
        compared = {k: v for k, v in compared.items() if k not in ("distance_km",)}
    return exposure_of(cause, compared | {measure.column: told})


@given(session=model_sessions)
def test_what_is_called_clearly_too_much_is_so_by_itself(session):
    session = decoded(session)
    for cause in CAUSES:
        for one in cause.measures(session):
            column = COLUMNS[one.column]
            if one.too_much is None:
                continue
            if isinstance(one.too_much, tuple):
                for word in one.too_much:
                    assert alone(cause, one, session, word) >= CLEAR_EXPOSURE - 1e-9
            elif column.low <= one.too_much <= column.high:
                assert alone(cause, one, session, one.too_much) >= 1 - 1e-6, one


@given(session=model_sessions)
def test_a_measure_states_a_filled_cell_and_what_is_told_to_be_usual(session):
    session = decoded(session)
    for cause in CAUSES:
        for one in cause.measures(session):
            assert one.told == session[one.column]
            assert one.column in cause.columns
            if isinstance(one.usual, str):
                assert one.usual in session.values()


@of_every_cause
def test_a_cause_that_is_told_has_measures(cause):
    strains = [strained for name, _, strained in USUAL_AND_STRAINED if name == cause.name]
    assert any(cause.measures(decoded(strained)) for strained in strains)


# The same run without the cause


@of_every_cause
@example(session={"distance_km": 500, "duration_min": 6000, "usual_pace_min_per_km": 20})
@example(session={"surface": "grass", "usual_surface": "sand"})
@example(session={"terrain": "rolling", "usual_terrain": "steep"})
@example(session={"foot_strike": "midfoot", "usual_foot_strike": "forefoot"})
@settings(max_examples=30)
@given(session=model_sessions)
def test_the_usual_run_never_has_more_of_the_cause(cause, session):
    before = exposure_of(cause, session)
    after = exposure_of(cause, session | cause.usual(decoded(session)))
    assert np.isnan(after) or after <= before + 1e-9


@of_every_cause
@example(session={"distance_km": 500, "duration_min": 6000, "usual_pace_min_per_km": 20})
@settings(max_examples=30)
@given(session=model_sessions)
def test_the_usual_run_is_a_session_that_the_schema_allows(cause, session):
    usual = cause.usual(decoded(session))
    assert usual.keys() <= set(MODEL_COLUMNS)
    encode_session(usual)


@given(session=model_sessions)
def test_the_usual_run_changes_only_what_is_known(session):
    session = decoded(session)
    for cause in CAUSES:
        assert cause.usual(session).keys() <= session.keys(), cause.name


@pytest.mark.parametrize(("name", "as_usual", "strained"), USUAL_AND_STRAINED)
def test_made_usual_a_strained_run_is_hardly_strained(name, as_usual, strained):
    cause = BY_NAME[name]
    left = exposure_of(cause, strained | cause.usual(decoded(strained)))
    assert np.isnan(left) or left <= 0.35 * exposure_of(cause, strained)


# In the simulated weeks


@of_every_cause
def test_a_cause_is_told_by_the_columns_a_model_may_read_with_chances(cause):
    cells = random_cells(7, known=1.0)
    felt = np.random.default_rng(8).exponential(0.7, N_CONTEXTS)
    for name, chance in cause.mentions(cells, felt).items():
        assert name in MODEL_COLUMNS
        assert (np.asarray(chance) >= 0).all() and (np.asarray(chance) <= 1).all()


@of_every_cause
def test_what_is_felt_is_told_no_less(cause):
    cells = random_cells(9, known=1.0)
    none, much = (cause.mentions(cells, np.full(N_CONTEXTS, felt)) for felt in (0.0, 2.0))
    assert all((np.asarray(much[name]) >= np.asarray(none[name])).all() for name in none)


def test_no_time_at_all_is_no_pace():
    assert np.isnan(exposure_of(BY_NAME["speed"], {"distance_km": 10, "duration_min": 0}))
