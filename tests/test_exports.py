"""The recipes of docs/exports.md make sessions of the exports of watches and apps."""

import re
from contextlib import chdir
from pathlib import Path

import pandas as pd
import pytest

from calfcause.sessions.frames import read_frame

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "exports"
GARMIN, STRAVA = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "exports.md").read_text("utf-8"), re.S
)
GARMIN_HEADER = (
    "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Aerobic TE,"
    "Avg Run Cadence,Max Run Cadence,Avg Pace,Best Pace,Total Ascent,Total Descent,"
    "Avg Stride Length,Steps,Moving Time,Elapsed Time,Min Elevation,Max Elevation"
)
GARMIN_ROWS = """\
Running,2026-05-04 18:00:00,false,"Out, and back","12.50","900","01:10:00","150","170","3.1",\
"160","170","5:36","3:10","1,146","1,150","1.10","11,200","01:09:30","01:12:00","40","90"
Track Running,2026-05-06 18:00:00,false,"Track","450.00","40","00:01:39.1","150","170","3.1",\
"--","--","3:40","2:50","--","--","1.10","260","00:01:39.1","00:01:40","--","--"
Treadmill Running,2026-05-07 18:00:00,false,"Indoors","5.00","300","00:25:00","150","170","3.1",\
"90","170","5:00","4:10","--","--","1.10","4,000","00:00:00","00:25:00","--","--"
Cycling,2026-05-08 18:00:00,false,"Ride","40.00","900","01:30:00","130","150","3.1",\
"--","--","26.7","45.6","300","300","0.00","--","01:30:00","01:31:00","40","90"
"""
STRAVA_HEADER = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Filename,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,"
    "Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,Average Cadence"
)
STRAVA_ROWS = """\
1,"May 4, 2026, 3:09:27 PM",Afternoon Run,Run,,90000,8.71,,a.fit.gz,90000.0,3000.0,8713.0,\
5.5,2.9,52.1,50.1,70.9,92.3,46.6,85.0
2,"May 5, 2026, 3:09:27 AM",Morning Run,Run,,1500,5.00,,b.gpx,1500.0,1500.0,5000.0,\
5.5,3.3,0.0,0.0,,,,28.8
3,"May 6, 2026, 3:09:27 PM",Swim,Swim,,1500,"1,150",,c.fit.gz,1500.0,1500.0,1150.0,\
1.5,0.8,,,,,,
"""


def made_by(recipe: str, folder: Path) -> pd.DataFrame:
    """The sessions that a recipe writes, as calfcause reads them."""
    with chdir(folder):
        exec(recipe, {})
    return read_frame(folder / "sessions.csv")


def test_the_recipe_for_garmin_knows_its_traps(tmp_path):
    (tmp_path / "Activities.csv").write_text(f"{GARMIN_HEADER}\n{GARMIN_ROWS}", "utf-8")
    sessions = made_by(GARMIN, tmp_path)
    assert sessions["distance_km"].tolist() == [12.5, 0.45, 5.0]  # the track's metres
    assert sessions["duration_min"].tolist() == pytest.approx([69.5, 99.1 / 60, 25.0])
    assert sessions["elevation_gain_m"].fillna(-1).tolist() == [1146, -1, -1]
    assert sessions["cadence_spm"].fillna(-1).tolist() == [160, -1, -1]
    assert "fastest_pace_min_per_km" not in sessions


def test_the_recipe_for_strava_knows_its_traps(tmp_path):
    (tmp_path / "activities.csv").write_text(f"{STRAVA_HEADER}\n{STRAVA_ROWS}", "utf-8")
    sessions = made_by(STRAVA, tmp_path)
    assert sessions["distance_km"].tolist() == [8.713, 5.0]  # the second Distance
    assert sessions["duration_min"].tolist() == [50.0, 25.0]
    assert sessions["elevation_gain_m"].fillna(-1).tolist() == [52.1, -1]
    assert sessions["cadence_spm"].fillna(-1).tolist() == [170, -1]
    assert sessions["start_time"].tolist()[1].startswith("2026-05-05 03:09:27")


@pytest.mark.parametrize(
    ("recipe", "real", "name", "n_runs", "last"),
    [
        (GARMIN, "garmin-activities-en-2025.csv", "Activities.csv", 16, (2.40, 12.92)),
        (STRAVA, "strava-activities-en-us-2025.csv", "activities.csv", 10, (3.0, 19.2)),
    ],
)
def test_the_recipes_read_real_exports(recipe, real, name, n_runs, last, tmp_path):
    if not (REAL / real).is_file():
        pytest.skip("the real exports may not be published, and are not here")
    (tmp_path / name).write_bytes((REAL / real).read_bytes())
    sessions = made_by(recipe, tmp_path)
    assert len(sessions) == n_runs
    found = sessions[["distance_km", "duration_min"]].iloc[-1].tolist()
    assert found == pytest.approx(last, abs=0.01)
