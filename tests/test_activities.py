"""Recordings and exports become sessions: every format, every trap, and no file can break it."""

import csv
import gzip
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import activity_files as made
import pytest
from activity_files import MadeRun
from click.testing import CliRunner

from calfcause.activities import import_file, is_export, told
from calfcause.activities.importing import _in_parallel
from calfcause.activities.reading import READABLE, read_item
from calfcause.activities.session_guess import session_told
from calfcause.activities.soreness import sore_phrase
from calfcause.activities.sources import Item, items_of
from calfcause.cli import main
from calfcause.errors import ActivityError, CalfcauseError, SchemaError

pytest.importorskip("fitdecode", reason="the extra activities is not installed")

SHARED = Path(__file__).parents[2] / "shared"
RUN = MadeRun()
RECORDINGS = {"run.fit": made.fit, "run.gpx": made.gpx, "run.tcx": made.tcx}
EXPORTS = {
    **RECORDINGS,
    "export.xml": made.apple,
    "a_summarizedActivities.json": made.garmin_account,
    "exercise-0.json": made.fitbit,
    "activities.csv": lambda run: made.strava([(run, "Run", "", "Nimbus", "")]),
}
GARMIN = [
    "Activity Type", "Date", "Title", "Distance", "Time", "Avg Run Cadence", "Total Ascent",
    "Total Descent", "Moving Time", "Avg Stride Length",
]  # fmt: skip


def read(path, content=None):
    """What an import reads of one file."""
    if content is not None:
        path.write_bytes(content)
    (item,) = items_of([path])
    return read_item(item)


def cells(path, content=None):
    """The cells of the only run of a file."""
    found = read(path, content)
    assert len(found.runs) == 1, found.left
    return found.runs[0].cells


def rows_of(path):
    return [*csv.DictReader(io.StringIO(path.read_text("utf-8")))]


# Every format tells the same run


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_tells_the_same_run(name, tmp_path):
    found = cells(tmp_path / name, EXPORTS[name](RUN))
    assert found["distance_km"] == pytest.approx(RUN.metres / 1000, rel=0.001)
    assert found["duration_min"] == pytest.approx(RUN.seconds / 60, abs=0.02)
    assert found["elevation_gain_m"] == pytest.approx(RUN.gain, abs=1)
    if name != "export.xml":  # which has no steps
        assert found["cadence_spm"] == pytest.approx(2 * RUN.cadence, abs=1)
    if name in RECORDINGS:
        assert found["fastest_pace_min_per_km"] == pytest.approx(1000 / 60 / RUN.fast, abs=0.02)
        steepest = RUN.hill_m * 3.1416 * RUN.hills / RUN.metres * 100
        assert found["max_grade_pct"] == pytest.approx(steepest, abs=0.3)


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_packed_recording_is_read_whatever_its_name(name, tmp_path):
    plain = cells(tmp_path / name, RECORDINGS[name](RUN))
    packed = gzip.compress(RECORDINGS[name](RUN))
    assert cells(tmp_path / f"{name}.gz", packed) == plain
    assert cells(tmp_path / "other.fit", packed) == plain
    assert cells(tmp_path / "twice.gz", gzip.compress(packed)) == plain


def test_records_of_one_run_become_one_row_with_what_each_knows(tmp_path):
    for name, write in EXPORTS.items():
        (tmp_path / name).write_bytes(write(RUN))
    report = import_file([tmp_path], tmp_path / "runs.csv")
    (row,) = rows_of(tmp_path / "runs.csv")
    assert row["source_file"] == "run.fit"
    assert row["start_time"] == "2026-05-04T08:30:00+02:00"  # the local time is that of the watch
    assert (row["title"], row["shoe"]) == ("Morning Run", "Nimbus")
    assert "merged      6 records" in str(report)


def test_two_runs_of_a_day_stay_two(tmp_path):
    later = MadeRun(start=made.START + timedelta(hours=3))
    (tmp_path / "a.fit").write_bytes(made.fit(RUN))
    (tmp_path / "b.fit").write_bytes(made.fit(later))
    (tmp_path / "b.gpx").write_bytes(made.gpx(later))
    import_file([tmp_path], tmp_path / "runs.csv")
    assert [row["source_file"] for row in rows_of(tmp_path / "runs.csv")] == ["a.fit", "b.fit"]


def test_the_same_file_twice_is_one_run_even_without_a_date(tmp_path):
    content = made.gpx(RUN).replace(b"2026-05-04T", b"")
    (tmp_path / "a.gpx").write_bytes(content)
    (tmp_path / "copy.gpx.gz").write_bytes(gzip.compress(content))
    report = import_file([tmp_path], tmp_path / "runs.csv")
    assert [run.source for run in report.runs] == ["a.gpx"]


