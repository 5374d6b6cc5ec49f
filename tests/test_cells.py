import re
import warnings
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import inf, nan

import numpy as np
import pandas as pd
import pytest

from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import bad_cell
from calfcause.sessions.cells import decode, encode_column, encode_session
from calfcause.sessions.frames import encode_frame
from calfcause.sessions.names import near_miss, rename_hint
from calfcause.sessions.schema import COLUMNS, label_columns

CODED = [column for column in COLUMNS.values() if column.group != "ids"]
NUMBERS = [column for column in CODED if column.kind == "number"]
CHOICES = [column for column in CODED if column.kind == "choice"]
FLAGS = [column for column in CODED if column.kind == "flag"]
UNKNOWN_WORDS = ["", " ", "NA", "N/A", "NaN", "nan", "null", "-", "--", "?"]


def by_name(column):
    return column.name


def refusal(session):
    with pytest.raises(SchemaError) as caught:
        encode_session(session)
    return str(caught.value)


# The table


def test_none_is_a_primary_cause():
    primary = label_columns(["heat"])["primary_cause"]
    assert encode_column(primary, ["none"])[0].tolist() == [1.0]


# One session


@pytest.mark.parametrize("column", NUMBERS, ids=by_name)
def test_the_limits_of_a_number_are_allowed(column):
    for limit in (column.low, column.high):
        assert encode_session({column.name: limit}) == {column.name: limit}


@pytest.mark.parametrize("column", NUMBERS, ids=by_name)
def test_a_number_beyond_its_limits_is_refused(column):
    for number in (np.nextafter(column.low, -inf), np.nextafter(column.high, inf)):
        assert column.allowed in refusal({column.name: number})


@pytest.mark.parametrize("column", CHOICES, ids=by_name)
def test_the_code_of_a_choice_is_the_place_of_its_word(column):
    codes = [encode_session({column.name: word})[column.name] for word in column.choices]
    assert codes == list(range(len(column.choices)))


@pytest.mark.parametrize("column", FLAGS, ids=by_name)
@pytest.mark.parametrize("yes", [1, 1.0, True, np.True_, "1", "true", "Yes", " TRUE ", "1.0", "y"])
def test_a_flag_can_be_raised_in_many_ways(column, yes):
    assert encode_session({column.name: yes}) == {column.name: 1.0}


@pytest.mark.parametrize("no", [0, 0.0, False, np.False_, "0", "false", "No", "n", "N"])
def test_a_flag_that_is_down_is_known(no):
    assert encode_session({"swelling": no}) == {"swelling": 0.0}


@pytest.mark.parametrize("neither", [2, 0.5, -1, "maybe", "0.5"])
def test_a_flag_is_nothing_between(neither):
    assert "0 or 1" in refusal({"swelling": neither})


@pytest.mark.parametrize(
    "nine_and_a_half",
    [9.5, np.float32(9.5), Decimal("9.5"), "9.5", " 9.5 ", "9,5", "+9.50", "95e-1"],
)
def test_a_number_can_be_written_in_many_ways(nine_and_a_half):
    assert encode_session({"distance_km": nine_and_a_half}) == {"distance_km": 9.5}


@pytest.mark.parametrize(
    ("name", "written", "number"),
    [
        ("distance_km", "9,5 km", 9.5),
        ("distance_km", "9.5 Kilometers", 9.5),
        ("shoe_drop_mm", "8mm", 8.0),
        ("shoe_drop_mm", "-4 mm", -4.0),
        ("duration_min", "55 min", 55.0),
        ("max_grade_pct", "12%", 12.0),
        ("cadence_spm", "172 spm", 172.0),
        ("fastest_pace_min_per_km", "5.5 min/km", 5.5),
        ("usual_climb_m_per_km", "20 m per km", 20.0),
        ("onset_hours", "36h", 36.0),
    ],
)
def test_a_number_may_carry_the_unit_of_its_column(name, written, number):
    assert encode_session({name: written}) == {name: number}


@pytest.mark.parametrize(
    "pace", ["5:30", "05:30", "5:30/km", "5:30 /km", "5:30 min/km", "5:30 per km", "0:05:30"]
)
def test_a_pace_may_be_a_clock_time(pace):
    assert encode_session({"usual_pace_min_per_km": pace}) == {"usual_pace_min_per_km": 5.5}


