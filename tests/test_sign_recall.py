"""Every sign that was given comes out of every door, with its level."""

import csv
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from triage_sessions import ALARMS, PICTURES

from calfcause import Predictor
from calfcause.answer.picture import LEVELS
from calfcause.answer.reasons import reasons
from calfcause.answer.triage import SIGN_COLUMNS, seek_help, sign_columns, triage
from calfcause.batch import predict_file
from calfcause.learn.probabilities import HEADS
from calfcause.report import write_report
from calfcause.sessions.cells import encode_session, encode_sessions
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS
from calfcause.sessions.units import UNITS

# The alarming cells of each sign by itself; age, injury and risks raise no alarm alone.
ALONE = {
    **{name: 1 for name in AFTERWARDS_COLUMNS if COLUMNS[name].kind == "flag"},
    "severity_0_10": 8,
    "sore_days": 10,
}
FOR_A_CLINICIAN = set(ALONE) - {
    "one_leg_only", "pain_at_night", "clot_risk", "blood_thinner", "sickle_cell_trait",
    "muscle_risk",
}  # fmt: skip


def generated(n_sessions, seed):
    """Sessions with a run, up to three signs, some of them answered with no, and much missing."""
    rng = np.random.default_rng(seed)
    names = list(ALONE)
    sessions = []
    for _ in range(n_sessions):
        session = {"distance_km": int(rng.integers(3, 20))}
        for name in rng.choice(names, rng.integers(0, 6), replace=False).tolist():
            session[name] = ALONE[name] if rng.random() < 0.5 else 0
        sessions.append(session)
    return sessions


GIVEN = [*(cells for cells, _, _ in PICTURES), *(cells for _, _, cells in ALARMS)]
SESSIONS = [*GIVEN, *generated(400, 3)]
NAMES = sorted({name for session in SESSIONS for name in session})


def signs_of(session):
    return {name for name in FOR_A_CLINICIAN if name in session and session[name] == ALONE[name]}


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame(SESSIONS, columns=NAMES)


@pytest.fixture(scope="module")
def expected(predictor):
    return predictor.predict_many(SESSIONS)


@pytest.fixture(scope="module")
def predictor(tiny):
    return Predictor.load(tiny.folder)


def pairs(rows):
    return [(row["red_flags"], row["triage"]) for row in rows]


def test_every_sign_by_itself_is_for_a_clinician_and_no_risk_is():
    for name, cell in ALONE.items():
        level = triage(encode_session({name: cell})).level
        assert (level in LEVELS[:-1]) == (name in FOR_A_CLINICIAN), name


def test_many_dicts_give_all_signs(expected):
    seen = set()
    for session, answer in zip(SESSIONS, expected, strict=True):
        if signs := signs_of(session):
            assert answer["red_flags"] and answer["triage"] in LEVELS[:-1], session
        seen |= signs
    assert seen == FOR_A_CLINICIAN


def test_the_hand_written_levels_come_out(expected):
    levels = [level for _, level, _ in PICTURES] + [level for _, level, _ in ALARMS]
    assert [answer["triage"] for answer in expected[: len(levels)]] == levels


def test_one_dict_gives_the_same(predictor, expected):
    assert pairs(map(predictor.predict_one, SESSIONS)) == pairs(expected)


def test_a_frame_gives_the_same(predictor, frame, expected):
    assert pairs(predictor.predict(frame).to_dict("records")) == pairs(expected)


def written(frame, source):
    """The frame as a file in the format of its name, whatever the case of the name."""
    if source.name.lower().endswith("parquet"):
        frame.to_parquet(source)
    else:
        how = {".gz": "gzip", ".zst": "zstd"}.get(source.suffix.lower())
        text = frame.to_csv(index=False).encode()
        source.write_bytes(pa.compress(text, how, asbytes=True) if how else text)
    return source


def rows_of(path):
    """The rows of answers in the format of the file's name."""
    if path.name.lower().endswith("parquet"):
        return pd.read_parquet(path).to_dict("records")
    how = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix.lower())
    with pa.input_stream(str(path), compression=how) as file:
        return list(csv.DictReader(file.read().decode().splitlines()))


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("runs.csv", "answers.csv"), ("runs.csv.gz", "answers.parquet"),
        ("runs.csv.zst", "answers.csv.gz"), ("runs.parquet", "answers.csv"),
        ("runs.parquet", "answers.parquet"), ("RUNS.CSV.GZ", "ANSWERS.CSV.GZ"),
        ("Runs.Csv.Zst", "Answers.Csv.Zst"), ("RUNS.PARQUET", "ANSWERS.PARQUET"),
        ("RUNS.CSV", "ANSWERS.CSV"),
    ],
)  # fmt: skip
def test_a_file_gives_the_same(predictor, frame, expected, tmp_path, name, out):
    predict_file(predictor, written(frame, tmp_path / name), tmp_path / out, explain=True)
    rows = rows_of(tmp_path / out)
    assert pairs(rows) == pairs(expected)
    for session, row in zip(SESSIONS, rows, strict=True):
        if row["red_flags"]:
            assert row["explanation"].lower().startswith(row["triage"])
        # No sign that nobody has answered is taken for absent: each answer ends in what to watch.
        assert row["explanation"].endswith(seek_help(encode_session(session)))