def test_a_list_in_local_time_is_of_the_same_run_as_a_recording_in_utc(tmp_path):
    row = ["Running", "2026-05-04 08:30:00", "Home", "5.34", "00:30:00"]
    (tmp_path / "Activities.csv").write_bytes(made.garmin(GARMIN[:5], [row]))
    (tmp_path / "a.gpx").write_bytes(made.gpx(RUN))
    import_file([tmp_path], tmp_path / "runs.csv")
    (found,) = rows_of(tmp_path / "runs.csv")
    assert found["start_time"] == "2026-05-04T08:30:00+02:00"


def test_only_the_run_of_a_triathlon_is_kept(tmp_path):
    swim = MadeRun(sport="swimming", seconds=900)
    run = MadeRun(start=made.START + timedelta(hours=1))
    found = read(tmp_path / "triathlon.fit", made.fit(swim, run))
    assert [run.cells["distance_km"] for run in found.runs] == [5.34]
    assert found.left == [("triathlon.fit (1)", "not a run (swimming)")]


def test_treadmill_and_track_are_recognised(tmp_path):
    treadmill = cells(tmp_path / "a.fit", made.fit(MadeRun(sub_sport=1)))
    assert treadmill["surface"] == "treadmill"
    around = MadeRun()
    around.rows = [(s, far, 50.0) for s, far, _ in around.rows]
    text = made.gpx(around).decode()
    for _, far, _ in around.rows:  # to and fro on 80 m
        off = far % 160 if far % 160 < 80 else 160 - far % 160
        text = text.replace(f'"{made.latitude(far):.8f}"', f'"{made.latitude(off):.8f}"', 1)
    found = read(tmp_path / "b.gpx", text.encode())
    assert found.runs[0].cells["surface"] == "track"
    assert "surface" in found.runs[0].guessed


def test_repetitions_are_guessed_from_the_pace_and_marked(tmp_path):
    run = MadeRun(hill_m=0)
    far, rows = 0.0, []
    for second in range(2401):
        rows.append((second, far, 100.0))
        far += 5.0 if second % 240 < 120 else 2.2
    run.rows = rows
    found = read(tmp_path / "a.gpx", made.gpx(run)).runs[0]
    assert found.cells["session_type"] == "intervals"
    assert "session_type" in found.guessed
    assert "session_type" not in cells(tmp_path / "b.gpx", made.gpx(MadeRun(hill_m=0)))


@pytest.mark.parametrize(
    ("speed", "kind"),
    [
        (lambda s: 3.6 if 900 <= s < 2100 else 2.8, "tempo"),
        (lambda s: 2.8, None),
        (lambda s: 0.0 if 1000 < s < 1200 else 2.8, None),
        (lambda s: 2.8 if s < 1500 else 1.5, None),  # and walked home
    ],
)
def test_a_steady_block_is_guessed_to_be_a_tempo_run(speed, kind, tmp_path):
    run = MadeRun(hill_m=0)
    run.rows, far = [], 0.0
    for second in range(2700):
        run.rows.append((second, far, 100.0))
        far += speed(second)
    assert cells(tmp_path / "a.gpx", made.gpx(run)).get("session_type") == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("6x800m Bahn", "intervals"),
        ("Fractionné 30/30", "intervals"),
        ("Berlin Marathon", "race"),
        ("Marathon training, week 3", ""),
        ("Sortie longue", "long"),
        ("Morning Run", ""),
    ],
)
def test_a_title_may_name_the_kind_of_session(title, kind):
    assert session_told(title)[0] == kind


# Streams that go wrong


def test_a_clock_that_jumps_and_sensors_that_fail_are_put_right(tmp_path):
    run = MadeRun()
    run.rows[100] = (run.rows[100][0], run.rows[100][1], -500.0)
    run.rows[700] = (run.rows[700][0], 400_000.0, run.rows[700][2])  # the position jumps
    text = made.gpx(run).decode().replace(made.at(run, 0), "1999-08-22T00:00:00Z")
    found = read(tmp_path / "a.gpx", text.encode()).runs[0]
    assert found.cells["distance_km"] == pytest.approx(RUN.metres / 1000, rel=0.01)
    assert found.cells["duration_min"] == pytest.approx(RUN.seconds / 60, abs=0.1)
    assert found.cells["elevation_gain_m"] == pytest.approx(RUN.gain, abs=2)
    told_of = " ".join(found.repaired)
    for word in ("out of the order of time", "impossible altitudes", "jumps of the position"):
        assert word in told_of


def test_noise_of_the_altitude_is_no_climb(tmp_path):
    noise = random.Random(1)
    run = MadeRun(hill_m=0)
    run.rows = [(s, far, 100 + noise.uniform(-1.2, 1.2)) for s, far, _ in run.rows]
    found = cells(tmp_path / "a.gpx", made.gpx(run))
    assert found["elevation_gain_m"] == 0
    assert "max_grade_pct" not in found


def test_points_without_a_date_give_a_row_without_a_start(tmp_path):
    text = made.tcx(RUN).decode().replace("2026-05-04T", "")
    found = read(tmp_path / "a.tcx", text.encode())
    assert found.runs[0].start is None
    assert found.runs[0].cells["distance_km"] == pytest.approx(5.34)