@pytest.mark.parametrize(
    ("written", "minutes"), [("1:02:30", 62.5), ("01:02:00", 62.0), ("28:30:15", 1710.25)]
)
def test_a_duration_may_be_a_clock_time_of_three_parts(written, minutes):
    assert encode_session({"duration_min": written}) == {"duration_min": minutes}


@pytest.mark.parametrize(
    ("name", "written", "minutes"),
    [
        ("duration_min", "00:01:39.1", 99.1 / 60),
        ("duration_min", "00:01:39,1", 99.1 / 60),
        ("duration_min", "05:58.2", 358.2 / 60),
        ("usual_pace_min_per_km", "5:30.5", 330.5 / 60),
        ("usual_pace_min_per_km", "5:30.5/km", 330.5 / 60),
    ],
)
def test_a_clock_time_may_have_fractions_of_seconds(name, written, minutes):
    assert encode_session({name: written}) == {name: pytest.approx(minutes)}


@pytest.mark.parametrize("written", ["00:01:60.1", "00:01:39.", "00:01.5:39", "1:39.1.2"])
def test_what_is_nearly_a_clock_time_is_refused(written):
    assert "is not allowed" in refusal({"duration_min": written})


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("1:52", ["112 (1 h 52 min)", "1.87 (1 min 52 s)"]),
        ("4:05 min", ["245 (4 h 5 min)", "4.08 (4 min 5 s)"]),
        ("12:59", ["779 (12 h 59 min)", "12.98 (12 min 59 s)"]),
    ],
)
def test_a_duration_of_two_readings_is_refused_with_both(written, readings):
    message = refusal({"duration_min": written})
    assert all(reading in message for reading in readings) and "Did you mean" not in message


@pytest.mark.parametrize(
    ("written", "distance", "minutes"),
    [
        ("55:20", None, 55 + 20 / 60), ("45:30:00", None, 45.5), ("45:30 min", "8 km", 45.5),
        ("1:45", 21.1, 105.0), ("22:10", "5k", 22 + 10 / 60),
        ("4:05", 42.2, 245.0), ("12:00", 2.4, 12.0), ("13:30", 100, 810.0),
        ("55:20", 0, 55 + 20 / 60),
    ],
)  # fmt: skip
def test_a_moving_time_is_read_by_the_distance_and_noted(written, distance, minutes):
    session = {"duration_min": written, "distance_km": distance}
    with pytest.warns(UserWarning, match="duration_min: read"):
        assert encode_session(session)["duration_min"] == pytest.approx(minutes)
    frame = pd.DataFrame([{"distance_km": "5", "duration_min": "30"}, session])
    with pytest.warns(UserWarning, match="duration_min: read"):
        cells, bad = encode_frame(frame)
    assert not bad and cells["duration_min"].tolist() == pytest.approx([30.0, minutes])


@pytest.mark.parametrize("distance", [30, 0.1])
def test_a_moving_time_that_fits_no_pace_of_the_distance_is_refused(distance):
    assert "duration_min: '55:20'" in refusal({"duration_min": "55:20", "distance_km": distance})


@pytest.mark.parametrize("word", ["Racing flat", "racing-flat", " RACING_FLAT ", "racing  flat"])
def test_a_word_may_have_spaces_or_hyphens(word):
    assert encode_session({"shoe_type": word}) == encode_session({"shoe_type": "racing_flat"})


@pytest.mark.parametrize("key", ["Shoe Type", "shoe-type", "SHOE_TYPE", " shoe type "])
def test_a_key_is_read_like_a_header(key):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert encode_session({key: "standard"}) == {"shoe_type": 0.0}


@pytest.mark.parametrize(
    "keys", [("terrain", "Terrain"), ("Terrain", "terrain"), ("Terrain", "TERRAIN")]
)
def test_a_key_that_stands_twice_is_refused(keys):
    assert refusal(dict.fromkeys(keys, "hilly")) == "column terrain appears twice; remove one"


def test_the_minus_of_a_web_page_is_a_minus():
    assert encode_session({"shoe_drop_mm": "\N{MINUS SIGN}4"}) == {"shoe_drop_mm": -4.0}


@pytest.mark.parametrize(
    "odd",
    [
        inf,
        -inf,
        "inf",
        "-Infinity",
        "1e999",
        10**400,
        pytest.param(10**5000, id="5000 digits"),
        "1_0",
        "٣",
        "0x9",
        "nine",
        True,
        [9],
        b"9",
    ],
    ids=repr,
)
def test_what_is_no_finite_number_is_refused(odd):
    assert "distance_km" in refusal({"distance_km": odd})


