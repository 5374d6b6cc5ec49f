"""Damage and attacks: whatever comes, a row or a clear entry, in bounded time and memory."""

import gzip
import io
import struct
import zipfile

import activity_files as made
import pytest
from activity_files import MadeRun
from activity_wild import Tally, day, import_wild

from calfcause.activities import import_file
from calfcause.activities.reading import read_item
from calfcause.activities.sources import MOST_TIMES, TOO_LARGE, items_of

pytest.importorskip("fitdecode", reason="the extra activities is not installed")


def test_a_thousand_damaged_files_end_in_rows_or_reasons(tmp_path):
    """benchmarks/fuzz_imports.py reads 24,000 of them."""
    folder = tmp_path / "in"
    folder.mkdir()
    tally, target = import_wild(7_000_000, 1000, folder)
    assert not tally.faults
    assert tally.outcomes["all", "read"] > 200 < tally.outcomes["all", "left out, said why"]
    assert target.exists()


def test_a_fault_of_a_reader_would_be_found(tmp_path, monkeypatch):
    """The fuzz run can fail."""
    monkeypatch.setattr("activity_wild.read_item", lambda item: 1 / 0)
    (tmp_path / "in").mkdir()
    tally, _ = import_wild(0, 3, tmp_path / "in")
    assert len(tally.faults) >= 3
    assert Tally().faults == []


# Zips


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "."), content)
    return path


def left(path):
    return {item.name: read_item(item).left for item in items_of([path])}


def test_members_that_unpack_to_too_much_are_not_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    zipped(path, bomb__json=b" " * (MOST_TIMES * 200_000), inner__zip=b"\0" * (30 << 20))
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("it was unpacked"))
    for name in ("bomb.json", "inner.zip"):
        assert left(path)[f"bomb.zip/{name}"] == [(f"bomb.zip/{name}", TOO_LARGE)]


def test_a_bomb_in_a_zip_costs_no_run_beside_it(tmp_path):
    path = zipped(tmp_path / "a.zip", run__gpx=made.gpx(MadeRun()), bomb__json=b" " * (40 << 20))
    report = import_file([path], tmp_path / "runs.csv")
    assert len(report.runs) == 1
    assert report.left == [("a.zip/bomb.json", TOO_LARGE)]


def test_a_zip_whose_members_overlap_is_not_read(tmp_path):
    """As the bombs that unpack to terabytes: every member is the same bytes."""
    path = zipped(tmp_path / "a.zip", a__gpx=made.gpx(day(0)), b__gpx=made.gpx(day(0)))
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    size = data[data.index(b"PK\x01\x02") + 20 :][:4]
    whole = bytes(data[: struct.unpack("<I", size)[0] + 40]) + bytes(
        data[data.index(b"PK\x01\x02") : data.rindex(b"PK\x05\x06")]
    )
    start = len(whole) - (data.rindex(b"PK\x05\x06") - data.index(b"PK\x01\x02"))
    end = data[data.rindex(b"PK\x05\x06") :]
    end[16:20] = struct.pack("<I", start)
    path.write_bytes(whole + bytes(end))
    (found,) = left(path).values()
    assert "overlap" in found[0][1]


def test_zips_in_zips_are_opened_once(tmp_path):
    def packed(name, content):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as inner:
            inner.writestr(name, content)
        return file.getvalue()

    one = packed("run.gpx", made.gpx(MadeRun()))
    path = zipped(tmp_path / "a.zip", one__zip=one, two__zip=packed("deep.zip", one))
    report = import_file([path], tmp_path / "runs.csv")
    assert [run.source for run in report.runs] == ["a.zip/one.zip/run.gpx"]
    assert report.left[0][0] == "a.zip/two.zip/deep.zip"
    assert "which is not opened" in report.left[0][1]


# Files without end


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tcx", b"<TrainingCenterDatabase><Activity Sport='Running'>" + b"<Lap/>" * 101),
        ("a.tcx", b"<TrainingCenterDatabase>" + b"<Activity/>" * 101),
        ("a.gpx", b"<gpx>" + b"<trk/>" * 101),
        ("a.fit", made.fit(*[MadeRun(seconds=2)] * 101)),
    ],
)
def test_a_file_of_laps_without_end_is_left_out(name, content, tmp_path, monkeypatch):
    monkeypatch.setattr("calfcause.activities.contents.MOST_PARTS", 100)
    (tmp_path / name).write_bytes(content)
    assert "more than 100 laps or tracks" in left(tmp_path / name)[name][0][1]


def test_a_far_run_costs_no_memory(tmp_path):
    """Days between points make up any distance; a grid of 10 m along it has no end."""
    run = MadeRun()
    run.rows = [(s * 80_000, s * 900_000.0, 100.0 + s % 9) for s in range(400)]
    content = made.tcx(run).replace(b"<TotalTimeSeconds>1800", b"<TotalTimeSeconds>360000")
    (tmp_path / "a.tcx").write_bytes(content)
    (item,) = items_of([tmp_path / "a.tcx"])
    assert "max_grade_pct" not in read_item(item).runs[0].cells


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", gzip.compress(b"\x1f\x8b\x08", mtime=0), b"\x1f\x8b"]
)
def test_packing_around_nothing_is_said(content, tmp_path):
    (tmp_path / "a.fit").write_bytes(content)
    assert all(why for found in left(tmp_path / "a.fit").values() for _, why in found)
    assert left(tmp_path / "a.fit")


def test_one_row_without_a_time_costs_no_other_row(tmp_path):
    header = b"Activity Type,Date,Title,Distance,Time\n"
    rows = b"Running,2026-01-02 10:00:00,x,5.00,0\nRunning,2026-01-03 10:00:00,x,6.00,00:33:00\n"
    (tmp_path / "a.csv").write_bytes(header + rows)
    (item,) = items_of([tmp_path / "a.csv"])
    assert [run.cells["distance_km"] for run in read_item(item).runs] == [6.0]


def test_a_point_with_half_a_position_is_no_position(tmp_path):
    content = made.gpx(MadeRun()).replace(b'lon="13.0"', b'lon="east"', 1)
    (tmp_path / "a.gpx").write_bytes(content)
    (item,) = items_of([tmp_path / "a.gpx"])
    assert read_item(item).runs[0].cells["distance_km"] == pytest.approx(5.34, abs=0.01)