def test_points_far_apart_are_still_a_run(tmp_path):
    """As of a watch that saves power."""
    sparse = MadeRun()
    sparse.rows = sparse.rows[::50]
    found = cells(tmp_path / "a.gpx", made.gpx(sparse))
    assert found["duration_min"] == pytest.approx(RUN.seconds / 60, abs=0.1)
    assert found["elevation_gain_m"] == pytest.approx(RUN.gain, abs=6)


def test_a_clock_without_a_date_still_counts_the_time(tmp_path):
    found = read(tmp_path / "a.gpx", made.gpx(RUN).replace(b"2026-05-04T", b"")).runs[0]
    assert found.start is None
    assert found.cells["duration_min"] == pytest.approx(RUN.seconds / 60, abs=0.1)


def test_a_route_that_nobody_has_run_is_told_from_a_run(tmp_path):
    content = re.sub(rb"<time>[^<]*</time>", b"", made.gpx(RUN))
    assert "planned route" in read(tmp_path / "a.gpx", content).left[0][1]


def test_a_treadmill_has_no_climb_whatever_the_watch_says(tmp_path):
    for sub_sport in (1, 58):  # 58 is a run on a screen, as in Zwift
        found = cells(tmp_path / "a.fit", made.fit(MadeRun(sub_sport=sub_sport)))
        assert found["surface"] == "treadmill"
        assert not {"elevation_gain_m", "max_grade_pct", "terrain"} & found.keys()


def test_a_recording_of_nothing_is_left_out_with_a_reason(tmp_path):
    still = MadeRun(speed=0.0001, hill_m=0, hills=0)
    assert read(tmp_path / "a.fit", made.fit(still)).left[0][1].startswith("too short to be a run")
    assert read(tmp_path / "b.fit", b"").left == [("b.fit", "it is empty")]


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_file_that_breaks_off_gives_what_it_holds(name, tmp_path):
    whole = RECORDINGS[name](RUN)
    for share in (0.3, 0.6, 0.99):
        found = read(tmp_path / name, whole[: int(share * len(whole))])
        assert len(found.runs) == 1, found.left
        said = " ".join(found.runs[0].repaired)
        assert "the points before" in said or "came before" in said


def test_a_wrong_checksum_is_said_and_the_run_is_read(tmp_path):
    content = bytearray(made.fit(RUN))
    content[-1] ^= 0xFF
    found = read(tmp_path / "a.fit", bytes(content))
    assert found.runs[0].cells["distance_km"] == 5.34
    assert "checksum" in found.runs[0].repaired[0]


def test_undeclared_prefixes_and_blanks_before_the_declaration_are_read(tmp_path):
    assert cells(tmp_path / "a.gpx", made.gpx(RUN, prefix=False))["cadence_spm"] == 168
    assert cells(tmp_path / "b.gpx", b"\xef\xbb\xbf \n" + made.gpx(RUN))["cadence_spm"] == 168


# Hostile input


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<gpx><trk><name>&b;</name></trk></gpx>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<gpx><trk><name>&x;</name></trk></gpx>"
)


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, made.gpx(RUN)[:30] + b"<a>" * 5000])
def test_xml_that_attacks_is_refused(content, tmp_path):
    found = read(tmp_path / "a.gpx", content)
    assert not found.runs
    assert len(found.left) == 1


def test_a_packed_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("calfcause.activities.sources.MOST_BYTES", 1 << 20)
    zeros = b'[{"logId": 1, "x": "' + b" " * (8 << 20)
    (tmp_path / "bomb.json.gz").write_bytes(gzip.compress(zeros))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.json", zeros)
    for item in items_of([tmp_path]):
        assert read_item(item).left[0][1] == "it unpacks to more than any recording"


@pytest.mark.parametrize("content", [b"\r1\r2,", bytes(range(256)) * 40, b"\0" * 99, b"PK\5\6"])
def test_what_is_only_called_a_zip_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    with pytest.raises(ActivityError, match="it is no zip") as refused:
        import_file([path], tmp_path / "runs.csv")
    assert "new-line" not in str(refused.value)