@pytest.mark.parametrize("column", CODED, ids=by_name)
@pytest.mark.parametrize(
    "unknown",
    [None, nan, np.float64("nan"), Decimal("nan"), pd.NA, pd.NaT, *UNKNOWN_WORDS],
    ids=repr,
)
def test_an_empty_cell_is_unknown(column, unknown):
    assert encode_session({column.name: unknown}) == {}


@pytest.mark.parametrize("none", ["none", "None", " NONE"])
def test_none_is_an_answer_about_overstriding(none):
    assert encode_session({"overstride": none}) == {"overstride": 0.0}


@pytest.mark.parametrize("column", [c for c in CODED if "none" not in c.choices], ids=by_name)
def test_none_is_unknown_everywhere_else(column):
    assert encode_session({column.name: "none"}) == {}


@pytest.mark.parametrize(
    "moment",
    [pd.Timestamp("2025-01-01"), np.datetime64("2025-01-01"), datetime(2025, 1, 1)],
    ids=repr,
)
def test_a_moment_is_no_number(moment):
    assert "duration_min" in refusal({"duration_min": moment})


DURATIONS = [
    timedelta(minutes=45, seconds=30),
    time(0, 45, 30),
    pd.Timedelta("45min 30s"),
    np.timedelta64(2730, "s"),
    np.timedelta64(2_730_000, "ms"),
    np.timedelta64(2730 * 10**9, "ns"),
    np.array([273], dtype="timedelta64[10s]")[0],
    "0 days 00:45:30",
    "0 days 00:45:30.000000",
    "0:45:30",
]


@pytest.mark.parametrize("duration", DURATIONS, ids=repr)
def test_a_duration_is_one_whatever_holds_it(duration):
    assert encode_session({"duration_min": duration}) == {"duration_min": 45.5}
    assert encode_frame(pd.DataFrame({"duration_min": pd.Series([duration], dtype=object)}))[0] == {
        "duration_min": [45.5]
    }


def test_a_nanosecond_is_no_minute():
    codes = encode_session({"duration_min": np.timedelta64(45, "ns")})
    assert codes == {"duration_min": pytest.approx(45e-9 / 60)}


@pytest.mark.parametrize(
    ("name", "duration", "number"),
    [
        ("experience_weeks", np.timedelta64(3, "W"), 3.0),
        ("experience_weeks", timedelta(days=7), 1.0),
        ("onset_hours", pd.Timedelta("36h"), 36.0),
        ("onset_hours", time(5, 30), 5.5),
        ("onset_hours", "1 day, 12:00:00", 36.0),
        ("sore_days", timedelta(days=3), 3.0),
        ("usual_pace_min_per_km", time(0, 5, 30), 5.5),
        ("usual_pace_min_per_km", timedelta(seconds=330), 5.5),
    ],
)
def test_a_duration_is_read_in_the_unit_of_its_column(name, duration, number):
    assert encode_session({name: duration}) == {name: number}


@pytest.mark.parametrize(
    ("name", "duration"),
    [
        ("distance_km", timedelta(minutes=45)),
        ("distance_km", np.timedelta64(45, "m")),
        ("shoe_distance_km", time(5, 30)),
        ("duration_min", timedelta(minutes=-5)),
        ("swelling", timedelta(minutes=1)),
        ("terrain", timedelta(0)),
        ("sore_calf_runs_28d", np.timedelta64(2, "D")),
    ],
)
def test_a_duration_without_a_place_is_refused(name, duration):
    assert name in refusal({name: duration})


def test_a_duration_without_a_unit_is_refused_unless_it_is_missing():
    with warnings.catch_warnings():
        # NumPy 2.5 deprecates it; once NumPy refuses it, there is nothing to test.
        warnings.simplefilter("ignore", DeprecationWarning)
        bare, missing = np.timedelta64(45), np.timedelta64("NaT")
    assert "duration_min" in refusal({"duration_min": bare})
    assert encode_session({"duration_min": missing}) == {}


def test_years_have_no_fixed_length():
    assert "2 years" in refusal({"experience_weeks": np.timedelta64(2, "Y")})


@pytest.mark.parametrize("missing", [np.timedelta64("NaT", "s"), pd.NaT])
def test_no_duration_is_missing(missing):
    assert encode_session({"duration_min": missing}) == {}


