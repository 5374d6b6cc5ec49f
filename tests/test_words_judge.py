"""Which cells a text tells: what is judged, by what was learned, and what is said of the rest."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

sys.path.insert(0, "data")
from learn_words import ACCOUNTS, WRITTEN, Text, is_within, learned, sha256

from calfcause import read_words
from calfcause.sessions.schema import COLUMNS, TOLD_COLUMNS
from calfcause.words.judge import LEAST_LIKELY, Candidate, Weights, judged
from calfcause.words.read import LANGUAGES, Reading

LEARNED = LANGUAGES["en"].learned


@pytest.fixture(scope="module")
def written():
    return [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]


def test_the_weights_are_those_of_these_texts():
    stated = json.loads(LEARNED.read_text(encoding="utf-8"))["learned_from"]
    assert stated == {path.name: sha256(path) for path in (WRITTEN, ACCOUNTS)}, (
        "run python data/learn_words.py"
    )


def test_no_sign_is_judged_so_that_none_is_lost():
    columns = json.loads(LEARNED.read_text(encoding="utf-8"))["columns"]
    signs = {
        name
        for name, column in TOLD_COLUMNS.items()
        if column.group == "afterwards" and column.kind == "flag"
    }
    assert signs & {*columns} == {"one_leg_only"}
    assert {"distance_km", "onset_hours", "session_type"} <= {*columns}


def test_every_text_has_cells_that_the_schema_allows(written):
    assert len({row["id"] for row in written}) == len(written) > 2000
    for row in written:
        for name, cell in row["cells"].items():
            column = COLUMNS[name]
            if column.kind == "choice":
                assert cell in column.choices, row["id"]
            else:
                assert column.low <= cell <= column.high, (row["id"], name)


def test_the_likeliest_cell_is_told_if_it_is_likely_enough():
    text = Reading("Ran 5 km on Monday and 8 km on Tuesday", "en")
    distances = [one for one in text.candidates if one.column == "distance_km"]
    assert {one.value for one in distances} == {5.0, 8.0}
    only = frozenset({"distance_km"})
    for least, told in ((-2.0, []), (4.0, [8.0])):
        marked = [replace(one, features={"it"} if one.value == 8.0 else set()) for one in distances]
        of = judged(marked, Weights(only, 0.0, {"it": least}), [])
        assert [one.value for one in of] == told
    assert 0.5 < LEAST_LIKELY < 1.0


def test_what_phrases_read_of_other_columns_stays():
    text = Reading("8 km in 48 min, I am 180 cm tall", "en")
    told = judged(text.candidates, Weights(frozenset(), 0.0, {}), text.phrased)
    assert {one.column: one.value for one in told} == {
        "distance_km": 8.0, "duration_min": 48.0, "height_cm": 180.0,
    }  # fmt: skip


def test_a_cell_that_is_not_likely_is_said_to_be_left_out(monkeypatch):
    nothing = Weights(frozenset({"distance_km"}), -9.0, {})
    monkeypatch.setattr("calfcause.words.read._weights", lambda language: nothing)
    told = read_words("ran 8 km, calves sore")
    assert told.session == {}
    left = [(one.words, one.why) for one in told.not_understood]
    assert ("ran 8 km", "it may not be of this run") in left or (
        "8 km", "it may not be of this run"
    ) in left  # fmt: skip


def test_what_speaks_for_a_cell_is_learned(written):
    rows = [row for row in written if row["id"][0] in "05"][:240]
    texts = [
        Text(row["id"][0], Reading(row["text"], "en").candidates, row["cells"], 1.0) for row in rows
    ]
    weights = learned(texts)
    assert "distance_km" in weights.columns
    right, wrong = [], []
    for text in texts:
        for one in text.candidates:
            stated = text.cells.get(one.column)
            is_right = stated is not None and is_within(one.value, stated)
            (right if is_right else wrong).append(weights.likely(one))
    assert sum(right) / len(right) > 0.6 > 0.1 > sum(wrong) / len(wrong)


def test_a_feature_that_nothing_was_learned_of_counts_nothing():
    weights = Weights(frozenset({"distance_km"}), 0.0, {"known": 1.0})
    plain = Candidate("distance_km", 5.0)
    assert weights.likely(plain) == 0.5
    assert weights.likely(replace(plain, features={"unknown"})) == 0.5
    assert weights.likely(replace(plain, features={"known"})) > 0.7


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Ran  8 \t km on\xa0 grass", {"distance_km": 8, "surface": "grass"}),
        ("no  swelling, no  fever", {"swelling": 0, "fever": 0}),
        ("chest  pain", {"breathless_or_chest_pain": 1}),
        ("dark\xad urine", {"dark_urine": 1}),
        ("8\u200b km", {"distance_km": 8}),
        ("\N{FULLWIDTH DIGIT EIGHT} km on grass", {"distance_km": 8, "surface": "grass"}),
        ("5\N{NON-BREAKING HYPHEN}mile run", {"distance_km": 8.05}),
        ("calf isn`t swollen", {"swelling": 0}),
        ("2½ miles", {"distance_km": 4.02}),
        ("0:00/km, my usual pace 5:30", {"faster_than_usual": "no", "usual_pace_min_per_km": 5.5}),
        (
            "went for a long run in the hills with my old club and felt a sharp\npain in the calf",
            {"session_type": "long", "terrain": "hilly", "onset_hours": 0, "sharp_pain": 1},
        ),
    ],
)  # fmt: skip
def test_blanks_lines_and_letters_change_no_cell(text, cells):
    told = read_words(text)
    assert told.session == pytest.approx(cells, abs=0.011)
    for one in (*told.cells, *told.not_understood):
        assert text[one.start : one.end] == one.words


@pytest.mark.parametrize(
    "row", ["-" * 80, "-" * 19_000, "a-" * 100, "a-" * 9000, "–" * 200, "- " * 9000, "a-b " * 5000]
)
def test_a_row_of_hyphens_is_read_to_its_end(row):
    assert read_words(f"ran 8 km {row} calves sore").session["distance_km"] == 8


def test_every_process_reads_alike():
    """The order of a set differs by the seed of its hashes; what is read must not."""
    texts = (
        "I've always run up on my forefoot and did for all of this 21 mile race too. "
        "Five days later both calves are sore",
        "The week was 47 miles like every week. Track intervals on Wednesday, up on her midfoot as "
        "always",
    )
    script = "import sys, calfcause\nfor one in sys.argv[1:]: print(calfcause.read_words(one))"
    read = {
        subprocess.run(
            [sys.executable, "-c", script, *texts], env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }  # fmt: skip
    assert len(read) == 1 and "distance_km" in read.pop()
