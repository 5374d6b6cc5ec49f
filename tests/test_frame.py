"""Simulated sessions as frames, files and a table beside real ones."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from frames import write_frame

import calfcause
from calfcause import CalfcauseError, SchemaError
from calfcause.causes import CAUSES
from calfcause.cli import main
from calfcause.sessions.frames import encode_frame, read_frame
from calfcause.sessions.schema import COLUMNS, label_columns
from calfcause.simulate import WORLDS, simulate, world_named, write
from calfcause.simulate.arrays import rows_of
from calfcause.simulate.compare import REAL_QUANTILES, REAL_SORE_SHARES, compare
from calfcause.simulate.frame import to_frame
from calfcause.simulate.generate import BLOCK_RUNNERS, blocks
from calfcause.simulate.record import RECORDED_COLUMNS, RECORDERS
from calfcause.simulate.write import write_parts, write_sessions

LABELS = label_columns([cause.name for cause in CAUSES])


@pytest.fixture(scope="module")
def simulated():
    return simulate(60, 4, seed=1)


@pytest.fixture(scope="module")
def frame(simulated):
    return to_frame(simulated, truth=True)


def test_columns_are_those_of_the_schema_then_labels_then_truth(frame):
    truth = ["true_p_sore", *(f"true_p_{cause.name}" for cause in CAUSES)]
    ids = [column.name for column in COLUMNS.values() if column.group == "ids"]
    assert list(frame.columns) == [*ids, *RECORDED_COLUMNS, *LABELS, *truth]
    # Of the signs for a doctor only some are simulated; no other column is left out.
    missing = set(COLUMNS) - set(frame.columns)
    assert all(COLUMNS[name].group == "afterwards" for name in missing)


def test_truth_is_told_on_request_alone(simulated):
    assert not any(name.startswith("true_") for name in to_frame(simulated))


def test_a_frame_encodes_to_the_cells_it_was_made_of(simulated, frame):
    cells, bad_cells = encode_frame(frame)
    assert bad_cells == []
    for name, codes in simulated.cells.items():
        np.testing.assert_array_equal(cells[name], codes, err_msg=name)


def test_labels_are_the_simulated_ones(simulated, frame):
    codes, _ = encode_frame(frame, columns=LABELS)
    np.testing.assert_array_equal(codes["sore_calves"], simulated.soreness.sore)
    np.testing.assert_array_equal(codes["primary_cause"], simulated.soreness.primary)
    for name, because in simulated.soreness.because_of.items():
        np.testing.assert_array_equal(codes[f"cause_{name}"], because, err_msg=name)


def test_sessions_of_a_runner_are_numbered_in_time_order(frame):
    assert frame["session_id"].is_unique
    for runner, own in frame.groupby("runner_id"):
        assert list(own["session_id"]) == [f"{runner}-{n:04d}" for n in range(1, len(own) + 1)]
        assert own["start_time"].is_monotonic_increasing and own["start_time"].is_unique
    pd.to_datetime(frame["start_time"], format="%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("name", ["made.csv", "made.csv.gz", "made.parquet"])
def test_a_frame_reads_back_from_a_file(tmp_path, frame, name):
    write_frame(frame, tmp_path / name)
    columns = {**COLUMNS, **LABELS}
    read = read_frame(tmp_path / name, columns=columns)
    truth = [column for column in frame if column.startswith("true_")]
    read[truth] = read[truth].astype(float)
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


# Simulated sessions into files, block by block

N_BLOCKS = 3


@pytest.fixture(scope="module")
def three_blocks():
    return list(blocks(N_BLOCKS * BLOCK_RUNNERS, 1, seed=2))


@pytest.mark.parametrize("name", ["made.csv", "made.csv.gz", "made.parquet"])
def test_blocks_written_one_by_one_read_back_as_the_whole(
    tmp_path, monkeypatch, three_blocks, name
):
    monkeypatch.setattr(write, "ROW_GROUP_SESSIONS", len(three_blocks[0]) + 1)
    n_sessions = write_sessions(iter(three_blocks), tmp_path / name, truth=True)
    whole = to_frame(simulate(N_BLOCKS * BLOCK_RUNNERS, 1, seed=2), truth=True)
    assert n_sessions == len(whole)
    read = read_frame(tmp_path / name, columns={**COLUMNS, **LABELS})
    truth = [column for column in whole if column.startswith("true_")]
    read[truth] = read[truth].astype(float)
    pd.testing.assert_frame_equal(read, whole, check_dtype=False)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_blocks_are_joined_to_large_row_groups(tmp_path, monkeypatch, three_blocks):
    monkeypatch.setattr(write, "ROW_GROUP_SESSIONS", len(three_blocks[0]) + 1)
    write_sessions(iter(three_blocks), tmp_path / "made.parquet")
    file = pq.ParquetFile(tmp_path / "made.parquet")
    found = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert found == [len(three_blocks[0]) + len(three_blocks[1]), len(three_blocks[2])]


def test_words_in_a_parquet_file_are_text_to_whoever_reads_it(tmp_path, three_blocks):
    write_sessions(three_blocks[:1], tmp_path / "made.parquet")
    schema = pq.read_schema(tmp_path / "made.parquet")
    for name in ("session_id", "terrain", "primary_cause"):
        assert str(schema.field(name).type) == "string"


def test_generate_gives_a_frame_of_sessions_with_their_labels():
    frame = calfcause.generate(30, 3, seed=2)
    labels = label_columns([cause.name for cause in CAUSES])
    assert [*frame.columns] == [*(name for name in COLUMNS if name in frame), *labels]
    assert frame["session_id"].is_unique and frame["runner_id"].nunique() <= 30
    causes = frame[[f"cause_{cause.name}" for cause in CAUSES]]
    assert set(np.unique(causes)) <= {0, 1} and set(frame["sore_calves"]) == {0, 1}
    assert not causes[frame["sore_calves"] == 0].any(axis=None)
    assert set(frame.loc[~causes.any(axis=1), "primary_cause"]) == {"none"}
    truth = calfcause.generate(30, 3, seed=2, truth=True).drop(columns=[*frame.columns])
    assert [*truth.columns] == ["true_p_sore", *(f"true_p_{cause.name}" for cause in CAUSES)]
    assert ((truth >= 0) & (truth <= 1)).all(axis=None)


def test_generate_gives_the_same_for_a_seed_and_other_sessions_for_another():
    frame = calfcause.generate(20, 2, seed=2)
    pd.testing.assert_frame_equal(frame, calfcause.generate(20, 2, seed=2))
    assert not frame.equals(calfcause.generate(20, 2, seed=3))
    novices = calfcause.generate(20, 2, world="novices", seed=2)
    assert novices["experience_weeks"].median() < 26


@pytest.mark.parametrize("world", ["mars", "", "Default", None, ["default"], 5])
def test_generate_refuses_a_world_that_does_not_exist_and_names_those_that_do(world):
    with pytest.raises(CalfcauseError, match="there is no world") as refused:
        calfcause.generate(5, 1, world=world)
    assert repr(world) in str(refused.value)
    assert all(name in str(refused.value) for name in WORLDS)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"n_runners": 0}, "n_runners is 0"),
        ({"n_runners": 2.5}, r"n_runners is 2\.5"),
        ({"n_runners": True}, "n_runners is True"),
        ({"n_runners": 5, "n_weeks": -1}, "n_weeks is -1"),
        ({"n_runners": 5, "seed": -1}, "seed is -1"),
        ({"n_runners": 5, "seed": None}, "seed is None"),
    ],
)
def test_generate_refuses_numbers_that_make_no_sense(given, named):
    with pytest.raises(CalfcauseError, match=named):
        calfcause.generate(**given)


def test_a_block_without_sessions_is_a_file_without_rows(tmp_path, three_blocks):
    none = rows_of(three_blocks[0], slice(0))
    for name in ("made.csv", "made.parquet"):
        assert write_sessions([none], tmp_path / name) == len(none) == 0
        assert list(read_frame(tmp_path / name).columns) == list(to_frame(none).columns)


@pytest.mark.parametrize("n_parts", [1, 2, N_BLOCKS])
def test_parts_hold_the_same_sessions_whatever_their_number(tmp_path, three_blocks, n_parts):
    folder = tmp_path / "parts"
    n_sessions = write_parts(iter(three_blocks), folder, n_blocks=N_BLOCKS, n_parts=n_parts)
    assert n_sessions == sum(map(len, three_blocks))
    files = sorted(folder.iterdir())
    assert len(files) == n_parts
    together = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    write_sessions(iter(three_blocks), tmp_path / "whole.parquet")
    pd.testing.assert_frame_equal(together, pd.read_parquet(tmp_path / "whole.parquet"))


def test_more_parts_than_blocks_and_used_folders_are_refused(tmp_path, three_blocks):
    with pytest.raises(CalfcauseError, match=r"4 parts are too many.* there are 3"):
        write_parts(iter(three_blocks), tmp_path / "new", n_blocks=N_BLOCKS, n_parts=4)
    (tmp_path / "part-0001-of-0002.parquet").touch()
    with pytest.raises(CalfcauseError, match="is not empty"):
        write_parts(iter(three_blocks), tmp_path, n_blocks=N_BLOCKS, n_parts=2)


def test_an_interrupted_run_leaves_nothing(tmp_path, three_blocks):
    def interrupted():
        yield from three_blocks[:2]
        raise KeyboardInterrupt

    for name in ("made.csv", "made.csv.gz", "made.parquet"):
        with pytest.raises(KeyboardInterrupt):
            write_sessions(interrupted(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt):
        write_parts(interrupted(), tmp_path / "parts", n_blocks=N_BLOCKS, n_parts=2)
    assert list(tmp_path.iterdir()) == []


def test_sessions_are_written_to_no_other_names(tmp_path, three_blocks):
    with pytest.raises(SchemaError, match=r"\.csv, \.csv\.gz or \.parquet"):
        write_sessions(three_blocks, tmp_path / "made.xlsx")


def test_the_command_writes_parts_and_compares_them_with_real_runs(tmp_path):
    made = tmp_path / "made"
    line = f"generate --runners {BLOCK_RUNNERS + 1} --weeks 1 --parts 2 --compare --out {made}"
    result = CliRunner().invoke(main, line.split())
    assert result.exit_code == 0, result.output
    assert "rank correlations" in result.stdout
    assert f"{len(pd.read_parquet(made)):,} sessions in {made}" in result.stderr
    again = CliRunner().invoke(main, ["generate", "--out", str(made)])
    assert again.exit_code == 2 and "give the number of --parts" in again.output


PEAK = """
import sys
from pathlib import Path
from calfcause.simulate import world_named, write
from calfcause.simulate.generate import blocks

