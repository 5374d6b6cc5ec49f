"""Simulated sessions as frames, files and a table beside real ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from calfcause import SchemaError
from calfcause.causes import CAUSES
from calfcause.schema import COLUMNS, label_columns
from calfcause.sessions import encode_frame, read_frame, write_frames
from calfcause.simulate import simulate, world_named
from calfcause.simulate.compare import REAL_QUANTILES, REAL_SORE_SHARES, compare
from calfcause.simulate.frame import to_frame
from calfcause.simulate.record import RECORDERS

LABELS = label_columns([cause.name for cause in CAUSES])


@pytest.fixture(scope="module")
def simulated():
    return simulate(60, 4, seed=1)


@pytest.fixture(scope="module")
def frame(simulated):
    return to_frame(simulated, truth=True)


def test_columns_are_those_of_the_schema_then_labels_then_truth(frame):
    truth = ["true_p_sore", *(f"true_p_{cause.name}" for cause in CAUSES)]
    assert list(frame.columns) == [*COLUMNS, *LABELS, *truth]


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
def test_parts_read_back_as_the_whole(tmp_path, frame, name):
    third = len(frame) // 3
    parts = [frame[:third], frame[third:third], frame[third:]]
    assert write_frames(iter(parts), tmp_path / name) == len(frame)
    columns = {**COLUMNS, **LABELS}
    read = read_frame(tmp_path / name, columns=columns)
    truth = [column for column in frame if column.startswith("true_")]
    read[truth] = read[truth].astype(float)
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


def test_the_same_frames_give_the_same_bytes(tmp_path, frame):
    for name in ("a.csv.gz", "b.csv.gz"):
        write_frames([frame], tmp_path / name)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_a_file_appears_only_when_complete(tmp_path, frame):
    def interrupted():
        yield frame
        raise KeyboardInterrupt

    for name in ("made.csv", "made.parquet"):
        with pytest.raises(KeyboardInterrupt):
            write_frames(interrupted(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_other_names_are_refused(tmp_path, frame):
    with pytest.raises(SchemaError, match=r"\.csv, \.csv\.gz or \.parquet"):
        write_frames([frame], tmp_path / "made.xlsx")


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