@pytest.mark.parametrize(
    "kind", ["timedelta64[ns]", "timedelta64[s]", "duration[ms][pyarrow]", "time64[us][pyarrow]",
             "time32[s][pyarrow]", "object"]
)  # fmt: skip
def test_a_column_of_durations_is_read_from_every_dtype(kind):
    cells = [time(0, 45, 30), None] if "time3" in kind or "time64[us]" in kind else DURATIONS[:1]
    frame = pd.DataFrame({"duration_min": pd.Series(cells, dtype=kind), "terrain": "flat"})
    codes, bad = encode_frame(frame)
    assert (codes["duration_min"][0], bad) == (45.5, [])


def test_a_choice_has_to_be_a_word():
    assert "one of flat" in refusal({"terrain": 2})


def test_ids_and_other_keys_are_left_out():
    session = {"session_id": "007", "start_time": "2025-01-01", "shoe_colour": "red", 7: 7}
    assert encode_session(session | {"Terrain": "flat"}) == {"terrain": 0.0}


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"mood": "good", 7: 7}, "no known column in 'mood', '7'"),
        ({"session_id": "007", "mood": "good"}, "no known column besides ids in 'session_id'"),
        ({"distanse_km": 9}, "To rename: 'distanse_km': did you mean 'distance_km'?"),
    ],
)
def test_keys_none_of_which_is_a_column_are_refused_like_a_header(session, words):
    assert words in refusal(session)
    with pytest.raises(SchemaError, match=re.escape(words)):
        encode_frame(pd.DataFrame([session]))


def test_a_session_without_keys_is_unknown():
    assert encode_session({}) == {}


def test_all_bad_cells_of_a_session_are_named_at_once():
    message = refusal({"terrain": "hily", "distance_km": -1, "height_cm": 180})
    assert "terrain" in message and "distance_km" in message and "height_cm" not in message


# Near misses


def test_a_key_that_is_nearly_a_column_warns():
    with pytest.warns(UserWarning, match="'distanse_km'.*did you mean 'distance_km'"):
        encode_session({"distanse_km": 9, "terrain": "flat"})


def test_a_warning_points_at_the_caller():
    with pytest.warns(UserWarning) as caught:
        encode_session({"distanse_km": 9, "terrain": "flat"})
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("name", "column", "unit"),
    [
        ("distance_miles", "distance_km", "km"),
        ("distance (mi)", "distance_km", "km"),
        ("distance_m", "distance_km", "km"),
        ("longest_run_miles", "longest_run_28d_km", "km"),
        ("elevation_gain_ft", "elevation_gain_m", "m"),
        ("usual_pace_min_per_mile", "usual_pace_min_per_km", "min/km"),
        ("Height (in)", "height_cm", "cm"),
        ("experience_years", "experience_weeks", "weeks"),
        ("duration_s", "duration_min", "min"),
    ],
)
def test_a_name_with_another_unit_is_not_just_renamed(name, column, unit):
    with pytest.warns(UserWarning) as caught:
        encode_session({name: 9, "terrain": "flat"})
    advice = f"it holds another unit; convert it to {unit} and call it {column!r}"
    assert advice in str(caught[0].message) and "did you mean" not in str(caught[0].message)


@pytest.mark.parametrize("name", ["elevation_gain_metres", "duration_minutes", "Height in cm"])
def test_the_same_unit_in_other_words_is_a_slip(name):
    assert "did you mean" in rename_hint(name, near_miss(name))


def test_a_key_beside_the_column_it_resembles_is_no_slip():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        encode_session({"distanse_km": 9, "distance_km": 9})


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Distance (km)", "distance_km"),
        ("terain", "terrain"),
        ("cadence", "cadence_spm"),
        ("shoe", "shoe_type"),
        ("Elevation Gain", "elevation_gain_m"),
        ("Elevation Loss", "elevation_loss_m"),
        ("Max Grade", "max_grade_pct"),
        ("Longest run", "longest_run_28d_km"),
        ("Usual pace", "usual_pace_min_per_km"),
        ("calf injuries 52w", "calf_injury_52w"),
    ],
)
def test_a_slip_finds_its_column(slip, meant):
    assert near_miss(slip) == meant


@pytest.mark.parametrize(
    "name",
    [
        "notes", "Average HR", "Max HR", "Elevation Low", "Elevation High", "Max Cadence", "",
        "p_foot_strike", "sore", "sore_calves", "miles", "7",
    ],
)  # fmt: skip
def test_another_name_is_no_slip(name):
    assert near_miss(name) is None


def test_no_label_is_taken_for_a_slip():
    assert [name for name in label_columns(list(COLUMNS)) if near_miss(name)] == []