write.ROW_GROUP_SESSIONS = 5_000
write.write_sessions(blocks(int(sys.argv[1]), 2, world=world_named("only_everything")), sys.argv[2])
(line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
print(int(line.split()[1]) / 1024)
"""


# The peak that getrusage gives holds what the parent had at the fork.
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone tells the peak")
@pytest.mark.parametrize("name", ["made.csv", "made.parquet"])
def test_ten_times_the_runners_need_about_the_same_memory(tmp_path, name):
    def peak_mb(n_runners):
        command = [sys.executable, "-c", PEAK, str(n_runners), str(tmp_path / name)]
        return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    assert peak_mb(30 * BLOCK_RUNNERS) < 1.2 * peak_mb(3 * BLOCK_RUNNERS)


# Beside real runs


def test_every_measure_stands_beside_the_real_one(simulated):
    table = compare(simulated)
    for name in (*REAL_QUANTILES, *REAL_SORE_SHARES):
        assert f"\n{name} " in table


def test_blocks_compare_as_their_union_does():
    parts = [simulate(30, 2, seed=seed) for seed in (1, 2)]
    n_runs = [int(compare(*some).split()[0].replace(",", "")) for some in ([*parts], parts[:1])]
    assert n_runs[0] > n_runs[1]


def test_runs_told_in_words_are_not_compared(simulated):
    told = np.full(len(simulated), list(RECORDERS).index("told"))
    assert compare(replace(simulated, recorder=told)).startswith("Nothing to compare")
    assert compare(simulate(20, 2, world=world_named("only_told"))).startswith("Nothing")