def test_bytes_called_csv_are_said_to_be_no_table(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_bytes(b"\r1\r2,")
    with pytest.raises(ActivityError) as refused:
        import_file([path], tmp_path / "out.csv")
    assert "new-line" not in str(refused.value) and "mode" not in str(refused.value)


def test_a_zip_may_hold_anything(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("deep.tcx", made.tcx(MadeRun(start=made.START + timedelta(days=1))))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../climbs.fit", made.fit(RUN))
        packed.writestr("inner.zip", inner.getvalue())
        packed.writestr("broken.zip", b"PK\x03\x04nothing")
        packed.writestr("no.gz.fit.gz", b"no gzip at all")
        packed.writestr("settings.json", b"{}")
        packed.writestr("__MACOSX/._climbs.fit", b"x")
    report = import_file([path], tmp_path / "runs.csv")
    assert len(rows_of(tmp_path / "runs.csv")) == 2
    assert sorted(p.name for p in tmp_path.parent.iterdir() if "climbs" in p.name) == []
    said = str(report)
    assert "broken.zip" in said
    assert "no.gz.fit.gz" in said
    assert "1 table or JSON file without a list of activities" in said


def mutations(content, number, seed):
    """Flip bytes, cut, repeat and shuffle pieces of a file."""
    choose = random.Random(seed)
    for _ in range(number):
        data = bytearray(content)
        for _ in range(choose.randint(1, 12)):
            place = choose.randrange(len(data))
            how = choose.randrange(4)
            if how == 0:
                data[place] = choose.randrange(256)
            elif how == 1:
                del data[place : place + choose.randint(1, 200)]
            elif how == 2:
                data[place:place] = data[max(0, place - choose.randint(1, 200)) : place]
            else:
                data[place : place + 4] = choose.randbytes(4)
            data = data or bytearray(b" ")
        yield bytes(data)


@pytest.mark.parametrize("name", EXPORTS)
def test_no_damage_ends_in_a_traceback(name, tmp_path):
    short = MadeRun(seconds=120)
    for content in mutations(EXPORTS[name](short), 60, seed=4):
        found = read(tmp_path / name, content)
        assert found.runs or found.left
        for run in found.runs:
            assert 0 < run.cells.get("distance_km", 1.0) <= 500
            assert 0 < run.cells.get("duration_min", 1.0) <= 6000


# Lists


def garmin_row(**given):
    row = {
        "Activity Type": "Running", "Date": "2026-04-22 17:51:09", "Title": "x", "Distance": "5.00",
        "Time": "00:27:00", "Avg Run Cadence": "165", "Total Ascent": "20", "Total Descent": "20",
        "Moving Time": "00:26:00", "Avg Stride Length": "--", **given,
    }  # fmt: skip
    return [row[name] for name in GARMIN]


def garmin(tmp_path, *rows):
    content = made.garmin(GARMIN, [garmin_row(**row) for row in rows])
    return read(tmp_path / "Activities.csv", content)


def test_a_decimal_comma_is_found_and_said(tmp_path):
    found = garmin(
        tmp_path,
        {"Distance": "4,31", "Moving Time": "00:24:29,5"},
        {"Distance": "3,50", "Total Ascent": "1.178"},
    )
    assert [run.cells["distance_km"] for run in found.runs] == [4.31, 3.5]
    assert found.runs[0].cells["duration_min"] == pytest.approx(24.49, abs=0.01)
    assert found.runs[1].cells["elevation_gain_m"] == 1178
    assert "decimal comma" in found.notes[0]


def test_thousands_in_a_file_with_decimal_points_are_read(tmp_path):
    found = garmin(tmp_path, {"Total Ascent": "1,146", "Distance": "12.50", "Time": "01:10:00",
                              "Moving Time": "01:09:30"})  # fmt: skip
    assert found.runs[0].cells["elevation_gain_m"] == 1146


@pytest.mark.parametrize(
    "row",
    [
        {"Avg Stride Length": "1.13", "Avg Run Cadence": "159"},
        {"Total Ascent": "2,377", "Avg Run Cadence": "159"},
    ],
)
def test_miles_and_feet_are_found_from_the_values(row, tmp_path):
    found = garmin(
        tmp_path,
        {"Distance": "9.00", "Moving Time": "01:23:30", "Total Ascent": "1,000", **row},
    )
    assert found.runs[0].cells["distance_km"] == pytest.approx(14.484)
    assert found.runs[0].cells["elevation_gain_m"] == pytest.approx(
        float(row.get("Total Ascent", "1,000").replace(",", "")) * 0.3048, abs=1
    )
    assert "read as miles and feet, since" in found.notes[0]


def test_kilometres_stay_kilometres(tmp_path):
    row = {"Distance": "9.33", "Moving Time": "00:47:41", "Avg Run Cadence": "182"}
    found = garmin(tmp_path, {**row, "Avg Stride Length": "1.08"})
    assert found.runs[0].cells["distance_km"] == 9.33
    assert not found.notes


def test_runs_on_a_track_are_metres_and_their_treadmills_have_no_climb(tmp_path):
    found = garmin(
        tmp_path,
        {"Activity Type": "Track Running", "Distance": "450.00", "Moving Time": "00:01:39.1"},
        {"Activity Type": "Laufband", "Moving Time": "00:00:00", "Total Ascent": "300"},
        {},
    )
    track, treadmill, _ = found.runs
    assert (track.cells["distance_km"], track.cells["surface"]) == (0.45, "track")
    assert (treadmill.cells["surface"], treadmill.cells["duration_min"]) == ("treadmill", 27.0)
    assert "elevation_gain_m" not in treadmill.cells


@pytest.mark.parametrize(
    ("header", "row", "gain"),
    [
        ("Aktivitätstyp,Datum,Titel,Distanz,Zeit,Positiver Höhenunterschied,"
         "Ø Schrittfrequenz (Laufen)", "Laufen", 120),
        ("Type d'activité,Date,Titre,Distance,Durée,Ascension totale,Cadence de course moyenne",
         "Course à pied", 120),
        ("Tipo de actividad,Fecha,Título,Distancia,Tiempo,Ascenso total,Cadencia de carrera media",
         "Carrera", 120),
        ("Aktivitetstype,Dato,Titel,Distance,Tid,Højdeforøgelse,Gennemsnit kadence løb",
         "Løb", 120),
        ("Tipo di attività,Data,Titolo,Distanza,Tempo,Ascesa totale,Cadenza di corsa media",
         "Corsa", 120),
        ("Tipo de atividade,Data,Título,Distância,Tempo,Subida total,Cadência de corrida média",
         "Corrida", 120),
        ("Typ aktywności,Data,Tytuł,Dystans,Czas,Całkowity wznios,Średni rytm biegu",
         "Bieganie", 120),
        ("Activity Type,Date,Title,Distance,Time,Elev Gain,Avg Bike Cadence", "Running", 120),
    ],
)  # fmt: skip
def test_headers_of_many_languages(header, row, gain, tmp_path):
    content = made.garmin(
        header.split(","),
        [
            [row, "2026-04-22 17:51:09", "x", "10.50", "00:55:00", str(gain), "168"],
            ["Radfahren", "2026-04-23 17:51:09", "x", "40.00", "01:30:00", "300", "80"],
        ],
    )
    found = read(tmp_path / "a.csv", content)
    (run,) = found.runs
    assert run.cells["distance_km"] == 10.5
    assert run.cells["duration_min"] == 55
    assert run.cells["elevation_gain_m"] == gain
    assert run.cells["cadence_spm"] == 168
    assert found.left == [("a.csv row 2", "not a run (Radfahren)")]


def test_dates_are_decided_from_the_whole_file_and_said(tmp_path):
    found = garmin(tmp_path, {"Date": "7/4/2026 15:36"}, {"Date": "7/14/2026 15:36"})
    assert [run.start.isoformat() for run in found.runs] == [
        "2026-07-04T15:36:00", "2026-07-14T15:36:00",
    ]  # fmt: skip
    assert "month first" in found.notes[0]
    unclear = garmin(tmp_path, {"Date": "7/4/2026 15:36"}, {"Date": "8/4/2026 15:36"})
    assert [run.start for run in unclear.runs] == [None, None]
    assert "left empty" in unclear.notes[0]


def test_strava_of_a_language_without_names_is_read_by_its_order(tmp_path):
    """As the Strava exports of all years: the first seven columns, and elapsed time again."""
    first = ["a", "b", "c", "d", "e", "time", "far", "g", "h", "i", "j", "shoe", "file", "k", "l"]
    header = [*first, "time", "moving", "far", *map(str, range(60))]
    row = ["1", "4 mei 2026, 06:30:00", "Ochtendloop", "Hardloopsessie", "", "1860", "5,34"]
    row += [""] * 8 + ["1860.0", "1800.0", "5340.0", "5", "3", "80.0", "79.0"] + [""] * 60
    row[15 + 14] = "84.0"
    found = read(tmp_path / "a.csv", made.garmin(header, [row]))
    assert found.kind == "Strava"
    assert found.runs[0].cells["distance_km"] == 5.34
    assert found.runs[0].cells["elevation_gain_m"] == 80
    assert found.runs[0].cells["cadence_spm"] == 168
    assert found.runs[0].start == datetime(2026, 5, 4, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Date,Type,Route Name,Distance (km),Duration,Climb (m),Notes,GPX File",
            "2026-05-04 06:30:00,Running,,5.34,30:00,80,,",
        ),
        (
            "Date,Type,Route Name,Distance (mi),Duration,Climb (ft),Notes,GPX File",
            "2026-05-04 06:30:00,Running,,3.318,0:30:00,262.5,,",
        ),
        (
            "id,start_date_local,type,name,moving_time,elapsed_time,distance,total_elevation_gain",
            "i1,2026-05-04T06:30:00,Run,Easy,1800,1860,5340,80",
        ),
        (
            "Title,WorkoutType,WorkoutDay,DistanceInMeters,TimeTotalInHours,CadenceAverage",
            "x,Run,2026-05-04,5340,0.5,84",
        ),
    ],
)
def test_lists_of_other_apps(header, row, tmp_path):
    found = cells(tmp_path / "a.csv", f"{header}\n{row}\n".encode())
    assert found["distance_km"] == pytest.approx(5.34, rel=0.001)
    assert found["duration_min"] == 30
    assert found.get("elevation_gain_m", 80) == pytest.approx(80, abs=0.5)