# Bad cells in words


def test_a_bad_cell_says_line_column_value_allowed_and_nearest():
    assert str(bad_cell(COLUMNS["terrain"], 5, "hily", line=7)) == (
        "line 7, column terrain: 'hily' is not allowed; one of flat, rolling, hilly, steep. "
        "Did you mean 'hilly'?"
    )


def test_a_slip_gets_a_suggestion():
    cell = bad_cell(COLUMNS["shoe_type"], 0, "Racing Flats")
    assert str(cell).endswith("Did you mean 'racing_flat'?")


@pytest.mark.parametrize(
    ("name", "found", "read", "unit"),
    [
        ("distance_km", "6 mi", 9.66, "km"), ("distance_km", "6,0 Miles", 9.66, "km"),
        ("distance_km", "5000 m", 5, "km"), ("distance_km", "100 metres", 0.1, "km"),
        ("distance_km", "6 miler", 9.66, "km"), ("elevation_gain_m", "1000ft", 304.8, "m"),
        ("height_cm", "70 in", 177.8, "cm"), ("height_cm", "1.80 m", 180, "cm"),
        ("height_cm", "5'4", 162.56, "cm"), ("height_cm", "5 ft 4 in", 162.56, "cm"),
        ("experience_weeks", "2 years", 104, "weeks"),
        ("experience_weeks", "2 months", 8.69, "weeks"),
        ("duration_min", "1.5 h", 90, "min"), ("duration_min", "1h10", 70, "min"),
        ("duration_min", "1 hr 10 mins", 70, "min"), ("duration_min", "90'", 90, "min"),
        ("fastest_pace_min_per_km", "9:30/mi", 5.9, "min/km"),
        ("fastest_pace_min_per_km", "9.5 min per mile", 5.9, "min/km"),
        ("fastest_pace_min_per_km", "12 km/h", 5, "min/km"),
        ("usual_pace_min_per_km", "7.5 mph", 4.97, "min/km"),
        ("usual_pace_min_per_km", "4'30", 4.5, "min/km"),
        ("usual_climb_m_per_km", "100 ft/mi", 18.94, "m/km"),
        ("severity_0_10", "8/10", 8, ""), ("severity_0_10", "6 out of 10", 6, ""),
    ],
)  # fmt: skip
def test_what_a_runner_would_type_is_read_with_a_note(name, found, read, unit):
    note = re.escape(f"read {found!r} as {read:g} {unit}".strip())
    with pytest.warns(UserWarning, match=note):
        assert encode_session({name: found}) == {name: read}
    with pytest.warns(UserWarning, match=note):
        assert encode_frame(pd.DataFrame({name: ["100", found]}))[0][name][1] == read


@pytest.mark.parametrize(
    ("name", "found", "read"),
    [
        ("distance_km", "10k", 10.0), ("distance_km", "5 K", 5.0), ("swelling", "y", 1.0),
        ("usual_pace_min_per_km", "4:30/km", 4.5), ("duration_min", "1:02:11", 62 + 11 / 60),
    ],
)  # fmt: skip
def test_what_means_one_thing_only_is_read_without_a_word(name, found, read):
    assert encode_session({name: found}) == {name: pytest.approx(read)}


@pytest.mark.parametrize("found", ["Hoka", "Hoka Clifton 9", "Nike Vaporfly", "ASICS", "On"])
def test_the_name_of_a_shoe_stays_unknown_and_stops_nothing(found):
    with pytest.warns(UserWarning, match=f"shoe_type: read '{found}' as unknown"):
        assert encode_session({"shoe_type": found, "distance_km": 5}) == {"distance_km": 5.0}
    with pytest.warns(UserWarning, match=f"read '{found}' as unknown"):
        cells, bad = encode_frame(pd.DataFrame({"shoe_type": [found, "barefoot"]}))
    assert not bad and np.isnan(cells["shoe_type"][0]) and cells["shoe_type"][1] == 5.0


@pytest.mark.parametrize("found", ["barefot", "minimalst", "7", "9.5"])
def test_a_slip_or_a_number_is_no_name_of_a_shoe(found):
    assert "shoe_type" in refusal({"shoe_type": found})


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("distance_km", "26 m"),
        ("distance_km", "300 m"),
        ("distance_km", "5:30"),
        ("distance_km", "5 km/h"),
        ("distance_km", "5 furlongs"),
        ("distance_km", "1,150 mi"),
        ("distance_km", "400 mi"),
        ("distance_km", "-3"),
        ("fastest_pace_min_per_km", "5:30 min"),
        ("severity_0_10", "11/10"),
        ("height_cm", "5'40"),
        ("duration_min", "1:52"),
        ("duration_min", "55 m"),
        ("swelling", "2 km"),
    ],
)
def test_no_suggestion_is_better_than_a_wrong_one(name, found):
    assert found in refusal({name: found})
    assert bad_cell(COLUMNS[name], 0, found).hint == ""


