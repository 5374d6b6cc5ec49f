"""Lists that do not say everything: other apps, units, races by effort, guesses, broken imports."""

import csv
import io
import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import activity_files as made
import pytest
from activity_files import MadeRun
from click.testing import CliRunner

from calfcause import Predictor
from calfcause.activities import import_file, importing, is_export, told
from calfcause.activities.derive import Derived
from calfcause.activities.importing import read_item
from calfcause.activities.races import guess_races
from calfcause.activities.sources import items_of
from calfcause.batch import predict_file
from calfcause.cli import main

POLAR = (
    "Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm),"
    "Average cadence (rpm),Ascent (m),Descent (m),Notes,Height (cm)\n"
    "Me,RUNNING,20-06-2026,11:17:03,00:30:08,4.48,156,73,40,35,Legs heavy,180.0\n"
    "Sample rate,Time,HR (bpm),Speed (km/h),Pace (min/km),Cadence,Altitude (m)\n"
    "1,00:00:00,95,3.7,16:13,0,116\n,00:00:01,95,3.7,16:13,0,116\n"
)
POLAR_ACCOUNT = {
    "exportVersion": "1.6", "startTime": "2026-06-20T11:17:03.000", "distance": 4480.0,
    "duration": "PT30M8S",
    "exercises": [{"sport": "RUNNING", "ascent": 40.0, "descent": 35.0, "cadence": {"avg": 73}}],
}  # fmt: skip
_SAMSUNG = "com.samsung.health.exercise."
SAMSUNG = (
    "com.samsung.shealth.exercise,6310001,7\n"
    f"{_SAMSUNG}exercise_type,{_SAMSUNG}start_time,{_SAMSUNG}time_offset,{_SAMSUNG}duration,"
    f"{_SAMSUNG}distance,{_SAMSUNG}mean_cadence,{_SAMSUNG}altitude_gain\n"
    "1002,2026-06-20 09:17:03.000,UTC+0200,1808000,4480.2,146.3,40.0,\n"
    "1001,2026-06-21 09:17:03.000,UTC+0200,1808000,2000,,,\n"
    "15005,2026-06-22 09:17:03.000,UTC+0200,1808000,5000,150,,\n"
)
GARMIN = "Activity Type,Date,Title,Distance,Time"


def read(path, content, **how):
    path.write_text(content)
    (item,) = items_of([path], **how)
    return read_item(item)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("session.csv", POLAR, "Polar Flow"),
        ("training-session-1.json", json.dumps(POLAR_ACCOUNT), "Polar account export"),
        ("com.samsung.shealth.exercise.1.csv", SAMSUNG, "Samsung Health"),
    ],
)
def test_polar_and_samsung_are_read(name, content, kind, tmp_path):
    found = read(tmp_path / name, content)
    run = found.runs[0]
    assert found.kind == kind
    assert run.start.isoformat()[:19] == "2026-06-20T11:17:03"  # the runner's own time
    assert run.cells["distance_km"] == pytest.approx(4.48)
    assert run.cells["duration_min"] == 30.13
    assert run.cells["elevation_gain_m"] == 40
    assert run.cells["cadence_spm"] == 146
    assert is_export(tmp_path / name)


def test_the_sports_of_samsung_are_numbers(tmp_path):
    found = read(tmp_path / "a.csv", SAMSUNG)
    assert [run.cells.get("surface") for run in found.runs] == [None, "treadmill"]
    assert found.left == [("a.csv row 2", "not a run (walking)")]


def test_the_recording_that_ships_is_nobodys(tmp_path):
    shipped = Path(__file__).parents[1] / "data" / "hilly-run.gpx"
    assert shipped.read_bytes() == made.gpx(made.hilly_run())


def test_json_that_breaks_off_gives_what_it_holds(tmp_path):
    whole = made.garmin_account(MadeRun()).decode()
    found = read(tmp_path / "a.json", whole[:-40])
    assert found.runs[0].cells["distance_km"] == pytest.approx(5.34)
    assert "1 entry before that used" in found.notes[0]
    twice = f"[{whole[1:-1]}, {whole[1:-1]}]"
    assert len(read(tmp_path / "b.json", twice).runs) == 2


@pytest.mark.parametrize(
    ("title", "km", "miles", "right", "said"),
    [
        ("Berlin Half Marathon", "13.20", False, 21.243, "is 13.2 long"),
        ("Berlin Marathon", "42.60", False, 42.6, ""),
        ("Lunch", "5.00", False, 5.0, "--miles"),
        ("Lunch", "5.00", True, 8.047, "you said so"),
    ],
)
def test_a_list_without_steps_may_still_tell_miles(title, km, miles, right, said, tmp_path):
    row = f"{GARMIN}\nRunning,2026-04-22 17:51:09,{title},{km},0{float(km) / 10 - 0.1:.0f}:10:00\n"
    found = read(tmp_path / "a.csv", row, miles=miles)
    assert found.runs[0].cells["distance_km"] == pytest.approx(right, abs=0.002)
    assert said in " ".join(found.notes)
    assert bool(found.notes) == bool(said)


@pytest.mark.parametrize(
    ("start", "hour"),
    [("4 mai 2019 à 06:30:00", 6), ("4. maj 2019 06.30.00", 6), ("4 mag 2019, 16:30:00", 16),
     ("4 de mai. de 2019, 06:30:00", 6), ("2019-05-04 06:30:00", 6)],
)  # fmt: skip
def test_a_short_strava_export_shows_by_its_file_names(start, hour, tmp_path):
    """As those of 2018, in a language whose names are not known."""
    header = "a,b,c,d,e,f,g,h,i,j\n"
    row = f'1,"{start}",Lunch,Course à pied,,1860,"5,34",false,Nimbus,activities/1.fit.gz\n'
    found = read(tmp_path / "a.csv", header + row)
    assert found.kind == "Strava"
    assert found.runs[0].cells == {"distance_km": 5.34, "duration_min": 31.0}
    assert found.runs[0].start == datetime(2019, 5, 4, hour, 30, tzinfo=UTC)
    assert found.runs[0].file == "activities/1.fit.gz"