def test_a_bulk_export_of_strava_joins_its_list_and_its_files(tmp_path):
    day = timedelta(days=1)
    first, ride, third = (MadeRun(start=made.START + n * day, seconds=900) for n in range(3))
    rows = [
        (first, "Run", "activities/1.fit.gz", "Nimbus", "Calves on fire 🔥"),
        (ride, "Ride", "activities/2.gpx.gz", "", ""),
        (third, "Run", "", "Nimbus", ""),
    ]
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("activities.csv", made.strava(rows))
        packed.writestr("activities/1.fit.gz", gzip.compress(made.fit(first)))
        # Without a sport of its own, only the list tells that this is a ride.
        packed.writestr("activities/2.gpx.gz", gzip.compress(made.gpx(MadeRun(sport=""))))
    report = import_file([path], tmp_path / "runs.csv", told=told(["surface=road"]))
    rows = rows_of(tmp_path / "runs.csv")
    assert [row["source_file"] for row in rows] == [
        "export.zip/activities/1.fit.gz", "export.zip/activities.csv row 3",
    ]  # fmt: skip
    assert [row["sore_calves"] for row in rows] == ["1?", ""]
    assert [row["surface"] for row in rows] == ["road", "road"]
    assert "“Calves on fire" in rows[0]["guessed"]
    assert "not a run (Ride)" in str(report)