@pytest.mark.parametrize("surplus", [",", ",,,"])
@pytest.mark.parametrize("mode", ["stop", "flag", "side-file"])
def test_rows_with_surplus_empty_cells_give_the_same(
    predictor, frame, expected, tmp_path, surplus, mode
):
    header, *rows = frame.to_csv(index=False).splitlines()
    ragged = [f"{row}{surplus if at % 2 else ''}" for at, row in enumerate(rows)]
    (tmp_path / "runs.csv").write_text("\n".join([header, *ragged]))
    predict_file(predictor, tmp_path / "runs.csv", tmp_path / "out.csv", on_bad_rows=mode)
    assert pairs(rows_of(tmp_path / "out.csv")) == pairs(expected)


@pytest.mark.parametrize("ragged", ["{row},1", "{row},1,2,3", "1"])
@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_rows_that_cannot_be_aligned_are_said_not_to_be_judged(
    predictor, frame, tmp_path, ragged, out
):
    header, *rows = frame.to_csv(index=False).splitlines()
    lines = [ragged.format(row=row) for row in rows]
    (tmp_path / "runs.csv").write_text("\n".join([header, *lines]))
    report = predict_file(predictor, tmp_path / "runs.csv", tmp_path / out, on_bad_rows="side-file")
    assert report.unjudged_rows == report.bad_rows == report.rows == len(rows)
    beside = rows_of(tmp_path / "out.bad.csv")
    assert {row["calfcause_triage"] for row in beside} == {"could not be judged"}


def test_the_side_file_says_how_urgent_the_readable_signs_of_a_row_are(
    predictor, frame, expected, tmp_path
):
    bad = frame.assign(terrain="hily")
    for name in ("runs.csv", "runs.parquet"):
        source = written(bad, tmp_path / name)
        predict_file(predictor, source, tmp_path / "out.csv", on_bad_rows="side-file")
        beside = rows_of(tmp_path / f"out.bad{source.suffix}")
        found = [(row["calfcause_red_flags"], row["calfcause_triage"]) for row in beside]
        assert found == pairs(expected)


def test_an_explanation_gives_the_same(predictor, expected):
    for session, answer in zip(SESSIONS[::3], expected[::3], strict=True):
        found = json.loads(json.dumps(predictor.explain(session).to_dict()))
        names = [flag["name"] for flag in found["red_flags"]]
        assert ("; ".join(names), found["triage"]["level"]) == pairs([answer])[0]
        assert found["seek_help"]
        text = " ".join(str(predictor.explain(session)).split())
        for flag in found["red_flags"]:
            assert flag["sign"].lower() in text.lower()


def test_a_report_gives_the_same(predictor, frame, expected, tmp_path):
    frame.to_csv(tmp_path / "runs.csv", index=False)
    write_report(predictor, tmp_path / "runs.csv", tmp_path / "report.json", form="json")
    runs = json.loads((tmp_path / "report.json").read_text())["runs"]
    assert len(runs) == len(expected)
    for run in runs:
        names = "; ".join(flag["name"] for flag in run["red_flags"])
        assert (names, run["triage"]["level"]) == pairs([expected[run["row"] - 1]])[0]


@pytest.mark.parametrize("out", ["answers.csv", "answers.parquet"])
def test_a_row_whose_signs_cannot_be_read_could_not_be_judged(predictor, tmp_path, out):
    rows = [
        ("5,1", "could not be judged"),
        ("5,1,0,0,1,0,3", "could not be judged"),
        ("5,maybe,0", "could not be judged"),
        ("5,perhaps,1", "emergency department"),
        ("x,1,0", "appointment"),
        ("x,0,0", ""),
        ("5,0,0", ""),
    ]
    source = tmp_path / "runs.csv"
    source.write_text(
        "distance_km,sharp_pain,dark_urine\n" + "".join(f"{row}\n" for row, _ in rows)
    )
    predict_file(predictor, source, tmp_path / out, on_bad_rows="flag")
    read = pd.read_csv if out.endswith("csv") else pd.read_parquet
    assert read(tmp_path / out)["triage"].fillna("").tolist() == [level for _, level in rows]


def test_reasons_of_many_begin_with_the_signs(predictor, expected):
    cells, n_sessions = encode_sessions(SESSIONS)
    chances = predictor.predict_cells(cells, n_sessions)
    assert chances.shape[1] == len(HEADS)
    texts = reasons(predictor, cells, chances, units=UNITS["km"])["explanation"]
    for text, answer in zip(texts, expected, strict=True):
        assert text.lower().startswith(answer["triage"]) or not answer["red_flags"]


def test_one_sign_more_never_lowers_the_level_of_twenty_thousand_sessions():
    """Exhaustively over signs, which property tests seldom give together."""
    rng = np.random.default_rng(5)
    names = [name for name in SIGN_COLUMNS if COLUMNS[name].kind == "flag"]
    numbers = {"severity_0_10": (0, 11), "sore_days": (0, 15), "age_years": (5, 80)}
    n_sessions = 20_000
    cells = {name: rng.choice([np.nan, 0.0, 1.0], n_sessions, p=[0.6, 0.3, 0.1]) for name in names}
    for name, (low, high) in numbers.items():
        drawn = rng.integers(low, high, n_sessions).astype(float)
        cells[name] = np.where(rng.random(n_sessions) < 0.5, drawn, np.nan)
    rank = {level: place for place, level in enumerate((*LEVELS, ""))}
    before = np.array([rank[level] for level in sign_columns(cells, n_sessions)["triage"]])
    assert set(before.tolist()) == set(rank.values())
    for name in names:
        more = cells | {name: np.ones(n_sessions)}
        after = np.array([rank[level] for level in sign_columns(more, n_sessions)["triage"]])
        assert (after <= before).all(), name