def easy(day, km=8.0, pace=6.0, **cells):
    start = datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(days=day)
    cells = {"distance_km": km, "duration_min": km * pace, **cells}
    return Derived(source=f"{day}", start=start, cells=cells)


def test_a_race_is_told_by_effort():
    raced, tempo = easy(30, 10.05, 4.9), easy(31, 12.5, 4.9)
    treadmill, slow = easy(32, 10.0, 4.9, surface="treadmill"), easy(33, 10.0, 5.6)
    runs = [*map(easy, range(0, 24, 2)), raced, tempo, treadmill, slow]
    guess_races(runs)
    assert [run.source for run in runs if run.cells.get("session_type") == "race"] == ["30"]
    assert raced.guessed["session_type"] == "10.05 km, 18% faster than usual"
    guess_races(few := [easy(0), easy(30, 10.05, 4.9)])
    assert "session_type" not in few[1].cells


def test_a_guess_of_sore_calves_counts_only_once_it_is_confirmed(tmp_path):
    """Sore runs with one cause are told as a pattern: guesses from titles must not make one."""
    day = timedelta(days=3)
    rows = [
        (MadeRun(start=made.START + n * day, hills=8), "Run", "", "", "calves on fire")
        for n in range(5)
    ]
    (tmp_path / "activities.csv").write_bytes(made.strava(rows))

    def imported(name, *more):
        out = tmp_path / name
        done = CliRunner().invoke(
            main, ["import", str(tmp_path / "activities.csv"), "-o", str(out), *more]
        )
        assert done.exit_code == 0, done.output
        return [row["sore_calves"] for row in csv.DictReader(io.StringIO(out.read_text()))], done

    labels, done = imported("runs.csv")
    assert labels == ["1?"] * 5
    assert "unknown until you make it 1 or 0" in " ".join(done.output.split())
    counted, done = imported("counted.csv", "--count-guesses")
    assert counted == ["1"] * 5
    assert "--count-guesses" in done.output

    text = (tmp_path / "runs.csv").read_text()
    (tmp_path / "empty.csv").write_text(text.replace(",1?,", ",,"))
    answers = []
    for name in ("runs.csv", "empty.csv", "counted.csv"):
        predict_file(Predictor.load(), tmp_path / name, tmp_path / "answers.csv")
        rows = csv.DictReader(io.StringIO((tmp_path / "answers.csv").read_text()))
        answers.append([row["p_sore"] for row in rows])
    assert answers[0] == answers[1] != answers[2]


def test_notes_that_come_later_fill_what_is_empty_or_guessed(tmp_path):
    rows = [(MadeRun(), "Run", "", "Nimbus", "calves on fire")]
    (tmp_path / "activities.csv").write_bytes(made.strava(rows))
    import_file([tmp_path / "activities.csv"], tmp_path / "runs.csv")
    (tmp_path / "notes.csv").write_text("date,sore_calves,surface\n2026-05-04,no,sand\n")
    known = told(["height_cm=178"], notes=tmp_path / "notes.csv")
    report = import_file([tmp_path / "activities.csv"], tmp_path / "runs.csv", told=known)
    (row,) = csv.DictReader(io.StringIO((tmp_path / "runs.csv").read_text()))
    assert (row["sore_calves"], row["surface"], row["height_cm"]) == ("0", "sand", "178")
    assert "told        3 cells" in str(report)
    (tmp_path / "notes.csv").write_text("date,surface\n2026-05-04,mud\n")
    again = told(notes=tmp_path / "notes.csv")
    import_file([tmp_path / "activities.csv"], tmp_path / "runs.csv", told=again)
    (row,) = csv.DictReader(io.StringIO((tmp_path / "runs.csv").read_text()))
    assert row["surface"] == "sand"  # what stands in the file is the runner's


class BrokenOffError(BaseException):
    """As a signal comes."""


def test_an_import_that_breaks_off_goes_on_where_it_stopped(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    runs = [MadeRun(start=made.START + timedelta(days=n), seconds=400) for n in range(8)]
    rows = [(run, "Run", f"{n}.gpx", "Nimbus", "") for n, run in enumerate(runs)]
    (folder / "activities.csv").write_bytes(made.strava(rows))
    for n, run in enumerate(runs):
        (folder / f"{n}.gpx").write_bytes(made.gpx(run))
    import_file([folder], tmp_path / "whole.csv")
    calls = []

    def reading(item):
        calls.append(item.name)
        if len(calls) == 6:
            raise BrokenOffError
        return read_item(item)

    monkeypatch.setattr(importing, "read_item", reading)
    with pytest.raises(BrokenOffError):
        import_file([folder], tmp_path / "runs.csv")
    assert not (tmp_path / "runs.csv").exists()
    with open(tmp_path / ".runs.csv.importing", "a") as journal:
        journal.write('["cut off')
    report = import_file([folder], tmp_path / "runs.csv")
    assert report.resumed == 5
    assert len(calls) == 6 + 4
    assert (tmp_path / "runs.csv").read_text() == (tmp_path / "whole.csv").read_text()
    assert not (tmp_path / ".runs.csv.importing").exists()
    assert math.isclose(report.runs[0].cells["distance_km"], 1.12, abs_tol=0.01)