# What the runner tells, and a second import


def test_profile_and_notes_fill_what_no_watch_knows(tmp_path):
    later = MadeRun(start=made.START + timedelta(days=1))
    rows = [(RUN, "Run", "", "Nimbus", "calves on fire"), (later, "Run", "", "Wave", "")]
    (tmp_path / "activities.csv").write_bytes(made.strava(rows))
    (tmp_path / "me.toml").write_text(
        'height_cm = 178\nusual_surface = "tarmac"\n'
        '[shoe.Nimbus]\ntype = "cushioned"\ndrop_mm = 8\n'
    )
    (tmp_path / "notes.csv").write_text("date,sore_calves,surface\n2026-05-04,no,sand\n")
    with pytest.warns(UserWarning, match="read"):  # tarmac as road
        known = told([], tmp_path / "me.toml", tmp_path / "notes.csv")
    report = import_file([tmp_path / "activities.csv"], tmp_path / "runs.csv", told=known)
    first, second = rows_of(tmp_path / "runs.csv")
    assert (first["height_cm"], first["usual_surface"], first["shoe_type"]) == (
        "178", "road", "standard",
    )  # fmt: skip
    assert (first["shoe_drop_mm"], first["surface"], first["sore_calves"]) == ("8", "sand", "0")
    assert (second["shoe_type"], second["surface"]) == ("", "")
    assert "Wave (1)" in str(report)


@pytest.mark.parametrize("text", ["surface", "surfaces=sand", "surface=lava", "start_time=x"])
def test_a_cell_that_is_not_allowed_is_refused(text):
    with pytest.raises(SchemaError):
        told([text])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_second_import_reads_only_what_is_new_and_keeps_what_was_changed(ending, tmp_path):
    source, target = tmp_path / "in", tmp_path / f"runs.{ending}"
    source.mkdir()
    (source / "a.fit").write_bytes(made.fit(RUN))
    (source / "ride.fit").write_bytes(made.fit(MadeRun(sport="cycling")))
    import_file([source], target)
    if ending == "csv":
        changed = target.read_text().replace("2026-05-04 08:30,", "my best run,")
        target.write_text(changed)
    (source / "b.tcx").write_bytes(made.tcx(MadeRun(start=made.START + timedelta(days=2))))
    (source / "same.gpx").write_bytes(made.gpx(RUN))
    report = import_file([source], target)
    assert (report.known, report.earlier, len(report.runs), report.again) == (2, 1, 1, 1)
    if ending == "csv":
        assert [row["session_id"] for row in rows_of(target)] == ["my best run", "2026-05-06 06:30"]


def test_a_file_that_no_import_has_written_is_not_replaced(tmp_path):
    (tmp_path / "a.fit").write_bytes(made.fit(RUN))
    (tmp_path / "runs.csv").write_text("distance_km\n9\n")
    with pytest.raises(SchemaError, match="not written by calfcause import"):
        import_file([tmp_path / "a.fit"], tmp_path / "runs.csv")


def test_processes_read_the_same_as_one(tmp_path):
    for number in range(24):
        run = MadeRun(start=made.START + timedelta(days=number), seconds=400)
        (tmp_path / f"{number}.gpx").write_bytes(made.gpx(run))
    items = [*items_of([tmp_path])]
    (serial, parallel) = (
        sorted(run.source for read in _in_parallel(items, workers) for run in read.runs)
        for workers in (1, 2)
    )
    assert serial == parallel
    assert len(serial) == 24


NO_GUARD = """
from pathlib import Path
from calfcause.activities import import_file
import_file([Path("runs")], "runs.csv", workers=2)
"""


def test_processes_that_die_while_they_are_born_end_the_import_in_one_sentence(tmp_path):
    (tmp_path / "runs").mkdir()
    for number in range(24):
        (tmp_path / "runs" / f"{number}.gpx").write_bytes(made.gpx(MadeRun(seconds=400)))
    (tmp_path / "script.py").write_text(NO_GUARD)
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1 and "died as they started" in last and "__main__" in last
    assert not (tmp_path / "runs.csv").exists()


# Doors