@pytest.mark.parametrize("found", ["1,150", "1,150 m"])
def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both(found):
    message = refusal({"elevation_gain_m": found})
    assert "1150" in message and "1.15" in message


def test_a_long_cell_is_cut_in_the_message():
    assert len(str(bad_cell(COLUMNS["distance_km"], 0, "x" * 5000))) < 200


# Columns


@pytest.mark.parametrize("column", CODED, ids=by_name)
def test_a_column_of_nothing_is_a_column_of_unknowns(column):
    codes, bad = encode_column(column, ["", "NA"])
    assert np.isnan(codes).all() and bad == []


@pytest.mark.parametrize("column", CODED, ids=by_name)
def test_a_column_of_no_sessions_is_empty(column):
    codes, bad = encode_column(column, [])
    assert (codes.shape, codes.dtype, bad) == ((0,), np.float64, [])


@pytest.mark.parametrize("word", ["nan", "inf", "1_0", "٣", "x", " ", "1,150", "-", "501", "-1"])
def test_a_neighbour_does_not_change_how_a_cell_is_read(word):
    column = COLUMNS["distance_km"]
    alone = encode_column(column, [word])
    among, bad = encode_column(column, ["5.5", word, "NA"])
    assert bool(alone[1]) == (1 in bad)
    np.testing.assert_array_equal(alone[0][0], among[1])


def test_bad_cells_are_unknown_and_found_again():
    codes, bad = encode_column(COLUMNS["distance_km"], ["5", "-1", "x", ""])
    assert bad == [1, 2]
    np.testing.assert_array_equal(codes, [5.0, nan, nan, nan])


def test_truth_and_one_are_told_apart_in_mixed_cells():
    codes, bad = encode_column(COLUMNS["distance_km"], [1, True, "1", 1.0])
    assert bad == [1]
    assert codes[[0, 2, 3]].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("column", NUMBERS + FLAGS, ids=by_name)
def test_an_array_of_numbers_is_read_like_its_cells(column):
    numbers = np.array([column.low, column.high, nan, inf, column.high + 1, column.low - 1, 0.5])
    codes, bad = encode_column(column, numbers)
    again, bad_again = encode_column(column, numbers.tolist())
    np.testing.assert_array_equal(codes, again)
    assert bad == bad_again


def test_the_array_it_reads_stays_as_it_was():
    numbers = np.array([1.0, -1.0])
    encode_column(COLUMNS["distance_km"], numbers)
    assert numbers.tolist() == [1.0, -1.0]


@pytest.mark.parametrize(
    ("decimal", "text", "number"),
    [
        (",", "1,150", 1.15),
        (",", "5.5", 5.5),
        (",", "0.125", 0.125),
        (".", "1.150", 1.15),
        (".", "5,5", 5.5),
        (".", "0,125", 0.125),
    ],
)
def test_a_decimal_mark_is_understood_where_there_is_no_doubt(decimal, text, number):
    assert encode_column(COLUMNS["distance_km"], [text], decimal=decimal)[0].tolist() == [number]


@pytest.mark.parametrize(
    ("decimal", "text"), [(",", "1.150"), (".", "1,150"), (",", "1.150,5"), (".", "1,150.5")]
)
def test_a_thousands_separator_is_refused(decimal, text):
    assert encode_column(COLUMNS["elevation_gain_m"], [text, "5"], decimal=decimal)[1] == [0]


# Back to words


@pytest.mark.parametrize("column", CHOICES + FLAGS, ids=by_name)
def test_a_code_decodes_to_what_was_written(column):
    written = list(column.choices) or [0, 1]
    codes, _ = encode_column(column, written)
    assert [decode(column, code) for code in codes] == written


@pytest.mark.parametrize("column", CODED, ids=by_name)
def test_unknown_decodes_to_none(column):
    assert decode(column, nan) is None


def test_a_cell_of_many_thousand_characters_is_refused_at_once():
    with pytest.raises(SchemaError):
        encode_session({"distance_km": "1" + " " * 200_000 + "\n1"})