def invoke(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_doors_read_recordings_and_exports(tmp_path, tiny):
    (tmp_path / "run.fit").write_bytes(made.fit(RUN))
    explained = invoke("explain", tmp_path / "run.fit", "--model", tiny.folder)
    assert explained.exit_code == 0, explained.output
    assert "2026-05-04 08:30" in explained.output
    (tmp_path / "activities.csv").write_bytes(made.strava([(RUN, "Run", "", "", "")]))
    for name in ("run.fit", "activities.csv"):
        out = tmp_path / "answers.csv"
        done = invoke("predict", tmp_path / name, "-o", out, "--model", tiny.folder)
        assert done.exit_code == 0, done.output
        assert rows_of(out)[0]["distance_km"] == "5.34"
    done = invoke("report", tmp_path / "run.fit", "-o", tmp_path / "r.md", "--model", tiny.folder)
    assert done.exit_code == 0, done.output


def test_the_doors_read_a_folder_once(tmp_path, tiny, monkeypatch):
    folder, out = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    (folder / "run.fit").write_bytes(made.fit(RUN))
    (folder / "ride.fit").write_bytes(made.fit(MadeRun(sport="cycling")))
    calls = []

    def reading(item):
        calls.append(item.name)
        return read_item(item)

    monkeypatch.setattr("calfcause.activities.importing.read_item", reading)
    for command in (["predict", folder, "-o", out], ["report", folder, "-o", tmp_path / "r.md"],
                    ["explain", folder]):  # fmt: skip
        done = invoke(*command, "--model", tiny.folder)
        assert done.exit_code == 0, done.output
    assert sorted(calls) == ["ride.fit", "run.fit"]
    assert rows_of(out)[0]["distance_km"] == "5.34"
    assert out.stat().st_mode & 0o111 == 0
    done = invoke("predict", folder, "-o", out, "--resume", "--model", tiny.folder)
    assert "only if both input and output are files" in done.output
    done = invoke("explain", tmp_path / "in" / "ride.fit", "--model", tiny.folder)
    assert "not a run (cycling)" in done.output


def test_the_command_imports_and_reports(tmp_path):
    (tmp_path / "run.fit").write_bytes(made.fit(RUN))
    out = tmp_path / "runs.csv"
    done = invoke("import", tmp_path / "run.fit", "-o", out, "--set", "surface=sand")
    assert done.exit_code == 0, done.output
    assert "runs.csv: 1 run" in done.output
    assert rows_of(tmp_path / "runs.csv")[0]["surface"] == "sand"
    written = invoke("import", tmp_path / "run.fit", "-o", "-")
    assert written.exit_code == 0
    assert "5.34" in written.output


def test_an_unknown_file_names_what_would_be_read(tmp_path):
    (tmp_path / "a.csv").write_text("apples,pears\n1,2\n")
    done = invoke("import", tmp_path / "a.csv", "-o", tmp_path / "runs.csv")
    assert done.exit_code == 1
    assert READABLE[:40] in " ".join(done.output.split())
    assert not (tmp_path / "runs.csv").exists()


def test_a_file_of_sessions_is_no_export(tmp_path):
    for header in ("distance_km,duration_min", "session_id,start_time,distance_km"):
        (tmp_path / "a.csv").write_text(f"{header}\n1,2,3\n")
        assert not is_export(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(made.strava([]))
    assert is_export(tmp_path / "b.csv")
    with pytest.raises(CalfcauseError):
        import_file([tmp_path / "a.csv"], tmp_path / "runs.csv")


# Words


@pytest.mark.parametrize(
    ("sore", "not_sore"),
    [
        ("Calves on fire 🔥; 10k|Tight calf again|Moo. (sore calves)",
         "Calf raises and 5k easy|Calves finally happy|No sore calves|Sore from yesterday, calves"),
        ("Muskelkater in den Waden|Waden dicht nach km 3|Wadenkrampf",
         "Waden wieder locker|danach Wadenheben|Kein Wadenkrampf"),
        ("Gros mal aux mollets|Mollets en béton",
         "Test des manchons de mollets|Plus mal aux mollets"),
        ("Gemelos cargadísimos|Series con el sóleo duro", "Gemelos bien|Estiramientos de gemelo"),
        ("Polpacci di marmo|Polpacci ancora indolenziti", "Polpacci ok|Stretching polpacci"),
        ("Kuiten als beton|Duurloop met stijve kuiten",
         "Kuitenbijters in Limburg|Kuiten voelen goed"),
        ("Panturrilha travada|Gémeos a arder", "Panturrilha sem dor|Treino com os gémeos (kids)"),
        ("Ømme lægge i dag|Ondt i venstre læg",
         "Løb til lægen|Kan ikke lægge mig|Lægge uden smerter"),
        ("Stumma vader|Backar, ont i vaderna", "Vad hände?|Vaderna känns bra"),
        ("Łydki jak kamień|Bolą łydki", "Łydki nie bolą|Rozciąganie łydek"),
    ],
)  # fmt: skip
def test_sore_calves_in_titles_of_ten_languages(sore, not_sore):
    assert all(map(sore_phrase, sore.split("|")))
    assert not [text for text in not_sore.split("|") if sore_phrase(text)]


# Real files, which may not be published


def facts(page, heading):
    """The rows of the first table after a heading, as dicts."""
    text = page[page.index(heading) :]
    table = text[text.index("\n|") + 1 :].partition("\n\n")[0].splitlines()
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [dict(zip(header, row, strict=False)) for row in rows]


def number(text):
    return float(text.split()[0]) if text and text.split()[0][:1].isdigit() else None


def shared(folder):
    path = SHARED / folder
    if not (path / "README.md").is_file():
        pytest.skip("the real files may not be published, and are not here")
    return path


def test_real_recordings_agree_with_what_is_known_of_them():
    folder = shared("activities")
    checked = 0
    for row in facts((folder / "README.md").read_text("utf-8"), "## Facts"):
        sport = row["sport in the file"].lower()
        found = read_item(Item(str(folder / row["file"])))
        if "running" not in sport and sport != "9":
            continue
        if row["file"] == "truncated.fit":
            assert "too short" in found.left[0][1]
            continue
        (run,) = found.runs
        assert run.cells["distance_km"] == pytest.approx(number(row["distance km"]), rel=0.04)
        loose = 0.05 if row["file"].endswith(".gpx") else 0.001
        assert run.cells["duration_min"] == pytest.approx(number(row["moving min"]), rel=loose)
        gains = [number(row[f"gain, {how} m"]) for how in ("device", "computed")]
        if known := [gain for gain in gains if gain is not None]:
            gain = run.cells["elevation_gain_m"]
            assert min(abs(gain - one) - max(10, 0.15 * one) for one in known) <= 0, row["file"]
        cadences = [number(t) for t in row["cadence steps/min: device / records"].split("/")]
        if known := [cadence for cadence in cadences if cadence]:
            assert min(abs(run.cells["cadence_spm"] - one) for one in known) <= 3
        if fastest := number(row["fastest 1 km min/km"]):
            assert run.cells["fastest_pace_min_per_km"] == pytest.approx(fastest, abs=0.021)
        checked += 1
    assert checked >= 12


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Garmin, English", "garmin-activities-en-2025.csv"),
        ("Garmin, Danish", "garmin-activities-da-2020.csv"),
        ("Strava, English (US); cadence", "strava-activities-en-us-2025.csv"),
    ],
)
def test_real_lists_agree_with_what_is_known_of_them(heading, name):
    folder = shared("exports")
    known = facts((folder / "README.md").read_text("utf-8"), heading)
    found = read_item(Item(str(folder / name))).runs
    runs = {int(run.source.rpartition(" ")[2]): run for run in found}
    assert sorted(runs) == [int(row["row"]) for row in known if row["run?"] == "yes"]
    for row in known:
        if row["run?"] != "yes":
            continue
        found = runs[int(row["row"])].cells
        minutes = number(row.get("moving min", "")) or number(row.get("time min", ""))
        assert found["distance_km"] == pytest.approx(number(row["distance km"]), abs=0.011)
        assert found["duration_min"] == pytest.approx(minutes, abs=0.02)
        assert found.get("elevation_gain_m", 0) == (number(row["gain m"]) or 0)
        if cadence := number(row["cadence steps/min"]):  # else it may follow from the steps
            assert found["cadence_spm"] == cadence


def test_the_small_inputs_that_once_failed():
    folder = shared("inputs")
    wanted = {
        "01-garmin-decimal-comma.csv": {"distance_km": 4.31, "elevation_gain_m": 21},
        "03-garmin-moving-fraction-comma.csv": {"duration_min": 9.49},
        "04-garmin-all-sports.csv": {"distance_km": 9.33, "cadence_spm": 182},
        "07-garmin-miles-feet.csv": {"distance_km": 14.48, "elevation_gain_m": 724.5},
        "83-strava-de.csv": {"distance_km": 2.81, "duration_min": 23, "cadence_spm": 164},
        "87-strava-negative-loss.csv": {"distance_km": 7.21, "cadence_spm": 170},
        "89-intervals-icu.csv": {"distance_km": 10.01, "duration_min": 60, "cadence_spm": 169},
    }
    for name, right in wanted.items():
        found = read_item(Item(str(folder / name))).runs[0].cells
        for column, cell in right.items():
            assert found[column] == pytest.approx(cell, abs=0.6 if column.endswith("_m") else 0.011)


def test_a_fit_without_the_extra_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fitdecode", None)
    (tmp_path / "run.fit").write_bytes(made.fit(RUN))
    done = invoke("import", tmp_path / "run.fit", "-o", tmp_path / "runs.csv")
    assert done.exit_code == 1
    assert "calfcause[activities]" in done.output


def test_json_that_is_not_whole_is_said(tmp_path):
    content = json.dumps([{"logId": 1}])[:-3].encode()
    assert "not whole JSON" in read(tmp_path / "exercise.json", content).left[0][1]
